"""How often the intervals of alpha and omega hold the truth, in surveys whose truth is known.

    python tests/bench/scales_coverage.py

Six items on five points, one factor, items unequally good. The truth is computed and not simulated:
given the factor the items are independent, so that their covariances are integrals in one dimension.
"""

import numpy as np
import pandas as pd
from lecons.estimates import scales
from scipy import stats

LOADINGS = np.array([0.5, 0.6, 0.7, 0.8, 0.4, 0.65])
EVEN, MOST_AGREE = np.array([-1.5, -0.5, 0.5, 1.5]), np.array([-2.0, -1.3, -0.7, 0.2])
# people, cuts between answers, communes, share of each latent variance that lies between communes
SCENARIOS: dict[str, tuple[int, np.ndarray, int, float]] = {
    "60 people": (60, EVEN, 0, 0.0),
    "200 people": (200, EVEN, 0, 0.0),
    "400 people": (400, EVEN, 0, 0.0),
    "200 people, most agree": (200, MOST_AGREE, 0, 0.0),
    "22 communes of 15, a tenth between": (330, EVEN, 22, 0.1),
}


def coverage(n_projects: int = 1000, seed: int = 20240615) -> pd.DataFrame:
    """Share of simulated projects whose 95 % interval holds the truth.

    Out: estimator, scenario, truth, covered.
    """
    rows = []
    for number, (scenario, (people, cuts, communes, between)) in enumerate(SCENARIOS.items()):
        rng = np.random.default_rng([seed, number])
        matrix = population(cuts)[None]
        truth = {"alpha": scales._alpha(matrix)[0], "omega": scales._omega(matrix)[0]}
        held: dict[str, int] = {}
        for project in range(n_projects):
            answers, commune = survey(rng, people, cuts, communes, between)
            found = {"alpha": scales.alpha(answers), "omega": scales.omega(answers, project)}
            if communes:
                found["alpha, by commune"] = scales.alpha(answers, project, commune)
                found["omega, by commune"] = scales.omega(answers, project, commune)
            for name, one in found.items():
                assert one.low is not None
                assert one.high is not None
                held[name] = held.get(name, 0) + (one.low <= truth[name[:5]] <= one.high)
        rows += [(name, scenario, truth[name[:5]], n / n_projects) for name, n in held.items()]
    return pd.DataFrame(rows, columns=["estimator", "scenario", "truth", "covered"])


def survey(
    rng: np.random.Generator, people: int, cuts: np.ndarray, communes: int, between: float
) -> tuple[np.ndarray, np.ndarray]:
    """Answers (people, 6) and the commune of each; the factor and what is proper to each item both
    vary between communes by the same share."""
    k = len(LOADINGS)
    commune = np.arange(people) * max(communes, 1) // people
    latent = np.sqrt(1 - between) * rng.normal(size=(people, k + 1))
    if communes:
        latent += np.sqrt(between) * rng.normal(size=(communes, k + 1))[commune]
    scores = latent[:, :1] * LOADINGS + latent[:, 1:] * np.sqrt(1 - LOADINGS**2)
    return np.digitize(scores, cuts).astype(float), commune


def population(cuts: np.ndarray) -> np.ndarray:
    """The covariance matrix of the answers of everybody."""
    factor, weight = np.polynomial.hermite_e.hermegauss(80)
    away = (cuts[:, None, None] - LOADINGS[:, None] * factor) / np.sqrt(1 - LOADINGS**2)[:, None]
    given = stats.norm.sf(away).sum(axis=0)
    above = stats.norm.sf(cuts)
    matrix = (given * weight / weight.sum()) @ given.T - above.sum() ** 2
    own = ((2 * np.arange(len(cuts)) + 1) * above).sum() - above.sum() ** 2
    np.fill_diagonal(matrix, own)
    return matrix


if __name__ == "__main__":
    print(coverage().to_string(index=False))
