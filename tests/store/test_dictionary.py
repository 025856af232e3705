import re

import pytest
from lecons.project import repository_root
from lecons.store.dictionary import dictionary
from lecons.store.schemas import TABLES


def test_the_committed_dictionary_is_the_generated_one():
    committed = (repository_root() / "data" / "README.md").read_text("utf-8")
    assert committed == dictionary()


def test_every_column_has_its_line_and_its_description():
    lines = dictionary().splitlines()
    for name, model in TABLES.items():
        assert f"## `{name}`" in lines
        for column, spec in model.to_schema().columns.items():
            assert spec.description
            assert any(
                line.startswith(f"| `{column}` |") and line.endswith(f"| {spec.description} |")
                for line in lines
            )


@pytest.mark.parametrize(
    "line",
    [
        r"\| `morts` \| entier \| oui \| ≥ 0 \| morts rapportés \|",
        r"\| `sexe` \| .* \| oui \| `F`, `H` \| F ou H \|",
        r"\| `score` \| nombre \| oui \| ≥ 1 ; ≤ 5 \| note de 1 à 5 \|",
        r"\| `poids` \| nombre \| oui \| > 0 \| poids de sondage \|",
        r"\| `date_signalement` \| date \| non \|  \| jour du signalement \|",
    ],
)
def test_bounds_and_lists_are_written(line):
    assert re.search(f"^{line}$", dictionary(), re.MULTILINE)


def test_types_are_named_in_french():
    kinds = set(re.findall(r"^\| `\w+` \| ([^|]+) \| (?:oui|non) \|", dictionary(), re.MULTILINE))
    assert kinds == {"texte", "entier", "nombre", "date"}
