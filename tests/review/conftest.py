"""A small project to review, a detection that knows three names, and the panel without a kernel."""

import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.intake.reviewed import Detection
from lecons.privacy.names import Mention
from lecons.project import open_project
from lecons.review.queue import Queue
from lecons.store.tables import write_table

TODAY = date(2018, 3, 20)
T01 = "Au puits, Moussa Ag Alla a frappé mon frère. Fatou l’a dit au comité, qui nous a réunis."
T02 = "La route de Tonka reste dangereuse. On m’appelle au 76 12 34 56 le soir."
C01 = "Le comité de Moussa Ag Alla règle mieux les affaires 🎉 quand deux femmes y siègent."
# what is found: words → kind, replacement
KNOWN = {
    "Moussa Ag Alla": ("personne", "[personne 4KDM]"),
    "76 12 34 56": ("telephone", "[téléphone]"),
    "Tonka": ("lieu", "[cercle de Goundam]"),
    "Au puits": ("lieu", "[un lieu]"),
}


def detect(text, known):
    """The mentions of KNOWN and of the names that are given, sorted, longest first."""
    words = {**{one: kind for one, (kind, _) in KNOWN.items()}, **dict.fromkeys(known, "personne")}
    found = {}
    for name in sorted(words, key=len):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            found[match.start()] = Mention(*match.span(), match[0], words[name], "essai", True)
    return [found[at] for at in sorted(found)]


def stands_for(mention):
    known = {name.casefold(): said for name, (_, said) in KNOWN.items()}
    return known.get(mention.text.casefold(), "[personne 9ZZZ]")


DETECTION = Detection(
    detect,
    stands_for,
    lambda text, one: text[: one.start] + stands_for(one) + text[one.end :],
)


@pytest.fixture
def detection():
    """A detection that knows the names of KNOWN."""
    return DETECTION


@pytest.fixture
def folder(mini_project):
    """T01 and T02 may be quoted, T03 inside only, T04 withdrew; C01 may be quoted, C02 refused."""
    folder = mini_project()
    tables = folder / "tables"
    texts = {"T01": T01, "T02": T02, "T03": "Je parle de Moussa Ag Alla.", "T04": None}
    none = pd.Series(pd.NaT, index=range(4), dtype="datetime64[ns]")
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
            "consentement": [
                "citation_anonyme",
                "citation_nominative",
                "interne",
                "citation_anonyme",
            ],
            "retrait_le": none.mask([False, False, False, True], pd.Timestamp(2018, 2, 1)),
        }
    )
    write_table(tables, "temoignages", people)

    def segment(name, testimony, start, end, code, typed=None):
        return {
            "id": name, "id_temoignage": testimony, "debut": start, "fin": end, "code": code,
            "codeur": "issa", "date": pd.Timestamp(2018, 3, 12), "statut": "valide", "memo": None,
            "extrait_public": typed,
        }  # fmt: skip

    rows = [
        segment("S1", "T01", 0, 44, "mediation"),
        segment("S2", "T01", 0, 44, "favorable"),
        segment("S3", "T01", 45, 87, "mediation"),
        segment("S4", "T02", 0, 35, "route"),
        segment("S5", "T02", 36, 73, "route", "On m’appelle le soir."),
        segment("S6", "T03", 0, 27, "mediation"),
        segment("S7", "T04", 0, 10, "mediation"),
    ]
    write_table(tables, "segments", pd.DataFrame(rows))
    said = pd.DataFrame(
        {
            "id": ["C01", "C02"], "seance": "debat", "region": "tombouctou", "categorie": "femme",
            "objectif": "R1", "nature": "force", "pratique": None, "sens": None,
            "texte": [C01, None], "texte_public": None,
            "consentement": ["citation_anonyme", "aucun"],
        }
    )  # fmt: skip
    write_table(tables, "contributions", said)
    return folder


@pytest.fixture
def queue(folder):
    return Queue(open_project(folder), DETECTION)


@pytest.fixture
def again(folder):
    """The queue as a later run of the command opens it."""
    return lambda: Queue(open_project(folder), DETECTION)


@pytest.fixture
def panel(chromium):
    """Show the panel of a session in a page: `panel(session)`."""
    from importlib.resources import files

    from lecons.review.requests import answer

    here = files("lecons.review")
    source, css = ((here / name).read_text("utf-8") for name in ("panneau.js", "panneau.css"))
    opened = []

    def show(session, width=1200, height=800, dark=False):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr")
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.expose_function("python", lambda message: answer(session, message))
        ground = "#111" if dark else "#fff"
        page.set_content(
            f'<html lang="fr"><title>Relecture</title><body style="margin:0;background:{ground}" '
            f'data-jp-theme-light="{str(not dark).lower()}"><h1 hidden>Relecture</h1>'
            '<main id="ici"></main></body></html>'
        )
        page.evaluate(HARNESS, [source, css])
        page.wait_for_selector(".lr[data-ouvert]")
        return SimpleNamespace(page=page, traffic=lambda: page.evaluate("window.trafic"))

    yield show
    for context in opened:
        context.close()


# the page stands for JupyterLab: it loads the module as anywidget does, and carries the messages
HARNESS = """
([source, css]) => {
  const sheet = document.createElement("style");
  sheet.textContent = css;
  document.head.append(sheet);
  const heard = [];
  window.trafic = [];
  const model = {
    send: (message) => {
      window.trafic.push(message);
      window.python(message).then((back) => heard.forEach((hear) => hear(back)));
    },
    on: (name, hear) => name === "msg:custom" && heard.push(hear),
    off: () => {},
  };
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(address).then((module) =>
    module.default.render({ model, el: document.querySelector("#ici") }));
}
"""
