"""Where a report comes from, in the words of W3C PROV, as PROV-JSON: what was used, by which step, with
which software, and the files that came of it, each with its SHA-256.

PROV-DM, W3C Recommendation, 2013-04-30; The PROV-JSON Serialization, W3C Member Submission, 2013-04-24.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lecons.pipeline.provenance.files import PRECEDENT
from lecons.pipeline.provenance.revision import Revision
from lecons.pipeline.provenance.terms import (
    BEFORE,
    COMMIT,
    DIRTY,
    ENDED,
    INPUTS,
    LABEL,
    LECONS,
    LOCK,
    MAKING,
    PREFIXES,
    REPORT,
    SHA,
    SOFTWARE,
    STARTED,
    TYPE,
    entity,
    identifier,
    kind_of,
    qualified,
)
from lecons.pipeline.state import State, digest_of

_NOTEBOOKS, _LOCKS = "notebooks/", "requirements/"
_COLLECTION = "prov:Collection"


def describe(
    report: str,
    day: date,
    parameters: Mapping[str, str | int | None],
    formats: Iterable[str],
    *,
    inputs: Mapping[str, str],
    code: Mapping[str, str],
    versions: Mapping[str, str],
    revision: Revision | None,
    states: Sequence[State],
    made: Mapping[str, str],
) -> dict[str, Any]:
    """The block `prov` of a manifest, PROV-JSON.

    `report` names it (« 3p-amss/interne/fr »), `day` is the day that its files carry. By name → SHA-256:
    `inputs` as manifest.inputs answers, `code` as manifest.code answers (notebooks and the lock are told
    one by one, the library as a whole), `made` as files_in answers (PRECEDENT among them tells the report
    before, where there was one). `states`: what each step left; `versions`: package → version.
    """
    entities = {
        **dict(_software(code, revision)),
        INPUTS: entity("Entrees", "entrées", digest_of(dict(inputs)), _COLLECTION),
        **{identifier("entree", name): entity("Entree", name, sha) for name, sha in inputs.items()},
        REPORT: entity("Rapport", report, digest_of(dict(made)), _COLLECTION),
        **dict(_files(made)),
    }
    used = [
        (MAKING, one)
        for one, told in entities.items()
        if kind_of(told) in {"Logiciel", "Carnet", "Verrou", "Entree", "Precedent"}
    ]
    activities = {MAKING: _making(report, day, parameters, formats, states)}
    for state in states:
        step = identifier("etape", state.node)
        activities[step] = _step(state)
        for name, sha in _rested_on(state):
            used.append((step, _known(entities, name, sha) or _new(entities, name, sha)))
    agent = {
        TYPE: qualified("prov:SoftwareAgent"),
        LABEL: "lecons",
        "lecons:versions": [f"{name} {number}" for name, number in versions.items()],
    }
    return {
        "prefix": PREFIXES,
        "entity": entities,
        "activity": activities,
        "agent": {LECONS: agent},
        **_relations(entities, activities, used),
    }


def _software(
    code: Mapping[str, str], revision: Revision | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    whole = {n: sha for n, sha in code.items() if not n.startswith((_NOTEBOOKS, _LOCKS))}
    told = entity("Logiciel", "lib", digest_of(whole))
    if revision is not None:
        told |= {COMMIT: revision.commit, DIRTY: revision.dirty}
    yield SOFTWARE, told
    for name, sha in code.items():
        if name.startswith(_NOTEBOOKS):
            yield identifier("carnet", name), entity("Carnet", name, sha)
        elif name.startswith(_LOCKS):
            yield LOCK, entity("Verrou", name, sha)


def _files(made: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, sha in made.items():
        if name == PRECEDENT:
            yield BEFORE, entity("Precedent", name, sha)
        else:
            yield identifier("fichier", name), entity("Fichier", name, sha)


def _making(
    report: str,
    day: date,
    parameters: Mapping[str, str | int | None],
    formats: Iterable[str],
    states: Sequence[State],
) -> dict[str, Any]:
    times = [time for state in states for time in _times(state)]
    between = {STARTED: min(times).isoformat(), ENDED: max(times).isoformat()} if times else {}
    return {
        LABEL: report,
        "lecons:etabli_le": {"$": day.isoformat(), "type": "xsd:date"},
        "lecons:formats": sorted(formats),
        **{f"lecons:{name}": value for name, value in parameters.items() if value is not None},
        **between,
    }


def _step(state: State) -> dict[str, Any]:
    start, end = _times(state)
    told = {LABEL: state.node, STARTED: start.isoformat(), ENDED: end.isoformat()}
    told["lecons:raison"] = state.reason
    if state.failure is not None:
        told["lecons:echec"] = state.failure
    return told


def _times(state: State) -> tuple[datetime, datetime]:
    end = datetime.fromisoformat(state.ended)
    return end - timedelta(seconds=state.seconds), end


def _rested_on(state: State) -> Iterator[tuple[str, str]]:
    yield from state.key.items()
    for asked, sha in state.reads:
        yield f"données lues : {', '.join(_slice(asked))}", sha


def _slice(asked: Mapping[str, Any]) -> Iterator[str]:
    """A slice of the store in words, its table first: « table cas », « result R1 »."""
    for name in sorted(asked, key=lambda name: (name != "table", name)):
        value = asked[name]
        if value is not None:
            yield f"{name} {' '.join(value) if isinstance(value, list | tuple) else value}"


def _known(entities: Mapping[str, Mapping[str, Any]], name: str, sha: str) -> str | None:
    """What a step rested on, where that is told already: known by what is in it, and by its name where
    several hold the same."""
    same = [one for one, told in entities.items() if told[SHA] == sha]
    named = [one for one in same if str(entities[one][LABEL]).endswith(name)]
    return next(iter([*named, *same]), None)


def _new(entities: dict[str, dict[str, Any]], name: str, sha: str) -> str:
    # two steps may rest on two versions of what has one name
    told = identifier("appui", f"{name}/{sha[:16]}")
    entities[told] = entity("Appui", name, sha)
    return told


def _relations(
    entities: Mapping[str, Mapping[str, Any]],
    activities: Iterable[str],
    used: Iterable[tuple[str, str]],
) -> dict[str, dict[str, dict[str, str]]]:
    of_kind: dict[str, list[str]] = {}
    for one, told in entities.items():
        of_kind.setdefault(kind_of(told), []).append(one)
    files, steps = of_kind.get("Fichier", []), [one for one in activities if one != MAKING]
    members = [(INPUTS, one) for one in of_kind.get("Entree", [])]
    members += [(REPORT, one) for one in files]
    sources = [INPUTS, *of_kind.get("Precedent", [])]
    pairs = {
        "used": (("activity", "entity"), used),
        "wasGeneratedBy": (("entity", "activity"), [(one, MAKING) for one in (REPORT, *files)]),
        "wasAssociatedWith": (("activity", "agent"), [(one, LECONS) for one in (MAKING, *steps)]),
        "wasDerivedFrom": (
            ("generatedEntity", "usedEntity"),
            [(REPORT, one) for one in sources],
        ),
        "wasInformedBy": (("informed", "informant"), [(MAKING, one) for one in steps]),
        "hadMember": (("collection", "entity"), members),
    }
    return {
        kind: {
            f"_:{kind}{at}": {f"prov:{first}": one, f"prov:{second}": other}
            for at, (one, other) in enumerate(records, 1)
        }
        for kind, ((first, second), records) in pairs.items()
    }
