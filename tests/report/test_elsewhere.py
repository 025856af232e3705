"""The section on what to do elsewhere: the answer first, by region, as far as the edition may tell."""

import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Source, Statement
from lecons.report.document import Bullets, Heading, Link, Paragraph, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections.summary import regions, what_elsewhere
from lecons.report.sections.summary.regions import answer
from lecons.report.to_html import html
from lecons.report.weighed import recommended, weighed
from lecons.store.names import CRITERIA

CODES = {"bonne": "Comités", "lecon": "Radio", "revoir": "Séances"}
PRACTICES = [
    {
        "code": code, "numero": f"BP-{at}", "titre": {"fr": title}, "resultat": "R1",
        "conditions": {"fr": f"condition d’ici {at}"},
    }
    for at, (code, title) in enumerate(CODES.items(), 1)
]  # fmt: skip
RECOMMENDATION = {
    "id": "REC-1", "texte": {"fr": "N’essayer à Kidal qu’après une analyse des risques."},
    "qui": {"fr": "Les pairs"}, "quand": {"fr": "Bientôt"}, "pratique": "bonne",
}  # fmt: skip


def finding(name, practice, kind, bears, n=40, **facts):
    return Finding(
        id=f"R1-{name}", result="R1", criterion="efficacité", kind=kind, polarity="neutre",
        statement=Statement(key="Un constat.", values={}), estimate=wilson(n // 2, n),
        sources=(Source(table="cas", ids=("C1",)),), practice=practice, bears=bears, facts=facts,
    )  # fmt: skip


FOUND = {
    one.id: one
    for one in (
        finding("mesure", "bonne", "mesure", "soutient"),
        finding("atelier-bonne", "bonne", "atelier", "soutient", transfert_bas=3.4),
        finding("atelier-lecon", "lecon", "atelier", "soutient", transfert_bas=3.4),
        finding("atelier-revoir", "revoir", "atelier", "contredit"),
    )
}


def scores(**given):
    """Rows of `appreciations`: for each region, how many peers score the transferability how much."""
    rows = [
        (f"{region}{at}", region, code, *[max(1, min(5, mark + at % 2))] * 5)
        for region, (people, mark) in given.items()
        for code in CODES
        for at in range(people)
    ]
    table = pd.DataFrame(rows, columns=["id_participant", "region", "pratique", *CRITERIA])
    # one condition for each practice and region
    condition = (
        table["id_participant"].str.endswith("0").map({True: "Que l’on dorme.", False: None})
    )
    return table.astype(dict.fromkeys(CRITERIA, "Int64")).assign(
        categorie="ong", condition=condition
    )


def contributions(*rows):
    return pd.DataFrame(rows, columns=["region", "nature", "pratique", "texte"], dtype="object")


@pytest.fixture
def section(mini_project, tmp_path, monkeypatch):
    """The regions and the section of a project, from scores and contributions."""
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))

    def make(noted, said=(), edition="interne", found=FOUND, **changed):
        given = {"pratiques": PRACTICES, "recommandations": [RECOMMENDATION], **changed}
        folder = mini_project(**given)
        book = open_notebook("60_synthese", projet=str(folder), edition=edition)
        book.findings = lambda: found
        content = weighed(book)
        # the mini project has no scores of recommendations
        kept = recommended(book, content)[0]
        spoken = contributions(*said)
        places = regions(book, content, kept, noted, spoken)
        return book, places, what_elsewhere(book, places, noted, spoken)

    return make


def rows(block):
    return [
        [[text(cell) for cell in row] for row in part.rows]
        for part in block.content
        if isinstance(part, Table)
    ]


def headings(block):
    return [
        (part.level, part.text, part.mark) for part in block.content if isinstance(part, Heading)
    ]


def lines(block):
    return [text(one) for part in block.content if isinstance(part, Bullets) for one in part.items]


