"""What is wrong in a project stays out with its place and its reason; the rest comes in, and balances."""

import re

import pytest
from lecons.intake.qda.read import read_codebook, read_project
from lecons.intake.quarantine import REASONS

ADA, BOB = "11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000b"
WATER, PEACE = "22222222-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
TEXT = "33333333-0000-4000-8000-000000000001"
NOTE = "66666666-0000-4000-8000-000000000001"
AGE = "77777777-0000-4000-8000-000000000001"
CASE = "88888888-0000-4000-8000-000000000001"
WORDS = "Le puits est à tous. La médiatrice a parlé."
NOBODY = "99999999-0000-4000-8000-000000000009"


def selection(number, start, end, name="", code=WATER, coder=ADA, inside=""):
    return (
        f'<PlainTextSelection guid="44444444-0000-4000-8000-{number:012d}" name="{name}" '
        f'startPosition="{start}" endPosition="{end}" creatingUser="{coder}">{inside}'
        f'<Coding guid="55555555-0000-4000-8000-{number:012d}" creatingUser="{coder}" '
        f'creationDateTime="2018-03-12T10:00:00Z"><CodeRef targetGUID="{code}"/></Coding>'
        "</PlainTextSelection>\n"
    )


def text(content, guid=TEXT, name="T01.txt"):
    return (
        f'<TextSource guid="{guid}" name="{name}" plainTextPath="internal://{guid}.txt">\n{content}'
        "</TextSource>"
    )


def project(sources="", codes="", before="", after="", origin=""):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Essai" origin="{origin}">'
        f'<Users><User guid="{ADA}" name="codeuse_1"/></Users><CodeBook><Codes>'
        f'<Code guid="{WATER}" name="Eau" isCodable="true"/>'
        f'<Code guid="{PEACE}" name="Paix" isCodable="true"/>{codes}</Codes></CodeBook>'
        f"{before}<Sources>{sources}</Sources>{after}</Project>"
    )


@pytest.fixture
def reading(qdpx):
    def read(xml, words=WORDS, more=()):
        files = {f"{TEXT}.txt": words} if words is not None else {}
        found, report = read_project(qdpx(xml, {**files, **dict(more)}))
        assert report.balances, report.as_frame()
        assert {fault.reason for fault in report.faults} <= set(REASONS)
        return found, report

    return read


def only(report):
    assert len(report.faults) == 1, report.faults
    return report.faults[0]


def row(report, element):
    frame = report.as_frame().set_index("élément")
    return tuple(frame.loc[element, ["lus", "repris", "gardés tels quels", "abandonnés"]])


def test_a_sound_project_comes_in_whole(reading):
    note = f'<NoteRef targetGUID="{NOTE}"/>'
    sources = text(selection(1, 3, 8, "puits", inside="<Description>mémo</Description>") + note)
    after = (
        f'<Notes><Note guid="{NOTE}" name="n"><PlainTextContent>à revoir</PlainTextContent></Note>'
        f'</Notes><Description>Tout</Description><NoteRef targetGUID="{NOTE}"/>'
    )
    before = (
        f'<Variables><Variable guid="{AGE}" name="âge" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{CASE}" name="Aïcha"><VariableValue><VariableRef targetGUID="{AGE}"/>'
        f'<IntegerValue>41</IntegerValue></VariableValue><SourceRef targetGUID="{TEXT}"/></Case></Cases>'
    )
    found, report = reading(project(sources, before=before, after=after, origin="QualCoder"))
    one = found.sources[0]
    passage = one.selections[0]
    assert (one.name, one.text, one.notes) == ("T01.txt", WORDS, (NOTE,))
    assert (passage.start, passage.end, passage.description) == (3, 8, "mémo")
    assert (passage.codings[0].code, passage.codings[0].coder) == (WATER, ADA)
    assert passage.codings[0].date == "2018-03-12T10:00:00Z"
    assert found.cases[0].sources == (TEXT,)
    assert (found.cases[0].values[0].value, found.variables[0].kind) == ("41", "Integer")
    assert (found.notes[0].text, found.about, found.description) == ("à revoir", (NOTE,), "Tout")
    assert report.faults == ()
    assert report.lost == 0
    assert report.summary() == (
        "essai.qdpx (QualCoder) — repris : textes 1, codes 2, passages 1, codages 1, codeurs 1, cas 1, "
        "notes 1 ; rien de perdu."
    )


