"""Lines proved without being read into values: the fast way of verifying a large log, and of reading a large batch.

Law of this module: what is proved here is what :func:`timeline.records.line.decode` would accept, or of a flat record
what :func:`timeline.records.flat.flat_record` and the rules of admission for its own fields would, with no field that
this version does not know; of everything else it says nothing, and the slow way is asked, which also knows the reasons.
"""

from __future__ import annotations

import functools
import re
from hashlib import sha256
from typing import Any, Final, Literal, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from timeline.dates.beginnings import beginning_of
from timeline.dates.stamps import is_day
from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.records.line import BODY_DOMAIN, LINE_LIMIT, RECORD_DOMAIN
from timeline.records.model import EVENT_TYPE, RECORD_ID, SOURCE_NAME, read_date
from timeline.records.strict_json import MAX_DEPTH
from timeline.records.words import Mode, Operator, Stance

_USUAL: Final = re.compile(
    rb'\{"id":"([0-9a-f]{64})",'
    rb'("parents":\[((?:"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)?)\],'
    rb'"recorded":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z)",'
    rb'"by":"[a-z0-9-]{1,40}",'
    rb'"kind":"event"),'
    rb'"salt":"([0-9a-f]{32})","body":(\{.*\})\}'
)
_FOLLOWING: Final = re.compile(
    rb'"\],"recorded":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z)",'
    rb'"by":"[a-z0-9-]{1,40}","kind":"event","salt":"([0-9a-f]{32})","body":\{'
)
"""The same, behind the one parent of a line, up to the body's brace."""
_ID_AT: Final = len(b'{"id":"')
_ID_END: Final = _ID_AT + 64
_HEAD_AT: Final = _ID_END + len(b'",')
_PARENT_AT: Final = _HEAD_AT + len(b'"parents":["')
_PARENT_END: Final = _PARENT_AT + 64
_SALT: Final = len(b',"salt":"')
BODY_AFTER: Final = _SALT + 32 + len(b'","body":')
"""Where a body begins, behind the comma before the salt."""

FARTHEST: Final = 1 << 62

_CONTROLS: Final = bytes([*range(0x20), 0x7F, 0x5C])
"""What may steer a terminal or break a line, and what begins an escape."""
_BLANK_BEFORE_COLON: Final = re.compile(rb'" +:')

_DIGITS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER: Final = b"0" * 16
_BREAKS: Final = re.compile(rb"\xe2\x80[\xa8\xa9]")
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")


class _Quantity(msgspec.Struct, gc=False):
    op: Operator
    value: int | float
    unit: str | UnsetType | None = UNSET


class _Fact(msgspec.Struct, gc=False):
    entity: str
    property: str
    value: bool | int | float | str | _Quantity | UnsetType | None = UNSET
    mode: Mode | UnsetType = UNSET
    during: str | UnsetType | None = UNSET


class _Report(msgspec.Struct, gc=False):
    """A report inside an event that says no more than its source and its stance; any other is read the slow way."""

    source: str | UnsetType = UNSET
    stance: Stance | UnsetType = UNSET
    reported: str | UnsetType | None = UNSET
    quote: str | UnsetType | None = UNSET
    because: str | UnsetType | None = UNSET


class _Event(msgspec.Struct):
    title: str
    type: str | UnsetType = UNSET
    occurred: str | UnsetType | None = UNSET
    said: str | UnsetType | None = UNSET
    facts: tuple[_Fact, ...] | UnsetType = UNSET
    reports: tuple[_Report, ...] | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    data: Any = UNSET
    because: str | UnsetType | None = UNSET
    key: str | UnsetType | None = UNSET
    imported: Any = UNSET


class _Flat(_Event):
    """An event with what stands beside its body in a flat record."""

    kind: Literal["event"] | UnsetType = UNSET
    id: str | UnsetType = UNSET
    recorded: str | UnsetType = UNSET
    by: str | UnsetType = UNSET


_read_flat: Final = msgspec.json.Decoder(_Flat).decode
_read: Final = msgspec.json.Decoder(_Event).decode
_spell: Final = msgspec.json.Encoder(order="sorted").encode


class Proved(NamedTuple):
    """An event whose line is proved.

    ``content`` spells what it says, ``imported`` aside. ``not_before`` is the latest moment at which its date, or that
    of one of its facts, begins; NEVER_BEFORE where there is none. ``cites`` joins the sources of its reports, "" being
    none, with newlines; None where it has no report. ``reported`` is the latest moment at which the dates that reports
    have of their own begin; None where none has one. ``is_early`` says whether something of it begins after such a
    date does: it may have been reported before it happened.
    """

    id: bytes
    parents: bytes
    recorded: bytes
    content: bytes
    not_before: Moment
    cites: str | None
    reported: Moment | None
    key: str | None
    is_imported: bool
    is_early: bool = False


