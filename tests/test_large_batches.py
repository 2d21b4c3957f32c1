"""Large batches: the fast way of reading them says what the slow way says, costs what it should, and leaves nothing."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.api import Log
from timeline.errors import RecordError
from timeline.records import line as codec
from timeline.records.admission import admit
from timeline.records.contents import content_of, spelled_content
from timeline.records.cut import Spelled
from timeline.records.drafts import Draft, Refused
from timeline.records.flat import flat_record
from timeline.records.segment import portions
from timeline.store.disk import DISK
from timeline.store.log import LogFiles
from timeline.text import jsonlines
from timeline.verify import fast
from timeline.views.remarks import remarks

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["R2", " ", "a\nb", 'say "x"', "ü", "\u2028", "\x85", "\x7f", "\ud800", "::", '":', "key:K", "https://a:b@c/"]
)
DATES = st.sampled_from(["2025-08", "2025?-08", "[..2025-08-14]", "late 2025", "", "2025-13", "Y-200000000000"]) | TEXTS
NUMBERS = st.integers(-(2**54), 2**54) | st.floats() | st.sampled_from([0, 1, -0.0, 1e16, 2**53])
QUANTITIES = st.fixed_dictionaries({"op": st.sampled_from([">=", "?"]), "value": NUMBERS}, optional={"unit": TEXTS})
FACTS = st.fixed_dictionaries(
    {"entity": TEXTS, "property": TEXTS},
    optional={
        "value": TEXTS | NUMBERS | QUANTITIES | st.none() | st.booleans(),
        "mode": st.sampled_from(["actual", "ended", "planned", "no"]),
        "during": DATES | st.none(),
        "more": TEXTS,
    },
)
REPORTS = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["s0", "S 0"]) | TEXTS,
        "stance": st.sampled_from(["reports", "denies", "no"]),
        "reported": DATES | st.none(),
        "quote": TEXTS | st.none(),
        "via": st.lists(st.just("s0"), max_size=1),
        "because": TEXTS,
    },
)
EVENTS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["event", "event", "event", "source", "thing"]), "title": TEXTS | st.just("a title")},
    optional={
        "type": st.sampled_from(["training.moved", "A b", "event"]),
        "occurred": DATES | st.none(),
        "said": TEXTS | st.none(),
        "facts": st.lists(FACTS, max_size=2) | TEXTS,
        "reports": st.lists(REPORTS, max_size=2),
        "tags": st.lists(TEXTS, max_size=2),
        "data": st.none() | st.dictionaries(TEXTS, NUMBERS, max_size=2),
        "id": st.just("0" * 64) | TEXTS,
        "recorded": st.sampled_from(["2025-01-01T00:00:00.000000Z", "2025-01-01T02:00:00+02:00", "now"]),
        "by": TEXTS | st.integers(),
        "key": TEXTS,
        "salt": TEXTS,
        "imported": st.none() | st.just({"id": "1"}),
        "text": TEXTS,
        "links": st.lists(st.fixed_dictionaries({"url": TEXTS}), max_size=1),
    },
)
USUAL = {
    "kind": "event",
    "title": "R2 moved",
    "type": "training.moved",
    "occurred": "2025?-08",
    "facts": [{"entity": "R2", "property": "training", "value": "Nvidia"}],
    "reports": [{"source": "s0", "stance": "reports", "reported": "2025-08-14"}],
    "tags": ["chips"],
}
NEARLY_USUAL = st.builds(
    lambda other, names: {**USUAL, **{name: other[name] for name in names if name in other}},
    EVENTS,
    st.lists(
        st.sampled_from([*USUAL, "said", "data", "id", "by", "recorded", "imported", "text", "links"]), max_size=2
    ),
)
SOURCE = Draft(kind="source", body={"name": "s0"})


def spellings(value):
    """Write a value as JSON in the ways that people's programs do, and as none should."""
    usual = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    yield usual
    yield json.dumps(value).encode()
    yield json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    yield usual.replace(b'": ', b'" : ')
    yield usual[:-1] + b', "title": "again"}'
    yield usual[:-1] + b', "title" : "again"}'
    yield usual + b"\r"


def judged(kind, body, **more):
    """Say what becomes of a draft: what is decided, or every fault."""
    try:
        found = admit((), [SOURCE, Draft(kind=kind, body=body, **more)])
    except Refused as error:
        return [(one.code, one.message, one.fix) for one in error.findings]
    return [(one.place, one.kind, dict(one.body), one.same, one.there) for one in found]


@given(EVENTS | NEARLY_USUAL)
def test_what_is_proved_at_once_is_what_the_slow_way_reads(value):
    for line in spellings(value):
        proved = fast.prove_flat(line.removesuffix(b"\r"))
        if proved is None:
            continue
        kind, body, stamps = flat_record(line.removesuffix(b"\r")) if proved.recorded != "now" else (None, None, None)
        if kind is None:
            with pytest.raises(RecordError):
                jsonlines.drafts(line)
            continue
        assert kind == "event"
        assert json.loads(proved.spelled) == body
        assert proved.spelled == codec.body_bytes(body)
        assert spelled_content(kind, proved.spelled) == content_of(kind, body)
        assert proved.id == stamps.get("id")
        assert judged(kind, Spelled(proved.spelled), spelled=proved.spelled) == judged(kind, body)


