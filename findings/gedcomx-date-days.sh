#!/usr/bin/env bash
# gedcomx-date 0.3.2 (npm), FamilySearch's reader of the dates of GEDCOM X, adds durations and takes differences.
#
# Expected: 45 days after 14 August is 28 September, and from 28 February to 1 March 2000 it is two days. A time without a
# zone is local time (The GEDCOM X Date Format, 5.2.2.2), an offset counts, and minutes that are zero may be left out of
# it. The end of a range is no finer than its start and its duration are (5.4.1.2); a start that is equal to the end, or
# before it, is valid (5.4.1.1).
# Seen:
# - Days that go past the end of a month are counted by the length of another month: 14 August and 45 days is
#   29 September, 1 January and 31 days is 4 February, so that R5/+2025-01-01/P30D has ends that are no 30 days apart.
# - 28 February to 1 March 2000 lasts four days, 28 August to 1 September three. From 31 May to 1 June is refused: it is
#   told that the start is not before the end.
# - From 10:00Z to 12:00+02:00, one instant, it is four hours: the offset is added where it is to be taken away.
# - A time without a zone is written with a Z, and so is one with an offset of whole hours: 14:23-07:00 becomes 14:23Z,
#   seven hours early. -03:30 is kept.
# - A day after August 2025 is the second of August: a month has become a day.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" gedcomx-date@0.3.2 >/dev/null 2>&1
cat >"$folder/look.cjs" <<'JS'
const GedcomXDate = require("gedcomx-date");
const read = (text) => new GedcomXDate(text);
const after = (start, duration) => read(`${start}/${duration}`).end.toFormalString();
const between = (start, end) => GedcomXDate.getDuration(read(start), read(end)).toFormalString();
const written = (text) => read(text).toFormalString();
const seen = [
  // what is asked, of what, what should come, what comes
  [after, ["+2025-08-14", "P17D"], "+2025-08-31", "+2025-08-31"],
  [after, ["+2025-08-14", "P45D"], "+2025-09-28", "+2025-09-29"],
  [after, ["+2025-01-01", "P31D"], "+2025-02-01", "+2025-02-04"],
  [after, ["+2025-01-01", "P365D"], "+2026-01-01", "+2026-01-01"],
  [after, ["+2025-08", "P1D"], "+2025-08", "+2025-08-02"],
  [between, ["+2025-08-14", "+2025-08-16"], "P2D", "P2D"],
  [between, ["+2000-02-28", "+2000-03-01"], "P2D", "P4D"],
  [between, ["+2025-08-28", "+2025-09-01"], "P4D", "P3D"],
  [between, ["+2025-05-31", "+2025-06-01"], "P1D", "Start Date must be less than End Date"],
  [between, ["+2025-08-14T10:00:00Z", "+2025-08-14T12:00:00+02:00"], "no time", "PT4H"],
  [between, ["+2025-08-14T10:00:00Z", "+2025-08-14T13:00:00-02:00"], "PT5H", "PT1H"],
  [written, ["+1889-05-17T14:23:00-03:30"], "+1889-05-17T14:23:00-03:30", "+1889-05-17T14:23:00-03:30"],
  [written, ["+1889-05-17T14:23:00-07:00"], "+1889-05-17T14:23:00-07:00", "+1889-05-17T14:23:00Z"],
  [written, ["+1889-05-17T14:23"], "+1889-05-17T14:23", "+1889-05-17T14:23Z"],
  [written, ["+1964-11-14T10-07:00"], "+1964-11-14T10-07:00", "+1964-11-14T10Z"],
];
console.log("gedcomx-date", require("gedcomx-date/package.json").version);
let changed = false;
for (const [ask, words, should, expected] of seen) {
  let found;
  try {
    found = ask(...words);
  } catch (error) {
    found = error.message;
  }
  changed ||= found !== expected;
  const note = (found === should ? "" : ` (should be ${should})`) + (found === expected ? "" : `, but was ${expected}`);
  console.log(ask.name.padEnd(8), words.join(" "), "is", found + note);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.cjs"
