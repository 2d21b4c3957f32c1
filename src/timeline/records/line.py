"""A record as the bytes of its line, and back.

Law of this module: what is read is hashed as it lies, never re-encoded; what is written has one spelling. Of a line
everything but the id is under the id: the head as it stands, and the body through its salted hash, so that a redacted
line still proves its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from timeline.dates.stamps import is_day, stamp_moment
from timeline.errors import Finding, LogBroken, RecordError
from timeline.records import strict_json
from timeline.records.model import BODIES, ENVELOPE_FIELDS, Body, Record, structure

_ALTERED: Final = "bring the file back from git or a copy; what is to change is added with `timeline correct`"
LINE_LIMIT: Final = 1_000_000
BODY_DOMAIN: Final = b"timeline/body/1\n"
RECORD_DOMAIN: Final = b"timeline/record/1\n"

BY: Final = re.compile(r"[a-z0-9-]{1,40}")
KIND: Final = re.compile(r"[a-z][a-z-]{0,39}")
SALT: Final = re.compile(r"[0-9a-f]{32}")

_START: Final = re.compile(
    rb'\{"id":"([0-9a-f]{64})",'
    rb'("parents":\[((?:"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)?)\],'
    rb'"recorded":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)",'
    rb'"by":"([a-z0-9-]{1,40})",'
    rb'"kind":"([a-z][a-z-]{0,39})")'
)
_END: Final = re.compile(rb',"(?:salt":"([0-9a-f]{32})","body":(?=\{)|body_sha256":"([0-9a-f]{64})"\}\Z)')
_SOURCE: Final = re.compile(rb'[{,]"name":"([a-z0-9][a-z0-9._-]*)"')
DIGITS: Final = bytes.maketrans(b"123456789", b"0" * 9)
LONG_NUMBER: Final = b"0" * 16
C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
_MERGE_MARKS: Final = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")

_loads: Final = msgspec.json.Decoder().decode
_dumps: Final = msgspec.json.Encoder(order="sorted").encode


class TooLong(RecordError):
    """A record that takes more bytes than a line may have; ``place`` is that of its draft, where there is one."""

    place: int | None = None


class BadLine(LogBroken):
    """A line that is refused; ``code`` is a stable word for its reason, ``field`` the path inside the record."""

    def __init__(
        self, code: str, what: str, *, file: str, line: int, field: str | None = None, fix: str | None = None
    ) -> None:
        where = f"{file}:{line}, {field}" if field else f"{file}:{line}"
        super().__init__(what, where=where, fix=fix or "bring the file back from git, a clone or a copy")
        self.code = code
        self.file = file
        self.line = line
        self.field = field

    @property
    def finding(self) -> Finding:
        """The same fault as a value."""
        message = f"{self.field}: {self.what}" if self.field else self.what
        return Finding(code=self.code, message=message, file=self.file, line=self.line, fix=self.fix, field=self.field)


# --- writing -------------------------------------------------------------------------------------------------------


def body_bytes(body: Mapping[str, Any]) -> bytes:
    """Spell a body in the one way that we write: keys by code point at every depth, no blanks, numbers as Python does.

    Raises:
        RecordError: It holds what no reader may accept: control characters, integers beyond 2^53, a field of the
            envelope, and the like; ``where`` is the field's path.
    """
    import json  # noqa: PLC0415 - only writing asks

    reserved = sorted(ENVELOPE_FIELDS & set(body))
    if reserved:
        raise RecordError(f"{strict_json.quoted(reserved[0])} is not a field of a body", where=reserved[0])
    for path, code, what in strict_json.faults(body, depth=2):
        raise RecordError(what, where=path, fix=strict_json.FIXES.get(code), unwritten=True)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.encode()


def encode(
    *,
    parents: Sequence[str],
    recorded: str,
    by: str,
    kind: str,
    body: Mapping[str, Any],
    salt: str,
    spelled: bytes | None = None,
) -> tuple[str, bytes]:
    """Make the line of a record, whose parents ascend; kinds that are not known are written as they are.

    ``salt`` is 32 hex digits of chance, ``spelled`` what :func:`body_bytes` gives of the body, where that is known
    already.

    Returns:
        The id, and the line without its newline.

    Raises:
        RecordError: A part is not of its form.
        TooLong: The line would be over 1 MB.
    """
    for name, pattern, value in (("by", BY, by), ("kind", KIND, kind), ("salt", SALT, salt)):
        if not pattern.fullmatch(value):
            raise RecordError(f"{strict_json.quoted(value)} is no {name}", where=name, unwritten=True)
    stamp_moment(recorded)
    text = body_bytes(body) if spelled is None else spelled
    return join(parents=parents, recorded=recorded, by=by, kind=kind, salt=salt, text=text)


def join(*, parents: Sequence[str], recorded: str, by: str, kind: str, salt: str, text: bytes) -> tuple[str, bytes]:
    """Make the line of a record as :func:`encode` does, of parts that are known to be of their form.

    Raises:
        TooLong: The line would be over 1 MB.
    """
    head = head_of(parents=parents, recorded=recorded, by=by, kind=kind)
    record_id = id_of(head, hash_of_body(salt.encode(), text))
    line = line_of(record_id, head, salt, text)
    require_room(len(line))
    return record_id, line


def head_of(*, parents: Sequence[str], recorded: str, by: str, kind: str) -> bytes:
    """Spell the head of a line: what stands between its id and its salt."""
    named = '","'.join(parents)
    named = f'"{named}"' if named else ""
    return f'"parents":[{named}],"recorded":"{recorded}","by":"{by}","kind":"{kind}"'.encode()


def line_of(record_id: str, head: bytes, salt: str, text: bytes) -> bytes:
    """Put a line together of its parts."""
    return b'{"id":"%b",%b,"salt":"%b","body":%b}' % (record_id.encode(), head, salt.encode(), text)


def require_room(size: int) -> None:
    """Refuse what takes more bytes than a line may have.

    Raises:
        TooLong: It does.
    """
    if size > LINE_LIMIT:
        raise TooLong(
            f"the record would take {size:,} bytes; a line holds at most {LINE_LIMIT:,}",
            fix="keep long texts beside the log, and name them with `timeline attach`",
            unwritten=True,
        )


def fit_by(name: str) -> str:
    """Make a person's name fit for ``by``: small Latin letters, digits and hyphens, at most 40.

    A name with no letter of the Latin alphabet becomes ``writer-`` and six digits of its hash, so that two such
    people stay apart.

    >>> fit_by("Zoë O'Neil")
    'zoe-o-neil'
    """
    latin = name
    if not name.isascii():
        import unicodedata  # noqa: PLC0415 - most names do without

        latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    fitted = re.sub("[^a-z0-9]+", "-", latin.lower()).strip("-")[:40].strip("-")
    if fitted:
        return fitted
    return f"writer-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}" if name.strip() else "unknown"


# --- reading -------------------------------------------------------------------------------------------------------


def decode(line: bytes, *, file: str, line_no: int) -> Record:
    """Read one line, strictly and whole, without its newline, and prove that it is what was written.

    Returns:
        The record; ``content`` is None where its kind is unknown, ``body`` too where it was redacted.

    Raises:
        BadLine: It is not strict JSON, not of the form of a line, does not match its id, or breaks its kind's rules.
    """
    start = _START.match(line)
    end = _END.match(line, start.end()) if start else None
    if start is None or end is None or len(line) > LINE_LIMIT:
        start, end = _unusual(line, file, line_no)
    record_id, head, parents, recorded_text, by, kind_text = start.groups()
    if end.start() != start.end():
        head = line[start.start(2) : end.start()]
    salt, body_hash = end.groups()
    raw = None if salt is None else line[end.end() : -1]
    if raw is not None:
        if line[-1:] != b"}":
            _refuse_unstrict(line, file, line_no)
            raise BadLine("form", "the line does not end with its body", file=file, line=line_no)
        body_hash = sha256(b"%b%b\n%b" % (BODY_DOMAIN, salt, raw)).hexdigest().encode()
    if sha256(b"%b%b\n%b" % (RECORD_DOMAIN, head, body_hash)).hexdigest().encode() != record_id:
        _refuse_unstrict(line, file, line_no)
        what, fix = "the line does not match its id: it was altered after it was written", _ALTERED
        raise BadLine("hash", what, file=file, line=line_no, fix=fix)
    kind, recorded = kind_text.decode(), recorded_text.decode()
    try:
        body, content = _read(kind, recorded, raw)
    except RecordError as error:
        code = error.code if isinstance(error, strict_json.NotStrict) else "record"
        raise BadLine(code, error.what, file=file, line=line_no, field=error.where, fix=error.fix) from error
    return Record(
        id=record_id.decode(),
        parents=tuple(parents[1:-1].decode().split('","')) if parents else (),
        recorded=recorded,
        by=by.decode(),
        kind=kind,
        body=body,
        content=content,
        file=file,
        line=line_no,
    )


def _read(kind: str, recorded: str, raw: bytes | None) -> tuple[dict[str, Any] | None, Body | None]:
    """Read the body of a line of which the bytes are proved, None where it was redacted; and judge its stamp.

    Raises:
        RecordError: The stamp names no moment, or the body breaks the rules of its kind.
    """
    if not (recorded[11:13] < "24" and recorded[14:16] < "60" and recorded[17:19] < "60" and is_day(recorded[:10])):
        raise RecordError(f'"{recorded}" names no moment that exists', where="recorded")
    if raw is None:
        return None, None
    body = _strict_body(raw)
    if not ENVELOPE_FIELDS.isdisjoint(body):
        name = min(ENVELOPE_FIELDS & set(body))
        raise RecordError(f"{strict_json.quoted(name)} is not a field of a body", where=name)
    return body, structure(kind, body) if kind in BODIES else None


def parts(line: bytes) -> tuple[re.Match[bytes], re.Match[bytes]]:
    """Find the head of a line that has been read before, and what follows it."""
    start = _START.match(line)
    end = _END.match(line, start.end()) if start is not None else None
    return (start, end) if start is not None and end is not None else _unusual(line, "line", 1)


def claimed(line: bytes) -> list[tuple[str, str]]:
    """Say which record a damaged line says that it is: its id, and the name of the source that it seems to define.

    It proves nothing. The name is "" for any other record; nothing is given where not even the head can be read.
    """
    start = _START.match(line)
    if start is None:
        return []
    name = _SOURCE.search(line, start.end()) if start[6] == b"source" else None
    return [(start[1].decode(), name[1].decode() if name else "")]


def hash_of_body(salt: bytes, body: bytes) -> str:
    """Give the salted hash of a body, by which a redacted line proves its place."""
    return sha256(b"%b%b\n%b" % (BODY_DOMAIN, salt, body)).hexdigest()


def id_of(head: bytes, body_sha256: str) -> str:
    """Give the id of a record: the hash of all of its line but the id."""
    return sha256(b"%b%b\n%b" % (RECORD_DOMAIN, head, body_sha256.encode())).hexdigest()


def _strict_body(raw: bytes) -> dict[str, Any]:
    """Read a body: at once where it is spelled as we write, else by the slow and strict way.

    Spelling the value again and comparing proves that no key was given twice and no number lost a digit.
    """
    try:
        body = _loads(raw)
        usual = _dumps(body) == raw
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        usual = False
    if not usual or b"\x7f" in raw or not (raw.isascii() or C1.search(raw) is None):
        body = strict_json.parse(raw)
        for path, code, what in strict_json.faults(body, depth=2):
            raise strict_json.NotStrict(code, what, where=path)
    elif (
        b"\\" in raw
        or raw.count(b"{") + raw.count(b"[") >= strict_json.MAX_DEPTH
        or LONG_NUMBER in raw.translate(DIGITS)
    ):
        for path, code, what in strict_json.faults(body, depth=2):
            raise strict_json.NotStrict(code, what, where=path)
    return body  # type: ignore[no-any-return]


def _unusual(line: bytes, file: str, line_no: int) -> tuple[re.Match[bytes], re.Match[bytes]]:
    """Read a line that has fields in its head which this version does not know; or say what is wrong with it."""
    if len(line) > LINE_LIMIT:
        raise BadLine(
            "line-too-long",
            f"the line has {len(line):,} bytes; at most {LINE_LIMIT:,} are read",
            file=file,
            line=line_no,
        )
    start = _START.match(line)
    if start:
        for end in re.finditer(_END.pattern, line):
            if end.start() < start.end():
                continue
            try:
                head = strict_json.parse(b"{%b}" % line[start.start(2) : end.start()])
            except strict_json.NotStrict:
                continue
            if list(head)[:4] == ["parents", "recorded", "by", "kind"]:
                return start, end
    _refuse_unstrict(line, file, line_no)
    raise BadLine(
        "form",
        _reason(line),
        file=file,
        line=line_no,
        fix="lines are written by `timeline` alone; bring the file back from git or a copy",
    )


def _reason(line: bytes) -> str:
    value = strict_json.parse(line)
    order = ["id", "parents", "recorded", "by", "kind"]
    if not isinstance(value, dict):
        return "the line is not a JSON object"
    missing = [name for name in order if name not in value]
    if missing:
        return f"the line lacks {strict_json.quoted(missing[0])}"
    if "body_sha256" not in value and not {"salt", "body"} <= set(value):
        return "the line has neither salt and body nor body_sha256"
    if list(value)[:5] != order:
        return "the fields do not stand in the order id, parents, recorded, by, kind, salt, body"
    return "the line is not of the form of a record: a field of its head is misspelled, or blanks stand in it"


def _refuse_unstrict(line: bytes, file: str, line_no: int) -> None:
    """Name the reason why a line is not strict JSON, where there is one."""
    code = what = None
    fix = "bring the file back from git or a copy; segments are never edited or merged by hand"
    if not line.strip():
        code, what = "blank-line", "the line is blank"
    elif line.startswith(_MERGE_MARKS):
        code, what = "merge-marker", "the line is a mark that a failed merge left"
        fix = (
            "take one side of the file whole (git checkout --ours, or a copy); `timeline check` then names what is left"
        )
    elif line.endswith(b"\r"):
        code, what = "carriage-return", "the line ends with a carriage return"
    if code and what:
        raise BadLine(code, what, file=file, line=line_no, fix=fix)
    try:
        strict_json.parse(line)
    except strict_json.NotStrict as error:
        raise BadLine(error.code, error.what, file=file, line=line_no, field=error.where, fix=error.fix) from error
