"""What a selection of rows answers is what looking at each row would answer."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.store.names import PERIOD_COLUMN
from lecons.store.schemas import TABLES
from lecons.store.tables import read_table, write_table

QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}
FIRST = date(2017, 1, 1)
ROW = st.tuples(
    st.integers(0, 120).map(lambda at: FIRST + timedelta(days=at)),
    st.sampled_from(["jour", "mois", None]),
    st.sampled_from([0, 9, 23]),  # an hour: a period ends with its last day
    st.sampled_from(["R1", "R2", "R1 R2", "R10", "R2 R10 R1"]),
)
BOUND = st.none() | st.integers(-5, 130).map(lambda at: FIRST + timedelta(days=at))


def stored(folder, rows):
    """Activities and testimonies of those days, precisions, hours and results."""
    for name in ("activites", "temoignages"):
        frame = pd.DataFrame(
            {
                "id": [f"x{at}" for at in range(len(rows))],
                "date": pd.to_datetime(
                    [
                        pd.Timestamp(day.replace(day=1) if precision == "mois" else day)
                        + pd.Timedelta(hours=0 if precision == "mois" else hour)
                        for day, precision, hour, _ in rows
                    ]
                ),
                "precision_date": pd.Series([row[1] for row in rows], dtype="str"),
                "resultat": pd.Series([row[3] for row in rows], dtype="str"),
                **(
                    {"texte": "mots", "consentement": "interne", "retrait_le": pd.NaT}
                    if name == "temoignages"
                    else {}
                ),
            }
        )
        write_table(folder, name, frame)
    return frame


def within(day, precision, start, end):
    """A day is inside with both ends; a month is inside as soon as one of its days is, as in typing."""
    first = day.replace(day=1) if precision == "mois" else day
    last = (
        (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if precision == "mois"
        else day
    )
    return (start is None or last >= start) and (end is None or first <= end)


@pytest.mark.parametrize("table", ["activites", "temoignages"])
@settings(**QUIET)
@given(
    rows=st.lists(ROW, min_size=1, max_size=8),
    start=BOUND,
    end=BOUND,
    result=st.sampled_from([None, "R1", "R2", "R10", "R3"]),
)
def test_a_result_and_a_period_select_the_rows_that_fit(
    tmp_path_factory, table, rows, start, end, result
):
    folder = tmp_path_factory.mktemp("tables")
    stored(folder, rows)
    expected = [
        f"x{at}"
        for at, (day, precision, _, results) in enumerate(rows)
        if within(day, precision, start, end) and (result is None or result in results.split())
    ]
    found = read_table(folder, table, "interne", result=result, start=start, end=end)
    assert found["id"].to_list() == expected
    assert found.index.to_list() == list(range(len(expected)))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, ["jour", "mois"]),
        (date(2018, 3, 1), date(2018, 3, 31), ["jour", "mois"]),
        (date(2018, 3, 15), date(2018, 4, 30), ["jour", "mois"]),
        (date(2018, 3, 24), None, ["mois"]),
        (None, date(2018, 3, 1), ["mois"]),
        (date(2018, 4, 1), None, []),
        (None, date(2018, 2, 28), []),
    ],
)
def test_a_row_noted_by_its_month_belongs_to_every_period_that_holds_a_day_of_it(
    tmp_path, start, end, found
):
    # « mars 2018 » stands at the first of March and says so; a period from the 15th may well hold it
    days = pd.to_datetime(["2018-03-23", "2018-03-01"])
    frame = pd.DataFrame({"id": ["jour", "mois"], "date": days, "precision_date": ["jour", "mois"]})
    write_table(tmp_path, "emissions", frame)
    assert (
        read_table(tmp_path, "emissions", "interne", start=start, end=end)["id"].to_list() == found
    )


@pytest.mark.parametrize("result", ["R1", "R2", "R10"])
def test_a_result_is_a_whole_word(tmp_path, result):
    stored(tmp_path, [(FIRST, "jour", 0, said) for said in ("R1", "R10", "R100", "R2 R1")])
    found = read_table(tmp_path, "activites", "interne", result=result)["resultat"].to_list()
    assert found == [said for said in ("R1", "R10", "R100", "R2 R1") if result in said.split()]


@pytest.mark.parametrize("table", ["suivis", "formations", "enquete", "contributions"])
def test_a_selection_on_a_column_that_a_table_does_not_have_leaves_it_whole(tmp_path, table):
    columns = TABLES[table].to_schema().columns
    assert table not in PERIOD_COLUMN
    assert "resultat" not in columns
    frame = pd.DataFrame({name: pd.Series([None], dtype="object") for name in columns})
    write_table(tmp_path, table, frame.assign(**{next(iter(columns)): "x"}))
    found = read_table(tmp_path, table, "interne", result="R1", start=date(2020, 1, 1))
    assert len(found) == 1


def test_a_selection_of_segments_still_knows_whose_words_they_are(tmp_path):
    stored(tmp_path, [(FIRST, "jour", 0, "R1")])
    segment = {"id": "S", "id_temoignage": "x0", "debut": 1, "fin": 3, "code": "c", "codeur": "k"}
    segment |= {"statut": "valide", "memo": None, "extrait_public": None}
    write_table(tmp_path, "segments", pd.DataFrame([segment]))
    found = read_table(tmp_path, "segments", "interne", result="R1", start=date(2030, 1, 1))
    assert found["extrait"].to_list() == ["ot"]


def test_communes_select_together_with_a_result(tmp_path):
    places = ["ML060101", "ML060102", "ML060101"]
    frame = stored(tmp_path, [(FIRST, "jour", 0, said) for said in ("R1", "R1", "R2")])
    write_table(tmp_path, "activites", frame[["id", "date", "resultat"]].assign(commune=places))
    found = read_table(tmp_path, "activites", "interne", result="R1", communes=["ML060101"])
    assert found["id"].to_list() == ["x0"]
    assert len(read_table(tmp_path, "activites", "interne", communes=[])) == 0


@pytest.mark.parametrize("columns", [["texte"], ["texte", "id"], ["id"]])
def test_words_that_may_not_be_read_are_not_read_through_a_choice_of_columns(tmp_path, columns):
    frame = pd.DataFrame(
        {
            "id": ["T1", "T2", "T3"],
            "texte": ["permis", "refusé", "retiré"],
            "consentement": ["citation_anonyme", "aucun", "interne"],
            "retrait_le": [pd.NaT, pd.NaT, pd.Timestamp("2017-06-01")],
        }
    )
    write_table(tmp_path, "temoignages", frame)
    inside = read_table(tmp_path, "temoignages", "interne", columns=columns)
    public = read_table(tmp_path, "temoignages", "publique", columns=columns)
    assert list(inside.columns) == list(public.columns) == columns
    if "texte" in columns:
        assert inside["texte"].dropna().to_list() == ["permis"]
        assert public["texte"].isna().all()
    assert len(inside) == len(public) == 3


@pytest.mark.parametrize("columns", [["extrait"], ["id", "extrait"], ["memo"], ["extrait_public"]])
def test_passages_that_may_not_be_quoted_are_not_read_through_a_choice_of_columns(
    tmp_path, columns
):
    people = pd.DataFrame(
        {
            "id": ["T1", "T2"],
            "texte": ["permis", "refusé"],
            "consentement": ["citation_anonyme", "aucun"],
            "retrait_le": pd.NaT,
        }
    )
    segment = {"debut": 0, "fin": 3, "code": "c", "codeur": "k", "statut": "valide"}
    passages = [
        {
            "id": f"S{at}",
            "id_temoignage": f"T{at}",
            **segment,
            "memo": "mémo",
            "extrait_public": "relu",
        }
        for at in (1, 2)
    ]
    write_table(tmp_path, "temoignages", people)
    write_table(tmp_path, "segments", pd.DataFrame(passages))
    found = read_table(tmp_path, "segments", "publique", columns=columns)
    assert set(found.columns) == set(columns) - {"extrait_public"}
    assert len(found) == 2
    if "extrait" in columns:
        assert found["extrait"].to_list() == ["relu", None]
    if "memo" in columns:
        assert found["memo"].isna().all()
