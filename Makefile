# The commands of this project. On a fresh machine `make app` or `make test` is enough.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
ECGKT := $(BIN)/python -m ecgkt
RUNS ?= $(HOME)/.cache/ecgkt/model
DATA ?= ../shared/data
# The bundled model is one network of each kind; fold 9 chose among their seeds.
PAIR := $(RUNS)/residual $(RUNS)/state-space
SEED_residual := 1
SEED_state-space := 0
SHORT := $(PAIR:%=%-short) $(PAIR:%=%-shuffled)

.PHONY: install app test check fuzz quick quick-style quick-tests format pins model judged

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
	@if ! { command -v chromium && command -v nginx; } >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing chromium and nginx for the browser tests"; \
	  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium nginx-light; } >/dev/null \
	    || echo "chromium or nginx could not be installed: what needs it will be skipped"; \
	fi
	@$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@# Two workers take whole files each; one thread each, for more would wait for each other.
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -rs --durations=25 -n 2 --dist loadfile --no-loadscope-reorder

# The same in little, types beside tests: nothing that needs a browser, real data or a
# training.
quick:
	@OMP_NUM_THREADS=1 $(MAKE) --no-print-directory -j2 --output-sync quick-style quick-tests

quick-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quick-tests:
	$(BIN)/python -m pytest -q -x -m "not slow" -n 2 --dist worksteal

