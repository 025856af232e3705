"""What 20_activites says of poor data: what cannot be said and why, and never a broken figure."""

import ast
import base64
import json
import re

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lecons.intake.load import import_project
from lecons.project import open_project, repository_root
from lecons.report.to_html import html
from lecons.report.to_typst import typst
from lecons.store.names import ITEMS

ABSENT = "cette analyse est absente, non nulle"
CONCLUDES_NOTHING = "Rien n’en est conclu."
COVERED = ["ML0601", "ML0603"]
TABLES = ("activites", "cas", "formations", "organisations", "enquete", "incidents")
ACTIVITIES, CASES = ("reach", "coverage", "notes"), ("mediation", "durations", "who_mediates")
# the parts of the notebook, and the result area that asks for each
AREA = {
    **dict.fromkeys((*ACTIVITIES, *CASES, "violence"), "R1"),
    **dict.fromkeys(("trainings", "organisations", "inclusion"), "R2"),
    **dict.fromkeys(("cohesion", "indicators"), "R3"),
}
NOTEBOOK = json.loads((repository_root() / "notebooks" / "20_activites.ipynb").read_text("utf-8"))
CELLS = [
    (ast.parse("".join(cell["source"])), "parameters" in cell["metadata"].get("tags", []))
    for cell in NOTEBOOK["cells"]
    if cell["cell_type"] == "code"
]


def blocks(parts, **parameters):
    """The notebook's own cells as plain Python; of what they show, the parts asked for. `tables`
    stand in for those of the project."""
    names, tables, left = {}, parameters.pop("tables", {}), set(parts)
    for tree, given_parameters in CELLS:
        *lines, last = tree.body
        shows = isinstance(last, ast.Expr)
        exec(compile(ast.Module(lines if shows else tree.body, []), "cell", "exec"), names)
        if given_parameters:
            names.update(parameters)
        if tables and "carnet" in names and "read" not in names:
            notebook, names["read"] = names["carnet"], names["carnet"].table
            notebook.table = lambda name: tables[name] if name in tables else names["read"](name)
            notebook.history = notebook.table
        if shows and last.value.func.attr in left:
            yield eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            left.remove(last.value.func.attr)
            if not left:
                return


@pytest.fixture(scope="module")
def demo(demo_project):
    return {name: demo_project.project.table(name, "interne") for name in TABLES}


