"""Which codes of a project are the two polarities, and which only share their name."""

from collections.abc import Iterable
from itertools import chain

from lecons.intake.qda.model import Code, QdaProject
from lecons.intake.qda.naming import family_named, slug, told_name

# a passage that speaks of a practice carries one of them beside it
POLARITIES = ("favorable", "reserve")


def polarity_named(name: str) -> str | None:
    """The polarity that a name could mean (« Avis favorable », « Réserves » too); else None."""
    bare = slug(name).removeprefix("avis_").removesuffix("s")
    return bare if bare in POLARITIES else None


def polarities_of(project: QdaProject) -> dict[str, str]:
    """The codes that are polarities, by GUID.

    A name is not enough: a nature reserve is a « Réserve ». Our own export says it of a code (the
    line « Code : reserve »), or it stands below a code « Polarité », or both polarities stand at one
    level and one of them was given to the very passage of another code.
    """
    by_guid = {one.guid: one for one in project.codes}
    found: dict[str, str] = {}
    levels: dict[str | None, dict[str, str]] = {}
    for code in project.codes:
        told = told_name(code.description)
        named = polarity_named(code.name)
        if told:
            if told in POLARITIES:
                found[code.guid] = told
        elif named and _is_below_polarity(code, by_guid):
            found[code.guid] = named
        elif named:
            levels.setdefault(code.parent, {})[code.guid] = named
    pairs = [one for one in levels.values() if set(one.values()) == set(POLARITIES)]
    together = list(_given_together(project)) if pairs else []
    for pair in pairs:
        if any(codes & set(pair) and codes - set(pair) for codes in together):
            found |= pair
    return found


def _is_below_polarity(code: Code, by_guid: dict[str, Code]) -> bool:
    seen = {code.guid}
    while code.parent in by_guid and code.parent not in seen:
        code = by_guid[code.parent or ""]
        seen.add(code.guid)
        if family_named(code.name) == "polarite":
            return True
    return False


def _given_together(project: QdaProject) -> Iterable[set[str]]:
    """The codes of each passage that carries several, whoever gave them."""
    for source in project.sources:
        passages: dict[tuple[int, int], list[set[str]]] = {}
        for one in source.selections:
            codes = {coding.code for coding in one.codings}
            passages.setdefault((one.start, one.end), []).append(codes)
        for given in passages.values():
            codes = set(chain.from_iterable(given))
            if len(codes) > 1:
                yield codes
