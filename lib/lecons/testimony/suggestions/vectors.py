"""Sentence vectors from a small model that a package ships: nothing is fetched, nothing is kept.

WordLlama (Miller, 2024) is a table of 32,000 word pieces learnt mostly from English. Its own loader
would download what it does not find and keep it in the home folder: the two files are read here
from where the package was installed, and the package itself is never imported.
"""

import functools
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from lecons.errors import LeconsError

_TOKENS = "tokenizers/l2_supercat_tokenizer_config.json"
_WEIGHTS = "weights/l2_supercat_256.safetensors"


def vectors(texts: list[str]) -> np.ndarray:
    """A unit vector a text (n × 256): the mean of those of its word pieces; zero where it has none.

    Raises LeconsError when the model is not installed with lecons.
    """
    pieces, table = _model()
    found = np.zeros((len(texts), table.shape[1]))
    for row, said in enumerate(pieces.encode_batch_fast(texts, add_special_tokens=False)):
        if said.ids:
            found[row] = table[said.ids].mean(axis=0)
    return unit(found)


def unit(rows: np.ndarray) -> np.ndarray:
    """The rows at length 1; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)


@functools.lru_cache(maxsize=1)
def _model() -> tuple[Any, np.ndarray]:
    """The cutter into word pieces, and the vector of each piece."""
    package = find_spec("wordllama")
    places = package.submodule_search_locations if package else None
    folder = Path(places[0]) if places else None
    if folder is None or not all((folder / one).is_file() for one in (_TOKENS, _WEIGHTS)):
        raise LeconsError(
            "Les propositions de codes demandent le paquet « wordllama » avec ses poids : "
            + (f"{_WEIGHTS} ou {_TOKENS} y manque." if folder else "il n’est pas installé."),
            "Installez lecons avec ses outils de codage : pip install « lecons[labo] ».",
        )
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    table = load_file(folder / _WEIGHTS)["embedding.weight"]
    return Tokenizer.from_file(str(folder / _TOKENS)), table.astype(np.float64)
