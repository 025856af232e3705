"""30_temoignages: subjects from the most to the least spoken of, as far as that may be told."""

from collections.abc import Mapping

from lecons.report.notebook import Notebook


def most_spoken(
    notebook: Notebook, persons: Mapping[str, int], of: int, names: Mapping[str, str]
) -> list[str]:
    """Codes by how many of `of` persons speak of them (`persons`), then by code. A count that may not be
    told stands where the words in its place would have it (« plus de », then what is told, then
    « moins de »), and by name (`names`) among its like: its rank would tell it."""
    discretion = notebook.discretion

    def place(code: str) -> tuple[float, str]:
        why = discretion.part(persons[code] / of, of) if discretion else None
        if discretion is None or why is None:
            return -persons[code], code
        # of fewer people, both are « entre 1 et … »
        apart = why == "all but few" and of > 2 * (discretion.threshold - 1)
        return (discretion.threshold - of - 0.5 if apart else -0.5), names[code]

    return sorted(persons, key=place)
