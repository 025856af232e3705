"""What people say of a practice."""

from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import side_of, values
from lecons.language import mark
from lecons.testimony.voices import AGAINST, FOR, Places, Stances


def practice_voices(
    result: str,
    stances: Stances,
    title: dict[str, str],
    heard: int,
    checked: dict[str, float],
) -> Finding:
    """What people say of a practice: persons for and against, among those who speak of it.

    `checked`: what is known of the coding (see statements.reliability.checked): `codeurs`, and the
    `alpha` of those who read the same testimonies, where any did.
    """
    polarity, bears = side_of(stances.share, 0.5)
    return Finding(
        id=f"{result}-voix-{stances.practice.replace('_', '-')}",
        result=result,
        criterion="pertinence",
        kind="témoignage",
        polarity=polarity,
        statement=Statement(
            key=mark(
                "« {pratique} » : {pour:pers} {pour:?personne y est favorable|personnes y sont "
                "favorables} et {contre:pers} {contre:?réservée|réservées}, dans {communes:int} "
                "{communes:?commune|communes} ; {n:pers} des {entendues:pers} personnes entendues "
                "{n:?en parle|en parlent}."
            ),
            values=values(
                stances.share,
                pratique=title,
                pour=len(stances.supporting),
                contre=len(stances.contradicting),
                communes=stances.communes,
                entendues=heard,
            ),
        ),
        estimate=stances.share,
        sources=(Source(table="segments", ids=stances.segments),),
        practice=stances.practice,
        bears=bears,
        facts={
            "pour": len(stances.supporting),
            "contre": len(stances.contradicting),
            "personnes": stances.persons,
            "communes": stances.communes,
            **_places("pour", stances.places[FOR]),
            **_places("contre", stances.places[AGAINST]),
            **checked,
        },
    )


def _places(side: str, places: Places) -> dict[str, float]:
    return {
        f"communes_{side}": places.communes,
        f"ailleurs_{side}": places.elsewhere,
        f"cercles_{side}": places.cercles,
        f"femmes_{side}": places.women,
        f"hommes_{side}": places.men,
    }
