from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import ReportError
from lecons.testimony.exports.iramuteq import iramuteq, iramuteq_by_theme, plain
from lecons.testimony.quotations import NO_DECISIONS, Decision, Decisions

COMMUNES = pd.DataFrame({"pcode": ["ML060304"], "commune": ["Douékiré"], "cercle": ["Goundam"]})
CODEBOOK = pd.DataFrame(
    {"code": ["radio", "paix_locale", "favorable"], "famille": ["pratique", "theme", "polarite"]}
)
TEXT = "Nous avons la radio. C’est la paix."


def people(*texts):
    return pd.DataFrame(
        [
            (f"T{n}", "ML060304", "membre_communaute", "F", "60+", "songhay", text, "interne", None)
            for n, text in enumerate(texts, 1)
        ],
        columns=[
            "id", "commune", "acteur", "sexe", "tranche_age", "langue_origine", "texte",
            "consentement", "retrait_le",
        ],
    )  # fmt: skip


def coded(*rows):
    """Segments from (person, start, code, extrait), accepted unless a fifth word says other."""
    return pd.DataFrame(
        [
            {
                "id": f"S{n}",
                "id_temoignage": row[0],
                "debut": row[1],
                "fin": row[1] + 10,
                "code": row[2],
                "extrait": row[3],
                "statut": row[4] if len(row) > 4 else "valide",
            }
            for n, row in enumerate(rows)
        ],
        columns=["id", "id_temoignage", "debut", "fin", "code", "extrait", "statut"],
    )


def barred(*places):
    one = Decision("S", "écarter", "", False, "Ali", date(2018, 3, 1), "connue")
    return Decisions(barred=dict.fromkeys(places, one))


def whole(testimonies, edition="interne", segments=None, decisions=NO_DECISIONS):
    segments = coded() if segments is None else segments
    # two people are everybody: each may be told of here (see test_speakers)
    return iramuteq(testimonies, segments, COMMUNES, decisions, edition, 1)


def by_theme(testimonies, segments, edition="interne", decisions=NO_DECISIONS):
    return iramuteq_by_theme(testimonies, segments, CODEBOOK, COMMUNES, decisions, edition, 1)


def as_read(corpus):
    """What IRaMuTeQ's own reader makes of a corpus (corpus.py, BuildFromAlceste): for each text, its
    variables, its themes and its lines; text before a first mark would be lost."""
    texts = []
    # codecs.open breaks lines where str.splitlines does, which is more than \n
    for line in corpus.splitlines():
        if line.startswith("****"):
            texts.append((line.split()[1:], [], []))
        elif line.startswith("-*"):
            texts[-1][1].append(line.split()[0])
        elif line.strip():
            texts[-1][2].append(line)
    return texts


def test_a_testimony_is_a_text_with_its_speaker():
    assert whole(people(TEXT)) == (
        "**** *id_T1 *sexe_F *age_60-plus *acteur_membre-communaute *commune_Douekire "
        "*cercle_Goundam *langue_songhay\n"
        "Nous avons la radio. C'est la paix.\n\n"
    )


def test_the_corpus_begins_with_its_first_star_and_no_mark():
    assert whole(people(TEXT)).encode("utf-8").startswith(b"****")


def test_texts_that_may_not_be_read_are_left_out():
    found = as_read(whole(people(TEXT, None, float("nan"), " *$ ", TEXT)))
    assert [variables[0] for variables, _, _ in found] == ["*id_T1", "*id_T5"]


def test_what_is_not_known_of_a_speaker_is_left_out():
    someone = people(TEXT).assign(sexe=None, tranche_age=None, commune="ML999999")
    assert as_read(whole(someone))[0][0] == [
        "*id_T1", "*acteur_membre-communaute", "*commune_ML999999", "*langue_songhay",
    ]  # fmt: skip


def test_two_identifiers_never_become_one():
    both = pd.concat([people(TEXT), people(TEXT)]).assign(id=["T 1", "T-1"])
    ids = [variables[0] for variables, _, _ in as_read(whole(both))]
    assert ids == ["*id_T-1", "*id_T-1-2"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("L’eau, l‘eau, l`eau", "L'eau, l'eau, l'eau"),
        ("10 $ et 5 £, soit 50 %", "10 et 5 , soit 50 pour cent"),
        ("un _rire_ ***", "un rire"),
        ("ligne\u2028**** *id_X\x0b-*code\x85fin", "ligne id X - code fin"),
        ("« Oui » — (dit-elle)…", "Oui dit-elle ..."),
        ("e\u0301cole", "école"),
        ("\u200fسلام\u200f 👍 ⴰⵣⵓⵍ ŋ", "سلام ⴰⵣⵓⵍ ŋ"),
    ],
)
def test_signs_that_iramuteq_takes_for_orders_are_taken_out(said, read):
    assert plain(said) == read


