"""A few pictures, kept to catch what numbers miss. `TIMELINE_REWRITE=1 pytest tests/figures` draws them again."""

import os
import shutil
from pathlib import Path

import pytest
from figure_logs import VIEW
from matplotlib.testing.compare import compare_images
from test_figures import told

from timeline import figures

BASELINE = Path(__file__).parent / "baseline"
TOLERANCE = 6  # root mean square of the difference in grey levels: another release of a font engine may move an edge

PICTURES = {
    "events-light": ("events", {}),
    "events-by-source-print": ("events", {"lanes": "source", "theme": "print"}),
    "state-light": ("state", {"view": VIEW}),
    "state-dark": ("state", {"view": VIEW, "theme": "dark"}),
    "state-narrow": ("state", {"view": VIEW, "size": (5.0, None)}),
    "events-possibly": ("events", {"as_of": "2019-12-31"}),
}


@pytest.mark.figures
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_it_did(tmp_path, name):
    kind, options = PICTURES[name]
    options = dict(options)
    log = told()
    log.source("vague", published="2019/2021", origin={"name": "q"})
    log.event("only possibly known", "2018-05", [("a.p", "x")], ["vague"])
    snapshot = log.snapshot(options.pop("as_of", "2026-01-01"))
    drawn = tmp_path / f"{name}.png"
    figures.save(snapshot, kind, drawn, dpi=60, **options)
    kept = BASELINE / f"{name}.png"
    if os.environ.get("TIMELINE_REWRITE"):
        BASELINE.mkdir(exist_ok=True)
        shutil.copyfile(drawn, kept)
        return
    expected = tmp_path / f"{name}-expected.png"
    shutil.copyfile(kept, expected)
    assert compare_images(str(expected), str(drawn), tol=TOLERANCE) is None
