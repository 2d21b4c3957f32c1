"""The command that publishes: a story as one page that readers can question."""

from __future__ import annotations

import attrs
import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import Question, asks
from timeline.cli.output import note
from timeline.cli.saving import checked_target, write_whole


@click.command("page")
@click.option("-o", "file", metavar="FILE", required=True, help="Where to: a file that a browser opens, .html.")
@click.option("--title", metavar="TEXT", help="The headline. [default: the log's title]")
@asks(on=True, forms=False)
@click.pass_obj
def page_command(run: Run, /, *, file: str, title: str | None, question: Question) -> None:
    """Write one offline HTML file: a slider over as-of days, the views, the events, and their sources.

    Without `--on`, the day of the world that is asked about follows the slider.
    """
    from timeline.figures.draw import lacks, measure
    from timeline.page import Asked, Pens, document, tell

    checked_target(file)
    asked = ask(run, question, has_day=question.on is not None)
    story = tell(
        asked.ledger,
        Asked(
            as_of=question.as_of,
            on=question.on,
            recorded_by=question.recorded_by,
            checkpoint=asked.snapshot.clocks.checkpoint,
            selection=asked.selection,
            specs=tuple(asked.views().values()),
            words=_words(question),
        ),
        Pens(measure=measure, lacks=lacks),
    )
    left_out = [f"left out: {finding.where}: {finding.message}" for finding in asked.reading.findings]
    story = attrs.evolve(story, notes=(*story.notes, *asked.snapshot.notes, *(left_out if question.skip_bad else ())))
    text = document(story, title=title or str(asked.log.settings().get("title") or "Timeline"))
    write_whole(file, text.encode())
    events, days = len(story.events), len(story.days)
    counted = f"{events} {'event' if events == 1 else 'events'}, {days} {'day' if days == 1 else 'days'}"
    note(f"wrote {file}; {counted}; {asked.clocks_in_words()}")
    for said in (*story.notes, *asked.reading.notes):
        note(said)


def _words(question: Question) -> tuple[str, ...]:
    """Say how the question narrows the log."""
    named = (
        ("entity", question.entities),
        ("tag", question.tags),
        ("source", question.sources),
        ("type", question.types),
    )
    told = [f"{name} {value}" for name, values in named for value in values]
    told += [f"since {question.since.text}"] if question.since else []
    told += [f"until {question.until.text}"] if question.until else []
    return tuple(told)
