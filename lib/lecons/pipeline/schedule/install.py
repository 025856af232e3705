"""Tells a machine of a schedule, or to forget it: crontab, systemctl and schtasks, called here alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from lecons.errors import LeconsError
from lecons.pipeline.schedule import cron, systemd, windows
from lecons.pipeline.schedule.plan import Schedule

_LONGEST = 60
# how a command writes its errors: the console of Windows has a code page of its own
_CONSOLE = "oem" if os.name == "nt" else "utf-8"


class ScheduleError(LeconsError):
    """The machine's own scheduler did not take what it was told."""


def system_here() -> str:
    """The scheduler of this machine: `windows`, `systemd` where it runs, else `cron`."""
    if sys.platform == "win32":
        return "windows"
    runs = Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None
    return "systemd" if runs else "cron"


def files(schedule: Schedule, system: str, today: date) -> dict[str, str]:
    """What is written for a schedule, by its name: what `--installer` installs."""
    if system == "cron":
        return {"crontab": cron.block(schedule)}
    if system == "windows":
        return {f"{schedule.name}.xml": windows.task(schedule, today)}
    return {
        f"{schedule.name}.service": systemd.service(schedule),
        f"{schedule.name}.timer": systemd.timer(schedule),
    }


def install(schedule: Schedule, system: str, today: date) -> list[str]:
    """Install a schedule in the place of what had its name, and answer what was done, in French. Raises
    ScheduleError where the machine refuses."""
    made = files(schedule, system, today)
    if system == "cron":
        _write_crontab(cron.with_block(_crontab(), schedule))
        return ["La crontab de ce compte est à jour ; ses autres lignes n’ont pas changé."]
    if system == "windows":
        with tempfile.TemporaryDirectory(prefix="lecons-") as folder:
            path = Path(folder) / f"{schedule.name}.xml"
            path.write_text(made[path.name], encoding="utf-16")
            _run("schtasks", "/Create", "/TN", schedule.name, "/XML", str(path), "/F")
        return [f"La tâche {schedule.name} est dans le Planificateur de tâches."]
    units = _units()
    units.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        draft = units / f".{name}.part"
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, units / name)
    _run("systemctl", "--user", "daemon-reload")
    _run("systemctl", "--user", "enable", f"{schedule.name}.timer")
    # one that runs already keeps the hour that it was started with
    _run("systemctl", "--user", "restart", f"{schedule.name}.timer")
    return [f"écrit : {units / name}" for name in made]


def remove(name: str, system: str) -> bool:
    """Forget a schedule; False where there was none. Raises ScheduleError where the machine refuses."""
    if system == "cron":
        before = _crontab()
        after = cron.without_block(before, name)
        if after != before:
            _write_crontab(after)
        return after != before
    if system == "windows":
        if _called("schtasks", "/Query", "/TN", name).returncode:
            return False
        _run("schtasks", "/Delete", "/TN", name, "/F")
        return True
    units = (_units() / f"{name}.{kind}" for kind in ("timer", "service"))
    there = [path for path in units if path.is_file()]
    if there:
        _run("systemctl", "--user", "disable", "--now", f"{name}.timer")
        for path in there:
            path.unlink()
        _run("systemctl", "--user", "daemon-reload")
    return bool(there)


def _units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _crontab() -> str:
    """The crontab of this account; empty where it has none."""
    done = _called("crontab", "-l")
    told = done.stderr.decode("utf-8", "replace")
    # an account without a crontab is no error for us; for crontab it is
    if done.returncode and "no crontab" not in told.lower():
        raise _refused("crontab -l", told)
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def _write_crontab(text: str) -> None:
    _run("crontab", "-", given=text.encode("utf-8", "surrogateescape"))


def _run(*words: str, given: bytes = b"") -> None:
    done = _called(*words, given=given)
    if done.returncode:
        raise _refused(" ".join(words), done.stderr.decode(_CONSOLE, "replace"))


def _called(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # in English: what crontab says of an empty one is read
    env = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603
            words, input=given, capture_output=True, check=False, timeout=_LONGEST, env=env
        )
    except FileNotFoundError:
        raise ScheduleError(
            f"La commande {words[0]} n’existe pas sur cette machine : rien n’est planifié.",
            "Choisissez un autre --systeme (cron, systemd, windows), ou installez-la.",
        ) from None
    except subprocess.TimeoutExpired:
        raise _refused(" ".join(words), "sans réponse") from None


def _refused(command: str, said: str) -> ScheduleError:
    why = " ".join(said.split())[:300]
    return ScheduleError(
        f"« {command} » a échoué{f' ({why})' if why else ''}.",
        "Sans --installer, la même commande imprime ce qui est à installer à la main.",
    )
