"""Counts in the messages that are French only: those of imports and commands."""


def number_of(count: int, one: str, many: str) -> str:
    """« 1 ligne lue », « 2 lignes lues », « 0 ligne lue ». Messages of the catalogue have forms of
    their own (see lecons.language)."""
    return f"{count} {one if count < 2 else many}"
