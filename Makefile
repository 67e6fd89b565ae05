# `make` runs the search on real MNIST; `make test` runs the tests. Each target sets up what it needs.

PYTHON ?= python3
CORES ?= all

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
SNAKEMAKE := $(BIN)/snakemake --cores $(CORES)
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

.PHONY: run env demo report test test-env lint lock clean

run: env ## Run the experiment of config.yaml (the default target)
	$(SNAKEMAKE)

env: $(VENV)/run.installed ## Only set up the Python environment

demo: env ## Run a tiny experiment on few real images, about a minute, in demo/
	mkdir -p demo
	$(SNAKEMAKE) --directory demo --configfile config/demo.yaml

report: run ## Write results/report.html, all results in one file
	$(BIN)/snakemake --report results/report.html

test: lint ## Run all linters and tests
	$(BIN)/python -m pytest

lint: test-env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile rules
	$(BIN)/snakemake --lint

test-env: $(VENV)/test.installed

lock: test-env ## Pin and hash every package anew, after a change of requirements/*.in
	$(UV_COMPILE) requirements/run.in -o requirements/run.txt
	$(UV_COMPILE) requirements/test.in -o requirements/test.txt

clean: ## Remove the Python environment and the demo, but no results of the experiment
	rm -rf $(VENV) demo .pytest_cache .ruff_cache

$(VENV)/run.installed: requirements/run.txt
$(VENV)/test.installed: requirements/test.txt
# Compiled ahead: TensorFlow's import takes 8 s when Python may not cache byte code, 3 s when it has.
$(VENV)/%.installed:
	@$(PYTHON) -c 'import sys; found = "%d.%d" % sys.version_info[:2]; found == "3.11" or \
	    sys.exit(f"found Python {found}, expected 3.11: name one, as in make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	-$(BIN)/python -m compileall -q -j 0 $(VENV)/lib
	touch $@
