"""Usual events are indexed from the texts of their lines: the rows are those that the compiler gives."""

import itertools
import json
import sqlite3
import tempfile

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_index_rows import assert_held, rows_in

import ondisk
import strategies
from timeline.asof import closed
from timeline.asof.compiled import Compiler, Records, compile_log
from timeline.asof.published import NOBODY
from timeline.dates import beginnings
from timeline.records import line, usual
from timeline.records.segment import stem
from timeline.store import index_file, index_usual, rowcode
from timeline.store.disk import DISK
from timeline.store.index import Index
from timeline.store.index_lines import Faulty

tried = settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
FAR = (
    "9999-12",
    "0001",
    "0000-02-29",
    "[..9999-12-31]",
    "0001/9999",
    "2025-33",
    "Y170000002",
    "-0044-03-15",
)
SIMPLE = st.one_of(strategies.dates, st.sampled_from(["2025", "2025-06~", "2025-05/2025-06", "[..2025-06]", *FAR[:7]]))


@st.composite
def usual_logs(draw):
    """Sources of which each is defined once or not at all, before what cites it or after, and events."""
    named = draw(st.lists(st.sampled_from(strategies.SOURCES), unique=True))
    bodies = [("source", {**draw(strategies.sources), "name": name}) for name in named]
    fact = strategies.filled(
        entity=st.sampled_from("EF"),
        property=st.sampled_from("pq"),
        value=strategies.values.map(lambda value: [value]),
        mode=strategies.often((7, None), (2, "ended"), (1, "planned")),
        during=strategies.maybe(SIMPLE, one_in=6),
    ).map(strategies.naming_what_ended)
    report = strategies.filled(
        source=strategies.maybe(st.sampled_from(strategies.SOURCES), one_in=1),
        stance=strategies.often((9, None), (1, "reports"), (1, "denies")),
        reported=strategies.maybe(strategies.reported_dates, one_in=3),
    )
    event = strategies.filled(
        title=st.sampled_from(["t", "u", 'it said "no"']),
        text=strategies.maybe(st.just('a "longer" account,\nof \\ two lines'), one_in=4),
        links=strategies.maybe(st.just([{"url": "https://host/x"}]), one_in=4),
        occurred=st.none() | SIMPLE,
        facts=st.lists(fact, max_size=3).map(lambda some: some or None),
        reports=st.lists(report, max_size=3).map(lambda some: some or None),
    )
    bodies += [("event", draw(event)) for _ in range(draw(st.integers(1, 6)))]
    records, parents = [], ()
    for number, (kind, body) in enumerate(draw(st.permutations(bodies))):
        stamp = f"2025-06-{1 + 3 * number % 28:02d}T{draw(st.integers(0, 23)):02d}:00:00.000000Z"
        new, text = line.encode(parents=parents, recorded=stamp, by="ada", kind=kind, body=body, salt="0" * 32)
        records.append((line.decode(text, file="x", line_no=1), text))
        parents = (new,)
    return records


def packed(compiler, record, said):
    """Pack an event; None where it must be compiled."""
    packer = index_usual.Packer()
    packer.ask(compiler.only_public)
    is_packed = packer.pack(1, record.id.encode(), said.event, int(record.recorded_at))
    return packer if is_packed else None


def packed_and_compiled(log):
    """Give the rows of each event that is packed from its text, and those that the compiler gives."""
    relation = compile_log(record for record, _ in log)
    compiler = Compiler(Records(record for record, _ in log))
    for record, text in log:
        said = usual.read(text)
        alike = any(other is not record and other.body == record.body for other, _ in log)
        packer = None if said is None or alike else packed(compiler, record, said)
        if packer is not None:
            ((_, told, places),) = packer.told
            events, reports = rowcode.told_of(json.loads(told), record.id)
            facts = [
                rowcode.unpack_fact(json.loads(cells), entity, name, record.id)
                for entity, name, *_, cells in packer.facts
            ]
            assert [start for *_, start, _ in packer.facts] == list(map(rowcode.latest_start, facts))
            places = [tuple(place) for place in json.loads(places)]
            assert places == list(dict.fromkeys((entity, name) for entity, name, *_ in packer.facts))
            yield (
                (facts, events, reports),
                tuple(
                    [row for row in rows if record.id in row]
                    for rows in (relation.facts, relation.events, relation.reports)
                ),
            )


