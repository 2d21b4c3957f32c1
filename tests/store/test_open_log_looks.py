"""An open log of many files looks at few of them each time, and answers by the log as it is now all the same.

Of a log of few files each is looked at each time (``test_open_log_asks_again``); here all that is done at intervals.
"""

import os
import shutil
import subprocess
import time

import pytest

import timeline as tl
from builders import segments_of
from indexed import resting
from timeline.errors import TimelineError
from timeline.records.drafts import Draft
from timeline.store import marks, redact

FILES = 12
"""More than are looked at each time."""


def told(log):
    """What a log answers, or why it does not."""
    try:
        return sorted(one["title"] for one in log.at().list().rows()), log.at(as_of="2026-05").state("v").rows()
    except TimelineError as error:
        return type(error), str(error)


def git(log, *words):
    who = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", log.files.folder, *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module", params=["segments", "a batch"])
def made(tmp_path_factory, request):
    """A log of some segments, or of one segment and the parts of a batch, which git has; on two branches."""
    folder = tmp_path_factory.mktemp("made") / "events"
    log = tl.init(folder)
    with (folder / "timeline.toml").open("a") as file:
        file.write('[views.v]\ntitle = "v"\nproperties = ["p"]\n')
    for number in range(FILES):
        tl.open(folder).add(f"event {number}", occurred="2026-04", facts={"E.p": number}, by="ada")
    names = sorted(segments_of(log.files))
    if request.param == "a batch":
        batch = (folder / names[1]).with_suffix("")
        batch.mkdir()
        for number, name in enumerate(names[1:], 1):
            (folder / name).rename(batch / f"{number:04d}.jsonl")
    for words in (
        ("init", "-q", "-b", "main"),
        ("add", "."),
        ("commit", "-q", "-m", "all"),
        ("checkout", "-qb", "other"),
    ):
        git(log, *words)
    tl.open(folder).add("on the other branch", by="bob")
    for words in (("add", "."), ("commit", "-qm", "more"), ("checkout", "-q", "main")):
        git(log, *words)
    return folder


@pytest.fixture
def log(made, tmp_path, monkeypatch):
    """Open a copy of it."""
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    return tl.open(shutil.copytree(made, tmp_path / "events"))


def last_of(log):
    return log.files.path / max(segments_of(log.files))


def a_branch(log):
    git(log, "checkout", "-q", "other")


def a_reset(log):
    last_of(log).unlink()
    git(log, "reset", "-q", "--hard", "other")


def a_merge(log):
    git(log, "merge", "-q", "other")


def a_redaction(log):
    other = tl.open(log.files.folder)
    redact.redact(other.files, other.at().list().rows()[3]["id"], by="bob", because="it names somebody")


def an_append(log):
    tl.open(log.files.folder).add("of another process", by="bob")


def a_file_taken_away(log):
    last_of(log).unlink()


def a_file_in_its_place(log):
    path, other = last_of(log), last_of(log).with_name("new")
    other.write_bytes(path.read_bytes().replace(b"event", b"Event"))
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def an_edit_in_its_place(log):
    """Whoever edits a file that nothing is added to is found out a tenth of a second later, at the latest."""
    path = last_of(log)
    before, data = path.stat(), path.read_bytes()
    with path.open("r+b") as file:
        file.write(data.replace(b"event", b"Event"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    time.sleep(marks.INTERVAL_NS / 1e9)


CHANGES = [
    a_branch, a_reset, a_merge, a_redaction, an_append, a_file_taken_away, a_file_in_its_place, an_edit_in_its_place,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_becomes_of_the_files_the_next_answer_is_that_of_the_log_as_it_is(log, change):
    with resting():
        before = told(log)
        assert told(log) == before
        assert log._watch.seen is not None, "nothing was tried"
        change(log)
        assert told(log) == told(tl.open(log.files.folder)) != before


def test_a_line_that_another_adds_to_a_segment_is_seen(log):
    """No folder tells of it: the lock file does, into which whoever adds writes."""
    tl.open(log.files.folder).add("begun by another", by="bob")
    with resting():
        told(log)
        assert log._watch.seen is not None, "nothing was tried"
        names = list(segments_of(log.files))
        tl.open(log.files.folder).add("added by another", by="bob")
        assert list(segments_of(log.files)) == names, "nothing was tried"
        assert "added by another" in told(log)[0]


def a_draft(title, **more):
    return Draft(kind="event", body={"title": title, **more})


AGAIN = [
    *(a_draft(f"event {n}", occurred="2026-04", facts=[{"entity": "E", "property": "p", "value": n}])
      for n in (3, FILES - 1)),
    a_draft("on the other branch"), a_draft("of another process"),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_append_of_an_open_log_rests_on_the_log_as_it_is(log, change):
    """What is there by then is not added again, what is gone is; a log with a fault is not added to."""
    with resting():
        for number in range(3):
            log.add(f"mine, {number}", by="ada")
        assert log.files.held.tail is not None, "nothing was tried"
        change(log)
        try:
            fresh = tl.open(log.files.folder).files
            expected = ["already there" if fresh.try_adding([one], by="ada").added[0].status == "already there" else
                        "added" for one in AGAIN]  # fmt: skip
        except TimelineError as error:
            with pytest.raises(type(error)):
                log.files.append(AGAIN[:1], by="ada")
        else:
            assert [log.files.append([one], by="ada").added[0].status for one in AGAIN] == expected


def test_an_answer_looks_at_as_few_files_however_many_there_are(log, monkeypatch):
    looked = []
    for name in ("lstat", "stat"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda path, *, real=real, **how: looked.append(path) or real(path, **how))
    monkeypatch.setattr(marks, "INTERVAL_NS", 3_600_000_000_000)
    with resting():
        told(log)
        looked.clear()
        log.at()
    assert 0 < len(looked) <= 6, "the settings, the lock, and the folders"
    assert not [path for path in looked if str(path).endswith(".jsonl")]
