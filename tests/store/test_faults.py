"""Faults at every call: nothing acknowledged is lost, nothing half is visible, and the next append works.

Each scenario is run once to count its system calls, then once for every call and every way in which that call can go
wrong.
"""

import contextlib
import errno
import os
import random
import shutil
import stat
import threading
import time
from collections import Counter

import pytest
from scenarios import (
    APPENDS,
    BECAUSE,
    GUARDS,
    LINUX,
    ONE,
    SCENARIOS,
    Checkpointing,
    Erasing,
    a_case,
    a_secret,
    attempt,
    calls_of,
    failing_flush,
    findings,
    in_memory,  # noqa: F401
    open_segment,
    secret_of,
    small_segments,  # noqa: F401
    still_there,
    titles,
)

from builders import A_MOMENT_US, a_draft, a_log, segments_of
from faulty import MODES, Faulty, in_a_child
from timeline.errors import LogBroken, LogUnconfirmed, LogUnwritable
from timeline.store import append, checkpoints, disk, recover, redact
from timeline.store.check import check
from timeline.store.log import LogFiles

pytestmark = LINUX

DAY_US = 86_400_000_000


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_call_that_goes_wrong(tmp_path, name):
    try_every_call(tmp_path, name)


INDEXED = ("one more line", "small batch", "cut tail", "after a failed flush", "redaction and its record")


@pytest.mark.parametrize("name", INDEXED)
def test_every_call_that_goes_wrong_beside_an_index(tmp_path, name, monkeypatch):
    """Those that keep the index among them: whatever becomes of it, an append is what it is without one."""
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    try_every_call(tmp_path, name)


def try_every_call(tmp_path, name):
    trace = calls_of(tmp_path, name)
    outcomes = Counter()
    for at in range(1, len(trace) + 1):
        for mode in MODES:
            if ("short" in mode or mode == "dies halfway") and trace[at - 1][0] != "write":
                continue
            if mode == "dies after" and at < len(trace):
                continue  # the same as dying before the next call
            if name == "signed checkpoint" and mode not in {"fails", "dies before"}:
                continue  # programs are started at each; the long suite tries the rest
            case = a_case(tmp_path, name, at=at, mode=mode, error=random.Random(at).choice([errno.EIO, errno.ENOSPC]))
            outcome = attempt(case)
            outcomes[outcome] += 1
            try:
                case.assert_whole(outcome)
            except Exception as error:
                raise AssertionError(f"call {at} of {name}, {trace[at - 1]}, {mode}: {error}") from error
    assert sum(outcomes.values()) > 30
    assert outcomes["added"]
    assert outcomes["not added"]
    assert outcomes["unknown"]


def test_every_call_that_goes_wrong_when_a_log_is_begun(tmp_path):
    faulty = Faulty(root=str(tmp_path))
    LogFiles.create(tmp_path / "deep" / "events", title="x", calls=faulty.disk())
    for at in range(1, len(faulty.trace) + 1):
        for mode in ("fails", "is short", "dies before", "dies after"):
            folder = tmp_path / f"{at} {mode}"
            broken = Faulty(root=str(tmp_path), at=at, mode=mode)

            def begin(folder=folder, broken=broken):
                return LogFiles.create(folder / "events", title="x", calls=broken.disk())

            began = False
            if mode.startswith("dies"):
                began = in_a_child(begin)
            else:
                with contextlib.suppress(LogUnwritable):
                    began = bool(begin())
            if not (folder / "events" / "timeline.toml").exists():
                assert not began
                LogFiles.create(folder / "events", title="x")
            log = LogFiles(folder=str(folder / "events"))
            assert log.settings()["title"] == "x"
            assert log.append(ONE, by="ada").added


@pytest.mark.parametrize("name", APPENDS)
def test_a_power_cut_after_the_acknowledgement_loses_nothing(tmp_path, name):
    assert_survives_power_cut(tmp_path, name)


