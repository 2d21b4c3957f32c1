"""What a log gets from files and other logs, and gives to them.

Law of this module: it reads what is asked for, and leaves each form and every wire to the modules below.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from timeline.dates.calls import explained_as
from timeline.opened import utc_day
from timeline.recording import Recording
from timeline.views import arguments, given
from timeline.views.arguments import text

if TYPE_CHECKING:
    import datetime as dt

    from timeline.dates.parts import Order
    from timeline.engines.filling import Filled
    from timeline.records.updating import Whose
    from timeline.store.add import Added
    from timeline.store.server.pull import Pulled
    from timeline.store.server.push import Pushed
    from timeline.text.incoming.fixing import Fixed
    from timeline.text.incoming.values import Asked

_OF_IMPORT: Final[Mapping[str | None, str]] = {
    "--from": "form",
    "FILE": "file",
    "--column": "columns",
    "--entity-column": "entity_column",
    "--heading-rows": "heading_rows",
    "--sheet": "sheet",
    "--time-zone": "time_zone",
    "--precision": "precision",
    "--list-separator": "list_separator",
    "--null": "null",
    "--source": "sources",
    "--update": "update",
}
"""What Python calls the options of ``import``."""


@explained_as("Log")
class Exchange(Recording):
    """The part of a log that takes in files, shares with a server, and is written for engines."""

    def import_(
        self,
        file: str | os.PathLike[str],
        *,
        form: str | None = None,
        columns: Mapping[str, str] | None = None,
        entity_column: str | None = None,
        ignore_other_columns: bool = False,
        short_rows: bool = False,
        heading_rows: int = 1,
        sheet: str | None = None,
        order: Order | None = None,
        time_zone: str | dt.tzinfo | None = None,
        precision: Mapping[str, str] | None = None,
        list_separator: str = ";",
        null: Sequence[str] = (),
        sources: str | Iterable[str] = (),
        update: Whose | None = None,
        keep_recorded: bool = False,
        by: str | None = None,
        clock_is_right: bool = False,
        dry_run: bool = False,
    ) -> tuple[Added, ...]:
        """Add all the records that a file holds, or none; what the log was ever given is *already there*.

        Args:
            file: A regular file.
            form: Its form, such as ``csv``; by default its first bytes tell, then its ending.
            columns: Of a sheet, what headings mean; an empty name leaves a column out.
            entity_column: Of a sheet, the heading of the column that names the entity that a row is about.
            ignore_other_columns: Of a sheet, pass over columns that are not known.
            short_rows: Of a sheet as text, where a row ends early its last cells are empty; else that is a fault.
            heading_rows: Of a sheet, in how many rows its headings stand, at most 3; several are put together, and
                where there is none, the columns are called A, B, C.
            sheet: Of a workbook, the sheet; by default the only one.
            order: What stands first in 04/08/2025: ``day`` or ``month``; such a date is refused where it is not told.
            time_zone: The zone of times that say none, such as ``Europe/Berlin``, ``UTC`` or ``+02:00``; by default
                they stand without one.
            precision: What the texts of the column ``precision`` mean, such as ``{"3": "month"}``; a word of its own
                needs none.
            list_separator: What parts the tags, sources, outlets and stances of a cell.
            null: Texts that say nothing where a cell holds one of them alone, such as ``["NA", "-9"]``.
            sources: Who reports the events of the file that name no source of their own: names, or ``NAME:STANCE``.
            update: Turn a changed row of a known key into a correction: of our own mistake (``ours``), or the
                source's new account (``theirs``), dated by the row's ``reported``.
            keep_recorded: Keep each record's own stamp.
            by: Who writes; by default as the command line decides.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
            dry_run: Say what would be added, and write nothing.

        Returns:
            What became of each record. Its ``notes`` say where a new name looks like a slip of the pen.

        Raises:
            FormatError: The file cannot be read, or is of another form.
            RecordError: Something in it is wrong; every fault is named, and nothing was added.
        """
        import attrs  # noqa: PLC0415 - only writing asks

        from timeline.store import incoming  # noqa: PLC0415
        from timeline.store.ground import Known  # noqa: PLC0415
        from timeline.text.incoming import reading  # noqa: PLC0415
        from timeline.views import payloads  # noqa: PLC0415

        name = arguments.path(file, "file")
        whose = cast("Whose | None", arguments.choice(update, "update", ("ours", "theirs")))
        asked = self._asked(
            columns=columns,
            entity_column=entity_column,
            ignore_other_columns=ignore_other_columns,
            short_rows=short_rows,
            heading_rows=heading_rows,
            sheet=sheet,
            order=order,
            time_zone=time_zone,
            precision=precision,
            list_separator=list_separator,
            null=null,
            keep_recorded=arguments.flag(keep_recorded, "keep_recorded"),
            reports=tuple(given.report_bodies(sources, (), None)),
        )
        with arguments.named(_OF_IMPORT):
            said = None if form is None else text(form, "form")
            with incoming.contents(name, said) as content:
                chosen = reading.form_of(name, said, content, has_columns=asked.has_columns)
                known = Known(self.files, content.size)
                asked = attrs.evolve(asked, sources=incoming.sources_of(known))
                found = incoming.parse(content, chosen, name=name, asked=asked)
            if found.findings:
                found.refuse(known, updates=whose is not None)
            drafts = found.against(known, whose)
        return self._put(drafts, by=by, clock_is_right=clock_is_right, dry_run=dry_run, admit=payloads.admit_once)

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
        heading_rows: int = 1,
        sheet: str | None = None,
        order: Order | None = None,
        time_zone: str | dt.tzinfo | None = None,
        precision: Mapping[str, str] | None = None,
        list_separator: str = ";",
        null: Sequence[str] = (),
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
            heading_rows: In how many rows the headings stand.
            sheet: Which sheet of a workbook.
            order: What stands first in 04/08/2025.
            time_zone: The zone of times that say none.
            precision: What the texts of the column ``precision`` mean.
            list_separator: What parts the words of a cell.
            null: Texts that say nothing.

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
            columns=columns,
            entity_column=entity_column,
            ignore_other_columns=ignore_other_columns,
            short_rows=short_rows,
            heading_rows=heading_rows,
            sheet=sheet,
            order=order,
            time_zone=time_zone,
            precision=precision,
            list_separator=list_separator,
            null=null,
        )
        with arguments.named({**_OF_IMPORT, "--fix": "out"}), incoming.opened(name) as content:
            chosen = reading.form_of(name, None if form is None else text(form, "form"), content, has_columns=True)
            return incoming.write_fixed(content, chosen, name=name, asked=asked, file=target)

    @staticmethod
    def _asked(
        *,
        columns: Mapping[str, str] | None,
        entity_column: str | None,
        ignore_other_columns: bool,
        short_rows: bool,
        heading_rows: int,
        sheet: str | None,
        order: Order | None,
        time_zone: str | dt.tzinfo | None,
        precision: Mapping[str, str] | None,
        list_separator: str,
        null: Sequence[str],
        keep_recorded: bool = False,
        reports: Sequence[Mapping[str, Any]] = (),
    ) -> Asked:
        """Read how a file is to be read."""
        from timeline.text.incoming import told_values  # noqa: PLC0415
        from timeline.text.incoming.headings import renamed  # noqa: PLC0415
        from timeline.text.incoming.values import Asked  # noqa: PLC0415

        told = {} if precision is None else arguments.mapping(precision, "precision")
        with arguments.named(_OF_IMPORT):
            meant = told_values.precisions([(key, text(to, "precision")) for key, to in told.items()])
            sign = told_values.separator(text(list_separator, "list_separator"))
            nothing = told_values.nulls(arguments.several(null, "null"))
        named = {} if columns is None else arguments.mapping(columns, "columns")
        return Asked(
            day=utc_day(),
            columns=renamed({key: text(to, "columns") for key, to in named.items()}),
            entity_column=None if entity_column is None else text(entity_column, "entity_column"),
            ignore_other_columns=arguments.flag(ignore_other_columns, "ignore_other_columns"),
            short_rows=arguments.flag(short_rows, "short_rows"),
            heading_rows=arguments.whole(heading_rows, "heading_rows", most=3),
            sheet=None if sheet is None else text(sheet, "sheet"),
            order=cast("Order | None", arguments.choice(order, "order", ("day", "month"))),
            time_zone=arguments.zone_of_times(time_zone, "time_zone"),
            precision=meant,
            list_separator=sign,
            null=nothing,
            keep_recorded=keep_recorded,
            reports=tuple(reports),
        )

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

        target = arguments.path(folder, "folder")
        with arguments.named({"-o": "folder"}):
            return filling.write(
                self.files,
                target,
                engine=None if engine is None else text(engine, "engine"),
                tell=arguments.function(tell, "tell", takes=2),
            )

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
