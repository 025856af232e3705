"""What doit runs, what becomes of a step that fails, and that no error stays with doit."""

import pytest
from lecons.errors import BusyError
from lecons.parameters import check_parameters
from lecons.pipeline import engine
from lecons.pipeline.graph import graph
from lecons.pipeline.state import State
from lecons.pipeline.worksite import Worksite


class Told:
    def __init__(self):
        self.over, self.stand = {}, []

    def start(self, name):
        """Nothing is asked of it."""

    def done(self, name, seconds, failed):
        self.over[name] = failed

    def kept(self, name):
        self.stand.append(name)


@pytest.fixture
def site(mini, monkeypatch):
    monkeypatch.setattr(engine, "warm", lambda modules: None)
    asked = check_parameters({"projet": str(mini)})
    return Worksite(asked, frozenset({"html"}))


def ours():
    """The project is still this run's."""


def nodes_of(site):
    return graph(site.project, site.parameters, site.formats)


def test_each_step_runs_once_after_those_that_it_rests_on_and_a_failed_one_is_told(
    site, monkeypatch
):
    order = []

    def work(_, site, name, *, seconds, fresh):
        order.append(name)
        failure = "cellule « x » : faute" if name == "40_atelier" else None
        return State(name, {}, {}, "première fois", 0.0, "", failure)

    monkeypatch.setattr(engine, "apart", work)
    told, nodes = Told(), nodes_of(site)
    ran = engine.run(site, nodes, told, ours)
    assert sorted(order) == sorted(ran) == sorted(node.name for node in nodes)
    for node in nodes:
        assert all(order.index(one) < order.index(node.name) for one in node.after)
    assert [name for name, failed in told.over.items() if failed] == ["40_atelier"]


def test_a_step_that_stands_as_it_was_is_told_once(site, monkeypatch):
    def work(_, site, name, *, seconds, fresh):
        return State(name, {}, {}, "première fois", 0.0, "", None)

    def why(site, node, software, *, light):
        return None if node.name in ("import", "40_atelier") else "code"

    monkeypatch.setattr(engine, "apart", work)
    monkeypatch.setattr(engine, "why", why)
    told, nodes = Told(), nodes_of(site)
    engine.run(site, nodes, told, ours)
    assert sorted(told.stand) == ["40_atelier", "import"]
    assert sorted([*told.stand, *told.over]) == sorted(node.name for node in nodes)


def test_an_error_while_it_is_asked_whether_a_step_is_done_is_not_lost(site, monkeypatch):
    asked = []

    def why(site, node, software, *, light):
        asked.append(node.name)
        if asked.count(node.name) > 1:  # the import ran, what rests on it is asked again
            raise OSError("disque retiré")
        return "première fois" if node.name == "import" else None

    def work(_, site, name, *, seconds, fresh):
        assert name == "import", "rien d’autre ne devait se faire"
        return State(name, {}, {}, "première fois", 0.0, "")

    monkeypatch.setattr(engine, "why", why)
    monkeypatch.setattr(engine, "apart", work)
    with pytest.raises(OSError, match="disque retiré"):
        engine.run(site, nodes_of(site), Told(), ours)


@pytest.mark.parametrize(("was_there", "expected"), [(False, {"import"}), (True, set())])
def test_the_import_does_not_wait_for_a_warm_parent_that_is_not_there_yet(
    site, monkeypatch, was_there, expected
):
    alone = set()

    def work(_, site, name, *, seconds, fresh):
        if fresh:
            alone.add(name)
        return State(name, {}, {}, "première fois", 0.0, "")

    monkeypatch.setattr(engine, "warm", lambda modules: was_there)
    monkeypatch.setattr(engine, "apart", work)
    engine.run(site, nodes_of(site), Told(), ours)
    assert alone == expected


def test_nothing_takes_the_place_of_a_report_once_the_project_is_somebody_elses(site, monkeypatch):
    def work(_, site, name, *, seconds, fresh):
        assert name != "rapport"
        return State(name, {}, {}, "première fois", 0.0, "")

    def taken():
        raise BusyError("Un autre rapport de ce projet est en cours.")

    monkeypatch.setattr(engine, "apart", work)
    with pytest.raises(BusyError):
        engine.run(site, nodes_of(site), Told(), taken)
