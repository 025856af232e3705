"""40_atelier on the page: the demonstration, a workshop that went badly, and the public edition."""

import ast
import json

import pandas as pd
import pytest
from lecons.evidence import workshop
from lecons.project import repository_root
from lecons.report.document import (
    Bullets,
    Card,
    Figure,
    Heading,
    Link,
    Paragraph,
    Stack,
    Table,
    text,
)
from lecons.report.notebook import open_notebook
from lecons.report.sections import workshop as view
from lecons.store.names import CRITERIA

PRACTICES = [
    {"code": code, "numero": f"BP-{n}", "titre": {"fr": title}, "resultat": "R1"}
    for n, (code, title) in enumerate({"mediation": "Médiation", "radio": "Radio"}.items(), 1)
]
RECOMMENDATIONS = [
    {
        "id": f"REC-{n}", "texte": {"fr": f"Faire {n}"}, "qui": {"fr": "L’équipe"},
        "quand": {"fr": "Bientôt"}, "pratique": "mediation",
    }
    for n in (1, 2)
]  # fmt: skip
SOURCE = {"source_fichier": "atelier.xlsx", "source_feuille": "Notes"}


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))

    def make(edition="interne", **changed):
        folder = mini_project(
            **{"pratiques": PRACTICES, "recommandations": RECOMMENDATIONS, **changed}
        )
        return open_notebook("40_atelier", projet=str(folder), edition=edition)

    return make


def scores(*people, practices=("mediation", "radio")):
    """Rows of `appreciations`, of people given as (number, region, first score)."""
    rows = [
        (who, region, practice, *[max(1, note - at)] * 5)
        for who, region, note in people
        for at, practice in enumerate(practices)
    ]
    table = pd.DataFrame(rows, columns=["id_participant", "region", "pratique", *CRITERIA])
    table = table.astype(dict.fromkeys(CRITERIA, "Int64"))
    return table.assign(
        categorie="ong", sexe="F", tranche_age="18-35", condition=None, **SOURCE,
        source_ligne=range(2, len(table) + 2),
    )  # fmt: skip


