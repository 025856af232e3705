"""30_temoignages: who was heard, what they say in persons, and in their own words."""

from collections.abc import Collection

import pandas as pd

from lecons.declared import DeclaredPractice
from lecons.estimates import Estimate
from lecons.evidence.statements import reliability
from lecons.evidence.statements.voices import practice_voices
from lecons.figures import charts
from lecons.privacy.cells.suppress import SECONDARY, column_sums, row_sums
from lecons.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.labels import OTHERS
from lecons.report.notebook import Notebook, quotations_mark
from lecons.report.people import few, guarded, hidden, written
from lecons.report.sections.counted import delicate, of_few, together
from lecons.report.sections.measured import alert, dot_figure, note, nothing
from lecons.report.sections.testimonies.order import most_spoken
from lecons.report.sections.testimonies.quotes import of_codes, of_practices, quotes
from lecons.testimony.codebook import labels
from lecons.testimony.quotations import Decisions
from lecons.testimony.reliability import Reliability
from lecons.testimony.voices import Stances, stances


def declared(notebook: Notebook) -> list[DeclaredPractice]:
    """The practices of this result area."""
    return [one for one in notebook.project.practices() if one.resultat == notebook.result]


def heard(
    notebook: Notebook, testimonies: pd.DataFrame, groups: pd.DataFrame, read: pd.DataFrame
) -> Block:
    """Who was heard (of voices.heard), what they consented to, and how many of their testimonies
    somebody read (of readings.read)."""
    t, number = notebook.t, notebook.language.number
    if testimonies.empty:
        return nothing(notebook, "temoignages")
    readable = int(testimonies["texte"].notna().sum())
    withdrawn = int(testimonies["retrait_le"].notna().sum())
    public = notebook.parameters.edition == "publique"
    consent = (
        t(
            "{n:pers} {n:?personne entendue|personnes entendues}, dont {retraits:pers} "
            "{retraits:?a retiré son|ont retiré leur} consentement. Cette édition ne cite que des "
            "passages consentis, rendus anonymes et relus.",
            n=len(testimonies),
            retraits=withdrawn,
        )
        if public
        else t(
            "{n:pers} {n:?personne entendue|personnes entendues} ; les paroles de {lisibles:pers} "
            "d’entre elles peuvent être lues ici ({refus:pers} {refus:?a refusé ou retiré son "
            "consentement : elle compte, mais ses mots ne sont pas montrés|ont refusé ou retiré "
            "leur consentement : elles comptent, mais leurs mots ne sont pas montrés}).",
            n=len(testimonies),
            lisibles=readable,
            refus=len(testimonies) - readable,
        )
    )
    groups = _gathered(notebook, groups)
    persons = _by_group(notebook, groups)
    inside = notebook.discretion is None
    return guarded(
        notebook,
        Paragraph((consent,)),
        _unread(notebook, len(testimonies), len(read)),
        Table(
            t("Personnes entendues, par groupe d’acteurs"),
            (
                Column(t("groupe")),
                Column(t("femmes"), True),
                Column(t("hommes"), True),
                Column(t("personnes"), True),
                # how many communes a group was heard in says how many people it has at least
                *((Column(t("communes"), True),) if inside else ()),
            ),
            tuple(
                (
                    (notebook.actor(row.acteur),),
                    *((cell,) for cell in cells),
                    *(((number(row.communes),),) if inside else ()),
                )
                for row, cells in zip(
                    groups.itertuples(), persons.itertuples(index=False), strict=True
                )
            ),
        ),
    )


def _gathered(notebook: Notebook, groups: pd.DataFrame) -> pd.DataFrame:
    """The groups of actors; outside the team those of few people are one group: named one by one, their
    sizes would follow from the total."""
    few = groups["personnes"].map(lambda n: of_few(notebook, int(n)))
    if not few.any():
        return groups
    rest = groups[few].sum(numeric_only=True).to_frame().T.assign(acteur=OTHERS)
    return pd.concat([groups[~few], rest], ignore_index=True)


