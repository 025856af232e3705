"""Runs a console command of this environment with the Chromium of the machine, where playwright would
look for a browser of its own (nbconvert's `webpdf` and Jupyter Book's `pdfhtml` take no path).

    .venv/rendus/bin/python tests/bench/renderings/with_chromium.py COMMAND [ARGUMENT…]
"""

import os
import sys
from importlib.metadata import entry_points

from playwright.async_api import BrowserType

launch = BrowserType.launch


async def of_the_machine(self, **options):
    options["args"] = [*options.get("args", ()), "--no-sandbox", "--disable-gpu"]
    return await launch(self, executable_path=os.environ["CHROMIUM"], **options)


BrowserType.launch = of_the_machine
sys.argv = sys.argv[1:]
(command,) = entry_points(group="console_scripts", name=sys.argv[0])
sys.exit(command.load()())
