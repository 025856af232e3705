"""Writes a REFI-QDA project (.qdpx) or codebook (.qdc) that the standard’s own schema accepts."""

import io
import os
import zipfile
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lecons.errors import IntakeError
from lecons.intake.qda.losses import LossReport, Tally
from lecons.intake.qda.model import QdaProject
from lecons.intake.qda.order import CODEBOOK, PROJECT

if TYPE_CHECKING:
    from lecons.intake.qda.tree import Tree

ORIGIN = "lecons"
# one moment for all files: the same project makes the same bytes
_DATE = (1980, 1, 1, 0, 0, 0)
OUT_OF_STANDARD = "sans place dans le standard, ou lié à ce qui n’est plus là : pas réécrit"
REPLACED = "Caractères qu’aucun XML ne peut contenir, remplacés par « � »"


def write_project(project: QdaProject, path: Path) -> LossReport:
    """Write a project: `project.qde` and its texts in `sources/`, UTF-8, LF, always the same bytes.

    What was kept as it was goes back where the standard has a place for it. Characters that XML
    cannot hold are replaced in names and descriptions; texts are files, and keep them. Answers what
    was written and what was not; raises IntakeError, and leaves no file, where the schema refuses it.
    """
    from lecons.intake.qda.putback import guids_of, put_back, stands_alone
    from lecons.intake.qda.tree import Tree

    _distinct(project)
    schema = _schema("Project.xsd")
    fragments = put_back(project.rest, guids_of(project))
    tree = Tree(PROJECT, fragments)
    root = tree.project(project, ORIGIN)
    if not schema.validate(root):
        for place, elements in fragments.items():
            fragments[place] = [one for one in elements if stands_alone(place, one, schema)]
        tree = Tree(PROJECT, fragments)
        root = tree.project(project, ORIGIN)
        _accepted(path.name, schema, root)
    members = {"project.qde": _bytes(root)}
    for name, text in tree.texts.items():
        members[f"sources/{name}"] = text.encode("utf-8", "replace")
    _replace(path, _zipped(members))
    return _report(path.name, project, tree)


def write_codebook(project: QdaProject, path: Path) -> LossReport:
    """Write the codes of a project, and the sets of codes that were kept, as a codebook."""
    from lecons.intake.qda.putback import put_back
    from lecons.intake.qda.tree import Tree

    if not project.codes:
        raise IntakeError(
            f"{path.name} : aucun code à écrire.", "Le standard n’a pas de livre de codes vide."
        )
    sets = [one for one in project.rest if one.parent == "Sets"]
    fragments = put_back(sets, {one.guid for one in project.codes})
    tree = Tree(CODEBOOK, fragments)
    root = tree.codebook(project, ORIGIN)
    _accepted(path.name, _schema("Codebook.xsd"), root)
    _replace(path, _bytes(root))
    codes = QdaProject(project.name, codes=project.codes, rest=tuple(sets))
    return _report(path.name, codes, tree)


def _schema(name: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    source = files("lecons.intake.qda").joinpath("schemas").joinpath(name).read_bytes()
    return etree.XMLSchema(etree.fromstring(source))


def _accepted(file: str, schema: Any, root: Any) -> None:
    if schema.validate(root):
        return
    first = schema.error_log[0]
    raise IntakeError(
        f"{file} : le projet n’est pas conforme au standard REFI-QDA ({first.message[:300]}).",
        "Rien n’est écrit. Signalez ce message : c’est un défaut de lecons, non de vos données.",
    )


def _distinct(project: QdaProject) -> None:
    """Refuse a project in which two elements carry one GUID: no reader could tell them apart."""
    texts = [one.guid for one in project.sources] + [one.guid for one in project.notes]
    passages = [one.guid for source in project.sources for one in source.selections]
    carried = {
        "codeur": [one.guid for one in project.users],
        "code": [one.guid for one in project.codes],
        "variable": [one.guid for one in project.variables],
        "cas": [one.guid for one in project.cases],
        "texte": texts,
        "passage": passages,
    }
    counts = Counter((sort, guid) for sort, guids in carried.items() for guid in guids)
    for (sort, guid), count in counts.items():
        if count > 1:
            raise IntakeError(
                f"{count} éléments de sorte « {sort} » portent l’identifiant {guid}.",
                "Rien n’est écrit : il faut un identifiant par élément.",
            )


def _bytes(root: Any) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]

    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o600 << 16
            archive.writestr(member, raw)
    return content.getvalue()


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)


def _report(file: str, project: QdaProject, tree: "Tree") -> LossReport:
    from lecons.intake.qda.putback import elements_in

    tally = Tally(read=Counter(tree.written), represented=Counter(tree.written))
    back = Counter(tree.put_back)
    for one in project.rest:
        tally.read.update(elements_in(one))
    tally.kept.update(back)
    inside = tally.read - tally.represented - back
    tally.leave(inside, OUT_OF_STANDARD)
    notes = []
    if tree.replaced:
        notes.append(f"{REPLACED} : {tree.replaced}.")
    missing = sum(one.text is None for one in project.sources)
    if missing:
        notes.append(f"Textes inconnus, dont seuls le nom et les passages sont écrits : {missing}.")
    media = tally.kept["PDFSource"] + tally.kept["PictureSource"]
    media += tally.kept["AudioSource"] + tally.kept["VideoSource"]
    if media:
        notes.append(
            "Sources PDF, images, sons ou vidéos rendues avec leurs codages mais sans leurs fichiers, à "
            f"remettre dans le logiciel d’analyse : {media}."
        )
    return LossReport(file, ORIGIN, tally.rows(), (), tuple(notes))
