"""The lines of YAML that would read a block: its table, its columns, its values, and their doubts."""

import pandas as pd

from lecons.counts import number_of
from lecons.intake.proposal.block import Block
from lecons.intake.proposal.contents import Cells, Known, allowed, columns_of, kind
from lecons.intake.proposal.fit import FITS, Fit, Match, required, targets
from lecons.intake.proposal.headers import other_unit
from lecons.intake.proposal.layout import order_of_dates, written_once
from lecons.intake.proposal.text import (
    UNKNOWN,
    comment,
    flow,
    is_key,
    mapping,
    plain,
    quoted,
    scalar,
    told,
)
from lecons.intake.proposal.values import is_blank_word, read_result
from lecons.store.schemas import TABLES

_MOST_UNKNOWN = 30
_NO_ID = (
    "ajoutez dans le fichier une colonne de numéros, un par ligne, qui ne changent plus ; ou écrivez "
    'id: "@ligne" (fichier, feuille et ligne) : n’insérez alors plus de ligne au milieu'
)


def lines_of(block: Block, fits: list[Fit], known: Known) -> list[str]:
    """The lines under `feuilles:` for a block; only comments where no table suits it."""
    best = fits[0]
    sources = {name: match for name, match in best.matches.items() if match.source in block.frame}
    if best.score < FITS or len(sources) < 2:
        return _refused(block, best)
    return _Proposed(block, fits, known).lines()


