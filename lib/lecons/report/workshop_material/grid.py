"""The appraisal grid on paper: one sheet a participant, a number and never a name."""

from pathlib import Path

from lecons.language import mark
from lecons.report.notebook import Notebook
from lecons.report.workshop_material.asked import PRIORITIES, SCORES, AskedWords
from lecons.report.workshop_material.paper import pairs, print_paper, words
from lecons.store.names import CRITERIA

# beyond that, practices stand closer to each other and recommendations follow on the same page
AIRY = 7
HOW = mark(
    "Entourez un nombre : 1 pas du tout, 2 peu, 3 moyennement, 4 bien, 5 très bien. Si vous ne savez "
    "pas, laissez vide."
)


def appraisal_grid(notebook: Notebook, folder: Path) -> bytes | None:
    """The grid of one participant, in black on white: who (number, region, as what, sex, age), the
    practices on five criteria, the recommendations on two. None where there is neither practice nor
    recommendation to score. `folder` is where Typst works."""
    project, t, of = notebook.project, notebook.t, notebook.language.of
    practices, recommendations = project.practices(), project.content.recommandations
    if not practices and not recommendations:
        return None
    title = t("Grille d’appréciation")
    parts = [f"= #{words(title)}\n", _who(notebook)]
    if practices:
        asked = AskedWords(SCORES, project, notebook.language)
        head = pairs([asked.heading(one) for one in CRITERIA])
        condition = asked.question("condition")
        rows = pairs([(f"{one.numero} · {of(one.titre)}", condition) for one in practices])
        step = "0.1em" if len(practices) > AIRY else "4mm"
        parts.append(f"#grille({head}, {step}, ..{rows})\n")
    if practices and recommendations:
        page = "" if len(practices) > AIRY else "#pagebreak()\n"
        parts.append(f"{page}#{_number(notebook)}\n")
    if recommendations:
        asked = AskedWords(PRIORITIES, project, notebook.language)
        about = (t("Recommandation"), "")
        columns = [about, *(asked.heading(one) for one in ("importance", "faisabilite"))]
        told = "".join(f", {words(f'{one.id} – {of(one.texte)}')}" for one in recommendations)
        heading = t("Les recommandations")
        parts.append(
            f"== #{words(heading)}\n#{words(t(HOW))}\n\n#priorites({pairs(columns)}{told})\n"
        )
    thanks = t("Merci. Rendez cette feuille sans y écrire votre nom.")
    parts.append(f"#{words(thanks)}\n")
    return print_paper(notebook, title, "\n".join(parts), folder)


def _number(notebook: Notebook) -> str:
    badge = notebook.t("Votre numéro de badge (jamais votre nom)")
    return f"numero({words(badge)})"


def _who(notebook: Notebook) -> str:
    asked = AskedWords(SCORES, notebook.project, notebook.language)
    ticks = "\n".join(
        f"#coches({', '.join(words(one) for one in (f'{asked.question(name)} :', *answers))})"
        for name, key in (
            ("region", "regions"),
            ("categorie", "categories"),
            ("sexe", "sexes"),
            ("tranche_age", "tranches_age"),
        )
        if (answers := [said for _, said in asked.answers(key)])
    )
    return f"#{_number(notebook)}\n\n{ticks}\n\n#{words(notebook.t(HOW))}\n"
