"""What doit runs, what becomes of a step that fails, and that no error stays with doit."""

import pytest
from lecons.parameters import check_parameters
from lecons.pipeline import engine
from lecons.pipeline.graph import graph
from lecons.pipeline.state import State
from lecons.pipeline.worksite import Worksite


class Told:
    def __init__(self):
        self.over = {}

    def start(self, name):
        """Nothing is asked of it."""

    def done(self, name, seconds, failed):
        self.over[name] = failed


@pytest.fixture
def site(mini, monkeypatch):
    monkeypatch.setattr(engine, "warm", lambda modules: None)
    asked = check_parameters({"projet": str(mini)})
    return Worksite(asked, frozenset({"html"}))


def nodes_of(site):
    return graph(site.project, site.parameters, site.formats)


def test_each_step_runs_once_after_those_that_it_rests_on_and_a_failed_one_is_told(
    site, monkeypatch
):
    order = []

    def work(_, site, name, *, seconds):
        order.append(name)
        failure = "cellule « x » : faute" if name == "40_atelier" else None
        return State(name, {}, {}, "première fois", 0.0, "", failure)

    monkeypatch.setattr(engine, "apart", work)
    told, nodes = Told(), nodes_of(site)
    ran = engine.run(site, nodes, told)
    assert sorted(order) == sorted(ran) == sorted(node.name for node in nodes)
    for node in nodes:
        assert all(order.index(one) < order.index(node.name) for one in node.after)
    assert [name for name, failed in told.over.items() if failed] == ["40_atelier"]


def test_an_error_while_it_is_asked_whether_a_step_is_done_is_not_lost(site, monkeypatch):
    asked = []

    def why(site, node, software, *, light):
        asked.append(node.name)
        if asked.count("import") > 1:
            raise OSError("disque retiré")

    monkeypatch.setattr(engine, "why", why)
    monkeypatch.setattr(engine, "apart", lambda *_, **__: pytest.fail("rien ne devait se faire"))
    with pytest.raises(OSError, match="disque retiré"):
        engine.run(site, nodes_of(site), Told())
