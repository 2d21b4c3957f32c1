"""Adding again: a record that stands as it was said is not written twice, whatever else the batch says of others.

The log says the event, and corrects it once; each batch is drafts, of which each is found to be there, or is written.
"""

import pytest

from builders import a_chain, a_draft
from timeline.records.admission import admit
from timeline.records.repeats import target_of

EVENT = {"title": "R2 failed", "occurred": None, "tags": ["r"], "reports": [{"quote": "it failed"}]}
LOG = a_chain(("event", EVENT), ("event", {"title": "other", "occurred": None}))
LOG += a_chain(("correction", {"target": LOG[1].id, "set": {"title": "another"}}), first=2)
AGAIN = a_draft("event", **EVENT)
CORRECTED = a_draft("correction", target=LOG[1].id, set={"title": "another"})


def correct(target, **fields):
    return a_draft("correction", target=target, set=fields)


def retract(target):
    return a_draft("retraction", target=target)


BATCHES = [  # the drafts, and of each whether it is already there
    ("nothing else", [AGAIN], [True]),
    ("twice in one batch", [AGAIN, AGAIN], [True, True]),
    ("what was corrected since", [a_draft("event", title="other", occurred=None)], [False]),
    ("a correction", [CORRECTED], [True]),
    ("a change of one of its fields before it", [correct(LOG[0].id, title="R3"), AGAIN], [False, False]),
    ("a change of one of its fields after it", [AGAIN, correct(LOG[0].id, title="R3")], [True, False]),
    ("a change of a field that it has not", [correct(LOG[0].id, text="long"), AGAIN], [False, True]),
    ("a change of one of its reports", [correct(f"{LOG[0].id}#1", quote="x"), AGAIN], [False, False]),
    ("a change of another event", [correct(LOG[1].id, text="long"), AGAIN], [False, True]),
    ("it was taken back before", [retract(LOG[0].id), AGAIN], [False, False]),
    ("one of its reports was taken back before", [retract(f"{LOG[0].id}#1"), AGAIN], [False, True]),
    ("a change that was taken back", [a_draft("correction", key="k", target=LOG[0].id, set={"title": "R3"}),
     retract("key:k"), AGAIN], [False, False, True]),
    ("a change of the same field before a correction", [correct(LOG[1].id, title="x"), CORRECTED], [False, False]),
    ("a change of another field before a correction", [correct(LOG[1].id, text="x"), CORRECTED], [False, True]),
    ("a correction after it was taken back", [retract(LOG[2].id), CORRECTED], [False, False]),
    ("a new record twice", [a_draft("event", title="new", occurred=None), a_draft("event", title="new", occurred=None)],
     [False, True]),
    ("a new record, changed, and again", [a_draft("event", title="new", occurred=None, key="n"),
     correct("key:n", title="newer"), a_draft("event", title="new", occurred=None)], [False, False, False]),
]  # fmt: skip


@pytest.mark.parametrize(("drafts", "there"), [case[1:] for case in BATCHES], ids=[case[0] for case in BATCHES])
def test_what_is_already_there(drafts, there):
    assert [d.there is not None or d.same is not None for d in admit(LOG, drafts)] == there


def test_what_a_change_is_about():
    assert target_of({"target": "ab#2"}, ()) == ("ab", "#2")
    assert target_of({"target": "ab"}, ()) == ("ab", "")
    assert target_of({"target": "key:k"}, [("event", 1, ""), ("target", 3, "#1")]) == (3, "#1")
    assert target_of({"target": 5}, ()) is None
    assert target_of({}, ()) is None
