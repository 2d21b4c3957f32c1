#!/usr/bin/env bash
# pandoc 3.9 (PyPI: pypandoc_binary 1.17) cites with --citeproc, from BibLaTeX or from CSL YAML.
#
# Expected: BibLaTeX's date fields are EDTF levels 0 and 1 (its manual, "Date and Time Specifications"): ~ is circa,
# ? is uncertain, % is both, 199X is a year of the nineties, .. an open end, -21 to -24 the seasons. A date that cannot
# be kept is named.
# Seen: a word of warning never.
# - ~ prints as the doubt [1723?]; ? and %, which say the doubt, print as a plain 1723, the same as a year without them.
# - 199X, 1999-XX, 1999-07-XX and 1985/.. print "n.d.": the work has no date at all.
# - /1985, until 1985 from nobody knows when, prints as the year 1985. 0000, which is 1 BC, prints as nothing.
# - 1560~/1570~ is doubted in BibLaTeX and certain in YAML.
#
# It matters where doubt is the point: what a scholar marked as uncertain is cited as known, and the other way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import subprocess

import pypandoc

seen = {  # the date: as cited from BibLaTeX, and from YAML
    "1723": ("B 1723", "B 1723"),
    "1723?": ("B 1723", "B 1723"),
    "1723%": ("B 1723", "B 1723"),
    "1723~": ("B [1723?]", "B [1723?]"),
    "1560~/1570~": ("B [1560–1570?]", "B 1560–1570"),
    "199X": ("B, n.d.", "B, n.d."),
    "1999-XX": ("B, n.d.", "B, n.d."),
    "1999-07-XX": ("B, n.d.", "B, n.d."),
    "1985/..": ("B, n.d.", "B, n.d."),
    "1985/": ("B 1985–", "B 1985–"),  # this one is right
    "/1985": ("B 1985", "B 1985"),
    "0000": ("B", "B"),
}
pandoc = pypandoc.get_pandoc_path()
print("pandoc", pypandoc.get_pandoc_version())


def run(text, *options):
    done = subprocess.run([pandoc, *options], input=text, capture_output=True, text=True, check=True)
    assert done.stderr == "", done.stderr
    return done.stdout


changed = False
for date, expected in seen.items():
    bib = f"@book{{k, author={{B, A}}, title={{T}}, date={{{date}}}}}\n"
    yaml = f"references:\n- {{id: k, type: book, author: [{{family: B, given: A}}], title: T, issued: '{date}'}}\n"
    cited = []
    for name, text in (("k.bib", bib), ("k.yaml", yaml)):
        with open(name, "w") as file:
            file.write(text)
        page = run("[@k]", "--citeproc", "--bibliography", name, "-t", "plain", "-M", "suppress-bibliography=true")
        cited.append(page.strip().strip("()"))
    found = tuple(cited)
    changed |= found != expected
    print(f"{date:12} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
