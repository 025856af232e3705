"""Codes, segments and texts as sheets: names that tables can hold, ids that stay, nothing guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.qda.model import (
    Case,
    Code,
    Coding,
    Note,
    QdaProject,
    Selection,
    Source,
    User,
    Value,
)
from lecons.intake.qda.model import Variable as Var
from lecons.intake.qda.naming import described, family_named, fields_of, slug
from lecons.intake.qda.sheets import as_sheets

WORDS = "Le puits est à tous. La médiatrice a parlé."


def codes(*named):
    return tuple(Code(guid, name, parent=parent) for guid, name, parent in named)


def sheets(project):
    found, words = as_sheets(project, "essai.qdpx")
    return found["Codes"].frame, found["Segments"].frame, found["Sources"].frame, words


def one_text(**changed):
    coding = Coding("c1", "eau", "ada", "2018-03-12T23:30:00Z")
    selections = (Selection("s1", 3, 8, "puits", "mémo", (coding,)),)
    return QdaProject(
        "x",
        users=(User("ada", "codeuse_1"),),
        codes=codes(("eau", "Eau", None)),
        sources=(Source("t", "T01.txt", WORDS, selections=selections, **changed),),
    )


def test_a_segment_is_a_coding_with_its_passage():
    _, segments, sources, words = sheets(one_text())
    assert segments.iloc[0].to_dict() == {
        "id": "c1",
        "id_temoignage": "T01",
        "debut": "3",
        "fin": "8",
        "code": "eau",
        "codeur": "codeuse_1",
        "date": "2018-03-12",
        "statut": "valide",
        "memo": "mémo",
    }
    assert words == {"c1": "puits"}
    assert list(segments.index) == [2]
    assert list(sources["texte"]) == [WORDS]


def test_a_code_on_a_whole_text_is_a_segment_of_all_of_it():
    _, segments, _, words = sheets(one_text(codings=(Coding("c2", "eau"),)))
    whole = segments[segments["id"] == "c2"].iloc[0]
    assert (whole["debut"], whole["fin"], whole["codeur"]) == ("0", str(len(WORDS)), "inconnu")
    assert words["c2"] == WORDS
    notes = as_sheets(one_text(codings=(Coding("c2", "eau"),)), "x")[0]["Segments"].notes
    assert notes == ("Segments qui sont un texte entier : 1.",)


def test_memos_come_from_the_passage_its_notes_and_lose_their_tags():
    coding = Coding("c1", "eau", notes=("n2",))
    html = "<p>à <b>revoir</b></p><script>alert(1)</script><p>oui</p>"
    selections = (Selection("s1", 3, 8, "", html, (coding,), ("n1",)),)
    project = QdaProject(
        "x",
        codes=codes(("eau", "Eau", None)),
        sources=(Source("t", "T01", WORDS, selections=selections),),
        notes=(Note("n1", "n", "5 < 6"), Note("n2", "n", None, "décrit")),
    )
    assert sheets(project)[1]["memo"].iloc[0] == "à revoir\noui\n\n5 < 6\n\ndécrit"


def test_without_its_text_a_segment_has_words_only_where_its_name_quotes_them_whole():
    def passage(number, name):
        return Selection(f"s{number}", 3, 25, name, codings=(Coding(f"c{number}", "eau"),))

    selections = (passage(1, "puits est à tous. La m"), passage(2, "puits"), passage(3, ""))
    project = QdaProject(
        "x", codes=codes(("eau", "Eau", None)), sources=(Source("t", "T01", None, "", selections),)
    )
    _, segments, sources, words = sheets(project)
    assert list(segments["id"]) == ["c1", "c2", "c3"]
    assert words == {"c1": "puits est à tous. La m"}
    assert sources["texte"].isna().all()
    notes = as_sheets(project, "x")[0]["Segments"].notes
    assert notes == ("Segments dont les mots ne sont pas connus : 2.",)


def test_codes_have_short_names_told_from_each_other():
    project = QdaProject(
        "x",
        codes=codes(
            ("a", "Œuvre d’été", None),
            ("b", "Autre", "a"),
            ("c", "Autre", None),
            ("d", "Autre", "a"),
            ("e", "السلام", None),
            ("f", "Paix (2018)", "c"),
        ),
    )
    found = sheets(project)[0]
    assert list(found["code"]) == [
        "oeuvre_d_ete",
        "autre",
        "autre_2",
        "oeuvre_d_ete_autre",
        "code_e",
        "paix_2018",
    ]
    assert list(found["parent"].dropna()) == ["oeuvre_d_ete", "oeuvre_d_ete", "autre_2"]
    assert found["code"].is_unique


def test_families_come_from_the_code_at_the_top():
    project = QdaProject(
        "x",
        codes=(
            Code("p", "1. Bonnes pratiques", codable=False),
            Code("m", "Médiation", parent="p"),
            Code("c", "Comité", parent="m"),
            Code("d", "Difficulties"),
            Code("e", "Eau", parent="d"),
            Code("f", "Comité favorable"),
            Code("z", "Polarité"),
        ),
        sources=(Source("t", "T01", WORDS, codings=(Coding("c1", "d"),)),),
    )
    found = sheets(project)[0].set_index("code")["famille"]
    # the folder of a family is no code; one that is used is, and so is one that holds nothing
    assert found.to_dict() == {
        "mediation": "pratique",
        "comite": "pratique",
        "difficulties": "difficulte",
        "eau": "difficulte",
        "comite_favorable": "theme",
        "polarite": "polarite",
    }
    assert sheets(project)[0].set_index("code")["parent"].dropna().to_dict() == {
        "comite": "mediation",
        "eau": "difficulties",
    }


def with_polarities(*codes, passages=()):
    """A text whose passages (start, end, codes…) carry codes."""
    selections = tuple(
        Selection(f"s{at}", start, end, codings=tuple(Coding(f"c{at}{one}", one) for one in given))
        for at, (start, end, *given) in enumerate(passages)
    )
    source = Source("t", "T01", WORDS, selections=selections)
    project = QdaProject("x", codes=codes, sources=(source,))
    sheet = as_sheets(project, "x")[0]["Codes"]
    frame = sheet.frame.set_index("libelle_fr")
    return dict(zip(frame.index, zip(frame["code"], frame["famille"], strict=True), strict=True)), (
        sheet.notes
    )


def test_a_nature_reserve_is_no_polarity():
    found, notes = with_polarities(
        Code("e", "Environnement"),
        Code("r", "Réserve", parent="e"),
        Code("f", "favorable"),
        passages=[(3, 8, "r", "e"), (9, 12, "f", "e")],  # not at one level
    )
    assert found["Réserve (Environnement)"] == ("environnement_reserve", "theme")
    assert found["favorable (thème)"] == ("favorable_2", "theme")
    assert "« Réserve (Environnement) » devient environnement_reserve" in notes[0]
    assert "Polarité" in notes[0]


def test_a_code_below_polarity_is_one_however_deep():
    found, notes = with_polarities(
        Code("g", "Grille"),
        Code("p", "2. Polarités", parent="g"),
        Code("r", "Réserve", parent="p"),
        Code("f", "Avis favorable", parent="p"),
    )
    assert found["Réserve"] == ("reserve", "polarite")
    assert found["Avis favorable"] == ("favorable", "polarite")
    assert notes == ()


def test_our_own_export_says_which_code_is_a_polarity():
    found, _ = with_polarities(
        Code("n", "Réserve"),
        Code("r", "Réserves dites", description="Ce qui retient\nCode : reserve"),
        Code("o", "Favorable", description="Code : lieux_favorables"),
    )
    assert found == {
        "Réserve (thème)": ("reserve_2", "theme"),
        "Réserves dites": ("reserve", "polarite"),
        "Favorable": ("lieux_favorables", "theme"),
    }


PAIR = (Code("r", "Réserve"), Code("f", "Favorable"), Code("e", "Eau"))


@pytest.mark.parametrize(
    ("passages", "are"),
    [
        ([(3, 8, "e", "r")], True),
        ([(3, 8, "e"), (3, 8, "f")], True),  # two passages on one span, as two coders make
        ([(3, 8, "e"), (3, 9, "f"), (0, 2, "r")], False),
        ([(3, 8, "r", "f")], False),  # beside each other only
        ([], False),
    ],
)
def test_two_polarities_at_one_level_are_if_one_goes_with_another_code(passages, are):
    found, _ = with_polarities(*PAIR, passages=passages)
    names = dict(found.values())
    expected = {"reserve": "polarite", "favorable": "polarite", "eau": "theme"}
    if not are:
        expected = {"reserve_2": "theme", "favorable_2": "theme", "eau": "theme"}
    assert names == expected


def test_one_of_the_polarities_alone_is_none_and_the_plural_gives_way():
    alone, _ = with_polarities(PAIR[0], PAIR[2], passages=[(3, 8, "e", "r")])
    assert alone["Réserve (thème)"] == ("reserve_2", "theme")
    both, _ = with_polarities(Code("z", "Réserves"), *PAIR, passages=[(3, 8, "e", "r")])
    assert both["Réserve"] == ("reserve", "polarite")
    assert both["Réserves (thème)"] == ("reserves", "theme")


def test_a_coder_is_one_person_however_the_accents_are_written():
    project = QdaProject(
        "x",
        users=(
            User("a", "Awa Traor\u00e9"),
            User("b", " Awa Traore\u0301 "),
            User("c", " ", " é "),
        ),
        codes=codes(("eau", "Eau", None)),
        sources=(
            Source(
                "t", "T01", WORDS, codings=tuple(Coding(f"k{one}", "eau", one) for one in "abc")
            ),
        ),
    )
    assert list(sheets(project)[1]["codeur"]) == ["Awa Traor\u00e9", "Awa Traor\u00e9", "é"]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("PRATIQUES", "pratique"),
        ("thème", "theme"),
        ("Themes", "theme"),
        ("Difficultés", "difficulte"),
        ("conditions", "condition"),
        ("Polarities", "polarite"),
        ("Pratiques religieuses", None),
        ("Eau", None),
        ("", None),
    ],
)
def test_family_names(name, family):
    assert family_named(name) == family


def test_texts_that_share_a_name_pass_for_no_testimony():
    project = QdaProject(
        "x",
        sources=(
            Source("a", "T01.txt", "un"),
            Source("b", "T01.docx", "deux"),
            Source("c", "T.02", "trois"),
            Source("d", "", "quatre"),
            Source("e", "T01 (1)", "cinq"),
        ),
    )
    assert list(sheets(project)[2]["id"]) == ["T01 (2)", "T01 (3)", "T.02", "d", "T01 (1)"]


def test_values_come_from_the_text_then_from_the_cases_that_hold_it():
    variables = (Var("v", "commune"), Var("w", "texte"), Var("u", "âge", "Integer"))
    one = (Value("v", "Text", "ML060101"), Value("u", "Integer", "41"))
    other = (Value("v", "Text", "ML060102"), Value("u", "Integer", "41"))
    project = QdaProject(
        "x",
        variables=variables,
        cases=(
            Case("k", "A", values=one, sources=("a", "b")),
            Case("l", "B", "", other, (), ("b",)),
        ),
        sources=(
            Source("a", "T01", "un", values=(Value("v", "Text", "ML060316"),)),
            Source("b", "T02", "deux"),
            Source("c", "T03", "trois"),
        ),
    )
    found, _ = as_sheets(project, "x")
    frame = found["Sources"].frame
    assert list(frame.columns) == ["id", "texte", "commune", "texte (2)", "âge"]
    assert frame["commune"].fillna("").tolist() == ["ML060316", "", ""]
    assert frame["âge"].fillna("").tolist() == ["41", "41", ""]
    fault = found["Sources"].faults[0]
    assert (fault.row, fault.column, fault.mild) == (3, "commune", True)
    assert fault.found == ""  # both values stay in the file: they may be words of a person


def test_an_empty_project_makes_empty_sheets():
    found, words = as_sheets(QdaProject("x"), "x")
    assert {name: len(one.frame) for name, one in found.items()} == {
        "Codes": 0,
        "Segments": 0,
        "Sources": 0,
    }
    assert words == {}


def test_a_description_gives_back_its_parts():
    said = (
        "Ce que c’est\nsur deux lignes\nInclusion : oui\net aussi\nExclusion:non\nexemple : un jour"
    )
    assert fields_of(said) == {
        "definition": "Ce que c’est\nsur deux lignes",
        "inclusion": "oui\net aussi",
        "exclusion": "non",
        "exemple": "un jour",
    }


lines = st.text("ab é:\n Ie", max_size=20) | st.sampled_from(
    ["Exemple : x", "a\nInclusion: b", " Code : c"]
)


@given(lines, lines, lines)
@settings(max_examples=100, deadline=None)
def test_what_is_described_is_read_back(definition, inclusion, example):
    fields = {"definition": definition, "inclusion": inclusion, "exemple": example, "code": "eau"}
    back = fields_of(described(fields))
    for key, value in fields.items():
        assert back.get(key, "") == value.strip("\n"), key


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_slug_is_ascii_or_nothing(name):
    found = slug(name)
    assert found == "" or (found.isascii() and found == slug(found))
