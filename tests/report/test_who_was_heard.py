"""30_temoignages: the sections on saturation and on who was not heard, inside and outside."""

import json

import pandas as pd
import pytest
from lecons.report.document import Figure, Heading, Paragraph, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections.testimonies.saturation import saturation as section
from lecons.report.sections.testimonies.unheard import unheard as absences
from lecons.testimony.saturation import by_actor, saturation
from lecons.testimony.unheard import unheard

GROUPS = {"jeune": {"fr": "jeune"}, "griot": {"fr": "griot"}, "radio": {"fr": "radio locale"}}
CODEBOOK = pd.DataFrame(
    {
        "code": ["a", "b", "c"],
        "libelle_fr": ["Confiance", "Crue", "Retard des chefs"],
        "libelle_en": ["Trust", None, None],
        "famille": "theme",
    }
)


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))

    def opened(edition="interne"):
        return open_notebook(
            "30_temoignages",
            projet=str(mini_project(acteurs=GROUPS)),
            resultat="R1",
            debut=None,
            fin=None,
            langue="fr",
            edition=edition,
            graine=1,
        )

    return opened


def people(n=8):
    ids = [f"T{i}" for i in range(1, n + 1)]
    return pd.DataFrame(
        {
            "id": ids,
            "date": pd.date_range("2018-01-01", periods=n),
            "commune": "ML060101",
            "acteur": (["jeune"] * 6 + ["griot"] * n)[:n],
            "sexe": (["F", "H"] * n)[:n],
            "tranche_age": (["18-35"] * 6 + ["60+"] * n)[:n],
            "langue_origine": (["songhay"] * (n - 1) + ["peul"])[-n:] if n else [],
            "consentement": (["citation_anonyme"] * (n - 1) + ["aucun"])[-n:] if n else [],
            "retrait_le": pd.NaT,
        }
    ).astype({"id": "str", "acteur": "str", "commune": "str"})


def found(notebook, n=8):
    testimonies = people(n)
    spoken = [("a", one) for one in testimonies["id"]] + [("b", "T1"), ("c", "T8")]
    said = pd.DataFrame(spoken[: n + 2 if n == 8 else n], columns=["code", "id_temoignage"])
    said = said.astype("str")
    parts = (said, testimonies, CODEBOOK, pd.Series("c1", index=testimonies["id"], dtype="str"))
    return section(
        notebook,
        saturation(*parts, seed=1, orders=50),
        by_actor(*parts, seed=1, orders=50),
        CODEBOOK,
    )


def every(block):
    if isinstance(block, Stack):
        return [one for part in block.content for one in every(part)]
    return [block]


def words(block):
    said = []
    for one in every(block):
        match one:
            case Heading():
                said.append(one.text)
            case Paragraph():
                said.append(text(one.content))
            case Figure():
                said += [one.alt, one.caption, words(one.data)]
            case Table():
                said += [one.caption, one.note, *(text(c) for row in one.rows for c in row)]
    return "\n".join(said)


def test_the_finding_is_published_and_the_figure_says_what_it_shows(notebook):
    opened = notebook()
    blocks = every(found(opened))
    assert [one.id for one in opened.published] == ["R1-saturation"]
    written = [json.loads(p.read_text("utf-8")) for p in opened.register.folder.glob("*.json")]
    assert "R1-saturation" in json.dumps(written)
    (figure,) = [one for one in blocks if isinstance(one, Figure)]
    assert "3 après 8" in figure.alt
    assert figure.data.rows[-1][1:3] == (("3 (3 à 3)",), ("3",))
    rules = next(b for b in blocks if isinstance(b, Table) and len(b.rows) == 4)
    assert rules.rows[0][0] == ("5 % de codes nouveaux au plus, en 2 témoignages",)
    assert rules.rows[0][2] == ("4 (puis 1 code de plus)",)
    assert rules.rows[2][2] == ("4 (puis 1 code de plus)",)


