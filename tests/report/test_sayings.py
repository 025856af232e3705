"""What people say, on the page: groups, contrasts, pairs, words, contexts and contrary voices."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.estimates import unknown
from lecons.report.document import Bullets, Figure, Paragraph, Quote, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections.testimonies import sayings as view
from lecons.testimony.quotations import NO_DECISIONS, Decisions
from lecons.testimony.quotations.decisions import Decision
from lecons.testimony.sayings.concordance import concordance
from lecons.testimony.sayings.contrasts import contrasts
from lecons.testimony.sayings.cooccurrence import together
from lecons.testimony.sayings.groups import by_group
from lecons.testimony.sayings.keyness import keywords, women_and_men

PRACTICE = {
    "code": "radio", "numero": "BP-1", "titre": {"fr": "Radio", "en": "Radio"}, "resultat": "R1",
    "pour_qui": {"fr": "tous"}, "conditions": {"fr": "aucune"},
}  # fmt: skip
CODEBOOK = pd.DataFrame(
    [
        ("radio", "Radio", "pratique"), ("marche", "Marché", "theme"), ("crue", "Crue", "theme"),
        ("favorable", "Favorable", "polarite"), ("reserve", "Réserve", "polarite"),
    ],
    columns=["code", "libelle_fr", "famille"],
).assign(libelle_en=None, parent=None)  # fmt: skip


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))
    folder = mini_project(acteurs={"jeune": {"fr": "jeune"}}, pratiques=[PRACTICE])

    def make(edition="interne"):
        return open_notebook("30_temoignages", projet=str(folder), resultat="R1", edition=edition)

    return make


def people(women=12, men=12):
    rows = [(f"F{i:02}", "F") for i in range(women)] + [(f"H{i:02}", "H") for i in range(men)]
    table = pd.DataFrame(rows, columns=["id", "sexe"])
    words = {"F": "Au marché, la cotisation des femmes.", "H": "Au marché, le troupeau des hommes."}
    return table.assign(
        tranche_age="36-59", commune="ML060101", acteur="jeune", langue_origine="songhay",
        date=pd.Timestamp("2018-01-01"), texte=table["sexe"].map(words),
    )  # fmt: skip


def said(testimonies, **speakers):
    """Passages from code=[ids]; `radio` as radio_favorable or radio_reserve, with its polarity."""
    rows = []
    for name, ids in speakers.items():
        code, _, sense = name.partition("_")
        for who in ids:
            at = 100 * len(rows)
            rows += [(who, at, at + 50, one) for one in (code, sense) if one]
    table = pd.DataFrame(rows, columns=["id_temoignage", "debut", "fin", "code"])
    table = table.assign(id=[f"S{i}" for i in range(len(table))], codeur="c1", memo=None)
    table["extrait"] = (
        "Nous avons dit ces mots devant le village entier, moi " + table["id_temoignage"]
    )
    speakers_of = testimonies.rename(columns={"id": "id_temoignage"}).drop(columns="texte")
    return table.merge(speakers_of, on="id_temoignage")


def blocks(block, kind):
    inside = block.content if isinstance(block, Stack) else ()
    found = [block] if isinstance(block, kind) else []
    return found + [one for part in inside for one in blocks(part, kind)]


def words(block):
    return " ".join(text(one.content) for one in blocks(block, Paragraph))


# one coder, whom nobody checked
UNCHECKED = SimpleNamespace(coders=("c1",), overall=unknown(0, 24, "coefficient"))
WOMEN, MEN = [f"F{i:02}" for i in range(12)], [f"H{i:02}" for i in range(12)]


def test_shares_have_a_figure_with_its_data_and_small_groups_are_named_not_shown(notebook):
    heard = people()
    heard.loc[0, "acteur"] = "sage"
    heard.loc[5:14, "acteur"] = "chef"
    talk = said(heard, marche=WOMEN[:6] + MEN[:3])
    shown = view.by_group(notebook(), by_group(talk, heard, CODEBOOK), CODEBOOK)
    (sexes,), (actors,) = blocks(shown, Figure), blocks(shown, Table)
    assert "« Marché » : femmes 50,0\u00a0% et hommes 25,0\u00a0%" in sexes.alt
    assert [text(cell) for cell in sexes.data.rows[0]] == [
        "Marché", "femmes", "6 sur 12", "50,0\u00a0% (25,4\u00a0% à 74,6\u00a0%)",
    ]  # fmt: skip
    heads = [column.label for column in actors.columns]
    assert heads[1:] == ["jeune (n = 13)", "chef (n = 10)"]
    assert text(actors.rows[0][2]).startswith("40\u00a0% (")
    assert "Moins de 5 personnes entendues, donc non montrés : sage." in words(shown)


def test_a_contrast_that_holds_is_published_and_heads_the_table(notebook):
    carnet, heard = notebook(), people()
    talk = said(heard, marche=WOMEN[:11] + MEN[:1])
    shown = view.contrasts(carnet, contrasts(talk, heard, CODEBOOK), heard, CODEBOOK, UNCHECKED)
    assert [one.id for one in carnet.published] == ["R1-contraste-sexe-marche"]
    (table,) = blocks(shown, Table)
    assert [text(cell) for cell in table.rows[0]][1] == "femmes 11 sur 12, hommes 1 sur 12"
    assert text(table.rows[0][3]) == "oui"
    assert "1 comparaison" in words(shown)


def test_where_no_contrast_holds_one_finding_says_so(notebook):
    carnet, heard = notebook(), people()
    talk = said(heard, marche=WOMEN[:6] + MEN[:5])
    view.contrasts(carnet, contrasts(talk, heard, CODEBOOK), heard, CODEBOOK, UNCHECKED)
    assert [one.id for one in carnet.published] == ["R1-contrastes"]


def test_where_nothing_can_be_compared_the_reason_is_told_and_nothing_published(notebook):
    carnet, heard = notebook(), people(women=4)
    shown = view.contrasts(
        carnet, contrasts(said(heard), heard, CODEBOOK), heard, CODEBOOK, UNCHECKED
    )
    assert carnet.published == []
    assert "au moins 5 personnes" in words(shown)


def test_pairs_have_a_network_and_its_table(notebook):
    heard = people()
    talk = said(heard, marche=WOMEN[:6], crue=WOMEN[:5] + MEN[:1])
    pairs = together(talk, heard, CODEBOOK)
    (drawn,) = blocks(view.together(notebook(), pairs, CODEBOOK), Figure)
    assert (
        "« Marché » et « Crue », dont 5 personnes sur 24 parlent toutes deux (1,50 attendues"
        in drawn.alt
    )
    assert [text(cell) for cell in drawn.data.rows[0]] == [
        "Marché et Crue", "5", "1,5", "71\u00a0% (36\u00a0% à 92\u00a0%)", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("crue", [WOMEN[:2], MEN])
def test_pairs_that_two_persons_make_or_that_are_expected_are_not_drawn(notebook, crue):
    heard = people()
    pairs = together(said(heard, marche=WOMEN[:6] + MEN, crue=crue), heard, CODEBOOK)
    pairs = pairs if len(crue) == 2 else pairs.assign(lift=1.0)
    shown = view.together(notebook(), pairs, CODEBOOK)
    assert blocks(shown, Figure) == []
    assert "Aucun couple de sujets" in words(shown)


def test_key_words_are_shown_with_persons_inside_and_a_sentence_outside(notebook):
    found = keywords(women_and_men(people()))
    none = keywords(women_and_men(people(women=0)))
    inside = view.key_words(notebook(), found, none)
    (table,) = blocks(inside, Table)
    assert {text(row[0]) for row in table.rows} == {"cotisation", "troupeau", "femme", "homme"}
    row = next(row for row in table.rows if text(row[0]) == "cotisation")
    assert [text(cell) for cell in row][1:4] == [
        "femmes", "100\u00a0% (76\u00a0% à 100\u00a0%)", "0\u00a0% (0\u00a0% à 24\u00a0%)",
    ]  # fmt: skip
    assert text(row[4]).endswith("ou plus")
    assert "trop peu de textes lisibles" in words(inside)
    outside = view.key_words(notebook("publique"), found, none)
    assert blocks(outside, Table) == []
    assert "L’édition publique ne lit aucun récit" in words(outside)


def barred(person, start, end):
    one = Decision("S1", "écarter", "", False, "A. B.", date(2018, 4, 1), "on la reconnaîtrait")
    return Decisions(barred={(person, start, end): one})


def test_a_word_in_context_never_shows_what_was_barred_nor_leaves_the_internal_edition(notebook):
    lines = concordance(people(women=3, men=0), "marchés")
    shown = view.in_context(notebook(), lines, "marché", barred("F01", 20, 25))
    (bullets,) = blocks(shown, Bullets)
    assert [text(one) for one in bullets.items] == [
        f"Au marché, la cotisation des femmes. — jeune · {who}" for who in ("F00", "F02")
    ]
    assert view.in_context(notebook("publique"), lines, "marché", NO_DECISIONS) == Stack()
    assert view.in_context(notebook(), lines.head(0), None, NO_DECISIONS) == Stack()


def test_contrary_voices_are_counted_and_quoted_where_they_may_be(notebook):
    heard = people()
    talk = said(heard, radio_favorable=WOMEN[:8], radio_reserve=[*MEN[:3], "F00"])
    talk.loc[talk["id_temoignage"] == "H01", "extrait"] = None
    place = talk[talk["id_temoignage"] == "H02"].iloc[0]
    shown = view.contrary(
        notebook(), talk, heard, barred("H02", place["debut"], place["fin"]), ["F00"]
    )
    assert "72,7\u00a0% des 11 personnes qui en jugent" in words(shown)
    assert "d’avis contraire : 4, dont 1 en partie seulement." in words(shown)
    (quoted,) = blocks(shown, Quote)
    assert quoted.text.endswith("H00")
    assert quoted.speaker.endswith("réserve — voix contraire")
    assert "Pour 1 de ces personnes, aucune parole ne peut être lue" in words(shown)
    assert "2 autres ne sont pas citées ici" in words(shown)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ({"radio_favorable": WOMEN[:3]}, "3 personnes seulement en jugent"),
        (
            {"radio_favorable": WOMEN[:4], "radio_reserve": MEN[:4]},
            "Autant de personnes favorables",
        ),
        ({"radio_favorable": WOMEN[:6]}, "Aucune des 6 personnes qui en jugent"),
        ({"radio_favorable": WOMEN[:1], "radio_reserve": MEN[:5]}, "La plupart sont réservées"),
    ],
)
def test_each_state_of_opinion_has_its_sentence(notebook, sides, expected):
    assert expected in words(
        view.contrary(notebook(), said(people(), **sides), people(), NO_DECISIONS, ())
    )


def test_nobody_said_anything(notebook):
    heard = people(0, 0)
    talk, carnet = said(people()), notebook()
    assert view.by_group(carnet, by_group(talk, heard, CODEBOOK), CODEBOOK) == Stack()
    assert view.together(carnet, together(talk, heard, CODEBOOK), CODEBOOK) == Stack()
    assert view.contrary(carnet, talk, heard, NO_DECISIONS, ()) == Stack()