def _by_group(notebook: Notebook, groups: pd.DataFrame) -> pd.DataFrame:
    """Women, men and persons of each group, in words. Their totals stand elsewhere in the chapter:
    they are no cells of this table, and yet nobody must work a cell out with them."""
    columns = ["femmes", "hommes", "personnes"]
    counts = groups[columns].astype("float64").reset_index(drop=True)
    whole = pd.concat([counts, counts.sum().to_frame("ensemble").T])
    sums = [
        *row_sums(list(whole.index), "personnes", ["femmes", "hommes"]),
        *column_sums(columns, "ensemble", list(counts.index)),
    ]
    places = hidden(notebook, whole, sums)
    if places.loc["ensemble"].eq(SECONDARY).any():
        # nothing but a total, which stands elsewhere, would keep them: the sexes are not told at all
        alone = whole[["personnes"]]
        places = hidden(notebook, alone, column_sums(["personnes"], "ensemble", list(counts.index)))
        places = places.reindex(columns=columns, fill_value=SECONDARY)
    return written(notebook, counts, places.drop(index="ensemble"))


def _unread(notebook: Notebook, heard: int, read: int) -> Paragraph | None:
    """What is not coded yet is no silence: shares are over what was read."""
    if read == heard:
        return None
    return alert(
        notebook.t(
            "{reste:pers} des {n:pers} témoignages {reste:?n’est pas encore codé|ne sont pas "
            "encore codés} : ce qui suit porte sur les {lus:pers} autres.",
            reste=heard - read,
            n=heard,
            lus=read,
        )
    )


def codes(notebook: Notebook, frequencies: pd.DataFrame, codebook: pd.DataFrame) -> Block:
    """How many persons speak of what (of voices.frequencies); only codes that somebody speaks of."""
    t = notebook.t
    names = labels(codebook, notebook.language.code)
    said = frequencies[frequencies["personnes"] > 0].set_index("code", drop=False)
    if said.empty:
        return Stack()
    persons = said["personnes"].to_dict()
    said = said.loc[most_spoken(notebook, persons, said["share"].iloc[0].n, names)].head(12)
    first = said.iloc[0]
    above = set(codebook["parent"].dropna())
    whole = next((code for code in said["code"] if code in above), None)
    return stack(
        Heading(2, t("De quoi parlent les personnes"), f"sujets-{notebook.result}"),
        note(
            t(
                "Qui parle d’une part d’un sujet parle aussi de l’ensemble : « {ensemble} » compte les "
                "personnes qui parlent de {parts}.",
                ensemble=names[whole],
                parts=notebook.language.listing(
                    notebook.language.quoted(names[row.code])
                    for row in codebook[codebook["parent"].eq(whole)].itertuples()
                ),
            )
        )
        if whole
        else None,
        dot_figure(
            notebook,
            {names[row.code]: row.share for row in said.itertuples()},
            alt=_first(notebook, names[first["code"]], first["share"], int(first["personnes"])),
            caption=t(
                "Sujets abordés, en part des personnes entendues (n = {n:pers} personnes ; "
                "échantillon raisonné, non tiré au sort)",
                n=int(first["share"].n),
            ),
            axis=t("part des personnes entendues"),
            percent=True,
        ),
    )


def _first(notebook: Notebook, subject: str, share: Estimate, persons: int) -> str:
    """The most frequent subject; the first, in the words of the table, where it may not be told
    exactly, for then it may not be the most frequent."""
    t = notebook.t
    if hidden_part := few(notebook, share):
        return t(
            "Part des personnes qui parlent de chaque sujet ; « {code} » : {dit}.",
            code=subject,
            dit=hidden_part,
        )
    return t(
        "Part des personnes qui parlent de chaque sujet ; le plus fréquent : « {code} », {k:pers} "
        "{k:?personne|personnes} ({part:pct}).",
        code=subject,
        k=persons,
        part=share.value,
    )


