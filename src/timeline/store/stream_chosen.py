"""The records that a question is about as JSON lines, read and given a few files at a time, whatever the log's size.

Law of this module: it gives what :func:`timeline.views.export.export` chooses of the whole log, in the same order and
the same words. What it chooses by is the part of the log in which every record is but events of which no other record
speaks; of these it keeps ids. As in :mod:`timeline.store.stream`, every line is proved before the first is given.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.values import NEVER_AFTER
from timeline.records import chain, say
from timeline.records.line import decode
from timeline.records.mentions import entities_in, origins_in, sources_in
from timeline.records.model import Record
from timeline.store import names, stream
from timeline.text import jsonlines
from timeline.verify import fast
from timeline.views.export import Apart, Chosen, Exported, choose, named_alone, published
from timeline.views.filters import Selection

if TYPE_CHECKING:
    from timeline.store.index import Look
    from timeline.views.relational.apart import Known

MOST_AT_HAND: Final = 20_000
"""More records beside events of which no other record speaks are not looked up one by one: the log is read whole."""


class _Apart:
    """Meets every line of a log, and takes note of what the events that go apart name."""

    def __init__(self, at_hand: Iterable[str], going: set[bytes] | None, latest: bytes, *, by_entities: bool) -> None:
        self._at_hand = {one.encode() for one in at_hand}
        self._going = going
        self._latest = latest
        self._by_entities = by_entities
        self.kept = set[bytes]() if going is None else going
        self._cited = set[str]()
        self._names = set[str]()
        self._entities = set[str]()
        self._origins: dict[str, tuple[str, str]] = {}

    def usual(self, event: fast.Proved, before: bytes, name: str, number: int) -> None:
        """Meet an event of the usual form: it names no origin."""
        del before, name, number
        if self._is_kept(event.id, event.recorded):
            if event.cites:
                self._cited.add(event.cites)
            if self._by_entities:
                self._entities.update(fact.entity for fact in event.event.facts or ())

    def other(self, record: Record, name: str, number: int) -> None:
        """Meet any other record."""
        del name, number
        if record.kind == "event" and self._is_kept(record.id.encode(), record.recorded.encode()):
            body = record.body or {}
            self._names.update(name for _, name in sources_in(body))
            self._entities.update(entities_in(body) if self._by_entities else ())
            for origin in origins_in(body):
                self._origins[origin] = min(record.order, self._origins.get(origin, record.order))

    def _is_kept(self, name: bytes, recorded: bytes) -> bool:
        id_ = bytes.fromhex(name.decode())
        if self._going is not None:
            return id_ in self._going
        if name in self._at_hand or recorded > self._latest:
            return False
        self.kept.add(id_)
        return True

    def found(self, early: Collection[bytes]) -> Apart:
        """Give what was met; ``early`` hold a report that was not public by then."""
        cited = (name for some in self._cited for name in some.split("\n") if name)
        return Apart(
            count=len(self.kept),
            early=len(self.kept.intersection(early)),
            names={*self._names, *cited},
            entities=self._entities,
            origins=self._origins,
        )


def chosen(
    folder: str,
    look: Look,
    *,
    ledger: Ledger,
    snapshot: Snapshot,
    selection: Selection,
    public: bool,
    of: int,
    known: Known | None,
    asked: Iterable[str] | None,
) -> Exported | None:
    """Choose the records that go into an export; None where the log must be read whole, or is another one meanwhile.

    Args:
        folder: That of the log.
        look: Its files, as they were when the part was read.
        ledger: The part of the log in which every record is but events of which no other record speaks.
        snapshot: What was known by it.
        selection: What is asked for.
        public: Whether what is not for the public is left out.
        of: How many records the whole log has by then.
        known: The events beside the part that were known; None where all go, known or not.
        asked: The ids of the records that tell the events that are asked for; None for all.
    """
    at_hand = {record.id for record in ledger.records}
    going = None if known is None else known.events
    if asked is not None:
        wanted = {bytes.fromhex(one) for one in asked if one not in at_hand}
        going = wanted if going is None else going & wanted
    by = NEVER_AFTER if snapshot.clocks.recorded_by is None else snapshot.clocks.recorded_by.hi
    meeting = _Apart(at_hand, going, stream.stamp(by), by_entities=asked is not None)
    files = stream.proved(folder, meeting)
    if files is None or names.look(folder) != look:
        return None
    apart = meeting.found(() if known is None else known.early)
    found = choose(ledger, snapshot, selection, public=public, of=of, apart=apart)
    return Exported(
        form="jsonl",
        clocks=snapshot.clocks.in_words(has_day=False),
        data=functools.partial(_parts, folder, files, found, meeting.kept, public=public),
        counted=say.counted(len(found.records) + apart.count + len(found.unnamed), "record"),
        notes=found.notes,
    )


def _parts(
    folder: str, files: Sequence[stream.File], found: Chosen, apart: Collection[bytes], *, public: bool
) -> Iterator[bytes]:
    """Give the lines of what was chosen, many in one.

    Raises:
        LogBroken: A file was changed since it was proved.
    """
    return stream.in_parts(_texts(folder, files, found, apart, public=public))


def _texts(
    folder: str, files: Sequence[stream.File], found: Chosen, apart: Collection[bytes], *, public: bool
) -> Iterator[bytes]:
    here = {record.id.encode(): record for record in found.records}
    unnamed = set(found.unnamed)

    def texts(record: Record) -> bytes:
        every: Iterable[Record] = (*named_alone(record, unnamed), record)
        return jsonlines.text(map(published, every) if public else every).encode()

    for line, others in stream.grouped(stream.merged(folder, files)):
        if line.id in here:
            yield texts(here[line.id])
        elif bytes.fromhex(line.id.decode()) in apart:
            is_plain = line.is_usual and not others and not unnamed
            if is_plain and not (public and stream.may_be_private(line.data)):
                yield stream.flat(line)
                continue
            records = [decode(one.data, file=one.name, line_no=one.number) for one in (line, *others)]
            ((record,), _) = chain.hidden(records)
            yield texts(record)
