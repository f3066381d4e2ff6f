PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# OpenMP threads that spin stall each other on shared machines
export OMP_WAIT_POLICY ?= passive

# set only where the validator is installed
PYTEST = $(if $(wildcard $(VENV)/node/node_modules/gltf-validator),NODE_PATH="$(abspath $(VENV))/node/node_modules") $(BIN)/python -m pytest

.PHONY: help demo test test-slow test-cluster bench lint coverage release bounds-lowest bounds-newest sbom audit train-default reproduce-table1 stages docs clean
help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e .
	touch $@

$(VENV)/.tested: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e ".[test]"
	touch $@ $(VENV)/.installed

# the glTF validator, where npm is at hand; its tests say so when they are skipped
$(VENV)/.node: $(VENV)/.tested
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix $(VENV)/node gltf-validator@2.0.0-dev.3.10; fi
	touch $@

demo: $(VENV)/.installed ## install and segment a real chair; look at demo/chair.parts.png
	$(BIN)/pa3d segment examples/meshes/chair.ply --parts leg,seat,back --out-dir demo

test: lint $(VENV)/.node ## install and run the tests (minutes)
	$(PYTEST)

lint: $(VENV)/.tested ## style, layout and types of the code
	$(BIN)/ruff check pa3d tests pipelines docs benchmarks
	$(BIN)/ruff format --check pa3d tests pipelines docs benchmarks
	$(BIN)/python -m mypy

coverage: $(VENV)/.tested $(VENV)/.node ## branch coverage of the tests, processes they start included: out/coverage
	rm -f out/coverage/.coverage*
	mkdir -p out/coverage
	COVERAGE_FILE=$(abspath out/coverage/.coverage) $(BIN)/python -m coverage run -m pytest; echo $$? > out/coverage/status
	cd out/coverage && COVERAGE_RCFILE=$(abspath pyproject.toml) $(abspath $(BIN))/python -m coverage combine -q
	COVERAGE_FILE=$(abspath out/coverage/.coverage) $(BIN)/python -m coverage report | tee out/coverage/report.txt
	exit $$(cat out/coverage/status)

# what is checked before a release; needs uv and gigabytes of downloads
release: ## sdist and wheel, built twice, equal, checked
	pipelines/release_checks.sh build
bounds-lowest bounds-newest: ## the tests from the sdist with the lowest (newest) dependencies: ARGS= for pytest
	pipelines/release_checks.sh bounds $(@:bounds-%=%) $(ARGS)
sbom: ## out/release/sbom.cdx.json: what is installed with the package
	pipelines/release_checks.sh sbom
audit: ## known vulnerabilities of it
	pipelines/release_checks.sh audit

test-slow: $(VENV)/.tested $(VENV)/.node ## the tests that need minutes of training or hundreds of kills
	$(PYTEST) -m slow

$(VENV)/.cluster: $(VENV)/.node
	$(BIN)/pip install --quiet -e ".[test,cluster]"
	touch $@

test-cluster: $(VENV)/.cluster ## the tests of --ray on clusters that they start; ARGS="-m slow" for those that kill nodes
	$(PYTEST) tests/test_cluster.py $(ARGS)

$(VENV)/.bench: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e ".[test,bench]"
	touch $@ $(VENV)/.tested $(VENV)/.installed

bench: $(VENV)/.bench ## how fast it is beside today's ways: out/bench, docs/performance.md; a quiet machine (ARGS= for pytest)
	mkdir -p out/bench
	$(BIN)/python -m pytest benchmarks/bench_speed.py --benchmark-json=out/bench/bench.json $(ARGS)
	$(BIN)/python benchmarks/report.py

train-default: $(VENV)/.installed ## the shipped weights from the meshes: LABELLED= UNLABELLED= INDEX= OUT= (hours)
	PATH="$(abspath $(BIN)):$$PATH" pipelines/default_model.sh $(LABELLED) $(UNLABELLED) $(INDEX) $(OUT)

reproduce-table1: $(VENV)/.installed ## our row beside the paper's, on the sets in DATA= (or the examples), of CHECKPOINT=
	$(BIN)/python pipelines/table1.py $(if $(DATA),--data "$(DATA)") $(if $(CHECKPOINT),--checkpoint "$(CHECKPOINT)")

stages: $(VENV)/.installed ## the eight stages on the shipped example meshes
	PATH="$(abspath $(BIN)):$$PATH" pipelines/stages.sh

docs: $(VENV)/.installed ## docs/cli.md from the commands, and a site of the pages in out/site
	$(BIN)/pip install --quiet -e ".[docs]"
	$(BIN)/python docs/make_cli.py
	$(BIN)/mkdocs build --quiet

clean: ## remove what the targets made
	rm -rf $(VENV) demo out build *.egg-info
