"""The commands that ask of the log: what happened, what was so, why, what changed, who said it.

Law of this module: a command reads its question, makes one library call, and prints; stdout has only the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.asking import answer, ask
from timeline.cli.boundary import Run
from timeline.cli.options import Held, Output, asks
from timeline.cli.params import ASKED, Count, TakesDates, at, completes, view_option
from timeline.cli.quick import FromRows
from timeline.errors import ViewError
from timeline.records.words import BYS

if TYPE_CHECKING:
    from timeline.dates.values import Clock
    from timeline.views.filters import Question

_VIEW: Final = {"view": "--view"}
_CHOSEN: Final = {
    "entities": "--entity",
    "tags": "--tag",
    "sources": "--source",
    "types": "--type",
    "grep": "--grep",
    "value": "--value",
}


@click.command("list")
@click.option("--all", "retracted", is_flag=True, help="Also what was retracted.")
@click.option("--by", type=click.Choice(BYS), help="Count the events instead, by this.")
@click.option(
    "--gaps",
    "days",
    type=Count(),
    metavar="DAYS",
    help="The stretches of at least DAYS days without an event, surely or possibly.",
)
@asks(quick=FromRows("list", ["by", "days"]), engines=True)
@click.pass_obj
def list_command(
    run: Run,
    /,
    *,
    retracted: bool,
    by: str | None,
    days: int | None,
    question: Question,
    output: Output,
    held: Held,
) -> None:
    """List the events that were known, in the order in which they happened.

    With --by, an event that may lie in several months is counted apart, as 2025-08..2025-10. With --gaps, the
    bounds of every date count: a stretch surely is without any, or possibly, as long as the dates allow.
    """
    if by is not None and days is not None:
        raise ViewError("--by and --gaps ask for two answers", where="--gaps", fix="give one of them")
    from timeline.text.tables import sheet_of

    snapshot = ask(run, question, held)
    if by is not None:
        answer(snapshot, snapshot.counts(by, retracted=retracted), sheet_of("counts"), output)
    elif days is not None:
        answer(snapshot, snapshot.gaps(days, retracted=retracted), sheet_of("gaps"), output)
    else:
        answer(snapshot, snapshot.list(retracted=retracted), sheet_of("list"), output)


@click.command("show")
@click.argument("names", metavar="ID...", nargs=-1, required=True, shell_complete=completes("record"))
@asks(selects=False)
@click.pass_obj
def show_command(run: Run, /, *, names: Sequence[str], question: Question, output: Output) -> None:
    """Show all there is about an event, a source (by its name), or any other record."""
    from timeline.text.tables.records import show_sheet

    snapshot = ask(run, question)
    answer(snapshot, at("ID", snapshot.shown, names), show_sheet, output)


@click.command("state")
@click.argument("view", metavar="[VIEW]", required=False, shell_complete=completes("view"))
@asks(on=True, quick=FromRows("state"), engines=True)
@click.pass_obj
def state_command(run: Run, /, *, question: Question, output: Output, held: Held) -> None:
    """Show a view, entities by properties, as it was on a day, from what was known as of a day.

    By default it is the only view that the log declares.
    """
    from timeline.text.tables import sheet_of

    snapshot = ask(run, question, held)
    table = at({"view": "VIEW"}, snapshot.state)
    if table.name == "state":
        answer(snapshot, table, sheet_of("state"), output)
    else:
        import attrs

        from timeline.views import rows

        own = attrs.evolve(table, content=tuple(map(rows.own_row, table)))
        answer(snapshot, own, sheet_of(table.name), output, command="view")


@click.command("why")
@click.argument("cell", metavar="ENTITY.PROPERTY", shell_complete=completes("cell"))
@view_option("The view whose rule decides; by default the first that has the property.")
@asks(on=True, quick=FromRows("why"), engines=True)
@click.pass_obj
def why_command(run: Run, /, *, cell: str, question: Question, output: Output, held: Held) -> None:
    """Show the events behind a cell: what stands in it, what lost, and why each lost."""
    from timeline.text.tables.reasons import why_sheet

    snapshot = ask(run, question, held)
    answer(snapshot, at({"cell": "ENTITY.PROPERTY"} | _VIEW, snapshot.why, cell), why_sheet, output)


@click.command("diff", cls=TakesDates)
@click.argument("before", metavar="D1", type=ASKED)
@click.argument("after", metavar="D2", type=ASKED)
@view_option("Only the cells of this view; by default those of all views.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where anything differs.")
@asks(as_of=False, quick=FromRows("diff"))
@click.pass_context
def diff_command(
    ctx: click.Context, /, *, before: Clock, after: Clock, exit_code: bool, question: Question, output: Output
) -> None:
    """Show what changed from what was known as of D1 to what was known as of D2; the state's day follows each."""
    import functools

    import attrs

    from timeline.records.fields import lined
    from timeline.text.tables.changes import diff_sheet

    snapshot = ask(ctx.obj, attrs.evolve(question, as_of=after))
    table = at(_VIEW, snapshot.diff, before)
    answer(snapshot, table, functools.partial(diff_sheet, titles=lined(table.titles)), output)
    if exit_code and table:
        ctx.exit(1)


@click.command("sources")
@click.argument("event", metavar="[ID]", required=False, shell_complete=completes("event"))
@asks(quick=FromRows("sources"))
@click.pass_obj
def sources_command(run: Run, /, *, event: str | None, question: Question, output: Output) -> None:
    """List the sources that were published by then, and what each rests on.

    With the ID of an event: who repeats whom about it, from the ends of the chains upward, and how many origins it has.
    """
    from timeline.text.tables.sources import cascade_sheet, sources_sheet

    snapshot = ask(run, question)
    if event is None:
        answer(snapshot, snapshot.sources(), sources_sheet, output)
    else:
        answer(snapshot, at("ID", snapshot.cascade, event), cascade_sheet, output)


@click.command("history")
@click.argument("name", metavar="[ID|NAME|ENTITY.PROPERTY]", required=False, shell_complete=completes("told"))
@view_option("For a cell: the view whose rule decides.")
@asks(engines=True)
@click.pass_obj
def history_command(run: Run, /, *, name: str | None, question: Question, output: Output, held: Held) -> None:
    """Show how a record came to be what it is; or a cell over all as-of days; or the whole log as it was written.

    For ENTITY.PROPERTY each line says: as of these days, on these days of the world, the cell was so.
    """
    from timeline.text.tables import sheet_of

    snapshot = ask(run, question, held)
    table = at({"name": "ID|NAME|ENTITY.PROPERTY"} | _VIEW | _CHOSEN, snapshot.history, name)
    answer(snapshot, table, sheet_of("rectangles" if "view" in table.of else "records"), output)
