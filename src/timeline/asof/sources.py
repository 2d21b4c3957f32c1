"""All sources of a log together: as corrected, and when each was published.

Law of this module: what rests on a source shows that it was public; only what surely counts may show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from timeline.asof.changes import Applied, FieldVersions
from timeline.asof.values import KnownCapture, KnownSource
from timeline.asof.windows import ANY_TIME, Publication, Window, day_of, typed_window, windows
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer, Moment, both, negate
from timeline.dates.written import WrittenDate
from timeline.errors import RecordError
from timeline.records.model import Capture, Record, Report, Source, structure

V = TypeVar("V")


def possible(fields: Mapping[str, FieldVersions], name: str, own: V) -> list[V]:
    """Give the values that a field may have, the surest first."""
    return [value for value, _ in fields[name]] if name in fields else [own]


def without_nothing(body: Mapping[str, object]) -> dict[str, object]:
    """Leave out the fields that a correction emptied."""
    return {name: value for name, value in body.items() if value is not None}


def surest(record: Record, fields: Mapping[str, FieldVersions], kind: type[V]) -> V:
    """Give a record's content as a value, each corrected field in its first version.

    Raises:
        RecordError: The record is of another kind.
    """
    content: object = record.content
    if fields:
        first = {name: versions[0][0] for name, versions in fields.items()}
        content = structure(record.kind, without_nothing({**(record.body or {}), **first}))
    if not isinstance(content, kind):
        raise RecordError(f"record {record.id} is no {kind.__name__.lower()}", where=record.id)
    return content


class Public(msgspec.Struct, frozen=True, kw_only=True):
    """What bears on when a report by a source became public.

    ``typed`` is the source's own date, ``by`` moments by which it was certainly public, ``window`` when it was,
    ``published`` its date as typed, ``relays`` the sources that it rests on, ``retracted`` whether it is taken back.
    """

    typed: Window | None
    by: tuple[Moment, ...]
    window: Window
    published: WrittenDate | None
    relays: tuple[str, ...]
    retracted: Answer


class Sources:
    """All sources by name, with the changes that apply to them, and when each was published.

    Of the definitions of a name, in order, the first that is not taken back counts.
    """

    def __init__(self, records: Mapping[str, Sequence[Record]], captures: Sequence[Record], applied: Applied) -> None:
        self.known: dict[str, KnownSource] = {}
        self.publications: dict[str, Publication] = {}
        self.relayed_by: dict[str, list[str]] = {}
        copies = _Copies(captures, applied)
        values: dict[str, tuple[Record, Source, Answer]] = {}
        chosen = {name: _definitions(definitions, applied) for name, definitions in records.items()}
        for name, (definitions, retracted) in chosen.items():
            versions = [_Versions.of(record, applied) for record in definitions]
            values[name] = (definitions[0], versions[0].value, retracted)
            copies.add_archive(definitions[0], versions[0], retracted)
            vias = [via for version in versions for via in version.via]
            rests_on = tuple(upstream for upstream in vias[0] if all(upstream in via for via in vias))
            retrieved = typed_window([date for version in versions for date in version.retrieved])
            recorded = max(day_of(record.recorded_at).hi for record in definitions)
            self.publications[name] = Publication(
                name=name,
                typed=typed_window([date for version in versions for date in version.published]),
                not_after=(recorded, *((retrieved.hi,) if retrieved else ()), *copies.public_by(name)),
                rests_on=tuple((u,) for u in rests_on if u not in chosen or chosen[u][1] is Answer.NO),
                relays=rests_on,
                is_live=retracted is Answer.NO,
            )
            for upstream in rests_on:
                self.relayed_by.setdefault(upstream, []).append(name)
        for name in dict.fromkeys((*self.relayed_by, *copies.by_source)):
            if name not in self.publications:  # not defined: its relays and its copies still show that it was public
                self.publications[name] = Publication(name=name, typed=None, not_after=copies.public_by(name))
        self.windows, self.dropped = windows(tuple(self.publications.values()))
        for name, (record, value, retracted) in values.items():
            self.known[name] = KnownSource(
                name=name,
                source=value,
                record=record,
                window=self.windows[name],
                retracted=retracted,
                captures=copies.of(name),
            )

    def public(self, name: str) -> Public | None:
        """Give what bears on when a report by a source became public; None where nothing is known of the source."""
        found, known = self.publications.get(name), self.known.get(name)
        if found is None:
            return None
        return Public(
            typed=found.typed,
            by=tuple(self._public_by(found)),
            window=self.windows[name],
            published=known.source.published if known is not None else None,
            relays=found.relays,
            retracted=Answer.NO if known is None else known.retracted,
        )

    def publication(
        self,
        name: str,
        *,
        record: Record,
        dates: Sequence[WrittenDate | None],
        sources: Sequence[str | None],
        not_before: tuple[Moment, ...] = (),
        rests_on: tuple[tuple[str, ...], ...] = (),
        relays: tuple[str, ...] = (),
        is_live: bool = True,
    ) -> Publication:
        """Gather what bears on when a report or a change became public; see :class:`.Publication`.

        It has any of ``dates``, or that of any of ``sources``, of which None is a report that names none.
        ``not_before`` counts where it has no date at all.
        """
        not_after = [day_of(record.recorded_at).hi]
        lifts: list[Moment] = []
        typed = self._typed(dates, sources)
        by = [self.publications.get(source) if source else None for source in sources]
        if len(by) > 1:
            not_after.append(max(min(self._public_by(source), default=NEVER_AFTER) for source in by))
        elif by[0] is not None:
            not_after.extend(self._public_by(by[0]))
            if all(date is None for date in dates):
                lifts.append(self.windows[by[0].name].lo)
        if typed is None:
            lifts.extend(not_before)
        return Publication(
            name=name,
            typed=typed,
            not_after=tuple(not_after),
            not_before=tuple(lifts),
            rests_on=rests_on,
            relays=relays,
            is_live=is_live,
        )

    def _typed(self, dates: Sequence[WrittenDate | None], sources: Sequence[str | None]) -> Window | None:
        """Give the window of what was typed, wide enough for every version; None where nothing was."""
        given = [date for date in dates if date is not None]
        found = [typed_window(given)] if given else []
        if len(given) < len(dates):
            known = (self.publications.get(source) if source else None for source in sources)
            found += [publication.typed if publication else None for publication in known]
        if len(found) == 1:
            return found[0]
        some = [window for window in found if window is not None]
        if len(some) < len(found):
            return ANY_TIME if some else None
        return Window(min(window.lo for window in some), max(window.hi for window in some))

    def _public_by(self, source: Publication | None) -> list[Moment]:
        """Give moments by which a source was certainly public, its own date aside."""
        if source is None:
            return []
        relays = (relay for relay in self.relayed_by.get(source.name, ()) if self.publications[relay].is_live)
        return [*source.not_after, *(self.windows[relay].hi for relay in relays)]


class _Copies:
    """The copies of every source: those that captures name, and the one that a source names in its own fields."""

    def __init__(self, records: Sequence[Record], applied: Applied) -> None:
        self.by_source: dict[str, list[KnownCapture]] = {}
        self._public_by: dict[str, list[Moment]] = {}
        for record in records:
            stands = negate(applied.retracted(record.id))
            if stands is Answer.NO:
                continue
            fields = applied.fields(record.id, record.body or {})
            capture = surest(record, fields, Capture)
            retrieved = typed_window(possible(fields, "retrieved", capture.retrieved))
            names = dict.fromkeys(possible(fields, "source", capture.source))
            live = stands if len(names) == 1 else Answer.POSSIBLY
            for name in names:
                window = retrieved or _taken_by(record)
                known = KnownCapture(capture=capture, record=record, window=window, live=live)
                self.by_source.setdefault(str(name), []).append(known)
            if live is Answer.YES and retrieved is not None:
                self._public_by.setdefault(capture.source, []).append(retrieved.hi)

    def add_archive(self, record: Record, versions: _Versions, retracted: Answer) -> None:
        """Take the copy that a source names in its own fields as one more; its ``retrieved`` bounds by itself."""
        source = versions.value
        if source.archive is None:
            return
        retrieved = typed_window(versions.retrieved)
        capture = Capture(source=source.name, retrieved=source.retrieved, **msgspec.structs.asdict(source.archive))
        live = negate(retracted) if versions.is_sure_of_archive else both(negate(retracted), Answer.POSSIBLY)
        known = KnownCapture(capture=capture, record=record, window=retrieved or _taken_by(record), live=live)
        self.by_source.setdefault(source.name, []).append(known)

    def public_by(self, name: str) -> tuple[Moment, ...]:
        """Give the moments by which copies that surely count were taken."""
        return tuple(self._public_by.get(name, ()))

    def of(self, name: str) -> tuple[KnownCapture, ...]:
        """Give the copies of a source that may count, the earliest first."""
        return tuple(sorted(self.by_source.get(name, ()), key=lambda one: (one.window.hi, one.record.order)))


def taken(capture: Capture, record: Record) -> Window:
    """Say when a copy was taken, by the record that names it."""
    return typed_window([capture.retrieved]) or _taken_by(record)


def alone(report: Report, record: Record, sources: Mapping[str, KnownSource]) -> Window:
    """Say when a report became public by what it says itself, its source's day and the day on which it was recorded."""
    source = sources.get(report.source or "")
    typed = typed_window([report.reported]) or (source.window if source else Window(NEVER_BEFORE, NEVER_AFTER))
    latest = day_of(record.recorded_at).hi
    return Window(typed.lo, min(typed.hi, latest) if latest >= typed.lo else typed.hi)


