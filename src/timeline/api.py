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
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Unpack, cast, overload

import attrs

from timeline.asof.ledger import Ledger
from timeline.errors import Finding, LogBroken, LogError, RecordError
from timeline.records.model import Fact, Origin, Report
from timeline.snapshot import Snapshot
from timeline.store import settings, upkeep
from timeline.store.basis import Basis, Indexed, Whole, whole
from timeline.store.log import LogFiles, Reading
from timeline.views import arguments, given
from timeline.views.answer import Table
from timeline.views.arguments import text
from timeline.views.filters import Question
from timeline.views.given import Choice, Day, When, clock, date, fact_bodies, origin_body, selection, via_body

if TYPE_CHECKING:
    from timeline.dates.parts import Order
    from timeline.engines.filling import Filled
    from timeline.records.admission import Draft
    from timeline.records.model import Record
    from timeline.records.updating import Whose
    from timeline.store.add import Added, Outcome
    from timeline.store.index import Look
    from timeline.store.redact import Redacted
    from timeline.store.server.pull import Pulled
    from timeline.store.server.push import Pushed
    from timeline.text.incoming.fixing import Fixed
    from timeline.text.incoming.values import Asked
    from timeline.verify.checkpoint import Checkpoint
    from timeline.views.table import ViewSpec

Several: TypeAlias = list[str] | tuple[str, ...]
"""Several records, each by its id or the beginning of it, a source's name, or ``key:K``."""

_OF_IMPORT: Final[Mapping[str | None, str]] = {
    "--from": "form",
    "FILE": "file",
    "--column": "columns",
    "--entity-column": "entity_column",
    "--sheet": "sheet",
    "--update": "update",
}
"""What Python calls the options of ``import``."""


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
        error.where, error.fix = "folder", f"begin one: timeline.init({name!r})"
        raise


def init(folder: str | os.PathLike[str] = "events", *, title: str = "Timeline") -> Log:
    """Begin a log in a folder, and open it.

    Raises:
        LogError: A log is there already.
    """
    return Log(LogFiles.create(arguments.path(folder, "folder"), title=text(title, "title")))


