"""Real limits and real deaths: a full disk, a file that may grow no further, a killed writer, a damaged file."""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from scenarios import (
    BATCH,
    LINUX,
    ONE,
    a_case,
    a_secret,
    attempt,
    cut_tail,
    everything,
    findings,
    in_memory,  # noqa: F401
    open_segment,
    secret_of,
    small_segments,  # noqa: F401
    take_out,
    titles,
)

from builders import a_draft, a_log, segments_of
from timeline.errors import LogBroken, LogUnwritable
from timeline.store import checkpoints, disk
from timeline.store.check import check
from timeline.store.log import LogFiles

pytestmark = LINUX


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
