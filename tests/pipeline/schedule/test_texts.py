"""What each scheduler is told: read back as it reads it, whatever the paths hold."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lecons.errors import ParameterError
from lecons.pipeline.schedule import cron, systemd, windows
from lecons.pipeline.schedule.plan import Schedule

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
WORDS = st.text(st.sampled_from("aé \"'%\\$`!*;&|<>#~=()/-^"), min_size=1, max_size=12)
OTHERS = "MAILTO=awa@exemple.org\n# à moi\n5 4 * * * /bin/autre 50\\% \n"


def planned(*words, days=(0, 3), folder="/srv/mes leçons", name="lecons-gao"):
    return Schedule(name, 2, 30, days, ("/venv/bin/python", *words), folder, f"{folder}/_journal")


def as_cron_reads(line):
    """The five fields and the shell's text of a line (Vixie cron, do_command.c)."""
    *fields, command = line.split(" ", 5)
    read, escaped = [], False
    for char in command:
        if escaped and char == "%":
            read[-1] = char
        elif not escaped and char == "%":
            break
        else:
            read.append(char)
        escaped = char == "\\" and not escaped
    return fields, "".join(read)


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=4), WORDS)
@example(["\\%", "\\\\%", "%", "'\\%'"], "100% sûr")
def test_cron_hands_the_shell_every_word_as_it_is(words, folder):
    line = cron.block(planned(*words, folder=f"/{folder}")).splitlines()[1]
    fields, shell = as_cron_reads(line)
    assert fields == ["30", "2", "*", "*", "1,4"]
    place = f"/{folder}"
    head = ["mkdir", "-p", "-m", "700", f"{place}/_journal", "&&", "cd", place, "&&"]
    read = shlex.split(shell)
    stray = f">{place}/_journal/lecons-gao.sortie.txt"
    assert read == [*head, "/venv/bin/python", *words, stray, "2>&1"]


def test_a_real_shell_runs_the_line_where_it_should(tmp_path):
    folder = tmp_path / 'l\'été à 100% \\% "$HOME"'
    folder.mkdir()
    told = "import json, os, sys; print(json.dumps([os.getcwd(), sys.argv[1:]]))"
    words = (sys.executable, "-c", told, "$HOME", "a  b", "`id`", "50%")
    plan = Schedule("lecons-x", 2, 0, (6,), words, str(folder), str(folder / "_journal"))
    fields, shell = as_cron_reads(cron.block(plan).splitlines()[1])
    assert fields[4] == "0"  # Sunday
    subprocess.run(["/bin/sh", "-c", shell], check=True, cwd="/")
    said = folder / "_journal" / "lecons-x.sortie.txt"
    assert json.loads(said.read_text("utf-8")) == [str(folder), [*words[3:]]]
    assert said.parent.stat().st_mode & 0o777 == 0o700


def test_every_day_is_a_star_and_sunday_is_zero():
    assert cron.block(planned(days=tuple(range(7)))).splitlines()[1].startswith("30 2 * * * ")
    assert cron.block(planned(days=(0, 6))).splitlines()[1].startswith("30 2 * * 1,0 ")


LINES = st.lists(st.text(st.sampled_from("a# <>%\t*é"), max_size=8), max_size=6)


@settings(max_examples=50)
@given(LINES, st.booleans())
def test_other_lines_of_a_crontab_stay_and_installing_twice_is_once(lines, ends):
    before = "\n".join(lines) + ("\n" if ends and lines else "")
    once = cron.with_block(before, planned("a"))
    assert cron.with_block(once, planned("a")) == once
    assert once.count("\n# >>> lecons-gao") + once.startswith("# >>> lecons-gao") == 1
    kept = cron.without_block(once, "lecons-gao")
    # a last line without an end has been given one
    assert kept == (before if before[-1:] in ("", "\n") else f"{before}\n")


def test_a_new_hour_takes_the_place_of_the_old_and_another_project_stays():
    other = planned(name="lecons-gao-2")
    both = cron.with_block(cron.with_block(OTHERS, planned("a")), other)
    later = cron.with_block(both, planned("b", days=(5,)))
    assert later.startswith(OTHERS)
    assert cron.block(other) in later
    assert cron.block(planned("a")) not in later
    assert later.endswith(cron.block(planned("b", days=(5,))))
    assert cron.without_block(cron.without_block(later, "lecons-gao"), "lecons-gao-2") == OTHERS
    assert cron.without_block(OTHERS, "lecons-gao") == OTHERS


def test_a_mark_without_the_other_is_left_to_a_person():
    broken = OTHERS + cron.block(planned("a")).rpartition("# <<<")[0]
    with pytest.raises(ParameterError, match="sans l’autre : rien n’a été changé"):
        cron.with_block(broken, planned("a"))


