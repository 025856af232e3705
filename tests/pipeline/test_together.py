"""One file of several languages, from the reports that stand."""

import pytest
from lecons.errors import HeldError, ReportError
from lecons.language import Language
from lecons.parameters import check_parameters
from lecons.pipeline.bilingual import put_together
from lecons.report.document import Heading, Paragraph
from lecons.report.page import Cover, render_page
from nbformat.v4 import new_code_cell, new_notebook, new_output


def stand(reports, code, edition, words):
    """Put a page in place as that edition's report."""
    blocks = (Heading(1, "A"), Paragraph((words,)))
    cell = new_code_cell(
        outputs=[new_output("display_data", data=one._repr_mimebundle_()) for one in blocks]
    )
    cell.metadata["lecons"] = {"carnet": "10_x", "decalage": 0}
    front = Cover("Leçons", "x", (), None)
    page = render_page(new_notebook(cells=[cell]), Language(code), front, {})
    place = reports / "mini" / edition / code
    place.mkdir(parents=True)
    (place / "synthese.html").write_text(page, "utf-8")


def test_both_pages_are_in_one_file_and_nothing_else_is_left(mini, tmp_path):
    reports, asked = tmp_path / "rapports", check_parameters({"projet": str(mini)})
    stand(reports, "fr", "interne", "des mots")
    with pytest.raises(ReportError, match="Il n’y a pas de rapport entier en « en »"):
        put_together(asked, ["fr", "en"])
    stand(reports, "en", "interne", "some words")
    page = put_together(asked, ["fr", "en"])
    assert page == reports / "mini" / "interne" / "fr-en" / "synthese.html"
    text = page.read_text("utf-8")
    assert "des mots" in text
    assert "some words" in text
    assert ">English<" in text
    assert sorted(one.name for one in page.parents[1].iterdir()) == ["en", "fr", "fr-en"]
    assert page.parent.stat().st_mode & 0o777 == 0o700


def test_a_public_file_is_checked_as_a_whole_and_held_where_it_says_too_much(mini, tmp_path):
    reports = tmp_path / "rapports"
    asked = check_parameters({"projet": str(mini), "edition": "publique"})
    stand(reports, "fr", "publique", "appelez le 76 12 34 56")
    stand(reports, "en", "publique", "some words")
    with pytest.raises(HeldError, match="Retenu"):
        put_together(asked, ["fr", "en"])
    assert sorted(one.name for one in (reports / "mini" / "publique").iterdir()) == ["en", "fr"]
