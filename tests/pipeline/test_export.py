"""What is handed to other tools: what the edition may read, and the same coding when it comes back."""

import shutil
import zipfile

import pandas as pd
import pytest
import yaml
from lecons.intake.load import import_project
from lecons.parameters import check_parameters
from lecons.pipeline.export import export_coding
from lecons.project import open_project


@pytest.fixture
def exported(demo_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))

    def export(edition):
        given = {"projet": str(demo_project.project.folder), "edition": edition}
        written = export_coding(demo_project.project, check_parameters(given))
        return {path.name: path for path in written}

    return export


def passages(project):
    columns = ["id_temoignage", "debut", "fin", "code", "codeur", "memo"]
    rows = project.table("segments", "interne")
    rows = rows[rows["statut"].eq("valide") & rows["extrait"].notna()]
    return rows[columns].sort_values(columns[:5], ignore_index=True)


def test_a_project_comes_back_from_refi_qda_as_it_went(exported, demo_project, tmp_path):
    files = exported("interne")
    source = demo_project.project.folder
    shutil.copytree(
        source.parent, tmp_path / "data", ignore=shutil.ignore_patterns("tables", "quarantaine")
    )
    folder = tmp_path / "data" / source.name
    content = yaml.safe_load((folder / "projet.yaml").read_text("utf-8"))
    content["imports"] = [
        one for one in content["imports"] if not one["fichier"].startswith("codage/")
    ]
    (folder / "projet.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    shutil.rmtree(folder / "codage")
    (folder / "codage").mkdir()
    shutil.copy(files["projet.qdpx"], folder / "codage")
    project = open_project(folder)
    report = import_project(project)
    assert not report.failed
    (loss,) = report.losses
    assert (loss.balances, loss.lost) == (True, 0)
    pd.testing.assert_frame_equal(
        passages(project), passages(demo_project.project), check_dtype=False
    )
    columns = ["code", "libelle_fr", "libelle_en", "famille", "parent", "definition", "inclusion"]
    books = [
        one.table("livre_de_codes", "interne")[columns].sort_values("code", ignore_index=True)
        for one in (project, demo_project.project)
    ]
    pd.testing.assert_frame_equal(*books, check_dtype=False)


def everything(path):
    raw = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    return raw.decode("utf-8", "ignore")


@pytest.mark.parametrize("edition", ["interne", "publique"])
def test_no_file_holds_the_words_of_who_refused_or_withdrew(exported, edition):
    from lecons.demo.corpus import testimonies

    people, _ = testimonies()
    silent = people[people["consentement"].eq("aucun") | people["retrait_le"].notna()]
    assert len(silent) >= 8
    files = exported(edition)
    for path in files.values():
        whole = everything(path)
        for text in silent["texte"]:
            assert text[20:70] not in whole
            assert text[-60:-10] not in whole


def test_the_public_edition_hands_over_no_account_and_no_identifier(exported, demo_project):
    files = exported("publique")
    assert "projet.qdpx" not in files
    people = demo_project.project.table("temoignages", "interne")
    for path in files.values():
        whole = everything(path)
        assert "*id_" not in whole
        for text in people["texte"].dropna():
            assert text[:80] not in whole
