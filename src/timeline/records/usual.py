"""Events of the usual form: their lines proved, and read into plain texts, without making values of them.

Law of this module: what is proved here is what :func:`timeline.records.line.decode` would accept, with no field that
is not named here; of everything else it says nothing, and the slow way is asked, which also knows the reasons. A field
that an event leaves out is ``UNSET``, which is false.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from timeline.dates.beginnings import beginning_of
from timeline.dates.stamps import is_day
from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.named import NamedTuple
from timeline.records.cut import BODY_AT, HEAD_AT
from timeline.records.line import BODY_DOMAIN, C1, DIGITS, LINE_LIMIT, LONG_NUMBER, RECORD_DOMAIN
from timeline.records.model import EVENT_TYPE, SOURCE_NAME, read_date
from timeline.records.strict_json import MAX_DEPTH, is_strict
from timeline.records.words import Mode, Operator, Stance

if TYPE_CHECKING:
    from timeline.records.names import Named

_HEAD: Final = re.compile(
    rb'\{"id":"[0-9a-f]{64}","parents":\[(?:"([0-9a-f]{64}(?:","[0-9a-f]{64})*)")?\],'
    rb'"recorded":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z)",'
    rb'"by":"[a-z0-9-]{1,40}","kind":"event","salt":"([0-9a-f]{32})","body":\{'
)
_MINUTE: Final = re.compile(rb"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:")
_SECONDS: Final = frozenset(b"%02d." % second for second in range(60))
_HEX: Final = b"0123456789abcdef"
_NAMED: Final = re.compile(rb'\{"id":"([0-9a-f]{64})"')
_ESCAPE: Final = re.compile(rb'\\["\\n]')
_ID_AT: Final = len(b'{"id":"')
_ID_END: Final = _ID_AT + 64
_FRONT: Final = b'","parents":["%b"],"recorded":"'
_STAMP_AT: Final = _ID_END + len(_FRONT % (b"0" * 64))
_SALT_END: Final = b'","body":{'

FARTHEST: Final = 1 << 62

BREAKS: Final = re.compile(rb"\xe2\x80[\xa8\xa9]")


class Quantity(msgspec.Struct, gc=False):
    """A number that may be a bound."""

    op: Operator
    value: int | float
    unit: str | UnsetType | None = UNSET


class Fact(msgspec.Struct, gc=False):
    """A fact of an event."""

    entity: str
    property: str
    value: bool | int | float | str | Quantity | UnsetType | None = UNSET
    mode: Mode | UnsetType = UNSET
    during: str | UnsetType | None = UNSET


class WebLink(msgspec.Struct, gc=False):
    """An address to read more at."""

    url: str
    title: str | UnsetType | None = UNSET


class Report(msgspec.Struct, gc=False):
    """A report inside an event that rests on what its source rests on; any other is read the slow way."""

    source: str | UnsetType = UNSET
    stance: Stance | UnsetType = UNSET
    reported: str | UnsetType | None = UNSET
    quote: str | UnsetType | None = UNSET
    because: str | UnsetType | None = UNSET


class Event(msgspec.Struct):
    """An event as its line spells it."""

    title: str
    type: str | UnsetType = UNSET
    occurred: str | UnsetType | None = UNSET
    said: str | UnsetType | None = UNSET
    text: str | UnsetType | None = UNSET
    links: tuple[WebLink, ...] | UnsetType = UNSET
    facts: tuple[Fact, ...] | UnsetType = UNSET
    reports: tuple[Report, ...] | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    data: Any = UNSET
    because: str | UnsetType | None = UNSET
    key: str | UnsetType | None = UNSET
    imported: Any = UNSET


_decoder: Final = msgspec.json.Decoder(Event)
_encoder: Final = msgspec.json.Encoder(order="sorted")
spell: Final = _encoder.encode

AT_ONCE: Final = 64
"""So many lines are read together: calls are saved, and what is read is still near when it is judged."""


Judged: TypeAlias = "tuple[Moment, str | None, Moment | None, bool]"
"""What :func:`judged` says of an event: ``not_before`` to ``is_early`` of :class:`Read`."""


class Read(msgspec.Struct, gc=False):
    """An event whose line is proved, or what another record says of the same.

    ``parents`` are joined as the line joins them, without the outer quotes. ``content`` spells what it says,
    ``imported`` aside. ``not_before`` is the latest moment at which its date, or that of one of its facts, begins;
    NEVER_BEFORE where there is none. ``cites`` joins the sources of its reports, "" being none, with newlines; None
    where it has no report. ``reported`` is the latest moment at which the dates that reports have of their own begin;
    None where none has one. ``is_early`` says whether something of it begins after such a date does: it may have been
    reported before it happened. ``event`` is what it says, ``imported`` aside; it has no fields where the line is none
    of the usual form.
    """

    id: bytes
    parents: bytes
    recorded: bytes
    content: bytes
    event: Event
    not_before: Moment = NEVER_BEFORE
    cites: str | None = None
    reported: Moment | None = None
    is_early: bool = False
    key: str | None = None
    is_imported: bool = False


class Glance(NamedTuple):
    """What of an event bears on others, where only that is kept; the rest is as in :class:`Read`.

    ``names`` are those that :func:`timeline.records.names.brought_in` gives, each with its sort; of events that have
    the same ones they are the same tuple. ``has_null`` says whether one of the facts says that something ended.
    """

    names: tuple[Named, ...]
    has_null: bool
    not_before: Moment
    cites: str | None
    reported: Moment | None
    is_early: bool

    @classmethod
    def at(cls, event: Event, found: Judged) -> Glance:
        """Look at an event that was judged. What many events say is kept once."""
        facts = event.facts or ()
        not_before, cites, reported, is_early = found
        has_null = any([fact.value is None or fact.value is UNSET for fact in facts])  # noqa: C419 - half the time
        names = _brought(event.type, event.tags, *[(fact.entity, fact.property) for fact in facts])
        return cls(names, has_null, not_before, _once(cites) if cites else cites, reported, is_early)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that it cites, each as often as it is cited."""
        return _names(self.cites) if self.cites else ()


