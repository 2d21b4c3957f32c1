"""What somebody with a shell may do to a log, as functions; and the set-ups that may see it.

An attack is done to the files alone. Whoever does it may then *tidy up*: give files names that fit, make the
checkpoints anew, and sign those with a key of their own that they put into ``allowed_signers``.
"""

import datetime as dt
import functools
import hashlib
import itertools
import json
import os
import shutil
import subprocess

import attrs

from builders import A_MOMENT_US, a_draft
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.edtf import parse_clock
from timeline.records import chain, segment
from timeline.records.cut import redacted
from timeline.records.line import BadLine, decode, encode
from timeline.store import checkpoints, redact
from timeline.store.check import check, remember
from timeline.store.log import LogFiles
from timeline.verify import checkpoint
from timeline.views.late import last_of, late_words

MINUTE = 60_000_000
TODAY = dt.date(2026, 11, 23)
GIT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


# --- the log that is attacked ------------------------------------------------------------------------------------


def build(folder, *, has_checkpoints=False, key=None):
    """Three segments of two writers, ten records, one of them redacted; returns the line that was redacted.

    Everything is given, chance and clock too, so that the log is the same wherever it is built. A checkpoint is
    written after the second segment and after the third.
    """
    LogFiles.create(folder / "events", title="A story")
    salts = itertools.count(1)
    minutes = itertools.count()

    def add(log, by, draft):
        log.append([draft], by=by, now=A_MOMENT_US + next(minutes) * MINUTE, salt=lambda: f"{next(salts):032x}")

    def run(by, *drafts):
        log = LogFiles(folder=str(folder / "events"))
        for draft in drafts:
            add(log, by, draft)
        return log

    def take():
        if has_checkpoints:
            checkpoints.write(log, sign=key, now=A_MOMENT_US + next(minutes) * MINUTE)

    run("ada", a_draft("source"), a_draft(title="alpha", key="a"), a_draft(title="beta", key="b"))
    secret = a_draft(title="secret", key="s", said="what a court wants gone")
    log = run("bob", secret, a_draft(title="gamma"), a_draft("report", event="key:a", source="scmp"))
    found = next(record for record in log.read().records if (record.body or {}).get("title") == "secret")
    line = (log.path / found.file).read_bytes().splitlines(keepends=True)[found.line - 1]
    add(log, "bob", a_draft("redaction", target="key:s"))
    redact.redact(log, found.id, because="a court's order", by="bob")
    take()
    log = run("ada", a_draft("correction", target="key:b", set={"title": "b"}), a_draft(title="delta"), a_draft())
    take()
    return line


# --- the files as attackers see them -----------------------------------------------------------------------------


def lines_of(events):
    """The segments, oldest first, each with its lines."""
    found = sorted(events.glob("2*/**/*.jsonl"))
    return {path: path.read_bytes().splitlines(keepends=True) for path in found}


def put(path, lines):
    path.write_bytes(b"".join(lines))


def respelled(line, **changes):
    """A line with some of its fields changed and an id that fits; a redacted one keeps the hash of its body."""
    fields = json.loads(line) | changes
    if "body" in fields:
        names = ("parents", "recorded", "by", "kind", "body", "salt")
        return encode(**{name: fields[name] for name in names})[1] + b"\n"
    rest = {name: fields[name] for name in ("parents", "recorded", "by", "kind")}
    head = json.dumps(rest, separators=(",", ":"))[1:-1]
    digest = hashlib.sha256(f"timeline/record/1\n{head}\n{fields['body_sha256']}".encode()).hexdigest()
    return f'{{"id":"{digest}",{head},"body_sha256":"{fields["body_sha256"]}"}}\n'.encode()


def id_of(line):
    return json.loads(line)["id"]


def rehashed(events, change):
    """Change lines, and give everything that follows ids, parents and references that fit; files keep their place.

    ``change`` is given each line, oldest first, and returns the fields of it to change.
    """
    files = lines_of(events)
    every = sorted((json.loads(line)["recorded"], line) for lines in files.values() for line in lines)
    renamed, new = {}, {}
    for _, line in every:
        text = line
        for old, current in renamed.items():
            text = text.replace(old.encode(), current.encode())
        wanted = {"parents": sorted(json.loads(text)["parents"])} | change(json.loads(text))
        new[line] = respelled(text, **wanted)
        renamed[id_of(line)] = id_of(new[line])
    for path, lines in files.items():
        put(path, [new[line] for line in lines])
    fit_names(events)


