"""Reads XML that a stranger wrote, piece by piece: no DTD, no entity, each with its line."""

from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError, iterparse

from lecons.errors import IntakeError

Element = Any  # defusedxml has the elements of Python’s own ElementTree, and no types

# the deepest codebook that people keep has six levels; a thousand is a trap for the reader
DEEPEST = 100


class _WithLines(DefusedXMLParser):
    def _start(self, tag: str, attributes: list[str]) -> Element:
        element = super()._start(tag, attributes)
        element.line = self.parser.CurrentLineNumber
        return element


def pieces(file: str, stream: IO[bytes]) -> Iterator[tuple[str, Element, tuple[str, ...]]]:
    """The elements of a file as they open and close: event, element, the names above it.

    An element that closed is its reader’s to empty (`clear`), else the whole file stays in memory.
    Raises IntakeError on XML that is broken, that declares a DTD or entities, or that nests without
    end.
    """
    above: list[str] = []
    try:
        parser = _WithLines(forbid_dtd=True)
        for event, element in iterparse(stream, ("start", "end"), parser):
            if event == "start":
                yield event, element, tuple(above)
                above.append(local(element.tag))
                if len(above) > DEEPEST:
                    raise IntakeError(
                        f"{file}, ligne {line_of(element)} : plus de {DEEPEST} éléments l’un dans "
                        "l’autre.",
                        "Ne l’utilisez pas : aucun logiciel d’analyse n’écrit cela.",
                    )
            else:
                above.pop()
                yield event, element, tuple(above)
    except DefusedXmlException:
        raise IntakeError(
            f"{file} : le fichier déclare une DTD ou des entités, ce qu’aucun projet REFI-QDA ne fait.",
            "Ne l’utilisez pas : il peut lire des fichiers de l’ordinateur ou le bloquer. Demandez-en "
            "un autre à la personne qui l’a envoyé.",
        ) from None
    except ParseError as error:
        line = getattr(error, "position", (0, 0))[0]
        raise IntakeError(
            f"{file}, ligne {line} : XML mal formé (fichier coupé ou modifié à la main).",
            "Exportez de nouveau depuis le logiciel d’analyse.",
        ) from None
    except (LookupError, ValueError):  # an encoding that nobody knows
        raise IntakeError(
            f"{file} : l’encodage que le fichier déclare n’existe pas.",
            "Exportez de nouveau depuis le logiciel d’analyse.",
        ) from None


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """A name without its namespace: tools write several, or none."""
    return tag.rpartition("}")[2]


def line_of(element: Element) -> int:
    """The line where an element opens, from 1; 0 where it is not known."""
    return int(getattr(element, "line", 0))