@tried
@given(usual_logs())
def test_what_is_packed_from_a_text_is_what_the_compiler_gives(log):
    for packed, compiled in packed_and_compiled(log):
        assert packed == compiled


def unsound(good, *bad):
    return st.sampled_from([good] * 6 + [*bad])


@st.composite
def texts_of_events(draw):
    """Events that have the form of usual ones, and may say what no log may hold."""
    date = unsound("2025-05", "2025-13", "soon", "", "Y999999999", "[..2025-02-30]", "2025-33")
    name = unsound("E", " ", "")
    fact = {"entity": draw(name), "property": draw(name), "mode": draw(unsound("actual", "ended"))}
    fact |= {"value": draw(unsound("v", None)), "during": draw(unsound(None, "2025-06", "no date", ""))}
    report = {"source": draw(unsound("s", "", "not a name!")), "reported": draw(unsound(None, "2025-06", "x"))}
    event = {"title": draw(unsound("t", " ")), "type": draw(unsound("a.b", "not a type!")), "occurred": draw(date)}
    event |= {"facts": [fact] * draw(st.integers(0, 2)), "reports": [report] * draw(st.integers(0, 2))}
    return event | {"links": [{"url": draw(unsound("https://host/x", " "))}] * draw(st.integers(0, 1))}


@tried
@given(texts_of_events())
def test_what_is_packed_is_sound(body):
    event = msgspec.convert(body, usual.Event)
    packer = index_usual.Packer()
    packer.ask(lambda _name: NOBODY)
    if packer.pack(1, b"0" * 64, event, 1_780_272_000_000_000):
        assert usual.judged(event) is not None
        assert packer.told
    else:
        assert not packer.facts
        assert not packer.told


@pytest.mark.parametrize("date", [*FAR, "2025-05", "2025/2026", "2025-01-01/..", "2025-06-01T10:00:00Z", "2025-05-1X"])
@pytest.mark.parametrize("mode", ["actual", "failed", "ended", "planned"])
def test_every_form_of_a_date_is_packed_alike(date, mode):
    fact = {"entity": "E", "property": "p", "value": "v", "mode": mode}
    log, parents = [], ()
    for number, (kind, body) in enumerate(
        (
            ("source", {"name": "s", "published": "2025-06"}),
            ("event", {"title": "t", "occurred": date, "facts": [fact], "reports": [{"source": "s"}]}),
            ("event", {"title": "u", "facts": [{**fact, "during": date}]}),
            ("event", {"title": "v", "reports": [{"source": "s", "reported": date}, {}]}),
        )
    ):
        new, text = line.encode(
            parents=parents, recorded=f"2025-06-0{number + 1}T00:00:00.000000Z", by="a", kind=kind, body=body,
            salt="0" * 32,
        )  # fmt: skip
        record = line.decode(text, file="x", line_no=1)
        log.append((record, text))
        parents = (new,)
    found = list(packed_and_compiled(log))
    assert all(packed == compiled for packed, compiled in found)
    assert len(found) >= (0 if date.startswith("Y") else 1)


def made(events, count=30):
    """Lay down a log of usual events, and what is not usual among them."""
    lines, parents = [], ()
    for number in range(count):
        kind, body = "event", {
            "title": f"event {number}", "occurred": f"2025-05-{number % 28 + 1:02d}", "reports": [{"source": "s"}],
            "facts": [{"entity": f"E{number % 3}", "property": "p", "value": "v"}],
        }  # fmt: skip
        if number == 0:
            kind, body = "source", {"name": "s", "published": "2025-06"}
        elif number == count - 1:
            kind, body = "retraction", {"target": lines[4][1]}
        stamp = f"2025-07-01T00:00:{number:02d}.000000Z"
        new, text = line.encode(parents=parents, recorded=stamp, by="ada", kind=kind, body=body, salt="0" * 32)
        lines.append((None, new, text))
        parents = (new,)
    file = events / f"{stem('2025-07-01T00:00:00.000000Z', 'ada', lines[0][1])}.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"".join(text + b"\n" for *_, text in lines))


