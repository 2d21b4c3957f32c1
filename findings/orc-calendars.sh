#!/usr/bin/env bash
# pyarrow 26.0.1 and pyspark 4.3.0 (PyPI; Spark needs Java 17 or later) read each other's ORC files.
#
# Expected: one day in a file is the same day for both: each keeps dates in the proleptic Gregorian calendar, and the
# same days as Parquet come back unchanged. The footer of an ORC file says which calendar its days are of (ORC
# specification v1, "File Tail": calendar UNKNOWN, JULIAN_GREGORIAN or PROLEPTIC_GREGORIAN).
# Seen: days before 15 October 1582 move, both ways, with no word.
# - Written by pyarrow, 1500-06-14 is 1500-06-04 to Spark and 1582-10-14 is 1582-10-04; 44 BC goes two days the other
#   way. pyarrow does not write the calendar, and Spark's reader takes a file that says nothing for Julian.
# - Written by Spark, 1500-06-14 is 1500-06-24 to pyarrow, and 1582-10-10, which is no day of Spark's ORC calendar,
#   comes back as 15 October to Spark as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.3.0 pyarrow==26.0.1 2>/dev/null
cat >"$folder/look.py" <<'PY'
import glob

import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
from pyarrow import orc
from pyspark.sql import SparkSession

seen = {  # the day: written by pyarrow and read by Spark, written by Spark and read by pyarrow, and by Spark again
    "-0043-03-15": ("-0043-03-17", "-0043-03-13", "-0043-03-15"),
    "0001-01-01": ("0001-01-03", "0000-12-30", "0001-01-01"),
    "1500-06-14": ("1500-06-04", "1500-06-24", "1500-06-14"),
    "1582-10-10": ("1582-09-30", "1582-10-15", "1582-10-15"),
    "1582-10-14": ("1582-10-04", "1582-10-15", "1582-10-15"),
    "1582-10-15": ("1582-10-15", "1582-10-15", "1582-10-15"),
    "2025-08-14": ("2025-08-14", "2025-08-14", "2025-08-14"),
}
days = pa.array([-735160, -719162, -171500, -141432, -141428, -141427, 20314], pa.int32()).cast(pa.date32())
assert days.cast(pa.string()).to_pylist() == list(seen)
print("pyarrow", pa.__version__, "pyspark", pyspark.__version__)
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")


def told(form, path):
    return [row[0] for row in spark.read.format(form).load(path).selectExpr("cast(d as string)").collect()]


def read(reader, path):
    (file,) = glob.glob(path + "/part-*")
    return reader(file)["d"].cast(pa.string()).to_pylist()


orc.write_table(pa.table({"d": days}), "by-pyarrow.orc")
pq.write_table(pa.table({"d": days}), "by-pyarrow.parquet")
assert told("parquet", "by-pyarrow.parquet") == list(seen)
frame = spark.read.parquet("by-pyarrow.parquet").coalesce(1)
frame.write.orc("by-spark.orc")
frame.write.parquet("by-spark.parquet")
assert read(pq.read_table, "by-spark.parquet") == list(seen)
changed = False
for day, *found in zip(
    seen, told("orc", "by-pyarrow.orc"), read(orc.read_table, "by-spark.orc"), told("orc", "by-spark.orc"), strict=True
):
    changed |= tuple(found) != seen[day]
    print(f"{day:12} {found}" + ("" if tuple(found) == seen[day] else f", but was {seen[day]}"))
print("the behaviour has changed" if changed else "as written down")
raise SystemExit(changed)
PY
"$folder/venv/bin/python" "$folder/look.py" 2>/dev/null
