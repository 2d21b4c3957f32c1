"""The commands that look over the whole log: which names are in use, and what cannot all be so.

Law of this module: a command reads its question, makes one library call, and prints; stdout has only the answer.
"""

from __future__ import annotations

import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import Question, asks
from timeline.text import tables
from timeline.views import left_out, rows


@click.command("entities")
@click.option("--names", is_flag=True, help="A row for each name in use, also where several are one entity.")
@asks()
@click.pass_obj
def entities_command(run: Run, /, *, names: bool, question: Question) -> None:
    """List every entity of which something is said, so that a slip of the pen is seen."""
    from timeline.views import chosen
    from timeline.views.entities import by_name

    asked = ask(run, question)
    found = by_name(chosen.entities(asked.snapshot, asked.selection), each=names)
    notes = left_out.entities(asked.snapshot, asked.selection)
    asked.answer("entities", map(rows.entity_row, found), tables.entities_sheet, notes=notes, names=names)


@click.command("conflicts")
@click.option("--view", metavar="VIEW", help="Only what has to do with this view; by default everything.")
@asks()
@click.pass_obj
def conflicts_command(run: Run, /, *, view: str | None, question: Question) -> None:
    """Show what cannot all be so, surely or possibly, and who says what.

    A change over time is no conflict, nor is what is retracted, superseded, or told twice by one origin.
    """
    from timeline.views import chosen

    asked = ask(run, question)
    spec = None if view is None else asked.view(view, where="--view")
    of = (asked.snapshot, list(asked.views().values()), asked.selection, spec)
    found, notes = chosen.conflicts(*of), left_out.conflicts(*of)
    asked.answer("conflicts", map(rows.conflict_row, found), tables.conflicts_sheet, notes=notes, view=view)
