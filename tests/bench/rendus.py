"""Renders the same executed notebooks with lecons and with what else turns notebooks into reports, and
puts them side by side.

    make banc-rendus

Prints two tables in Markdown (pages, then PDFs) and what each tool said where it failed. Times are the
least of three renderings, and medians of five loads, taken in turn so that a busy moment falls on all.
"""

import sys
import tempfile
from pathlib import Path

from lecons.parameters import check_parameters
from lecons.project import open_project
from lecons.report.places import report_folder
from playwright.sync_api import sync_playwright
from renderings.browser import LOADS, Loaded, Seen, load, medians, see, served
from renderings.document import Document, read_document
from renderings.renderers import CHROMIUM, PROJECT, Rendered, prepare, render_all

RENDERINGS = 3


def main() -> None:
    notebooks = report_folder(open_project(PROJECT), check_parameters({"projet": str(PROJECT)}))
    if CHROMIUM is None:
        sys.exit("Chromium manque : apt-get install chromium")
    if not (notebooks / "carnets").is_dir():
        sys.exit("Pas de carnets exécutés : faites d’abord « make rapport ».")
    with tempfile.TemporaryDirectory() as name:
        rounds = []
        for at in range(RENDERINGS):
            work = Path(name) / str(at)
            work.mkdir()
            prepare(notebooks / "carnets", work)
            rounds.append(render_all(work))
        rendered = rounds[-1]
        for tools in zip(*rounds, strict=True):
            told = [one.seconds for one in tools if not one.failure]
            tools[-1].seconds = min(told, default=0.0)
        for one in rendered:
            if one.failure:
                print(f"{one.tool} : {one.failure}\n", file=sys.stderr)
        pages = [one for one in rendered if one.pages and not one.failure]
        documents = [one for one in rendered if one.pdf and not one.failure]
        _tell_pages(pages, *_measure(pages))
        _tell_documents(documents, [read_document(one.pdf) for one in documents if one.pdf])


def _measure(pages: list[Rendered]) -> tuple[list[Seen], dict[str, list[Loaded]]]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        seen = []
        for one in pages:
            with served(one.folder, False) as address:
                seen.append(see(browser, address, one.pages))
        loaded = {}
        for way in ("file sent", "over the network", "gzipped"):
            loads: list[list] = [[] for _ in pages]
            for _ in range(LOADS):
                for one, times in zip(pages, loads, strict=True):
                    if way == "file sent":
                        times.append(load(browser, (one.folder / one.pages[0]).as_uri()))
                        continue
                    with served(one.folder, way == "gzipped") as address:
                        times.append(load(browser, address + one.pages[0]))
            loaded[way] = [medians(times) for times in loads]
        browser.close()
    return seen, loaded


def _tell_pages(pages: list[Rendered], seen: list[Seen], loaded: dict[str, list[Loaded]]) -> None:
    lines = {
        "all its files": [f"{one.size / 1000:,.0f} kB" for one in pages],
        "pages": [str(len(one.pages)) for one in pages],
        "requests to a network": [_asked(one) for one in seen],
        "script errors without a network": [str(len(one.errors)) for one in seen],
        "axe: rules broken": [str(len(one.violations)) for one in seen],
        "axe: places": [str(one.nodes) for one in seen],
        **{
            name: cells for way, each in loaded.items() for name, cells in _times(way, each).items()
        },
        "rendering": [f"{one.seconds:.1f} s" for one in pages],
    }
    _table([one.tool for one in pages], lines)
    for one, found in zip(pages, seen, strict=True):
        rules = ", ".join(f"{rule} ({len(at)})" for rule, at in sorted(found.violations.items()))
        print(f"- {one.tool}: axe {rules or '–'}; errors {sorted(set(found.errors)) or '–'}")
    for rule, places in sorted(seen[0].violations.items()):
        print(f"- {pages[0].tool}, to mend: {rule}: {'; '.join(sorted(places))}")
    print()


def _times(way: str, loaded: list[Loaded]) -> dict[str, list[str]]:
    return {
        f"phone, {way}: first words": [f"{one.painted:.1f} s" for one in loaded],
        f"phone, {way}: it answers": [f"{one.answers:.1f} s" for one in loaded],
        f"phone, {way}: document parsed": [f"{one.parsed:.1f} s" for one in loaded],
        f"phone, {way}: whole": [f"{one.whole:.1f} s" for one in loaded],
    }


def _asked(seen: Seen) -> str:
    hosts = sorted({address.split("/")[2] for address in seen.asked})
    return f"{len(seen.asked)} ({', '.join(hosts)})" if hosts else "0"


def _tell_documents(rendered: list[Rendered], documents: list[Document]) -> None:
    lines = {
        "file": [f"{one.size / 1000:,.0f} kB" for one in rendered],
        "pages": [str(one.pages) for one in documents],
        "tagged": ["yes" if one.tagged else "no" for one in documents],
        "PDF/UA-1: rules broken": [f"{one.failed} of {one.rules}" for one in documents],
        "language": [one.language or "none" for one in documents],
        "title": [one.title or "none" for one in documents],
        "bookmarks": [str(one.bookmarks) for one in documents],
        "header cells with a scope": [f"{one.scoped} of {one.headers}" for one in documents],
        "figures with a text": [f"{one.described} of {one.figures}" for one in documents],
        "rendering": [f"{one.seconds:.1f} s" for one in rendered],
    }
    _table([one.tool for one in rendered], lines)


def _table(tools: list[str], lines: dict[str, list[str]]) -> None:
    print(f"| | {' | '.join(tools)} |")
    print("|---" * (len(tools) + 1) + "|")
    for label, cells in lines.items():
        print(f"| {label} | {' | '.join(cells)} |")
    print()


if __name__ == "__main__":
    main()
