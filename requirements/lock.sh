#!/bin/sh
# Locks what pyproject.toml asks for: hashes, every platform, no index address. The two extras agree
# with run.lock, so that an analyst, a test and a scheduled run have the same versions.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
        --custom-compile-command "make verrous" --python-version 3.11 pyproject.toml "$@"
}
lock -o requirements/run.lock
lock --extra labo -c requirements/run.lock -o requirements/labo.lock
lock --extra dev -c requirements/run.lock -o requirements/dev.lock
# Taguette asks for an older bleach than nbconvert: it lives in an environment of its own, for the
# tests that read what it really writes
printf "taguette>=1.5.2\nsetuptools<81\n" | uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
    --custom-compile-command "make verrous" --python-version 3.11 - -o requirements/taguette.lock
# what else turns notebooks into reports, for tests/bench/rendus.py only: WeasyPrint and Jupyter Book 1 ask
# for a great deal that a report does not
printf "jupyter-book<2\nnbconvert[webpdf]>=7.17\nweasyprint>=60\n" | uv pip compile --quiet --universal \
    --generate-hashes --no-emit-index-url --custom-compile-command "make verrous" --python-version 3.11 - \
    -o requirements/rendus.lock
# Snakemake submits the steps of a cluster: its environment is its own, and so nothing that it asks for
# weighs on the versions of a report
python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["grappe"], sep="\n")' |
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make verrous" \
        --python-version 3.11 - -o requirements/grappe.lock
