"""synthese.docx: the page as a Word document, for people who must edit it. Pandoc turns HTML into Word;
before it the page is told in styles of Word (cards, quotations, notes), after it the document is
finished (word_package)."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypandoc
from babel.core import get_global
from lxml import etree
from lxml.html import HtmlElement, tostring
from lxml.html.builder import COL, DIV, IMG, LI, SPAN, STRONG, A, P

from lecons.errors import ReportError
from lecons.language import Language
from lecons.report.outputs.pictures import FOLDER, file_name, pngs, standalone
from lecons.report.outputs.reading import ShownFigure, body_of, has_class, read_page, words
from lecons.report.outputs.word_package import finish
from lecons.report.outputs.word_styles import BAR_OF, BESIDE, OPENING
from lecons.report.page import Cover

# what paper cannot do, or has elsewhere: the data of a figure are in tableaux.xlsx, and notebooks do not
# go with the document
_LEFT_OUT = ("nav", "script", "style", "template", "button", "input", "select", "label")
_LEFT_OUT_CLASSES = ("tuiles", "donnees", "filtre", "carnet")
_PARAGRAPHS = {
    "chapeau": "Chapeau",
    "note": "Note",
    "alerte": "Alerte",
    "preuve": "Preuve",
}
_TONES = {"favorable": "Citation favorable", "reserve": "Citation réservée"}
# of a picture, in centimetres: letters as large as those of the text, and room for what is said of it
_WIDE, _HIGH = 12.0, 16.0
_POINT = 2.54 / 72
_MOST_ROWS = 300
# letters of a table that stand side by side on a page, and what one column asks of them at most
_LETTERS, _LONGEST = 96, 34


def write_word(path: Path, page: str, language: Language, front: Cover) -> Path:
    """Write the document; whole or not at all, the same bytes for the same page: nothing in it says who
    made it, where or when, but what the page says.

    Raises ReportError where a picture cannot be drawn or Pandoc fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = read_page(page).figures
    with tempfile.TemporaryDirectory() as folder:
        svgs = tuple(standalone(one, language, front.warning) for one in figures)
        # those that stand beside the document as files of their own are not drawn once more
        for one, png in zip(figures, pngs(svgs, path.parent / FOLDER), strict=True):
            (Path(folder) / f"{file_name(one)}.png").write_bytes(png)
        draft = Path(folder) / "synthese.docx"
        options = {"title": front.title, "subtitle": front.subtitle, "lang": language_tag(language)}
        try:
            pypandoc.convert_text(
                told_in_styles(page, language, front, figures, svgs),
                "docx",
                format="html",
                outputfile=str(draft),
                # pictures by their names: a path would stay in the document
                extra_args=[
                    f"--resource-path={folder}",
                    *(f"--metadata={key}:{value}" for key, value in options.items()),
                ],
            )
        except RuntimeError as error:
            raise ReportError(
                f"Le document Word n’a pas pu être composé : {error}",
                "La page et le PDF disent la même chose ; signalez cette erreur.",
            ) from None
        return finish(draft, path, language, front)


def language_tag(language: Language) -> str:
    """The language with its country, without which Word checks no spelling (fr-FR, en-GB)."""
    likely = get_global("likely_subtags").get(language.locale.language, "")
    country = language.locale.territory or likely.rpartition("_")[2]
    return f"{language.locale.language}-{country}" if country else language.locale.language


