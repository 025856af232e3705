"""The ranking on the page: what is said, what is missing, and the demonstration's planted practices."""

import re

import pandas as pd
import pytest
from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.ranking import rank
from lecons.evidence.register import read_all
from lecons.report.document import Figure, Heading, Paragraph, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections.ranking import ranked, ranking
from lecons.store.names import CRITERIA

TITLES = {"a": "Comités", "b": "Radio", "c": "Marché"}
PRACTICES = [
    {"code": code, "numero": f"BP-{at}", "titre": {"fr": title}, "resultat": "R1"}
    for at, (code, title) in enumerate(TITLES.items(), 1)
]


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))

    def opened(practices=PRACTICES, **changed):
        folder = mini_project(pratiques=practices, **changed)
        return open_notebook("50_bonnes_pratiques", projet=str(folder))

    return opened


def measure(practice, value, **given):
    return Finding(
        id=f"R1-{practice}", result="R1", criterion="efficacité", kind="mesure", polarity="neutre",
        statement=Statement(key="x", values={}), practice=practice,
        estimate=Estimate(value, value - 1.96, value + 1.96, 40, 40, "difference_mean"),
        sources=(Source(table="cas", ids=("C1",)),), **given,
    )  # fmt: skip


def ordered(notebook, codes="abc", *, opinions=(), communes="v", marks=(), measures=()):
    """A ranking from opinions (practice, [values by person]), marks (practice, [by participant]) and
    measures (practice, effect)."""
    voices = [
        (f"P{at}", code, float(value)) for code, all_ in opinions for at, value in enumerate(all_)
    ]
    scored = [
        (f"A{at}", "gao", code, *[mark] * 5) for code, all_ in marks for at, mark in enumerate(all_)
    ]
    return rank(
        list(codes),
        opinions=pd.DataFrame(voices, columns=["id_temoignage", "code", "favorable"]),
        people=pd.DataFrame(
            [(f"P{at}", communes[at % len(communes)]) for at in range(12)],
            columns=["id", "commune"],
        ),
        scores=pd.DataFrame(
            scored, columns=["id_participant", "region", "pratique", *CRITERIA]
        ).astype(dict.fromkeys(CRITERIA, "Int64")),
        findings=[measure(code, value) for code, value in measures],
        weights=notebook.project.content.classement,
        seed=1,
    )


def said(block, kind=""):
    return [text(p.content) for p in block.content if isinstance(p, Paragraph) and p.kind == kind]


def tables(block):
    return [
        [[text(cell) for cell in row] for row in part.rows]
        for part in block.content
        if isinstance(part, Table)
    ]


CLEAR = {
    "opinions": [("a", [1] * 12), ("b", [1, 0] * 6), ("c", [0] * 12)],
    "communes": "vw",
    "marks": [("a", [5] * 6), ("b", [3] * 6), ("c", [1] * 6)],
    "measures": [("a", 9), ("b", 0.5), ("c", -9)],
}


def test_a_clear_order_is_said_with_its_ends_its_scores_and_its_weights(notebook):
    carnet = notebook()
    block = ranking(carnet, ordered(carnet, **CLEAR))
    assert said(block) == [
        "En tête : BP-1 «\u00a0Comités\u00a0», au-dessus de chacune des autres dans au moins 95 % des "
        "tirages. En dernier : BP-3 «\u00a0Marché\u00a0», au-dessous de chacune des autres dans au "
        "moins 95 % des tirages. La première place reste à BP-1 dans les 10 jeux de poids essayés. La "
        "dernière place reste à BP-3 dans les 10 jeux de poids essayés."
    ]
    assert said(block, "alerte") == []
    figure = next(part for part in block.content if isinstance(part, Figure))
    assert [text(cell) for cell in figure.data.rows[0]] == [
        "BP-1 Comités", "1 (1 à 1)", "100\u00a0%", "aucune",
    ]  # fmt: skip
    scores, pairs, weights = tables(block)
    assert scores[0] == ["BP-1", "1,00 (1,00 à 1,00)", "1,00 (1)", "1,00 (12)", "1,00 (6)"]
    assert scores[1][2:] == ["0,69 (1)", "0,50 (12)", "0,50 (6)"]
    assert pairs[0] == ["BP-1", "–", "100\u00a0%", "100\u00a0%"]
    assert weights[0] == ["poids du projet", "1", "2", "3"]
    assert len(weights) == 10
    (how,) = said(block, "note")
    assert "poids : mesures 1, témoignages 1 et atelier 1" in how
    assert "2\u202f000 tirages" in how


