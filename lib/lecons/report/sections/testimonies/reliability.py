"""30_temoignages: do the people who code find the same things, and where do they differ."""

import pandas as pd

from lecons.evidence.statements.reliability import UNITS as BY
from lecons.evidence.statements.reliability import coding
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Figure,
    Foreign,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, dot_figure, interval, note
from lecons.testimony.codebook import labels
from lecons.testimony.reliability import LEAST, UNITS, Reliability
from lecons.testimony.reliability.units import phrases

AT_MOST = 8

_VERDICTS = {
    "fiable": mark("Fiables (α de 0,800 ou plus) : {codes}."),
    "provisoire": mark("Pour des conclusions prudentes (0,667 à 0,800) : {codes}."),
    "insuffisant": mark("Sous le minimum (moins de 0,667) : {codes}."),
    "inconnu": mark(
        "Sans jugement possible (marqués dans moins de cinq témoignages, ou partout) : {codes}."
    ),
}
_NATURES = {
    "polarite": mark("avis opposés"),
    "autrement": mark("codé autrement"),
    "seul": mark("codé par l’un seulement"),
}


def sentence_places(notebook: Notebook) -> pd.DataFrame:
    """Where the sentences of this result area's testimonies stand (of `units.phrases`): numbers
    only.

    The public edition reads no text, yet the same coding must have the same α in both editions:
    else one would call reliable what the other does not. So the places come from the texts that the
    internal edition may read, and none of their words leave this function.
    """
    start, end = notebook.period
    texts = notebook.project.table(
        "temoignages", "interne", result=notebook.parameters.resultat, start=start, end=end
    )
    return phrases(texts)


def reliability(notebook: Notebook, found: Reliability) -> Block:
    """How alike people code, by code, and the passages to talk over (internal edition only)."""
    finding = coding(notebook.result, found)
    if finding is None:
        return Stack()
    t = notebook.t
    heading = Heading(2, t("Fiabilité du codage"))
    card = notebook.publish(finding)
    if not found.double:
        return stack(heading, card, _second_reader(notebook))
    names = _names(notebook, found)
    table = found.by_code
    judged = table[~table["rare"] & table["alpha"].map(lambda one: one.value is not None)]
    return stack(
        heading,
        card,
        _warning(notebook, found),
        _verdicts(notebook, table, names) if len(table) else None,
        _figure(notebook, found, judged, names) if len(judged) else None,
        _table(notebook, found, names) if len(table) else None,
        _method(notebook, found),
        _to_discuss(notebook, found, names),
    )


def _names(notebook: Notebook, found: Reliability) -> dict[str, str]:
    # of all result areas: people speak of another area's practice as well
    known = labels(notebook.history("livre_de_codes"), notebook.language.code)
    given = {
        code for said in found.disagreements["lectures"] for _, codes in said for code in codes
    }
    return {code: known.get(code, code) for code in {*known, *given, *found.by_code["code"]}}


def _second_reader(notebook: Notebook) -> Paragraph:
    return alert(
        notebook.t(
            "Faites lire au moins cinq témoignages, choisis sans regarder leur codage, par une "
            "deuxième personne qui ne voit pas les codes de la première. D’ici là, la confiance de "
            "ce que disent les témoignages est abaissée."
        )
    )


def _warning(notebook: Notebook, found: Reliability) -> Paragraph | None:
    value = found.overall.value
    if value is None or value >= LEAST:
        return None
    return alert(
        notebook.t(
            "L’α mesuré, {valeur:dec}, est sous 0,667. Revoyez ensemble les définitions du livre "
            "de codes et les passages à discuter, puis recodez ; la confiance de ce que disent les "
            "témoignages est abaissée.",
            valeur=value,
        )
    )


def _verdicts(notebook: Notebook, table: pd.DataFrame, names: dict[str, str]) -> Bullets:
    groups = {
        name: [
            notebook.language.quoted(names[code])
            for code in table.loc[table["verdict"] == name, "code"]
        ]
        for name in _VERDICTS
    }
    return Bullets(
        tuple(
            (notebook.t(_VERDICTS[name], codes=notebook.language.listing(codes)),)
            for name, codes in groups.items()
            if codes
        )
    )


def _figure(
    notebook: Notebook, found: Reliability, judged: pd.DataFrame, names: dict[str, str]
) -> Figure | Table:
    t = notebook.t
    estimates = {names[row.code]: row.alpha for row in judged.itertuples()}
    least, most = judged.iloc[0], judged.iloc[-1]
    return dot_figure(
        notebook,
        {t("tous les codes"): found.overall, **estimates},
        alt=t(
            "α de Krippendorff d’un seul code, « {code} » : {valeur:dec} (minimum : 0,667).",
            code=names[least["code"]],
            valeur=least["alpha"].value,
        )
        if len(judged) == 1
        else t(
            "α de Krippendorff par code, de {bas:dec} (« {moins} ») à {haut:dec} (« {plus} ») ; "
            "{k:int} des {n:int} codes {k:?est|sont} sous le minimum de 0,667.",
            bas=least["alpha"].value,
            moins=names[least["code"]],
            haut=most["alpha"].value,
            plus=names[most["code"]],
            k=int((judged["verdict"] == "insuffisant").sum()),
            n=len(judged),
        ),
        caption=t(
            "α de Krippendorff par code marqué dans cinq témoignages au moins (n : témoignages où "
            "un codeur l’a marqué ; trait : minimum de 0,667)"
        ),
        axis=t("α de Krippendorff"),
        reference=LEAST,
        said=t("code"),
    )