def _refused(block: Block, best: Fit) -> list[str]:
    headers = [name for name in block.frame.columns if not name.startswith("(colonne")]
    return [
        comment(
            f"feuille {block.title} : aucune table ne lui convient (la plus proche : {best.table}, "
            f"{_percent(best.score)}), elle ne sera pas lue",
            2,
        ),
        comment(f"  ses colonnes : {quoted(headers)}", 2),
        *(comment(f"  {note}", 2) for note in block.notes),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


class _Proposed:
    """A block with the table that it fills best, line by line."""

    def __init__(self, block: Block, fits: list[Fit], known: Known) -> None:
        self.block, self.known = block, known
        self.table = fits[0].table
        self.rival = fits[1]
        self.score = fits[0].score
        self.refused: dict[str, tuple[Match, str]] = {}
        self.matches: dict[str, Match] = {}
        for target, match in fits[0].matches.items():
            if self._repeats(target, match):
                why = f"la même valeur sur plusieurs lignes ; {_NO_ID}"
                self.refused[target] = match, why
            elif unit := other_unit(target, match.source):
                # pasted as it is, hours would come in as minutes
                why = f"il compte en « {unit} » : ajoutez une colonne dans l’unité de la table"
                self.refused[target] = match, why
            else:
                self.matches[target] = match
        self.fill = self._filled_down()

    def lines(self) -> list[str]:
        block = self.block
        head = [] if block.sheet is None else [f"feuille: {scalar(block.sheet)}"]
        head += [
            told(
                f"table: {self.table}",
                f"convient à {_percent(self.score)} ; ensuite : {self.rival.table} "
                f"({_percent(self.rival.score)})",
            )
        ]
        if block.header:
            head.append(
                f"entete: {block.header[0] if len(block.header) == 1 else flow(block.header)}"
            )
        head += self._dates()
        if self.fill:
            head.append(told(f"repeter: {flow(list(self.fill))}", self._fill_comment()))
        result = [f"    - {head[0]}", *(f"      {line}" for line in head[1:])]
        result += mapping("ecarter", self._aside(), 3)
        result += mapping("colonnes", self._columns(), 3)
        values = [line for target in self.matches for line in self._values(target)]
        result += mapping("valeurs", values, 3)
        return result + [comment(note, 3) for note in (*self._left_over(), *block.notes)]

    def _cells(self, match: Match) -> pd.Series:
        if match.source not in self.block.frame:
            return pd.Series(dtype=object)
        return self.block.frame[match.source]

    def _repeats(self, target: str, match: Match) -> bool:
        """True where an identifier stands on several rows: all of them would be set aside."""
        if match.source in self.block.given.get(self.table, {}).values():
            return False
        one = columns_of(self.table).get(target)
        return bool(one is not None and one.unique and not Cells(self._cells(match)).is_unique)

    def _filled_down(self) -> dict[str, str]:
        """The columns to repeat: source → why. Numbers are never repeated: they would add up."""
        found = {}
        for target, match in self.matches.items():
            if match.source not in self.block.frame or kind(self.table, target) in (
                "number",
                "key",
            ):
                continue
            if match.source in self.block.merged:
                found[match.source] = ""
            elif target in required(self.table) and written_once(self._cells(match)):
                found[match.source] = "à vérifier"
        return found

    def _fill_comment(self) -> str:
        doubtful = [source for source, doubt in self.fill.items() if doubt]
        if not doubtful:
            return "sûr : cellules fusionnées"
        return f"à vérifier : cellules vides sous une valeur ({quoted(doubtful)})"

    def _dates(self) -> list[str]:
        cells = [
            str(cell)
            for target, match in self.matches.items()
            if target in columns_of(self.table) and kind(self.table, target) == "date"
            for cell in self._cells(match).dropna().unique()
        ]
        order, why = order_of_dates(cells)
        if order == "mja":
            return [told("dates: mja", why)]
        return [f"# {why}"] if why else []

    def _aside(self) -> list[str]:
        lines = []
        for column, patterns in self.block.totals.patterns.items():
            shown = scalar(patterns[0]) if len(patterns) == 1 else flow(patterns)
            count = self.block.totals.count
            if not is_key(column):
                lines.append(
                    f"# {plain(column)}: {shown}  (nom trop long : raccourcissez l’en-tête)"
                )
            else:
                lines.append(
                    told(
                        f"{scalar(column)}: {shown}",
                        f"{number_of(count, 'ligne', 'lignes')} de total en tout",
                    )
                )
        return lines

    def _columns(self) -> list[str]:
        lines = []
        must = required(self.table)
        if "cercle" in columns_of(self.table) and "commune" not in self.matches:
            must = [*must, "cercle"]
        for target in targets(self.table):
            if target in self.matches:
                match = self.matches[target]
                doubt = " ; ".join(filter(None, [match.doubt, *self._doubts(target, match)]))
                said = f"à vérifier : {doubt}" if doubt else "sûr"
                lines.append(told(f"{target}: {scalar(match.source)}", plain(said, 300)))
            elif target in self.refused:
                match, why = self.refused[target]
                source = plain(match.source)
                lines.append(f"# {target}: {UNKNOWN}  (« {source} » ne convient pas : {why})")
            elif target in must:
                lines.append(f"# {target}: {UNKNOWN}  ({self._wanted(target)})")
        return lines

    def _wanted(self, target: str) -> str:
        column = columns_of(self.table)[target]
        codes = allowed(column) or (self.known.results if target == "resultat" else ())
        said = f"obligatoire : {column.description}"
        if codes:
            said += f" ; une de : {', '.join(codes)}"
        if column.unique:
            return f"{said} ; {_NO_ID}"
        if target.startswith("date"):
            return said
        return f"{said} ; si toutes les lignes disent la même chose : constantes: {{{target}: …}}"

    def _doubts(self, target: str, match: Match) -> list[str]:
        """What the cells of a column leave open."""
        if match.source not in self.block.frame or target not in columns_of(self.table):
            return []
        cells = self._cells(match)
        found = []
        blank = 0 if match.source in self.fill else int(cells.isna().sum())
        if blank and target in required(self.table):
            found.append(
                f"{number_of(blank, 'cellule vide', 'cellules vides')}, la colonne est obligatoire"
            )
        if target == "commune":
            unknown = [said for said in Cells(cells).counts if not self.known.is_commune(said)]
            if unknown:
                found.append(f"communes inconnues : {quoted(unknown, 5)}")
            outside = [
                said
                for said in Cells(cells).counts
                if (pcode := self.known.commune(said)) and pcode not in self.known.perimeter
            ]
            if outside:
                found.append(f"communes hors du projet : {quoted(outside, 5)}")
        if target == "id" and Cells(cells).numbers == 1:
            found.append("des numéros seuls ne doivent pas revenir dans un autre fichier")
        if kind(self.table, target) == "number" and match.source in self.block.merged:
            found.append("cellules fusionnées, non répétées : un nombre compterait plusieurs fois")
        return found

    def _values(self, target: str) -> list[str]:
        """The values of one column and the codes that they mean."""
        match = self.matches[target]
        if target not in columns_of(self.table) or match.source not in self.block.frame:
            return []
        of = kind(self.table, target)
        column = columns_of(self.table)[target]
        codes = self.known.codes(self.table, target)
        sure, open_ = [], []
        for said, count in Cells(self._cells(match)).counts.items():
            rows = f"{count} ligne" if count == 1 else f"{count} lignes"
            code: str | None = said
            if is_blank_word(said) and column.nullable and of != "text":
                code = ""
            elif of == "result":
                code = read_result(said, self.known.results)
            elif of == "codes" or (of == "text" and codes.words):
                code = codes.find(said)
                if code is None and of == "text":
                    continue
            if code == said:
                continue
            if code is None or not is_key(said):
                open_.append(f"# {scalar(plain(said))}: {UNKNOWN}  ({rows})")
            else:
                doubt = (
                    "" if code == "" or codes.is_plain(said) or of == "result" else "à vérifier : "
                )
                sure.append(told(f"{scalar(said)}: {scalar(code)}", f"{doubt}{rows}"))
        more = len(open_) - _MOST_UNKNOWN
        open_ = open_[:_MOST_UNKNOWN] + (
            [f"# … et {number_of(more, 'autre valeur', 'autres valeurs')}"] if more > 0 else []
        )
        if open_:
            wanted = ", ".join(allowed(column) or self.known.results)
            open_.insert(0, f'# valeurs sans code ; une de : {wanted} (ou "" : rien)')
        return mapping(target, sure + open_, 0)

    def _left_over(self) -> list[str]:
        """What finds no place, on either side."""
        taken = {match.source for match in self.matches.values()}
        rest = [
            name
            for name in self.block.frame.columns
            if name not in taken and self.block.frame[name].notna().any()
        ]
        absent = [
            name
            for name in targets(self.table)
            if name in columns_of(self.table)
            and columns_of(self.table)[name].nullable
            and name not in self.matches
        ]
        said = []
        if rest:
            said.append(f"colonnes du fichier sans place dans la table : {quoted(rest, 40)}")
        if absent:
            said.append(f"colonnes facultatives non trouvées : {', '.join(absent)}")
        return said + self._same_keys()

    def _same_keys(self) -> list[str]:
        """Rows that several columns together should tell apart, and do not."""
        keys = list(TABLES[self.table].to_schema().unique or ())
        sources = [self.matches[key].source for key in keys if key in self.matches]
        if len(sources) < len(keys) or not keys or not set(sources) <= set(self.block.frame):
            return []
        twice = int(self.block.frame[sources].duplicated(keep=False).sum())
        if not twice:
            return []
        return [
            f"à vérifier : {twice} lignes disent le même {' + '.join(keys)}, qui doit être unique"
        ]
