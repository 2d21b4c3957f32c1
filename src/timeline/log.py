"""The log on disk: find it, begin it, read it, add to it.

Law of this module: the bytes on disk are the truth. Reading never writes; adding reads under the lock, decides, stamps,
and writes once. No log directory ever causes code to be imported or run.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH119, PTH120
from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from timeline import chain, codec, disk, intake, reading, segments, strict, tracked, writing
from timeline.disk import DISK, Disk
from timeline.errors import Finding, LogError, RecordError
from timeline.intake import Decision, Draft
from timeline.model import Record, stamp_moment
from timeline.reading import Scan

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: Final = "timeline.toml"
FORMAT: Final = 1
DAY_US: Final = 86_400_000_000
MUCH_AHEAD_US: Final = 366 * DAY_US

_ATTRIBUTES: Final = "** -text\n"
_IGNORED: Final = ".lock\n.quarantine/\n.index/\n.tmp/\n"

Admit = Callable[[Sequence[Record], Sequence[Draft]], tuple[Decision, ...]]


@attrs.frozen(kw_only=True)
class Reading:
    """A log as it was read: records by (recorded, id), each id once; bad lines; what else to tell; the heads."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    heads: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Added:
    """What became of one draft: the record, and whether it was ``added`` or is ``already there``."""

    status: str
    record: Record

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def recorded(self) -> str:
        """The record's stamp."""
        return self.record.recorded

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.record.kind

    @property
    def body(self) -> dict[str, Any]:
        """The record's body."""
        return self.record.body or {}


@attrs.frozen(kw_only=True)
class Outcome:
    """What an append did: one :class:`Added` for each draft, in the order of the input, and what to tell the user."""

    added: tuple[Added, ...]
    notes: tuple[str, ...] = ()


