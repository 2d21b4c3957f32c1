"""What a page opens on: one sentence of counts, and the turns of its story.

Law of this module: counts and rows in, words and places out; nothing is judged that the rows do not say.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.dates.values import DAY, SECOND
from timeline.records import say

Row = Mapping[str, Any]
Run = tuple[int, Any]

MOST_TURNS: Final = 7
_UNITS: Final = (
    ("year", DAY * 146_097 // 400),
    ("month", DAY * 146_097 // 4_800),
    ("day", DAY),
    ("hour", 3600 * SECOND),
    ("minute", 60 * SECOND),
)
_TOLD: Final = ("disputed", "doubted", "unsourced")
"""The standings that the sentence counts."""


@attrs.frozen
class Turn:
    """A stop at which the story turned, and what makes it one."""

    place: int
    what: str


# --- the sentence ----------------------------------------------------------------------------------------------------


def sentence(rows: Sequence[Row], sources: int, lags: Iterable[int]) -> str:
    """Say in one sentence what there is: how many events, how they stand, and how late this log first has the latest.

    ``lags`` are how long after each event, in microseconds, this log's first report of it surely came.
    """
    events = say.counted(len(rows), "event")
    said = [f"{events} from {say.counted(sources, 'source')}" if sources else events]
    counts = Counter(row["s"] for row in rows if row["k"] != "no")
    said += [f"{counts[name]:,} {name}" for name in _TOLD if counts[name]]
    gone = sum(row["k"] == "no" for row in rows)
    said += [f"{gone:,} taken back"] if gone else []
    possibly = sum(row["k"] == "possibly" for row in rows)
    said += [f"{possibly:,} only possibly known"] if possibly else []
    if rows and not any(row.get("c") for row in rows):
        said.append("none has a report, so each counts from the day it was recorded")
    return "; ".join([*said, *_late(list(lags))]) + "."


def _late(lags: list[int]) -> list[str]:
    """Say how many events this log has latest, and how long after at least: one in ten of them, or more."""
    longest = sorted((lag for lag in lags if lag > 0), reverse=True)
    if not longest:
        return []
    least = longest[min(len(longest), max(1, len(lags) // 10)) - 1]
    for unit, size in _UNITS:
        number = least // size
        if number >= 2:
            count = sum(lag >= number * size for lag in longest)
            whose, they = ("have their", "they") if count > 1 else ("has its", "it")
            length = say.counted(number, unit)
            return [f"{count:,} {whose} {say.FIRST_REPORT} {length} or more after {they} happened"]
    return []


# --- the turns -------------------------------------------------------------------------------------------------------


def turns(events: Sequence[Sequence[Run]], stops: int) -> tuple[Turn, ...]:
    """Choose the stops at which the story turned, at most seven, ascending; of one stop all that made it a turn."""
    if stops < 2:
        return ()
    new = Counter(place for runs in events for place in _first(runs, lambda row: row["k"] != "no"))
    firsts = {
        "first denial": min(_all(events, lambda row: _has(row, "denies")), default=None),
        "first disputed": min(_all(events, lambda row: row["s"] == "disputed"), default=None),
        "first doubt": min(_all(events, lambda row: _has(row, "doubts")), default=None),
        "first correction": min((place for runs in events for place in _corrected(runs)), default=None),
        "first taken back": min(_all(events, lambda row: row["k"] == "no"), default=None),
        "first confirmed by a second origin": min(_all(events, lambda row: row["s"] == "corroborated"), default=None),
    }
    if firsts["first denial"] is not None:
        del firsts["first disputed"]
    surely = min(_all(events, lambda row: row["k"] == "yes"), default=None)
    found: dict[int, list[str]] = {0: ["first known" if surely == 0 else "first possibly known"]}
    if surely:
        found[surely] = ["first known"]
    most = max((place for place in new if place), key=lambda place: (new[place], -place), default=None)
    if most is not None and new[most] > 1:
        found.setdefault(most, []).append(f"most new: {say.counted(new[most], 'event')}")
    for what, place in firsts.items():
        if place is not None and (place or len(found) < MOST_TURNS):
            found.setdefault(place, []).append(what)
    found.setdefault(stops - 1, []).append("latest")
    kept = sorted(found, key=lambda place: (place not in (0, stops - 1), list(found).index(place)))[:MOST_TURNS]
    return tuple(Turn(place, _capital(", ".join(found[place]))) for place in sorted(kept))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _first(runs: Sequence[Run], holds: Any) -> list[int]:
    return next(([place] for place, row in runs if row is not None and holds(row)), [])


def _all(events: Sequence[Sequence[Run]], holds: Any) -> list[int]:
    return [place for runs in events for place in _first(runs, holds)]


def _has(row: Row, stance: str) -> bool:
    return any(report[0] == stance for step in row.get("c", ()) for report in step.get("r", ()))


_SAID: Final = ("t", "o", "y", "q")


def _corrected(runs: Sequence[Run]) -> Iterable[int]:
    """Give the stops at which a known event began to be told otherwise."""
    for (_, was), (place, row) in itertools.pairwise(runs):
        if was and row and "no" not in (was["k"], row["k"]) and any(was.get(f) != row.get(f) for f in _SAID):
            yield place