def fit_names(events):
    for path, lines in lines_of(events).items():
        try:
            first = decode(lines[0].removesuffix(b"\n"), file=path.name, line_no=1)
        except (BadLine, IndexError):
            continue
        path.rename(events / f"{segment.stem(first.recorded, first.by, first.id)}.jsonl")


def lay_down(events, line):
    """Put a line into a new segment, named as it should be."""
    first = decode(line.removesuffix(b"\n"), file="new", line_no=1)
    put(events / f"{segment.stem(first.recorded, first.by, first.id)}.jsonl", [line])


def a_stranger(parent, *, title="what never was", by="ada", seconds=30):
    """A good line that follows another, half a minute after it."""
    before = json.loads(parent)
    recorded = f"{before['recorded'][:17]}{seconds:02d}.000000Z"
    body = {"title": title, "reports": [{"reported": "2025-08", "source": "scmp"}]}
    return encode(
        parents=[before["id"]], recorded=recorded, by=by, kind="event", body=body, salt="0123456789abcdef" * 2
    )[1] + (b"\n")


# --- the attacks -------------------------------------------------------------------------------------------------


def edit(events, _kept):
    path, lines = next(iter(lines_of(events).items()))
    put(path, [lines[0], lines[1].replace(b'"alpha"', b'"omega"'), *lines[2:]])


def edit_and_hash(events, _kept):
    path, lines = next(iter(lines_of(events).items()))
    body = json.loads(lines[1])["body"] | {"title": "omega"}
    put(path, [lines[0], respelled(lines[1], body=body), *lines[2:]])


def edit_and_hash_the_rest(events, _kept):
    def change(fields):
        body = fields.get("body", {})
        return {"body": body | {"title": "omega"}} if body.get("title") == "alpha" else {}

    rehashed(events, change)


def cut_the_tail(events, _kept):
    path, lines = list(lines_of(events).items())[-1]
    put(path, lines[:-1])


def delete(number):
    def attack(events, _kept):
        list(lines_of(events))[number].unlink()

    return attack


def insert_a_segment(events, _kept):
    lay_down(events, a_stranger(next(iter(lines_of(events).values()))[-1]))


def insert_a_line(events, _kept):
    path, lines = list(lines_of(events).items())[1]
    put(path, [lines[0], a_stranger(lines[0]), *lines[1:]])


def swap(events, _kept):
    path, lines = list(lines_of(events).items())[1]
    put(path, [lines[0], lines[2], lines[1], *lines[3:]])


def duplicate(events, _kept):
    path, lines = list(lines_of(events).items())[1]
    put(path, [*lines[:2], *lines[1:]])


def move(events, _kept):
    (source, lines), (target, others) = list(lines_of(events).items())[1:]
    put(source, lines[:-1])
    put(target, [*others, lines[-1]])


def rename(events, _kept):
    path = next(iter(lines_of(events)))
    path.rename(path.with_name("2026-01-01T0000Z-eve-000000.jsonl"))


def rewrite(events, _kept):
    salts = itertools.count(1000)
    rehashed(events, lambda fields: {"salt": f"{next(salts):032x}"} if "salt" in fields else {})


def another_name(events, _kept):
    lay_down(events, a_stranger(list(lines_of(events).values())[-1][-1], by="bob"))


def put_the_text_back(events, kept):
    path, lines = list(lines_of(events).items())[1]
    put(path, [kept, *lines[1:]])


def put_other_text(events, kept):
    body = json.loads(kept)["body"] | {"said": "what was never said"}
    other = json.loads(respelled(kept, body=body)) | {"id": id_of(kept)}
    path, lines = list(lines_of(events).items())[1]
    put(path, [json.dumps(other, separators=(",", ":"), ensure_ascii=False).encode() + b"\n", *lines[1:]])


def remove_the_redaction(events, _kept):
    """Take its line out, and make all that follows fit again."""
    path, lines = list(lines_of(events).items())[1]
    put(path, lines[:3])
    last = id_of(lines[2])
    rehashed(events, lambda fields: {"parents": [last]} if fields["parents"] == [id_of(lines[3])] else {})


def blank_a_record(events, _kept):
    path, lines = next(iter(lines_of(events).items()))
    put(path, [lines[0], redacted(lines[1].removesuffix(b"\n")) + b"\n", *lines[2:]])


