"""What an editor of pictures asked of every kind of figure, and could not read off within ten seconds."""

import functools

import attrs
import pytest
from story_logs import LOGS, every_kind

PLACES = (None, "article", "phone", "card", "print")


@functools.cache
def drawn(name, place):
    """Draw a log as each kind of figure for a place, once for all questions."""
    return tuple(every_kind(name, for_=place))


def boxes_touch(one, other):
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LOGS)
def test_no_grid_and_no_plate_breaks_a_line(name, place):
    for kind, scene in drawn(name, place):
        roles = [mark.role for mark in scene.marks]
        lines = [at for at, mark in enumerate(scene.marks) if mark.shape == "line" and mark.role != "grid"]
        assert "grid" not in roles[min(lines, default=0) :], kind
        brackets = [mark.box for mark in scene.marks if mark.role == "bracket"]
        plates = [mark.box for mark in scene.marks if mark.role == "plate"]
        for bracket in brackets:
            line = attrs.evolve(bracket, bottom=bracket.top)  # the hooks reach down into what stands below
            assert not [plate for plate in plates if boxes_touch(line, plate)], kind
