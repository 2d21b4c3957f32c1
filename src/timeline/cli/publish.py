"""The command that publishes: a story as one page that readers can question."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import asks
from timeline.cli.output import note
from timeline.cli.params import ZoneName
from timeline.cli.progress import bar
from timeline.errors import FormatError

if TYPE_CHECKING:
    import datetime as dt

    from timeline.views.filters import Question

_ENDINGS: Final = (".html", ".htm")


@click.command("page")
@click.option("-o", "file", metavar="FILE", required=True, help="Where to: a file that a browser opens, .html.")
@click.option("--title", metavar="TEXT", help="The headline. [default: the log's title]")
@click.option(
    "--tz",
    "zone",
    type=ZoneName(),
    is_eager=True,
    help="Show times in this zone, such as Europe/Berlin; days stay those of UTC.",
)
@click.option("--public", is_flag=True, help="Leave out every reason (because), and the tags private and private.….")
@asks(on=True, forms=False)
@click.pass_obj
def page_command(
    run: Run, /, *, file: str, title: str | None, zone: dt.tzinfo | None, public: bool, question: Question
) -> None:
    """Write one offline HTML file: a slider over as-of days, the views, the events, and their sources.

    Without `--on`, the day of the world that is asked about follows the slider.
    """
    from timeline.dates.zones import clocks_there
    from timeline.store import whole_file
    from timeline.text.forms import bare_ending, unnamed

    if bare_ending(file, _ENDINGS) is not None:
        what, fix = unnamed(file, "page")
        raise FormatError(what, where="-o", fix=fix, unwritten=True)
    if os.path.splitext(file)[1].lower() not in _ENDINGS:  # noqa: PTH122 - a name that may have no file yet
        raise FormatError(
            f'"{file}" does not end as a page does',
            where="-o",
            fix="name a file that ends in .html",
            unwritten=True,
        )
    whole_file.check(file)
    snapshot = ask(run, question)
    with bar("writing the page") as progress:
        page = snapshot.page(title=title, zone=zone, public=public, progress=progress)
    whole_file.write(file, page.html.encode())
    clocks = clocks_there(snapshot.clocks.in_words(has_day=question.on is not None), zone)
    note(f"wrote {file}; {page.story.counted()}; {clocks}")
    for said in (*page.story.notes, *snapshot.notes()):
        note(said)
