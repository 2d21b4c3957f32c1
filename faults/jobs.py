"""The jobs of ``run.py``: each tries faults until its time is over, and counts.

They use what ``tests/store/test_faults.py`` is made of: the scenarios, its faulty disk, and what must hold
afterwards.
"""

# Chance that is the same each time, and programs of the machine: what faults are made of. It is no package.
# ruff: noqa: INP001, S311, S603, S607
from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import attrs
from scenarios import SCENARIOS, Case, a_case, attempt, calls_of, everything, findings
from test_real_limits import attempt_under_limit, killed_writers

import fuzzing
import merging
from builders import a_draft, a_log
from faulty import MODES
from timeline.errors import LogError, LogUnconfirmed
from timeline.records import segment
from timeline.store.log import LogFiles


@attrs.define
class Count:
    """What a job did. ``lost`` are acknowledged records that are gone, ``half`` batches of which a part is there."""

    tried: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    other: str = ""
    skipped: str = ""
    broken: list[str] = attrs.Factory(list)

    def judge(self, case: Case, outcome: str, what: str) -> None:
        """Hold a log to the promise after a fault."""
        self.tried += 1
        self.acknowledged += len(case.told) + (case.acknowledges if outcome == "added" else 0)
        missing = case.gone(outcome)
        self.lost += len(missing)
        self.half += case.is_half()
        try:
            case.assert_whole(outcome)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong here is what the job is looking for
            self.half += not missing
            self.broken.append(f"{what}: {outcome}: {missing or error!r}")


def in_turn(outcomes: Counter[str]) -> str:
    """Outcomes in words, by name."""
    return ", ".join(f"{number} {name}" for name, number in sorted(outcomes.items()))


def _cases(folder: Path, until: float) -> Iterator[tuple[str, int, str, tuple[str, str]]]:
    for name in SCENARIOS:
        shutil.rmtree(folder / "origin", ignore_errors=True)
        trace = calls_of(folder, name)
        for at in range(1, len(trace) + 1):
            for mode in MODES:
                if time.monotonic() > until:
                    return
                yield name, at, mode, trace[at - 1]


def calls(folder: Path, until: float) -> Count:
    """Go wrong in every way at every call of every append."""
    count, outcomes = Count(), Counter[str]()
    places = set()
    for name, at, mode, call in _cases(folder, until):
        if ("short" in mode or mode == "dies halfway") and call[0] != "write":
            continue
        case = a_case(folder, name, at=at, mode=mode)
        outcome = attempt(case)
        outcomes[outcome] += 1
        places.add((name, at))
        count.judge(case, outcome, f"call {at} of {name}, {call}, {mode}")
    outcomes["killed"] = outcomes.pop("nothing", 0)
    count.other = f"{len(places)} calls: {in_turn(outcomes)}"
    return count


def power(folder: Path, until: float) -> Count:
    """Cut the power, as far as a model can: what was never flushed is gone."""
    count, outcomes = Count(), Counter[str]()
    for name, at, mode, call in _cases(folder, until):
        if mode != "fails from here on":
            continue
        case = a_case(folder, name, at=at, mode=mode)
        case.faulty.remember(case.log.folder)
        outcome = attempt(case)
        outcome = outcome if outcome == "added" else "nothing"
        left = folder / "left"
        shutil.rmtree(left, ignore_errors=True)
        case.faulty.after_power_cut(case.log.folder, left)
        case.log = LogFiles(folder=str(left))
        outcomes[outcome] += 1
        count.judge(case, outcome, f"power cut at call {at} of {name}, {call}")
    count.other = in_turn(outcomes)
    return count


def kills(folder: Path, until: float) -> Count:
    """Kill 300 writers at random moments."""
    log = a_log(folder)
    told: list[str] = []
    count = Count()
    for ids in killed_writers(log, 300):
        told += ids
        count.tried += 1
        if time.monotonic() > until:
            break
    return _settled(log, told, count)


