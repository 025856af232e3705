"""The matrix of evidence: one row a practice, one column a kind of source."""

from collections.abc import Mapping

import pandas as pd

from lecons.evidence.practice import Practice
from lecons.evidence.triangulation import KINDS, Cell, cell
from lecons.language import mark
from lecons.report.document import Block, Column, Heading, Inlines, Link, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import together
from lecons.report.sections.measured import alert
from lecons.report.sections.practices.glance import verdicts_figure
from lecons.report.sections.practices.names import practice_mark
from lecons.report.weighed import Weighed

_HEADS = {
    "mesure": mark("mesures"),
    "témoignage": mark("témoignages"),
    "note": mark("notes d’agents"),
    "atelier": mark("atelier"),
}
# what a measure counts, by table
_UNITS = {
    "cas": mark("{n:pers} cas"),
    "formations": mark("{n:pers} {n:?personne formée|personnes formées}"),
    "organisations": mark("{n:int} {n:?organisation|organisations}"),
    "enquete": mark("{n:pers} {n:?réponse|réponses}"),
    "activites": mark("{n:int} {n:?activité|activités}"),
}


def _refused(notebook: Notebook, content: Weighed) -> list[Block]:
    """The judgements that could not be applied; outside the team how many, and not what was typed."""
    refused = content.judgements.refused
    if notebook.discretion is None:
        return [alert(sentence) for sentence in refused]
    if not refused:
        return []
    told = notebook.t(
        "{n:int} {n:?jugement ne s’applique|jugements ne s’appliquent} pas ; l’édition interne dit "
        "pourquoi.",
        n=len(refused),
    )
    return [alert(told)]


def overview(notebook: Notebook, content: Weighed) -> Block:
    """What was judged and could not be, then the matrix."""
    t = notebook.t
    refused = _refused(notebook, content)
    if not content.practices:
        return stack(
            *refused,
            alert(
                t(
                    "Aucune pratique à peser : ni projet.yaml (clé pratiques) ni le livre de codes "
                    "(famille pratique) n’en nomme. Les constats restent, sans bonne pratique ni "
                    "recommandation."
                )
            ),
        )
    places = commune_of(notebook)
    return stack(
        *refused,
        Heading(2, t("La matrice des preuves"), "matrice"),
        _gaps(notebook, content),
        verdicts_figure(notebook, content),
        _matrix(notebook, content, places),
    )


def _gaps(notebook: Notebook, content: Weighed) -> Stack:
    """Which kinds of source are missing altogether, and what they would change."""
    t = notebook.t
    there = {finding.kind for one in content.practices for finding in one.findings}
    told = {
        "mesure": t(
            "Aucune mesure ne porte sur une pratique : sans résultat mesuré, aucune ne peut être dite "
            "bonne pratique. Nommez les constats qui les mesurent dans projet.yaml (clé mesures)."
        ),
        "témoignage": t(
            "Aucun témoignage codé ne parle d’une pratique : la confiance reste basse, et rien n’est "
            "cité. Des témoignages codés diraient ce que les personnes en pensent."
        ),
        "atelier": t(
            "L’atelier n’a noté aucune pratique : rien ne dit si les pairs les jugent transférables, et "
            "aucune ne peut être dite bonne pratique. Les notes peuvent être saisies plus tard."
        ),
    }
    said = [sentence for kind, sentence in told.items() if kind not in there]
    return Stack(tuple(alert(one) for one in (*said, *_named(notebook, content))))


def _named(notebook: Notebook, content: Weighed) -> list[str]:
    """What projet.yaml names for a practice and that measures nothing here, and practices that only
    the codebook knows."""
    t, quoted = notebook.t, notebook.language.quoted
    areas = {finding.result for finding in content.findings.values()}
    said = []
    for one in content.practices:
        for name in one.declared.mesures:
            found = content.findings.get(name)
            if found is None and one.declared.resultat in areas:
                message = t(
                    "projet.yaml, pratique {code}, mesures : le constat {nom} n’est pas dans ce rapport. "
                    "Il ne pèse pas ; corrigez son nom, ou déposez les données dont il part.",
                    code=one.declared.code,
                    nom=quoted(name),
                )
                said.append(message)
            elif found is not None and found.practice != one.declared.code:
                message = t(
                    "projet.yaml, pratique {code}, mesures : le constat {nom} ne compare rien et ne peut "
                    "pas mesurer une pratique. Il ne pèse pas.",
                    code=one.declared.code,
                    nom=quoted(name),
                )
                said.append(message)
    declared = {one.code for one in notebook.project.content.pratiques}
    coded = [one.declared.numero for one in content.practices if one.declared.code not in declared]
    if coded:
        said.append(
            t(
                "Ces pratiques viennent du seul livre de codes : {numeros}. Déclarez-les dans projet.yaml "
                "(clé pratiques) pour fixer leur numéro, leur résultat et leurs mesures.",
                numeros=notebook.language.listing(coded),
            )
        )
    return said


