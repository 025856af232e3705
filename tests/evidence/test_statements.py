"""The words that a measure is put in: complete, no stronger than the interval, and never a cause."""

import ast
import importlib
import inspect
import pkgutil
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.estimates import Estimate, difference_of_shares, unknown, wilson
from lecons.evidence import statements
from lecons.evidence.statements import capacity, cohesion, mediation, reach, violence, voices, words
from lecons.evidence.workshop import appraisal_finding, appraise
from lecons.language import Language
from lecons.measures.mediation import ByCommune, Contrast, Step
from lecons.measures.violence.interrupted import Detectable
from lecons.measures.violence.monthly import Monthly

FR, EN = Language("fr"), Language("en")
IDS = ("a", "b")


def shown(value, low, high, unit="difference_mean", *, n=40, total=45, strict=None):
    return Estimate(value, low, high, n, total, unit, 1 if strict is None else 2, strict)


UP, DOWN, OPEN = (0.3, 0.1, 0.5), (-0.3, -0.5, -0.1), (0.1, -0.1, 0.3)
# the interval at 95 % leaves zero out, that of the family does not
LOOSE = {"strict": (-0.02, 0.6)}
LEVEL = shown(0.6, 0.5, 0.7, "share")


def steps(settled=53):
    ids = tuple(str(i) for i in range(81))
    return [
        Step("signales", 81, "signales", wilson(81, 81), ids),
        Step("regles", settled, "signales", wilson(settled, 81), ids[:settled]),
    ]


def contrast(e):
    return Contrast(LEVEL, LEVEL, e, IDS)


def surveyed(e, holds=True):
    waves = {"reference": shown(2.9, 2.8, 3.0), "finale": shown(3.2, 3.1, 3.3)}
    gaps = dict.fromkeys(("dialogue", "radio", "animation"), e)
    ids = dict.fromkeys(("change", *gaps), IDS)
    return SimpleNamespace(
        waves=waves, change=e, gaps=gaps, ids=ids, consistency=SimpleNamespace(holds=holds)
    )


def trained(gain, kept=None, retained=None):
    blank = unknown(0, 45, "share")
    return SimpleNamespace(
        gain=gain,
        kept=kept or blank,
        retained=retained or blank,
        before=shown(9.0, 8.5, 9.5),
        after=shown(12.0, 11.0, 13.0),
        sessions=24,
        ids=IDS,
    )


def boards(e):
    levels = {"reference": LEVEL, "finale": LEVEL}
    names = ("femmes_bureau", "jeunes_bureau")
    return SimpleNamespace(
        change=dict.fromkeys(names, e), levels=dict.fromkeys(names, levels), ids=IDS
    )


def committees(e):
    return SimpleNamespace(change=dict.fromkeys(("mediatrices", "jeunes_mediateurs"), e), ids=IDS)


def incidents(design, e=None, doubts=(), mine=4):
    index = pd.date_range("2016-01-01", periods=12, freq="MS")
    table = pd.DataFrame({"ML0601": [mine] * 12, "ML0602": [1] * 12}, index=index)
    months = Monthly(table, "acled", ("ML0601",), index[6], IDS)
    reached = Detectable(-0.3, 0.4)
    beside = SimpleNamespace(change=e, covered=1, others=5, detectable=reached)
    series = SimpleNamespace(change=e, detectable=reached)
    return SimpleNamespace(
        months=months, design=design, doubts=tuple(doubts), compared=beside, series=series
    )


def violent(*args, **more):
    return violence.trend_of_violence("R1", incidents(*args, **more))


def curve(soon, median):
    return SimpleNamespace(settled_by=lambda _: soon, median=median, ids=IDS)


