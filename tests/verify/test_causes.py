"""What only follows from a fault is not taken for another: the cause is named, and sound records are left alone."""

import re

import pytest

from builders import a_draft, a_log
from timeline.records.drafts import Draft
from timeline.store import checkpoints
from timeline.store.check import check, remember
from timeline.store.log import LogFiles

EVERYTHING = [
    Draft(kind="source", body={"name": "press", "publisher": "Press", "published": "2025"}),
    Draft(kind="event", body={"title": "first", "reports": [{"source": "press"}]}),
    Draft(kind="correction", body={"target": "ffff", "set": {"title": "first told anew"}, "because": "a slip"}),
    Draft(kind="report", body={"event": "ffff", "source": "press"}),
    Draft(kind="event", body={"title": "second", "reports": [{"source": "press"}]}),
    Draft(kind="link", body={"from": "ffff", "to": "gggg", "rel": "contradicts"}),
    Draft(kind="retraction", body={"target": "ffff", "because": "it is told twice"}),
]


def a_busy_log(folder, *, batch):
    """A log in which records of every sort speak of each other: as one batch, or each added by itself."""
    names = {"ffff": "key:first", "gggg": "key:second"}
    drafts = []
    for draft in EVERYTHING:
        body = {
            field: names.get(value, value) if isinstance(value, str) else value for field, value in draft.body.items()
        }
        key = {"key": body["title"]} if draft.kind == "event" else {}
        drafts.append(Draft(kind=draft.kind, body=body | key))
    if not batch:
        return a_log(folder, *drafts)
    log = a_log(folder)
    log.append(drafts, by="ada")
    return log


def lines_of(log):
    """Every line of a log: its file, its number, and its bytes."""
    for path in sorted(log.path.glob("2*/*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(keepends=True), 1):
            yield path, number, line


@pytest.mark.parametrize("batch", [True, False])
@pytest.mark.parametrize("change", [(b'"by":"ada"', b'"by":"eve"'), (b'{"id":"', b'{"id":"0'), (b"}}\n", b"}\n")])
@pytest.mark.parametrize("place", range(7))
def test_one_edited_line_is_one_finding_with_one_fix(tmp_path, batch, change, place):
    log = a_busy_log(tmp_path, batch=batch)
    path, number, line = list(lines_of(log))[place]
    path.write_bytes(path.read_bytes().replace(line, line.replace(*change)))
    found = check(log).findings
    own = [one for one in found if one.file == str(path.relative_to(log.path)) and one.line == number]
    assert len(own) == 1
    assert "follow" not in (own[0].fix or "")
    for one in found:
        assert one in own or one.fix.startswith(f"this may follow from {own[0].where} ("), one
        assert "retract" not in (one.fix or "")


@pytest.mark.parametrize("place", range(7))
def test_what_speaks_of_a_line_that_was_edited_is_not_named_at_all(tmp_path, place):
    log = a_busy_log(tmp_path, batch=True)
    path, _number, line = list(lines_of(log))[place]
    path.write_bytes(path.read_bytes().replace(line, line.replace(b'"by":"ada"', b'"by":"eve"')))
    assert [one.code for one in check(log).findings] == ["hash"]


def test_what_a_damaged_line_is_not_the_cause_of_is_named_as_before(tmp_path):
    log = a_log(tmp_path, a_draft(title="a", key="a"))
    (first,) = log.path.glob("2*/*.jsonl")
    LogFiles(folder=log.folder).append([Draft(kind="retraction", body={"target": "key:a"})], by="bob")
    first.unlink()
    codes = {one.code for one in check(log).findings}
    assert "dangling-reference" in codes
    assert all("follow" not in (one.fix or "") for one in check(log).findings)


def test_checkpoints_and_what_was_seen_say_that_they_follow_from_the_edited_line(tmp_path):
    log = a_busy_log(tmp_path, batch=True)
    checkpoints.write(log)
    remember(log, check(log))
    path, _, line = list(lines_of(log))[1]
    path.write_bytes(path.read_bytes().replace(line, line.replace(b'"by":"ada"', b'"by":"eve"')))
    found = check(log).findings
    assert [one.code for one in found if not (one.fix or "").startswith("this may follow from")] == ["hash"]
    assert len(found) > 1


# --- checkpoints that were altered -----------------------------------------------------------------------------------


def test_every_changed_byte_of_an_unsigned_checkpoint_is_found_by_the_next_one(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    name, _ = checkpoints.write(log)
    log.append([a_draft(title="b")], by="ada")
    later, _ = checkpoints.write(log)
    for kept in (log.path / ".index").iterdir():
        kept.unlink()  # as on a clone that never saw it
    path = log.path / name
    text = path.read_bytes()
    assert check(log).findings == ()
    for place in range(len(text)):
        path.write_bytes(text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :])
        found = check(log).findings
        assert found, f"byte {place}"
        causes = [one for one in found if not (one.fix or "").startswith("this may follow")]
        assert len(causes) == 1, [(one.code, one.file, one.fix) for one in found]
        assert causes[0].file == name or (causes[0].file == later and name in causes[0].message)
        assert re.search("git", causes[0].fix)


def test_a_checkpoint_that_is_gone_is_missing_and_no_other_is_blamed(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    name, _ = checkpoints.write(log)
    log.append([a_draft(title="b")], by="ada")
    checkpoints.write(log)
    for kept in (log.path / ".index").iterdir():
        kept.unlink()
    (log.path / name).unlink()
    (found,) = check(log).findings
    assert found.code == "checkpoint-missing"
    assert "altered" not in found.message
