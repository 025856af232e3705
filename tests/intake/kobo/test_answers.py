"""Cells become the form's own codes; what can be read in two ways is a fault, never a guess."""

import pandas as pd
import pytest
from lecons.intake.grid import TEXT
from lecons.intake.kobo.answers import by_value, one_choice, several_choices
from lecons.intake.kobo.lexicon import XML
from lecons.intake.xlsform import Choice

FRENCH = "Français (fr)"


def cells(*values):
    return pd.Series(values, index=range(2, 2 + len(values)), dtype=TEXT)


def choices(**labels):
    return [Choice(name, {FRENCH: label}) for name, label in labels.items()]


def said(answers):
    return [None if pd.isna(one) else one for one in answers]


PUBLICS = choices(femmes="Femmes", jeunes="Jeunes leaders", religieux="Leaders religieux")


# --- one choice -------------------------------------------------------------------------------------


def test_a_label_of_any_language_a_name_and_a_blank_are_read():
    two = [Choice("oui", {FRENCH: "Oui", "English (en)": "Yes"}), Choice("non", {FRENCH: "Non"})]
    read, faults = one_choice("q", cells("Oui", "Yes", "non", None, "Non "), two, [FRENCH])
    assert faults == []
    assert said(read) == ["oui", "oui", "non", None, "non"]


def test_an_answer_on_no_list_stays_as_written():
    two = choices(oui="Oui", non="Non")
    read, faults = one_choice("q", cells("Peut-être"), two, [FRENCH])
    assert (said(read), faults) == (["Peut-être"], [])


def test_a_label_that_two_choices_share_does_not_pass_for_the_name_of_a_third():
    three = choices(eau="chat", terre="chat", chat="Discussion")
    read, faults = one_choice("q", cells("chat"), three, [FRENCH])
    assert said(read) == [None]
    assert [(one.row, one.found, one.reason) for one in faults] == [
        (2, "chat", "choix_indistincts")
    ]


def test_a_label_that_two_choices_share_does_not_pass_for_the_name_of_one_of_them():
    two = choices(ressources="ressources", terre="ressources")
    read, faults = one_choice("q", cells("ressources"), two, [FRENCH])
    assert said(read) == [None]
    assert [one.reason for one in faults] == ["choix_indistincts"]


# --- several choices: the summary -------------------------------------------------------------------


def test_names_are_put_in_the_order_of_the_form():
    answer, faults = several_choices("publics", cells("religieux femmes", None), {}, PUBLICS, [XML])
    assert said(answer) == ["femmes religieux", None]
    assert faults == []


def test_joined_labels_are_told_apart_with_the_list():
    written = cells("Leaders religieux Jeunes leaders Femmes", "Jeunes leaders")
    answer, faults = several_choices("publics", written, {}, PUBLICS, [FRENCH])
    assert said(answer) == ["femmes jeunes religieux", "jeunes"]
    assert faults == []


def test_a_summary_that_can_be_read_two_ways_is_a_fault_with_its_place():
    three = choices(eau="Eau", paturage="pâturage", deux="Eau pâturage")
    answer, faults = several_choices("conflit", cells("Eau", "Eau pâturage"), {}, three, [FRENCH])
    assert said(answer) == ["eau", None]
    (fault,) = faults
    assert (fault.row, fault.column, fault.found, fault.reason) == (
        3,
        "conflit",
        "Eau pâturage",
        "choix_indistincts",
    )
    assert not fault.mild


@pytest.mark.parametrize("written", ["Femmes et enfants", "Femmes Femmes", "Leaders"])
def test_a_summary_that_is_no_chain_of_labels_is_a_fault(written):
    answer, faults = several_choices("publics", cells(written), {}, PUBLICS, [FRENCH])
    assert said(answer) == [None]
    assert [fault.reason for fault in faults] == ["choix_indistincts"]


def test_a_label_that_two_choices_share_is_a_fault_even_where_a_third_has_it_for_a_name():
    three = choices(eau="chat", terre="chat", chat="Discussion")
    answer, faults = several_choices("animaux", cells("chat"), {}, three, [FRENCH])
    assert said(answer) == [None]
    assert [fault.reason for fault in faults] == ["choix_indistincts"]


