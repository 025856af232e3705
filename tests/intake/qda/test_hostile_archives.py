"""Archives that are traps, damaged or strange: refused in French, or one text left out and said."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.qda import archive as archive_module
from lecons.intake.qda.read import read_codebook, read_project

HEAD = '<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
TEXT = "33333333-0000-4000-8000-000000000001"
OTHER = "33333333-0000-4000-8000-000000000002"
ONE_TEXT = f'{HEAD}<Sources><TextSource guid="{TEXT}" name="T01.txt" plainTextPath="%s"/></Sources></Project>'
INSIDE = ONE_TEXT % f"internal://{TEXT}.txt"
TWO_TEXTS = INSIDE.replace(
    "</Sources>",
    f'<TextSource guid="{OTHER}" name="T02.txt" plainTextPath="internal://{OTHER}.txt"/></Sources>',
)


def refused(path, *words, read=read_project):
    with pytest.raises(IntakeError) as caught:
        read(path)
    assert path.name in caught.value.message
    for word in words:
        assert word in str(caught.value), caught.value
    assert caught.value.remedy


def test_entities_that_multiply_are_refused(qdpx):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    refused(qdpx(f"{bomb}{HEAD}<Description>&b;</Description></Project>"), "DTD", "entités")


def test_external_entities_are_refused_and_never_opened(qdpx, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe")
    trap = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    refused(qdpx(f"{trap}{HEAD}<Description>&s;</Description></Project>"), "DTD")
    refused(qdpx(f'<!DOCTYPE x SYSTEM "{secret.as_uri()}">{HEAD}</Project>'), "DTD")


def test_a_trapped_codebook_is_refused_too(tmp_path):
    path = tmp_path / "codes.qdc"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes/></CodeBook>')
    refused(path, "DTD", read=read_codebook)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:/Windows/x.txt", "sources\\..\\..\\x.txt"]
)
def test_a_name_that_leaves_the_archive_refuses_the_whole_of_it(tmp_path, name):
    path = tmp_path / "piege.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", INSIDE)
        archive.writestr(zipfile.ZipInfo(name), "x")
    refused(path, "hors d’elle-même")


def test_paths_to_the_computer_are_never_followed(qdpx, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe")
    for path in (f"absolute://{secret}", "relative://secret.txt", secret.as_uri(), str(secret)):
        project, report = read_project(qdpx(ONE_TEXT % path))
        assert project.sources[0].text is None
        fault = report.faults[0]
        assert (fault.reason, fault.mild) == ("texte_absent", True)
        assert str(tmp_path) not in fault.found


def test_an_internal_path_cannot_climb(qdpx):
    for path in (
        "internal://../project.qde",
        "internal://sources/../../x.txt",
        "internal://a/b.txt",
    ):
        project, report = read_project(qdpx(ONE_TEXT % path, {"b.txt": "non"}))
        assert project.sources[0].text is None
        assert report.faults[0].reason == "texte_absent"


def test_a_project_that_swells_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "bombe.qdpx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("project.qde", "w") as stream,
    ):
        stream.write(f"{HEAD}<Description>".encode())
        for _ in range(40):
            stream.write(b"a" * (1 << 20))
        stream.write(b"</Description></Project>")
    refused(path, "enfle")


def test_a_project_beyond_the_limit_is_refused(qdpx, monkeypatch):
    monkeypatch.setattr(archive_module, "PROJECT_LIMIT", 1000)
    long = "".join(f"{number} " for number in range(1000))
    refused(qdpx(f"{HEAD}<Description>{long}</Description></Project>"), "dépasse")


def test_a_size_that_lies_is_not_believed(qdpx, monkeypatch):
    """The project says that it weighs ten bytes: it is read with a cap, and refused as damaged."""
    path = qdpx(INSIDE, {f"{TEXT}.txt": "abc"})
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", len(INSIDE.encode()))
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(bytes(content))
    refused(path, "abîmée")


def test_a_text_of_two_gigabytes_is_left_out_and_the_others_come_in(qdpx):
    path = qdpx(TWO_TEXTS, {f"{TEXT}.txt": "court", f"{OTHER}.txt": "bon"})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(f"sources/{TEXT}.txt".encode()))
    content[at + 24 : at + 28] = struct.pack("<I", 2 << 30)  # the size in the central directory
    path.write_bytes(bytes(content))
    project, report = read_project(path)
    assert [one.text for one in project.sources] == [None, "bon"]
    assert "64 Mo" in report.faults[0].expected


def test_a_text_that_swells_is_left_out(qdpx):
    path = qdpx(TWO_TEXTS, {f"{TEXT}.txt": "a" * (30 << 20), f"{OTHER}.txt": "bon"})
    project, report = read_project(path)
    assert [one.text for one in project.sources] == [None, "bon"]
    assert report.faults[0].reason == "texte_absent"


def encrypted(path, name):
    """Mark a member as encrypted, as a tool that asks for a password does."""
    content = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(sign, at + 1)) >= 0:
            length = 30 if sign == b"PK\x03\x04" else 46
            if content[at + length : at + length + len(name)] == name.encode():
                content[at + flags] |= 1
    path.write_bytes(bytes(content))
    return path


def test_a_password_on_the_project_refuses_it_and_on_a_text_leaves_it_out(qdpx):
    texts = {f"{TEXT}.txt": "abc"}
    refused(encrypted(qdpx(INSIDE, texts), "project.qde"), "mot de passe")
    path = encrypted(qdpx(INSIDE, texts), f"sources/{TEXT}.txt")
    project, report = read_project(path)
    assert project.sources[0].text is None
    assert "mot de passe" in report.faults[0].expected


def test_several_projects_or_none_are_refused(qdpx):
    refused(qdpx(INSIDE, {"autre.QDE": INSIDE}, folder=""), "2 projets")
    refused(qdpx("x", name="lisez-moi.txt"), "aucun projet")


def test_a_text_named_twice_is_left_out(tmp_path):
    path = tmp_path / "double.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", INSIDE)
        archive.writestr(f"sources/{TEXT}.txt", "un")
        archive.writestr(f"Sources/{TEXT.upper()}.TXT", "deux")
    project, report = read_project(path)
    assert project.sources[0].text is None
    assert "un seul fichier" in report.faults[0].expected


def test_what_a_mac_adds_is_no_second_project(tmp_path):
    path = tmp_path / "mac.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Project.qde", INSIDE)
        archive.writestr("__MACOSX/._Project.qde", "x")
        archive.writestr(f"Sources\\{TEXT}.txt", "abc")
    assert read_project(path)[0].sources[0].text == "abc"


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "texte.qdpx"
    path.write_text("bonjour")
    refused(path, "n’est pas un projet REFI-QDA")
    refused(tmp_path / "absent.qdpx", "absent")
    good = io.BytesIO()
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("project.qde", INSIDE)
    path.write_bytes(good.getvalue()[:-30])
    refused(path, "abîmé")


def test_broken_xml_says_its_line(qdpx):
    refused(qdpx(f"{HEAD}\n<Sources>\n</Project>"), "ligne 3", "mal formé")
    refused(qdpx(""), "mal formé")
    refused(qdpx('<?xml version="1.0" encoding="klingon"?><Project/>'), "encodage")
    refused(qdpx("<Classeur/>"), "racine")


def test_elements_without_end_one_in_another_are_refused(qdpx):
    depth = 2000
    code = f'<Code guid="{TEXT}" name="c" isCodable="true">'
    xml = f"{HEAD}<CodeBook><Codes>{code * depth}{'</Code>' * depth}</Codes></CodeBook></Project>"
    refused(qdpx(xml), "l’un dans l’autre")


@given(st.binary(max_size=300), st.integers(0, 10_000))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_file_with_bytes_changed_is_read_or_refused_never_worse(qdpx, junk, at):
    path = qdpx(TWO_TEXTS, {f"{TEXT}.txt": "abc", f"{OTHER}.txt": "def"})
    content = bytearray(path.read_bytes())
    at %= len(content)
    content[at : at + len(junk)] = junk
    path.write_bytes(bytes(content))
    # any other exception is a fault of ours, and fails the test
    with contextlib.suppress(IntakeError):
        assert read_project(path)[1].balances
