.DEFAULT_GOAL := help
PYTHON ?= python3
UV = .venv/bin/uv
RUN = .venv/bin
ONCOGRAPH = .venv/bin/oncograph
DATA ?=

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.installed: pyproject.toml requirements.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(RUN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(UV) pip install --python $(RUN)/python --require-hashes -r requirements.txt
	$(UV) pip install --quiet --python $(RUN)/python --no-deps --editable .
	touch $@

install: .venv/.installed ## create .venv, the model server's environment and Neo4j's files
	$(ONCOGRAPH) neo4j install
	$(ONCOGRAPH) model install || echo "No model server on this machine: answers are deterministic."

demo: .venv/.installed ## load everything, ask the three questions, keep serving until Ctrl-C
	$(ONCOGRAPH) demo $(if $(DATA),--data $(DATA),)

check: .venv/.installed ## ruff, format, mypy strict, import-linter, data tests
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/pytest -q tests/ontologies

fix: .venv/.installed ## format and repair what ruff can
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

test: install browser ## every test, against the real Neo4j and the real model server
	$(RUN)/pytest -q --durations=15

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || test "$$(id -u)" != 0 || \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
		echo "No Chromium: the tests of pages will say so."


bench: .venv/.installed ## latency of an answer, beside the bare model call
	$(ONCOGRAPH) bench answer

docs: .venv/.installed ## write the command reference, api/COMMANDS.md
	$(RUN)/typer api.cli utils docs --name oncograph --title "Command reference" --output api/COMMANDS.md

serve: .venv/.installed ## start graph, model and API; Ctrl-C stops all three
	$(ONCOGRAPH) serve

clean: ## remove the environments, state and caches of this clone
	-$(ONCOGRAPH) down
	rm -rf .venv .venv-serve .oncograph .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache reports

lock: .venv/.installed ## resolve requirements.txt anew from pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra train --extra dev -o requirements.txt pyproject.toml

.PHONY: browser help install demo check fix test bench docs serve clean lock
