"""One coder's sitting: what they read, what they do, what they may see. No browser in here."""

import re
import unicodedata
from collections.abc import Sequence
from uuid import uuid4

import pandas as pd

from lecons.coding.corpus import Corpus
from lecons.coding.proposals import Proposal, proposals_of
from lecons.coding.reading import DONE, STARTED, STATES, TODO, Reading, placed
from lecons.coding.record import Record
from lecons.coding.refusal import CodingError
from lecons.coding.standing import Passage
from lecons.coding.undo import Step, Steps
from lecons.intake.journal import (
    Coded,
    Declined,
    Erased,
    Finished,
    Noted,
    Reopened,
    fingerprint,
)
from lecons.intake.journal.events import CODER
from lecons.testimony.codebook import labels
from lecons.testimony.readings import ACCEPTED

PRACTICE, POLARITY = "pratique", "polarite"


class Session:
    """What one coder does with the testimonies of a corpus. An action is on the disk when its method
    returns, and has changed nothing when it raises (CodingError; OSError when the disk refuses)."""

    def __init__(self, corpus: Corpus, coder: str) -> None:
        if not re.fullmatch(CODER, coder):
            raise CodingError(
                f"Nom de codeur « {coder} » refusé.",
                "Écrivez-le en minuscules sans accent ni espace (awa, codeuse_1) : c’est le nom de "
                "votre fichier.",
            )
        self.corpus = corpus
        self.coder = coder
        self._label = labels(corpus.codebook)
        self._family = dict(zip(corpus.codebook["code"], corpus.codebook["famille"], strict=True))
        self._steps: dict[str, Steps] = {}
        self._folded: dict[str, str] = {}
        self._record = Record(corpus)

    # what a coder reads

    def rows(self) -> list[dict[str, str | int]]:
        """The testimonies, one row each: id, jour, lieu, acteur, personne, langue, mots (words),
        statut, passages (coded by this coder)."""
        rows: list[dict[str, str | int]] = self.corpus.people.to_dict("records")
        return [{**row, **self.row(str(row["id"]))} for row in rows]

    def row(self, testimony: str) -> dict[str, str | int]:
        """What changes in the list when a testimony is coded."""
        return {
            "id": testimony,
            "mots": len(self._text(testimony).split()),
            "statut": self._state(testimony),
            "passages": len({one.span for one in self._record.standing.of(testimony, self.coder)}),
        }

    def left(self) -> pd.DataFrame:
        """What is left to do, in the words of the notebook: one row a testimony that is not finished
        (témoignage, lieu, acteur, mots, état, passages codés, pratiques sans avis)."""
        rows = [
            {
                "témoignage": row["id"],
                "lieu": row["lieu"],
                "acteur": row["acteur"],
                "mots": row["mots"],
                "état": STATES[str(row["statut"])],
                "passages codés": row["passages"],
                "pratiques sans avis": len(self.reading(str(row["id"])).sans_avis),
            }
            for row in self.rows()
            if row["statut"] != DONE
        ]
        columns = ["témoignage", "lieu", "acteur", "mots", "état", "passages codés"]
        return pd.DataFrame(rows, columns=[*columns, "pratiques sans avis"])

    def text(self, testimony: str) -> str:
        """The words of a testimony, and the journal as it is now: a colleague may have written."""
        self._record.refresh()
        return self._text(testimony)

    def reading(self, testimony: str) -> Reading:
        """A testimony as this coder sees it."""
        text = self._text(testimony)
        mine, lost = placed(text, self._record.standing.of(testimony, self.coder))
        others = self._record.standing.others(testimony, self.coder)
        proposed, declined = self._proposals(testimony, mine)
        steps = self._steps.get(testimony, Steps())
        return Reading(
            testimony,
            self._state(testimony),
            mine,
            None if others is None else placed(text, others)[0],
            proposed,
            declined,
            self._without_polarity(mine),
            lost,
            steps.undoable,
            steps.redoable,
        )

    def seen(self) -> pd.DataFrame:
        """The accepted passages that this coder may see, of all testimonies: rows of `segments` (id,
        id_temoignage, debut, fin, code, codeur, date, statut, memo, extrait), without a date."""
        rows = []
        for testimony, text in self.corpus.texts.items():
            reading = self.reading(testimony)
            for one in (*reading.passages, *(reading.autres or ())):
                place = (testimony, one.debut, one.fin)
                words = text[one.debut : one.fin]
                rows.append((one.id, *place, one.code, one.codeur, ACCEPTED, one.memo, words))
        columns = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut", "memo"]
        table = pd.DataFrame(rows, columns=[*columns, "extrait"])
        return table.assign(date=pd.Series(pd.NaT, table.index, dtype="datetime64[ns]"))

    def search(self, words: str) -> list[str]:
        """The testimonies that say all these words (or have them for number, place or actor),
        accents and case aside."""
        wanted = _folded(words).split()
        for row in self.corpus.people.itertuples() if not self._folded else ():
            about = f"{row.id} {row.lieu} {row.acteur} {self.corpus.texts[row.id]}"
            self._folded[row.id] = _folded(about)
        return [
            testimony
            for testimony, text in self._folded.items()
            if all(word in text for word in wanted)
        ]

    # what a coder does

    def code(self, testimony: str, start: int, end: int, code: str) -> str:
        """Code a passage (code points, end exclusive); answers its segment. Spaces around it are left
        out, so that two codes of one passage stand on the same span."""
        text = self._writable(testimony)
        passage = text[start:end] if 0 <= start < end <= len(text) else ""
        if not passage.strip():
            raise CodingError("La sélection ne contient aucun mot.", "Sélectionnez un passage.")
        if code not in self._label:
            raise CodingError(f"Le code « {code} » n’est pas au livre de codes.", "")
        start += len(passage) - len(passage.lstrip())
        passage = passage.strip()
        event = Coded(
            codeur=self.coder,
            segment=str(uuid4()),
            temoignage=testimony,
            debut=start,
            fin=start + len(passage),
            code=code,
            empreinte=fingerprint(passage),
        )
        span = (event.debut, event.fin)
        mine, _ = placed(text, self._record.standing.of(testimony, self.coder))
        if any(one.span == span and one.code == code for one in mine):
            raise CodingError(f"Ce passage porte déjà le code « {self._label[code]} ».", "")
        taken_back = Erased(codeur=self.coder, segment=event.segment)
        self._do(testimony, Step(f"coder « {self._label[code]} »", event, taken_back))
        return event.segment

    def erase(self, testimony: str, segment: str) -> None:
        """Take a code back from a passage."""
        self._writable(testimony)
        passage = self._mine(testimony, segment)
        # an identifier that a file holds as well would come in twice: what is put back is new
        known = segment if self._journalled(segment) else str(uuid4())
        again = Coded(
            codeur=self.coder,
            segment=known,
            temoignage=testimony,
            debut=passage.debut,
            fin=passage.fin,
            code=passage.code,
            empreinte=fingerprint(self._text(testimony)[passage.debut : passage.fin]),
            memo=passage.memo or None,
        )
        words = f"effacer « {self._label.get(passage.code, passage.code)} »"
        self._record.write(Erased(codeur=self.coder, segment=segment))
        steps = self._steps.setdefault(testimony, Steps())
        steps.rename(segment, known)
        steps.add(Step(words, Erased(codeur=self.coder, segment=known), again))

    def note(self, testimony: str, segment: str, memo: str) -> None:
        """Write a note on a coded passage; blank takes it away."""
        self._writable(testimony)
        before = self._mine(testimony, segment).memo
        if memo.strip() == before:
            return
        written, taken_back = (
            Noted(codeur=self.coder, segment=segment, memo=one) for one in (memo.strip(), before)
        )
        self._do(testimony, Step("écrire la note", written, taken_back))

    def finish(self, testimony: str) -> None:
        """Say that the testimony was read to its end; its codes are closed until it is reopened."""
        self._writable(testimony)
        done = Finished(codeur=self.coder, temoignage=testimony)
        undone = Reopened(codeur=self.coder, temoignage=testimony)
        self._do(testimony, Step("terminer", done, undone))

    def reopen(self, testimony: str) -> None:
        """Open a finished testimony again; the other readings close."""
        self._text(testimony)
        if self._state(testimony) != DONE:
            raise CodingError("Ce témoignage n’est pas terminé.", "")
        done = Reopened(codeur=self.coder, temoignage=testimony)
        undone = Finished(codeur=self.coder, temoignage=testimony)
        self._do(testimony, Step("rouvrir", done, undone))

    def accept(self, testimony: str, proposal: str) -> str:
        """Make a proposed code one's own, a refused one too; answers its segment."""
        one = self._proposal(testimony, proposal)
        return self.code(testimony, one.debut, one.fin, one.code)

    def refuse(self, testimony: str, proposal: str) -> None:
        """Refuse a proposed code. It stays at hand among those refused, so nothing is to be undone."""
        self._writable(testimony)
        self._proposal(testimony, proposal)
        self._record.write(Declined(codeur=self.coder, segment=proposal))

    def undo(self, testimony: str) -> str:
        """Take the last action on a testimony back; answers what it was."""
        return self._turn(testimony, back=True)

    def redo(self, testimony: str) -> str:
        """Do again what was undone; answers what it was."""
        return self._turn(testimony, back=False)

    # how it is kept

    def _do(self, testimony: str, step: Step) -> None:
        self._record.write(step.done)
        self._steps.setdefault(testimony, Steps()).add(step)

    def _turn(self, testimony: str, *, back: bool) -> str:
        self._text(testimony)
        steps = self._steps.setdefault(testimony, Steps())
        here, there = (steps.past, steps.future) if back else (steps.future, steps.past)
        if not here:
            raise CodingError(f"Rien à {'annuler' if back else 'rétablir'} ici.", "")
        step = here[-1]
        closing = isinstance(step.done, Finished | Reopened)
        if not closing:  # it may have been finished in another window
            self._writable(testimony)
        self._record.write(step.undone if back else step.done)
        there.append(here.pop())
        return step.words

    # what is asked at every turn

    def _text(self, testimony: str) -> str:
        if testimony not in self.corpus.texts:
            raise CodingError(
                f"Le témoignage « {testimony} » ne peut pas être lu.",
                "Il n’est pas dans le projet, ou la personne n’y consent pas (ou plus).",
            )
        return self.corpus.texts[testimony]

    def _writable(self, testimony: str) -> str:
        text = self._text(testimony)
        if self._state(testimony) == DONE:
            raise CodingError("Ce témoignage est terminé.", "Rouvrez-le pour changer ses codes.")
        return text

    def _state(self, testimony: str) -> str:
        if (testimony, self.coder) in self._record.standing.finished:
            return DONE
        return STARTED if self._record.standing.of(testimony, self.coder) else TODO

    def _mine(self, testimony: str, segment: str) -> Passage:
        mine, _ = placed(self._text(testimony), self._record.standing.of(testimony, self.coder))
        for one in mine:
            if one.id == segment:
                return one
        raise CodingError("Ce passage n’est plus codé.", "Rouvrez le témoignage pour le relire.")

    def _journalled(self, segment: str) -> bool:
        return any(
            isinstance(one, Coded) and one.segment == segment and one.codeur == self.coder
            for one in self._record.events
        )

    def _without_polarity(self, mine: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
        spans: dict[str | None, set[tuple[int, int]]] = {}
        for one in mine:
            spans.setdefault(self._family.get(one.code), set()).add(one.span)
        return tuple(sorted(spans.get(PRACTICE, set()) - spans.get(POLARITY, set())))

    def _proposals(
        self, testimony: str, mine: Sequence[Passage]
    ) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
        """The proposals that are open, and those that this coder refused."""
        rows = self.corpus.proposals
        refused = {
            one.segment
            for one in self._record.events
            if isinstance(one, Declined) and one.codeur == self.coder
        }
        some = proposals_of(
            rows[rows["id_temoignage"] == testimony], len(self._text(testimony)), self._label, mine
        )
        return (
            tuple(one for one in some if one.id not in refused),
            tuple(one for one in some if one.id in refused),
        )

    def _proposal(self, testimony: str, proposal: str) -> Proposal:
        reading = self.reading(testimony)
        for one in (*reading.propositions, *reading.refusees):
            if one.id == proposal:
                return one
        raise CodingError("Cette proposition n’est plus ouverte.", "")


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