# Every kind of mutated file and hostile signal, at length (about half an hour).
fuzz:
	$(BIN)/python -m pytest -q tests/io/test_hostile_files.py tests/pipeline/test_any_signal.py --signals 10000

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Find out anew what the direct requirements bring along: edit the block at the head of
# requirements.txt and pyproject.toml's dependencies, then run this. The builds of torch
# differ by machine, so what only its CUDA build needs is left out, and no hashes stand.
pins:
	rm -rf build/pins && mkdir -p build
	sed '/^$$/,$$d' requirements.txt > build/direct.txt
	$(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip install --quiet --disable-pip-version-check -r build/direct.txt
	{ cat build/direct.txt; printf '\n# What these bring along, as `make pins` found it.\n'; \
	  build/pins/bin/python -m pip freeze --all --exclude pip --disable-pip-version-check \
	    | grep -vi -f <(sed 's/\(.*\)==.*/^\1==/' build/direct.txt) | grep -v '^nvidia\|^cuda\|^triton'; } > build/pinned.txt
	mv build/pinned.txt requirements.txt
	rm -r build/pins build/direct.txt

# Unpack, prepare, train, calibrate, judge. Each training is left out when its result is
# there, and goes on where it stopped. Heads, second opinion and second result follow the model, for
# they are fitted to its weights; judged after them is what is shipped. What `compare` asks has
# commands of its own, in docs/training.md.
model: install
	@echo "estimated: seven hours on two cores with AVX-512 BF16, fifteen without; resumable"
	mkdir -p $(RUNS)
	$(BIN)/python $(DATA)/unpack.py $(RUNS)/data ptb-xl ludb-odd mimic-iv-ecg-demo mimic-iv-clinical-demo mimic-iv-ed-demo
	[ -d $(RUNS)/store ] || $(ECGKT) prepare ptb-xl $(RUNS)/data/ptb-xl --out $(RUNS)/store
	@# Each trains on one thread, so both at once; bundle fits their last layer anew.
	$(MAKE) --no-print-directory -j2 $(PAIR:%=%/DONE)
	$(ECGKT) bundle $(PAIR) --store $(RUNS)/store
	$(ECGKT) bundle-ood --store $(RUNS)/store
	[ -d $(RUNS)/demo ] || $(ECGKT) prepare mimic-iv --ecg $(RUNS)/data/mimic-iv-ecg-demo --hosp $(RUNS)/data/mimic-iv-clinical-demo/hosp \
	  --ed $(RUNS)/data/mimic-iv-ed-demo/ed --window 24h --min-positives 20 --out $(RUNS)/demo
	$(ECGKT) bundle-labs --store $(RUNS)/demo --normal $(RUNS)/store
	$(ECGKT) evaluate labs-by-diagnosis --store $(RUNS)/demo --json > $(RUNS)/labs-by-diagnosis.json
	cp $(RUNS)/labs-by-diagnosis.json ecgkt/bundled/results/
	[ -f $(RUNS)/exact/DONE ] || $(ECGKT) train exact --store $(RUNS)/store --out $(RUNS)/exact --resume
	$(ECGKT) bundle-exact $(RUNS)/exact --store $(RUNS)/store
	[ -f $(RUNS)/context/DONE ] || $(ECGKT) train context --store $(RUNS)/store --out $(RUNS)/context --resume
	$(ECGKT) bundle-context $(RUNS)/context --store $(RUNS)/store
	[ -f $(RUNS)/lost-leads/DONE ] || $(ECGKT) train lost-leads --store $(RUNS)/store --out $(RUNS)/lost-leads --resume
	[ -f $(RUNS)/fewer-leads/DONE ] || $(ECGKT) train fewer-leads --store $(RUNS)/store --out $(RUNS)/fewer-leads --resume
	$(ECGKT) bundle-fewer-leads $(RUNS)/fewer-leads $(RUNS)/lost-leads --store $(RUNS)/store
	$(ECGKT) evaluate delineation --ludb $(RUNS)/data/ludb-odd --cross-validate 5 --runs $(RUNS)/folds --json > $(RUNS)/delineation.json
	[ -f $(RUNS)/delineator/DONE ] || $(ECGKT) train delineate --store $(RUNS)/data/ludb-odd --out $(RUNS)/delineator --resume
	$(ECGKT) bundle-delineator $(RUNS)/delineator --cross-validated $(RUNS)/delineation.json
	$(MAKE) --no-print-directory judged

$(PAIR:%=%/DONE):
	$(ECGKT) train diagnose --network $(notdir $(@D)) --seed $(SEED_$(notdir $(@D))) --store $(RUNS)/store --out $(@D) --resume

# What the card shows of the shipped weights beside their accuracy. The maps are held
# against those of two short trainings of another seed and of two on shuffled labels.
judged:
	$(ECGKT) evaluate ood --store $(RUNS)/store --also $(RUNS)/data/mimic-iv-ecg-demo $(RUNS)/data/ludb-odd --json > $(RUNS)/ood.json
	$(ECGKT) evaluate doubt --store $(RUNS)/store --json > $(RUNS)/doubt.json
	$(ECGKT) evaluate adapter --store $(RUNS)/store --ludb $(RUNS)/data/ludb-odd --split held_out --json > $(RUNS)/adapter.json
	$(ECGKT) evaluate reading --store $(RUNS)/store --json > $(RUNS)/reading.json
	$(ECGKT) evaluate robustness --store $(RUNS)/store --records 360 --json > $(RUNS)/robustness.json
	$(ECGKT) evaluate subgroups --store $(RUNS)/store --json > $(RUNS)/subgroups.json
	$(ECGKT) evaluate repeatability --ludb $(RUNS)/data/ludb-odd --mimic $(RUNS)/data/mimic-iv-ecg-demo --store $(RUNS)/store --json > $(RUNS)/repeatability.json
	$(ECGKT) bench networks > $(RUNS)/networks.json
	$(MAKE) --no-print-directory -j2 $(SHORT:%=%/DONE)
	[ -d $(RUNS)/planted ] || $(ECGKT) simulate --patients 1500 --seed 7 --masks 1.0 --out $(RUNS)/planted
	$(ECGKT) evaluate explanations --store $(RUNS)/store --simulated $(RUNS)/planted --runs $(SHORT) --n-ecgs 9 --work $(RUNS)/maps --json > $(RUNS)/explanations.json
	cp $(RUNS)/{adapter,ood,doubt,reading,robustness,subgroups,repeatability,networks,explanations}.json ecgkt/bundled/results/

$(PAIR:%=%-short/DONE): kind = $(patsubst %-short,%,$(notdir $(@D)))
$(PAIR:%=%-short/DONE):
	$(ECGKT) train diagnose --network $(kind) --seed $$(( $(SEED_$(kind)) + 1 )) --epochs 4 --store $(RUNS)/store --out $(@D) --resume

$(PAIR:%=%-shuffled/DONE):
	$(ECGKT) train diagnose --network $(patsubst %-shuffled,%,$(notdir $(@D))) --shuffle-labels --seed 3 --epochs 2 --store $(RUNS)/store --out $(@D) --resume
