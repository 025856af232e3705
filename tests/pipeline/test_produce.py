"""What a run leaves, when all goes well and when something does not."""

import errno
import hashlib
import json

import pytest
from bs4 import BeautifulSoup
from lecons.errors import ProjectError, ReportError
from lecons.parameters import check_parameters
from lecons.pipeline.produce import produce

pytestmark = pytest.mark.xdist_group("pipeline")


def run(folder, **parameters):
    asked = check_parameters({"projet": str(folder), **parameters})
    return produce(asked, formats=("html", "pdf"))


def page(outcome):
    return BeautifulSoup((outcome.folder / "synthese.html").read_text("utf-8"), "html.parser")


def check_manifest(outcome, folder):
    manifest = json.loads((outcome.folder / "manifeste.json").read_text("utf-8"))
    assert manifest["complet"] is True
    assert manifest["lignes"] == {"activites": 2, "cas": 3}
    assert len(manifest["entrees"]["mini/projet.yaml"]) == 64
    assert "notebooks/60_synthese.ipynb" in manifest["code"]
    assert {"import", "20_activites-R1", "assemblage", "pdf"} <= set(manifest["durees"])
    assert set(manifest["raisons"].values()) == {"première fois"}
    for name, digest in manifest["fichiers"].items():
        assert hashlib.sha256((outcome.folder / name).read_bytes()).hexdigest() == digest
    for account in manifest["comptes"]:
        aside = sum(account["set_aside"].values())
        assert account["read"] == account["kept"] + account["quarantined"] + aside
    assert str(folder) not in json.dumps(manifest)  # no path of this machine


def beside(folder):
    return sorted(path.name for path in folder.parent.iterdir())


def content(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_small_project_has_a_whole_report_and_what_fails_later_leaves_it(mini, monkeypatch):
    outcome = run(mini)
    assert not outcome.partial
    text = page(outcome).get_text(" ")
    assert "2 des 3 conflits enregistrés sont réglés" in text
    assert "Aucune donnée dans la table « temoignages »" in text
    assert "L’atelier n’a pas encore eu lieu" in text
    assert "Aucune pratique à peser" in text
    assert (outcome.folder / "synthese.pdf").read_bytes().startswith(b"%PDF")
    # nothing is left beside the report but what the next run starts from
    assert beside(outcome.folder) == [".chantier", "fr"]

    check_manifest(outcome, mini)

    again = run(mini)
    assert again.unchanged
    assert again.reasons == {}

    check_that_what_fails_leaves_it(mini, outcome)

    # one word of one input is enough to run again
    (mini / "projet.yaml").write_text(
        (mini / "projet.yaml").read_text("utf-8").replace("Petit projet", "Autre nom"), "utf-8"
    )

    class RunsAgain(Exception):
        pass

    def starts(*_):
        raise RunsAgain

    monkeypatch.setattr("lecons.pipeline.engine.run", starts)
    with pytest.raises(RunsAgain):
        run(mini)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lecons.pipeline.engine.run", full)
    with pytest.raises(ReportError, match="le disque est plein"):
        run(mini)
    # what was under way left nothing, and the good report stays
    assert beside(outcome.folder) == [".chantier", "fr"]
    assert "Petit projet" in page(outcome).get_text()


def check_that_what_fails_leaves_it(mini, good):
    """A failed notebook leaves a panel and its copy, an unreadable workbook is named, the rest goes on
    beside the last good report, and all that is undone once both are mended."""
    before = content(good.folder)
    sound = (mini / "brut" / "cas.xlsx").read_bytes()
    (mini / "brut" / "cas.xlsx").write_bytes(b"not a workbook")
    (mini / "codage").mkdir()
    (mini / "codage" / "citations.csv").write_text("id_segment,decision\nx,ecarter\n", "utf-8")
    outcome = run(mini)
    assert outcome.partial
    assert list(outcome.failures) == ["30_temoignages-R1"]
    assert "cellule « pratiques »" in outcome.failures["30_temoignages-R1"]
    assert "citations.csv" in outcome.failures["30_temoignages-R1"]
    assert list(outcome.refused) == ["brut/cas.xlsx"]
    assert outcome.folder.name == "fr-partiel"
    assert content(good.folder) == before
    said = page(outcome)
    panels = " ".join(panel.get_text() for panel in said.select(".carte.echec"))
    assert "cas.xlsx : classeur illisible" in panels
    assert "Le dernier bon rapport, s’il y en a un, est resté en place" in panels
    assert "30_temoignages-R1" in panels
    # the rest is there: the cases of the last import too
    assert "2 activités dans 2 communes" in said.get_text(" ")
    assert "2 des 3 conflits" in said.get_text(" ")
    executed = json.loads((outcome.folder / "carnets" / "30_temoignages-R1.ipynb").read_text())
    kinds = [o["output_type"] for cell in executed["cells"] for o in cell.get("outputs", [])]
    assert "error" in kinds

    (mini / "brut" / "cas.xlsx").write_bytes(sound)
    (mini / "codage" / "citations.csv").unlink()
    mended = run(mini)
    assert mended.folder.name == "fr"
    assert not outcome.folder.exists()


def test_an_unknown_result_area_starts_nothing(mini, tmp_path):
    with pytest.raises(ProjectError, match="« R4 » n’existe pas"):
        run(mini, resultat="R4")
    assert not (tmp_path / "rapports").exists()