def _taken_by(record: Record) -> Window:
    """Say when a copy was taken of which that was not written down: by the day on which it was recorded."""
    return Window(NEVER_BEFORE, day_of(record.recorded_at).hi)


class _Versions(msgspec.Struct, frozen=True):
    """A definition of a source, surest version first, and the versions of what dates it."""

    value: Source
    published: tuple[WrittenDate | None, ...]
    retrieved: tuple[WrittenDate | None, ...]
    via: tuple[tuple[str, ...], ...]
    is_sure_of_archive: bool

    @classmethod
    def of(cls, record: Record, applied: Applied) -> _Versions:
        fields = applied.fields(record.id, record.body or {})
        value = surest(record, fields, Source)
        return cls(
            value,
            tuple(possible(fields, "published", value.published)),
            tuple(possible(fields, "retrieved", value.retrieved)),
            tuple(tuple(via or ()) for via, _ in fields.get("via", ((value.via, Answer.YES),))),
            len(fields.get("archive", ())) <= 1,
        )


def _definitions(records: Sequence[Record], applied: Applied) -> tuple[list[Record], Answer]:
    """Choose the definitions of a name that may count: the first that surely stands, and those before it that may.

    Returns:
        The definitions, and whether the source is taken back: whether all its definitions are.
    """
    found: list[Record] = []
    gone = Answer.YES
    for record in records:
        retracted = applied.retracted(record.id)
        gone = both(gone, retracted)
        if retracted is not Answer.YES:
            found.append(record)
        if retracted is Answer.NO:
            break
    return found or [records[0]], gone
