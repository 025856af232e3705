"""What runs again when something changes, why, and what does not."""

import os
import time

import pytest
from lecons.parameters import check_parameters
from lecons.pipeline import manifest
from lecons.pipeline.produce import produce
from lecons.pipeline.steps import run as step
from lecons.project import open_project

pytestmark = pytest.mark.xdist_group("pipeline")

TESTIMONIES = """\
  - fichier: brut/temoignages.csv
    forme: csv
    feuilles:
      - table: temoignages
        colonnes: {id: id, date: date, commune: commune, resultat: resultat, acteur: acteur,
                   sexe: sexe, tranche_age: age, langue_origine: langue, texte: texte,
                   consentement: consentement}
"""
SECOND = """\
  - code: R2
    titre: {fr: Organisations plus fortes}
    enonce: {fr: Organisations plus fortes}
    analyses: []
communes:
"""
ROWS = (
    "id,date,commune,resultat,acteur,sexe,age,langue,texte,consentement\n"
    "t1,2017-05-01,Alafia,R1,femmes,F,36-59,fr,Nous avons parlé ensemble du puits.,interne\n"
    "t2,2017-05-02,Tonka,R2,jeunes,H,18-35,fr,Le comité se réunit chaque mois.,interne\n"
)


@pytest.fixture(autouse=True)
def software(monkeypatch):
    """The digests of lecons itself, of which a test may change one."""
    files = manifest.code()
    assert {"lib/report/templates/page.html.j2", "lib/locale/en.po"} <= set(files)
    monkeypatch.setattr(manifest, "code", lambda: dict(files))
    return files


@pytest.fixture
def two_areas(mini):
    """The miniature project with a second result area, and a testimony on each."""
    path = mini / "projet.yaml"
    told = path.read_text("utf-8").replace("communes:\n", SECOND, 1) + TESTIMONIES
    path.write_text(told, "utf-8")
    (mini / "brut" / "temoignages.csv").write_text(ROWS, "utf-8")
    return mini


def run(folder, **options):
    asked = check_parameters({"projet": str(folder)})
    return produce(asked, formats=("html", "docx"), **options)


def test_what_changes_is_made_again_with_what_rests_on_it_and_nothing_else(
    two_areas, notebooks_here, software
):
    with notebooks_here():
        first = run(two_areas)
        assert not first.partial
        assert set(first.reasons.values()) == {"première fois"}

        # files that were only touched are the same files
        for path in two_areas.rglob("*"):
            os.utime(path, (time.time(), time.time() + 60))
        assert run(two_areas).unchanged

        # one testimony of R2: its notebook, those on all areas that read testimonies, what rests on them
        corrected = ROWS.replace("chaque mois", "chaque semaine")
        (two_areas / "brut" / "temoignages.csv").write_text(corrected, "utf-8")
        again = run(two_areas)
        assert again.reasons["import"] == "brut/temoignages.csv"
        assert "30_temoignages-R2" in again.reasons
        assert {"30_temoignages-R1", "20_activites-R1", "20_activites-R2", "40_atelier"}.isdisjoint(
            again.reasons
        )

        # a phrase of the page: no notebook runs, and Word holds none of it
        software["lib/report/templates/page.html.j2"] = "une autre phrase"
        page = run(two_areas)
        assert list(page.reasons) == ["html", "rapport"]
        assert page.reasons["html"] == "gabarits de la page"

        # one notebook of an analyst
        software["notebooks/40_atelier.ipynb"] = "autre"
        notebook = run(two_areas)
        assert notebook.reasons["40_atelier"] == "carnet 40_atelier"
        assert "10_donnees" not in notebook.reasons

        # a translation is part of every page
        software["lib/locale/en.po"] = "autre"
        assert run(two_areas).reasons["10_donnees"] == "catalogue"

        # somebody wrote into a file that a step had left
        site = first.folder.parent / ".chantier" / "interne-fr"
        with (site / "carnets" / "20_activites-R2.ipynb").open("a") as file:
            file.write("\n")
        software["lib/report/templates/page.html.j2"] = "et une autre"
        told = run(two_areas).reasons
        assert told["20_activites-R2"] == "fichiers modifiés ou absents depuis"
        assert "20_activites-R1" not in told

        # a result area that is gone leaves nothing
        path = two_areas / "projet.yaml"
        path.write_text(path.read_text("utf-8").replace(SECOND, "communes:\n"), "utf-8")
        last = run(two_areas)
        assert [path for path in site.rglob("*R2*") if path.suffix != ".verrou"] == []
        page = (last.folder / "synthese.html").read_text("utf-8")
        assert "Organisations plus fortes" not in page


def test_who_corrects_what_is_kept_of_withdrawals_is_heard_at_the_next_run(
    two_areas, notebooks_here
):
    with notebooks_here():
        run(two_areas)
        path = two_areas / "tables" / "retraits.json"
        assert path.read_text("utf-8") == "{}"
        path.write_text('{"t2": "2018-01-01"}', "utf-8")
        again = run(two_areas)
        assert again.reasons["import"] == "fichiers modifiés ou absents depuis"
        assert "30_temoignages-R2" in again.reasons
        rows = open_project(two_areas).table("temoignages", "interne").set_index("id")
        assert rows["retrait_le"].notna().to_dict() == {"t1": False, "t2": True}


def test_a_run_that_was_stopped_goes_on_where_it_was(two_areas, notebooks_here):
    class Stopped(BaseException):
        pass

    executed = []

    with notebooks_here():
        execute = step.execute

        def stop_at_the_workshop(given, folder):
            if given.notebook == "40_atelier" and "40_atelier" not in executed:
                executed.append(given.name)
                raise Stopped
            executed.append(given.name)
            return execute(given, folder)

        # undone before what it stands on is
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(step, "execute", stop_at_the_workshop)
            with pytest.raises(Stopped):
                run(two_areas)
            before = list(executed)
            assert "20_activites-R1" in before
            whole = run(two_areas)
    assert not whole.partial
    after = executed[len(before) :]
    assert after[0] == "40_atelier"
    assert set(after).isdisjoint(set(before) - {"40_atelier"})