def priorities(*rows):
    columns = ["id_participant", "recommandation", "importance", "faisabilite"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype({"importance": "Int64", "faisabilite": "Int64"})
    return table.assign(
        region="gao", categorie="ong", **SOURCE, source_ligne=range(2, len(table) + 2)
    )


def contributions(*rows):
    columns = ["region", "nature", "pratique", "texte"]
    table = pd.DataFrame(rows, columns=columns, dtype="object")
    return table.assign(categorie="femme", **SOURCE, source_ligne=range(2, len(table) + 2))


def many(region, count, note=5, start=0):
    return [(f"{region}{start + i}", region, note - i % 2) for i in range(count)]


def page(book, noted, rated, said):
    """What the notebook's cells show, one block."""
    codes = [one.code for one in book.project.practices()]
    recommendations = [one.id for one in book.project.content.recommandations]
    first = view.participants(book, workshop.profile(noted, said, rated))
    noted, others = workshop.known(noted, "pratique", codes)
    rated, unrated = workshop.known(rated, "recommandation", recommendations)
    _, elsewhere = workshop.known(said.dropna(subset=["pratique"]), "pratique", codes)
    appraisals = workshop.appraise(noted)
    return Stack(
        (
            first,
            view.strangers(book, others, unrated, elsewhere),
            view.scores(book, appraisals),
            view.alike(
                book,
                workshop.concordances(noted, 1),
                workshop.partings(workshop.rankings(noted), noted),
            ),
            view.replication(
                book, workshop.obstacles(appraisals, said), workshop.conditions(noted), said
            ),
            view.priorities(book, workshop.prioritise(rated)),
            view.contributions(book, said),
        )
    )


def blocks(block, kind):
    inside = block.content if isinstance(block, Stack | Card) else ()
    found = [block] if isinstance(block, kind) else []
    return found + [one for part in inside for one in blocks(part, kind)]


def words(block):
    """All that a reader sees, one line a paragraph, an item or a cell."""
    said = [text(one.content) for one in blocks(block, Paragraph)]
    said += [text(item) for one in blocks(block, Bullets) for item in one.items]
    for one in [*blocks(block, Table), *(f.data for f in blocks(block, Figure))]:
        said += [one.caption, one.note, *(text(cell) for row in one.rows for cell in row)]
    return "\n".join([*said, *(one.text for one in blocks(block, Heading))])


def table_of(block, caption):
    (found,) = [one for one in blocks(block, Table) if one.caption.startswith(caption)]
    return [[text(cell) for cell in row] for row in found.rows]


# --- a workshop that went well -------------------------------------------------------------------


@pytest.fixture
def whole(notebook):
    """Three regions, of which Kidal scores low; two recommendations, one of them clearly first."""
    noted = scores(*many("tombouctou", 7), *many("gao", 6), *many("kidal", 6, 2))
    noted["condition"] = ["Un budget." if i % 3 == 0 else None for i in range(len(noted))]
    rated = priorities(
        *[(f"A{i}", "REC-2", 5 - i % 2, 5) for i in range(8)],
        *[(f"A{i}", "REC-1", 1 + i % 2, 2) for i in range(8)],
    )
    said = contributions(
        ("gao", "difficulte", "mediation", "Les milices."),
        ("tombouctou", "difficulte", "radio", "La pluie."),
        ("tombouctou", "contournement", None, "À dos d’âne."),
        ("gao", "force", "mediation", None),
        *[("tombouctou", "force", "radio", f"Propos {i}.") for i in range(9)],
    )
    return noted, rated, said


def test_nothing_that_was_said_is_cut(notebook, whole):
    said = words(page(notebook(), *whole))
    for i in range(9):
        # « femme » would be a sex: the category is what the form asks
        assert f"Propos {i}. (Tombouctou, femme leader ou association de femmes)" in said
    assert "Comment des difficultés ont été contournées" in said
    assert "À dos d’âne." in said
    assert "1 contribution sur 13 n’est pas citée" in said


def test_a_difficulty_told_by_peers_is_shown_once_among_the_obstacles(notebook, whole):
    said = words(page(notebook(), *whole))
    assert said.count("Les milices.") == 1
    assert said.count("La pluie.") == 1
    assert "Les difficultés dites par Gao et Kidal sont plus haut." in said


def test_each_region_of_peers_has_its_verdict(notebook, whole):
    rows = table_of(page(notebook(), *whole), "Transférabilité vue par les pairs")
    assert rows[0][0] == "BP-1 Médiation"
    assert rows[0][1].startswith("transférable · 4,50")
    assert rows[0][2].startswith("non transférable · 1,50")
    assert rows[0][3] == "1"


def test_gaps_of_a_region_are_told_in_words_where_they_are_clear(notebook, whole):
    said = words(page(notebook(), *whole))
    assert "Kidal note « BP-1 Médiation » plus bas que Tombouctou : −3,07 point" in said
    assert "4 comparaisons sont lues ensemble" in said


def test_conditions_are_counted_by_region_in_the_internal_edition(notebook, whole):
    (row,) = table_of(page(notebook(), *whole), "Conditions posées")
    assert row == ["Un budget.", "BP-1, BP-2", "5", "4", "4", "13"]


def test_priorities_lead_to_the_recommendations_in_their_order(notebook, whole):
    block = page(notebook(), *whole)
    rows = table_of(block, "Notes des recommandations")
    assert [row[:3] for row in rows] == [["REC-2", "1", "–"], ["REC-1", "2", "–"]]
    links = [
        part.target
        for one in blocks(block, Bullets)
        for item in one.items
        for part in item
        if isinstance(part, Link)
    ]
    assert links == ["recommandation-REC-2", "recommandation-REC-1"]


def test_a_finding_is_published_for_each_practice_scored(notebook, whole):
    book = notebook()
    page(book, *whole)
    assert sorted(one.id for one in book.published) == ["R1-atelier-mediation", "R1-atelier-radio"]


def test_no_section_is_empty(notebook, whole):
    for edition in ("interne", "publique"):
        found = blocks(
            page(notebook(edition), *whole), Heading | Table | Bullets | Paragraph | Figure
        )
        for one, after in zip(found, [*found[1:], Heading(2, "fin")], strict=True):
            if isinstance(one, Heading):
                assert not (isinstance(after, Heading) and after.level <= one.level), one.text
        assert all(one.rows for one in found if isinstance(one, Table))


def test_the_day_the_place_and_the_groups_are_those_of_the_project(notebook, whole):
    held = {
        "date": "2018-03-23", "lieu": {"fr": "Bamako"},
        "groupes": [{"code": "r1", "titre": {"fr": "Groupe 1"}}],
    }  # fmt: skip
    said = words(page(notebook(atelier=held), *whole))
    assert "le 23 mars 2018 à Bamako. On y a discuté en groupes : «\u00a0Groupe 1\u00a0»." in said
    assert "23 mars 2018" not in words(page(notebook(), *whole))


# --- the public edition --------------------------------------------------------------------------


def test_the_public_edition_shows_no_word_and_no_handful_of_people(notebook, whole):
    noted, rated, said = whole
    noted = noted.assign(condition=None)
    few = pd.concat([noted, scores(*many("national", 2))], ignore_index=True)
    block = page(notebook("publique"), few, rated, said.assign(texte=None))
    shown = words(block)
    assert "Un budget" not in shown
    assert "Propos" not in shown
    assert "ne sont lus que dans l’édition interne" in shown
    (counts,) = table_of(block, "Participants qui ont noté")
    # two people would be told from the total by subtraction: other counts are hidden too
    assert counts == ["participants qui ont noté", "masqué", "14", "masqué", "moins de 5", "29"]
    # and their mean from the mean of all (7 + 6 + 6 + 2): two regions go with the two of the national level
    scored = [row[0] for row in table_of(block, "Note moyenne par région")]
    assert scored == ["Tombouctou (n : 5 ou plus)"]


def test_outside_the_scores_of_few_cannot_be_worked_out_from_their_mean(notebook):
    noted = scores(*many("tombouctou", 20), *many("gao", 12), *many("kidal", 8, 2))
    # one of Gao and one of Kidal left a mark blank: 12 and 8 scored, 11 and 7 scored this
    blank = noted["id_participant"].isin(["gao0", "kidal0"]) & noted["pratique"].eq("mediation")
    noted.loc[blank, "transferabilite"] = pd.NA
    block = page(notebook("publique"), noted, priorities(), contributions())
    assert table_of(block, "Transférabilité vue par les pairs")[0][1:3] == [
        "transférable · 4,5 ou plus, n : 10 ou plus",
        "non transférable · 1,5 ou moins, n : 5 ou plus",
    ]
    # the twenty of Tombouctou, taken from all forty, leave twenty
    assert table_of(block, "Note moyenne par région")[:3] == [
        ["Tombouctou (n : 20 ou plus)", "4,5 (4,3 à 4,7)", "3,5 (3,3 à 3,7)"],
        ["Gao (n : 10 ou plus)", "4,5 ou plus", "environ 3,5"],
        ["Kidal (n : 5 ou plus)", "1,5 ou moins", "1,5 ou moins"],
    ]
    assert table_of(block, "Écart de note avec Tombouctou")[0][1:] == [
        "pas d’écart net",
        "plus bas",
    ]
    assert "Kidal note « BP-1 Médiation » plus bas que Tombouctou." in words(block)
    inside = page(notebook(), noted, priorities(), contributions())
    found = table_of(inside, "Transférabilité vue par les pairs")[0]
    assert found[1].endswith("n = 11")
    assert found[2].endswith("n = 7")
    assert table_of(inside, "Note moyenne par région")[2][0] == "Kidal (n = 8)"


def test_a_region_of_many_is_told_coarsely_where_it_would_give_back_one_of_few(notebook):
    noted = scores(*many("tombouctou", 20), *many("gao", 16), *many("kidal", 8, 2))
    block = page(notebook("publique"), noted, priorities(), contributions())
    assert [row[1] for row in table_of(block, "Note moyenne par région")] == [
        "4,5 (4,3 à 4,7)", "4,5 ou plus", "1,5 ou moins",
    ]  # fmt: skip
    # the mean of all peers is told: that of Gao would leave that of Kidal
    assert table_of(block, "Transférabilité vue par les pairs")[0][1] == (
        "transférable · 4,5 ou plus, n : 15 ou plus"
    )


def test_outside_those_who_left_a_recommendation_out_are_not_counted(notebook):
    rated = priorities(
        *[(f"A{i}", "REC-1", 5 - i % 2, 4) for i in range(45)],
        *[(f"A{i}", "REC-2", 4 - i % 2, 3) for i in range(41)],
    )
    noted = scores(*many("gao", 6))
    block = page(notebook("publique"), noted, rated, contributions())
    rows = table_of(block, "Notes des recommandations")
    assert [row[-1] for row in rows] == ["45 ou plus", "40 ou plus"]
    # two decimals would give n back: 3.51 is a mean of 41 whole numbers, not of 40, 42, 44 or 45
    assert rows[1][4] == "3,5 (3,4 à 3,7)"
    assert "41" not in words(block)
    inside = page(notebook(), noted, rated, contributions())
    assert [row[-1] for row in table_of(inside, "Notes des recommandations")] == ["45", "41"]
    assert "n’est pas dans n (41 au moins)" in words(inside)


# --- bad input -----------------------------------------------------------------------------------


def test_without_a_workshop_one_sentence_says_so_and_nothing_follows(notebook):
    book = notebook()
    block = page(book, scores(), priorities(), contributions())
    said = words(block)
    assert "L’atelier n’a pas encore eu lieu ou n’est pas saisi" in said
    assert not blocks(block, Heading)
    assert not blocks(block, Table)
    assert book.published == []


def test_one_person_has_scores_without_interval_and_no_concordance(notebook):
    block = page(notebook(), scores(("A1", "gao", 4)), priorities(), contributions())
    said = words(block)
    assert "4,00 (sans intervalle)" in said
    assert "On ne peut pas le dire" in said
    assert "W de Kendall" not in said
    assert said.count("Rien n’en est conclu.") == 2
    assert "Une seule région a noté" in said


def test_unknown_codes_are_told_with_their_place_and_left_out(notebook):
    noted = scores(*many("gao", 6), practices=("mediation", "palabre"))
    rated = priorities(*[(f"A{i}", "REC-9", 5, 4) for i in range(6)])
    told = contributions(("gao", "force", "forge", "Dit."))
    block = page(notebook(), noted, rated, told)
    alerts = [said for said in words(block).split("\n") if "Corrigez la cellule" in said]
    assert len(alerts) == 3
    assert "6 notes portent sur la pratique «\u00a0palabre\u00a0»" in alerts[0]
    assert "atelier.xlsx, feuille Notes, ligne 3 la première" in alerts[0]
    assert "mediation et radio" in alerts[0]
    assert "REC-9" in alerts[1]
    assert "REC-1 et REC-2" in alerts[1]
    assert "forge" in alerts[2]
    assert "Dit. (Gao, femme leader ou association de femmes)" in words(block)
    assert "Priorité des recommandations" not in words(block)


def test_a_practice_and_a_recommendation_never_scored_are_named(notebook):
    rated = priorities(*[(f"A{i}", "REC-1", 5 - i % 2, 4) for i in range(6)])
    block = page(notebook(), scores(*many("gao", 6), practices=("radio",)), rated, contributions())
    said = words(block)
    assert "L’atelier n’a pas noté : BP-1 Médiation." in said
    assert "Personne n’a noté en entier : REC-2." in said


def test_one_region_alone_is_compared_with_nobody(notebook):
    block = page(notebook(), scores(*many("tombouctou", 8)), priorities(), contributions())
    said = words(block)
    assert "les régions ne sont pas comparées" in said
    assert "Une seule région a rangé les pratiques" in said
    assert "Obstacles à la reproduction" not in said


def test_somebody_who_wrote_two_regions_is_told_by_badge_inside_and_by_count_outside(notebook):
    noted = pd.concat([scores(("A7", "gao", 4)), scores(("A7", "kidal", 4))])
    noted["pratique"] = ["mediation", "radio"] * 2
    noted = noted.drop_duplicates("pratique").assign(region=["gao", "kidal"])
    inside = words(page(notebook(), noted, priorities(), contributions()))
    outside = words(page(notebook("publique"), noted, priorities(), contributions()))
    assert "Badges à vérifier dans les feuilles de notes : A7." in inside
    assert "moins de 5 participants ont écrit deux régions" in outside
    assert "A7" not in outside


# --- the demonstration ---------------------------------------------------------------------------


@pytest.mark.xdist_group("demo")
def test_the_notebook_shows_the_demonstration_as_planted(demo_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path))
    names, shown = {}, []
    cells = json.loads((repository_root() / "notebooks" / "40_atelier.ipynb").read_text("utf-8"))
    for cell in cells["cells"]:
        if cell["cell_type"] != "code":
            continue
        *lines, last = ast.parse("".join(cell["source"])).body
        shows = isinstance(last, ast.Expr)
        exec(compile(ast.Module([*lines] if shows else [*lines, last], []), "c", "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names["projet"] = str(demo_project.project.folder)
        if shows:
            shown.append(eval(compile(ast.Expression(last.value), "c", "eval"), names))
    block = Stack(tuple(shown))
    ranks = [row[:2] for row in table_of(block, "Notes des recommandations")]
    assert ranks == [
        ["REC-2", "1"], ["REC-1", "1"], ["REC-4", "1"], ["REC-3", "4"], ["REC-6", "4"],
        ["REC-5", "6"], ["REC-7", "6"],
    ]  # fmt: skip
    verdicts = {
        row[0][:4]: (row[1].split(" ·")[0], row[2].split(" ·")[0])
        for row in table_of(block, "Transférabilité vue par les pairs")
    }
    assert verdicts == {
        **dict.fromkeys(["BP-1", "BP-2", "BP-3", "BP-4"], ("transférable", "incertain")),
        "BP-5": ("non transférable", "non transférable"),
    }
    (overall, *_) = table_of(block, "Concordance des rangs")
    assert overall[0] == "ensemble"
    assert overall[1].startswith("0,64 (")
    assert overall[3] == "45"
    assert [row[-1] for row in table_of(block, "Contributions notées")] == [
        "15",
        "12",
        "8",
        "6",
        "13",
    ]
