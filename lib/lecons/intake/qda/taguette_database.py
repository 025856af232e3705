"""Reads a Taguette project (.sqlite3) as a stranger’s database: read-only, plain tables alone,
nothing of it is run."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lecons.errors import IntakeError
from lecons.intake.qda.guids import made_of
from lecons.intake.qda.html_text import HtmlText
from lecons.intake.qda.losses import LossReport, Tally
from lecons.intake.qda.model import QdaProject, Selection, Source, User
from lecons.intake.qda.taguette import TOOL, passage, tags_as_codes
from lecons.intake.quarantine import Fault

SIZE_LIMIT, CELL_LIMIT = 1 << 30, 64 << 20
_STEPS = 20_000_000  # of SQLite’s machine: a thousand times an honest project
_ROWS = 2_000_000
# what is read, and nothing else: neither passwords nor addresses
_COLUMNS = {
    "projects": ("id", "name", "description"),
    "documents": ("id", "project_id", "name", "description", "contents"),
    "tags": ("id", "project_id", "path", "description"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "highlight_tags": ("highlight_id", "tag_id"),
    "commands": ("project_id", "user_login", "date", "payload"),
}
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_PRAGMA,
}
Row = tuple


def read_database(path: Path) -> tuple[QdaProject, LossReport]:
    """A Taguette project: its documents as plain text, its tags, its highlights and who made them.

    Positions are bytes of the text in an HTML page: they become characters of the text, in which
    each block begins a line. Raises IntakeError on what is no Taguette database, holds several
    projects, or sets a trap.
    """
    with _opened(path) as query:
        projects = list(query("projects"))
        if len(projects) != 1:
            raise IntakeError(
                f"{path.name} : la base contient {len(projects)} projets Taguette.",
                "Dans Taguette, ouvrez le projet, puis Exporter le projet (SQLite3) : la base d’un seul.",
            )
        project_id, name, description = projects[0]
        tables = {table: list(query(table)) for table in _COLUMNS if table != "projects"}
    reading = _Reading(path.name)
    project = reading.project(project_id, _words(name), _words(description), tables)
    return project, reading.report()


class _Reading:
    """One database being turned into a project."""

    def __init__(self, file: str) -> None:
        self.file, self.tally = file, Tally()
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def project(
        self, project_id: object, name: str, description: str, tables: dict[str, list[Row]]
    ) -> QdaProject:
        """The project of that id."""
        tags = {
            row[0]: (_words(row[2]).strip(), _words(row[3]))
            for row in tables["tags"]
            if row[1] == project_id
        }
        paths = {path: text for path, text in tags.values() if path}
        self._count("tag", len(tables["tags"]), len(paths), "sans nom, ou d’un autre projet")
        made = _makers(tables["commands"], project_id)
        by_highlight: dict[object, list[str]] = {}
        for highlight, tag in tables["highlight_tags"]:
            self.tally.read["Coding"] += 1
            if tags.get(tag, ("",))[0]:
                by_highlight.setdefault(highlight, []).append(tags[tag][0])
            else:
                self.tally.leave({"Coding": 1}, "étiquette absente")
                self._fault(f"surlignage {highlight}", tag, "reference_absente", "une étiquette")
        highlights: dict[object, list[Row]] = {}
        for row in tables["highlights"]:
            highlights.setdefault(row[1], []).append(row)
        self.tally.read["highlight"] += len(tables["highlights"])
        documents = [row for row in tables["documents"] if row[1] == project_id]
        self._count("TextSource", len(tables["documents"]), len(documents), "d’un autre projet")
        sources = tuple(
            self._source(row, highlights.pop(row[0], []), by_highlight, made) for row in documents
        )
        for orphans in highlights.values():
            for row in orphans:
                self._leave(row, by_highlight, "reference_absente", "un document du projet")
        for highlight, left in by_highlight.items():
            self.tally.leave({"Coding": len(left)}, "surlignage absent")
            self._fault(f"surlignage {highlight}", "", "reference_absente", "un surlignage")
        logins = dict.fromkeys(
            coding.coder for one in sources for each in one.selections for coding in each.codings
        )
        users = tuple(
            User(made_of("taguette-user", login), login)
            for login in dict.fromkeys(login for login, _ in made.values())
            if made_of("taguette-user", login) in logins
        )
        if [one.name for one in users] == ["admin"]:
            self.notes.append(
                "Taguette met au nom d’« admin » tout ce qu’il exporte : qui a codé n’est pas connu."
            )
        self._count("User", len(users), len(users), "")
        return QdaProject(
            name,
            users=users,
            codes=tags_as_codes(paths),
            sources=sources,
            description=description,
            origin=TOOL,
        )

    def _source(
        self,
        document: Row,
        highlights: list[Row],
        tags: dict[object, list[str]],
        made: dict[object, tuple[str, str]],
    ) -> Source:
        name = _words(document[2])
        html = HtmlText(_words(document[4]))
        found: dict[str, Selection] = {}
        for row in sorted(highlights, key=_place):
            start, end = row[2], row[3]
            span = (
                html.span(start, end) if isinstance(start, int) and isinstance(end, int) else None
            )
            if span is None:
                expected = f"un passage du texte (0 à {html.length} octets)"
                self._leave(row, tags, "passage_hors_texte", expected)
                continue
            login, date = made.get(row[0], ("", ""))
            mine = tags.pop(row[0], [])
            words = html.text[slice(*span)]
            coder = made_of("taguette-user", login) if login else ""
            one = passage(name, *span, words, mine, found, coder, date)
            found[one.guid] = one
            self.tally.represented["highlight"] += 1
            self.tally.represented["Coding"] += len(one.codings)
            if len(one.codings) < len(mine):
                twice = len(mine) - len(one.codings)
                self.tally.leave({"Coding": twice}, "deux fois la même étiquette")
        guid = made_of("taguette", name, document[0])
        return Source(guid, name, html.text, _words(document[3]), tuple(found.values()))

    def _leave(self, row: Row, tags: dict[object, list[str]], reason: str, expected: str) -> None:
        why = "passage hors du texte" if reason == "passage_hors_texte" else "document absent"
        self.tally.leave({"highlight": 1, "Coding": len(tags.pop(row[0], []))}, why)
        self._fault(f"surlignage {row[0]}", f"{row[2]} – {row[3]}", reason, expected)

    def _fault(self, place: str, found: object, reason: str, expected: str) -> None:
        self.faults.append(Fault(0, place[:80], str(found)[:80], reason, expected))

    def _count(self, sort: str, read: int, taken: int, why: str) -> None:
        self.tally.read[sort] += read
        self.tally.represented[sort] += taken
        if read > taken:
            self.tally.leave({sort: read - taken}, why)

    def report(self) -> LossReport:
        """What became of the database."""
        return LossReport(self.file, TOOL, self.tally.rows(), tuple(self.faults), tuple(self.notes))


def _makers(commands: Iterable[Row], project_id: object) -> dict[object, tuple[str, str]]:
    """Who last coded each highlight, and when, as the history of the project tells."""
    made: dict[object, tuple[str, str]] = {}
    for project, login, date, payload in commands:
        if project != project_id:
            continue
        try:
            told = json.loads(_words(payload))
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and told.get("type") == "highlight_add":
            number = told.get("highlight_id")
            if isinstance(number, int):
                made[number] = (_words(login), _moment(_words(date)))
    return made


def _place(highlight: Row) -> tuple[bool, list[int]]:
    """Orders highlights by where they stand, then as they came; cells may hold anything."""
    numbers = [highlight[2], highlight[3], highlight[0]]
    sound = all(isinstance(one, int) for one in numbers)
    return (not sound, numbers if sound else [])


def _moment(date: str) -> str:
    """« 2018-03-27 18:01:07.123 », which is UTC, as REFI-QDA writes it; blank for another form."""
    day, _, hour = date.partition(" ")
    digits = day.replace("-", "") + hour[:8].replace(":", "")
    sound = len(day) == 10 and len(digits) == 14 and digits.isascii() and digits.isdigit()
    return f"{day}T{hour[:8]}Z" if sound else ""


def _words(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


@contextmanager
def _opened(path: Path) -> Iterator["_Query"]:
    """A database that can only be read, and of it only the columns that we know."""
    if not path.is_file():
        raise IntakeError(f"{path.name} : fichier absent.", "Vérifiez son nom et son dossier.")
    if path.stat().st_size > SIZE_LIMIT:
        raise IntakeError(
            f"{path.name} : cette base dépasse {SIZE_LIMIT >> 20} Mo.",
            "Exportez de Taguette le seul projet qui vous intéresse.",
        )
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise _refused(path, "ce n’est pas une base SQLite")
    try:
        # immutable: no journal beside the file is read, and none is written
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield _Query(path, connection)
    except sqlite3.Error as error:
        raise _refused(path, f"la base est abîmée ou inattendue : {error}") from None


class _Query:
    """Asks a database for the known columns of a table."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL_LIMIT)
        for order in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
            connection.execute(f"PRAGMA {order}")
        self._steps = 0
        connection.set_progress_handler(self._step, 1000)
        tables = connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        # views and virtual tables compute: only what is stored is read
        stored = {
            name
            for name, kind, sql in tables
            if kind == "table" and str(sql).lstrip().upper().startswith("CREATE TABLE")
        }
        missing = sorted(set(_COLUMNS) - stored)
        if missing:
            raise _refused(path, f"tables absentes : {', '.join(missing)}")
        for table in _COLUMNS:
            columns = connection.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
            if any(hidden for *_, hidden in columns):
                raise _refused(path, f"table {table} : des colonnes se calculent")
        connection.set_authorizer(self._may)

    def __call__(self, table: str) -> Iterator[Row]:
        names = ", ".join(f'"{column}"' for column in _COLUMNS[table])
        cursor = self._connection.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 -- ours
        for number, row in enumerate(cursor):
            if number >= _ROWS:
                raise _refused(self._path, f"table {table} : plus de {_ROWS} lignes")
            yield row

    def _may(self, action: int, table: str | None, column: str | None, *_: object) -> int:
        known = action != sqlite3.SQLITE_READ or column in _COLUMNS.get(table or "", ())
        allowed = action in _ALLOWED and known
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _step(self) -> int:
        self._steps += 1000
        return int(self._steps > _STEPS)


def _refused(path: Path, why: str) -> IntakeError:
    return IntakeError(
        f"{path.name} : ce n’est pas un projet Taguette lisible ({why}).",
        "Dans Taguette, ouvrez le projet, puis Exporter le projet (SQLite3).",
    )
