"""Recommendations rest on findings, or are refused with the reason; the workshop orders them."""

from lecons.declared import DeclaredRecommendation
from lecons.evidence.recommendation import rest_on_findings
from lecons.evidence.workshop import Priority


def declared(name, **more):
    texts = {"texte": {"fr": "x"}, "qui": {"fr": "y"}, "quand": {"fr": "z"}}
    return DeclaredRecommendation(id=name, pratique=more.pop("pratique", "p"), **texts, **more)


def rest(wanted, practice, *findings, priorities=()):
    named = {finding.id: finding for finding in findings}
    return rest_on_findings(wanted, [practice], named, priorities)


def test_it_rests_on_the_findings_of_its_practice_but_notes_of_agents_alone(made):
    notes = made.finding("n", "note", "partagé", pour=2, contre=1)
    kept, refused = rest([declared("REC-1")], made.one(made.measure, notes))
    assert ([f.id for f in kept[0].findings], refused) == (["m"], [])
    kept, refused = rest([declared("REC-1")], made.one(notes))
    assert (kept, [(r.declared.id, r.why) for r in refused]) == ([], [("REC-1", "sans_constat")])


def test_it_rests_on_the_findings_that_it_names(made):
    other = made.finding("R1-retours", "mesure", None)
    wanted = [declared("REC-1", constats=["R1-retours", "R1-perdu"])]
    kept, refused = rest(wanted, made.one(made.measure), other)
    assert ([f.id for f in kept[0].findings], kept[0].missing) == (["R1-retours"], ("R1-perdu",))
    assert refused == []


def test_one_that_names_only_what_is_not_there_is_refused_with_the_names(made):
    stale = made.finding("R1-vieux", "mesure", None).model_copy(update={"stale": True})
    wanted = [declared("REC-1", constats=["R1-perdu", "R1-vieux"])]
    kept, refused = rest(wanted, made.one(made.measure), stale)
    assert kept == []
    assert [(r.why, r.missing) for r in refused] == [("constats_absents", ("R1-perdu", "R1-vieux"))]


def test_one_on_a_practice_that_is_not_weighed_is_refused(made):
    kept, refused = rest([declared("REC-1", pratique="q")], made.one(made.measure))
    assert (kept, [r.why for r in refused]) == ([], ["sans_pratique"])


def test_the_workshop_orders_them_and_those_without_a_score_come_last(made):
    score = made.measure.estimate
    ranks = [
        Priority(name, score, score, score, rank, ()) for name, rank in (("REC-3", 1), ("REC-1", 2))
    ]
    wanted = [declared(f"REC-{i}") for i in (1, 2, 3)]
    kept, _ = rest(wanted, made.one(made.measure), priorities=ranks)
    assert [r.declared.id for r in kept] == ["REC-3", "REC-1", "REC-2"]
    assert [r.priority.rank if r.priority else None for r in kept] == [1, 2, None]
