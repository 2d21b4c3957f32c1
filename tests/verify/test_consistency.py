"""Judging by what bears on others finds just what judging every record finds; what is new is judged like all of it."""

import contextlib
import random
import shutil
import time
from pathlib import Path

import pytest

from builders import A_MOMENT_US, a_body, a_draft
from timeline.dates.stamps import format_stamp
from timeline.errors import LogError, RecordError
from timeline.records import chain
from timeline.records.cut import redacted
from timeline.records.line import decode, encode
from timeline.records.segment import parse, stem
from timeline.store import checkpoints
from timeline.store.check import check, remember
from timeline.store.log import LogFiles
from timeline.verify import union
from timeline.verify.consistency import judge, judge_records
from timeline.verify.graph import Lineage
from timeline.verify.outline import outline

SOURCES = ["press", "relay", "wire", "blog", "nobody"]
DATES = [
    "2025",
    "2025-08",
    "2026-11-22",
    "2026-11-23",
    "2026-11-24",
    "2027?",
    "[..2026-11]",
    "2026-11-01/..",
    "2028-01-01",
]
TITLES = ["a", "b", 'with "quotes"']


class Story:
    """A random log in the making: segments of several writers who now and then see each other's records."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.records, self.files, self.clock = [], {}, 0

    def body(self):
        chance = self.chance
        kind = chance.choices(
            ["source", "capture", "event", "report", "correction", "retraction", "link", "redaction"],
            [4, 2, 9, 2, 4, 2, 2, 0.3],
        )[0]
        events = [r.id for r in self.records if r.kind == "event"] or ["e" * 64]
        every = [r.id for r in self.records] or ["e" * 64]
        missing = ["f" * 64] * chance.choice([0, 0, 0, 1])
        body = {}
        if kind == "source":
            body = {"name": chance.choice(SOURCES[:4])}
            self.some(body, 0.7, published=chance.choice(DATES), retrieved=chance.choice(DATES))
            self.some(body, 0.3, via=chance.sample(SOURCES, chance.randint(1, 2)))
        elif kind == "capture":
            body = {"source": chance.choice(SOURCES)}
            self.some(body, 0.8, retrieved=chance.choice(DATES))
        elif kind == "event":
            body = {"title": chance.choice(TITLES)}
            self.some(body, 0.5, occurred=chance.choice(DATES))
            self.some(body, 0.7, reports=[self.report() for _ in range(chance.randint(1, 3))])
            fact = {"entity": "e", "property": "p", "value": chance.choice([1, "x", None, {"op": ">=", "value": 2}])}
            self.some(fact, 0.3, during=chance.choice(DATES), mode=chance.choice(["planned", "failed", "actual"]))
            self.some(body, 0.4, facts=[fact])
            self.some(body, 0.2, key=chance.choice("kl"), imported="elsewhere", data={"n": chance.choice([1, 1.5])})
        elif kind == "report":
            body = {"event": chance.choice(events + missing), **self.report()}
        elif kind == "correction":
            target = chance.choice(chance.choice([every[:2], every]) + missing) + chance.choice(["", "", "", "#1"])
            given = [
                {"title": "c"},
                {"occurred": chance.choice(DATES)},
                {"reports": [self.report()]},
                {"via": ["press"]},
            ]
            given += [{"retrieved": chance.choice(DATES)}, {"source": chance.choice(SOURCES)}]
            given += [{"published": chance.choice(DATES)}, {"target": chance.choice(every)}, {"set": {"title": "d"}}]
            body = {"target": target, "set": chance.choice(given)}
            if chance.random() < 0.5:  # so that two who do not know of each other mend the same
                body = {"target": every[0], "set": {"title": chance.choice("cde")}}
            self.some(body, 0.2, reported=chance.choice(DATES), source=chance.choice(SOURCES))
        elif kind == "retraction":
            body = {"target": chance.choice(every + missing) + chance.choice(["", "", "#1"])}
        elif kind == "link":
            body = {
                "from": chance.choice(events),
                "to": chance.choice(events + missing),
                "rel": chance.choice(["contradicts", "supersedes", "same-event"]),
            }
        elif kind == "redaction":
            body = {"target": chance.choice(every)}
        return kind, a_body(kind, **body)

    def report(self):
        report = {}
        self.some(report, 0.9, source=self.chance.choice(SOURCES))
        self.some(report, 0.2, reported=self.chance.choice(DATES))
        self.some(report, 0.15, via=[self.chance.choice(SOURCES)])
        self.some(report, 0.2, stance=self.chance.choice(["denies", "doubts"]), quote="q")
        return report

    def some(self, body, share, **fields):
        body.update({name: value for name, value in fields.items() if self.chance.random() < share})

    def write(self, count):
        """Write a segment; its first line follows what its writer has seen, which may be little."""
        seen = self.records[: self.chance.randint(1, 12)] if self.chance.random() < 0.5 else self.records
        parents = chain.heads(seen)
        by, lines, made = self.chance.choice(["ada", "bob"]), [], []
        while len(lines) < count:
            kind, body = self.body()
            self.clock += self.chance.randint(1, 90_000)
            stamp = format_stamp(A_MOMENT_US + self.clock * 1_000_000)
            salt = f"{self.chance.getrandbits(128):032x}"
            try:
                record_id, line = encode(parents=parents, recorded=stamp, by=by, kind=kind, body=body, salt=salt)
                record = decode(line, file="x", line_no=1)
            except RecordError:
                continue
            made.append(record)
            lines.append(line + b"\n")
            self.records = [*self.records, record]
            parents = (record_id,)
        name = stem(made[0].recorded, by, made[0].id)
        self.files[f"{name}.jsonl"] = b"".join(lines)


def told(findings):
    return sorted((f.code, f.message, f.file or "", f.line or 0, f.fix or "") for f in findings)


def in_full(files):
    read = [parse(name, data) for name, data in sorted(files.items())]
    records = chain.ordered(record for segment in read for record in segment.records)
    return told(judge_records(records, {record.id for record in records}))


@pytest.mark.parametrize("seeds", [range(300), pytest.param(range(300, 6000), marks=pytest.mark.nightly)], ids=str)
def test_what_bears_on_others_is_all_that_has_to_be_judged(seeds):
    codes = set()
    for seed in seeds:
        story = Story(seed)
        for _ in range(story.chance.randint(1, 5)):
            story.write(story.chance.randint(1, 6))
        outlines = [outline(name, data) for name, data in sorted(story.files.items())]
        lineage = union.without_redacted(Lineage(outlines, story.files.__getitem__))
        found, wanted = told(judge(lineage).findings), in_full(story.files)
        assert found == wanted, f"seed {seed}"
        codes |= {code for code, *_ in found}
        assert lineage.heads == chain.heads(story.records)
        assert {lineage.id_of(number).hex() for number in range(lineage.count)} == {r.id for r in story.records}
    assert codes >= {"dangling-reference", "unknown-source", "source-clash", "key-clash", "not-applied"}
    assert codes >= {"rival-corrections", "contradicting-dates"}


def test_most_of_a_plain_log_is_not_read_again():
    story = Story(1)
    plain = {"occurred": "2025", "reports": [{"reported": "2025-06"}, {}]}
    story.body = lambda: ("event", plain | {"title": f"{len(story.records)}", "key": "k" * len(story.records)})
    story.write(200)
    ((name, data),) = story.files.items()
    judged = judge(Lineage([outline(name, data)], story.files.__getitem__))
    assert (judged.records, judged.findings) == ((), ())


# --- what is new -------------------------------------------------------------------------------------------------


def settled():
    """A time at which every file that was written by now is old enough to be known again."""
    return time.time_ns() // 1000 + 10_000_000


def put(log, files):
    for name, data in files.items():
        path = Path(log.folder) / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def harm(chance, files):
    """Do something to a log: most of it is found."""
    name = chance.choice(sorted(files))
    lines = files[name].splitlines(keepends=True) or [b"\n"]
    place = chance.randrange(len(lines))
    way = chance.randrange(6)
    if way == 0:
        files[name] = b"".join([*lines[:place], lines[place].replace(b'"', b"'", 1), *lines[place + 1 :]])
    elif way == 1:
        files[name] = b"".join(lines[:place])
    elif way == 2:
        files[name] = b"".join([*lines, chance.choice(lines)])
    elif way == 3:
        files[f"2026/2026-11-23T0000Z-eve-{place:06d}.jsonl"] = b"".join(lines[place:])
    elif way == 4:
        with contextlib.suppress(LogError):  # it was harmed before
            files[name] = b"".join([*lines[:place], redacted(lines[place][:-1]) + b"\n", *lines[place + 1 :]])
    elif len(files) > 1:
        del files[name]


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 500), marks=pytest.mark.nightly)], ids=str)
def test_checking_what_is_new_finds_what_checking_everything_finds(tmp_path, seeds):
    known = tried = 0
    for seed in seeds:
        log = LogFiles.create(tmp_path / f"{seed}" / "events", title="a")
        story = Story(seed)
        for _ in range(story.chance.randint(2, 6)):
            story.write(story.chance.randint(1, 6))
            if story.chance.random() < 0.25:
                harm(story.chance, story.files)
            for path in log.path.glob("2*/*.jsonl"):
                if str(path.relative_to(log.folder)) not in story.files:
                    path.unlink()
            put(log, story.files)
            now = settled()
            new, full = check(log, new=True, now=now), check(log, now=now)
            assert told(new.findings) == told(full.findings), f"seed {seed}"
            assert (new.findings, new.records, new.heads) == (full.findings, full.records, full.heads)
            known += not any(note.startswith("0 of") for note in new.notes)
            tried += 1
            remember(log, story.chance.choice([new, full]))
            if story.chance.random() < 0.2:
                with contextlib.suppress(LogError):
                    checkpoints.write(log)
        shutil.rmtree(log.path.parent)
    assert known > tried / 3


def test_only_what_is_new_is_read(tmp_path):
    log = LogFiles.create(tmp_path / "events", title="a")
    for title in "ab":
        LogFiles(folder=log.folder).append([a_draft(title=title)], by="ada")
    remember(log, check(log, now=settled()))
    LogFiles(folder=log.folder).append([a_draft(title="c")], by="ada")
    checked = check(log, new=True, now=settled())
    assert any(note.startswith("2 of 3 files") for note in checked.notes)
    assert checked.records == 3
    path = log.path / next(iter(checked.verified.files))
    path.write_bytes(path.read_bytes().replace(b'"title"', b'"titel"'))
    assert "hash" in [finding.code for finding in check(log, new=True, now=settled()).findings]


def test_a_file_that_was_touched_just_now_is_read_again(tmp_path):
    log = LogFiles.create(tmp_path / "events", title="a")
    log.append([a_draft(title="a")], by="ada")
    checked = check(log)
    assert checked.verified.files == {}
    remember(log, checked)
    assert any(note.startswith("0 of 1 file ") for note in check(log, new=True).notes)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:0], lambda data: b"x" + data])
def test_what_was_proved_and_is_damaged_counts_as_nothing(tmp_path, damage):
    log = LogFiles.create(tmp_path / "events", title="a")
    log.append([a_draft(title="a")], by="ada")
    remember(log, check(log, now=settled()))
    file = log.path / ".index" / "verified"
    file.write_bytes(damage(file.read_bytes()))
    checked = check(log, new=True, now=settled())
    assert checked.findings == ()
    assert any(note.startswith("0 of 1 file ") for note in checked.notes)