def checkpoints_of(events):
    return sorted((events / "checkpoints").glob("*.txt"))


def alter_a_checkpoint(events, _kept):
    path = checkpoints_of(events)[-1]
    path.write_bytes(path.read_bytes().replace(b"\ncount 10\n", b"\ncount 9\n"))


def renumber_a_checkpoint(events, _kept):
    path = checkpoints_of(events)[-1]
    path.write_bytes(path.read_bytes().replace(b"\nnumber 2\n", b"\nnumber 3\n"))
    for ending in ("", ".sig"):
        old = path.with_name(path.name + ending)
        if old.exists():
            old.rename(path.with_name("000003" + path.name[6:] + ending))


def remove_the_signatures(events, _kept):
    for path in checkpoints_of(events):
        path.with_name(path.name + ".sig").unlink()


def remove_the_checkpoints(events, _kept):
    shutil.rmtree(events / "checkpoints", ignore_errors=True)


def go_back(events, _kept):
    """To what the checkpoint before the last one held, without a trace of what came after it."""
    list(lines_of(events))[-1].unlink()
    last = checkpoints_of(events)[-1]
    for ending in ("", ".sig"):
        last.with_name(last.name + ending).unlink(missing_ok=True)


@attrs.frozen
class Attack:
    """What is done, in words; ``needs_checkpoints`` where there is nothing to do without one."""

    number: str
    words: str
    act: object
    needs_checkpoints: bool = False
    needs_signatures: bool = False

    def applies(self, set_up):
        return (set_up.has_checkpoints or not self.needs_checkpoints) and (
            set_up.is_signed or not self.needs_signatures
        )


ATTACKS = (
    Attack("1", "edit a line, leave its id", edit),
    Attack("2", "edit a line and give it an id that fits", edit_and_hash),
    Attack("3", "edit a line and give all that follows ids, parents and names that fit", edit_and_hash_the_rest),
    Attack("4", "cut the last line of the newest segment", cut_the_tail),
    Attack("5", "delete the newest segment", delete(-1)),
    Attack("6", "delete the oldest segment", delete(0)),
    Attack("7", "delete a segment in the middle", delete(1)),
    Attack("8", "add a segment of an earlier date, with parents that fit", insert_a_segment),
    Attack("9", "put a line in between, with an id and a parent that fit", insert_a_line),
    Attack("10", "swap two lines", swap),
    Attack("11", "have a line twice", duplicate),
    Attack("12", "move a line to another segment", move),
    Attack("13", "rename a segment", rename),
    Attack("14", "write the whole history anew: the same content, other ids", rewrite),
    Attack("15", "add a record under another's name", another_name),
    Attack("16a", "put the text back into a redacted line", put_the_text_back),
    Attack("16b", "put another text into a redacted line", put_other_text),
    Attack("17a", "blank a record that nobody redacted", blank_a_record),
    Attack("17b", "take a redaction out and make all that follows fit", remove_the_redaction),
    Attack("17c", "change a number in a checkpoint", alter_a_checkpoint, needs_checkpoints=True),
    Attack("17d", "give a checkpoint another number and file name", renumber_a_checkpoint, needs_checkpoints=True),
    Attack("17e", "remove all checkpoints", remove_the_checkpoints, needs_checkpoints=True),
    Attack("17f", "remove the signatures of all checkpoints", remove_the_signatures, needs_signatures=True),
    Attack("17g", "take the log back to the checkpoint before the last", go_back, needs_checkpoints=True),
)


# --- the set-ups -------------------------------------------------------------------------------------------------


@attrs.frozen
class SetUp:
    """How a log is guarded."""

    name: str
    words: str
    has_checkpoints: bool = True
    is_signed: bool = False
    has_git: bool = False
    signers_kept: bool = False
    root_kept: bool = False
    remembers: bool = False

    @property
    def is_built_like(self):
        """Set-ups that agree in this are guarded by other questions to the same log."""
        return (self.has_checkpoints, self.is_signed)


