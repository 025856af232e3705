"""Homonyms: settled by their cercle or by the project, never by chance."""

import pandas as pd
import pytest
from lecons.intake.load import import_project
from lecons.intake.places import Gazetteer, Place, gazetteer_of
from lecons.project import open_project, read_communes, repository_root

REFERENCE = repository_root() / "data" / "reference"
EVERY = read_communes(REFERENCE)
COUNTRY = Gazetteer(
    EVERY[EVERY["pcode"] == "ML010101"],
    EVERY,
    pd.read_csv(REFERENCE / "graphies.csv", dtype=str),
)
GOUNDAM = gazetteer_of(open_project("data/3p-amss"))
TILEMSI = {"Goundam": "ML060314", "Gao": "ML070107"}
BAMBA = {"Koro": "ML050701", "Bourem": "ML070301"}
HOMONYMS = [("Tilemsi", *one) for one in TILEMSI.items()] + [
    ("Bamba", *one) for one in BAMBA.items()
]
WRITTEN = [
    "{name} ({cercle})",
    "{name}({cercle})",
    "{name} (cercle de {cercle})",
    "{name}, cercle de {cercle}",
    "{name} - cercle de {cercle}",
    "{name} – Cercle de {cercle}",
    "{name} cercle de {cercle}",
    "Commune de {name} ({cercle})",
    "commune rurale de {name}, cercle de {cercle}",
    "{name} ({pcode})",
]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
@pytest.mark.parametrize(("name", "cercle", "pcode"), HOMONYMS)
def test_a_cercle_written_beside_a_name_settles_it(written, case, name, cercle, pcode):
    said = case(written.format(name=name, cercle=cercle, pcode=pcode[:6]))
    assert COUNTRY.find(said) == Place(pcode)
    assert GOUNDAM.find(said) == Place(pcode)


@pytest.mark.parametrize(
    "column", ["{cercle}", "cercle de {cercle}", "CERCLE DE {cercle}", "{pcode}"]
)
@pytest.mark.parametrize(("name", "cercle", "pcode"), HOMONYMS)
def test_a_column_of_cercles_settles_a_name(column, name, cercle, pcode):
    told = column.format(cercle=cercle, pcode=pcode[:6])
    assert COUNTRY.find(name, told) == Place(pcode)
    assert GOUNDAM.find(name, told) == Place(pcode)


@pytest.mark.parametrize("knows", [COUNTRY, GOUNDAM])
@pytest.mark.parametrize(
    ("written", "cercle"),
    [
        ("Tilemsi (Kidal)", None),
        ("Tilemsi", "Kidal"),
        ("Bamba, cercle d’Ansongo", None),
        ("Ber", "Goundam"),
        ("Ber (Goundam)", None),
        ("Tilemsi (Goundam)", "Gao"),
        ("Bamba, cercle de Bourem", "Koro"),
        ("ML060314", "Gao"),
    ],
)
def test_a_name_and_a_cercle_that_contradict_each_other_are_left_to_a_person(
    knows, written, cercle
):
    place = knows.find(written, cercle)
    assert place.pcode is None
    assert place.candidates


@pytest.mark.parametrize("cercle", ["Gaoo", "Goundan", "cercle inconnu", "?"])
def test_a_cercle_that_cannot_be_read_does_not_let_the_project_choose_a_homonym(cercle):
    # what was written to settle the name is not understood: the other Tilemsi may be meant
    assert GOUNDAM.find("Tilemsi", cercle).pcode is None


@pytest.mark.parametrize(
    "written", ["Bamba (Bourrem)", "Bamba/Bourem", "Bamba Koro", "Tilemsi?Gao", "Bamb"]
)
def test_a_name_that_is_not_quite_that_is_never_rounded(written):
    assert COUNTRY.find(written).pcode is None


COLUMNS = ["id", "date", "lieu", "cercle", "resultat", "type"]


def imported(mini_project, communes, *places):
    """The P-codes that come in, by identifier, for a project of those communes."""
    colonnes = {**{name: name for name in COLUMNS}, "commune": "lieu"}
    del colonnes["lieu"]
    one = {"table": "activites", "colonnes": colonnes}
    project = open_project(
        mini_project(
            communes=[{"pcode": pcode, "nom": name} for pcode, name in communes.items()],
            imports=[{"fichier": "a.csv", "forme": "csv", "feuilles": [one]}],
        )
    )
    lines = [";".join(COLUMNS)]
    lines += [f"a{at};2017-03-0{at};{place};R1;reunion" for at, place in enumerate(places, 1)]
    (project.folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    report = import_project(project)
    assert all(account.balances for account in report.accounts)
    rows = project.table("activites", "interne")
    assert set(report.faults["colonne"]) <= {"lieu"}
    return dict(zip(rows["id"], rows["commune"], strict=True))


@pytest.mark.parametrize(
    ("communes", "places", "expected"),
    [
        (
            {"ML070107": "Tilemsi", "ML070301": "Bamba"},
            ["Tilemsi;", "Bamba;", "Bamba;Koro", "Tilemsi (Goundam);", "Bamba;cercle de Bourem"],
            {"a1": "ML070107", "a2": "ML070301", "a5": "ML070301"},
        ),
        (
            {row.pcode: row.commune for row in EVERY[EVERY["region"].eq("Kidal")].itertuples()},
            ["Kidal;", "Anefif;Kidal", "Tessalit;", "Tilemsi;Gao"],
            None,
        ),
        (
            {"ML050701": "Bamba"},
            ["Bamba;", "Bamba (Koro);", "Bamba (Bourem);", "Bamba;Koro"],
            {"a1": "ML050701", "a2": "ML050701", "a4": "ML050701"},
        ),
    ],
    ids=["Gao", "Kidal", "Mopti"],
)
def test_a_project_of_another_region_settles_homonyms_its_own_way(
    mini_project, communes, places, expected
):
    found = imported(mini_project, communes, *places)
    if expected is None:
        names = {row.commune: row.pcode for row in EVERY[EVERY["region"].eq("Kidal")].itertuples()}
        expected = {
            f"a{at}": names[name] for at, name in enumerate(("Kidal", "Anefif", "Tessalit"), 1)
        }
    assert found == expected
