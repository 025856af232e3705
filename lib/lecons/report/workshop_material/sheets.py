"""The discussion sheets: for each group, what is known and asked, then room to write."""

from pathlib import Path

from lecons.evidence.finding import Finding
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.workshop_material.asked import CONTRIBUTION, AskedWords
from lecons.report.workshop_material.groups import Group, Topic, groups
from lecons.report.workshop_material.paper import print_paper, words


def discussion_sheets(notebook: Notebook, findings: dict[str, Finding], folder: Path) -> bytes:
    """One sheet a group, to print on both sides: the front says what is known and asks, the back is
    ruled for the rapporteur, by nature of contribution. `folder` is where Typst works."""
    asked = AskedWords(CONTRIBUTION, notebook.project, notebook.language)
    natures = [said for _, said in asked.answers("natures")]
    body = "\n#pagebreak()\n".join(
        _front(notebook, one) + _back(notebook, one, natures) for one in groups(notebook, findings)
    )
    return print_paper(notebook, notebook.t("Fiches de discussion"), body, folder)


def _front(notebook: Notebook, group: Group) -> str:
    t = notebook.t
    known, asked, answers = t("Ce que l’on sait"), t("Questions"), t("Vos réponses")
    parts = [f"= #{words(group.title)}\n\n", f"#{words(group.purpose)}\n"]
    if group.topics:
        parts.append(f"== #{words(known)}\n")
        parts += [_topic(notebook, one) for one in group.topics]
    questions = ", ".join(words(one) for one in group.questions)
    parts.append(f"== #{words(asked)}\n#enum({questions})\n")
    parts.append(f"#reste({words(answers)})\n")
    return "\n".join(parts)


def _topic(notebook: Notebook, topic: Topic) -> str:
    t = notebook.t
    lines = [
        words(
            t(
                "{source}, confiance {niveau} : {constat}",
                source=t(label(one.kind)),
                niveau=t(label(one.confidence)),
                constat=one.statement.text(notebook.language),
            )
        )
        for one in topic.known
    ] or [words(t("Rien n’est encore établi : tout ce que vous en savez est utile."))]
    return f"=== #{words(f'{topic.number} · {topic.title}')}\n#list({', '.join(lines)})\n"


def _back(notebook: Notebook, group: Group, natures: list[str]) -> str:
    t = notebook.t
    reminder = t(
        "Aucun nom de personne sur cette feuille, ni le vôtre ni celui d’un autre. Avant d’écrire ce "
        "que quelqu’un dit, demandez-lui ce qu’il permet ; s’il refuse, n’écrivez rien. Notez son "
        "choix à la fin de la ligne : E (pour l’équipe seulement), A (sans mon nom), N (avec mon nom)."
    )
    title = t("{groupe} : notes du rapporteur", groupe=group.title)
    people, place = t("Participants (nombre) :"), t("Régions :")
    return (
        "\n#pagebreak()\n"
        f"== #{words(title)}\n"
        f"#cadre({words(reminder)})\n"
        f"#{words(people)} #blanc(2.5cm) #h(1em) #{words(place)} #blanc(7cm)\n\n"
        f"#zones({', '.join(words(one) for one in natures)})\n"
    )
