"""The command that publishes: a story as one page that readers can question."""

from __future__ import annotations

import os
from typing import Final

import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import Question, asks
from timeline.cli.output import note
from timeline.cli.progress import bar
from timeline.errors import FormatError
from timeline.records import say
from timeline.store import whole_file

_ENDINGS: Final = (".html", ".htm")


@click.command("page")
@click.option("-o", "file", metavar="FILE", required=True, help="Where to: a file that a browser opens, .html.")
@click.option("--title", metavar="TEXT", help="The headline. [default: the log's title]")
@asks(on=True, forms=False)
@click.pass_obj
def page_command(run: Run, /, *, file: str, title: str | None, question: Question) -> None:
    """Write one offline HTML file: a slider over as-of days, the views, the events, and their sources.

    Without `--on`, the day of the world that is asked about follows the slider.
    """
    if os.path.splitext(file)[1].lower() not in _ENDINGS:  # noqa: PTH122 - a name that may have no file yet
        raise FormatError(
            f'"{file}" does not end as a page does',
            where="-o",
            fix="name a file that ends in .html",
            unwritten=True,
        )
    whole_file.check(file)
    asked = ask(run, question, has_day=question.on is not None)
    left_out = [f"left out: {finding.where}: {finding.message}" for finding in asked.reading.findings]
    from timeline.page.publish import publish

    with bar("writing the page") as progress:
        page = publish(
            asked.ledger,
            title=title or str(asked.log.settings().get("title") or "Timeline"),
            specs=asked.views().values(),
            as_of=question.as_of,
            on=question.on,
            recorded_by=question.recorded_by,
            checkpoint=asked.snapshot.clocks.checkpoint,
            selection=asked.selection,
            notes=[*asked.snapshot.notes, *(left_out if question.skip_bad else ())],
            progress=progress,
        )
    whole_file.write(file, page.html.encode())
    story = page.story
    counted = f"{say.counted(len(story.events), 'event')}, {say.counted(len(story.days), story.unit)}"
    note(f"wrote {file}; {counted}; {asked.clocks_in_words()}")
    for said in (*page.story.notes, *asked.reading.notes):
        note(said)
