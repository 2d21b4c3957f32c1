"""The commands that ask of the log: what happened, what was so, why, what changed, who said it.

Law of this module: a command reads its question, makes one library call, and prints; stdout has only the answer.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from timeline.cli.asking import ask, clocks_in_words, clocks_of
from timeline.cli.boundary import Run
from timeline.cli.options import CLOCK, Question, TakesDates, asks, at
from timeline.dates.values import Answer
from timeline.records import say
from timeline.records.fields import lined
from timeline.text import tables
from timeline.views import left_out, rows
from timeline.views.filters import in_time, select

if TYPE_CHECKING:
    from timeline.asof.values import Snapshot
    from timeline.dates.values import Clock


@click.command("list")
@click.option("--all", "retracted", is_flag=True, help="Also what was retracted.")
@asks()
@click.pass_obj
def list_command(run: Run, /, *, retracted: bool, question: Question) -> None:
    """List the events that were known, in the order in which they happened."""
    asked = ask(run, question)
    events = (*asked.snapshot.events, *(asked.snapshot.retracted if retracted else ()))
    found = in_time(select(events, asked.selection))
    notes = left_out.events(events, asked.selection)
    asked.answer("list", (rows.event_row(asked.snapshot, event) for event in found), tables.list_sheet, notes=notes)


@click.command("show")
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@asks(selects=False)
@click.pass_obj
def show_command(run: Run, /, *, names: Sequence[str], question: Question) -> None:
    """Show all there is about an event, a source (by its name), or any other record."""
    from timeline.views.story import about

    asked = ask(run, question)
    found = [at("ID", about, asked.ledger, asked.snapshot, name, question.strict) for name in names]
    asked.answer("show", found, tables.show_sheet)


@click.command("state")
@click.argument("view", metavar="VIEW")
@asks(on=True)
@click.pass_obj
def state_command(run: Run, /, *, view: str, question: Question) -> None:
    """Show a view, entities by properties, as it was on a day, from what was known as of a day."""
    from timeline.views import chosen

    asked = ask(run, question, has_day=True)
    filters = attrs.evolve(asked.selection, entities=())
    if view not in asked.views():
        from timeline.views.plugins import find_view
        from timeline.views.projection import replay

        own = find_view(view)
        if own is not None:
            told = replay(own, select(asked.snapshot.events, filters))
            gone = left_out.events(asked.snapshot.events, filters)
            asked.answer("view", map(rows.own_row, told), tables.own_sheet, notes=gone, view=view)
            return
    cells = chosen.cells(asked.snapshot, asked.view(view), asked.selection)
    is_whole = attrs.evolve(filters, strict=False).is_everything
    notes = left_out.cells(asked.snapshot, asked.view(view), asked.selection)
    notes += [*([] if is_whole else [_WHOLE]), *_few(tables.names_words(map(rows.cell_row, cells)))]
    asked.answer("state", map(rows.cell_row, cells), tables.state_sheet, notes=notes, view=view)


def _joined(snapshot: Snapshot, entity: str, *, least: Answer) -> Iterable[str]:
    """Name the links by which an entity has, or may have, other names."""
    names = snapshot.names.thing(entity).names
    links = {link.record.id: link for name in names for link in snapshot.links_of(name)}
    for link_id, link in links.items():
        if link.link.rel == "same-entity" and link.answer >= least:
            doubt = "" if link.answer is Answer.YES else "possibly "
            yield f"{link_id[:8]}: {say.quoted(link.from_)} {doubt}same-entity {say.quoted(link.to)}"


def _few(notes: Iterable[str]) -> list[str]:
    """Leave a long list of notes unsaid but for its beginning, and say how many there are."""
    every = list(notes)
    return [*every[:_NOTED], *([f"… and {len(every) - _NOTED} more such entities"] if len(every) > _NOTED else [])]


_NOTED = 10
_WHOLE = "the filters choose entities; what is said of them is told from the whole log"


@click.command("why")
@click.argument("cell", metavar="ENTITY.PROPERTY")
@click.option("--view", metavar="VIEW", help="The view whose rule decides; by default the first that has the property.")
@asks(on=True)
@click.pass_obj
def why_command(run: Run, /, *, cell: str, view: str | None, question: Question) -> None:
    """Show the events behind a cell: what stands in it, what lost, and why each lost."""
    from timeline.views import chosen

    asked = ask(run, question, has_day=True)
    found = at(_CELL, chosen.cell, asked.ledger, asked.snapshot, asked.views(), cell, view=view)
    reasons = chosen.reasons(asked.snapshot, found.spec, found.entity, found.property, asked.selection)
    notes = left_out.reasons(asked.snapshot, found.spec, found.entity, found.property, asked.selection)
    if not reasons and not notes:
        notes = [f"unknown: no event then known says anything of {found.entity}.{found.property}"]
    notes += _few(_joined(asked.snapshot, found.entity, least=Answer.YES if question.strict else Answer.POSSIBLY))
    asked.answer("why", map(rows.reason_row, reasons), tables.why_sheet, notes=notes, cell=cell, view=found.spec.name)


_CELL: Final = {"cell": "ENTITY.PROPERTY", "view": "--view"}


@click.command("diff", cls=TakesDates)
@click.argument("before", metavar="D1", type=CLOCK)
@click.argument("after", metavar="D2", type=CLOCK)
@click.option("--view", metavar="VIEW", help="Only the cells of this view; by default those of all views.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where anything differs.")
@asks(as_of=False)
@click.pass_context
def diff_command(
    ctx: click.Context, /, *, before: Clock, after: Clock, view: str | None, exit_code: bool, question: Question
) -> None:
    """Show what changed from what was known as of D1 to what was known as of D2; the state's day follows each."""
    from timeline.views import chosen

    asked = ask(ctx.obj, attrs.evolve(question, as_of=after), has_day=True)
    earlier = asked.ledger.at(attrs.evolve(clocks_of(question, before), checkpoint=asked.snapshot.clocks.checkpoint))
    specs = [asked.view(view, where="--view")] if view is not None else list(asked.views().values())
    found = chosen.changes(earlier, asked.snapshot, specs, asked.selection)
    titles = {event.id: event.event.title for snapshot in (earlier, asked.snapshot) for event in snapshot.events}
    more: dict[str, Any] = {"before": rows.query(earlier.clocks), "after": rows.query(asked.snapshot.clocks)}
    asked.answer(
        "diff",
        map(rows.change_row, found),
        functools.partial(tables.diff_sheet, titles=lined(titles)),
        notes=[
            f"before: {clocks_in_words(earlier.clocks)}",
            *left_out.changes(earlier, asked.snapshot, specs, asked.selection),
        ],
        view=view,
        **more,
    )
    if exit_code and found:
        ctx.exit(1)


