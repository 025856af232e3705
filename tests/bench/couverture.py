"""Does each 95 % interval hold in 95 projects of 100? Simulated projects of this size, with a known truth.

    make banc-couverture        (or: python tests/bench/couverture.py [projects])

Each line draws projects (22 communes, 81 cases, a few hundred answers, few incidents), computes the
estimate that the report prints, and counts how often its interval covers the truth; and, where the
truth is that nothing differs, how often the report would call a difference clear (at the level of its
family). Prints the table that tests/bench/README.md holds.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from lecons.estimates import Estimate, difference_of_shares, paired_change, wilson
from lecons.estimates.clusters import clustered_mean
from lecons.estimates.durations import kaplan_meier
from lecons.estimates.effects import paired_effect
from lecons.estimates.pooling import pooled_shares
from lecons.estimates.ratios import ratio_of_sums
from lecons.measures.cohesion import _change, _gaps
from lecons.measures.violence.compared import compared
from lecons.measures.violence.interrupted import interrupted
from lecons.measures.violence.monthly import Monthly

Drawn = Iterator[tuple[Estimate, float]]
COMMUNES, CASES = 22, 81
MONTHS = pd.date_range("2014-01-01", periods=51, freq="MS")
START = MONTHS[32]
RATES = np.array([1.9, 1.5, 0.7, 1.6, 1.1, 0.8, 1.1, 1.9, 1.3, 1.5, 0.5, 0.6, 0.4])


@dataclass(frozen=True)
class Line:
    """One estimator in one setting: its draws, and whether the truth is that nothing differs."""

    name: str
    setting: str
    draw: Callable[[np.random.Generator], Drawn]
    null: bool = False


def settled_share(rng: np.random.Generator) -> Drawn:
    truth = rng.uniform(0.5, 0.8)
    yield wilson(rng.binomial(CASES, truth), CASES), truth


def mediators(gap: float) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        n1 = rng.binomial(74, 0.6)
        p2 = rng.uniform(0.4, 0.6)
        k1, k2 = rng.binomial(n1, p2 + gap), rng.binomial(74 - n1, p2)
        yield difference_of_shares(k1, n1, k2, 74 - n1, family=2), gap

    return draw


def settlement_at_60_days(rng: np.random.Generator) -> Drawn:
    """Cases reported over 18 months; settled or failed at exponential times, or still open."""
    settled, failed = rng.exponential(55, 74), rng.exponential(250, 74)
    followed = rng.uniform(0, 540, 74)
    happened = (settled < failed) & (settled < followed)
    curve = kaplan_meier(np.where(happened, settled, followed), happened)
    rate = 1 / 55 + 1 / 250
    yield curve.happened_by(60), (1 / 55) / rate * (1 - np.exp(-60 * rate))


def median_of_settlement(rng: np.random.Generator) -> Drawn:
    settled, followed = rng.exponential(55, 74), rng.uniform(0, 540, 74)
    happened = settled < followed
    curve = kaplan_meier(np.where(happened, settled, followed), happened)
    found = curve.median()
    high = np.inf if found.high is None else found.high
    yield Estimate(found.value, found.low, high, 74, 74, "days"), 55 * np.log(2)


def agreements_at_6_months(rng: np.random.Generator) -> Drawn:
    """53 agreements, some too recent or not visited; a tenth break by 3 months, as many by 6."""
    n = 53
    age = rng.uniform(0, 540, n)
    third, sixth = (
        (age >= 90) & (rng.random(n) < 0.85),
        (age >= 180) & (rng.random(n) < 0.85),
    )
    breaks = np.where(rng.random(n) < 0.1, 3, np.where(rng.random(n) < 0.1, 6, 99))
    months, broken = np.full(n, np.nan), np.zeros(n, bool)
    for length, seen in ((3, third), (6, sixth)):
        visited = seen & ~broken
        months[visited] = length
        broken |= visited & (breaks <= length)
    yield kaplan_meier(months, broken).at(6), 0.9 * 0.9


def communes_pooled(spread: float) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        size = 0.65 * 0.35 / spread**2 - 1
        truth = rng.beta(0.65 * size, 0.35 * size, COMMUNES)
        n = rng.multinomial(CASES, np.full(COMMUNES, 1 / COMMUNES))
        found = pooled_shares(rng.binomial(n, truth), n)
        yield from zip(found.groups, truth, strict=True)

    return draw


def spread_between_communes(rng: np.random.Generator) -> Drawn:
    spread = 0.12
    size = 0.65 * 0.35 / spread**2 - 1
    truth = rng.beta(0.65 * size, 0.35 * size, COMMUNES)
    n = rng.multinomial(CASES, np.full(COMMUNES, 1 / COMMUNES))
    yield pooled_shares(rng.binomial(n, truth), n).spread, spread


def training_gain(rng: np.random.Generator) -> Drawn:
    session = np.repeat(np.arange(24), rng.integers(5, 9, 24))
    gain = 3.4 + rng.normal(0, 0.8, 24)[session] + rng.normal(0, 2.0, len(session))
    yield clustered_mean(gain, session, "difference_mean"), 3.4


def training_effect(rng: np.random.Generator) -> Drawn:
    session = np.repeat(np.arange(24), rng.integers(5, 9, 24))
    before = rng.normal(9.2, 2.4, len(session))
    after = before + 3.4 + rng.normal(0, 0.8, 24)[session] + rng.normal(0, 2.0, len(session))
    truth = 3.4 / np.sqrt((2.4**2 + 2.4**2 + 0.8**2 + 2.0**2) / 2)
    yield paired_effect(before, after, 0, session), truth


def gain_left_by_session(rng: np.random.Generator) -> Drawn:
    session = np.repeat(np.arange(24), rng.integers(3, 7, 24))
    gain = 3.4 + rng.normal(0, 0.8, 24)[session] + rng.normal(0, 2.0, len(session))
    lost = 0.8 + rng.normal(0, 0.4, 24)[session] + rng.normal(0, 1.4, len(session))
    yield ratio_of_sums(gain - lost, gain, "share", clusters=session), 2.6 / 3.4


def gain_left(rng: np.random.Generator) -> Drawn:
    gain = rng.normal(3.4, 2.0, 114)
    yield ratio_of_sums(gain - rng.normal(0.8, 1.4, 114), gain, "share"), 2.6 / 3.4


def organisations_effect(rng: np.random.Generator) -> Drawn:
    before, after = rng.multivariate_normal([0, 0.6], [[1, 0.5], [0.5, 1]], 24).T
    yield paired_effect(before, after, int(rng.integers(1 << 30))), 0.6


def organisations_domain(gain: float) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        level = rng.normal(2.4, 0.35, 24)
        before = np.clip(level + rng.normal(0, 0.3, 24), 1, 5).round(1)
        after = np.clip(level + gain + rng.normal(0, 0.3, 24), 1, 5).round(1)
        yield paired_change(before, after, family=4), gain

    return draw


def seats(rng: np.random.Generator) -> Drawn:
    size = rng.integers(7, 13, 24)
    women = rng.integers(1, 4, 24)
    more = rng.random(24) < 0.5
    # half of the boards gain a woman, whatever their size
    truth = 0.5 * float(np.mean(1 / np.arange(7, 13)))
    yield paired_change(women / size, (women + more) / size, family=2), truth


def women_among_mediators(rng: np.random.Generator) -> Drawn:
    mixed = rng.random(74) < 0.62
    women, men = np.where(mixed, rng.integers(1, 4, 74), 0), rng.integers(2, 6, 74)
    truth = 0.62 * 2 / (0.62 * 2 + 3.5)
    yield ratio_of_sums(women, women + men, "share", (0, 1)), truth


def cost_of_attendance(rng: np.random.Generator) -> Drawn:
    present = rng.integers(8, 33, 52)
    cost = present * 2000 + rng.lognormal(10.3, 0.6, 52)
    truth = 2000 + np.exp(10.3 + 0.18) / 20
    yield ratio_of_sums(cost, present, "amount", (0, np.inf)), truth


def survey(rng: np.random.Generator, trend: float, effect: float) -> pd.DataFrame:
    """Two waves of about 15 people a commune; communes differ, and move differently."""
    rows = []
    home, moves = rng.normal(0, 0.2, COMMUNES), rng.normal(0, 0.15, COMMUNES)
    for wave, per in (("reference", 15), ("finale", 16)):
        commune = np.repeat(np.arange(COMMUNES), per)
        n = len(commune)
        exposure = rng.choice(["aucune", "animation", "radio", "dialogue"], n)
        woman = rng.random(n) < 0.5
        # men come to dialogues more, and women answer lower: what the adjustment is for
        exposure = np.where(woman & (rng.random(n) < 0.3), "aucune", exposure)
        final = wave == "finale"
        index = 2.9 + home[commune] + rng.normal(0, 0.55, n) - 0.2 * woman
        index += final * (trend + moves[commune] + effect * (exposure == "dialogue"))
        rows.append(
            pd.DataFrame(
                {
                    "vague": wave,
                    "commune": commune.astype(str),
                    "exposition": exposure if final else "aucune",
                    "sexe": np.where(woman, "F", "H"),
                    "tranche_age": rng.choice(["18-35", "36-59", "60+"], n),
                    "indice": index,
                    "poids": rng.lognormal(0, 0.4, n),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def cohesion_change(trend: float) -> Callable[[np.random.Generator], Drawn]:
    return lambda rng: iter([(_change(survey(rng, trend, 0.0), "indice"), trend)])


def exposure(effect: float) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        frame = survey(rng, 0.1, effect)
        final = frame[frame["vague"] == "finale"]
        yield _gaps(final, ["animation", "dialogue", "radio"])["dialogue"], effect

    return draw


def counts(
    rng: np.random.Generator,
    change: float,
    *,
    between: float = 0.0,
    successive: float = 0.0,
    rates: np.ndarray = RATES,
) -> pd.DataFrame:
    """Incidents by month and cercle: growth, a season, months that vary more than chance; the first
    two cercles are covered. `between`: how far cercles move apart after the start."""
    n = len(MONTHS)
    time_ = 0.12 * np.arange(n) / 12 + 0.25 * np.cos(2 * np.pi * (np.arange(n) - 3) / 12)
    shock = np.zeros(n)
    if successive:
        noise = rng.normal(0, 0.35, n)
        shock[0] = noise[0]
        for i in range(1, n):
            shock[i] = successive * shock[i - 1] + noise[i] * np.sqrt(1 - successive**2)
    after = (np.arange(n) >= 32)[:, None]
    log = np.log(rates)[None, :] + (time_ + shock)[:, None]
    log = log + after * (
        rng.normal(0, between, len(rates)) + np.where(np.arange(13) < 2, change, 0)
    )
    wild = rng.gamma(6, 1 / 6, log.shape) if not successive else 1.0
    return pd.DataFrame(rng.poisson(np.exp(log) * wild), MONTHS, [f"ML{i:04d}" for i in range(13)])


def series(change: float, successive: float = 0.0) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        table = counts(rng, change, successive=successive)
        found = interrupted(table.iloc[:, :2].sum(axis=1), START)
        if found is not None:
            yield found.change, float(np.expm1(change))

    return draw


def side_by_side(
    change: float, between: float, rates: np.ndarray = RATES
) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        table = counts(rng, change, between=between, rates=rates)
        months = Monthly(table, "acled", ("ML0000", "ML0001"), START, ())
        found = compared(months)
        if found is not None:
            yield found.change, float(np.expm1(change))

    return draw


def placebo(rng: np.random.Generator) -> Drawn:
    months = Monthly(counts(rng, 0.0, between=0.0), "acled", ("ML0000", "ML0001"), START, ())
    found = compared(months)
    if found is not None:
        yield found.placebo, 0.0


LINES = (
    Line("part réglée (Wilson)", "81 cas", settled_share),
    Line("écart selon les médiateurs (Newcombe)", "74 cas, écart 0,3", mediators(0.3)),
    Line("écart selon les médiateurs (Newcombe)", "74 cas, aucun écart", mediators(0.0), null=True),
    Line("part réglée à 60 jours (Kaplan–Meier)", "74 cas, échecs et cas ouverts", settlement_at_60_days),
    Line("délai médian (Brookmeyer–Crowley)", "74 cas", median_of_settlement),
    Line("accords à 6 mois (Kaplan–Meier)", "53 accords, visites manquées", agreements_at_6_months),
    Line("part réglée par commune (mise en commun)", "écart type 0,12", communes_pooled(0.12)),
    Line("part réglée par commune (mise en commun)", "écart type 0,20", communes_pooled(0.20)),
    Line("écart type entre communes", "22 communes, 81 cas", spread_between_communes),
    Line("gain de formation (CR2)", "24 formations de 5 à 8", training_gain),
    Line("g de Hedges du gain (influence, CR2)", "24 formations de 5 à 8", training_effect),
    Line("part du gain gardée (rapport)", "114 personnes", gain_left),
    Line("part du gain gardée (rapport, CR2)", "24 formations de 3 à 6", gain_left_by_session),
    Line("g de Hedges (bootstrap-t)", "24 organisations", organisations_effect),
    Line("changement par domaine (t apparié)", "24 organisations, gain 0,5", organisations_domain(0.5)),
    Line("changement par domaine (t apparié)", "aucun gain", organisations_domain(0.0), null=True),
    Line("part de femmes aux bureaux (t apparié)", "24 organisations", seats),
    Line("part de femmes parmi les médiateurs (rapport)", "74 équipes", women_among_mediators),
    Line("coût par participation (rapport)", "52 activités", cost_of_attendance),
    Line("évolution de la cohésion (CR2, poids)", "682 réponses, +0,3", cohesion_change(0.3)),
    Line("évolution de la cohésion (CR2, poids)", "aucune évolution", cohesion_change(0.0), null=True),
    Line("écart selon l’exposition (CR2, ajusté)", "352 réponses, +0,45", exposure(0.45)),
    Line("écart selon l’exposition (CR2, ajusté)", "aucun écart", exposure(0.0), null=True),
    Line("violence, série seule (quasi-Poisson)", "170 incidents, −30 %", series(np.log(0.7))),
    Line("violence, série seule (quasi-Poisson)", "aucun changement", series(0.0), null=True),
    Line("violence, série seule (quasi-Poisson)", "mois liés (0,3), aucun changement", series(0.0, 0.3), null=True),
    Line("violence, comparaison", "13 cercles, −30 %", side_by_side(np.log(0.7), 0.15)),
    Line("violence, comparaison", "aucun changement", side_by_side(0.0, 0.15), null=True),
    Line("violence, comparaison", "cercles semblables, aucun changement", side_by_side(0.0, 0.0), null=True),
    Line("violence, comparaison", "deux fois et demie moins d’incidents", side_by_side(0.0, 0.15, RATES * 0.4), null=True),
    Line("violence, comparaison à une fausse date", "aucun changement", placebo, null=True),
)  # fmt: skip


def measure(line: Line, projects: int, seed: int) -> dict[str, object]:
    """Coverage and false alarms of one line over that many projects."""
    rng = np.random.default_rng(seed)
    covered, clear, given = 0, 0, 0
    for _ in range(projects):
        for found, truth in line.draw(rng):
            if found.low is None or found.high is None:
                continue
            given += 1
            covered += found.low <= truth <= found.high
            clear += found.excludes_zero
    return {
        "estimation": line.name,
        "projets simulés": line.setting,
        "intervalles": given,
        "couverture": covered / given,
        "fausses alertes": clear / given if line.null else None,
    }


def table(projects: int) -> pd.DataFrame:
    """Every line, and those of the scales."""
    from scales_coverage import coverage

    rows = []
    for seed, line in enumerate(LINES):
        start = time.perf_counter()
        rows.append(measure(line, projects, seed))
        print(
            f"{line.name} · {line.setting} : {time.perf_counter() - start:.1f} s", file=sys.stderr
        )
    scales = coverage(projects)
    rows += [
        {
            "estimation": row.estimator,
            "projets simulés": row.scenario,
            "intervalles": projects,
            "couverture": row.covered,
            "fausses alertes": None,
        }
        for row in scales.itertuples()
    ]
    return pd.DataFrame(rows)


def main() -> None:
    found = table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print("| estimation | projets simulés | intervalles | couverture | fausses alertes |")
    print("|---|---|---|---|---|")
    for row in found.itertuples(index=False):
        alarms = (
            "–" if row[4] is None or pd.isna(row[4]) else f"{100 * row[4]:.1f} %".replace(".", ",")
        )
        covered = f"{100 * row[3]:.1f} %".replace(".", ",")
        print(f"| {row[0]} | {row[1]} | {row[2]} | {covered} | {alarms} |")


if __name__ == "__main__":
    main()
