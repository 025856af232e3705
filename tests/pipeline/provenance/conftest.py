"""A small report as its steps tell it."""

from types import SimpleNamespace

import pytest
from lecons.pipeline.state import State


@pytest.fixture
def told():
    """What `describe` is given: two inputs, one of them with an awkward name, and two steps."""
    sha = {name: f"{at:x}".rjust(64, "a") for at, name in enumerate("abcdefghij")}
    return SimpleNamespace(
        sha=sha,
        inputs={"mini/brut/suivi d’été (1).xlsx": sha["a"], "mini/projet.yaml": sha["b"]},
        code={
            "notebooks/20_activites.ipynb": sha["c"],
            "lib/report/page.py": sha["d"],
            "requirements/run.lock": sha["e"],
        },
        made={"synthese.html": sha["f"], "fiches/BP-1.pdf": sha["g"]},
        states=[
            State(
                "import",
                {"brut/suivi d’été (1).xlsx": sha["a"], "projet.yaml": sha["b"]},
                {},
                "première fois",
                1.5,
                "2026-03-05T10:00:01+00:00",
            ),
            State(
                "20_activites-R1",
                {"carnet 20_activites": sha["c"], "paramètres": sha["h"]},
                {},
                "données : table activites",
                2,
                "2026-03-05T10:00:04+00:00",
                reads=[
                    (
                        {"columns": ["id", "date"], "result": None, "table": "activites"},
                        sha["i"],
                    )
                ],
            ),
        ],
    )