@attrs.define(kw_only=True)
class LogFiles:
    """A folder that holds a log."""

    folder: str
    disk: Disk = DISK
    _own: tuple[int, str] | None = None

    @property
    def path(self) -> Path:
        """The folder as a path."""
        from pathlib import Path  # noqa: PLC0415 - slow to import, and most questions never ask

        return Path(self.folder)

    # --- which log ---------------------------------------------------------------------------------------------------

    @classmethod
    def find(cls, option: str | None, environ: Mapping[str, str], cwd: str | os.PathLike[str]) -> LogFiles:
        """Find the log: the option, else ``TIMELINE_LOG``, else the nearest ``events/timeline.toml`` from here upward.

        Raises:
            LogError: There is none.
        """
        here = os.path.realpath(cwd)
        named = option if option is not None else environ.get("TIMELINE_LOG") or None
        if named is not None:
            folder = os.path.join(here, named)
            for candidate in (folder, os.path.join(folder, "events")):
                if os.path.isfile(os.path.join(candidate, SETTINGS)):
                    return cls(folder=candidate)
            where = "-C" if option is not None else "TIMELINE_LOG"
            raise LogError(
                f"{strict.quoted(named)} holds no log: there is no {SETTINGS} in it",
                where=where,
                fix=f"begin one: timeline -C {named} init",
            )
        above = here
        while True:
            for candidate in (os.path.join(above, "events"), above):
                is_named = candidate != above or os.path.basename(above) == "events"
                if is_named and os.path.isfile(os.path.join(candidate, SETTINGS)):
                    return cls(folder=candidate)
            if (parent := os.path.dirname(above)) == above:
                break
            above = parent
        raise LogError(
            f"there is no log here: no events/{SETTINGS} in {here} or above it",
            fix="begin one with `timeline init`, or name one with -C",
        )

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, title: str, calls: Disk = DISK) -> LogFiles:
        """Begin a log in a folder, which is made where there is none.

        Raises:
            LogError: A log is there already, or a file stands in its way.
            RecordError: The title cannot be written.
            LogUnwritable: It could not be written; then nothing of it is.
        """
        folder = os.path.abspath(path)
        for _path, _code, what in strict.faults(title):
            raise RecordError(what, where="title", unwritten=True)
        files = {
            ".gitignore": _IGNORED,
            ".gitattributes": _ATTRIBUTES,
            SETTINGS: f"format = {FORMAT}\ntitle = {json.dumps(title, ensure_ascii=False)}\n",
        }
        if os.path.lexists(os.path.join(folder, SETTINGS)):
            raise LogError(
                "a log is there already", where=os.path.join(folder, SETTINGS), fix="add to it", unwritten=True
            )
        made: list[str] = []
        try:
            missing: list[str] = []
            while not os.path.isdir(folder if not missing else os.path.dirname(missing[-1])):
                missing.append(folder if not missing else os.path.dirname(missing[-1]))
            for name in reversed(missing):
                calls.mkdir(name)
                made.append(name)
                disk.flush_folder(calls, os.path.dirname(name))
            for name, text in files.items():
                target = os.path.join(folder, name)
                if os.path.lexists(target):
                    if disk.contents(target) == text.encode():
                        continue
                    raise LogError(
                        f"{strict.quoted(name)} is there already and says other things",
                        where=target,
                        fix="move it away, or begin the log in another folder",
                        unwritten=True,
                    )
                temporary = os.path.join(folder, f".{name.strip('.')}-{os.getpid()}.tmp")
                made.append(target)
                disk.write_through(calls, target, text.encode(), temporary=temporary)
        except (OSError, disk.NotPlain, LogError) as error:
            for name in reversed(made):
                disk.forget(calls, name)
            if isinstance(error, LogError):
                raise
            if isinstance(error, disk.NotPlain):
                raise LogError(f"a file in the way is {error}", where=folder, unwritten=True) from error
            raise disk.unwritable(error, folder) from error
        return cls(folder=folder, disk=calls)

    def settings(self) -> dict[str, Any]:
        """Read ``timeline.toml``.

        Raises:
            LogError: It cannot be read, is not TOML, or is of a format that this version does not know.
        """
        import tomllib  # noqa: PLC0415 - slow to import, and not every command asks

        try:
            settings = tomllib.loads(disk.contents(os.path.join(self.folder, SETTINGS)).decode())
        except UnicodeDecodeError as error:
            raise LogError("it is not UTF-8", where=SETTINGS, fix="save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            what, _, place = str(error).partition(" (at line ")
            line = place.split(",")[0]
            where = f"{SETTINGS}:{line}" if line.isdigit() else SETTINGS
            raise LogError(f"not TOML: {what}", where=where, fix="mend the line by hand") from error
        except (OSError, disk.NotPlain) as error:
            raise LogError(f"it cannot be read: {error}", where=SETTINGS) from error
        if settings.get("format") != FORMAT:
            raise LogError(
                f"format {settings.get('format')!r} is not one that this version reads",
                where=SETTINGS,
                fix="install a newer version" if isinstance(settings.get("format"), int) else "write format = 1",
            )
        return settings

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self, *, skip_bad: bool = False) -> Reading:
        """Read the whole log and prove every line of it.

        Args:
            skip_bad: Leave bad lines out, and name them in ``findings``, instead of refusing the log.

        Raises:
            LogBroken: A line or a file is bad.
        """
        scan = reading.scan(self.folder)
        findings = scan.findings
        notes: list[str] = []
        if scan.tails:
            asked = tracked.ask(self.folder)
            for segment in scan.tails:
                has = asked.files is not None and asked.has(segment.name)
                if has and segment.tail_finding:
                    findings += (segment.tail_finding,)
                elif segment.is_torn:
                    notes.append(
                        f"{segment.name} ends in the middle of a line that was never confirmed; it is not read"
                    )
        if not skip_bad:
            reading.refuse(findings)
        records = chain.ordered(scan.records)
        return Reading(records=records, findings=findings, notes=tuple(notes), heads=chain.heads(records))

    # --- adding ------------------------------------------------------------------------------------------------------

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: str,
        now: int | None = None,
        clock_is_right: bool = False,
        admit: Admit = intake.admit,
        salt: Callable[[], str] = lambda: os.urandom(16).hex(),
    ) -> Outcome:
        """Add records, all or none, and say so only once they are durable.

        Args:
            drafts: What to add.
            by: Who writes; already fit (:func:`timeline.codec.fit_by`).
            now: The clock, in microseconds since 1970; the machine's where it is None.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
            admit: Decides, under the lock, which drafts are written and in what order.
            salt: Gives 32 hex digits of chance.

        Raises:
            RecordError: A draft may not enter, or the clock stands wrong; nothing was added.
            LogBroken: A line of the log is damaged; nothing was added.
            LogLocked: Another process holds the lock; nothing was added.
            LogUnwritable: The disk refused; nothing was added.
            LogUnconfirmed: The last flush failed. Adding again is safe.
        """
        if now is None:
            import time  # noqa: PLC0415

            now = time.time_ns() // 1000
        with writing.locked(self.folder, self.disk) as writer:
            writer.sweep()
            writer.pending()
            scan = reading.scan(self.folder)
            reading.refuse(scan.findings)
            asked = tracked.ask(self.folder)
            notes = writer.mend(scan, asked)
            if notes:
                scan = reading.scan(self.folder)
            records = chain.ordered(scan.records)
            known = {record.id: record for record in records}
            decisions = admit(records, drafts)
            new = [decision for decision in decisions if decision.there is None and decision.same is None]
            if new:
                notes += clock_notes(records, now=now, clock_is_right=clock_is_right)
            ids = {decision.place: decision.there for decision in decisions if decision.there}
            stamp = max([now, *(stamp_moment(record.recorded) + 1 for record in records[-1:])])
            open_segment = self._open(scan, asked, writer.suspects()) if len(new) == 1 else None
            parents = (open_segment.records[-1].id,) if open_segment else chain.heads(records)
            lines: list[bytes] = []
            for decision in decisions:
                if decision.same is not None:
                    ids[decision.place] = ids[decision.same]
                if decision.place in ids:
                    continue
                record_id, line = codec.encode(
                    parents=parents,
                    recorded=format_stamp(stamp),
                    by=by,
                    kind=decision.kind,
                    body=intake.bound(decision, ids),
                    salt=salt(),
                )
                known[record_id] = codec.decode(line, file="new", line_no=len(lines) + 1)
                ids[decision.place] = record_id
                lines.append(line)
                parents, stamp = (record_id,), stamp + 1
            written = set(ids.values()) - {record.id for record in records}
            if open_segment:
                writer.extend(open_segment, lines[0])
            elif lines:
                first = codec.decode(lines[0], file="new", line_no=1)
                name = segments.stem(first.recorded, by, first.id, taken=self._taken)
                self._own = (os.getpid(), writer.place(name, lines)[-1])
        return Outcome(
            added=tuple(
                Added(status="added" if ids[n] in written else "already there", record=known[ids[n]])
                for n in range(len(drafts))
            ),
            notes=notes,
        )

    def _open(self, scan: Scan, asked: tracked.Tracked, suspects: Sequence[writing.Pending]) -> segments.Segment | None:
        """The segment that one more line may go to: the newest that git does not have; outside git, this run's own."""
        if asked.files is None:
            mine = [s for s in scan.segments if self._own == (os.getpid(), s.name)]
        else:
            mine = [s for s in scan.segments if not asked.has(s.name)]
        found = segments.newest(mine)
        closed = {mark.file for mark in suspects}
        if found is None or found.name in closed or found.name.count("/") > 1:
            return None
        return found if found.size <= segments.SEGMENT_LIMIT else None

    def _taken(self, name: str) -> bool:
        path = os.path.join(self.folder, name)
        return os.path.lexists(path) or os.path.lexists(f"{path}.jsonl")


def format_stamp(moment: int) -> str:
    """Print microseconds since 1970 as a stamp: ``2026-11-23T21:10:00.000000Z``.

    Raises:
        RecordError: It lies outside the years 1 to 9999.
    """
    import datetime as dt  # noqa: PLC0415

    try:
        when = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=moment)
    except OverflowError as error:
        raise RecordError(
            "the clock stands outside the years 1 to 9999", fix="set the clock", unwritten=True
        ) from error
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def clock_notes(records: Sequence[Record], *, now: int, clock_is_right: bool) -> tuple[str, ...]:
    """Judge the machine's clock by the newest record.

    Raises:
        RecordError: It stands more than a day before it.
    """
    if not records:
        return ()
    newest = records[-1].recorded
    ahead = now - stamp_moment(newest)
    if ahead < -DAY_US and not clock_is_right:
        raise RecordError(
            f"this machine's clock says {format_stamp(now)}, more than a day before the newest record, {newest}",
            where="clock",
            fix="set the clock; where it is right, add --clock-is-right",
            unwritten=True,
        )
    if ahead > MUCH_AHEAD_US:
        days = ahead // DAY_US
        return (f"this machine's clock is {days:,} days after the newest record, {newest}: is it right?",)
    return ()
