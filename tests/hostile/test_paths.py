"""Names, parameters and files that would lead out of the project, or run something as they are read."""

import ast
import os

import pytest
import yaml
from lecons import plain_yaml
from lecons.books import guarded, unguarded
from lecons.errors import LeconsError, ParameterError, ProjectError
from lecons.intake.corrections import Correction, read_register, write_register
from lecons.intake.load import import_project
from lecons.parameters import check_parameters
from lecons.pipeline.graph import stages
from lecons.pipeline.produce import produce
from lecons.plain_yaml import read_yaml
from lecons.project import open_project, repository_root

OUT = [
    "../../x",
    "/etc/passwd",
    "..",
    "fr/../../x",
    "fr\0",
    "fr\n",
    "~",
    "C:\\x",
    "%2e%2e%2f",
    "．．／x",
]
LIB = repository_root() / "lib" / "lecons"


@pytest.mark.parametrize("name", ["langue", "edition"])
@pytest.mark.parametrize("value", OUT)
def test_a_parameter_that_names_a_folder_is_one_of_a_list(name, value):
    with pytest.raises(ParameterError):
        check_parameters({"projet": "data/3p-amss", name: value})


@pytest.mark.parametrize("value", [*OUT, "R1/../../x", "R1\n", "r1"])
def test_a_result_area_that_does_not_exist_starts_nothing(
    mini_project, tmp_path, monkeypatch, value
):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    asked = check_parameters({"projet": str(mini_project()), "resultat": value})
    with pytest.raises(ProjectError):
        stages(open_project(asked.projet), asked)
    with pytest.raises(ProjectError):
        produce(asked)
    assert not (tmp_path / "rapports").exists()


AREA = {"titre": {"fr": "T"}, "enonce": {"fr": "E"}}
PRACTICE = {"code": "p", "resultat": "R1", "titre": {"fr": "T"}}
ADVICE = {"texte": {"fr": "T"}, "qui": {"fr": "T"}, "quand": {"fr": "T"}, "pratique": "p"}


@pytest.mark.parametrize("value", OUT)
def test_a_name_of_projet_yaml_that_becomes_a_file_is_plain(mini_project, value):
    for changed in (
        {"code": value},
        {"resultats": [{"code": value, **AREA}]},
        {"pratiques": [{"numero": value, **PRACTICE}]},
        {"pratiques": [{"numero": f"BP-1{value}", **PRACTICE}]},
        {"recommandations": [{"id": value, **ADVICE}]},
        {"communes": [{"pcode": value, "nom": "x"}]},
    ):
        with pytest.raises(ProjectError):
            open_project(mini_project(**changed))


ACTIVITIES = "id,date,commune,resultat,type\na1,2017-03-01,Alafia,R1,reunion\n"
SHEET = {
    "table": "activites",
    "colonnes": {n: n for n in ("id", "date", "commune", "resultat", "type")},
}


