"""30_temoignages: « Cas contraires », who speaks against what most say of a practice."""

from collections.abc import Collection

import pandas as pd

from lecons.estimates import FEWEST
from lecons.language import mark
from lecons.report.document import Block, Heading, Paragraph, Stack, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import note
from lecons.report.sections.testimonies.quotes import quotes
from lecons.report.sections.testimonies.voices import declared
from lecons.testimony.quotations import Decisions, by_code
from lecons.testimony.quotations.choice import CONTRARY, PINNED
from lecons.testimony.sayings.dissent import Dissent, against_the_current, dissent
from lecons.testimony.voices import FOR

_MOST_QUOTES = 3
# (the dominant side is favourable, somebody says both)
_SENTENCES = {
    (True, False): mark(
        "La plupart y sont favorables : {part:pct} des {n:pers} personnes qui en jugent ({bas:pct} à "
        "{haut:pct}) ; d’avis contraire : {k:pers}."
    ),
    (True, True): mark(
        "La plupart y sont favorables : {part:pct} des {n:pers} personnes qui en jugent ({bas:pct} à "
        "{haut:pct}) ; d’avis contraire : {k:pers}, dont {partages:pers} en partie seulement."
    ),
    (False, False): mark(
        "La plupart sont réservées : {part:pct} des {n:pers} personnes qui en jugent ({bas:pct} à "
        "{haut:pct}) ; d’avis contraire : {k:pers}."
    ),
    (False, True): mark(
        "La plupart sont réservées : {part:pct} des {n:pers} personnes qui en jugent ({bas:pct} à "
        "{haut:pct}) ; d’avis contraire : {k:pers}, dont {partages:pers} en partie seulement."
    ),
}


def contrary(
    notebook: Notebook,
    said: pd.DataFrame,
    testimonies: pd.DataFrame,
    decisions: Decisions,
    taken: Collection[str],
) -> Block:
    """The contrary voices on each practice of this result area, with their words where the edition may
    read them and nobody barred them; `taken`: persons whom the chapter already quotes."""
    t = notebook.t
    practices = declared(notebook)
    blocks: list[Block] = []
    spoken = set(taken)
    for practice in practices:
        found = dissent(said, practice.code)
        if not found.share.n:
            continue
        blocks.append(Heading(3, notebook.language.of(practice.titre)))
        blocks += _practice(notebook, found, testimonies, decisions, spoken)
    if not blocks:
        return Stack()
    everywhere = against_the_current(said, [one.code for one in practices])
    return stack(
        Heading(2, t("Cas contraires")),
        note(
            t(
                "Cherchés exprès : qui dit le contraire de la plupart est nommé ici en nombre, même si "
                "ses paroles ne peuvent pas être lues."
            )
        ),
        *blocks,
        _everywhere(notebook, everywhere),
    )


def _practice(
    notebook: Notebook,
    found: Dissent,
    testimonies: pd.DataFrame,
    decisions: Decisions,
    spoken: set[str],
) -> list[Block]:
    t = notebook.t
    if found.dominant is None:
        few = found.share.n < FEWEST
        return [
            Paragraph(
                (
                    t(
                        "{n:pers} {n:?personne seulement en juge|personnes seulement en jugent} : "
                        "aucun avis n’est celui de la plupart.",
                        n=found.share.n,
                    )
                    if few
                    else t(
                        "Autant de personnes favorables que réservées parmi les {n:pers} qui en jugent : "
                        "aucun avis n’est celui de la plupart.",
                        n=found.share.n,
                    ),
                )
            )
        ]
    if not found.contrary:
        return [
            Paragraph(
                (
                    t(
                        "Aucune des {n:pers} personnes qui en jugent ne dit le contraire des autres. Cela "
                        "ne dit pas que personne ne le pense : il faut aller vers celles et ceux qui n’ont "
                        "pas été entendus.",
                        n=found.share.n,
                    ),
                )
            )
        ]
    sentence = t(
        # who says both would be told by the rest: only inside the team
        _SENTENCES[(found.dominant == FOR, bool(found.mixed) and notebook.discretion is None)],
        part=found.share.value,
        bas=found.share.low,
        haut=found.share.high,
        n=found.share.n,
        k=len(found.contrary),
        partages=len(found.mixed),
    )
    fresh = found.cases[~found.cases["id_temoignage"].isin(spoken)]
    chosen = by_code(fresh, [found.practice], _MOST_QUOTES, decisions=decisions)
    spoken.update(chosen["id_temoignage"])
    # typical of the contrary side, they are quoted for being contrary
    chosen["choix"] = chosen["choix"].where(chosen["choix"].eq(PINNED), CONTRARY)
    return [
        Paragraph((sentence,)),
        *quotes(notebook, chosen, testimonies, decisions),
        *_silent(notebook, found, len(chosen)),
    ]


def _silent(notebook: Notebook, found: Dissent, quoted: int) -> list[Block]:
    """What is said of the contrary voices that are not quoted here."""
    t = notebook.t
    if notebook.discretion is not None:
        # how many may not be quoted is a count of few people, and the quotations are there to be counted
        unquoted = len(found.contrary) > quoted
        said = t(
            "Toutes ne sont pas citées ici : leur avis compte, leurs mots ne sont pas montrés."
        )
        return [note(said)] if unquoted else []
    unread = len(found.contrary) - found.readable
    lines = []
    if unread:
        lines.append(
            t(
                "Pour {n:pers} de ces personnes, aucune parole ne peut être lue dans cette édition "
                ": {n:?son|leur} avis compte, {n:?ses|leurs} mots ne sont pas montrés.",
                n=unread,
            )
        )
    rest = found.readable - quoted
    if rest > 0:
        lines.append(
            t(
                "{n:pers} {n:?autre n’est pas citée ici : déjà citée plus haut, écartée par une "
                "personne ou moins différente des premières|autres ne sont pas citées ici : déjà "
                "citées plus haut, écartées par une personne ou moins différentes des premières}.",
                n=rest,
            )
        )
    return [note(" ".join(lines))] if lines else []


def _everywhere(notebook: Notebook, found: pd.DataFrame) -> Paragraph | None:
    t = notebook.t
    if found.empty:
        return None
    if notebook.parameters.edition == "publique":
        return Paragraph(
            (
                t(
                    "{n:pers} {n:?personne va|personnes vont} contre l’avis de la plupart sur "
                    "chacune des pratiques dont {n:?elle juge|elles jugent} (deux au moins).",
                    n=len(found),
                ),
            )
        )
    return Paragraph(
        (
            t(
                "{n:pers} {n:?personne va|personnes vont} contre l’avis de la plupart sur chacune "
                "des pratiques dont {n:?elle juge|elles jugent} (deux au moins) ; {n:?son|leur} "
                "récit est à relire en entier : {ids}.",
                n=len(found),
                ids=notebook.language.listing(found["id_temoignage"].astype(str)),
            ),
        )
    )
