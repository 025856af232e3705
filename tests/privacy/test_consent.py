from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import ParameterError
from lecons.privacy.consent import readable
from lecons.store.names import TABLE_NAMES
from lecons.store.tables import read_table, write_table

TEXT, REVIEWED, MEMO = "ma vache est morte au puits", "une bête est morte", "voir aussi T02"
WITHDRAWN = pd.Timestamp("2018-01-15")

# consent, withdrawn → what the internal edition reads of the passage, what the public one reads
RULES = [
    ("aucun", False, None, None),
    ("interne", False, TEXT[3:8], None),
    ("citation_anonyme", False, TEXT[3:8], REVIEWED),
    ("citation_nominative", False, TEXT[3:8], REVIEWED),
    ("", False, None, None),
    (None, False, None, None),
    ("oui", False, None, None),
    ("INTERNE", False, None, None),
    ("aucun", True, None, None),
    ("interne", True, None, None),
    ("citation_anonyme", True, None, None),
    ("citation_nominative", True, None, None),
]


def person(consent, withdrawn):
    return pd.DataFrame(
        {
            "id": ["T1"],
            "texte": [TEXT],
            "consentement": [consent],
            "retrait_le": pd.to_datetime([WITHDRAWN if withdrawn else None]),
        }
    )


def segment(**changes):
    row = {
        "id": "S1",
        "id_temoignage": "T1",
        "debut": 3,
        "fin": 8,
        "memo": MEMO,
        "extrait_public": REVIEWED,
    }
    return pd.DataFrame([{**row, **changes}])


def cell(frame, column):
    value = frame.at[0, column]
    return None if pd.isna(value) else value


@pytest.mark.parametrize(("consent", "withdrawn", "inside", "public"), RULES)
def test_a_testimony_is_read_inside_with_consent_and_never_in_public(
    consent, withdrawn, inside, public
):
    people = person(consent, withdrawn)
    assert cell(readable("temoignages", people, "interne"), "texte") == (TEXT if inside else None)
    assert cell(readable("temoignages", people, "publique"), "texte") is None
    assert readable("temoignages", people, "publique")["id"].to_list() == ["T1"]


@pytest.mark.parametrize(("consent", "withdrawn", "inside", "public"), RULES)
def test_a_passage_is_read_as_its_person_consented(consent, withdrawn, inside, public):
    people = person(consent, withdrawn)
    within = readable("segments", segment(), "interne", people)
    outside = readable("segments", segment(), "publique", people)
    assert cell(within, "extrait") == inside
    assert cell(outside, "extrait") == public
    assert cell(within, "memo") == (MEMO if inside else None)
    assert cell(outside, "memo") is None
    assert "extrait_public" not in within
    assert "extrait_public" not in outside


# a contribution has no day of withdrawal
@pytest.mark.parametrize(
    ("consent", "inside", "public"), [(rule[0], *rule[2:]) for rule in RULES if not rule[1]]
)
def test_a_contribution_is_read_inside_with_consent_and_outside_as_it_was_reviewed(
    consent, inside, public
):
    said = pd.DataFrame(
        {"id": ["C1"], "texte": [TEXT], "texte_public": ["relu"], "consentement": [consent]}
    )
    for edition, words in (("interne", TEXT if inside else None), ("publique", public and "relu")):
        read = readable("contributions", said, edition)
        assert cell(read, "texte") == words
        assert "texte_public" not in read
    # nobody reviewed anything in a table that an earlier lecons stored
    assert (
        cell(readable("contributions", said.drop(columns="texte_public"), "publique"), "texte")
        is None
    )


def test_a_passage_without_reviewed_form_is_not_read_in_public():
    people = person("citation_nominative", False)
    found = readable("segments", segment(extrait_public=None), "publique", people)
    assert cell(found, "extrait") is None


def test_a_passage_of_an_unknown_person_is_not_read():
    people = person("citation_nominative", False)
    for edition in ("interne", "publique"):
        found = readable("segments", segment(id_temoignage="T9"), edition, people)
        assert cell(found, "extrait") is None
        assert cell(found, "memo") is None


def test_positions_are_counted_in_code_points():
    people = person("interne", False).assign(texte="😀é, on parle")
    found = readable("segments", segment(debut=4, fin=6), "interne", people)
    assert cell(found, "extrait") == "on"


@pytest.mark.parametrize(
    ("name", "column"),
    [("activites", "difficultes"), ("activites", "reussites"), ("appreciations", "condition")],
)
def test_notes_written_freely_are_read_inside_only(name, column):
    frame = pd.DataFrame({"id": ["x"], "difficultes": "a", "reussites": "b", "condition": "c"})
    assert cell(readable(name, frame, "interne"), column) == frame.at[0, column]
    assert cell(readable(name, frame, "publique"), column) is None


@pytest.mark.parametrize("edition", ["", "Publique", "secrete", None])
def test_an_unknown_edition_is_refused(edition):
    with pytest.raises(ParameterError, match=r"n’existe pas.*interne, publique"):
        readable("temoignages", person("interne", False), edition)


def test_the_frame_that_was_given_is_left_as_it_was():
    people, coded = person("aucun", False), segment()
    readable("temoignages", people, "publique")
    readable("segments", coded, "publique", people)
    assert people.at[0, "texte"] == TEXT
    assert coded.at[0, "extrait_public"] == REVIEWED


consents = st.sampled_from(
    ["aucun", "interne", "citation_anonyme", "citation_nominative", "", "oui", None]
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(consents, st.booleans()), min_size=1, max_size=6))
def test_no_word_of_a_person_who_did_not_consent_leaves_the_store_in_public(people):
    # each word names its person, so that a leak says whose it is
    rows = range(len(people))
    silent = [
        f"secret{i}x"
        for i, (consent, withdrawn) in enumerate(people)
        if withdrawn or consent not in ("citation_anonyme", "citation_nominative")
    ]
    quoted = [f"secret{i}x" for i in rows if f"secret{i}x" not in silent]
    words = [f"secret{i}x" for i in rows]
    tables = {
        "temoignages": pd.DataFrame(
            {
                "id": [f"T{i}" for i in rows],
                "texte": [f"{word} récit" for word in words],
                "consentement": [consent for consent, _ in people],
                "retrait_le": pd.to_datetime([WITHDRAWN if gone else None for _, gone in people]),
            }
        ),
        "segments": pd.DataFrame(
            {
                "id": [f"S{i}" for i in rows],
                "id_temoignage": [f"T{i}" for i in rows],
                "debut": 0,
                "fin": 8,
                "memo": [f"memo {word}" for word in words],
                "extrait_public": words,
            }
        ),
        "contributions": pd.DataFrame(
            # a contribution is not withdrawn: who does not permit it says so there
            {"id": words, "consentement": ["aucun" if gone else c for c, gone in people]}
        ).assign(id="C", texte=words, texte_public=words),
        "activites": pd.DataFrame({"id": "a", "difficultes": words, "reussites": words}),
        "appreciations": pd.DataFrame({"id_participant": "p", "condition": words}),
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table, frame in tables.items():
            write_table(folder, table, frame)
        out = {t: read_table(folder, t, "publique").to_csv() for t in TABLE_NAMES}
    for table, text in out.items():
        leaked = [word for word in silent if word in text]
        assert not leaked, (table, leaked)
    assert [word for word in words if word in out["segments"]] == quoted
    assert "récit" not in "".join(out.values())
    assert "memo secret" not in "".join(out.values())
