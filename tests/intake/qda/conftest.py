"""Archives of coded projects, made to order."""

import zipfile

import pytest


@pytest.fixture
def qdpx(tmp_path):
    """Write an archive: its project file (text or bytes), its texts by name; answers its path."""

    def write(xml, texts=None, *, name="project.qde", folder="sources", file="essai.qdpx"):
        path = tmp_path / file
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, xml)
            for one, text in (texts or {}).items():
                archive.writestr(f"{folder}/{one}" if folder else one, text)
        return path

    return write
