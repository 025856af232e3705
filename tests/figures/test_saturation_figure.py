import re

import numpy as np
import pandas as pd
from lecons.figures.saturation import accumulation

LABELS = ("médiane", "bande", "par date", "témoignages", "codes")


def curve(n, new=0.1):
    heard = np.minimum(np.arange(1, n + 1), 9)
    return pd.DataFrame(
        {
            "temoignages": np.arange(1, n + 1),
            "codes": heard,
            "codes_bas": heard - 1,
            "codes_haut": heard + 1,
            "codes_observes": heard,
            "nouveaux": new,
            "nouveaux_bas": 0.0,
            "nouveaux_haut": new,
        }
    )


def drawn(one, point=(6, "6+2")):
    return accumulation(one, 0.05, point, lambda value: f"{value:.0%}", LABELS)


def words(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_lines_the_threshold_and_the_point_are_named():
    said = words(drawn(curve(14)))
    assert {*LABELS, "5%", "6+2"} <= set(said)
    assert "6+2" not in words(drawn(curve(14), None))


def test_the_same_data_give_the_same_bytes_and_many_people_a_light_figure():
    assert drawn(curve(14)) == drawn(curve(14))
    assert len(drawn(curve(10_000))) < 1.3 * len(drawn(curve(200)))


def test_missing_and_boundless_shares_can_be_drawn():
    assert drawn(curve(6, np.inf)).startswith("<svg")
    assert drawn(curve(6, np.nan), None).startswith("<svg")
    assert drawn(curve(1), None).startswith("<svg")
