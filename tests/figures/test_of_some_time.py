"""A figure of a stretch of time, drawn from the part of a log that its index names, is that of the whole log."""

import pytest

import indexed
import timeline as tl

KINDS = ("events", "plane", "calendar", "lag", "cascade", "rate")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return indexed.make(tmp_path_factory.mktemp("some-time"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [{}, {"strict": True}, {"entities": ["entity-7"]}, {"value": [6, 14]}])
def test_a_figure_of_some_days_is_that_of_the_whole_log(kind, asked, folder, tmp_path, monkeypatch):
    found = {}
    for use in ("off", "on"):
        monkeypatch.setenv("TIMELINE_INDEX", use)
        path = tmp_path / f"{use}.svg"
        scene = tl.open(folder).at().save_figure(kind, path, since="2025-05-06", until="2025-05-08", **asked)
        found[use] = path.read_bytes(), scene
    assert found["on"] == found["off"]
    assert ("not surely within these days" if "strict" in asked else "outside these days") in str(found["on"][1])
