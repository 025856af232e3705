"""The data dictionary, written from the table models so that it can never disagree with them."""

from lecons.store.names import SOURCE_COLUMNS
from lecons.store.schemas import TABLES

_TYPES = {
    "str": "texte",
    "string": "texte",
    "string[pyarrow]": "texte",
    "string[python]": "texte",
    "Int64": "entier",
    "int64": "entier",
    "float64": "nombre",
    "datetime64[ns]": "date",
    "datetime64[us]": "date",
}


def dictionary() -> str:
    """The dictionary as Markdown: one section for each table, one line for each column."""
    lines = [
        "# Dictionnaire des données",
        "",
        "Écrit par `lecons dictionnaire` depuis `lib/lecons/store/schemas/` : ne pas corriger ici.",
        "Chaque table porte aussi "
        + ", ".join(f"`{name}` ({text})" for name, text in SOURCE_COLUMNS.items())
        + ".",
    ]
    for name, model in TABLES.items():
        schema = model.to_schema()
        lines += ["", f"## `{name}`", "", f"Une ligne : {model.__doc__}.", ""]
        lines += [
            "| colonne | type | vide permis | valeurs | description |",
            "|---|---|---|---|---|",
        ]
        for column, spec in schema.columns.items():
            kind = _TYPES.get(str(spec.dtype), str(spec.dtype))
            empty = "oui" if spec.nullable else "non"
            lines.append(
                f"| `{column}` | {kind} | {empty} | {_values(spec)} | {spec.description} |"
            )
    return "\n".join(lines) + "\n"


def _values(spec) -> str:  # type: ignore[no-untyped-def]
    said = []
    for check in spec.checks:
        facts = check.statistics or {}
        if "allowed_values" in facts:
            said.append(", ".join(f"`{value}`" for value in facts["allowed_values"]))
        if "min_value" in facts:
            said.append(f"{'>' if check.name == 'greater_than' else '≥'} {facts['min_value']}")
        if "max_value" in facts:
            said.append(f"≤ {facts['max_value']}")
        if "pattern" in facts:
            pattern = getattr(facts["pattern"], "pattern", facts["pattern"])
            said.append(f"`{pattern}`".replace("|", "\\|"))
    return " ; ".join(said)
