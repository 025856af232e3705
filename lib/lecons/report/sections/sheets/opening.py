"""The head of a sheet: what it is about, in one sentence, where, for whom and how it is done."""

from lecons.evidence.practice import Practice
from lecons.language import mark
from lecons.measures.reach import Reach, reach
from lecons.report.document import Block, Heading, Inlines, Paragraph, Strong
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import together
from lecons.report.sections.practices import verdict
from lecons.report.sections.sheets.material import Material

KINDS = {
    "bonne_pratique": mark("Bonne pratique"),
    "lecon": mark("Leçon apprise"),
    "a_revoir": mark("Pratique à revoir — leçon"),
}


def identity(notebook: Notebook, practice: Practice) -> Block:
    """What kind of sheet, of which result area, where, when, in which edition."""
    t, project = notebook.t, notebook.project
    area = project.result(practice.declared.resultat)
    start, end = notebook.period
    cercles = notebook.language.listing(project.communes()["cercle"].dropna().unique())
    parts = (
        f"{area.code} · {notebook.language.of(area.titre)}",
        t(
            "{n:int} {n:?commune|communes}, cercles de {cercles}",
            n=len(project.content.communes),
            cercles=cercles,
        )
        if len(project.content.communes) > 1
        else t("une commune, cercle de {cercle}", cercle=cercles),
        t("{debut:month} – {fin:month}", debut=start, fin=end),
        t("édition interne, à garder dans l’équipe")
        if notebook.parameters.edition == "interne"
        else t("édition publique"),
    )
    return Paragraph((Strong(t(KINDS[practice.verdict])), " · " + " · ".join(parts)), "identite")


def in_one_sentence(notebook: Notebook, practice: Practice) -> list[Block]:
    """The verdict and the confidence, in one sentence."""
    return [
        Heading(2, notebook.t("En une phrase")),
        Paragraph(
            (
                notebook.t(
                    "{verdict} ; confiance {niveau}.",
                    verdict=verdict(notebook, practice).rstrip("."),
                    niveau=notebook.t(label(practice.confidence.level)),
                ),
            ),
            "chapeau",
        ),
    ]


def context(notebook: Notebook, practice: Practice) -> list[Block]:
    """Where it comes from."""
    return declared_part(notebook, notebook.t("Contexte"), practice.declared.contexte)


def declared_part(notebook: Notebook, title: str, texts: dict[str, str] | None) -> list[Block]:
    """A heading and what projet.yaml says under it; nothing where it says nothing."""
    if not texts:
        return []
    return [Heading(2, title), Paragraph((sentence(notebook.language.of(texts)),))]


def sentence(words: str) -> str:
    """Words of projet.yaml as a sentence: a capital, a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")


def actors(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """For whom, with whom, and how many activities and attendances it took."""
    t, of, declared = notebook.t, notebook.language.of, practice.declared
    lines: list[Inlines] = []
    if declared.pour_qui:
        lines.append((Strong(t("Pour qui : ")), f"{of(declared.pour_qui).rstrip('.')}."))
    if declared.acteurs:
        lines.append((Strong(t("Acteurs : ")), f"{of(declared.acteurs).rstrip('.')}."))
    done = material.areas[declared.resultat].activities
    done = done[done["type"].isin(declared.activites)]
    if len(done):
        lines.append((Strong(t("Activités : ")), _done(notebook, practice, reach(done))))
    if not lines:
        return []
    return [Heading(2, t("Acteurs et bénéficiaires")), *(Paragraph(one) for one in lines)]


def _done(notebook: Notebook, practice: Practice, counts: Reach) -> str:
    t = notebook.t
    said = t(
        "{n:int} {n:?activité|activités} ({types}) dans {communes:int} {communes:?commune|communes}",
        n=counts.activities,
        types=notebook.language.listing(t(label(one)) for one in practice.declared.activites),
        communes=counts.communes,
    )
    if counts.without_count == counts.activities:
        return t("{activites} ; les présences n’y ont pas été comptées.", activites=said)
    # they add up: decided together, none gives another away
    n, women, men, unknown = together(
        notebook, counts.attendances, counts.women, counts.men, counts.unknown_sex
    )
    told = t(
        "{activites} ; {n} participations (présences, non personnes), dont {femmes} de femmes "
        "et {hommes} d’hommes",
        activites=said,
        n=n,
        femmes=women,
        hommes=men,
    )
    if counts.unknown_sex:
        told = t("{dit} ; {n} de sexe non noté", dit=told, n=unknown)
    if counts.youth_base:
        told = t(
            "{dit} ; {jeunes:pers} de jeunes, sur les {base:pers} où on les a comptés",
            dit=told,
            jeunes=counts.youth,
            base=counts.youth_base,
        )
    if counts.without_count:
        told = t(
            "{dit} ({n:int} {n:?activité|activités} sans compte)",
            dit=told,
            n=counts.without_count,
        )
    return f"{told}."


def steps(notebook: Notebook, practice: Practice) -> list[Block]:
    """How it is done, step by step."""
    if not practice.declared.etapes:
        return []
    return [
        Heading(2, notebook.t("Étapes")),
        *(
            Paragraph((Strong(f"{number}. "), sentence(notebook.language.of(one))), "etape")
            for number, one in enumerate(practice.declared.etapes, 1)
        ),
    ]
