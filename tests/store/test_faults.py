"""Faults at every call: nothing acknowledged is lost, nothing half is visible, and the next append works.

Each scenario is one append, checkpoint or redaction (or the beginning of a log) from a known state. It is run once to
count its system calls, then once for every call and every way in which that call can go wrong.
"""

import contextlib
import errno
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import attrs
import pytest

from builders import A_MOMENT_US, a_draft, a_log, faults_of, segments_of
from faulty import MODES, Faulty, in_a_child
from timeline.errors import LogBroken, LogError, LogUnconfirmed, LogUnwritable
from timeline.records import segment
from timeline.store import append, checkpoints, disk, recover, redact
from timeline.store.check import check
from timeline.store.log import LogFiles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="not Linux: there is no /proc and no /dev/full")

DAY_US = 86_400_000_000
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
    log.disk = faulty.disk()._replace(fsync=failing_flush)
    with pytest.raises(LogUnconfirmed):
        log.append([a_draft(title="doubtful")], by="ada")
    log.disk = disk.DISK
    return log


def failing_flush(_handle):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


APPENDS = {
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


def one_checkpoint(folder):
    log = open_segment(folder)
    checkpoints.write(log)
    log.append([a_draft(title="after it")], by="ada")
    return log


def checkpoint_unconfirmed(folder):
    """The last flush of a checkpoint failed: it is visible, and nobody knows whether it is on disk."""
    log = open_segment(folder)
    count = 0

    def fsync(handle):
        nonlocal count
        count += 1
        (failing_flush if count == LAST_FLUSH else disk.DISK.fsync)(handle)

    log.disk = disk.DISK._replace(fsync=fsync)
    with pytest.raises(LogUnconfirmed):
        checkpoints.write(log)
    log.disk = disk.DISK
    assert checkpoints.read(log).files
    return log


LAST_FLUSH = 3  # of the text, of the log's folder for the name of the new one, of that one's names
SECRET = "a name that a court wants gone"


BECAUSE = "a court's order"


def a_secret_to_redact(folder):
    log = open_segment(folder)
    log.append([a_draft(title="secret", said=SECRET, key="s")], by="ada")
    return log


def a_secret_to_redact_after_a_failed_flush(folder):
    """Nobody knows whether the secret itself is on disk; the redaction goes to a file of its own."""
    log = unconfirmed(folder)
    log.append([a_draft(title="secret", said=SECRET, key="s")], by="ada")
    log.append([a_draft(title=f"later {n}", said="x" * 300) for n in range(5)], by="ada")
    return log


def a_secret(folder):
    """The redaction is in the log, and the text still in the files: so a run that died left it."""
    log = a_secret_to_redact(folder)
    log.append([a_draft("redaction", target="key:s")], by="ada")
    return log


def a_secret_in_two_files(folder):
    log = a_secret(folder)
    name, text = next((name, text) for name, text in segments_of(log).items() if SECRET.encode() in text)
    (line,) = (line for line in text.splitlines(keepends=True) if SECRET.encode() in line)
    (log.path / name).with_name("copy.jsonl").write_bytes(line)
    return log


def a_secret_in_quarantine(folder):
    """The text stands in a cut-off line, in one that was set aside, and in the mark of a flush that failed."""
    log = open_segment(folder)
    log.disk = disk.DISK._replace(fsync=failing_flush)
    with pytest.raises(LogUnconfirmed):
        log.append([a_draft(title="secret", said=SECRET, key="s")], by="ada")
    log.disk = disk.DISK
    log.append([a_draft("redaction", target="key:s")], by="ada")
    for _ in range(2):
        with (log.path / max(segments_of(log))).open("ab") as file:
            file.write(b'{"id":"0123","said":"' + SECRET.encode())
        if not list(log.path.glob(".quarantine/*.torn")):
            log.append([a_draft(title="later")], by="ada")
    return log


@pytest.fixture
def tmp_path():
    """A folder in memory where the machine has such a place: what a flush does is modelled, and never timed."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch):
    monkeypatch.setattr(segment, "SEGMENT_LIMIT", 1500)


@attrs.define
class Case:
    """A copy of a scenario's log, what was acknowledged in it, and what is tried: here, to append."""

    log: LogFiles
    drafts: list
    told: dict
    faulty: Faulty

    @property
    def wanted(self):
        return [draft.body["title"] for draft in self.drafts]

    def reopened(self):
        return LogFiles(folder=self.log.folder)

    def act(self):
        return self.log.append(self.drafts, by="ada")

    @property
    def acknowledges(self):
        """How much of what is tried is there to be told of."""
        return len(self.wanted)

    def gone(self, outcome):
        """What was acknowledged, and is not there."""
        seen = titles(self.reopened())
        return [title for title in (*self.told.values(), *(self.wanted * (outcome == "added"))) if title not in seen]

    def is_half(self):
        """Whether a part of what was tried is there, without the rest."""
        return 0 < len(set(self.wanted) & set(titles(self.reopened()))) < len(self.wanted)

    def assert_whole(self, outcome):
        """What must hold after any fault, by what the writer was told: added, not added, unknown, or nothing."""
        log = self.reopened()
        seen = titles(log)
        assert self.told.items() <= {record.id: record.body["title"] for record in log.read().records}.items()
        visible = [title for title in self.wanted if title in seen]
        assert visible in ([], self.wanted), f"half-visible after {outcome}"
        if outcome == "added":
            assert visible == self.wanted
        if outcome == "not added":
            assert visible == []
        assert log.append([a_draft(title="next")], by="bob").added[0].status == "added"
        log.append(self.drafts, by="ada")
        seen = Counter(titles(log))
        assert all(seen[title] == 1 for title in [*self.wanted, "next", *self.told.values()])
        assert findings(log) == []
        self.assert_settled([*self.drafts, a_draft(title="next")])

    def assert_settled(self, drafts):
        """Adding again, and so recovering again, changes nothing."""
        log = self.reopened()
        before = everything(log)
        for _ in range(2):
            again = self.reopened().append(drafts, by="eve")
            assert {added.status for added in again.added} == {"already there"}
            assert again.notes == ()
        assert everything(log) == before
        assert list((log.path / ".tmp").iterdir()) == []


@attrs.define
class Checkpointing(Case):
    """To write a checkpoint."""

    acknowledges = 1

    def act(self):
        return checkpoints.write(self.log)

    @property
    def before(self):
        return {name: text for name, text in self.drafts if name.endswith(".txt")}

    def new(self):
        return {name: made for name, made in checkpoints.read(self.reopened()).files.items() if name not in self.before}

    def gone(self, outcome):
        log = self.reopened()
        ids = {record.id for record in log.read().records}
        files = checkpoints.read(log).files
        lost = [*(set(self.told) - ids), *(set(self.before) - set(files))]
        return [*lost, *(["the checkpoint"] if outcome == "added" and not self.new() else [])]

    def is_half(self):
        log = self.reopened()
        texts = {path.name for path in log.path.glob("checkpoints/*") if path.suffix == ".txt"}
        return (
            bool(checkpoints.read(log).findings) or len(self.new()) > 1 or len(texts) != len(self.before | self.new())
        )

    def assert_whole(self, outcome):
        log = self.reopened()
        assert not self.gone(outcome)
        assert not self.is_half()
        if outcome == "not added":
            assert self.new() == {}
        assert {finding.code for finding in check(log).findings} <= {"torn-tail"}
        made = self.new()
        name, _ = checkpoints.write(log)
        assert made.keys() <= checkpoints.read(log).files.keys()
        assert log.append([a_draft(title="next")], by="bob").added[0].status == "added"
        assert checkpoints.write(log)[0] > name
        signed = [path.name for path in log.path.glob("checkpoints/*.sig")]
        assert all((log.path / "checkpoints" / name.removesuffix(".sig")).exists() for name in signed)
        assert check(log).findings == ()
        self.assert_settled([a_draft(title="next")])


@attrs.define
class Signing(Checkpointing):
    """To write a checkpoint, and sign it."""

    def act(self):
        return checkpoints.write(self.log, sign=str(Path(self.log.folder).parent / "key"))


@attrs.define
class Erasing(Case):
    """To redact: to add the redaction, unless it is there, and to take the text out of the files."""

    acknowledges = 1

    @property
    def target(self):
        return self.drafts[0]

    def act(self):
        return take_out(self.log, self.target)

    def gone(self, outcome):
        log = self.reopened()
        records = log.read().records
        lost = [*(set(self.told) - {record.id for record in records})]
        if outcome == "added":
            lost += ["that the text is gone"] if still_there(log) else []
            lost += ["the redaction"] if all(record.kind != "redaction" for record in records) else []
        return lost

    def is_half(self):
        codes = {finding.code for finding in check(self.reopened()).findings}
        return not codes <= {"not-erased", "half-redacted", "torn-tail", "file-name"}

    def assert_whole(self, outcome):
        log = self.reopened()
        assert not self.gone(outcome)
        assert not self.is_half()
        assert log.append([a_draft(title="next")], by="bob").added[0].status == "added"
        assert take_out(log, self.target).body["target"] == self.target
        assert not still_there(log)
        assert {finding.code for finding in check(log).findings} <= {"file-name"}
        before = everything(log)
        assert take_out(log, self.target).files == ()
        assert everything(log) == before
        assert sum(record.kind == "redaction" for record in log.read().records) == 1
        self.assert_settled([a_draft(title="next")])


GUARDS = {
    "first checkpoint": (open_segment, Checkpointing),
    "one more checkpoint": (one_checkpoint, Checkpointing),
    "checkpoint of a cut tail": (cut_tail, Checkpointing),
    "checkpoint after a failed flush": (unconfirmed, Checkpointing),
    "checkpoint after one not confirmed": (checkpoint_unconfirmed, Checkpointing),
    "redaction": (a_secret, Erasing),
    "redaction of two copies": (a_secret_in_two_files, Erasing),
    "redaction in the quarantine": (a_secret_in_quarantine, Erasing),
    "redaction and its record": (a_secret_to_redact, Erasing),
    "redaction and its record after a failed flush": (a_secret_to_redact_after_a_failed_flush, Erasing),
}
if shutil.which("ssh-keygen"):
    GUARDS["signed checkpoint"] = (one_checkpoint, Signing)
SCENARIOS = {**{name: (before, Case) for name, (before, _) in APPENDS.items()}, **GUARDS}


def a_case(tmp_path, name, **fault):
    before, made = SCENARIOS[name]
    origin = tmp_path / "origin"
    if not origin.exists():
        origin.mkdir()
        before(origin)
        if made is Signing:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(origin / "key")], check=True)
            (origin / "events" / "allowed_signers").write_text("ada " + (origin / "key.pub").read_text())
    folder = tmp_path / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    log = LogFiles(folder=str(folder / "events"))
    told = {record.id: (record.body or {}).get("title") for record in log.read().records}
    own = max(segments_of(log), default=None)
    log.own = (os.getpid(), own) if own else None
    if made is Case:
        drafts = APPENDS[name][1]
    elif made is Erasing:
        drafts = [secret_of(log)]
    else:
        drafts = list(checkpoints.read(log).files.items())
    return made(log=log, drafts=drafts, told=told, faulty=Faulty(root=log.folder, **fault))