def assert_survives_power_cut(tmp_path, name):
    """Only what was flushed is left; what was acknowledged must still be there, and rest on nothing that is lost."""
    case = a_case(tmp_path, name)
    case.faulty.remember(case.log.folder)
    if "failed flush" in name or "missing newline" in name:
        forget_the_last_line(case)
    case.log.disk = case.faulty.disk()
    case.log.append(case.drafts, by="ada")
    left = tmp_path / "left"
    shutil.rmtree(left, ignore_errors=True)
    case.faulty.after_power_cut(case.log.folder, left)
    survivor = LogFiles(folder=str(left))
    assert set(case.wanted) <= set(titles(survivor))
    assert set(case.told.values()) - {"doubtful"} <= set(titles(survivor))
    assert findings(survivor) == []
    assert survivor.append([a_draft(title="next")], by="bob").added


def test_a_power_cut_at_any_call_leaves_all_or_nothing(tmp_path):
    for name in APPENDS:
        trace = calls_of(tmp_path, name)
        for at in range(1, len(trace) + 1):
            case = a_case(tmp_path, name, at=at, mode="fails from here on")
            case.faulty.remember(case.log.folder)
            outcome = attempt(case)
            left = tmp_path / "left"
            shutil.rmtree(left, ignore_errors=True)
            case.faulty.after_power_cut(case.log.folder, left)
            case.log = LogFiles(folder=str(left))
            case.assert_whole(outcome if outcome == "added" else "nothing")
        shutil.rmtree(tmp_path / "origin")


@pytest.mark.parametrize("name", GUARDS)
def test_a_power_cut_after_a_checkpoint_or_a_redaction_loses_nothing_of_it(tmp_path, name):
    assert_guards_survive_power_cut(tmp_path, name)


def assert_guards_survive_power_cut(tmp_path, name):
    case = a_case(tmp_path, name)
    if name == "checkpoint after one not confirmed":
        case.faulty.dropped.update(os.lstat(case.log.path / file).st_ino for file, _ in case.drafts)
    case.faulty.remember(case.log.folder)
    if name == "checkpoint after a failed flush":
        forget_the_last_line(case)
    case.log.disk = case.faulty.disk()
    case.act()
    left = tmp_path / "left"
    shutil.rmtree(left, ignore_errors=True)
    case.faulty.after_power_cut(case.log.folder, left)
    case.log = LogFiles(folder=str(left))
    case.assert_whole("added")


def forget_the_last_line(case):
    """What was never confirmed, the last line, is what the disk does not hold."""
    for path, text in segments_of(case.log).items():
        inode = os.lstat(case.log.path / path).st_ino
        case.faulty.contents[inode] = b"".join(text.splitlines(keepends=True)[:-1])


def test_an_append_after_one_that_was_cut_off_rests_on_nothing_that_may_vanish(tmp_path):
    """The first append ends at call n; the second is acknowledged; then the power is cut."""
    for name in ("first record", "one more line", "small batch", "batch in a folder"):
        for at in range(1, len(calls_of(tmp_path, name)) + 1):
            case = a_case(tmp_path, name, at=at, mode="fails from here on")
            case.faulty.remember(case.log.folder)
            attempt(case)
            later = Faulty(root=case.log.folder, contents=case.faulty.contents, entries=case.faulty.entries)
            newest = max(segments_of(case.log), key=lambda file: os.lstat(case.log.path / file).st_mtime_ns, default="")
            log = LogFiles(folder=case.log.folder, disk=later.disk(), own=(os.getpid(), newest))
            log.append([a_draft(title="next")], by="bob")
            log.append([a_draft(title="and next")], by="bob")
            left = tmp_path / "left"
            shutil.rmtree(left, ignore_errors=True)
            later.after_power_cut(log.folder, left)
            survivor = LogFiles(folder=str(left))
            assert {"next", "and next", *case.told.values()} <= set(titles(survivor))
            assert findings(survivor) == [], f"call {at} of {name}"
        shutil.rmtree(tmp_path / "origin")


# --- the protocol itself -----------------------------------------------------------------------------------------


