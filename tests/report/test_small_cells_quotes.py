"""Who speaks, beside a quotation: enough people that the project heard share what is told."""

from dataclasses import replace

import pandas as pd
import pytest
from lecons.report.notebook import open_notebook
from lecons.report.sections.testimonies.quotes import quotes
from lecons.store.tables import write_table
from lecons.testimony.quotations import NO_DECISIONS

ALAFIA, TONKA = "ML060101", "ML060316"  # cercles of Tombouctou and of Goundam


def heard(*groups):
    rows = [(acteur, commune) for n, acteur, commune in groups for _ in range(n)]
    frame = pd.DataFrame(rows, columns=["acteur", "commune"])
    return frame.assign(
        id=[f"T{n}" for n in range(len(frame))], date=pd.Timestamp("2017-05-01"), resultat="R1",
        sexe="F", tranche_age="60+", langue_origine="songhay", texte="On nous a parlé.",
        consentement="citation_anonyme", retrait_le=pd.NaT, precision_date="jour",
    )  # fmt: skip


@pytest.fixture
def captions(mini_project, monkeypatch, tmp_path):
    """What stands beside the words of each person heard."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    folder = mini_project(
        acteurs={"jeune": {"fr": "jeune"}, "chef": {"fr": "chef de village"}, "femme": {"fr": "femme leader"}}
    )  # fmt: skip

    def write(edition, people):
        write_table(folder / "tables", "temoignages", people)
        notebook = open_notebook(
            "30_temoignages", projet=str(folder), edition=edition, resultat="R1"
        )
        chosen = people.rename(columns={"id": "id_temoignage"}).drop(columns="texte")
        chosen = chosen.assign(
            debut=0, fin=8, extrait="On nous", epinglee_par=None, choix="typique"
        )
        found = quotes(notebook, chosen, people.assign(texte=None), NO_DECISIONS)
        # a fiche of the internal edition says no more than the public one
        outside = replace(
            notebook, parameters=notebook.parameters.model_copy(update={"edition": "publique"})
        )
        again = quotes(outside, chosen, people.assign(texte=None), NO_DECISIONS)
        if edition == "publique":
            assert again == found
        return [one.speaker for one in found], [one.speaker for one in again]

    return write


def test_a_speaker_is_told_as_far_as_five_people_heard_share_it(captions):
    people = heard(
        (6, "jeune", TONKA), (5, "chef", TONKA), (2, "femme", TONKA), (3, "femme", ALAFIA), (5, "", ALAFIA)
    )  # fmt: skip
    people.loc[people["acteur"].eq(""), "acteur"] = [f"autre{n}" for n in range(5)]
    told, _ = captions("publique", people)
    assert told == [
        *["jeune, cercle de Goundam"] * 6,
        *["chef de village, cercle de Goundam"] * 5,
        *["femme leader"] * 5,
        *["autre groupe, cercle de Tombouctou"] * 5,
    ]


def test_few_people_heard_are_persons_heard(captions):
    told, _ = captions("publique", heard((3, "jeune", TONKA), (1, "femme", ALAFIA)))
    assert told == ["une personne entendue"] * 4


def test_inside_the_team_the_person_is_told_and_on_its_sheets_as_outside(captions):
    told, sheet = captions("interne", heard((1, "femme", ALAFIA)))
    assert told == ["femme leader (F, 60+), Alafia, mai 2017 · T0 — typique"]
    assert sheet == ["une personne entendue"]
