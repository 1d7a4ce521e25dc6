# Everything runs in a virtual environment that the targets make themselves.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GOLD ?= ../shared/gold/dev
TRAIN ?= ../shared/gold/train

.PHONY: demo test test-all check bench baselines data docs examples memory screenshots clean

demo: $(VENV)/.installed
	$(BIN)/arsec-ner extract seeds
	$(BIN)/arsec-ner extract seeds --format html --out build/demo.html
	@echo "The same as a page: build/demo.html"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# The backends stanza, camel and hf and the baselines too, which need torch (some gigabytes).
test-all: $(VENV)/.installed-all
	$(BIN)/python -m pytest -m ""

check: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/run.py $(GOLD)

# What the library is compared with; needs torch to train and to run Stanza's model.
baselines: $(VENV)/.installed-baselines build/baselines/choice.json build/baselines/stanza/arsec.pt
	$(BIN)/python -m benchmarks.baselines measure --dev $(GOLD)

build/baselines/choice.json: | $(VENV)/.installed-baselines
	$(BIN)/python -m benchmarks.baselines train crf --gold $(TRAIN)

build/baselines/stanza/arsec.pt: | $(VENV)/.installed-baselines
	$(BIN)/python -m benchmarks.baselines train stanza --gold $(TRAIN)

data: $(VENV)/.installed-dev
	$(BIN)/python scripts/build_data.py
	$(BIN)/python scripts/build_officials.py build

docs: $(VENV)/.installed-docs
	$(BIN)/mkdocs build --strict

# Writes what the examples in README.md and docs/ print.
examples: $(VENV)/.installed-dev
	$(BIN)/python tests/test_docs.py

# Memory over thousands of documents, into docs/embedding.md; takes some minutes, on Linux.
memory: $(VENV)/.installed
	$(BIN)/python benchmarks/memory.py

# The pictures of README.md and docs/; needs Chromium.
screenshots: $(VENV)/.installed-screenshots
	$(BIN)/python scripts/screenshots.py

clean:
	rm -rf build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-all: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev,stanza,camel,huggingface,spacy,baselines]'
	@touch $(VENV)/.installed $(VENV)/.installed-dev $@

$(VENV)/.installed-baselines: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[baselines]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-docs: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-screenshots: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[screenshots]'
	@touch $(VENV)/.installed $@
