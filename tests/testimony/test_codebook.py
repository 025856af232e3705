"""The codebook as a tree."""

import pandas as pd
from lecons.testimony.codebook import labels, lineage, parents, paths, rolled_up


def book(**parent_of):
    return pd.DataFrame(
        {
            "code": list(parent_of),
            "libelle_fr": [code.capitalize() for code in parent_of],
            "libelle_en": ["Women" if code == "femmes" else None for code in parent_of],
            "parent": list(parent_of.values()),
        }
    )


TREE = book(participation=None, femmes="participation", parole="femmes", perdu="absent")


def test_each_code_knows_the_codes_above_it() -> None:
    assert lineage(TREE) == {
        "participation": ("participation",),
        "femmes": ("participation", "femmes"),
        "parole": ("participation", "femmes", "parole"),
        "perdu": ("perdu",),
    }


def test_a_circle_of_parents_is_cut_and_does_not_hang() -> None:
    circle = book(a="b", b="a", c="a", d="d")
    assert parents(circle) == {"a": None, "b": None, "c": None, "d": None}


def test_a_label_without_translation_stays_french() -> None:
    assert labels(TREE, "en")["femmes"] == "Women"
    assert labels(TREE, "en")["parole"] == "Parole"
    assert paths(TREE)["parole"] == "Participation › Femmes › Parole"


def test_who_speaks_of_a_part_speaks_of_the_whole() -> None:
    said = pd.DataFrame({"id": ["s1", "s2"], "code": ["parole", "perdu"]})
    rows = rolled_up(said, TREE)[["id", "code"]].to_numpy().tolist()
    assert rows == [
        ["s1", "participation"],
        ["s1", "femmes"],
        ["s1", "parole"],
        ["s2", "perdu"],
    ]
