"""New names that are one slip away from a name of their sort in use, or from an earlier new one."""

import pytest

from timeline.records.names import NearName, brought_in, near_among


def fact(entity, name="p"):
    return ("event", {"facts": [{"entity": entity, "property": name, "value": 1}]})


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
    assert {one.name: one.near for one in near_among(old, {"entity": coming})} == near


def test_names_in_use_that_are_at_hand_stand_for_the_log():
    found = near_among([fact("x")], {"entity": ["Huawai"]}, in_use={"entity": {"Huawei"}})
    assert [one.near for one in found] == [("Huawei",)]


def test_a_new_name_that_is_near_others_is_told_with_both_ways_out():
    assert str(NearName(sort="entity", name="Huawai x", near=("Huawei x", "Hauwai x"))) == (
        '"Huawai x" is a new entity, one slip away from "Huawei x" and "Hauwai x"; it is written as it stands. '
        "If that one was meant, give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE "
        "--because TEXT; if both are names of one thing: timeline link 'Huawai x' same-entity 'Huawei x'"
    )
    assert str(NearName(sort="origin", name="Acme", near=("acme",))) == (
        '"Acme" is a new origin, one slip away from "acme"; it is written as it stands, and counts beside it. '
        "If that one was meant, correct the source or the report: timeline correct ID --set "
        """'origin={"name":"acme"}' --because TEXT; if both are names of one origin: """
        "timeline link Acme same-origin acme"
    )


FACTS = "give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT"


@pytest.mark.parametrize(
    ("sort", "way_out"),
    [
        (
            "property",
            "give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT",
        ),
        ("type", "timeline correct ID --set 'type=b c' --because TEXT"),
        ("tag", "give all tags of the event again: timeline correct ID --tag 'b c' --because TEXT"),
        ("publisher", "timeline correct NAME --set 'publisher=\"b c\"' --because TEXT"),
    ],
)
def test_a_new_word_that_is_near_another_is_told_with_the_way_to_correct_it(sort, way_out):
    assert str(NearName(sort=sort, name="b  c", near=("b c",))) == (
        f'"b  c" is a new {sort}, one slip away from "b c"; it is written as it stands. If that one was meant'
        f"{', ' if way_out.startswith('give') else ': '}{way_out}"
    )


def said(*names):
    return ("event", {"facts": [{"entity": name} for name in names]})


def near_names(old, new):
    """Of the names in new records, in their order, those near one in use or an earlier one, as a writer is told."""
    coming = {}
    for kind, body in new:
        for sort, name in brought_in(kind, body):
            coming.setdefault(sort, {})[name] = None
    return near_among(old, coming)


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


ACME = {"name": "acme"}
LATER = [  # what the log says, what comes, and what of it is one slip away
    (("source", {"name": "n", "origin": ACME}), ("source", {"origin": {"name": "Acme"}}), ["origin Acme: acme"]),
    (("event", {"reports": [{"origin": ACME}]}), ("report", {"origin": {"name": "Acme"}}), ["origin Acme: acme"]),
    (("report", {"origin": ACME}), ("correction", {"set": {"origin": {"name": "Acme"}}}), ["origin Acme: acme"]),
    (("report", {"origin": ACME}), ("correction", {"set": {"set": {"origin": ACME}}}), []),
    (
        ("link", {"rel": "same-origin", "from": "acme", "to": "x"}),
        ("source", {"origin": {"name": "acmee"}}),
        ["origin acmee: acme"],
    ),
    (fact("acme"), ("source", {"origin": {"name": "Acme"}}), []),  # an origin is no entity
    (fact("A", "office"), fact("B", "ofice"), ["property ofice: office"]),
    (fact("A", "office"), fact("B", "office"), []),
    (("correction", {"set": {"facts": [{"property": "office"}]}}), fact("B", "ofice"), ["property ofice: office"]),
    (("event", {"type": "site.open"}), ("event", {"type": "sit.open"}), ["type sit.open: site.open"]),
    (("correction", {"set": {"type": "site.open"}}), ("event", {"type": "sit.open"}), ["type sit.open: site.open"]),
    (("event", {"title": "x"}), ("event", {"type": "events"}), ["type events: event"]),
    (("event", {"type": "events"}), ("event", {"title": "x"}), []),  # who gives no type slips in none
    (("capture", {"type": "text/html"}), ("correction", {"set": {"type": "text/htm"}}), []),  # of a copy
    (("event", {"tags": ["north"]}), ("event", {"tags": ["noth", "south"]}), ["tag noth: north"]),
    (("correction", {"set": {"tags": ["north"]}}), ("event", {"tags": ("noth",)}), ["tag noth: north"]),
    (("source", {"publisher": "Reuters"}), ("source", {"publisher": "reuters"}), ["publisher reuters: Reuters"]),
    (("event", {"publisher": "Reuters"}), ("source", {"publisher": "reuters"}), []),
    (("event", {"facts": 1, "tags": "noth"}), ("event", {"tags": ["north", 1], "type": 2, "facts": [3]}), []),
]


@pytest.mark.parametrize(("old", "new", "near"), LATER)
def test_names_of_every_sort_are_compared_with_those_of_their_sort(old, new, near):
    assert [f"{one.sort} {one.name}: {' '.join(one.near)}" for one in near_names([old], [new])] == near
