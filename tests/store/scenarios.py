"""The scenarios of faults: each is one append, checkpoint or redaction (or the beginning of a log) from a known state.

A case is a copy of a scenario's log, what was acknowledged in it, and what must hold after any fault.
"""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import attrs
import pytest

from builders import a_draft, a_log, faults_of, segments_of
from faulty import Faulty, in_a_child
from timeline.errors import LogError, LogUnconfirmed
from timeline.records import segment
from timeline.store import checkpoints, disk, redact
from timeline.store.check import check
from timeline.store.log import LogFiles

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="not Linux: there is no /proc and no /dev/full")

ONE = [a_draft(title="new")]
BATCH = [a_draft(title=f"new {n}", said="x" * 300) for n in range(5)]


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


@pytest.fixture(name="tmp_path")
def in_memory():
    """A folder in memory where the machine has such a place: what a flush does is modelled, and never timed."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def small_segments(monkeypatch):
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
    """The id of the record that holds the secret: of one that a redaction names, the text is not read any more."""
    bodies = [(record, record.body or {}) for record in log.read().records]
    named = [body["target"] for record, body in bodies if record.kind == "redaction"]
    (found,) = named or [record.id for record, body in bodies if body.get("said") == SECRET]
    return found


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
