"""What an answer left out, and for which reason, in words: by ``--strict``, and by what is recorded and not reported.

Law of this module: it counts what a wider question would have shown, and changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from typing import TYPE_CHECKING, Any

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.records import say
from timeline.views import chosen, told_beside
from timeline.views.filters import Selection, select

if TYPE_CHECKING:
    from timeline.views.table import ViewSpec


def by_strict(without: int, found: int, noun: str) -> list[str]:
    """Count the rows that are only possibly so: ``left out by --strict: 2 events``; nothing where there are none."""
    return told_beside.left_out(without - found, noun)


def events(known: Sequence[KnownEvent], selection: Selection) -> list[str]:
    """Count the events that a strict selection left out, for they were only possibly known, or in time."""
    return _counted(selection, "event", lambda one: select(known, one))


def cells(snapshot: Snapshot, spec: ViewSpec, selection: Selection) -> list[str]:
    """Count the values, those beside included, that a strict state left out, and the cells that they are of."""
    if not selection.strict:
        return []
    strict, lax = (chosen.cells(snapshot, spec, one) for one in (selection, _lax(selection)))
    return told_beside.values_of_cells_left_out(
        *({(one.entity, one.property): len(one.values) + len(one.beside) for one in some} for some in (lax, strict))
    )


def reasons(snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str, selection: Selection) -> list[str]:
    """Count the facts that a strict `why` left out."""
    return _counted(selection, "fact", lambda one: chosen.reasons(snapshot, spec, entity, property_, one))


def sources(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Count the sources that a strict answer left out."""
    return _counted(selection, "source", lambda one: chosen.sources(snapshot, one))


def conflicts(selection: Selection, found: Callable[[Selection], Sized]) -> list[str]:
    """Count the conflicts that a strict answer left out, for they are only possible; ``found`` gives those."""
    return _counted(selection, "conflict", found)


def entities(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Count the names that a strict answer left out, as nothing is surely told of them."""
    return _counted(selection, "name", lambda one: chosen.entities(snapshot, one))


def changes(before: Snapshot, after: Snapshot, specs: Sequence[ViewSpec], selection: Selection) -> list[str]:
    """Count the changes between two days that a strict answer left out."""
    return _counted(selection, "change", lambda one: chosen.changes(before, after, specs, one))


def _counted(selection: Selection, noun: str, ask: Callable[[Selection], Sized]) -> list[str]:
    """Count what a strict answer lacks of the one that also shows what is only possibly so."""
    return by_strict(len(ask(_lax(selection))), len(ask(selection)), noun) if selection.strict else []


def by_choice(selection: Selection, without: int, found: int, noun: str) -> list[str]:
    """Count what a selection left out: ``left out by since 2025: 2 records``; nothing for nothing."""
    said = " ".join(selection.words())
    gone = without - found
    return [f"left out by {said}: {say.counted(gone, noun)}"] if said and gone > 0 else []


def of_history(lax: Sequence[Mapping[str, Any]], strict: Sequence[Mapping[str, Any]]) -> list[str]:
    """Count the records, or the values of a cell, that a strict history left out."""
    if any("values" in row for row in lax):
        before, after = (sum(len(row["values"]) for row in rows) for rows in (lax, strict))
        return by_strict(before, after, "value")
    return by_strict(len(lax), len(strict), "record")


def only_recorded(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Count the events that were not known by the as-of day because nobody reports them: they count once recorded."""
    return say.only_recorded(len(select(snapshot.only_recorded, _lax(selection))))


def _lax(selection: Selection) -> Selection:
    return attrs.evolve(selection, strict=False)
