"""Hostile input, texts that were changed at random: seconds of it in the suite, minutes in a job.

Each target takes chance, tries one text, and gives whether it was read and what went wrong with it, None where nothing
did: a text is read, or refused with a reason, and nothing else; and what is read is read as the same again.
"""

import datetime as dt
import hashlib

from builders import A_SALT, a_body, a_chain, a_line, faults_of
from timeline.dates import edtf
from timeline.errors import LogBroken
from timeline.records import segment
from timeline.records.line import body_bytes, decode
from timeline.verify import checkpoint

PIECES = (
    *(b'"', b"\\", b"\\u202e", b"\\ud800", b"{", b"}", b"[", b"]", b",", b":", b"null", b"1e999", b"NaN", b"-0"),
    *(
        b"9007199254740993",
        b"\xff",
        b"\xe2\x80\xae",
        b"\n",
        b"\r",
        b"\x1b",
        b"\x00",
        b"\x85",
        b'"id":',
        b'"occurred":"',
    ),
    *(b"2025", b"-13", b"..", b"/", b"X", b"~", b"?", b"%", b"Y1e9", b"S3", b"T24:00:00Z", b"-", b"{,}", b"[..]", b" "),
)
_FACT = {"entity": "a", "property": "p", "value": {"op": ">=", "value": 1000, "unit": "chips"}}
_REPORT = {"source": "scmp", "stance": "doubts", "reported": "2025-08-14"}
_BODIES = (
    ("event", a_body("event", occurred="2025?-08", facts=[_FACT], reports=[_REPORT], data={"a": [1.5, None]})),
    ("source", a_body("source", published="2025-08", via=["ft"])),
    ("correction", a_body("correction", set={"facts": [_FACT]}, reported="../2025")),
    ("link", a_body("link", reported="2025")),
    ("capture", a_body("capture", retrieved="2025")),
    ("redaction", a_body("redaction")),
)
_DATES = (
    *(b"2025-08-14", b"2025?-08", b"[..2026-05]", b"{2025,2026-11..2026-12}", b"Y-17E7S3", b"2025-21~/..", b"19XX-0X"),
    *(b"1985-04-12T23:20:50.52+02:00", b"2026-Q2", b"?2004-%06-11"),
)
_DAY = dt.date(2026, 11, 23)
_RECORDS = a_chain(*[("event", {"title": f"{n}", "occurred": "2025"}) for n in range(3)])
_FILE = b"".join(
    a_line("event", parents=r.parents, recorded=r.recorded, salt=f"{n:032x}", body=r.body) + b"\n"
    for n, r in enumerate(_RECORDS)
)
_FILE_NAME = f"2026/2026-11-23T2100Z-ada-{_RECORDS[0].id[:6]}.jsonl"
_CHECKPOINT = checkpoint.make(_RECORDS, (), time=_RECORDS[-1].recorded).text


def mutated(chance, text):
    """Change a text at a few places: put something in, take something out, or both."""
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        place = chance.randrange(len(text) + 1)
        rest = text[place + chance.choice((0, 0, 1, 3, 9)) :]
        piece = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
        text = text[:place] + chance.choice((piece, piece, b"", chance.randbytes(2))) + rest
    return text


def line(chance):
    """Read a line whose body was changed, and whose hashes were made to fit."""
    kind, given = chance.choice(_BODIES)
    body = mutated(chance, body_bytes(given))
    top = b'"parents":[],"recorded":"2026-11-23T21:10:00.000000Z","by":"ada","kind":"%b"' % kind.encode()
    digest = hashlib.sha256(b"timeline/body/1\n%b\n%b" % (A_SALT.encode(), body)).hexdigest().encode()
    name = hashlib.sha256(b"timeline/record/1\n%b\n%b" % (top, digest)).hexdigest().encode()
    text = b'{"id":"%b",%b,"salt":"%b","body":%b}' % (name, top, A_SALT.encode(), body)
    try:
        record = decode(text, file="x", line_no=1)
        again = decode(a_line(record.kind, body=record.body), file="x", line_no=1)
    except LogBroken:
        return False, None
    except Exception as error:  # noqa: BLE001 - what the target is looking for
        return False, f"{error!r}: {text!r}"
    return True, None if again.body == record.body else f"read as another: {text!r}"


def date(chance):
    """Read a text that was changed as a date."""
    text = mutated(chance, chance.choice(_DATES)).decode("utf-8", "replace")
    try:
        row = edtf.describe(text, today=_DAY)
        if not row["valid"]:
            return False, None if row["error"] else f"refused without a reason: {text!r}"
        is_same = edtf.describe(row["edtf"], today=_DAY)["edtf"] == row["edtf"]
    except Exception as error:  # noqa: BLE001 - what the target is looking for
        return False, f"{error!r}: {text!r}"
    return True, None if is_same else f"read as another: {text!r}"


def file(chance):
    """Read and verify a segment whose bytes were changed: no other record than those that were written is ever read."""
    data = mutated(chance, _FILE)
    try:
        records = segment.parse(_FILE_NAME, data).records
        faults = faults_of([(_FILE_NAME, [data])])
    except Exception as error:  # noqa: BLE001 - what the target is looking for
        return False, f"{error!r}: {data!r}"
    if strange := {record.id for record in records} - {record.id for record in _RECORDS}:
        return True, f"read, and never written: {strange}: {data!r}"
    if not faults and data != _FILE:
        whole = tuple(record.id for record in records) == tuple(record.id for record in _RECORDS)[: len(records)]
        return True, None if whole and _FILE.startswith(data) else f"changed, and not found: {data!r}"
    return bool(records), None


def checkpoints(chance):
    """Read a checkpoint whose text was changed: it is refused, or has that very text."""
    text = mutated(chance, _CHECKPOINT)
    try:
        made = checkpoint.parse(text, file="x")
    except LogBroken:
        return False, None
    except Exception as error:  # noqa: BLE001 - what the target is looking for
        return False, f"{error!r}: {text!r}"
    return True, None if made.text == text else f"read as another: {text!r}"


TARGETS = {"line": line, "date": date, "file": file, "checkpoint": checkpoints}
