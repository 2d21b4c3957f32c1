#!/usr/bin/env bash
# dbt 1.12.0 (PyPI: dbt-core, with dbt-duckdb 1.11.1 and duckdb 2.0.1) keeps earlier states of a table as snapshots: each
# state of a row holds from dbt_valid_from to dbt_valid_to (its documentation, "Add snapshots to your DAG").
#
# Expected: at each moment a row has one state, or none while it is deleted (hard_deletes: invalidate), or one that says
# so (new_record, which its documentation offers for a history without gaps). No state ends before it begins.
# Seen, with no word, where the moments come from the column updated_at:
# - A row that was deleted and comes back as it was holds again from its old updated_at on. So each moment before the
#   deletion has it twice, counts and joins too, and the time of its absence has it as well.
# - With new_record the state "deleted" then ends before it begins: nothing says any more that the row was ever gone.
# - By the strategy check, a correction dated before the state that it corrects ends that state before it began: that B
#   was mayor in July 2025 is in no answer, though the table said so at the time.
# By check without updated_at the moments are those of the runs, and none of this happens.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  dbt-core==1.12.0 dbt-duckdb==1.11.1 duckdb==2.0.1 dbt-core-experimental-parser==2.0.0a4 >/dev/null 2>&1
mkdir snapshots
cat >dbt_project.yml <<'YAML'
name: look
version: "1.0"
profile: look
snapshot-paths: [snapshots]
flags: {send_anonymous_usage_stats: false}
YAML
cat >profiles.yml <<'YAML'
look: {target: dev, outputs: {dev: {type: duckdb, path: look.duckdb, threads: 1}}}
YAML
cat >snapshots/offices.yml <<'YAML'
snapshots:
  - name: by_timestamp
    relation: source('main', 'offices')
    config: {unique_key: person, strategy: timestamp, updated_at: updated_at, hard_deletes: invalidate}
  - name: with_records
    relation: source('main', 'offices')
    config: {unique_key: person, strategy: timestamp, updated_at: updated_at, hard_deletes: new_record}
  - name: by_check
    relation: source('main', 'offices')
    config: {unique_key: person, strategy: check, check_cols: [office], updated_at: updated_at, hard_deletes: invalidate}
  - name: by_runs
    relation: source('main', 'offices')
    config: {unique_key: person, strategy: check, check_cols: [office], hard_deletes: invalidate}
sources:
  - {name: main, schema: main, tables: [{name: offices}]}
YAML
"$folder/venv/bin/python" -W ignore - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import duckdb


def now(*statements):
    """Change the table, and have dbt look at it."""
    with duckdb.connect("look.duckdb") as table:
        for statement in statements:
            table.execute(statement)
    dbt = [sys.executable.replace("python", "dbt"), "--quiet", "snapshot", "--profiles-dir", "."]
    subprocess.run(dbt, check=True, stdout=subprocess.DEVNULL)


now(
    "create table offices (person text, office text, updated_at timestamp)",
    "insert into offices values ('A', 'judge', '2025-01-01'), ('B', 'mayor', '2025-01-01')",
)
now("delete from offices where person = 'A'")  # A is gone, and comes back as she was
now("insert into offices values ('A', 'judge', '2025-01-01')")
now("update offices set office = 'clerk', updated_at = '2024-06-01' where person = 'B'")  # a correction

holds = "dbt_valid_from <= {0} and ({0} < dbt_valid_to or dbt_valid_to is null)"
year = holds.format("timestamp '2025-07-01'")
gap = holds.format("(select max(dbt_valid_to) from {} where person = 'A')")
seen = {  # what is asked: what each snapshot answers
    "A on 1 July 2025": (
        f"select count(*) from {{}} where person = 'A' and {year}",
        {"by_timestamp": 2, "with_records": 2, "by_check": 2, "by_runs": 0},
    ),
    "states of A that end before they begin": (
        "select count(*) from {} where person = 'A' and dbt_valid_to < dbt_valid_from",
        {"by_timestamp": 0, "with_records": 1, "by_check": 0, "by_runs": 0},
    ),
    "A when she was found to be gone": (
        f"select count(*) from {{0}} where person = 'A' and {gap.replace('{}', '{0}')}",
        {"by_timestamp": 1, "with_records": 1, "by_check": 1, "by_runs": 0},
    ),
    "B on 1 July 2025": (
        f"select string_agg(office) from {{}} where person = 'B' and {year}",
        {"by_timestamp": "mayor", "with_records": "mayor", "by_check": "clerk", "by_runs": None},
    ),
    "states of B that end before they begin": (
        "select count(*) from {} where person = 'B' and dbt_valid_to < dbt_valid_from",
        {"by_timestamp": 0, "with_records": 0, "by_check": 1, "by_runs": 0},
    ),
}
print("dbt-core", version("dbt-core"), "dbt-duckdb", version("dbt-duckdb"), "duckdb", version("duckdb"))
changed = False
with duckdb.connect("look.duckdb") as table:
    for name, (asked, expected) in seen.items():
        found = {one: table.execute(asked.format(one)).fetchone()[0] for one in expected}
        changed |= found != expected
        print(f"{name:40} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
