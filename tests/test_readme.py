"""The README's commands, tried as a newcomer would: a clean clone in an empty folder."""

import re
import shlex
import shutil
import sys
from datetime import date

import pytest
from lecons.cli import app, main
from lecons.cli.told import BUSY, FAILURE, HELD, MISTYPED, PARTIAL
from lecons.pipeline import outputs
from lecons.pipeline.worksite import HTML
from lecons.project import repository_root
from openpyxl import load_workbook
from typer.main import get_command

ROOT = repository_root()
# the list of activities of the README's walk, with the two cells that nobody can read
TRACKED = [
    ["N°", "Date", "Commune", "Résultat", "Type d’activité", "Hommes", "Femmes", "Jeunes", "Coût (FCFA)", "Difficultés"],
    [1, date(2019, 2, 4), "Gao", "R1", "Dialogue", 22, 14, 9, 310000, ""],
    [2, date(2019, 2, 18), "Gounzoureye", "R1", "Dialogue", 18, 11, 6, 250000, "route coupée"],
    [3, date(2019, 3, 5), "Gao", "R1", "Session de médiation", 9, 4, 2, 120000, ""],
    [4, date(2019, 3, 21), "Soni Ali Ber", "R1", "Dialogue", 25, 8, 10, 280000, "peu de femmes"],
    [5, date(2019, 4, 9), "Gounzoureye", "R1", "Session de médiation", 8, 5, 3, 115000, ""],
    [6, date(2019, 5, 14), "Gao", "R1", "Formation", 12, 12, 10, 540000, ""],
    [7, date(2019, 6, 11), "Gabero", "R1", "Dialogue", 19, 13, 8, 265000, ""],
    [8, date(2019, 7, 2), "Gabéro", "R1", "Session de médiation", 10, 3, 2, 118000, "insécurité"],
    [9, date(2019, 9, 17), "Anchawadi", "R1", "Dialogue", 16, 9, 5, 300000, "insécurité"],
    [10, date(2019, 10, 8), "Gaoo", "R1", "Dialogue", 21, 15, 11, 290000, ""],
    [11, "le 5 novembre", "Gao", "R1", "Formation", 11, 13, 9, 520000, ""],
    [12, date(2019, 12, 3), "Soni Ali Ber", "R1", "Dialogue", 23, 17, 12, 275000, ""],
]  # fmt: skip
RIGHT = {"Gaoo": "Gao", "le 5 novembre": date(2019, 11, 5)}
COMMUNES = {
    "01": "Anchawadi",
    "02": "Gabero",
    "03": "Gao",
    "04": "Gounzoureye",
    "06": "Soni Ali Ber",
}


def typed(monkeypatch, capfd, line):
    """A command of the README, in this process: its exit code and what it said."""
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    with pytest.raises(SystemExit) as stopped:
        main()
    said, wrong = capfd.readouterr()
    assert wrong == ""
    return stopped.value.code, said


def commands(name):
    """The shell lines of a file's code blocks, comments left out."""
    text = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]


