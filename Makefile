# `make` runs the search on real MNIST; `make test` runs the tests. Each target sets up what it needs.

# The first of these that is a Python for which there is a TensorFlow.
PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,$(shell \
	$(python) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $(python))))
CORES ?= all
RESULTS ?= results

VENV := .venv
# Programs are started as modules of Python by a path from here: the launchers that pip writes, make and
# the shell each stumble over some character of a path, which may hold blanks and quotes.
BIN := $(VENV)/bin
SNAKEMAKE := $(BIN)/python -m snakemake --cores $(CORES)
UV_COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
UV_INSTALL := $(BIN)/uv pip install --quiet
# The modules and settings of another Python would be taken for ours; and thousands of processes would
# each compile the library.
unexport PYTHONHOME PYTHONPATH PYTHONWARNINGS PYTHONDONTWRITEBYTECODE
export RESULTS

.PHONY: run retry env demo example compare tensorboard export report cluster gpu test test-conda test-slurm test-browser \
	test-library test-pythons test-processors fingerprint test-export coverage audit test-env lint golden lock pins architecture channel benchmarks benchmark-cluster benchmark-speed clean

run: env ## Run the experiment of config.yaml (the default target)
	$(SNAKEMAKE)

env: $(VENV)/run.installed ## Only set up the Python environment

retry: env ## Try failed trials again
	$(SNAKEMAKE) --forcerun run_search --config retry_failed=true

demo: env ## Run a tiny experiment on few real images, about a minute, in demo/
	mkdir -p demo
	$(SNAKEMAKE) --directory demo --configfile config/demo.yaml

example: env ## Run an example: make example NAME=<a folder of examples/>
	@test -f "examples/$(NAME)/config.yaml" || { echo "NAME=$(NAME): found no example of that name, expected one of" \
	    "$$(cd examples && echo */)"; exit 1; }
	@if [ -f "examples/$(NAME)/requirements.txt" ]; then $(MAKE) --no-print-directory "$(VENV)/examples/$(NAME)/installed"; fi
	@if [ -f "examples/$(NAME)/fetch.py" ]; then PYTHONPATH=scripts $(BIN)/python "examples/$(NAME)/fetch.py"; fi
	python="$$PWD/$(BIN)/python"; own="$$PWD/$(VENV)/examples/$(NAME)/bin/python"; [ -x "$$own" ] && python="$$own"; \
	    cd "examples/$(NAME)" || exit; file=Snakefile; [ -f "$$file" ] || file=../../Snakefile; \
	    "$$python" -m snakemake --snakefile "$$file" --cores $(CORES)

compare: env ## Compare hand tuning, grid, random search, forest and Gaussian process, hours, in compare/
	mkdir -p compare
	$(SNAKEMAKE) --directory compare --configfile config/compare.yaml

tensorboard: env ## Compare the curves, graphs and hyper-parameters of all trials in the browser, on loopback
	@logs=$$(cd "$$RESULTS" 2>/dev/null && ls -d */tensorboard 2>/dev/null | \
	        sed 's,\(.*\)/tensorboard,\1:&,' | paste -sd ,); \
	    test -n "$$logs" || { echo "$$RESULTS: found no logs of trials, expected those of a search:" \
	        "run make first, or name the folder, as in make tensorboard RESULTS=demo/results"; exit 1; }; \
	    python="$$PWD/$(BIN)/python" && cd "$$RESULTS" && \
	    "$$python" -m tensorboard.main --host 127.0.0.1 $(if $(PORT),--port $(PORT)) --logdir_spec "$$logs"

export: run $(VENV)/export/installed ## Write each study for Optuna and MLflow, in results/<study>/export/
	$(VENV)/export/bin/python -m snakemake export --cores 1 --allowed-rules export export_study

report: run ## Write results/report.html, all results in one file
	$(BIN)/python -m snakemake --report results/report.html --report-stylesheet report/report.css

