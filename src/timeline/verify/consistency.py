"""What the records of a log say of each other that cannot be: references, names, keys, changes, dates.

Law of this module: only what bears on others is read again. An event that nothing else speaks of, whose key is its own
and whose dates its sources cannot contradict, is sure to have no finding; so a million of them cost nothing here. What
is judged is judged by :class:`timeline.asof.ledger.Ledger`, as every answer is.
"""

from __future__ import annotations

import functools
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from timeline.asof.ledger import Ledger
from timeline.dates.values import Moment
from timeline.errors import Finding
from timeline.records.catalogue import Holdings
from timeline.records.contents import content_of
from timeline.records.mentions import references_in, sources_in
from timeline.records.model import Record, Source
from timeline.verify.early import early
from timeline.verify.graph import Lineage
from timeline.verify.spans import Spans, addresses, widen


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and the records that had to be read for it, by (recorded, id): every source and change."""

    findings: tuple[Finding, ...]
    records: tuple[Record, ...]


def judge(lineage: Lineage) -> Judged:
    """Read again what bears on others, and judge it."""
    chosen = _Chosen(lineage)
    records = chosen.in_order()
    while chosen.add(_suspects(lineage, records)):
        records = chosen.in_order()
    findings = judge_records(records, lineage, spoiled=lineage.spoiled, spoiled_sources=lineage.spoiled_sources)
    return Judged(findings=tuple(findings), records=records)


class _Chosen:
    """The records that are judged, by number."""

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage
        self._records: dict[int, Record] = {}
        self._keys: Counter[int] = Counter()
        weighty: list[int] = []
        for at, one in enumerate(lineage.outlines):
            first = lineage.first_of(at)
            weighty += [first + place for place in (*one.weighty, *one.early)]
            self._keys.update(key for _, key in one.keys)
        self.add(weighty)

    def add(self, numbers: Iterable[int]) -> bool:
        """Choose records, and whatever has to be judged with them; whether any was new."""
        lineage = self._lineage
        waiting = {number for number in numbers if number not in self._records and number not in lineage.twice}
        is_new = bool(waiting)
        while waiting:
            read = {number: lineage.read(number) for number in sorted(waiting)}
            self._records |= read
            named = (lineage.number_of(record_id) for record in read.values() for record_id in addresses(record))
            wanted = {number for number in named if number is not None}
            wanted |= set(self._alike(read))
            waiting = wanted - self._records.keys() - lineage.twice.keys()
        return is_new

    def _alike(self, read: Mapping[int, Record]) -> Iterator[int]:
        """Find the events that may say the same as one that was chosen, or have a key that another record has."""
        contents = {checksum for number in read if (checksum := self._content(number))}
        if contents:
            for at, one in enumerate(self._lineage.outlines):
                first = self._lineage.first_of(at)
                found = enumerate(memoryview(one.contents).cast("I"), first)
                yield from (number for number, checksum in found if checksum in contents)
        own = Counter(key for number, record in read.items() if (key := self._key(number, record)) is not None)
        self._keys += own
        for at, one in enumerate(self._lineage.outlines):
            first = self._lineage.first_of(at)
            yield from (first + place for place, key in one.keys if self._keys[key] > 1)

    def _content(self, number: int) -> int:
        one, place = self._lineage.place_of(number)
        return int(memoryview(one.contents).cast("I")[place])

    def _key(self, number: int, record: Record) -> int | None:
        """The checksum of a record's key, where its outline has not counted it."""
        key = (record.body or {}).get("key")
        if not isinstance(key, str) or not key or self._content(number):
            return None
        return zlib.crc32(key.encode())

    def in_order(self) -> tuple[Record, ...]:
        """Give them by (recorded, id); each names as parents its nearest ancestors among them."""
        nearest = self._lineage.nearest(sorted(self._records))
        ids = {number: record.id for number, record in self._records.items()}
        records = (
            msgspec.structs.replace(record, parents=tuple(sorted(ids[parent] for parent in nearest[number])))
            for number, record in self._records.items()
        )
        return tuple(sorted(records, key=lambda record: record.order))


# --- whether dates may contradict --------------------------------------------------------------------------------


