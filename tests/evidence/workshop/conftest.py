"""Tables of a workshop, as short as a test needs them."""

import pandas as pd
import pytest
from lecons.store.names import CRITERIA


@pytest.fixture
def scored():
    """Rows of `appreciations` from (participant, region, practice, score or five scores)."""

    def make(*rows, **columns):
        table = pd.DataFrame(
            [
                (who, region, practice, *(notes if isinstance(notes, list) else [notes] * 5))
                for who, region, practice, notes in rows
            ],
            columns=["id_participant", "region", "pratique", *CRITERIA],
        ).astype(dict.fromkeys(CRITERIA, "Int64"))
        added = {"categorie": "ong", "sexe": "F", "tranche_age": "18-35", "condition": None}
        return table.assign(**{**added, **columns})

    return make


@pytest.fixture
def rated():
    """Rows of `priorites` from {recommendation: [(importance, feasibility) of A00, of A01…]}."""

    def make(given):
        rows = [
            (f"A{number:02}", "gao", "ong", name, *pair)
            for name, pairs in given.items()
            for number, pair in enumerate(pairs)
        ]
        columns = ["id_participant", "region", "categorie", "recommandation"]
        table = pd.DataFrame(rows, columns=[*columns, "importance", "faisabilite"])
        return table.astype({"importance": "Int64", "faisabilite": "Int64"})

    return make
