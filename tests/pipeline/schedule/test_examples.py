"""The examples for GitHub Actions and Airflow say what lecons knows, without either of them."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from lecons.cli import app
from lecons.parameters import RunParameters
from lecons.pipeline.graph import BY_RESULT, STAGES
from lecons.project import open_project, repository_root
from typer.main import get_command

ROOT = repository_root()
EXAMPLES = ROOT / "exemples"


def check_command(words):
    """Refuse words that the command line does not know."""
    command, *rest = words
    get_command(app).commands[command].make_context(command, rest)


@pytest.fixture(scope="module")
def workflow():
    # as text: YAML would take the key `on` for true
    return yaml.load((EXAMPLES / "github_actions.yml").read_text("utf-8"), yaml.BaseLoader)


def test_the_workflow_runs_commands_that_exist(workflow):
    steps = workflow["jobs"]["rapport"]["steps"]
    runs = [shlex.split(step["run"]) for step in steps if "run" in step]
    assert [run[0] for run in runs] == ["make", ".venv/bin/lecons"]
    # the stamp of the Makefile's pattern rule
    assert re.search(rf"^rapport: .*{Path(runs[0][1]).name}", (ROOT / "Makefile").read_text(), re.M)
    check_command(runs[1][1:])


def test_the_workflow_lets_out_the_public_edition_alone_and_only_if_all_went_well(workflow):
    (job,) = workflow["jobs"].values()
    (upload,) = [step for step in job["steps"] if "upload-artifact" in step.get("uses", "")]
    assert upload["with"]["path"] == "rapports/3p-amss/publique/"
    assert "if" not in upload
    assert all("continue-on-error" not in step for step in job["steps"])
    produced = next(step["run"] for step in job["steps"] if "produire" in step.get("run", ""))
    assert "--edition publique" in produced
    assert workflow["permissions"] == {"contents": "read"}
    assert re.fullmatch(r"[\d*]+( [\d*]+){4}", workflow["on"]["schedule"][0]["cron"])


@pytest.fixture(scope="module")
def dag():
    return ast.parse((EXAMPLES / "airflow_dag.py").read_text("utf-8"))


def constant(tree, name):
    (found,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == name
    ]
    return ast.literal_eval(found)


def test_the_dag_runs_the_notebooks_of_a_report_in_its_order(dag):
    stages = constant(dag, "ETAGES")
    assert stages == STAGES
    assert set(constant(dag, "PAR_RESULTAT")) == BY_RESULT
    assert list(constant(dag, "RESULTATS")) == open_project(ROOT / constant(dag, "PROJET")).results
    for name in [name for stage in stages for name in stage]:
        assert (ROOT / "notebooks" / f"{name}.ipynb").is_file()


def test_the_dag_gives_parameters_that_every_notebook_knows(dag):
    (given,) = [
        keyword.value
        for node in ast.walk(dag)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "parameters"
    ]
    names = {key.value for key in given.keys}
    assert names == {"projet", "resultat"} <= set(RunParameters.model_fields)
    for path in {ROOT / "notebooks" / f"{name}.ipynb" for stage in STAGES for name in stage}:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        (known,) = [
            "".join(one["source"])
            for one in cells
            if "parameters" in one["metadata"].get("tags", [])
        ]
        assert all(re.search(rf"^{name} = ", known, re.M) for name in names)


def test_the_dag_calls_commands_that_exist(dag):
    calls = [
        [constant(dag, one.id) if isinstance(one, ast.Name) else one.value for one in node.args]
        for node in ast.walk(dag)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "lecons"
    ]
    assert {call[0] for call in calls} == {"etape", "produire"}
    for call in calls:
        check_command(call)


def test_the_examples_name_no_machine(dag):
    for path in EXAMPLES.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"(?<![\w}])/(home|srv|opt|root|work|Users)\b", text), path
        assert "://" not in text, path
