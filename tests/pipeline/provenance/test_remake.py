"""A report is made once more: with a run that is played here, and once for real."""

import hashlib
import json
import os
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from lecons.cli.remake import refaire
from lecons.errors import HeldError, ProjectError, ReportError
from lecons.parameters import check_parameters
from lecons.pipeline import manifest as made_of
from lecons.pipeline import produce as production
from lecons.pipeline.produce import Outcome
from lecons.pipeline.provenance import PRECEDENT, Revision, describe
from lecons.pipeline.provenance.remake import remake
from lecons.project import open_project
from typer.testing import CliRunner

PAGE = b"<p>Bonjour</p>"


@pytest.fixture
def reports(tmp_path, monkeypatch):
    folder = tmp_path / "rapports"
    monkeypatch.setenv("LECONS_RAPPORTS", str(folder))
    return folder


@pytest.fixture
def report(mini_project, reports):
    """A report that stands: `project`, `folder`, and its `manifest`; `write` writes that anew."""
    project = mini_project()
    folder = reports / "mini" / "interne" / "fr"
    folder.mkdir(parents=True)
    before = {"constats": [], "manifeste": {"etabli_le": "2026-01-01", "parametres": {}}}
    (folder / PRECEDENT).write_text(json.dumps(before))
    manifest = folder / "manifeste.json"
    content = {
        "projet": "mini",
        "complet": True,
        "etabli_le": "2026-03-05",
        "parametres": check_parameters({"projet": "mini", "resultat": "R1"}).scalars(),
        "formats": ["html", "pdf"],
        "entrees": made_of.inputs(open_project(project)),
        "code": made_of.code(),
        "versions": made_of.versions(),
        "fichiers": {
            "synthese.html": hashlib.sha256(PAGE).hexdigest(),
            PRECEDENT: hashlib.sha256((folder / PRECEDENT).read_bytes()).hexdigest(),
        },
    }

    def write(**changed):
        told = {**content, **changed}
        told["prov"] = describe(
            "mini/interne/fr",
            date(2026, 3, 5),
            {},
            [],
            inputs={},
            code={},
            versions={},
            revision=Revision("c0ffee", False),
            states=[],
            made={},
        )
        manifest.write_text(json.dumps({k: v for k, v in told.items() if v is not None}))

    write()
    return SimpleNamespace(project=project, folder=folder, manifest=manifest, write=write)


@pytest.fixture
def played(report, monkeypatch):
    """In the place of a run: writes `page`, and keeps what it was asked in `asked`."""
    play = SimpleNamespace(page=PAGE, outcome={}, asked=None)

    def produce(parameters, *, formats, today, previous):
        root = Path(os.environ["LECONS_RAPPORTS"])
        folder = root / "mini" / parameters.edition / parameters.langue
        folder.mkdir(parents=True)
        (folder / "synthese.html").write_bytes(play.page)
        (folder / "manifeste.json").write_text("{}")
        (folder / PRECEDENT).write_bytes((report.folder / PRECEDENT).read_bytes())
        laid = {path.name: json.loads(path.read_text()) for path in previous.iterdir()}
        play.asked = SimpleNamespace(
            parameters=parameters, formats=formats, today=today, previous=laid, root=root
        )
        return Outcome(folder, **play.outcome)

    monkeypatch.setattr(production, "produce", produce)
    return play


def test_the_day_the_formats_and_the_report_before_are_those_of_the_manifest(
    report, played, reports
):
    made = remake(report.manifest, project=report.project)
    assert made.compared.same == (PRECEDENT, "synthese.html")
    assert (made.compared.identical, made.versions, made.inputs_known) == (True, (), True)
    asked = played.asked
    assert (asked.today, asked.formats) == (date(2026, 3, 5), {"html", "pdf"})
    assert (asked.parameters.resultat, asked.parameters.projet) == ("R1", str(report.project))
    assert asked.previous == {
        "constats.json": [],
        "manifeste.json": {"etabli_le": "2026-01-01", "parametres": {}},
    }
    # beside the report, for the owner alone, and nothing else is left there
    assert asked.root == reports / "mini" / "interne" / ".refait-interne-fr"
    assert asked.root.stat().st_mode & 0o077 == 0
    assert [path.name for path in asked.root.iterdir()] == ["mini"]
    assert os.environ["LECONS_RAPPORTS"] == str(reports)


def test_a_second_time_takes_the_place_of_the_first_one(report, played):
    first = remake(report.manifest, project=report.project)
    (first.folder / "reste.txt").write_text("")
    assert remake(report.manifest, project=report.project).compared.new == ()


def test_a_report_that_took_the_place_of_none_is_compared_with_none(report, played):
    page = hashlib.sha256(PAGE).hexdigest()
    report.write(fichiers={"synthese.html": page})
    made = remake(report.manifest, project=report.project)
    assert played.asked.previous == {}
    assert made.compared.new == (PRECEDENT,)


