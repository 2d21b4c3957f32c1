"""What a reader of a phone sees before scrolling: the figure of the events, and not only what stands over it."""

from pathlib import Path

import pytest

import timeline as tl

EVENTS = Path(__file__).resolve().parents[2] / "events"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "share"), [(320, 0.65), (360, 0.58)])
def test_the_figure_begins_on_the_first_screen_of_a_phone(opened, tmp_path, width, share):
    path = tmp_path / "story.html"
    path.write_text(tl.open(EVENTS).page(), encoding="utf-8")
    page = opened(path=path, width=width, height=720)
    top = page.evaluate("document.querySelector('#strip').getBoundingClientRect().top")
    assert 0 < top < share * 720