# The tests of a module stay together (loadfile): they share what it has trained, or the project that it
# has run. There are more processes than processors: some of them wait.
test: lint ## Run all linters and tests
	$(BIN)/python -m pytest tests/unit -n 4 --dist loadfile
	$(BIN)/python -m pytest tests/workflow -n 3 --dist loadfile

coverage: test-env ## Run the unit tests and say which lines they do not reach (what other processes run is not seen)
	$(BIN)/python -m pytest tests/unit -n 4 --cov=sametrials --cov-report=term-missing:skip-covered

audit: $(VENV)/audit/installed ## List the known vulnerabilities of the locked packages (asks osv.dev)
	$(VENV)/audit/bin/pip-audit --vulnerability-service osv --progress-spinner off \
	    --disable-pip --require-hashes -r requirements/run.txt

lint: test-env
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m snakefmt --check Snakefile rules workflow examples/as_a_module
	$(BIN)/python -m snakemake --lint
	PYTHONPATH=scripts $(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m mypy

golden: test-env ## Note the golden values anew, after a change of code that decides trials (docs/maintaining.md)
	PYTHONPATH=scripts $(BIN)/python tests/golden/write_golden.py

torture: test-env ## Kill searches, break their files and their code, thousands of times; see how each ends
	PYTHONPATH=scripts:tests/unit:tests/workflow $(BIN)/python tests/torture/torture.py $(TORTURE)

test-library: test-env ## Build the wheel; try it on Python 3.11, 3.12 and 3.13, each in an empty environment
	$(BIN)/python tools/test_library.py

test-pythons: test-env ## Run the demo and the unit tests on Python 3.11, 3.12 and 3.13, each in a copy
	$(BIN)/python tools/test_pythons.py $(TESTS)

test-processors: test-env ## Compute golden values as a Haswell, a Skylake and an EPYC would (with a C compiler and Debian's qemu-user)
	PYTHONPATH=scripts:tests/golden $(BIN)/python tools/test_processors.py $(TESTS)

fingerprint: test-env ## Print what to compare with a machine that gave other trials
	PYTHONPATH=scripts:tests/golden $(BIN)/python tools/fingerprint.py "$$RESULTS"

test-conda: test-env $(VENV)/pins/installed $(VENV)/channel/installed ## Run each step in its conda environment, with a real conda
	$(BIN)/python -m pytest tests/conda

test-export: $(VENV)/export/installed ## Open what `make export` writes with Optuna and MLflow
	$(VENV)/export/bin/python -m pytest tests/export

test-slurm: test-env $(VENV)/cluster/installed ## Run trials as jobs of a real Slurm (as root, with Debian's packages)
	$(BIN)/python -m pytest tests/slurm

test-browser: env $(VENV)/browser/installed ## Look at the report in a real Chromium (Debian's package chromium)
	$(VENV)/browser/bin/python -m pytest tests/browser

cluster: $(VENV)/cluster/installed ## Set up .venv/cluster: the workflow with Snakemake's plugins for clusters

gpu: $(VENV)/gpu/installed ## Set up .venv/gpu: the workflow with TensorFlow for NVIDIA's GPUs, gigabytes

test-env: $(VENV)/test.installed

lock: test-env ## Pin and hash every package anew, after a change of requirements/*.in
	for part in run test library browser export pins channel conda cluster gpu audit benchmarks speed; do \
	    $(UV_COMPILE) requirements/$$part.in -o requirements/$$part.txt || exit; done

pins: $(VENV)/pins/installed ## Freeze every package of the conda environments: envs/*.pin.txt
	$(VENV)/pins/bin/snakedeploy pin-conda-envs --conda-frontend conda envs/*.yaml

architecture: test-env ## Draw the rooms of the library from the code: docs/architecture.svg
	$(BIN)/python tools/draw_architecture.py docs/architecture.svg

channel: $(VENV)/channel/installed ## Make a conda channel of what envs/ asks for, in channel/
	$(VENV)/channel/bin/python tools/conda_channel.py channel/conda-forge envs/*.yaml

benchmarks: env $(VENV)/benchmarks/installed ## Measure the search beside its peers, in benchmarks/*/results/
	$(VENV)/benchmarks/bin/python $(PIP_INSTALL) torch==2.13.0
	for part in quality latency; do \
	    PATH="$$PWD/$(VENV)/benchmarks/bin:$$PATH" snakemake --cores 1 \
	        --snakefile benchmarks/$$part/Snakefile --directory benchmarks/$$part || exit; done
	$(SNAKEMAKE) --directory benchmarks/pruning --configfile benchmarks/pruning/config.yaml \
	    results/comparison/comparison.csv

# The trials only sleep, so the cost of starting a job limits how many start at a time.
benchmark-cluster: test-env $(VENV)/cluster/installed ## Measure windows and jobs, on a Slurm of this machine, two hours
	PYTHONPATH=tests/slurm $(BIN)/python benchmarks/cluster/on_slurm.py --cores 20 --resources slots=8 processes=24

benchmark-speed: env $(VENV)/speed/installed ## Time the search beside its peers, ten hours
	$(VENV)/speed/bin/python $(PIP_INSTALL) torch==2.13.0
	PATH="$$PWD/$(VENV)/speed/bin:$$PATH" snakemake --cores 1 \
	    --snakefile benchmarks/speed/Snakefile --directory benchmarks/speed

clean: ## Remove the Python environment and the demo, but no results of the experiment
	rm -rf $(VENV) demo channel .pytest_cache .ruff_cache

$(VENV)/run.installed: requirements/run.txt
$(VENV)/test.installed: requirements/test.txt
# Byte code is compiled here, by all cores, where pip takes one: TensorFlow's import takes 3 s with it,
# 8 s without.
$(VENV)/%.installed: | $(BIN)/python
	$(BIN)/python $(PIP_INSTALL) --no-compile --require-hashes -r $<
	-$(BIN)/python -m compileall -q -j 0 $(VENV)/lib
	touch $@

# The conda environments have this Python (envs/).
$(VENV)/channel/installed: VENV_PYTHON = $(shell $(BIN)/python tools/find_python.py 3.11)
VENV_PYTHON = $(BIN)/python
# Tools whose packages conflict with the others have their own environment. uv, if the tests have
# brought it, takes a quarter of pip's time; it does not know what stands in a pip.conf.
$(VENV)/%/installed: requirements/%.txt | $(BIN)/python
	$(VENV_PYTHON) -m venv $(@D)
	{ [ -x $(BIN)/uv ] && $(UV_INSTALL) --python $(@D)/bin/python --require-hashes -r $<; } || \
	    $(@D)/bin/python $(PIP_INSTALL) --require-hashes -r $<
	touch $@

# What an example needs beside the run environment, whose packages it sees.
$(VENV)/examples/%/installed: examples/%/requirements.txt $(VENV)/run.installed
	$(BIN)/python -m venv $(@D)
	$(@D)/bin/python -c 'import site, sys; open(site.getsitepackages()[0] + "/run.pth", "w").write(sys.argv[1])' \
	    "$$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])')"
	$(@D)/bin/python $(PIP_INSTALL) -r $<
	touch $@

$(BIN)/python:
	@python="$(PYTHON)"; test -n "$$python" || { echo "found no Python 3.11, 3.12 or 3.13 on the PATH" \
	    "($$(python3 --version 2>/dev/null || echo no python3)), expected one: install it" \
	    "(apt-get install python3 python3-venv, or pyenv install 3.13)," \
	    "or name one, as in make PYTHON=/path/to/python3.13"; exit 1; }
	@$(PYTHON) -c 'import sys; found = "%d.%d" % sys.version_info[:2]; found in ("3.11", "3.12", "3.13") or \
	    sys.exit(f"found Python {found}, expected 3.11, 3.12 or 3.13: name one, as in make PYTHON=python3.13")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "found a Python without the modules ensurepip and" \
	    "venv, expected them: install them, as in apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
