"""A few pictures, kept to catch what numbers miss. `TIMELINE_REWRITE=1 pytest tests/figures` draws them again."""

import os
import shutil
from pathlib import Path

import pytest
from figure_logs import VIEW, clock, told
from matplotlib.testing.compare import compare_images

from timeline import figures

BASELINE = Path(__file__).parent / "baseline"
TOLERANCE = 4  # root mean square of the difference in grey levels: another release of a font engine may move an edge

PICTURES = {
    "events-light": ("events", {}),
    "events-by-source-print": ("events", {"lanes": "source", "theme": "print"}),
    "state-light": ("state", {"view": VIEW}),
    "state-dark": ("state", {"view": VIEW, "theme": "dark"}),
    "state-narrow": ("state", {"view": VIEW, "size": (5.0, None)}),
    "events-possibly": ("events", {"as_of": "2019-12-31"}),
    "compare": ("compare", {"view": VIEW}),
    "plane": ("plane", {}),
    "cascade": ("cascade", {}),
    "calendar": ("calendar", {"since": clock("2019"), "until": clock("2021-05")}),
    "rate": ("rate", {}),
}


@pytest.mark.figures
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_it_did(tmp_path, name):
    kind, options = PICTURES[name]
    options = dict(options)
    log = told()
    log.source("vague", published="2019/2021", origin={"name": "q"})
    log.event("only possibly known", "2018-05", [("a.p", "x")], ["vague"])
    log.source("relay", published="2021-03", via=["sure"], publisher="Relay")
    event = log.event("told again", "2021-02-28", (), ["sure", "relay", "other"])
    log.add("correction", target=event, set={"tags": ["t"]}, reported="2021-04-05")
    snapshot = log.snapshot(options.pop("as_of", "2026-01-01"))
    more = {
        "compare": {"before": log.snapshot("2019-12-31")},
        "cascade": {"event": event},
        "rate": {"records": log.records},
    }
    options.update(more.get(kind, {}))
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
