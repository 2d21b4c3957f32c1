"""The tables of docs/semantics.md are what is answered: each row is told to a log, asked, and compared."""

import re

import pytest

import timeline as tl
from blocks import read
from timeline.testing import given

PAGE = read("docs/semantics.md")


def rows(heading):
    """Give the rows of the table with this first line, each as its cells."""
    _, _, rest = PAGE.partition(heading + "\n")
    assert rest, heading
    found = []
    for line in rest.splitlines()[1:]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def a_fact(value, occurred=None, origin="a", *, mode="actual"):
    event = {
        "title": f"{value} {occurred} {origin} {mode}",
        "facts": [{"entity": "m", "property": "p", "value": value, "mode": mode}],
        "reports": [{"reported": "2025-01-01", "origin": {"name": origin}}],
    }
    return event | ({"occurred": occurred} if occurred else {})


def cell(records, on, *, many=()):
    specs = {"v": {"properties": ["p"], "many": list(many)}}
    (row,) = given(records, views=specs).when("v", as_of="2030", on=on).rows
    return row["answer"], {value["value"]: value["answer"] for value in row["values"]}


@pytest.fixture
def log(tmp_path):
    made = tl.init(tmp_path / "events")
    with (tmp_path / "events" / "timeline.toml").open("a", encoding="utf-8") as file:
        file.write('[views.v]\nproperties = ["p"]\n')
    return made


DATED = {
    "2025-08": [("2025-07-31", "unknown"), ("2025-08-15", "possibly"), ("2025-08-31", "yes"), ("2029-01-01", "yes")],
    "[..2025-08-14]": [("2020-01-01", "possibly"), ("2025-08-14", "yes"), ("2029-01-01", "yes")],
    "[2024-08-14..]": [("2024-08-13", "unknown"), ("2024-12-31", "possibly"), ("2025-01-01", "yes")],
    "{2025-03-01,2025-09-01}": [("2025-02-28", "unknown"), ("2025-03-01", "yes"), ("2029-01-01", "yes")],
    "2025-03/2025-05": [
        ("2025-02-28", "unknown"),
        ("2025-03-15", "possibly"),
        ("2025-04-15", "yes"),
        ("2025-05-15", "possibly"),
        ("2025-06-01", "unknown"),
    ],
    "../2025-05": [("1800-01-01", "yes"), ("2025-04-30", "yes"), ("2025-05-15", "possibly"), ("2025-06-01", "unknown")],
    "/2025-05": [("1800-01-01", "possibly"), ("2025-06-01", "unknown")],
    "2025-03/": [("2025-02-28", "unknown"), ("2025-03-31", "possibly"), ("2029-01-01", "possibly")],
    "2025-03-01T14:03Z/2025-03-01T14:41Z": [
        ("2025-03-01T14:02:59Z", "unknown"),
        ("2025-03-01T14:03:00Z", "yes"),
        ("2025-03-01T14:41:00Z", "yes"),
        ("2025-03-01T14:41:00.000001Z", "unknown"),
    ],
    None: [("2025-01-01", "yes"), ("2029-01-01", "yes")],
}


def test_each_date_of_the_table_is_tried():
    named = [re.sub("`", "", row[0]) for row in rows("| dated | begins | ends |")]
    assert named == [date or "not at all" for date in DATED]


@pytest.mark.parametrize(("date", "on", "answer"), [(date, *case) for date, cases in DATED.items() for case in cases])
def test_a_fact_begins_and_ends_as_the_table_says(date, on, answer):
    assert cell([a_fact("x", date)], on)[0] == answer


def test_several_values_at_once_are_as_the_table_says():
    told = [a_fact("Huawei", "2026-04-24"), a_fact("Nvidia", "2026-04-24"), a_fact("AMD", "2026-05-10")]
    told += [a_fact("Nvidia", "2026-06-01", mode="ended"), a_fact(None, "2026-07-01")]
    asked = []
    for number, on in ((2, "2026-05-01"), (3, "2026-05-15"), (4, "2026-06-02"), (5, "2026-07-02")):
        asked += [(cell(told[:number], on), cell(told[:number], on, many=["p"]))]
    table = rows("| told | without `many` | with `many` |")
    assert len(table) == len(asked)
    for (_, one, many), (without, with_) in zip(table, asked, strict=True):
        assert spelled(one) == settled(without)
        assert spelled(many) == settled(with_)


