# Each command can be run again at once: what is set up, fetched and indexed is not done twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS_READY := $(VENV)/.tests-ready
CHROMIUM ?= /usr/bin/chromium
export CHROMIUM Q

# On Linux the package index's torch brings gigabytes of CUDA: the CPU build goes in first, from PyTorch's own index.
TORCH := torch==2.13.0$(if $(filter Linux,$(shell uname -s)),+cpu)
TORCH_INDEX := https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: chat ask asked test test-all check format clean

chat: $(READY)  ## serve the page on 127.0.0.1:7860
	@$(BIN)/abstract-qa models fetch
	@$(BIN)/abstract-qa chat

ask: asked $(READY)  ## make ask Q="your question"
	@$(BIN)/abstract-qa models fetch
	@$(BIN)/abstract-qa ask "$$Q" || [ $$? -eq 3 ]  # 3: it abstained, which is an answer

asked:
	@test -n "$$Q" || { echo 'No question: make ask Q="What does CodeBERT do?"' >&2; exit 2; }

test: check $(CHROMIUM)  ## style, types and all tests but the slow ones
	$(BIN)/python -m pytest -m "not slow"

test-all: check $(CHROMIUM)  ## all tests, the exhaustive ones too
	$(BIN)/python -m pytest

check: $(TESTS_READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(TESTS_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about two minutes and 2 GB, once."
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --no-deps --retries 1 --extra-index-url $(TORCH_INDEX) "$(TORCH)"
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(TESTS_READY): $(READY)
	$(PIP) install --constraint constraints.txt --editable ".[dev]"
	@touch $@

$(CHROMIUM):  # Debian's browser, for the tests of the page
	$(if $(filter 0,$(shell id -u)),,sudo) apt-get update
	$(if $(filter 0,$(shell id -u)),,sudo) apt-get install --yes --no-install-recommends chromium

clean:  ## remove the virtual environment; models and index stay in ABSTRACT_QA_HOME
	rm -rf $(VENV)