def told_in_styles(
    page: str,
    language: Language,
    front: Cover,
    figures: Sequence[ShownFigure],
    svgs: Sequence[str],
) -> str:
    """The body of the page as HTML that names styles of Word (Pandoc's `custom-style`), after the lines
    of its cover and its contents; links stay inside."""
    body = body_of(page)
    # Pandoc reads nothing beside what is `main`
    body.tag = "div"
    for element in [*body.iter(*_LEFT_OUT), *_of_class(body, *_LEFT_OUT_CLASSES)]:
        element.drop_tree()
    for heading in body.iter("h2", "h3", "h4", "h5", "h6"):
        # the report's own title is no heading in Word
        heading.tag = f"h{int(heading.tag[1]) - 1}"
    for table in body.iter("table"):
        _shorten(table, language)
        _table(table)
    charts = [one for one in body.iter("figure") if has_class(one, "graphique")]
    for element, figure, svg in zip(charts, figures, svgs, strict=True):
        _figure(element, figure, svg)
    # Pandoc would fetch any other picture: from this machine, or from the network
    drawn = {f"{file_name(one)}.png" for one in figures}
    for image in [one for one in body.iter("img") if one.get("src") not in drawn]:
        image.drop_tree()
    for quote in [*_of_class(body, "citation")]:
        _quote(quote)
    for fold in [*body.iter("details")]:
        _unfold(fold)
    for card in [*_of_class(body, "carte")]:
        _card(card)
    for paragraph in [*body.iter("p")]:
        style = next((s for c, s in _PARAGRAPHS.items() if has_class(paragraph, c)), None)
        if style:
            _style(paragraph, style)
    _address(body)
    opening = _opening(body, language, front)
    return "\n".join(tostring(one, encoding="unicode") for one in (*opening, body))


def _of_class(body: HtmlElement, *names: str) -> list[HtmlElement]:
    return [one for one in body.iter(etree.Element) if any(has_class(one, name) for name in names)]


def _opening(body: HtmlElement, language: Language, front: Cover) -> Iterator[HtmlElement]:
    for line in front.lines:
        yield _styled("Couverture", P(line))
    if front.warning:
        yield _styled("Avertissement", P(front.warning))
    yield _styled("TOC Heading", P(language.t("Sommaire")))
    for heading in body.iter("h1", "h2"):
        if heading.get("id"):
            link = A(words(heading), href=f"#{heading.get('id')}")
            yield _styled(f"toc {heading.tag[1]}", P(link))
    yield _styled(
        "Note",
        P(
            language.t(
                "Dans Word, un clic droit sur ce sommaire, puis « Mettre à jour les champs », "
                "y met les numéros de page."
            )
        ),
    )


def _styled(style: str, *content: HtmlElement) -> HtmlElement:
    return DIV(*content, **{"custom-style": style})


def _style(paragraph: HtmlElement, style: str) -> None:
    """Put a style on a paragraph: Pandoc reads it on the frame of one."""
    frame = _styled(style)
    frame.tail, paragraph.tail = paragraph.tail, None
    paragraph.getparent().replace(paragraph, frame)
    frame.append(paragraph)


def _shorten(table: HtmlElement, language: Language) -> None:
    """Word takes minutes over a table of thousands of rows, and nobody reads it there."""
    (body,) = table.iter("tbody")
    rows = [*body]
    if len(rows) <= _MOST_ROWS:
        return
    for row in rows[_MOST_ROWS:]:
        row.drop_tree()
    left = language.t(
        "{n:int} {n:?autre ligne|autres lignes} dans tableaux.xlsx.", n=len(rows) - _MOST_ROWS
    )
    caption = table.find("caption")
    if caption is not None:
        caption.append(SPAN(f" {left}"))


def _table(table: HtmlElement) -> None:
    for cell in [*table.iter("th", "td")]:
        if has_class(cell, "num"):
            cell.set("style", "text-align: right")
    rows = [[words(cell) for cell in row.iterchildren("th", "td")] for row in table.iter("tr")]
    columns = [COL(style=f"width: {share:.1%}") for share in _shares(rows)]
    group = table.makeelement("colgroup")
    group.extend(columns)
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def _shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """The share of the width of each column: first what its longest word takes, then what is left, by
    the length of the longest text up to a limit."""
    columns = [*zip(*rows, strict=True)]
    least = [max(len(word) for text in one for word in text.split(" ")) + 2 for one in columns]
    more = [
        max(0, min(max(map(len, one)), _LONGEST) + 2 - word)
        for one, word in zip(columns, least, strict=True)
    ]
    left = max(0, _LETTERS - sum(least)) / max(1, sum(more))
    wide = [word + left * extra for word, extra in zip(least, more, strict=True)]
    return [one / sum(wide) for one in wide]