STANCES = SimpleNamespace(
    practice="radio", share=wilson(12, 14), supporting=IDS, contradicting=("c",), communes=5,
    cercles=2, women=6, men=8, coders=2, segments=IDS,
)  # fmt: skip
REACH = SimpleNamespace(
    activities=4, communes=2, attendances=33, women_share=0.4, youth_share=0.2, ids=IDS
)
NOTED = SimpleNamespace(written=10, total=12)
SPREAD = pd.DataFrame({"share": [LEVEL, wilson(3, 9)]})
# each: from an estimate, the findings of a function of the package
DIFFERENCES = {
    "mediators": lambda e: mediation.mediators("R1", {"mediatrices": contrast(e)}, {})
    + mediation.mediators("R1", {"jeunes_mediateurs": contrast(e)}, {}),
    "training_gain": lambda e: capacity.training_gain("R2", trained(e, e), {}),
    "organisations_gain": lambda e: [
        capacity.organisations_gain("R2", SimpleNamespace(overall=e, ids=IDS), {})
    ],
    "seats": lambda e: capacity.seats("R2", boards(e)),
    "committees": lambda e: capacity.committees("R2", committees(e)),
    "cohesion_change": lambda e: [cohesion.cohesion_change("R3", surveyed(e))],
    "exposure_gaps": lambda e: cohesion.exposure_gaps("R3", surveyed(e), {}),
}
LEVELS = {
    "settled": lambda e: [mediation.settled("R1", steps(), 0.5)],
    "respected": lambda e: [
        mediation.respected("R1", SimpleNamespace(holding=lambda _: e, ids=IDS, broken=3))
    ],
    "delay": lambda e: [
        mediation.delay("R1", curve(e, median))
        for median in (shown(45, 30, None, "days"), unknown(40, 45, "days"))
    ],
    "returned": lambda e: [mediation.returned("R1", SimpleNamespace(share=e, ids=IDS))],
    "communes_differ": lambda e: [mediation.communes_differ("R1", ByCommune(SPREAD, e), IDS)],
    "reached": lambda e: [reach.reached("R1", REACH)],
    "left_out": lambda e: [reach.left_out("R1", ["Ber"], 2, 1 / 3, IDS)],
    "cost": lambda e: [reach.cost("R1", e, IDS)],
    "difficulties": lambda e: [
        reach.difficulties("R1", NOTED, {"fr": "accès", "en": "access"}, e, IDS)
    ],
    "practice_voices": lambda e: [voices.practice_voices("R3", STANCES, {"fr": "P"}, 20)],
    "training_gain (left of it)": lambda e: capacity.training_gain(
        "R2", trained(shown(*UP), shown(*UP), LEVEL), {}
    ),
}
VIOLENCE = {
    "no comparison, one doubt": violent("description", doubts=["trop_peu"]),
    "no comparison, two doubts": violent("description", doubts=["tendances", "fausse_date"]),
    "no doubt": violent("description"),
    "series, unclear": violent("serie", shown(*OPEN, "change")),
    "series, fewer": violent("serie", shown(*DOWN, "change")),
    "compared, unclear": violent("comparaison", shown(*OPEN, "change")),
    "compared, fewer": violent("comparaison", shown(*DOWN, "change")),
    "compared, more": violent("comparaison", shown(*UP, "change")),
}
FEW = shown(0.1, None, None, n=3)


def every_finding():
    found = {f"violence, {name}": [one] for name, one in VIOLENCE.items()}
    for name, make in DIFFERENCES.items():
        for state in (UP, DOWN, OPEN):
            found[f"{name} {state}"] = make(shown(*state))
    for name, make in {**DIFFERENCES, **LEVELS}.items():
        found[f"{name}, few"] = make(FEW)
    found |= {name: make(LEVEL) for name, make in LEVELS.items()}
    return {name: one for name, many in found.items() for one in many}


FINDINGS = [(name, one) for name, one in every_finding().items()]
MODULES = [
    importlib.import_module(f"{statements.__name__}.{one.name}")
    for one in pkgutil.iter_modules(statements.__path__)
]


def test_every_function_that_words_a_finding_is_tested_here():
    told = {
        name
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        and "Finding" in str(function.__annotations__.get("return"))
    }  # fmt: skip
    assert told - {"measured", "trend_of_violence"} <= {*DIFFERENCES, *LEVELS}
