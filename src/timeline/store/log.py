"""The log on disk: find it, begin it, read it, add to it.

Law of this module: the bytes on disk are the truth. Reading never writes; adding reads under the lock, decides, stamps,
and writes once. No log directory ever causes code to be imported or run.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH100
from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from timeline.errors import Finding, LogError
from timeline.records import chain, say
from timeline.records.model import Record
from timeline.store import read, settings, where
from timeline.store.disk import DISK, Disk, is_address
from timeline.store.turns import Turns

if TYPE_CHECKING:
    from pathlib import Path

    from timeline.records.catalogue import Holdings
    from timeline.records.drafts import Decision, Draft, Tell
    from timeline.store.add import First, Outcome, Trial
    from timeline.store.index import Index
    from timeline.store.marks import Mark

    class Admit(Protocol):
        """Decides on drafts, by the records that bear on them, and what newcomers find in these."""

        def __call__(
            self, records: Sequence[Record], drafts: Sequence[Draft], /, *, holdings: Holdings
        ) -> Sequence[Decision]:
            """Give a decision for each draft."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A log as it was read: records by (recorded, id), each id once; bad lines; what else to tell; the heads.

    ``rests_on_git`` says whether git told what to make of a file: it may tell otherwise, and no file be touched.
    """

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rests_on_git: bool = False

    def __repr__(self) -> str:
        return f"Reading({len(self.records)} records, {len(self.findings)} findings)"


class LogFiles(msgspec.Struct, kw_only=True, eq=False):
    """A folder that holds a log.

    ``own`` is the segment that this run began outside git, with the number of its process: it alone is added to.
    ``progress`` is told how many of its files are read, each time it is read whole.
    """

    folder: str
    disk: Disk = DISK
    own: tuple[int, str] | None = None
    progress: read.Progress | None = None
    index: Index | None = None
    """The log's index, once something has asked it."""
    held: read.Held = msgspec.field(default_factory=read.Held)
    """What was read last of a small log."""
    turns: Turns = msgspec.field(default_factory=Turns)
    """Whose turn it is, of the threads that share it."""

    @property
    def path(self) -> Path:
        """The folder as a path."""
        from pathlib import Path  # noqa: PLC0415 - slow to import, and most questions never ask

        return Path(self.folder)

    # --- which log ---------------------------------------------------------------------------------------------------

    @classmethod
    def find(cls, option: str | None, environ: Mapping[str, str], cwd: str | os.PathLike[str]) -> LogFiles:
        """Find the log: the option, else ``TIMELINE_LOG``, else the nearest ``events/timeline.toml`` from here upward.

        Of a folder that holds ``timeline.toml`` itself, whatever its name, it is the nearest from inside.

        Raises:
            LogBroken: The nearest has lost its ``timeline.toml``.
            LogError: There is none.
        """
        return cls(folder=where.find(option, environ, cwd))

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, title: str, calls: Disk = DISK) -> LogFiles:
        """Begin a log in a folder, which is made where there is none.

        Raises:
            LogError: A log is there already, or a file stands in its way.
            RecordError: The title cannot be written.
            LogUnwritable: It could not be written; then nothing of it is.
        """
        if is_address(os.fspath(path)):
            from timeline.records import strict_json  # noqa: PLC0415 - only a wrong name asks

            what = f"{strict_json.quoted(os.fspath(path))} is an address, and a log is a folder of this machine"
            raise LogError(what, where="folder", fix="name a folder, such as events", unwritten=True)
        folder = os.path.abspath(path)
        from timeline.store import create  # noqa: PLC0415 - asked once in the life of a log

        create.begin(folder, title, calls, settings=settings.FILE, version=settings.FORMAT)
        return cls(folder=folder, disk=calls)

    def settings(self) -> dict[str, Any]:
        """Read ``timeline.toml``.

        Raises:
            LogBroken: It was lost, or is of a format that this version does not know.
            LogError: It cannot be read, or is not TOML.
        """
        return settings.read(self.folder)

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self, *, skip_bad: bool = False, look: Mapping[str, Mark] | None = None) -> Reading:
        """Read the whole log, as it was at one moment, and prove every line of it.

        Args:
            skip_bad: Leave bad lines out, and name them in ``findings``, instead of refusing the log.
            look: Read it as it was when its files were seen so; by default as it is now.

        Raises:
            LogBroken: A line or a file is bad, the log is of a format that this version does not know, or its files
                were rewritten meanwhile, or since they were seen.
        """
        from timeline.store.steady import steadily  # noqa: PLC0415 - most questions ask the index

        settings.require_format(self.folder)
        sizes = None if look is None else {name: mark.size for name, mark in look.items()}
        with self.turns.turn():
            return steadily(self.folder, functools.partial(self._read, skip_bad, sizes), look)

    def _read(self, skip_bad: bool, sizes: Mapping[str, int] | None, seen: Mapping[str, Mark] | None) -> Reading:
        scan = read.scan(self.folder, sizes, only=seen, progress=self.progress, held=self.held)
        findings = scan.findings
        notes: list[str] = []
        if scan.tails:
            from timeline.store import tracked  # noqa: PLC0415 - most logs end well

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
            read.refuse(findings)
        records, standing = chain.hidden(scan.records)
        notes += [say.still_stands(record.id, f"{record.file}:{record.line}") for record in standing]
        if not findings:  # a bad line is told of, and what rests on it lacks nothing else
            notes += chain.not_whole(records)
        heads, rests_on_git = chain.heads(records), bool(scan.tails)
        return Reading(records=records, findings=findings, notes=tuple(notes), heads=heads, rests_on_git=rests_on_git)

    # --- adding ------------------------------------------------------------------------------------------------------

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: str,
        now: int | None = None,
        clock_is_right: bool = False,
        admit: Admit | None = None,
        salt: Callable[[], str] | None = None,
        first: First | None = None,
        tell: Tell | None = None,
    ) -> Outcome:
        """Add records, all or none, and say so only once they are durable.

        Args:
            drafts: What to add.
            by: Who writes; already fit (:func:`timeline.records.line.fit_by`).
            now: The clock, in microseconds since 1970; the machine's where it is None.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
            admit: Decides, under the lock, which drafts are written and in what order; else
                :func:`timeline.views.payloads.admit`.
            salt: Gives 32 hex digits of chance; the machine's where it is None.
            first: Done under the lock, once all is decided and before anything of it is written: what the records
                rest on. Where it fails nothing is added.
            tell: Is told how many lines are made, of how many.

        Raises:
            RecordError: A draft may not enter, or the clock stands wrong; nothing was added.
            LogBroken: A line of the log is damaged; nothing was added.
            LogLocked: Another process holds the lock; nothing was added.
            LogUnwritable: The disk refused; nothing was added.
            LogUnconfirmed: The last flush failed. Adding again is safe.
        """
        from timeline.store import (  # noqa: PLC0415 - only writing needs them, and what they import
            add,
            append,
        )

        with self.turns.turn():
            with append.locked(self.folder, self.disk, held=self.held) as writer:
                outcome = add.decided(
                    writer,
                    self,
                    drafts,
                    own=self.mine,
                    by=by,
                    now=now,
                    clock_is_right=clock_is_right,
                    admit=admit,
                    salt=salt,
                    first=first,
                    tell=tell,
                )
            self.began(outcome.begun)
            return outcome

    def try_adding(
        self,
        drafts: Sequence[Draft],
        *,
        by: str,
        clock_is_right: bool = False,
        admit: Admit | None = None,
        tell: Tell | None = None,
    ) -> Trial:
        """Say what :meth:`append` would do, and write nothing; the arguments are as there.

        Raises:
            RecordError: A draft may not enter, or the clock stands wrong.
            LogBroken: A line of the log is damaged.
        """
        from timeline.store import add  # noqa: PLC0415 - as above

        return add.tried(self, drafts, by=by, clock_is_right=clock_is_right, admit=admit, tell=tell)

    @property
    def mine(self) -> str | None:
        """The segment that this run began outside git, to which it alone adds."""
        return self.own[1] if self.own is not None and self.own[0] == os.getpid() else None

    def began(self, segment: str | None) -> None:
        """Remember the segment that this run has begun, if it did begin one."""
        if segment is not None:
            self.own = (os.getpid(), segment)
