import numpy as np
import pandas as pd
from lecons.testimony.accumulation import accumulated, in_orders, percentiles


def test_percentiles_are_values_that_were_drawn_whatever_is_beyond_measure():
    assert percentiles(np.arange(1, 51)[:, None])[:, 0].tolist() == [25, 2, 49]
    half = np.array([1.0, 2.0, np.inf, np.inf])[:, None]
    assert percentiles(half)[:, 0].tolist() == [2, 1, np.inf]
    assert percentiles(np.array([[7]]))[:, 0].tolist() == [7, 7, 7]


def test_codes_pile_up_where_each_is_first_heard():
    assert accumulated(np.array([[0, 2, 2], [1, 0, 3]], dtype="int32"), 4).tolist() == [
        [0, 1, 1, 3, 3],
        [0, 1, 2, 2, 3],
    ]


def test_every_order_ends_at_all_codes_and_large_numbers_are_drawn_in_batches(monkeypatch):
    heard = pd.DataFrame({"code": ["a", "a", "b"], "place": [1, 3, 0]})
    whole, observed = in_orders(heard, 4, 30, 5)
    assert (whole[:, -1] == 2).all()
    assert observed.tolist() == [[0, 1, 2, 2, 2]]
    # the same seed gives the same orders, however few are drawn at a time
    monkeypatch.setattr("lecons.testimony.accumulation._BATCH", 8)
    assert (in_orders(heard, 4, 30, 5)[0] == whole).all()
