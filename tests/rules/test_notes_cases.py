"""What is told beside an answer: names that nothing has, names that are one thing's, and how counts are to be read."""

import pytest
from short import cases, clocks_in, log

import timeline as tl
from ondisk import index
from timeline.records.model import Quantity
from timeline.views import notes, told_beside
from timeline.views.filters import Question, Selection

TABLE = """
# A name that nothing has, and one that is a slip away from one that is there.
source press 2025-01-01 origin=P
event e 2020 Nvidia.chips=x @press tags=r2,v4 type=training.failed.twice
event f 2021 Huawei.chips=x @press=2025-02-01 tags=late type=release
retract k f
    entity Nvidia tag r2 source press type training.failed all ->
    type training,training.failed.twice,release all ->
    entity Huawei tag late all ->
    entity Nvidja all -> --entity: nothing known then has "Nvidja"; did you mean "Nvidia"?
    entity Nvidia,x,y all -> --entity: nothing known then has "x" / --entity: nothing known then has "y"
    tag r3x,v4 all -> --tag: nothing known then has "r3x"
    source pres all -> --source: nothing known then has "pres"; did you mean "press"?
    type failed all -> --type: nothing known then has "failed"
    entity Nvidja tag r2x type releas all -> --entity: nothing known then has "Nvidja"; did you mean "Nvidia"? / --tag: nothing known then has "r2x"; did you mean "r2"? / --type: nothing known then has "releas"; did you mean "release"?
    grep nowhere value x all ->
    value X,x,nothing all -> --value: nothing known then has "X"; did you mean "x"? / --value: nothing known then has "nothing"
    as-of 2024-12-31 entity Nvidia all -> --entity: nothing known then has "Nvidia"
# Another name is there as soon as a link may count.
source press 2025-01-01 origin=P
event e 2020 A.p=x @press
link l A same-entity B
link m A contradicts B
link n A same-entity C world=[2025-06-01..2025-07-01]
    entity B all ->
    as-of 2025-06-15 entity C all -> --entity: nothing known then has "C"
    as-of 2025-07-01 entity C all ->
    joined A -> "A" same-entity "B" / "A" same-entity "C"
    joined C -> "A" same-entity "B" / "A" same-entity "C"
    as-of 2025-06-15 joined A -> "A" same-entity "B" / "A" possibly same-entity "C"
    as-of 2025-06-15 joined C -> "A" possibly same-entity "C"
    as-of 2025-06-15 strict joined A -> "A" same-entity "B"
    as-of 2025-05-31 joined A -> "A" same-entity "B"
    joined D ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(TABLE))
def test_notes(records, question, answer):
    found = log(records)
    clocks, rest = clocks_in(question, "entity", "tag", "source", "type", "grep", "value")
    snapshot = found.at(**{name: clocks.pop(name) for name in ("as_of", "on", "recorded_by") if name in clocks})
    if rest[-2:-1] == ["joined"]:
        told = list(notes.joined(snapshot, rest[-1], strict=rest[0] == "strict"))
        links = {record_id[:8] for record_id in found.ids.values()}
        assert all(line[:8] in links for line in told)
        told = [line[8:].removeprefix(": ") for line in told]
    else:
        assert rest == ["all"]
        several = {"entity": "entities", "tag": "tags", "source": "sources", "type": "types"}
        several["value"] = "value"
        asked = {several.get(word, word): text.split(",") if word in several else text for word, text in clocks.items()}
        told = notes.unknown_names(snapshot, Selection(**asked))
    assert " / ".join(told) == answer


@pytest.mark.parametrize(
    ("by", "apart", "undated", "is_several", "told"),
    [
        ("month", 0, 0, False, []),
        ("month", 1, 0, False, ["1 event may lie in several months, counted apart as FIRST..LAST"]),
        ("year", 2000, 0, False, ["2,000 events may lie in several years, counted apart as FIRST..LAST"]),
        ("month", 0, 1, False, ["1 event without a date, counted last"]),
        ("month", 0, 2, False, ["2 events without a date, counted last"]),
        ("source", 0, 0, True, ["an event counts once for each source that it has"]),
        (
            "month",
            1,
            2,
            True,
            [
                "an event counts once for each month that it has",
                "1 event may lie in several months, counted apart as FIRST..LAST",
                "2 events without a date, counted last",
            ],
        ),
    ],
)
def test_words_on_counts(by, apart, undated, is_several, told):
    assert told_beside.several_words(by, apart, undated, is_several=is_several) == told


def test_words_on_what_has_no_date():
    assert [told_beside.undated_words(number) for number in (0, 1, 2)] == [
        [],
        ["1 event without a date, passed over"],
        ["2 events without a date, passed over"],
    ]


@pytest.mark.parametrize("how", ["on", "off"])
@pytest.mark.parametrize(
    ("asked", "unknown"), [(1.0, None), (True, "true"), ("1", '"1"'), (Quantity(op=">=", value=2, unit="m"), None)]
)
def test_a_value_is_known_in_whatever_spelling_it_is_asked_for(tmp_path, how, asked, unknown):
    with index(how):
        written = tl.init(tmp_path / "events")
        written.add("t", occurred="2025", facts={"E.p": 1, "E.q": {"op": ">=", "value": 2.0, "unit": "m"}})
        told = written.ask(Question(selection=Selection(value=(asked,)))).notes()
    assert told == ([] if unknown is None else [f'--value: nothing known then has "{unknown}"'])
