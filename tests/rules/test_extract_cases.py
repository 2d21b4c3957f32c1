"""The rows of an export of one small log, whole: what each table holds, and what is kept from the public or left out."""

import json

import attrs
import msgspec
import pytest
from short import Log

from timeline.asof.ledger import Ledger
from timeline.errors import FormatError
from timeline.views.export import Exported, export
from timeline.views.extract import extract
from timeline.views.filters import Selection
from timeline.views.specs import ViewSpec
from told import Told

TOLD = Log(
    """\
source s 2025-01-01 publisher=P origin=o because=S
source t 2025-02-01 via=s,u
source v 2025-02-01
capture k s retrieved=2025-05-05
event e 2025-03 a.p=x planned:a.q=y^2025-04-04 @s @t:doubts=2025-06 because=B key=k tags=private,private.x,open type=training
event f 2025-04-04 c.p=1 @=2025-04-05 data={"n":1}
event g - b.r=z @v=2025-07
report r e @v=2025-03-03 via=t origin=- quote=Q because=R
link l e contradicts f because=L world=2025-05-05
link m a same-entity b world=2025-06
link n o same-origin q
link h q same-origin w
"""
)
SPECS = [ViewSpec(name="w", title="W", properties=("p", "q"), entities=("a", "none"))]


def lines(found):
    """Write each table, a row a line, with the names of records for their ids, and what is None or empty left out."""
    text = []
    for name in [*(field.name for field in attrs.fields(type(found)))]:
        value = getattr(found, name)
        if isinstance(value, tuple) and value and isinstance(value[0], dict):
            text += [f"{name}: {short(row)}" for row in value]
        elif value or value == 0:
            text.append(f"{name}: {short(value)}")
    return "\n".join(text)


def short(value):
    if isinstance(value, dict):
        value = {key: one for key, one in value.items() if one is not None and one != []}
        text = " ".join(f"{key}={json.dumps(one, ensure_ascii=False)}" for key, one in value.items())
    else:
        text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    for name, record_id in TOLD.ids.items():
        text = text.replace(record_id, name)
    return text


