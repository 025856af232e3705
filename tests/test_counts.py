import pytest
from lecons.counts import number_of


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 ligne lue"), (1, "1 ligne lue"), (2, "2 lignes lues")]
)
def test_words_agree_with_their_count(count, said):
    assert number_of(count, "ligne lue", "lignes lues") == said
