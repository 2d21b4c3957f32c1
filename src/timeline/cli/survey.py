"""The commands that look over the whole log: which names are in use, and what cannot all be so.

Law of this module: a command reads its question, makes one library call, and prints; stdout has only the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.asking import answer, ask
from timeline.cli.boundary import Run
from timeline.cli.options import Held, Output, asks
from timeline.cli.params import at, view_option
from timeline.cli.quick import FromRows

if TYPE_CHECKING:
    from timeline.views.filters import Question


@click.command("entities")
@click.option("--names", is_flag=True, help="A row for each name in use, also where several are one entity.")
@asks(quick=FromRows("entities", ["names"]))
@click.pass_obj
def entities_command(run: Run, /, *, names: bool, question: Question, output: Output) -> None:
    """List every entity of which something is said, so that a slip of the pen is seen."""
    from timeline.text.tables.survey import entities_sheet

    snapshot = ask(run, question)
    answer(snapshot, snapshot.entities(names=names), entities_sheet, output)


@click.command("stats")
@asks(quick=FromRows("stats"))
@click.pass_obj
def stats_command(run: Run, /, *, question: Question, output: Output) -> None:
    """Count what was known: events by standing, facts, reports, sources, entities, and from when to when."""
    from timeline.text.tables.survey import stats_sheet

    snapshot = ask(run, question)
    answer(snapshot, snapshot.stats(), stats_sheet, output)


@click.command("conflicts")
@view_option("Only what has to do with this view; by default everything.")
@asks(engines=True)
@click.pass_obj
def conflicts_command(run: Run, /, *, question: Question, output: Output, held: Held) -> None:
    """Show what cannot all be so, surely or possibly, and who says what.

    A change over time is no conflict, nor is what is retracted, superseded, or told twice by one origin.
    """
    from timeline.text.tables.survey import conflicts_sheet

    snapshot = ask(run, question, held)
    answer(snapshot, at({"view": "--view"}, snapshot.conflicts), conflicts_sheet, output)
