"""What was done, for whom, at what cost, and what agents noted."""

from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import measured
from lecons.language import mark
from lecons.measures.reach import Reach


def reached(result: str, counts: Reach) -> Finding:
    """What was done and how many attendances it had: a count of all, so without interval."""
    return Finding(
        id=f"{result}-portee",
        result=result,
        criterion="efficience",
        kind="mesure",
        polarity="neutre",
        statement=Statement(
            key=_reached(counts),
            values={
                "activites": counts.activities,
                "communes": counts.communes,
                "participations": counts.attendances,
                "femmes": counts.women_share,
                "jeunes": counts.youth_share,
            },
        ),
        sources=(Source(table="activites", ids=counts.ids),),
    )


def _reached(counts: Reach) -> str:
    if not counts.attendances:
        return mark(
            "{activites:int} {activites:?activité|activités} dans {communes:int} "
            "{communes:?commune|communes} ; aucune présence n’y est comptée."
        )
    if counts.women_share is None or counts.youth_share is None:
        return mark(
            "{activites:int} {activites:?activité|activités} dans {communes:int} "
            "{communes:?commune|communes} ; {participations:pers} "
            "{participations:?participation|participations} (présences, non personnes). La part "
            "des femmes ou celle des jeunes n’est pas notée."
        )
    return mark(
        "{activites:int} {activites:?activité|activités} dans {communes:int} "
        "{communes:?commune|communes} ; {participations:pers} "
        "{participations:?participation|participations} (présences, non personnes), dont "
        "{femmes:pct} de femmes et {jeunes:pct} de jeunes."
    )


def left_out(
    result: str, communes: list[str], counted: int, share: float, ids: tuple[str, ...]
) -> Finding:
    """Communes where women are under a stated share of attendances: a count of all. That there are
    none is no strength: it says nothing of what women drew from it."""
    return Finding(
        id=f"{result}-communes-sans-femmes",
        result=result,
        criterion="pertinence",
        kind="mesure",
        polarity="amélioration" if communes else "neutre",
        statement=Statement(
            key=mark(
                "Dans {k:int} {k:?commune|communes} sur {n:int} où des présences sont comptées, "
                "les femmes font moins de {seuil:pct} des participations."
            )
            if communes
            else mark(
                "Dans {n:?la seule commune|chacune des communes} où des présences sont comptées "
                "({n:int}), les femmes font au moins {seuil:pct} des participations."
            ),
            values={"k": len(communes), "n": counted, "seuil": share},
        ),
        sources=(Source(table="activites", ids=ids),),
    )


def cost(result: str, estimate: Estimate, ids: tuple[str, ...]) -> Finding:
    """What one attendance cost, over all activities that people attend."""
    return measured(
        f"{result}-cout-participation",
        "efficience",
        mark(
            "Une participation a coûté {valeur:int} FCFA en moyenne ({bas:int} à {haut:int}), sur "
            "{n:int} activités dont le coût et les présences sont connus ({manquants:int} sans l’un "
            "des deux) ; coûts directs seulement."
        ),
        estimate,
        ("activites", ids),
        what=mark("Coût par participation"),
        polarity="neutre",
    )


def difficulties(
    result: str,
    total: int,
    name: dict[str, str],
    share: Estimate,
    ids: tuple[str, ...],
    tied: int = 0,
) -> Finding:
    """The difficulty that agents note most often, among the sheets that note one, of `total`; `tied`
    others are noted as often."""
    return measured(
        f"{result}-difficulte-premiere",
        "efficacité",
        mark(
            "La difficulté la plus notée par les agents est « {theme} » : {valeur:pct} des {n:int} "
            "fiches qui notent une difficulté ({bas:pct} à {haut:pct}) ; {sans:int} "
            "{sans:?fiche|fiches} sur {toutes:int} {sans:?n’en note|n’en notent} pas."
        )
        if not tied
        else mark(
            "Une des difficultés les plus notées par les agents est « {theme} », à égalité avec "
            "d’autres ({egales:int}) : {valeur:pct} des {n:int} fiches qui notent une difficulté "
            "({bas:pct} à {haut:pct}) ; {sans:int} {sans:?fiche|fiches} sur {toutes:int} "
            "{sans:?n’en note|n’en notent} pas."
        ),
        share,
        ("activites", ids),
        what=mark("Difficulté la plus notée"),
        polarity="amélioration",
        theme=name,
        egales=tied,
        sans=total - share.n,
        toutes=total,
    )
