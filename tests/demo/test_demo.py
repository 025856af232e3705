import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from lecons.demo import effects, write_demo
from lecons.demo.corpus import unmark
from lecons.evidence.workshop import prioritise
from lecons.intake.sheet import read_sheets
from lecons.measures.reach import reach
from lecons.project import open_project, repository_root

# the imported demonstration is made once, in one worker
pytestmark = pytest.mark.xdist_group("demo")
COMMITTED = repository_root() / "data" / "3p-amss"


def table(demo_project, name):
    return demo_project.project.table(name, "interne")


@pytest.fixture(scope="module")
def exported(demo_project):
    """The activity sheet as exported, and the stored activities."""
    sheets = read_sheets(demo_project.project.folder / "brut" / "kobo_activites.xlsx")
    return sheets["3P Fiche activité"].frame, table(demo_project, "activites")


@pytest.mark.parametrize(
    "path", sorted((COMMITTED / "brut").glob("*.xlsx")), ids=lambda path: path.name
)
def test_the_properties_of_a_committed_workbook_are_well_formed(path):
    # Excel offers to repair a workbook whose properties are not XML
    core = ElementTree.fromstring(zipfile.ZipFile(path).read("docProps/core.xml"))
    changed = core.find("{http://purl.org/dc/terms/}modified")
    assert changed.text == "2018-03-24T08:00:00Z"


def test_two_writings_give_the_committed_bytes(tmp_path):
    for name in ("one", "two"):
        folder = tmp_path / name / "3p-amss"
        folder.mkdir(parents=True)
        shutil.copy(COMMITTED / "projet.yaml", folder)
        written = write_demo(open_project(folder))
        assert {path.name for path in written} == {
            *(path.name for path in (COMMITTED / "brut").iterdir()),
            "segments.csv",
            "lectures.csv",
        }
        for path in written:
            committed = COMMITTED / path.relative_to(folder)
            assert path.read_bytes() == committed.read_bytes(), path.name
    # a draft left behind would be taken for an export
    assert not list(tmp_path.rglob("*.part"))


def test_the_import_is_whole_and_every_account_balances(demo_project):
    report = demo_project.report
    assert report.failed == {}
    assert all(account.balances for account in report.accounts)
    assert len(report.accounts) == 16


def test_430_activities_serve_the_22_communes(demo_project):
    found = table(demo_project, "activites")
    assert len(found) == 430
    assert len(found) >= 400
    assert set(found["commune"]) == set(demo_project.project.communes()["pcode"])
    assert found["commune"].nunique() == 22


def test_81_cases_of_which_53_are_settled(demo_project):
    cases = table(demo_project, "cas")
    assert (len(cases), int((cases["issue"] == "regle").sum())) == (81, 53)


def test_2683_attendances_at_awareness_sessions(demo_project):
    assert reach(table(demo_project, "activites")).sensitised == 2683


def test_at_most_18_agents_sent_the_forms(exported):
    agents = exported[0]["_submitted_by"].dropna().unique()
    assert 1 < len(agents) <= 18


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (effects.UNKNOWN_PLACE, "commune inconnue"),
        (effects.DATE_BEFORE_PROJECT, "date hors de la période du projet"),
        (effects.TEXT_FOR_A_NUMBER, "nombre illisible"),
        ("90", "valeur impossible"),
    ],
)
def test_each_planted_mistake_is_in_quarantine_at_its_row(demo_project, exported, found, reason):
    faults = demo_project.report.faults
    row = faults[faults["trouvé"] == found]
    assert row["raison"].to_list() == [reason]
    cell = exported[0].at[row["ligne"].iloc[0], row["colonne"].iloc[0]]
    assert cell == found


def test_nothing_but_the_planted_mistakes_is_in_quarantine(demo_project):
    assert len(demo_project.report.faults) == 4
    assert sum(account.quarantined for account in demo_project.report.accounts) == 4


def test_rejected_forms_and_exact_copies_are_set_aside(demo_project):
    account = next(a for a in demo_project.report.accounts if a.table == "activites")
    assert account.set_aside == {
        "soumission rejetée à la validation": effects.REJECTED,
        "copie d’une soumission déjà lue": effects.EXACT_COPIES,
    }
    assert (account.read, account.kept, account.quarantined) == (439, 430, 4)