@functools.lru_cache(maxsize=1 << 14)
def _brought(type_: str | UnsetType, tags: Sequence[str] | UnsetType, *cells: tuple[str, str]) -> tuple[Named, ...]:
    found: list[Named] = [("entity", entity) for entity, _ in cells]
    found += [("property", name) for _, name in cells]
    if type_ is not UNSET:
        found.append(("type", type_))
    return (*found, *[("tag", tag) for tag in tags or ()])


@functools.lru_cache(maxsize=1 << 14)
def _once(text: str) -> str:
    """Give the first of equal texts."""
    return text


@functools.lru_cache(maxsize=1 << 14)
def _names(cites: str) -> tuple[str, ...]:
    """Part the sources that a newline joins; a report may have none."""
    return tuple(name for name in cites.split("\n") if name)


def read(line: bytes) -> Read | None:
    """Read the line of an event of the usual form, without its newline; None where only the slow way can tell."""
    return next(read_all((line,)))


def read_all(lines: Sequence[bytes], *, is_judged: bool = True) -> Iterator[Read | None]:
    """Read lines that stand one after the other, each as :func:`read` does, in two thirds of the time.

    Where it is not ``is_judged``, only the line is proved, and what :func:`judged` would say is left to whoever asks.
    """
    prove = _Prover().prove
    for at in range(0, len(lines), AT_ONCE):
        heads = [prove(line) for line in lines[at : at + AT_ONCE]]
        bodies = [head[3] for head in heads if head is not None]
        events = iter(_events(bodies))
        for head in heads:
            event = None if head is None else next(events)
            yield None if head is None or event is None else _read(head, event, is_judged=is_judged)


_Head: TypeAlias = "tuple[bytes, bytes, bytes, bytes]"
"""The id of an event, its parents, its stamp and its body, as its line spells them."""


