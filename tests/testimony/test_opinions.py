import pandas as pd
from lecons.testimony.voices import opinions


def said(*rows):
    table = pd.DataFrame(rows, columns=["id_temoignage", "debut", "fin", "code"], dtype=object)
    return table.assign(id=[f"S{at}" for at in range(len(table))], commune="ML060101")


def test_a_person_is_for_against_or_both_and_counts_once_a_practice():
    found = opinions(
        said(
            ("T1", 0, 5, "radio"), ("T1", 0, 5, "favorable"),
            ("T1", 9, 12, "radio"), ("T1", 9, 12, "favorable"),
            ("T2", 0, 5, "radio"), ("T2", 0, 5, "reserve"),
            ("T3", 0, 5, "radio"), ("T3", 0, 5, "favorable"),
            ("T3", 9, 12, "radio"), ("T3", 9, 12, "reserve"),
            ("T3", 9, 12, "dialogue"),
            ("T4", 0, 5, "radio"),
        )
    )  # fmt: skip
    assert list(found.itertuples(index=False, name=None)) == [
        ("dialogue", "T3", 0.0),
        ("radio", "T1", 1.0),
        ("radio", "T2", 0.0),
        ("radio", "T3", 0.5),
    ]


def test_nobody_who_speaks_is_no_row():
    assert opinions(said()).empty
    assert list(opinions(said()).columns) == ["code", "id_temoignage", "favorable"]
