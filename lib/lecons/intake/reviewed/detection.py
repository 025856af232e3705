"""Finding and replacing names in the words of one project: its places, its key, what its readers
added."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from lecons.intake.cells import folded
from lecons.intake.reviewed.decisions import PRIVATE, read_decisions
from lecons.privacy.names import Mention
from lecons.project import Project, read_communes


@dataclass(frozen=True)
class Detection:
    """`look(text, known)`: the mentions of a text, in order, not overlapping, `known` being names
    that readers added; `name(mention)`: its replacement; `blank(text, mention)`: the text with that
    mention replaced."""

    look: Callable[[str, Collection[str]], list[Mention]]
    name: Callable[[Mention], str]
    blank: Callable[[str, Mention], str]

    def find(self, text: str, known: Collection[str]) -> list[Mention]:
        """The mentions that are to be replaced. What a replacement leaves as it is (a cercle, the words
        of an earlier replacement) names nobody."""
        return [one for one in self.look(text, known) if self.blank(text, one) != text]

    def rewrite(
        self, text: str, mentions: Collection[Mention], others: Mapping[int, str] | None = None
    ) -> str:
        """The text with its mentions replaced; `others`: what a person chose to put instead, by the
        place where a mention starts."""
        for one in sorted(mentions, key=lambda mention: mention.start, reverse=True):
            chosen = (others or {}).get(one.start)
            if chosen is None:
                text = self.blank(text, one)
            else:
                text = text[: one.start] + chosen + text[one.end :]
        return text

    def left(self, text: str, known: Collection[str], rejected: Collection[str]) -> list[Mention]:
        """What a text still names; `rejected`: words (folded) of which a person said that they name
        nobody."""
        return [one for one in self.find(text, known) if folded(one.text) not in rejected]


def detection_of(project: Project) -> Detection:
    """The detection of a project, with its own places, key and linking table. Loads the model of
    names, which takes a second. Raises LeconsError where the key may not be used."""
    # late: an import that has nothing to replace needs neither the lists nor the locks
    from lecons.privacy.names import find, places_of
    from lecons.privacy.pseudonyms import labels_of, pseudonymise, read_key, replacement
    from lecons.privacy.vault import read_links

    private = project.folder / PRIVATE
    spellings = project.reference_folder / "graphies.csv"
    places = places_of(
        _communes(project), pd.read_csv(spellings, dtype=str) if spellings.is_file() else None
    )
    key, labels = read_key(private), labels_of(read_links(private))
    return Detection(
        look=lambda text, known: list(find(text, places, known)),
        name=lambda mention: replacement(mention, key, places, labels),
        blank=lambda text, mention: pseudonymise(text, [mention], key, places, labels),
    )


def _communes(project: Project) -> pd.DataFrame:
    """The communes of the country, those of the project by the names that it gives them as well:
    people also name places where the project does not work."""
    columns = ["pcode", "commune", "cercle"]
    mine, country = project.communes()[columns], read_communes(project.reference_folder)[columns]
    return pd.concat([country[~country["pcode"].isin(mine["pcode"])], mine], ignore_index=True)


def automatic(detection: Detection, project: Project) -> Callable[[str], str]:
    """A text made pseudonymous by the detection alone, with the names that readers added."""
    known = read_decisions(project.folder / PRIVATE).added
    return lambda text: detection.rewrite(text, detection.find(text, known))
