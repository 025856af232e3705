"""Reads YAML that a person wrote: plain values and nothing else, no larger than it looks.

A few lines of aliases to aliases stand for billions of values (« billion laughs »): what a document
would unfold to is counted before any of it is made.
"""

from collections.abc import Callable
from typing import Any

import yaml
from yaml.composer import Composer

# values that a document may hold, aliases unfolded: the demonstration project has about a thousand
MOST_VALUES = 100_000


class _Plain(yaml.constructor.SafeConstructor):
    """Dates, numbers, texts, lists and keys; what cannot be made is a fault with its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:  # 2017-13-01, a number of five thousand digits
            raise _fault(node, str(error)) from None


class _Slow(_Plain, yaml.SafeLoader):
    """Read in Python, which says in full what is wrong and where."""


class _Fast(Composer, _Plain, yaml.CSafeLoader):
    """Read by libyaml, several times faster; composed in Python, where a document of too many levels
    is a fault and not the end of the process."""

    def __init__(self, text: str) -> None:
        Composer.__init__(self)
        yaml.CSafeLoader.__init__(self, text)


class _FastText(Composer, yaml.CBaseLoader):
    """The same, where every scalar stays a text."""

    def __init__(self, text: str) -> None:
        Composer.__init__(self)
        yaml.CBaseLoader.__init__(self, text)


def read_yaml(text: str, *, all_text: bool = False) -> Any:
    """The content of a YAML document; None of an empty one. `all_text`: every scalar stays a text.

    Raises yaml.YAMLError, with its line where there is one, on what is no YAML, asks for an object of
    Python, refers to itself, or holds more than MOST_VALUES.
    """
    fast, slow = (_FastText, yaml.BaseLoader) if all_text else (_Fast, _Slow)
    try:
        return _read(fast, text)
    except (yaml.YAMLError, UnicodeError):
        return _read(slow, text)


def _read(loader_of: Callable[[str], Any], text: str) -> Any:
    loader = loader_of(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        _size(root, {})
        return loader.construct_document(root)
    except RecursionError:
        raise yaml.YAMLError("too many levels") from None
    finally:
        loader.dispose()


def _size(node: yaml.Node, known: dict[int, int | None]) -> int:
    """The values of a node, each alias counted for all that it stands for."""
    if id(node) in known:
        size = known[id(node)]
        if size is None:
            raise _fault(node, "refers to itself")
        return size
    known[id(node)] = None
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    size = 1 + sum(_size(child, known) for child in children)
    if size > MOST_VALUES:
        raise _fault(node, "too many values")
    known[id(node)] = size
    return size


def _fault(node: yaml.Node, said: str) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, said, node.start_mark)
