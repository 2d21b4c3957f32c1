"""Logs on disk as several clones might have written them, and the index beside them switched on or off."""

import contextlib
import os
import tempfile
from pathlib import Path

from hypothesis import strategies as st

import timeline as tl
from strategies import copied_logs, dense_logs, logs, named_logs, twinned_logs
from timeline.records import line
from timeline.records.cut import redacted
from timeline.records.mentions import NAMES as NAMING
from timeline.records.segment import stem

SETTINGS = """format = 1
title = "made"
[views.v]
title = "v"
properties = ["p", "q"]
[views.several]
title = "several"
properties = ["p"]
many = ["p"]
latest = "reported"
entities = ["F", "H", "E"]
"""


@contextlib.contextmanager
def index(how):
    """Let the index be ``on``, whatever the size of the log, or ``off``."""
    before = os.environ.get("TIMELINE_INDEX")
    os.environ["TIMELINE_INDEX"] = how
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIMELINE_INDEX"]
        else:
            os.environ["TIMELINE_INDEX"] = before


# --- a log on disk, as several clones might have written it ----------------------------------------------------------


any_logs = logs() | dense_logs() | copied_logs() | named_logs() | twinned_logs()


@st.composite
def histories(draw, made=any_logs):
    """Records with real ids and parents, in batches; forks and merges, so that not every writer knew of all before.

    What a redaction names has no text from the beginning, as in a log to which it was brought by a merge.
    """
    made = draw(made)
    called, heads, lines = {}, [], []
    gone = {record.body["target"] for record in made if record.kind == "redaction"}
    for record in made:
        parents = sorted(draw(st.sets(st.sampled_from(heads), min_size=1))) if heads else []
        body = renamed(record.body, called)
        new, text = line.encode(
            parents=parents, recorded=record.recorded, by="ada", kind=record.kind, body=body, salt="0" * 32
        )
        called[record.id] = new
        text = redacted(text) if record.id in gone else text
        heads = [*(head for head in heads if head not in parents), new]
        lines.append((record, new, text))
    cuts = sorted(draw(st.sets(st.integers(1, len(lines)), max_size=3)))
    return made, [lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True) if start < end]


def renamed(value, called, field=""):
    """Put the real ids for those of the drawn records."""
    if isinstance(value, dict):
        return {name: renamed(item, called, name) for name, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, called, field) for item in value]
    if isinstance(value, str) and NAMING.get(field) == "record":
        head, mark, number = value.partition("#")
        return called.get(head, head) + mark + number
    return value


def begin(folder):
    events = Path(folder) / "events"
    events.mkdir()
    (events / "timeline.toml").write_text(SETTINGS)
    return events


def write(events, lines, *, to=None):
    """Add lines to the log: to a file that is there, or to a new one."""
    record, new, _ = lines[0]
    file = events / (to or stem(record.recorded, "ada", new) + ".jsonl")
    file.parent.mkdir(exist_ok=True)
    with file.open("ab") as stream:
        stream.write(b"".join(text + b"\n" for *_, text in lines))
    return file.relative_to(events)


@contextlib.contextmanager
def written(batches):
    """Give the folder of a log of these batches, each in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        for lines in batches:
            write(events, lines)
        yield events


def growing(batches):
    """Give the folder of a log at each step of its history, and the log as it was opened before the first."""
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        log = tl.open(events)
        for lines in batches:
            write(events, lines)
            yield events, log
