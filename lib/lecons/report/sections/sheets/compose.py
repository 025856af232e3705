"""A sheet as blocks, and its way to the report."""

from lecons.evidence.fiche import to_complete
from lecons.evidence.practice import Practice
from lecons.report.document import TYPST_MIME, Block, Heading, Paragraph, Stack, stack
from lecons.report.fiche import FOLDER, Sheet, place, write_sheets
from lecons.report.notebook import Notebook
from lecons.report.sections.portfolio import hand_practices
from lecons.report.sections.sheets import evidence, lesson, opening, told
from lecons.report.sections.sheets.material import Material, gather
from lecons.report.weighed import Weighed


def publish(notebook: Notebook, content: Weighed) -> Block:
    """Hand the sheets of this run over, and the practices for the page on several projects; say where the
    reader finds the sheets.

    A practice on which no finding bears has no sheet, and this is said.
    """
    t = notebook.t
    hand_practices(notebook, content)
    known = [one for one in content.practices if one.verdict in opening.KINDS]
    sheets = []
    if known:
        material = gather(notebook, content)
        sheets = [_handed(notebook, one, sheet(notebook, one, material)) for one in known]
    write_sheets(notebook.register.folder.parent / FOLDER, sheets)
    without = [one.declared.numero for one in content.practices if one.verdict not in opening.KINDS]
    return stack(
        Paragraph(
            (
                t(
                    "Chacune a sa fiche, à imprimer, à côté de ce rapport : {fichiers}. Elles y sont en "
                    "HTML aussi.",
                    fichiers=notebook.language.listing(place(one.numero) for one in sheets),
                ),
            )
        )
        if sheets
        else None,
        Paragraph(
            (
                t(
                    "Sans fiche, faute de constat : {numeros}.",
                    numeros=notebook.language.listing(without),
                ),
            ),
            "alerte",
        )
        if without
        else None,
    )


def _handed(notebook: Notebook, practice: Practice, block: Block) -> Sheet:
    forms = block._repr_mimebundle_()
    title = notebook.language.of(practice.declared.titre)
    return Sheet(practice.declared.numero, title, forms["text/html"], forms[TYPST_MIME])


def sheet(notebook: Notebook, practice: Practice, material: Material) -> Stack:
    """The sheet of a practice: the fields of FAO for a good practice, those of the ILO for a lesson."""
    parts = _good_practice if practice.verdict == "bonne_pratique" else lesson.parts
    return Stack(
        (
            opening.identity(notebook, practice),
            *opening.in_one_sentence(notebook, practice),
            *parts(notebook, practice, material),
            *_left_to_fill(notebook, practice),
        )
    )


def _good_practice(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    words = told.in_their_words(notebook, practice, material)
    return [
        *opening.context(notebook, practice),
        *opening.actors(notebook, practice, material),
        *opening.steps(notebook, practice),
        *evidence.results(notebook, practice, material),
        *told.factors(notebook, practice, material),
        *told.difficulties(notebook, practice, material),
        *told.durability(notebook, practice, material),
        *told.replication(notebook, practice, material, notebook.t("Conditions pour reproduire")),
        *([Heading(2, notebook.t("Dans leurs mots")), *words] if words else []),
        *lesson.what_next(notebook, practice, material),
        *evidence.proofs(notebook, practice),
    ]


def _left_to_fill(notebook: Notebook, practice: Practice) -> list[Block]:
    """What the team has still to write; a reader outside has no use for it."""
    left = to_complete(practice.declared)
    if not left or notebook.parameters.edition != "interne":
        return []
    message = notebook.t(
        "À compléter dans projet.yaml, pratique {code} : {champs}.",
        code=practice.declared.code,
        champs=", ".join(left),
    )
    return [Paragraph((message,), "note")]
