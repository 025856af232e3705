"""What a control found, told without saying it again."""

import re
from dataclasses import dataclass
from typing import Literal

What = Literal[
    "nom", "propos", "téléphone", "courriel", "chemin", "numéro", "effectif", "illisible"
]
_TODO: dict[What, str] = {
    "nom": "retirez ce nom de la source (note, libellé, projet.yaml)",
    "propos": "faites relire ce passage (« lecons relire ») ou retirez-le de ce qui le cite",
    "téléphone": "retirez ce numéro de la source",
    "courriel": "retirez cette adresse de la source",
    "chemin": "retirez ce chemin de la source : il dit qui a fait le rapport, et sur quelle machine",
    "numéro": "retirez ce numéro : il mène à une personne",
    "effectif": "regroupez, ou taisez ce compte : il désigne trop peu de personnes",
    "illisible": "retirez ce fichier ou changez son format : ce qui ne se lit pas ne se contrôle pas",
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """One thing found: in which file (relative to the folder), where in it, what it is, and an excerpt
    that does not repeat it whole. `about`: what is known of it (« codeur », « témoignage T12 »)."""

    file: str
    where: str
    what: What
    excerpt: str
    about: str = ""

    @property
    def message(self) -> str:
        """The whole in French: where, what, what to do."""
        place = ", ".join(part for part in (self.file, self.where) if part)
        said = f" ({self.about})" if self.about else ""
        return f"{place} : {self.what}{said} « {self.excerpt} » ; {_TODO[self.what]}."


def veiled(secret: str, letters: int = 2) -> str:
    """The first letters of each word, no more than six words."""
    words = _WORD.findall(secret)
    shown = " ".join(word[:letters] + "…" if len(word) > letters else "…" for word in words[:6])
    return shown + (" …" if len(words) > 6 else "")
