"""The commands that bring in what lies in files: a copy of a publication, and records that others wrote.

Law of this module: a file is read and judged whole before anything is written; nothing of it is run or fetched.
"""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from timeline.cli.adding import add_all, fixed
from timeline.cli.boundary import Run
from timeline.cli.day import today
from timeline.cli.options import open_log
from timeline.cli.output import note
from timeline.cli.params import DATE, FILE, Count, FormName, ZoneName, at, completes, several
from timeline.cli.progress import aside, bar
from timeline.cli.record import report
from timeline.cli.writing import Writing, writes
from timeline.errors import FormatError, TimelineError
from timeline.records import say

if TYPE_CHECKING:
    import datetime as dt

    from timeline.dates.parts import Order
    from timeline.records.catalogue import Holdings
    from timeline.records.drafts import Decision, Draft
    from timeline.records.model import Record
    from timeline.records.updating import Whose
    from timeline.text.incoming.pieces import Pieces
    from timeline.text.incoming.values import Asked


@click.command("attach")
@click.argument("source", metavar="SOURCE", shell_complete=completes("source"))
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--retrieved", type=DATE, help="When the copy was taken. What it says was public by then.")
@click.option("--url", metavar="U", help="The address that it was taken from.")
@click.option(
    "--media-type", "type_", metavar="T", help="text/html and the like. [default: by its first bytes, ending]"
)
@click.option(
    "--limit-mb",
    type=Count(4096),
    default=64,
    show_default=True,
    metavar="N",
    help="How large the file may be.",
)
@writes()
@click.pass_obj
def attach_command(
    run: Run,
    /,
    *,
    source: str,
    file: str,
    retrieved: str | None,
    url: str | None,
    type_: str | None,
    limit_mb: int,
    writing: Writing,
) -> None:
    """Keep a copy of what SOURCE said: the bytes of FILE, beside the log, under their SHA-256.

    A capture is added that names the copy; a source may have any number of them, and nothing else of it changes. It is
    said whether the bytes are those of the copy before. `check` verifies every copy. Whoever has the log has the copy:
    mind the rights of others before you publish it.
    """
    from timeline.store.attach import attachment_to

    log = open_log(run)
    found = attachment_to(
        log,
        source,
        file,
        retrieved=retrieved,
        url=url,
        type_=type_,
        limit_mb=limit_mb,
        fields=fixed(writing),
    )
    capture = found.draft.body
    add_all(run, [found.draft], writing, decide=found.admit, first=found.keeping)
    if found.compared is not None:
        note(found.compared)
    if writing.dry_run:
        return
    note(f"kept {len(found.keeping.data):,} bytes, {capture['media_type']}, in {capture['path']}")
    if retrieved is not None:
        note(f"taken on {retrieved}: what {found.source.name} says counts as public by then")


def _forms() -> tuple[str, ...]:
    """Name the forms that are read, those of installed packages among them."""
    from timeline.text.incoming.reading import every

    return every()


