"""`lecons relire`: writes what waits, takes a filled workbook in, writes the rest."""

import openpyxl
import pytest
from lecons.cli.review import relire
from lecons.errors import ProjectError
from lecons.review.measure import in_words


@pytest.fixture(autouse=True)
def _known_names(monkeypatch, detection):
    monkeypatch.setattr("lecons.review.queue.detection_of", lambda _: detection)


def test_a_workbook_is_written_filled_taken_in_and_written_again(folder, capsys):
    relire(folder)
    told = capsys.readouterr().out
    assert "À relire : 5 passages sur 5 citables, 5 mentions trouvées." in told
    assert in_words() in told
    path = folder / "prive" / "relecture.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, value in {"E2": "publier", "H2": "awa", "E3": "publier"}.items():
        book["Passages"][cell].value = value
    book.save(path)
    relire(folder)
    said = capsys.readouterr()
    assert "Repris de relecture.xlsx : 1 passage à publier, 0 écarté" in said.out
    assert (
        "Non repris — feuille « Passages », ligne 3, passage T01:45-87, colonne « relu par »"
        in said.err
    )
    assert "À relire : 4 passages" in said.out
    again = openpyxl.load_workbook(path)["Passages"]
    assert (again["A2"].value, again["E2"].value) == ("T01:45-87", "publier")
    assert again["J2"].value.startswith("« relu par » est vide")


def test_a_workbook_that_came_back_from_elsewhere_is_taken_in(folder, tmp_path, capsys):
    relire(folder)
    path = folder / "prive" / "relecture.xlsx"
    book = openpyxl.load_workbook(path)
    book["Passages"]["E2"].value, book["Passages"]["H2"].value = "écarter", "awa"
    book.save(tmp_path / "rempli.xlsx")
    relire(folder, tmp_path / "rempli.xlsx")
    assert "1 écarté" in capsys.readouterr().out
    with pytest.raises(ProjectError, match="n’existe pas"):
        relire(folder, tmp_path / "absent.xlsx")


def test_how_names_are_found_is_said_with_its_n_and_its_interval():
    assert "noms de personnes" in in_words()
    assert in_words().count(" ; ") >= 4
