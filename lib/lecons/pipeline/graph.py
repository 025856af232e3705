"""Which notebooks run, for which result area, and in which order."""

from dataclasses import dataclass

from lecons.parameters import RunParameters
from lecons.project import Project

# stage → notebooks; those of one stage do not read each other's findings
STAGES = (
    ("20_activites", "30_temoignages", "10_donnees", "40_atelier"),
    ("50_bonnes_pratiques", "60_synthese"),
)
BY_RESULT = {"20_activites", "30_temoignages"}


@dataclass(frozen=True)
class Run:
    """One execution of one notebook."""

    notebook: str
    result: str | None
    parameters: RunParameters

    @property
    def name(self) -> str:
        return f"{self.notebook}-{self.result}" if self.result else self.notebook


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
                own = parameters.model_copy(update={"resultat": area})
                runs.append(Run(notebook, area, own))
        plan.append(runs)
    return plan
