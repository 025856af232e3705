"""The log of runs that nobody watches: bounded in size, and whole when two of them write at once.

Python's own RotatingFileHandler keeps a file open: when another process rotates it, lines go to the old
one, or a rotation is done twice and a file of lines is lost. Here each line is written under a lock between
processes, on the file that has the name at that moment.
"""

import contextlib
import io
import logging
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from lecons.errors import LeconsError, disk_answer

MOST_BYTES, MOST_FILES = 1_000_000, 9
# not lecons.privacy's own: it loads what a run that has nothing to do does without
_OWNER_ONLY, _FOLDER_OWNER_ONLY = 0o600, 0o700


class _Shared(RotatingFileHandler):
    """A log that several processes write: opened for a line, closed after it, under a lock."""

    def __init__(self, path: Path, most_bytes: int, most_files: int) -> None:
        super().__init__(
            path, maxBytes=most_bytes, backupCount=most_files, encoding="utf-8", delay=True
        )
        from filelock import FileLock  # late: most commands keep no log

        lock = path.with_name(f".{path.name}.lock")
        self.between = FileLock(lock, mode=_OWNER_ONLY, poll_interval=0.005)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            with self.between:
                super().emit(record)
                if self.stream is not None:
                    self.stream.close()
                    # what opens it again is `None`, as with delay=True
                    self.stream = None  # type: ignore[assignment]
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written (a full disk) costs the run nothing; the line is told where the
        process was started from, because the streams of a run lead here."""
        if sys.__stderr__ is not None:
            with contextlib.suppress(OSError, ValueError):
                print(record.getMessage(), file=sys.__stderr__)

    def _open(self) -> io.TextIOWrapper:
        Path(self.baseFilename).touch(mode=_OWNER_ONLY)
        return super()._open()


def open_log(
    path: Path, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES
) -> logging.Logger:
    """A logger that writes to `path`, for its owner alone, and turns it over at `most_bytes`: `most_files`
    older ones are kept, `path`.1 the newest. Raises LeconsError where nothing can be written there."""
    path = path.absolute()
    try:
        path.parent.mkdir(mode=_FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        path.touch(mode=_OWNER_ONLY)
    except OSError as error:
        raise LeconsError(
            f"Le journal « {path} » ne peut pas être écrit ({disk_answer(error)}).",
            "Donnez à --journal un fichier dans un dossier où ce compte peut écrire.",
        ) from None
    logger = logging.Logger(f"lecons.journal.{path}")
    handler = _Shared(path, most_bytes, most_files)
    # with the offset from UTC: when clocks change, an hour comes twice
    handler.setFormatter(
        logging.Formatter("%(asctime)s [%(process)d] %(message)s", "%Y-%m-%d %H:%M:%S %z")
    )
    logger.addHandler(handler)
    return logger


@contextlib.contextmanager
def journal(path: Path | None) -> Iterator[None]:
    """Within this context all that a command says goes to a log, line by line; to the screen as well
    where there is one. What ends it is logged too: an error that a person can mend by its own words, any
    other by its traceback. Without a path nothing is different."""
    if path is None:
        yield
        return
    logger = open_log(path)
    logger.info("début")
    try:
        with (
            _Lines(logger, sys.stdout) as said,
            _Lines(logger, sys.stderr) as wrong,
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(wrong),
        ):
            yield
    except BaseException as stopped:
        if isinstance(stopped, LeconsError):
            logger.info("Erreur. %s %s", stopped.message, stopped.remedy)
        # how a command says its exit code (typer.Exit)
        elif not hasattr(stopped, "exit_code"):
            logger.info("%s", traceback.format_exc().rstrip())
        logger.info("fin, code %s", getattr(stopped, "exit_code", "d’erreur"))
        raise
    logger.info("fin, code 0")


class _Lines(io.TextIOBase):
    """A stream that logs each whole line. It is no terminal: what is written to it is plain."""

    def __init__(self, logger: logging.Logger, screen: TextIO) -> None:
        self.logger, self.screen, self.begun = logger, screen, ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.screen.isatty():
            self.screen.write(text)
        *lines, self.begun = (self.begun + text).split("\n")
        for line in lines:
            self._log(line)
        return len(text)

    def close(self) -> None:
        self._log(self.begun)
        self.begun = ""
        super().close()

    def _log(self, line: str) -> None:
        if line.strip():
            self.logger.info("%s", line.rstrip())
