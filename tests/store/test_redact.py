"""Redaction: the text is gone from the files, and everything else still verifies."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest

import timeline as tl
from builders import a_draft, a_log, faults_of, segments_of
from faulty import CALLS
from merging import git, has_git
from timeline.errors import LogUnconfirmed, LogUnwritable, RecordError
from timeline.records.cut import redacted
from timeline.store import check, disk, redact
from timeline.store.log import LogFiles

SECRET = "a name that a court wants gone"


def a_log_with_a_secret(folder):
    log = a_log(folder, a_draft(title="before"), a_draft(title="x", said=SECRET, key="s"), a_draft(title="after"))
    secret = next(record.id for record in log.read().records if record.body.get("said") == SECRET)
    log.append([a_draft("redaction", target=secret)], by="ada")
    return log, secret


def take_out(log, target):
    return redact.redact(log, target, because="a court's order", by="ada")


def everything(log):
    return b"".join(path.read_bytes() for path in log.path.rglob("*") if path.is_file())


def findings(log):
    files = [(name, text.splitlines(keepends=True)) for name, text in segments_of(log).items()]
    return [item.code for item in faults_of(files)]


def test_the_text_is_gone_and_all_else_verifies(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    before = log.read()
    assert findings(log) == ["not-erased"]
    (name,) = segments_of(log)
    assert take_out(log, secret).files == (name,)
    after = log.read()
    assert SECRET.encode() not in everything(log)
    assert [record.id for record in after.records] == [record.id for record in before.records]
    assert after.heads == before.heads
    (redacted,) = [record for record in after.records if record.is_redacted]
    assert (redacted.id, redacted.line) == (secret, 2)
    assert findings(log) == []
    assert take_out(log, secret).files == ()
    assert log.append([a_draft(title="next")], by="ada").added


def test_every_copy_of_the_line_is_redacted(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    (name, text), *_ = segments_of(log).items()
    lines = text.splitlines(keepends=True)
    (log.path / name).with_name("copy.jsonl").write_bytes(lines[1])
    assert len(take_out(log, secret).files) == 2
    assert SECRET.encode() not in everything(log)


def test_the_quarantine_keeps_no_copy(tmp_path):
    log, secret = a_log_with_a_secret(tmp_path)
    name, text = next(iter(segments_of(log).items()))
    line = text.splitlines(keepends=True)[1]
    (log.path / name).write_bytes(text + line.replace(secret[:8].encode(), b"0" * 8)[:-20])
    log.append([a_draft(title="next")], by="ada")
    log.disk = disk.DISK._replace(fsync=failing)
    with pytest.raises(LogUnconfirmed):
        log.append([a_draft(title="y", said=SECRET)], by="ada")
    log.disk = disk.DISK
    log.append([a_draft(title="more")], by="ada")
    other = next(r.id for r in log.read().records if r.body and r.body.get("title") == "y")
    log.append([a_draft("redaction", target=other)], by="ada")
    assert sorted(path.suffix for path in (log.path / ".quarantine").iterdir()) == [".suspect", ".torn"]
    take_out(log, secret)
    take_out(log, other)
    assert SECRET.encode() not in everything(log)
    assert findings(log) == []


def failing(_handle):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_record_is_blank_by_a_redaction_alone(tmp_path):
    log = a_log(tmp_path, a_draft(title="x"))
    (name,) = segments_of(log)
    text = segments_of(log)[name]
    (log.path / name).write_bytes(b"".join(redacted(line) + b"\n" for line in text.splitlines()))
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

        broken = LogFiles(folder=log.folder, disk=disk.DISK._replace(**{call: faulty}))
        try:
            take_out(broken, secret)
        except (LogUnwritable, LogUnconfirmed):
            assert findings(log) in ([], ["not-erased"])
        assert len(log.read().records) == 4
    take_out(log, secret)
    assert SECRET.encode() not in everything(log)


# --- one lock, one reading --------------------------------------------------------------------------------------------


def a_secret_nobody_redacted(folder):
    log = a_log(folder, a_draft(title="before"))
    for number in range(4):
        LogFiles(folder=log.folder).append([a_draft(title=f"in a file of its own {number}")], by="ada")
    added = LogFiles(folder=log.folder).append([a_draft(title="x", said=SECRET)], by="ada").added[0]
    return log, added.id


def test_no_other_process_gets_the_lock_from_the_reading_to_the_last_flush(tmp_path):
    """Before every call that writing makes, another process asks for the lock; it waits from the append to the end."""
    log, secret = a_secret_nobody_redacted(tmp_path)
    seen = []

    def watched(name):
        def call(*arguments):
            result = getattr(disk.DISK, name)(*arguments) if name == "lock" else None
            seen.append((name, is_locked(log), state(log)))
            return getattr(disk.DISK, name)(*arguments) if name != "lock" else result

        return call

    watching = LogFiles(folder=log.folder, disk=disk.DISK._replace(**{name: watched(name) for name in CALLS}))
    take_out(watching, secret)
    names = [name for name, _, _ in seen]
    assert names.count("lock") == 1
    held = seen[names.index("lock") :]
    assert all(locked for _, locked, _ in held[:-1])
    assert held[-1][:2] == ("close", False)  # let go of before, so that no copy of a forked process holds it
    assert {one for _, _, one in held} == {(False, True), (True, True), (True, False)}
    assert (state(log), is_locked(log)) == ((True, False), False)


def state(log):
    """Whether the redaction is in the files, and whether the text is."""
    return b'"kind":"redaction"' in everything(log), SECRET.encode() in everything(log)


def is_locked(log):
    """Whether another process is refused the lock now."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            handle = os.open(log.path / ".lock", os.O_RDWR | os.O_CREAT)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            code = 0
        except BlockingIOError:
            code = 1
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 1)
    return code == 1