def test_a_line_longer_than_cron_reads_is_refused():
    with pytest.raises(ParameterError, match="et cron en lit 998"):
        cron.block(planned(*(f"data/projet-{n}" for n in range(80))))


def as_systemd_reads(line):
    """The words of an ExecStart: quotations and escapes, then specifiers, then variables."""
    words, at = [], 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        quoted, word = line[at] == '"', ""
        at += quoted
        while at < len(line) and line[at] != ('"' if quoted else " "):
            at += quoted and line[at] == "\\"
            word += line[at]
            at += 1
        at += quoted
        for char in "%$":
            assert char not in word.replace(char * 2, "")
            word = word.replace(char * 2, char)
        words.append(word)
    return words


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=4), WORDS)
def test_systemd_starts_every_word_as_it_is(words, program):
    plan = Schedule("n", 2, 0, (0,), (f"/{program}", *words), "/a 100%", "/j")
    (line,) = re.findall("^ExecStart=(.*)$", systemd.service(plan), re.MULTILINE)
    read = as_systemd_reads(line)
    assert read in (
        [f"/{program}", *words],
        ["/bin/sh", "-c", 'exec "$0" "$@"', f"/{program}", *words],
    )
    assert (read[0] == "/bin/sh") == bool(set(program) & set("\"'\\$"))
    assert "\nWorkingDirectory=/a 100%%\n" in systemd.service(plan)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd n’est pas là")
@pytest.mark.parametrize("name", ["à 100% %h", "l'été $HOME \\x"])
def test_systemd_itself_takes_the_units(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    words = (str(folder / "python"), "-m", "a b", "50%", "$HOME", '"')
    plan = Schedule("lecons-x", 2, 30, (0, 2, 5), words, str(folder), str(folder))
    (tmp_path / "lecons-x.service").write_text(systemd.service(plan))
    (tmp_path / "lecons-x.timer").write_text(systemd.timer(plan))
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *map(str, tmp_path.glob("lecons-x.*"))],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(run)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "OnCalendar=Mon,Wed,Sat *-*-* 02:30:00\nPersistent=true\n" in systemd.timer(plan)


def as_windows_reads(line):
    """The words of a command line (CommandLineToArgvW), the program left out."""
    words, word, inside, begun, at = [], "", False, False, 0
    while at < len(line):
        slashes = len(re.match(r"\\*", line[at:])[0])
        at += slashes
        if line[at : at + 1] == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                inside = not inside
            begun = True
            at += 1
            continue
        word += "\\" * slashes
        begun |= bool(slashes)
        if at < len(line):
            if line[at] == " " and not inside:
                if begun:
                    words.append(word)
                word, begun = "", False
            else:
                word, begun = word + line[at], True
            at += 1
    return [*words, word] if begun else words


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=4))
def test_a_windows_task_starts_every_word_as_it_is(words):
    plan = Schedule("n", 2, 0, (0,), (r"C:\le çons\python.exe", *words), r"C:\le çons", "j")
    if any(re.search(r"%[^%]+%|\$\(", word) for word in words):
        with pytest.raises(ParameterError, match="Windows remplacerait"):
            windows.task(plan, date(2026, 3, 2))
        return
    done = ET.fromstring(windows.task(plan, date(2026, 3, 2)).encode("utf-16")).find(
        f".//{TASK}Exec"
    )
    assert done.findtext(f"{TASK}Command") == r"C:\le çons\python.exe"
    assert as_windows_reads(done.findtext(f"{TASK}Arguments") or "") == words


def test_a_windows_task_says_when_and_catches_up():
    root = ET.fromstring(windows.task(planned(), date(2026, 3, 2)).encode("utf-16"))
    assert root.findtext(f".//{TASK}StartBoundary") == "2026-03-02T02:30:00"
    assert [day.tag.removeprefix(TASK) for day in root.find(f".//{TASK}DaysOfWeek")] == [
        "Monday",
        "Thursday",
    ]
    assert root.findtext(f".//{TASK}StartWhenAvailable") == "true"
    # the order that the schema asks for
    assert [part.tag.removeprefix(TASK) for part in root] == [
        "RegistrationInfo", "Triggers", "Principals", "Settings", "Actions",
    ]  # fmt: skip
    daily = ET.fromstring(
        windows.task(planned(days=tuple(range(7))), date(2026, 3, 2)).encode("utf-16")
    )
    assert daily.findtext(f".//{TASK}DaysInterval") == "1"
    assert daily.find(f".//{TASK}DaysOfWeek") is None
