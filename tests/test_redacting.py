"""Redaction: the text is gone from the files, and everything else still verifies."""

import errno
import os

import attrs
import pytest

from builders import a_draft, a_log, segments_of
from timeline import chain, codec, disk, redacting
from timeline.errors import Finding, LogUnconfirmed, LogUnwritable, RecordError
from timeline.log import LogFiles

SECRET = "a name that a court wants gone"


def a_log_with_a_secret(folder):
    log = a_log(folder, a_draft(title="before"), a_draft(title="x", said=SECRET, key="s"), a_draft(title="after"))
    log.append([a_draft("redaction", target="key:s")], by="ada")
    return log, next(record.id for record in log.read().records if record.body.get("said") == SECRET)


def everything(log):
    return b"".join(path.read_bytes() for path in log.path.rglob("*") if path.is_file())


def findings(log):
    files = [(name, text.splitlines(keepends=True)) for name, text in segments_of(log).items()]
    return [item.code for item in chain.check(files) if isinstance(item, Finding)]


def test_the_text_is_gone_and_all_else_verifies(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    before = log.read()
    assert findings(log) == ["not-erased"]
    (name,) = segments_of(log)
    assert redacting.erase(log, secret).files == (name,)
    after = log.read()
    assert SECRET.encode() not in everything(log)
    assert [record.id for record in after.records] == [record.id for record in before.records]
    assert after.heads == before.heads
    (redacted,) = [record for record in after.records if record.is_redacted]
    assert (redacted.id, redacted.line) == (secret, 2)
    assert findings(log) == []
    assert redacting.erase(log, secret).files == ()
    assert log.append([a_draft(title="next")], by="ada").added


def test_every_copy_of_the_line_is_redacted(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    (name, text), *_ = segments_of(log).items()
    lines = text.splitlines(keepends=True)
    (log.path / name).with_name("copy.jsonl").write_bytes(lines[1])
    assert len(redacting.erase(log, secret).files) == 2
    assert SECRET.encode() not in everything(log)


def test_the_quarantine_keeps_no_copy(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    name, text = next(iter(segments_of(log).items()))
    line = text.splitlines(keepends=True)[1]
    (log.path / name).write_bytes(text + line.replace(secret[:8].encode(), b"0" * 8)[:-20])
    log.append([a_draft(title="next")], by="ada")
    log.disk = attrs.evolve(disk.DISK, fsync=failing)
    with pytest.raises(LogUnconfirmed):
        log.append([a_draft(title="y", said=SECRET)], by="ada")
    log.disk = disk.DISK
    log.append([a_draft(title="more")], by="ada")
    other = next(r.id for r in log.read().records if r.body.get("title") == "y")
    log.append([a_draft("redaction", target=other)], by="ada")
    assert sorted(path.suffix for path in (log.path / ".quarantine").iterdir()) == [".suspect", ".torn"]
    redacting.erase(log, secret)
    redacting.erase(log, other)
    assert SECRET.encode() not in everything(log)
    assert findings(log) == []


def failing(_handle):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_nothing_is_erased_without_a_redaction(tmp_path):
    log = a_log(tmp_path, a_draft(title="x"))
    (record,) = log.read().records
    with pytest.raises(RecordError, match="no redaction"):
        redacting.erase(log, record.id)
    (name,) = segments_of(log)
    text = segments_of(log)[name]
    (log.path / name).write_bytes(b"".join(codec.redacted(line) + b"\n" for line in text.splitlines()))
    assert findings(log) == ["redacted-alone"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "rename"])
def test_what_fails_leaves_the_old_file_or_the_new(tmp_path, call):
    log, secret = a_log_with_a_secret(tmp_path)
    for at in range(1, 9):
        count = 0

        def faulty(*arguments, call=call, at=at):
            nonlocal count
            count += 1
            if count == at:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return getattr(disk.DISK, call)(*arguments)

        broken = LogFiles(folder=log.folder, disk=attrs.evolve(disk.DISK, **{call: faulty}))
        try:
            redacting.erase(broken, secret)
        except (LogUnwritable, LogUnconfirmed):
            assert findings(log) in ([], ["not-erased"])
        assert len(log.read().records) == 4
    redacting.erase(log, secret)
    assert SECRET.encode() not in everything(log)