def test_outside_the_internal_edition_a_passage_is_a_text_and_nothing_ties_two_together():
    segments = coded(
        ("T1", 0, "radio", "La radio parle."),
        ("T1", 0, "paix_locale", "La radio parle."),
        ("T1", 50, "radio", "Le puits est à tous."),
        ("T2", 0, "radio", None),
        ("T2", 20, "radio", "Proposé seulement.", "propose"),
    )
    found = as_read(whole(people(None, None), "publique", segments))
    assert found == [
        (["*acteur_membre-communaute", "*cercle_Goundam"], [], ["La radio parle."]),
        (["*acteur_membre-communaute", "*cercle_Goundam"], [], ["Le puits est à tous."]),
    ]
    few = iramuteq(people(None, None), segments, COMMUNES, NO_DECISIONS, "publique")
    assert [variables for variables, _, _ in as_read(few)] == [[], []]
    # a whole text that came this far by mistake is not written either
    assert "Nous avons" not in whole(people(TEXT), "publique", segments)


def test_a_barred_passage_is_in_no_public_corpus():
    segments = coded(("T1", 0, "radio", "La radio parle."), ("T1", 50, "radio", "Le puits."))
    bar = barred(("T1", 5, 8))
    assert "radio parle" not in whole(people(TEXT), "publique", segments, bar)
    assert "Le puits" in whole(people(TEXT), "publique", segments, bar)
    assert "radio parle" not in by_theme(people(TEXT), segments, "publique", bar)


@pytest.mark.parametrize("write", [whole, by_theme])
def test_a_bar_that_is_lost_stops_a_public_corpus(write):
    lost = Decisions(lost_bars=("S9",))
    with pytest.raises(ReportError):
        write(people(TEXT), edition="publique", segments=coded(), decisions=lost)
    assert isinstance(write(people(TEXT), segments=coded(), decisions=lost), str)


def test_passages_stand_under_their_code_and_polarity_is_no_theme():
    segments = coded(
        ("T1", 0, "radio", "Nous avons la radio"),
        ("T1", 0, "favorable", "Nous avons la radio"),
        ("T1", 30, "paix_locale", "C’est la paix"),
        ("T1", 60, "radio", "Encore la radio"),
        ("T1", 90, "radio", None),
        ("T1", 95, "radio", "Jamais relu", "propose"),
        ("T2", 0, "radio", None),
    )
    corpus = by_theme(people(TEXT, None), segments)
    assert corpus.splitlines()[1:] == [
        "-*paix_locale",
        "C'est la paix",
        "-*radio",
        "Nous avons la radio",
        "Encore la radio",
        "",
    ]


def test_outside_the_internal_edition_each_passage_has_its_theme_and_no_name():
    segments = coded(("T1", 0, "radio", "La radio"), ("T1", 0, "paix_locale", "La radio"))
    found = as_read(by_theme(people(None), segments, "publique"))
    speaker = ["*acteur_membre-communaute", "*cercle_Goundam"]
    assert found == [
        (speaker, ["-*paix_locale"], ["La radio"]),
        (speaker, ["-*radio"], ["La radio"]),
    ]


wild = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["****", " *id_X", "\n", "\r", "\u2028", "\x1c", "-*", "0001 *", "$", "_", "mot", " "]
        ),
        max_size=20,
    ).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(wild, min_size=1, max_size=4), wild)
def test_no_text_can_forge_a_text_a_theme_or_a_variable(texts, trait):
    testimonies = people(*texts).assign(
        sexe=trait, acteur=trait, langue_origine=trait, commune=trait
    )
    said = [text for text in texts if any(sign.isalnum() for sign in plain(text))]
    found = as_read(whole(testimonies))
    assert len(found) == len(said)
    segments = coded(*((f"T{n}", 0, "radio", text) for n, text in enumerate(texts, 1)))
    themed = as_read(by_theme(testimonies, segments))
    assert len(themed) == len(said)
    for variables, themes, lines in [*found, *themed]:
        names = [variable.split("_")[0] for variable in variables]
        assert len(set(names)) == len(names)
        assert set(names) <= {"*id", "*sexe", "*age", "*acteur", "*commune", "*cercle", "*langue"}
        assert all(variable.count("_") == 1 and variable.isascii() for variable in variables)
        assert themes in ([], ["-*radio"])
        assert len(lines) == 1
        assert not set(lines[0]) & set("*$_£")
