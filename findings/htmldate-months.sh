#!/usr/bin/env bash
# htmldate 1.11.0 (PyPI, with dateparser 1.5.0) says when a web page was published; trafilatura asks it.
#
# Expected: a page that names a month only has no day; a guessed one is the same however the page says the month.
# Seen: one month in four places of a page has three days.
# - In <meta property="article:published_time"> and <time datetime>, 2025-08 is the day of the month on which one asks:
#   on the 28th of November it is 28 August. The same page so has another date tomorrow.
# - In JSON-LD's datePublished, 2025-08 is 1 August.
# - In the text, "Published: August 2025" is 1 January 2025: seven months before the month that it names.
# Nothing in the answer tells a guessed day from one that the page gives.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0 dateparser==1.5.0 2>/dev/null
TZ=UTC "$folder/venv/bin/python" - <<'PY'
import datetime as dt
from importlib.metadata import version

from htmldate import find_date

LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'
META = '<meta property="article:published_time" content="%s">'
seen = {
    ("meta", META % "2025-08-14", ""): "2025-08-14",
    ("meta", META % "2025-08", ""): "the day of asking",
    ("time", "", '<time datetime="2025-08">August</time>'): "the day of asking",
    ("JSON-LD", LINKED % "2025-08", ""): "2025-08-01",
    ("text", "", "<p>Published: August 2025</p>"): "2025-01-01",
}
print("htmldate", version("htmldate"), "dateparser", version("dateparser"))
changed = False
for (place, head, body), expected in seen.items():
    page = f"<html><head>{head}</head><body>{body}<p>The article itself, a sentence or two long.</p></body></html>"
    before = dt.date.today().day
    found = find_date(page, original_date=True)
    asked = {f"2025-08-{day:02}" for day in (before, dt.date.today().day)}
    fits = found in asked if expected == "the day of asking" else found == expected
    changed |= not fits
    print(f"{place:8} {found}" + ("" if fits else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
