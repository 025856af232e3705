"""What the slides say, part by part: each function answers a deck, empty where there is nothing."""

from collections.abc import Sequence

from lecons.declared import DeclaredPractice
from lecons.evidence.finding import Finding
from lecons.language import mark
from lecons.measures.reach import reach
from lecons.report.document import (
    Block,
    Figure,
    Inlines,
    Paragraph,
    Stack,
    Strong,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.page import who
from lecons.report.workshop_material.asked import CONTRIBUTION, PRIORITIES, SCORES, AskedWords
from lecons.report.workshop_material.deck import Deck, Slide, deal
from lecons.report.workshop_material.known import about, figure_beside, key_findings
from lecons.store.names import CRITERIA

OPENING = "ouverture"
SAID = {
    "mesure": mark("Ce qui a été mesuré"),
    "témoignage": mark("Ce que les gens ont dit"),
    "note": mark("Ce que les agents ont noté"),
}
_ORIGIN = mark("{id} : {source}, n = {n:int}, confiance {niveau}.")
_ORIGIN_UNCOUNTED = mark("{id} : {source}, confiance {niveau}.")


def opening(notebook: Notebook) -> Deck:
    """The title slide: the project, who leads it, when and where the workshop takes place."""
    content, t, of = notebook.project.content, notebook.t, notebook.language.of
    workshop = content.atelier
    lines = [who(notebook.project, notebook.language)]
    if workshop and workshop.lieu:
        lines.append(
            t("Atelier du {jour:date}, {lieu}", jour=workshop.date, lieu=of(workshop.lieu))
        )
    elif workshop:
        lines.append(t("Atelier du {jour:date}", jour=workshop.date))
    notes = (
        t(
            "Souhaitez la bienvenue. Dites le but du jour : apprendre ensemble de ce qui a marché et de "
            "ce qui n’a pas marché, non juger des personnes."
        ),
        t(
            "Touches : flèches pour avancer et reculer, S pour ces notes, F pour le plein écran, "
            "Échap pour la vue d’ensemble."
        ),
    )
    lead = Paragraph((t("Atelier : des constats aux bonnes pratiques"),), "chapeau")
    below = tuple(Paragraph((line,)) for line in lines)
    return Deck((Slide(f"{content.sigle} · {of(content.nom)}", (lead, *below), notes, OPENING),))


def agenda(notebook: Notebook) -> Deck:
    """The agenda that projet.yaml declares."""
    workshop, t, of = notebook.project.content.atelier, notebook.t, notebook.language.of
    if workshop is None or not workshop.ordre_du_jour:
        return Deck()
    items: list[Inlines] = []
    for one in workshop.ordre_du_jour:
        led = f" ({of(one.conduit_par)})" if one.conduit_par else ""
        items.append((Strong(one.heure), f" {of(one.titre)}{led}"))
    notes = (t("Lisez l’ordre du jour, demandez si quelque chose manque, et tenez les heures."),)
    return Deck(tuple(deal(t("Ordre du jour"), (), items, notes, t("(suite)"))))


def what_was_done(notebook: Notebook) -> Deck:
    """What the project did, in counts; without an activity, what it set out to do."""
    t, of = notebook.t, notebook.language.of
    content = notebook.project.content
    counts = reach(notebook.table("activites"))
    start, end = notebook.period
    items: list[Inlines] = [
        (Strong(one.code), f" {of(one.titre)} : {of(one.enonce)}") for one in content.resultats
    ]
    if counts.activities:
        told = t(
            "{activites:int} {activites:?activité|activités} dans {communes:int} "
            "{communes:?commune|communes}",
            activites=counts.activities,
            communes=counts.communes,
        )
        items.insert(0, (Strong(told),))
    if counts.attendances and counts.women_share is not None:
        people = t(
            "{n:pers} {n:?participation|participations} (présences, non personnes), dont "
            "{femmes:pct} de femmes",
            n=counts.attendances,
            femmes=counts.women_share,
        )
        items.insert(1, (Strong(people),))
    lead = Paragraph(
        (t("De {debut:month} à {fin:month}", debut=start, fin=end),),
        "chapeau",
    )
    notes = (
        t(
            "Une participation est une présence : la même personne est comptée chaque fois qu’elle vient."
        ),
        t("Ces comptes disent ce qui fut fait ; ce que cela a changé vient ensuite."),
    )
    return Deck(tuple(deal(t("Ce que le projet a fait"), (lead,), items, notes, t("(suite)"))))


def results(notebook: Notebook, findings: dict[str, Finding]) -> Deck:
    """For each result area: what was aimed at, its key findings, and a figure where there is one."""
    t, of = notebook.t, notebook.language.of
    slides: list[Slide] = []
    for result in notebook.project.content.resultats:
        key = key_findings(findings, result.code)
        lead: list[Block] = [Paragraph((of(result.enonce),), "chapeau")]
        if not key:
            lead.append(
                Paragraph(
                    (
                        t(
                            "Aucun constat ne porte encore sur ce résultat : ce que vous en savez est "
                            "d’autant plus utile."
                        ),
                    ),
                    "alerte",
                )
            )
        title = f"{result.code} · {of(result.titre)}"
        notes = (*_how_to_read(notebook, key), *_origins(notebook, key))
        items = [_item(notebook, one) for one in key]
        slides += deal(title, tuple(lead), items, notes, t("(suite)"))
        figure = figure_beside(notebook, key)
        if figure is not None:
            slides.append(_figure_slide(notebook, title, figure))
    return Deck(tuple(slides))


def practices(notebook: Notebook, findings: dict[str, Finding]) -> Deck:
    """For each practice: what each kind of source says of it, and the question to the room."""
    t, of = notebook.t, notebook.language.of
    slides: list[Slide] = []
    for practice in notebook.project.practices():
        known = about(findings, practice.code)
        items: list[Inlines] = [
            (Strong(f"{t(SAID[one.kind])} : "), *_item(notebook, one)) for one in known
        ]
        lead: tuple[Block, ...] = ()
        if not known:
            lead = (
                Paragraph(
                    (
                        t(
                            "Aucun constat ne porte sur cette pratique : il n’y a ni mesure ni "
                            "témoignage à comparer à votre expérience."
                        ),
                    ),
                    "alerte",
                ),
            )
        items.append((Strong(t("À vous : ")), t(question_to_the_room(known))))
        title = f"{practice.numero} · {of(practice.titre)}"
        notes = (*_told_of(notebook, practice), *_origins(notebook, known))
        slides += deal(title, lead, items, notes, t("(suite)"))
    return Deck(tuple(slides))


def question_to_the_room(known: Sequence[Finding]) -> str:
    """The question that the evidence leaves open, in French, to be translated."""
    # what agents note takes no side
    sides = {one.bears for one in known if one.kind != "note"}
    if not known:
        return mark("qu’en avez-vous vu, et où ?")
    if {"soutient", "contredit"} <= sides:
        return mark("les sources se contredisent. Comment l’expliquez-vous ?")
    if sides & {"sans effet visible", "partagé"} and sides & {"soutient", "contredit"}:
        return mark(
            "les sources ne disent pas toutes la même chose. Qu’avez-vous vu qui départage ?"
        )
    if "contredit" in sides:
        return mark("que faudrait-il changer pour qu’elle serve, ou faut-il l’arrêter ?")
    if "soutient" in sides:
        return mark(
            "pour qui n’a-t-elle pas marché, et à quelle condition marcherait-elle ailleurs ?"
        )
    return mark("aucun effet ne se voit dans les chiffres. Qu’avez-vous vu sur le terrain ?")


def scoring(notebook: Notebook) -> Deck:
    """How each participant scores practices and recommendations."""
    t, project, language = notebook.t, notebook.project, notebook.language
    scores = AskedWords(SCORES, project, language)
    priorities = AskedWords(PRIORITIES, project, language)
    criteria: list[Inlines] = [
        (Strong(head), f" : {asked}") for head, asked in map(scores.heading, CRITERIA)
    ]
    slides: list[Slide] = []
    how = t(
        "Seul, sans se concerter, de 1 (pas du tout) à 5 (très bien). Rien à dire : laissez vide."
    )
    notes = (
        t("Distribuez une grille à chacun. Montrez sur une pratique comment entourer un nombre."),
        t(
            "Le numéro du badge va sur la grille, jamais le nom : personne ne saura qui a noté quoi."
        ),
        t("Une note de 3 est une réponse ; une case vide veut dire « je ne sais pas »."),
    )
    if project.practices():
        number = Paragraph((Strong(t("Votre numéro, non votre nom. ")), how), "chapeau")
        slides += deal(t("Noter les pratiques"), (number,), criteria, notes, t("(suite)"))
    if project.content.recommandations:
        items: list[Inlines] = [
            (Strong(head), f" : {asked}")
            for head, asked in map(priorities.heading, ("importance", "faisabilite"))
        ]
        lead = Paragraph((t("Après la restitution des groupes, de 1 à 5 :"),), "chapeau")
        slides += deal(t("Noter les recommandations"), (lead,), items, notes[1:], t("(suite)"))
    return Deck(tuple(slides))


def consent(notebook: Notebook) -> Deck:
    """What happens with what is said, and what each person may choose."""
    t = notebook.t
    asked = AskedWords(CONTRIBUTION, notebook.project, notebook.language)
    choices: list[Inlines] = [(words,) for _, words in asked.answers("consentements")]
    lead = Paragraph(
        (
            t(
                "Ce que vous dites est écrit pour en tirer des leçons, sans nom de personne. Vous "
                "choisissez ce que l’on en fait, et pouvez changer d’avis à tout moment."
            ),
        ),
        "chapeau",
    )
    said = asked.question("a_lire").split("\n\n")
    notes = tuple(" ".join(part.split()) for part in said)
    return Deck(
        tuple(deal(t("Ce que devient ce que vous dites"), (lead,), choices, notes, t("(suite)")))
    )


def _item(notebook: Notebook, finding: Finding) -> Inlines:
    t = notebook.t
    said = t("confiance {niveau}", niveau=t(label(finding.confidence)))
    return (f"{finding.statement.text(notebook.language)} ({said})",)


def _figure_slide(notebook: Notebook, title: str, figure: Figure) -> Slide:
    notes = (
        notebook.t("Laissez le temps de regarder, puis dites ce que montre la figure :"),
        figure.alt,
    )
    return Slide(title, (figure,), notes, below=True)


def _how_to_read(notebook: Notebook, key: Sequence[Finding]) -> tuple[str, ...]:
    t = notebook.t
    if not key:
        return (t("Demandez à la salle ce qu’elle sait de ce résultat, et notez-le."),)
    return (
        t(
            "Lisez chaque constat tel qu’il est écrit : l’intervalle entre parenthèses dit ce que l’on "
            "ne sait pas. Un écart n’est pas une preuve que le projet en est la cause."
        ),
        t("Demandez : reconnaissez-vous cela chez vous ? Qu’est-ce qui manque ?"),
    )


def _told_of(notebook: Notebook, practice: DeclaredPractice) -> tuple[str, ...]:
    t, of = notebook.t, notebook.language.of
    told = [t("Laissez d’abord parler ceux qui ont vécu la pratique, puis Gao et Kidal.")]
    if practice.pour_qui:
        told.append(t("Pour qui : {texte}.", texte=of(practice.pour_qui)))
    if practice.conditions:
        told.append(t("Conditions : {texte}.", texte=of(practice.conditions)))
    return tuple(told)


def _origins(notebook: Notebook, known: Sequence[Finding]) -> tuple[str, ...]:
    """Where each finding comes from, for a question from the room."""
    t = notebook.t
    # the findings of a public report do not all say how many units they rest on
    return tuple(
        t(
            # said beside a coarse sentence, it would make it exact
            _ORIGIN if one.n and notebook.discretion is None else _ORIGIN_UNCOUNTED,
            id=notebook.numbers.get(one.id, one.id),
            source=t(label(one.kind)),
            n=one.n,
            niveau=t(label(one.confidence)),
        )
        for one in known
    )


def nothing_yet(notebook: Notebook, findings: dict[str, Finding]) -> Stack:
    """Said in the notebook, before a first report."""
    if findings:
        return Stack()
    told = notebook.t(
        "Aucun constat : lancez d’abord « lecons produire » pour cette langue. Les diapositives se "
        "font des constats du dernier rapport."
    )
    return Stack((Paragraph((told,), "alerte"),))
