"""40, 50 and 60 on poor evidence: what is missing and what it would change, never an empty section."""

import ast
import json
import re

import pytest
from bs4 import BeautifulSoup
from lecons.declared import ResultArea
from lecons.evidence.register import read_all
from lecons.project import Project, repository_root
from lecons.report.document import Block
from lecons.report.to_html import html
from lecons.report.to_typst import typst

BROKEN = re.compile(r"\b(nan|NaN|None|inf|NaT|<NA>)\b|∞|[{}]")
NOTEBOOKS = ("40_atelier", "50_bonnes_pratiques", "60_synthese")
SPOKEN = ("temoignages", "segments", "lectures")
WORKSHOP = ("appreciations", "contributions", "priorites")
NO_PROOF = "aucune ne peut être dite bonne pratique"


def cells(name):
    path = repository_root() / "notebooks" / f"{name}.ipynb"
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        # the sheets have tests of their own
        if cell["cell_type"] == "code" and cell["id"] != "feuilles":
            tags = cell["metadata"].get("tags", [])
            yield ast.parse("".join(cell["source"])), "parameters" in tags


def run(name, change, **parameters):
    """What a notebook's own cells show, run as plain Python; `change(notebook)` once it is open."""
    names = {}
    for tree, asked in cells(name):
        *lines, last = tree.body
        shows = isinstance(last, ast.Expr)
        opened = "carnet" in names
        exec(compile(ast.Module(lines if shows else tree.body, []), "cell", "exec"), names)
        if asked:
            names.update(parameters)
        if "carnet" in names and not opened:
            change(names["carnet"])
        if shows:
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if isinstance(shown, Block):
                yield shown


def checked(blocks):
    """The words of the blocks, nothing in them broken, no heading without anything under it."""
    words = []
    for block in blocks:
        typst(block)
        soup = BeautifulSoup(html(block), "html.parser")
        said = soup.get_text(" ", strip=True)
        assert not BROKEN.search(said), BROKEN.search(said)
        parts = soup.find_all(["h2", "h3", "h4", "p", "li", "tr", "figure", "blockquote"])
        for part, after in zip(parts, [*parts, None][1:], strict=True):
            if part.name[0] == "h":
                assert after is not None, part
                deeper = after.name[0] != "h" or after.name > part.name
                assert deeper, (part, after)
        words.append(said)
    return " ".join(words)


@pytest.fixture(scope="module")
def evidence(french):
    return read_all(french.folder / "constats.json")


@pytest.fixture
def say(demo_project, evidence, tmp_path, monkeypatch):
    """The words of notebooks: tables emptied or replaced, findings kept by a rule, keys of
    projet.yaml changed."""
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))

    def of(*notebooks, tables=None, keep=lambda finding: True, **changed):
        tables = tables or {}

        def change(notebook):
            old = notebook.project
            notebook.project = Project(old.folder, old.content.model_copy(update=changed))
            plain = Project.table

            def table(name, edition, **options):
                frame = plain(notebook.project, name, edition, **options)
                return tables[name](frame) if name in tables else frame

            notebook.project.table = table
            left = {name: one for name, one in evidence.items() if keep(one)}
            notebook.findings = lambda: left

        return checked(
            block
            for name in notebooks
            for block in run(name, change, projet=str(demo_project.project.folder))
        )

    return of


def nothing(*names):
    return dict.fromkeys(names, lambda frame: frame.head(0))


def test_without_testimonies_the_rest_is_weighed_and_the_lack_is_said(say):
    said = say(
        "50_bonnes_pratiques",
        "60_synthese",
        tables=nothing(*SPOKEN),
        keep=lambda f: f.kind != "témoignage",
    )
    assert "Aucun témoignage codé ne parle d’une pratique" in said
    assert "La confiance est" in said
    assert "Dans leurs mots" not in said


def test_before_the_workshop_no_practice_is_called_good_and_it_says_why(say):
    said = say(
        *NOTEBOOKS, tables=nothing(*WORKSHOP), keep=lambda f: f.kind != "atelier", atelier=None
    )
    assert NO_PROOF in said
    assert "ne remplit encore les conditions d’une bonne pratique" in said
    assert "L’atelier ne les a pas notées" in said
    assert "ordre du jour et participants" not in said


def test_a_workshop_that_is_announced_and_not_typed_in_keeps_its_agenda(say):
    said = say("60_synthese", tables=nothing(*WORKSHOP), keep=lambda f: f.kind != "atelier")
    assert "Ordre du jour de l’atelier" in said
    assert "Aucune note de participant n’est saisie" in said


def test_without_any_practice_findings_stay_and_nothing_is_weighed(say):
    said = say(
        "50_bonnes_pratiques",
        "60_synthese",
        tables={"livre_de_codes": lambda book: book[book["famille"] != "pratique"]},
        pratiques=[],
        recommandations=[],
    )
    assert "Aucune pratique à peser" in said
    assert "Aucune pratique ne peut encore être pesée" in said
    assert "53 des 81 conflits" in said


def test_practices_that_only_the_codebook_knows_are_weighed_under_numbers_of_their_own(say):
    said = say("50_bonnes_pratiques", "60_synthese", pratiques=[], recommandations=[])
    assert "BP-5 ·" in said
    assert "Aucune recommandation ne repose encore sur un constat" in said


def test_scores_of_one_person_are_shown_without_an_interval(say):
    first = dict.fromkeys(
        ("appreciations", "priorites"), lambda rows: rows[rows["id_participant"] == "A01"]
    )
    said = say("40_atelier", "60_synthese", tables=first, keep=lambda f: f.kind != "atelier")
    assert "sans intervalle" in said


def test_contradicting_evidence_alone_leaves_nothing_good_and_no_empty_part(say):
    said = say("50_bonnes_pratiques", "60_synthese", keep=lambda f: f.bears == "contredit")
    assert "Ce qu’il faut revoir" in said
    assert "Ce qui n’est pas encore prouvé" not in said
    # what nothing carries any more is refused, with its number
    assert "Recommandation REC-1 non retenue" in said


@pytest.mark.parametrize("count", [1, 5])
def test_any_number_of_result_areas(say, count):
    text = {"fr": "Titre", "en": "Title"}
    areas = [ResultArea(code=f"R{i}", titre=text, enonce=text) for i in range(1, count + 1)]
    said = say(
        *NOTEBOOKS, resultats=areas, keep=lambda f: f.result in {area.code for area in areas}
    )
    assert "R1 · Titre" in said
    assert ("R3 · Titre" in said) == (count == 5)
    assert "R5 · Titre" not in said


def test_a_judgement_on_what_does_not_exist_is_told_and_stops_nothing(say, demo_project, tmp_path):
    path = demo_project.project.folder / "jugements.csv"
    kept = path.read_text("utf-8")
    try:
        path.write_text(kept.rstrip() + "\nrien,limites,1,A,2018-03-20,x\n", "utf-8")
        said = say("50_bonnes_pratiques")
    finally:
        path.write_text(kept, "utf-8")
    assert "jugements.csv, ligne 3 : la pratique « rien » n’existe pas" in said
    assert "Jugement de responsable suivi-évaluation" in said
