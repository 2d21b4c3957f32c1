#!/usr/bin/env bash
# pdfium (pypdfium2 5.15.2, PyPI), the PDF reader of Chromium, and MuPDF (PyMuPDF 1.26.7, PyPI) paint hatches that
# matplotlib 3.11.2 (PyPI) wrote.
#
# Expected: a tiling pattern is painted with an alpha of 1 for its own lines; the alpha of strokes that is set where the
# pattern is used is that of outlines there (ISO 32000-1, 11.6.7).
# Seen:
# - matplotlib writes a shape without an outline (edgecolor "none") under an alpha of 0 for strokes (CA 0).
# - Both give this alpha to the lines of the hatch, too: they vanish, without a word. Poppler shows them.
# - With an opaque edgecolor and linewidth=0 no outline is drawn either, CA is 1, and all three show the hatch.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  matplotlib==3.11.2 pypdfium2==5.15.2 pymupdf==1.26.7 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io
import sys
from importlib.metadata import version

import numpy as np
import pymupdf
import pypdfium2
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle


def written(edge):
    figure = Figure(figsize=(2, 2))
    look = {"hatch": "//", "hatchcolor": "red", "facecolor": "none", "linewidth": 0, "edgecolor": edge}
    figure.add_artist(Rectangle((0.1, 0.1), 0.8, 0.8, transform=figure.transFigure, **look))
    target = io.BytesIO()
    figure.savefig(target, format="pdf")
    return target.getvalue()


def by_pdfium(data):
    return np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB"))


def by_mupdf(data):
    found = pymupdf.open(stream=data)[0].get_pixmap(dpi=144)
    return np.frombuffer(found.samples, dtype=np.uint8).reshape(found.height, found.width, found.n)[..., :3]


seen = {("none", by_pdfium): False, ("none", by_mupdf): False, ("black", by_pdfium): True, ("black", by_mupdf): True}
print(*(f"{name} {version(name)}" for name in ("matplotlib", "pypdfium2", "pymupdf")))
changed = False
for (edge, reader), expected in seen.items():
    picture = reader(written(edge)).astype(int)
    shown = bool((picture[..., 0] - picture[..., 1] > 100).sum() > 1000)
    changed |= shown is not expected
    verdict = "" if shown is expected else f"but was {expected}"
    print(f"edgecolor={edge}", reader.__name__, "shows the hatch" if shown else "shows nothing", verdict)
sys.exit(changed)
PY