REDACTING = {
    "Python": "import timeline as tl; tl.open({folder!r}).redact({secret!r}, because='x', by='ada')",
    "the command line": (
        "import sys; sys.argv[1:] = ['-C', {folder!r}, 'redact', {secret!r}, '--because', 'x', '--by', 'ada'];"
        "import timeline.__main__"
    ),
}


@pytest.mark.parametrize("by", REDACTING)
def test_the_log_is_read_once(tmp_path, by):
    """Each file is opened once to be read and proved; the one that is replaced, once more, under the same lock."""
    log, secret = a_secret_nobody_redacted(tmp_path)
    (holding,) = [name for name, text in segments_of(log).items() if SECRET.encode() in text]
    before = list(segments_of(log))
    assert len(before) == 6
    opened = opened_for_reading(tmp_path, REDACTING[by].format(folder=log.folder, secret=secret))
    assert {name: opened[name] for name in before} == {name: 1 + (name == holding) for name in before}
    assert state(log) == (True, False)


def opened_for_reading(folder, code):
    """Count how often a program opens each segment for reading: by strace where it may trace, else by an audit."""
    trace = folder / "trace"
    audit = (
        "import os, sys\n"
        "def hook(event, given):\n"
        "    if event == 'open' and isinstance(given[0], str) and not (given[2] or 0) & 3:\n"
        "        os.write(2, ('openat(' + given[0] + ', O_RDONLY\\n').encode()) if '.jsonl' in given[0] else None\n"
        "sys.addaudithook(hook)\n"
    )
    strace = shutil.which("strace")
    traced = (
        strace and not subprocess.run([strace, "-o", os.devnull, "true"], check=False, capture_output=True).returncode
    )
    words = [strace, "-f", "-qq", "-e", "trace=openat,open", "-o", str(trace)] if traced else []
    program = [sys.executable, "-c", code if traced else audit + code]
    done = subprocess.run([*words, *program], capture_output=True, text=True, check=True)
    lines = (trace.read_text() if traced else done.stderr).splitlines()
    names = [
        line.partition("2026/")[2].partition(".jsonl")[0] for line in lines if "O_RDONLY" in line and ".jsonl" in line
    ]
    return Counter(f"2026/{name}.jsonl" for name in names)


# --- what stays -------------------------------------------------------------------------------------------------------


def test_python_says_what_was_removed_and_what_stays(tmp_path):
    log, secret = a_secret_nobody_redacted(tmp_path)
    (holding,) = [name for name, text in segments_of(log).items() if SECRET.encode() in text]
    told = tl.open(log.folder).redact(secret[:10], because="a court asked", by="ada")
    assert (told.status, told.kind, told.body["target"], told.files) == ("added", "redaction", secret, (holding,))
    assert (told.target.id, told.target.body) == (secret, None)
    assert [place.kind for place in told.stays] == ["history", "clones", "exports"]
    assert SECRET not in repr(told)
    again = tl.open(log.folder).redact(secret, because="a court asked", by="ada")
    assert (again.status, again.id, again.files) == ("already there", told.id, ())
    assert check.check(log).findings == ()


