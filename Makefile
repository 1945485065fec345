# The commands of this project. On a fresh machine `make app` or `make test` is enough.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
RUNS ?= $(HOME)/.cache/ecgkt/model
DATA ?= ../shared/data

.PHONY: install app test check format model

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt
	@# Debian's own python3 comes without venv's parts.
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { apt-get update -q && apt-get install -y -q python3-venv; } >/dev/null
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed pyproject.toml
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["test"], sep="\n")' > $(VENV)/test-extra.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(VENV)/test-extra.txt
	touch $@

app: install
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.installed-test
	@if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing chromium for the browser tests"; \
	  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium; } >/dev/null \
	    || echo "chromium could not be installed: the browser tests will be skipped"; \
	fi
	@$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -rs

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Unpack, prepare, train, calibrate, judge. Each step is left out when its result is there,
# and the training goes on where it stopped.
model: install
	@echo "about an hour on two cores with AVX-512 BF16, two to three without, most of it training; resumable"
	mkdir -p $(RUNS)
	[ -d $(RUNS)/data/ptb-xl ] || $(BIN)/python $(DATA)/unpack.py $(RUNS)/data ptb-xl
	[ -d $(RUNS)/store ] || $(BIN)/python -m ecgkt prepare ptb-xl $(RUNS)/data/ptb-xl --out $(RUNS)/store
	[ -f $(RUNS)/diagnose/DONE ] || $(BIN)/python -m ecgkt train diagnose --store $(RUNS)/store --out $(RUNS)/diagnose --resume
	$(BIN)/python -m ecgkt bundle $(RUNS)/diagnose --store $(RUNS)/store
	[ -f $(RUNS)/exact/DONE ] || $(BIN)/python -m ecgkt train exact --store $(RUNS)/store --out $(RUNS)/exact --resume
	$(BIN)/python -m ecgkt bundle-exact $(RUNS)/exact --store $(RUNS)/store
