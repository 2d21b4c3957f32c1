#!/usr/bin/env bash
# fastparquet 2026.9.0 (PyPI) reads Parquet into pandas 3.1.1; the file is written by pyarrow 26.0.1.
#
# Expected: Parquet's DATE is a number of days, positive or negative, from 1970-01-01 (LogicalTypes.md, "DATE"): from
# 5.8 million years before to as much after. What cannot be held is refused, or read in a coarser unit, as the same
# instants are when they are kept as TIMESTAMP.
# Seen: every DATE is multiplied into nanoseconds of 64 bits, and what does not fit wraps round with no word. 9999-12-31,
# by which tables say "still so", is a morning in 1816; 1500-06-14 is in the year 2084, 15 March 44 BC in 1710. The wrong
# dates have times of day, and count, sort and compare like others. TIMESTAMP of the same days is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import fastparquet
import pyarrow as pa
import pyarrow.parquet as pq

seen = {  # days from 1970-01-01: as written, as read
    -735160: ("-0043-03-15", "1710-11-11 22:43:41.128654848"),
    -171500: ("1500-06-14", "2084-12-31 23:34:33.709551616"),
    20314: ("2025-08-14", "2025-08-14 00:00:00"),
    106751: ("2262-04-11", "2262-04-11 00:00:00"),
    106752: ("2262-04-12", "1677-09-21 00:25:26.290448384"),
    2932896: ("9999-12-31", "1816-03-29 05:56:08.066277376"),
}
print("fastparquet", version("fastparquet"), "pandas", version("pandas"), "pyarrow", version("pyarrow"))
days = pa.array(list(seen), pa.int32()).cast(pa.date32())
instants = pa.array([day * 86_400_000_000 for day in seen], pa.int64()).cast(pa.timestamp("us"))
pq.write_table(pa.table({"day": days, "instant": instants}), "far.parquet")
frame = fastparquet.ParquetFile("far.parquet").to_pandas()
changed = False
for number, (text, expected) in enumerate(seen.values()):
    assert str(days[number].cast(pa.string())) == text
    assert frame.instant.dt.year[number] == int(text.rsplit("-", 2)[0])
    found = str(frame.day[number])
    changed |= found != expected
    print(f"{text:12} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