class _Prover:
    """Proves lines by their hashes, as far as the body's brace by their form.

    Most have one parent, the line before, and the writer of that: with these the form is compared, and not parsed.
    """

    def __init__(self) -> None:
        self._front = b""
        """What follows the id in a line that rests on the one before."""
        self._rest = b""
        """What stands between the stamp and the salt, with the last letter of the stamp."""
        self._salt_at = 0

    def prove(self, line: bytes) -> _Head | None:
        """Prove a line, given without its newline."""
        salt_at = self._salt_at
        if (
            self._front
            and salt_at
            and line.startswith(self._front, _ID_END)
            and line.startswith(self._rest, _STAMP_AT + 26)
            and line.startswith(b'{"id":"')
            and line.startswith(_SALT_END, salt_at + 32)
            and _is_minute(line[_STAMP_AT : _STAMP_AT + 17])
            and line[_STAMP_AT + 17 : _STAMP_AT + 20] in _SECONDS
            and line[_STAMP_AT + 20 : _STAMP_AT + 26].isdigit()
        ):
            parents, recorded = self._front[14:78], line[_STAMP_AT : _STAMP_AT + 27]
            salt = line[salt_at : salt_at + 32]
            body_at = salt_at + 41
            is_sound = not salt.translate(None, _HEX)
        else:
            found = _HEAD.match(line)
            if found is None:
                named = _NAMED.match(line)
                self._front = _FRONT % named[1] if named is not None else b""
                return None
            parents, recorded, day, salt = found.groups(b"")
            self._rest = line[found.end(2) - 1 : found.start(4)]
            self._salt_at = _STAMP_AT + 26 + len(self._rest)
            body_at = found.end() - 1
            is_sound = _is_day(day)
        record_id = line[_ID_AT:_ID_END]
        self._front = _FRONT % record_id
        body = line[body_at:-1]
        digest = sha256(b"%b%b\n%b" % (BODY_DOMAIN, salt, body)).hexdigest().encode()
        hashed = sha256(b"%b%b\n%b" % (RECORD_DOMAIN, line[HEAD_AT : body_at - BODY_AT], digest)).hexdigest()
        if hashed.encode() != record_id or line[-1:] != b"}" or len(line) > LINE_LIMIT or not is_sound:
            return None
        return record_id, parents, recorded, body


@functools.lru_cache(maxsize=1 << 12)
def _is_minute(text: bytes) -> bool:
    found = _MINUTE.fullmatch(text)
    return found is not None and _is_day(found[1])


def _events(bodies: Sequence[bytes]) -> Sequence[Event | None]:
    """Read bodies that are spelled as we spell them; None stands for each that only the slow way can read."""
    if not bodies:
        return ()
    spelled = b"%b\n" % b"\n".join(bodies)
    if not _may_mislead(spelled):
        try:
            events = _decoder.decode_lines(spelled)
            if _encoder.encode_lines(events) == spelled:
                return events
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            pass
    return (None,) if len(bodies) == 1 else [_events((body,))[0] for body in bodies]


class Told(NamedTuple):
    """An event that is proved before it is written: how its line spells it, and what of it bears on others."""

    spelled: bytes
    seen: Glance


def told(body: Mapping[str, Any]) -> Told | None:
    """Prove the body of an event of the usual form that is about to be written; None where only the slow way can tell.

    What is proved here the rules for what may enter accept, and :func:`timeline.records.line.body_bytes` spells so.
    """
    if not is_strict(body, 2):
        return None
    spelled = spell(body)
    if len(spelled) > LINE_LIMIT or _may_mislead(spelled):
        return None
    try:
        event = _decoder.decode(spelled)
    except (msgspec.MsgspecError, RecursionError):
        return None
    if spell(event) != spelled or event.data is not UNSET or event.imported is not UNSET:
        return None  # a field that is not one of an event; data may be of a class
    if (b"\\" in spelled and may_break(spelled, event)) or has_blank(event):
        return None
    if any(map(has_fraction, event.facts or ())):
        return None  # numbers with a fraction are spelled by another rule
    found = judged(event)
    return None if found is None else Told(spelled, Glance.at(event, found))


def has_blank(event: Event) -> bool:
    """Whether its key or one of its tags is blank: a log may hold it, and nothing new may."""
    return (type(event.key) is str and not event.key.strip()) or not all(map(str.strip, event.tags or ()))


def has_fraction(fact: Fact) -> bool:
    """Whether the value of a fact is a number with a fraction, or a quantity of one."""
    value = fact.value
    return type(value) is float or (type(value) is Quantity and type(value.value) is float)


def events_of(contents: Sequence[bytes]) -> Sequence[Event]:
    """Read again what was read before: what events say, each as ``content`` of :class:`Read` has it."""
    return _decoder.decode_lines(b"\n".join(contents))


