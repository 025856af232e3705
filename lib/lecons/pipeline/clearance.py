"""The last step before a public report goes out: its files are read as a stranger would, and the page on
risks, which tells what was found, is written and read as well."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from lecons.evidence.names import MANIFEST
from lecons.language import Language
from lecons.parameters import RunParameters
from lecons.pipeline.needles import needles_of
from lecons.privacy.names import measured
from lecons.privacy.release import Examined, examine
from lecons.project import Project
from lecons.report.page import who
from lecons.report.risk import (
    HTML,
    PDF,
    ReleaseCheck,
    ReleaseFacts,
    released_files,
    write_risk,
)


def clear_for_release(
    project: Project, parameters: RunParameters, folder: Path, established: date | None = None
) -> Examined:
    """Check a finished public report; where nothing is found, write its page on risks beside it and check
    that too. Answers what was examined in all, and found. `established`: the day of the report, today
    where none is given."""
    needles = needles_of(project, parameters.edition)
    examined = examine(folder, needles)
    if examined.found:
        return examined
    language = Language(parameters.langue, project.discretion(parameters.edition))
    day = established or date.today()
    write_risk(folder, _facts(project, parameters, folder, examined, language, day), language)
    for name in (HTML, PDF):
        page = examine(folder / name, needles)
        examined = replace(
            examined,
            found=(*examined.found, *page.found),
            files=examined.files + page.files,
            streams=examined.streams + page.streams,
            letters=examined.letters + page.letters,
        )
    return examined


def _facts(
    project: Project,
    parameters: RunParameters,
    folder: Path,
    examined: Examined,
    language: Language,
    established: date,
) -> ReleaseFacts:
    content, edition = project.content, parameters.edition
    reviewed = [
        project.table("segments", edition, columns=["id_temoignage", "debut", "fin", "extrait"]),
        project.table("contributions", edition, columns=["id", "texte"]),
    ]
    passages = reviewed[0][reviewed[0]["extrait"].notna()].drop_duplicates(
        ["id_temoignage", "debut", "fin"]
    )
    told = len(passages) + int(reviewed[1]["texte"].notna().sum())
    people = project.table("temoignages", edition, columns=["id", "retrait_le"])
    unread = content.divulgation.publier_sans_relecture
    return ReleaseFacts(
        project=f"{content.sigle} · {language.of(content.nom)}",
        organisation=who(project, language),
        edition=edition,
        established=established,
        # the manifest tells these two files as well: it is whole after them
        files=released_files(folder, but={HTML, PDF, MANIFEST}),
        reread=0 if unread else told,
        automatic=told if unread else 0,
        withdrawn=int(people["retrait_le"].notna().sum()),
        threshold=language.discreet.threshold if language.discreet else None,
        hidden=None,
        recall=measured().recall,
        check=ReleaseCheck(examined.files, examined.needles, len(examined.found)),
        contact="",
        fictional=content.donnees_fictives,
    )
