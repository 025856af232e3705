"""What a cell says → the code that a table expects, where that is clear."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from lecons.declared import DeclaredPractice, DeclaredRecommendation
from lecons.intake.cells import folded
from lecons.intake.forms import declared_form, form_names
from lecons.intake.mapping import PARENT
from lecons.intake.places import fold
from lecons.intake.proposal.synonyms import BLANKS, VALUES
from lecons.project import Project

_NEAR, _APART = 0.88, 0.05
_FEW_WORDS = 6
_PLACEHOLDER = "liste_vide"
_NOT = re.compile(r"\b(?:non|pas|sans|ni|aucune?|not?|without)\b", re.IGNORECASE)
_OF_RESULT = (
    r"(?:(?:r|res|resultats?|results?|os|objectifs?(?: specifiques?)?|axes?|composantes?)"
    r"[ .]*(?:n[°o] ?)?)"
)
_ONE_RESULT = re.compile(rf"{_OF_RESULT}(\d)(?!\d)(?! ?(?:et|,|;|/|&|\+|-|a) ?{_OF_RESULT}?\d).*")
_RESULTS = re.compile(rf"{_OF_RESULT}\d(?:(?: ?(?:et|,|;|/|&|\+) ?| ){_OF_RESULT}?\d)*")
# words that must be read to the letter: a near one would let out what a person did not allow
_TO_THE_LETTER = {"consentement"}


@dataclass
class Wording:
    """What our own forms say, by table and column: the labels of the question, and the labels of its
    answers with the code that each stands for."""

    headers: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)


def wording_of(project: Project) -> Wording:
    """The words of all forms, even of those that need a list which the project has left empty."""
    whole, found = with_lists(project), Wording()
    for name in form_names(project):
        form = declared_form(name, whole)
        questions = {question.path: question for question in form.form.questions}
        for sheet in form.sheets:
            for column, source in sheet.colonnes.items():
                question = questions.get(source.replace(PARENT, ""))
                if question is None:
                    continue
                key, codes = (sheet.table, column), sheet.valeurs.get(column, {})
                found.headers.setdefault(key, []).extend(question.labels.values())
                known = found.values.setdefault(key, {})
                for choice in form.form.choices_of(question):
                    code = codes.get(choice.name, choice.name)
                    for said in (code, choice.name, *choice.labels.values()):
                        if code != _PLACEHOLDER:
                            known.setdefault(said, code)
    return found


def with_lists(project: Project) -> Project:
    """The same project, with one word in each list that projet.yaml has left empty: a form that
    offers it can then be read."""
    content, title = project.content, {"fr": _PLACEHOLDER}
    practice = DeclaredPractice(
        code=_PLACEHOLDER,
        numero="BP-9999",
        titre=title,
        resultat=content.resultats[0].code,
    )
    recommendation = DeclaredRecommendation(
        id=_PLACEHOLDER, texte=title, qui=title, quand=title, pratique=_PLACEHOLDER
    )
    lists = {
        "acteurs": content.acteurs or {_PLACEHOLDER: title},
        "radios": content.radios or [_PLACEHOLDER],
        "pratiques": content.pratiques or [practice],
        "recommandations": content.recommandations or [recommendation],
    }
    return Project(project.folder, content.model_copy(update=lists))


@dataclass(frozen=True)
class Codes:
    """The codes that a column takes: the list it must hold to (`closed`), or one that forms offer."""

    table: str
    column: str
    closed: tuple[str, ...]
    words: Mapping[str, str]

    def find(self, said: str) -> str | None:
        """The code that a value means; None where it is not clear."""
        if said in self.closed or said in self.words.values():
            return said
        key = fold(said)
        if not key or key in self._index:
            return self._index.get(key)
        figures = re.sub(r"\D", "", said)
        same = [code for code in self.closed if figures and re.sub(r"\D", "", code) == figures]
        if len(same) == 1:
            return same[0]
        if not self.closed or self.column in _TO_THE_LETTER or _NOT.search(said):
            return None
        return _near(key, self._index) or self._within(said)

    def is_plain(self, said: str) -> bool:
        """True where a value is a word for its code, not only near one."""
        return fold(said) in self._index

    def _within(self, said: str) -> str | None:
        """The only code whose word stands inside of a longer value (« Formation des médiateurs »)."""
        told = _told(said)
        if len(told) > _FEW_WORDS:
            return None
        found = {code for word, code in self._said if (its := _told(word)) and its <= told}
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _said(self) -> list[tuple[str, str]]:
        """Every word with its code."""
        hand = VALUES.get(f"{self.table}.{self.column}") or VALUES.get(self.column, {})
        said = [(code, code) for code in self.closed] + list(self.words.items())
        return said + [(word, code) for code, words in hand.items() for word in words]

    @cached_property
    def _index(self) -> dict[str, str]:
        """Folded word → code; a word that two codes share stands for none."""
        meanings: dict[str, set[str]] = {}
        for word, code in self._said:
            meanings.setdefault(fold(word), set()).add(code)
        return {
            word: next(iter(codes)) for word, codes in meanings.items() if len(codes) == 1 and word
        }


@cache
def _told(said: str) -> frozenset[str]:
    """The words of a value that are long enough to tell something, without plurals."""
    return frozenset(word.rstrip("sx") for word in re.findall(r"[a-z]{4,}", folded(said)))


def _near(key: str, index: Mapping[str, str]) -> str | None:
    """The code whose word is clearly the nearest."""
    if len(key) < 4:
        return None
    near = difflib.get_close_matches(key, index, n=4, cutoff=_NEAR)
    ratio = {word: difflib.SequenceMatcher(None, key, word).ratio() for word in near}
    if not near:
        return None
    others = [ratio[word] for word in near if index[word] != index[near[0]]]
    return index[near[0]] if not others or ratio[near[0]] - max(others) >= _APART else None


def read_result(said: str, results: Iterable[str]) -> str | None:
    """« Résultat 1 et 2 » → « R1 R2 »; None where it is no result of the project, or not clearly."""
    plain, known = folded(said), set(results)
    if one := _ONE_RESULT.fullmatch(plain):
        codes = [f"R{one[1]}"]
    elif _RESULTS.fullmatch(plain):
        codes = [f"R{digit}" for digit in re.findall(r"\d", plain)]
    else:
        codes = [f"R{plain}"]  # « 2 », in a column of results
    return " ".join(dict.fromkeys(codes)) if set(codes) <= known else None


def is_blank_word(said: str) -> bool:
    """True for « - », « NSP », « néant »: a cell that says that nothing is known."""
    return fold(said) in BLANKS and (bool(fold(said)) or not any(c.isalnum() for c in said))