@pytest.mark.skipif(not has_git, reason="git is not installed")
def test_in_a_work_tree_the_command_that_is_named_shows_the_commits_that_hold_the_text(tmp_path):
    root = tmp_path / "it's here"
    root.mkdir()
    git(root, "init", "-q")
    log, secret = a_secret_nobody_redacted(root)
    git(root, "add", ".")
    git(root, "commit", "-qm", "with the text")
    told = take_out(log, secret)
    (history,) = [place for place in told.stays if place.kind == "history"]
    assert told.files[0] in history.where
    command = history.fix.partition(" shows")[0]
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd="/")
    assert "with the text" in done.stdout


def test_what_a_failed_redaction_left_is_said_in_python(tmp_path):
    log, secret = a_secret_nobody_redacted(tmp_path)
    full = disk.DISK._replace(rename=lambda *_: failing(0))
    with pytest.raises(LogUnwritable) as caught:
        take_out(LogFiles(folder=log.folder, disk=full), secret)
    assert caught.value.unwritten, "a redaction goes to a new file here, and that is what failed"
    assert state(log) == (False, True)
    (holding,) = [name for name, text in segments_of(log).items() if SECRET.encode() in text]

    def rename(old, new):
        return failing(0) if new.endswith(holding) else disk.DISK.rename(old, new)

    with pytest.raises(LogUnwritable) as caught:
        take_out(LogFiles(folder=log.folder, disk=disk.DISK._replace(rename=rename)), secret)
    assert not caught.value.unwritten
    assert "redact it again: the redaction is in the log" in caught.value.fix
    (redaction,) = [record.id for record in log.read().records if record.kind == "redaction"]
    assert caught.value.written == (redaction,)
    assert state(log) == (True, True)
    assert [finding.code for finding in check.check(log).findings] == ["not-erased"]
    assert take_out(log, secret).files == (holding,)
    assert state(log) == (True, False)


def test_a_redaction_that_may_not_be_changes_nothing(tmp_path):
    log, secret = a_secret_nobody_redacted(tmp_path)
    before = everything(log)
    with pytest.raises(RecordError) as caught:
        take_out(log, "ffff")
    assert caught.value.fix
    assert everything(log) == before
    redaction = take_out(log, secret).id
    with pytest.raises(RecordError, match="redaction cannot be redacted"):
        take_out(log, redaction)


