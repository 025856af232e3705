# Two commands: `make rapport` and `make test`. Both set everything up the first time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROJET ?= data/3p-amss
UV := $(shell command -v uv 2>/dev/null)

.PHONY: rapport test labo audit verrous catalogue banc banc-import banc-mesures banc-couverture banc-temoignages banc-noms banc-rendus banc-croissance banc-noyaux banc-pannes banc-grappe aide

rapport: $(VENV)/.run ## importe le projet de démonstration, produit le rapport, dit où il est
	$(BIN)/lecons produire $(PROJET)

test: $(VENV)/.dev $(VENV)/.taguette $(VENV)/.grappe ## tests, lint, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb
	$(BIN)/python -m pytest

labo: $(VENV)/.labo ## installe JupyterLab pour les analystes et l’ouvre
	$(BIN)/jupyter lab notebooks

banc: $(VENV)/.dev $(VENV)/.rendus ## mesure la production d’un rapport, et ce qui se refait quand quelque chose change
	$(BIN)/python tests/bench/rapport.py

banc-import: $(VENV)/.dev ## mesure l’import contre une lecture nue, jusqu’à un million de lignes
	$(BIN)/python tests/bench/importation.py

banc-mesures: $(VENV)/.dev ## mesure 20_activites sur un million d’activités contre pandas
	$(BIN)/python tests/bench/volume.py

banc-couverture: $(VENV)/.dev ## compte, sur 1 000 projets simulés, combien d’intervalles tiennent
	$(BIN)/python tests/bench/couverture.py

banc-temoignages: $(VENV)/.dev ## mesure 10 000 témoignages et l’α de 200 000 unités
	$(BIN)/python tests/bench/temoignages.py

audit: $(VENV)/.dev ## cherche les fautes connues des versions verrouillées
	$(BIN)/python requirements/audit.py

banc-noms: $(VENV)/.dev ## mesure combien de noms sont retrouvés dans les témoignages annotés
	$(BIN)/python tests/bench/noms.py

banc-rendus: $(VENV)/.dev $(VENV)/.rendus ## compare le rapport à nbconvert, WeasyPrint et Jupyter Book
	$(BIN)/python tests/bench/rendus.py

banc-croissance: $(VENV)/.dev ## mesure un rapport de mille à un million d’activités, de cent à cent mille témoignages
	$(BIN)/python tests/bench/croissance.py

banc-noyaux: $(VENV)/.dev ## mesure les noyaux chauds ; vingt fois quarante carnets, seize à la fois
	$(BIN)/python tests/bench/noyaux.py

banc-pannes: $(VENV)/.dev ## tue un passage à cinquante instants, et le reprend
	$(BIN)/python tests/bench/pannes.py

banc-grappe: $(VENV)/.dev $(VENV)/.grappe ## simule deux cents projets par Snakemake
	$(BIN)/python tests/bench/grappe.py

verrous: ## refait les verrous (uv nécessaire)
	sh requirements/lock.sh

catalogue: $(VENV)/.dev ## relève les messages à traduire
	$(BIN)/pybabel -q extract -F babel.cfg -k t -k mark --no-location --sort-output -o $(VENV)/lecons.pot lib/lecons notebooks
	$(BIN)/pybabel -q update -i $(VENV)/lecons.pot -o lib/lecons/locale/en.po -l en_GB --no-fuzzy-matching --ignore-obsolete

aide: ## cette aide
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## / — /'

# one stamp a lock: what is installed is installed again only when its lock or pyproject.toml changes
$(VENV)/.run $(VENV)/.dev $(VENV)/.labo: $(VENV)/.%: requirements/%.lock pyproject.toml
ifdef UV
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	touch $@

# Taguette writes real files for the tests, what else renders notebooks is measured beside us, Snakemake submits
# the steps of a cluster; none of them can share our environment (see requirements/lock.sh)
$(VENV)/.taguette $(VENV)/.rendus $(VENV)/.grappe: $(VENV)/.%: requirements/%.lock | $(VENV)/.dev
ifdef UV
	uv venv --quiet --allow-existing --python $(BIN)/python $(VENV)/$*
	uv pip install --quiet --python $(VENV)/$*/bin/python --require-hashes -r $<
else
	$(BIN)/python -m venv $(VENV)/$*
	$(VENV)/$*/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r $<
endif
	touch $@
