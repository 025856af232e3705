"""A third language is a catalogue and nothing else: one is made here, of every message of the product
made 40 % longer, and the report is produced in it.

Every message stands between ⟦ and ⟧: what stands outside, and belongs neither to the project nor to
somebody's words, was never given to a translator.
"""

import re
import shutil
from types import SimpleNamespace

import pypdf
import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po
from bs4 import BeautifulSoup
from lecons import language
from lecons.parameters import check_parameters
from lecons.pipeline.produce import produce
from lecons.project import open_project, repository_root
from lecons.store.names import TABLE_NAMES
from lecons.store.tables import has_table

pytestmark = pytest.mark.xdist_group("pseudo")

GERMAN = Locale.parse("de")
OPEN, CLOSE, VALUE, END = "⟦⟧⟪⟫"
PLACE = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[^\W\d_]+")
LONGER = "éàüôîñçêùâïö"
# numbers of findings, practices, result areas
NUMBERED = re.compile(r"\b[A-Z]+-?\d+(-[A-Z]\d+)?\b")
# words that do not fit where they stand: in a heading or a control, or where what is too long is hidden
CUT = """
[...document.querySelectorAll("main *, nav *, header *, footer *")].filter((one) => {
  const style = getComputedStyle(one);
  return one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 &&
    (one.matches("h1, h2, h3, h4, h5, h6, button, summary, label, th") ||
      ["hidden", "clip"].includes(style.overflowX));
}).map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`)
"""
# by the names of their authors in any language
COEFFICIENTS = ("Cohen", "Fleiss")
# attributes that readers hear or see
SAID = ("alt", "aria-label", "title", "placeholder", "data-libelle", "data-vide")


def longer(words):
    return WORD.sub(lambda word: word[0] + LONGER[: round(0.4 * len(word[0]))], words)


def place_of(written):
    """A place as it is, but that words put in as they are stand between marks of their own; words that
    agree with a figure are longer too."""
    name, _, form = written[1:-1].partition(":")
    if form.startswith(language.AGREES):
        return f"{{{name}:{language.AGREES}{'|'.join(map(longer, form[1:].split('|')))}}}"
    return written if form else VALUE + written + END


def pseudo(message):
    """Every word 40 % longer."""
    parts, at = [], 0
    for place in PLACE.finditer(message):
        parts += [longer(message[at : place.start()]), place_of(place[0])]
        at = place.end()
    return OPEN + "".join([*parts, longer(message[at:])]) + CLOSE


def pseudo_cell(markdown):
    """A Markdown cell: its lines are what is told, `#` is not."""
    lines = (re.fullmatch(r"(#* ?)(.*)", line).groups() for line in markdown.split("\n"))
    return "\n".join(marks + (OPEN + longer(told) + CLOSE if told else "") for marks, told in lines)


def write_catalogue(folder):
    """A catalogue of all that `make catalogue` finds."""
    catalogue = Catalog(locale=GERMAN)
    root = repository_root()
    with (root / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    for place, said in (("lib/lecons", pseudo), ("notebooks", pseudo_cell)):
        for _, _, message, *_ in extract_from_dir(
            root / place, methods, options, {"t": None, "mark": None}
        ):
            catalogue.add(message, said(message))
    with (folder / "de.po").open("wb") as handle:
        write_po(handle, catalogue)


@pytest.fixture(scope="module")
def made(made_once, notebooks_here):
    """The internal report of the demonstration project in the language made here: `folder`, `project`."""
    folder, data = made_once("pseudo", produce_in_it, within=notebooks_here)
    return SimpleNamespace(folder=folder, project=open_project(data))


def produce_in_it(folder, within):
    """Make the catalogue and the report in a folder; answers where the report and its project are."""
    write_catalogue(folder)
    for name in ("3p-amss", "reference"):
        shutil.copytree(
            repository_root() / "data" / name,
            folder / "data" / name,
            ignore=shutil.ignore_patterns("tables", "quarantaine"),
        )
    data = folder / "data" / "3p-amss"
    with pytest.MonkeyPatch.context() as patch, within():
        patch.setenv("LECONS_RAPPORTS", str(folder / "rapports"))
        patch.setattr(language, "CATALOGUES", folder)
        outcome = produce(
            check_parameters({"projet": str(data), "langue": "de"}), formats=("html", "pdf")
        )
    language._catalogue.cache_clear()
    assert not outcome.partial
    return outcome.folder, data


@pytest.fixture(scope="module")
def soup(made):
    return BeautifulSoup((made.folder / "synthese.html").read_text("utf-8"), "html.parser")


def untold(text):
    """What of a text stands in no message: outside of every one, or put into one as it was."""
    within, found = [], [""]
    for character in text:
        if character in OPEN + VALUE:
            within.append(character)
            found.append("")
        elif character in CLOSE + END:
            within.pop()
            found.append("")
        elif not within or within[-1] == VALUE:
            found[-1] += character
    assert not within, text
    return [one for one in found if WORD.search(one)]


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower().replace("_", " ")))


@pytest.fixture(scope="module")
def own(made):
    """All that the project says itself, and the words of dates and lists, one after the other."""
    project = made.project
    texts = [path.name for path in [*project.folder.rglob("*"), *made.folder.rglob("*")]]
    declared = [path for kind in ("*.yaml", "*.csv") for path in project.folder.parent.rglob(kind)]
    texts += [path.read_text("utf-8") for path in declared]
    for name in TABLE_NAMES:
        if has_table(project.tables_folder, name):
            table = project.table(name, "interne")
            words = table.astype("string").to_numpy().ravel()
            texts += [name, *table.columns, *{one for one in words if isinstance(one, str)}]
    months = GERMAN.months["format"]
    texts += [*months["wide"].values(), *months["abbreviated"].values(), *COEFFICIENTS]
    return f" {' | '.join(map(plain, texts))} "


def test_the_page_says_its_language(soup):
    assert soup.html["lang"] == "de"
    assert soup.html.find(lang="fr") is not None


def test_no_french_of_ours_is_left_on_the_page(soup, own):
    told = [
        str(words)
        for words in soup.body.find_all(string=True)
        if words.parent.name not in {"script", "style"} and words.find_parent(lang="fr") is None
    ]
    told += [str(tag[name]) for name in SAID for tag in soup.body.find_all(attrs={name: True})]
    assert sum(OPEN in one for one in told) > 1000
    left = set()
    for one in told:
        # a long name of a place may break in a tile
        for part in untold(one.replace("\u00ad", "")):
            # lists and tables of ours join words of the project, and have numbers beside them
            pieces = re.split(r"[^\w’' -]+| [-–—] |\b\d+\b|\bund\b", NUMBERED.sub("", part))
            left |= {
                piece
                for piece in pieces
                if WORD.search(words := plain(piece)) and f" {words} " not in own
            }
    assert sorted(left) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_of_the_longer_language_is_wider_than_the_screen_or_cut(made, page_of, width):
    page = page_of(made.folder / "synthese.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []


def test_the_pdf_is_composed_in_the_language(made):
    assert pypdf.PdfReader(made.folder / "synthese.pdf").root_object["/Lang"] == "de"