def secret_of(log):
    """The id of the record that holds the secret."""
    return next(record.id for record in log.read().records if (record.body or {}).get("said") == SECRET)


def take_out(log, target):
    return redact.redact(log, target, because=BECAUSE, by="ada")


def still_there(log):
    """Name the files of a log that hold the secret."""
    return [name for name, data in everything(log).items() if SECRET.encode() in data]


def calls_of(tmp_path, name):
    case = a_case(tmp_path, name)
    case.log.disk = case.faulty.disk()
    case.act()
    return case.faulty.trace


def titles(log):
    return [(record.body or {}).get("title") for record in log.read().records]


def findings(log):
    files = [(name, text.splitlines(keepends=True)) for name, text in segments_of(log).items()]
    return faults_of(files)


def everything(log):
    return {
        str(path.relative_to(log.path)): path.read_bytes()
        for path in log.path.rglob("*")
        if path.is_file() and not {".tmp", ".index"} & {*path.parts}
    }


def attempt(case):
    """Append, or whatever is tried, over the faulty disk; say what the writer was told."""
    case.log.disk = case.faulty.disk()

    def act():
        own = case.log.own
        case.log.own = (os.getpid(), own[1]) if own else None
        return case.act()

    if case.faulty.mode.startswith("dies"):
        return "added" if in_a_child(act) else "nothing"
    told = "added"
    try:
        act()
    except LogError as error:
        told = "unknown" if isinstance(error, LogUnconfirmed) else "not added"
        is_said = error.unwritten
    else:
        is_said = False
    if isinstance(case, Erasing):  # some files may have been rewritten, and others not
        assert not (is_said and told != "not added")
        if is_said:
            assert still_there(case.log)
            assert {record.id for record in case.reopened().read().records} == set(case.told)
    else:
        assert is_said == (told == "not added")
    return told


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