def has_odd_escape(text: bytes) -> bool:
    """Whether JSON has another escape than those of a quotation mark, a backslash and a line break."""
    return b"\\" in text and b"\\" in _ESCAPE.sub(b"", text)


def may_break(text: bytes, event: Event) -> bool:
    """Whether a line break may stand where one line is meant: only longer texts may have several."""
    if b"\\n" not in text:
        return False
    one_line: list[object] = [event.title, event.key, *(event.tags or ())]
    for fact in event.facts or ():
        value = fact.value
        one_line += [fact.entity, fact.property, value.unit if isinstance(value, Quantity) else value]
    for link in event.links or ():
        one_line += [link.url, link.title]
    return any(isinstance(one, str) and "\n" in one for one in one_line)


def _may_mislead(text: bytes) -> bool:
    """Whether something stands in it that its values could not show, or that has to be looked at."""
    return (
        has_odd_escape(text)
        or b"\x7f" in text
        or (b"@" in text and b"//" in text)
        or not (text.isascii() or (BREAKS.search(text) is None and C1.search(text) is None))
    )


def _read(head: _Head, event: Event, *, is_judged: bool) -> Read | None:
    """Judge an event of a line that is proved."""
    record_id, parents, recorded, body = head
    if b"\\" in body and may_break(body, event):
        return None
    imported = event.imported
    if (imported is not UNSET or holds_more_than_texts(event)) and (
        body.count(b"{") + body.count(b"[") >= MAX_DEPTH or LONG_NUMBER in body.translate(DIGITS)
    ):
        return None
    content = body
    if imported is not UNSET:
        event.imported = UNSET
        content = spell(event)
    if not is_judged:
        return Read(record_id, parents, recorded, content, event)
    found = judged(event)
    if found is None:
        return None
    is_imported = imported is not UNSET and imported is not None
    return Read(record_id, parents, recorded, content, event, *found, event.key or None, is_imported)


def judged(event: Event) -> Judged | None:
    """Prove what an event says; None where only the slow way can tell.

    Returns:
        The latest moment at which its date, or that of one of its facts, begins; its sources, joined with newlines, ""
        being none, and None where it has no report; the latest moment at which the dates that reports have of their own
        begin; whether something of the event begins after such a date does.
    """
    if not event.title.strip() or (event.type is not UNSET and not is_type(event.type)):
        return None
    not_before: Moment = NEVER_BEFORE
    if event.occurred is not UNSET and event.occurred is not None:
        begins = begin_of(event.occurred)
        if begins is None:
            return None
        not_before = begins
    for fact in event.facts or ():
        if not fact.entity.strip() or not fact.property.strip():
            return None
        if fact.mode == "ended" and (fact.value is None or fact.value is UNSET):
            return None
        if fact.during is not UNSET and fact.during is not None:
            begins = begin_of(fact.during)
            if begins is None:
                return None
            not_before = max(not_before, begins)
    for link in event.links or ():
        if not link.url.strip():
            return None
    cites: str | None = None
    reported: Moment | None = None
    is_early = False
    for report in event.reports or ():
        source = report.source
        if source is UNSET:
            source = ""
        elif not is_source(source):
            return None
        cites = source if cites is None else f"{cites}\n{source}"
        if report.reported is not UNSET and report.reported is not None:
            begins = begin_of(report.reported)
            if begins is None:
                return None
            is_early = is_early or begins < not_before
            reported = begins if reported is None else max(reported, begins)
    return not_before, cites, reported, is_early


def holds_more_than_texts(event: Event) -> bool:
    """Whether it may hold a number, or nest deeper than an event of the usual form does."""
    if event.data is not UNSET:
        return True
    for fact in event.facts or ():  # noqa: SIM110 - any() takes twice the time, once for each line of a log
        if type(fact.value) is not str:
            return True
    return False


@functools.lru_cache(maxsize=1 << 16)
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
def is_type(text: str) -> bool:
    """Whether it may be the type of an event."""
    return EVENT_TYPE.fullmatch(text) is not None


@functools.lru_cache(maxsize=1 << 12)
def is_source(text: str) -> bool:
    """Whether it may be the name of a source."""
    return SOURCE_NAME.fullmatch(text) is not None
