"""What people call the columns of a timeline, as the fields that they mean.

Law of this module: a word is here only where it means one thing in every sheet; all others are said with ``--column``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

OF_REPORTS: Final = ("source", "stance", "reported", "quote", "via", "origin", "interested")
OF_PAGES: Final = ("publisher", "url", "published", "source_title", "retrieved")
"""What a row may say of its source itself."""
PARTS: Final = ("year", "month", "day", "time", "end_year", "end_month", "end_day", "end_time")
SPAN: Final = ("start", "end")
BOUNDS: Final = ("earliest_date", "latest_date")
"""Between which days the one lies on which something happened."""
PRECISIONS: Final = ("precision", "start_precision", "end_precision")
"""To what the whole date is known, and to what each side of one with a start and an end."""

EVENT: Final = frozenset(
    {"title", "type", "occurred", "said", "text", "links", "tags", "data", "facts", "reports", "because", "key"}
    | {*OF_REPORTS, *OF_PAGES, *PARTS, *SPAN, *BOUNDS, *PRECISIONS}
)
SOURCE: Final = frozenset(
    {"name", "publisher", "title", "url", "published", "via", "origin", "interested", "retrieved", "archive"}
    | {"because", "key"}
)
REPEATED: Final = frozenset({"text", "tags", "links"})
"""Fields that several columns may fill, each beside what another was said to hold."""
SEVERAL: Final = REPEATED | {"source"}
"""Fields that several columns may fill."""

PRECISE: Final[Mapping[str, tuple[frozenset[str], str, str]]] = {
    "precision": (frozenset({"occurred", *PARTS, *SPAN, *BOUNDS}), "happened", "occurred"),
    "start_precision": (frozenset({"occurred", "start", "year"}), "began", "start"),
    "end_precision": (frozenset({"end", "end_year"}), "ended", "end"),
}
"""Of which fields each of these is the precision, what such a date says, and the name of the first."""

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("headline", "event", "event title", "event name", "what", "what happened"),
    "type": ("event type", "kind"),
    "occurred": (
        *("date", "when", "event date", "date of event", "incident date", "date of incident"),
        *("date occurred", "occurred on", "happened on"),
    ),
    "start": ("start date", "begin", "begin date", "started", "date start", "date from"),
    "end": ("end date", "finish", "ended on", "date end", "date to"),
    "year": ("start year",),
    "month": ("start month",),
    "day": ("start day",),
    "time": ("start time", "time of day"),
    "end_year": ("end year",),
    "end_month": ("end month",),
    "end_day": ("end day",),
    "end_time": ("end time",),
    "earliest_date": ("date earliest", "no earlier than", "terminus post quem"),
    "latest_date": ("date latest", "no later than", "terminus ante quem"),
    "precision": ("date precision", "precision of date"),
    "start_precision": ("start date precision", "precision of start"),
    "end_precision": ("end date precision", "precision of end"),
    "said": ("display date", "date as written", "date in words"),
    "text": ("notes", "note", "description", "details", "comment", "comments", "summary", "remarks", "body"),
    "links": ("web links", "see also", "further reading"),
    "tags": ("tag", "category", "categories", "label", "labels", "keyword", "keywords", "topic", "topics"),
    "source": ("sources", "source name"),
    "publisher": ("outlet", "outlets", "publication", "newspaper"),
    "url": ("link", "source url", "source link", "url of source", "web address", "href"),
    "published": ("publication date", "date published", "published on", "date of publication", "pub date"),
    "source_title": ("source title", "article title", "title of source"),
    "retrieved": ("accessed", "date accessed", "access date", "retrieved on", "date retrieved"),
    "reported": ("date reported", "report date", "reported on", "reported date"),
    "quote": ("quotation", "quotes", "excerpt"),
    "key": ("unique id", "event id"),
}
_MEANT: Final[Mapping[str, str]] = {word: field for field, words in _WORDS.items() for word in words}
_LONGEST: Final = 1_000
"""A cell longer than this is text, whatever stands around it: it is not taken apart to look for a known heading."""
_APART: Final = re.compile(r"[\s_-]+|(?<=[a-z])(?=[A-Z])")
"""What stands between two words of a heading: programs write startDate."""
_NUMBERED: Final = re.compile(r"(.*[^\W\d]) ?#?[0-9]{1,2}")
"""A heading of one of several columns: `Source 2`."""


def plain(heading: str) -> str:
    """Give a heading in small letters, single blanks between its words, without a colon or star at its end."""
    return _APART.sub(" ", heading.strip().rstrip(":*").strip()).lower()


def field(heading: str) -> str:
    """Give the field that a heading means; the heading in small letters where it is not known.

    >>> field("Date of event"), field("Published"), field("startDate"), field("Colour"), field("Source 2")
    ('occurred', 'published', 'start', 'colour', 'source')
    """
    if len(heading) > _LONGEST:
        return heading.strip().lower()
    word = plain(heading)
    if (found := _of_word(word)) is None and (numbered := _NUMBERED.fullmatch(word)) is not None:
        one = _of_word(numbered[1])
        found = one if one in SEVERAL else None
    return found or heading.strip().lower()


def _of_word(word: str) -> str | None:
    named = word.replace(" ", "_")
    return named if named in EVENT | SOURCE else _MEANT.get(word)
