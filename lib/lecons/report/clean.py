"""The allow-list of HTML that may enter a report (a second lock: data is escaped at the source)."""

import nh3

_TAGS = {
    "a", "blockquote", "br", "caption", "code", "details", "div", "em", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "span", "strong", "summary",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "id", "lang"},
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"scope"},
    "div": {"role", "tabindex", "aria-label"},
    "figure": {"data-theme", "data-acteur", "data-lieu", "data-ton"},
}
_IMAGE = "data:image/svg+xml;base64,"


# marks that turn the order of what follows (Unicode, UAX 9): a name that ends in one would turn the
# figures of our own sentence after it (Boucher and Anderson, Trojan Source, 2021). Arabic needs none.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# what XML cannot hold (XML 1.0, 2.2): a browser passes over it, Word and Excel refuse the whole file
_NO_CHARACTER = dict.fromkeys(
    [*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"
)
_TAKEN = {**_NO_CHARACTER, **_TURNS, **{ord(blank): blank for blank in "\t\n\r"}}


def unturned(page: str) -> str:
    """A finished page without the invisible marks that turn the order of words, nor what no document
    of ours can hold."""
    return page.translate(_TAKEN)


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    # `data:` is let through for our own figures only: in a link it could carry a page
    if attribute == "href":
        return value if value.startswith("#") else None
    if attribute == "src":
        return value if value.startswith(_IMAGE) else None
    return value


def safe_html(fragment: str) -> str:
    """The fragment with only the tags and attributes that our blocks use; links stay inside."""
    return nh3.clean(
        fragment,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"data"},
        attribute_filter=_attribute,
        link_rel=None,
    )
