#!/usr/bin/env bash
# xlsx 0.18.5 (npm, the newest there, of SheetJS) and exceljs 4.4.0 (npm) read and write workbooks; the file is made by
# XlsxWriter 3.2.9 (PyPI), in the 1904 date system, in which older Excel for Mac wrote all workbooks.
#
# Expected: a workbook of 1904 counts its days from 1 January 1904 (ECMA-376 part 1, 18.17.4.1), and says so itself; what
# is read is the date that a person sees in the cell, and what is written again shows the same.
# Seen, of a cell that shows 2026-04-01:
# - xlsx, asked for dates (cellDates), gives 31 March 2022, four years and a day early, while the text beside it (.w) is
#   the right one. So it says two dates of one cell, and sheet_to_json() takes the wrong one.
# - The number alone (without cellDates) stays as it is in the file, and .Workbook.WBProps.date1904 is true.
# - Written again by xlsx after being read so, and opened with exceljs, which reads the first file rightly, it is the
#   workbook of another system that shows 31 March 2022: the dates have moved for good.
# Nothing is said at any step.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1
"$folder/venv/bin/python" - <<'PY'
import datetime as dt

import xlsxwriter

with xlsxwriter.Workbook("given.xlsx", {"date_1904": True}) as book:
    sheet = book.add_worksheet("events")
    sheet.write_row(0, 0, ["date", "title"])
    sheet.write_datetime(1, 0, dt.datetime(2026, 4, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write(1, 1, "V4 is out")
PY
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";

const day = (date) => date.toISOString().slice(0, 10);
const shown = async (file) => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  return `${day(book.worksheets[0].getCell("A2").value)}, of 1904: ${book.properties.date1904}`;
};
const asDates = XLSX.readFile("given.xlsx", {cellDates: true});
const asNumbers = XLSX.readFile("given.xlsx");
const cell = asDates.Sheets.events.A2;
XLSX.writeFile(asDates, "again.xlsx");
const seen = [
  ["exceljs, of the file as given", await shown("given.xlsx"), "2026-04-01, of 1904: true"],
  ["xlsx, the number in the cell", String(asNumbers.Sheets.events.A2.v), "44651"],
  ["xlsx, the text of the cell", cell.w, "2026-04-01"],
  ["xlsx, the date of the cell", day(cell.v), "2022-03-31"],
  ["xlsx, sheet_to_json()", day(XLSX.utils.sheet_to_json(asDates.Sheets.events)[0].date), "2022-03-31"],
  ["exceljs, of the file that xlsx wrote again", await shown("again.xlsx"), "2022-03-31, of 1904: false"],
];
for (const name of ["xlsx", "exceljs"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
let changed = false;
for (const [what, found, expected] of seen) {
  changed ||= found !== expected;
  console.log(what.padEnd(44), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
