"""30_temoignages: the words that set groups apart, and a word in its contexts."""

import pandas as pd

from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Foreign,
    Heading,
    Inline,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, interval, note
from lecons.testimony.quotations import Decisions
from lecons.testimony.sayings.keyness import FEWEST_PERSONS

_MOST_WORDS = 12
_MOST_LINES = 6
SIDES = {
    "F": mark("femmes"),
    "H": mark("hommes"),
    "favorable": mark("passages favorables"),
    "reserve": mark("passages réservés"),
}


def key_words(notebook: Notebook, sexes: pd.DataFrame, stances: pd.DataFrame) -> Block:
    """The words that set women and men apart, and favourable and reserved passages (of
    keyness.keywords); in the public edition, which reads no account, a sentence."""
    t = notebook.t
    heading = Heading(2, t("Les mots de chacun"))
    if notebook.parameters.edition == "publique":
        return stack(
            heading,
            alert(
                t(
                    "L’édition publique ne lit aucun récit : les mots propres à chaque groupe ne sont "
                    "étudiés que dans l’édition interne."
                )
            ),
        )
    return stack(
        heading,
        _compared(notebook, sexes, t("Mots des femmes et des hommes")),
        _compared(notebook, stances, t("Mots des passages favorables et des passages réservés")),
        note(
            t(
                "Mots ramenés à leur forme du dictionnaire, sans les mots de grammaire. Un mot est retenu "
                "si sa fréquence diffère (log-vraisemblance G², Dunning, 1993 ; correction de Benjamini et "
                "Hochberg, 1995), si au moins {n:int} personnes de ce côté l’emploient, et si elles y sont "
                "aussi en plus grande part. « Fois plus » compare les fréquences (log-ratio, Hardie, "
                "2014). Seuls les textes que cette édition peut lire comptent.",
                n=FEWEST_PERSONS,
            )
        ),
    )


def _compared(notebook: Notebook, found: pd.DataFrame, caption: str) -> Block:
    t = notebook.t
    if found.empty:
        return alert(
            t("{titre} : trop peu de textes lisibles de l’un des deux côtés.", titre=caption)
        )
    keys = found[found["cle"]].head(_MOST_WORDS)
    if keys.empty:
        return alert(
            t(
                "{titre} : parmi {n:int} mots comparés, aucun ne se détache après correction.",
                titre=caption,
                n=len(found),
            )
        )
    return Table(
        t("{titre} ({k:int} sur {n:int} mots comparés)", titre=caption, k=len(keys), n=len(found)),
        (
            Column(t("mot")),
            Column(t("surtout")),
            Column(t("personnes qui l’emploient (intervalle à 95 %)"), True),
            Column(t("de l’autre côté"), True),
            Column(t("fois plus"), True),
            Column(t("G²"), True),
        ),
        tuple(
            (
                (Foreign(row.mot, "fr"),),
                (t(SIDES[row.cote]),),
                (interval(notebook, row.share, percent=True, digits=0),),
                (interval(notebook, row.share_autres, percent=True, digits=0),),
                (_times(notebook, row),),
                (notebook.language.number(row.g2, 1),),
            )
            for row in keys.itertuples()
        ),
    )


def _times(notebook: Notebook, row) -> str:  # type: ignore[no-untyped-def]
    times = notebook.language.number(2**row.log_ratio, 1)
    # a word never said on the other side counts there for half a use: a floor, not a measure
    return notebook.t("{x} ou plus", x=times) if row.frequence_autre == 0 else times


def in_context(
    notebook: Notebook,
    lines: pd.DataFrame,
    query: str | None,
    decisions: Decisions,
) -> Block:
    """A few lines of concordance.concordance, one a person; words that an analyst barred are not
    shown. Nothing in the public edition, where no account is read."""
    t = notebook.t
    if notebook.parameters.edition == "publique" or lines.empty:
        return Stack()
    places = zip(lines["id_temoignage"], lines["de"], lines["a"], strict=True)
    allowed = [decisions.bar_on((who, int(a), int(b))) is None for who, a, b in places]
    shown = lines[allowed].drop_duplicates("id_temoignage").head(_MOST_LINES)
    if shown.empty:
        return Stack()
    return stack(
        Heading(3, t("« {mot} » dans son contexte", mot=query)),
        Bullets(tuple(_line(notebook, row) for row in shown.itertuples())),
        note(
            t(
                "{k:int} {k:?ligne|lignes} sur {n:int} ({personnes:pers} "
                "{personnes:?personne|personnes}), une par personne.",
                k=len(shown),
                n=len(lines),
                personnes=int(lines["id_temoignage"].nunique()),
            )
        ),
    )


def _line(notebook: Notebook, row) -> tuple[Inline, ...]:  # type: ignore[no-untyped-def]
    actor = notebook.actor(row.acteur)
    return (
        Foreign(row.gauche, "fr"),
        Strong(row.noeud),
        Foreign(row.droite, "fr"),
        notebook.t(" — {acteur} · {id}", acteur=actor, id=row.id_temoignage),
    )
