import numpy as np
from lecons.privacy.cells.attacker import View


def test_the_attacker_finds_the_published_range_of_the_textbook_table() -> None:
    # Fischetti and Salazar (2001), figure 1: investment by activity and region; with four cells hidden
    # the sensitive 22 is known to be between 5 and 30
    table = np.array([[20, 50, 10, 80], [8, 19, 22, 49], [17, 32, 12, 61], [45, 101, 44, 190]])
    relations = np.zeros((8, 16))
    for line in range(4):
        relations[line, [4 * line + 3]] = 1
        relations[line, [4 * line, 4 * line + 1, 4 * line + 2]] = -1
        relations[4 + line, [12 + line]] = 1
        relations[4 + line, [line, 4 + line, 8 + line]] = -1
    low, high = table.ravel().copy(), table.ravel().copy()
    hidden = [4, 6, 8, 10]
    low[hidden], high[hidden] = 0, 1000
    view = View(relations, low, high)
    least, most = view.extremes(6)
    assert (least[6], most[6]) == (5, 30)
    assert view.believable(table.ravel())
    assert view.believable(least)
    assert not view.believable(low)
