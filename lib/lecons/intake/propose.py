"""Proposes how to read a file: a block of YAML that an analyst reviews, then pastes under `imports:`.

Nothing is applied: a proposal is text. What is not sure is said to be so, in comments.
"""

from pathlib import Path

from lecons.intake.events.layouts import recognised
from lecons.intake.grid import CSV_SHEET, Grid
from lecons.intake.places import gazetteer_of
from lecons.intake.proposal.block import Block
from lecons.intake.proposal.by_hand import hand_made_blocks
from lecons.intake.proposal.contents import Cells, Known
from lecons.intake.proposal.exports import is_export, own_form_lines, plain_blocks
from lecons.intake.proposal.fit import rank
from lecons.intake.proposal.lines import lines_of
from lecons.intake.proposal.text import comment, plain, scalar
from lecons.intake.proposal.values import wording_of
from lecons.intake.reading import read_grids
from lecons.intake.recognise import Kind, recognise
from lecons.intake.sheet import LEVELS, with_header
from lecons.project import Project

_RAW = "brut"
_WITHOUT_FORM = (
    "export KoboToolbox ou ODK d’un formulaire inconnu : déposez son XLSForm dans brut/ et ajoutez "
    "« formulaire: brut/formulaire.xlsx » sous forme ; les colonnes se nomment alors comme dans le "
    "formulaire (groupe/question), les réponses par leurs codes : relancez, ou corrigez colonnes"
)
_OBSERVED = (
    "relevé {name} reconnu à son en-tête : laissez-le en {file} et n’écrivez rien sous « imports: », "
    "l’import le lit de lui-même"
)
_A_FORM = (
    "ce fichier est un XLSForm, non des données : il se nomme sous la clé formulaire d’un export"
)


def propose(path: Path, project: Project) -> str:
    """The block of `imports:` that would read a file, with its doubts as comments.

    It loads as YAML whatever the file holds; where no table suits any sheet, it is comments only.
    Raises IntakeError, in French, on a file that cannot be read.
    """
    grids = {sheet: _trimmed(grid) for sheet, grid in read_grids(path).items()}
    name = name_in(path, project)
    head = [
        comment(f"Proposition pour {name}, à relire avant de la coller sous « imports: » :"),
        comment("« sûr » et « à vérifier » disent ce qu’en sait lecons, ??? est à compléter."),
    ]
    opening = [f"- fichier: {scalar(name)}"]
    sheets = {one: with_header(path.name, one, grid) for one, grid in grids.items()}
    observatory = next((one for key in sheets if (one := recognised(path.name, sheets[key]))), None)
    if observatory is not None:
        return _text([comment(_OBSERVED.format(name=observatory.layout.name, file=name))])
    notes: list[str] = []
    perimeter = frozenset(commune.pcode for commune in project.content.communes)
    known = Known(gazetteer_of(project), wording_of(project), tuple(project.results), perimeter)
    if is_export(sheets):
        if own := own_form_lines(path.name, sheets, project):
            return _text([*head, *opening, *own])
        blocks, separator, shape = plain_blocks(path.name, sheets, known), "/", "kobo"
        notes.append(_WITHOUT_FORM)
    else:
        blocks, notes = hand_made_blocks(path.name, grids, known)
        separator = LEVELS
        shape = "excel" if recognise(path) is Kind.WORKBOOK else "csv"
    opening += [f"  forme: {shape}", "  feuilles:"]
    body = [line for block in blocks for line in _lines(block, path, known, separator)]
    if "survey" in sheets and {"type", "name"} <= set(sheets["survey"].frame):
        notes.insert(0, _A_FORM)
    if not grids:
        notes.append("aucune feuille à lire : le fichier n’a pas de cellule remplie")
    said = [comment(note, 1) for note in notes]
    if all(line.lstrip().startswith("#") for line in body):
        return _text([*head, *(f"# {line}" for line in opening), *map(str.lstrip, [*said, *body])])
    return _text([*head, *opening[:1], *said, *opening[1:], *body])


def name_in(path: Path, project: Project) -> str:
    """What projet.yaml calls a file: its path inside the project, else where to put it."""
    folder, file = project.folder.resolve(), path.resolve()
    return (
        file.relative_to(folder).as_posix()
        if file.is_relative_to(folder)
        else f"{_RAW}/{path.name}"
    )


def _trimmed(grid: Grid) -> Grid:
    """The same cells without the merged ranges that stand beyond all of them."""
    height, width = grid.cells.shape
    merged = tuple(box for box in grid.merged if box[0][0] < height and box[0][1] < width)
    return Grid(grid.cells, merged)


def _lines(block: Block, path: Path, known: Known, separator: str) -> list[str]:
    columns = {str(name): Cells(block.frame[name]) for name in block.frame.columns}
    sheet = path.stem if block.names[0] == CSV_SHEET else block.names[0]
    ranked = rank(columns, (plain(sheet), plain(path.stem)), known, separator, block.given)
    return lines_of(block, ranked, known)


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
