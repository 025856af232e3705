"""The figures of the page as files to reuse: the SVG, the same as a PNG for print, and their captions."""

import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst
from lxml import etree

from lecons.errors import ReportError
from lecons.language import Language
from lecons.report.outputs.reading import ShownFigure, read_page, told
from lecons.report.page import Cover
from lecons.report.to_typst import FONTS, literal

FOLDER, CAPTIONS = "figures", "legendes.txt"
# what a column of text holds on A4, at the density that a printer asks for
_WIDTH, _DENSITY = "16cm", 200
# letters of a caption in the name of a file
_LONGEST = 50
_SVG = "{http://www.w3.org/2000/svg}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# the strip under a figure that bears the mark, and its letters, in the points of the figure
_STRIP, _LETTERS = 15, 8.5


def write_pictures(folder: Path, page: str, language: Language, front: Cover) -> list[Path]:
    """Write each figure as `NN-words-of-its-caption.svg` and `.png`, and `legendes.txt`, which says of
    each what it shows and how to cite it; nothing where the page has no figure. Answers the files.

    A figure goes its own way once it is out: where `front.warning` says that the data are invented, it
    bears these words. A picture that stands there already is not drawn again, and those of an earlier page
    go. Raises ReportError where a picture cannot be drawn.
    """
    figures = read_page(page).figures
    svgs = [standalone(one, language, front.warning) for one in figures]
    drawn = pngs(svgs, folder)
    written = []
    for one, svg, png in zip(figures, svgs, drawn, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        vector = folder / f"{file_name(one)}.svg"
        points = vector.with_suffix(".png")
        # the drawing first: who finds an SVG here takes the PNG beside it for its own
        _put(points, png)
        _put(vector, svg.encode("utf-8"))
        written += [vector, points]
    for path in {*folder.glob("*.svg"), *folder.glob("*.png")}.difference(written):
        path.unlink()
    captions = folder / CAPTIONS
    if not figures:
        captions.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # there is none, or it holds what is not ours
            folder.rmdir()
        return []
    captions.write_text(_captions(figures, language, front), encoding="utf-8")
    return [*written, captions]


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)


def file_name(figure: ShownFigure) -> str:
    """The name of a figure's files without its ending: its number, then the first words of its caption,
    before any detail of it."""
    first = re.split(r"[(;:]", figure.caption)[0]
    plain = unicodedata.normalize("NFKD", first.casefold().replace("œ", "oe"))
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain)).strip("-")
    if len(plain) > _LONGEST:
        plain = plain[: _LONGEST + 1].rpartition("-")[0] or plain[:_LONGEST]
    return f"{figure.number:02}-{plain}".rstrip("-")


def standalone(figure: ShownFigure, language: Language, warning: str | None) -> str:
    """The SVG as a file of its own: its caption and what it shows are its `<title>` and `<desc>` (SVG 2,
    § 5.8), and the warning stands under it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(figure.svg.encode("utf-8"), parser)
    root.set("role", "img")
    root.set(_LANGUAGE, language.code)
    if warning:
        _mark(root, warning)
    for at, (name, text) in enumerate((("title", figure.caption), ("desc", figure.alt))):
        element = etree.Element(f"{_SVG}{name}")
        element.text = text
        root.insert(at, element)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def _mark(root: etree._Element, warning: str) -> None:
    left, top, width, height = map(float, root.get("viewBox").split())
    root.set("viewBox", f"{left:g} {top:g} {width:g} {height + _STRIP:g}")
    root.set("width", f"{width:g}pt")
    root.set("height", f"{height + _STRIP:g}pt")
    ground = {"x": left, "y": top + height, "width": width, "height": _STRIP}
    etree.SubElement(
        root, f"{_SVG}rect", {**{name: f"{at:g}" for name, at in ground.items()}, "fill": "#fff"}
    )
    words = etree.SubElement(
        root,
        f"{_SVG}text",
        {
            "x": f"{left + width - 4:g}",
            "y": f"{top + height + 10:g}",
            "style": f"font-size:{_LETTERS}px;font-family:DejaVu Sans,Verdana,sans-serif;"
            "text-anchor:end;fill:#a04000;font-weight:bold",
        },
    )
    words.text = warning


def pngs(svgs: Sequence[str], folder: Path) -> list[bytes]:
    """The pictures as PNG, on white: those that `write_pictures` left in `folder` of the very same SVG, the
    others drawn by Typst in one go with the fonts that come with us. Raises ReportError."""
    known = {svg: path.read_bytes() for path, svg in _standing(folder) if svg in svgs}
    new = [svg for svg in dict.fromkeys(svgs) if svg not in known]
    known |= zip(new, _drawn(new), strict=True) if new else ()
    return [known[svg] for svg in svgs]


def _standing(folder: Path) -> Iterator[tuple[Path, str]]:
    """The PNG of a folder, each with the SVG that it was drawn from."""
    for vector in folder.glob("*.svg"):
        points = vector.with_suffix(".png")
        if points.is_file():
            yield points, vector.read_text(encoding="utf-8")


def _drawn(svgs: Sequence[str]) -> Sequence[bytes]:
    pages = "\n#pagebreak()\n".join(
        f'#image(bytes({literal(svg)}), format: "svg", width: 100%)' for svg in svgs
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "figures.typ"
        source.write_text(
            f"#set page(width: {_WIDTH}, height: auto, margin: 0pt, fill: white)\n{pages}\n",
            encoding="utf-8",
        )
        try:
            drawn = typst.compile(
                str(source),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                format="png",
                ppi=_DENSITY,
            )
        except typst.TypstError as error:
            raise ReportError(
                f"Les figures n’ont pas pu être dessinées : {error}",
                "La page les contient ; relancez avec moins de formats pour vous en passer.",
            ) from None
    return [drawn] if isinstance(drawn, bytes) else drawn


def _captions(figures: Sequence[ShownFigure], language: Language, front: Cover) -> str:
    t = language.t
    report = f"{front.title} · {front.subtitle}"
    parts = ["\n".join(filter(None, (report, *front.lines, front.warning)))]
    for one in figures:
        name = file_name(one)
        cited = t(
            "À citer ainsi : {rapport}. {edition}. Figure {numero:int}, chapitre {chapitre}.",
            rapport=report,
            edition=front.edition,
            numero=one.number,
            chapitre=one.place.number,
        )
        parts.append(
            "\n".join(
                (
                    t("Figure {numero:int}", numero=one.number),
                    t("Fichiers : {svg}, {png}", svg=f"{name}.svg", png=f"{name}.png"),
                    t("Endroit du rapport : {endroit}", endroit=told(one.place, language)),
                    t("Légende : {legende}", legende=one.caption),
                    t("Ce qu’elle montre : {alt}", alt=one.alt),
                    cited,
                )
            )
        )
    return "\n\n".join(parts) + "\n"