def test_words_that_are_labels_and_names_of_others_are_a_fault():
    two = choices(femmes="hommes", hommes="femmes", autres="femmes hommes")
    answer, faults = several_choices("q", cells("femmes hommes"), {}, two, [FRENCH])
    assert said(answer) == [None]
    assert len(faults) == 1


def test_the_label_wins_over_a_name_where_the_export_is_in_that_language():
    # « un » is the label of the choice named « deux »: the export speaks French, not XML
    two = choices(un="deux", deux="un")
    answer, faults = several_choices("q", cells("un"), {}, two, [FRENCH])
    assert said(answer) == ["deux"] or len(faults) == 1


def test_a_name_on_no_list_beside_one_that_is_makes_the_answer_a_fault():
    answer, faults = several_choices("publics", cells("femmes inconnu"), {}, PUBLICS, [XML])
    assert said(answer) == [None]
    assert [fault.found for fault in faults] == ["femmes inconnu"]


def test_without_a_list_the_words_stay_as_written():
    answer, faults = several_choices("publics", cells("b  a"), {}, [], [XML])
    assert said(answer) == ["b a"]
    assert faults == []


# --- several choices: the details -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no"),
    [("1", "0"), ("True", "False"), ("TRUE", "FALSE"), ("1.0", "0.0"), ("oui", "non")],
)
def test_details_are_ticked_in_any_of_their_spellings(yes, no):
    details = {"femmes": cells(yes, no, None), "jeunes": cells(no, yes, None)}
    answer, faults = several_choices("publics", None, details, PUBLICS, [XML])
    assert said(answer) == ["femmes", "jeunes", None]
    assert faults == []


def test_blank_details_are_a_missing_answer_and_never_a_zero():
    details = {"femmes": cells(None, None), "jeunes": cells(None, None)}
    answer, faults = several_choices("publics", cells(None, None), details, PUBLICS, [XML])
    assert said(answer) == [None, None]
    assert faults == []


def test_details_win_over_the_summary():
    details = {"femmes": cells("1"), "jeunes": cells("0"), "religieux": cells("0")}
    answer, _ = several_choices("publics", cells("jeunes"), details, PUBLICS, [XML])
    assert said(answer) == ["femmes"]


def test_the_summary_speaks_where_the_details_are_blank():
    details = {"femmes": cells(None), "jeunes": cells(None)}
    answer, _ = several_choices("publics", cells("jeunes"), details, PUBLICS, [XML])
    assert said(answer) == ["jeunes"]


def test_a_summary_that_says_more_than_its_details_is_not_dropped_in_silence():
    # the choice « religieux » was added to the form since, and this export has no column for it
    details = {"femmes": cells("1"), "jeunes": cells("0")}
    written = cells("femmes religieux")
    answer, faults = several_choices("publics", written, details, PUBLICS, [XML])
    assert said(answer) == ["femmes religieux"] or len(faults) == 1


def test_a_detail_that_is_neither_one_nor_zero_is_a_fault_and_its_answer_no_guess():
    details = {"femmes": cells("1", "1"), "jeunes": cells("peut-être", "0")}
    answer, faults = several_choices("publics", None, details, PUBLICS, [XML])
    assert [(fault.row, fault.found, fault.reason) for fault in faults] == [
        (2, "peut-être", "valeur_hors_liste")
    ]
    assert said(answer)[1] == "femmes"


def test_more_choices_than_bits_are_read_all_the_same():
    many = [Choice(f"c{at}", {FRENCH: f"Choix {at}"}) for at in range(70)]
    details = {one.name: cells("1" if at in (0, 69) else "0") for at, one in enumerate(many)}
    answer, _ = several_choices("q", None, details, many, [XML])
    assert said(answer) == ["c0 c69"]


def test_each_distinct_value_is_read_once_and_blanks_never():
    asked = []
    read = by_value(cells("a", None, "a"), lambda one: asked.append(one) or one.upper())
    assert asked == ["a"]
    assert said(read) == ["A", None, "A"]
