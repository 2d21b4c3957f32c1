"""The whole of `timeline` in a few lines of Python: open a log, add to it, ask it, draw it.

Law of this module: it opens files and reads the clock, and leaves every rule to the modules below. What the command
line does, three lines of this do. Reading never writes to the log; an index beside it may catch up.

>>> import timeline as tl                                    # doctest: +SKIP
>>> snap = tl.open("events").at(as_of="2026-06-01")          # doctest: +SKIP
>>> snap.state("hardware").rows()                            # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Sequence
from typing import Unpack

import attrs

from timeline.dates.calls import explained, explains
from timeline.errors import Finding, LogBroken, LogError
from timeline.exchange import Exchange
from timeline.opened import utc_day
from timeline.snapshot import Snapshot
from timeline.store.basis import Indexed, of_checkpoint
from timeline.store.log import LogFiles
from timeline.views import arguments, given
from timeline.views.answer import Table
from timeline.views.arguments import text
from timeline.views.filters import Question
from timeline.views.given import Choice, When, clock, selection


@explains
def open(folder: str | os.PathLike[str] = "events") -> Log:  # noqa: A001 - `tl.open` is its name
    """Open the log in a folder, or in the ``events`` folder inside it.

    Raises:
        LogBroken: The log has lost its ``timeline.toml``.
        LogError: There is no log.
    """
    name = arguments.path(folder, "folder")
    try:
        return Log(LogFiles.find(name, {}, os.curdir))
    except LogBroken as error:
        where = os.path.split(error.where or name)[0]
        error.fix = f"bring it back from git or a copy; or write it anew: timeline.init({where!r})"
        raise
    except LogError as error:
        error.where = "folder"
        if error.fix and error.fix.startswith("begin one"):  # else a log can no more begin there than be opened
            error.fix = f"begin one: timeline.init({name!r})"
        raise


@explains
def init(folder: str | os.PathLike[str] = "events", *, title: str = "Timeline") -> Log:
    """Begin a log in a folder, and open it.

    Raises:
        LogError: A log is there already.
    """
    return Log(LogFiles.create(arguments.path(folder, "folder"), title=text(title, "title")))


@explained
class Log(Exchange):
    """A log on disk, for reading and for adding.

    A reading is kept until the files change. Every method that adds returns once the records are durable.

    Args:
        files: The folder that holds the log.
    """

    def at(
        self,
        *,
        as_of: When = None,
        on: When = None,
        recorded_by: When = None,
        checkpoint: str | int | None = None,
        today: dt.date | None = None,
    ) -> Snapshot:
        """Ask what was known.

        Args:
            as_of: What was known as of the end of that day; without it everything is.
            on: The day of the world asked about: by default the as-of day, else the recorded-by day, else today.
            recorded_by: What this log held by the end of that day, or by a stamp.
            checkpoint: Exactly what that checkpoint holds, by number or name, whatever was merged later.
            today: What ``today`` means; by default the UTC day that the clock shows.

        Raises:
            DateError: A clock is uncertain, or no EDTF.
            LogBroken: The log cannot be trusted.
        """
        day = given.day(today, where="today") or utc_day()
        return self.ask(given.question(as_of, on, recorded_by, checkpoint, today=day), today=day)

    def ask(self, question: Question, *, today: dt.date | None = None) -> Snapshot:
        """Ask a question that is read already: what was known by its clocks, to show what it asks for.

        Args:
            question: The question.
            today: What ``today`` means; by default the UTC day that the clock shows.

        Raises:
            LogBroken: The log cannot be trusted.
            RecordError: The checkpoint is not there; ``where`` is *checkpoint*.
        """
        question = given.read_already(question)
        day = given.day(today, where="today") or utc_day()
        basis = self._basis(skip_bad=question.skip_bad)
        if question.checkpoint is not None:
            from timeline.store.checkpoints import find  # noqa: PLC0415 - most questions never ask

            found = find(self.files, question.checkpoint)
            load = functools.partial(of_checkpoint, basis, found)
            basis = (basis.upto(found, load) if isinstance(basis, Indexed) else None) or load()
            question = attrs.evolve(question, checkpoint=found.name)
        return Snapshot(
            basis=basis,
            question=question,
            files=self.files,
            declared=self._declaring(),
            asked_on=day,
        )

    def check(
        self,
        *,
        pins: str | Sequence[str] = (),
        signers: str | None = None,
        new: bool = False,
        forget: bool = False,
        remember: bool = False,
    ) -> tuple[Finding, ...]:
        """Verify every line, what the records say of each other, and the checkpoints; give what is wrong.

        Args:
            pins: Roots that were kept elsewhere, as ``NUMBER:ROOT``.
            signers: A list of allowed signers that was kept elsewhere, to ask instead of the log's own.
            new: Take files that are as an earlier check proved them for proved; where none was touched since, give
                again what it found.
            forget: Leave aside what this clone saw before: what is gone was meant to go.
            remember: Write down what was seen, in the log's ``.index`` folder, for the next check on this clone.
        """
        from timeline.store import unchanged  # noqa: PLC0415

        kept = arguments.several(pins, "pins")
        list_ = None if signers is None else arguments.path(signers, "signers")
        is_plain = not (kept or list_ is not None or forget)
        if new and is_plain and (known := unchanged.answer(self.files.folder)) is not None:
            return known.findings
        from timeline.store import check  # noqa: PLC0415

        found = check.check(self.files, pins=kept, signers=list_, new=new, forget=forget)
        if remember:
            check.remember(self.files, found)
        return found.findings

    def diff(
        self,
        before: When,
        after: When,
        *,
        recorded_by: When = None,
        checkpoint: str | int | None = None,
        view: str | None = None,
        **choice: Unpack[Choice],
    ) -> Table:
        """Tell what changed in what was known between the ends of two days; ``on`` follows each.

        Args:
            before: The earlier as-of day.
            after: The later.
            recorded_by: By what the log held.
            checkpoint: Exactly what that checkpoint holds.
            view: Only the cells of this view; by default those of all.
            **choice: What is asked for, as :class:`timeline.views.given.Choice` says.
        """
        day = utc_day()
        old, new = (clock(one, today=day, where=name) for name, one in (("before", before), ("after", after)))
        later = self.at(as_of=new, recorded_by=recorded_by, checkpoint=checkpoint, today=day)
        earlier = later.before(old)
        found = later.diff(earlier, view=view, **choice)
        return attrs.evolve(found, query={"before": earlier.query(), "after": later.query()})

    def page(
        self,
        *,
        as_of: When = None,
        on: When = None,
        recorded_by: When = None,
        checkpoint: str | int | None = None,
        title: str | None = None,
        zone: str | dt.tzinfo | None = None,
        public: bool = False,
        **choice: Unpack[Choice],
    ) -> str:
        """Make the page that ``timeline page`` writes: one HTML text, offline, that readers can question.

        Args:
            as_of: The last day of its slider; without it, the last of which the log can speak.
            on: The day of the world that its views are about; without it, that follows the slider.
            recorded_by: What this log held by the end of that day, or by a stamp.
            checkpoint: Exactly what that checkpoint holds, by number or name.
            title: The headline; by default the log's own.
            zone: The time zone whose clocks are shown, such as ``Europe/Berlin``; days stay those of UTC.
            public: Leave out every ``because``, and the tags ``private`` and ``private.…``.
            **choice: What is asked for, as :class:`timeline.views.given.Choice` says.

        Raises:
            FigureError: No event is left by the clocks and filters.
            DateError: A clock is uncertain, or a date no EDTF.
            LogBroken: The log cannot be trusted.
        """
        day = utc_day()
        asked = given.question(as_of, on, recorded_by, checkpoint, today=day)
        asked = attrs.evolve(asked, selection=selection(choice, today=day))
        return self.ask(asked, today=day).page(title=title, zone=zone, public=public).html

    def export(self, *, as_of: When = None, recorded_by: When = None, checkpoint: str | int | None = None) -> str:
        """Write the records that were known as JSON lines, as ``import_`` takes them."""
        return self.at(as_of=as_of, recorded_by=recorded_by, checkpoint=checkpoint).export().text

    def checkpoint(self, *, sign: str | None = None) -> str:
        """Write down what the log holds now; give the name of the file. ``sign`` names a file with an SSH key."""
        from timeline.store.checkpoints import write  # noqa: PLC0415

        return write(self.files, sign=None if sign is None else arguments.path(sign, "sign"))[0]


__all__ = ["Log", "Snapshot", "Table", "init", "open"]
