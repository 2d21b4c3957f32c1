"""The command that looks at what surrounds a log."""

from __future__ import annotations

import datetime as dt

import attrs
import click

from timeline.cli.options import Output, answers, open_log
from timeline.cli.output import put_rows
from timeline.errors import LogBroken, LogError


@click.command("doctor")
@click.option(
    "--base", metavar="REV", default="HEAD", show_default=True, help="The commit whose segments must be untouched."
)
@answers
@click.pass_context
def doctor_command(ctx: click.Context, /, *, base: str, output: Output) -> None:
    """Look at what surrounds the log: git, the disk, the clock, and what drawing needs. Exits 1 where one is wrong.

    Where its settings cannot be read, or name a format that this version does not know, it exits 3, as all commands do.

    Segments that git has are sealed: `timeline doctor --base origin/main` finds those that a branch touched.
    """
    from timeline.store.doctor import around, is_readable, symptoms
    from timeline.text.tables.log import doctor_sheet

    try:
        log = open_log(ctx.obj)
        found = list(symptoms(log, base, now=dt.datetime.now(dt.UTC)))
        is_refused = not is_readable(log)
    except LogError as error:
        found = list(around(error))
        is_refused = isinstance(error, LogBroken)
    rows = [attrs.asdict(one) for one in found]
    put_rows("doctor", rows, doctor_sheet, output, asked={"command": "doctor", "base": base})
    if is_refused:
        ctx.exit(3)
    if any(one.state == "wrong" for one in found):
        ctx.exit(1)
