"""What a count of a whole log is made of, where it is not made of the events of a snapshot.

Law of this module: values only; whoever has rows of the log fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from timeline.asof.windows import Window


@attrs.frozen(kw_only=True)
class Outside:
    """The titles of the events that are left out for the day on which they happened: those known, those taken back."""

    known: Sequence[str]
    taken_back: Sequence[str]


@attrs.frozen(kw_only=True)
class FirstTold:
    """When each event that is asked for was first told, in the order in which they are counted.

    ``outside`` are the titles of those that would be counted but for the day on which they happened; ``unsure`` are
    those of events that are only possibly known. ``titles`` gives those of others by their ids, if asked.
    """

    events: Sequence[tuple[str, Window]]
    titles: Callable[[Collection[str]], Mapping[str, str]]
    outside: Sequence[str] = ()
    unsure: Sequence[str] = ()
