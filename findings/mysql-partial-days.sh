#!/usr/bin/env bash
# PyMySQL 1.2.4 and mysql-connector-python 26.10.0 (PyPI), two clients of MySQL, turn what a DATE column sends into
# Python. Both are given what the server sends for a day, as their own connections give it.
#
# Expected: MySQL keeps days of which only the month or the year is known ("2025-08-00", "2025-00-00": its manual, "The
# DATE, DATETIME, and TIMESTAMP Types", for birthdays). Such a value is not lost on the way, and is told in one way.
# Seen:
# - mysql-connector-python gives None, as for NULL: a month that is known cannot be told from nothing at all.
# - PyMySQL gives the text, among dates: the column holds date and str, which cannot be compared or sorted.
# - The same of DATETIME: "2025-08-00 00:00:00".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PyMySQL==1.2.4 mysql-connector-python==26.10.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from mysql.connector.constants import FieldType
from mysql.connector.conversion import MySQLConverter
from pymysql.constants import FIELD_TYPE
from pymysql.converters import decoders

seen = {
    "2025-08-14": ("datetime.date(2025, 8, 14)", "datetime.date(2025, 8, 14)"),
    "2025-08-00": ("'2025-08-00'", "None"),
    "2025-00-00": ("'2025-00-00'", "None"),
    "2025-08-14 14:20:00": ("datetime.datetime(2025, 8, 14, 14, 20)", "datetime.datetime(2025, 8, 14, 14, 20)"),
    "2025-08-00 00:00:00": ("'2025-08-00 00:00:00'", "None"),
}
print("PyMySQL", version("PyMySQL"), "mysql-connector-python", version("mysql-connector-python"))
changed = False
for text, expected in seen.items():
    has_time = " " in text
    by_pymysql = decoders[FIELD_TYPE.DATETIME if has_time else FIELD_TYPE.DATE](text)
    column = ("day", FieldType.DATETIME if has_time else FieldType.DATE, None, None, None, None, 1, 0, 63)
    by_connector = MySQLConverter().to_python(column, text.encode())
    found = (repr(by_pymysql), repr(by_connector))
    changed |= found != expected
    print(f"{text}: PyMySQL {found[0]}, connector {found[1]}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