@click.command("import")
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--from",
    "form",
    type=FormName(_forms),
    help="Its form. [default: by its first bytes, then its ending]",
)
@several(
    "--column",
    "columns",
    metavar="HEADING=NAME",
    help="Of a sheet: what a heading means; with nothing after the =, leave the column out. May be repeated.",
)
@click.option("--entity-column", metavar="HEADING", help="Of a sheet: each row is about the entity that it names.")
@click.option("--ignore-other-columns", is_flag=True, help="Pass over columns that are not known, and name them.")
@click.option(
    "--heading-rows",
    type=click.Choice(["0", "1", "2", "3"]),
    default="1",
    help="Of a sheet: in how many rows the headings stand; where in none, the columns are A, B, C. [default: 1]",
)
@click.option("--short-rows", is_flag=True, help="Of a text: where a row ends early, its last cells are empty.")
@click.option(
    "--sheet",
    metavar="NAME",
    help="Of a workbook: which sheet; of JSON: the key of the rows, as in data.items. [default: the only one]",
)
@click.option("--day-first", "order", flag_value="day", multiple=True, help="Read 04/08/2025 as 4 August.")
@click.option("--month-first", "order", flag_value="month", multiple=True, help="Read 04/08/2025 as 8 April.")
@click.option(
    "--time-zone",
    type=ZoneName(of_times=True),
    help="The zone of times that say none, of a sheet or a calendar: Europe/Berlin, UTC, +02:00.",
)
@several(
    "--precision",
    metavar="TEXT=WORD",
    help="Of a sheet: what a text of its column precision means, as in 3=month. May be repeated.",
)
@click.option(
    "--list-separator",
    default=";",
    metavar="SIGN",
    help="Of a sheet: what parts the tags, sources, outlets and stances of a cell. [default: ;]",
)
@several(
    "--null",
    metavar="TEXT",
    help="Of a sheet: a cell that holds this text alone says nothing: NA, -9. May be repeated.",
)
@several(
    "--source",
    "sources",
    metavar="NAME[:STANCE]",
    help="Who reports the events of FILE that name no source of their own. May be repeated.",
    of="reporter",
)
@click.option("--fix", "fix", type=FILE, metavar="OUT", help="Write the sheet to OUT with the dates probably meant.")
@click.option(
    "--update",
    type=click.Choice(["ours", "theirs"]),
    help="A changed row of a known key corrects its record: our own mistake, or the source's new account.",
)
@click.option("--keep-recorded", is_flag=True, help="Keep each record's own stamp. For migrations.")
@writes(one=False)
@click.pass_obj
def import_command(
    run: Run,
    /,
    *,
    file: str,
    form: str | None,
    columns: tuple[str, ...],
    entity_column: str | None,
    ignore_other_columns: bool,
    heading_rows: str,
    short_rows: bool,
    sheet: str | None,
    order: tuple[Order, ...],
    time_zone: dt.tzinfo | None,
    precision: tuple[str, ...],
    list_separator: str,
    null: tuple[str, ...],
    sources: tuple[str, ...],
    fix: str | None,
    update: Whose | None,
    keep_recorded: bool,
    writing: Writing,
) -> None:
    """Add all the records that FILE holds, or none: a spreadsheet, JSON lines, or what another program wrote.

    A row of a sheet is an event, with the sources that it brings (or, with a column `name`, a source). Its headings
    may be those that people use; what was understood is said. `timeline help columns` lists them, docs/importing.md all
    words and forms. Where FILE is `-`, standard input is read. What is there already is not written again. With --fix
    nothing is added.
    """
    from timeline.text.incoming import told_values
    from timeline.text.incoming.headings import renamed
    from timeline.text.incoming.values import Asked

    asked = Asked(
        day=today(),
        columns=renamed(_renamed(columns)),
        entity_column=entity_column,
        ignore_other_columns=ignore_other_columns,
        short_rows=short_rows,
        heading_rows=int(heading_rows),
        sheet=sheet,
        order=_order(order),
        time_zone=time_zone,
        precision=told_values.precisions([one.rpartition("=")[::2] for one in precision]),
        list_separator=told_values.separator(list_separator),
        null=told_values.nulls(null),
        keep_recorded=keep_recorded,
        reports=tuple(report(text, None) for text in sources),
    )
    if fix is not None:
        if writing.dry_run or update is not None:
            what = "--fix writes a sheet and adds nothing, so that there is nothing to try or to update"
            raise FormatError(what, where="--fix", fix="leave --dry-run and --update out", unwritten=True)
        told = [f"--column={one}" for one in columns]
        told += [] if entity_column is None else [f"--entity-column={entity_column}"]
        told += ["--ignore-other-columns"] if ignore_other_columns else []
        told += [] if list_separator == ";" else [f"--list-separator={list_separator}"]
        told += [f"--null={one}" for one in null]
        told += [f"--precision={one}" for one in precision]
        told += [f"--source={one}" for one in sources]
        told += ["--keep-recorded"] if keep_recorded else []
        told += [] if time_zone is None else ["--time-zone", str(time_zone).removeprefix("UTC") or "UTC"]
        _write_fixed((file, form), asked, fix, told=told)
        return
    with _every_fault(run):
        drafts = _drafts(run, file, form, asked, update)
        add_all(run, drafts, writing, batch=True, decide=_decide)


def _decide(records: Sequence[Record], drafts: Sequence[Draft], /, *, holdings: Holdings) -> Sequence[Decision]:
    """Decide what of a file is written, and show how far that is."""
    from timeline.views import payloads

    with bar("deciding") as tell:
        return payloads.admit_once(records, drafts, holdings=holdings, tell=tell)


