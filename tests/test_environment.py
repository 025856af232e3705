"""pyproject.toml, the locks and environment.yml agree; nothing names an index or this machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from lecons.project import repository_root
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = repository_root()
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)")


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pins(name):
    """Versions by package: a universal lock may hold two, for two versions of Python."""
    found = {}
    for line in (ROOT / "requirements" / f"{name}.lock").read_text("utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(canonical(match[1]), set()).add(match[2])
    return found


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("lock", "extra"), [("run", None), ("labo", "labo"), ("dev", "dev")])
def test_a_lock_holds_all_that_pyproject_asks_for(lock, extra):
    extras = project()["optional-dependencies"]
    asked = project()["dependencies"] + (extras[extra] if extra else [])
    if "lecons[labo]" in asked:
        asked = [one for one in asked if one != "lecons[labo]"] + extras["labo"]
    held = pins(lock)
    for requirement in map(Requirement, asked):
        versions = held[canonical(requirement.name)]
        assert all(requirement.specifier.contains(v, prereleases=True) for v in versions), (
            requirement
        )


@pytest.mark.parametrize("lock", ["run", "labo", "dev"])
def test_a_lock_has_a_hash_for_each_pin_and_no_address(lock):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z])", text)
    entries = [entry for entry in entries if PIN.match(entry)]
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index" not in text


@pytest.mark.parametrize("lock", ["labo", "dev"])
def test_the_extras_have_the_versions_of_the_scheduled_run(lock):
    extra = pins(lock)
    assert all(extra[name] == versions for name, versions in pins("run").items())


def test_scheduled_runs_do_without_jupyterlab():
    assert "jupyterlab" not in pins("run")
    assert "jupyterlab" in pins("labo")


def test_environment_yml_is_valid_for_conda_and_installs_the_same_lock():
    from rattler import MatchSpec

    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    (pip,) = [part for part in environment["dependencies"] if isinstance(part, dict)]
    specs = [part for part in environment["dependencies"] if isinstance(part, str)]
    parsed = {str(MatchSpec(spec, strict=True).name.normalized): spec for spec in specs}
    assert set(parsed) == {"python", "pip"}
    assert pip["pip"] == ["--require-hashes -r requirements/labo.lock"]
    assert environment["channels"] == ["conda-forge"]
    # the same lower bound of Python on both sides
    lowest = Requirement(f"python{project()['requires-python']}").specifier
    assert Version("3.11") in lowest
    assert Version("3.10") not in lowest
    assert ">=3.11" in parsed["python"]


def test_no_committed_file_names_a_registry_or_a_path_of_this_machine():
    files = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.splitlines()
    if not files:
        pytest.skip("ce dossier n’est pas un dépôt git : rien à relire")
    hosts = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org"]))
    for name in files:
        path = ROOT / name
        if path.suffix in {".xlsx", ".png", ".webp"} or not path.is_file():
            continue
        text = path.read_text("utf-8")
        assert not hosts.search(text), name
        assert str(Path.home()) + "/" not in text, name
        assert str(ROOT) + "/" not in text, name
