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


def value_of(item):
    """The value that an item stands for, of its words."""
    return item.whole.partition(". Answer: ")[0].rpartition(": ")[2]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LOGS)
def test_every_value_is_named_once_or_counted(name, place):
    for kind, scene in drawn(name, place):
        if kind not in ("state", "compare", "belief") or place == "phone":
            continue  # a rail names all
        labelled = {label.item for label in scene.labels if label.role == "text"}
        shown = {mark.item for mark in scene.marks if mark.role == "value" and mark.item is not None}
        named = {value_of(scene.items[item]) for item in labelled if item is not None}
        lost = {value_of(scene.items[item]) for item in shown - labelled} - named
        said = [note for note in scene.notes if "for whose name there is no room" in note]
        assert [int(note.split()[0]) for note in said] == ([len(lost)] if lost else []), (kind, lost)


@pytest.mark.parametrize("name", LOGS)
def test_a_card_of_a_belief_shows_how_it_changed(name):
    scene = dict(drawn(name, "card"))["belief"]
    rows = [lane for lane in scene.lanes if lane.group]
    assert len(rows) > 1
    assert scene.plot.bottom > scene.height * 0.75
