"""What is added to a log that has an index is judged and written as by the whole log."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from faulty import Faulty
from indexed import MADE, asked, make, resting
from ondisk import begin, histories, index, renamed, write
from strategies import (
    SOURCES,
    body_of,
)
from timeline.records.drafts import Draft
from timeline.store.disk import DISK
from timeline.store.index_file import mark_of
from timeline.store.log import LogFiles
from timeline.text.receipt import namer, understood
from timeline.views.remarks import remarks

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 4, 20), suppress_health_check=list(HealthCheck), deadline=None)


@st.composite
def drafts(draw, made, called):
    """What people add: also what is there already, what may not enter, and what names others as people do."""
    ids = list(called.values())
    events_told = [called[record.id] for record in made if record.kind == "event"]
    reference = st.sampled_from(ids).flatmap(lambda one: st.sampled_from([one, one[:12], one[:4], one + "#1"]))
    reference |= st.sampled_from([*SOURCES, "key:k", "key:none", "0000"])
    kind = draw(st.sampled_from(["event", "source", "report", "correction", "retraction", "link", "again", "again"]))
    if kind == "again":
        old = draw(st.sampled_from(made))
        return Draft(kind=old.kind, body=renamed(old.body, called))
    log = [*made] if events_told else []
    if kind in ("report", "correction", "retraction", "link") and not log:
        kind = "event"
    body = draw(body_of(kind, log, [record.id for record in made if record.kind == "event"]))
    body = renamed(body, called)
    for field in ("event", "target", "from", "to"):
        if field in body and body.get("rel") not in ("same-origin", "same-entity") and draw(st.booleans()):
            body = {**body, field: draw(reference)}
    if kind == "event" and draw(st.booleans()):
        entity = draw(st.sampled_from(["Entity", "Entiti", "E"]))
        name, tag = draw(st.sampled_from(["p", "prop", "porp"])), draw(st.sampled_from(["tags", "tag-s", "tagz"]))
        fact = {"entity": entity, "property": name, "value": None}
        type_ = draw(st.sampled_from(["event", "evetn", "a.bc", "a.bd"]))
        body = {**body, "facts": [fact], "tags": [tag], "type": type_}
    if kind == "source" and draw(st.booleans()):
        body = {**body, "publisher": draw(st.sampled_from(["Wire", "wire", "P"]))}
        if "via" not in body:
            body["origin"] = {"name": draw(st.sampled_from(["Acme", "acme", "Agency"]))}
    if draw(st.integers(0, 3)) == 0:
        body = {**body, "key": draw(st.sampled_from(["k", "l"]))}
    return Draft(kind=kind, body=body)


def added(files, some, moment):
    """Add drafts to a log, and give what came of it, in all that anybody is told."""
    try:
        outcome = files.append(some, by="bob", now=moment, clock_is_right=True, salt=lambda: "1" * 32)
    except tl.TimelineError as error:
        return type(error).__name__, str(error), error.where, error.fix, error.unwritten
    new = [one for one in outcome.added if one.status == "added"]
    names = namer([*outcome.before, *(one.record for one in outcome.added)])
    echo = [understood(one.kind, one.body, names, recorded=one.recorded) for one in outcome.added]
    told = [(one.status, one.repeats, one.notes, one.record) for one in outcome.added]
    return (
        told,
        outcome.notes,
        outcome.begun,
        remarks(outcome.before, new, in_use=outcome.in_use, knew=outcome.knew),
        echo,
    )


def bytes_of(events):
    return {str(path.relative_to(events)): path.read_bytes() for path in sorted(events.glob("20*/**/*.jsonl"))}


@settings(tried, max_examples=max(EXAMPLES // 2, 20))
@given(histories(), st.data())
def test_what_is_added_is_judged_and_written_as_by_the_whole_log(history, data):
    made, batches = history
    called = {record.id: new for lines in batches for record, new, _ in lines}
    moment = int(made[-1].recorded_at)
    with tempfile.TemporaryDirectory() as folder:
        logs_of = []
        for how in ("on", "off"):
            place = Path(folder) / how
            place.mkdir()
            events = begin(place)
            for lines in batches:
                write(events, lines)
            logs_of.append((how, LogFiles(folder=str(events))))
        for number in range(data.draw(st.integers(1, 4))):
            some = data.draw(st.lists(drafts(made, called), min_size=1, max_size=2 if number % 2 else 1))
            told_by = []
            for how, files in logs_of:
                with index(how):
                    told_by.append(added(files, some, moment + number))
            assert told_by[0] == told_by[1]
            assert bytes_of(Path(logs_of[0][1].folder)) == bytes_of(Path(logs_of[1][1].folder))


@settings(tried, max_examples=max(EXAMPLES // 2, 20))
@given(histories(), st.data())
def test_an_open_log_judges_what_it_adds_line_by_line_as_by_the_whole_log(history, data):
    """Most lines wait beside the index; whoever else adds, and whatever else is touched, is seen all the same."""
    made, batches = history
    called = {record.id: new for lines in batches for record, new, _ in lines}
    moment = int(made[-1].recorded_at)
    with tempfile.TemporaryDirectory() as folder, resting():
        logs_of = []
        for how in ("on", "off"):
            place = Path(folder) / how
            place.mkdir()
            events = begin(place)
            for lines in batches:
                write(events, lines)
            logs_of.append((how, LogFiles(folder=str(events))))
        steps = data.draw(st.lists(st.sampled_from(["one", "one", "batch", "another run"]), max_size=5))
        begun = [Draft(kind="event", body={"title": f"begun {number}"}) for number in range(3)]
        for number, step in enumerate([*begun, *steps]):
            if isinstance(step, Draft):
                some = [step]
            else:
                count = 2 if step == "batch" else 1
                some = data.draw(st.lists(drafts(made, called), min_size=count, max_size=count))
            told_by = []
            for how, files in logs_of:
                with index(how):
                    by = LogFiles(folder=files.folder) if step == "another run" else files
                    told_by.append(added(by, some, moment + number))
            assert told_by[0] == told_by[1]
            assert bytes_of(Path(logs_of[0][1].folder)) == bytes_of(Path(logs_of[1][1].folder))
            if not isinstance(told_by[0][0], str):
                records = [record for *_, record in told_by[0][0] if record.id not in called.values()]
                called |= {record.id: record.id for record in records}
                made = [*made, *records]


def test_every_call_that_goes_wrong_while_lines_wait(tmp_path):
    """The same open log goes on after it, and neither loses nor doubles a line."""
    made = make(tmp_path)

    def tried_at(at, mode):
        place = Path(shutil.copytree(made, tmp_path / f"{at}-{mode}"))
        files, told = LogFiles(folder=str(place)), []

        def add(title):
            told.append(files.append([Draft(kind="event", body={"title": title})], by="bob").added[0].id)

        for number in range(5):
            add(f"new {number}")
        assert files.held.tail is not None
        faulty = Faulty(at=at, mode=mode, root=str(place))
        files.disk = faulty.disk()
        if files.index is not None:
            files.index.disk = faulty.disk()
        with contextlib.suppress(tl.TimelineError):
            add("in trouble")
        files.disk = files.index.disk = DISK
        for number in range(3):
            add(f"later {number}")
        add("in trouble")
        assert files.append([Draft(kind="event", body={"title": "in trouble"})], by="bob").added[0].id == told[-1]
        records = files.read().records
        assert set(told) <= {record.id for record in records}
        assert sum(record.body.get("title") == "in trouble" for record in records) == 1
        assert len(records) == MADE + 9
        shutil.rmtree(place)
        return len(faulty.trace)

    with index("on"), resting():
        asked(made)
        calls = tried_at(0, "fails")
        assert calls > 5
        for at in range(1, calls + 1):
            for mode in ("fails", "fails from here on", "is short", "is short and fails"):
                tried_at(at, mode)


def test_a_batch_after_lines_that_wait_rests_on_the_last_of_them(events):
    with index("on"), resting():
        files = LogFiles(folder=str(events))
        for number in range(6):
            files.append([Draft(kind="event", body={"title": f"new {number}"})], by="bob")
        assert files.held.tail is not None
        files.append([Draft(kind="event", body={"title": f"of a batch {number}"}) for number in range(2)], by="bob")
        assert len(files.read().heads) == 1


def test_what_another_run_adds_beside_lines_that_wait_is_there_already(events):
    with index("on"), resting():
        files = LogFiles(folder=str(events))
        for number in range(6):
            files.append([Draft(kind="event", body={"title": f"new {number}"})], by="bob")
        assert files.held.tail is not None
        told = Draft(kind="event", body={"title": "by another run", "tags": ["another"]})
        LogFiles(folder=str(events)).append([told], by="bob")
        assert files.append([told], by="bob").added[0].status == "already there"


def test_names_in_lines_that_wait_are_in_use(events):
    """So that nobody is told of a slip of the pen in a name that is there."""
    with index("on"), resting():
        files = LogFiles(folder=str(events))

        def noted(number, tag):
            return files.append([Draft(kind="event", body={"title": f"new {number}", "tags": [tag]})], by="bob")

        for number in range(6):
            noted(number, "b")
        assert files.held.tail is not None
        noted(6, "steel-works")
        known, near = noted(7, "steel-works"), noted(8, "steel-work")
        assert "steel-works" in known.in_use["tag"]
        assert "steel-works" in near.in_use["tag"]


def test_lines_of_an_open_log_wait_beside_the_index_until_they_are_asked_or_many(events):
    with index("on"), resting():
        asked(events)
        files = LogFiles(folder=str(events))
        place = events / ".index" / "log.sqlite"

        def add(number):
            files.append([Draft(kind="event", body={"title": f"new {number}"})], by="bob")
            return mark_of(str(place))

        before = [add(number) for number in range(4)]
        waiting = {add(number) for number in range(4, 100)}
        assert waiting == {before[-1]}
        assert len({add(number) for number in range(100, 110)}) == 2
        assert asked(events, "list", "--json") == asked(events, "list", "--json", how="off")


@pytest.mark.parametrize("what", ["other", "same"])
def test_a_file_that_was_touched_meanwhile_ends_the_waiting(events, what):
    """One that was rewritten in its place, of the same length: the line that is bad now is found, and nothing added."""
    with index("on"), resting():
        files = LogFiles(folder=str(events))
        for number in range(6):
            files.append([Draft(kind="event", body={"title": f"new {number}"})], by="bob")
        assert files.held.tail is not None
        own = files.mine
        path = next(path for path in sorted(events.glob("20*/*.jsonl")) if (path.name in own) == (what == "same"))
        data = path.read_bytes()
        path.write_bytes(data.replace(b'"title"', b'"titel"', 1))
        before = bytes_of(events)
        with pytest.raises(tl.LogBroken):
            files.append([Draft(kind="event", body={"title": "more"})], by="bob")
        assert bytes_of(events) == before
        path.write_bytes(data)
        files.append([Draft(kind="event", body={"title": "more"})], by="bob")
        assert len(files.read().records) == MADE + 7


def test_adding_does_not_read_the_whole_log(events):
    asked(events)
    files = LogFiles(folder=str(events))
    with index("on"):
        outcome = files.append([Draft(kind="event", body={"title": "new", "reports": [{"source": "s1"}]})], by="bob")
    assert 0 < len(outcome.before) < MADE / 4
    assert outcome.added[0].status == "added"
    assert asked(events) == asked(events, how="off")


def test_what_is_tried_or_attached_is_told_as_by_the_whole_log(events, tmp_path):
    """Of one thing, and of what is refused; nothing else than the index tells the two logs apart."""
    (tmp_path / "copy.html").write_text("<!doctype html><title>a</title>")
    other = Path(shutil.copytree(events, tmp_path / "other"))
    for words in (
        ["add", "new", "--fact", "entity-8.p=9", "--source", "s1", "--dry-run"],
        ["add", "event 20", "--occurred", "2025-05-21", "--fact", "entity-77.p=null", "--dry-run"],
        ["add", "new", "--fact", "entiti-7.p=9", "--source", "s1", "--dry-run", "--json"],
        ["add", "new", "--type", "evant", "--tag", "tagg", "--fact", "entity-7.pp=9", "--dry-run"],
        ["source", "s99", "--publisher", "p", "--origin", "agency-1", "--dry-run"],
        ["add", "new", "--source", "s9"],
        ["link", "entity-7", "same-entity", "entity-8", "--dry-run"],
        ["link", "entity-7", "same-entity", "nobody", "--dry-run"],
        ["correct", "s1", "--set", "publisher=Q", "--because", "mine", "--dry-run"],
        ["retract", "0000", "--dry-run"],
        ["attach", "s2", str(tmp_path / "copy.html"), "--retrieved", "2025-04-30", "--dry-run"],
        ["attach", "s7", str(tmp_path / "copy.html")],
    ):
        found, whole = asked(events, *words), asked(other, *words, how="off")
        assert found == whole
    code, _, err = asked(events, "attach", "s2", str(tmp_path / "copy.html"), "--retrieved", "2025-04-30")
    assert code == 0, err
    assert asked(events, "show", "s2") == asked(events, "show", "s2", how="off")