def tables(name):
    """What the first column of each table names, in backquotes or as exit codes, in order."""
    rows = re.findall(r"^\| (.+?) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return [part for row in rows for part in re.findall(r"`([^`]+)`|^(\d)$", row)]


def test_both_languages_say_the_same():
    said = commands("README.md")
    assert said == commands("LISEZMOI.md")
    assert said[:2] == ["make rapport", "make test"]
    assert "conda env create -f environment.yml" in said
    assert "lecons produire data/3p-amss" in said
    assert tables("README.md") == tables("LISEZMOI.md")
    titles = [
        re.findall(r"^#+", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("README.md", "LISEZMOI.md")
    ]
    assert titles[0] == titles[1]


@pytest.mark.parametrize("name", ["README.md", "LISEZMOI.md"])
def test_a_newcomer_finds_the_two_commands_and_a_light_picture_on_the_first_screen(name):
    top = "\n".join((ROOT / name).read_text("utf-8").splitlines()[:20])
    assert "make rapport" in top
    assert "make test" in top
    (alt, picture) = re.search(r"!\[(.+)\]\((.+)\)", top).groups()
    assert len(alt) > 60
    assert 10_000 < (ROOT / picture).stat().st_size < 150_000


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "LISEZMOI.md",
        "docs/guide.md",
        "docs/guide.en.md",
        "docs/guide_planification.md",
    ],
)
def test_every_link_leads_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        there = (ROOT / name).parent / path if path else ROOT / name
        assert there.is_file(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            # as GitHub makes them: letters, digits and hyphens, in lower case
            marks = [re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in titles]
            assert anchor in marks, target


def test_the_files_and_exit_codes_of_the_readme_are_those_of_a_run():
    told = {first or second for first, second in tables("README.md")}
    for made in (HTML, outputs.PDF, outputs.WORD, outputs.TABLES, f"{outputs.PICTURES}/"):
        assert made in told
    assert {str(code) for code in (0, FAILURE, MISTYPED, PARTIAL, HELD, BUSY)} == {
        one for one in told if one.isdigit()
    }


def test_the_walk_from_an_excel_file_ends_where_the_readme_says(
    tmp_path, monkeypatch, capfd, write_book
):
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    monkeypatch.chdir(tmp_path)
    walk = [line for line in commands("LISEZMOI.md") if "gao-2019" in line]
    new, copy, propose, load, *_ = walk
    assert typed(monkeypatch, capfd, new)[0] == 0
    write_book(tmp_path / "suivi.xlsx", {"Suivi": TRACKED})
    shutil.copy(*copy.split()[1:])
    declared = tmp_path / "data" / "gao-2019" / "projet.yaml"
    text = declared.read_text("utf-8").replace("fin: 2020-12-31", "fin: 2019-12-31")
    communes = "\n".join(
        f"  - {{pcode: ML0701{code}, nom: {name}}}" for code, name in COMMUNES.items()
    )
    text = text.replace("  - {pcode: ML070101, nom: À vérifier}", communes)
    declared.write_text(text, "utf-8")
    code, proposed = typed(monkeypatch, capfd, propose)
    assert code == 0
    told = (ROOT / "LISEZMOI.md").read_text("utf-8")
    block = re.search(r"```yaml\n(.*?)```", told, re.DOTALL)[1]
    for line in block.splitlines():
        assert line.strip().startswith("# …") or line.strip() in proposed
    pasted = "".join(f"  {line}\n" for line in proposed.splitlines() if line[:1] != "#")
    declared.write_text(text.replace("imports: []\n", f"imports:\n{pasted}"), "utf-8")
    code, said = typed(monkeypatch, capfd, load)
    assert code == 0
    assert re.search(r"Total\s+12\s+10\s+2\s+0", said)
    kept = tmp_path / "data" / "gao-2019" / "quarantaine" / "brut__suivi.xlsx"
    book = load_workbook(kept)
    for row in book["Suivi"].iter_rows():
        for cell in row:
            cell.value = RIGHT.get(cell.value, cell.value)
    book.save(kept)
    code, said = typed(monkeypatch, capfd, load)
    assert re.search(r"Total\s+12\s+12\s+0\s+0", said)
    assert "2 corrections appliquées" in said


def test_ci_runs_the_test_command_and_nothing_weaker():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().splitlines()[-1] == "make test"
    assert "|| true" not in script


def test_every_command_of_the_readme_exists():
    known = set(get_command(app).commands)
    used = {line.split()[1] for line in commands("README.md") if line.startswith("lecons ")}
    assert {"nouveau", "importer", "produire"} <= used <= known
    makefile = (ROOT / "Makefile").read_text("utf-8")
    mentioned = set(re.findall(r"`?make (\w+)", (ROOT / "README.md").read_text("utf-8")))
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in mentioned)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="ce dossier n’est pas un dépôt git")
def test_make_rapport_works_from_a_clean_clone_and_is_quick_when_repeated(
    clean_clone, rapport_again
):
    first, report = clean_clone.first, clean_clone.report
    assert first.returncode == 0, first.stdout[-2000:] + first.stderr[-2000:]
    said = "".join(first.stdout.split())
    assert f"{report}/synthese.html" in said
    assert f"{report}/synthese.pdf" in said
    assert sorted(path.name for path in report.iterdir()) == [
        "carnets", "constats.json", "fiches", "figures", "manifeste.json", "portefeuille.json", "preuves.xlsx", "resume.pdf",
        "synthese.docx", "synthese.html", "synthese.pdf", "tableaux.xlsx",
    ]  # fmt: skip
    second, status = rapport_again(clean_clone.clone)
    assert second.returncode == 0
    assert "Rien n’a changé" in second.stdout
    assert "pip" not in second.stdout
    # a run leaves nothing for git to see
    assert status == clean_clone.before
