"""10_donnees: where the project went, as a map for paper and as tiles for a phone."""

import pandas as pd

from lecons.figures.map import coverage_map, read_polygons
from lecons.figures.tiles import places
from lecons.report.document import Figure, Tile, Tiles
from lecons.report.notebook import Notebook


def row_mark(pcode: str) -> str:
    """The address of a commune in the table of coverage."""
    return f"commune-{pcode}"


def tiles(notebook: Notebook, communes: pd.DataFrame) -> Tiles:
    """Activities by commune (of reach.by_commune) as tiles, each a link to its row in the table of
    coverage; activities are no people: their counts are exact."""
    number = notebook.language.number
    most = max(int(communes["activites"].max()), 1)
    known = communes.set_index("pcode")
    placed = places(communes)
    return Tiles(
        notebook.t(
            "Activités par commune, du nord au sud et d’ouest en est (n = {n:int} activités). Touchez une "
            "commune pour lire sa ligne.",
            n=int(communes["activites"].sum()),
        ),
        tuple(
            Tile(
                known.at[row.pcode, "commune"],
                number(known.at[row.pcode, "activites"]),
                round(int(known.at[row.pcode, "activites"]) / most * 9),
                int(row.column),
                int(row.row),
                row_mark(row.pcode),
            )
            for row in placed.itertuples()
        ),
    )


def on_the_map(notebook: Notebook, communes: pd.DataFrame) -> Figure | None:
    """The map of activities by commune (of reach.by_commune); nothing where no commune has a polygon."""
    t, number = notebook.t, notebook.language.number
    polygons = read_polygons(notebook.project.reference_folder / "communes_nord.geojson")
    svg = coverage_map(
        communes,
        polygons,
        (t("ensemble"), t("vallée du fleuve, agrandie")),
        t("nombre d’activités"),
        number,
    )
    if svg is None:
        return None
    served = communes[communes["activites"] > 0]
    most, least = (
        communes.loc[communes["activites"].idxmax()],
        communes.loc[communes["activites"].idxmin()],
    )
    return Figure(
        svg,
        t(
            "Carte : {servies:int} des {toutes:int} communes {servies:?a|ont} eu au moins une "
            "activité ; le plus à {plus} ({n_plus:int}), le moins à {moins} ({n_moins:int}). Le "
            "tableau voisin donne chaque commune.",
            servies=len(served),
            toutes=len(communes),
            plus=most["commune"],
            n_plus=int(most["activites"]),
            moins=least["commune"],
            n_moins=int(least["activites"]),
        ),
        t("Couverture des communes (n = {n} activités)", n=number(communes["activites"].sum())),
    )
