"""The gate before public files."""

import json
from types import SimpleNamespace

import pytest
import typer
from lecons.cli.control import controler
from lecons.errors import HeldError
from lecons.parameters import check_parameters
from lecons.pipeline import manifest, publish
from lecons.pipeline.graph import ASSEMBLY, IMPORT
from lecons.pipeline.produce import is_current
from lecons.pipeline.release import check_release, let_out
from lecons.pipeline.state import State
from lecons.pipeline.worksite import Worksite
from typer.testing import CliRunner

NOW = "2018-03-23T12:00:00+00:00"


def test_words_reviewed_for_the_public_are_spared_and_others_are_not(demo_project, tmp_path):
    project = demo_project.project
    segments = project.table("segments", "publique")
    reviewed = segments.loc[segments["extrait"].notna(), "extrait"].iloc[0]
    told = project.table("temoignages", "interne").dropna(subset="texte").iloc[0]
    (tmp_path / "cite.txt").write_text(f"« {reviewed} »", "utf-8")
    (tmp_path / "tout.txt").write_text(told["texte"], "utf-8")
    parameters = check_parameters({"projet": str(project.folder), "edition": "publique"})
    found = check_release(project, parameters, tmp_path).found
    assert {(one.file, one.what) for one in found if one.what != "effectif"} == {
        ("tout.txt", "propos")
    }
    assert told["id"] in found[0].about


def test_the_gate_tells_the_team_and_lets_nothing_out(named, tmp_path):
    parameters = check_parameters({"projet": str(named.folder), "edition": "publique"})
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.txt").write_text("Saisi par Fanta_Toure", "utf-8")
    with pytest.raises(HeldError, match=r"a\.txt : nom") as held:
        let_out(named, parameters, work, "codage")
    told = tmp_path / "rapports" / "mini" / "interne" / "controles" / "codage.txt"
    assert str(told) in held.value.remedy
    assert "nom" in told.read_text("utf-8")
    assert "toure" not in told.read_text("utf-8").casefold()
    assert json.loads(told.with_suffix(".json").read_text("utf-8"))["found"][0]["file"] == "a.txt"
    (work / "a.txt").write_text("Saisi par l’équipe", "utf-8")
    let_out(named, parameters, work, "codage")
    assert not told.parent.exists()


@pytest.fixture
def put_public(named, tmp_path, monkeypatch):
    """Put out a public report whose page is given: the gate alone is tried, no step runs."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    monkeypatch.setattr(publish, "licences", list)
    asked = check_parameters({"projet": str(named.folder), "edition": "publique"})
    site = Worksite(asked, frozenset({"html"}))

    def put(page, failed=None):
        site.open_up()
        (site.made / "synthese.html").write_text(page, "utf-8")
        imported = {"anciennes": [], "lignes": {}, "comptes": [], "entrees": manifest.inputs(named)}
        values = {
            IMPORT: {**imported, "echecs": failed or {}},
            ASSEMBLY: {"jour": "2018-03-23", "echecs": {}},
        }
        states = {name: State(name, {}, {}, "", 0, NOW, value=values[name]) for name in values}
        return publish.put_out(site, states, [])

    return SimpleNamespace(put=put, site=site)


def test_a_public_report_that_says_too_much_never_takes_the_place_of_the_last_one(
    put_public, tmp_path
):
    place = tmp_path / "rapports" / "mini" / "publique" / "fr"
    checks = tmp_path / "rapports" / "mini" / "interne" / "controles"
    good = put_public.put("<p>Rien que du bien.</p>")
    assert (good.folder, good.held, good.failure) == (place, None, None)
    told = json.loads((place / "manifeste.json").read_text("utf-8"))
    assert not {"entrees", "comptes", "lignes", "carnets", "durees", "a_savoir", "raisons"} & set(
        told
    )
    assert "kobo" not in json.dumps(told["prov"])
    assert is_current(put_public.site)

    held = put_public.put("<p>Zeinabou Maïga, 3 femmes</p>")
    found = json.loads((checks / "fr.json").read_text("utf-8"))["found"]
    assert {one["what"] for one in found} == {"nom", "effectif"}
    assert (held.folder, held.held, held.failure) == (None, checks / "fr.txt", "retenu")
    assert "bien" in (place / "synthese.html").read_text("utf-8")
    assert [path.name for path in place.parent.iterdir()] == ["fr"]

    # a partial one stays among the internal files, however clean
    partial = put_public.put("<p>Presque rien.</p>", {"a.xlsx": "a.xlsx : illisible"})
    assert (partial.failure, partial.folder) == ("a.xlsx : illisible", checks / "fr-partiel")
    assert [path.name for path in place.parent.iterdir()] == ["fr"]
    assert not (checks / "fr.txt").exists()

    mended = put_public.put("<p>Tout est dit.</p>")
    assert mended.folder == place
    assert not (checks / "fr-partiel").exists()


def test_the_command_tells_what_it_found_and_what_it_looked_at(named, tmp_path):
    app = typer.Typer()
    app.command()(controler)

    def run(*arguments):
        return CliRunner().invoke(app, [str(named.folder), *arguments])

    folder = tmp_path / "sortie"
    folder.mkdir()
    assert run("--dossier", str(folder)).exit_code == 4  # nothing was looked at
    (folder / "a.txt").write_text("Douze femmes", "utf-8")
    clean = run("--dossier", str(folder))
    assert (clean.exit_code, "1 fichier, " in clean.output) == (0, True)
    (folder / "b.txt").write_text("Vu par Oumar Sow, 3 femmes", "utf-8")
    found = run("--dossier", str(folder))
    assert found.exit_code == 4
    assert "b.txt" in found.output
    assert "Oumar" not in found.output
    assert run("--dossier", str(folder), "--edition", "interne").output.count("effectif") == 0
