#!/usr/bin/env bash
# python-gedcom 1.1.0 (PyPI) reads family trees in GEDCOM, and says in which year somebody was born.
#
# Expected: get_birth_year() is the year of the birth, and says where there is none that it knows. A date in GEDCOM 5.5.1
# may be a range (BET … AND), a bound (BEF, AFT), of another calendar (@#DHEBREW@, @#DFRENCH R@), or of two years (1699/00,
# where the year began in March).
# Seen: it is the last number of the text.
# - Between 1840 and 1860 is 1860, after 1860 is 1860, and before 1850 is 1850. So birth_range_match(1850, 1860), the search,
#   finds all three as it finds 1855.
# - 23 Av 5615, in August 1855, is the year 5615, and 18 Brumaire of the year VIII, in November 1799, is the year 8.
# - 12 January 1699/00, and 44 B.C., have no year, -1, as if nothing were known.
# get_birth_data() has the text as it was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-gedcom==1.1.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version
from pathlib import Path

from gedcom.parser import Parser

seen = {  # the date: the year of birth, and whether a search from 1850 to 1860 finds it
    "14 AUG 1855": (1855, True),
    "BET 1840 AND 1860": (1860, True),
    "AFT 1860": (1860, True),
    "BEF 1850": (1850, True),
    "@#DHEBREW@ 23 AAV 5615": (5615, False),
    "@#DFRENCH R@ 18 BRUM 8": (8, False),
    "12 JAN 1699/00": (-1, False),
    "44 B.C.": (-1, False),
}


def person(date):
    tree = Path("tree.ged")
    tree.write_text(f"0 HEAD\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Ada /Example/\n1 BIRT\n2 DATE {date}\n0 TRLR\n")
    parser = Parser()
    parser.parse_file(str(tree))
    return next(element for element in parser.get_root_child_elements() if element.get_tag() == "INDI")


print("python-gedcom", version("python-gedcom"))
changed = False
for date, expected in seen.items():
    born = person(date)
    found = born.get_birth_year(), born.birth_range_match(1850, 1860)
    changed |= found != expected
    print(f"{date:24} year {found[0]}, found: {found[1]}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
