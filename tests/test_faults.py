"""Faults at every call: nothing acknowledged is lost, nothing half is visible, and the next append works.

Each scenario is one append (or the beginning of a log) from a known state. It is run once to count its system calls,
then once for every call and every way in which that call can go wrong.
"""

import contextlib
import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import attrs
import pytest

from builders import a_draft, a_log, segments_of
from faulty import MODES, Faulty
from timeline import chain, disk, recovery, segments, writing
from timeline.errors import Finding, LogBroken, LogError, LogUnconfirmed, LogUnwritable
from timeline.log import LogFiles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

ONE = [a_draft(title="new")]
BATCH = [a_draft(title=f"new {n}", said="x" * 300) for n in range(5)]


# --- the scenarios -----------------------------------------------------------------------------------------------


def first_record(folder):
    return a_log(folder)


def open_segment(folder):
    return a_log(folder, a_draft(title="old"), a_draft(title="older"))


def cut_tail(folder):
    log = open_segment(folder)
    with (log.path / next(iter(segments_of(log)))).open("ab") as file:
        file.write(b'{"id":"0123')
    return log


def lacks_newline(folder):
    log = open_segment(folder)
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(path.read_bytes()[:-1])
    return log


def unconfirmed(folder):
    """The flush of the append before failed: its record is visible, and nobody knows whether it is on disk."""
    log = open_segment(folder)
    faulty = Faulty(root=log.folder)
    log.disk = attrs.evolve(faulty.disk(), fsync=failing_flush)
    with pytest.raises(LogUnconfirmed):
        log.append([a_draft(title="doubtful")], by="ada")
    log.disk = disk.DISK
    return log


def failing_flush(_handle):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


SCENARIOS = {
    "first record": (first_record, ONE),
    "one more line": (open_segment, ONE),
    "small batch": (open_segment, BATCH[:2]),
    "batch in a folder": (open_segment, BATCH),
    "cut tail": (cut_tail, ONE),
    "missing newline": (lacks_newline, ONE),
    "batch after a missing newline": (lacks_newline, BATCH[:2]),
    "after a failed flush": (unconfirmed, ONE),
    "batch after a failed flush": (unconfirmed, BATCH),
}


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_LIMIT", 1500)


@attrs.define
class Case:
    """A copy of a scenario's log, and what was acknowledged in it."""

    log: LogFiles
    drafts: list
    told: dict
    faulty: Faulty

    @property
    def wanted(self):
        return [draft.body["title"] for draft in self.drafts]

    def reopened(self):
        return LogFiles(folder=self.log.folder)


def a_case(tmp_path, name, **fault):
    before, drafts = SCENARIOS[name]
    origin = tmp_path / "origin"
    if not origin.exists():
        origin.mkdir()
        before(origin)
    folder = tmp_path / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    log = LogFiles(folder=str(folder / "events"))
    told = {record.id: record.body["title"] for record in log.read().records}
    own = max(segments_of(log), default=None)
    log.own = (os.getpid(), own) if own else None
    return Case(log=log, drafts=drafts, told=told, faulty=Faulty(root=log.folder, **fault))


def calls_of(tmp_path, name):
    case = a_case(tmp_path, name)
    case.log.disk = case.faulty.disk()
    case.log.append(case.drafts, by="ada")
    return case.faulty.trace


def titles(log):
    return [record.body["title"] for record in log.read().records]


def findings(log):
    files = [(name, text.splitlines(keepends=True)) for name, text in segments_of(log).items()]
    return [item for item in chain.check(files) if isinstance(item, Finding)]


def everything(log):
    return {
        str(path.relative_to(log.path)): path.read_bytes()
        for path in log.path.rglob("*")
        if path.is_file() and ".tmp" not in path.parts
    }


