"""Puts back into a project what was kept as it was, where it still means something."""

from collections.abc import Collection, Iterable, Mapping

from lxml import etree  # type: ignore[import-untyped]

from lecons.intake.qda.listening import sorts_of
from lecons.intake.qda.model import Kept, QdaProject
from lecons.intake.qda.order import CHILDREN, PROJECT, UNREPRESENTED

Place = tuple[str, str]  # the element it stands in, and its GUID

# the only elements of which some children are kept as they were
_HOLDERS = ("Sources", "Note", *UNREPRESENTED)
# what has no sense without the reference that it holds
_BEARERS = ("Coding", "VariableValue")


def put_back(kept: Iterable[Kept], known: Collection[str]) -> dict[Place, list]:
    """The elements to put back, by their place; what has none in the standard is left.

    `known`: the GUIDs of the project. References to what is no longer there go; a link that has lost
    an end goes with them.
    """
    fragments: dict[Place, list] = {}
    parsed = [(one, element) for one in kept if (element := _element(one)) is not None]
    there = {*known, *(guid for _, one in parsed for guid in one.xpath(".//@guid | @guid"))}
    for one, element in parsed:
        if _pruned(element, there):
            fragments.setdefault((one.parent, one.guid), []).append(element)
    return fragments


def elements_in(kept: Kept) -> Mapping[str, int]:
    """How many elements of each sort a kept piece holds."""
    element = None if kept.attribute else _parsed(kept.xml)
    if element is None:
        return {"@" if kept.attribute else "?": 1}
    return sorts_of(element)


def guids_of(project: QdaProject) -> set[str]:
    """The GUIDs of all that a project represents."""
    found = {
        one.guid
        for part in (project.users, project.codes, project.variables, project.cases, project.notes)
        for one in part
    }
    for source in project.sources:
        found.add(source.guid)
        found.update(one.guid for one in source.selections)
        found.update(coding.guid for one in source.selections for coding in one.codings)
        found.update(coding.guid for coding in source.codings)
    return found


def stands_alone(place: Place, element: etree._Element, schema: etree.XMLSchema) -> bool:
    """True where an element kept as it was is what the standard allows at its place."""
    parent, guid = place
    root = etree.Element(f"{{{PROJECT}}}Project", name="x")
    holder = etree.SubElement(root, f"{{{PROJECT}}}{'Notes' if parent == 'Note' else parent}")
    if parent == "Note":
        holder = etree.SubElement(holder, f"{{{PROJECT}}}Note", guid=guid)
    before = element.getparent()
    at = before.index(element) if before is not None else 0
    holder.append(element)
    alone = schema.validate(root)
    if before is not None:
        before.insert(at, element)
    return alone


def _element(kept: Kept) -> etree._Element | None:
    if kept.attribute or kept.parent not in _HOLDERS:
        return None
    element = _parsed(kept.xml)
    if element is None:
        return None
    for one in element.iter(etree.Element):
        if not one.tag.startswith("{"):
            one.tag = f"{{{PROJECT}}}{one.tag}"
    name = etree.QName(element)
    known = name.namespace == PROJECT and name.localname in CHILDREN[kept.parent]
    return element if known else None


def _parsed(xml: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _pruned(element: etree._Element, there: Collection[str]) -> bool:
    """Take out of an element the references to what is gone; False where nothing is left of it."""
    if etree.QName(element).localname == "Link":
        ends = (element.get("originGUID"), element.get("targetGUID"))
        if any(end and end not in there for end in ends):
            return False
    for one in list(element.iter(etree.Element)):
        if one.get("representedGUID", "") and one.get("representedGUID") not in there:
            del one.attrib["representedGUID"]
        target = one.get("targetGUID")
        if target is None or target in there or one is element:
            continue
        holder = one.getparent()
        if holder is not None and etree.QName(holder).localname in _BEARERS:
            one = holder
        above = one.getparent()
        if above is None:
            return False
        above.remove(one)
    return True