def prove(line: bytes) -> Proved | None:
    """Prove the line of an event of the usual form; None where only the slow way can tell.

    Args:
        line: The bytes without their newline.
    """
    found = _USUAL.fullmatch(line)
    if found is None or len(line) > LINE_LIMIT:
        return None
    record_id, head, parents, recorded, day, salt, body = found.groups()
    if not _fits(record_id, head, salt, body):
        return None
    return _proved(record_id, parents, recorded, day, body)


def prove_next(line: bytes, before: bytes) -> Proved | None:
    """Prove the line of an event whose one parent is known, as :func:`prove` does, in two thirds of the time.

    Args:
        line: The bytes without their newline.
        before: The id of the line before. Of a line with any other parents nothing is said.
    """
    if line[_ID_END:_PARENT_END] != b'","parents":["' + before or len(line) > LINE_LIMIT:
        return None
    found = _FOLLOWING.match(line, _PARENT_END)
    if found is None or line[:_ID_AT] != b'{"id":"' or line[-1:] != b"}":
        return None
    recorded, day, salt = found.groups()
    record_id, body = line[_ID_AT:_ID_END], line[found.end() - 1 : -1]
    if not _fits(record_id, line[_HEAD_AT : found.start(3) - _SALT], salt, body):
        return None
    return _proved(record_id, line[_PARENT_AT - 1 : _PARENT_END + 1], recorded, day, body)


def _fits(record_id: bytes, head: bytes, salt: bytes, body: bytes) -> bool:
    """Whether the id is the hash of the line."""
    digest = sha256(b"%b%b\n%b" % (BODY_DOMAIN, salt, body)).hexdigest().encode()
    return sha256(b"%b%b\n%b" % (RECORD_DOMAIN, head, digest)).hexdigest().encode() == record_id


def _proved(record_id: bytes, parents: bytes, recorded: bytes, day: bytes, body: bytes) -> Proved | None:
    """Prove the body of a line whose hash fits."""
    if (
        b"\\" in body
        or (b"@" in body and b"//" in body)
        or b"\x7f" in body
        or not (body.isascii() or (_BREAKS.search(body) is None and _C1.search(body) is None))
        or not _is_day(day)
    ):
        return None
    told = _told(body)
    if told is None:
        return None
    event, not_before, (cites, reported, is_early) = told
    is_imported = event.imported is not UNSET
    if (is_imported or _holds_more_than_texts(event)) and (
        body.count(b"{") + body.count(b"[") >= MAX_DEPTH or _LONG_NUMBER in body.translate(_DIGITS)
    ):
        return None
    content = body
    if is_imported:
        is_imported = event.imported is not None
        event.imported = UNSET
        content = _spell(event)
    key = event.key or None
    return Proved(record_id, parents, recorded, content, not_before, cites, reported, key, is_imported, is_early)


class Glance(NamedTuple):
    """What of an event that was just written bears on others; fields as in :class:`Proved`.

    ``day`` is that of its stamp; ``entities`` are those of its facts, in their order; ``has_null`` says whether one of
    the facts says that something ended.
    """

    day: str
    entities: tuple[str, ...]
    has_null: bool
    cites: str | None
    not_before: Moment
    reported: Moment | None
    is_early: bool


def glance(line: bytes) -> Glance | None:
    """Look at the line of an event of the usual form that was just made, or is proved; None of any other line.

    It proves nothing of the head: only who made the line may ask.
    """
    salt_at = line.find(b',"salt":"')
    stamp_at = line.find(b'],"recorded":"', 0, salt_at) + 14
    if line[salt_at - 15 : salt_at] != b',"kind":"event"' or stamp_at < 14:
        return None
    told = _told(line[salt_at + BODY_AFTER : -1])
    if told is None:
        return None
    event, not_before, (cites, reported, is_early) = told
    facts = event.facts or ()
    return Glance(
        line[stamp_at : stamp_at + 10].decode(),
        tuple([fact.entity for fact in facts]),
        any([fact.value is None or fact.value is UNSET for fact in facts]),  # noqa: C419 - a list takes half the time
        cites,
        not_before,
        reported,
        is_early,
    )


class Flat(NamedTuple):
    """An event as people write it, proved but for the form of its stamp; ``spelled`` is its body as a line has it.

    ``sources`` are those that its reports cite, each as often as it is cited.
    """

    spelled: bytes
    id: str | None
    recorded: str | None
    sources: tuple[str, ...]