def _settled(log: LogFiles, told: list[str], count: Count) -> Count:
    log.append([a_draft(title="next")], by="bob")
    ids = {record.id for record in log.read().records}
    count.acknowledged = len(told)
    count.lost = len(set(told) - ids) + len(told) - len(set(told))
    faults = findings(log)
    count.half = len(faults)
    count.broken += [str(fault) for fault in faults[:9]]
    count.other = f"{len(ids)} records, {len(faults)} findings"
    return count


WRITER = """
import sys, time
from timeline.store.log import LogFiles
from timeline.records.drafts import Draft
from timeline.errors import LogLocked
log = LogFiles(folder=sys.argv[1])
for n in range(int(sys.argv[3])):
    if time.time() > float(sys.argv[4]):
        break
    while True:
        try:
            (added,) = log.append([Draft(kind="event", body={"title": f"{sys.argv[2]} {n}"})], by=sys.argv[2]).added
        except LogLocked:
            continue
        break
    print(added.id, flush=True)
"""


def writers(folder: Path, until: float) -> Count:
    """Let eight processes write 500 records each into one log."""
    log = a_log(folder)
    end = time.time() + until - time.monotonic()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, log.folder, f"w{number}", "500", str(end)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    told = [process.communicate()[0].split() for process in running]
    count = Count(tried=sum(map(len, told)))
    failed = sum(process.returncode != 0 for process in running)
    _settled(log, [record_id for ids in told for record_id in ids], count)
    count.other = f"{'/'.join(str(len(ids)) for ids in told)} by each, {failed} writers failed; {count.other}"
    return count


def limits(folder: Path, until: float) -> Count:
    """Let the file system refuse to grow a file beyond each number of bytes in turn."""
    count, outcomes = Count(), Counter[str]()
    for name in ("first record", "one more line", "batch in a folder"):
        shutil.rmtree(folder / "origin", ignore_errors=True)
        case = a_case(folder, name)
        case.log.append(case.drafts, by="ada")
        for limit in range(max(map(len, everything(case.log).values())) + 400):
            if time.monotonic() > until:
                break
            case = a_case(folder, name)
            outcome = attempt_under_limit(case, limit)
            outcomes[outcome] += 1
            count.judge(case, outcome, f"{limit} bytes, {name}")
    count.other = in_turn(outcomes)
    return count


# --- strace ------------------------------------------------------------------------------------------------------

_FILES = (  # noqa: SIM905 - read as one line
    "openat read write pread64 close fsync fdatasync ftruncate rename renameat renameat2 mkdir rmdir unlink unlinkat "
    "flock fstat newfstatat lstat stat lseek getdents64 ioctl readlink getrandom"
).split()
_TRACED = (
    *("one more line", "first record", "batch in a folder", "cut tail", "after a failed flush"),
    *("one more checkpoint", "checkpoint after one not confirmed", "redaction", "redaction in the quarantine"),
    "redaction and its record",
)
_OUTCOMES = {10: "added", 11: "not added", 12: "unknown", 13: "another error", 14: "ended before it began"}


def _act_and_end(case: Case, go: int, start: int) -> NoReturn:
    """Do what is tried once a byte has come; never returns, whatever is injected."""
    code = 14
    try:
        os.close(start)
        os.read(go, 1)
        own = case.log.own
        case.log.own = (os.getpid(), own[1]) if own else None
        code = 13
        case.act()
        code = 10
    except LogUnconfirmed:
        code = 12
    except LogError:
        code = 11
    except BaseException:  # noqa: BLE001 - any error; the code says that it was another one
        code = code if code == 14 else 13
    finally:
        os._exit(code)


