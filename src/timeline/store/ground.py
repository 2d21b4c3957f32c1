"""What an append rests on, read under the lock: the whole log, or what bears on the drafts and the ends of the log.

Law of this module: both lead to the same decisions. Where a draft is refused, or may only be judged by all that there
is, the whole is read; so it is the whole that words a refusal.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.errors import LogError, RecordError
from timeline.records import bearing
from timeline.records.catalogue import SHORTEST_PREFIX, Holdings
from timeline.records.drafts import Draft
from timeline.records.mentions import mentions, references_in
from timeline.records.model import Record
from timeline.records.names import Sort, brought_in
from timeline.records.segment import Segment
from timeline.store import names, recover, upkeep
from timeline.store.append import Writer
from timeline.store.held import Held
from timeline.store.recover import NOTHING_LEFT, Unconfirmed, Whole

if TYPE_CHECKING:
    from timeline.records.twins import Knew
    from timeline.store.index import Index, Ready
    from timeline.store.index_records import Records
    from timeline.store.log import LogFiles
    from timeline.store.tail import Tail, WithTail

    Look: TypeAlias = Records | WithTail

_MOST: Final = 1_000
_ROOM: Final = 2_000
"""Of more drafts, where there are fewer bytes of the log for each, the whole is read: it bears on them anyway."""
_FILES: Final = 4
"""A log is read whole for a file, unless it is so many times as large."""
_TELLING: Final = 50


class End(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a segment: its name and size, the number of its lines, and the last record."""

    name: str
    size: int
    lines: int
    last: str
    order: tuple[str, str]

    @classmethod
    def of(cls, segment: Segment) -> End:
        """Give the end of a segment that holds a record."""
        last = segment.records[-1]
        return cls(name=segment.name, size=segment.size, lines=len(segment.records), last=last.id, order=last.order)


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What an append rests on.

    ``records`` are the log, or what of it bears on the drafts, by (recorded, id), the newest of all among them.
    ``ends`` gives the ends of the segments, the newest first. ``is_again`` says whether the same open log was added to
    before. ``in_use`` are names of each sort: those of the drafts
    that are in use, and all that one of the others may be a slip of. ``left``, ``again`` and ``notes`` are as in
    :mod:`timeline.store.recover`.
    """

    records: tuple[Record, ...]
    heads: tuple[str, ...]
    ends: Callable[[], Iterable[End]]
    is_part: bool = False
    is_again: bool = False
    in_use: Mapping[Sort, Collection[str]] | None = None
    left: Unconfirmed = NOTHING_LEFT
    again: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    knew: Knew | None = None
    """Says who knew of whom, where the records are not all."""
    tail: Tail | None = None
    """Takes the line that is written, where the next append of the open log may rest on it."""
    holdings: Callable[[], Holdings] | None = None
    """Gives what newcomers find in the records, where that was found before, or is held for the next append."""


def whole(writer: Writer) -> Ground:
    """Read all of a log, and make whole what an earlier run left undone.

    Raises:
        LogBroken: A line of it is damaged.
    """
    return of(writer, recover.make_whole(writer))


def of(writer: Writer, read: Whole) -> Ground:
    """Rest on a log that was read whole."""
    held = writer.held or Held()
    order = held.order(read.scan.segments)
    is_again = held.has_holdings(order)

    def ends() -> Iterable[End]:
        found = (End.of(segment) for segment in read.scan.segments if segment.records)
        return sorted(found, key=lambda end: end.order, reverse=True)

    return Ground(
        records=order.records,
        heads=order.heads,
        ends=ends,
        is_again=is_again,
        left=read.left,
        again=read.again,
        notes=read.notes,
        holdings=functools.partial(held.holdings, order),
    )


def part(writer: Writer, log: LogFiles, drafts: Sequence[Draft]) -> Ground | None:
    """Rest on what bears on some drafts, as far as the index can tell; None where the whole must be read.

    What an earlier run left undone is made whole by who reads the whole.
    """
    held = writer.held
    tail = held.tail if held is not None else None
    is_asked = not (held is not None and held.is_small) and (
        upkeep.is_asked(log.folder) if tail is None else upkeep.pays(tail.ready.size)
    )
    if not is_asked:
        return None
    recover.sweep(writer)
    if writer.left() or recover.doubtful(writer) or not _may_be_judged(log, drafts):
        return None
    if held is None:
        return _bearing(log, drafts)
    if tail is not None and tail.is_still(writer.contents):
        found = _behind(log, tail, drafts)
        if found is not None:
            return found
    held.tail = None
    return _bearing(log, drafts, has_tail=held.has_added)


def bearing_on(log: LogFiles, drafts: Sequence[Draft]) -> Ground | None:
    """As :func:`part`, of a log that nobody holds the lock of: to say what would be added."""
    return _bearing(log, drafts) if upkeep.is_asked(log.folder) and _may_be_judged(log, drafts) else None


def _may_be_judged(log: LogFiles, drafts: Sequence[Draft]) -> bool:
    """Whether what bears on drafts is enough to judge them, and is no more work than the whole."""
    if len(drafts) > _MOST and len(drafts) > names.size(log.folder) // _ROOM:
        return False
    return not any(draft.recorded is not None or _needs_all(draft) for draft in drafts)


def _bearing(log: LogFiles, drafts: Sequence[Draft], *, has_tail: bool = False) -> Ground | None:
    """Rest on what bears on some drafts, of a log of which the index is asked; ``has_tail`` lets a tail begin."""
    looked_ns = time.time_ns()
    found = upkeep.brought(log, rows=False)
    if found is None or isinstance(found, str):
        return None
    from timeline.store.index_file import Unusable  # noqa: PLC0415 - a small log does without it

    index, ready = found
    tail = None
    if has_tail:
        from timeline.store.tail import Tail  # noqa: PLC0415 - who adds once has none

        tail = Tail(log.folder, index, ready, looked_ns)
    try:
        with index.records(ready) as records:
            rests_on = _of_part(records, ready.heads, drafts, tail)
    except (Unusable, RecordError):
        return None
    return msgspec.structs.replace(rests_on, knew=_Knew(log, index, ready))


class _Knew:
    """Says who knew of whom, as the index has it; where that is another one by then, the whole log tells."""

    def __init__(self, log: LogFiles, index: Index, ready: Ready) -> None:
        self._log, self._index, self._ready = log, index, ready
        self._whole: Knew | None = None

    def __call__(self, later: str, earlier: str) -> bool:
        """Say whether the second record is among the ancestors of the first."""
        from timeline.store.index_file import Unusable  # noqa: PLC0415 - as below

        if self._whole is None:
            try:
                with self._index.records(self._ready) as records:
                    return records.knew(later, earlier)
            except Unusable:
                self._whole = self._of_all()
        return self._whole(later, earlier)

    def _of_all(self) -> Knew:
        """Ask the log as far as it can be read: what was added is added."""
        from timeline.records.twins import Ancestry  # noqa: PLC0415 - seldom

        try:
            return Ancestry(self._log.read(skip_bad=True).records).knew
        except LogError:
            return Ancestry(()).knew


def _behind(log: LogFiles, tail: Tail, drafts: Sequence[Draft]) -> Ground | None:
    """Rest on what bears on some drafts in the index as it was, and in what the same open log added since."""
    from timeline.store.index_file import Unusable  # noqa: PLC0415 - as above

    try:
        with tail.index.records(tail.ready) as records:
            found = _of_part(tail.over(records), tail.heads, drafts, tail)
    except (Unusable, RecordError):
        return None
    from timeline.records.twins import Ancestry  # noqa: PLC0415 - as above

    knew = Ancestry(tail.records, _Knew(log, tail.index, tail.ready)).knew
    return msgspec.structs.replace(found, is_again=True, knew=knew)


def _of_part(look: Look, heads: tuple[str, ...], drafts: Sequence[Draft], tail: Tail | None) -> Ground:
    seeds = {node for draft in drafts for node in _bearing_on(draft, look)}
    held = bearing.closure({*seeds, *look.newest()}, look.find)
    ends = tuple(End(name=n, size=s, lines=lines, last=i, order=o) for n, s, lines, i, o in look.ends())
    return Ground(
        records=tuple(sorted(held.values(), key=lambda record: record.order)),
        heads=heads,
        ends=lambda: ends,
        is_part=True,
        in_use=_in_use(drafts, look),
        tail=tail,
    )


class Known:
    """What of a log bears on what a file says, found as it is asked for; the whole where the index cannot tell."""

    def __init__(self, log: LogFiles, size: int) -> None:
        """Ask a log what bears on a file of ``size`` bytes; of a small one, or for a large file, it is read whole."""
        self._log = log
        found = upkeep.ready(log, rows=False)
        self._asked = found if isinstance(found, tuple) and found[1].size > _FILES * size else None

    @property
    def is_whole(self) -> bool:
        """Whether all is at hand, whatever is asked for."""
        return self._asked is None

    def bearing(self, nodes: Iterable[str]) -> Holdings:
        """Give what bears on some nodes, or more.

        Raises:
            LogBroken: The log cannot be trusted.
        """
        if self._asked is None:
            return self._all
        from timeline.store.index_file import Unusable  # noqa: PLC0415 - a small log does without it

        index, ready = self._asked
        try:
            with index.records(ready) as records:
                held = bearing.closure(nodes, records.find)
        except Unusable:
            self._asked = None
            return self._all
        return Holdings(sorted(held.values(), key=lambda record: record.order), _Knew(self._log, index, ready))

    @functools.cached_property
    def whole(self) -> tuple[Record, ...]:
        """All records, by (recorded, id).

        Raises:
            LogBroken: The log cannot be trusted.
        """
        return self._log.read().records

    @functools.cached_property
    def _all(self) -> Holdings:
        return Holdings(self.whole)


def records_of(log: LogFiles, text: str) -> tuple[Record, ...] | None:
    """Give what bears on whatever a text may stand for, by (recorded, id); None where the whole must tell."""
    found = upkeep.ready(log, rows=False)
    if found is None or isinstance(found, str):
        return None
    from timeline.store.index_file import Unusable  # noqa: PLC0415 - a small log does without it

    index, ready = found
    try:
        with index.records(ready) as records:
            held = bearing.closure(_of_reference(text, records), records.find)
    except Unusable:
        return None
    return tuple(sorted(held.values(), key=lambda record: record.order))


def _needs_all(draft: Draft) -> bool:
    """Whether a draft may be about anything: it joins origins; or its data may come to be written otherwise."""
    body = draft.body
    return draft.kind == "redaction" or body.get("rel") == "same-origin" or body.get("data") is not None


def _bearing_on(draft: Draft, records: Look) -> Iterator[str]:
    """Name the nodes of all that bears on a draft.

    Raises:
        RecordError: It is of no form.
    """
    body = draft.body
    try:
        yield f"content:{bearing.content_name(draft.kind, body)}"
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise RecordError("it cannot be spelled") from error
    if isinstance(key := body.get("key"), str):
        yield f"key:{key}"
    if draft.kind == "source" and isinstance(name := body.get("name"), str):
        yield f"source:{name}"
    for what, _, name in mentions(body):
        if what == "source":
            yield f"source:{name}"
        elif what == "record":
            yield from _of_reference(name, records)
    for _, text in references_in(draft.kind, body):
        yield from _of_reference(text, records)
    if body.get("rel") == "same-entity":
        for end in ("from", "to"):
            if isinstance(name := body.get(end), str):
                yield from records.some_under(f"tells:{name}", _TELLING)
    for entity in _emptied(body):
        yield from bearing.of_entity(entity, records.find)


def _of_reference(text: str, records: Look) -> Iterator[str]:
    if text.startswith("key:"):
        yield f"key:{text.partition('#')[0].removeprefix('key:')}"
        yield f"key:{text.removeprefix('key:')}"
    for name in dict.fromkeys((text, text.partition("#")[0])):
        yield f"source:{name}"
        if len(name) >= SHORTEST_PREFIX:
            yield from records.starting_with(name)


def _emptied(body: Mapping[str, Any]) -> Iterator[str]:
    """Name the entities of facts that say that something ended, without saying what."""
    sets = body.get("set")
    for held in (body, sets if isinstance(sets, Mapping) else {}):
        facts = held.get("facts")
        for fact in facts if isinstance(facts, list | tuple) else ():
            if isinstance(fact, Mapping) and fact.get("value") is None and isinstance(fact.get("entity"), str):
                yield str(fact["entity"])


def _in_use(drafts: Sequence[Draft], records: Look) -> Mapping[Sort, Collection[str]]:
    coming: dict[Sort, set[str]] = {}
    for draft in drafts:
        for sort, name in brought_in(draft.kind, draft.body):
            coming.setdefault(sort, set()).add(name)
    return {
        sort: names if all(records.has_name(sort, name) for name in names) else records.names(sort)
        for sort, names in coming.items()
    }
