"""What a reader is told beside an answer: its clocks in words, and what of the question the log does not know.

Law of this module: it changes no answer; what is to be told is a plain sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from timeline.asof.values import Clocks, Snapshot
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import Clock
from timeline.views.filters import Selection


def clocks_in_words(clocks: Clocks, *, has_day: bool = True) -> str:
    """Say which clocks an answer used; ``has_day`` tells whether it asks what was so on a day of the world."""
    parts = [
        _clock("on", clocks.on) if has_day else None,
        _clock("as of", clocks.as_of) or "all that was reported",
        _clock("recorded by", clocks.recorded_by)
        or (f"at checkpoint {clocks.checkpoint}" if clocks.checkpoint else "all that is recorded"),
    ]
    return ", ".join(part for part in parts if part)


def _clock(name: str, clock: Clock | None) -> str | None:
    if clock is None:
        return None
    return f"{name} {clock.text}" + (f" ({clock.read})" if clock.read != clock.text else "")


def redacted(snapshot: Snapshot) -> list[str]:
    """Say how many records cannot be read any more."""
    gone = len(snapshot.redacted)
    return [f"{gone} {'record is' if gone == 1 else 'records are'} redacted"] if gone else []


def unknown_names(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Say which names of a selection nothing in the snapshot has, and what was perhaps meant."""
    notes = []
    for word, names in selection.names().items():
        there = set(_names_of(snapshot, word)) if names else set()
        for name in names:
            if name not in there:
                hint = did_you_mean(name, there)
                notes.append(f'--{word}: nothing known then has "{name}"' + (f"; {hint}" if hint else ""))
    return notes


def _names_of(snapshot: Snapshot, word: str) -> Iterable[str]:
    """Give the names of a sort that a snapshot has; of a type, also all that stand above it."""
    events = (*snapshot.events, *snapshot.retracted)
    if word == "entity":
        return (fact.fact.entity for event in events for fact in event.facts)
    if word == "tag":
        return (tag for event in events for tag in event.event.tags)
    if word == "source":
        return snapshot.sources
    types = [event.event.type.split(".") for event in events]
    return (".".join(parts[:count]) for parts in types for count in range(1, len(parts) + 1))