def test_the_last_to_bring_something_is_named_inside_and_never_outside(notebook):
    inside, outside = words(found(notebook())), words(found(notebook("publique")))
    assert "griot (H, 60+), Alafia" in inside
    assert "T8" in inside
    assert "Retard des chefs" in inside
    assert "apportent encore des codes nouveaux" in outside
    for secret in ("Retard des chefs", "60+", "Alafia", "T8", "griot (2)"):
        assert secret not in outside
    assert "griot (2)" in inside


def test_a_group_under_six_is_named_as_not_judged_and_has_no_row(notebook):
    blocks = every(found(notebook()))
    groups = next(b for b in blocks if isinstance(b, Table) and b.columns[0].label == "groupe")
    assert [row[0] for row in groups.rows] == [("jeune",)]
    assert "Groupes de moins de 6 témoignages lus" in words(Stack(tuple(blocks)))


def test_with_five_testimonies_the_finding_stands_alone(notebook):
    opened = notebook()
    blocks = every(found(opened, 5))
    assert not [one for one in blocks if isinstance(one, Figure | Table)]
    assert opened.published[0].facts == {"descriptif": 1, "saturation": 0}


def test_without_any_reading_it_is_said_and_nothing_is_published(notebook):
    opened = notebook()
    assert "ne peut être jugée" in words(found(opened, 0))
    assert opened.published == []


def rows_of(opened, testimonies):
    one = unheard(testimonies, opened.project.communes(), GROUPS, ["songhay", "tamasheq"])
    block = absences(opened, one)
    (table,) = [part for part in every(block) if isinstance(part, Table)]
    return {text(row[0]): (text(row[1]), text(row[2])) for row in table.rows}, words(block)


def test_who_is_missing_is_counted_and_named(notebook):
    rows, _ = rows_of(notebook(), people())
    assert rows == {
        "communes du projet sans témoignage": ("1 sur 2", "cercle de Goundam : Tonka"),
        "groupes d’acteurs déclarés, jamais entendus": ("1 sur 3", "radio locale"),
        "groupes entendus sans aucune femme": ("0 sur 2", "–"),
        "groupes entendus sans personne de 18 à 35 ans": ("1 sur 2", "griot"),
        "langues connues, sans entretien": ("1 sur 2", "tamasheq"),
        "langues de moins de 3 personnes": ("1 sur 2", "peul"),
        "femmes entendues, parmi les personnes de sexe noté": ("4 sur 8", "–"),
        "personnes de 18 à 35 ans entendues, parmi celles d’âge noté": ("6 sur 8", "–"),
        "personnes sans langue d’entretien notée": ("0 sur 8", "–"),
        "refus que leurs paroles soient lues": ("1 sur 8", "–"),
        "consentements retirés": ("0 sur 8", "–"),
    }


def test_outside_no_few_persons_are_pointed_at(notebook):
    rows, said = rows_of(notebook("publique"), people())
    assert rows["communes du projet sans témoignage"] == ("1 sur 2", "non publiés")
    assert rows["langues de moins de 5 personnes"] == ("1 sur 2", "non publiés")
    assert rows["refus que leurs paroles soient lues"] == ("entre 1 et 7 sur 8", "–")
    assert rows["femmes entendues, parmi les personnes de sexe noté"][0] == "entre 1 et 7 sur 8"
    # nobody is there to be pointed at
    assert rows["groupes entendus sans aucune femme"] == ("0 sur 2", "–")
    assert rows["langues connues, sans entretien"] == ("1 sur 2", "tamasheq")
    for secret in ("Tonka", "peul", "griot"):
        assert secret not in said


def test_people_of_other_communes_are_said_apart(notebook):
    other = people().assign(commune=["ML070101"] + ["ML060101"] * 7)
    assert "Personnes venues d’une commune hors du projet : 1 sur 8" in words(
        absences(notebook(), unheard(other, notebook().project.communes(), GROUPS, []))
    )


def test_without_testimony_the_analysis_is_absent(notebook):
    empty = unheard(people(0), notebook().project.communes(), GROUPS, [])
    assert "absente, non nulle" in words(absences(notebook(), empty))