def test_guids_have_one_form(reading):
    xml = project(text(selection(1, 3, 8, code="{" + WATER.upper() + "}")))
    found, report = reading(xml.replace(f'guid="{WATER}"', f'guid="{{{WATER}}}"'))
    assert found.codes[0].guid == WATER
    assert found.sources[0].selections[0].codings[0].code == WATER
    assert report.faults == ()


def test_what_is_no_guid_still_links(reading):
    xml = project(text(selection(1, 3, 8)))
    found, report = reading(xml.replace(WATER, "eau-1"))
    assert found.sources[0].selections[0].codings[0].code == found.codes[0].guid
    assert {one.reason for one in report.faults} == {"identifiant_mal_forme"}
    assert all(one.mild for one in report.faults)


def test_a_code_with_the_guid_of_another_stays_out_and_nobody_guesses(reading):
    double = f'<Code guid="{WATER}" name="Autre" isCodable="true"><Code guid="{NOBODY}" name="d" isCodable="true"/></Code>'
    found, report = reading(
        project(text(selection(1, 3, 8) + selection(2, 0, 2, code=PEACE)), double)
    )
    assert [one.name for one in found.codes] == ["Eau", "Paix"]
    reasons = [one.reason for one in report.faults]
    assert reasons == ["identifiant_double", "renvoi_ambigu"]
    kept = [coding.code for one in found.sources[0].selections for coding in one.codings]
    assert kept == [PEACE]
    assert row(report, "codes") == (4, 2, 0, 2)


def test_a_code_below_itself_stays_out(reading):
    circle = (
        f'<Code guid="{NOBODY}" name="a" isCodable="true"><Code guid="{NOBODY}" name="b" '
        'isCodable="true"/></Code>'
    )
    found, report = reading(project(codes=circle))
    assert [one.name for one in found.codes] == ["Eau", "Paix", "a"]
    assert only(report).reason == "identifiant_double"


def test_a_passage_twice_stays_out_once(reading):
    _, report = reading(project(text(selection(1, 3, 8) + selection(1, 10, 12))))
    fault = only(report)
    assert (fault.reason, fault.row) == ("identifiant_double", 4)
    assert row(report, "codages") == (2, 1, 0, 1)


def test_dangling_references_are_said_with_their_line(reading):
    found, report = reading(project(text(selection(1, 3, 8, code=NOBODY))))
    fault = only(report)
    assert (fault.reason, fault.found, fault.row) == ("reference_absente", NOBODY, 3)
    assert fault.column == "Coding 55555555-0000-4000-8000-000000000001"
    assert found.sources[0].selections[0].codings == ()


def test_an_unknown_coder_note_variable_or_source_leaves_the_rest(reading):
    before = (
        f'<Cases><Case guid="{CASE}"><VariableValue><VariableRef targetGUID="{NOBODY}"/></VariableValue>'
        f'<SourceRef targetGUID="{NOBODY}"/><SourceRef targetGUID="{TEXT}"/></Case></Cases>'
    )
    inside = f'<NoteRef targetGUID="{NOBODY}"/>'
    sources = text(selection(1, 3, 8, coder=BOB).replace("</Coding>", f"{inside}</Coding>"))
    found, report = reading(project(sources, before=before))
    coding = found.sources[0].selections[0].codings[0]
    assert (coding.coder, coding.notes) == ("", ())
    assert found.cases[0].sources == (TEXT,)
    assert [one.reason for one in report.faults] == ["reference_absente"] * 4
    assert all(one.mild for one in report.faults)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (3, 900, "passage_hors_texte"),
        (-3, 5, "passage_hors_texte"),
        (8, 3, "passage_hors_texte"),
        ("trois", 8, "nombre_illisible"),
        ("", 8, "nombre_illisible"),
        ("9" * 40, 8, "nombre_illisible"),
    ],
)
def test_impossible_positions_stay_out(reading, start, end, reason):
    found, report = reading(project(text(selection(1, start, end) + selection(2, 3, 8))))
    assert [one.start for one in found.sources[0].selections] == [3]
    assert only(report).reason == reason
    assert row(report, "codages") == (2, 1, 0, 1)


