"""Every row that leaves a table moves in the account of its sheet, and nowhere else."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.balance import COPY, Balance
from lecons.intake.load import import_project
from lecons.intake.quarantine import COLUMNS, KEPT, OUT, Account, Fault
from lecons.project import open_project
from lecons.store.schemas import TABLES

QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}


def rows(table, *some, first=2):
    index = range(first, first + len(some))
    return pd.DataFrame(
        {
            name: pd.Series([one.get(name) for one in some], index=index, dtype=str(spec.dtype))
            for name, spec in TABLES[table].to_schema().columns.items()
            if spec.nullable or str(spec.dtype) not in ("int64",)
        },
        index=index,
    )


def added(balance, file, table, *some, faults=(), headers=None):
    account = Account(file, "s", table, len(some) + len(faults), len(some), len(faults))
    balance.add(account, rows(table, *some), list(faults), headers or {})
    return account


def counts(account):
    return (account.read, account.kept, account.quarantined, account.aside)


def test_rows_of_several_sheets_stand_under_each_other_with_their_place():
    balance = Balance()
    for file in ("a", "b"):
        added(balance, file, "cas", {"id": f"{file}1"}, {"id": f"{file}2"})
    whole = balance.tables["cas"]
    places = ["id", "source_fichier", "source_feuille", "source_ligne"]
    assert whole[places].to_numpy().tolist() == [
        ["a1", "a", "s", 2],
        ["a2", "a", "s", 3],
        ["b1", "b", "s", 2],
        ["b2", "b", "s", 3],
    ]
    assert whole.index.to_list() == [0, 1, 2, 3]


def test_a_row_that_goes_to_quarantine_is_told_under_the_header_of_its_own_file():
    balance = Balance()
    first = added(balance, "a", "cas", {"id": "x"}, headers={"id": "numéro"})
    second = added(balance, "b", "cas", {"id": "y"}, {"id": "z"}, headers={"id": "n°"})
    balance.quarantine("cas", balance.tables["cas"]["id"].eq("z"), "id", "orphelin", "une fiche")
    faults = balance.all_faults()
    assert faults[["fichier", "ligne", "colonne", "trouvé", "suite"]].to_numpy().tolist() == [
        ["b", 3, "n°", "z", OUT]
    ]
    assert (counts(first), counts(second)) == ((1, 1, 0, 0), (2, 1, 1, 0))
    assert balance.tables["cas"]["id"].to_list() == ["x", "y"]


def test_rows_that_a_rule_sets_aside_are_counted_by_its_reason():
    balance = Balance()
    account = added(balance, "a", "cas", *({"id": name} for name in "xyz"))
    for name in "xz":
        balance.set_aside("cas", balance.tables["cas"]["id"].eq(name), "règle")
    assert account.set_aside == {"règle": 2}
    assert counts(account) == (3, 1, 0, 2)


def test_an_unknown_answer_takes_no_row_out():
    balance = Balance()
    account = added(balance, "a", "cas", {"id": "x"}, {"id": "y"})
    balance.quarantine(
        "cas", pd.Series([None, True], dtype="boolean"), "id", "orphelin", "une fiche"
    )
    assert (counts(account), balance.tables["cas"]["id"].to_list()) == ((2, 1, 1, 0), ["x"])


def test_copies_across_files_are_set_aside_and_two_contents_all_go_out():
    balance = Balance()
    first = added(balance, "a", "cas", {"id": "x", "issue": "regle"}, {"id": "y", "issue": "regle"})
    second = added(
        balance, "b", "cas", {"id": "x", "issue": "regle"}, {"id": "y", "issue": "echec"}
    )
    balance.check_keys()
    assert (counts(first), counts(second)) == ((2, 1, 1, 0), (2, 0, 1, 1))
    assert second.set_aside == {COPY: 1}
    assert balance.tables["cas"]["id"].to_list() == ["x"]
    assert balance.all_faults()[["fichier", "ligne", "trouvé"]].to_numpy().tolist() == [
        ["a", 3, "y"],
        ["b", 3, "y"],
    ]


def test_a_row_that_names_a_lost_row_goes_out_unless_that_table_did_not_come_in():
    for lost, kept in ((set(), ["c1"]), ({"activites"}, ["c1", "c2"])):
        balance = Balance()
        added(balance, "a", "activites", {"id": "a1"})
        added(
            balance,
            "b",
            "cas",
            {"id": "c1", "id_activite": "a1"},
            {"id": "c2", "id_activite": "a9"},
        )
        balance.check_references(lost)
        assert balance.tables["cas"]["id"].to_list() == kept
        assert all(account.balances for account in balance.accounts)


@pytest.mark.parametrize(
    ("table", "column", "reason", "shown"),
    [
        ("temoignages", "texte", "valeur_absente", ""),
        ("temoignages", "texte", "cellule_coupee", "mots"),
        ("temoignages", "acteur", "valeur_absente", "mots"),
        ("suivis", "note", "formule_en_erreur", ""),
    ],
)
def test_what_a_person_said_is_not_told_in_a_fault(table, column, reason, shown):
    balance = Balance()
    added(balance, "a", table, faults=[Fault(2, column, "mots", reason, "…")])
    assert balance.all_faults()["trouvé"].to_list() == [shown]


def test_a_mild_fault_says_that_its_row_stays():
    balance = Balance()
    mild = Fault(2, "issue", "", "cellule_coupee", "…", True)
    added(balance, "a", "cas", {"id": "x"}, faults=[mild])
    assert balance.all_faults()["suite"].to_list() == [KEPT]


def test_without_any_fault_there_is_an_empty_table_of_faults():
    assert list(Balance().all_faults().columns) == COLUMNS


@settings(**QUIET)
@given(
    sheets=st.lists(
        st.lists(st.tuples(st.sampled_from("uvwx"), st.sampled_from("12")), max_size=5), max_size=4
    ),
    leaves=st.lists(st.tuples(st.booleans(), st.sampled_from("uvwx")), max_size=3),
)
def test_accounts_balance_and_no_identifier_is_left_twice_whatever_leaves(sheets, leaves):
    balance = Balance()
    for at, some in enumerate(sheets):
        # inside one sheet typing has seen to it that an identifier stands once
        single = dict(reversed(some))
        added(balance, f"f{at}", "cas", *({"id": k, "issue": v} for k, v in single.items()))
    balance.check_keys()
    for out, name in leaves:
        if "cas" in balance.tables:
            chosen = balance.tables["cas"]["id"].eq(name)
            if out:
                balance.quarantine("cas", chosen, "id", "orphelin", "une fiche")
            else:
                balance.set_aside("cas", chosen, "règle")
    kept = balance.tables.get("cas", pd.DataFrame({"id": []}))
    assert all(account.balances and account.kept >= 0 for account in balance.accounts)
    assert sum(account.kept for account in balance.accounts) == len(kept)
    assert sum(a.quarantined for a in balance.accounts) == len(balance.all_faults())
    assert kept["id"].is_unique


HEADER = ["id", "lieu", "t", "v", "jour", "gestion", "plaidoyer"]


def test_a_sheet_that_is_read_twice_for_one_table_balances_twice(mini_project):
    # one row per organisation, one column per domain: two mappings of the same sheet
    shared = {"id": "id", "commune": "lieu", "type": "t", "vague": "v", "date": "jour"}
    sheets = [
        {
            "table": "organisations",
            "colonnes": {**shared, "score": domain},
            "constantes": {"domaine": domain},
        }
        for domain in ("gestion", "plaidoyer")
    ]
    files = [
        {"fichier": "a.csv", "forme": "csv", "feuilles": sheets},
        {"fichier": "b.csv", "forme": "csv", "feuilles": sheets[:1]},
    ]
    project = open_project(mini_project(imports=files))
    one = ["Alafia", "comité", "finale", "2017-01-01"]
    for name, some in (
        ("a.csv", [["O1", *one, "3", "4"], ["O2", *one, "3", "4"]]),
        ("b.csv", [["O1", *one, "2", "4"]]),
    ):
        with (project.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *some])
    report = import_project(project)
    # O1 has two scores in gestion: both go out; its plaidoyer and all of O2 stay
    assert report.rows["organisations"] == 3
    assert [counts(account) for account in report.accounts] == [
        (2, 1, 1, 0),
        (2, 2, 0, 0),
        (1, 0, 1, 0),
    ]