def settled(found):
    answer, values = found
    return "ended" if answer == "ended" else {name: said for name, said in values.items() if name is not None}


def spelled(text):
    """Read a cell of the table: which values it says are yes or possibly."""
    if text == "*ended*":
        return "ended"
    text = text.replace("both *yes*", "Huawei *yes*, Nvidia *yes*").replace(", the others out", "")
    text = text.replace("all three *yes*", "Huawei *yes*, Nvidia *yes*, AMD *yes*")
    text = text.replace("Huawei and AMD *yes*", "Huawei *yes*, AMD *yes*")
    return dict(re.findall(r"(\w+) \*(\w+)\*", text))


LINKS = {
    "A to B": ([("A", "B")], {"A": "B", "B": "B"}),
    "A to B, B to C": ([("A", "B"), ("B", "C")], {"A": "C", "B": "C", "C": "C"}),
    "A to C, B to C": ([("A", "C"), ("B", "C")], {"A": "C", "B": "C", "C": "C"}),
    "A to B, A to C": ([("A", "B"), ("A", "C")], {"A": "B", "B": "B", "C": "B"}),
    "A to B, B to A": ([("A", "B"), ("B", "A")], {"A": "B", "B": "B"}),
    "A to B, which is taken back": ([("A", "B"), None], {"A": "A", "B": "B"}),
}


def test_each_way_to_link_names_is_tried():
    assert [row[0] for row in rows("| links, in the order of the log | the thing is called |")] == list(LINKS)


@pytest.mark.parametrize("told", LINKS)
def test_a_linked_thing_is_called_as_the_table_says(log, told):
    links, called = LINKS[told]
    for name in called:
        log.add(f"{name} is told of", facts={f"{name}.p": name})
    made = None
    for link in links:
        if link is None:
            log.retract(made.id)
        else:
            made = log.link(link[0], "same-entity", link[1])
    found = {name: row["entity"] for row in log.at().entities() for name in row["names"]}
    assert found == called


CONFLICTS = {
    "Huawei from 1 May; Nvidia from 1 May": (("Huawei", "2025-05-01"), ("Nvidia", "2025-05-01")),
    "Huawei from 1 May; Nvidia from 2 May": (("Huawei", "2025-05-01"), ("Nvidia", "2025-05-02")),
    "Huawei in May; Nvidia in May, or on 9 May": (("Huawei", "2025-05"), ("Nvidia", "2025-05-09")),
    "Huawei from about 1 May (`2025-05-01~`); Nvidia from 1 May": (("Huawei", "2025-05-01~"), ("Nvidia", "2025-05-01")),
    "at least 1000 chips; 1200 chips": ((">=1000 chips", "2025-05-01"), ("=1200 chips", "2025-05-01")),
    "about 1000 chips; 1200 chips; or other units": (("~1000 chips", "2025-05-01"), ("=1200 chips", "2025-05-01")),
    "`null` on the day on which another value begins": (("null", "2025-05-01"), ("Nvidia", "2025-05-01")),
}


def test_each_pair_of_values_is_tried():
    assert [row[0] for row in rows("| told, by two origins | |")] == list(CONFLICTS)


@pytest.mark.parametrize("told", CONFLICTS)
def test_two_values_conflict_as_the_table_says(log, told):
    (said,) = [row[1] for row in rows("| told, by two origins | |") if row[0] == told]
    for number, (value, occurred) in enumerate(CONFLICTS[told]):
        log.source(f"s{number}", published="2025-06-01", origin=f"o{number}")
        typed = None if value == "null" else quantity(value)
        log.add(f"{value} {number}", occurred=occurred, facts={"m.p": typed}, sources=[f"s{number}"])
    found = [row["answer"] for row in log.at().conflicts()]
    assert found == ([] if said.startswith("none") else [said.strip("*")])


def quantity(text):
    found = re.fullmatch(r"([<>=~]+)(\d+) (\w+)", text)
    return tl.Quantity(op=found[1], value=int(found[2]), unit=found[3]) if found else text
