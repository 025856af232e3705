"""Whatever happens, the last good report stays, people are told, and the next run finishes the work. The
other faults, and fifty power cuts, are in tests/bench/pannes.py."""

import json

from bs4 import BeautifulSoup


def test_notebooks_that_die_or_never_end_are_told_with_the_cell_and_the_cause(story):
    assert story.code == 3
    for name, cause in (
        ("20_activites-R1", "le noyau s’est arrêté (signal 9"),
        ("30_temoignages-R1", "elle a duré plus de 2 secondes et a été arrêtée"),
    ):
        told = next(line for line in story.said.splitlines() if line.startswith(f"Carnet {name} :"))
        assert "cellule « panne »" in told
        assert cause in told


def test_the_last_good_report_stays_to_its_last_byte(story):
    assert story.after == story.good
    assert story.cut.report == story.good


def test_the_others_are_rendered_with_a_panel_where_one_failed(story):
    page = BeautifulSoup(story.page, "html.parser")
    panels = [panel.get_text(" ", strip=True) for panel in page.select(".carte.echec")]
    assert [panel.split(" a échoué")[0] for panel in panels] == [
        "Le carnet 20_activites-R1", "Le carnet 30_temoignages-R1",
    ]  # fmt: skip
    for name in ("10_donnees", "60_synthese"):
        assert f"{name} : 2 activités" in page.get_text()


def test_the_executed_notebook_is_kept_as_far_as_it_went(story):
    for content in story.kept.values():
        cells = {cell["id"]: cell for cell in json.loads(content)["cells"]}
        assert cells["ouverture"]["execution_count"] is not None
        assert cells["phrase"]["execution_count"] is None
        assert cells["phrase"]["outputs"] == []


def test_a_second_command_does_nothing_and_says_who_works(story):
    code, said = story.second
    assert code == 5
    assert "Un autre rapport de ce projet est en cours (depuis le " in said


def test_a_power_cut_leaves_no_process_and_what_was_done_is_not_done_again(story):
    assert story.cut.orphans == []
    # the import and a notebook before the faults, and at least one that was mended
    assert {"etat_import", "10_donnees"} < story.cut.done.keys()
    assert story.again == []


def test_the_next_run_finishes_the_work_and_cleans_up(story):
    code, said = story.end
    assert code == 0
    assert "s’est arrêté sans finir" in said
    assert story.whole
    assert story.left == []
