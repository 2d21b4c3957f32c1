"""Lines that are read for whoever has the index, where their files change meanwhile."""

import os

import pytest

import timeline as tl
from ondisk import begin
from timeline.store import index_said
from timeline.store.index_file import Unusable


def test_a_file_that_went_is_said_and_no_descriptor_is_closed_twice(tmp_path, monkeypatch):
    """The one before was closed again: an error of the system, or a file that somebody else had opened."""
    events = begin(tmp_path)
    first = tl.open(events).add("it began", by="ada")
    closed, close = [], os.close
    monkeypatch.setattr(os, "close", lambda handle: closed.append(handle) or close(handle))
    (segment,) = events.glob("2*/*.jsonl")
    length = segment.stat().st_size - 1
    places = [
        (segment.relative_to(events).as_posix(), 0, length, 1, bytes.fromhex(first.id)),
        ("2025/gone.jsonl", 0, 1, 1, b""),
    ]
    assert list(index_said.lines(str(events), places[:1])) == [first.id]
    closed.clear()
    with pytest.raises(Unusable, match="not what was indexed"):
        index_said.lines(str(events), places)
    assert len(closed) == len(set(closed)) == 1
