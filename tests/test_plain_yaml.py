"""Two readers of YAML, one fast and one that says what is wrong: what they read is the same."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons import plain_yaml
from lecons.plain_yaml import read_yaml
from lecons.project import repository_root

SIGNS = st.text(
    st.sampled_from(list("ab1:é0-,[]{}&*|>'\"#%@ \n\t~?.\u2028\x07"))
    | st.characters(codec="utf-8"),
    max_size=40,
).filter(lambda text: "!" not in text)  # a tag, which nobody writes in our files


@given(SIGNS)
@settings(max_examples=300, deadline=None)
def test_what_either_reader_reads_is_the_same(text):
    # libyaml lets some blanks pass, as YAML itself does, that the one in Python refuses
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_yaml, "_Fast", plain_yaml._Slow)
        try:
            expected = read_yaml(text)
        except yaml.YAMLError:
            return
    assert repr(read_yaml(text)) == repr(expected)


@pytest.mark.parametrize("wrong", ["a: [1, 2", "a: b: c", "a: 2017-13-01", "a: &x [*x]", "x: \x07"])
def test_a_fault_is_told_in_the_words_of_the_slow_reader(wrong, monkeypatch):
    with pytest.raises(yaml.YAMLError) as told:
        read_yaml(wrong)
    monkeypatch.setattr(plain_yaml, "_Fast", plain_yaml._Slow)
    with pytest.raises(yaml.YAMLError) as expected:
        read_yaml(wrong)
    assert str(told.value) == str(expected.value)


def test_the_demonstration_project_reads_alike(monkeypatch):
    text = (repository_root() / "data" / "3p-amss" / "projet.yaml").read_text("utf-8")
    fast = read_yaml(text)
    monkeypatch.setattr(plain_yaml, "_Fast", plain_yaml._Slow)
    assert read_yaml(text) == fast
    assert fast["code"] == "3p-amss"


@pytest.mark.parametrize("deep", ["[" * 600, "{" * 600, "- " * 600 + "a"])
def test_too_many_levels_are_a_fault_and_not_the_end_of_the_process(deep):
    with pytest.raises(yaml.YAMLError, match="too many levels"):
        read_yaml(deep)