@given(st.lists(EVENTS | NEARLY_USUAL, max_size=3))
def test_every_line_is_read_as_the_slow_way_reads_it_whatever_proves_it(values):
    data = b"\n".join(line for value in values for line in spellings(value))
    expected, faults = [], 0
    for line in filter(None, data.split(b"\n")):
        try:
            kind, body, stamps = flat_record(line.removesuffix(b"\r"))
        except RecordError:
            faults += 1
        else:
            expected.append((kind, body, stamps.get("id")))
    try:
        found = [(draft.kind, dict(draft.body), draft.id) for draft in jsonlines.drafts(data)]
        assert jsonlines.drafts(io.BytesIO(data)) == jsonlines.drafts(data)
    except RecordError:
        assert faults
    else:
        assert (found, faults) == (expected, 0)


@pytest.mark.parametrize("line", [*list(spellings(USUAL))[:3], b" " + json.dumps(USUAL).encode() + b" "])
def test_the_usual_event_is_proved_however_it_is_spelled(line):
    assert fast.prove_flat(line) is not None


@pytest.mark.parametrize("line", list(spellings(USUAL))[3:6])
def test_a_key_that_may_be_given_twice_is_left_to_the_slow_way(line):
    assert fast.prove_flat(line) is None


MORE = (
    ({"title": 'it said "no" \\ twice'}, True),
    ({"text": 'one line,\nand "another"\n'}, True),
    ({"said": "in\nApril"}, True),
    ({"links": [{"url": "https://host/x", "title": 'a "page"'}]}, True),
    ({"title": "one\ntwo"}, False),
    ({"tags": ["one\ntwo"]}, False),
    ({"tags": [" "]}, False),
    ({"links": [{"url": "https://host/x\ny"}]}, False),
    ({"links": [{"url": "https://ada:secret@host/x"}]}, False),
    ({"facts": [{"entity": "R2", "property": "p", "value": "one\ntwo"}]}, False),
    ({"title": "a tab\t"}, False),
)


@pytest.mark.parametrize(("more", "is_proved"), MORE)
def test_quotation_marks_and_lines_of_longer_texts_are_proved_and_breaks_elsewhere_are_not(more, is_proved):
    line = json.dumps(USUAL | more).encode()
    proved = fast.prove_flat(line)
    assert (proved is not None) == is_proved
    kind, body, _ = flat_record(line)
    as_read = judged(kind, body)
    (draft,) = jsonlines.drafts(line)
    assert judged(kind, dict(draft.body), spelled=draft.spelled, seen=draft.seen) == as_read


# --- what it costs ---------------------------------------------------------------------------------------------------


def calls(work):
    """Count the calls of Python functions that some work makes: the same on every machine."""
    count = 0

    def one_more(_frame, event, _arg):
        nonlocal count
        count += event == "call"

    sys.setprofile(one_more)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def of_one_title(count):
    return [Draft(kind="event", body={"title": "no title", "data": {"row": row}}) for row in range(count)]


def held(drafts, folder):
    log = LogFiles.create(folder, title="t")
    log.append(drafts, by="ada")
    return log.read().records


def corrections(count):
    first = Draft(kind="event", body={"title": "a", "key": "k"})
    return [
        first,
        *(Draft(kind="correction", body={"target": "key:k", "set": {"title": f"t{n}"}}) for n in range(count)),
    ]


def of_many_sources(count):
    return [Draft(kind="source", body={"name": f"s{n}"}) for n in range(count)] + [
        Draft(kind="event", body={"title": f"e{n}", "reports": [{"source": f"s{n}"}]}) for n in range(count)
    ]


def of_keys(count):
    keyed = [Draft(kind="event", body={"title": f"e{n}", "key": f"k{n}"}) for n in range(count)]
    return keyed + [Draft(kind="report", body={"event": f"key:k{n}", "stance": "denies"}) for n in range(count)]


@pytest.mark.parametrize("made", [of_one_title, corrections, of_many_sources, of_keys])
@pytest.mark.parametrize("once", [False, True])
def test_bringing_the_same_again_costs_twice_as_much_for_twice_as_many(tmp_path, made, once):
    spent = []
    for count in (100, 200):
        records = held(made(count), tmp_path / str(count))
        spent.append(calls(lambda records=records, count=count: admit(records, made(count), once=once)))
    assert spent[1] < 2.3 * spent[0]


@pytest.mark.parametrize("made", [of_one_title, corrections, of_many_sources, of_keys])
def test_deciding_on_a_batch_costs_twice_as_much_for_twice_as_many(made):
    spent = [calls(lambda count=count: admit((), made(count))) for count in (100, 200)]
    assert spent[1] < 2.3 * spent[0]


