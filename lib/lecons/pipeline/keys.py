"""What a step rests on, and why it is out of date.

A key names each thing by what an analyst calls it (« brut/suivi.xlsx », « carnet 20_activites ») and holds
its digest: a file that was only touched changes nothing. Of the store, a notebook rests on the slices that
it read (`store.reads`), and on no other row.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from lecons.evidence.names import FINDINGS, NUMBERS
from lecons.pipeline import manifest
from lecons.pipeline.graph import (
    ASSEMBLY,
    IMPORT,
    NOTEBOOK,
    PAGE,
    PROOFS,
    READ_OFF,
    REPORT,
    Node,
)
from lecons.pipeline.state import State, digest_of, digests, read_state
from lecons.pipeline.worksite import Worksite
from lecons.project import Project
from lecons.report.places import report_folder, reports_of
from lecons.store import reads
from lecons.store.journal import content_of_journal, read_journal

_NEW, _MOST = "première fois", 3
# of lib/, what is for the page and the files on paper alone: no notebook reads it
_WEB, _PRINT = {".j2", ".css", ".js"}, ".typ"
_CATALOGUE = ".po"
CORRECTIONS = "corrections.csv"
# files of a project that reach notebooks through the store only, or that lecons itself writes
_NOT_READ = {
    CORRECTIONS,
    "brut",
    "tables",
    "quarantaine",
    "prive",
    "codage",
    "formulaires",
    NUMBERS,
}
_READ_OF_CODING = "codage/citations.csv"
# the notebook that tells what changed since the last report
COMPARES = "60_synthese"
# of the formats, those that a notebook hands over
_HANDED = {"fiches": "50_bonnes_pratiques", "resume": "60_synthese"}
# the notebooks in reading order, from which the page and the PDF are made
MERGED = "assemblage.ipynb"


class Software:
    """Digests of lecons itself, read once a run."""

    @cached_property
    def files(self) -> dict[str, str]:
        return manifest.code()

    def part(self, *parts: str) -> str:
        return digest_of({name: sha for name, sha in self.files.items() if _part(name) in parts})

    def notebook(self, name: str) -> str:
        return self.files.get(f"notebooks/{name}.ipynb", "")


def _part(name: str) -> str:
    """To which part of lecons a file belongs."""
    top, _, rest = name.partition("/")
    if top != "lib":
        return {"notebooks": "carnets", "requirements": "verrou"}.get(top, top)
    suffix = Path(name).suffix
    if rest.startswith("cli/"):
        return "commandes"
    if suffix == _PRINT or ".typ." in name:
        return "gabarits du PDF"
    if suffix in _WEB:
        return "gabarits de la page"
    if suffix == _CATALOGUE:
        return "catalogue"
    return "production" if rest.startswith("pipeline/") else "logiciel"


def settled(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What an import rests on: as it was before, but for what it has itself written of the corrections that
    people typed. What somebody changed meanwhile is then seen by the next run."""
    return {
        name: sha if _of_corrections(name) else before.get(name, "") for name, sha in after.items()
    }


def _of_corrections(name: str) -> bool:
    parts = name.split("/")
    return "quarantaine" in parts[:2] or parts[-1] == CORRECTIONS


def key_of(site: Worksite, node: Node, software: Software) -> dict[str, str]:
    """What a step rests on, name → digest; of the store see `reads`."""
    key = {"version des paquets": software.part("verrou")}
    if node.kind == IMPORT:
        key |= {"logiciel": software.part("logiciel", "formulaires")}
        return key | _named(manifest.inputs(site.project)) | _review(site.project)
    calculated = {"logiciel": software.part("logiciel"), "catalogue": software.part("catalogue")}
    if node.kind == NOTEBOOK:
        assert node.run is not None
        key |= calculated | _of_project(site.project)
        key[f"carnet {node.run.notebook}"] = software.notebook(node.run.notebook)
        key["paramètres"] = digest_of(
            node.run.parameters.model_dump(mode="json", exclude={"projet"})
        )
        if node.stage:
            key |= _of_runs(site, node.after)
        return key
    key |= {**calculated, "production": software.part("production")}
    key["paramètres"] = digest_of(site.parameters.model_dump(mode="json", exclude={"projet"}))
    if node.kind == ASSEMBLY:
        imported = read_state(import_state(site.project))
        key |= _of_project(site.project) | _of_runs(site, node.after)
        told = imported.value if imported else {}
        key["jour demandé"] = str(site.today)
        key["échecs de l’import"] = digest_of([told.get("echecs"), told.get("anciennes")])
        return key
    assembled = read_state(state_path(site, ASSEMBLY))
    known = assembled.value if assembled else {}
    key |= {"jour": str(known.get("jour")), "numéros": digest_of(known.get("numeros"))}
    if node.kind == REPORT:
        # the manifest tells all that the report rests on: where that changes it is written again
        asked = site.parameters, manifest.inputs(site.project), software.files, site.formats
        key["manifeste"] = manifest.fingerprint(*asked, manifest.review(site.project))
        return key | {f"fichiers {name}": _made_by(site, name) for name in node.after}
    # the cover is projet.yaml's: its title, its organisation, whether its data are invented
    key |= _of_project(site.project)
    if node.name in READ_OFF:
        page = read_state(state_path(site, PAGE))
        return key | {"contenu de la page": str(page.value["contenu"] if page else None)}
    if node.name == PROOFS:
        return key | {"constats": _all_findings(site), "données": tables_of(site.project)}
    if node.name != PAGE:
        key["gabarits du PDF"] = software.part("gabarits du PDF")
    if node.name in (PAGE, "fiches"):
        key["gabarits de la page"] = software.part("gabarits de la page")
    if node.name in _HANDED:
        key |= _of_runs(site, (_HANDED[node.name],))
    else:
        key["carnets"] = assembled.made.get(MERGED, "") if assembled else ""
    return key


