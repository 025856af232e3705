"""Refuses to remake a report from what is not what it was made from, and says what to take up."""

from collections.abc import Iterator, Mapping

from lecons.counts import number_of
from lecons.errors import ReportError
from lecons.pipeline.provenance.files import compared
from lecons.pipeline.provenance.revision import Revision

# files by name → SHA-256, as they were and as they are
ThenNow = tuple[Mapping[str, str], Mapping[str, str]]
_MOST = 10
_LOCK, _NOTEBOOKS = "requirements/", "notebooks/"


def refuse_what_changed(
    *, code: ThenNow, inputs: ThenNow | None, before: ThenNow, revision: Revision | None
) -> None:
    """Raise ReportError where the software, the inputs (None: not known) or the findings of the report
    before are others, naming each file. `revision`: that of the software then, which is to be taken up."""
    software = _changed(*code)
    entered = _changed(*inputs) if inputs else []
    compared_with = _changed(*before)
    remedies = []
    if entered or compared_with:
        remedies.append(
            "Reprenez les fichiers nommés tels qu’ils étaient (git, ou une sauvegarde)."
        )
    if software:
        remedies.append(_take_up(revision))
    parts = [
        *_listed("entrée", "entrées", entered),
        *_listed("carnet", "carnets", [one for one in software if one.startswith(_NOTEBOOKS)]),
        *_listed("verrou", "verrous", [one for one in software if one.startswith(_LOCK)]),
        *_listed(
            "fichier de lecons",
            "fichiers de lecons",
            [one for one in software if not one.startswith((_NOTEBOOKS, _LOCK))],
        ),
        *(f"constats du rapport d’avant : {name}" for name in compared_with),
    ]
    if parts:
        raise ReportError(
            "Ce rapport ne peut pas être refait à l’identique. Ont changé depuis : "
            f"{' ; '.join(parts)}.",
            " ".join(remedies),
        )


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    found = compared(then, now)
    return [
        *found.other,
        *(f"{name} (absent)" for name in found.absent),
        *(f"{name} (nouveau)" for name in found.new),
    ]


def _listed(one: str, many: str, names: list[str]) -> Iterator[str]:
    if names:
        more = len(names) - _MOST
        told = ", ".join(names[:_MOST]) + (f" et {more} de plus" if more > 0 else "")
        yield f"{number_of(len(names), one, many)} : {told}"


def _take_up(revision: Revision | None) -> str:
    if revision is None:
        return "Le manifeste ne dit pas la révision de lecons : reprenez la version du jour du rapport."
    asked = f"Reprenez la révision du rapport (git checkout {revision.commit})"
    if revision.dirty:
        return f"{asked}, puis les modifications qui n’y étaient pas encore enregistrées."
    return f"{asked}."