def test_one_line_is_one_write_and_one_flush(tmp_path):
    assert_one_write(tmp_path)


def assert_one_write(tmp_path):
    trace = calls_of(tmp_path, "one more line")
    (name,) = {about for _, about in trace if about.startswith("2026/")}
    assert [call for call, about in trace if about == name] == ["open", "write", "fsync", "close"]
    assert [call for call, about in trace if about == ".lock"] == ["open", "lock", "write", "truncate", "close"]
    assert trace.index(("lock", ".lock")) < trace.index(("open", name))


def test_a_failed_flush_is_never_tried_again(tmp_path):
    assert_no_retry(tmp_path)


def assert_no_retry(tmp_path):
    trace = calls_of(tmp_path, "one more line")
    at = next(n for n, (call, about) in enumerate(trace, 1) if call == "fsync" and about.startswith("2"))
    case = a_case(tmp_path, "one more line", at=at, mode="fails")
    assert attempt(case) == "unknown"
    assert Counter(case.faulty.trace)["fsync", trace[at - 1][1]] == 1


def test_after_a_failed_flush_the_same_line_goes_to_another_file(tmp_path):
    assert_closed_after_a_failed_flush(tmp_path)


def assert_closed_after_a_failed_flush(tmp_path):
    case = a_case(tmp_path, "after a failed flush")
    doubtful = next(record for record in case.log.read().records if record.body["title"] == "doubtful")
    before = segments_of(case.log)
    (added,) = case.log.append([a_draft(title="doubtful")], by="ada").added
    assert (added.status, added.id) == ("added", doubtful.id)
    after = segments_of(case.log)
    assert before.items() <= after.items()
    (new,) = set(after) - set(before)
    assert after[new] in b"".join(before.values())
    (again,) = case.log.append([a_draft(title="doubtful")], by="ada").added
    assert again.status == "already there"
    assert segments_of(case.log) == after


def test_a_lost_line_that_is_added_again_is_the_same_line(tmp_path):
    case = a_case(tmp_path, "after a failed flush")
    doubtful = next(record for record in case.log.read().records if record.body["title"] == "doubtful")
    path = case.log.path / doubtful.file
    path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(True) if b"doubtful" not in line))
    (added,) = case.log.append([a_draft(title="doubtful")], by="ada").added
    assert (added.status, added.id) == ("added", doubtful.id)
    assert added.record.file != doubtful.file
    assert findings(case.log) == []


def test_what_is_read_under_the_lock_is_what_counts(tmp_path):
    assert_reads_under_lock(tmp_path)


def assert_reads_under_lock(tmp_path):
    shutil.rmtree(tmp_path / "locked", ignore_errors=True)
    log = a_log(tmp_path / "locked", a_draft(title="old"))
    waiting = LogFiles(folder=log.folder)
    outcome = []
    with append.locked(log.folder, log.disk):
        thread = threading.Thread(target=lambda: outcome.append(waiting.append(ONE, by="bob")))
        thread.start()
        time.sleep(0.05)
        other = a_log(tmp_path / "locked" / "other", a_draft(title="meanwhile", said="elsewhere"))
        for name, text in segments_of(other).items():
            (log.path / name).with_name("meanwhile.jsonl").write_bytes(text)
    thread.join()
    (added,) = outcome[0].added
    assert len(added.record.parents) == 2


# --- tests of the tests: each mutant must be found ---------------------------------------------------------------


def test_a_log_that_flushes_no_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "flush_folder", lambda *_: None)
    with pytest.raises(AssertionError):
        assert_survives_power_cut(tmp_path, "first record")


def test_a_log_that_writes_in_pieces_is_found(tmp_path, monkeypatch):
    def in_pieces(writer, handle, data):
        for start in range(0, len(data), 100):
            writer.disk.write(handle, data[start : start + 100])

    monkeypatch.setattr(append.Writer, "write_once", in_pieces)
    with pytest.raises(AssertionError):
        assert_one_write(tmp_path)


