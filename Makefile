# One-word targets. On a fresh machine that has only Python 3.11 or later, `make run` and `make test` set up what they need.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DATA   ?= ../shared
export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup run test properties cover lint format docs check quality leaveout peers clusters weights bench scale fuzz fixtures lock clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready  ## make the virtual environment

run: setup  ## ingest and match the fixtures, and list the works and members of a class
	$(BIN)/classmatch --workspace build/run/workspace ingest fixtures/catalog.parquet
	$(BIN)/classmatch --workspace build/run/workspace match --registrations fixtures/registrations.csv --class-definition bartz --out build/run/results

# The tables of tests are small and several processes run: one thread each is a third faster.
test: setup  ## run all tests
	POLARS_MAX_THREADS=1 $(BIN)/pytest -n 2

properties: setup  ## run the property tests on many random examples, other ones each time
	POLARS_MAX_THREADS=1 PROPERTIES=thorough $(BIN)/pytest -n 2 -m hypothesis

cover: setup  ## run all tests and show which lines they miss
	POLARS_MAX_THREADS=1 $(BIN)/pytest -n 2 --cov --cov-report=term-missing

lint: setup  ## check format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test  ## lint and test

fixtures: setup  ## make the files of fixtures/ again
	$(BIN)/python fixtures/make.py

docs: setup  ## show in the pages what the commands print now
	$(BIN)/python tests/docs_refresh.py

quality: setup  ## match the labelled sets and compare the figures with the committed baseline
	$(BIN)/python -m benchmarks.quality --data $(DATA)

leaveout: $(VENV)/.bench  ## match each labelled set with weights that have not seen it, and draw the reliability plots
	$(BIN)/python -m benchmarks.quality.leaveout --data $(DATA)

peers: $(VENV)/.bench  ## run splink and a RapidFuzz script on the labelled sets
	$(BIN)/python -m benchmarks.quality.peers --data $(DATA)

clusters: setup  ## draw clusters of names from real renewals, to be read by eye
	$(BIN)/python -m benchmarks.clusters --data $(DATA)

weights: setup  ## estimate the shipped weights again from the labelled sets
	$(BIN)/python -m benchmarks.weights --data $(DATA)

$(VENV)/.bench: $(VENV)/.ready requirements/bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench  ## time the main job, splink, the readers and the class rules on generated data of known truth
	$(BIN)/python -m benchmarks.run --splink-sizes 100k,1m
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.eligibility
	$(BIN)/python -m benchmarks.goals

scale: $(VENV)/.bench  ## the same at up to ten million copies, and a drop, a memory limit, kills and a cluster: hours
	$(BIN)/python -m benchmarks.run --sizes 1m,5m,10m --splink-sizes 5m
	$(BIN)/python -m benchmarks.drops
	$(BIN)/python -m benchmarks.limits
	$(BIN)/python -m benchmarks.kills
	$(BIN)/python -m benchmarks.cluster
	$(BIN)/python -m benchmarks.scaling
	$(BIN)/python -m benchmarks.goals

$(VENV)/.fuzz: $(VENV)/.ready requirements/fuzz.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

fuzz: $(VENV)/.fuzz  ## look for bytes that break a parser, a minute each
	$(BIN)/python tests/fuzz.py

lock: setup  ## resolve and hash the dependencies again
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --group dev -o requirements/dev.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --group dev --group bench -o requirements/bench.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --group dev --group fuzz -o requirements/fuzz.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links -o requirements/run.txt pyproject.toml

clean:  ## remove the virtual environment and what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