def prove_flat(line: bytes) -> Flat | None:
    """Prove an event of the usual form among the lines that people give; None where only the slow way can tell.

    Args:
        line: One flat JSON object, its keys in any order, without its newline.
    """
    if (
        len(line) > LINE_LIMIT
        or len(line.translate(None, _CONTROLS)) < len(line)
        or (b" :" in line and _BLANK_BEFORE_COLON.search(line) is not None)
        or not (line.isascii() or (_BREAKS.search(line) is None and _C1.search(line) is None))
    ):
        return None
    try:
        event = _read_flat(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    record_id, recorded = event.id, event.recorded
    if event.kind is UNSET or (record_id is not UNSET and RECORD_ID.fullmatch(record_id) is None):
        return None
    beside = 4 - (event.by, record_id, recorded).count(UNSET)
    event.kind = event.id = event.recorded = event.by = UNSET
    spelled = _spell(event)
    if line.count(b'":') != spelled.count(b'":') + beside:
        return None  # a key that is not one of an event, or stands twice; no text can hold these two bytes
    if event.data is not UNSET or event.imported is not UNSET:
        return None  # data may be of a class
    if _holds_more_than_texts(event) and (
        any(map(_has_fraction, event.facts or ())) or _LONG_NUMBER in line.translate(_DIGITS)
    ):
        return None  # numbers with a fraction are spelled by another rule
    judged = _judged(event)
    if judged is None:
        return None
    cites = judged[1][0]
    return Flat(spelled, record_id or None, recorded or None, _names(cites) if cites is not None else ())


@functools.lru_cache(maxsize=1 << 14)
def _names(cites: str) -> tuple[str, ...]:
    """Part the sources that a newline joins; a report may have none."""
    return tuple(name for name in cites.split("\n") if name)


def _has_fraction(fact: _Fact) -> bool:
    value = fact.value
    return type(value) is float or (type(value) is _Quantity and type(value.value) is float)


def _told(body: bytes) -> tuple[_Event, Moment, tuple[str | None, Moment | None, bool]] | None:
    """Read the body of an event, spelled as we spell it, and prove it; None where only the slow way can tell.

    With the event come the latest moment at which something of it begins, and what :func:`_cited` says of its reports.
    """
    try:
        event = _read(body)
        if _spell(event) != body:
            return None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    judged = _judged(event)
    return None if judged is None else (event, *judged)


def _judged(event: _Event) -> tuple[Moment, tuple[str | None, Moment | None, bool]] | None:
    """Prove what an event says; None where only the slow way can tell."""
    if not event.title.strip() or (event.type is not UNSET and not _is_type(event.type)):
        return None
    not_before = _begins(event)
    cited = _cited(event, not_before) if not_before is not None else None
    return None if not_before is None or cited is None else (not_before, cited)


def _holds_more_than_texts(event: _Event) -> bool:
    """Whether it may hold a number, or nest deeper than an event of the usual form does."""
    if event.data is not UNSET:
        return True
    for fact in event.facts or ():  # noqa: SIM110 - any() takes twice the time, once for each line of a log
        if type(fact.value) is not str:
            return True
    return False


def _begins(event: _Event) -> Moment | None:
    """The latest moment at which its date, or that of a fact, begins; None where a date or a fact is out of order."""
    latest: Moment = NEVER_BEFORE
    if event.occurred is not UNSET and event.occurred is not None:
        begins = begin_of(event.occurred)
        if begins is None:
            return None
        latest = begins
    for fact in event.facts or ():
        if not fact.entity.strip() or not fact.property.strip():
            return None
        if fact.mode == "ended" and (fact.value is None or fact.value is UNSET):
            return None
        if fact.during is not UNSET and fact.during is not None:
            begins = begin_of(fact.during)
            if begins is None:
                return None
            latest = max(latest, begins)
    return latest


def _cited(event: _Event, not_before: Moment) -> tuple[str | None, Moment | None, bool] | None:
    """The sources of its reports, the latest start of their own dates, and whether one begins before a moment.

    None where a report is out of order.
    """
    cites: str | None = None
    reported: Moment | None = None
    is_early = False
    for report in event.reports or ():
        source = "" if report.source is UNSET else report.source
        if report.source is not UNSET and not _is_source(source):
            return None
        cites = source if cites is None else f"{cites}\n{source}"
        if report.reported is not UNSET and report.reported is not None:
            begins = begin_of(report.reported)
            if begins is None:
                return None
            is_early = is_early or begins < not_before
            reported = begins if reported is None else max(reported, begins)
    return cites, reported, is_early


@functools.lru_cache(maxsize=1 << 14)
def begin_of(text: str) -> Moment | None:
    """The earliest moment of a date; None where it is none, or too far away to be kept in eight bytes."""
    moment = beginning_of(text)
    if moment is None:
        try:
            moment = read_date(str, text).meaning.span.lo
        except ValueError:
            return None
    return None if moment > FARTHEST else max(moment, -FARTHEST)


@functools.lru_cache(maxsize=1 << 12)
def _is_day(text: bytes) -> bool:
    return is_day(text.decode())


@functools.lru_cache(maxsize=1 << 12)
def _is_type(text: str) -> bool:
    return EVENT_TYPE.fullmatch(text) is not None


@functools.lru_cache(maxsize=1 << 12)
def _is_source(text: str) -> bool:
    return SOURCE_NAME.fullmatch(text) is not None
