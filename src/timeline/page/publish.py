"""A page from a log: the question, the answers of all its days, the figures, and the text of it all.

Law of this module: the command line and Python make the same page of the same question, through here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from timeline.asof.ledger import Ledger
from timeline.figures.fallback import lacks, measure
from timeline.page import Pens, Story, document, tell
from timeline.records.valued import Key
from timeline.views.filters import Question
from timeline.views.table import ViewSpec


@attrs.frozen(kw_only=True)
class Page:
    """A page as HTML, and the story in it."""

    html: str
    story: Story


def publish(
    ledger: Ledger,
    question: Question,
    *,
    title: str,
    specs: Iterable[ViewSpec] = (),
    most_told: Mapping[str, Sequence[Key]] | None = None,
    notes: Iterable[str] = (),
    key_tags: Sequence[str] = (),
    zone: dt.tzinfo | None = None,
    public: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Page:
    """Make a page.

    Args:
        ledger: The records; those of the checkpoint where the question names one.
        question: What is asked for: ``as_of`` is the last day that the page shows, without it the last of which the log
            can speak is; ``on`` is the day of the world that its views are about, without it that follows the slider.
        title: The headline.
        specs: The views that it shows.
        most_told: As figures have it; None where the records are those of the whole log.
        key_tags: The tags of the events that its figure names; without them, ``key``.
        zone: The zone whose clocks show its times; None for UTC.
        public: Leave out every ``because``, and the tags ``private`` and ``private.…``.
        notes: What readers have to know of the log beside it.
        progress: Is told how many days are done, and of how many.

    Raises:
        FigureError: No event is left by the clocks and filters.
    """
    pens = Pens(measure=measure, lacks=lacks)
    story = tell(
        ledger, question, tuple(specs), pens, progress, most_told=most_told, key_tags=key_tags, zone=zone, public=public
    )
    story = attrs.evolve(story, notes=(*story.notes, *notes))
    return Page(html=document(story, title=title), story=story)
