"""The figure ``cascade``: who repeats whom about one event, from the ends of the chains downward.

Law of this module: origins are counted, not reports; a publication stands in the lane of its distance from an end, at
the time at which it can have been published.
"""

from __future__ import annotations

from timeline.figures.chart import Bar, Chart, Entry, Strip
from timeline.figures.labels import clean
from timeline.figures.telling import (
    QUIET,
    Asked,
    Teller,
    citations,
    clock_lines,
    clock_words,
    counted,
    end_of_time,
    nothing_to_draw,
)
from timeline.figures.when import days_text, of_moment, span_of
from timeline.known import KnownEvent, Snapshot
from timeline.standing import Standing, Step, cascade
from timeline.windows import Window

_LANES = ("Where the chains end", "One step away", "Two steps away", "Three steps away")
_STANCES = ("reports", "doubts", "denies", "no-comment", "only relayed")


def chart(snapshot: Snapshot, event_id: str, asked: Asked) -> Chart:
    """Describe the cascade of an event.

    Raises:
        FigureError: The event was not known, or no source speaks of it.
    """
    event = snapshot.event(event_id)
    steps = cascade(snapshot, event) if event is not None else ()
    if event is None or not steps:
        raise nothing_to_draw(snapshot, asked, f"no source that was known speaks of the event {event_id[:8]}")
    stands = Teller(snapshot).standing(event)
    depths = sorted({step.depth for step in steps})
    strips = tuple(
        Strip(
            name=_LANES[depth] if depth < len(_LANES) else f"{depth} steps away",
            entries=tuple(_entry(snapshot, event, step) for step in steps if step.depth == depth),
        )
        for depth in depths
    )
    count = _count(stands)
    return Chart(
        kind="cascade",
        title=asked.title or clean(event.event.title),
        clocks=f"{count}  ·  {clock_words(snapshot.clocks)}",
        summary=(
            f"Who repeats whom about “{clean(event.event.title)}”: {count}.",
            *(f"{entry.whole}" for strip in strips for entry in strip.entries),
        ),
        strips=strips,
        lines=clock_lines(snapshot.clocks)[:1],
        end=end_of_time(snapshot.clocks),
        keys=_keys(steps),
        sources=citations(snapshot, (step.name for step in steps)),
        notes=(_ends(stands),),
    )


def _keys(steps: tuple[Step, ...]) -> tuple[tuple[str, int], ...]:
    """Give the stances that occur, each with the number of its colour."""
    found = {stance for step in steps for stance in _said(step)}
    return tuple((stance, number) for number, stance in enumerate(_STANCES) if stance in found)


def _said(step: Step) -> list[str]:
    return list(dict.fromkeys(stance for _, stance in step.reports)) or ["only relayed"]


def _entry(snapshot: Snapshot, event: KnownEvent, step: Step) -> Entry:
    known = snapshot.sources.get(step.name)
    windows = [report.window for report in event.reports if report.address in {address for address, _ in step.reports}]
    window = min(windows, key=lambda one: (one.lo, one.hi), default=known.window if known else None)
    stances = _said(step)
    rests = [
        *(_publisher(snapshot, name) for name in step.via),
        *(f"{origin.name}{' (gains by it)' if origin.interested else ''}" for origin in step.origins),
    ]
    said = f"rests on {', '.join(rests)}" if rests else "does not say what it rests on"
    name = _publisher(snapshot, step.name)
    others = [stance for stance in stances if stance != "reports"]
    shown = days_text(window.lo, window.hi) if window is not None else "no date"
    return Entry(
        text=f"{name} {said}",
        date=shown,
        word=", ".join(others),
        sources=(step.name,),
        whole=clean(f"{name}, {shown}: {', '.join(stances)}; {said}."),
        bars=_bars(window),
        colour=_STANCES.index(stances[0]),
        standing="self-reported" if any(origin.interested for origin in step.origins) else "reported",
        ids=(event.id,),
    )


def _publisher(snapshot: Snapshot, name: str) -> str:
    known = snapshot.sources.get(name)
    return (known.source.publisher if known else None) or name


def _bars(window: Window | None) -> tuple[Bar, ...]:
    if window is None or (window.lo == float("-inf") and window.hi == float("inf")):
        return ()
    return tuple(Bar(outline=outline, light=not sure) for outline, sure in of_moment(span_of(window.lo, window.hi)))


def _count(stands: Standing) -> str:
    low, high = stands.origins
    origins = f"{low if low == high else f'{low}..{high}'} {'origin' if low == high == 1 else 'origins'}"
    word = "" if stands.name in QUIET else f", {stands.name}"
    return f"{origins} of {counted(stands.reports, 'report')}{word}"


def _ends(stands: Standing) -> str:
    named = [f"{end.name}{' (gains by the claim)' if end.interested else ''}" for end in stands.ends if end.resolved]
    unsaid = [end.name for end in stands.ends if not end.resolved]
    parts = [f"Origins named: {', '.join(named)}" if named else "No origin is named"]
    parts += [f"do not say what they rest on: {', '.join(unsaid)}"] if unsaid else []
    return "; ".join(parts) + "."
