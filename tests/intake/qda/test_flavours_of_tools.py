"""The same passages come out of what each tool writes: NVivo, ATLAS.ti, MAXQDA, QualCoder, Quirkos."""

import pytest
from lecons.intake.qda.read import read_codebook, read_project
from lecons.intake.qda.sheets import as_sheets
from lecons.project import repository_root

SHARED = repository_root().parent / "shared" / "qda"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="dossier partagé qda absent : fichiers d’autres logiciels non relus"
)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\r\n'
NAMESPACE = 'xmlns="urn:QDA-XML:project:1.0"'
WATER = "5067d381-1dc9-4816-81dd-ae1dbfea2ad7"
PEACE = "7142c1bf-1bbe-4073-88dd-ae1dbfec9f8f"
USER = "29518289-d0e3-447b-b7dd-ae1d8cd880a0"
TEXT = "68bbdc14-c361-4432-b4dd-ae1dbfc12890"
CASE = "0d1c2b3a-0000-4000-8000-000000000001"
WORDS = [
    "L’été, le puits est sec 😀.",
    "La médiatrice a réuni les deux familles 👩🏾‍🌾.",
    "« L’eau est à tous », a dit le maire.",
    "Depuis, السلام عليكم, on se salue au marché.",
    "La radio en ⵜⴰⵎⴰⵣⵉⵖⵜ a tout raconté.",
]
CODED = ["le puits est sec", "les deux familles", "L’eau est à tous", "on se salue", "La radio"]
LF = "\n".join(WORDS)


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def stated(end_of_line, size, quotation):
    """Where a tool says that a quotation stands, from what it counts."""
    at = LF.index(quotation)
    ends = (LF[:at], LF[: at + len(quotation)])
    return tuple(size(one.replace("\n", end_of_line)) for one in ends)


def passages(project):
    (source,) = project.sources
    return [source.text[one.start : one.end] for one in source.selections]


def nvivo(coder="USER", code=WATER):
    selections = []
    for number, quotation in enumerate(CODED):
        start, end = stated("\r\n", utf16, quotation)
        made = f'creatingUser="{USER}" creationDateTime="2025-06-18T02:15:19Z"'
        selections.append(
            f'<PlainTextSelection guid="f684f58d-6964-4bda-a1dd-{number:012d}" name="" startPosition='
            f'"{start}" endPosition="{end}" {made} modifyingUser="{USER}" modifiedDateTime='
            f'"2025-06-18T02:15:19Z">\r\n<Description />\r\n<Coding guid="94942b38-cab1-42cf-a62d-'
            f'{number:012d}" {made}><CodeRef targetGUID="{code}" /></Coding></PlainTextSelection>'
        )
    return (
        f'{HEAD}<Project xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/'
        f'XMLSchema-instance" name="Untitled" origin="NVivo for Windows 12.6" creatingUserGUID="{USER}" '
        f'creationDateTime="2025-02-21T15:09:07Z" basePath="" {NAMESPACE}>\r\n<Users><User guid="{USER}" '
        f'name="Gergo" /></Users>\r\n<CodeBook><Codes><Code guid="{WATER}" name="1. Thèmes" isCodable='
        f'"true"><Description>ce dont on parle\r\n</Description><Code guid="{PEACE}" name="Paix" '
        f'isCodable="true" /></Code></Codes></CodeBook>\r\n<Cases><Case guid="{CASE}" name="Aïcha" />'
        f'</Cases>\r\n<Sources><TextSource guid="{TEXT}" name="T01" richTextPath="internal://{TEXT}.docx" '
        f'plainTextPath="internal://{TEXT}.txt" creatingUser="{USER}" creationDateTime='
        f'"2025-06-11T16:24:07Z">{"".join(selections)}</TextSource></Sources>\r\n<Description />\r\n'
        "</Project>"
    )


def nvivo_archive(qdpx, xml):
    text = ("\ufeff" + LF.replace("\n", "\r\n")).encode()
    return qdpx(xml, {f"{TEXT}.txt": text, f"{TEXT}.docx": b"PK"}, folder="Sources")