WHOLE = """\
title: T
name: timeline
query: on={"asked": "2030-01-01", "read": "2030-01-01"} head=["h"] strict=false
clocks: on 2030-01-01, all that was reported, all that is recorded
events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=3 sources=["s", "t", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
events: id="f" type="event" title="f" occurred="2025-04-04" occurred_earliest="2025-04-04" occurred_latest="2025-04-04" reported="2025-04-05" reported_earliest="2025-04-05" reported_latest="2025-04-05" recorded="2026-01-01T00:00:05.000000Z" known="yes" standing="disputed" reports=1 origins_least=0 origins_most=0 by="ada" members=["f"] retracted="no" data={"n": 1}
events: id="g" type="event" title="g" occurred_earliest="unknown" occurred_latest="unknown" reported="2025-07" reported_earliest="2025-07-01" reported_latest="2025-07-31" recorded="2026-01-01T00:00:06.000000Z" known="yes" standing="reported" reports=1 sources=["v"] origins_least=0 origins_most=1 by="ada" unresolved=["v"] members=["g"] retracted="no"
facts: event="e" member="e" fact_no=1 entity="a" property="p" value="x" mode="actual" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" answer="yes" known_as="b"
facts: event="e" member="e" fact_no=2 entity="a" property="q" value="y" mode="planned" during="2025-04-04" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" answer="yes" known_as="b"
facts: event="f" member="f" fact_no=1 entity="c" property="p" value=1 mode="actual" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" answer="yes" known_as="c"
facts: event="g" member="g" fact_no=1 entity="b" property="r" value="z" mode="actual" since_earliest="unknown" since_latest="2025-07-31" answer="yes" known_as="b"
reports: address="e#1" event="e" source="s" stance="reports" reported_earliest="2025-01-01" reported_latest="2025-01-01" known="yes" live="yes" recorded="2026-01-01T00:00:04.000000Z"
reports: address="e#2" event="e" source="t" stance="doubts" reported="2025-06" reported_earliest="2025-06-01" reported_latest="2025-06-30" known="yes" live="yes" recorded="2026-01-01T00:00:04.000000Z"
reports: address="r" event="e" source="v" stance="reports" reported="2025-03-03" reported_earliest="2025-03-03" reported_latest="2025-03-03" known="yes" live="yes" via=["t"] quote="Q" because="R" recorded="2026-01-01T00:00:07.000000Z"
reports: address="f#1" event="f" stance="reports" reported="2025-04-05" reported_earliest="2025-04-05" reported_latest="2025-04-05" known="yes" live="yes" recorded="2026-01-01T00:00:05.000000Z"
reports: address="g#1" event="g" source="v" stance="reports" reported="2025-07" reported_earliest="2025-07-01" reported_latest="2025-07-31" known="yes" live="yes" recorded="2026-01-01T00:00:06.000000Z"
sources: name="s" publisher="P" published="2025-01-01" published_earliest="2025-01-01" published_latest="2025-01-01" origin="o" retracted="no" id="s" known="yes" interested=false because="S"
sources: name="t" published="2025-02-01" published_earliest="2025-02-01" published_latest="2025-02-01" via=["s", "u"] retracted="no" id="t" known="yes"
sources: name="u" published_earliest="unknown" published_latest="unknown"
sources: name="v" published="2025-02-01" published_earliest="2025-02-01" published_latest="2025-02-01" retracted="no" id="v" known="yes"
captures: source="s" retrieved="2025-05-05" retrieved_earliest="2025-05-05" retrieved_latest="2025-05-05" sha256="0000000000000000000000000000000000000000000000000000000000000000" known="yes" recorded="2026-01-01T00:00:03.000000Z" id="k"
origins: name="o" interested=false events=1
event_origins: event="e" origin="o"
entities: entity="b" names=["b", "a"] properties=["p", "q", "r"] types=["event", "training"] events=2 first="2025-03" first_earliest="2025-03-01" first_latest="2025-03-31" last="2025-03" last_earliest="2025-03-01" last_latest="2025-03-31"
entities: entity="c" names=["c"] properties=["p"] types=["event"] events=1 first="2025-04-04" first_earliest="2025-04-04" first_latest="2025-04-04" last="2025-04-04" last_earliest="2025-04-04" last_latest="2025-04-04"
links: id="l" rel="contradicts" from="e" to="f" answer="yes" reported="2025-05-05" because="L"
links: id="m" rel="same-entity" from="a" to="b" answer="yes" reported="2025-06"
links: id="n" rel="same-origin" from="o" to="q" answer="yes"
links: id="h" rel="same-origin" from="q" to="w" answer="yes"
views: name="w" title="W" properties=["p", "q"] latest="occurred"
cells: view="w" entity="b" property="p" answer="yes" value="x" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" standing="disputed" events=["e"] mode="actual" value_answer="yes" shown="x"
cells: view="w" entity="b" property="q" answer="unknown" mode="planned" value="y" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" standing="disputed" events=["e"] value_answer="yes" shown="y (planned)"
cells: view="w" entity="none" property="p" answer="unknown" since_earliest="unknown" since_latest="unknown"
cells: view="w" entity="none" property="q" answer="unknown" since_earliest="unknown" since_latest="unknown"
notes: ["N"]
"""

