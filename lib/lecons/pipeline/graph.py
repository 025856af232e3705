"""The graph of a report, declared once: its steps, and which must be over before which.

The laptop runs it with doit (`engine`), a cluster with Snakemake (`lecons graphe`): both through the same
steps (`steps`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from lecons.parameters import RunParameters
from lecons.project import Project

# stage → notebooks; those of one stage do not read each other's findings
STAGES = (
    ("20_activites", "30_temoignages", "10_donnees", "40_atelier"),
    ("50_bonnes_pratiques", "60_synthese"),
)
BY_RESULT = {"20_activites", "30_temoignages"}

IMPORT, NOTEBOOK, ASSEMBLY, OUTPUT, REPORT = "import", "carnet", "assemblage", "sortie", "rapport"
# what `--format` names; the page is always made, and so is what the team checks it with
FORMATS = ("html", "pdf", "docx", "xlsx", "figures", "resume", "fiches")
PAGE, PROOFS = "html", "preuves"
# the formats that are read off another: the page, and, where they are made, the pictures that Word holds too
READ_OFF = {"docx": (PAGE, "figures"), "xlsx": (PAGE,), "figures": (PAGE,)}
# what takes long, the longest first
_LONG = ("30_temoignages", "pdf", PAGE, PROOFS, "figures", "docx")


@dataclass(frozen=True)
class Run:
    """One execution of one notebook."""

    notebook: str
    result: str | None
    parameters: RunParameters

    @property
    def name(self) -> str:
        return f"{self.notebook}-{self.result}" if self.result else self.notebook


@dataclass(frozen=True)
class Node:
    """One step of a report: `kind` says which, `after` names those that come before. `run`: of a notebook,
    what it is run on; `stage`: how many stages of notebooks come before it."""

    name: str
    kind: str
    after: tuple[str, ...]
    run: Run | None = None
    stage: int = 0


def stages(project: Project, parameters: RunParameters) -> list[list[Run]]:
    """The runs of a report, stage by stage; with `resultat`, those of that area alone."""
    areas = [parameters.resultat] if parameters.resultat else project.results
    for code in areas:
        project.result(code)
    plan = []
    for notebooks in STAGES:
        runs = []
        for notebook in notebooks:
            chosen: list[str | None] = [*areas] if notebook in BY_RESULT else [None]
            for area in chosen:
                # the same words in the notebook wherever the command was typed
                own = parameters.model_copy(update={"resultat": area, "projet": project.called})
                runs.append(Run(notebook, area, own))
        plan.append(runs)
    return plan


def graph(project: Project, parameters: RunParameters, formats: Collection[str]) -> list[Node]:
    """The steps of one report, each after those that it rests on."""
    nodes = [Node(IMPORT, IMPORT, ())]
    before: tuple[str, ...] = (IMPORT,)
    for stage, runs in enumerate(stages(project, parameters)):
        nodes += [Node(run.name, NOTEBOOK, before, run, stage) for run in runs]
        before = tuple(run.name for run in runs)
    every = tuple(node.name for node in nodes if node.kind == NOTEBOOK)
    nodes.append(Node(ASSEMBLY, ASSEMBLY, every))
    asked = {PAGE, *formats} & {*FORMATS}
    if parameters.edition == "interne":
        asked.add(PROOFS)
    every_format = (one for one in (*FORMATS, PROOFS) if one in asked)
    outputs = sorted(every_format, key=lambda one: len(READ_OFF.get(one, ())))
    for name in outputs:
        read = tuple(one for one in READ_OFF.get(name, ()) if one in asked)
        nodes.append(Node(name, PAGE if name == PAGE else OUTPUT, (ASSEMBLY, *read)))
    nodes.append(Node(REPORT, REPORT, (*every, ASSEMBLY, *outputs)))
    return nodes


def ranks(nodes: Collection[Node]) -> dict[str, int]:
    """Which steps to begin first of those that may begin: the rank of each, from 0."""

    def place(node: Node) -> int:
        name = node.run.notebook if node.run else node.name
        return _LONG.index(name) if name in _LONG else len(_LONG)

    return {node.name: rank for rank, node in enumerate(sorted(nodes, key=place))}
