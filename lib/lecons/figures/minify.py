"""Makes the SVG that matplotlib writes small enough for a message on a slow phone, and no different."""

import re
from collections import Counter

_SVG = "{http://www.w3.org/2000/svg}"
_REFERENCE = re.compile(r"#([\w.-]+)")
_NO_TURN = re.compile(r"^rotate\(-?0(?:\.0+)? [^)]*\)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# a style used once costs less where it stands
_OFTEN = 2


def minified(svg: str) -> str:
    """The same picture: styles that repeat become classes, names that nothing points to and groups
    that hold nothing or only group go, and so do turns by no angle."""
    # late: a notebook without a figure does not wait for it
    from lxml import etree

    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    pointed = set(_REFERENCE.findall(svg))
    for element in root.iter(etree.Element):
        if element.get("id") not in pointed:
            element.attrib.pop("id", None)
        if _NO_TURN.match(element.get("transform", "")):
            del element.attrib["transform"]
    for group in [*root.iter(f"{_SVG}g")][::-1]:
        if not len(group):
            _leave(group)
        elif not group.attrib:
            _unwrap(group)
    _put_in_classes(root)
    text = etree.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", text)


def _leave(group) -> None:  # type: ignore[no-untyped-def]
    parent = group.getparent()
    if parent is not None:
        parent.remove(group)


def _unwrap(group) -> None:  # type: ignore[no-untyped-def]
    parent = group.getparent()
    if parent is None:
        return
    at = parent.index(group)
    for child in reversed([*group]):
        parent.insert(at, child)
    parent.remove(group)


def _put_in_classes(root) -> None:  # type: ignore[no-untyped-def]
    styled = [one for one in root.iter() if one.get("style")]
    often = [
        style
        for style, count in Counter(one.get("style") for one in styled).most_common()
        if count >= _OFTEN
    ]
    sheet = root.find(f".//{_SVG}style")
    if sheet is None or not often:
        return
    names = {style: _name(at) for at, style in enumerate(often)}
    for one in styled:
        if one.get("style") in names:
            one.set("class", names[one.attrib.pop("style")])
    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    sheet.text = (sheet.text or "") + rules


def _name(at: int) -> str:
    """a, b … z, ba, bb …"""
    name = _LETTERS[at % 26]
    while at := at // 26:
        name = _LETTERS[at % 26] + name
    return name
