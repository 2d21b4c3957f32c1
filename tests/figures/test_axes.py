"""The names on an axis stand clear of each other and inside it, on axes of any span, with gaps left out or without."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates.values import DAY, SECOND, day_number
from timeline.figures.place.scale import Piece, Scale
from timeline.figures.place.ticks import has_times, middle, ticks

moments = st.one_of(
    st.integers(-(10**15), 10**15),
    st.sampled_from([1956, 2000, 2025, 2026, 170_000_002, -44]).map(lambda year: day_number(year, 3, 15) * DAY),
)


@st.composite
def scales(draw):
    ends = sorted(draw(st.sets(moments, min_size=2, max_size=8)))
    ends = ends[: len(ends) // 2 * 2]
    spans = list(zip(ends[::2], ends[1::2], strict=True))
    per_point = sum(hi - lo for lo, hi in spans) / draw(st.floats(60, 1500))
    left = draw(st.floats(0, 300))
    pieces, at = [], left
    for lo, hi in spans:
        width = max((hi - lo) / per_point, 4.0)
        pieces.append(Piece(lo=lo, hi=hi, left=at, right=at + width))
        at += width + 12
    return Scale(pieces=tuple(pieces), left=left, right=pieces[-1].right)


@settings(max_examples=300, deadline=None)
@given(scales())
def test_names_stand_clear_of_each_other(scale):
    def room_for(text):
        return 5.1 * len(text)

    found = ticks(scale, room_for)
    for level in (0, 1):
        free = float("-inf")
        for tick in (tick for tick in found if tick.level == level):
            wide = room_for(tick.text)
            left = middle(tick, scale, wide) - wide / 2 if level == 0 else tick.x
            assert left >= free, tick
            free = left + wide
    assert all(scale.left <= tick.x <= scale.right for tick in found)


@st.composite
def within_days(draw):
    """An axis of minutes to two days, as wide as those that are drawn."""
    lo = draw(st.integers(0, 10**6)) * SECOND
    hi = lo + draw(st.integers(60, 2 * 86_400)) * SECOND
    left = draw(st.floats(0, 150))
    right = left + draw(st.floats(200, 1000))
    return Scale(pieces=(Piece(lo=lo, hi=hi, left=left, right=right),), left=left, right=right)


@settings(max_examples=300)
@given(within_days())
def test_an_axis_of_times_says_of_which_day_they_are(scale):
    found = ticks(scale, lambda text: 5.1 * len(text))
    if has_times(found):
        assert any(tick.level == 1 and tick.text.split()[-1].isdigit() for tick in found)


@settings(max_examples=300, deadline=None)
@given(scales())
def test_no_name_after_a_gap_is_without_what_it_belongs_to(scale):
    """A day after a gap says its month, a month its year: the last coarse name before the gap may be another's."""
    found = ticks(scale, lambda text: 5.1 * len(text))
    coarse = [tick for tick in found if tick.level == 1]
    if not coarse:
        return
    for before, piece in itertools.pairwise(scale.pieces):
        here = [tick for tick in coarse if piece.left <= tick.x <= piece.right]
        fine = [tick for tick in found if tick.level == 0 and piece.left <= tick.x <= piece.right]
        first = min((tick.x for tick in here), default=float("inf"))
        if any(tick.x < first for tick in fine):
            assert any(tick.x <= before.right for tick in coarse)


def test_a_part_in_which_time_runs_faster_has_names_of_its_own_and_is_not_filled_with_times():
    """An outage, and beyond a break all years until a page about it came out: a time of day there says nothing."""
    day = day_number(1970, 4, 14) * DAY
    hours = Piece(lo=day + 3 * 3600 * SECOND, hi=day + 6 * 3600 * SECOND, left=20.0, right=800.0)
    years = Piece(lo=day + DAY, hi=day_number(2026, 11, 29) * DAY, left=830.0, right=1000.0)
    asked = []

    def room_for(text):
        asked.append(text)
        return 6.0 * len(text)

    found = ticks(Scale(pieces=(hours, years), left=0.0, right=1010.0), room_for)
    near = [tick.text for tick in found if tick.level == 0 and tick.x <= 800]
    far = [tick.text for tick in found if tick.x >= 830]
    assert "04:00" in near
    assert far
    assert all(text.isdigit() and 1970 <= int(text) <= 2026 for text in far)
    assert len(asked) < 3_000