def _figure(element: HtmlElement, figure: ShownFigure, svg: str) -> None:
    root = etree.fromstring(svg.encode("utf-8"))
    _, _, width, height = map(float, root.get("viewBox").split())
    wide = min(width * _POINT, _WIDE, _HIGH * width / height)
    (image,) = element.iter("img")
    image.getparent().replace(
        image, IMG(src=f"{file_name(figure)}.png", alt=figure.alt, width=f"{wide:.2f}cm")
    )


def _quote(element: HtmlElement) -> None:
    (said,), (speaker,) = element.iter("blockquote"), element.iter("figcaption")
    style = next((s for c, s in _TONES.items() if has_class(element, c)), "Citation")
    for beside in _of_class(said, "autour"):
        beside.set("custom-style", BESIDE)
    quoted = _styled(style, *said)
    quoted.set("lang", said.get("lang", ""))
    voice = _styled(f"{style}, voix", P("— ", *_moved(speaker)))
    element.tag = "div"
    element.attrib.pop("class")
    for child in [*element]:
        element.remove(child)
    element.extend([quoted, voice])


def _moved(element: HtmlElement) -> list[str | HtmlElement]:
    """What an element holds, as arguments of a builder."""
    parts: list[str | HtmlElement] = [element.text or ""]
    for child in [*element]:
        tail, child.tail = child.tail or "", None
        parts += [child, tail]
    return parts


def _unfold(fold: HtmlElement) -> None:
    """What the page folds away, as one note: what it is, then its lines."""
    summary = next(fold.iter("summary"), None)
    lines = [words(one) for one in fold.iter("li")]
    if summary is None or not lines:
        fold.tag = "div"
        return
    note = P(STRONG(f"{words(summary)} : "), " ; ".join(lines))
    note.tail = fold.tail
    fold.getparent().replace(fold, note)


def _card(card: HtmlElement) -> None:
    """A frame becomes paragraphs with a bar on their left; the first one parts it from what is above."""
    kinds = (card.get("class") or "").split()
    style = next((BAR_OF[kind] for kind in reversed(kinds) if kind in BAR_OF), BAR_OF[""])
    for badges in [*card.iter("ul")]:
        if has_class(badges, "badges"):
            line = P()
            for at, badge in enumerate(badges.iter("li")):
                line.append(SPAN(" · " if at else "", *_moved(badge)))
            line.tail = badges.tail
            badges.getparent().replace(badges, line)
    for item in [*card.iter("li")]:
        item.getparent().replace(item, LI(_styled(style, P(*_moved(item)))))
    for at, paragraph in enumerate([one for one in card.iter("p") if not _in_list(one)]):
        if has_class(paragraph, "titre"):
            held = STRONG(*_moved(paragraph))
            paragraph.text = None
            paragraph.append(held)
        paragraph.attrib.pop("class", None)
        _style(paragraph, style if at else f"{style}{OPENING}")


def _in_list(element: HtmlElement) -> bool:
    return next(element.iterancestors("li"), None) is not None


def _address(body: HtmlElement) -> None:
    """Addresses where Pandoc makes bookmarks of them; a link to anything else is plain text."""
    for element in [*body.iterfind(".//*[@id]")]:
        if not re.fullmatch(r"h\d|div|span", element.tag):
            inside = next(element.iter("th", "td", "p"), element)
            inside.insert(0, SPAN(inside.text or "", id=element.attrib.pop("id")))
            inside.text = None
    known = {one.get("id") for one in body.iterfind(".//*[@id]")}
    for link in [*body.iter("a")]:
        if link.get("href", "").removeprefix("#") not in known:
            link.drop_tag()