@pytest.mark.parametrize(
    ("written", "pcode"),
    [(name, pcode) for pcode, names in effects.SPELLINGS.items() for name in names],
)
def test_each_planted_spelling_comes_in_as_its_commune(exported, written, pcode):
    raw, stored = exported
    lines = raw.index[(raw["ident/commune"] == written) & (raw["_validation_status"] == "Validé")]
    kept = stored[stored["source_ligne"].isin(lines)]
    assert len(kept) > 0
    assert set(kept["commune"]) == {pcode}


def test_refused_and_withdrawn_people_are_in_the_demonstration_and_their_words_are_not(
    demo_project,
):
    people = table(demo_project, "temoignages")
    silent = people["consentement"].eq("aucun") | people["retrait_le"].notna()
    assert silent.sum() >= 2
    assert people.loc[silent, "texte"].isna().all()
    assert people.loc[~silent, "texte"].notna().all()


def test_the_workshop_is_scored_by_its_45_participants(demo_project):
    scores = table(demo_project, "appreciations")
    assert scores["id_participant"].nunique() == sum(effects.PARTICIPANTS.values()) == 45
    assert len(scores) == 45 * len(effects.WORKSHOP_MEAN)
    told = scores.groupby("id_participant")[["sexe", "tranche_age"]].nunique(dropna=False)
    assert told.eq(1).all(axis=None)  # one person has one sex and one age, whatever the practice
    assert set(scores.loc[scores["categorie"] == "femme", "sexe"]) == {"F"}
    young = scores.loc[scores["categorie"] == "jeune", "tranche_age"].dropna()
    assert set(young) == {"18-35"}
    assert scores["tranche_age"].isna().any()


def test_the_planted_priorities_come_back_in_their_order(demo_project):
    rows = table(demo_project, "priorites")
    assert len(rows) == 45 * len(effects.PRIORITY_MEAN)
    assert set(rows["id_participant"]) == set(
        table(demo_project, "appreciations")["id_participant"]
    )
    assert rows[["importance", "faisabilite"]].isna().any(axis=None)
    means = rows.groupby("recommandation")[["importance", "faisabilite"]].mean()
    for name, (importance, feasibility) in effects.PRIORITY_MEAN.items():
        assert abs(means.at[name, "importance"] - importance) < 0.25, name
        assert abs(means.at[name, "faisabilite"] - feasibility) < 0.25, name
    ranked = [one.recommendation for one in prioritise(rows)]
    assert set(ranked[:3]) == {"REC-1", "REC-2", "REC-4"}
    assert set(ranked[-2:]) == {"REC-5", "REC-7"}


def test_the_workshop_tells_how_difficulties_were_worked_around(demo_project):
    said = table(demo_project, "contributions")
    assert len(said) == 54
    around = said[said["nature"] == "contournement"]
    assert len(around) == 6
    assert set(around["region"]) == {"tombouctou", "gao", "kidal"}
    assert around["texte"].notna().all()


def test_the_workshop_is_declared_with_its_agenda_and_its_groups(demo_project):
    content = demo_project.project.content
    held = content.atelier
    assert (held.date.isoformat(), held.lieu["fr"]) == ("2018-03-23", "Bamako")
    hours = [point.heure for point in held.ordre_du_jour]
    assert len(hours) == 9
    assert hours == sorted(hours)
    practices = {one.code for one in content.pratiques}
    assert {code for group in held.groupes for code in group.pratiques} == practices
    assert [len(group.questions) for group in held.groupes] == [4, 3, 4, 3, 4]
    for texts in (*(p.titre for p in held.ordre_du_jour), *(g.titre for g in held.groupes)):
        assert texts["en"]


def test_a_marked_text_gives_its_plain_text_and_its_passages():
    plain, spans = unmark("Oui, [[radio +|on écoute]] et [[crue|l’eau 😀]].")
    assert plain == "Oui, on écoute et l’eau 😀."
    assert spans == [(5, 14, "radio"), (5, 14, "favorable"), (18, 25, "crue")]
    assert [plain[start:end] for start, end, _ in spans][::2] == ["on écoute", "l’eau 😀"]
