"""Outlines: what one segment holds, as little of it as judging the whole log takes.

Law of this module: an outline is made from the bytes of one file, every line of it proved, and says nothing of any
other. It holds the ids, and where each line stands; a record is read again where its content matters.
"""

from __future__ import annotations

import binascii
import zlib
from array import array
from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.errors import Finding
from timeline.named import NamedTuple
from timeline.records import fields, segment, usual
from timeline.records.chain import fault_at, without_content
from timeline.records.line import BadLine, body_bytes, claimed, decode
from timeline.records.model import BODIES, Event, Record, Redaction
from timeline.records.unknown import unknown_fields
from timeline.records.usual import FARTHEST
from timeline.verify import fast
from timeline.verify.spans import widen

ID_SIZE: Final = 32

Cited: TypeAlias = "tuple[str, Moment, Moment | None]"

_cites: Final = msgspec.msgpack.Decoder(dict[str, tuple[str, Moment, Moment | None]])
_EMPTY: Final = usual.Event("")


class Link(NamedTuple):
    """A record that does not just follow the line before it: its place, its stamp, and its parents."""

    place: int
    recorded: str
    parents: tuple[str, ...]


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment holds; a *place* counts its good lines from 0.

    Args:
        name: Of the file, relative to the log's folder.
        ids: Of the records, 32 bytes each.
        offsets: Where each line begins, eight bytes each.
        numbers: The number of each line, eight bytes each; empty where no bad line stands before a good one.
        last: The stamp of the last record, "" where there is none.
        links: Where runs of lines that follow each other begin, ascending.
        redacted: The places of redacted lines.
        redactions: The places of redactions, each with its target.
        weighty: The places of records whose content bears on what others say, and so has to be read again.
        packed_cites: What ``cites`` gives, packed: a log of many sources has hundreds of thousands of such groups.
        keys: The places of such events that have a key, each with a checksum of it.
        contents: A checksum of what each record says, four bytes each, by which those that say the same are found; 0
            for weighty ones.
        early: The places of such events of which something begins after a report on it may have been made, by that
            report's own date.
        imported: How many records were imported.
        findings: What is wrong with the file by itself.
        hidden: Of its records that are redacted and have their text all the same, the ids: they are as if without it.
        spoiled: Of its bad lines, as far as they tell: the id, as text, and the name of the source that it defines, ""
            for any other record. What speaks of these speaks of something that is there, and is damaged.
    """

    name: str
    ids: bytes = b""
    offsets: bytes = b""
    numbers: bytes = b""
    last: str = ""
    links: tuple[Link, ...] = ()
    redacted: tuple[int, ...] = ()
    redactions: tuple[tuple[int, str], ...] = ()
    weighty: tuple[int, ...] = ()
    packed_cites: bytes = b"\x80"
    keys: tuple[tuple[int, int], ...] = ()
    contents: bytes = b""
    early: tuple[int, ...] = ()
    imported: int = 0
    findings: tuple[Finding, ...] = ()
    spoiled: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[bytes] = frozenset()

    @property
    def count(self) -> int:
        """How many good lines it has."""
        return len(self.ids) // ID_SIZE

    @property
    def cites(self) -> dict[str, Cited]:
        """All events that are not weighty, by the sources that they cite (joined with newlines, "" for none).

        Of each group the earliest day on which such an event was recorded, the latest moment at which the dates of one
        begin, and the latest at which the dates of a report on one begin, None where none has a date of its own.
        """
        return _cites.decode(self.packed_cites)

    def id_at(self, place: int) -> bytes:
        """The 32 bytes of the id at a place."""
        return self.ids[place * ID_SIZE : (place + 1) * ID_SIZE]

    def line_at(self, place: int) -> int:
        """The number of the line at a place, from 1."""
        return _eights(self.numbers)[place] if self.numbers else place + 1

    def read(self, data: bytes, place: int) -> Record:
        """Read the record at a place again, from the bytes of the file.

        Raises:
            BadLine: The bytes are not those of which the outline was made.
        """
        record = decode(self._line(data, place), file=self.name, line_no=self.line_at(place))
        return without_content(record) if self.id_at(place) in self.hidden else record

    def _line(self, data: bytes, place: int) -> bytes:
        start = _eights(self.offsets)[place]
        end = data.find(b"\n", start)
        return data[start:] if end < 0 else data[start:end]

    def citing(self, data: bytes, wanted: frozenset[str]) -> Iterator[int]:
        """Find the places of the events that cite just the sources of one of the wanted groups."""
        weighty = set(self.weighty)
        places = [place for place in range(self.count) if place not in weighty]
        found = fast.prove_all([self._line(data, place) for place in places])
        for place, proved in zip(places, found, strict=True):
            plain = proved or _plain(self.read(data, place))
            if plain is not None and plain.cites in wanted:
                yield place


def _eights(packed: bytes) -> memoryview:
    return memoryview(packed).cast("Q")


def outline(name: str, data: bytes, *, hidden: frozenset[bytes] = frozenset()) -> Outline:
    """Prove every line of a segment, and keep what judging the log takes.

    Of the content of ``hidden`` records, by ids of 32 bytes, nothing is said or kept.
    """
    maker = _Maker(name, hidden)
    maker.take(data)
    return maker.made()


class _Maker:
    """One outline in the making."""

    def __init__(self, name: str, hidden: frozenset[bytes]) -> None:
        self._name = name
        self._hidden = hidden
        self._hidden_ids = frozenset(binascii.hexlify(record_id) for record_id in hidden)
        self._ids: list[bytes] = []
        self._offsets = array("Q")
        self._numbers = array("Q")
        self._contents = array("I")
        self._links: list[Link] = []
        self._redacted: list[int] = []
        self._redactions: list[tuple[int, str]] = []
        self._weighty: list[int] = []
        self._cites: dict[str, tuple[bytes, Moment, Moment | None]] = {}
        self._keys: list[tuple[int, int]] = []
        self._early: list[int] = []
        self._imported = 0
        self._findings: list[Finding] = []
        self._spoiled: list[tuple[str, str]] = []
        self._before: bytes | None = None  # the id of the line before; None after a bad one
        self._last = b""

    def take(self, data: bytes) -> None:
        lines = data.split(b"\n")
        rest = lines.pop()
        checksum, weigh = zlib.crc32, self._weigh
        add_id, add_content = self._ids.append, self._contents.append
        add_offset, add_number = self._offsets.append, self._numbers.append
        position = place = 0
        before, last, hidden = self._before, self._last, self._hidden_ids
        for number, (line, proved) in enumerate(zip(lines, fast.prove_all(lines), strict=True), 1):
            if proved is None or proved.parents != before or proved.recorded <= last or proved.id in hidden:
                self._before, self._last = before, last
                self._read(line, number, position, proved)
                before, last, place = self._before, self._last, len(self._ids)
            else:
                weigh(place, proved)
                before, last = proved.id, proved.recorded
                add_id(before)
                add_offset(position)
                add_number(number)
                add_content(checksum(proved.content) or 1)
                place += 1
            position += len(line) + 1
        self._before, self._last = before, last
        if rest:
            self._end(rest, len(lines) + 1, position)
        elif not lines:
            self._findings.append(Finding(code="empty-file", message="the file holds no record", file=self._name))

    def made(self) -> Outline:
        is_whole = not self._numbers or self._numbers[-1] == len(self._numbers)
        return Outline(
            name=self._name,
            ids=binascii.unhexlify(b"".join(self._ids)),
            offsets=self._offsets.tobytes(),
            numbers=b"" if is_whole else self._numbers.tobytes(),
            last=self._last.decode(),
            links=tuple(self._links),
            redacted=tuple(self._redacted),
            redactions=tuple(self._redactions),
            weighty=tuple(self._weighty),
            packed_cites=msgspec.msgpack.encode(
                {cites: (day.decode(), last, own) for cites, (day, last, own) in self._cites.items()}
            ),
            keys=tuple(self._keys),
            early=tuple(self._early),
            contents=self._contents.tobytes(),
            imported=self._imported,
            findings=tuple(self._findings),
            spoiled=tuple(self._spoiled),
            hidden=self._hidden,
        )

    def _weigh(self, place: int, plain: fast.Proved) -> None:
        """Note what a plain event may run into: the dates of its sources, and others with its key."""
        if plain.key is not None:
            self._keys.append((place, zlib.crc32(plain.key.encode())))
        if plain.is_early:
            self._early.append(place)
        if plain.is_imported:
            self._imported += 1
        if plain.cites is not None:
            widen(self._cites, plain.cites, plain.recorded[:10], plain.not_before, plain.reported)

    # --- the slow way ------------------------------------------------------------------------------------------------

    def _end(self, line: bytes, number: int, position: int) -> None:
        """Read what lies behind the last newline."""
        try:
            decode(line, file=self._name, line_no=number)
        except BadLine:
            self._findings.append(_torn("is cut off", self._name, number))
        else:
            self._findings.append(_torn("lacks its newline", self._name, number))
            self._read(line, number, position, None)

    def _read(self, line: bytes, number: int, position: int, proved: fast.Proved | None) -> None:
        try:
            record = decode(line, file=self._name, line_no=number)
        except BadLine as error:
            self._findings.append(error.finding)
            self._spoiled += claimed(line)
            self._before = None
            return
        if self._before is None and number > 1 and len(record.parents) == 1:
            self._spoiled.append((record.parents[0], ""))  # the bad line before, whatever it says that it is
        place = len(self._ids)
        before = self._before.decode() if self._before is not None else None
        is_hidden = record.id.encode() in self._hidden_ids
        if is_hidden:
            record = without_content(record)
        self._findings += _in_place(record, before, line)
        if before is None or record.parents != (before,):
            self._links.append(Link(place, record.recorded, record.parents))
        elif record.recorded.encode() <= self._last:
            self._findings.append(out_of_order(record.file, record.line, record.recorded, before, self._last.decode()))
        plain = None if is_hidden else proved or _plain(record)
        if is_hidden:
            pass  # its text stands: it is no redacted line
        elif record.is_redacted:
            self._redacted.append(place)
        elif plain is not None:
            self._weigh(place, plain)
        elif record.content is not None:
            self._weighty.append(place)
        if isinstance(record.content, Redaction):
            self._redactions.append((place, record.content.target))
        self._imported += plain is None and (record.body or {}).get("imported") is not None
        self._contents.append(0 if plain is None else zlib.crc32(plain.content) or 1)
        self._ids.append(record.id.encode())
        self._offsets.append(position)
        self._numbers.append(number)
        self._before, self._last = record.id.encode(), record.recorded.encode()


def _plain(record: Record) -> fast.Proved | None:
    """Say of an event that was read the slow way what the fast way would have said of it, where it is as plain."""
    event = record.content
    if not isinstance(event, Event) or record.body is None:
        return None
    if any(report.via or report.origin is not None or report.key is not None for report in event.reports):
        return None
    dates = [event.occurred, *(fact.during for fact in event.facts)]
    begins = max((date.meaning.span.lo for date in dates if date is not None), default=NEVER_BEFORE)
    spans = (report.reported.meaning.span for report in event.reports if report.reported is not None)
    reported = [max(span.lo, -FARTHEST) for span in spans]
    if max([begins, *reported]) > FARTHEST:
        return None
    return fast.Proved(
        id=record.id.encode(),
        parents=b"",
        recorded=record.recorded.encode(),
        event=_EMPTY,
        content=body_bytes({name: value for name, value in record.body.items() if name != "imported"}),
        not_before=max(begins, -FARTHEST),
        cites="\n".join(report.source or "" for report in event.reports) if event.reports else None,
        reported=max(reported, default=None),
        key=event.key or None,
        is_imported=record.body.get("imported") is not None,
        is_early=any(begins > moment for moment in reported),
    )


def _in_place(record: Record, before: str | None, line: bytes) -> Iterator[Finding]:
    """What one record shows by itself and by the line before it."""
    name = record.file or ""
    if record.line == 1 and (finding := segment.misfit(name, record)):
        yield finding
    if list(record.parents) != sorted(set(record.parents)):
        yield fault_at(record, "parents-order", "its parents are not ascending", None)
    if before is not None and record.parents != (before,):
        message = "it does not name the line before as its only parent: lines were moved, put in or taken out"
        yield fault_at(record, "parents", message, "bring the file back from git, a clone or a copy")
    if unknown := unknown_fields(record, line):
        yield fault_at(record, "unknown-field", f"unknown: {', '.join(unknown)}; kept, not read", None)
    yield from _misfits(record)
    if record.kind not in BODIES:
        yield fault_at(record, "unknown-kind", f'unknown kind "{record.kind}"; kept, not read', None)


def _misfits(record: Record) -> Iterator[Finding]:
    """Name what an older version let in: logins, and line breaks where one line is meant."""
    body = record.body or {}
    if held := list(fields.logins(body)):
        message = f"{', '.join(held)}: an address with a name or a password stands in it, for whoever reads the log"
        fix = f"`timeline redact {record.id[:12]} --because TEXT`, and add it again without"
        yield fault_at(record, "login", message, fix)
    broken = [one.path for one in fields.faults(record.kind, body) if one.code == "line-break"]
    if broken:
        yield fault_at(record, "line-break", ", ".join(broken), None)


def out_of_order(file: str | None, line: int | None, recorded: str, parent: str, parent_recorded: str) -> Finding:
    """Say that a record's stamp is not later than a parent's."""
    message = f"its stamp {recorded} is not later than that of its parent {parent[:12]}, {parent_recorded}"
    return Finding(code="stamp-order", message=message, file=file, line=line)


def _torn(what: str, name: str, number: int) -> Finding:
    fix = f"where git has the file: {segment.brought_back(name)}; else the next append mends it"
    return Finding(code="torn-tail", message=f"the last line {what}", file=name, line=number, fix=fix)
