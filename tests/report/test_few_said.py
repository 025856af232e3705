"""Few people are counted nowhere in what was said and scored: chapters, matrix, summary, ranking.

Hand-made frames with one woman, three against, two participants; each block is rendered in both
editions. Where something is hidden, every case that a reader cannot rule out is enumerated.
"""

import re
from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from lecons.declared import ConfidenceRules, DeclaredPractice
from lecons.estimates import unknown, wilson
from lecons.evidence.confidence import Component
from lecons.evidence.confidence.components import adequacy
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.register import without_rows
from lecons.evidence.triangulation import Cell
from lecons.evidence.workshop import Profile, appraise
from lecons.measures.reach import Reach
from lecons.report.document import Stack, stack
from lecons.report.notebook import open_notebook
from lecons.report.sections.changes import changes
from lecons.report.sections.counted import score, shown_groups, together
from lecons.report.sections.practices.confidence import why
from lecons.report.sections.practices.matrix import _says as matrix_cell
from lecons.report.sections.ranking.page import _says as ranking_cell
from lecons.report.sections.summary.difficulties import difficulties as summary_hardships
from lecons.report.sections.summary.done import what_was_done
from lecons.report.sections.summary.essentials import _opinions as opinions_of
from lecons.report.sections.summary.strengths import _heard as heard_of
from lecons.report.sections.testimonies import sayings as view
from lecons.report.sections.testimonies.saturation import _groups as saturation_groups
from lecons.report.sections.testimonies.voices import _for_and_against, codes, heard
from lecons.report.sections.workshop import (
    contributions,
    participants,
    replication,
    scores,
    strangers,
)
from lecons.report.to_html import html
from lecons.report.workshop_material.slides import _origins
from lecons.store.names import CRITERIA
from lecons.testimony.sayings.contrasts import contrasts
from lecons.testimony.sayings.cooccurrence import together as pairs_of
from lecons.testimony.sayings.groups import by_group
from lecons.testimony.voices import Stances

SMALL = range(1, 5)
PRACTICES = [
    {"code": code, "numero": f"BP-{at}", "titre": {"fr": title}, "resultat": "R1"}
    for at, (code, title) in enumerate((("comite", "Comité"), ("radio", "Radio")), 1)
]
CODEBOOK = pd.DataFrame(
    [("marche", "Marché", "theme"), ("crue", "Crue", "theme")],
    columns=["code", "libelle_fr", "famille"],
).assign(libelle_en=None, parent=None)
UNCHECKED = SimpleNamespace(coders=("c1",), overall=unknown(0, 24, "coefficient"))


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "travail" / "constats"))
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    folder = mini_project(acteurs={"chef": {"fr": "chef"}}, pratiques=PRACTICES)

    def opened(edition="publique", name="30_temoignages", result="R1"):
        return open_notebook(name, projet=str(folder), resultat=result, edition=edition)

    return opened


def shown(*blocks):
    """All that a reader of the page can read: words, alternative texts, and the text of figures."""
    page = BeautifulSoup(html(stack(*blocks)), "html.parser")
    said = [page.get_text(" ")] + [image.get("alt", "") for image in page.find_all("img")]
    return re.sub(r"\s+", " ", " ".join(said))


