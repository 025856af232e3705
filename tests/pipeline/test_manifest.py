"""What decides whether a report must be made again."""

from lecons.intake.load import import_project
from lecons.pipeline import manifest
from lecons.project import open_project
from openpyxl import load_workbook

MAPPED = {name: name for name in ("id", "date", "commune", "resultat", "type")}
FILE = {"fichier": "a.xlsx", "forme": "excel"}
FILE["feuilles"] = [{"table": "activites", "colonnes": MAPPED}]


def quarantined(mini_project, write_book):
    project = open_project(mini_project(imports=[FILE]))
    rows = [list(MAPPED), ["a1", "2017-01-02", "Alafya", "R1", "reunion"]]
    write_book(project.folder / "a.xlsx", {"s": rows})
    import_project(project)
    return project, project.quarantine_folder / "a.xlsx"


def test_a_quarantine_workbook_that_nobody_touched_changes_nothing(mini_project, write_book):
    project, book = quarantined(mini_project, write_book)
    before = manifest.inputs(project)
    assert book.is_file()
    import_project(project)
    assert manifest.inputs(project) == before


def test_a_correction_typed_in_a_quarantine_workbook_calls_for_a_new_report(
    mini_project, write_book
):
    project, book = quarantined(mini_project, write_book)
    before = manifest.inputs(project)
    opened = load_workbook(book)
    sheet = opened["s"]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("commune") + 1).value = "Alafia"
    opened.save(book)
    assert set(manifest.inputs(project)) - set(before) == {"mini/quarantaine/a.xlsx"}


def test_a_form_of_ours_is_part_of_the_software():
    assert "formulaires/activite.yaml" in manifest.code()
