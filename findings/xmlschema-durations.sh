#!/usr/bin/env bash
# xmlschema 4.3.2 (PyPI, with elementpath 5.1.4) validates XML by XML Schema 1.0 and 1.1; lxml 6.1.3 (PyPI) is asked
# beside it.
#
# Expected: a value is within a bound if it is less than or equal to it, in the order of its type (XML Schema 1.1 part
# 2, 4.3.7 and 4.3.10). The order of durations is partial (3.3.6): a month is neither at most 30 days nor at least 30
# days, and so within neither bound; and a day without a zone is neither before nor after the same day in UTC.
# Seen: what cannot be compared is within every bound. P1M passes maxInclusive P30D and minInclusive P31D, and also
# minExclusive P30D; P1Y is at most 365 days; P30D is at most, and at least, a month. 14 August without a zone is both
# from 14 August in UTC and until then. So a limit on how long something may last lets months and years through where
# they may be longer than it, and never says so. lxml refuses all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  xmlschema==4.3.2 elementpath==5.1.4 lxml==6.1.3 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import xmlschema
from lxml import etree

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType>
<xs:restriction base="xs:{}"><xs:{} value="{}"/></xs:restriction></xs:simpleType></xs:element></xs:schema>"""
seen = {  # the type, the value, the bound: valid by xmlschema, and by lxml
    ("duration", "PT36H", "maxInclusive", "P1D"): (False, False),
    ("duration", "P1M", "maxInclusive", "P32D"): (True, True),
    ("duration", "P1M", "maxInclusive", "P30D"): (True, False),
    ("duration", "P1M", "minInclusive", "P31D"): (True, False),
    ("duration", "P1M", "minExclusive", "P30D"): (True, False),
    ("duration", "P1Y", "maxInclusive", "P365D"): (True, False),
    ("duration", "P1Y", "maxInclusive", "P364D"): (False, False),
    ("duration", "P30D", "maxInclusive", "P1M"): (True, False),
    ("duration", "P30D", "minInclusive", "P1M"): (True, False),
    ("date", "2025-08-14", "minInclusive", "2025-08-14Z"): (True, False),
    ("date", "2025-08-14", "maxInclusive", "2025-08-14Z"): (True, False),
}
print(*(f"{name} {version(name)}" for name in ("xmlschema", "elementpath", "lxml")))
changed = False
for (kind, value, facet, bound), expected in seen.items():
    schema = SCHEMA.format(kind, facet, bound)
    found = (
        xmlschema.XMLSchema11(schema).is_valid(f"<a>{value}</a>"),
        etree.XMLSchema(etree.fromstring(schema)).validate(etree.fromstring(f"<a>{value}</a>")),
    )
    changed |= found != expected
    told = f"{value:10} {facet} {bound:12} valid by xmlschema {found[0]}, by lxml {found[1]}"
    print(told + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
