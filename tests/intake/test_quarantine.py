import pytest
from lecons.intake.quarantine import REASONS, Account


@pytest.mark.parametrize(
    ("kept", "quarantined", "aside", "balances"),
    [
        (10, 0, {}, True),
        (6, 2, {"ligne vide": 1, "copie": 1}, True),
        (6, 2, {"ligne vide": 1}, False),
        (11, 0, {}, False),
        (0, 0, {}, False),
    ],
)
def test_an_account_balances_when_every_row_read_is_somewhere(kept, quarantined, aside, balances):
    assert Account("f", "s", "t", 10, kept, quarantined, aside).balances is balances


def test_each_reason_has_its_own_words():
    assert len(set(REASONS.values())) == len(REASONS)
