"""Compares what suggestions are learnt from, and how, on a project's own testimonies. No test:
prints mean average precision by code over draws of five folds of persons.

    .venv/bin/python tests/testimony/suggestions/compare.py data/3p-amss
"""

import sys

import numpy as np
from lecons.project import open_project
from lecons.testimony.suggestions import features as made_of
from lecons.testimony.suggestions.centroids import directions, scores
from lecons.testimony.suggestions.evaluate import FOLDS
from lecons.testimony.suggestions.material import Material, material
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

DRAWS = 5
SOURCES = {
    "lettres": (1, 0, 0),
    "lemmes": (0, 1, 0),
    "vecteurs": (0, 0, 1),
    "lettres et lemmes": (1, 0.5, 0),
    "lemmes et vecteurs": (0, 1, 0.3),
    "lettres et vecteurs": (1, 0, 0.3),
    "les trois": (1, 0.5, 0.3),
}


def rocchio(looks, truth, rows, tried):
    return scores([one[tried] for one in looks], directions(looks, truth, rows))


def one_by_one(learner):
    def fitted(looks, truth, rows, tried):
        flat = sparse.hstack([sparse.csr_matrix(one) for one in looks]).tocsr()
        found = [
            learner().fit(flat[rows], truth[rows, j]).decision_function(flat[tried])
            for j in range(truth.shape[1])
        ]
        return np.column_stack(found)

    return fitted


def neighbours(looks, truth, rows, tried):
    flat = sparse.hstack([sparse.csr_matrix(one) for one in looks]).tocsr()
    likeness = (flat[tried] @ flat[rows].T).toarray()
    best = [
        np.sort(likeness[:, truth[rows, j]], axis=1)[:, -3:].mean(axis=1)
        for j in range(truth.shape[1])
    ]
    return np.column_stack(best)


LEARNERS = {
    "centroïdes": rocchio,
    "logistique": one_by_one(lambda: LogisticRegression(C=3, class_weight="balanced")),
    "SVM": one_by_one(lambda: LinearSVC(C=0.3, class_weight="balanced")),
    "3 voisins": neighbours,
}


def compared(made: Material, weights, learner, with_meanings=True) -> float:
    """Mean average precision by code."""
    meant = made.meant if with_meanings else []
    texts = [*made.sentences["texte"], *meant]
    found = made_of.reader(texts).read(texts)
    truth = np.vstack([made.truth, np.eye(len(made.codes), dtype=bool)[: len(meant)]])
    made_of.WEIGHTS.update(zip(made_of.WEIGHTS, weights, strict=True))
    each = []
    for draw in range(DRAWS):
        guessed = np.zeros(made.truth.shape)
        folds = GroupKFold(FOLDS, shuffle=True, random_state=draw)
        for _, tried in folds.split(made.truth, groups=made.speakers):
            rows = np.ones(len(truth), dtype=bool)
            rows[tried] = False
            looks = made_of.scale(found, rows).apply(found)
            guessed[tried] = learner(looks, truth, rows, tried)
        each += [
            average_precision_score(made.truth[:, j], guessed[:, j]) for j in range(len(made.codes))
        ]
    return float(np.mean(each))


def main(folder: str) -> None:
    project = open_project(folder)
    tables = ("segments", "temoignages", "livre_de_codes")
    made = material(*(project.table(name, "interne") for name in tables))
    print(f"{len(made.sentences)} phrases, {len(made.codes)} codes, hasard {made.truth.mean():.3f}")
    for name, weights in SOURCES.items():
        print(f"{name}, centroïdes : {compared(made, weights, rocchio):.3f}")
    best = SOURCES["les trois"]
    print(f"sans le livre de codes : {compared(made, best, rocchio, False):.3f}")
    for name, learner in LEARNERS.items():
        print(f"les trois, {name} : {compared(made, best, learner):.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
