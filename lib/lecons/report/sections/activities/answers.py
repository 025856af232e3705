"""20_activites: the answers to each question of the perception survey."""

import pandas as pd

from lecons.figures.likert import diverging
from lecons.language import mark
from lecons.measures.cohesion import Asked, Cohesion
from lecons.privacy.cells.suppress import PRIMARY, Within, row_sums
from lecons.report.document import Column, Figure, Table
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, hidden

ANSWERS = (
    mark("pas du tout"),
    mark("peu"),
    mark("moyen"),
    mark("assez"),
    mark("tout à fait"),
)


def answers_figure(notebook: Notebook, measured: Cohesion) -> Figure | Table:
    """Answers as bars that part at the middle; a bar of which a part may not be told is left out."""
    t = notebook.t
    answers = measured.answers.reset_index(drop=True)
    write = lambda value: notebook.language.percent(value, 0)  # noqa: E731
    places = _hidden_answers(notebook, answers)
    given = _hidden_n(notebook, answers, measured.asked)
    rows: list[tuple[tuple[str, ...], ...]] = []
    questions: dict[str, list[tuple[str, list[float]]]] = {}
    for row, few, lacking in zip(
        answers.to_dict("records"), places.to_dict("records"), given, strict=True
    ):
        name, wave = question(notebook, row["question"]), t(label(row["vague"]))
        shares = [float(row[value]) for value in range(1, 6)]
        words = [
            _masked(notebook, few[str(value)]) if few[str(value)] else write(share)
            for value, share in enumerate(shares, 1)
        ]
        n = Hidden(t("masqué")) if few["n"] or lacking else notebook.language.number(row["n"])
        rows.append(((f"{name}, {wave}",), *((word,) for word in words), (n,)))
        if not any(few.values()):
            questions.setdefault(name, []).append((wave, shares))
    clear = [question(notebook, item) for item, one in measured.items.items() if one.excludes_zero]
    data = Table(
        t("Réponses question par question, en part des réponses données"),
        (
            Column(t("question et vague")),
            *(Column(t(answer), True) for answer in ANSWERS),
            Column(t("n"), True),
        ),
        tuple(rows),
    )
    if not questions:
        return data
    return Figure(
        diverging(questions, [t(answer) for answer in ANSWERS], write),
        t(
            "Réponses à chaque question, au départ et à la fin ; changement établi pour : {questions}.",
            questions=notebook.language.listing(clear) or t("aucune question"),
        ),
        t(
            "Réponses question par question (n = {n:pers} personnes interrogées en deux vagues)",
            n=sum(one.people for one in measured.asked.values()),
        )
        if notebook.discretion
        else t(
            "Réponses question par question (n = {bas:int} à {haut:int} réponses par barre)",
            bas=int(answers["n"].min()),
            haut=int(answers["n"].max()),
        ),
        data,
        t("Données de la figure"),
    )


def _hidden_answers(notebook: Notebook, answers: pd.DataFrame) -> pd.DataFrame:
    """What may not be told of each answer's people, and of those who answered (`n`)."""
    values = [str(value) for value in range(1, 6)]
    shares = answers[[1, 2, 3, 4, 5]].set_axis(values, axis=1).astype("float64")
    counts = shares.mul(answers["n"], axis=0).round().assign(n=answers["n"].astype("float64"))
    return hidden(notebook, counts, row_sums(counts.index, "n", values))


def _hidden_n(notebook: Notebook, answers: pd.DataFrame, asked: dict[str, Asked]) -> list[str]:
    """What may not be told of how many answered each question, of those asked: few may have kept
    silent."""
    rows = [*range(len(answers)), *asked]
    every = [*answers["n"], *(one.people for one in asked.values())]
    counts = pd.DataFrame({"n": every}, index=pd.Index(rows, dtype="object"), dtype="float64")
    sums = [Within((wave, "n"), (row, "n")) for row, wave in enumerate(answers["vague"])]
    return hidden(notebook, counts, sums)["n"].to_list()[: len(answers)]


def _masked(notebook: Notebook, place: str) -> Hidden:
    """In the place of a share, so that no number there reads as one."""
    if place == PRIMARY:
        return Hidden(notebook.t("peu"))
    return Hidden(notebook.t("masqué"))


def question(notebook: Notebook, item: str) -> str:
    """The words of a question of the survey."""
    return notebook.t(label(f"question_{item}"))