@pytest.fixture(scope="module")
def say(demo_project, tmp_path_factory):
    """The words of some parts of the notebook, checked, from tables as they are given."""
    folder = str(demo_project.project.folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LECONS_CONSTATS", str(tmp_path_factory.mktemp("constats")))

        def of(tables, *parts, language="fr", dashes=True):
            said = []
            for area in ("R1", "R2", "R3"):
                mine = [part for part in parts if AREA[part] == area]
                asked = {"projet": folder, "resultat": area, "langue": language, "tables": tables}
                said += [checked(one, dashes) for one in blocks(mine, **asked)] if mine else []
            assert len(said) == len(parts)
            return "\n".join(said)

        yield of


BROKEN = re.compile(r"\b(nan|NaN|None|inf|NaT|<NA>)\b|∞|\bp\s*[<=≤]|\bp-value|[{}]")


def checked(block, dashes=True):
    """The words of a block, figures and their alternatives included; nothing in them is broken."""
    typst(block)
    soup = BeautifulSoup(html(block), "html.parser")
    images = soup.find_all("img")
    words = soup.get_text(" ")
    drawn = [base64.b64decode(i["src"].split(",")[1]).decode() for i in images]
    labels = [" ".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", svg)) for svg in drawn]
    assert all(labels)
    for text in (words, *(i["alt"] for i in images), *labels):
        assert not BROKEN.search(text), BROKEN.search(text)
    # a dash is a blank cell, or the rows of a file from one to another: no broken sentence
    for part in soup.select("td, details.origine"):
        part.decompose()
    for text in (soup.get_text(" "), *(i["alt"] for i in images)) if dashes else ():
        assert "–" not in text.replace("Kaplan–Meier", ""), text
    return "\n".join([words, *(i["alt"] for i in images)])


def blank(frame, *columns):
    """The frame without anything in these columns, typed as before."""
    return frame.assign(**{c: frame[c].where(np.zeros(len(frame), dtype=bool)) for c in columns})


def here(column, *values):
    return lambda d: d[d[column].isin(values)]


Q = dict.fromkeys(ITEMS, 3.0)
SUIVIS = ("suivi_3_mois", "suivi_6_mois")
COUNTS = ("hommes", "femmes", "jeunes", "participants")
# what is wrong: the table, how it is degraded, the parts that read it, what they must say
WRONG = {
    "no case": ("cas", lambda d: d.head(0), CASES, [ABSENT]),
    "one commune": ("cas", lambda d: d.assign(commune="ML060101"), ("who_mediates",), ["Qui médie"]),
    "one settled case": ("cas", lambda d: here("issue", "regle")(d).head(1), CASES, ["1 des 1"]),
    "one open case": ("cas", lambda d: here("issue", "en_cours")(d).head(1), CASES,
                      [CONCLUDES_NOTHING, "0 des 1"]),
    "all settled": ("cas", lambda d: d.assign(issue="regle"), CASES,
                    ["81 des 81", "ne permet pas de conclure"]),
    "none settled": ("cas", lambda d: blank(d.assign(issue="echec"), "date_issue", *SUIVIS), CASES,
                     ["0 des 81", "moins de la moitié"]),
    "none mediated": ("cas", lambda d: blank(d.assign(issue="sans_mediation"), "date_issue"), CASES,
                      ["0 des 81"]),
    "no follow-up": ("cas", lambda d: blank(d, *SUIVIS), CASES[:2], ["53 des 81"]),
    "seen at three months only": ("cas", lambda d: blank(d, "suivi_6_mois"), CASES[:2],
                                  ["accords qui tiennent à six mois : "]),
    "only mixed committees": ("cas", lambda d: d.assign(mediatrices=pd.array([1] * len(d), "Int64")),
                              ("who_mediates",), ["Qui médie"]),
    "mediators unknown": ("cas", lambda d: blank(d, "mediatrices", "jeunes_mediateurs"),
                          ("mediation", "who_mediates", "inclusion"), ["53 des 81"]),
    "cases of nowhere": ("cas", lambda d: d.assign(commune="ML010101"), CASES, ["53 des 81"]),
    "first cases unknown": ("cas", lambda d: d.assign(revient_de="X"), CASES[:1], ["numéro à vérifier"]),
    "settled in a few days": ("cas", lambda d: here("issue", "regle")(d).assign(
        date_issue=lambda c: c["date_signalement"] + pd.Timedelta(days=9)), ("durations",), ["9 jours", "100,0"]),
    "no organisation": ("organisations", lambda d: d.head(0), ("organisations", "inclusion"), [ABSENT]),
    "no first assessment": ("organisations", here("vague", "finale"), ("organisations", "inclusion"),
                            ["Organisations locales"]),
    "no last assessment": ("organisations", here("vague", "reference"),
                           ("organisations", "inclusion"), ["Organisations locales"]),
    "no score": ("organisations", lambda d: blank(d, "score"), ("organisations", "inclusion"),
                 ["Place des femmes"]),
    "one organisation": ("organisations", here("id", "ORG-01"), ("organisations", "inclusion"),
                         [CONCLUDES_NOTHING, "1 observation utilisable sur 1"]),
    "equal scores": ("organisations", lambda d: d.assign(score=3.0), ("organisations",),
                     [CONCLUDES_NOTHING, "aucun domaine"]),
    "no board": ("organisations", lambda d: blank(d, "taille_bureau"), ("inclusion",),
                 ["parmi les médiateurs"]),
    "no trainee": ("formations", lambda d: d.head(0), ("trainings",), [ABSENT]),
    "no mark": ("formations", lambda d: blank(d, "score_avant", "score_apres", "score_6_mois"),
                ("trainings",), ["Formations", "aucune n’a de note avant et après", f"not {ABSENT}"]),
    "no mark after": ("formations", lambda d: blank(d, "score_apres"), ("trainings",), ["Formations"]),
    "one trainee": ("formations", lambda d: d.dropna().head(1), ("trainings",), [CONCLUDES_NOTHING]),
    "one session": ("formations", lambda d: d.assign(id_activite="A"), ("trainings",),
                    [CONCLUDES_NOTHING]),
    "equal marks": ("formations", lambda d: d.assign(score_avant=9.0, score_apres=9.0),
                    ("trainings",), [CONCLUDES_NOTHING]),
    "nobody asked": ("enquete", lambda d: d.head(0), ("cohesion",), [ABSENT]),
    "no first wave": ("enquete", here("vague", "finale"), ("cohesion",),
                      ["Vague sans réponse utilisable : au départ"]),
    "no last wave": ("enquete", here("vague", "reference"), ("cohesion",),
                     ["Vague sans réponse utilisable : à la fin", "Pas de comparaison"]),
    "one commune asked": ("enquete", lambda d: d.assign(commune="ML060101"), ("cohesion",),
                          [CONCLUDES_NOTHING, "sans intervalle"]),
    "equal answers": ("enquete", lambda d: d.assign(**Q), ("cohesion",),
                      [CONCLUDES_NOTHING, "On ne peut pas vérifier que les questions"]),
    "no answer": ("enquete", lambda d: blank(d, *ITEMS), ("cohesion",),
                  ["On ne peut pas vérifier", "Vague sans réponse utilisable : au départ et à la fin"]),
    "three answers each": ("enquete", lambda d: blank(d, *ITEMS[:3]), ("cohesion",),
                           ["Vague sans réponse utilisable : au départ et à la fin"]),
    "one question unanswered": ("enquete", lambda d: blank(d, "q1"), ("cohesion",), ["passe de"]),
    "exposure unknown": ("enquete", lambda d: blank(d, "exposition"), ("cohesion",),
                         ["Pas de comparaison selon l’activité suivie"]),
    "nobody exposed": ("enquete", lambda d: d.assign(exposition="aucune"), ("cohesion",),
                       ["Pas de comparaison selon l’activité suivie"]),
    "all exposed": ("enquete", lambda d: d.assign(exposition="radio"), ("cohesion",),
                    ["Pas de comparaison selon l’activité suivie"]),
    "no weight": ("enquete", lambda d: blank(d, "poids"), ("cohesion",), ["passe de 2,88 à 3,19"]),
    "few weights": ("enquete", lambda d: d.assign(poids=[2.0, *[np.nan] * (len(d) - 1)]),
                    ("cohesion",), ["passe de 2,88 à 3,19"]),
    "two people asked": ("enquete", lambda d: d.groupby("vague").head(1), ("cohesion",),
                         [CONCLUDES_NOTHING]),
    "no incident": ("incidents", lambda d: d.head(0), ("violence",), [ABSENT]),
    "few cercles": ("incidents", here("cercle", *COVERED), ("violence",), ["sans conclusion possible"]),
    "no activity": ("activites", lambda d: d.head(0), ACTIVITIES, [ABSENT]),
    "one activity": ("activites", lambda d: d.head(1), ACTIVITIES, [CONCLUDES_NOTHING]),
    "costs unknown": ("activites", lambda d: blank(d, "cout_fcfa"), ACTIVITIES, ["participations"]),
    "nothing noted": ("activites", lambda d: blank(d, "difficultes", "reussites"), ACTIVITIES,
                      ["participations"]),
    "unreadable notes": ("activites", lambda d: d.assign(difficultes="?", reussites="xyz"), ACTIVITIES,
                         ["430 notes n’en portent aucun"]),
    "one day": ("cas", lambda d: d.assign(date_signalement=d["date_signalement"].iloc[0],
        date_issue=d["date_signalement"].iloc[0]), ("durations",), []),
    "no first assessment, told": ("organisations", here("vague", "finale"), ("organisations",),
                                  [f"not {ABSENT}"]),
    "incidents elsewhere": ("incidents", here("cercle", "ML0701"), ("violence",), [f"not {ABSENT}"]),
    "incidents after only": ("incidents", lambda d: d[d["date"] >= "2016-09-01"], ("violence",),
                             ["ils ne comparent pas"]),
    "incidents before only": ("incidents", lambda d: d[d["date"] < "2016-08-01"], ("violence",),
                              ["not trop peu d’autres cercles"]),
    "one incident": ("incidents", lambda d: here("cercle", *COVERED)(d).head(1), ("violence",),
                     ["1 incident violent"]),
    "no count": ("activites", lambda d: blank(d, *COUNTS), ACTIVITIES, ["participations"]),
    "sex unknown": ("activites", lambda d: blank(d, *COUNTS).assign(participants=20), ACTIVITIES,
                    ["participations"]),
    "settled without a day": ("cas", lambda d: blank(d, "date_issue"), ("durations",),
                              ["not moins de la moitié le sont"]),
    "mediators unknown, told": ("cas", lambda d: blank(d, "mediatrices", "jeunes_mediateurs"), ("who_mediates",),
                                ["not lues ensemble"]),
    "one commune, told": ("cas", lambda d: d.assign(commune="ML060101"), ("who_mediates",),
                          ["not selon les communes"]),
    "no follow-up, told": ("cas", lambda d: blank(d, *SUIVIS), ("durations",), ["revu"]),
    "one session, told": ("formations", lambda d: d.assign(id_activite="A"), ("trainings",),
                          ["not toutes semblables ou trop peu nombreuses"]),
    "nothing to report": ("activites", lambda d: d.assign(difficultes=["RAS"] * 428 + ["panne"] * 2),
                          ("notes",), ["2 fiches qui notent une difficulté"]),
    "exposed and not, in other communes": ("enquete", lambda d: d.assign(exposition=np.where(
        d["commune"] < "ML060306", "radio", "aucune")), ("cohesion",), ["dans les mêmes communes"]),
    "sex and age unknown": ("enquete", lambda d: blank(d, "sexe", "tranche_age"), ("cohesion",),
                            ["not âge et commune comparables :"]),
}  # fmt: skip


def tell(say, demo, wrong, language="fr"):
    table, degrade, parts, expected = wrong
    said = say({**demo, table: degrade(demo[table])}, *parts, language=language)
    for words in expected if language == "fr" else []:
        assert (words.removeprefix("not ") in said) != words.startswith("not "), words
    return said


@pytest.mark.parametrize("name", WRONG)
def test_poor_data_are_told_in_both_languages(say, demo, name):
    french, english = (tell(say, demo, WRONG[name], language) for language in ("fr", "en"))
    if WRONG[name][3]:
        assert french.strip()
        assert french != english


def test_the_whole_demonstration_is_told_without_fault(say, demo):
    for language in ("fr", "en"):
        assert len(say(demo, *AREA, language=language)) > 20_000


ROWS = st.lists(st.integers(0, 10_000), max_size=40)


@settings(max_examples=7, deadline=None, derandomize=True, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.fixed_dictionaries(dict.fromkeys(("cas", "formations", "organisations", "enquete"), ROWS))
)
def test_any_few_rows_are_told_without_fault(say, demo, rows):
    few = {
        name: demo[name].iloc[sorted({at % len(demo[name]) for at in places})]
        for name, places in rows.items()
    }
    tables = {**demo, **{name: frame.reset_index(drop=True) for name, frame in few.items()}}
    parts = (*CASES, "trainings", "organisations", "inclusion", "cohesion")
    said = say(tables, *parts, dashes=False)
    # a table without rows is said to be empty, each in its part
    empty = [name for name, frame in few.items() if not len(frame)]
    assert [name for name in empty if f"« {name} » : {ABSENT}" not in said] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notebook_runs_on_a_project_that_has_no_data(
    mini_project, tmp_path, monkeypatch, language
):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))
    analyses = ["mediation", "violence", "capacites", "cohesion"]
    area = {"code": "R1", "titre": {"fr": "T"}, "enonce": {"fr": "E"}, "analyses": analyses}
    folder = mini_project(resultats=[area])
    import_project(open_project(folder))
    asked = {"projet": str(folder), "resultat": "R1", "langue": language}
    said = [checked(one) for one in blocks(AREA, **asked)]
    assert len(said) == 12
    told = "\n".join(said)
    assert [name for name in TABLES if name not in told] == []
    assert told.count(ABSENT) == (6 if language == "fr" else 0)
    assert not list((tmp_path / "constats").glob("*.json"))