# --- clocks, and what is no disk ---------------------------------------------------------------------------------


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


def test_a_full_disk_takes_no_checkpoint_and_no_redaction(tmp_path):
    log = a_secret(tmp_path)
    checkpoints.write(log)
    before = everything(log)
    full = os.open("/dev/full", os.O_WRONLY)
    target = secret_of(log)
    try:
        log.disk = disk.DISK._replace(write=lambda _handle, data: os.write(full, data))
        for act in (lambda: checkpoints.write(log), lambda: take_out(log, target)):
            with pytest.raises(LogUnwritable, match="no space left") as caught:
                act()
            assert caught.value.unwritten
            assert everything(log) == before
    finally:
        os.close(full)
    log.disk = disk.DISK
    take_out(log, target)
    checkpoints.write(log)
    assert check(log).findings == ()


# --- real limits and real deaths ---------------------------------------------------------------------------------


def attempt_under_limit(case, limit):
    """Try it while no file may grow beyond so many bytes."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        return attempt(case)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@pytest.mark.parametrize("name", ["first record", "one more line", "batch in a folder"])
def test_a_limit_on_file_size_at_every_byte(tmp_path, name):
    case = a_case(tmp_path, name)
    case.log.append(case.drafts, by="ada")
    largest = max(len(text) for text in everything(case.log).values()) + 400
    outcomes = Counter()
    for limit in range(0, largest, 1 if name == "one more line" else 17):
        case = a_case(tmp_path, name)
        outcome = attempt_under_limit(case, limit)
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
        log.disk = disk.DISK._replace(write=lambda _handle, data: os.write(full, data))
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
    if shutil.which("mount") is None:
        pytest.skip("mount is not installed")
    mount = tmp_path / "small"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root outside a container may mount a file system")
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
        with pytest.raises(LogUnwritable):
            checkpoints.write(log)
        assert check(log).findings == ()
        subprocess.run(["mount", "-o", "remount,size=256k", str(mount)], check=True)
        checkpoints.write(log)
        assert check(log).findings == ()
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


WRITER = """
import sys
from timeline.store.log import LogFiles
from timeline.records.drafts import Draft
log = LogFiles(folder=sys.argv[1])
for n in range(10_000):
    drafts = [Draft(kind="event", body={"title": f"{sys.argv[2]} {n} {k}"}) for k in range(1 + n % 3)]
    for added in log.append(drafts, by="ada").added:
        sys.stdout.write(added.id + "\\n")
    sys.stdout.flush()