def test_nvivo_counts_utf16_units_and_crlf_and_names_nothing(qdpx):
    project, report = read_project(nvivo_archive(qdpx, nvivo()))
    assert passages(project) == CODED
    assert project.sources[0].text == LF
    assert report.faults == ()
    assert "unités UTF-16" in report.notes[0]
    assert report.balances


def test_nvivo_codes_a_passage_at_a_case(qdpx):
    project, report = read_project(nvivo_archive(qdpx, nvivo(code=CASE)))
    assert len(project.cases[0].selections) == len(CODED)
    assert all(not one.codings for one in project.sources[0].selections)
    assert report.faults == ()
    assert report.balances


def test_atlas_counts_crlf_as_one_and_cuts_its_quotations(qdpx):
    selections = []
    for number, quotation in enumerate(CODED):
        start, end = stated("\n", len, quotation)
        name = quotation if len(quotation) < 12 else f"{quotation[:11]}…"
        selections.append(
            f'<PlainTextSelection startPosition="{start}" endPosition="{end}" modifyingUser="{USER.upper()}" '
            f'guid="4191294A-E287-4510-95B0-{number:012d}" name="{name}"><Coding guid="445A6AEC-1400-4502-919D-'
            f'{number:012d}" creatingUser="{USER.upper()}" creationDateTime="2018-03-27T19:29:27Z"><CodeRef '
            f'targetGUID="{WATER.upper()}"/></Coding></PlainTextSelection>'
        )
    label = (
        f'<PlainTextSelection startPosition="0" endPosition="{len(WORDS[0])}" guid="63E009F1-5C33-4568-B65D-'
        '53A7E28BDBC1" name="à discuter"><Description>pourquoi ?</Description></PlainTextSelection>'
    )
    xml = (
        f'<Project {NAMESPACE} origin="ATLAS.ti 8.4.0" basePath="/Users/ada/Library" name="Essai"><Users>'
        f'<User guid="{USER.upper()}" name="Ada"/></Users><CodeBook><Codes><Code color="#F00082" isCodable='
        f'"true" name="Paix::eau" guid="{WATER.upper()}"/></Codes></CodeBook><Sources><TextSource '
        f'plainTextPath="internal://{TEXT.upper()}.txt" guid="{TEXT.upper()}" name="T01.docx">'
        f"{''.join(selections)}{label}</TextSource></Sources></Project>"
    )
    text = LF.replace("\n", "\r\n")
    path = qdpx(xml, {f"{TEXT.upper()}.txt": text}, name="Project.qde", folder="Sources")
    project, report = read_project(path)
    assert passages(project) == [*CODED, WORDS[0]]
    assert report.faults == ()
    sheets, words = as_sheets(project, path.name)
    assert list(sheets["Segments"].frame["codeur"].unique()) == ["Ada"]
    assert list(words.values()) == CODED  # an annotation has no code


def test_maxqda_puts_values_on_sources_that_share_a_name(qdpx):
    age, other = "77777777-0000-4000-8000-000000000001", TEXT.replace("68b", "68c")

    def source(guid, value):
        start, end = stated("\n", len, CODED[1])
        return (
            f'<TextSource guid="{guid}" name="Réponse" plainTextPath="internal://{guid}.txt">'
            f'<PlainTextSelection guid="{guid[:-1]}f" name="{CODED[1]}" startPosition="{start}" '
            f'endPosition="{end}"><Coding guid="{guid[:-1]}e"><CodeRef targetGUID="{WATER}"/></Coding>'
            f'</PlainTextSelection><VariableValue><VariableRef targetGUID="{age}"/><IntegerValue>{value}'
            "</IntegerValue></VariableValue></TextSource>"
        )

    xml = (
        f'<Project {NAMESPACE} name="x" origin="MAXQDA 2020"><CodeBook><Codes><Code guid="{WATER}" name="Eau" '
        f'isCodable="true"/></Codes></CodeBook><Variables><Variable guid="{age}" name="âge" typeOfVariable='
        f'"Integer"/></Variables><Sources>{source(TEXT, 41)}{source(other, 19)}</Sources></Project>'
    )
    project, report = read_project(qdpx(xml, {f"{TEXT}.txt": LF, f"{other}.txt": LF}))
    assert report.faults == ()
    sheets, words = as_sheets(project, "x.qdpx")
    frame = sheets["Sources"].frame
    assert list(frame["id"]) == ["Réponse (1)", "Réponse (2)"]
    assert list(frame["âge"]) == ["41", "19"]
    assert set(words.values()) == {CODED[1]}
    assert set(sheets["Segments"].frame["codeur"]) == {"inconnu"}


