from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError, ReportError
from lecons.testimony.quotations import NO_DECISIONS, Decisions, read_decisions, require_bars

KNOWN = pd.DataFrame(
    [("S1", "T1", 0, 50), ("S2", "T1", 0, 50), ("S3", "T2", 10, 30)],
    columns=["id", "id_temoignage", "debut", "fin"],
)
HEAD = "id_segment,decision,traduction_en,auteur,date,raison"


def read(folder, *lines, head=HEAD, encoding="utf-8"):
    path = folder / "citations.csv"
    path.write_bytes("\n".join([head, *lines]).encode(encoding))
    return read_decisions(path, KNOWN)


def refused(folder, *lines, **options):
    with pytest.raises(IntakeError) as error:
        read(folder, *lines, **options)
    return str(error.value)


def test_no_file_decides_nothing(tmp_path):
    assert read_decisions(tmp_path / "citations.csv", KNOWN) == NO_DECISIONS
    assert read(tmp_path) == NO_DECISIONS


def test_a_line_pins_bars_or_translates_a_passage(tmp_path):
    found = read(
        tmp_path,
        'S1,épingler,"The well, they said",Awa,2018-03-19,claire',
        "S3,écarter,,Ali,19/03/2018,on la reconnaîtrait",
    )
    pin, bar = found.pinned["T1", 0, 50], found.barred["T2", 10, 30]
    assert (pin.author, pin.day, pin.reason) == ("Awa", date(2018, 3, 19), "claire")
    assert (bar.author, bar.day, bar.reason) == ("Ali", date(2018, 3, 19), "on la reconnaîtrait")
    assert found.translated["T1", 0, 50].translation == "The well, they said"
    assert not pin.reviewed
    assert found.unknown == found.lost_bars == ()


def test_a_translation_may_stand_alone_and_say_that_it_was_reread(tmp_path):
    found = read(
        tmp_path,
        "S1,,The well,Awa,2018-03-19,,Oui",
        head=f"{HEAD},traduction_relue",
    )
    assert found.translated["T1", 0, 50].reviewed
    assert not found.pinned
    assert not found.barred


def test_a_bar_wins_over_a_pin_whichever_came_last(tmp_path):
    pin, bar = "S1,épingler,,Awa,2018-03-20,claire", "S2,écarter,,Ali,2018-03-19,connue"
    for lines in ((pin, bar), (bar, pin)):
        assert read(tmp_path, *lines).bar_on(("T1", 0, 50)).author == "Ali"


def test_a_bar_covers_what_overlaps_it_in_the_same_testimony(tmp_path):
    found = read(tmp_path, "S3,écarter,,Ali,2018-03-19,connue")
    assert found.bar_on(("T2", 29, 90))
    assert found.bar_on(("T2", 0, 11))
    assert not found.bar_on(("T2", 30, 90))
    assert not found.bar_on(("T2", 0, 10))
    assert not found.bar_on(("T1", 10, 30))


def test_a_segment_that_does_not_exist_is_told_and_a_bar_that_is_lost_is_kept_in_mind(tmp_path):
    found = read(
        tmp_path, "S8,épingler,,Awa,2018-03-19,claire", "S9,écarter,,Ali,2018-03-19,connue"
    )
    assert found.unknown == (
        "citations.csv, ligne 2 : le segment « S8 » n’existe pas (ou plus).",
        "citations.csv, ligne 3 : le segment « S9 » n’existe pas (ou plus).",
    )
    assert found.lost_bars == ("S9",)


def test_a_public_edition_does_not_go_on_without_a_bar_that_is_lost():
    lost = Decisions(lost_bars=("S9",))
    require_bars(lost, "interne")
    require_bars(NO_DECISIONS, "publique")
    with pytest.raises(ReportError, match="S9"):
        require_bars(lost, "publique")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",épingler,,Awa,2018-03-19,claire", "id_segment"),
        ("S1,garder,,Awa,2018-03-19,claire", "decision"),
        ("S1,,,Awa,2018-03-19,claire", "decision"),
        ("S1,épingler,,,2018-03-19,claire", "auteur"),
        ("S1,épingler,,Awa,mars,claire", "date"),
        ("S1,épingler,,Awa,,claire", "date"),
        ("S1,écarter,,Awa,2018-03-19,", "raison"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused_with_its_place(tmp_path, line, column):
    message = refused(tmp_path, "", line)
    assert f"citations.csv, ligne 3, colonne {column}" in message
    assert "Attendu" in message


def test_a_wrong_answer_under_reread_is_refused(tmp_path):
    message = refused(
        tmp_path, "S1,,The well,Awa,2018-03-19,,peut-être", head=f"{HEAD},traduction_relue"
    )
    assert "colonne traduction_relue : « peut-être » trouvé" in message


def test_a_file_without_its_columns_is_refused(tmp_path):
    assert "colonne « raison » absente" in refused(
        tmp_path, head="id_segment,decision,traduction_en,auteur,date"
    )
    path = tmp_path / "citations.csv"
    path.write_bytes(b"")
    with pytest.raises(IntakeError, match="id_segment"):
        read_decisions(path, KNOWN)


def test_a_comma_that_was_not_quoted_is_refused_and_not_cut(tmp_path):
    assert "ligne 2 : plus de cellules" in refused(
        tmp_path, "S1,épingler,The well, they said,Awa,2018-03-19,claire"
    )


def test_a_quote_that_never_closes_is_refused(tmp_path):
    assert "guillemet" in refused(tmp_path, 'S1,épingler,"The well,Awa,2018-03-19,claire')


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252", "utf-16"])
def test_a_file_saved_by_excel_is_read(tmp_path, encoding):
    found = read(
        tmp_path,
        "S3;Écarter;;Aïcha;19/03/2018;on la reconnaîtrait",
        ";;;;;",
        head=HEAD.replace(",", ";"),
        encoding=encoding,
    )
    assert found.barred["T2", 10, 30].author == "Aïcha"


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(max_size=12), max_size=40), separator=st.sampled_from(",;\t"))
def test_a_wild_file_is_read_or_refused_in_french(tmp_path_factory, cells, separator):
    path = tmp_path_factory.mktemp("wild") / "citations.csv"
    body = separator.join(cells)
    path.write_bytes(f"{HEAD}\n{body}".encode("utf-8", "surrogatepass"))
    try:
        found = read_decisions(path, KNOWN)
    except IntakeError as error:
        told = error.message
    else:
        told = "citations.csv" if isinstance(found, Decisions) else ""
    assert told.startswith("citations.csv")
