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
from lecons.evidence.statements import (
    capacity,
    cohesion,
    mediation,
    notes,
    reach,
    reliability,
    saturation,
    sayings,
    violence,
    voices,
    words,
)
from lecons.evidence.workshop import appraisal_finding, appraise
from lecons.language import Language
from lecons.measures.agents import AgentNotes
from lecons.measures.mediation import ByCommune, Contrast, Step
from lecons.measures.violence.interrupted import Detectable
from lecons.measures.violence.monthly import Monthly
from lecons.privacy.cells import Discretion
from lecons.testimony.saturation import MAIN, Reached
from lecons.testimony.voices import Places

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
        waves=waves,
        change=e,
        gaps=gaps,
        ids=ids,
        consistency=SimpleNamespace(holds=holds),
        adjusted=("sexe", "tranche_age"),
    )


def trained(gain, kept=None, retained=None, sessions=24):
    blank = unknown(0, 45, "share")
    return SimpleNamespace(
        gain=gain,
        kept=kept or blank,
        retained=retained or blank,
        before=shown(9.0, 8.5, 9.5),
        after=shown(12.0, 11.0, 13.0),
        pairs=pd.DataFrame({"score_avant": [8.0, 10.0], "score_apres": [11.0, 13.0]}),
        sessions=sessions,
        ids=IDS,
    )


