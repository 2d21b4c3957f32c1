"""A page from a log: the question, the answers of all its days, the figures, and the text of it all.

Law of this module: the command line and Python make the same page of the same question, through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from timeline.asof.ledger import Ledger
from timeline.dates.values import Clock
from timeline.figures.draw import lacks, measure
from timeline.page import Asked, Pens, Story, document, tell
from timeline.views.filters import Selection, words_of
from timeline.views.table import ViewSpec


@attrs.frozen(kw_only=True)
class Page:
    """A page as HTML, and the story in it."""

    html: str
    story: Story


def publish(
    ledger: Ledger,
    *,
    title: str,
    specs: Iterable[ViewSpec] = (),
    as_of: Clock | None = None,
    on: Clock | None = None,
    recorded_by: Clock | None = None,
    checkpoint: str | None = None,
    selection: Selection | None = None,
    notes: Iterable[str] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Page:
    """Make a page.

    Args:
        ledger: The records.
        title: The headline.
        specs: The views that it shows.
        as_of: The last day that it shows; without it, the last of which the log can speak.
        on: The day of the world that its views are about; without it, that follows the as-of day.
        recorded_by: By what the log held.
        checkpoint: The name of the checkpoint that the ledger holds, where it is one.
        selection: What is asked for.
        notes: What readers have to know of the log beside it.
        progress: Is told how many days are done, and of how many.

    Raises:
        FigureError: No event is left by the clocks and filters.
    """
    chosen = selection or Selection()
    asked = Asked(
        as_of=as_of,
        on=on,
        recorded_by=recorded_by,
        checkpoint=checkpoint,
        selection=chosen,
        specs=tuple(specs),
        words=_words(chosen),
    )
    story = tell(ledger, asked, Pens(measure=measure, lacks=lacks), progress)
    story = attrs.evolve(story, notes=(*story.notes, *notes))
    return Page(html=document(story, title=title), story=story)


def _words(selection: Selection) -> tuple[str, ...]:
    """Say how a question narrows the log."""
    told = [f"entity {name}" for name in selection.entities]
    told += [words.removeprefix("--") for words in words_of(selection)]
    told += [f"since {selection.since.text}"] if selection.since else []
    told += [f"until {selection.until.text}"] if selection.until else []
    return tuple(told)