def rows(block, at=0):
    """The rows of a rendered table, as words."""
    table = BeautifulSoup(html(block), "html.parser").find_all("table")[at]
    return [
        [cell.get_text() for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")
    ]


def people(*counts):
    """Persons heard from (sex, group, how many)."""
    given = [(sex, actor) for sex, actor, n in counts for _ in range(n)]
    table = pd.DataFrame(given, columns=["sexe", "acteur"])
    return table.assign(
        id=[f"T{at}" for at in range(len(table))], tranche_age="36-59", commune="ML060101",
        date=pd.Timestamp("2018-01-01"), texte=None, retrait_le=pd.NaT, langue_origine="songhay",
        consentement="interne",
    )  # fmt: skip


def speaking(testimonies, **speakers):
    """Passages from code=[ids of testimonies]."""
    given = [(who, code) for code, ids in speakers.items() for who in ids]
    table = pd.DataFrame(given, columns=["id_temoignage", "code"])
    return table.assign(
        id=[f"S{at}" for at in range(len(table))], debut=0, fin=9, extrait=None
    ).merge(
        testimonies.rename(columns={"id": "id_temoignage"})[["id_temoignage", "commune"]],
        on="id_temoignage",
    )


# --- who was heard -------------------------------------------------------------------------------


def groups(*given):
    table = pd.DataFrame(given, columns=["acteur", "femmes", "hommes"])
    return table.assign(personnes=table["femmes"] + table["hommes"], communes=2)


def heard_rows(book, table):
    everybody = people(*[(s, r.acteur, n) for r in table.itertuples()
                         for s, n in (("F", r.femmes), ("H", r.hommes))])  # fmt: skip
    return rows(heard(book, everybody, table, everybody))[1:]


def test_the_one_woman_of_a_group_cannot_be_worked_out_from_its_row_nor_from_the_totals(notebook):
    table = groups(("chef", 1, 11), ("jeune", 9, 10), ("radio", 6, 8))
    assert heard_rows(notebook("interne"), table)[0] == ["chef", "1", "11", "12", "2"]
    cells = [row[1:4] for row in heard_rows(notebook(), table)]
    assert cells[0][0] == "moins de 5"
    # a reader knows the totals from elsewhere: 16 women, 29 men
    possible = set()
    for chef, jeune, radio in product(SMALL, range(17), range(17)):
        women = (chef, jeune, radio)
        men = [total - one for one, total in zip(women, (12, 19, 14), strict=True)]
        told = [
            all(
                cell == "masqué" or cell == str(n) or (cell == "moins de 5" and n in SMALL)
                for cell, n in zip(row, (w, m, w + m), strict=True)
            )
            for row, w, m in zip(cells, women, men, strict=True)
        ]
        if sum(women) == 16 and min(men) >= 0 and all(told):
            possible.add(chef)
    assert possible == set(SMALL)


def test_a_project_that_heard_few_says_no_number_of_them(notebook):
    said = shown(Stack((heard(notebook(), people(("F", "chef", 2)), groups(("chef", 2, 0)),
                              people(("F", "chef", 2))),)))  # fmt: skip
    assert "moins de 5 personnes entendues" in said
    # neither the group, nor in how many communes it was heard, which would say how many at least
    assert "chef" not in said
    assert "communes" not in said
    told = said.split("ensemble", 1)[1].split("Pour protéger")[0]
    assert re.findall(r"\d+", told) == ["5", "0", "5"]


# --- for and against -----------------------------------------------------------------------------


def stance(code, pour, contre, both=0):
    side_for = tuple(f"T{at}" for at in range(pour))
    side_against = tuple(f"T{at}" for at in range(pour - both, pour - both + contre))
    n = pour + contre - both
    return Stances(code, side_for, side_against, 3, wilson(pour, n), (), {})


def test_three_against_are_neither_written_nor_drawn(notebook):
    mine = [
        (DeclaredPractice(**PRACTICES[0]), stance("comite", 20, 3)),
        (DeclaredPractice(**PRACTICES[1]), stance("radio", 30, 12)),
    ]
    inside, outside = (
        shown(*_for_and_against(notebook(edition), mine)) for edition in ("interne", "publique")
    )
    assert "Comité : 20 pour, 3 contre ; Radio : 30 pour, 12 contre" in inside
    assert "65 avis" in inside
    assert "Radio : 30 pour, 12 contre" in outside
    assert "moins de 5 contre" in outside
    # neither the sides, nor a total that would give them
    assert not re.search(r"\b(3|23|65)\b", outside)
    (one,) = _for_and_against(notebook(), mine[:1])
    assert "<svg" not in html(one)


@pytest.mark.parametrize(("pour", "contre"), [(20, 3), (26, 1), (11, 1), (6, 4), (9, 2), (14, 4)])
def test_what_is_written_of_two_sides_leaves_the_few_in_doubt(notebook, pour, contre):
    book = notebook()
    written = together(book, pour, contre, pour + contre)
    alike = {b for a, b in product(range(60), SMALL) if together(book, a, b, a + b) == written}
    # even for who knows from elsewhere how many spoke of it
    known = {b for b in SMALL if together(book, pour + contre - b, b, pour + contre) == written}
    assert len(alike) > 1
    assert len(known) > 1
    assert together(notebook("interne"), pour, contre) == (str(pour), str(contre))


# --- who speaks of what --------------------------------------------------------------------------


def test_a_woman_who_speaks_alone_is_not_told_by_the_men_and_the_share_of_all(notebook):
    everybody = people(("F", "chef", 12), ("H", "chef", 14))
    talk = speaking(everybody, marche=["T0", *[f"T{at}" for at in range(12, 21)]], crue=["T1"] * 0)
    shares = by_group(talk, everybody, CODEBOOK)
    figure = rows(view.by_group(notebook(), shares, CODEBOOK))
    assert [row[:3] for row in figure[1:]] == [
        ["Marché", "femmes", "moins de 5 sur 12"],
        ["Marché", "hommes", "masqué"],
    ]
    said = shown(view.by_group(notebook(), shares, CODEBOOK))
    # 1 of 12 women, 9 of 14 men: no share of theirs is left
    assert not re.search(r"8,3|64,3|8\xa0%|64\xa0%", said)
    inside = rows(view.by_group(notebook("interne"), shares, CODEBOOK))
    assert [row[2] for row in inside[1:]] == ["1 sur 12", "9 sur 14"]


def test_where_the_total_alone_would_keep_one_woman_no_group_is_told(notebook):
    everybody = people(("F", "chef", 11), ("H", "chef", 14))
    # one woman, six men: « 5 or more » men of seven in all would leave one or two women
    talk = speaking(everybody, marche=["T0", *[f"T{at}" for at in range(11, 17)]])
    table = rows(view.by_group(notebook(), by_group(talk, everybody, CODEBOOK), CODEBOOK))
    assert [row[2] for row in table[1:]] == ["masqué", "masqué"]


def contrasted(book, talk, everybody):
    found = contrasts(talk, everybody, CODEBOOK)
    return view.contrasts(book, found, everybody, CODEBOOK, UNCHECKED)


def test_that_a_contrast_of_few_people_holds_is_said_nowhere_outside(notebook):
    book, everybody = notebook(), people(("F", "chef", 12), ("H", "chef", 12))
    few = speaking(everybody, marche=["T12", *[f"T{at}" for at in range(11)]])
    assert contrasts(few, everybody, CODEBOOK)["tient"].all()
    block = contrasted(book, few, everybody)
    assert book.published == []
    assert "<table" not in html(block)
    # the same words where it does not hold: six women and four men
    alike = speaking(everybody, marche=[*[f"T{at}" for at in range(6)], "T12", "T13", "T14", "T15"])
    assert html(contrasted(notebook(), alike, everybody)) == html(block)
    inside = shown(contrasted(notebook("interne"), few, everybody))
    assert "en parlent 11 des 12 femmes entendues et 1 des 12 hommes" in inside
    assert "1 tient après correction" in inside


def test_hidden_contrasts_neither_stand_among_told_ones_nor_change_what_is_said_of_them(notebook):
    everybody = people(("F", "chef", 17), ("H", "chef", 17))
    men = [f"T{at}" for at in range(17, 34)]
    told = [*[f"T{at}" for at in range(12)], *men[:7]]
    clear = [*[f"T{at}" for at in range(16)], men[0]]  # holds
    unclear = [*[f"T{at}" for at in range(4)], men[0], men[1]]  # does not
    pages = [
        contrasted(notebook(), speaking(everybody, marche=told, crue=other), everybody)
        for other in (clear, unclear)
    ]
    assert rows(pages[0]) == [
        ["sujet", "qui en parle", "tient"],
        ["Marché", "femmes : plus souvent que hommes", "non"],
    ]
    assert html(pages[0]) == html(pages[1])
    inside = contrasted(
        notebook("interne"), speaking(everybody, marche=told, crue=clear), everybody
    )
    assert [row[0] for row in rows(inside)] == ["sujet", "Crue", "Marché"]


def test_a_told_contrast_that_holds_only_because_a_hidden_one_does_is_not_said_to_hold(notebook):
    everybody = people(("F", "chef", 17), ("H", "chef", 17))
    men = [f"T{at}" for at in range(17, 34)]
    # Fisher: 12 of 17 and 5 of 17 have p = 0.038, under 5 % alone, over it among two
    talk = speaking(
        everybody,
        marche=[*[f"T{at}" for at in range(12)], *men[:5]],
        crue=[*[f"T{at}" for at in range(16)], men[0]],
    )
    assert contrasts(talk, everybody, CODEBOOK)["tient"].all()
    book = notebook()
    assert rows(contrasted(book, talk, everybody))[1][-1] == "non"
    assert book.published == []


def test_told_contrasts_stand_by_name_and_hold_where_they_do_among_all(notebook):
    everybody = people(("F", "chef", 20), ("H", "chef", 20))
    men = [f"T{at}" for at in range(20, 40)]
    women = [f"T{at}" for at in range(20)]
    talk = speaking(everybody, marche=women[:15], crue=[*women[:10], *men[:10]])
    book = notebook()
    assert rows(contrasted(book, talk, everybody))[1:] == [
        ["Crue", "femmes : autant que hommes", "non"],
        ["Marché", "femmes : plus souvent que hommes", "oui"],
    ]
    assert [one.id for one in book.published] == ["R1-contraste-sexe-marche"]


SUBJECTS = pd.DataFrame(
    [("a", "Zébu"), ("b", "Abeille"), ("c", "Mil"), ("d", "Riz"), ("e", "Eau")],
    columns=["code", "libelle_fr"],
).assign(libelle_en=None, parent=None, famille="theme")


def frequency(**counts):
    table = pd.DataFrame(list(counts.items()), columns=["code", "personnes"])
    table = table.assign(communes=2, share=[wilson(k, 30) for k in table["personnes"]])
    return table.sort_values(["personnes", "code"], ascending=[False, True], ignore_index=True)


def test_hidden_frequencies_stand_by_name_after_told_ones_unless_they_are_said_to_be_more(notebook):
    order = [
        [row[0] for row in rows(codes(notebook(edition), frequency(**counts), SUBJECTS))[1:]]
        for edition, counts in (
            ("publique", {"a": 4, "b": 1, "c": 12, "d": 28, "e": 26}),
            ("publique", {"a": 1, "b": 4, "c": 12, "d": 26, "e": 28}),
            ("interne", {"a": 4, "b": 1, "c": 12, "d": 28, "e": 26}),
        )
    ]
    assert order[0] == ["Eau", "Riz", "Mil", "Abeille", "Zébu"]
    assert order[1] == order[0]
    assert order[2] == ["Riz", "Eau", "Mil", "Zébu", "Abeille"]
    said = shown(codes(notebook(), frequency(c=12, d=28, e=26), SUBJECTS))
    assert "le plus fréquent" not in said


def test_hidden_rows_of_women_and_men_stand_by_name_after_told_ones(notebook):
    everybody = people(("F", "chef", 12), ("H", "chef", 14))
    women, men = [f"T{at}" for at in range(12)], [f"T{at}" for at in range(12, 26)]
    talk = speaking(
        everybody,
        a=[*women[:2], *men[:9]], b=[*women[:1], *men[:3]], c=[*women[:5], *men[:5]],
        d=[*women[:4], *men[:1]], e=[*women[:6], *men[:6]],
    )  # fmt: skip
    shares = by_group(talk, everybody, SUBJECTS)
    order = [
        list(dict.fromkeys(row[0] for row in rows(view.by_group(book, shares, SUBJECTS))[1:]))
        for book in (notebook(), notebook("interne"))
    ]
    assert order == [
        ["Eau", "Mil", "Abeille", "Riz", "Zébu"],
        ["Eau", "Zébu", "Mil", "Riz", "Abeille"],
    ]
    said = shown(view.by_group(notebook(), shares, SUBJECTS))
    assert "puis les autres par ordre alphabétique" in said


def test_pairs_of_subjects_give_no_count_that_leaves_few_alone(notebook):
    everybody = people(("F", "chef", 12), ("H", "chef", 12))
    both = [f"T{at}" for at in range(7)]
    talk = speaking(everybody, marche=[*both, "T7"], crue=[*both, "T8", "T9"])
    pairs = pairs_of(talk, everybody, CODEBOOK)
    table = rows(view.together(notebook(), pairs, CODEBOOK))
    # seven say both; one speaks of the market alone: 7 is in a bracket, and so is its share
    assert table[1][1] == "5 à 9"
    assert "%" not in table[1][3] or re.fullmatch(r"entre .+ et .+|(plus|moins) de .+", table[1][3])
    drawn = html(view.together(notebook(), pairs, CODEBOOK))
    assert ">7<" not in drawn
    assert rows(view.together(notebook("interne"), pairs, CODEBOOK))[1][1] == "7"


def test_saturation_of_a_group_counts_its_testimonies_in_brackets(notebook):
    reached = SimpleNamespace(share=None)
    table = pd.DataFrame(
        [{"acteur": "chef", "lus": 7, "codes": 3, "juge": True, "reached": reached}]
    )
    assert rows(saturation_groups(notebook("interne"), table))[1][1] == "7"
    assert rows(saturation_groups(notebook(), table))[1][1] == "5 à 9"


# --- practices weighed ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["témoignage", "atelier"])
def test_a_cell_of_the_matrix_points_at_nobody(notebook, kind):
    few = Cell(kind, ("soutient",), 14, 3, 17, "segments", 9)
    assert "14 pour, 3 contre" in matrix_cell(notebook("interne"), few)
    outside = matrix_cell(notebook(), few)
    assert not re.search(r"\b(14|3)\b", outside)
    many = Cell(kind, ("soutient",), 20, 7, 27, "segments", 9)
    # who scored at the workshop was promised to stay unknown, whatever the numbers
    shown = "27 participants" if kind == "atelier" else "20 pour, 7 contre"
    assert shown in matrix_cell(notebook(), many)


def test_measured_cases_are_counted_as_people_are(notebook):
    found = Cell("mesure", ("soutient",), None, None, 3, "cas", 1)
    assert "moins de 5 cas" in matrix_cell(notebook(), found)
    assert "3 cas" in matrix_cell(notebook("interne"), found)


def test_confidence_does_not_say_how_few_men_say_it(notebook):
    values = {"communes": 6, "cercles": 2, "femmes": 25, "hommes": 1, "ailleurs": 0}
    key = (
        "dit dans {communes:int} {communes:?commune|communes} (cercles : {cercles:int}), par "
        "{femmes:pers} {femmes:?femme|femmes} et {hommes:pers} {hommes:?homme|hommes} ; sans la commune "
        "qui en parle le plus, il reste {ailleurs:pers} {ailleurs:?personne|personnes}"
    )
    component = Component("pertinence", 1, key, values)
    assert "25 femmes et 1 homme ;" in why(notebook("interne"), component)
    said = why(notebook(), component)
    assert "femmes : 5 ou plus, hommes : moins de 5" in said
    assert "en parle le plus : 0" in said


def test_confidence_counts_those_who_say_it_as_the_finding_does(notebook):
    findings = [voices(14, 3)]
    component = adequacy(findings, findings, "soutient", ConfidenceRules(), True)
    assert why(notebook("interne"), component).startswith("14 personnes le disent")
    assert "14" not in why(notebook(), component).replace("10 à 14", "")


def voices(pour, contre, **more):
    n = pour + contre
    return Finding(
        id="R1-voix-comite", result="R1", criterion="pertinence", kind="témoignage",
        polarity="force", practice="comite", bears="soutient", estimate=wilson(pour, n),
        statement=Statement(
            key="{pour:pers} pour, {contre:pers} contre, sur {n:pers}.",
            values={"pour": pour, "contre": contre, "n": n},
        ),
        sources=(Source(table="segments", ids=tuple(f"S{at}" for at in range(n))),),
        facts={"pour": pour, "contre": contre, "personnes": n}, **more,
    )  # fmt: skip


def test_page_one_gives_neither_few_opinions_nor_the_mean_of_few_scores(notebook):
    appraisal = voices(2, 1).model_copy(
        update={"kind": "atelier", "estimate": appraise(marked(("A1", "gao", 5)))["comite"].overall}
    )
    practice = SimpleNamespace(findings=(voices(20, 3), appraisal))
    inside, outside = (
        " ".join(map(str, opinions_of(notebook(edition), practice)))
        for edition in ("interne", "publique")
    )
    assert "20 des 23 personnes" in inside
    assert "l’atelier la note 5,00 sur 5" in inside
    assert not re.search(r"\b(20 des|23)\b", outside)
    assert "atelier" not in outside


def test_the_ranking_gives_no_share_that_counts_few(notebook):
    one = SimpleNamespace(
        sources={"mesures": 0.9, "temoignages": 20 / 23, "atelier": None},
        n={"mesures": 2, "temoignages": 23, "atelier": 3},
    )
    cells = {s: ranking_cell(notebook(), one, s) for s in one.sources}
    assert cells["mesures"] == "0,90 (2)"
    assert cells["atelier"] == "muette (moins de 5)"
    assert cells["temoignages"] == "environ 0,9 (20 à 24)"
    assert ranking_cell(notebook("interne"), one, "temoignages") == "0,87 (23)"


# --- the workshop --------------------------------------------------------------------------------


def marked(*given, practices=("comite",)):
    """Rows of `appreciations` from (participant, region, note)."""
    table = pd.DataFrame(
        [(who, region, code, *[note] * 5) for who, region, note in given for code in practices],
        columns=["id_participant", "region", "pratique", *CRITERIA],
    )
    return table.assign(categorie="ong", sexe="F", tranche_age="18-35", condition=None)


def of_regions(**counts):
    return marked(*[(f"{r}{i}", r, 2 + i % 3) for r, n in counts.items() for i in range(n)])


def test_the_mean_of_few_cannot_be_had_from_the_mean_of_all(notebook):
    book = notebook(name="40_atelier", result=None)
    sizes = {"tombouctou": 9, "gao": 6, "kidal": 3}
    kept = shown_groups(book, sizes, 18)
    assert kept == ["tombouctou"] or kept == ["gao"]
    # what is left out of all is never few
    for a, b, c, other in ((3, 0, 1, 0), (5, 2, 7, 2), (9, 6, 4, 0), (12, 6, 7, 2), (9, 0, 7, 0)):
        told = shown_groups(book, {"x": a, "y": b, "z": c}, a + b + c + other)
        left = a + b + c + other - sum({"x": a, "y": b, "z": c}[one] for one in told)
        assert left not in SMALL or not told
        assert not {a if "x" in told else 9, b if "y" in told else 9} & set(SMALL)
    inside = shown_groups(notebook("interne", "40_atelier", None), sizes, 18)
    assert set(inside) == set(sizes)


def test_scores_of_few_participants_are_written_nowhere(notebook):
    book = notebook(name="40_atelier", result=None)
    few = appraise(marked(("A1", "gao", 5), ("A2", "gao", 4)))
    said = shown(scores(book, few))
    assert "4,5" not in said
    assert "leur note n’est pas écrite" in said
    (finding,) = book.published
    assert finding.estimate.value == 4.5  # what is weighed is exact
    inside = shown(scores(notebook("interne", "40_atelier", None), few))
    assert "4,50" in inside
    assert score(book, few["comite"].overall) == "moins de 5"


def test_a_region_of_few_has_no_score_no_gap_and_no_verdict(notebook):
    book = notebook(name="40_atelier", result=None)
    found = appraise(of_regions(tombouctou=9, gao=7, kidal=2))
    said = shown(scores(book, found))
    assert "Kidal (n" not in said
    assert "Gao (n" not in said or "Tombouctou (n" not in said
    assert [one.facts.get("pairs") for one in book.published] == [9]


def spoken(*given):
    table = pd.DataFrame(given, columns=["region", "nature", "pratique", "texte"])
    return table.assign(categorie="femme", source_fichier="a.xlsx", source_feuille="N",
                        source_ligne=range(2, len(table) + 2))  # fmt: skip


SAID = spoken(
    *[("tombouctou", "force", "comite", None)] * 9,
    *[("gao", "force", "comite", None)] * 6,
    ("gao", "difficulte", "comite", "Les milices."),
    *[("tombouctou", "difficulte", "radio", None)] * 7,
)


def test_the_one_who_told_a_difficulty_is_not_counted(notebook):
    book = notebook(name="40_atelier", result=None)
    table = rows(contributions(book, SAID))
    hard = next(row for row in table if row[0] == "Difficultés")
    assert hard[2] == "moins de 5"
    # nor worked out: its row and its column, of which the totals are cells, have another hidden cell
    hidden = ("masqué", "moins de 5")
    assert sum(cell in hidden for cell in hard[1:]) >= 2
    assert sum(row[2] in hidden for row in table[1:]) >= 2
    inside = rows(contributions(notebook("interne", "40_atelier", None), SAID))
    assert ["Difficultés", "7", "1", "8"] in inside


def test_words_that_may_be_read_outside_stand_without_region_or_category(notebook):
    book = notebook(name="40_atelier", result=None)
    said = shown(contributions(book, SAID))
    assert "Les milices." in said
    assert "Les milices. (" not in said
    assert "Les milices. (Gao, femme leader ou association de femmes)" in shown(
        contributions(notebook("interne", "40_atelier", None), SAID.assign(region="gao"))
    ) or "Les difficultés dites" in shown(
        contributions(notebook("interne", "40_atelier", None), SAID)
    )
    replied = shown(replication(book, [], ({}, pd.DataFrame()), SAID))
    assert "milices" not in replied


def test_what_was_said_of_one_practice_is_named_not_counted(notebook):
    mine = SAID[SAID["pratique"].eq("comite")]
    assert (
        heard_of(notebook(), mine)
        == "À l’atelier, on en a parlé au titre de : force et difficulté."
    )
    assert "difficulté 1" in heard_of(notebook("interne"), mine)


def hardships(book, said, codebook=CODEBOOK, spoken=None):
    """The rows of « Difficultés et contraintes » of agents who noted nothing."""
    content = SimpleNamespace(
        practices=[
            SimpleNamespace(declared=one, numero=one.numero) for one in book.project.practices()
        ]
    )
    empty = pd.DataFrame(columns=["code", "famille", "personnes", "communes", "share"])
    noted = SimpleNamespace(table=pd.DataFrame(columns=["theme"]))
    heard = empty if spoken is None else spoken
    return rows(summary_hardships(book, content, noted, heard, codebook, said))[1:]


def test_difficulties_of_practices_that_outside_say_the_same_are_one_row(notebook):
    book, inside = (notebook(one, "60_synthese", None) for one in ("publique", "interne"))
    assert hardships(book, SAID) == [
        ["à propos d’une pratique ou d’une autre : BP-1, BP-2", "atelier", "dit", "–", "–"]
    ]
    assert hardships(book, SAID.iloc[:16])[0][0] == "à propos de BP-1"
    assert [row[::2] for row in hardships(inside, SAID)] == [
        ["à propos de BP-1 Comité", "prises de parole : 1", "–"],
        ["à propos de BP-2 Radio", "prises de parole : 7", "–"],
    ]


def test_a_difficulty_with_parts_says_that_its_row_counts_none_of_them(notebook):
    codebook = CODEBOOK.assign(famille="difficulte", parent=[None, "marche"])
    spoken = pd.DataFrame(
        [
            ("crue", "difficulte", 20, 6, wilson(20, 60)),
            ("marche", "difficulte", 9, 5, wilson(9, 60)),
        ],
        columns=["code", "famille", "personnes", "communes", "share"],
    )
    told = hardships(notebook("interne", "60_synthese", None), SAID.iloc[:0], codebook, spoken)
    assert [row[0] for row in told] == ["Crue", "Marché, sans autre précision"]


def test_the_opening_counts_awareness_sessions_only_where_there_were_some(notebook):
    book = notebook("interne", "60_synthese", None)
    day = pd.Timestamp("2017-03-01")
    held = pd.DataFrame({"date": [day]})
    counts = Reach(1, 1, 40, 20, 20, 0, 0, 0, 0, 0, ("A1",))
    said = shown(what_was_done(book, held, counts, {}))
    assert "40 participations (présences, non personnes)." in said
    with_some = shown(what_was_done(book, held, replace(counts, sensitised=30), {}))
    assert "(présences, non personnes), dont 30 aux séances d’animation." in with_some


def test_few_participants_of_a_region_a_sex_or_an_age_are_not_counted(notebook):
    table = pd.DataFrame(
        [("gao", "F")] * 3 + [("gao", "H")] * 9 + [("tombouctou", "H")] * 10 + [("kidal", "H")] * 2,
        columns=["region", "sexe"],
    ).assign(categorie="ong", tranche_age="36-59", id_participant=range(24))
    found = Profile(table, pd.Series({"gao": 3}), ())
    said = shown(participants(notebook(name="40_atelier", result=None), found))
    assert "Femmes : moins de 5 ; hommes : masqué ; sans réponse : 0." in said
    assert not re.search(r"\b(3|21|2)\b", said)
    inside = shown(participants(notebook("interne", "40_atelier", None), found))
    assert "Femmes : 3 ; hommes : 21 ; sans réponse : 0." in inside


def test_what_somebody_typed_under_no_known_code_stays_inside(notebook):
    wrong = spoken(("gao", "force", "Awa Maïga", None))
    none = wrong.head(0).assign(recommandation=None)
    said = shown(strangers(notebook(name="40_atelier", result=None), none, none, wrong))
    assert "moins de 5 notes ou contributions" in said
    assert "Awa" not in said
    assert "a.xlsx" not in said
    inside = shown(strangers(notebook("interne", "40_atelier", None), none, none, wrong))
    assert "Awa Maïga" in inside


# --- what leaves the team, and what is read of it again ------------------------------------------


def test_the_slides_give_no_n_where_the_public_findings_have_none(notebook):
    book = notebook(name="preparation_atelier", result=None)
    few, many = without_rows([voices(20, 3), voices(30, 12)], book.discretion)
    assert "n = " not in _origins(book, [few])[0]
    # beside a coarse sentence about the same people elsewhere, an n would make it exact
    assert "n = " not in _origins(book, [many])[0]
    assert (
        "n = 42"
        in _origins(notebook("interne", name="preparation_atelier", result=None), [many])[0]
    )


@pytest.mark.parametrize(("then", "told"), [((21, 3), False), ((40, 12), True)])
def test_a_change_that_may_not_be_told_is_none(notebook, then, told, monkeypatch):
    book = notebook(name="60_synthese", result=None)
    before = voices(20, 3) if not told else voices(12, 30)
    last = SimpleNamespace(
        findings={f.id: f for f in without_rows([before], book.discretion)},
        made=None, scope=book.scope(),
    )  # fmt: skip
    monkeypatch.setattr(type(book), "last_report", lambda self: last)
    now = voices(*then)
    said = shown(changes(book, {now.id: now}))
    assert ("Aucun constat n’a changé" in said) != told
    assert not re.search(r"\b(20|21|23|24)\b", said)
