"""New names of entities that are one slip away from a name in use, or from an earlier new one."""

import pytest

from timeline.records.mentions import entities_in
from timeline.records.names import NearName, near_among


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


def said(*names):
    return ("event", {"facts": [{"entity": name} for name in names]})


def near_names(old, new):
    """Of the names in new records, in their order, those near one in use or an earlier one, as a writer is told."""
    return near_among(old, dict.fromkeys(name for _, body in new for name in entities_in(body)))


def test_a_new_name_is_compared_with_those_in_use_and_with_earlier_new_ones():
    near = near_names([said("Huawei", "Nvidia")], [said("Nvidia", "Huawai", "Tencent"), said("Tencemt", "Huawai")])
    assert [(one.name, one.near) for one in near] == [("Huawai", ("Huawei",)), ("Tencemt", ("Tencent",))]
    assert near_names([said("Huawei"), said("Huawai")], [said("Huawai")]) == ()


def test_a_correction_brings_names_too_and_nothing_else_does():
    correction = ("correction", {"set": {"facts": [{"entity": "Huawai"}]}})
    assert [one.name for one in near_names([said("Huawei")], [correction])] == ["Huawai"]
    assert near_names([said("Huawei")], [("report", {"quote": "Huawai"}), ("event", {"title": "Huawai"})]) == ()


def test_a_name_that_a_link_speaks_of_is_in_use():
    link = ("link", {"from": "Huawai", "to": "Huawei", "rel": "same-entity"})
    assert near_names([said("Huawei"), link], [said("Huawai")]) == ()
