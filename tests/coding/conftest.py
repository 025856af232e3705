"""A small project to code, and a page that shows the panel over a real session, without a kernel."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.coding.corpus import read_corpus
from lecons.coding.session import Session
from lecons.parameters import check_parameters
from lecons.project import open_project
from lecons.store.tables import write_table

TEXT = (
    "Avant, on se battait au puits. Le comité est venu avec deux femmes. "
    "Ma voisine m’a de nouveau salué.\n"
    "La route, elle, reste dangereuse."
)
WILD = "Fête 🎉 au marché. قال الرجل إن البئر للجميع. 𞤀𞤁𞤂𞤢𞤥 e\u0301coute 👩🏾‍🌾 bien. Fin."
HOSTILE = '<script>window.pris=1</script> <img src=x onerror="window.pris=1"> dit-il.'
TEXTS = {"T01": TEXT, "T02": WILD, "T03": HOSTILE, "T04": "Je n’ai rien permis."}

CODES = [
    ("mediation_mixte", "Médiation par un comité mixte", "pratique", None),
    ("reconciliation", "Réconciliation", "theme", None),
    ("confiance", "Confiance", "theme", "reconciliation"),
    ("insecurite", "Insécurité", "difficulte", None),
    ("favorable", "Avis favorable", "polarite", None),
    ("reserve", "Réserve", "polarite", None),
]


def segment(name, testimony, words, code, coder, **more):
    """A segment on the words that are given."""
    start = TEXTS[testimony].index(words)
    return {
        "id": name,
        "id_temoignage": testimony,
        "debut": start,
        "fin": start + len(words),
        "code": code,
        "codeur": coder,
        "date": pd.Timestamp(2018, 3, 12),
        "statut": "valide",
        "memo": None,
        "extrait_public": None,
        **more,
    }


@pytest.fixture
def texts():
    """The testimonies of the small project, by number."""
    return TEXTS


@pytest.fixture
def folder(mini_project):
    """A project folder with four testimonies (T04 refused), coded by issa; awa has coded one passage
    elsewhere, in another tool."""
    folder = mini_project()
    fill(folder, TEXTS)
    return folder


def fill(folder, texts):
    """Write the tables of a project whose testimonies say `texts`."""
    tables = folder / "tables"
    people = pd.DataFrame(
        {
            "id": list(texts),
            "date": pd.Timestamp(2018, 1, 15),
            "precision_date": "jour",
            "commune": "ML060316",
            "resultat": "R1",
            "acteur": "femmes",
            "sexe": "F",
            "tranche_age": "36-59",
            "langue_origine": "songhay",
            "texte": list(texts.values()),
            "consentement": ["aucun" if one == "T04" else "interne" for one in texts],
            "retrait_le": pd.Series(pd.NaT, index=range(len(texts)), dtype="datetime64[ns]"),
        }
    )
    write_table(tables, "temoignages", people)
    book = pd.DataFrame(CODES, columns=["code", "libelle_fr", "famille", "parent"]).assign(
        libelle_en=None, resultat=None, definition="Ce que le code veut dire.",
        inclusion="quand on en parle", exclusion=None, exemple=None,
    )  # fmt: skip
    write_table(tables, "livre_de_codes", book)
    if "T01" in texts:
        rows = [
            segment(
                "X1", "T01", "Le comité est venu", "mediation_mixte", "issa", memo="vu par issa"
            ),
            segment("X2", "T01", "dangereuse", "insecurite", "issa"),
            segment("W1", "T01", "Ma voisine", "reconciliation", "awa"),
            segment("P1", "T01", "Avant", "confiance", "issa", statut="propose"),
        ]
        write_table(tables, "segments", pd.DataFrame(rows))


class Notebook:
    """An open notebook as the coding room knows it."""

    def __init__(self, folder, edition="interne"):
        self.parameters = check_parameters({"projet": str(folder), "edition": edition})
        self.project = open_project(folder)

    def table(self, name):
        end = date(2018, 12, 31)
        edition = self.parameters.edition
        return self.project.table(name, edition, start=date(2017, 1, 1), end=end)

    def history(self, name):
        return self.project.table(name, self.parameters.edition)


@pytest.fixture
def notebook(folder):
    return Notebook(folder)


@pytest.fixture
def proposals():
    """Two proposed codes on T01."""
    rows = [
        segment("S1", "T01", "on se battait au puits", "insecurite", "lecons"),
        segment("S2", "T01", "m’a de nouveau salué", "reconciliation", "lecons"),
    ]
    return pd.DataFrame(rows).assign(score=[0.82, 0.61], raison=["proche de « la peur »", None])


@pytest.fixture
def sit(notebook, proposals):
    """Open a session for a coder, as the notebook would."""

    def sit(coder="awa"):
        return Session(read_corpus(notebook, proposals), coder)

    return sit


# the page stands for JupyterLab: it loads the module and the sheet as anywidget does, and carries
# the messages to the session
HARNESS = """
(source, css) => {
  const sheet = document.createElement("style");
  sheet.textContent = css;
  document.head.append(sheet);
  const heard = [];
  window.trafic = [];
  window.muet = false;
  const model = {
    send: (message) => {
      window.trafic.push(["page", message]);
      if (window.muet) return;
      window.python(message).then((back) => {
        window.trafic.push(["python", back]);
        if (!window.muet) for (const [name, hear] of heard) if (name === "msg:custom") hear(back);
      });
    },
    on: (name, hear) => heard.push([name, hear]),
    off: () => {},
  };
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(address).then((module) => {
    window.module = module;
    module.default.render({ model, el: document.querySelector("#ici") });
  });
}
"""


@pytest.fixture
def panel(chromium):
    """Show the panel of a session in a page: `panel(session, width=…, dark=…)`."""
    from importlib.resources import files

    from lecons.coding.requests import answer

    here = files("lecons.coding")
    source, css = ((here / name).read_text("utf-8") for name in ("panneau.js", "panneau.css"))
    opened = []

    def show(session, width=1200, height=800, dark=False, clock=False):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr")
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if clock:  # a clock that the test turns
            page.clock.install()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.expose_function("python", lambda message: answer(session, message))
        ground = "#111" if dark else "#fff"
        page.set_content(
            f'<html lang="fr"><title>Codage</title><body style="margin:0;background:{ground}" '
            f'data-jp-theme-light="{str(not dark).lower()}"><h1 hidden>Codage</h1>'
            '<main id="ici"></main></body></html>'
        )
        page.evaluate(f"([source, css]) => ({HARNESS})(source, css)", [source, css])
        page.wait_for_selector(".lc[data-ouvert]")
        return SimpleNamespace(page=page, traffic=lambda: page.evaluate("window.trafic"))

    yield show
    for context in opened:
        context.close()
