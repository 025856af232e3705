"""Which words are French: a capital letter on one of them may be its sentence's."""

import re
from functools import cache

from lecons.privacy.names.lists import lists
from lecons.privacy.names.model import dictionary
from lecons.privacy.names.places import fold


@cache
def french(word: str) -> bool:
    """True when a dictionary of French holds the word in lower case: simplemma's (Barbaresi, 2024),
    that of the spaCy model, or the words that `noms.yaml` adds."""
    import simplemma

    lower = word.lower().replace("’", "'")
    if fold(lower) in lists().words:
        return True
    parts = [part for part in re.split(r"[-']", lower) if part]
    return all(
        part in dictionary()
        or part.replace("œ", "oe") in dictionary()
        or simplemma.is_known(part, lang="fr")
        for part in parts
    )
