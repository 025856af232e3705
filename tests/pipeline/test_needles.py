"""What a project knows of its people, and may not tell."""

import pytest
from lecons.errors import LeconsError
from lecons.pipeline.needles import needles_of


def test_a_project_knows_its_people_wherever_they_are_named(named):
    needles = needles_of(named, "publique")
    assert {
        "fanta_toure",
        "Oumar Sow (fictif)",
        "Oumar Sow",
        "salimata_d",
        "Zeinabou Maïga",
        "relectrice_1",
    } <= set(needles.names)
    # a column that nobody imports may hold somebody's words all the same
    assert any(said.startswith("Le chef du puits a refusé") for said in needles.raw.values())
    assert (needles.threshold, needles_of(named, "interne").threshold) == (5, None)
    assert "Essai" in needles.open_names
    assert named.folder in needles.folders


def test_an_encrypted_table_of_names_is_said_not_to_be_sought(named):
    (named.folder / "prive" / "correspondances.chiffre").write_text("x")
    assert needles_of(named, "publique").beyond == (
        "les noms de la table chiffrée des correspondances",
    )


def test_a_damaged_table_of_names_stops_the_check(named):
    (named.folder / "prive" / "correspondances.csv").write_text("nom\nx\n")
    with pytest.raises(LeconsError, match="correspondances"):
        needles_of(named, "publique")
