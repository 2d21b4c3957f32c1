"""What an answer left out, and for which reason, in words: by ``--strict``, and by what is recorded and not reported.

Law of this module: it counts what a wider question would have shown, and changes no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.records import say
from timeline.views import told_beside
from timeline.views.filters import Selection, select

if TYPE_CHECKING:
    from timeline.views.table import ViewSpec


def by_strict(without: int, found: int, noun: str) -> list[str]:
    """Count the rows that are only possibly so: ``left out by --strict: 2 events``; nothing where there are none."""
    return told_beside.left_out(without - found, noun)


def events(known: Sequence[KnownEvent], selection: Selection) -> list[str]:
    """Count the events that a strict selection left out, for they were only possibly known, or in time."""
    if not selection.strict:
        return []
    return by_strict(len(select(known, _lax(selection))), len(select(known, selection)), "event")


def cells(snapshot: Snapshot, spec: ViewSpec, selection: Selection) -> list[str]:
    """Count the values, those beside included, that a strict state left out, and the cells that they are of."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415 - only a strict question asks

    strict, lax = (chosen.cells(snapshot, spec, one) for one in (selection, _lax(selection)))
    return told_beside.values_of_cells_left_out(
        *({(one.entity, one.property): len(one.values) + len(one.beside) for one in some} for some in (lax, strict))
    )


def reasons(snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str, selection: Selection) -> list[str]:
    """Count the facts that a strict `why` left out."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415 - only a strict question asks

    lax, strict = (len(chosen.reasons(snapshot, spec, entity, property_, one)) for one in (_lax(selection), selection))
    return by_strict(lax, strict, "fact")


def sources(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Count the sources that a strict answer left out."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415 - only a strict question asks

    lax, strict = (len(chosen.sources(snapshot, one)) for one in (_lax(selection), selection))
    return by_strict(lax, strict, "source")


def conflicts(
    snapshot: Snapshot, specs: Sequence[ViewSpec], selection: Selection, view: ViewSpec | None = None
) -> list[str]:
    """Count the conflicts that a strict answer left out, for they are only possible."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415 - only a strict question asks

    lax, strict = (len(chosen.conflicts(snapshot, specs, one, view)) for one in (_lax(selection), selection))
    return by_strict(lax, strict, "conflict")


def entities(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Count the names that a strict answer left out, as nothing is surely told of them."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415 - only a strict question asks

    lax, strict = (len(chosen.entities(snapshot, one)) for one in (_lax(selection), selection))
    return by_strict(lax, strict, "name")


def changes(before: Snapshot, after: Snapshot, specs: Sequence[ViewSpec], selection: Selection) -> list[str]:
    """Count the changes between two days that a strict answer left out."""
    if not selection.strict:
        return []
    from timeline.views import chosen  # noqa: PLC0415

    lax, strict = (len(chosen.changes(before, after, specs, one)) for one in (_lax(selection), selection))
    return by_strict(lax, strict, "change")


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
