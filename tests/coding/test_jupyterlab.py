"""The panel in the real JupyterLab, in a real browser: a sitting from the first word to a dead kernel."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from types import SimpleNamespace

import nbformat
import pytest
from lecons.coding.corpus import said
from lecons.intake.journal import fold, read
from lecons.project import repository_root

pytestmark = pytest.mark.xdist_group("coding")
CLOSED = "Les codes des autres lectures se montrent quand"


@contextmanager
def jupyterlab(root, home):
    """A server of its own: a free port, a secret of its own, nothing of the machine's settings and
    nothing asked of the network. Gives the address of the notebook, and the process."""
    pytest.importorskip("jupyterlab", reason="JupyterLab (labo) n’est pas installé")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    places = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places = (*places, "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    env = {**os.environ, **{name: str(home / name.lower()) for name in places}}
    for name in places:
        (home / name.lower()).mkdir(parents=True, exist_ok=True)
    (home / "jupyter_config_dir" / "labconfig").mkdir()
    (home / "jupyter_config_dir" / "labconfig" / "page_config.json").write_text(
        json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}})
    )
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}", "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LanguageServerManager.autodetect=False",
    ]  # fmt: skip
    log = (home / "jupyter.log").open("wb")
    server = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"

    try:
        for _ in range(150):
            assert server.poll() is None, (home / "jupyter.log").read_text()
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)  # until the server listens
        yield f"{address}/lab/tree/codage.ipynb?token={token}", server.pid
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


@pytest.fixture
def lab(folder, tmp_path):
    """JupyterLab on a copy of the notebook that codes the small project, as awa."""
    notebook = nbformat.read(repository_root() / "notebooks" / "codage.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('"data/3p-amss"', json.dumps(str(folder)))
        cell.source = cell.source.replace('"essai"', '"awa"')
    root = tmp_path / "root"
    root.mkdir()
    nbformat.write(notebook, root / "codage.ipynb")
    with jupyterlab(root, tmp_path / "home") as (address, server):
        yield SimpleNamespace(
            address=address,
            server=server,
            notebook=root / "codage.ipynb",
            journal=folder / "codage" / "journal",
        )


@pytest.fixture
def page(chromium):
    """A window of JupyterLab; what its sockets bring to it is noted in `page.brought`."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.brought, page.asked = [], []
    page.on("request", lambda request: page.asked.append(request.url))

    def listen(wire):
        wire.on("framereceived", lambda frame: page.brought.append(frame))

    page.on("websocket", listen)
    # JupyterLab tells of a dead kernel in a window of its own
    warning = page.locator(".jp-Dialog .jp-mod-accept")
    page.add_locator_handler(warning, lambda button: button.click())
    yield page
    context.close()


def brought(page, words):
    """True where the browser has received these words from Python."""
    plain, escaped = words.encode(), json.dumps(words)[1:-1].encode()
    frames = [one.encode() if isinstance(one, str) else one for one in page.brought]
    return any(plain in one or escaped in one for one in frames)


def run_all(page):
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator('[data-command="runmenu:run-all"]').click()


def select(page, words):
    """Select words of the text with the mouse."""
    box = page.locator(".lc-texte").evaluate(
        """(text, words) => {
            text.scrollIntoView({ block: "center" });
            for (const line of text.querySelectorAll("p")) {
                const leaf = [...line.childNodes].find((one) => one.textContent.includes(words));
                if (!leaf) continue;
                const range = document.createRange();
                const inside = leaf.firstChild ?? leaf;
                range.setStart(inside, inside.data.indexOf(words));
                range.setEnd(inside, inside.data.indexOf(words) + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.right, (box.top + box.bottom) / 2];
            }
        }""",
        words,
    )
    left, right, middle = box
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move(right - 1, middle, steps=5)
    page.mouse.up()


def saved(page, words=""):
    """Wait until an action is said to be on the disk, by Python's own word."""
    page.locator(".lc-etat[data-sorte=oui]", has_text=words).wait_for()


def coded(journal, texts):
    """(words, code, memo) of what the journal says that awa coded, in order."""
    state = fold(read(journal)[0])
    return [
        (texts[row.id_temoignage][row.debut : row.fin], row.code, said(row.memo))
        for row in state.segments.itertuples()
        if row.codeur == "awa"
    ]