def _matrix(notebook: Notebook, content: Weighed, places: Mapping[str, pd.Series]) -> Table:
    t = notebook.t
    there = {finding.kind for one in content.practices for finding in one.findings}
    kinds = [kind for kind in KINDS if kind in there]
    return Table(
        t("Les pratiques, et ce que chaque source en dit"),
        (
            Column(t("pratique")),
            Column(t("ce qu’elle est")),
            Column(t("confiance")),
            *(Column(t(_HEADS[kind])) for kind in kinds),
            Column(t("vue d’ensemble")),
        ),
        tuple(
            (
                _title(notebook, one),
                (t(label(one.verdict)),),
                (t(label(one.confidence.level)),),
                *((_says(notebook, cell(one.findings, kind, places)),) for kind in kinds),
                (t(label(one.pattern)) if one.pattern != "aucune" else "–",),
            )
            for one in content.practices
        ),
        t(
            "Une source « soutient » quand tout son intervalle à 95 % est du côté favorable, "
            "« contredit » quand il est tout entier de l’autre ; sinon, « sans effet visible » pour une "
            "mesure et « avis partagés » pour des paroles ou des notes. Une personne compte une fois de "
            "chaque côté où elle parle ; un participant de l’atelier est pour ou contre selon que sa note "
            "moyenne passe 3 ou non. L’atelier a lieu après que les résultats y sont présentés : ce n’est "
            "pas une source tout à fait indépendante."
        )
        + (
            " "
            + t(
                "Les notes d’agents décrivent : elles n’entrent ni dans la vue d’ensemble ni dans la "
                "confiance."
            )
            if "note" in kinds
            else ""
        ),
    )


def _title(notebook: Notebook, one: Practice) -> Inlines:
    title = notebook.language.of(one.declared.titre)
    return (Link(practice_mark(one), one.declared.numero), f" {title}")


def _says(notebook: Notebook, found: Cell | None) -> str:
    """« soutient : 20 pour, 7 contre, 15 communes »"""
    t = notebook.t
    if found is None:
        return t("rien")
    said = notebook.language.listing([t(label(side)) for side in found.bears])
    counted = []
    if found.supporting is not None and found.contradicting is not None:
        sides = found.supporting, found.contradicting
        if found.kind == "atelier" and notebook.discretion is not None:
            # who scored what was promised to stay unknown
            counted.append(t("{n:pers} {n:?participant|participants}", n=found.n))
        else:
            # agents are counted on sheets, of which n is no number of people
            whole = () if found.kind == "note" else (found.n,)
            pour, contre, *_ = together(notebook, *sides, *whole)
            counted.append(
                t("{pour} pour, {contre} contre", pour=pour, contre=contre)
                if found.kind != "note"
                else t("réussite : {pour} agents, difficulté : {contre}", pour=pour, contre=contre)
            )
    else:
        counted.append(t(_UNITS.get(found.unit, mark("n = {n:pers}")), n=found.n))
    if found.communes is not None:
        counted.append(t("{n:int} {n:?commune|communes}", n=found.communes))
    if found.kind == "note":
        return ", ".join(counted)
    return t("{sens} : {comptes}", sens=said, comptes=", ".join(counted))


def commune_of(notebook: Notebook) -> dict[str, pd.Series]:
    """The commune of each row of the tables that measures rest on, by id."""
    found = {}
    for name in ("cas", "organisations", "enquete", "activites"):
        rows = notebook.project.table(name, notebook.parameters.edition, columns=["id", "commune"])
        if len(rows):
            found[name] = rows.drop_duplicates("id").set_index("id")["commune"]
    trained = notebook.project.table(
        "formations", notebook.parameters.edition, columns=["id", "id_activite"]
    )
    if len(trained) and "activites" in found:
        found["formations"] = trained.set_index("id")["id_activite"].map(found["activites"])
    return found
