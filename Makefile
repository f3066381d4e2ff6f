PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# OpenMP threads that spin stall each other on shared machines
export OMP_WAIT_POLICY ?= passive

.PHONY: help demo test test-slow lint stages clean
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e .
	touch $@

$(VENV)/.tested: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e ".[test]"
	touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## install and segment a real chair; look at demo/chair.parts.png
	$(BIN)/pa3d segment examples/meshes/chair.ply --parts leg,seat,back --out-dir demo

test: $(VENV)/.tested ## install and run the tests (minutes)
	$(BIN)/ruff check pa3d tests pipelines docs
	$(BIN)/python -m pytest

test-slow: $(VENV)/.tested ## the tests that need minutes of training or hundreds of kills
	$(BIN)/python -m pytest -m slow

stages: $(VENV)/.installed ## the eight stages on the shipped example meshes
	PATH="$(abspath $(BIN)):$$PATH" pipelines/stages.sh

clean: ## remove what the targets made
	rm -rf $(VENV) demo out build *.egg-info
