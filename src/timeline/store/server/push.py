"""Send to a server what it lacks of a log: records, batch by batch, then checkpoints.

Law of this module: only what is missing travels, and what is redacted anywhere travels without its text. A portion is
with the server before anything is locked there, and is kept by one statement: so whatever ends this run, each batch is
there whole or not at all, and the next run goes on where this one ended.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from timeline.errors import LogError, LogUnconfirmed
from timeline.records import say
from timeline.store.server import local, notes, rights, schema, shared, wire
from timeline.store.server.address import Address
from timeline.store.server.connection import TIMEOUT_S, Server, connected, require_known
from timeline.store.server.local import Held
from timeline.verify import union
from timeline.verify.union import Portion

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

PORTION: Final = 16_000_000
"""About so many bytes are sent as one portion; what was written together is never parted, whatever its size."""
_STAGE: Final = (
    "create temporary table if not exists incoming "
    "(id bytea, head bytea, salt bytea, body bytea, body_sha256 bytea); truncate pg_temp.incoming"
)
_COPY: Final = f"copy pg_temp.incoming ({wire.COLUMNS}) from stdin (format binary, freeze)"
"""Rows that nobody else can see are written as seen by all: so they are not written again when they are first read."""
_SORTED_UP_TO: Final = 200_000
"""Of more lines the server puts each where it belongs by itself: sorting them takes them all into memory."""


@attrs.frozen(kw_only=True)
class Pushed:
    """What a push did, or would do.

    ``records``, ``size`` (bytes) and ``checkpoints`` are what travelled; ``batches`` how many the server keeps of it.
    ``redacted`` are the ids of records whose text was on the server and was taken out of it; then ``stays`` says where
    PostgreSQL may still hold that text. ``captures`` is how many kept copies did not travel.
    """

    server: str
    is_dry: bool
    records: int = 0
    size: int = 0
    batches: int = 0
    checkpoints: int = 0
    redacted: tuple[str, ...] = ()
    stays: tuple[notes.Stays, ...] = ()
    captures: int = 0
    notes: tuple[str, ...] = ()


def push(
    log: LogFiles,
    address: str,
    *,
    init: bool = False,
    dry_run: bool = False,
    timeout_s: float = TIMEOUT_S,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Pushed:
    """Send what a server lacks of a log; arguments as for :meth:`timeline.Log.push`.

    ``progress`` is told how many records are sent, and of how many.

    Raises:
        RecordError: The address cannot be read.
        LogError: There is no log on the server, or psycopg is not installed; nothing was sent.
        LogBroken: A line of the log is damaged, or it lacks what a record rests on; or the server's log is of a newer
            version. Nothing was sent.
        ServerError: The server refused, or cannot be reached, or did not answer in time. What it confirmed is there.
        LogUnconfirmed: The connection was lost while the server was to keep a portion. Pushing again is safe.
    """
    target = Address.of(address)
    held = local.held(log)
    with connected(target, timeout_s=timeout_s) as server:
        told: list[str] = []
        if init and not dry_run:
            begun = schema.begin(server)
            told += notes.of_beginning(begun, server.shown)
        rights.require_read(server)
        require_known(server)
        theirs, there = shared.theirs(server, held.lineage)
        lacks = union.missing(held.lineage, theirs)
        are_two = there.total > 0 and sum(map(len, lacks)) == held.lineage.count > 0
        shared.require_whole(held.lineage, lacks, theirs)
        portions = list(union.portions(held.lineage, lacks, theirs, size=PORTION))
        redacted = _redacted(server, portions)
        done = _Done(of=sum(portion.count for portion in portions), tell=progress)
        refused = rights.not_adding(server, redacts=any(_targets(portions))) if portions else None
        if refused is not None:
            if not dry_run:
                raise refused
            told.append(f"{refused.what}; {refused.fix}")
        if not dry_run:
            try:
                _send(server, held, portions, done, timeout_s)
            except LogError as error:
                done.tell_in(error)
                raise
        sent = shared.push_checkpoints(log, server, dry_run=dry_run)
    told += notes.of_push(there.total + (0 if dry_run else done.kept))
    if are_two:
        told.append(notes.of_two_logs(is_dry=dry_run))
    return Pushed(
        server=server.shown,
        is_dry=dry_run,
        records=done.of if dry_run else done.kept,
        size=sum(portion.size for portion in portions) if dry_run else done.size,
        batches=len(portions) if dry_run else done.batches,
        checkpoints=sent,
        redacted=redacted,
        stays=notes.STAYS if redacted else (),
        captures=notes.captures_in(log.folder),
        notes=tuple(told),
    )


@attrs.define
class _Done:
    """How far a push has come."""

    of: int
    tell: Callable[[int, int], None]
    sent: int = 0
    kept: int = 0
    size: int = 0
    batches: int = 0
    ids: list[str] = attrs.field(factory=list)

    def keep(self, added: int, size: int, record_id: str) -> None:
        self.sent += 1
        self.size += size
        if added:
            self.kept += added
            self.batches += 1
            self.ids.append(record_id)
        self.tell(self.kept, self.of)

    def tell_in(self, error: LogError) -> None:
        """Let an error say what is on the server all the same."""
        if not self.kept:
            error.unwritten = error.unwritten or not isinstance(error, LogUnconfirmed)
            return
        error.written = tuple(self.ids)
        error.what = f"{error.what}; {self.kept:,} of {say.counted(self.of, 'record')} are there"


def _targets(portions: Sequence[Portion]) -> Iterator[str]:
    """Give the ids that redactions among the records of the portions name."""
    for portion in portions:
        for part in portion.parts:
            going = frozenset(part.places)
            yield from (target for place, target in part.outline.redactions if place in going)


def _redacted(server: Server, portions: Sequence[Portion]) -> tuple[str, ...]:
    """Give the ids of the records that are there with their text now, and that redactions among the portions name."""
    targets = sorted({bytes.fromhex(target) for target in _targets(portions) if union.is_id(target)})
    if not targets:
        return ()
    named = "select id from timeline.record where id = any(%b) and body is not null order by id"
    return tuple(row[0].hex() for row in server.query(named, [targets], binary=True))


def _send(server: Server, held: Held, portions: Sequence[Portion], done: _Done, timeout_s: float) -> None:
    """Send portions, each one kept before the next: while the server keeps one, the next is on its way."""
    with contextlib.ExitStack() as open_ones, concurrent.futures.ThreadPoolExecutor(max_workers=1) as keeping:
        servers = [server]
        if len(portions) > 1:
            servers.append(open_ones.enter_context(connected(server.address, timeout_s=timeout_s)))
        under_way: concurrent.futures.Future[int] | None = None
        before: tuple[int, str] = (0, "")
        for number, portion in enumerate(portions):
            one = servers[number % len(servers)]
            try:
                size, first = _stage(one, held, portion)
            except LogError:
                if under_way is not None:
                    _settle(under_way, done, before)
                raise
            if under_way is not None:
                done.keep(under_way.result(), *before)
            under_way, before = keeping.submit(_append, one, portion.count), (size, first)
        if under_way is not None:
            done.keep(under_way.result(), *before)


def _settle(under_way: concurrent.futures.Future[int], done: _Done, before: tuple[int, str]) -> None:
    """Learn what became of the portion before, where the next one failed.

    Raises:
        LogUnconfirmed: Nobody knows: that is what is to be told.
    """
    try:
        done.keep(under_way.result(), *before)
    except LogUnconfirmed:
        raise
    except LogError:
        return


def _stage(server: Server, held: Held, portion: Portion) -> tuple[int, str]:
    """Bring a portion to the server, where nobody sees it yet; give its size in bytes, and the id of a record."""
    rows: Iterator[bytes] = map(wire.spelled, held.lines(portion))
    first = next(rows)
    rows = itertools.chain((first,), rows)
    if portion.count <= _SORTED_UP_TO:
        rows = iter(sorted(rows))
    size = 0
    with server.asking() as connection, connection.transaction(), connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for block in wire.blocks(rows):
                copy.write(block)
                server.watch.moved()
                size += len(block)
    return size, wire.id_in(first)


def _append(server: Server, count: int) -> int:
    """Let the server keep what it was brought; give how many of it were new."""
    with server.asking(changes=say.counted(count, "record")) as connection:
        row = connection.execute("select added from timeline.append()").fetchone()
    return int(row[0])