def _drafts(run: Run, file: str, form: str | None, asked: Asked, update: Whose | None) -> Sequence[Draft]:
    """Read what a file holds, and say what was understood."""
    import attrs

    from timeline.store import incoming
    from timeline.store.ground import Known
    from timeline.text.incoming import reading

    with _contents(file, form) as (content, name):
        chosen = reading.form_of(file, form, content, has_columns=asked.has_columns)
        known = Known(open_log(run), content.size)
        with bar("reading") as progress:
            asked = attrs.evolve(asked, sources=incoming.sources_of(known), progress=progress)
            found = incoming.parse(content, chosen, name=name, asked=asked)
    if found.findings:
        found.refuse(known)
    drafts = found.against(known, update)
    if found.passed_over:
        note(f"passed over: {', '.join(found.passed_over)}")
    for text in found.notes[:_ROOM]:
        note(text)
    if len(found.notes) > _ROOM:
        note(f"… and {len(found.notes) - _ROOM} more of these notes")
    if not drafts:
        note(f"{name} holds no records")
    return drafts


@contextlib.contextmanager
def _every_fault(run: Run) -> Iterator[None]:
    """Keep all faults in a file where they are more than a screen has room for; in JSON they are all there anyway."""
    try:
        yield
    except TimelineError as error:
        if len(error.faults) > _ROOM and not run.wants_json:
            from timeline.store.incoming import keep_faults

            error.what += f"\nall {len(error.faults)} are in {keep_faults(error.faults)}"
        raise


_ROOM = 20
"""Of more faults an error names the first alone."""


def _write_fixed(of: tuple[str, str | None], asked: Asked, file: str, *, told: Sequence[str]) -> None:
    """Write a sheet to another file with the dates that were probably meant, and say which command takes it in.

    ``told`` are the options that go with it.
    """
    from timeline.store import disk, incoming
    from timeline.text.incoming import reading

    again = " ".join(["timeline import", disk.as_argument(file), *map(shlex.quote, told)])
    with _contents(*of) as (content, name):
        form = reading.form_of(*of, content, has_columns=True)
        found = at({"-o": "--fix"}, incoming.write_fixed, content, form, name=name, asked=asked, file=file)
    if not found.proposed and not found.unread:
        note(f"wrote {file}: it says what the sheet says, as no date in a cell of its own is at fault; what else is,")
        note(f"this says: {again}. Nothing was added.")
        return
    note(f"wrote {file}: {say.counted(found.proposed, 'date')} proposed, {found.unread} not understood")
    note(f'look at the columns "… (to check)", then: {again}. Nothing was added.')


@contextlib.contextmanager
def _contents(file: str, form: str | None) -> Iterator[tuple[Pieces, str]]:
    """Open the file, or standard input, or what git tells of the file; give that, and what it is called."""
    from timeline.store import incoming

    if file != incoming.STREAM or form == "git":
        with incoming.contents(file, form) as content:
            yield content, file
        return
    if sys.stdin is None:
        raise FormatError("standard input is closed", where="FILE", fix="name a file", unwritten=True)
    with aside():
        content = incoming.streamed(sys.stdin.buffer)
    yield content, "standard input"


def _order(given: Sequence[Order]) -> Order | None:
    """Read what stands first in a date of digits."""
    if len(set(given)) > 1:
        what = "--day-first and --month-first read the same dates in two ways"
        raise FormatError(what, where="--month-first", fix="give the one that the sheet has", unwritten=True)
    return given[0] if given else None


def _renamed(columns: tuple[str, ...]) -> dict[str, str]:
    """Read what headings are said to mean."""
    found: dict[str, str] = {}
    for text in columns:
        heading, equals, name = text.rpartition("=")
        if not equals or not heading.strip():
            fix = "write HEADING=NAME, such as Headline=title"
            raise FormatError(f'"{text}" gives no heading a name', where="--column", fix=fix, unwritten=True)
        if heading.strip() in found:
            raise FormatError(
                f'"{heading.strip()}" is given two names, {found[heading.strip()]} and {name.strip()}',
                where="--column",
                fix="give it one; a field that is not in the sheet needs a column of its own there",
                unwritten=True,
            )
        found[heading.strip()] = name.strip()
    return found
