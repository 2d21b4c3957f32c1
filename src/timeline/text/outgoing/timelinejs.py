"""JSON for TimelineJS 3, which draws stories on the web.

Law of this module: it counts years before Christ without a year 0, so 44 BC is -44; it takes headlines for HTML, so
they are escaped; it drops an end that lies within its start, so none is written. ``display_date`` says every date in
words, with its doubt, and ``edtf``, which TimelineJS passes over, as it is.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, Final

from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written, listed
from timeline.text.outgoing.moments import Point, of_event
from timeline.text.outgoing.report import date_words, plain_text
from timeline.text.terminal import safe

_MOST: Final = 270_000
"""Up to about this year, before and after 1970, JavaScript has dates."""


def write_parts(parts: Parts) -> Written:
    """Write the story, as ``new TL.Timeline(element, json)`` takes it."""
    lost = Losses()
    title = {**title_slide(parts.about), "unique_id": "title"}
    data, count = listed({"title": title}, "events", slides(parts, lost))
    return Written(data=data, counted=f"{count} {'slide' if count == 1 else 'slides'}", lost=lost.words())


def slides(parts: Parts, lost: Losses) -> Iterator[dict[str, Any]]:
    """Give the slides of the events that it can draw."""
    for extract in parts:
        for event in extract.events:
            if (slide := _slide(extract, event, lost)) is not None:
                yield slide


def title_slide(extract: Extract) -> dict[str, Any]:
    """Give the slide that stands first: the title of the log, and the clocks of the answer."""
    return {"text": {"headline": _html(extract.title), "text": _html(extract.clocks)}}


def _slide(extract: Extract, event: Row, lost: Losses) -> dict[str, Any] | None:
    found = of_event(event)
    if found is None:
        lost.count("event", "left out (without a date)")
        return None
    start, end = found.first or found.last, found.last if found.first is not None else None
    if start is None or any(abs(point.year) > _MOST for point in (start, end) if point is not None):
        lost.count("event", "left out (in a year beyond what JavaScript has)")
        return None
    if found.loss is not None:
        lost.count("event", "drawn by bounds or without the doubt, which display_date says")
    first, last = _date(start), None if end is None else _date(end)
    cut = sum(point.is_finer_than(1000) for point in (start, end) if point is not None)
    lost.count("instant", "cut to the millisecond", times=cut)
    if last is not None and first.items() <= last.items():
        lost.count("event", "drawn without an end that lies within the start")
        last = None
    slide: dict[str, Any] = {"start_date": first}
    slide |= {"end_date": last} if last is not None else {}
    doubt = " (possibly)" if event["known"] == "possibly" else ""
    slide["display_date"] = _html((date_words(event["occurred"]) or "") + doubt)
    body = "".join(f"<p>{_html(line)}</p>" for line in plain_text(extract, event).split("\n"))
    slide["text"] = {"headline": _html(event["title"]), "text": body}
    slide["edtf"] = event["occurred"]
    slide["group"] = event["type"]
    slide["unique_id"] = event["id"]
    return slide


def _date(point: Point) -> dict[str, int]:
    """Give a point as TimelineJS has it, no finer than it is."""
    found = {"year": point.year if point.year > 0 else point.year - 1}
    found |= {"month": point.month} if point.month is not None else {}
    found |= {"day": point.day} if point.day is not None else {}
    if point.clock is not None:
        hour, minute, second, micro = point.clock
        found |= {"hour": hour, "minute": minute, "second": second, "millisecond": micro // 1000}
    return found


def _html(text: str) -> str:
    return html.escape(safe(text), quote=False)