def test_words_that_are_nowhere_stay_out_and_are_not_copied_into_the_fault(reading):
    _, report = reading(project(text(selection(1, 3, 20, "mon frère Ibrahim"))))
    fault = only(report)
    assert fault.reason == "citation_introuvable"
    assert "Ibrahim" not in f"{fault.found} {fault.expected} {fault.column}"


def test_a_passage_that_slid_is_found_and_said(reading):
    found, report = reading(project(text(selection(1, 0, 13, "La médiatrice"))))
    assert found.sources[0].selections[0].start == 21
    assert report.notes == (
        "Passages qui avaient glissé, retrouvés par leur citation en un seul endroit du texte : 1.",
    )


def test_html_in_a_memo_stays_text(reading):
    memo = (
        "<Description>&lt;p onclick='x()'>Bien&lt;/p>&lt;script>alert(1)&lt;/script></Description>"
    )
    found, report = reading(project(text(selection(1, 3, 8, inside=memo))))
    assert found.sources[0].selections[0].description.startswith("<p onclick")
    assert report.notes[0].startswith("Descriptions et notes mises en forme (HTML)")


def test_a_missing_text_keeps_its_passages_unproved(reading):
    found, report = reading(project(text(selection(1, 3, 8) + selection(2, 8, 3))), words=None)
    assert found.sources[0].text is None
    assert [one.start for one in found.sources[0].selections] == [3]
    assert [one.reason for one in report.faults] == ["texte_absent", "passage_hors_texte"]


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffété\r\nhiver".encode(),
        "été\rhiver".encode(),
        "été\nhiver".encode(),
        "\ufeffété\r\nhiver".encode("utf-16-le"),
        "\ufeffété\nhiver".encode("utf-16-be"),
    ],
)
def test_texts_lose_their_mark_and_keep_one_sort_of_line_end(reading, raw):
    found, report = reading(project(text("")), words=raw)
    assert found.sources[0].text == "été\nhiver"
    assert report.faults == ()


def test_a_text_that_is_no_utf8_is_read_and_said(reading):
    found, report = reading(project(text("")), words="été à Gao".encode("cp1252"))
    assert found.sources[0].text == "été à Gao"
    assert "Windows-1252" in only(report).expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_project_file_in_another_encoding(reading, encoding):
    xml = project(text(selection(1, 3, 8))).replace("utf-8", encoding.removesuffix("-sig"))
    found, report = reading(xml.replace("Eau", "Été").encode(encoding))
    assert found.codes[0].name == "Été"
    assert report.faults == ()


@pytest.mark.parametrize("namespace", ["", 'xmlns="urn:QDA-XML:project:0:4"'])
def test_another_namespace_or_none(reading, namespace):
    xml = project(text(selection(1, 3, 8))).replace('xmlns="urn:QDA-XML:project:1.0"', namespace)
    assert len(reading(xml)[0].sources[0].selections) == 1


def test_a_prefix(reading):
    xml = re.sub(r"<(/?)(\w)", r"<\1q:\2", project(text(selection(1, 3, 8))))
    found, report = reading(xml.replace("xmlns=", "xmlns:q="))
    assert len(found.sources[0].selections) == 1
    assert report.faults == ()


