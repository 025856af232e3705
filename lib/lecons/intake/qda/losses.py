"""What became of each sort of element: taken up, kept as it was, or left out, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lecons.intake.quarantine import Fault

COLUMNS = ["élément", "lus", "repris", "gardés tels quels", "abandonnés", "pourquoi"]

# the sorts that are counted, in the order of a report
SORTS = {
    "User": "codeurs",
    "Code": "codes",
    "Variable": "variables",
    "Case": "cas",
    "TextSource": "textes",
    "PlainTextSelection": "passages",
    "Coding": "codages",
    "VariableValue": "valeurs de variables",
    "Note": "notes",
    "NoteRef": "renvois à une note",
    "CodeRef": "renvois à un code",
    "SourceRef": "renvois à une source",
    "SelectionRef": "renvois à un passage",
    "Link": "liens",
    "Set": "ensembles",
    "MemberCode": "membres d’ensembles (codes)",
    "MemberSource": "membres d’ensembles (sources)",
    "MemberNote": "membres d’ensembles (notes)",
    "Graph": "schémas",
    "PDFSource": "sources PDF",
    "PictureSource": "images",
    "AudioSource": "sons",
    "VideoSource": "vidéos",
    "PDFSelection": "passages de PDF",
    "PictureSelection": "passages d’images",
    "AudioSelection": "passages de sons",
    "VideoSelection": "passages de vidéos",
    "Transcript": "transcriptions",
    "TranscriptSelection": "passages de transcriptions",
    "Representation": "textes de PDF",
    "TextDescription": "textes d’images",
    "highlight": "passages surlignés",
    "tag": "étiquettes",
    "@": "attributs inconnus",
    "?": "éléments inconnus",
    "media": "fichiers mis en forme (DOCX, RTF…) ou multimédias",
    "count": "décomptes",
}


# what the sentence that sums up names
_TOLD: tuple[str, ...] = (
    "textes",
    "codes",
    "étiquettes",
    "passages",
    "passages surlignés",
    "codages",
    "codeurs",
)
_TOLD += ("cas", "notes")


@dataclass(frozen=True, slots=True)
class Row:
    """The balance of one sort of element: `read` = `represented` + `kept` + `discarded`."""

    element: str
    why: str
    read: int
    represented: int = 0
    kept: int = 0
    discarded: int = 0

    @property
    def balances(self) -> bool:
        return self.read == self.represented + self.kept + self.discarded


@dataclass(frozen=True)
class LossReport:
    """What became of a file: the balance by sort of element, the faults with their place, and what
    the analyst should know (in French). `tool` is the software that wrote the file."""

    file: str
    tool: str
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def balances(self) -> bool:
        return all(row.balances for row in self.rows)

    @property
    def lost(self) -> int:
        return sum(row.discarded for row in self.rows)

    def as_frame(self) -> pd.DataFrame:
        """The balance, one row a sort of element (see COLUMNS)."""
        rows = [
            (row.element, row.read, row.represented, row.kept, row.discarded, row.why)
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    def summary(self) -> str:
        """One sentence: what came in, and what did not."""
        taken = {row.element: row.represented for row in self.rows}
        told = [f"{name} {taken[name]}" for name in _TOLD if taken.get(name)]
        whence = f" ({self.tool})" if self.tool else ""
        kept = sum(row.kept for row in self.rows)
        left = [f"{row.element} {row.discarded}" for row in self.rows if row.discarded]
        parts = [f"repris : {', '.join(told) or 'rien'}"]
        parts += [f"éléments gardés tels quels : {kept}"] if kept else []
        parts += [f"abandonnés : {', '.join(left)}" if left else "rien de perdu"]
        return f"{self.file}{whence} — {' ; '.join(parts)}."


@dataclass
class Tally:
    """Counts the elements of a file while it is read."""

    read: Counter[str] = field(default_factory=Counter)
    represented: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    discarded: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, dict[str, None]] = field(default_factory=dict)

    def why(self, sorts: Iterable[str], reason: str) -> None:
        """Say why elements are kept as they were or left out."""
        for sort in sorts:
            self.reasons.setdefault(sort, {})[reason] = None

    def leave(self, sorts: Mapping[str, int], reason: str) -> None:
        """Count elements that are left out."""
        self.discarded.update(sorts)
        self.why(sorts, reason)

    def keep(self, sorts: Mapping[str, int], reason: str) -> None:
        """Count elements that are kept as they were."""
        self.kept.update(sorts)
        self.why(sorts, reason)

    def rows(self) -> tuple[Row, ...]:
        """The balance of each sort that there is."""
        counters = (self.read, self.represented, self.kept, self.discarded)
        return tuple(
            Row(name, self._told(sort), *(counter[sort] for counter in counters))
            for sort, name in SORTS.items()
            if any(counter[sort] for counter in counters)
        )

    def _told(self, sort: str) -> str:
        return " ; ".join(self.reasons.get(sort, ()))