def test_a_log_that_tries_a_flush_again_is_found(tmp_path, monkeypatch):
    def stubborn(writer, handle, _path):
        for _ in range(2):
            with contextlib.suppress(OSError):
                writer.disk.fsync(handle)
                return

    monkeypatch.setattr(append.Writer, "flush", stubborn)
    with pytest.raises(AssertionError):
        assert_no_retry(tmp_path)


def test_a_log_that_locks_a_segment_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(append, "LOCK", "2026.jsonl")
    with pytest.raises(AssertionError):
        assert_one_write(tmp_path)


def test_a_log_that_reads_before_it_locks_is_found(tmp_path, monkeypatch):
    from timeline.store import read

    early = {}
    real, begin = read.scan, append.locked

    def locked(folder, calls, **options):
        early[folder] = real(folder)
        return begin(folder, calls, **options)

    monkeypatch.setattr(append, "locked", locked)
    monkeypatch.setattr(read, "scan", lambda folder, **more: early.get(folder) or real(folder, **more))
    with pytest.raises(AssertionError):
        assert_reads_under_lock(tmp_path)


def test_a_log_that_trusts_the_cache_after_a_failed_flush_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(recover, "mark", lambda writer: writer.clear())
    with pytest.raises(AssertionError):
        assert_closed_after_a_failed_flush(tmp_path)


def test_a_checkpoint_that_rests_on_what_may_vanish_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(recover, "confirm", lambda *_: frozenset())
    with pytest.raises((AssertionError, LogBroken)):
        assert_guards_survive_power_cut(tmp_path, "checkpoint after a failed flush")
    shutil.rmtree(tmp_path / "origin")
    monkeypatch.setattr(checkpoints, "_settle", lambda *_: None)
    with pytest.raises((AssertionError, LogBroken)):
        assert_guards_survive_power_cut(tmp_path, "checkpoint after one not confirmed")


def test_a_redaction_that_trusts_what_it_sees_is_found(tmp_path, monkeypatch):
    """The flush fails, the redaction is given again, and the power is cut: the text must be gone."""
    assert_redaction_is_written_again(tmp_path)
    real = redact._replace

    def trusting(writer, name, before, data, done):
        if before != data:
            real(writer, name, before, data, done)

    monkeypatch.setattr(redact, "_replace", trusting)
    with pytest.raises(AssertionError):
        assert_redaction_is_written_again(tmp_path)


def assert_redaction_is_written_again(tmp_path):
    case = a_case(tmp_path, "redaction")
    case.faulty.remember(case.log.folder)
    case.log.disk = case.faulty.disk()._replace(fsync=failing_folder_flush)
    with pytest.raises(LogUnconfirmed):
        case.act()
    case.log.disk = case.faulty.disk()
    case.act()
    left = tmp_path / "left"
    shutil.rmtree(left, ignore_errors=True)
    case.faulty.after_power_cut(case.log.folder, left)
    assert not still_there(LogFiles(folder=str(left)))


def failing_folder_flush(handle):
    (failing_flush if stat.S_ISDIR(os.fstat(handle).st_mode) else disk.DISK.fsync)(handle)


# --- clocks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [Checkpointing, Erasing])
def test_a_clock_set_back_or_forward_keeps_no_checkpoint_and_no_redaction(tmp_path, made):
    """Neither has a stamp of its own: they say what is there, whatever the clock says."""
    log = (a_secret if made is Erasing else open_segment)(tmp_path)
    target = secret_of(log) if made is Erasing else ""
    for moment in (A_MOMENT_US, A_MOMENT_US - 3000 * DAY_US, A_MOMENT_US + 30_000 * DAY_US, 0):
        if made is Erasing:
            redact.redact(log, target, because=BECAUSE, by="ada", now=moment)
        else:
            _, written = checkpoints.write(log, now=moment)
            assert written.time == log.read().records[-1].recorded
        assert check(log, now=moment).findings == ()
    log.append([a_draft(title="next")], by="ada")
    checkpoints.write(log)
    assert check(log).findings == ()
