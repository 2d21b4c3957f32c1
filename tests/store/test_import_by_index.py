"""A file that comes in is read against what the index says bears on it; what follows is what the whole log tells."""

import csv
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from ondisk import begin, index, write
from timeline.errors import TimelineError
from timeline.records import line
from timeline.records.line import decode
from timeline.store.ground import Known
from timeline.store.log import LogFiles

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 6, 15), suppress_health_check=list(HealthCheck), deadline=None)
FIELDS = ("title", "notes", "key", "source name", "publisher", "url", "published", "reported")
ROOM = {"title": "so that the log is large beside the sheet", "text": "x" * 9_000}

some_of = st.sampled_from
rows = st.fixed_dictionaries({
    "title": some_of(["one", "one", "two"]),
    "notes": some_of(["", "", "x"]),
    "key": some_of(["", "", "a", "a", "b", "a, change 1"]),
    "source name": some_of(["", "p", "p", "q"]),
    "publisher": some_of(["", "", "P", "p"]),
    "url": some_of(["", "", "https://a.example/1", "https://a.example/2"]),
    "published": some_of(["", "", "2025"]),
    "reported": some_of(["", "2025-09-01"]),
})  # fmt: skip


def sheet(folder, some):
    made = io.StringIO()
    out = csv.DictWriter(made, FIELDS)
    out.writeheader()
    out.writerows(some)
    path = folder / "sheet.csv"
    path.write_text(made.getvalue())
    return path


@st.composite
def records(draw):
    """What clones wrote, whoever knew of whom: sources of one name or page, events, and changes of them."""
    made, lines, heads = [], [], []

    def add(kind, body, number):
        parents = sorted(draw(st.sets(some_of(heads), min_size=1))) if heads else []
        stamp = f"2026-01-01T00:00:{number:02d}.000000Z"
        id_, text = line.encode(parents=parents, recorded=stamp, by="ada", kind=kind, body=body, salt="0" * 32)
        heads[:] = [*(head for head in heads if head not in parents), id_]
        record = decode(text, file="log.jsonl", line_no=number + 1)
        lines.append((record, id_, text))
        return record

    for number in range(draw(st.integers(1, 9))):
        kind = draw(some_of(["source", "source", "event", "correction", "retraction"] if made else ["source", "event"]))
        row = draw(rows)
        key = {"key": row["key"]} if row["key"] else {}
        if kind == "source":
            told = {name: row[name] for name in ("publisher", "url", "published") if row[name]}
            body = {"name": row["source name"] or "p", **told}
        elif kind == "event":
            name, text = row["source name"], {"text": row["notes"]} if row["notes"] else {}
            day = {"reported": row["reported"]} if row["reported"] else {}
            reports = {"reports": [{"source": name, **day}]} if name else {}
            body = {"title": row["title"], **text, **reports, **key}
        else:
            target = draw(some_of(made))
            sets = {"source": {"url": "https://a.example/3"}, "event": {draw(some_of(["text", "title"])): "x"}}
            if kind == "correction" and target.kind not in sets:
                continue
            said = {"set": sets[target.kind]} if kind == "correction" else {}
            body = {"target": target.id, "because": "so", **said, **key}
        made.append(add(kind, body, number))
    add("event", ROOM, 30)
    return lines


def told(events, path, **how):
    """Give what an import would do, in all that anybody is told."""
    try:
        found = tl.open(events).import_(path, dry_run=True, by="ada", **how)
    except TimelineError as error:
        return type(error).__name__, str(error), error.where, error.fix, [str(one) for one in error.faults]
    return [
        (one.status, one.repeats, one.notes, one.kind, one.record.body, one.id if one.status == "already there" else "")
        for one in found
    ]


@tried
@given(records(), st.lists(rows, min_size=1, max_size=3), some_of([None, None, "ours", "theirs"]))
def test_a_sheet_is_taken_in_as_the_whole_log_has_it(lines, some, update):
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        write(events, lines)
        path, found = sheet(Path(folder), some), {}
        for how in ("on", "off"):
            with index(how):
                files = LogFiles(folder=str(events))
                assert Known(files, path.stat().st_size).is_whole == (how == "off")
                found[how] = told(events, path, update=update)
        assert found["on"] == found["off"]


@tried
@given(records(), st.data())
def test_what_would_be_added_is_what_is_there_by_the_whole_log(lines, data):
    """Also of what was taken back and said anew, which is no twin of the first: who said it knew of that."""
    drafts = [a_draft(kind, **body) for kind, body in ((one.kind, one.body) for one, *_ in lines)]
    some = data.draw(st.lists(some_of(drafts), min_size=1, max_size=2))
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        write(events, lines)
        found = {}
        for how in ("on", "off"):
            with index(how):
                try:
                    trial = LogFiles(folder=str(events)).try_adding(some, by="bob")
                except TimelineError as error:
                    found[how] = str(error)
                else:
                    found[how] = [(one.there, one.same, one.body) for one in trial.decisions]
        assert found["on"] == found["off"]


@pytest.mark.parametrize("how", ["on", "off"])
def test_what_was_said_anew_is_there_when_it_is_tried_again(tmp_path, how):
    """Whoever said it again knew of the first, through a record that does not bear on it: they are not one."""
    log = a_log(tmp_path, a_draft(title="x"))
    first = log.read().records[0].id
    log.append([a_draft("correction", target=first, set={"title": "y"})], by="ada")
    log.append([a_draft(title="another")], by="ada")
    again = log.append([a_draft(title="x")], by="ada").added[0].id
    log.append([a_draft("retraction", target=first)], by="ada")
    with index(how):
        (decision,) = log.try_adding([a_draft(title="x")], by="ada").decisions
    assert decision.there == again