PUBLIC = """\
- events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=3 sources=["s", "t", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
- reports: address="r" event="e" source="v" stance="reports" reported="2025-03-03" reported_earliest="2025-03-03" reported_latest="2025-03-03" known="yes" live="yes" via=["t"] quote="Q" because="R" recorded="2026-01-01T00:00:07.000000Z"
- sources: name="s" publisher="P" published="2025-01-01" published_earliest="2025-01-01" published_latest="2025-01-01" origin="o" retracted="no" id="s" known="yes" interested=false because="S"
- links: id="l" rel="contradicts" from="e" to="f" answer="yes" reported="2025-05-05" because="L"
+ events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=3 sources=["s", "t", "v"] tags=["open"] origins_least=1 origins_most=2 by="ada" key="k" unresolved=["u"] members=["e"] retracted="no"
+ reports: address="r" event="e" source="v" stance="reports" reported="2025-03-03" reported_earliest="2025-03-03" reported_latest="2025-03-03" known="yes" live="yes" via=["t"] quote="Q" recorded="2026-01-01T00:00:07.000000Z"
+ sources: name="s" publisher="P" published="2025-01-01" published_earliest="2025-01-01" published_latest="2025-01-01" origin="o" retracted="no" id="s" known="yes" interested=false
+ links: id="l" rel="contradicts" from="e" to="f" answer="yes" reported="2025-05-05"
"""

POSSIBLE = """\
- query: on={"asked": "2030-01-01", "read": "2030-01-01"} head=["h"] strict=false
- clocks: on 2030-01-01, all that was reported, all that is recorded
- events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=3 sources=["s", "t", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
- events: id="g" type="event" title="g" occurred_earliest="unknown" occurred_latest="unknown" reported="2025-07" reported_earliest="2025-07-01" reported_latest="2025-07-31" recorded="2026-01-01T00:00:06.000000Z" known="yes" standing="reported" reports=1 sources=["v"] origins_least=0 origins_most=1 by="ada" unresolved=["v"] members=["g"] retracted="no"
- facts: event="e" member="e" fact_no=1 entity="a" property="p" value="x" mode="actual" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" answer="yes" known_as="b"
- facts: event="e" member="e" fact_no=2 entity="a" property="q" value="y" mode="planned" during="2025-04-04" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" answer="yes" known_as="b"
- facts: event="g" member="g" fact_no=1 entity="b" property="r" value="z" mode="actual" since_earliest="unknown" since_latest="2025-07-31" answer="yes" known_as="b"
- reports: address="e#2" event="e" source="t" stance="doubts" reported="2025-06" reported_earliest="2025-06-01" reported_latest="2025-06-30" known="yes" live="yes" recorded="2026-01-01T00:00:04.000000Z"
- reports: address="g#1" event="g" source="v" stance="reports" reported="2025-07" reported_earliest="2025-07-01" reported_latest="2025-07-31" known="yes" live="yes" recorded="2026-01-01T00:00:06.000000Z"
- entities: entity="b" names=["b", "a"] properties=["p", "q", "r"] types=["event", "training"] events=2 first="2025-03" first_earliest="2025-03-01" first_latest="2025-03-31" last="2025-03" last_earliest="2025-03-01" last_latest="2025-03-31"
- links: id="m" rel="same-entity" from="a" to="b" answer="yes" reported="2025-06"
- cells: view="w" entity="b" property="p" answer="yes" value="x" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" standing="disputed" events=["e"] mode="actual" value_answer="yes" shown="x"
- cells: view="w" entity="b" property="q" answer="unknown" mode="planned" value="y" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" standing="disputed" events=["e"] value_answer="yes" shown="y (planned)"
+ query: as_of={"asked": "2025-06-15", "read": "2025-06-15"} on={"asked": "2025-06-15", "read": "2025-06-15"} head=["h"] strict=false
+ clocks: on 2025-06-15, as of 2025-06-15, all that is recorded
+ events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=2 sources=["s", "t", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
+ facts: event="e" member="e" fact_no=1 entity="a" property="p" value="x" mode="actual" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" answer="yes" known_as="a"
+ facts: event="e" member="e" fact_no=2 entity="a" property="q" value="y" mode="planned" during="2025-04-04" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" answer="yes" known_as="a"
+ reports: address="e#2" event="e" source="t" stance="doubts" reported="2025-06" reported_earliest="2025-06-01" reported_latest="2025-06-30" known="possibly" live="yes" recorded="2026-01-01T00:00:04.000000Z"
+ entities: entity="a" names=["a"] properties=["p", "q"] types=["training"] events=1 first="2025-03" first_earliest="2025-03-01" first_latest="2025-03-31" last="2025-03" last_earliest="2025-03-01" last_latest="2025-03-31" possibly_same=["b"]
+ links: id="m" rel="same-entity" from="a" to="b" answer="possibly" reported="2025-06"
+ cells: view="w" entity="a" property="p" answer="yes" value="x" since="2025-03" since_earliest="2025-03-01" since_latest="2025-03-31" standing="disputed" events=["e"] mode="actual" value_answer="yes" shown="x"
+ cells: view="w" entity="a" property="q" answer="unknown" mode="planned" value="y" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" standing="disputed" events=["e"] value_answer="yes" shown="y (planned)"
"""

