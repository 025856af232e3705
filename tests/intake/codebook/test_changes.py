"""Codes are renamed, merged and split, and the segments follow."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.codebook.changes import COLUMNS, FILE, follow, read_changes
from lecons.intake.codebook.edit import CODEBOOK, merge_codes, rename_code, split_code
from lecons.project import open_project
from lecons.store.tables import write_table


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


def excel(text: str, encoding: str = "windows-1252") -> bytes:
    """A file as a French Excel saves it: semicolons, its own encoding and line ends."""
    return text.replace(",", ";").replace("\n", "\r\n").encode(encoding)


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8-sig", "utf-16"])
def test_a_history_that_a_french_excel_saved_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "changements.csv"
    text = f"{','.join(COLUMNS)}\n04/03/2018,Aïcha,renommer,a,b,,plus précis\n,,,,,,\n"
    path.write_bytes(excel(text, encoding))
    changes, faults = read_changes(path)
    assert faults == []
    assert [(c.day.isoformat(), c.author, c.after, c.reason) for c in changes] == [
        ("2018-03-04", "Aïcha", "b", "plus précis")
    ]


def test_a_shifted_line_of_the_history_is_told_by_its_number(tmp_path: Path) -> None:
    path = history(
        tmp_path,
        "2018-04-01,Awa,renommer,a,b,,plus court, plus clair",
        "",
        "2018-04-01,Awa,renommer,c,d,,bien",
        "hier,Awa,renommer,e,f,,bien",
    )
    changes, faults = read_changes(path)
    assert [change.before for change in changes] == ["c"]
    assert [one.line for one in faults] == [2, 5]
    assert "guillemets" in faults[0].expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "fichier vide"),
        (b"\xef\xbb\xbf\r\n", "fichier vide"),
        (b"PK\x03\x04 cut", "abîmé"),
        (b"date,auteur,action,de,vers,segments,raison,de\n1,2,3,4,5,6,7,8\n", "nom de"),
        (b'date,auteur,action,de,vers,segments,raison\n1,2,3,4,5,6,"open\n1,2\n', "guillemet"),
    ],
)
def test_a_history_that_cannot_be_read_is_one_fault(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "changements.csv"
    path.write_bytes(content)
    changes, faults = read_changes(path)
    assert (changes, len(faults)) == ([], 1)
    assert told in faults[0].expected


@given(st.one_of(st.binary(max_size=200), st.text(alphabet=';,"\n\r\tdate é=', max_size=80)))
def test_no_content_of_a_history_stops_its_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any_changements.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("windows-1252"))
    changes, faults = read_changes(path)
    assert changes == []
    assert all(one.expected for one in faults)


@pytest.fixture
def project(mini_project):
    folder = mini_project()
    (folder / "codage").mkdir(exist_ok=True)
    (folder / CODEBOOK).write_text(
        "code,libelle_fr,famille,parent,definition\n"
        "participation,Participation,theme,,x\n"
        "femmes,Femmes,theme,participation,y\n"
        "parole,Parole,theme,femmes,z\n"
        "confiance,Confiance,theme,,w\n"
        "favorable,Favorable,polarite,,v\n"
        "reserve,Réservé,polarite,,u\n",
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
    assert "femmes" not in rows
    assert (rows["participation"], rows["parole"], rows["confiance"]) == ("", "confiance", "")


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


def files(project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.folder / "codage").iterdir()}


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8-sig"])
def test_files_of_a_french_excel_are_changed_and_written_as_plain_csv(project, encoding) -> None:
    path = project.folder / CODEBOOK
    path.write_bytes(excel(path.read_text(encoding="utf-8"), encoding))
    (project.folder / FILE).write_bytes(
        excel(f"{','.join(COLUMNS)}\n04/03/2018,Aïcha,renommer,a,femmes,,précis\n", encoding)
    )
    rename_code(project, "femmes", "participation_femmes", "Zoé", "plus clair, plus précis")
    assert path.read_text(encoding="utf-8").splitlines()[:3] == [
        "code,libelle_fr,famille,parent,definition",
        "participation,Participation,theme,,x",
        "participation_femmes,Femmes,theme,participation,y",
    ]
    assert "reserve,Réservé,polarite,,u" in path.read_text(encoding="utf-8")
    changes, faults = read_changes(project.folder / FILE)
    assert faults == []
    assert [(c.author, c.before, c.after, c.reason) for c in changes] == [
        ("Aïcha", "a", "femmes", "précis"),
        ("Zoé", "femmes", "participation_femmes", "plus clair, plus précis"),
    ]


def test_a_history_that_has_only_its_header_is_continued(project) -> None:
    (project.folder / FILE).write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    rename_code(project, "femmes", "participation_femmes", "Awa", "plus précis")
    assert [c.after for c in read_changes(project.folder / FILE)[0]] == ["participation_femmes"]


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (FILE, b"", "changements.csv : fichier vide"),
        (FILE, b"de,vers\na,b\n", "changements.csv : colonnes absentes"),
        (
            FILE,
            b"date,auteur,action,de,vers,segments,raison\n2018-04-01,A,renommer,a,b,,x,y\n",
            "changements.csv, ligne 2 : plus de cellules",
        ),
        (CODEBOOK, b"", "livre_de_codes.csv : fichier vide"),
        (CODEBOOK, b"mot;parent\nfemmes;\n", "livre_de_codes.csv : colonnes absentes : code"),
        (CODEBOOK, b"code;parent\nfemmes;;trop\n", "livre_de_codes.csv, ligne 2"),
        (CODEBOOK, b"code;code\nfemmes;a\n", "plusieurs colonnes"),
        (CODEBOOK, b"code;parent\nfemmes;\nfemmes;\n", "y est 2 fois"),
        (CODEBOOK, b"PK\x03\x04 cut", "livre_de_codes.csv"),
        (CODEBOOK, b'code,definition\nfemmes,"open\nparole,x\n', "guillemet"),
    ],
)
def test_a_file_that_cannot_be_written_again_whole_is_refused(project, file, content, told) -> None:
    (project.folder / file).write_bytes(content)
    before = files(project)
    with pytest.raises(IntakeError, match=told) as refused:
        rename_code(project, "femmes", "participation_femmes", "Awa", "plus précis")
    assert refused.value.remedy
    assert files(project) == before


@pytest.mark.parametrize(
    ("after", "author", "reason", "told"),
    [
        ("Participation Femmes", "Awa", "x", "« participation_femmes »"),
        ("égalité", "Awa", "x", "« egalite »"),
        ("_", "Awa", "x", "n’est pas un code"),
        ("", "Awa", "x", "n’est pas un code"),
        ("femmes ", "Awa", "x", "donné deux fois"),
        ("egalite", " ", "x", "qui décide"),
        ("egalite", "Awa", "\u00a0\n", "la raison"),
        ("favorable", "Awa", "x", "est un avis"),
    ],
)
def test_a_new_name_that_would_not_do_is_refused(project, after, author, reason, told) -> None:
    before = files(project)
    with pytest.raises(IntakeError, match=told):
        rename_code(project, "femmes", after, author, reason)
    assert files(project) == before


@pytest.mark.parametrize(("first", "second"), [("reserve", "femmes"), ("femmes", "favorable")])
def test_an_opinion_is_never_renamed_merged_or_split(project, first, second) -> None:
    before = files(project)
    with pytest.raises(IntakeError, match="est un avis"):
        rename_code(project, "reserve", "defavorable", "Awa", "x")
    with pytest.raises(IntakeError, match="est un avis"):
        merge_codes(project, first, second, "Awa", "x")
    with pytest.raises(IntakeError, match="est un avis"):
        split_code(project, first, second, ["s1"], "Awa", "x")
    assert files(project) == before


def test_a_merge_or_a_split_goes_to_a_code_of_the_codebook(project) -> None:
    before = files(project)
    with pytest.raises(IntakeError, match="« neuf » n’est pas dans"):
        merge_codes(project, "femmes", "neuf", "Awa", "x")
    with pytest.raises(IntakeError, match="« neuf » n’est pas dans"):
        split_code(project, "femmes", "neuf", ["s1"], "Awa", "x")
    with pytest.raises(IntakeError, match="donné deux fois"):
        split_code(project, "femmes", "femmes", ["s1"], "Awa", "x")
    assert files(project) == before


def test_a_split_names_segments_that_were_imported(project) -> None:
    stored = pd.DataFrame({"id": ["s1", "s2"], "id_temoignage": ["T1", "T1"], "code": "femmes"})
    people = pd.DataFrame(
        {"id": ["T1"], "consentement": ["interne"], "retrait_le": [None], "texte": ["dit"]}
    )
    write_table(
        project.tables_folder, "segments", stored.assign(debut=0, fin=2, extrait_public="", memo="")
    )
    write_table(project.tables_folder, "temoignages", people)
    before = files(project)
    with pytest.raises(IntakeError, match="Segments inconnus : s3, s4"):
        split_code(project, "femmes", "parole", ["s1", "s4", "s3"], "Awa", "x")
    assert files(project) == before
    split_code(project, "femmes", "parole", ["s1", "s2", "s1"], "Awa", "x")
    assert read_changes(project.folder / FILE)[0][0].segments == {"s1", "s2"}


def test_before_the_first_import_a_split_takes_the_segments_on_trust(project) -> None:
    split_code(project, "femmes", "parole", ["s9"], "Awa", "x")
    assert read_changes(project.folder / FILE)[0][0].segments == {"s9"}


@pytest.mark.parametrize("with_history", [True, False])
def test_a_codebook_that_is_open_elsewhere_leaves_the_history_as_it_was(
    project, monkeypatch: pytest.MonkeyPatch, with_history: bool
) -> None:
    if with_history:
        (project.folder / FILE).write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    before = files(project)
    real = os.replace

    def replace(source, target) -> None:
        if target.name == "livre_de_codes.csv":
            raise PermissionError
        real(source, target)

    monkeypatch.setattr("lecons.intake.codebook.edit.os.replace", replace)
    with pytest.raises(IntakeError, match=r"livre_de_codes\.csv ne peut pas être écrit"):
        rename_code(project, "femmes", "egalite", "Awa", "x")
    assert files(project) == before
