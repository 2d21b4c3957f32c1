"""Adding again: a record that stands as it was said is not written twice, whatever else the batch says of others.

The log says the event, and corrects it once; each batch is drafts, of which each is found to be there, or is written.
"""

import pytest

from builders import a_chain, a_draft
from timeline.records.admission import admit
from timeline.records.names import NearName, near_among
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


def fact(entity):
    return ("event", {"facts": [{"entity": entity, "property": "p", "value": 1}]})


NEAR = [  # what the log says, the names that come, and those of them that are one slip away from others
    ([fact("Huawei")], ["Huawai"], {"Huawai": ("Huawei",)}),
    ([fact("Huawei")], ["Huawei"], {}),
    ([fact("Huawei"), fact("Huawai")], ["Huawai"], {}),
    (
        [("link", {"rel": "same-entity", "from": "Huawei", "to": "HW Technologies"})],
        ["Huawai"],
        {"Huawai": ("Huawei",)},
    ),
    ([("link", {"rel": "same-origin", "from": "Huawei", "to": "x"})], ["Huawai"], {}),
    ([("event", {"rel": "same-entity", "from": "Huawei"})], ["Huawai"], {}),
    ([], ["Huawei", "Huawai"], {"Huawai": ("Huawei",)}),
    ([], ["Huawai", "Huawei"], {"Huawei": ("Huawai",)}),
    ([fact("Huawei")], ["Hauwei", "Huawai"], {"Hauwei": ("Huawei",), "Huawai": ("Huawei",)}),
    ([fact("Huawei")], [], {}),
]


@pytest.mark.parametrize(("old", "coming", "near"), NEAR)
def test_new_names_that_are_one_slip_away_from_one_in_use(old, coming, near):
    assert {one.name: one.near for one in near_among(old, coming)} == near


def test_names_in_use_that_are_at_hand_stand_for_the_log():
    assert [one.near for one in near_among([fact("x")], ["Huawai"], in_use={"Huawei"})] == [("Huawei",)]


def test_a_new_name_that_is_near_others_is_told_with_both_ways_out():
    assert str(NearName(name="Huawai x", near=("Huawei x", "Hauwai x"))) == (
        '"Huawai x" is a new entity, one slip away from "Huawei x" and "Hauwai x"; it is written as it stands. '
        "If that one was meant, give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE "
        "--because TEXT; if both are names of one thing: timeline link 'Huawai x' same-entity 'Huawei x'"
    )
