# Two commands are all that anybody needs: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check format screenshots accuracy clean

run: $(READY)
	$(BIN)/earshot serve --sample

test: $(READY)
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(READY)
	$(BIN)/python docs/screenshots.py

# How often judging agrees with people's labels, and the README's table of it. EARSHOT_LABELLED may
# name a folder of published labelled sets.
accuracy: $(READY)
	$(BIN)/earshot accuracy
	$(BIN)/python docs/make_accuracy.py

# Everything is installed from the hash-locked file, and again whenever that file changes.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Earshot needs Python 3.11 or later: make run PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
