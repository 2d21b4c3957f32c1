"""A question as rows of the relation are asked it: clocks as moments, a selection and a view as plain values.

Law of this module: what it gives rows means what it was given, and it decides nothing. Whoever has rows imports it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from typing import TYPE_CHECKING

from timeline.asof.relation import EARLIEST, LATEST, POSSIBLY, YES
from timeline.named import NamedTuple
from timeline.records import say
from timeline.views.relational import answers
from timeline.views.relational.answers import Answer
from timeline.views.relational.deciding import View
from timeline.views.relational.events import Wanted
from timeline.views.relational.rows import E

if TYPE_CHECKING:
    from timeline.asof.values import Clocks
    from timeline.dates.values import Clock, Moment
    from timeline.records.words import By
    from timeline.text.outgoing.extract import Extract
    from timeline.views.export import Exported
    from timeline.views.filters import Selection
    from timeline.views.relational.apart import Known
    from timeline.views.relational.conflicting import Found
    from timeline.views.relational.first import Firsts, Outside
    from timeline.views.relational.handed import Handed
    from timeline.views.relational.rows import Rows
    from timeline.views.rows import Row
    from timeline.views.specs import ViewSpec


class OfRows:
    """Asks the rows of a log by the clocks of one question; what it cannot answer is None."""

    def __init__(self, rows: Rows, clocks: Clocks, limit: int = LATEST) -> None:
        self._rows = rows
        self._limit = limit
        self._day = int(clocks.on.lo), int(clocks.on.hi)
        self._is_limited = clocks.as_of is not None

    def list(self, asked: Selection, *, retracted: bool) -> Answer:
        """List events."""
        return answers.listed(self._rows, wanted(asked), retracted=retracted)

    def state(self, spec: ViewSpec, asked: Selection) -> Answer:
        """Answer a view."""
        return answers.state(self._rows, view(spec), self._day, wanted(asked))

    def cell(self, spec: ViewSpec, place: tuple[str, str], *, strict: bool) -> Row | None:
        """Answer a cell."""
        if place[1] not in spec.properties:
            return None
        return answers.cell(self._rows, view(spec), place, self._day, strict=strict)

    def why(self, spec: ViewSpec, place: tuple[str, str], asked: Selection) -> Answer | None:
        """Say why a cell says what it says."""
        if place[1] not in spec.properties:
            return None
        return answers.why(self._rows, view(spec), place, self._day, wanted(asked))

    def entities(self, asked: Selection, *, names: bool) -> Answer:
        """List entities."""
        return answers.entities(self._rows, wanted(asked), names=names)

    def sources(self, asked: Selection) -> Answer | None:
        """List sources."""
        return answers.sources(self._rows, wanted(asked))

    def counts(self, by: By, asked: Selection, *, retracted: bool) -> Answer | None:
        """Count events."""
        return answers.counts(self._rows, wanted(asked), by, retracted=retracted)

    def gaps(self, days: int, asked: Selection, *, retracted: bool) -> Answer | None:
        """Find the stretches without events."""
        return answers.gaps(self._rows, wanted(asked), days, retracted=retracted)

    def stats(self, asked: Selection) -> Answer | None:
        """Say how large an answer is."""
        return answers.stats(self._rows, wanted(asked))

    def handed(
        self,
        asked: Selection,
        *,
        public: bool,
        about: Extract,
        place: dt.tzinfo | None,
        write: Callable[[Handed], Exported],
    ) -> Exported | None:
        """Hand over the events that are asked for, in parts; None where a date lies too far away."""
        from timeline.views.relational.handed import Handed  # noqa: PLC0415 - only an export asks
        from timeline.views.relational.rows import TooFar  # noqa: PLC0415

        try:
            return write(Handed(self._rows, wanted(asked), about, public=public, place=place))
        except TooFar:
            return None

    def telling(self, asked: Selection, most: int | None = None) -> Sequence[str] | None:
        """Name the records that tell the events that are asked for, taken back or not; None for more than ``most``."""
        return answers.telling(self._rows, wanted(asked), most)

    def conflicting(self, several: Collection[str], most: int) -> set[str] | None:
        """Name the nodes of what may be in conflict; None where that is much."""
        from timeline.views.relational.conflicting import nodes  # noqa: PLC0415 - few ask

        return nodes(self._rows, several, most)

    def conflicts(self, specs: Sequence[ViewSpec], view: ViewSpec | None, most: int) -> Found | None:
        """Find the values that clash, and where other conflicts may be; None where that is much, or lies too far."""
        from timeline.views.relational.conflicting import found  # noqa: PLC0415 - few ask
        from timeline.views.relational.rows import TooFar  # noqa: PLC0415

        try:
            return found(self._rows, specs, view, most)
        except TooFar:
            return None

    def known_apart(self, others: Container[str], *, strict: bool) -> Known:
        """Find the events that were known, but for some records that are told elsewhere."""
        from timeline.views.relational.apart import known  # noqa: PLC0415 - few ask

        return known(self._rows, others, YES if strict else POSSIBLY)

    def first_told(self, asked: Selection) -> Firsts:
        """Say when each event that is asked for was first told, and which are left out."""
        from timeline.views.relational.first import first_told  # noqa: PLC0415 - few ask

        return first_told(self._rows, wanted(asked))

    def outside(self, asked: Selection) -> Outside:
        """Name the events that only the time that is asked for leaves out."""
        from timeline.views.relational.first import outside  # noqa: PLC0415 - few ask

        return outside(self._rows, wanted(asked))

    def titles(self, ids: Collection[str]) -> Mapping[str, str]:
        """Give the titles of some events."""
        from timeline.views.relational.first import titles  # noqa: PLC0415 - few ask

        return titles(self._rows, ids)

    def diff(self, before: Clocks, specs: Sequence[ViewSpec], asked: Selection) -> Answer | None:
        """Tell what changed from what was known by other clocks; None where one of these lies too far away."""
        at = moments(before)
        if at is None:
            return None
        earlier = self._rows.at(at.as_of, min(at.recorded_by, self._limit))
        days = [(at.lo, at.hi), self._day]
        return answers.diff(earlier, self._rows, list(map(view, specs)), days, wanted(asked))

    def only_recorded(self, asked: Selection) -> Sequence[str] | None:
        """Say how many events that are asked for nobody reports."""
        return answers.only_recorded(self._rows, wanted(asked), is_limited=self._is_limited)

    def notes(self, asked: Selection) -> Sequence[str] | None:
        """Say what there is to tell of what is asked for; None where only who reads the log can."""
        from timeline.views.relational.unknown import unknown_names  # noqa: PLC0415 - most ask for no names

        only = self.only_recorded(asked)
        return None if only is None else [*only, *unknown_names(self._rows, wanted(asked), _values(asked))]

    def unknown(self, asked: Selection) -> Sequence[str] | None:
        """Say which names of a selection nothing has by the clocks; None where only who reads the log can.

        Where nothing is known at all, that is told by who reads it.
        """
        if not any(row[E["retracted"]] != YES for row in self._rows.events()):
            return None
        from timeline.views.relational.unknown import unknown_names  # noqa: PLC0415 - as above

        return unknown_names(self._rows, wanted(asked), _values(asked))

    def meant(self, asked: Selection) -> Sequence[str]:
        """Name the entities that were perhaps meant by those that nothing has by the clocks."""
        from timeline.views.relational.unknown import meant  # noqa: PLC0415 - as above

        return meant(self._rows, asked.entities)

    def redacted(self) -> Sequence[str]:
        """Say how many records cannot be read any more."""
        return say.redacted(self._rows.redacted())


class Moments(NamedTuple):
    """The last microsecond of each clock that limits, and the first and the last of the day of the world."""

    as_of: int
    recorded_by: int
    lo: int
    hi: int


def moments(clocks: Clocks) -> Moments | None:
    """Give three clocks as moments; None where one lies further away than rows tell apart."""
    as_of, by = _last(clocks.as_of), _last(clocks.recorded_by)
    lo, hi = clocks.on.lo, clocks.on.hi
    if isinstance(lo, float) or isinstance(hi, float) or not (EARLIEST < as_of <= LATEST and EARLIEST < by <= LATEST):
        return None
    return Moments(as_of, by, lo, hi) if EARLIEST < lo <= hi < LATEST else None


def _last(clock: Clock | None) -> int:
    if clock is None:
        return LATEST
    return EARLIEST if isinstance(clock.hi, float) else clock.hi  # nothing that is asked for so is plain


def wanted(selection: Selection) -> Wanted:
    """Give what a selection asks for."""
    lo, hi = selection.bounds
    return Wanted(
        entities=selection.entities,
        tags=selection.tags,
        sources=selection.sources,
        types=selection.types,
        grep=selection.grep,
        values=_keys(selection) if selection.value else (),
        lo=_moment(lo),
        hi=_moment(hi),
        strict=selection.strict,
    )


def _keys(selection: Selection) -> list[object]:
    from timeline.asof.versions import text  # noqa: PLC0415 - few ask for a value
    from timeline.views.relational.told import value_key  # noqa: PLC0415

    return [value_key(text(value)) for value in selection.value]


def _values(selection: Selection) -> list[tuple[object, str]]:
    """Give the values of a selection, each with what was typed."""
    return list(zip(_keys(selection), map(say.value, selection.value), strict=True)) if selection.value else []


def _moment(moment: Moment) -> int:
    """Give a moment as rows have it: infinity as the end that nothing reaches."""
    if isinstance(moment, float):
        return EARLIEST if moment < 0 else LATEST
    return max(EARLIEST, min(moment, LATEST))


def view(spec: ViewSpec) -> View:
    """Give a view as rows are asked it."""
    return View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)