def test_each_region_has_its_answer_before_its_table(section):
    book, places, block = section(scores(gao=(8, 4), kidal=(8, 3)))
    assert headings(block) == [
        (2, "Que faire ailleurs : Gao, Kidal", "ailleurs"),
        (3, "Gao", "ailleurs-gao"), (3, "Kidal", "ailleurs-kidal"),
    ]  # fmt: skip
    gao, kidal = places
    assert answer(book, gao) == (
        "À Gao, 1 pratique est à reprendre sous conditions, avec une confiance très faible. Rien n’y a "
        "été mesuré : on s’appuie sur ce qui a été vu ici et sur ce que les pairs de Gao attendent."
    )
    assert "Avant tout essai, suivre REC-1." in answer(book, kidal)
    first, second = rows(block)
    assert [row[1] for row in first] == [
        "reprendre, sous conditions", "essayer, sous conditions", "ne pas reprendre",
    ]  # fmt: skip
    assert first[0][3] == "transférable : 4,50 (4,05 à 4,95), n = 8"
    assert second[0][:2] == ["BP-1 Comités", "reprendre, sous conditions, en suivant REC-1"]


def test_scores_that_do_not_settle_it_allow_a_trial_only(section):
    book, (_, kidal), block = section(scores(gao=(8, 4), kidal=(8, 2)))
    assert answer(book, kidal).startswith(
        "À Kidal, aucune pratique n’est à reprendre ni à essayer."
    )
    mixed = scores(kidal=(8, 1))
    mixed.loc[mixed.index % 2 == 0, CRITERIA] = 5
    book, (_, kidal), block = section(mixed)
    assert answer(book, kidal).startswith(
        "À Kidal, aucune pratique n’est à reprendre telle quelle ; 1 est à essayer sous conditions, avec "
        "une confiance très faible."
    )
    assert [row[1] for row in rows(block)[1]] == [
        "essayer, sous conditions, en suivant REC-1", "attendre des preuves", "ne pas reprendre",
    ]  # fmt: skip


def alerts(block):
    return [
        text(part.content)
        for part in block.content
        if isinstance(part, Paragraph) and part.kind == "alerte"
    ]


def test_few_peers_are_not_told_and_settle_nothing(section):
    _, (gao, kidal), block = section(scores(gao=(12, 4), kidal=(4, 5)))
    assert gao.scored
    assert not kidal.scored
    assert {row[3] for row in rows(block)[1]} == {"pas d’avis à montrer"}
    (said,) = alerts(block)
    assert said.startswith("Aucun avis des pairs de Kidal à montrer")
    assert [one.uptake for one in kidal.practices] == ["essayer", "attendre", "ne_pas_reprendre"]


def test_outside_the_team_a_region_that_would_give_another_away_is_not_told_either(section):
    noted = scores(gao=(12, 4), kidal=(4, 5))
    _, places, block = section(noted, edition="publique")
    assert not any(one.scored for one in places)
    assert len(alerts(block)) == 2
    assert "n = " not in html(block)
    assert [one.uptake for one in places[0].practices[:1]] == ["essayer"]


def test_outside_the_team_few_peers_give_a_half_point_and_the_words_stay_exact(section):
    noted = scores(gao=(12, 4), kidal=(8, 3))
    noted.loc[noted["id_participant"].eq("gao0") & noted["pratique"].eq("bonne"), "transferabilite"] = pd.NA  # fmt: skip
    _, places, block = section(noted, edition="publique")
    _, inside, table = section(noted)
    assert [row[3] for row in rows(table)[1]] == ["transférable : 3,50 (3,05 à 3,95), n = 8"] * 3
    assert rows(block)[0][0][3] == "transférable : 4,5 ou plus, n : 10 ou plus"
    assert [row[3] for row in rows(block)[1]] == ["transférable : environ 3,5, n : 5 ou plus"] * 3
    assert "n = " not in html(block)
    assert [[one.uptake for one in region.practices] for region in places] == [
        [one.uptake for one in region.practices] for region in inside
    ]


