#!/usr/bin/env bash
# babel-edtf 1.2.2 (PyPI, with Babel 2.19.0) prints EDTF level 0 dates in a language's words.
#
# Expected: an interval prints as one; the form "long" differs from "medium" for intervals as it does for dates; what is
# refused raises the package's own EDTFValueError.
# Seen:
# - The interval 2025/2025, and 2025-08/2025-08, print as the one year or month: that it is an interval is gone.
# - "long" writes the month out for a date (August 14, 2025) and cuts it for an interval of days (Aug 14 – 16, 2025),
#   the same as "medium"; for an interval of months it is written out.
# - Years print without an era or zeros: 0044-03-15 is "Mar 15, 44".
# - 0000 and -0044-03-15 are valid at level 0 and end in a bare ValueError instead of EDTFValueError, so code that
#   catches the latter for bad dates does not expect it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel-edtf==1.2.2 babel==2.19.0 edtf==5.0.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from babel_edtf import format_edtf

seen = {
    ("2025/2025", "medium"): "2025",
    ("2025-08/2025-08", "medium"): "Aug 2025",
    ("2025-08-14", "long"): "August 14, 2025",
    ("2025-08-14/2025-08-16", "medium"): "Aug 14 – 16, 2025",
    ("2025-08-14/2025-08-16", "long"): "Aug 14 – 16, 2025",
    ("2025-08/2026-04", "long"): "August 2025 – April 2026",
    ("0044-03-15", "medium"): "Mar 15, 44",
    ("0000", "medium"): "ValueError",
    ("-0044-03-15", "medium"): "ValueError",
}
print("babel-edtf", version("babel-edtf"), "babel", version("babel"))
changed = False
for (text, form), expected in seen.items():
    try:
        found = format_edtf(text, format=form, locale="en").replace("\u2009", " ")
    except Exception as error:  # the class is what is looked at
        found = type(error).__name__
    changed |= found != expected
    print(f"{text:22} {form:7} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