def test_what_is_not_represented_is_kept_with_its_place(reading):
    after = (
        f'<Links><Link guid="{NOBODY}" originGUID="{TEXT.upper()}" targetGUID="{NOTE}"/></Links>'
        f'<Sets><Set guid="{AGE}" name="s"><MemberCode targetGUID="{{{WATER}}}"/></Set></Sets>'
        '<Nouveau a="1"><Dedans/></Nouveau>'
    )
    codes = f'<Code guid="{CASE}" name="c" isCodable="true" poids="3"/>'
    found, report = reading(project(text(""), codes, after=after))
    assert [(one.parent, one.guid, one.attribute) for one in found.rest] == [
        ("Code", CASE, "poids"),
        ("Links", "", ""),
        ("Sets", "", ""),
        ("Project", "", ""),
    ]
    assert f'targetGUID="{WATER}"' in found.rest[2].xml
    assert row(report, "éléments inconnus") == (2, 0, 2, 0)
    assert row(report, "attributs inconnus") == (1, 0, 1, 0)
    assert row(report, "liens") == (1, 0, 1, 0)


def test_codings_of_a_pdf_are_kept_and_said_not_to_be_segments(reading):
    pdf = (
        f'<PDFSource guid="{CASE}" name="p.pdf" path="internal://p.pdf"><Representation '
        f'guid="{NOTE}" plainTextPath="internal://p.txt">{selection(7, 0, 2)}</Representation></PDFSource>'
    )
    found, report = reading(
        project(text(selection(1, 3, 8)) + pdf), more={"p.pdf": b"%PDF"}.items()
    )
    assert [one.name for one in found.sources] == ["T01.txt"]
    assert row(report, "codages") == (2, 1, 1, 0)
    assert row(report, "fichiers mis en forme (DOCX, RTF…) ou multimédias")[3] == 1
    assert any("sans devenir des segments : 1" in one for one in report.notes)


def test_values_of_the_wrong_type_become_text(reading):
    before = f'<Variables><Variable guid="{AGE}" name="âge" typeOfVariable="Nombre"/></Variables>'
    value = (
        f'<VariableValue><VariableRef targetGUID="{AGE}"/><IntegerValue>quarante</IntegerValue>'
        "</VariableValue>"
    )
    found, report = reading(project(text(value), before=before))
    assert (found.sources[0].values[0].kind, found.sources[0].values[0].value) == (
        "Text",
        "quarante",
    )
    assert found.variables[0].kind == "Text"
    assert {one.reason for one in report.faults} == {"valeur_hors_liste", "valeur_impossible"}
    wrong = next(one for one in report.faults if one.reason == "valeur_impossible")
    # the kind is told, never the value: it may be words of a person
    assert (wrong.found, wrong.expected) == ("", "une valeur de type Integer ; lue comme du texte")
    assert "quarante" not in repr(report)


def test_a_coding_without_code_or_with_two(reading):
    ref = f'<CodeRef targetGUID="{WATER}"/>'
    none = selection(1, 3, 8).replace(ref, "")
    two = selection(2, 9, 12).replace(ref, ref + f'<CodeRef targetGUID="{PEACE}"/>')
    found, report = reading(project(text(none + two)))
    assert [len(one.codings) for one in found.sources[0].selections] == [0, 1]
    assert row(report, "renvois à un code") == (2, 1, 0, 1)
    assert [one.mild for one in report.faults] == [False, True]


def test_a_codebook_with_its_sets(tmp_path):
    path = tmp_path / "codes.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="X"><Codes>'
        f'<Code guid="{WATER}" name="Eau" isCodable="false"><Description>d</Description>'
        f'<Code guid="{PEACE}" name="Puits" isCodable="true" color="#12"/></Code></Codes>'
        f'<Sets><Set guid="{AGE}" name="s"><MemberCode guid="{WATER}"/></Set></Sets></CodeBook>'
    )
    found, report = read_codebook(path)
    assert [(one.name, one.codable, one.parent) for one in found.codes] == [
        ("Eau", False, None),
        ("Puits", True, WATER),
    ]
    assert found.codes[0].description == "d"
    assert found.codes[1].colour == ""
    assert only(report).reason == "valeur_impossible"
    assert report.balances
