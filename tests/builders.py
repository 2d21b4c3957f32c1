"""Valid records, bodies and lines, each made from the one field that a test cares about."""

import itertools

from timeline.records.drafts import Decision, Draft
from timeline.records.line import decode, encode
from timeline.store.log import LogFiles
from timeline.verify.graph import Lineage
from timeline.verify.outline import outline

A_MOMENT = "2026-11-23T21:10:00.000000Z"
A_MOMENT_US = 1_795_468_200_000_000
A_SALT = "00112233445566778899aabbccddeeff"

_count = itertools.count(1)


def a_body(kind="event", **fields):
    """A valid body of a kind: what is given, and what it cannot do without."""
    needed = {
        "source": {"name": "scmp"},
        "capture": {"source": "scmp", "sha256": "a" * 64},
        "event": {"title": "R2 training failed"},
        "report": {"event": "e" * 64},
        "correction": {"target": "e" * 64, "set": {"title": "R2 training was stopped"}},
        "retraction": {"target": "e" * 64},
        "link": {"from": "e" * 64, "to": "f" * 64, "rel": "contradicts"},
        "redaction": {"target": "e" * 64, "because": "a court's order"},
    }
    return needed.get(kind, {}) | fields


def a_draft(kind="event", *, recorded=None, given_id=None, where=None, **fields):
    """A draft of a kind."""
    return Draft(kind=kind, body=a_body(kind, **fields), recorded=recorded, id=given_id, where=where)


def a_stamp(number):
    """The stamp of record number n: one second after the other."""
    return f"2026-11-23T{21 + number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"


def a_line(kind="event", *, parents=(), recorded=A_MOMENT, by="ada", salt=A_SALT, body=None, **fields):
    """The bytes of a valid line."""
    given = a_body(kind, **fields) if body is None else body
    return encode(parents=parents, recorded=recorded, by=by, kind=kind, body=given, salt=salt)[1]


def a_record(kind="event", *, file="2026/log.jsonl", line=1, **fields):
    """A valid record, as if it had been read."""
    return decode(a_line(kind, **fields), file=file, line_no=line)


def a_chain(*bodies, first=0):
    """Records that follow each other, one second apart: each given as (kind, fields)."""
    records = []
    for number, (kind, fields) in enumerate(bodies, first):
        parents = (records[-1].id,) if records else ()
        salt = f"{number:032x}"
        records.append(
            a_record(
                kind, parents=parents, recorded=a_stamp(number), salt=salt, line=number + 1, body=a_body(kind, **fields)
            )
        )
    return records


def a_log(folder, *drafts, title="A story", by="ada", **options):
    """A log on disk, with these drafts added one after the other."""
    log = LogFiles.create(folder / "events", title=title)
    for draft in drafts:
        log.append([draft], by=by, **options)
    return log


def let_in(_records, drafts, **_):
    """Decide as a version without today's rules for single fields would have: whatever is there is written."""
    return tuple(Decision(place=place, kind=draft.kind, body=draft.body) for place, draft in enumerate(drafts))


def segments_of(log):
    """The names and bytes of a log's segments."""
    return {str(path.relative_to(log.folder)): path.read_bytes() for path in sorted(log.path.glob("2*/**/*.jsonl"))}


def faults_of(files):
    """The faults of whole files, each with its name and its lines as they lie, newline included."""
    held = {name: b"".join(lines) for name, lines in files}
    return list(Lineage([outline(name, data) for name, data in held.items()], held.__getitem__).findings())


def titles_of(log, **options):
    """The titles of the records of a log, as it reads with these options."""
    return [record.body["title"] for record in log.read(**options).records]


def findings_in(log):
    """What is wrong with the segments of a log."""
    return faults_of([(name, text.splitlines(keepends=True)) for name, text in segments_of(log).items()])


def segment_of(log):
    """The path of the only segment of a log."""
    (name,) = segments_of(log)
    return log.path / name
