"""What is said of the coding: the words follow the interval, and both editions say the same."""

from dataclasses import replace

import pandas as pd
import pytest
from lecons.estimates import Estimate, unknown
from lecons.evidence.finding import check_sources
from lecons.evidence.statements.reliability import checked, coding
from lecons.language import Language
from lecons.report.document import Bullets, Figure, Foreign, Heading, Paragraph, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections.testimonies.reliability import (
    AT_MOST,
    _names,
    _to_discuss,
    reliability,
    sentence_places,
)
from lecons.report.to_html import html
from lecons.report.to_typst import typst
from lecons.testimony.reliability import Reliability, measure

FR = Language("fr")
BLANK = pd.DataFrame()


def alpha(value, low=None, high=None, n=21, total=70):
    return Estimate(value, low, high, n, total, "coefficient")


def known(overall, coders=("a", "b"), double=21):
    return Reliability(
        "phrase", coders, double, overall.n, overall.total, 233, overall, {"phrase": overall},
        BLANK, BLANK, ("S1", "S2"),
    )  # fmt: skip


ALONE = known(unknown(0, 70, "coefficient"), ("a",), 0)
APART = known(unknown(0, 70, "coefficient"), ("a", "b"), 0)
STATES = {
    "sure": (known(alpha(0.9, 0.82, 0.98)), "force", "fiables au seuil usuel"),
    "enough": (known(alpha(0.75, 0.67, 0.83)), "force", "pour des conclusions prudentes"),
    "open": (known(alpha(0.75, 0.6, 0.9)), "neutre", "trop peu de témoignages pour savoir"),
    "too low": (known(alpha(0.5, 0.4, 0.6)), "amélioration", "à lire avec réserve"),
    "few": (known(alpha(0.9, n=4)), "neutre", "rien n’en est conclu"),
    "nothing": (known(unknown(3, 70, "coefficient"), double=3), "neutre", "rien n’y permet"),
    "alone": (ALONE, "amélioration", "Une seule personne a codé"),
    "apart": (APART, "amélioration", "2 codeurs ont lu"),
}


@pytest.mark.parametrize("state", STATES)
def test_the_sentence_and_the_side_follow_where_the_whole_interval_stands(state):
    found, polarity, words = STATES[state]
    finding = check_sources(coding("R1", found))
    assert (finding.id, finding.polarity, finding.kind) == ("R1-fiabilite", polarity, "témoignage")
    said = finding.statement.text(FR)
    assert words in said
    assert said.endswith(".")
    assert "–" not in said
    assert "None" not in said


def test_the_figure_is_stated_with_its_interval_its_unit_and_its_denominator():
    assert coding("R1", STATES["enough"][0]).statement.text(FR) == (
        "Sur 21 des 70 témoignages, codés séparément par deux personnes au moins, l’α de Krippendorff "
        "est de 0,75 (0,67 à 0,83, phrase par phrase) : au-dessus du minimum de 0,667, pour des "
        "conclusions prudentes."
    )


def test_what_rests_on_the_coding_is_told_who_coded_and_how_alike():
    assert checked(ALONE) == {"codeurs": 1}
    assert checked(STATES["enough"][0]) == {"codeurs": 2, "alpha": 0.75}
    assert coding("R1", ALONE).confidence == "très faible"
    assert coding("R1", STATES["enough"][0]).confidence == "faible"
    assert coding("R1", STATES["few"][0]).facts["fragile"] == 2


def test_where_nobody_coded_there_is_no_finding():
    assert coding("R1", replace(ALONE, coders=(), ids=())) is None


@pytest.fixture
def opened(demo_project, monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))

    def open_one(edition="interne", result="R2"):
        return open_notebook(
            "30_temoignages",
            projet=str(demo_project.project.folder),
            resultat=result,
            edition=edition,
        )

    return open_one


def measured(notebook):
    return measure(
        notebook.table("segments"),
        notebook.table("temoignages"),
        notebook.table("lectures"),
        sentence_places(notebook),
        notebook.table("livre_de_codes"),
        notebook.parameters.graine,
    )


@pytest.fixture
def coded_twice(opened):
    """The notebook of a result area and its coding; skipped while the demonstration has none."""
    notebook = opened()
    found = measured(notebook)
    if not found.double:
        pytest.skip("la démonstration n’a pas encore de double codage")
    return notebook, found


def flat(block):
    if isinstance(block, Stack):
        return [one for part in block.content for one in flat(part)]
    return [block]


def of_kind(block, kind):
    return [one for one in flat(block) if isinstance(one, kind)]


