"""The queue as a workbook: written, filled in by hand in every way, read back."""

from datetime import date

import openpyxl
import pytest
from lecons.errors import LeconsError
from lecons.intake.reviewed import read_reviews
from lecons.review.book import write_book
from lecons.review.readback import take_book

TODAY = date(2018, 3, 20)
MEASURED = "Sur 200 noms, 199 sont trouvés."
FIRST = ("temoignages", "T01", 0, 44)


@pytest.fixture
def fill(queue):
    """Write the workbook and fill cells in it: {(sheet, row, column title): value}; answers its path."""

    def fill(cells, kept=None):
        path, _, _ = write_book(queue, MEASURED, kept)
        book = openpyxl.load_workbook(path)
        for (sheet, row, title), value in cells.items():
            heads = [cell.value for cell in book[sheet][1]]
            book[sheet].cell(row, heads.index(title) + 1).value = value
        book.save(path)
        return path

    return fill


def rows(path, sheet):
    book = openpyxl.load_workbook(path)
    head, *found = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, one, strict=True)) for one in found if any(one)]


def test_the_workbook_says_what_waits_and_how_names_are_found(queue):
    path, passages, mentions = write_book(queue, MEASURED)
    assert (path.name, passages, mentions) == ("relecture.xlsx", 5, 5)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Lisez-moi", "Passages", "Mentions", "Noms à ajouter"]
    assert MEASURED in [cell.value for cell in book["Lisez-moi"]["A"]]
    first = rows(path, "Passages")[0]
    assert first["numéro"] == "T01:0-44"
    assert first["passage tel qu’il serait publié"] == (
        "[un lieu], [personne 4KDM] a frappé mon frère."
    )
    assert first["mentions"] == 2
    # names stand in the sheet of mentions only
    assert "Moussa" not in str(rows(path, "Passages"))
    assert "⟦Moussa Ag Alla⟧" in rows(path, "Mentions")[1]["contexte"]


def test_what_may_not_be_changed_is_locked_and_decisions_are_chosen_from_a_list(queue):
    path, _, _ = write_book(queue, MEASURED)
    book = openpyxl.load_workbook(path)
    sheet = book["Passages"]
    assert sheet.freeze_panes == "B2"
    assert sheet.protection.sheet
    free = [cell.value for cell in sheet[1] if not sheet.cell(2, cell.column).protection.locked]
    assert free == ["décision", "texte corrigé", "à changer", "relu par", "relu le"]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"publier,écarter"', "E2:E6")
    assert book["Mentions"].data_validations.dataValidation[0].formula1 == '"accepter,rejeter"'


def test_the_same_queue_gives_the_same_bytes(queue):
    path, _, _ = write_book(queue, MEASURED)
    before = path.read_bytes()
    write_book(queue, MEASURED)
    assert path.read_bytes() == before


def test_decisions_are_taken_whatever_capitals_and_spaces(queue, again, fill, folder):
    path = fill(
        {
            ("Passages", 2, "décision"): " PUBLIER ",
            ("Passages", 2, "relu par"): "  relectrice_1 ",
            ("Passages", 2, "relu le"): "19/03/2018",
            ("Passages", 4, "décision"): "Ecarter",
            ("Passages", 4, "relu par"): "relectrice_1",
            ("Passages", 6, "décision"): "publier",
            ("Passages", 6, "relu par"): "relectrice_1",
            ("Passages", 6, "texte corrigé"): "Le comité règle mieux les affaires.",
            ("Mentions", 2, "décision"): "Rejeter",
            ("Mentions", 3, "autre remplacement"): "un voisin",
        }
    )
    taken = take_book(queue, path, TODAY)
    assert (taken.published, taken.aside, taken.rejected, taken.faults) == (2, 1, 1, [])
    reviews = {one.key[1:3]: one for one in read_reviews(folder / "codage/passages_relus.csv")[0]}
    assert reviews["T01", 0].text == "Au puits, un voisin a frappé mon frère."
    assert reviews["T01", 0].day == date(2018, 3, 19)
    assert reviews["T02", 0].text == ""
    assert reviews["C01", 0].text == "Le comité règle mieux les affaires."
    assert reviews["C01", 0].day == TODAY
    # those without a decision wait
    assert [key[1:3] for key in again().waiting()] == [("T01", 45), ("T02", 36)]


def test_an_added_name_is_replaced_in_what_the_same_workbook_publishes(queue, fill, folder):
    path = fill(
        {
            ("Noms à ajouter", 2, "nom"): "Fatou",
            ("Noms à ajouter", 2, "ajouté par"): "awa",
            ("Passages", 3, "décision"): "publier",
            ("Passages", 3, "relu par"): "awa",
        }
    )
    assert take_book(queue, path, TODAY).faults == []
    (review,), _ = read_reviews(folder / "codage/passages_relus.csv")
    assert review.text == "[personne 9ZZZ] l’a dit au comité, qui nous a réunis"


