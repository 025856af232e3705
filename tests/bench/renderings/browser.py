"""What Chromium finds on a rendered page: what it asks of a network, what breaks without one, what
axe-core reports, and how long a slow phone takes."""

import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(360, "light"), (1440, "dark")]
LOADS = 5
# what Lighthouse calls a slow 4G phone: bytes a second, milliseconds, times slower
DOWN, UP, LATENCY, SLOWER = 1_600_000 / 8, 750_000 / 8, 150, 4
# it answers: words are there, and no long task (over 50 ms) keeps it from answering a touch for 200 ms;
# it is whole: all was loaded, and the same
_WATCH = """
window.__longs = [];
new PerformanceObserver(list => { for (const one of list.getEntries())
  window.__longs.push([one.startTime, one.startTime + one.duration]); }
).observe({type: 'longtask', buffered: true});
"""
_QUIET = """() => {
  const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
  const last = Math.max(loaded, ...window.__longs.map(one => one[1]));
  return loaded > 0 && performance.now() - last > 200;
}"""
_TIMES = """() => {
  const {domContentLoadedEventEnd: dom, loadEventEnd: loaded} =
    performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const longs = window.__longs.sort((a, b) => a[0] - b[0]);
  const quiet = from => {
    for (const [start, end] of longs) if (start < from + 200 && end > from) from = end;
    return from;
  };
  return [dom, paint.startTime, quiet(paint.startTime), quiet(loaded)];
}"""


@dataclass
class Seen:
    """What was found over all the pages of one rendering."""

    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    violations: dict[str, set[str]] = field(default_factory=dict)

    @property
    def nodes(self) -> int:
        return sum(len(nodes) for nodes in self.violations.values())


@dataclass(frozen=True)
class Loaded:
    """Medians of LOADS loads of the first page on a slow phone, in seconds."""

    parsed: float
    painted: float
    answers: float
    whole: float


@contextmanager
def served(folder: Path, compressed: bool) -> Iterator[str]:
    """The address of a folder served on this machine, gzipped as web servers do or as it is."""
    handler = partial(_Gzipped if compressed else _Plain, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Plain(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _Gzipped(_Plain):
    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".css", ".js", ".svg", ".json"} or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _outside(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


def _offline(context: BrowserContext, asked: list[str]) -> None:
    """Note and refuse every request that leaves this machine: what a page that asks a CDN does where
    there is no network."""

    def refuse(route) -> None:
        asked.append(route.request.url)
        route.abort("internetdisconnected")

    context.route(_outside, refuse)


def see(browser: Browser, address: str, pages: list[str]) -> Seen:
    """Open each page as a phone and as a desktop in the dark, with no network but this machine.
    Requests and errors are those of the phone; violations are of either."""
    seen = Seen()
    for at, (width, scheme) in enumerate(VIEWS):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        _offline(context, seen.asked if at == 0 else [])
        for name in pages:
            page = context.new_page()
            if at == 0:
                page.on("pageerror", lambda error: seen.errors.append(str(error)))
            page.goto(address + name, wait_until="load")
            page.wait_for_timeout(500)
            _axe(page, name, seen)
            page.close()
        context.close()
    return seen


def _axe(page: Page, name: str, seen: Seen) -> None:
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    for violation in Axe().run(page, options=options).response["violations"]:
        found = seen.violations.setdefault(violation["id"], set())
        found.update(f"{name} {node['target']}" for node in violation["nodes"])


def load(browser: Browser, address: str) -> tuple[float, ...]:
    """The times of `Loaded`, in its order, for one load on a slow phone that comes for the first time. A
    `file:` address is a file that was sent to it: no network has a part in it."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    _offline(context, [])
    page = context.new_page()
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function(_QUIET, timeout=120_000)
    times = page.evaluate(_TIMES)
    context.close()
    return tuple(time / 1000 for time in times)


def medians(loads: list[tuple[float, ...]]) -> Loaded:
    """The medians of several loads of one page."""
    return Loaded(*(statistics.median(column) for column in zip(*loads, strict=True)))