def _all_findings(site: Worksite) -> str:
    return digest_of(digests(site.findings, [site.findings]))


def _review(project: Project) -> dict[str, str]:
    decided = manifest.review(project)
    return {"décisions de relecture": decided} if decided else {}


def _of_project(project: Project) -> dict[str, str]:
    """What notebooks read of a project besides its tables."""
    own = {}
    for name, path in manifest.input_files(project).items():
        top, _, rest = name.partition("/")
        if top == "reference" or rest.split("/")[0] not in _NOT_READ or rest == _READ_OF_CODING:
            own[name] = path
    return _named(manifest.hashes(own))


def _named(files: Mapping[str, str]) -> dict[str, str]:
    """Files by the names that an analyst sees in the folder of the project."""
    return {
        name if name.startswith("reference/") else name.partition("/")[2]: sha
        for name, sha in files.items()
    }


def _of_runs(site: Worksite, runs: tuple[str, ...]) -> dict[str, str]:
    """What notebooks that ran before left: their cells, their findings, whether they failed."""
    return {f"constats de {name}": _made_by(site, name) for name in runs}


def _made_by(site: Worksite, name: str) -> str:
    state = read_state(state_path(site, name))
    return digest_of([state.made, state.failure, state.value]) if state else ""


def state_path(site: Worksite, name: str) -> Path:
    """The status file of a step; that of the import stands beside the tables that it wrote."""
    return import_state(site.project) if name == IMPORT else site.nodes / f"{name}.json"


def import_state(project: Project) -> Path:
    return project.tables_folder / "etat_import.json"


def root_of(site: Worksite, node: Node) -> Path:
    """The folder from which the files of a step are named."""
    if node.kind == REPORT:
        return reports_of(site.project)
    return site.project.tables_folder if node.kind == IMPORT else site.folder


def why(site: Worksite, node: Node, software: Software, *, light: bool = False) -> str | None:
    """Why a step must run, in a few French words; None where nothing that it rests on has changed.

    What it read of the store is looked at in files first; only where the store is another is each slice
    read again and compared. `light`: without reading any table, for who only asks whether there is
    something to look at.
    """
    state = read_state(state_path(site, node.name))
    if state is None:
        return _NEW
    if state.failure is not None:
        return "avait échoué"
    if state.key != (key := key_of(site, node, software)):
        return _changed(state.key, key)
    root = root_of(site, node)
    if digests(root, [root / name for name in state.made]) != state.made:
        return "fichiers modifiés ou absents depuis"
    if state.reads and state.tables != tables_of(site.project):
        if light:
            return "données à comparer"
        if (changed := _changed_slices(site, state)) is not None:
            return changed
    if node.run is not None and node.run.notebook == COMPARES and not _compared(site):
        return "dernier rapport"
    return None


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    names = [name for name in {**now, **before} if before.get(name) != now.get(name)]
    more = len(names) - _MOST
    said = ", ".join(names[:_MOST])
    return f"{said} et {more} autre{'s' if more > 1 else ''}" if more > 0 else said


def _changed_slices(site: Worksite, state: State) -> str | None:
    changed = [
        slice_ for slice_, content in state.reads if content_now(site.project, slice_) != content
    ]
    names = dict.fromkeys(_called(one) for one in changed)
    return f"données : {', '.join(names)}" if names else None


def _called(slice_: Mapping[str, object]) -> str:
    if "table" not in slice_:
        return "compte de l’import" if "journal" in slice_ else "quarantaine"
    return f"table {slice_['table']}"


def content_now(project: Project, slice_: Mapping[str, object]) -> str:
    """The digest of a slice of the store as it is today."""
    if "journal" in slice_:
        return content_of_journal(read_journal(project.tables_folder))
    if "quarantaine" in slice_:
        from lecons.store.tables import read_faults

        return reads.content_of(read_faults(project.tables_folder))
    asked = dict(slice_)
    return reads.content_of(
        project.table(str(asked.pop("table")), str(asked.pop("edition")), **asked)  # type: ignore[arg-type]
    )


def tables_of(project: Project) -> str:
    """The digest of the whole store."""
    folder = project.tables_folder
    return digest_of(digests(folder, sorted([*folder.glob("*.parquet"), folder / "journal.json"])))


def _compared(site: Worksite) -> bool:
    """True where the report that stands is the one that this one was compared with, or was made of it."""
    standing = last_of(site)
    report = read_state(state_path(site, REPORT))
    mine = report.value.get("constats") if report else None
    kept = digests(site.compared, [site.compared / FINDINGS]).get(FINDINGS)
    return standing in (kept, mine)


def last_of(site: Worksite) -> str | None:
    """The digest of the findings of the report that stands; None where there is none."""
    place = site.previous or report_folder(site.project, site.parameters)
    return digests(place, [place / FINDINGS]).get(FINDINGS)
