"""Codes are renamed, merged and split, and the segments follow."""

from pathlib import Path

import pandas as pd
import pytest
from lecons.errors import IntakeError
from lecons.intake.codebook.changes import COLUMNS, FILE, follow, read_changes
from lecons.intake.codebook.edit import CODEBOOK, merge_codes, rename_code, split_code
from lecons.project import open_project


def history(folder: Path, *rows: str) -> Path:
    path = folder / "changements.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def segments(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["id", "code", "date"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_a_renamed_code_takes_its_segments_along(tmp_path: Path) -> None:
    changes, faults = read_changes(
        history(tmp_path, "2018-04-01,Awa,renommer,femmes,participation_femmes,,plus précis")
    )
    rows = segments(("a", "femmes", "2018-03-01"), ("b", "confiance", "2018-03-01"))
    code, moved = follow(rows, changes, {"participation_femmes", "confiance"})
    assert code.to_list() == ["participation_femmes", "confiance"]
    assert (moved, faults) == (1, [])


def test_changes_follow_each_other_in_the_order_of_their_days(tmp_path: Path) -> None:
    changes, _ = read_changes(
        history(
            tmp_path,
            "2018-05-01,Awa,fusionner,b,c,,une seule idée",
            "2018-04-01,Awa,renommer,a,b,,plus clair",
        )
    )
    code, moved = follow(segments(("x", "a", "2018-03-01")), changes, {"c"})
    assert (code.to_list(), moved) == (["c"], 1)


def test_two_codes_that_exchange_their_names_end_without_a_circle(tmp_path: Path) -> None:
    changes, _ = read_changes(
        history(
            tmp_path,
            "2018-04-01,Awa,renommer,a,c,,échange",
            "2018-04-01,Awa,renommer,b,a,,échange",
            "2018-04-01,Awa,renommer,c,b,,échange",
        )
    )
    rows = segments(("x", "a", "2018-03-01"), ("y", "b", "2018-03-01"))
    assert follow(rows, changes, {"a", "b"})[0].to_list() == ["b", "a"]


def test_a_name_used_again_later_keeps_its_later_segments(tmp_path: Path) -> None:
    changes, _ = read_changes(history(tmp_path, "2018-04-01,Awa,renommer,a,b,,plus clair"))
    rows = segments(("old", "a", "2018-03-01"), ("new", "a", "2018-06-01"), ("when", "a", None))
    assert follow(rows, changes, {"a", "b"})[0].to_list() == ["b", "a", "a"]
    # where the codebook lost the old code, a coder who was offline is followed as well
    assert follow(rows, changes, {"b"})[0].to_list() == ["b", "b", "b"]


def test_a_split_moves_the_segments_that_it_names(tmp_path: Path) -> None:
    changes, _ = read_changes(history(tmp_path, "2018-04-01,Awa,scinder,a,b,x z,deux idées"))
    rows = segments(("x", "a", None), ("y", "a", None), ("z", "a", "2018-06-01"))
    assert follow(rows, changes, {"a", "b"})[0].to_list() == ["b", "a", "b"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("hier,Awa,renommer,a,b,,x", "date"),
        ("2018-04-01,Awa,jeter,a,b,,x", "renommer, fusionner ou scinder"),
        ("2018-04-01,Awa,renommer,a,a,,x", "deux codes différents"),
        ("2018-04-01,Awa,scinder,a,b,,x", "segments"),
        ("2018-04-01,Awa,renommer,a,b,x,x", "segments vide"),
        ("2018-04-01,Awa,renommer,a,b,,", "pourquoi"),
    ],
)
def test_a_line_that_says_no_change_is_told_and_the_others_count(
    tmp_path: Path, row: str, expected: str
) -> None:
    changes, faults = read_changes(history(tmp_path, "2018-04-01,Awa,renommer,c,d,,bien", row))
    assert [change.before for change in changes] == ["c"]
    assert [one.line for one in faults] == [3]
    assert expected in faults[0].expected


def test_without_a_history_nothing_changes(tmp_path: Path) -> None:
    assert read_changes(tmp_path / "changements.csv") == ([], [])


def test_a_history_without_its_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "changements.csv"
    path.write_text("de,vers\na,b\n", encoding="utf-8")
    assert "auteur" in read_changes(path)[1][0].expected


@pytest.fixture
def project(mini_project):
    folder = mini_project()
    (folder / "codage").mkdir(exist_ok=True)
    (folder / CODEBOOK).write_text(
        "code,libelle_fr,famille,parent,definition\n"
        "participation,Participation,theme,,x\n"
        "femmes,Femmes,theme,participation,y\n"
        "parole,Parole,theme,femmes,z\n"
        "confiance,Confiance,theme,,w\n",
        encoding="utf-8",
    )
    return open_project(folder)


def book(project) -> pd.DataFrame:
    return pd.read_csv(project.folder / CODEBOOK, dtype=str, keep_default_na=False)


def test_renaming_changes_the_codebook_and_its_history(project) -> None:
    rename_code(project, "femmes", "participation_femmes", "Awa", "plus précis")
    rows = book(project).set_index("code")["parent"].to_dict()
    assert rows["participation_femmes"] == "participation"
    assert rows["parole"] == "participation_femmes"
    changes, faults = read_changes(project.folder / FILE)
    assert [(c.action, c.before, c.after) for c in changes] == [
        ("renommer", "femmes", "participation_femmes")
    ]
    assert faults == []


def test_merging_lifts_the_sub_codes(project) -> None:
    merge_codes(project, "femmes", "confiance", "Awa", "une idée")
    rows = book(project).set_index("code")["parent"].to_dict()
    assert rows == {"participation": "", "parole": "confiance", "confiance": ""}


def test_what_would_break_the_codebook_is_refused(project) -> None:
    before = (project.folder / CODEBOOK).read_bytes()
    with pytest.raises(IntakeError, match="existe déjà"):
        rename_code(project, "femmes", "confiance", "Awa", "x")
    with pytest.raises(IntakeError, match="n’est pas dans"):
        rename_code(project, "inconnu", "neuf", "Awa", "x")
    with pytest.raises(IntakeError, match="est une part"):
        merge_codes(project, "participation", "parole", "Awa", "x")
    with pytest.raises(IntakeError, match="Aucun segment"):
        split_code(project, "femmes", "parole", [], "Awa", "x")
    assert (project.folder / CODEBOOK).read_bytes() == before
    assert not (project.folder / FILE).exists()
