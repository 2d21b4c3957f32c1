#!/usr/bin/env bash
# feedparser 6.0.14 (PyPI) reads feeds, RSS and Atom, and gives their dates in UTC.
#
# Expected: the dates that it reads, in ISO 8601 among them (its documentation, "Date Parsing"), are those that the feed
# says; what is not read is None, as "Aug 2025" is. 10:00+0330 is 06:30 in UTC (ISO 8601:2004, 4.2.5.2), 20040814T100000Z
# is at ten, 2004-W33-6 is 14 August 2004.
# Seen, with no word, and with bozo false:
# - Of an offset without a colon the first digit of the minutes is lost in an ISO date: +0330 counts as +03:00, +0545 as
#   +05:05. With the colon, in whole hours, and in the dates of RFC 822 it is right.
# - A date in the basic form loses its time and its offset: 20040814T233000-0500, the 15th in UTC, is midnight of the 14th.
# - A week date is the day on which one reads, of the year that it names: 2004-W33-6 read on 1 December is 1 December
#   2004, a day later the next. 2004-227, the same day, is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import time
from importlib.metadata import version

import feedparser

RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>x</title><dc:date>{}</dc:date></item></rdf:RDF>"""
RSS_2 = '<rss version="2.0"><channel><item><title>x</title><pubDate>{}</pubDate></item></channel></rss>'


def read(text, form=RSS_1):
    """The date of a feed's one entry, in UTC."""
    feed = feedparser.parse(form.format(text))
    entry = feed.entries[0]
    found = entry.get("updated_parsed") or entry.get("published_parsed")
    return (time.strftime("%Y-%m-%d %H:%M", found) if found else "None") + (" bozo" if feed.bozo else "")


def is_today(text):
    """Whether it is read as the day of reading; asked twice, since midnight may pass in between."""
    return any(read(text)[5:10] == time.strftime("%m-%d", time.gmtime()) for _ in range(2))


seen = {
    "2004-08-14T10:00+03:30": "2004-08-14 06:30",
    "2004-08-14T10:00+0330": "2004-08-14 07:00",
    "2004-08-14T10:00+0545": "2004-08-14 04:55",
    "2004-08-14T23:30:00-05:00": "2004-08-15 04:30",
    "20040814T233000-0500": "2004-08-14 00:00",
    "20040814T100000Z": "2004-08-14 00:00",
    "2004-227": "2004-08-14 00:00",
    "Aug 2004": "None",
}
print("feedparser", version("feedparser"))
changed = False
for text, expected in seen.items():
    found = read(text)
    changed |= found != expected
    print(f"{text:28} {found}" + ("" if found == expected else f", but was {expected}"))
text = "Sat, 14 Aug 2004 10:00:00 +0330"
print(f"{text:28} {read(text, RSS_2)}")
changed |= read(text, RSS_2) != "2004-08-14 06:30"
for text in "2004-W33-6", "2004-W33":
    changed |= not is_today(text)
    print(f"{text:28} {read(text)}, today's month and day: {is_today(text)}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