STRICT = """\
- query: as_of={"asked": "2025-06-15", "read": "2025-06-15"} on={"asked": "2025-06-15", "read": "2025-06-15"} head=["h"] strict=false
- events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=2 sources=["s", "t", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
- reports: address="e#2" event="e" source="t" stance="doubts" reported="2025-06" reported_earliest="2025-06-01" reported_latest="2025-06-30" known="possibly" live="yes" recorded="2026-01-01T00:00:04.000000Z"
- entities: entity="a" names=["a"] properties=["p", "q"] types=["training"] events=1 first="2025-03" first_earliest="2025-03-01" first_latest="2025-03-31" last="2025-03" last_earliest="2025-03-01" last_latest="2025-03-31" possibly_same=["b"]
- links: id="m" rel="same-entity" from="a" to="b" answer="possibly" reported="2025-06"
+ query: as_of={"asked": "2025-06-15", "read": "2025-06-15"} on={"asked": "2025-06-15", "read": "2025-06-15"} head=["h"] strict=true
+ events: id="e" type="training" title="e" occurred="2025-03" occurred_earliest="2025-03-01" occurred_latest="2025-03-31" reported="2025-01-01" reported_earliest="2025-01-01" reported_latest="2025-01-01" recorded="2026-01-01T00:00:04.000000Z" known="yes" standing="disputed" reports=2 sources=["s", "v"] tags=["private", "private.x", "open"] origins_least=1 origins_most=2 by="ada" because="B" key="k" unresolved=["u"] members=["e"] retracted="no"
+ entities: entity="a" names=["a"] properties=["p", "q"] types=["training"] events=1 first="2025-03" first_earliest="2025-03-01" first_latest="2025-03-31" last="2025-03" last_earliest="2025-03-01" last_latest="2025-03-31"
"""

ENTITY = """\
- query: on={"asked": "2030-01-01", "read": "2030-01-01"} head=["h"] strict=false
- events: id="f" type="event" title="f" occurred="2025-04-04" occurred_earliest="2025-04-04" occurred_latest="2025-04-04" reported="2025-04-05" reported_earliest="2025-04-05" reported_latest="2025-04-05" recorded="2026-01-01T00:00:05.000000Z" known="yes" standing="disputed" reports=1 origins_least=0 origins_most=0 by="ada" members=["f"] retracted="no" data={"n": 1}
- facts: event="f" member="f" fact_no=1 entity="c" property="p" value=1 mode="actual" since="2025-04-04" since_earliest="2025-04-04" since_latest="2025-04-04" answer="yes" known_as="c"
- reports: address="f#1" event="f" stance="reports" reported="2025-04-05" reported_earliest="2025-04-05" reported_latest="2025-04-05" known="yes" live="yes" recorded="2026-01-01T00:00:05.000000Z"
- entities: entity="c" names=["c"] properties=["p"] types=["event"] events=1 first="2025-04-04" first_earliest="2025-04-04" first_latest="2025-04-04" last="2025-04-04" last_earliest="2025-04-04" last_latest="2025-04-04"
- links: id="l" rel="contradicts" from="e" to="f" answer="yes" reported="2025-05-05" because="L"
- links: id="h" rel="same-origin" from="q" to="w" answer="yes"
- cells: view="w" entity="none" property="p" answer="unknown" since_earliest="unknown" since_latest="unknown"
- cells: view="w" entity="none" property="q" answer="unknown" since_earliest="unknown" since_latest="unknown"
+ query: on={"asked": "2030-01-01", "read": "2030-01-01"} head=["h"] strict=false entity=["b"]
"""