KINDS = ["source", "event", "twin", "report", "link", "name", "correction", "retraction", "capture"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_of_a_log_is_exported_drawn_and_told(tmp_path, kind):
    log = tl.init(tmp_path / "events")
    (tmp_path / "page.html").write_text("<p>page", encoding="utf-8")
    made = {"source": log.source("first", published="2025-01-01")}
    log.source("next", via=["first"])
    made["event"] = log.add("told", occurred="2025-01-01", sources=["first"], facts={"Ann.p": 1})
    made["twin"] = log.add("told too", occurred="2025-01-02", sources=["next"], facts={"Bea.p": 2})
    made["report"] = log.report(made["event"].id, "next")
    made["link"] = log.link(made["twin"].id, "contradicts", made["event"].id)
    log.link(made["event"].id, "same-event", made["twin"].id, reported="2025-04-04")
    made["name"] = log.link("Ann", "same-entity", "Bea")
    made["correction"] = log.correct(made["event"].id, {"occurred": "2024"}, because="x")
    made["retraction"] = log.retract(made["link"].id, reported="2025-02-02")
    made["capture"] = log.attach("first", tmp_path / "page.html", retrieved="2025-03-03")
    log.add("it stays", occurred="2025-05-05", reported="2025-05-06", facts={"Ann.p": 3})
    log.redact(made[kind].id, because="safety")
    snap = log.at(as_of="2026-01-01")
    for form in (
        "jsonl",
        "csv",
        "long-csv",
        "sqlite",
        "timelinejs",
        "timesketch",
        "stix",
        "ftm",
        "prov",
        "md",
        "html",
        "mermaid",
    ):
        assert snap.export(form).data
    assert log.at().export("sqlite").data
    for name in ("events", "rate", "lag", "plane"):
        assert snap.figure(name)
    assert "it stays" in log.page()
    assert not [one for one in log.check() if one.code in ("body", "id", "parents")]


def test_records_that_say_the_same_or_speak_of_it_are_named(tmp_path):
    log, secret = a_secret_nobody_redacted(tmp_path)
    mended = tl.open(log.folder)
    mended.source("press")
    report = mended.report(secret, "press", quote=SECRET).id
    silent = mended.report(secret, "press").id
    slip = mended.correct(report, {"quote": f"{SECRET} indeed"}, because="x").id
    title = mended.correct(secret, {"title": SECRET}, because="x").id
    other = mended.add("about something else", text=SECRET).id
    told = take_out(log, secret)
    (place,) = [place for place in told.stays if place.kind == "records"]
    assert all(name[:12] in place.where for name in (report, slip, title))
    assert not any(name[:12] in place.where for name in (silent, other, secret))
    for name in (report, slip, title, other):
        told = take_out(log, name)
    assert SECRET.encode() not in everything(log)
    assert "records" not in {place.kind for place in told.stays}


def test_a_redaction_that_nothing_else_speaks_of_names_no_record(tmp_path):
    log, secret = a_secret_nobody_redacted(tmp_path)
    assert "records" not in {place.kind for place in take_out(log, secret).stays}


def test_whoever_redacts_a_change_is_told_what_counts_again_and_how_to_say_it_anew(tmp_path):
    log = tl.init(tmp_path / "events")
    event = log.add("it failed", occurred="2025-01", reports=[{}, {}]).id
    retraction = log.retract(f"{event}#2", because="a secret").id
    correction = log.correct(event, {"title": "it broke"}, because="a secret").id
    (of_retraction,) = log.redact(retraction, because="law").notes
    assert f"nothing takes {event[:8]}#2 back any more, so it counts again" in of_retraction
    assert f"timeline retract {event[:12]}#2 --because TEXT" in of_retraction
    (of_correction,) = log.redact(correction, because="law").notes
    assert f"{event[:8]} reads as before it was corrected" in of_correction
    assert [(row["title"], row["reports"]) for row in log.at().list().rows()] == [("it failed", 2)]
    assert log.redact(correction, because="law").notes == ()
    assert log.retract(f"{event[:12]}#2", because="anew").status == "added"


def test_a_redacted_change_that_did_not_count_leaves_nothing_to_say(tmp_path):
    log = tl.init(tmp_path / "events")
    event = log.add("it failed", occurred="2025-01").id
    undone = log.correct(event, {"title": "it broke"}, because="a slip").id
    log.retract(undone, because="no slip")
    first = log.retract(event, because="a secret").id
    log.retract(event, because="another reason", reported="2025-03")
    assert log.redact(undone, because="law").notes == ()
    assert log.redact(first, because="law").notes == ()
    assert log.at().list().rows() == []


def test_what_was_taken_back_itself_does_not_keep_anything_taken_back(tmp_path):
    log = tl.init(tmp_path / "events")
    event = log.add("it failed", occurred="2025-01").id
    first = log.retract(event, because="a slip").id
    log.retract(first, because="no slip")
    second = log.retract(event, because="a secret").id
    assert log.at().list().rows() == []
    (note,) = log.redact(second, because="law").notes
    assert f"nothing takes {event[:8]} back any more, so it counts again" in note
    assert [row["id"] for row in log.at().list().rows()] == [event]
    log.retract(event, because="anew")
    assert log.at().list().rows() == []


def test_a_correction_over_which_a_later_one_was_written_left_nothing_when_it_is_redacted(tmp_path):
    log = tl.init(tmp_path / "events")
    event = log.add("it failed", occurred="2025-01").id
    first = log.correct(event, {"title": "it broke"}, because="a secret").id
    both = log.correct(event, {"title": "it burst", "occurred": "2025-02"}, because="a secret").id
    last = log.correct(event, {"title": "it stopped"}, because="checked").id
    assert log.redact(first, because="law").notes == ()
    assert [row["title"] for row in log.at().list().rows()] == ["it stopped"]
    (note,) = log.redact(both, because="law").notes
    assert "reads as before it was corrected" in note
    assert [row["occurred"] for row in log.at().list().rows()] == ["2025-01"]
    (note,) = log.redact(last, because="law").notes
    assert "reads as before it was corrected" in note
