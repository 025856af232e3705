"""The last step: the report takes its place."""

from lecons.pipeline.graph import IMPORT, NOTEBOOK, Node, graph
from lecons.pipeline.keys import state_path
from lecons.pipeline.publish import put_out
from lecons.pipeline.state import read_state
from lecons.pipeline.steps.perform import Done
from lecons.pipeline.steps.run import statuses
from lecons.pipeline.worksite import Worksite
from lecons.report.places import report_folder, reports_of


def put_together(site: Worksite, node: Node) -> Done:
    """Put a report in its place from what the steps before left; one that is partial or held is tried again
    at the next run."""
    states = {name: read_state(state_path(site, name)) for name in (IMPORT, *node.after)}
    known = {name: state for name, state in states.items() if state is not None}
    nodes = graph(site.project, site.parameters, site.formats)
    runs = tuple(one.name for one in nodes if one.kind == NOTEBOOK)
    published = put_out(site, known, statuses(site, runs))
    place = published.folder or report_folder(site.project, site.parameters)
    value = {
        "dossier": place.relative_to(reports_of(site.project)).as_posix(),
        "constats": published.findings,
        "a_savoir": published.told,
        "retenu": str(published.held) if published.held else None,
        "examines": published.examined,
        "changements": published.changes,
    }
    return Done([published.folder] if published.folder else [], value, published.failure)