@pytest.mark.parametrize(
    "named",
    [
        "../secret.csv",
        "../*.csv",
        "brut/../../secret.csv",
        "{absolute}",
        "brut/lien.csv",
        "brut/li*.csv",
        "lien/secret.csv",
    ],
)
def test_a_file_outside_of_the_project_is_never_read(mini_project, tmp_path, named):
    secret = tmp_path / "data" / "secret.csv"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text(ACTIVITIES.replace("a1", "SECRET"), "utf-8")
    mapping = {"fichier": named.format(absolute=secret), "forme": "csv", "feuilles": [SHEET]}
    folder = mini_project(imports=[mapping])
    (folder / "brut").mkdir()
    os.symlink(secret, folder / "brut" / "lien.csv")
    os.symlink(secret.parent, folder / "lien")
    project = open_project(folder)
    with pytest.raises(LeconsError, match="sort du dossier du projet"):
        import_project(project)
    assert not list(folder.rglob("*.parquet"))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(9)
)
BAD_YAML = {
    "aliases of aliases": BOMB,
    "keys merged again and again": "a: &a {x: 1}\n" + "".join(
        f"b{at}: &b{at} {{<<: [{', '.join(['*a' if not at else f'*b{at - 1}'] * 9)}]}}\n" for at in range(9)),
    "itself": "a: &a [*a]\n",
    "an object of Python": "a: !!python/object/apply:os.system ['true']\n",
    "a name of Python": "a: !!python/name:os.system\n",
    "levels without end": "[" * 1500,
    "a month thirteen": "a: 2017-13-01\n",
    "a number of five thousand digits": f"a: {'9' * 5000}\n",
    "a control character": "a: \x01\n",
    "an unknown tag": "a: !envoi x\n",
    "a key that is a list": "? [a, b]\n: c\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_YAML)
def test_a_trapped_projet_yaml_is_refused_in_french_at_once(mini_project, name):
    folder = mini_project()
    (folder / "projet.yaml").write_text(BAD_YAML[name], "utf-8")
    with pytest.raises(ProjectError) as refused:
        open_project(folder)
    assert "projet.yaml ne se lit pas" in str(refused.value)


def test_an_honest_yaml_may_repeat_itself(monkeypatch):
    monkeypatch.setattr(plain_yaml, "MOST_VALUES", 500)
    assert read_yaml("a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n") == {
        "a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1, "y": 2},
    }  # fmt: skip
    assert read_yaml("a: no\nb: 3\n", all_text=True) == {"a": "no", "b": "3"}
    assert read_yaml("") is None
    many = "\n".join(f"- {at}" for at in range(499))
    assert len(read_yaml(many)) == 499
    with pytest.raises(yaml.YAMLError):
        read_yaml(f"{many}\n- x\n")


def test_a_register_that_people_open_runs_nothing_and_comes_back(tmp_path, payloads):
    # blanks around a cell do not count, here as in any file that comes in
    every = [
        *(one.strip() for one in payloads.PAYLOADS.values()),
        "-5",
        "''=1",
        "'a",
        "",
        "'",
        "'\t=1",
        "+223 70 00 00 00",
    ]
    noted = [
        Correction("a.xlsx", "f", at + 2, words or "x", "texte", words, words[::-1], "2018-01-01")
        for at, words in enumerate(every)
    ]
    write_register(tmp_path, noted)
    assert read_register(tmp_path) == noted
    for words in every:
        assert unguarded(guarded(words)) == words
        assert not guarded(words).startswith(("=", "+", "-", "@", "\t", "\r"))
    # a register written before comes back as well
    assert unguarded("=1+1") == "=1+1"


RUNS = {"eval", "exec", "compile", "__import__", "breakpoint"}
RUNNING_METHODS = {
    "read_pickle", "to_pickle", "read_html", "read_hdf", "system", "popen", "unsafe_load", "full_load", "load_module",
    "extract", "extractall", "unpack_archive", "set_trace",
}  # fmt: skip
CALLED = {"load", "load_all", "XMLParser", "parse", "iterparse"}
MODULES = {
    "pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "socket", "ssl", "requests", "httpx",
    "aiohttp", "urllib3", "ftplib", "smtplib", "telnetlib", "xmlrpc", "code", "codeop", "ctypes", "webbrowser",
}  # fmt: skip
NETWORK = {("urllib", "request"), ("http", "client"), ("http", "server")}
# what may do so all the same, and why
ALLOWED = {
    # opens a page that lecons wrote itself, where a person asked for it
    LIB / "cli" / "browser.py": {"webbrowser"},
    # an exception that crosses from a process of our own to another
    LIB / "pipeline" / "kernels" / "apart.py": {"pickle"},
    # one system call, that exchanges two folders
    LIB / "pipeline" / "place.py": {"ctypes"},
    # tells people who asked for it how a scheduled run ended (avis.yaml)
    LIB / "pipeline" / "notices" / "mail.py": {"smtplib", "ssl"},
    LIB / "pipeline" / "notices" / "webhook.py": {"ssl", "http.client", "urllib.request"},
}
READERS_OF_YAML = {LIB / "plain_yaml.py"}


def test_nothing_in_the_code_runs_or_unpickles_what_it_reads_or_opens_the_network():
    found = []
    for path in sorted(LIB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            said = _danger(node, path)
            if said:
                found.append(f"{path.relative_to(LIB)}:{node.lineno} {said}")
    assert found == []


def _danger(node, path):
    match node:
        case ast.Import(names=names):
            wrong = [
                n.name
                for n in names
                if n.name not in ALLOWED.get(path, ())
                and (n.name.split(".")[0] in MODULES or tuple(n.name.split(".")[:2]) in NETWORK)
            ]
            return wrong and f"import {wrong}"
        case ast.ImportFrom(module=str(module)):
            parts = module.split(".")
            whole = [(parts[0], n.name) for n in node.names] + [tuple(parts[:2])]
            if module in ALLOWED.get(path, ()):
                return False
            return (parts[0] in MODULES or NETWORK & set(whole)) and f"from {module}"
        case ast.Call(func=ast.Name(id=name)):
            return name in RUNS and name
        case ast.Call(func=ast.Attribute(attr=name, value=value), keywords=keywords) if (
            name in RUNNING_METHODS | CALLED
            or {k.arg for k in keywords} & {"shell", "allow_pickle"}
        ):
            given = {k.arg: ast.unparse(k.value) for k in keywords}
            owner = ast.unparse(value)
            if (
                name in RUNNING_METHODS
                or given.get("shell") == "True"
                or given.get("allow_pickle") == "True"
            ):
                return f"{owner}.{name}"
            if owner == "yaml" and name in ("load", "load_all") and path not in READERS_OF_YAML:
                return "yaml.load"
            # an XML parser of lxml opens entities unless it is told not to
            if (
                name == "XMLParser"
                and owner == "etree"
                and given.get("resolve_entities") != "False"
            ):
                return "XMLParser"
            return name in ("parse", "iterparse") and owner.endswith("etree") and "etree.parse"
    return None


def test_the_guard_above_sees_what_it_looks_for():
    bad = """
import pickle
import urllib.request
from http import client
eval('1')
pandas.read_pickle('x')
numpy.load('x', allow_pickle=True)
yaml.load('x')
subprocess.run('x', shell=True)
etree.XMLParser()
archive.extractall()
"""
    tree = ast.parse(bad)
    seen = [node.lineno for node in ast.walk(tree) if _danger(node, LIB)]
    assert sorted(seen) == list(range(2, 12))
