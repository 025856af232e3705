"""The words of our forms, for what is said or printed beside them: the same question everywhere."""

from lecons.intake.declarations import Words, places_of, read_declaration
from lecons.language import Language
from lecons.project import Project

SCORES, PRIORITIES, CONTRIBUTION = "appreciation", "priorite", "contribution"


class AskedWords:
    """The questions and the answers of a form of ours, in a language."""

    def __init__(self, form: str, project: Project, language: Language) -> None:
        read = read_declaration(form, project, to_fill=False)
        self._language = language
        self._questions = {
            place.asked.nom: Words(fr=place.asked.fr, en=place.asked.en)
            for place in places_of(read.declaration.questions)
            if place.asked.fr
        }
        self._lists = read.lists

    def question(self, name: str) -> str:
        """The words of a question; its name where a project's own form does not ask it."""
        return self._words(self._questions[name]) if name in self._questions else name

    def heading(self, name: str) -> tuple[str, str]:
        """« Pertinence : répond-elle à un vrai besoin ? » in two: the criterion and its question."""
        head, _, rest = self.question(name).partition(":")
        return head.strip(), rest.strip()

    def answers(self, name: str) -> list[tuple[str, str]]:
        """The answers of a list: code and words; none where the form has no such list."""
        return [(code, self._words(words)) for code, words in self._lists.get(name, {}).items()]

    def _words(self, words: Words) -> str:
        return self._language.of({"fr": words.fr, "en": words.en})
