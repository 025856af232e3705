"""What follow-up visits and withdrawals say of rows of other forms."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.grid import TEXT
from lecons.intake.load import import_project
from lecons.intake.reconcile import follow_up, key_of, withdraw
from lecons.project import open_project

DAY = "datetime64[ns]"
QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}


def cases(*some):
    frame = pd.DataFrame(list(some), columns=["id", "suivi_3_mois", "suivi_6_mois"])
    return frame.astype(dict.fromkeys(frame.columns, TEXT))


def visits(*some):
    frame = pd.DataFrame(list(some), columns=["id_cas", "echeance", "date", "etat"])
    return frame.astype({"id_cas": TEXT, "echeance": TEXT, "date": DAY, "etat": TEXT})


def found(whole, term="3"):
    return [one if isinstance(one, str) else None for one in whole[f"suivi_{term}_mois"]]


def test_a_visit_tells_the_state_of_its_case_at_its_term():
    whole, wrong = follow_up(
        cases(("c1", None, None), ("c2", None, None)), visits(("c1", "3", "2017-06-01", "respecte"))
    )
    assert (found(whole), found(whole, "6")) == (["respecte", None], [None, None])
    assert wrong.to_list() == [False]


def test_the_latest_visit_of_a_term_counts_in_whatever_order_they_came():
    early, late = ("c1", "3", "2017-06-01", "respecte"), ("c1", "3", "2017-06-09", "rompu")
    for some in ((early, late), (late, early)):
        whole, wrong = follow_up(cases(("c1", None, None)), visits(*some))
        assert (found(whole), wrong.to_list()) == (["rompu"], [False, False])


def test_two_visits_of_one_day_that_disagree_both_go_out_and_tell_nothing():
    some = [("c1", "3", "2017-06-01", state) for state in ("respecte", "rompu")]
    whole, wrong = follow_up(cases(("c1", None, None)), visits(*some))
    assert (found(whole), wrong.to_list()) == ([None], [True, True])


def test_two_visits_of_one_day_that_disagree_do_not_spoil_an_earlier_one():
    some = [("c1", "3", "2017-06-02", state) for state in ("respecte", "rompu")]
    some.insert(0, ("c1", "3", "2017-06-01", "rompu"))
    whole, wrong = follow_up(cases(("c1", None, None)), visits(*some))
    assert (found(whole), wrong.to_list()) == (["rompu"], [False, True, True])


def test_two_visits_of_one_day_that_agree_are_no_contradiction():
    some = [("c1", "6", "2017-06-01", "rompu")] * 2
    whole, wrong = follow_up(cases(("c1", None, None)), visits(*some))
    assert (found(whole, "6"), wrong.to_list()) == (["rompu"], [False, False])


def test_a_visit_that_contradicts_its_case_goes_out_and_the_case_keeps_its_word():
    whole, wrong = follow_up(
        cases(("c1", "respecte", None)), visits(("c1", "3", "2017-06-01", "rompu"))
    )
    assert (found(whole), wrong.to_list()) == (["respecte"], [True])


def test_a_visit_of_a_case_that_is_not_there_changes_nothing():
    whole, wrong = follow_up(cases(("c1", None, None)), visits(("c9", "3", "2017-06-01", "rompu")))
    assert (found(whole), wrong.to_list()) == ([None], [False])


@pytest.mark.parametrize("some", [(), (("c1", "3", "2017-06-01", "rompu"),)])
def test_without_cases_or_visits_nothing_happens(some):
    whole, wrong = follow_up(cases(), visits(*some))
    assert (len(whole), wrong.to_list()) == (0, [False] * len(some))


VISIT = st.tuples(
    st.sampled_from(["c1", "c2"]),
    st.sampled_from(["3", "6"]),
    st.sampled_from(["2017-06-01", "2017-06-02"]),
    st.sampled_from(["respecte", "rompu"]),
)


@settings(**QUIET)
@given(
    some=st.lists(VISIT, max_size=6),
    said=st.lists(st.sampled_from([None, "respecte", "rompu"]), min_size=2, max_size=2),
)
def test_a_case_never_says_what_no_sound_visit_nor_itself_said(some, said):
    before, rows = cases(("c1", said[0], None), ("c2", said[1], None)), visits(*some)
    whole, wrong = follow_up(before, rows)
    assert before["suivi_3_mois"].isna().to_list() == [one is None for one in said], "left as given"
    sound = [one for one, bad in zip(some, wrong, strict=True) if not bad]
    for name, first in zip(("c1", "c2"), said, strict=True):
        for term, own in (("3", first), ("6", None)):
            mine = [one for one in sound if one[:2] == (name, term)]
            last = max(mine, key=lambda one: one[2])[3] if mine else None
            assert found(whole[whole["id"].eq(name)], term) == [own or last]
            assert not own or {one[3] for one in mine} <= {own}


@pytest.mark.parametrize("copied", ["T-12", "t-12", " T-12 ", "T - 12", "T-\u00a012"])
def test_a_number_copied_from_a_card_is_known_again(copied):
    assert key_of(copied) == "t-12"


def people(*some):
    frame = pd.DataFrame(list(some), columns=["id", "date", "retrait_le"])
    return frame.astype({"id": TEXT, "date": DAY, "retrait_le": DAY})


def test_a_withdrawal_counts_from_its_day_and_without_one_from_the_day_of_the_testimony():
    some = people(*((name, "2017-05-01", None) for name in ("T1", "T2", "T3")))
    asked = {"t1": pd.Timestamp("2017-06-01"), "t2": None}
    whole, unknown = withdraw(some, asked)
    days = [pd.Timestamp("2017-06-01"), pd.Timestamp("2017-05-01"), pd.NaT]
    pd.testing.assert_series_equal(
        whole["retrait_le"], pd.Series(days, name="retrait_le", dtype=DAY)
    )
    assert unknown == []
    assert some["retrait_le"].isna().all()


@pytest.mark.parametrize("day", [None, pd.Timestamp("2018-01-01")])
def test_a_withdrawal_that_the_form_of_the_testimony_told_already_keeps_its_day(day):
    whole, _ = withdraw(people(("T1", "2017-05-01", "2017-06-01")), {"t1": day})
    assert whole["retrait_le"].to_list() == [pd.Timestamp("2017-06-01")]


def test_a_withdrawal_of_no_known_testimony_is_named():
    whole, unknown = withdraw(people(("T1", "2017-05-01", None)), {"t9": None, "t8": None})
    assert unknown == ["t8", "t9"]
    assert whole["retrait_le"].isna().all()


def test_numbers_that_differ_by_their_case_only_all_withdraw():
    whole, _ = withdraw(
        people(("T1", "2017-05-01", None), ("t1", "2017-05-02", None)), {"t1": None}
    )
    assert whole["retrait_le"].notna().all()


# --- through an import --------------------------------------------------------------------------

PEOPLE = ["id", "date", "commune", "resultat", "acteur", "texte", "consentement"]
ASKED = ["id", "id_temoignage", "date"]


def mapped(name, table, columns, **more):
    one = {"table": table, "colonnes": {n: n for n in columns}, **more}
    return {"fichier": name, "forme": "csv", "feuilles": [one]}


@pytest.fixture
def field(mini_project):
    files = [mapped("t.csv", "temoignages", PEOPLE), mapped("r.csv", "retraits", ASKED)]
    project = open_project(mini_project(imports=files))
    (project.folder / "t.csv").write_text(
        ",".join(PEOPLE)
        + "".join(f"\nT{at},2017-05-0{at},Alafia,R1,jeune,Récit{at},interne" for at in range(1, 6)),
        encoding="utf-8",
    )

    def withdrawals(*lines):
        content = "\n".join([",".join(ASKED), *lines]) + "\n"
        (project.folder / "r.csv").write_text(content, encoding="utf-8")
        report = import_project(project)
        return project.table("temoignages", "interne").set_index("id"), report

    return withdrawals


def test_a_withdrawal_takes_the_words_away_whatever_is_wrong_with_its_row(field):
    rows, report = field("w1,t 1,2017-06-01", "w2,T2,bientôt", ",T3,2017-06-03", "w4,T4,0217-06-01")
    assert rows["texte"].notna().to_dict() == {
        "T1": False,
        "T2": False,
        "T3": False,
        "T4": False,
        "T5": True,
    }
    assert all(account.balances for account in report.accounts)


def test_a_withdrawal_that_names_nobody_is_told_to_the_analyst(field):
    rows, report = field("w1,T77,2017-06-01")
    assert rows["texte"].notna().all()
    assert "« t77 »" in report.notes["retraits"][0]