def of_one_event(count):
    """Make records that links join into one event: half of them tell one day, half another."""
    told = [
        Draft(kind="event", body={"title": f"e{n}", "key": f"k{n}", "occurred": f"2025-0{1 + n % 2}"})
        for n in range(count)
    ]
    joins = [
        Draft(kind="link", body={"from": f"key:k{n}", "rel": "same-event", "to": f"key:k{n + 1}"})
        for n in range(count - 1)
    ]
    return told + joins


def of_nulls(count):
    values = ("v" if n % 2 else None for n in range(count))
    return [
        Draft(
            kind="event",
            body={
                "title": f"e{n}",
                "occurred": f"{1900 + n % 100}",
                "facts": [{"entity": "A", "property": "p", "value": value}],
            },
        )
        for n, value in enumerate(values)
    ]


def test_conflicts_of_one_event_that_many_records_tell_cost_twice_as_much_for_twice_as_many(tmp_path):
    spent = []
    for count in (100, 200):
        files = LogFiles.create(tmp_path / str(count), title="t")
        files.append(of_one_event(count), by="ada")
        snapshot = Log(files).at()
        spent.append(calls(lambda snapshot=snapshot: snapshot.conflicts()))
        (row,) = snapshot.conflicts()
        assert len(row["sides"]) == 2
    assert spent[1] < 2.3 * spent[0]


def test_remarks_on_many_nulls_of_one_cell_cost_twice_as_much_for_twice_as_many(tmp_path):
    spent = []
    for count in (100, 200):
        files = LogFiles.create(tmp_path / str(count), title="t")
        added = files.append(of_nulls(count), by="ada").added
        spent.append(calls(lambda added=added: remarks((), added)))
    assert spent[1] < 2.3 * spent[0]


def test_many_drafts_that_cite_one_unknown_source_ask_once_what_was_meant():
    sources = [Draft(kind="source", body={"name": f"source-{n}"}) for n in range(300)]

    def refused(count):
        events = [Draft(kind="event", body={"title": "e", "reports": [{"source": "sorce-1"}]}) for _ in range(count)]
        with pytest.raises(Refused, match="did you mean"):
            admit((), [*sources, *events])

    spent = [calls(lambda count=count: refused(count)) for count in (10, 100)]
    assert spent[1] < 3 * spent[0]


# --- what it leaves --------------------------------------------------------------------------------------------------


def files_of(folder):
    found = (path for path in Path(folder).rglob("*") if path.is_file() and path.name != ".lock")
    return sorted(str(path.relative_to(folder)) for path in found)


def test_portions_are_whole_lines_and_all_of_them():
    lines = [bytes([65 + n % 26]) * (n * 7919 % 400_000) for n in range(40)]
    found = list(portions(lines))
    assert b"".join(found) == b"".join(line + b"\n" for line in lines)
    assert all(part.endswith(b"\n") and (len(part) <= 1_000_000 or part.count(b"\n") == 1) for part in found)
    assert list(portions([])) == []


@pytest.mark.parametrize("call", ["open", "write", "fsync", "rename", "mkdir"])
def test_ctrl_c_while_a_large_batch_is_written_leaves_nothing_or_all(tmp_path, call):
    drafts = [Draft(kind="event", body={"title": f"e{n}", "said": "x" * 60_000}) for n in range(40)]
    number = 0
    while True:
        number += 1
        log = LogFiles.create(tmp_path / f"{number}", title="t")
        before, left = files_of(log.folder), number

        def interrupted(*args):
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            return getattr(DISK, call)(*args)

        log.disk = DISK._replace(**{call: interrupted})
        try:
            log.append(drafts, by="ada")
        except KeyboardInterrupt:
            after = files_of(log.folder)
            again = LogFiles(folder=log.folder)
            assert after == before or len(again.read().records) == len(drafts)
            assert len(again.append(drafts, by="ada").added) == len(drafts)
            assert len(again.read().records) == len(drafts)
        else:
            assert number > 1
            break


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_while_lines_are_awaited_exits_130_and_adds_nothing(tmp_path):
    log = LogFiles.create(tmp_path / "log", title="t")
    before = files_of(log.folder)
    # a shell starts what runs behind it with the signal ignored
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from timeline.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "-C", log.folder, "add", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "TIMELINE_BY": "ada"},
    ) as process:
        process.stdin.write(json.dumps(USUAL).encode() + b"\n")
        process.stdin.flush()
        wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b""), err
    assert b"Traceback" not in err
    assert files_of(log.folder) == before


def wait_until_it_reads(pid):
    """Wait until a process sleeps in a read of its standard input."""
    for _ in range(1200):
        words = Path(f"/proc/{pid}/syscall").read_text(encoding="ascii").split()
        if words[:2] == ["0", "0x0"]:
            return
        time.sleep(0.05)
    raise AssertionError("it never read")