def _suspects(lineage: Lineage, records: Sequence[Record]) -> Iterator[int]:
    """Find the events whose dates may contradict those of their sources, or whose sources are not all defined."""
    spans = Spans(records, functools.partial(Ledger, records))
    widest: dict[str, tuple[str, Moment, Moment | None]] = {}
    for one in lineage.outlines:
        for cites, bounds in one.cites.items():
            widen(widest, cites, *bounds)
    unsure = {cites for cites, bounds in widest.items() if not spans.are_sure(cites, *bounds)}
    for at, one in enumerate(lineage.outlines) if unsure else ():
        groups = one.cites
        found = unsure.intersection(groups)
        wanted = frozenset(cites for cites in found if not spans.are_sure(cites, *groups[cites]))
        if wanted:
            yield from (lineage.first_of(at) + place for place in one.citing(lineage.data(one.name), wanted))


# --- the judgement -----------------------------------------------------------------------------------------------


def judge_records(
    records: Sequence[Record],
    ids: Container[str],
    *,
    spoiled: frozenset[str] = frozenset(),
    spoiled_sources: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Name what records, in the order (recorded, id), say of each other that cannot be.

    What only follows from a damaged line, by its id or the source that it defines, is not named: the line is, and it
    may be brought back. ``ids`` are those of all records that there are, those that are not judged, too.
    """
    by_id = {record.id: record for record in records}
    names = {record.content.name for record in records if isinstance(record.content, Source)}
    yield from _dangling(records, ids, names | spoiled_sources, spoiled)
    yield from _clashes(records)
    ledger = Ledger(records)
    for record, reason in ledger.ignored():
        if not spoiled.isdisjoint(addresses(record)):
            continue
        yield _at(
            record, "not-applied", f"this {record.kind} does not apply: {reason}", "timeline retract " + record.id[:12]
        )
    for winner, other in ledger.rivals():
        message = (
            f"{winner.by} and {other.by} corrected the same field without knowing of each other: "
            f"{_short(winner.id)} counts, {_short(other.id)} does not"
        )
        yield _at(
            other,
            "rival-corrections",
            message,
            f"settle it: correct it once more, or `timeline retract {_short(other.id)}`",
        )
    sources = {record.content.name: record for record in reversed(records) if isinstance(record.content, Source)}
    for dropped in ledger.dropped():
        found = by_id.get(dropped.name.partition("#")[0]) or sources.get(dropped.name)
        message = f"{_short(dropped.name)}: the date typed for it stands, but {dropped.reason}"
        fix = (
            f"look at both dates; `timeline correct {_short(dropped.name)} --set FIELD=VALUE --because TEXT` mends one"
        )
        yield _at(found, "contradicting-dates", message, fix)

    for one in early(records):
        yield _at(by_id[one.event.id], "reported-early", one.what, one.fix)


def _dangling(
    records: Iterable[Record], ids: Container[str], names: set[str], spoiled: frozenset[str]
) -> Iterator[Finding]:
    for record in records:
        body = record.body
        if body is None or record.content is None:
            continue
        for field, text in references_in(record.kind, body):
            target = text.partition("#")[0]
            if target not in ids and target not in spoiled:
                what = f"{field}: {_short(text)} is not in this log"
                yield _at(record, "dangling-reference", what, "bring the missing file back from git, a clone or a copy")
        for path, name in sources_in(body):
            if name not in names:
                what = f'{path}: the source "{name}" is not defined'
                yield _at(record, "unknown-source", what, f"timeline source {name} --publisher TEXT")


def _clashes(records: Sequence[Record]) -> Iterator[Finding]:
    """Name what a merge can bring together: one name with two live definitions, one key with two live contents."""
    sources: dict[str, Record] = {}
    keys: dict[str, Record] = {}
    holdings = Holdings(records)
    for record in records:
        body = record.body
        if body is None or record.content is None or not holdings.is_live(record):
            continue
        for kind, firsts, name in (
            ("source", sources, body["name"] if isinstance(record.content, Source) else None),
            ("key", keys, body.get("key")),
        ):
            if name is None:
                continue
            first = firsts.setdefault(name, record)
            if first is not record and content_of(first.kind, first.body or {}) != content_of(record.kind, body):
                what = f'the {kind} "{name}" is that of {first.id[:12]} already, which says other things and counts'
                yield _at(record, f"{kind}-clash", what, f"`timeline retract {record.id[:12]}`, and correct the first")


def _at(record: Record | None, code: str, message: str, fix: str | None) -> Finding:
    file, line = (record.file, record.line) if record else (None, None)
    return Finding(code=code, message=message, file=file, line=line, fix=fix)


def _short(address: str) -> str:
    head, mark, number = address.partition("#")
    return (head[:12] if len(head) == 64 else head) + mark + number