def _traced(case: Case, options: list[str]) -> tuple[str, str]:
    """Let a child that strace holds do what is tried; what it was told, and strace's own lines."""
    go, start = os.pipe()
    child = os.fork()
    if child == 0:
        _act_and_end(case, go, start)
    os.close(go)
    tracer = subprocess.Popen(
        ["strace", "-p", str(child), *options], stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    first = tracer.stderr.readline()
    with contextlib.suppress(BrokenPipeError):  # it ended before it began
        os.write(start, b"x")
    _, status = os.waitpid(child, 0)
    os.close(start)
    rest = tracer.stderr.read()
    tracer.wait()
    if "attached" not in first:
        return "no tracing", first + rest
    told = "nothing" if os.WIFSIGNALED(status) else _OUTCOMES.get(os.WEXITSTATUS(status), "another error")
    return told, rest


def injected(folder: Path, until: float) -> Count:
    """Let strace fail, interrupt or end the process at every system call of an append, a checkpoint, a redaction."""
    if shutil.which("strace") is None:
        return Count(skipped="strace is not installed")
    count, outcomes = Count(), Counter[str]()
    places = 0
    strange: list[str] = []
    for name in _TRACED:
        shutil.rmtree(folder / "origin", ignore_errors=True)
        a_case(folder, name).act()  # what is imported late is imported now
        case = a_case(folder, name)
        told, lines = _traced(case, [])
        if told != "added":
            return Count(skipped=f"strace may not attach here: {told}, {lines.strip()[-80:]}")
        made = Counter(match[1] for line in lines.splitlines() if (match := re.match(r"(\w+)\(", line)))
        total = sum(made.values())
        places += total
        plan = [  # strace counts each system call for itself
            (f"inject={call}:signal=KILL:when={at}", f"killed at {call} {at}")
            for call in made
            for at in range(1, made[call] + 1)
        ]
        for call in _FILES:
            for error in ("EIO", "EINTR"):
                plan += [
                    (f"inject={call}:error={error}:when={at}", f"{error} at {call} {at}")
                    for at in range(1, made[call] + 1)
                ]
        for inject, what in plan:
            if time.monotonic() > until:
                break
            case = a_case(folder, name)
            told, _ = _traced(case, ["-o", "/dev/null", "-e", inject])
            outcomes[told] += 1
            if told == "another error":
                strange.append(f"{what}, {name}")
            is_said = told in {"added", "not added", "unknown"}
            count.judge(case, told if is_said else "nothing", f"{what}, {name}")
    outcomes["killed"] = outcomes.pop("nothing", 0)
    if strange:
        count.broken.append(f"another error: {'; '.join(strange)}")
    count.other = f"{places} system calls: {in_turn(outcomes)}"
    return count


# --- a disk of its own -------------------------------------------------------------------------------------------


def disks(folder: Path, until: float) -> Count:
    """Cut the power of a loop device after each acknowledgement: copy what its disk has, and mount the copy."""
    if os.geteuid() != 0:
        return Count(skipped="needs root, to mount a loop device")
    count, notes = Count(), []
    for kind, size in (("ext4", 16), ("xfs", 320)):
        if shutil.which(f"mkfs.{kind}") is None:
            notes.append(f"{kind}: not run, mkfs.{kind} is not installed")
            continue
        tried = count.tried
        try:
            _cut_power(folder / kind, kind, size, until, count)
        except (OSError, subprocess.CalledProcessError) as error:
            notes.append(f"{kind}: ended, {error}")
        notes.append(f"{kind}: {count.tried - tried} cuts")
    if not count.tried:
        return Count(skipped="; ".join(notes))
    count.other = "; ".join(notes)
    return count


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _cut_power(folder: Path, kind: str, size: int, until: float, count: Count) -> None:
    folder.mkdir()
    disk, copy = folder / "disk", folder / "copy"
    mount, again = folder / "mount", folder / "again"
    mount.mkdir()
    again.mkdir()
    with disk.open("wb") as file:
        file.truncate(size << 20)
    _run(f"mkfs.{kind}", "-q", str(disk))
    _run("mount", "-o", "loop", str(disk), str(mount))
    try:
        log = LogFiles.create(mount / "events", title="x")
        told: list[str] = []
        for number in range(60):
            if time.monotonic() > until:
                break
            drafts = [a_draft(title=f"{number} {n}", said="x" * 200) for n in range((1, 1, 5)[number % 3])]
            writer = log if number % 4 else LogFiles(folder=log.folder)
            told += [added.id for added in writer.append(drafts, by="ada").added]
            copy.unlink(missing_ok=True)
            _run("cp", "--sparse=always", str(disk), str(copy))
            _run("mount", "-o", "loop,nouuid" if kind == "xfs" else "loop", str(copy), str(again))
            try:
                left = LogFiles(folder=str(again / "events"))
                ids = {record.id for record in left.read().records}
                gone = [record_id for record_id in told if record_id not in ids]
                count.tried += 1
                count.lost += len(gone)
                if gone:
                    count.broken.append(f"{kind}, after append {number}: {len(gone)} gone")
                left.append([a_draft(title="next")], by="bob")
                count.half += len(findings(left))
            finally:
                _run("umount", str(again))
        count.acknowledged += len(told)
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _run("umount", str(mount))


# --- texts -------------------------------------------------------------------------------------------------------


def fuzzed(*targets: str) -> Callable[[Path, float], Count]:
    """Make a job that tries texts which were changed at random."""

    def job(_folder: Path, until: float) -> Count:
        chance, count, read, slowest = random.Random(3), Count(), 0, 0.0
        while time.monotonic() < until:
            began = time.process_time()
            is_read, wrong = fuzzing.TARGETS[targets[count.tried % len(targets)]](chance)
            slowest = max(slowest, time.process_time() - began)
            count.tried += 1
            read += is_read
            if wrong is not None:
                count.broken.append(wrong)
        count.lost = len(count.broken)
        count.other = f"{read} read, {count.tried - read} refused; the slowest took {slowest * 1000:.0f} ms"
        return count

    return job


# --- clones ------------------------------------------------------------------------------------------------------


def merges(folder: Path, until: float) -> Count:
    """Let three people work on clones, story after story, and bring all together in every way that git has."""
    if not merging.has_git:
        return Count(skipped="git is not installed")
    count, did, stories, questions = Count(), Counter[str](), 0, 0
    small, segment.SEGMENT_LIMIT = segment.SEGMENT_LIMIT, 1_000_000
    while time.monotonic() < until or not stories:
        root = folder / str(stories)
        root.mkdir()
        clones = merging.Clones(root, random.Random(1000 + stories))
        try:
            clones.story(150)
            ids = {record.id for record in clones.all[0].files.read().records}
            count.lost += len(clones.told - ids)
            questions += clones.assert_whole()
        except Exception as error:  # noqa: BLE001 - what the job is looking for
            count.half += 1
            count.broken.append(f"story {stories}: {error!r}")
        count.tried += sum(number for what, number in clones.did.items() if what not in _NO_STEPS)
        count.acknowledged += len(clones.told)
        did += clones.did
        stories += 1
        shutil.rmtree(root)
    segment.SEGMENT_LIMIT = small
    of_git = Counter({what: number for what, number in did.items() if what in merging.GIT_STEPS})
    conflicts = sum("a conflict" in line for line in count.broken)
    count.other = (
        f"{stories} stories, {of_git.total()} steps of git ({in_turn(of_git)}), {conflicts} conflicts; "
        f"{did['partial']} times a part without the rest; {questions} questions, each answered alike by three clones"
    )
    return count


_NO_STEPS = ("partial", "refused", "checkpoint refused")

segment.SEGMENT_LIMIT = 1500  # so that a batch of five is one of many segments

JOBS: dict[str, tuple[str, Callable[[Path, float], Count]]] = {
    "calls": ("each call of nine appends, six checkpoints and five redactions goes wrong in each way", calls),
    "power": ("power cut at each call (model)", power),
    "kills": ("300 writers killed at random", kills),
    "writers": ("8 writers, 500 records each", writers),
    "limits": ("a limit on file size at every byte", limits),
    "strace": (
        "each system call of five appends, two checkpoints, three redactions killed, failed, interrupted",
        injected,
    ),
    "disks": ("power cut on a disk of its own", disks),
    "merges": ("three clones, and every way in which git brings work together", merges),
    "lines": ("lines changed at random, and hashed anew", fuzzed("line")),
    "dates": ("dates changed at random", fuzzed("date")),
    "files": ("segments and checkpoints changed at random", fuzzed("file", "checkpoint")),
}

ON_DISK = ("kills", "writers", "disks")
"""The jobs that need a disk under them; what the others do to one is modelled, and goes on in memory."""