def test_a_sitting_in_jupyterlab(lab, page, texts):
    page.goto(lab.address)
    run_all(page)
    panel = page.locator(".lc[data-ouvert=T01]")
    panel.wait_for()
    cells = page.locator(".jp-Cell").count()
    text = panel.locator(".lc-texte")

    # with the mouse
    select(page, "battait au puits")
    assert "« battait au puits »" in panel.locator(".lc-citation").text_content()
    panel.get_by_role("combobox").last.click()
    panel.get_by_role("option", name="Insécurité").click()
    saved(page)
    assert coded(lab.journal, texts) == [("battait au puits", "insecurite", "")]

    # with the keyboard alone: the last sentence, a practice, the opinion on it, a note
    page.keyboard.press("Escape")
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.keyboard.type("mediat")
    page.keyboard.press("Enter")
    panel.locator(".lc-avis").wait_for()
    page.keyboard.type("avis fav")
    page.keyboard.press("Enter")
    panel.locator(".lc-avis").wait_for(state="detached")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.type("à revoir avec Issa, dd bb")
    page.keyboard.press("Control+Enter")
    panel.locator(".lc-memo").wait_for()
    road = "La route, elle, reste dangereuse."
    assert coded(lab.journal, texts)[1:] == [
        (road, "mediation_mixte", "à revoir avec Issa, dd bb"),
        (road, "favorable", ""),
    ]

    # undone, and done again
    page.keyboard.press("Control+z")
    saved(page, "Annulé : écrire la note")
    assert panel.locator(".lc-memo").count() == 0
    page.keyboard.press("Control+y")
    saved(page, "Rétabli : écrire la note")
    assert panel.locator(".lc-memo").count() == 1

    # JupyterLab takes no key of the panel: these would delete, add and turn cells
    panel.get_by_role("button", name="Lu jusqu’au bout").focus()
    for key in ("d", "d", "b", "a", "x", "m"):
        page.keyboard.press(key)
    text.focus()
    page.keyboard.type("ddbx")
    assert page.locator(".jp-Cell").count() == cells
    assert text.inner_text().count("Avant, on se") == 1
    # and the panel keeps nobody in: Tab goes on, Escape goes to the cell
    page.keyboard.press("Tab")
    assert not text.evaluate("(node) => node === document.activeElement")
    text.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Escape")
    assert not panel.evaluate("(node) => node.contains(document.activeElement)")

    # the other reading reaches the browser when this one is finished, not before
    assert panel.get_by_text(CLOSED).count() == 1
    assert not brought(page, "vu par issa")
    panel.get_by_role("button", name="Lu jusqu’au bout").click()
    panel.get_by_role("heading", name="Lecture de issa").wait_for()
    assert brought(page, "vu par issa")

    # the notebook is saved, and no word of a testimony with it; the page comes back as it was
    with page.expect_response(lambda one: one.request.method == "PUT" and "contents" in one.url):
        page.locator('[data-jp-item-name="save"] jp-button').click()
    stored = lab.notebook.read_text("utf-8")
    assert "widget-view" in stored
    assert not [one for one in (*texts.values(), "vu par issa") if json.dumps(one)[1:-1] in stored]
    page.reload()
    panel = page.locator(".lc[data-ouvert=T02]")
    panel.wait_for()
    panel.get_by_role("button", name="T01").click()
    page.locator(".lc[data-ouvert=T01]").get_by_role("heading", name="Lecture de issa").wait_for()

    # a kernel that is killed loses nothing that was said to be saved, and nothing is pretended
    page.get_by_role("button", name="T02").click()
    panel.wait_for()
    panel.locator(".lc-texte").press("s")
    page.keyboard.press("Enter")
    page.keyboard.type("confiance")
    page.keyboard.press("Enter")
    saved(page)
    kill_kernel(lab.server)
    panel.locator(".lc-texte").press("Control+z")
    panel.get_by_role("alert").get_by_text("Python ne répond pas").wait_for()
    assert "Non enregistré" in panel.locator(".lc-etat").text_content()
    assert coded(lab.journal, texts)[-1] == ("Fête 🎉 au marché.", "confiance", "")
    run_all(page)
    page.locator(".lc[data-ouvert=T02]").get_by_text("Passages codés (1)").wait_for()

    # nothing was asked of anybody but this server
    own = (lab.address.split("/lab/")[0], "blob:", "data:")
    assert [url for url in page.asked if not url.startswith(own)] == []


def kill_kernel(server):
    import psutil

    for process in psutil.Process(server).children(recursive=True):
        if "ipykernel_launcher" in " ".join(process.cmdline()):
            process.kill()
