#!/usr/bin/env bash
# luxon 3.7.2 (npm) reads ISO 8601 intervals with Interval.fromISO().
#
# Expected: the end of an interval may leave out what it shares with the start (ISO 8601:2004), so that
# 2025-08-14T10:00Z/12:00 lasts two hours, and a zone given for the start holds for the end; or the text is refused.
# Seen:
# - The end 12:00 is noon of the day of asking: the interval lasts from August 2025 until today, tomorrow a day longer.
# - A full end without a zone is in the zone of the reader, not that of the start: 10:00+02:00/12:00 lasts four hours
#   for a reader in UTC.
# - The end "20" (the 20th of the month) is eight in the evening of the day of asking.
# Both the date and the zone are silently those of the machine that reads.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" luxon@3.7.2 >/dev/null 2>&1
TZ=UTC node - <<'JS'
const {Interval, Settings} = require("luxon");
const asked = Date.UTC(2026, 10, 28, 9);
Settings.now = () => asked;
const seen = {
  "2025-08-14T10:00Z/2025-08-14T12:00Z": "2025-08-14T10:00:00Z 2025-08-14T12:00:00Z",
  "2025-08-14T10:00Z/12:00": "2025-08-14T10:00:00Z 2026-11-28T12:00:00Z",
  "2025-08-14T10:00Z/12:00Z": "2025-08-14T10:00:00Z 2026-11-28T12:00:00Z",
  "2025-08-14/20": "2025-08-14T00:00:00Z 2026-11-28T20:00:00Z",
  "2025-08-14T10:00+02:00/2025-08-14T12:00": "2025-08-14T08:00:00Z 2025-08-14T12:00:00Z",
  "2025-08-14T10:00+02:00/PT2H": "2025-08-14T08:00:00Z 2025-08-14T10:00:00Z",
};
console.log("luxon", require("luxon/package.json").version);
let changed = false;
for (const [text, expected] of Object.entries(seen)) {
  const read = Interval.fromISO(text);
  const found = [read.start, read.end].map((end) => end.toUTC().toISO({suppressMilliseconds: true})).join(" ");
  changed ||= found !== expected;
  console.log(text.padEnd(41), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
