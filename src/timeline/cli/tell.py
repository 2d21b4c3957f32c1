"""The commands that tell of dates, views, forms and faults, and of the shell.

Law of this module: as in `ask`; none of these asks what was known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from timeline.cli.boundary import Run
from timeline.cli.day import today
from timeline.cli.options import Output, answers, log_folder, open_log
from timeline.cli.output import note, put_rows
from timeline.cli.params import DATE_FORMS, TakesDates, at, seen, several
from timeline.cli.progress import aside, bar
from timeline.errors import DateError, RecordError

if TYPE_CHECKING:
    from timeline.store.check import Checked
    from timeline.store.unchanged import Known


@click.command("date", cls=TakesDates)
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@answers
def date_command(*, texts: Sequence[str], output: Output) -> None:
    """Say how each TEXT is read as a date; `-` reads the texts from standard input, one a line.

    Exits 2 where any of them is no date.
    """
    from timeline.dates.advice import hint
    from timeline.dates.edtf import describe
    from timeline.text.tables.log import dates_sheet

    day = today()
    given = list(_lines() if list(texts) == ["-"] else map(seen, texts))
    found = [describe(text, today=day) for text in given]
    put_rows("date", found, dates_sheet, output, asked={"command": "date", "today": day.isoformat()})
    wrong = [row for row in found if not row["valid"]]
    if wrong:
        first = wrong[0]
        count = f"{len(wrong)} of {len(found)} texts are no dates, the first of them" if len(found) > 1 else "it"
        meant = first["suggestion"]
        what = f"{count}: {first['error']}" if len(found) > 1 else first["error"]
        advice = hint(first["text"], today=day)
        raise DateError(what, fix=f"perhaps {meant}" if meant else advice.fix if advice else DATE_FORMS)


def _lines() -> Iterator[str]:
    """Read standard input as lines of UTF-8; what is not UTF-8 is shown as escapes, and is no date."""
    if sys.stdin is None:
        raise RecordError("standard input is closed", where="date -", fix="give it the texts, one a line")
    with aside():
        data = sys.stdin.buffer.read()
    lines = data.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return (line.decode("utf-8", "backslashreplace") for line in lines)


@click.command("views")
@answers
@click.pass_obj
def views_command(run: Run, /, *, output: Output) -> None:
    """List the views that the log declares in its timeline.toml, and those that installed packages offer."""
    from timeline.store.settings import unread
    from timeline.text.tables.log import views_sheet
    from timeline.views.plugins import offered_views
    from timeline.views.rows import settings_rows
    from timeline.views.specs import how_to_declare
    from timeline.views.table import view_specs

    log = open_log(run)
    specs = view_specs(log.settings())
    rows = settings_rows(specs, offered_views())
    notes = [] if rows else [f"no views yet: {how_to_declare()}"]
    notes += [f"{one.where}: {one.message}; {one.fix}" for one in unread(log.folder)]
    put_rows("views", rows, views_sheet, output, notes=notes)


@click.command("schema")
@click.argument("name", required=False)
def schema_command(*, name: str | None) -> None:
    """Print the JSON Schema of a form: of a record, of a command's JSON, of an error. Without NAME, list them."""
    from timeline.dates.suggest import did_you_mean
    from timeline.text import schemas

    if name is None:
        click.echo("\n".join(schemas.NAMES))
        return
    short = name.removeprefix("timeline/").removesuffix("/1")
    if short not in schemas.NAMES:
        raise RecordError(
            f'there is no schema "{name}"',
            where="NAME",
            fix=did_you_mean(short, schemas.NAMES) or f"the schemas are {', '.join(schemas.NAMES)}",
        )
    import json

    click.echo(json.dumps(schemas.schema(short), ensure_ascii=False, indent=2))


@click.command("check")
@several(
    "--pin",
    "pins",
    metavar="NUMBER:ROOT",
    help="A checkpoint's root that was kept elsewhere, to compare with. May be repeated.",
)
@click.option(
    "--signers",
    metavar="FILE",
    help="A list of allowed signers that was kept elsewhere: ask it instead of the log's own, and demand that one of "
    "them signed the newest checkpoint.",
)
@click.option(
    "--new",
    is_flag=True,
    help="Verify only the files that are not as an earlier check found them, and judge the whole log; where none was "
    "touched, say again what that check found. What was read now, and what is taken from before, is said.",
)
@click.option(
    "--forget", is_flag=True, help="Forget what this clone saw before: what is gone since then was meant to go."
)
@answers
@click.pass_context
def check_command(
    ctx: click.Context, /, *, pins: tuple[str, ...], signers: str | None, new: bool, forget: bool, output: Output
) -> None:
    """Verify every line of the log, and name what does not fit together. Exits 1 where it finds something.

    What a sound log held is remembered in its .index folder, on this clone alone: the next check finds what is gone.
    In JSON, `query.verified` counts the files and records that were read and proved now, and those of a check before.
    """
    if new and not (pins or signers is not None or forget):
        from timeline.store import unchanged

        known = unchanged.answer(log_folder(ctx.obj))
        if known is not None:
            _put_findings(ctx, known, known.notes, output)
            return
    from timeline.store.check import check, remember

    log = open_log(ctx.obj)
    with bar("checking") as show:
        places = {"pins": "--pin", "signers": "--signers"}
        checked = at(places, check, log, pins=pins, signers=signers, new=new, forget=forget, progress=show)
    _put_findings(ctx, checked, [*checked.notes, *remember(log, checked)], output)


def _put_findings(ctx: click.Context, found: Checked | Known, notes: Sequence[str], output: Output) -> None:
    """Write what a check found, and what of that it read now; exit with 1 where it found something."""
    from timeline.records.say import counted
    from timeline.text.tables.log import findings_sheet

    now, before = ({"files": files, "records": records} for files, records in (found.proved, found.taken))
    asked = {
        "command": "check",
        "records": found.records,
        "head": list(found.heads),
        "verified": {"now": now, "before": before},
        "notes": list(notes),
    }
    put_rows("check", [one.row for one in found.findings], findings_sheet, output, asked=asked)
    note(f"{counted(found.records, 'record')}, {counted(len(found.findings), 'finding')}")
    for text in notes:
        note(text)
    if found.findings:
        ctx.exit(1)


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion_command(*, shell: str) -> None:
    """Print what makes a shell complete commands and options: `eval "$(timeline completion bash)"`.

    It also completes what the log holds: ids (shown with their titles), sources, entities, properties, values, views,
    tags, types, checkpoints, and the fields that --set takes.
    """
    from click.shell_completion import get_completion_class

    from timeline.cli.main import cli
    from timeline.cli.shells import register

    register()
    found = get_completion_class(shell)
    if found is None:
        raise RecordError(f'no completion for "{shell}"', where="SHELL", fix="choose bash, zsh or fish")
    click.echo(found(cli, {}, "timeline", "_TIMELINE_COMPLETE").source())
