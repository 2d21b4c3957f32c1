"""A figure in a browser: set in the letters that it carries, and as wide there as it was measured."""

import datetime as dt

import pytest
from page_logs import a_story

from timeline import figures
from timeline.figures.draw import encode
from timeline.views.filters import Question

DAY = dt.date(2026, 1, 1)
WIDTHS = """
async () => {
  await document.fonts.ready;
  const texts = [...document.querySelectorAll("text")].filter(text => !text.hasAttribute("font-family"));
  return texts.map(text => {
    const told = +text.getAttribute("textLength");
    text.removeAttribute("textLength");
    return [text.lastChild.data, told, text.getComputedTextLength()];
  });
}
"""
LOADED = "() => document.fonts.ready.then(fonts => [...fonts].map(face => [face.weight, face.style, face.status]))"


@pytest.fixture(scope="module")
def figure(tmp_path_factory):
    log, _ = a_story()
    path = tmp_path_factory.mktemp("figure") / "events.svg"
    path.write_bytes(
        encode(figures.scene(log.ledger.at(Question().clocks(today=DAY)), "events", log_title="A headline"), "svg")
    )
    return path


@pytest.mark.browser
def test_the_letters_that_a_figure_carries_are_read(opened, figure):
    page = opened(path=figure)
    faces = page.evaluate(LOADED)
    styles = [["700", "normal"], ["normal", "italic"], ["normal", "normal"]]
    assert sorted(faces) == [[*style, "loaded"] for style in styles]


@pytest.mark.browser
def test_its_texts_are_as_wide_as_they_were_measured(opened, figure):
    widths = opened(path=figure).evaluate(WIDTHS)
    assert len(widths) > 20
    assert [one for one in widths if one[2] != pytest.approx(one[1], rel=0.005, abs=0.15)] == []