def test_what_differs_is_named(report, played, tmp_path):
    played.page = b"<p>Bonsoir</p>"
    report.write(versions={**made_of.versions(), "pandas": "0.1"})
    made = remake(report.manifest, tmp_path / "refait", report.project)
    assert made.compared.other == ("synthese.html",)
    assert made.versions == (f"pandas 0.1 attendu, {made_of.versions()['pandas']} trouvé",)
    assert made.folder == tmp_path / "refait" / "mini" / "interne" / "fr"


def test_an_input_that_changed_is_refused_before_anything_is_made(report, played):
    (report.project / "cadre.csv").write_text("code\n")
    with pytest.raises(ReportError, match=r"1 entrée : mini/cadre\.csv \(nouveau\)"):
        remake(report.manifest, project=report.project)
    assert played.asked is None
    report.write(entrees=None)  # as the public edition, which tells no input
    assert not remake(report.manifest, project=report.project).inputs_known


def test_software_and_report_before_that_changed_are_refused(report, played):
    report.write(code={**made_of.code(), "notebooks/20_activites.ipynb": "0"})
    (report.folder / PRECEDENT).write_text("[]")
    with pytest.raises(ReportError) as error:
        remake(report.manifest, project=report.project)
    assert "1 carnet : notebooks/20_activites.ipynb" in error.value.message
    assert "constats du rapport d’avant : precedent.json" in error.value.message
    assert "git checkout c0ffee" in error.value.remedy
    assert played.asked is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"complet": False}, "partiel"),
        ({"formats": None}, "n’y disait pas tout"),
        ({"etabli_le": "hier"}, "ne se lit pas"),
        ({"projet": "autre"}, "celui du projet « autre »"),
    ],
)
def test_a_manifest_that_does_not_do_is_refused(report, played, changed, said):
    report.write(**changed)
    with pytest.raises(ReportError, match=said):
        remake(report.manifest, project=report.project)
    assert played.asked is None


def test_a_file_or_a_project_that_is_not_there_is_told(report, played, tmp_path, monkeypatch):
    with pytest.raises(ReportError, match="ne se lit pas"):
        remake(tmp_path / "rien.json", project=report.project)
    monkeypatch.chdir(tmp_path / "rapports")
    with pytest.raises(ProjectError, match="mini"):
        remake(report.manifest)  # data/mini of another folder
    monkeypatch.chdir(tmp_path)
    assert remake(report.manifest).compared.identical


def test_a_folder_with_something_in_it_is_left_alone(report, played, tmp_path):
    (tmp_path / "plein").mkdir()
    kept = tmp_path / "plein" / "note.txt"
    kept.write_text("à moi")
    for output in (tmp_path / "plein", kept):
        with pytest.raises(ReportError, match="n’est pas un dossier vide"):
            remake(report.manifest, output, report.project)
    assert (kept.read_text(), played.asked) == ("à moi", None)


def test_a_run_that_fails_or_is_held_is_no_report(report, played, tmp_path):
    played.outcome = {"failures": {"20_activites-R1": "cellule « x »"}}
    with pytest.raises(ReportError, match=r"partiel \(20_activites-R1\)"):
        remake(report.manifest, project=report.project)
    played.outcome = {"held": tmp_path / "fr.txt"}
    with pytest.raises(HeldError, match=r"fr\.txt"):
        remake(report.manifest, project=report.project)


def test_the_command_says_identical_or_names_the_files(report, played):
    app = typer.Typer()
    app.command()(refaire)
    asked = [str(report.manifest), "--projet", str(report.project)]
    good = CliRunner().invoke(app, asked)
    assert good.exit_code == 0
    assert "2 fichiers identiques à l’octet près" in good.stdout
    assert "mini/interne/fr" in good.stdout.replace("\n", "")
    played.page = b""
    bad = CliRunner().invoke(app, asked)
    assert bad.exit_code == 3
    assert "Autre contenu. synthese.html" in bad.stderr
    assert "1 fichier identique à l’octet près" in bad.stdout


def test_a_real_report_is_remade_to_the_last_byte(
    mini_project, reports, notebooks_here, monkeypatch
):
    # fewer notebooks take less time; without a kernel, papermill leaves each injected cell a random name
    monkeypatch.setattr("lecons.pipeline.graph.STAGES", (("40_atelier",), ("60_synthese",)))
    monkeypatch.setattr("nbformat.v4.nbbase.random_cell_id", lambda: "injected")
    project = mini_project()
    asked, formats = check_parameters({"projet": str(project)}), {"html", "xlsx"}
    day = date.today() - timedelta(days=40)
    with notebooks_here():
        production.produce(asked, formats=formats, today=day)
        mini_project(sigle="MIN")
        second = production.produce(asked, formats=formats, today=day + timedelta(days=30))
        made = remake(second.folder / "manifeste.json", project=project)
    assert made.compared.identical, made.compared
    assert set(made.compared.same) == {
        "synthese.html",
        "tableaux.xlsx",
        "constats.json",
        "preuves.xlsx",
        PRECEDENT,
        "carnets/40_atelier.ipynb",
        "carnets/60_synthese.ipynb",
    }