def _table(notebook: Notebook, found: Reliability, names: dict[str, str]) -> Table:
    t = notebook.t

    def write(value: float | None) -> str:
        return "–" if value is None or pd.isna(value) else notebook.language.number(value, 2)

    return Table(
        t(
            "Concordance entre codeurs, par code ({unite}, n = {n:int} unités de {k:pers} témoignages)",
            unite={"t": BY[found.unit]},
            n=found.units,
            k=found.compared,
        ),
        (
            Column(t("code")),
            Column(t("α"), True),
            Column(t("κ"), True),
            Column(t("AC1"), True),
            Column(t("Po"), True),
            Column(t("Pe"), True),
        ),
        tuple(
            (
                (t("{code} (rare)", code=names[row.code]) if row.rare else names[row.code],),
                (write(row.alpha.value),),
                (write(row.kappa),),
                (write(row.ac1),),
                (write(row.po),),
                (write(row.pe),),
            )
            for row in found.by_code.itertuples()
            # by how seldom a rare code is marked, a reader would know how few people speak of it
            if notebook.discretion is None or not row.rare
        ),
        t(
            "Po : part des unités où les codeurs concordent ; Pe : ce que le hasard en donnerait, "
            "au sens de κ. Quand un code est rare, le hasard seul donne déjà une forte concordance "
            "(Pe), car presque tout reste non marqué : κ et α peuvent être bas alors que Po est "
            "haut (paradoxe du κ ; Feinstein et Cicchetti, 1990). L’AC1 de Gwet (2008) y est moins "
            "sensible, mais compte surtout ce que personne n’a marqué : les deux se lisent "
            "ensemble, et α seul décide."
        ),
    )


def _method(notebook: Notebook, found: Reliability) -> Block:
    t = notebook.t
    others = notebook.language.listing(
        t("{unite}, α de {valeur}", unite={"t": BY[unit]}, valeur=interval(notebook, one))
        for unit in UNITS
        if unit != found.unit and (one := found.by_unit[unit]).value is not None
    )
    said = [
        t(
            "Méthode : α de Krippendorff (2019) sur les codes marqués, {unite}, entre {k:pers} "
            "personnes qui ont codé séparément ; le hasard est compté code par code ; intervalle "
            "par tirage répété des témoignages, et non des phrases, qui se ressemblent dans un "
            "même récit ; κ de {kappa}.",
            unite={"t": BY[found.unit]},
            k=len(found.coders),
            kappa="Cohen (1960)" if len(found.coders) == 2 else "Fleiss (1971)",
        )
    ]
    if len(found.by_code) > 1:
        said.append(
            t(
                "Chaque intervalle vaut pour un code pris seul : parmi {codes:int} codes, le plus "
                "bas l’est en partie par hasard.",
                codes=len(found.by_code),
            )
        )
    if others:
        said.append(t("La mesure dépend du découpage : {autres}.", autres=others))
    if found.unit == "passage":
        said.append(
            t(
                "Aucun de ces textes ne peut être lu ici : on compare les passages que l’un au "
                "moins a marqués, et non toutes les phrases."
            )
        )
    if found.compared < found.double:
        said.append(
            t(
                "{n:pers} {n:?témoignage codé deux fois n’est pas comparé|témoignages codés deux "
                "fois ne sont pas comparés}, faute de pouvoir en lire le texte ici ou d’un passage "
                "marqué.",
                n=found.double - found.compared,
            )
        )
    return note(" ".join(said))


def _to_discuss(notebook: Notebook, found: Reliability, names: dict[str, str]) -> Block | None:
    differing = found.disagreements
    if notebook.parameters.edition != "interne" or differing.empty:
        return None
    t = notebook.t
    passages = differing.drop_duplicates(["id_temoignage", "debut", "fin"])
    opposed = int((passages["nature"] == "polarite").sum())
    said = [
        t(
            "{n:int} {n:?passage n’est pas codé|passages ne sont pas codés} de même par toutes les "
            "personnes qui les ont lus.",
            n=len(passages),
        )
        if len(passages) > 1
        else t("Un passage n’est pas codé de même par toutes les personnes qui l’ont lu."),
    ]
    if opposed:
        said.append(
            t("Avis opposés, favorable pour l’une et réservé pour l’autre : {k:int}.", k=opposed)
        )
    if len(passages) > AT_MOST:
        said.append(
            t(
                "Voici les {m:int} premiers, ce qui compte le plus d’abord ; tous sont dans le classeur "
                "que « lecons exporter » écrit.",
                m=AT_MOST,
            )
        )
    return stack(
        Heading(3, t("À discuter entre codeurs")),
        Paragraph((" ".join(said),)),
        Bullets(
            tuple(_passage(notebook, row, names) for row in passages.head(AT_MOST).itertuples())
        ),
    )


def _passage(notebook: Notebook, row, names: dict[str, str]) -> Inlines:  # type: ignore[no-untyped-def]
    t = notebook.t
    read = " ; ".join(
        t(
            "{codeur} : {codes}",
            codeur=coder,
            codes=", ".join(names[code] for code in codes) or t("rien"),
        )
        for coder, codes in row.lectures
    )
    words = (
        Foreign(f"«\u00a0{row.extrait}\u00a0»", "fr")
        if isinstance(row.extrait, str)
        else t("(paroles qui ne peuvent pas être lues ici)")
    )
    place = t(
        "{id}, caractères {debut:int} à {fin:int}",
        id=row.id_temoignage,
        debut=row.debut,
        fin=row.fin,
    )
    return (Strong(place), f" — {t(_NATURES[row.nature])} — {read}. ", words)
