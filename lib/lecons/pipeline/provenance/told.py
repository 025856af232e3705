"""What a report's origin (the block `prov`) tells, to the team and to others."""

from collections.abc import Mapping
from typing import Any

from lecons.pipeline.provenance.revision import Revision
from lecons.pipeline.provenance.terms import (
    COMMIT,
    DIRTY,
    ENDED,
    MAKING,
    RELATIONS,
    SOFTWARE,
    STARTED,
    kind_of,
)

# the kinds of things that a reader outside may know of: the report, and the software that made it
_OUTSIDE = {"Rapport", "Fichier", "Carnet", "Verrou", "Logiciel", "Precedent"}


def told_outside(prov: Mapping[str, Any]) -> dict[str, Any]:
    """Of the block `prov`, what the public edition tells: the report, its files, and the software that made
    it; neither what went in, nor a step, nor at what hour people work."""
    entities = {name: one for name, one in prov["entity"].items() if kind_of(one) in _OUTSIDE}
    making = {
        name: one for name, one in prov["activity"][MAKING].items() if name not in (STARTED, ENDED)
    }
    kept = {*entities, MAKING, *prov["agent"]}
    return {
        "prefix": prov["prefix"],
        "entity": entities,
        "activity": {MAKING: making},
        "agent": prov["agent"],
        **{
            kind: {name: one for name, one in prov[kind].items() if kept.issuperset(one.values())}
            for kind in RELATIONS
        },
    }


def revision_told(prov: Mapping[str, Any]) -> Revision | None:
    """The revision of the software; None where it was not known."""
    told = prov["entity"][SOFTWARE]
    return Revision(told[COMMIT], told[DIRTY]) if COMMIT in told else None
