"""The report's document model: frozen blocks that show themselves as HTML and as Typst.

A notebook's cell returns a block; Jupyter asks it for its MIME bundle and gets both forms, so that
the page and the PDF are made of the very same thing.
"""

from dataclasses import dataclass, field

from lecons.language import quoted_in

TYPST_MIME = "text/vnd.typst"


@dataclass(frozen=True)
class Strong:
    """Words that carry weight."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link to a mark inside the report; plain text where the report has no such mark."""

    target: str
    text: str


@dataclass(frozen=True)
class Foreign:
    """Words in another language than the report's."""

    text: str
    language: str


@dataclass(frozen=True)
class Ref:
    """A link to a finding. It shows the finding's number, which the finished report puts in the place
    of its id; in a notebook that is worked on, no finding has one yet."""

    finding: str

    @property
    def target(self) -> str:
        """The address of the finding in the report."""
        return f"constat-{self.finding}"

    @property
    def text(self) -> str:
        return self.finding


Inline = str | Strong | Link | Foreign | Ref
Inlines = tuple[Inline, ...]


class Block:
    """Something that stands on the page by itself."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        # imported late: the renderers know the blocks, not the other way round
        from lecons.report.to_html import html
        from lecons.report.to_typst import typst

        return {
            "text/plain": repr(type(self).__name__),
            "text/html": html(self),
            TYPST_MIME: typst(self),
        }


@dataclass(frozen=True)
class Heading(Block):
    """A heading inside a notebook: level 2 under the notebook's own title."""

    level: int
    text: str
    mark: str | None = None


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph; `kind` is one of "", "chapeau" (lead), "note" (method)."""

    content: Inlines
    kind: str = ""


@dataclass(frozen=True)
class Bullets(Block):
    """A list."""

    items: tuple[Inlines, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether it holds figures (set to the right)."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table(Block):
    """A table with a caption; the first cell of each row heads that row. `marks`: the address of each
    row, where something leads to it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    note: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure(Block):
    """A figure: SVG, what it shows in words (`alt`), its caption, and its data as a table."""

    svg: str
    alt: str
    caption: str
    data: Table | None = None
    data_label: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a figure without alternative text cannot be read by everyone")


@dataclass(frozen=True)
class Tile:
    """A place on a map of tiles: its name, its count as written, how dark it is (0 to 9), where it
    stands (column and row, from 1), and the mark of the row that tells more of it."""

    name: str
    count: str
    shade: int
    column: int
    row: int
    target: str


@dataclass(frozen=True)
class Tiles(Block):
    """A map that fits a phone: one tile a place, as far as can be where it lies, each a link to its
    row. For the page alone: paper has the map."""

    label: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Facet:
    """What a quotation can be found by: `kind` is one of theme, acteur, lieu, ton."""

    kind: str
    label: str


@dataclass(frozen=True)
class Quote(Block):
    """Somebody's words, in their language, with who speaks as far as the edition may say, and what
    they said just before and after where that may be read."""

    text: str
    speaker: str
    language: str
    tone: str = ""
    before: str = ""
    after: str = ""
    facets: tuple[Facet, ...] = ()

    @property
    def quoted(self) -> str:
        """The words between the marks of their own language."""
        return quoted_in(self.language, self.text)


@dataclass(frozen=True)
class Card(Block):
    """A framed group: a practice, a finding, a recommendation, a failure. `mark` is its address."""

    title: str
    content: tuple[Block, ...]
    kind: str
    mark: str | None = None
    badges: tuple[Inline, ...] = ()


@dataclass(frozen=True)
class Folded(Block):
    """Lines that the page folds away under `label`; paper, which cannot unfold, has `brief` instead."""

    label: str
    lines: tuple[str, ...]
    brief: str


@dataclass(frozen=True)
class Stack(Block):
    """Blocks one after the other; nothing at all when it is empty."""

    content: tuple[Block, ...] = field(default=())


def stack(*blocks: Block | None) -> Stack:
    """A stack of the blocks that are there."""
    return Stack(tuple(block for block in blocks if block is not None))


def text(words: Inlines) -> str:
    """The words alone."""
    return "".join(part if isinstance(part, str) else part.text for part in words)
