"""What the script of a page reads: the runs of events and cells, as short as they can be told beside the tables.

Law of this module: what the page already shows is not told again; events are named by their places.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.page.story import Run, Story, ViewRuns
from timeline.page.words import stop_words

_SHORTEST: Final = 10


def data_of(story: Story, place: Mapping[str, int]) -> dict[str, Any]:
    """Give what the script needs; events are named by their place, and steps of chains stand once."""
    short = short_ids(list(place))
    steps: dict[str, int] = {}
    changes: dict[str, int] = {}

    def row(told: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out what the script can tell; name other events and steps by their places."""
        plain = {name: value for name, value in told.items() if name != "u"}
        if "l" in plain:
            plain["l"] = [[verb, place[other]] for verb, other in plain["l"] if other in place]
        if "c" in plain:
            plain["c"] = [steps.setdefault(json.dumps(step), len(steps)) for step in plain["c"]]
        return plain

    events = [
        {
            "h": short[event.id],
            "i": event.id[len(short[event.id]) :],
            "v": _backwards([(start, row(told) if told else None) for start, told in event.runs]),
            **({"j": [[stop, place[other]] for stop, other in event.joined if other in place]} if event.joined else {}),
            **(
                {"x": [changes.setdefault(json.dumps(told), len(changes)) for told in event.changes]}
                if event.changes
                else {}
            ),
        }
        for event in story.events
    ]
    return {
        "days": [[day, stop_words(day, story.zone)] for day in story.days],
        "events": events,
        "steps": [json.loads(step) for step in steps],
        "changes": [json.loads(told) for told in changes],
        "views": [[_last_is_there(cell.runs, place) for cell in view.cells] for view in story.views],
        "coarse": int(story.is_coarse),
        "things": [_things(view) for view in story.views],
        "lines": [float(x) for x in story.pictures.lines],
        "strip": list(story.strip.lines) if story.strip else [],
    }


_IN_THE_TABLE: Final = frozenset("twfkspn")
"""The parts of a row that the table of events shows, so that the script can read them there; see ``rows.NAMES``."""


def _backwards(runs: Sequence[tuple[int, dict[str, Any] | None]]) -> list[list[Any]]:
    """Tell the last row as far as the table does not show it, and of each one before it what differs from the next.

    What a row has not, and the next one has, is null; a run without a row is 0.
    """
    told: list[list[Any]] = []
    after: dict[str, Any] | None = None
    for start, row in reversed(runs):
        if row is None:
            told.append([start, 0])
            continue
        if after is None:
            change = {name: value for name, value in row.items() if name not in _IN_THE_TABLE}
        else:
            change = {name: value for name, value in row.items() if after.get(name) != value}
            change |= {name: None for name in after if name not in row}
        told.append([start, change])
        after = row
    return told[::-1]


def _things(view: ViewRuns) -> dict[int, list[list[Any]]]:
    """Say what else entities are called, by the place of their row."""
    rows = {name: number for number, name in enumerate(dict.fromkeys(cell.entity for cell in view.cells))}
    return {rows[name]: [[start, said] for start, said in runs] for name, runs in view.things.items() if name in rows}


def _last_is_there(runs: Sequence[Run], place: Mapping[str, int]) -> list[list[Any]]:
    """Tell the runs of a cell; 1 stands for what it is at last, which its table shows, and 0 for nothing."""
    last = _placed(runs[-1][1], place)
    found = [(start, _placed(value, place)) for start, value in runs]
    return [[start, 0 if value is None else 1 if value == last else value] for start, value in found]


def _placed(found: Sequence[Any] | None, place: Mapping[str, int]) -> list[Any] | None:
    """Name the events of a cell by their place; those that the page does not show are left out."""
    if found is None:
        return None
    answer, *parts = found
    return [answer, *([[*item[:-1], [place[i] for i in item[-1] if i in place]] for item in part] for part in parts)]


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Give each id its shortest beginning that is like no other's, of ten characters at least."""
    length = _SHORTEST
    while length < 64 and len({name[:length] for name in ids}) < len(ids):
        length += 2
    return {name: name[:length] for name in ids}
