"""The names of moments in the figure of all events: which words, in which row below the marks.

Law of this module: what stands clear at one width stands clear at every greater one, for every place is a share of the
width and every word as wide as in the widest font; a moment that finds no room stays without a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.dates.values import UncertainDate
from timeline.figures.describe.dating import Dating
from timeline.figures.describe.words import QUIET
from timeline.figures.place.colours import DOUBTED
from timeline.figures.place.labels import Measure, clean, cut

Dates = tuple[UncertainDate, ...]

SIZE: Final = 11.5
LINE: Final = 15.0
_BESIDE: Final = 5.0  # from a leader to its words
_CLEAR: Final = 8.0  # between two labels


@attrs.frozen(kw_only=True)
class TimedEvent:
    """An event as the figure needs it: its rows by stop (see ``rows.NAMES``), and its dates by stop."""

    runs: tuple[tuple[int, Any], ...]
    dates: tuple[tuple[int, Dates | None], ...]


@attrs.frozen(kw_only=True)
class Words:
    """What a label says at some stops; ``is_against`` says whether its word speaks against the event."""

    date: str
    title: str
    word: str
    is_against: bool
    stops: frozenset[int]


@attrs.frozen(kw_only=True)
class Label:
    """A named moment: its leader stands at ``x``, its words in a row below; they end there where ``ends`` says so."""

    event: int
    x: float
    row: int
    ends: bool
    words: tuple[Words, ...]


def named(
    candidates: Sequence[tuple[int, float, TimedEvent]],
    most: int,
    *,
    stops: int,
    width: float,
    measure: Measure,
    dating: Dating,
) -> tuple[Label, ...]:
    """Name moments, each where all before it keep their names; the rest stay without.

    Of each candidate, the most telling first, there is its number, where its leader stands, and how it is told.
    ``width`` is the least of the figure, in pixels; ``measure`` that of a text in the widest font that a reader may
    have.
    """
    longest = min(width * 0.9, 430.0)
    kept: tuple[Label, ...] = ()
    wide: dict[int, float] = {}
    for number, at, told in candidates:
        if len(kept) == most:
            break
        x = max(min(at, 98.0), 2.0)
        room = max(x, 100 - x) * width / 100 - _BESIDE - 1
        words = _words(told, stops, min(longest, room), measure, dating)
        if not words:
            continue
        wide[number] = max(measure(_line(one), SIZE) for one in words)
        label = Label(event=number, x=x, row=0, ends=False, words=words)
        kept = _in_rows([*kept, label], wide, width) or kept
    return tuple(sorted(kept, key=lambda label: label.x))


def _line(words: Words) -> str:
    return " ".join(part for part in (words.date, words.title, words.word) if part)


def _in_rows(labels: Sequence[Label], wide: Mapping[int, float], width: float) -> tuple[Label, ...]:
    """Give labels their rows, or nothing where one finds none.

    Words after their leader go from right to left, so that each leader passes the words of later ones; words that have
    no room there end at their leader, and go from left to right.
    """
    ends = {label.event for label in labels if label.x * width / 100 + _BESIDE + wide[label.event] > width}
    order = sorted(labels, key=lambda label: (label.event in ends, label.x if label.event in ends else -label.x))
    taken: list[tuple[int, float, float, float]] = []  # the row, the edges of the words, the leader
    found = []
    for label in order:
        x = label.x * width / 100
        left = x - _BESIDE - wide[label.event] if label.event in ends else x + _BESIDE
        edges = (left, left + wide[label.event])
        row = next((row for row in range(_MOST_ROWS) if _is_clear(row, x, edges, taken)), None)
        if row is None or left < 0:
            return ()
        taken.append((row, *edges, x))
        found.append(attrs.evolve(label, row=row, ends=label.event in ends))
    return tuple(found)


_MOST_ROWS: Final = 8
_DATE: Final = 90.0  # a longer date is left to the panel: the title has the room
_TITLE: Final = 130.0  # where a title has less than this, its date is left to the panel too


def _is_clear(row: int, x: float, edges: tuple[float, float], taken: Sequence[tuple[int, float, float, float]]) -> bool:
    """Say whether words stand clear of others and of their leaders, and their leader of other words."""
    left, right = edges
    return all(
        (there != row or right + _CLEAR <= begin or end + _CLEAR <= left)
        and (there <= row or not left - 3 <= leader <= right + 3)
        and (there >= row or not begin - 3 <= x <= end + 3)
        for there, begin, end, leader in taken
    )


def _words(told: TimedEvent, stops: int, most: float, measure: Measure, dating: Dating) -> tuple[Words, ...]:
    """Say what an event is called, at each stop at which it is told."""
    found: dict[tuple[str, str, str, bool], set[int]] = {}
    ends = [*(start for start, _ in told.runs[1:]), stops]
    for (start, row), end in zip(told.runs, ends, strict=True):
        if row is None:
            continue
        known = {"yes": "", "possibly": "possibly known", "no": "taken back"}[row["k"]]
        stands = "" if row["s"] in QUIET or row["k"] == "no" else row["s"]
        word = ", ".join(part for part in (stands, known) if part)
        said = next((dates for at, dates in reversed(told.dates) if at <= start and dates), ())
        date = dating.text(said[0]) if said else ""
        date = date if measure(date, SIZE) <= _DATE else ""
        if most - measure(f"{date} {word} ", SIZE) < _TITLE:
            date = ""
        title = cut(clean(row["t"]), max(most - measure(f"{date} {word} ", SIZE), 60.0), SIZE, measure)
        is_against = row["k"] == "no" or stands in DOUBTED
        found.setdefault((date, title, word, is_against), set()).update(range(start, end))
    return tuple(
        Words(date=date, title=title, word=word, is_against=is_against, stops=frozenset(at))
        for (date, title, word, is_against), at in found.items()
    )
