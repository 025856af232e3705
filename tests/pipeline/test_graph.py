import pytest
from lecons.errors import ProjectError
from lecons.parameters import check_parameters
from lecons.pipeline.graph import FORMATS, graph, ranks, stages
from lecons.project import open_project


def names(**parameters):
    given = check_parameters({"projet": "data/3p-amss", **parameters})
    return [[run.name for run in runs] for runs in stages(open_project("data/3p-amss"), given)]


def test_activities_and_testimonies_run_once_for_each_result_area():
    first, second = names()
    assert first == [
        "20_activites-R1", "20_activites-R2", "20_activites-R3",
        "30_temoignages-R1", "30_temoignages-R2", "30_temoignages-R3",
        "10_donnees", "40_atelier",
    ]  # fmt: skip
    assert second == ["50_bonnes_pratiques", "60_synthese"]


def test_one_result_area_can_be_asked_for():
    first, _ = names(resultat="R2")
    assert first == ["20_activites-R2", "30_temoignages-R2", "10_donnees", "40_atelier"]


def test_an_unknown_result_area_names_those_that_exist():
    with pytest.raises(ProjectError, match=r"« R9 » n’existe pas.*Résultats déclarés : R1, R2, R3"):
        names(resultat="R9")


def test_formats_come_after_what_they_are_read_off_and_the_longest_first():
    given = check_parameters({"projet": "data/3p-amss"})
    nodes = {one.name: one for one in graph(open_project("data/3p-amss"), given, FORMATS)}
    assert nodes["pdf"].after == nodes["html"].after == ("assemblage",)
    assert nodes["xlsx"].after == nodes["figures"].after == ("assemblage", "html")
    assert nodes["docx"].after == ("assemblage", "html", "figures")
    assert [*nodes][-9:-1] == [
        "html", "pdf", "resume", "fiches", "preuves", "xlsx", "figures", "docx",
    ]  # fmt: skip
    first = sorted(nodes, key=ranks(nodes.values()).__getitem__)
    assert first[:8] == [
        "30_temoignages-R1", "30_temoignages-R2", "30_temoignages-R3",
        "pdf", "html", "preuves", "figures", "docx",
    ]  # fmt: skip
    assert {*nodes} - {"rapport"} == {"import", *nodes["rapport"].after}
    # Word draws its own pictures where nobody asks for the folder of them; proofs are the team's
    outside = check_parameters({"projet": "data/3p-amss", "edition": "publique"})
    few = {one.name: one for one in graph(open_project("data/3p-amss"), outside, {"docx"})}
    assert few["docx"].after == ("assemblage", "html")
    assert "preuves" not in few
