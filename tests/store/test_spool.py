"""The texts of a large batch: given as they were put in, from memory, from the file, and where the file is refused."""

import tempfile

import pytest

from timeline.records.drafts import Draft
from timeline.records.spooled import Spooled
from timeline.store.spool import Spool
from timeline.text import jsonlines

TEXTS = [bytes([number % 251]) * (number % 977) for number in range(20_000)]


def spool():
    found = Spool()
    for text in TEXTS:
        found.append(text)
    return found


def test_texts_are_given_as_they_were_put_in_in_any_order():
    found = spool()
    assert len(found) == len(TEXTS)
    assert [found[place] for place in range(len(TEXTS))] == TEXTS
    assert [found[place] for place in reversed(range(len(TEXTS)))] == TEXTS[::-1]


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_texts_stay_in_memory_where_no_file_takes_them(folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / folder))
    found = spool()
    assert [found[place] for place in range(len(TEXTS))] == TEXTS


def test_drafts_are_given_as_they_were_put_in():
    lines = b"".join(
        b'{"kind":"event","id":"%064x","title":"t%d","key":"k%d","reports":[{"source":"s%d"}],"facts":[{"entity":"E",'
        b'"property":"p","value":null}]}\n' % (number, number, number, number % 3)
        for number in range(40)
    )
    drafts = list(jsonlines.drafts(lines, name="a.jsonl"))
    odd = Draft(kind="source", body={"name": "s0"}, where="b.jsonl:007")
    kept = Spooled(drafts, Spool())
    kept.put_before([odd])
    assert kept == [odd, *drafts]
    assert kept[3:5] == (drafts[2], drafts[3])
    assert [draft.where for draft in drafts[:2]] == ["a.jsonl:1", "a.jsonl:2"]