def boards(e):
    levels = {"reference": LEVEL, "finale": LEVEL}
    names = ("femmes_bureau", "jeunes_bureau")
    pairs = pd.DataFrame({"reference": [0.1, 0.3], "finale": [0.3, 0.5]})
    return SimpleNamespace(
        change=dict.fromkeys(names, e),
        levels=dict.fromkeys(names, levels),
        pairs=dict.fromkeys(names, pairs),
        ids=IDS,
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
    drawn = SimpleNamespace(events=3, total=45, n=40)
    return SimpleNamespace(settled_by=lambda _: soon, median=median, curve=drawn, ids=IDS)


STANCES = SimpleNamespace(
    practice="radio", share=wilson(12, 14), supporting=IDS, contradicting=("c",), communes=5,
    segments=IDS, persons=14,
    places=dict.fromkeys(("favorable", "reserve"), Places(5, 10, 2, 6, 8)),
)  # fmt: skip
REACH = SimpleNamespace(
    activities=4, communes=2, attendances=33, women_share=0.4, youth_share=0.2, ids=IDS
)
SPREAD = pd.DataFrame({"share": [LEVEL, wilson(3, 9)]})
# many people, in one training
FEW_SESSIONS = shown(3.2, None, None, n=40)
# each: from an estimate, the findings of a function of the package
DIFFERENCES = {
    "mediators": lambda e: (
        mediation.mediators("R1", {"mediatrices": contrast(e)}, {})
        + mediation.mediators("R1", {"jeunes_mediateurs": contrast(e)}, {})
    ),
    "mediators, few on a side": lambda e: mediation.mediators(
        "R1", {"mediatrices": Contrast(wilson(14, 15), wilson(14, 28), e, IDS)}, {}, Discretion(5)
    ),
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
    "communes_differ": lambda e: [mediation.communes_differ("R1", ByCommune(SPREAD, e, IDS))],
    "reached": lambda e: [
        reach.reached("R1", SimpleNamespace(**{**vars(REACH), **less}))
        for less in ({}, {"youth_share": None}, {"attendances": 0})
    ],
    "left_out": lambda e: [
        reach.left_out("R1", low, n, 1 / 3, IDS) for low, n in ((["Ber"], 2), ([], 5), ([], 1))
    ],
    "few_sessions": lambda e: capacity.training_gain(
        "R2", trained(FEW_SESSIONS, FEW_SESSIONS, sessions=1), {}
    ),
    "cost": lambda e: [reach.cost("R1", e, IDS)],
    "difficulties": lambda e: [
        reach.difficulties("R1", 12, {"fr": "accès", "en": "access"}, e, IDS)
    ],
    "practice_voices": lambda e: [
        voices.practice_voices("R3", STANCES, {"fr": "P"}, 20, {"codeurs": 2})
    ],
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


def saturating(needed, observed, later, heard, judged=True):
    main = Reached(MAIN, needed, observed, later, 0.9, heard, 20)
    return saturation.saturated(
        "R1", SimpleNamespace(read=IDS, total=16, codes=20, judged=judged, reached=(main,))
    )


NEEDED, OPEN_ENDED = (Estimate(9, 4, high, 14, 16, "count") for high in (12, None))
SATURATION = {
    "reached": saturating(NEEDED, 8, 0, 1.0),
    "undone": saturating(NEEDED, 8, 5, 0.7),
    "not by date": saturating(NEEDED, None, None, 1.0),
    "not in all orders": saturating(OPEN_ENDED, 8, 0, 1.0),
    "not reached": saturating(unknown(14, 16, "count"), None, None, None),
    "not judged": saturating(unknown(5, 16, "count"), None, None, None, judged=False),
}


def coded(overall, coders=("a", "b"), double=21):
    return reliability.coding(
        "R1",
        SimpleNamespace(
            unit="phrase",
            coders=coders,
            one_coder=len(coders) == 1,
            double=double,
            overall=overall,
            ids=IDS,
        ),
    )


CODINGS = {
    "sure": coded(shown(0.9, 0.82, 0.98, "coefficient")),
    "tentative": coded(shown(0.75, 0.68, 0.82, "coefficient")),
    "open": coded(shown(0.75, 0.6, 0.9, "coefficient")),
    "too low": coded(shown(0.5, 0.4, 0.6, "coefficient")),
    "no interval": coded(shown(0.9, None, None, "coefficient")),
    "nothing to compare": coded(unknown(3, 45, "coefficient")),
    "nobody twice": coded(unknown(0, 45, "coefficient"), double=0),
    "one coder": coded(unknown(0, 45, "coefficient"), ("a",), 0),
}


def compared(holds):
    table = pd.DataFrame(
        [
            (attribute, group, "eau", 9, 11, 1, 11, shown(0.7, 0.3, 0.9, "difference"), holds, IDS)
            for attribute, group in (
                ("sexe", "F"),
                ("tranche_age", "18-35"),
                ("cercle", "ML0603"),
                ("acteur", "jeune"),
            )
        ],
        columns=[
            "attribut", "groupe", "code", "personnes", "entendues", "personnes_autres",
            "entendues_autres", "difference", "tient", "segments",
        ],
    )  # fmt: skip
    if holds:
        named = {"eau": {"fr": "Eau", "en": "Water"}}
        return sayings.contrasting("R1", table, named, {}, {})
    return [sayings.no_contrast("R1", table, IDS, {})]


FEW = shown(0.1, None, None, n=3)


def noted(agents):
    sheets = AgentNotes(IDS, 60, 12, agents, min(agents, 7), min(agents, 5), 20, 15)
    return notes.practice_notes("R1", "p", {"fr": "P", "en": "P"}, sheets)


FINDINGS = [
    *((f"violence, {name}", one) for name, one in VIOLENCE.items()),
    *((f"saturation, {name}", one) for name, one in SATURATION.items()),
    *((f"coding, {name}", one) for name, one in CODINGS.items()),
    *((one.id, one) for holds in (True, False) for one in compared(holds)),
    *((f"notes of {agents} agents", noted(agents)) for agents in (0, 9)),
    (
        "difficulties, tied",
        reach.difficulties("R1", 60, {"fr": "x", "en": "x"}, LEVEL, IDS, tied=2),
    ),
    *(
        (f"{name} {e.value} {e.low}", one)
        for name, make in {**DIFFERENCES, **LEVELS}.items()
        for e in (*((shown(*s) for s in (UP, DOWN, OPEN)) if name in DIFFERENCES else [LEVEL]), FEW)
        for one in make(e)
    ),
]
MODULES = [
    importlib.import_module(f"{statements.__name__}.{one.name}")
    for one in pkgutil.iter_modules(statements.__path__)
]
MARKED = [
    str(ast.literal_eval(node.args[0]))
    for module in MODULES
    for node in ast.walk(ast.parse(inspect.getsource(module)))
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "mark"
]
CAUSES = {
    "fr": r"grâce à|à cause d|en raison d|provoqu|entraîn|permis de|a (causé|réduit|augmenté|amélioré|"
    r"contribué|fait baisser)|ont (causé|réduit|augmenté|amélioré)|effet d[eu]|impact d[eu]|d[ûu]e? (à|au) ",
    "en": r"thanks to|because of|caused|due to|led to|resulted in|(has|have) (reduced|increased|improved)|"
    r"effect of|impact of|brought about|contributed",
}


def test_every_sentence_of_the_package_is_put_to_the_tests_below():
    sentences = {text for text in MARKED if text.endswith(".")}
    assert len(sentences) > 25
    assert sentences - {one.statement.key for _, one in FINDINGS} == set()


@pytest.mark.parametrize(
    ("name", "finding"), FINDINGS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_sentence_is_complete_in_both_languages(name, finding):
    for language in (FR, EN):
        text = finding.statement.text(language)
        assert text.endswith(".")
        assert "–" not in text.replace("Kaplan–Meier", "")
        assert not re.search(r"\b(nan|None|inf|NaT)\b|[{}]|\bp ?[<=]", text)
        assert not re.search(CAUSES[language.code], text, re.IGNORECASE)
    assert finding.id.split("-")[0] == finding.result
    assert finding.sources[0].ids == IDS or len(finding.sources[0].ids) == 81


BRIEF = [(name, one) for name, one in FINDINGS if one.brief]


@pytest.mark.parametrize(("name", "finding"), BRIEF, ids=lambda x: x if isinstance(x, str) else "")
def test_a_clause_for_the_summary_is_complete_and_no_stronger_than_the_sentence(name, finding):
    for language in (FR, EN):
        text = finding.brief.text(language)
        assert text[0].islower() or text[0].isdigit()
        assert not text.endswith(".")
        assert not re.search(r"\b(nan|None|inf|NaT)\b|[{}]|–", text)
    unclear = "ne permet pas" in finding.brief.key or "pas de" in finding.brief.key
    if finding.estimate.unit.startswith("difference"):
        assert unclear == (finding.polarity == "neutre")


def test_no_words_of_the_package_claim_a_cause():
    assert len(MARKED) > 50
    assert [text for text in MARKED if re.search(CAUSES["fr"], text, re.IGNORECASE)] == []
    assert re.search(CAUSES["fr"], "La médiation a permis de réduire les conflits.")


def test_the_published_figure_is_stated_with_its_interval():
    finding = mediation.settled("R1", steps(), target=0.5)
    assert finding.statement.text(FR) == (
        "53 des 81 conflits enregistrés sont réglés, soit 65,4\u00a0% "
        "(intervalle à 95 % : 54,6\u00a0% à 74,9\u00a0%)."
    )
    assert finding.polarity == "force"
    assert len(finding.sources[0].ids) == 81


def test_polarity_follows_the_whole_interval_not_the_value():
    assert mediation.settled("R1", steps(), target=0.6).polarity == "neutre"
    assert mediation.settled("R1", steps(), target=0.8).polarity == "amélioration"
    assert mediation.settled("R1", steps(), target=None).polarity == "neutre"


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_clear_difference_has_a_side_and_an_unclear_one_has_none(name):
    sides = [
        {one.polarity for one in DIFFERENCES[name](shown(*state))} for state in (UP, DOWN, OPEN)
    ]
    assert sides == [{"force"}, {"amélioration"}, {"neutre"}]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_words_of_a_clear_difference_are_not_those_of_an_unclear_one(name):
    clear, unclear = (
        {one.statement.key for one in DIFFERENCES[name](shown(*state))} for state in (UP, OPEN)
    )
    assert not clear & unclear


@pytest.mark.parametrize("name", DIFFERENCES)
def test_in_a_family_the_stricter_interval_decides(name):
    loose = DIFFERENCES[name](shown(*UP, **LOOSE))
    unclear = DIFFERENCES[name](shown(*OPEN))
    assert [one.statement.key for one in loose] == [one.statement.key for one in unclear]
    assert {one.polarity for one in loose} == {"neutre"}


@pytest.mark.parametrize(
    "name", [*DIFFERENCES, "respected", "returned", "cost", "delay", "difficulties"]
)
def test_too_few_units_say_so_and_take_no_side(name):
    for one in {**DIFFERENCES, **LEVELS}[name](FEW):
        text = one.statement.text(FR)
        assert "3 observations utilisables sur 45" in text
        assert text.endswith("Rien n’en est conclu.")
        assert text[0].isupper()
        assert one.polarity == "neutre"


@pytest.mark.parametrize(
    ("state", "bears"), [(OPEN, "sans effet visible"), ((0.1, None, None), None)]
)
def test_what_is_unclear_shows_no_effect_and_what_concludes_nothing_takes_no_side(state, bears):
    e, name = shown(*state), "mediatrices"
    found = [
        *mediation.mediators("R1", {name: contrast(e)}, {"R1-ecart-mediatrices": "p"}),
        capacity.training_gain("R2", trained(e), {"R2-gain-formation": "p"})[0],
        *cohesion.exposure_gaps("R3", surveyed(e), {"R3-ecart-radio": "p"})[1:2],
    ]
    assert [(one.practice, one.bears) for one in found] == [("p", bears)] * 3
    clear = mediation.mediators("R1", {name: contrast(shown(*UP))}, {"R1-ecart-mediatrices": "p"})
    assert clear[0].bears == "soutient"
    assert mediation.mediators("R1", {name: contrast(e)}, {})[0].bears is None


def test_a_difference_between_committees_does_not_prove_what_they_bring():
    clear, unclear = (
        mediation.mediators("R1", {"mediatrices": contrast(difference_of_shares(*k))}, {})[0]
        for k in ((39, 46, 14, 28), (4, 6, 3, 6))
    )
    assert "ne prouve pas à lui seul" in clear.statement.text(FR)
    assert "ne permet pas de conclure" in unclear.statement.text(FR)


def test_a_scale_that_does_not_hold_together_lowers_confidence():
    change = shown(*UP, n=400)
    sure = cohesion.cohesion_change("R3", surveyed(change))
    weak = cohesion.cohesion_change("R3", surveyed(change, holds=False))
    assert (sure.confidence, weak.confidence) == ("modérée", "faible")
    gaps = cohesion.exposure_gaps("R3", surveyed(change, holds=False), {})
    assert [one.confidence for one in gaps] == ["faible"] * 3


def test_without_incidents_in_the_covered_cercles_violence_is_not_told():
    assert violent("aucune", mine=0) is None
    assert violent("description", doubts=["trop_peu"], mine=0) is None


def test_a_description_of_violence_says_why_it_does_not_compare():
    one, two = (VIOLENCE[f"no comparison, {n}"] for n in ("one doubt", "two doubts"))
    assert "48 incidents violents en 12 mois" in one.statement.text(FR)
    assert one.statement.text(FR).endswith(f"ils ne comparent pas : {violence.DOUBTS['trop_peu']}.")
    for code in ("tendances", "fausse_date"):
        assert violence.DOUBTS[code] in two.statement.text(FR)
    assert (one.estimate, one.polarity, one.confidence) == (None, "neutre", "très faible")


def test_fewer_incidents_are_a_strength_and_more_are_not():
    said = {name: (one.polarity, one.confidence) for name, one in VIOLENCE.items() if one.estimate}
    assert said == {
        "series, unclear": ("neutre", "faible"),
        "series, fewer": ("force", "faible"),
        "compared, unclear": ("neutre", "modérée"),
        "compared, fewer": ("force", "modérée"),
        "compared, more": ("amélioration", "modérée"),
    }


def test_each_design_of_violence_has_its_own_caution():
    said = {name: one.statement.text(FR) for name, one in VIOLENCE.items()}
    assert "sans conclusion possible" in said["series, unclear"]
    assert "tout autre changement" in said["series, fewer"]
    assert "pour autant qu’on puisse voir" in said["compared, unclear"]
    # what could have been seen is told with what was not: falls of 30 %, rises of 40 %
    for name in ("series, unclear", "compared, unclear"):
        assert "30,0\u00a0%" in said[name]
        assert "40,0\u00a0%" in said[name]
    assert "ne sont pas exclus" in said["compared, fewer"]
    assert "Rien ici ne dit que le projet" in said["compared, more"]


def test_opinions_take_a_side_only_beyond_the_middle():
    assert words.side_of(wilson(12, 14), 0.5) == ("force", "soutient")
    assert words.side_of(wilson(2, 14), 0.5) == ("amélioration", "contredit")
    assert words.side_of(wilson(7, 14), 0.5) == ("neutre", "partagé")
    assert words.side_of(unknown(0, 0, "share"), 0.5) == ("neutre", "partagé")


def test_the_workshop_counts_a_participant_once_and_peers_apart():
    scores = pd.DataFrame(
        {
            "id_participant": ["A1", "A2", "A3"],
            "region": ["tombouctou", "gao", "kidal"],
            "categorie": "ong",
            "pratique": ["p", "p", "p"],
            **{c: [5, 4, 4] for c in ("pertinence", "efficacite", "inclusion", "durabilite")},
            "transferabilite": [5, 4, pd.NA],
        }
    ).astype({"transferabilite": "Int64"})
    appraisal = appraise(scores)["p"]
    assert appraisal.overall.n == 3
    assert round(appraisal.overall.value, 3) == round((5 + 4 + 4) / 3, 3)
    assert (appraisal.transfer.value, appraisal.transfer.n, appraisal.transfer.total) == (4, 1, 2)
    finding = appraisal_finding("R1", appraisal, {"fr": "P"})
    assert finding.facts["pairs"] == 1
    assert "transfert_bas" not in finding.facts  # one peer has no interval, so nothing is claimed