def test_the_section_says_it_in_words_in_a_figure_and_in_a_table(coded_twice):
    notebook, found = coded_twice
    block = reliability(notebook, found)
    assert [one.text for one in of_kind(block, Heading)] == [
        "Fiabilité du codage", "À discuter entre codeurs",
    ]  # fmt: skip
    table = of_kind(block, Table)[0]
    assert len(table.columns) == 6
    assert len(table.rows) == len(found.by_code)
    first = [text(cell) for cell in table.rows[0]]
    assert first[1] == FR.number(found.by_code["alpha"].iloc[0].value, 2)
    assert "Feinstein et Cicchetti" in table.note
    figure = of_kind(block, Figure)[0]
    judged = found.by_code[~found.by_code["rare"]]
    assert len(figure.data.rows) == 1 + len(judged)
    assert notebook.published[0].id == "R2-fiabilite"
    for written in (html(block), typst(block)):
        assert "Fiabilité du codage" in written


def test_both_editions_publish_the_same_figures_and_the_public_one_no_passage(coded_twice, opened):
    _, inside = coded_twice
    notebook = opened("publique")
    outside = measured(notebook)
    assert outside.unit == "phrase"
    assert outside.overall == inside.overall
    assert outside.by_code["alpha"].to_list() == inside.by_code["alpha"].to_list()
    assert checked(outside) == checked(inside)
    block = reliability(notebook, outside)
    assert [one.text for one in of_kind(block, Heading)] == ["Fiabilité du codage"]
    written = html(block)
    assert len(inside.disagreements)
    for row in inside.disagreements.itertuples():
        assert row.extrait not in written
        assert row.id_temoignage not in written
    for coder in inside.coders:
        assert coder not in written


def test_places_of_sentences_hold_no_words(opened):
    places = sentence_places(opened("publique"))
    assert list(places.columns) == ["id_temoignage", "debut", "fin"]
    assert len(places) > 100
    assert places[["debut", "fin"]].dtypes.astype(str).to_list() == ["int64", "int64"]


def test_of_one_code_the_figure_says_its_own_value_and_compares_nothing(coded_twice):
    notebook, found = coded_twice
    judged = found.by_code[~found.by_code["rare"]].head(1)
    alone = replace(found, by_code=judged)
    block = reliability(notebook, alone)
    name, value = _names(notebook, found)[judged["code"].iloc[0]], judged["alpha"].iloc[0].value
    (figure,) = of_kind(block, Figure)
    said = FR.number(value, 2)
    assert figure.alt == (
        f"α de Krippendorff d’un seul code, « {name} » : {said} (minimum : 0,667)."
    )
    assert "pour un code pris seul" in html(reliability(notebook, found))
    assert "pour un code pris seul" not in html(block)


def test_words_that_may_not_be_read_are_not_in_the_list_either(coded_twice):
    notebook, found = coded_twice
    withheld = found.disagreements.assign(extrait=None)
    block = _to_discuss(notebook, replace(found, disagreements=withheld), _names(notebook, found))
    items = of_kind(block, Bullets)[0].items
    assert all("(paroles qui ne peuvent pas être lues ici)" in text(item) for item in items)
    assert not any(isinstance(part, Foreign) for item in items for part in item)


def test_a_long_list_is_cut_and_says_so(coded_twice):
    notebook, found = coded_twice
    one = found.disagreements.iloc[[0]]
    many = pd.concat([one.assign(debut=i, fin=i + 5) for i in range(50)], ignore_index=True)
    block = _to_discuss(notebook, replace(found, disagreements=many), _names(notebook, found))
    said = text(of_kind(block, Paragraph)[0].content)
    assert said.startswith("50 passages ne sont pas codés de même")
    assert f"Voici les {AT_MOST} premiers" in said
    assert len(of_kind(block, Bullets)[0].items) == AT_MOST


def test_codes_of_another_result_area_are_shown_by_their_names(coded_twice):
    notebook, found = coded_twice
    names = _names(notebook, found)
    assert names["mediation_mixte"] == "Médiation par un comité mixte"
    assert names["radio_langues_locales"] == "Radio en langues locales"


def test_one_coder_is_said_as_an_alert_with_what_to_do(opened):
    notebook = opened()
    alone = replace(measured(notebook), coders=("a",), double=0, overall=ALONE.overall)
    block = reliability(notebook, alone)
    alerts = [one for one in of_kind(block, Paragraph) if one.kind == "alerte"]
    assert "une deuxième personne" in text(alerts[0].content)
    assert of_kind(block, Table) == []


def test_an_alpha_under_the_minimum_is_an_alert(coded_twice):
    notebook, found = coded_twice
    low = replace(found, overall=replace(found.overall, value=0.5, low=0.4, high=0.6))
    alerts = [one for one in of_kind(reliability(notebook, low), Paragraph) if one.kind == "alerte"]
    assert "sous 0,667" in text(alerts[0].content)
    enough = replace(found, overall=replace(found.overall, value=0.7, low=0.6, high=0.8))
    kinds = {one.kind for one in of_kind(reliability(notebook, enough), Paragraph)}
    assert "alerte" not in kinds


def test_a_coding_without_any_code_or_reader_is_nothing(opened):
    notebook = opened()
    nothing = replace(ALONE, coders=(), ids=())
    assert reliability(notebook, nothing) == Stack()
