"""Makes docs/rapport.webp, the picture in the README: the demonstration report on a computer and on a phone.

`python docs/image.py [FOLDER OF A REPORT]` after `make rapport`; it wants Debian's chromium.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "rapports" / "3p-amss" / "interne" / "fr"
SCREEN, PHONE = (1180, 760), (360, 700)
MARGIN, GROUND, EDGE = 24, "#e8ecf0", "#9aa5ae"


def shot(browser: Browser, page: Path, size: tuple[int, int]) -> Image.Image:
    """The first screen of a page at a size, in a thin frame."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_timeout(400)
    taken = Image.open(BytesIO(tab.screenshot())).convert("RGB")
    context.close()
    framed = Image.new("RGB", (taken.width + 2, taken.height + 2), EDGE)
    framed.paste(taken, (1, 1))
    return framed


def picture(page: Path, target: Path) -> None:
    """Both screens side by side, as one WebP."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        screen, phone = (shot(browser, page, size) for size in (SCREEN, PHONE))
        browser.close()
    width = 3 * MARGIN + screen.width + phone.width
    whole = Image.new("RGB", (width, 2 * MARGIN + max(screen.height, phone.height)), GROUND)
    whole.paste(screen, (MARGIN, MARGIN))
    whole.paste(phone, (2 * MARGIN + screen.width, MARGIN))
    whole.save(target, quality=82, method=6)


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else REPORT
    picture(folder / "synthese.html", ROOT / "docs" / "rapport.webp")
