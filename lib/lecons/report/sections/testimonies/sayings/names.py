"""Groups of people, named as readers know them."""

from lecons.language import mark
from lecons.project import read_communes
from lecons.report.notebook import Notebook

_NAMES = {
    ("sexe", "F"): mark("femmes"),
    ("sexe", "H"): mark("hommes"),
    ("tranche_age", "18-35"): mark("18 à 35 ans"),
    ("tranche_age", "36-59"): mark("36 à 59 ans"),
    ("tranche_age", "60+"): mark("60 ans et plus"),
}


def name_of(notebook: Notebook, attribute: str, group: str) -> str:
    """A group as readers know it."""
    if (attribute, group) in _NAMES:
        return notebook.t(_NAMES[(attribute, group)])
    if attribute == "acteur":
        return notebook.actor(group)
    if attribute == "cercle":
        return cercles(notebook).get(group, group)
    return group


def cercles(notebook: Notebook) -> dict[str, str]:
    """The names of cercles by P-code."""
    reference = read_communes(notebook.project.reference_folder)
    return dict(zip(reference["cercle_pcode"], reference["cercle"], strict=True))
