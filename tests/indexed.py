"""A log of some hundred records, and processes that ask it with its index or without."""

import contextlib
import json
import os
import subprocess
import sys
import time
from unittest import mock

from ondisk import begin, write
from timeline.dates.stamps import format_stamp
from timeline.records import line
from timeline.records.model import Record
from timeline.store.marks import SETTLED_NS

MADE = 400


@contextlib.contextmanager
def resting():
    """Let each look at a file be later than two seconds after the last touch of it."""
    now_ns = time.time_ns

    def later():
        return now_ns() + 2 * SETTLED_NS

    with mock.patch("time.time_ns", later):
        yield


def make(folder):
    events = begin(folder)
    parents, lines = [], []
    for place in range(MADE):
        kind, body = (
            "event",
            {
                "title": f"event {place}",
                "occurred": f"2025-05-{place % 28 + 1:02d}",
                "facts": [{"entity": f"entity-{place % 40}", "property": "p", "value": place}],
                "reports": [{"source": f"s{place % 3}"}],
            },
        )
        if place < 3:
            kind, body = "source", {"name": f"s{place}", "publisher": "P", "published": "2025-04"}
        if place % 50 == 49:
            kind, body = "retraction", {"target": parents[0], "because": "no"}
        recorded = format_stamp(1_748_000_000_000_000 + place)
        new, text = line.encode(parents=parents, recorded=recorded, by="ada", kind=kind, body=body, salt="0" * 32)
        parents = [new]
        lines.append((Record(id=new, recorded=recorded, by="ada", kind=kind, body=body, content=None), new, text))
    for start in range(0, MADE, 100):
        write(events, lines[start : start + 100])
    return events


ASKED = ("state", "v", "--entity", "entity-7", "--json")


def process(events, *words, how="on", **more):
    environ = {**os.environ, "TIMELINE_INDEX": how, "TIMELINE_BY": "ada"}
    return subprocess.Popen(
        [sys.executable, "-m", "timeline", "-C", str(events), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        text=True,
        **more,
    )


def told(running):
    out, err = running.communicate()
    return running.returncode, out, err


def asked(events, *words, how="on", **more):
    return told(process(events, *(words or ASKED), how=how, **more))


def rows(answer):
    code, out, err = answer
    assert code == 0, err
    return json.loads(out)["rows"]


def notes(answer):
    return json.loads(answer[1])["query"]["notes"]


def file_of(events):
    return events / ".index" / "log.sqlite"
