#!/usr/bin/env bash
# cdx-toolkit 0.9.39 (PyPI) asks the indexes of Common Crawl for the captures of a page, by from_ts= and to=.
#
# Expected: `to` has 1 to 14 digits, and is inclusive (the documentation of the Wayback CDX server, "Filtering", to
# which its own refers): 20240115 is until the end of the 15th. Without from_ts it looks one year back.
# Seen:
# - The day in `to` is replaced by the last of its month, also in a full time stamp: 20240115120000 is noon of the 31st.
#   A year back from there is up to 30 days too late, so that with to=20250101, and no from_ts, the first month of 2024
#   is not asked for.
# - In a leap year February ends on the 28th: 20240229, and 20240229120000, become the day before.
# - The name of a crawl, YYYY-WW, is documented as an ISO week, and is read by another count. In 2020, 2025 and 2026,
#   and in every year in which the two differ, each crawl is dated a week late.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cdx-toolkit==0.9.39 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date, datetime, timezone
from importlib.metadata import version

from cdx_toolkit.commoncrawl import apply_cc_defaults
from cdx_toolkit.timeutils import cc_index_to_time, pad_timestamp_up

ends = {
    "2024": "20241231235959",
    "202404": "20240430235959",
    "20240115": "20240131235959",  # ends on the 15th
    "20240115120000": "20240131120000",
    "202402": "20240228235959",  # ends on the 29th
    "20240229": "20240228235959",
}
crawls = {  # the year and week in the name: the Sunday of that ISO week, and the day that is read
    (2024, 10): ("2024-03-10", "2024-03-10"),
    (2020, 5): ("2020-02-02", "2020-02-09"),
    (2025, 5): ("2025-02-02", "2025-02-09"),
    (2026, 3): ("2026-01-18", "2026-01-25"),
}
print("cdx-toolkit", version("cdx-toolkit"))
changed = False
for given, expected in ends.items():
    found = pad_timestamp_up(given)
    changed |= found != expected
    print(f"{given:15} ends {found}" + ("" if found == expected else f", but was {expected}"))
asked = {"to": "20250101"}
apply_cc_defaults(asked)
print("to=20250101 begins", asked["from_ts"])
changed |= asked["from_ts"] != "20240201235959"
for (year, week), expected in crawls.items():
    sunday = date.fromisocalendar(year, week, 7).isoformat()
    stamp = cc_index_to_time(f"{year}-{week:02}")
    found = (sunday, datetime.fromtimestamp(stamp, timezone.utc).date().isoformat())
    changed |= found != expected
    print(f"{year}-{week:02} is {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
