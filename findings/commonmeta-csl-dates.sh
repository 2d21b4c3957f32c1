#!/usr/bin/env bash
# commonmeta-py 0.312 (PyPI) turns the metadata of publications from one format into another, CSL-JSON among them.
#
# Expected: CSL-JSON says a range as two lists of date parts, doubt as `circa`, a season as `season`, years before
# Christ as negative numbers, and what is no date as `literal`. What is read from CSL and written as
# CSL says the same, or what is lost is named.
# Seen, with no word:
# - A range is its first day alone, and a season and `circa` are gone: the work of 14 August to 2 September is of the
#   14th, what may be of 1723 is of 1723.
# - A literal date, such as "spring 1723", is no date at all.
# - 15 March 44 BC, [-43, 3, 15], is kept as 0-43-03-15, written to CSL as a date without parts, and to RIS as the year
#   0-43.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check commonmeta-py==0.312 2>/dev/null
"$folder/venv/bin/python" - <<'PY' 2>/dev/null
import json
from importlib.metadata import version
from pathlib import Path

from commonmeta import Metadata

seen = [  # the date that is read: the date in CSL, in RIS
    ({"date-parts": [[2025, 8, 14]]}, {"date-parts": [[2025, 8, 14]]}, ["PY  - 2025"]),
    ({"date-parts": [[2025, 8]]}, {"date-parts": [[2025, 8]]}, ["PY  - 2025"]),
    ({"date-parts": [[2025, 8, 14], [2025, 9, 2]]}, {"date-parts": [[2025, 8, 14]]}, ["PY  - 2025"]),
    ({"date-parts": [[2025]], "season": 2}, {"date-parts": [[2025]]}, ["PY  - 2025"]),
    ({"date-parts": [[1723]], "circa": True}, {"date-parts": [[1723]]}, ["PY  - 1723"]),
    ({"date-parts": [[-43, 3, 15]]}, {"date-parts": [[]]}, ["PY  - 0-43"]),
    ({"literal": "spring 1723"}, None, []),
]


def written(issued, form):
    work = {"type": "article-journal", "DOI": "10.5555/12345678", "id": "https://doi.org/10.5555/12345678"}
    work |= {"title": "Work", "author": [{"family": "Example", "given": "Ada"}], "issued": issued}
    Path("work.json").write_text(json.dumps(work))
    text = Metadata("work.json", via="csl").write(to=form)
    return text.decode() if isinstance(text, bytes) else text


print("commonmeta-py", version("commonmeta-py"))
changed = False
for issued, *expected in seen:
    csl = json.loads(written(issued, "csl"))
    ris = [line for line in written(issued, "ris").splitlines() if line[:2] in ("PY", "Y1", "DA")]
    found = [(csl[0] if isinstance(csl, list) else csl).get("issued"), ris]
    changed |= found != expected
    print(f"{issued} becomes {found[0]}, {found[1]}" + ("" if found == expected else f", but was {expected}"))
print("the behaviour has changed" if changed else "as written down")
raise SystemExit(changed)
PY
