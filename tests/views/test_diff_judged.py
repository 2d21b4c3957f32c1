"""What changed of events between two days, against the slow judge: told once, and each change by its name.

``TIMELINE_EXAMPLES`` says how many logs it is tried on; by default 60.
"""

import itertools
import os

from hypothesis import HealthCheck, event, given, settings

from compiled import joined_logs
from oracle import World
from strategies import asked_logs, clocks_of
from timeline.asof.ledger import Ledger
from timeline.records.model import unstructure
from timeline.views.diff import changes

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "60"))
TOLD = ("title", "type", "occurred", "said", "text", "links", "facts", "tags", "data")


def told(world):
    """The events that are known by a world's clocks, each with what a difference may tell of it."""
    found = {}
    for name, row in world.snapshot().items():
        if row["known"] != "no" and row["retracted"] != "yes":
            fields = {field: [unstructure(value) for value in world.versions(name, field)] for field in TOLD}
            stands = (row["standing"], tuple(row["standing_possibly"]), tuple(row["origins"]))
            found[name] = (row["known"], fields, stands, row["members"])
    return found


def expected(before, after):
    """The changes, each a kind, an id, the fields that differ, and the event that it went into or came out of."""
    sure = {"no": 0, "possibly": 1, "yes": 2}
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            there, others = ("withdrawn", after) if new is None else ("new", before)
            joined = [first for first, (*_, members) in others.items() if name in members]
            yield there, name, (), joined[0] if joined else None
            continue
        if old[0] != new[0]:
            yield "new" if sure[new[0]] > sure[old[0]] else "withdrawn", name, (), None
        fields = tuple(field for field in TOLD if old[1][field] != new[1][field])
        if fields:
            yield "corrected", name, fields, None
        if old[2] != new[2]:
            yield "standing", name, (), None


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(joined_logs()))
def test_the_changes_of_events_are_those_that_follow_from_the_definitions(asked):
    log, questions = asked
    ledger = Ledger(log)
    worlds = [told(World(log, as_of, recorded_by)) for as_of, recorded_by, _ in questions]
    snapshots = [ledger.at(clocks_of(*clocks)) for clocks in questions]
    for one, other in itertools.product(range(len(questions)), repeat=2):
        found = [
            (
                change.change,
                change.id,
                tuple(change.after) if change.change == "corrected" else (),
                change.into or change.out_of,
            )
            for change in changes(snapshots[one], snapshots[other], [])
        ]
        assert sorted(found, key=str) == sorted(expected(worlds[one], worlds[other]), key=str)
        for change, _, _, joined in found:
            event(f"{change}{', joined' if joined else ''}")
