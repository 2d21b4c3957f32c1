#!/usr/bin/env bash
# dlt 1.31.0 (PyPI, with duckdb 2.0.1) loads tables, and with the strategy scd2 keeps what each row said before, from
# _dlt_valid_from until _dlt_valid_to. boundary_timestamp says as of which moment a load speaks.
#
# Expected: at each moment a key has one row at the most. A load that speaks of an earlier moment than the last is put
# before it, or refused. The resource is a full extract of its table (its documentation, "scd2 strategy"), so what a load
# no longer has is ended by it, the last row too.
# Seen, with no word:
# - Loaded for February after March, what holds since March is ended in February, before it began, and so is in no answer.
#   What was loaded for February is what holds now, and until March two rows hold at once: that one, and January's.
# - A load without any row ends nothing: all rows of a table that was emptied hold on. While one row is left, the others
#   end as they should.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "dlt[duckdb]==1.31.0" duckdb==2.0.1 >/dev/null 2>&1
RUNTIME__DLTHUB_TELEMETRY=false "$folder/venv/bin/python" -W ignore - <<'PY'
from importlib.metadata import version
from pathlib import Path

import dlt
import duckdb

here = Path.cwd()


def load(name, when, **offices):
    """Load who holds which office, as of a day."""
    pipeline = dlt.pipeline(
        name, destination=dlt.destinations.duckdb(f"{name}.duckdb"), dataset_name="kept", pipelines_dir=str(here / "state")
    )
    rows = [{"person": person, "office": office} for person, office in offices.items()]
    scd2 = {"disposition": "merge", "strategy": "scd2", "boundary_timestamp": f"{when}T00:00:00Z"}
    pipeline.run(dlt.resource(rows, name="offices", write_disposition=scd2))


def ask(name, moment):
    holds = "_dlt_valid_from <= $1 and ($1 < _dlt_valid_to or _dlt_valid_to is null)"
    with duckdb.connect(f"{name}.duckdb") as table:
        table.execute("set timezone = 'UTC'")
        rows = table.execute(
            f"select office from kept.offices where {holds} order by _dlt_valid_from", [f"{moment}T00:00:00Z"]
        ).fetchall()
    return " and ".join(office for (office,) in rows) or "nobody"


load("order", "2025-01-01", A="judge")
load("order", "2025-03-01", A="clerk")
load("order", "2025-02-01", A="mayor")  # what was true in February is heard of last
load("one", "2025-01-01", A="judge", B="mayor")
load("one", "2025-02-01", B="mayor")
load("none", "2025-01-01", A="judge", B="mayor")
load("none", "2025-02-01")

seen = [  # a table, a day, who holds an office then
    ("order", "2025-01-15", "judge"),
    ("order", "2025-02-15", "judge and mayor"),
    ("order", "2025-03-15", "mayor"),  # clerk
    ("one", "2025-02-15", "mayor"),
    ("none", "2025-02-15", "judge and mayor"),  # nobody
]
print("dlt", version("dlt"), "duckdb", version("duckdb"))
changed = False
for name, day, expected in seen:
    found = ask(name, day)
    changed |= found != expected
    print(f"{name:6} as of {day}: {found}" + ("" if found == expected else f", but was {expected}"))
with duckdb.connect("order.duckdb") as table:
    table.execute("set timezone = 'UTC'")
    (backward,) = table.execute("select count(*) from kept.offices where _dlt_valid_to < _dlt_valid_from").fetchone()
changed |= backward != 1
print("windows that end before they begin:", backward)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