"""


def killed_writers(log, rounds):
    """Kill writers one after the other at random moments; yield the ids that each was told of."""
    chance = random.Random(5)
    for number in range(rounds):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, log.folder, f"{number}"], stdout=subprocess.PIPE)
        first = writer.stdout.readline()
        time.sleep(chance.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        text = first + writer.stdout.read()
        writer.wait()
        writer.stdout.close()
        yield [line.decode().strip() for line in text.splitlines(keepends=True) if len(line) == 65]


@pytest.mark.parametrize("rounds", [6, pytest.param(300, marks=pytest.mark.nightly)])
def test_writers_that_are_killed_lose_nothing_that_was_told(tmp_path, rounds):
    log = a_log(tmp_path)
    told = [record_id for ids in killed_writers(log, rounds) for record_id in ids]
    log.append(ONE, by="bob")
    ids = {record.id for record in log.read().records}
    assert set(told) <= ids
    assert len(told) > rounds
    assert findings(log) == []


def test_what_can_be_read_no_more_once_the_log_was_mended_stops_everything(tmp_path):
    """A file fails between the two times that a log is read: nothing may go on as if it held nothing."""
    log = cut_tail(tmp_path)
    other = LogFiles(folder=log.folder).append([a_draft(title="elsewhere")], by="bob").added[0].record.file
    torn = next(path for path in log.path.glob("2*/*.jsonl") if path.name not in other)
    torn.write_bytes(torn.read_bytes() + b'{"torn')

    def mends_and_breaks(handle, size):
        os.ftruncate(handle, size)
        if Path(f"/proc/self/fd/{handle}").readlink().name == torn.name and not (log.path / other).is_dir():
            (log.path / other).rename(tmp_path / "aside")
            (log.path / other).mkdir()

    log.disk = disk.DISK._replace(truncate=mends_and_breaks)
    with pytest.raises(LogBroken, match="it is a folder") as caught:
        log.append([a_draft(title="elsewhere")], by="bob")
    assert caught.value.unwritten
    (log.path / other).rmdir()
    (tmp_path / "aside").rename(log.path / other)
    log.disk = disk.DISK
    assert log.append([a_draft(title="elsewhere")], by="bob").added[0].status == "already there"
    assert findings(log) == []


def test_a_damaged_segment_stops_adding_and_is_left_as_it_is(tmp_path):
    log = open_segment(tmp_path)
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(path.read_bytes().replace(b'"older"', b'"newer"'))
    before = everything(log)
    with pytest.raises(LogBroken):
        log.append(ONE, by="ada")
    assert everything(log) == before
