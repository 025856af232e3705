"""What a PDF tells of itself, and what the PDF/UA-1 checker says of it."""

from dataclasses import dataclass
from pathlib import Path

import page
import pikepdf


@dataclass(frozen=True)
class Document:
    """One PDF. `failed`: rules of PDF/UA-1 that it breaks, of `rules`; `scoped`: header cells of tables
    that say what they head, of `headers`; `described`: figures with a text, of `figures`."""

    pages: int
    tagged: bool
    failed: int
    rules: int
    language: str
    title: str
    bookmarks: int
    scoped: int
    headers: int
    described: int
    figures: int


def read_document(path: Path) -> Document:
    """Read and check a PDF."""
    checked = page.validate_pdf(str(path), profile="ua1")
    with pikepdf.open(path) as pdf:
        headers, figures = [], []
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one:
                if one.S == "/TH":
                    headers.append(_scope(one))
                elif one.S == "/Figure":
                    figures.append(bool(str(one.get("/Alt", "")).strip()))
        # read first: leaving the metadata writes them back into the other
        title = str(pdf.docinfo.get("/Title", ""))
        with pdf.open_metadata() as metadata:
            title = str(metadata.get("dc:title") or title)
        return Document(
            pages=len(pdf.pages),
            tagged="/StructTreeRoot" in pdf.Root
            and bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False)),
            failed=checked.rules.failed,
            rules=checked.rules.total,
            language=str(pdf.Root.get("/Lang", "")),
            title=title,
            bookmarks=_count(pdf),
            scoped=sum(headers),
            headers=len(headers),
            described=sum(figures),
            figures=len(figures),
        )


def _scope(header: pikepdf.Dictionary) -> bool:
    attributes = header.get("/A", [])
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return any(isinstance(one, pikepdf.Dictionary) and "/Scope" in one for one in listed)


def _count(pdf: pikepdf.Pdf) -> int:
    def below(items: list) -> int:
        return sum(1 + below(item.children) for item in items)

    with pdf.open_outline() as outline:
        return below(outline.root)