def test_outside_the_team_many_peers_of_each_region_are_told_exactly(section):
    both = section(scores(gao=(16, 4), kidal=(16, 3)), edition="publique")[2]
    assert rows(both)[1][0][3] == "transférable : 3,5 (3,2 à 3,8), n : 15 ou plus"
    # with the mean of all peers, that of the many would give that of the few
    one = section(scores(gao=(16, 4), kidal=(8, 3)), edition="publique")[2]
    assert rows(one)[0][0][3] == "transférable : 4,5 ou plus, n : 15 ou plus"


def test_a_threshold_of_the_project_hides_more_outside_the_team_only(section):
    noted, rule = scores(gao=(8, 4), kidal=(8, 4)), {"seuil_publique": 10}
    assert not any(one.scored for one in section(noted, edition="publique", divulgation=rule)[1])
    assert all(one.scored for one in section(noted, divulgation=rule)[1])


SAID = (
    ("kidal", "recommandation", "bonne", "Par fraction."),
    ("kidal", "difficulte", "bonne", "Pas de préfet."),
    ("kidal", "recommandation", "bonne", None),
    ("kidal", "amelioration", None, "Suivre les campements."),
    ("gao", "recommandation", "bonne", "Avec la milice."),
)


def test_inside_the_team_the_conditions_are_those_that_the_region_s_own_peers_ask_for(section):
    block = section(scores(gao=(8, 4), kidal=(8, 4)), SAID)[2]
    (told,) = [one for one in lines(block) if "Par fraction." in one]
    assert told == (
        "BP-1 : comme ici, condition d’ici 1. Les pairs de Kidal demandent : «\u00a0Que l’on dorme\u00a0» "
        "(1). Dit à l’atelier : «\u00a0Par fraction.\u00a0»"
    )
    assert "Pour toutes : «\u00a0Suivre les campements.\u00a0»" in lines(block)


def test_outside_the_team_no_word_of_a_peer_is_there(section):
    block = section(scores(gao=(8, 4), kidal=(8, 4)), SAID, edition="publique")[2]
    page = html(block)
    for words in ("fraction", "campements", "milice", "dorme"):
        assert words not in page
    assert "BP-1 : comme ici, condition d’ici 1." in lines(block)
    assert "n’est lu que dans l’édition interne" in page


def test_a_recommendation_that_names_the_region_is_there_and_leads_to_its_card(section):
    block = section(scores(gao=(8, 4), kidal=(8, 4)))[2]
    gao, kidal = (part for part in block.content if isinstance(part, Table))
    assert not any("REC-1" in text(cell) for row in gao.rows for cell in row)
    assert Link("recommandation-REC-1", "REC-1") in kidal.rows[0][1]
    assert sum("N’essayer à Kidal" in line for line in lines(block)) == 1


def test_a_region_where_the_project_works_is_no_elsewhere(section):
    _, places, block = section(
        scores(gao=(8, 4), kidal=(8, 4)), communes=[{"pcode": "ML070101", "nom": "Anchawadi"}]
    )
    assert [one.code for one in places] == ["kidal"]
    assert headings(block)[0][1] == "Que faire ailleurs : Kidal"


def test_without_peers_or_without_anything_weighed_there_is_no_section(section):
    nobody = scores(tombouctou=(8, 4))
    assert section(nobody, recommandations=[])[2].content == ()
    # a recommendation alone makes a region worth telling of, and that nobody there was heard
    assert [one.code for one in section(nobody)[1]] == ["gao", "kidal"]
    assert section(scores(gao=(8, 4)), found={}, recommandations=[])[2].content == ()


def test_every_row_and_line_with_a_figure_leads_to_what_carries_it(section):
    block = section(scores(gao=(8, 4), kidal=(8, 4)), SAID)[2]
    told = [
        content
        for part in block.content
        for content in (
            [sum(row, ()) for row in part.rows] if isinstance(part, Table)
            else part.items if isinstance(part, Bullets)
            else [part.content] if isinstance(part, Paragraph) and not part.kind
            else []
        )
        if any(one.isdigit() for one in text(content))
    ]  # fmt: skip
    assert len(told) > 8
    assert all(any(isinstance(part, Link) for part in content) for content in told)