def made(snapshot, selection, **more):
    found = extract(snapshot, SPECS, selection, title="T", heads=["h"], notes=["N"], **more)
    return lines(found).splitlines()


def test_an_export_holds_these_rows():
    assert made(TOLD.at(), Selection()) == WHOLE.splitlines()


@pytest.mark.parametrize(
    ("beside", "as_of", "asked", "change"),
    [
        (None, None, {"public": True}, PUBLIC),
        (None, "2025-06-15", {}, POSSIBLE),
        ("2025-06-15", "2025-06-15", {"strict": True}, STRICT),
        (None, None, {"entities": ("b",)}, ENTITY),
    ],
    ids=["for the public", "what is known by a day", "what is surely known by a day", "of one entity"],
)
def test_another_question_is_told_otherwise_in_these_rows_alone(beside, as_of, asked, change):
    """Lines after ``-`` are those of a question as of another day, or of none, that are gone; ``+`` are there instead."""
    filters = {name: value for name, value in asked.items() if name != "public"}
    told = made(TOLD.at(as_of), Selection(**filters), public=asked.get("public", False))
    before = made(TOLD.at(beside), Selection())
    gone = [f"- {line}" for line in before if line not in told]
    new = [f"+ {line}" for line in told if line not in before]
    assert [*gone, *new] == change.splitlines()


def test_an_export_that_is_told_no_title_has_none():
    assert extract(TOLD.at(), [], Selection()).title == ""


def test_reasons_inside_the_reports_of_an_event_are_not_for_the_public():
    reports = [{"reported": "2025", "because": "B"}, {"source": "s", "because": "C"}]
    told = Told()
    told.tell("source", name="s")
    event = told.tell("event", title="e", reports=reports)
    (found,) = (one for one in export(told.ledger, told.at(), Selection(), public=True).records if one.id == event)
    assert found.body["reports"] == [{"reported": "2025"}, {"source": "s"}]


def test_a_record_of_a_kind_that_is_not_known_goes_with_the_whole_alone():
    told = Log("event e 2020 a.p=x @=2025\nevent f 2020 b.p=x @=2025")
    novel = msgspec.structs.replace(told.records[1], kind="novel", content=None, id="f" * 64)
    ledger = Ledger([told.records[0], novel])
    for asked, ids in ((Selection(), [told.ids["e"], novel.id]), (Selection(entities=("a",)), [told.ids["e"]])):
        assert [record.id for record in export(ledger, ledger.at(told.at().clocks), asked).records] == ids


def test_a_form_that_is_not_text_says_so():
    made = Exported(form="xlsx", clocks="", data=b"\xff", counted="", notes=())
    for one in (made, attrs.evolve(made, data={"a": b"x"})):
        with pytest.raises(FormatError) as caught:
            _ = one.text
        assert (caught.value.what, caught.value.where) == ("xlsx is not text", "text")
        assert caught.value.fix == "take data, or save it as a file"


def test_records_for_the_public_have_no_reasons_and_no_private_tags():
    told = Log("event e 2020 because=B tags=private,open @=2025\ncorrect c e because=C\ncorrect d e title=t because=D")
    ledger, snapshot = Ledger(told.records), told.at()
    public, whole = (export(ledger, snapshot, Selection(), public=public) for public in (True, False))
    assert [(told.name_of(record.id), record.body) for record in public.records] == [
        ("e", {"title": "e", "occurred": "2020", "tags": ["open"], "reports": [{"reported": "2025"}]}),
        ("d", {"target": told.ids["e"], "set": {"title": "t"}}),
    ]
    assert public.notes == ("1 correction of a reason alone left out",)
    assert ([record.body for record in whole.records], whole.notes) == ([record.body for record in told.records], ())