REFUSED = [
    ({"décision": "publier"}, "relu par", "personne ne répond"),
    ({"décision": "oui", "relu par": "awa"}, "décision", "attendu publier ou écarter"),
    ({"décision": "publier", "relu par": "awa", "relu le": "demain"}, "relu le", "jour passé"),
    ({"décision": "publier", "relu par": "awa", "relu le": "2081-01-01"}, "relu le", "jour passé"),
    (
        {"décision": "publier", "relu par": "awa", "texte corrigé": "Moussa ag Alla a frappé."},
        "texte corrigé",
        "nomme encore «\u00a0Moussa ag Alla\u00a0» (personne)",
    ),
    (
        {"décision": "publier", "relu par": "awa", "à changer": "on le reconnaît"},
        "à changer",
        "attend ce changement",
    ),
    (
        {"décision": "publier", "relu par": "awa", "passage tel qu’il serait publié": "Autre."},
        "passage tel qu’il serait publié",
        "texte corrigé",
    ),
    ({"décision": "écarter", "relu par": "awa", "empreinte": "0"}, "empreinte", "ont changé"),
    ({"décision": "publier", "relu par": "awa", "numéro": "T09:1-2"}, "numéro", "n’attend plus"),
]


@pytest.mark.parametrize(("typed", "column", "why"), REFUSED)
def test_a_wrong_row_is_told_with_its_place_and_publishes_nothing(
    queue, fill, folder, typed, column, why
):
    path = fill({("Passages", 2, title): value for title, value in typed.items()})
    (fault,) = take_book(queue, path, TODAY).faults
    assert (fault.sheet, fault.row, fault.column) == ("Passages", 2, column)
    assert why in fault.why
    assert str(fault).startswith("feuille « Passages », ligne 2, passage T0")
    assert f", colonne « {column} » : " in str(fault)
    assert not (folder / "codage" / "passages_relus.csv").exists()
    assert FIRST in queue.waiting()


def test_what_was_refused_is_written_again_with_the_reason(queue, fill):
    typed = {"décision": "publier", "texte corrigé": "Moussa Ag Alla.", "relu par": "awa"}
    path = fill({("Passages", 2, title): value for title, value in typed.items()})
    taken = take_book(queue, path, TODAY)
    write_book(queue, MEASURED, taken.kept)
    first = rows(path, "Passages")[0]
    assert {title: first[title] for title in typed} == typed
    assert "nomme encore" in first["à revoir"]


MISUNDERSTOOD = [
    ({"décision": "rejeter"}, "", "décision", "personne n’en répond"),
    ({"décision": "non"}, "awa", "décision", "attendu accepter ou rejeter"),
    ({"décision": "rejeter", "autre remplacement": "là"}, "awa", "autre remplacement", "l’un des"),
    ({"décision": "rejeter", "trouvé": "Ailleurs"}, "awa", "trouvé", "plus à cette place"),
]


@pytest.mark.parametrize(("typed", "by", "column", "why"), MISUNDERSTOOD)
def test_a_mention_that_is_not_understood_holds_its_passage_back(
    queue, fill, folder, typed, by, column, why
):
    cells = {("Mentions", 2, title): value for title, value in typed.items()}
    decided = {("Passages", 2, "décision"): "publier", ("Passages", 2, "relu par"): by}
    faults = take_book(queue, fill({**cells, **decided}), TODAY).faults
    assert (faults[0].sheet, faults[0].row, faults[0].column) == ("Mentions", 2, column)
    assert why in faults[0].why
    assert faults[1].sheet == "Passages"
    assert not (folder / "codage" / "passages_relus.csv").exists()
    assert not (folder / "prive" / "decisions.csv").exists()


def test_a_name_without_who_adds_it_is_told_and_kept(queue, fill):
    path = fill({("Noms à ajouter", 2, "nom"): "Fatou"})
    taken = take_book(queue, path, TODAY)
    assert [(one.row, one.column) for one in taken.faults] == [(2, "ajouté par")]
    write_book(queue, MEASURED, taken.kept)
    assert rows(path, "Noms à ajouter") == [{"nom": "Fatou", "ajouté par": None}]


def test_a_workbook_that_lost_a_sheet_or_a_column_is_refused_whole(queue, fill, write_book):
    path = fill({("Passages", 1, "décision"): "avis"})
    with pytest.raises(LeconsError, match=r"ligne 1 : la colonne « décision » manque"):
        take_book(queue, path, TODAY)
    write_book(path, {"Passages": [["numéro"], ["T01:0-44"]]})
    with pytest.raises(LeconsError, match="manque"):
        take_book(queue, path, TODAY)


def test_a_blank_workbook_decides_nothing(queue, fill):
    taken = take_book(queue, fill({}), TODAY)
    assert (taken.published, taken.aside, taken.names, taken.faults) == (0, 0, 0, [])
    assert taken.kept.passages == {}
