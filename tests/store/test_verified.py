"""What a check proved of each file is written and read piece by piece, and is whole or nothing."""

import pytest

from builders import a_draft, a_log
from timeline.store import check, verified
from timeline.store.verified import Verified


@pytest.fixture
def log(tmp_path):
    log = a_log(tmp_path, a_draft("source", name="wire"))
    for by in ("ada", "bob"):
        log.append([a_draft(title=f"event {number}", reports=[{"source": "wire"}]) for number in range(3)], by=by)
    return log


@pytest.fixture
def found(log):
    now = 4_000_000_000_000_000
    return Verified(files=check.check(log, now=now).verified.files, roots=("a" * 64, "b" * 64))


def test_what_was_written_is_read(log, found, monkeypatch):
    assert len(found.files) > 1
    assert verified.remember(log.folder, found, log.disk) is None
    for portion in (1 << 18, 301, 97):
        monkeypatch.setattr(verified, "_PORTION", portion)
        assert verified.read(log.folder) == found
    assert verified.remember(log.folder, Verified(), log.disk) is None
    assert verified.read(log.folder) == Verified()


def test_what_is_not_whole_is_nothing(log, found, monkeypatch):
    verified.remember(log.folder, found, log.disk)
    path = log.path / verified.FILE
    data = path.read_bytes()
    monkeypatch.setattr(verified, "_PORTION", 301)
    for place in range(0, len(data), 5):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]):
            path.write_bytes(damaged)
            assert verified.read(log.folder) == Verified(), place


def test_what_is_written_already_is_left_as_it_is(log, found):
    verified.remember(log.folder, found, log.disk)
    path = log.path / verified.FILE
    before = path.stat().st_ino
    assert verified.remember(log.folder, found, log.disk) is None
    assert path.stat().st_ino == before