def test_qualcoder_and_quirkos_put_values_on_cases_and_content_inline(qdpx):
    start, end = stated("\n", len, CODED[0])
    place = "77777777-0000-4000-8000-000000000002"
    xml = (
        f'<Project {NAMESPACE} name="x" origin="QualCoder 3.6"><Users><User guid="{USER}" name="codeuse_1" '
        f'id="c1"/></Users><CodeBook><Codes><Code guid="{PEACE}" name="Thèmes" isCodable="false"><Code guid='
        f'"{WATER}" name="Eau &lt;puits&gt;" isCodable="true"/></Code></Codes></CodeBook><Variables><Variable '
        f'guid="{place}" name="commune" typeOfVariable="Text"/></Variables><Cases><Case guid="{CASE}" name="A">'
        f'<VariableValue><VariableRef targetGUID="{place}"/><TextValue>ML060101</TextValue></VariableValue>'
        f'<SourceRef targetGUID="{TEXT}"/></Case></Cases><Sources><TextSource guid="{TEXT}" name="T01.txt">'
        f"<PlainTextContent>{LF}</PlainTextContent><PlainTextSelection guid='{CASE[:-1]}2' name='' "
        f'startPosition="{start}" endPosition="{end}"><Description>mémo</Description><Coding guid="{CASE[:-1]}3" '
        f'creatingUser="{USER}"><CodeRef targetGUID="{WATER}"/></Coding></PlainTextSelection></TextSource>'
        "</Sources></Project>"
    )
    project, report = read_project(qdpx(xml))
    assert passages(project) == [CODED[0]]
    sheets, _ = as_sheets(project, "x.qdpx")
    assert list(sheets["Sources"].frame["commune"]) == ["ML060101"]
    assert list(sheets["Codes"].frame["code"]) == ["eau_puits"]
    assert list(sheets["Codes"].frame["famille"]) == ["theme"]
    segment = sheets["Segments"].frame.iloc[0]
    assert (segment["memo"], segment["code"], segment["id_temoignage"]) == (
        "mémo",
        "eau_puits",
        "T01",
    )
    assert report.balances


# --- the files of the other tools themselves -------------------------------------------------------


@needs_shared
def test_the_project_of_atlas_without_its_texts():
    project, report = read_project(SHARED / "atlasti8_sans_sources.qdpx")
    assert (len(project.codes), len(project.sources), len(project.users)) == (14, 6, 3)
    assert {one.reason for one in report.faults} == {"texte_absent"}
    assert all(one.text is None for one in project.sources)
    assert report.balances
    assert report.lost == 0
    sheets, words = as_sheets(project, "atlas.qdpx")
    frame = sheets["Segments"].frame
    assert len(frame) == 7
    quoted = "Oh, that was great. See you tomorrow? Eleven thirty. Mm."  # 139 to 195: 56 characters
    assert words["445a6aec-1400-4502-919d-0867832ff211"] == quoted
    assert "coke_diet_coke" in set(frame["code"])


@needs_shared
def test_the_codebooks_of_other_tools():
    project, report = read_codebook(SHARED / "REFI-QDA-1-5.qdc")
    assert [one.name for one in project.codes][:3] == ["Topics", "Economy", "Health care"]
    assert report.faults == ()
    project, report = read_codebook(SHARED / "portableQDA_Atlasti.qdc")
    parents = {one.name: one.parent for one in project.codes}
    assert parents["code1.1"] == project.codes[1].guid
    assert (report.tool, len(project.rest), report.balances) == ("ATLAS.ti Win 9.0.19", 2, True)