class Log:
    """A log on disk, for reading and for adding.

    A reading is kept until the files change. Every method that adds returns once the records are durable.

    Args:
        files: The folder that holds the log.
    """

    def __init__(self, files: LogFiles) -> None:
        self.files = files
        self._reading: tuple[object, Whole] | None = None
        self._indexed: tuple[object, Indexed] | None = None
        self._views: tuple[object, dict[str, ViewSpec]] | None = None

    def __repr__(self) -> str:
        return f"<timeline log {self.files.folder}>"

    # --- asking ------------------------------------------------------------------------------------------------------

    def read(self) -> Reading:
        """Read and verify every line.

        Raises:
            LogBroken: A line is damaged or was altered.
        """
        return self._read().reading

    def views(self) -> dict[str, ViewSpec]:
        """Give the views that ``timeline.toml`` declares, by name."""
        from timeline.views.specs import view_specs  # noqa: PLC0415 - a list of events never asks

        seen = upkeep.settled_settings(self.files.folder)
        if self._views is None or seen is None or self._views[0] != seen:
            self._views = (seen, view_specs(self.files.settings()))
        return dict(self._views[1])

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
        if not isinstance(question, Question):
            what = f"{arguments.shown(question)} is not a question"
            raise RecordError(what, where="question", fix="give a Question, or ask by `at`")
        day = given.day(today, where="today") or utc_day()
        basis = self._basis(skip_bad=question.skip_bad)
        if question.checkpoint is not None:
            from timeline.store.checkpoints import find  # noqa: PLC0415 - most questions never ask

            found = find(self.files, question.checkpoint)
            load = functools.partial(self._held, basis, found)
            basis = (basis.upto(found, load) if isinstance(basis, Indexed) else None) or load()
            question = attrs.evolve(question, checkpoint=found.name)
        return Snapshot(
            basis=basis,
            question=question,
            files=self.files,
            declared=functools.cache(self.views),
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
            **choice: What is asked for, as :class:`timeline.views.given.Choice` says.

        Raises:
            FigureError: No event is left by the clocks and filters.
            DateError: A clock is uncertain, or a date no EDTF.
            LogBroken: The log cannot be trusted.
        """
        day = utc_day()
        asked = given.question(as_of, on, recorded_by, checkpoint, today=day)
        asked = attrs.evolve(asked, selection=selection(choice, today=day))
        return self.ask(asked, today=day).page(title=title, zone=zone).html

    def _read(self, *, skip_bad: bool = False, look: Look | None = None) -> Whole:
        """Read the whole log; where it is told how its files were seen, as it was then."""
        mark = self._mark()
        now = (skip_bad, mark)
        if look is not None and mark != tuple((name, one.size, one.modified_ns) for name, one in look.items()):
            return whole(self.files, look, skip_bad=skip_bad)
        if self._reading is None or self._reading[0] != now:
            reading = self.files.read(skip_bad=skip_bad)
            self._reading = (now, Whole(reading=reading, ledger=Ledger(reading.records)))
        return self._reading[1]

    @staticmethod
    def _held(basis: Basis, found: Checkpoint) -> Whole:
        """Give what a checkpoint holds of a log.

        Raises:
            LogBroken: The log does not hold just that any more.
        """
        from timeline.verify import checkpoint  # noqa: PLC0415 - most questions never ask

        reading = basis.reading
        reading = attrs.evolve(reading, records=checkpoint.held(found, reading.records), heads=found.heads)
        return Whole(reading=reading, ledger=Ledger(reading.records))

    def _basis(self, *, skip_bad: bool) -> Basis:
        """Give what a question rests on: the index where it pays and can be used, else the whole log.

        Raises:
            LogBroken: A line is damaged, and the question does not skip it.
        """

        def load(look: Look) -> Whole:
            return self._read(skip_bad=skip_bad, look=look)

        seen = upkeep.settled(self.files.folder)
        if self._indexed is not None and seen is not None and self._indexed[0] == seen:
            return self._indexed[1]
        settings.require_format(self.files.folder)
        found = upkeep.ready(self.files)
        if isinstance(found, tuple):
            index, now = found
            basis = Indexed(index=index, ready=now, load=load, notes=now.notes)
            self._indexed = None if seen is None or now.notes else (seen, basis)
            return basis
        read = self._read(skip_bad=skip_bad)
        if found is None:
            return read
        return attrs.evolve(read, reading=attrs.evolve(read.reading, notes=(*read.reading.notes, found)))

    def _mark(self) -> tuple[tuple[str, int, int], ...]:
        """Give what changes when a segment does."""
        from timeline.store.read import names  # noqa: PLC0415

        found = [name for name in names(self.files.folder) if isinstance(name, str)]
        stats = [os.stat(os.path.join(self.files.folder, name)) for name in found]  # noqa: PTH116, PTH118
        return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in zip(found, stats, strict=True))

    # --- adding ------------------------------------------------------------------------------------------------------

    def add(
        self,
        title: str,
        *,
        type: str | None = None,  # noqa: A002 - the field's name
        occurred: Day | None = None,
        said: str | None = None,
        text: str | None = None,
        links: str | Mapping[str, str] | Iterable[str | Mapping[str, str]] = (),
        facts: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] = (),
        failed: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] | None = None,
        planned: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] | None = None,
        possible: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] | None = None,
        ended: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] | None = None,
        sources: str | Iterable[str] = (),
        reported: Day | None = None,
        reports: Report | Mapping[str, Any] | Iterable[Report | Mapping[str, Any]] = (),
        tags: str | Iterable[str] = (),
        data: Any = None,
        key: str | None = None,
        by: str | None = None,
    ) -> Added:
        """Add an event.

        Args:
            title: What is said to have happened.
            type: Its type, dotted: ``training.failed``.
            occurred: When, as EDTF.
            said: The words of the source.
            text: A longer account, in plain text.
            links: Addresses to read more at, each as a text or as ``{"url", "title"}``; one alone is one of them.
            facts: ``{"ENTITY.PROPERTY": value}``, split at the last dot; or whole facts.
            failed: Facts of mode *failed*.
            planned: Facts of mode *planned*.
            possible: Facts of mode *possible*.
            ended: Facts of mode *ended*: values that were over by then, each of them named.
            sources: Names, or ``NAME:STANCE``; a text alone is one, here and in ``tags``.
            reported: When each of these sources said so, where that is not the day on which it was published; without
                any source, when it was reported by nobody in particular.
            reports: Whole reports, for what ``sources`` cannot say.
            tags: Any words to select by.
            data: Free JSON, or an object of the class that is registered for the type; see
                :func:`timeline.register_payload`.
            key: A key of your own: adding again under the same key adds nothing.
            by: Who writes; by default as the command line decides.

        Raises:
            DateError: A date is not EDTF.
            RecordError: A field is wrong, or a source is not known; nothing was added.
        """
        body = {
            "title": title,
            "type": type,
            "occurred": self._date(occurred, "occurred"),
            "said": said,
            "text": text,
            "links": given.link_bodies(links),
            "facts": [
                *fact_bodies(facts, None),
                *fact_bodies(failed, "failed", where="failed"),
                *fact_bodies(planned, "planned", where="planned"),
                *fact_bodies(possible, "possible", where="possible"),
                *fact_bodies(ended, "ended", where="ended"),
            ],
            "reports": list(given.report_bodies(sources, reports, self._date(reported, "reported"))),
            "tags": list(arguments.several(tags, "tags")),
            "data": data,
            "key": key,
        }
        return self.write([("event", body)], by=by)[0]

    def source(
        self,
        name: str,
        *,
        publisher: str | None = None,
        title: str | None = None,
        url: str | None = None,
        published: Day | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        retrieved: Day | None = None,
        by: str | None = None,
    ) -> Added:
        """Add a source: a publication, by a short name."""
        body = {
            "name": name,
            "publisher": publisher,
            "title": title,
            "url": url,
            "published": self._date(published, "published"),
            "via": via_body(via),
            "origin": origin_body(origin, interested=interested),
            "retrieved": self._date(retrieved, "retrieved"),
        }
        return self.write([("source", body)], by=by)[0]

    @overload
    def report(
        self,
        event: str,
        source: str | None = None,
        *,
        stance: str | None = None,
        reported: Day | None = None,
        quote: str | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        by: str | None = None,
    ) -> Added: ...

    @overload
    def report(
        self,
        event: Several,
        source: str | None = None,
        *,
        stance: str | None = None,
        reported: Day | None = None,
        quote: str | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        by: str | None = None,
    ) -> tuple[Added, ...]: ...

    def report(
        self,
        event: str | Several,
        source: str | None = None,
        *,
        stance: str | None = None,
        reported: Day | None = None,
        quote: str | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        by: str | None = None,
    ) -> Added | tuple[Added, ...]:
        """Add one more report on an event; on each of several, all or none."""
        body = {
            "source": source,
            "stance": stance,
            "reported": self._date(reported, "reported"),
            "quote": quote,
            "via": via_body(via),
            "origin": origin_body(origin, interested=interested),
        }
        return self._each("report", "event", event, body, by=by)

    @overload
    def correct(
        self,
        target: str,
        set: Mapping[str, Any],
        *,
        because: str,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> Added: ...

    @overload
    def correct(
        self,
        target: Several,
        set: Mapping[str, Any],
        *,
        because: str,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> tuple[Added, ...]: ...

    def correct(
        self,
        target: str | Several,
        set: Mapping[str, Any],  # noqa: A002 - the field's name
        *,
        because: str,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> Added | tuple[Added, ...]:
        """Correct fields of a record; of several the same fields, in all or none.

        Without ``reported`` and ``source`` it mends our own mistake.
        """
        body = {
            "set": given.set_body(set, today=utc_day()),
            "because": because,
            "reported": self._date(reported, "reported"),
            "source": source,
        }
        return self._each("correction", "target", target, body, by=by)

    @overload
    def retract(
        self,
        target: str,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> Added: ...

    @overload
    def retract(
        self,
        target: Several,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> tuple[Added, ...]: ...

    def retract(
        self,
        target: str | Several,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> Added | tuple[Added, ...]:
        """Take a record back, or several, all or none; retracting the retraction puts it in force again."""
        body = {"because": because, "reported": self._date(reported, "reported"), "source": source}
        return self._each("retraction", "target", target, body, by=by)

    def link(
        self,
        from_: str,
        rel: str,
        to: str,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        by: str | None = None,
    ) -> Added:
        """Relate two events; with ``same-origin`` two names of origins, with ``same-entity`` two of an entity."""
        body = {
            "from": from_,
            "rel": rel,
            "to": to,
            "because": because,
            "reported": self._date(reported, "reported"),
            "source": source,
        }
        return self.write([("link", body)], by=by)[0]

    def redact(self, target: str, *, because: str, by: str | None = None) -> Redacted:
        """Remove the text of a record from the log's files; its id, place and hash stay. It cannot be undone.

        Args:
            target: The record's id or the beginning of it, a source's name, or ``key:K``.
            because: Why; it is kept.
            by: Who writes; by default as the command line decides.

        Returns:
            The redaction, the ``files`` that the text was taken out of, and in ``stays`` where it may still stand:
            kept copies, git's history, clones, exports.

        Raises:
            RecordError: No record is meant, or it cannot be redacted; nothing was written.
            LogUnwritable: The disk refused; where ``unwritten`` is not set, redacting again goes on where this ended.
            LogUnconfirmed: A flush failed; redacting again is safe.
        """
        from timeline.store.redact import redact  # noqa: PLC0415

        return redact(self.files, text(target, "target"), because=text(because, "because"), by=self._writer(by))

    def import_(
        self,
        file: str | os.PathLike[str],
        *,
        form: str | None = None,
        columns: Mapping[str, str] | None = None,
        entity_column: str | None = None,
        ignore_other_columns: bool = False,
        short_rows: bool = False,
        sheet: str | None = None,
        order: Order | None = None,
        update: Whose | None = None,
        keep_recorded: bool = False,
        by: str | None = None,
    ) -> tuple[Added, ...]:
        """Add all the records that a file holds, or none; what the log was ever given is *already there*.

        Args:
            file: A regular file.
            form: Its form, such as ``csv``; by default its first bytes tell, then its ending.
            columns: Of a sheet, what headings mean; an empty name leaves a column out.
            entity_column: Of a sheet, the heading of the column that names the entity that a row is about.
            ignore_other_columns: Of a sheet, pass over columns that are not known.
            short_rows: Of a sheet as text, where a row ends early its last cells are empty; else that is a fault.
            sheet: Of a workbook, the sheet; by default the only one.
            order: What stands first in 04/08/2025: ``day`` or ``month``; such a date is refused where it is not told.
            update: Turn a changed row of a known key into a correction: of our own mistake (``ours``), or the
                source's new account (``theirs``), dated by the row's ``reported``.
            keep_recorded: Keep each record's own stamp.
            by: Who writes; by default as the command line decides.

        Returns:
            What became of each record. Its ``notes`` say where a new name looks like a slip of the pen.

        Raises:
            FormatError: The file cannot be read, or is of another form.
            RecordError: Something in it is wrong; every fault is named, and nothing was added.
        """
        from timeline.records.updating import updated  # noqa: PLC0415 - only writing asks
        from timeline.store import incoming  # noqa: PLC0415
        from timeline.text.incoming import reading  # noqa: PLC0415
        from timeline.views import payloads  # noqa: PLC0415

        name = arguments.path(file, "file")
        records = self.read().records
        whose = cast("Whose | None", arguments.choice(update, "update", ("ours", "theirs")))
        asked = self._asked(
            records,
            columns=columns,
            entity_column=entity_column,
            ignore_other_columns=ignore_other_columns,
            short_rows=short_rows,
            sheet=sheet,
            order=order,
            keep_recorded=arguments.flag(keep_recorded, "keep_recorded"),
        )
        with arguments.named(_OF_IMPORT):
            limit = incoming.LIMIT_MB * incoming.MB
            is_git = form == "git"
            data = incoming.history(name) if is_git else incoming.read(name, limit=limit, offers_history=True)
            chosen = reading.form_of(
                name, None if form is None else text(form, "form"), data, has_columns=asked.has_columns
            )
            found = incoming.parse(data, chosen, name=name, asked=asked)
            if found.findings:
                found.refuse(records)
            drafts: Sequence[Draft] = found.drafts
            if whose is not None:
                drafts = updated(records, drafts, whose=whose, fields=found.fields)
        return _noted(self.files.append(drafts, by=self._writer(by), admit=payloads.admit_once))

    def fix(
        self,
        file: str | os.PathLike[str],
        out: str | os.PathLike[str],
        *,
        form: str | None = None,
        columns: Mapping[str, str] | None = None,
        entity_column: str | None = None,
        ignore_other_columns: bool = False,
        short_rows: bool = False,
        sheet: str | None = None,
        order: Order | None = None,
    ) -> Fixed:
        """Write a sheet to another file with the dates that were probably meant, to be looked at; nothing is added.

        Args:
            file: The sheet.
            out: Where to; a name that ends in .csv or .tsv.
            form: As for ``import_``; so are all others.
            columns: What headings mean.
            entity_column: Which column names the entity of a row.
            ignore_other_columns: Pass over columns that are not known.
            short_rows: Where a row ends early, its last cells are empty.
            sheet: Which sheet of a workbook.
            order: What stands first in 04/08/2025.

        Returns:
            How many dates are proposed, and how many were not understood.

        Raises:
            FormatError: The file cannot be read, or is not a sheet.
            RecordError: Its headings are not understood.
        """
        from timeline.store import incoming  # noqa: PLC0415 - only writing asks
        from timeline.text.incoming import reading  # noqa: PLC0415

        name, target = arguments.path(file, "file"), arguments.path(out, "out")
        asked = self._asked(
            (),
            columns=columns,
            entity_column=entity_column,
            ignore_other_columns=ignore_other_columns,
            short_rows=short_rows,
            sheet=sheet,
            order=order,
        )
        with arguments.named({**_OF_IMPORT, "--fix": "out"}):
            data = incoming.read(name, limit=incoming.LIMIT_MB * incoming.MB)
            chosen = reading.form_of(name, None if form is None else text(form, "form"), data, has_columns=True)
            return incoming.write_fixed(data, chosen, name=name, asked=asked, file=target)

    @staticmethod
    def _asked(
        records: Sequence[Record],
        *,
        columns: Mapping[str, str] | None,
        entity_column: str | None,
        ignore_other_columns: bool,
        short_rows: bool,
        sheet: str | None,
        order: Order | None,
        keep_recorded: bool = False,
    ) -> Asked:
        """Read how a file is to be read."""
        from timeline.store.incoming import sources_of  # noqa: PLC0415 - only writing asks
        from timeline.text.incoming.headings import renamed  # noqa: PLC0415
        from timeline.text.incoming.values import Asked  # noqa: PLC0415

        named = {} if columns is None else arguments.mapping(columns, "columns")
        return Asked(
            day=utc_day(),
            columns=renamed({key: text(to, "columns") for key, to in named.items()}),
            entity_column=None if entity_column is None else text(entity_column, "entity_column"),
            ignore_other_columns=arguments.flag(ignore_other_columns, "ignore_other_columns"),
            short_rows=arguments.flag(short_rows, "short_rows"),
            sheet=None if sheet is None else text(sheet, "sheet"),
            order=cast("Order | None", arguments.choice(order, "order", ("day", "month"))),
            keep_recorded=keep_recorded,
            sources=sources_of(records),
        )

    def export(self, *, as_of: When = None, recorded_by: When = None, checkpoint: str | int | None = None) -> str:
        """Write the records that were known as JSON lines, as ``import_`` takes them."""
        return self.at(as_of=as_of, recorded_by=recorded_by, checkpoint=checkpoint).export().text

    def export_relation(
        self,
        folder: str | os.PathLike[str],
        *,
        engine: str | None = None,
        tell: Callable[[int, int], None] | None = None,
    ) -> Filled:
        """Write all that the log says, at all clocks, into a folder of Parquet for engines; see :func:`open_data`.

        It takes bounded memory; one that was cut off goes on where it was. :meth:`Snapshot.save_export` writes the
        tables of the answer into the same folder, too.

        Args:
            folder: It is made where there is none; what an earlier export wrote there is replaced.
            engine: A Spark that compiles it, as :meth:`Snapshot.save_export` has it.
            tell: Is told how many pieces are done, of how many.

        Raises:
            LogBroken: The log cannot be trusted.
            FormatError: The folder holds other files, or pyarrow is not installed.
            FileUnwritable: The disk is full, read-only or faulty; the next call goes on from there.
        """
        from timeline.engines import filling  # noqa: PLC0415 - optional

        return filling.write(
            self.files,
            arguments.path(folder, "folder"),
            engine=None if engine is None else text(engine, "engine"),
            tell=arguments.function(tell, "tell", takes=2),
        )

    def attach(
        self,
        source: str,
        file: str | os.PathLike[str],
        *,
        retrieved: Day | None = None,
        url: str | None = None,
        media_type: str | None = None,
        limit_mb: float = 64,
        by: str | None = None,
    ) -> Added:
        """Keep a copy of what a source said, beside the log, and add the capture that names it.

        Args:
            source: Its name, or the beginning of its id.
            file: A regular file.
            retrieved: When the copy was taken: what the source says was public by then.
            url: The address that it was taken from.
            media_type: By default as its first bytes and its ending tell.
            limit_mb: How large the file may be, in millions of bytes.
            by: Who writes; by default as the command line decides.

        Raises:
            FormatError: The file cannot be read, or is larger than the limit.
            RecordError: There is no such source.
        """
        from timeline.store.attach import attachment_to  # noqa: PLC0415 - only writing asks

        day = self._date(retrieved, "retrieved")
        with arguments.named({"FILE": "file", "SOURCE": "source", "--media-type": "media_type"}):
            found = attachment_to(
                self.files,
                text(source, "source"),
                arguments.path(file, "file"),
                retrieved=day,
                url=None if url is None else text(url, "url"),
                type_=None if media_type is None else text(media_type, "media_type"),
                limit_mb=arguments.number(limit_mb, "limit_mb"),
            )
        outcome = self.files.append([found.draft], by=self._writer(by), admit=found.admit, first=found.keeping)
        return _noted(outcome)[0]

    def checkpoint(self, *, sign: str | None = None) -> str:
        """Write down what the log holds now; give the name of the file. ``sign`` names a file with an SSH key."""
        from timeline.store.checkpoints import write  # noqa: PLC0415

        return write(self.files, sign=None if sign is None else arguments.path(sign, "sign"))[0]

    def push(self, address: str, *, init: bool = False, dry_run: bool = False, timeout_s: float = 60.0) -> Pushed:
        """Send to a PostgreSQL server what it lacks of this log; giving it again sends nothing twice.

        Args:
            address: Of a database, ``postgres://USER@HOST:PORT/DATABASE``; of it only the host is ever shown.
            init: Begin a log in that database where there is none.
            dry_run: Say what would travel, and send nothing.
            timeout_s: For how many seconds the server may be silent.

        Raises:
            LogError: There is no log on the server, or psycopg (the extra ``server``) is not installed.
            LogBroken: A line of this log is damaged, or the server's log is of a newer version.
            ServerError: The server refused, cannot be reached, or did not answer in time; what it confirmed is there.
            LogUnconfirmed: The connection was lost while the server was to keep records. Pushing again is safe.
        """
        from timeline.store.server.push import push  # noqa: PLC0415 - only sharing needs it

        return push(
            self.files,
            text(address, "address"),
            init=arguments.flag(init, "init"),
            dry_run=arguments.flag(dry_run, "dry_run"),
            timeout_s=arguments.number(timeout_s, "timeout_s"),
        )

    def pull(self, address: str, *, erase: bool = False, dry_run: bool = False, timeout_s: float = 60.0) -> Pulled:
        """Bring from a PostgreSQL server what this log lacks; each line is proved before it is written.

        Args:
            address: As for :meth:`push`.
            erase: Erase here, too, the text of each record that is redacted elsewhere. It cannot be undone.
            dry_run: Say what would come, and write nothing.
            timeout_s: For how many seconds the server may be silent.

        Raises:
            LogError: There is no log on the server, or psycopg is not installed.
            LogBroken: A line of this log is damaged; or what the server sent is not what it says that it is.
            ServerError: The server refused, cannot be reached, or did not answer in time.
        """
        from timeline.store.server.pull import pull  # noqa: PLC0415 - only sharing needs it

        return pull(
            self.files,
            text(address, "address"),
            erase=arguments.flag(erase, "erase"),
            dry_run=arguments.flag(dry_run, "dry_run"),
            timeout_s=arguments.number(timeout_s, "timeout_s"),
        )

    def write(
        self,
        records: Iterable[tuple[str, Mapping[str, Any]]],
        *,
        by: str | None = None,
        clock_is_right: bool = False,
    ) -> tuple[Added, ...]:
        """Add several records, all or none; each is a kind and a body, empty fields aside.

        Within them a record may point to another by ``key:K``.

        Args:
            records: The kinds and the bodies, in the order of writing.
            by: Who writes; by default as the command line decides.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
        """
        from timeline.records.admission import Draft  # noqa: PLC0415 - only writing asks

        drafts = [Draft(kind=kind, body=body) for kind, body in given.drafted(records)]
        right = arguments.flag(clock_is_right, "clock_is_right")
        return _noted(self.files.append(drafts, by=self._writer(by), clock_is_right=right))

    def _each(
        self, kind: str, field: str, targets: str | Several, body: Mapping[str, Any], *, by: str | None
    ) -> Added | tuple[Added, ...]:
        """Add a record of a kind for one target, or for each of several, all or none, in their order."""
        if isinstance(targets, list | tuple):
            return self.write([(kind, {field: one, **body}) for one in targets], by=by)
        return self.write([(kind, {field: targets, **body})], by=by)[0]

    def _writer(self, by: str | None) -> str:
        from timeline.store.writer import writer  # noqa: PLC0415 - only writing asks

        return writer(None if by is None else text(by, "by"), os.environ, self.files.folder)

    def _date(self, value: Day | None, where: str) -> str | None:
        return None if value is None else date(value, today=utc_day(), where=where).text


def _noted(outcome: Outcome) -> tuple[Added, ...]:
    """Give what was added, each with what to look at again in it."""
    from timeline.views.remarks import remarks  # noqa: PLC0415 - only writing asks

    notes: dict[str, tuple[str, ...]] = {}
    new = [added for added in outcome.added if added.status == "added"]
    for one in remarks(outcome.before, new, in_use=outcome.in_use):
        notes[one.record] = (*notes.get(one.record, ()), one.text)
    return tuple(
        attrs.evolve(one, notes=notes[one.id]) if one.status == "added" and one.id in notes else one
        for one in outcome.added
    )


def utc_day() -> dt.date:
    """Give the day that the clock shows, UTC."""
    return dt.datetime.now(dt.UTC).date()


__all__ = ["Log", "Snapshot", "Table", "init", "open"]