def test_usual_events_are_packed_from_their_texts(monkeypatch):
    """All but the one that is taken back: what bears on no other is not read into values."""
    asked = []
    compiled = Compiler.event
    monkeypatch.setattr(Compiler, "event", lambda self, event: asked.append(event) or compiled(self, event))
    with tempfile.TemporaryDirectory() as folder:
        events = ondisk.begin(folder)
        made(events)
        rows = rows_in(events)
        assert len(asked) == 1
        assert len(rows["events"]) >= 28


@pytest.mark.parametrize("count", [3, 30])
def test_a_line_that_is_proved_and_says_what_no_log_may_hold_is_at_fault(count):
    with tempfile.TemporaryDirectory() as folder:
        events = ondisk.begin(folder)
        lines, parents = [], ()
        for number in range(count):
            body = {"title": "t", "occurred": "2025-13" if number == count - 2 else "2025-05"}
            stamp = f"2025-07-01T00:00:{number:02d}.000000Z"
            new, text = line.encode(parents=parents, recorded=stamp, by="ada", kind="event", body=body, salt="0" * 32)
            lines.append(text + b"\n")
            parents = (new,)
        (events / "2025").mkdir()
        (events / "2025" / "2025-07-01T0000Z-ada-000000.jsonl").write_bytes(b"".join(lines))
        for _ in range(2):
            with pytest.raises(Faulty):
                Index(folder=str(events), disk=DISK).ready()


def a_day_more(first, others):
    window = closed.Window(first.window.lo, first.window.hi + closed.DAY)
    return msgspec.structs.replace(first, window=window, kept=None), others


@pytest.mark.parametrize("wrong", ["a window", "a date", "a value"])
def test_a_wrong_row_would_be_noticed(monkeypatch, wrong):
    """What is held is compared: a window, a date or a value that is packed wrongly fails the comparison."""
    told = closed.Dating.told
    if wrong == "a window":
        monkeypatch.setattr(closed.Dating, "told", lambda self, *asked: a_day_more(*told(self, *asked)))
    elif wrong == "a date":
        monkeypatch.setattr(index_usual, "days_of", lambda text: beginnings.Days(0, 1) if text else None)
    else:
        monkeypatch.setattr(index_usual, "value_text", lambda _value: '"other"')
    with tempfile.TemporaryDirectory() as folder:
        events = ondisk.begin(folder)
        made(events)
        with pytest.raises(AssertionError):
            assert_held(events)


def a_run(count):
    """Events of which each rests on the one before: their lines."""
    lines, parents = [], ()
    for number in range(count):
        fact = {"entity": "E", "property": "p", "value": f"{number}"}
        body = {"title": f"event {number}", "occurred": "2025-05", "facts": [fact]}
        stamp = f"2025-07-01T00:00:{number:02d}.000000Z"
        new, text = line.encode(parents=parents, recorded=stamp, by="ada", kind="event", body=body, salt="0" * 32)
        lines.append((None, new, text))
        parents = (new,)
    return lines


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("order", list(itertools.permutations([(0, 6), (3, 6), (4, 8)])))
def test_a_line_that_stands_in_several_files_is_one_record(order, stays):
    """As after an append that was not confirmed: a run may begin again anywhere in another file."""
    lines = a_run(8)
    with tempfile.TemporaryDirectory() as folder:
        events = ondisk.begin(folder)
        (events / "2025").mkdir()
        for number, (first, end) in enumerate(order):
            file = events / "2025" / f"2025-07-01T0000Z-ada-{number:06d}.jsonl"
            file.write_bytes(b"".join(text + b"\n" for *_, text in lines[first:end]))
            if stays:
                rows_in(events)
        rows = rows_in(events)
        db = sqlite3.connect(events / index_file.FILE)
        ids = [id_.hex() for (id_,) in db.execute("SELECT id FROM record ORDER BY chain, place, n")]
        heads = [id_.hex() for (id_,) in db.execute("SELECT id FROM head")]
        missing = db.execute("SELECT count(*) FROM missing").fetchone()
        db.close()
        assert sorted(ids) == sorted(new for _, new, _ in lines)
        assert heads == [lines[-1][1]]
        assert missing == (0,)
        assert len(rows["events"]) == len(lines)
        assert_held(events)