def test_practices_that_nothing_tells_apart_are_said_so(notebook):
    carnet = notebook()
    half = [1, 0] * 6
    block = ranking(
        carnet, ordered(carnet, opinions=[("a", half), ("b", half), ("c", half)], communes="vw")
    )
    (words,) = said(block)
    assert words.startswith("Les données ne départagent pas ces 3 pratiques")
    assert words.endswith("Une seule source compte : l’ordre ne dépend d’aucun poids.")
    assert [kind[:24] for kind in said(block, "alerte")] == [
        "Aucune mesure avec inter", "Aucune pratique n’a la n",
    ]  # fmt: skip
    assert len(tables(block)) == 2


def test_first_places_that_the_weights_move_are_named(notebook):
    carnet = notebook()
    found = ordered(
        carnet,
        "ab",
        opinions=[("a", [1] * 12), ("b", [0] * 12)],
        marks=[("a", [1] * 6), ("b", [5] * 6)],
    )
    (words,) = said(ranking(carnet, found))
    assert (
        "La première place dépend des poids ; y viennent, selon les 5 jeux essayés : BP-1 et BP-2."
        in words
    )


def test_what_is_missing_is_said_with_what_it_changes(notebook):
    carnet = notebook(classement={"mesures": 0, "temoignages": 1, "atelier": 2.5})
    found = ordered(carnet, opinions=[("a", [1] * 12), ("b", [0] * 12)], marks=[("a", [5] * 6)])
    block = ranking(carnet, found)
    silent, one_commune, left = said(block, "alerte")
    assert silent.startswith("Source muette (atelier) : BP-2. Elle y compte pour 0,5 sur 1")
    assert one_commune.startswith("Toutes les personnes entendues sont d’une même commune")
    assert left == "Hors du classement, faute d’une source qui en dise assez : BP-3."
    assert tables(block)[0][1][-1] == "muette (0)"
    assert "témoignages 1 et atelier 2,50" in said(block, "note")[0]


def test_fewer_than_two_practices_make_no_ranking(notebook):
    carnet = notebook()
    block = ranking(carnet, ordered(carnet, measures=[("a", 1)]))
    assert not any(isinstance(part, Table | Figure) for part in block.content)
    assert said(block, "alerte")[0].endswith("il y en a 1 sur 3.")
    without = notebook(practices=[])
    assert ranking(without, ordered(without, "")) == Stack()


def test_a_project_without_data_is_ranked_without_failing(notebook):
    carnet = notebook()
    found = ranked(carnet, {one.id: one for one in (measure("a", 9), measure("b", -9))})
    assert [one.practice for one in found.practices] == ["a", "b"]
    words = " ".join(said(ranking(carnet, found), "alerte"))
    assert "sans les témoignages" in words
    assert "sans l’atelier" in words
    assert "BP-3" in words


def test_a_finding_that_is_stale_does_not_bring_a_practice_in(notebook):
    carnet = notebook()
    stale = measure("a", 9, stale=True)
    assert ranked(carnet, {stale.id: stale}).practices == ()


@pytest.mark.xdist_group("report")
def test_the_planted_practices_come_out_above_the_planted_failure(french):
    folder = french.folder.parents[3] / "data" / "3p-amss"
    carnet = open_notebook("50_bonnes_pratiques", projet=str(folder))
    found = ranked(carnet, read_all(french.folder / "constats.json"))
    assert {one.practice for one in found.practices} >= {
        "mediation_mixte", "formation_suivie", "dialogue_inclusif", "animation_isolee",
    }  # fmt: skip
    good = ["mediation_mixte", "formation_suivie", "dialogue_inclusif"]
    assert (found.above.loc[good, "animation_isolee"] >= 0.95).all()
    assert found.practices[-1].practice == "animation_isolee"
    assert all(max(one.ranks, key=one.ranks.get) == "animation_isolee" for one in found.scenarios)
    # loved by those who listen, without a visible difference in the survey: never sure to be first
    radio = next(one for one in found.practices if one.practice == "radio_langues_locales")
    assert radio.high > 3
    block = ranking(carnet, found)
    assert isinstance(block.content[0], Heading)
    assert not re.search(r"\bnan\b", repr(block), re.IGNORECASE)
