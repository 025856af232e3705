"""What a practice is called: good, a lesson, to be reviewed, or without proof."""

from lecons.evidence.practice import weigh


def test_results_and_willing_peers_make_a_good_practice(made):
    practice = made.one(made.measure, made.voices(20, 1), made.willing)
    assert (practice.verdict, practice.maturity, practice.pattern, practice.lacks) == (
        "bonne_pratique", "bonne", "convergence", (),
    )  # fmt: skip
    assert practice.confidence.level == "élevée"


def test_a_lesson_tells_what_it_lacks(made):
    def lacks(*findings):
        practice = made.one(*findings)
        assert practice.verdict == "lecon"
        return practice.lacks

    said = made.voices(20, 1)
    assert lacks(made.measure, said, made.doubtful) == ("pairs",)
    assert lacks(made.measure, said) == ("pairs",)
    assert lacks(said, made.willing) == ("resultats",)
    # peers at the middle of the scale, to the last digit, are not willing
    middle = made.finding("a", "atelier", "soutient", transfert_bas=3.0)
    assert lacks(made.measure, said, middle) == ("pairs",)


def test_loved_but_without_results_is_a_dissonant_lesson(made):
    practice = made.one(made.no_effect, made.voices(20, 1), made.willing)
    assert (practice.verdict, practice.pattern) == ("lecon", "dissonance")
    assert practice.lacks == ("resultats", "accord")
    assert [f.id for f in practice.open] == ["m"]
    assert practice.confidence.level == "faible"


def test_contradicting_evidence_alone_is_to_be_reviewed(made):
    against = made.finding("a", "atelier", "contredit")
    practice = made.one(made.no_effect, made.voices(2, 16, "contredit"), against)
    assert (practice.verdict, practice.maturity) == ("a_revoir", None)
    assert (practice.confidence.side, practice.confidence.sources) == ("contredit", 3)
    alone = made.one(made.finding("m", "mesure", "contredit"))
    assert (alone.verdict, alone.confidence.level) == ("a_revoir", "très faible")


def test_sources_are_counted_by_kind_not_by_finding(made):
    # three measures of one thing are one source
    measures = [made.finding(f"m{i}", "mesure", "contredit") for i in range(3)]
    practice = made.one(*measures, made.voices(30, 0), made.willing)
    assert (practice.verdict, practice.pattern) == ("lecon", "dissonance")


def test_measures_that_oppose_each_other_are_a_dissonance_of_one_kind(made):
    other = made.finding("m2", "mesure", "contredit")
    assert made.one(made.measure, other).pattern == "dissonance"


def test_most_people_against_keep_it_from_being_good(made):
    practice = made.one(made.measure, made.voices(3, 8, "partagé"), made.willing)
    assert (practice.verdict, practice.lacks) == ("lecon", ("accord",))


def test_no_finding_at_all_is_said(made):
    practice = made.one()
    assert (practice.verdict, practice.pattern, practice.confidence.level) == (
        "sans_preuve", "aucune", "très faible",
    )  # fmt: skip


def test_notes_of_agents_alone_prove_nothing_and_change_nothing(made):
    notes = made.finding("n", "note", "partagé", pour=9, contre=8, communes=12)
    assert made.one(notes).verdict == "sans_preuve"
    rest = made.measure, made.voices(20, 1), made.willing
    with_them, without = made.one(*rest, notes), made.one(*rest)
    assert with_them.confidence == without.confidence
    assert (with_them.verdict, with_them.pattern) == (without.verdict, without.pattern)
    assert [f.id for f in with_them.open] == ["n"]


def test_a_stale_finding_weighs_no_more(made):
    stale = made.measure.model_copy(update={"stale": True})
    practice = made.one(stale, made.voices(20, 1), made.willing)
    assert practice.lacks == ("resultats",)
    assert practice.findings == made.one(made.voices(20, 1), made.willing).findings


def test_practices_come_in_the_order_of_what_they_are_then_of_their_number(made):
    declared = [
        made.practice.model_copy(update={"code": code, "numero": number})
        for code, number in (("a", "BP-10"), ("b", "BP-9"), ("c", "BP-1"), ("d", "BP-2"))
    ]
    findings = {}
    for code in "abd":
        for finding in (made.measure, made.voices(20, 1), made.willing):
            if code == "d" and finding is made.willing:
                continue
            name = f"{finding.id}-{code}"
            findings[name] = finding.model_copy(update={"id": name, "practice": code})
    weighed = weigh(declared, findings, made.judgement("limites", "1").head(0))
    assert [one.declared.numero for one in weighed] == ["BP-9", "BP-10", "BP-2", "BP-1"]