def assert_whole(case, outcome):
    """What must hold after any fault, by what the writer was told: added, not added, unknown, or nothing."""
    log = case.reopened()
    seen = titles(log)
    assert case.told.items() <= {record.id: record.body["title"] for record in log.read().records}.items()
    visible = [title for title in case.wanted if title in seen]
    assert visible in ([], case.wanted), f"half-visible after {outcome}"
    if outcome == "added":
        assert visible == case.wanted
    if outcome == "not added":
        assert visible == []
    assert log.append([a_draft(title="next")], by="bob").added[0].status == "added"
    log.append(case.drafts, by="ada")
    seen = Counter(titles(log))
    assert all(seen[title] == 1 for title in [*case.wanted, "next", *case.told.values()])
    assert findings(log) == []
    before = everything(log)
    for _ in range(2):
        again = case.reopened().append([*case.drafts, a_draft(title="next")], by="eve")
        assert {added.status for added in again.added} == {"already there"}
        assert again.notes == ()
    assert everything(log) == before
    assert list((log.path / ".tmp").iterdir()) == []


def in_a_child(action):
    """Run in a process of its own; whether it came to its end."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            action()
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def attempt(case):
    """Append over the faulty disk; say what the writer was told."""
    case.log.disk = case.faulty.disk()

    def append():
        own = case.log.own
        case.log.own = (os.getpid(), own[1]) if own else None
        return case.log.append(case.drafts, by="ada")

    if case.faulty.mode.startswith("dies"):
        return "added" if in_a_child(append) else "nothing"
    told = "added"
    try:
        append()
    except LogError as error:
        told = "unknown" if isinstance(error, LogUnconfirmed) else "not added"
        is_said = error.unwritten
    else:
        is_said = False
    assert is_said == (told == "not added")
    return told


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_call_that_goes_wrong(tmp_path, name):
    trace = calls_of(tmp_path, name)
    outcomes = Counter()
    for at in range(1, len(trace) + 1):
        for mode in MODES:
            if ("short" in mode or mode == "dies halfway") and trace[at - 1][0] != "write":
                continue
            if mode == "dies after" and at < len(trace):
                continue  # the same as dying before the next call
            case = a_case(tmp_path, name, at=at, mode=mode, error=random.Random(at).choice([errno.EIO, errno.ENOSPC]))
            outcome = attempt(case)
            outcomes[outcome] += 1
            try:
                assert_whole(case, outcome)
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


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_power_cut_after_the_acknowledgement_loses_nothing(tmp_path, name):
    assert_survives_power_cut(tmp_path, name)


def assert_survives_power_cut(tmp_path, name):
    """Only what was flushed is left; what was acknowledged must still be there, and rest on nothing that is lost."""
    case = a_case(tmp_path, name)
    case.faulty.remember(case.log.folder)
    if "failed flush" in name or "missing newline" in name:
        # What was never confirmed, the last line, is what the disk does not hold.
        for path, text in segments_of(case.log).items():
            inode = os.lstat(case.log.path / path).st_ino
            case.faulty.contents[inode] = b"".join(text.splitlines(keepends=True)[:-1])
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
    for name in SCENARIOS:
        trace = calls_of(tmp_path, name)
        for at in range(1, len(trace) + 1):
            case = a_case(tmp_path, name, at=at, mode="fails from here on")
            case.faulty.remember(case.log.folder)
            outcome = attempt(case)
            left = tmp_path / "left"
            shutil.rmtree(left, ignore_errors=True)
            case.faulty.after_power_cut(case.log.folder, left)
            case.log = LogFiles(folder=str(left))
            assert_whole(case, outcome if outcome == "added" else "nothing")
        shutil.rmtree(tmp_path / "origin")


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
    with writing.locked(log.folder, log.disk):
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

    monkeypatch.setattr(writing.Writer, "write_once", in_pieces)
    with pytest.raises(AssertionError):
        assert_one_write(tmp_path)


def test_a_log_that_tries_a_flush_again_is_found(tmp_path, monkeypatch):
    def stubborn(writer, handle, _path):
        for _ in range(2):
            with contextlib.suppress(OSError):
                writer.disk.fsync(handle)
                return

    monkeypatch.setattr(writing.Writer, "flush", stubborn)
    with pytest.raises(AssertionError):
        assert_no_retry(tmp_path)


def test_a_log_that_locks_a_segment_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "LOCK", "2026.jsonl")
    with pytest.raises(AssertionError):
        assert_one_write(tmp_path)


def test_a_log_that_reads_before_it_locks_is_found(tmp_path, monkeypatch):
    from timeline import reading

    early = {}
    real, begin = reading.scan, writing.locked

    def locked(folder, calls, **options):
        early[folder] = real(folder)
        return begin(folder, calls, **options)

    monkeypatch.setattr(writing, "locked", locked)
    monkeypatch.setattr(reading, "scan", lambda folder: early.get(folder) or real(folder))
    with pytest.raises(AssertionError):
        assert_reads_under_lock(tmp_path)


def test_a_log_that_trusts_the_cache_after_a_failed_flush_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(recovery, "mark", lambda writer: writer.clear())
    with pytest.raises(AssertionError):
        assert_closed_after_a_failed_flush(tmp_path)


# --- real limits and real deaths ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["first record", "one more line", "batch in a folder"])
def test_a_limit_on_file_size_at_every_byte(tmp_path, name):
    case = a_case(tmp_path, name)
    case.log.append(case.drafts, by="ada")
    largest = max(len(text) for text in everything(case.log).values()) + 400
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    outcomes = Counter()
    for limit in range(0, largest, 1 if name == "one more line" else 17):
        case = a_case(tmp_path, name)
        case.faulty.root = case.log.folder
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            outcome = attempt(case)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        outcomes[outcome] += 1
        seen = titles(case.reopened())
        assert [title for title in case.wanted if title in seen] == (case.wanted if outcome == "added" else [])
        assert case.reopened().append([a_draft(title="next")], by="bob").added
        assert findings(case.log) == []
    assert set(outcomes) == {"added", "not added"}


def test_a_full_disk_is_said_and_room_is_all_that_it_takes(tmp_path):
    log = open_segment(tmp_path)
    before = segments_of(log)
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        log.disk = attrs.evolve(disk.DISK, write=lambda _handle, data: os.write(full, data))
        with pytest.raises(LogUnwritable, match="no space left") as caught:
            log.append(ONE, by="ada")
        assert "make room" in caught.value.fix
        with pytest.raises(LogUnwritable):
            log.append(BATCH, by="ada")
    finally:
        os.close(full)
    assert segments_of(log) == before
    log.disk = disk.DISK
    assert log.append(ONE, by="ada").added
    assert len(segments_of(log)) == 1


def test_a_small_file_system_fills_up_and_loses_nothing(tmp_path):
    mount = tmp_path / "small"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        log = LogFiles.create(mount / "events", title="x")
        told = []
        with contextlib.suppress(LogUnwritable):
            while True:
                draft = a_draft(title=f"{len(told)}", said="x" * 500)
                told.append(log.append([draft], by="ada").added[0].id)
        assert len(told) > 20
        assert [record.id for record in log.read().records] == told
        with pytest.raises(LogUnwritable):
            log.append([a_draft(title=f"{n}", data="x" * 9000) for n in range(9)], by="ada")
        assert [record.id for record in log.read().records] == told
        assert findings(log) == []
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


WRITER = """
import sys
from timeline.log import LogFiles
from timeline.intake import Draft
log = LogFiles(folder=sys.argv[1])
for n in range(10_000):
    drafts = [Draft(kind="event", body={"title": f"{sys.argv[2]} {n} {k}"}) for k in range(1 + n % 3)]
    for added in log.append(drafts, by="ada").added:
        sys.stdout.write(added.id + "\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("rounds", [6, pytest.param(300, marks=pytest.mark.nightly)])
def test_writers_that_are_killed_lose_nothing_that_was_told(tmp_path, rounds):
    chance = random.Random(5)
    log = a_log(tmp_path)
    told = []
    for number in range(rounds):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, log.folder, f"{number}"], stdout=subprocess.PIPE)
        first = writer.stdout.readline()
        time.sleep(chance.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        text = first + writer.stdout.read()
        writer.wait()
        writer.stdout.close()
        told += [line.decode().strip() for line in text.splitlines(keepends=True) if len(line) == 65]
    log.append(ONE, by="bob")
    ids = {record.id for record in log.read().records}
    assert set(told) <= ids
    assert len(told) > rounds
    assert findings(log) == []


def test_a_damaged_segment_stops_adding_and_is_left_as_it_is(tmp_path):
    log = open_segment(tmp_path)
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(path.read_bytes().replace(b'"older"', b'"newer"'))
    before = everything(log)
    with pytest.raises(LogBroken):
        log.append(ONE, by="ada")
    assert everything(log) == before
