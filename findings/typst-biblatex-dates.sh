#!/usr/bin/env bash
# Typst 0.15.2 (PyPI: typst) sets books and papers, and cites from BibLaTeX by itself (with hayagriva).
#
# Expected: BibLaTeX's date fields are EDTF levels 0 and 1 (its manual, "Date and Time Specifications"): two years with a
# slash are a range, 199X is a year of the nineties, .. an open end, -21 to -24 the seasons. A date that cannot be kept is
# named, or kept as it was written.
# Seen, in the styles apa and chicago-author-date, with no warning:
# - A range is its end alone: 1914/1918 prints as 1918, the year in which the work began is gone.
# - 199X prints as 1999, a year that nobody said, and 19XX as 1999 too: unknown digits become nines.
# - 1985/.., what still goes on, and /1985, what ended then, both print as the year 1985.
# - 2001-21, spring 2001, has no date.
# ~ and ? print as doubt, and -0043 as 44 BC, where pandoc (pandoc-edtf-dates.sh) loses the doubt of ?, and has no date for
# 199X: what the one tool keeps the other loses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import re
from importlib.metadata import version
from pathlib import Path

import typst

seen = {  # the date field: what apa and chicago-author-date print
    "2025-08": ("(2025)", "2025"),
    "1723~": ("(ca. 1723)", "[1723?]"),
    "1723?": ("(ca. 1723)", "[1723?]"),
    "-0043": ("(44 B.C.E.)", "44 BC"),
    "1914/1918": ("(1918)", "1918"),
    "1985/..": ("(1985)", "1985"),
    "/1985": ("(1985)", "1985"),
    "199X": ("(1999)", "1999"),
    "19XX": ("(1999)", "1999"),
    "2001-21": ("(n.d.)", "n.d"),
}


def printed(date, style):
    Path("works.bib").write_text("@book{w, title={Work}, author={Writer, Ada}, date={%s}}\n" % date)
    Path("page.typ").write_text('#bibliography("works.bib", style: "%s", title: none, full: true)\n' % style)
    page, warnings = typst.compile_with_warnings("page.typ", format="html")
    text = re.sub(r"<head>.*?</head>|<[^>]+>", "", page.decode(), flags=re.DOTALL)
    kept = [warning.message for warning in warnings if "html" not in warning.message]
    return re.search(r"Writer, A(?:da)?\. (.*?)\. \W*Work", text)[1], kept


print("typst", version("typst"))
changed = False
for date, expected in seen.items():
    both = [printed(date, style) for style in ("apa", "chicago-author-date")]
    found = tuple(text for text, _ in both)
    changed |= found != expected or any(kept for _, kept in both)
    print(f"{date:10} {found[0]:12} {found[1]:10}" + ("" if found == expected else f" but was {expected}"), *both[0][1])
raise SystemExit("the behaviour has changed" if changed else 0)
PY
