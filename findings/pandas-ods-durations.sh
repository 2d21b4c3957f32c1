#!/usr/bin/env bash
# pandas 3.1.1 (PyPI) reads OpenDocument sheets with its engines odf (odfpy 1.4.1) and calamine (python-calamine 0.9.1).
#
# Expected: a cell of the type time holds a duration in office:time-value, PT25H30M; the text in the cell is only how it
# is shown (OpenDocument 1.3, part 3, office:time-value). What is read is the value, however the column is formatted.
# Seen: the engine odf reads the text. A job of 25 and a half hours that is shown as 01:30, as the format HH:MM does, is
# half past one; the same value shown as 1530 (minutes) is an hour, shown in words it is an error that names no cell.
# Dates in the cells beside it are read from their values. The engine calamine gives the duration as the text
# PT25H30M00S, and gives a time of day for what is less than a day.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pandas as pd
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def sheet(shown, **value):
    """Write a sheet of one column with one cell, and read it with both engines."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="s")
    for text, attributes in (("lasted", {"valuetype": "string"}), (shown, value)):
        row, cell = TableRow(), TableCell(**attributes)
        cell.addElement(P(text=text))
        row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save("s.ods")
    return tuple(read(engine) for engine in ("odf", "calamine"))


def read(engine):
    try:
        return str(pd.read_excel("s.ods", engine=engine).lasted[0])
    except Exception as error:  # the class is what is looked at
        return type(error).__name__


seen = [  # the text shown, the value, as odf reads it, as calamine reads it
    ("01:30", {"valuetype": "time", "timevalue": "PT01H30M00S"}, "01:30:00", "01:30:00"),
    ("01:30", {"valuetype": "time", "timevalue": "PT25H30M00S"}, "01:30:00", "PT25H30M00S"),
    ("1530", {"valuetype": "time", "timevalue": "PT25H30M00S"}, "00:00:00", "PT25H30M00S"),
    ("25:30", {"valuetype": "time", "timevalue": "PT25H30M00S"}, "DateParseError", "PT25H30M00S"),
    ("April", {"valuetype": "date", "datevalue": "2026-04-01"}, "2026-04-01 00:00:00", "2026-04-01 00:00:00"),
]
print("pandas", version("pandas"), "odfpy", version("odfpy"), "python-calamine", version("python-calamine"))
changed = False
for shown, value, *expected in seen:
    found = list(sheet(shown, **value))
    changed |= found != expected
    print(f"{shown:6} {' '.join(value.values()):17} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