@click.command("sources")
@click.argument("event", metavar="[ID]", required=False)
@asks()
@click.pass_obj
def sources_command(run: Run, /, *, event: str | None, question: Question) -> None:
    """List the sources that were published by then, and what each rests on.

    With the ID of an event: who repeats whom about it, from the ends of the chains upward, and how many origins it has.
    """
    asked = ask(run, question)
    if event is not None:
        from timeline.views.story import chains

        steps, counted = at("ID", chains, asked.ledger, asked.snapshot, event)
        asked.answer("cascade", steps, tables.cascade_sheet, notes=[counted], of=event)
        return
    from timeline.views import chosen

    wanted = chosen.sources(asked.snapshot, asked.selection)
    found = [rows.source_row(asked.snapshot, known) for known in wanted]
    asked.answer("sources", found, tables.sources_sheet, notes=left_out.sources(asked.snapshot, asked.selection))


@click.command("history")
@click.argument("name", metavar="[ID|NAME|ENTITY.PROPERTY]", required=False)
@click.option("--view", metavar="VIEW", help="For a cell: the view whose rule decides.")
@asks(selects=False)
@click.pass_obj
def history_command(run: Run, /, *, name: str | None, view: str | None, question: Question) -> None:
    """Show how a record came to be what it is; or a cell over all as-of days; or the whole log as it was written.

    For ENTITY.PROPERTY each line says: as of these days, on these days of the world, the cell was so.
    """
    from timeline.views.story import history

    asked = ask(run, question)
    tell = functools.partial(history, asked.ledger, asked.snapshot, asked.views(), name, view=view)
    told, spec = at({"name": "ID|NAME|ENTITY.PROPERTY", "view": "--view"}, tell, strict=question.strict)
    notes = left_out.of_history(tell(strict=False)[0], told) if question.strict else []
    if spec is None:
        asked.answer("history", told, tables.records_sheet, notes=notes, of=name)
    else:
        asked.answer("history", told, tables.rectangles_sheet, notes=notes, of=name, view=spec.name)
