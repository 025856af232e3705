"""The PDF files, workbooks and texts of the hostile project: no action, no formula, words as typed."""

import re
import zipfile

from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

ACTIONS = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/URI", "/EmbeddedFiles", "/GoToR", "/GoToE",
           "/SubmitForm", "/ImportData", "/RichMedia", "/XFA", "/AcroForm"}  # fmt: skip
PAPER = {
    "synthese.pdf": {
        "nom",
        "resultats.titre",
        "resultats.enonce",
        "contributions.texte",
        "pratiques.titre",
    },
    "BP-1.pdf": {"pratiques.etapes", "pratiques.titre"},
    "fiches_de_discussion.pdf": {"groupes.titre", "groupes.questions"},
    "grille_appreciation.pdf": {"pratiques.titre", "recommandations.texte"},
}
TAIL = 15
# reading words out of a page takes a tenth of a second: the first chapters hold all sorts of them
MOST_PAGES = 14
RUNS = ("=", "+", "-", "@", "\t", "\r")
FOREIGN = re.compile(
    r"external|vba|embed|activeX|ctrlProp|connection|query|customXml|drawing\d*\.xml$"
)


def names_in(pdf):
    """All names of the objects of a PDF."""
    found, seen, left = set(), set(), [pdf.trailer]
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            found |= set(one) | {str(one[key]) for key in ("/S", "/Subtype") if key in one}
            left += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            left += [*one]
    return found


def addresses(pdf):
    """Where the links of a PDF lead outside of it."""
    notes = [one.get_object() for leaf in pdf.pages for one in leaf.get("/Annots", [])]
    return [one["/A"]["/URI"] for one in notes if "/URI" in one.get("/A", {})]


def test_the_paper_holds_the_words_as_typed_and_no_action(hostile_report, told):
    files = [*hostile_report.report.rglob("*.pdf"), *hostile_report.workshop.rglob("*.pdf")]
    assert {path.name for path in files} >= set(PAPER)
    for path in files:
        pdf = PdfReader(path)
        if path.name == "resume.pdf":
            # its numbers lead to the report beside it, and nowhere else
            assert names_in(pdf) & ACTIONS <= {"/URI"}
            assert {one.partition("#")[0] for one in addresses(pdf)} == {"synthese.html"}
        else:
            assert names_in(pdf) & ACTIONS == set(), path.name
        pages = [told(page.extract_text()) for page in pdf.pages[:MOST_PAGES]]
        # where a page ends in the middle of a cell, the column beside it comes between its words
        changed = [one for _, some in pages for one in some if one[1][-TAIL:] != one[2][-TAIL:]]
        if path.name == "resume.pdf":
            # two pages, whatever is put in: a word without end is cut there, and says so
            changed = [one for one in changed if "…" not in one[2]]
        assert changed == [], path.name
        assert set().union(*(seen for seen, _ in pages)) >= PAPER.get(path.name, set()), path.name


def workbooks(hostile_report):
    base = hostile_report.folder
    found = [
        path
        for top in (hostile_report.report.parents[1], base / "quarantaine")
        for path in top.rglob("*.xlsx")
    ]
    assert len(found) >= 7, found
    return found


def test_no_workbook_that_we_write_holds_a_formula_or_leads_outside(hostile_report):
    guarded = 0
    for path in workbooks(hostile_report):
        with zipfile.ZipFile(path) as archive:
            assert [
                name for name in archive.namelist() if FOREIGN.search(name)
            ] == [] or "quarantaine" in str(path)
            for name in archive.namelist():
                content = archive.read(name)
                assert not re.search(
                    rb"<(?:\w+:)?f[ >/]|<hyperlink [^>]*r:id|TargetMode=\"External\""
                    rb"|<definedName (?!name=\"_xlnm\.(?:_FilterDatabase|Print_Titles)\")",
                    content,
                ), (path, name)
        for sheet in load_workbook(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", (path.name, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.startswith(RUNS):
                    assert cell.quotePrefix, (path.name, sheet.title, cell.coordinate)
                    guarded += 1
    assert guarded > 50


def test_what_workbooks_hold_comes_back_as_it_was_planted(hostile_report, told):
    places = set()
    for path in workbooks(hostile_report):
        for sheet in load_workbook(path):
            if path.name == "tableaux.xlsx":
                # a note stands there on as many rows as it has lines
                rows = sheet.iter_rows(values_only=True)
                cells = (str(one) for row in rows for one in row if one is not None)
                seen, changed = told(" ".join(cells).replace("_x005F_", "_"))
                assert changed == [], (path.name, sheet.title)
                places |= seen
                continue
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                # (what names an answer of a form is letters and figures alone)
                if isinstance(cell.value, str) and " zq" in cell.value:
                    # read as Excel reads it: openpyxl leaves the escapes of its format to us
                    seen, changed = told(cell.value.replace("_x005F_", "_"))
                    assert changed == [], (path.name, sheet.title, cell.coordinate)
                    places |= seen
    assert (
        places
        >= {"segments.memo", "temoignages.texte", "livre_de_codes.definition", "pratiques.titre"}
        & places
    )
    assert len(places) >= 10