SET_UPS = (
    SetUp("alone", "the log alone", has_checkpoints=False),
    SetUp("git", "in git, an earlier commit kept elsewhere", has_checkpoints=False, has_git=True),
    SetUp("seen", "the log alone, in a clone that ran `check` before", has_checkpoints=False, remembers=True),
    SetUp("checkpoint", "a checkpoint in the log"),
    SetUp("root kept", "a checkpoint in the log, its root kept elsewhere (`--pin`)", root_kept=True),
    SetUp("signed, signers inside", "a signed checkpoint, `allowed_signers` in the log", is_signed=True),
    SetUp(
        "signed, signers kept",
        "a signed checkpoint, `allowed_signers` kept elsewhere (`--signers`)",
        is_signed=True,
        signers_kept=True,
    ),
    SetUp(
        "signed, seen",
        "a signed checkpoint, in a clone that ran `check` before",
        is_signed=True,
        remembers=True,
    ),
)


@attrs.frozen
class Guarded:
    """A log that is guarded, and what its owner keeps elsewhere."""

    folder: object
    kept: bytes
    pin: str | None
    commit: str | None
    signers: object


def git(folder, *arguments):
    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env=GIT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def a_key(path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", str(path)], check=True)
    return path


def signer_line(key):
    return f"{key.name}@example.org {key.with_name(key.name + '.pub').read_text()}"


def guarded(folder, set_up, key):
    """Build the log of a set-up in a folder, with everything that set-ups built like it need, too."""
    folder.mkdir()
    kept = build(folder, has_checkpoints=set_up.has_checkpoints, key=str(key) if set_up.is_signed else None)
    log = LogFiles(folder=str(folder / "events"))
    pin = commit = signers = None
    if set_up.is_signed:
        (folder / "events" / "allowed_signers").write_text(signer_line(key))
        signers = folder.with_name(folder.name + " signers")
        signers.write_text(signer_line(key))
    if set_up.has_checkpoints:
        last = max(checkpoints.read(log).files.values(), key=lambda c: c.number)
        pin = f"{last.number}:{last.root}"
    remember(log, check(log, forget=True))
    if set_up.has_git or not set_up.has_checkpoints:
        git(folder, "init", "-q")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "kept")
        commit = git(folder, "rev-parse", "HEAD")
    return Guarded(folder, kept, pin, commit, signers)


def tidy_up(case, set_up, key):
    """Make all in the folder fit again that can be made to fit without the keys of others."""
    events = case.folder / "events"
    fit_names(events)
    if not set_up.has_checkpoints:
        return
    if set_up.is_signed:
        (events / "allowed_signers").write_text(signer_line(key))
    remove_the_checkpoints(events, None)
    (events / "checkpoints").mkdir()
    records = chain.ordered(LogFiles(folder=str(events)).read(skip_bad=True).records)
    made = []
    for number in (1, 2):
        made.append(checkpoint.make(records, made, time=f"2026-11-23T23:0{number}:00.000000Z"))
        path = events / "checkpoints" / f"{made[-1].name}.txt"
        path.write_bytes(made[-1].text)
        if set_up.is_signed:
            path.with_name(path.name + ".sig").write_bytes(signed(made[-1].text, key))


@functools.cache
def signed(text, key):
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", "timeline-checkpoint", "-f", str(key)]
    return subprocess.run(command, input=text, check=True, capture_output=True).stdout


def seen_by(case, set_up):
    """Ask what there is to ask; the codes of what was found, and ``told`` where only an answer says something."""
    log = LogFiles(folder=str(case.folder / "events"))
    pins = [case.pin] if set_up.root_kept else []
    signers = str(case.signers) if set_up.signers_kept else None
    codes = {finding.code for finding in check(log, pins=pins, signers=signers, forget=not set_up.remembers).findings}
    if set_up.has_git and touches_what_is_sealed(case):
        codes.add("git diff")
    if not codes and (late := arrived_late(log)):
        codes.add(late)
    return codes


def touches_what_is_sealed(case):
    """Ask git what became of the segments that it has, as the rule for pull requests does (docs/ci.md)."""
    return bool(git(case.folder, "diff", "--name-status", "--no-renames", case.commit, "--", "events/[0-9]*"))


def arrived_late(log):
    """What an answer about the past says of records that the last checkpoint does not hold."""
    found = checkpoints.read(log).files.values()
    if not found:
        return None
    ledger = Ledger(log.read(skip_bad=True).records)
    day = parse_clock("2026-11-23", today=TODAY)
    snapshot = ledger.at(Clocks.choose(today=TODAY, as_of=day))
    return "told" if late_words(ledger, snapshot, last_of(found)) else None


def content(events, pattern="**/*"):
    return {str(path.relative_to(events)): path.read_bytes() for path in events.glob(pattern) if path.is_file()}