def practices(
    notebook: Notebook,
    said: pd.DataFrame,
    testimonies: pd.DataFrame,
    checked: Reliability,
    decisions: Decisions,
) -> Block:
    """Persons for and against each practice of this result area, and their words."""
    t = notebook.t
    mine = [(one, stances(said, one.code)) for one in declared(notebook)]
    mine = [(one, stance) for one, stance in mine if stance.persons]
    if not mine:
        return Stack()
    facts = reliability.checked(checked)
    found = [
        practice_voices(notebook.result, stance, one.titre, len(testimonies), facts)
        for one, stance in mine
    ]
    chosen = _about_practices(notebook, said, decisions)
    words: list[Block] = []
    for one, _ in mine:
        if len(chosen[one.code]):
            words.append(Heading(3, notebook.language.of(one.titre), quotations_mark(one.code)))
            words += quotes(notebook, chosen[one.code], testimonies, decisions)
    return stack(
        Heading(2, t("Ce que les personnes disent des pratiques")),
        notebook.publish(*found, quoted=[code for code, rows in chosen.items() if len(rows)]),
        *_for_and_against(notebook, mine),
        Heading(2, t("Dans leurs mots")) if words else None,
        *words,
    )


def quoted(notebook: Notebook, said: pd.DataFrame, decisions: Decisions) -> set[str]:
    """The persons whom `practices` quotes, so that what follows gives the floor to others."""
    chosen = _about_practices(notebook, said, decisions).values()
    return {person for rows in chosen for person in rows["id_temoignage"]}


def _about_practices(
    notebook: Notebook, said: pd.DataFrame, decisions: Decisions
) -> dict[str, pd.DataFrame]:
    return of_practices(said, [one.code for one in declared(notebook)], decisions)


def _for_and_against(
    notebook: Notebook, mine: list[tuple[DeclaredPractice, Stances]]
) -> list[Block]:
    t = notebook.t
    said, drawn = {}, {}
    for one, stance in mine:
        name = notebook.language.of(one.titre)
        sides = len(stance.supporting), len(stance.contradicting)
        said[name] = together(notebook, *sides, stance.persons)[:2]
        if not delicate(notebook, *sides, stance.persons):
            drawn[name] = sides
    data = Table(
        t("Avis par pratique, en personnes"),
        (Column(t("pratique")), Column(t("favorables"), True), Column(t("réservées"), True)),
        tuple(((name,), (a,), (b,)) for name, (a, b) in said.items()),
    )
    if not drawn:
        return [data]
    return [
        Figure(
            charts.opposed(drawn, (t("favorables"), t("réservées")), t("personnes")),
            " ; ".join(
                t("{pratique} : {pour} pour, {contre} contre", pratique=name, pour=a, contre=b)
                for name, (a, b) in said.items()
            )
            + ".",
            _opinions(notebook, [stance for _, stance in mine], len(said) - len(drawn)),
            data,
            t("Données de la figure"),
        )
    ]


def _opinions(notebook: Notebook, stances: list[Stances], left: int) -> str:
    """What the figure counts; outside the team no total, by which a hidden count could be worked
    out. `left`: practices that it does not draw."""
    t = notebook.t
    if notebook.discretion is None:
        opinions = sum(len(one.supporting) + len(one.contradicting) for one in stances)
        return t(
            "Personnes favorables et réservées, par pratique ({n:pers} avis ; qui est des deux "
            "compte des deux côtés : {deux:pers} {deux:?personne|personnes})",
            n=opinions,
            deux=opinions - sum(one.persons for one in stances),
        )
    said = t(
        "Personnes favorables et réservées, par pratique (qui est des deux compte des deux côtés)"
    )
    if not left:
        return said
    return t(
        "{titre} ; {n:int} {n:?pratique|pratiques} où peu de personnes sont d’un avis "
        "{n:?est|sont} dans le tableau seul",
        titre=said,
        n=left,
    )


def difficulties(
    notebook: Notebook,
    said: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    decisions: Decisions,
    taken: Collection[str],
) -> Block:
    """Difficulties in people's own words, of others than those `taken`, where it can be."""
    hard = codebook.loc[codebook["famille"] == "difficulte", "code"].to_list()
    chosen = of_codes(said, hard, decisions, taken)
    if chosen.empty:
        return Stack()
    return stack(
        Heading(2, notebook.t("Difficultés racontées")),
        *quotes(notebook, chosen, testimonies, decisions),
    )
