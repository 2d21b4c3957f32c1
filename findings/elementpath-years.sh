#!/usr/bin/env bash
# elementpath 5.1.4 (PyPI) answers XPath 2.0 to 3.1; xmlschema 4.3.2 reads dates by it. XSD 1.1 is chosen with
# xsd_version="1.1", and by XMLSchema11.
#
# Expected: in XML Schema 1.1 (part 2, 3.3.7, and its appendix on adding durations to dateTimes) years count through
# 0000: -0044 is the year -44, and five minus ten years is -5. After 9999 as before, 12004 is a leap year, 12003 is
# none.
# Seen, with XSD 1.1:
# - year-from-date() of every year before 1 is one too low: -45 for -0044, -1 for 0000, while the text stays -0044.
# - Years added across the era are one short: 0005-06-15 less ten years is -0004-06-15, and -0005 more ten is 0004.
# - After 9999 the leap years are one early: 12004-02-29 is refused by a schema, 12003-02-29 is valid.
# With XSD 1.0, which has no year 0, the first and the last are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check elementpath==5.1.4 xmlschema==4.3.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import xmlschema
from elementpath.xpath31 import XPath31Parser

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:date"/></xs:schema>"""


def answer(question, xsd_version="1.1"):
    return str(XPath31Parser(xsd_version=xsd_version).parse(question).evaluate())


asked = {  # the question: the answer with XSD 1.1
    "year-from-date(xs:date('0044-03-15'))": "44",
    "year-from-date(xs:date('-0044-03-15'))": "-45",  # is -44
    "year-from-date(xs:date('0000-03-15'))": "-1",  # is 0
    "xs:date('-0044-03-15') - xs:date('-0045-03-15')": "P366D",
    "xs:date('0005-06-15') - xs:yearMonthDuration('P10Y')": "-0004-06-15",  # is -0005-06-15
    "xs:date('-0005-06-15') + xs:yearMonthDuration('P10Y')": "0004-06-15",  # is 0005-06-15
}
days = {  # the day: valid by XSD 1.1, and by XSD 1.0
    "2024-02-29": (True, True),
    "12004-02-29": (False, True),
    "12003-02-29": (True, False),
}
print(*(f"{name} {version(name)}" for name in ("elementpath", "xmlschema")))
changed = False
for question, expected in asked.items():
    found = answer(question)
    changed |= found != expected
    print(f"{question:55} {found}" + ("" if found == expected else f", but was {expected}"))
for day, expected in days.items():
    found = tuple(schema(SCHEMA).is_valid(f"<a>{day}</a>") for schema in (xmlschema.XMLSchema11, xmlschema.XMLSchema10))
    changed |= found != expected
    print(f"{day:12} valid by 1.1 and 1.0: {found}" + ("" if found == expected else f", but was {expected}"))
old = answer("year-from-date(xs:date('-0044-03-15'))", "1.0")
print("-0044 with XSD 1.0:", old)
raise SystemExit("the behaviour has changed" if changed or old != "-44" else 0)
PY
