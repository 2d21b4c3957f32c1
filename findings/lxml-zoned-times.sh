#!/usr/bin/env bash
# lxml 6.1.3 (PyPI, with libxml2 2.14.6) validates XML by XML Schema; xmlschema 4.3.2 (PyPI) is asked beside it.
#
# Expected: a value with a zone is compared in UTC (XML Schema part 2, 3.2.7.4, to which the order of time, gYear and
# the other parts of a date refers): 10:00:00+02:00 is 08:00:00Z, and the year 2025 begins two hours earlier at +02:00
# than at Z. 24:00:00 is 00:00:00 of the next day (3.2.7.1).
# Seen:
# - A time with any offset is later than every time with a Z: 09:00:00+02:00 is not before 20:00:00Z, and 10:00:00+02:00
#   does not equal 08:00:00Z. So opening hours in local time pass every minInclusive in UTC, and no maxInclusive.
# - gYear, gYearMonth, gMonthDay, gMonth and gDay are ordered by their offsets the wrong way round.
# - 2025-08-14T24:00:00Z is before 2025-08-15T00:00:00Z, the same instant; written with +02:00 the two are equal.
# Dates, and times that both have offsets, are right. Nothing but the verdict, valid or not, is told.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3 xmlschema==4.3.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import xmlschema
from lxml import etree

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType>
<xs:restriction base="xs:{}"><xs:{} value="{}"/></xs:restriction></xs:simpleType></xs:element></xs:schema>"""


def compared(kind, value, limit):
    answers = [[], []]
    for facet in ("minInclusive", "maxInclusive"):
        schema = SCHEMA.format(kind, facet, limit)
        answers[0].append(etree.XMLSchema(etree.fromstring(schema)).validate(etree.fromstring(f"<a>{value}</a>")))
        answers[1].append(xmlschema.XMLSchema10(schema).is_valid(f"<a>{value}</a>"))
    return tuple({(True, True): "=", (True, False): ">", (False, True): "<"}[tuple(each)] for each in answers)


seen = {  # the type, a value and a limit: how they compare by lxml, and by xmlschema
    ("time", "10:00:00+02:00", "09:00:00+01:00"): ("=", "="),
    ("time", "10:00:00+02:00", "08:00:00Z"): (">", "="),
    ("time", "09:00:00+02:00", "20:00:00Z"): (">", "<"),
    ("time", "06:00:00-05:00", "20:00:00Z"): (">", "<"),
    ("date", "2025-08-14+02:00", "2025-08-14Z"): ("<", "<"),
    ("gYear", "2025+02:00", "2025Z"): (">", "<"),
    ("gYear", "2025-05:00", "2025Z"): ("<", ">"),
    ("gYearMonth", "2025-08+02:00", "2025-08Z"): (">", "<"),
    ("gMonthDay", "--08-14+02:00", "--08-14Z"): (">", "<"),
    ("dateTime", "2025-08-14T24:00:00Z", "2025-08-15T00:00:00Z"): ("<", "="),
    ("dateTime", "2025-08-14T24:00:00+02:00", "2025-08-15T00:00:00+02:00"): ("=", "="),
}
print("lxml", version("lxml"), "libxml2", *etree.LIBXML_VERSION, "xmlschema", version("xmlschema"))
changed = False
for (kind, value, limit), expected in seen.items():
    found = compared(kind, value, limit)
    changed |= found != expected
    told = f"{kind:10} {value} {found[0]} {limit}  xmlschema: {found[1]}"
    print(told + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
