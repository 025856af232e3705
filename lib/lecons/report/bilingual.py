"""One file that speaks several languages, made of the finished pages: both bodies, one style, one
script, and at the top a switch that works without JavaScript too."""

from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag
from jinja2 import Environment, FileSystemLoader

from lecons.language import Language, mark
from lecons.report.exporters import TEMPLATES
from lecons.report.policy import allowed

# attributes that name one element, or several, by their ids
_NAMING = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


@dataclass(frozen=True)
class _Part:
    code: str
    name: str
    title: str
    body: str


def both(pages: Mapping[str, str], language_names: Mapping[str, str]) -> str:
    """The file that holds `pages` (language code → finished page of render_page), the first one shown
    first; `language_names`: what readers of each language call it (« Français », « English »).

    The marks of the first page stay as they are; those of another stand behind its code
    (`constat-R1-portee`, `en-constat-R1-portee`), so that an address opens its language. Raises
    ValueError where there is no page, or where pages are of different styles or scripts.
    """
    soups = {code: BeautifulSoup(page, "html.parser") for code, page in pages.items()}
    if not soups:
        raise ValueError("no page to put into a file")
    style, script, early = (
        _shared(soups, name) for name in ("head > style", "head > script", "body script")
    )
    style = "".join((style, _read("bilingue.css"), *(_alone(code) for code in soups)))
    script = script + _read("bilingue.js")
    first = next(iter(soups))
    parts = [
        _part(code, language_names[code], soup, "" if code == first else f"{code}-")
        for code, soup in soups.items()
    ]
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "bilingue.html.j2"
    )
    return template.render(
        first=first,
        label=" / ".join(Language(code).t(mark("Langue")) for code in soups),
        parts=parts,
        style=style,
        script=script,
        styles=allowed(style),
        scripts=allowed(script, early),
    )


def _part(code: str, name: str, soup: BeautifulSoup, prefix: str) -> _Part:
    """A page as a part: a document has one main element, which holds the parts."""
    assert isinstance(soup.title, Tag)
    assert isinstance(soup.body, Tag)
    assert isinstance(soup.main, Tag)
    soup.main.name = "div"
    for line in soup.select("p.carnet"):
        # executed notebooks stand beside the page of their language, not beside this file
        line.decompose()
    if prefix:
        _rename(soup.body, prefix)
    return _Part(code, name, soup.title.get_text(), soup.body.decode_contents().strip())


def _rename(body: Tag, prefix: str) -> None:
    for tag in body.find_all(True):
        assert isinstance(tag, Tag)
        for attribute in _NAMING:
            if attribute in tag.attrs:
                names = " ".join(tag.get_attribute_list(attribute)).split()
                tag[attribute] = " ".join(prefix + name for name in names)
        target = str(tag.get("href", ""))
        if target.startswith("#"):
            tag["href"] = f"#{prefix}{target.removeprefix('#')}"


def _shared(soups: Mapping[str, BeautifulSoup], selector: str) -> str:
    """The text of an element that all pages have alike."""
    found = {"".join(one.get_text() for one in soup.select(selector)) for soup in soups.values()}
    if len(found) != 1:
        raise ValueError(f"the pages do not share the same {selector}")
    return found.pop()


def _alone(code: str) -> str:
    """Where a language is chosen, the others are away; paper has the chosen one."""
    return f'[data-langue="{code}"] .langue:not([lang="{code}"]) {{ display: none; }}\n'


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
