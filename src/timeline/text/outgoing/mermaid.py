"""A timeline diagram of Mermaid, which many code hosts draw inside Markdown.

Law of this module: Mermaid has no way to escape; signs that it reads as its own are written as entities of HTML, which
it turns back. A section is a year, and stands once: Mermaid draws the events of a section under each of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.moments import of_event
from timeline.text.terminal import safe

_SIGNS: Final = re.compile(r"[#;:&<>{}\"`%|]")
_UNDATED: Final = "without a date"


def write(extract: Extract) -> Written:
    """Write the diagram: a line for each date as typed, with the titles of its events."""
    lost = Losses()
    lines = ["timeline", f"    title {_text(extract.title or 'Timeline')}"]
    sections: dict[str, list[Row]] = {}
    for event in extract.events:
        sections.setdefault(_year(event), []).append(event)
    for section, events in sections.items():
        lines += [f"    section {_text(section)}", *_periods(events)]
    lost.count("fact", "left out", times=len(extract.facts))
    lost.count("source", "left out", times=len(extract.sources))
    return Written(data=("\n".join(lines) + "\n").encode(), counted=extract.counted(), lost=lost.words())


def _periods(events: Sequence[Row]) -> Iterator[str]:
    """Write a line for each event of a section; those of one date in a row share it."""
    period = None
    for event in events:
        when = event["occurred"] or _UNDATED
        start = "         " if when == period else f"        {_text(when)}"
        doubt = " (possibly)" if event["known"] == "possibly" else ""
        yield f"{start} : {_text(event['title'])}{doubt}"
        period = when


def _year(event: Row) -> str:
    """Name the section of an event: the year in which it surely was, or that it may have been in several."""
    found = of_event(event)
    if found is None:
        return _UNDATED
    first, last = found.first or found.last, found.last or found.first
    if first is None or last is None:
        return _UNDATED
    if found.first is None or (found.loss == "half" and found.last is None and "/" not in event["occurred"]):
        return f"up to {last.year}" if found.first is None else f"{first.year} or later"
    return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"


def _text(text: str) -> str:
    """Write a text on one line, with the signs of Mermaid as entities: ``#58;`` for a colon."""
    return _SIGNS.sub(lambda sign: f"#{ord(sign[0])};", safe(text))
