# make         set up, then run the main job on the log in events/: check, replay, state view, figures
# make test    set up, then run the tests
# make test-quick  the tests that draw nothing, damage no files, start few processes and try few random logs (docs/testing.md)
# make test-bare  the quick tests as on a machine that has no optional package: what needs one skips, and says so
# make test-scale  the tests that speak to real servers, which they start; installs what these need where it can
# make nightly  all tests, on other random logs than ever before; SEED=N draws those of an earlier night again
# make random-logs  try the properties of answers on 10,000 random logs each, in portions that can be stopped and gone on with
# make mutants  change the rules in small ways, and say which changes no test notices (docs/testing.md)
# make check   lint and types
# make figures draw figures/ again from events/
# make docs    build the documentation into build/docs/, any warning is an error
# make man     write man/ again from the commands' own help
# make typeface  write the face of the figures again, from Roboto Condensed 2.138 (ROBOTO=its folder)
# make architecture  draw docs/architecture.svg again from the imports
# make bench   measure, side by side with limits and peers (SIZES=10000: that size alone; MILLION=--million: 1,000,000 events too); make bench-figures measures the figures
# make faults  kill, starve and cut off writers for half an hour, and count what is lost

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

# What Python compiles is kept between runs, whatever the machine says: pytest rewrites each assertion anew without it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: story test test-quick test-bare test-scale nightly random-logs mutants check lint types format figures docs man typeface architecture bench bench-figures faults clean
story: $(READY) figures
	@echo; echo "== The log, verified"
	@$(BIN)/timeline check
	@echo; echo "== Where does each model train and run inference?"
	@$(BIN)/timeline state hardware --as-of 2026-11-23 --format table
	@for day in 2025-07-01 2025-12-31 2026-06-01; do \
	  echo; echo "== ... and what of it was known as of $$day"; \
	  $(BIN)/timeline state hardware --as-of $$day --format table || exit 1; \
	done
	@echo; echo "== Drawn"; ls figures

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Nothing in the quick tests asks what a disk keeps: their files lie in memory where there is a gigabyte of it.
IN_MEMORY = $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 { print "/dev/shm" }')

test-quick: $(READY)
	PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python tests/quick.py

test-bare: $(READY)
	PYTHONPATH=tests/bare PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python tests/quick.py

test-scale: $(READY)
	.ci/servers
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "scale and not nightly"

ifndef SEED
SEED := $(shell date +%s)
endif
EXAMPLES ?= 10000

nightly: $(READY)
	@echo "Seed $(SEED). To try the same again: make nightly SEED=$(SEED) EXAMPLES=$(EXAMPLES)"
	TIMELINE_SEED=$(SEED) TIMELINE_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n 2 -m "nightly or not nightly"

ONLY ?=
random-logs: $(READY)
	nice -n 15 $(BIN)/python tests/portions.py --examples $(EXAMPLES) --only "$(ONLY)" $(if $(filter command line,$(origin SEED)),--seed $(SEED))
	@$(BIN)/python tests/portions.py --report

MUTANTS ?= *
SAMPLE ?= 60
mutants: $(READY)
	@$(BIN)/mutmut --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	nice -n 19 $(BIN)/python tests/mutants.py --only "$(MUTANTS)" --sample $(SAMPLE)
	@$(BIN)/python tests/mutants.py --only "$(MUTANTS)" --sample $(SAMPLE) --show

check: lint types

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

figures: $(READY)
	@mkdir -p figures
	$(BIN)/timeline figure state --view hardware --as-of 2026-11-23 -o figures/state.svg
	$(BIN)/timeline figure events --as-of 2026-11-23 -o figures/events.svg
	$(BIN)/timeline figure compare 2025-12-31 2026-11-23 --view hardware -o figures/compare.svg
	$(BIN)/timeline figure cascade 04351e73 --as-of 2026-11-23 -o figures/cascade.svg
	$(BIN)/timeline figure plane --as-of 2026-11-23 -o figures/plane.svg
	$(BIN)/timeline figure calendar --as-of 2026-11-23 -o figures/calendar.svg
	$(BIN)/timeline figure rate --as-of 2026-11-23 -o figures/rate.svg
	$(BIN)/timeline figure lag --as-of 2026-11-23 -o figures/lag.svg
	$(BIN)/timeline figure belief V4-Pro.training --as-of 2026-11-23 -o figures/belief.svg
	$(BIN)/timeline figure state --view hardware --as-of 2026-06-01 --theme dark -o figures/state-june-dark.svg
	$(BIN)/timeline figure events --as-of 2026-11-23 --lanes type --theme print -o figures/events-print.svg
	$(BIN)/timeline figure events --entity R2 --since 2025 --as-of 2025-12-31 --size 8 -o figures/r2.svg

docs: $(READY)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "built build/docs/index.html"

man: $(READY)
	$(BIN)/python docs/man.py

typeface: $(READY)
	$(BIN)/python docs/typeface.py $(ROBOTO)

architecture: $(READY)
	$(BIN)/python docs/architecture.py

SIZES ?=
bench: $(READY)
	$(BIN)/python benchmarks/run.py $(SIZES) $(MILLION)

bench-figures: $(READY)
	$(BIN)/python benchmarks/figures.py

faults: $(READY)
	$(BIN)/python faults/run.py

clean:
	rm -rf $(VENV) build dist

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or say make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	@touch $@
