"""The words on saturation: reached, not sure, not reached, not to be judged, and never prolonged."""

from types import SimpleNamespace

import pytest
from lecons.estimates import Estimate, unknown
from lecons.evidence.finding import check_sources
from lecons.evidence.statements.saturation import saturated
from lecons.language import Language
from lecons.testimony.saturation import MAIN, Reached

FR = Language("fr")


def found(needed, observed=None, later=None, share=0.9, n=14, heard=1.0):
    estimate = unknown(n, 16, "count") if needed is None else Estimate(*needed, n, 16, "count")
    return SimpleNamespace(
        read=tuple(f"T{i}" for i in range(n)),
        total=16,
        codes=20,
        judged=n >= 6,
        reached=(Reached(MAIN, estimate, observed, later, share, heard, 20),),
    )


def said(*args, **more):
    finding = saturated("R1", found(*args, **more))
    return finding.statement.text(FR), finding


def test_reached_is_told_with_its_interval_the_order_of_the_dates_and_its_denominators():
    text, finding = said((9, 4, 12), 8, 0, 1.0)
    assert text == (
        "La saturation est atteinte : après 9 témoignages (4 à 12 selon leur ordre ; 8 dans celui des "
        "dates), les 2 suivants apportent au plus 5 % de codes nouveaux ; 20 codes, dont 0 apparu plus "
        "tard, 14 témoignages lus sur 16."
    )
    assert finding.facts == {"descriptif": 1, "saturation": 1}
    assert (finding.estimate.value, finding.estimate.low, finding.estimate.high) == (9, 4, 12)
    assert (finding.id, finding.kind, finding.n) == ("R1-saturation", "témoignage", 14)
    assert check_sources(finding).sources[0].table == "temoignages"


def test_codes_that_came_after_are_said_and_too_many_undo_it():
    text, finding = said((9, 4, 12), 8, 1, 1.0, heard=0.95)
    assert "20 codes, dont 1 apparu plus tard" in text
    assert finding.facts == {"descriptif": 1, "saturation": 1}
    for later, heard in ((2, 1.0), (0, 0.94)):
        text, finding = said((9, 4, 12), 8, later, 1.0, heard=heard)
        assert "n’est pas assurée. La règle est remplie après 9 témoignages (4 à 12" in text
        assert f"{later} des 20 codes, dans l’ordre des dates" in text
        assert finding.facts == {"descriptif": 1, "saturation": 0}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ((9, 4, None), 8, 0, 0.9),
            "n’est pas assurée : au seuil de 5 % de codes nouveaux, elle est",
        ),
        (((9, 4, 12), None, None, 0.98), "98,0\u00a0% des ordres tirés y arrivent"),
        (((9, 4, None), None, None, 0.6), "mais non celui des dates"),
        ((None, None, None, 0.2), "n’est pas atteinte avec les 14 témoignages lus sur 16"),
        ((None, 8, 0, 0.4), "40,0\u00a0% seulement des ordres"),
    ],
)
def test_what_is_not_sure_is_not_called_reached_and_nothing_is_prolonged(args, words):
    text, finding = said(*args)
    assert words in text
    assert "est atteinte :" not in text
    assert text.endswith(("n’est pas estimé.", "témoignages qui manquent n’est pas estimé."))
    assert "–" not in text
    assert finding.facts == {"descriptif": 1, "saturation": 0}


def test_too_few_testimonies_say_how_many_it_takes():
    text, finding = said(None, None, None, None, n=5)
    assert "5 témoignages lus sur 16 : il en faut au moins 6" in text
    assert text.endswith("Rien n’en est conclu.")
    assert (finding.facts, finding.confidence) == (
        {"descriptif": 1, "saturation": 0},
        "très faible",
    )


def test_no_side_is_taken_and_where_nobody_was_read_nothing_is_found():
    assert {said((9, 4, 12), 8, 0)[1].polarity, said(None)[1].polarity} == {"neutre"}
    assert saturated("R1", found(None, n=0)) is None
