"""All sources of a log together: as corrected, and when each was published.

Law of this module: what rests on a source shows that it was public; only what surely counts may show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from timeline.changes import Applied, FieldVersions
from timeline.dates import Answer, Moment
from timeline.errors import RecordError
from timeline.known import KnownSource
from timeline.model import Record, Source, structure
from timeline.windows import Publication, Window, day_of, typed_window, windows

V = TypeVar("V")


def date_texts(fields: Mapping[str, FieldVersions], name: str, own: str | None) -> list[str | None]:
    """Give the texts that a date field may hold."""
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


class Sources:
    """All sources by name, with the changes that apply to them, and when each was published.

    Args:
        records: The definitions of each name, in order; the first that is not taken back counts.
        applied: The changes that apply.
    """

    def __init__(self, records: Mapping[str, Sequence[Record]], applied: Applied) -> None:
        self.known: dict[str, KnownSource] = {}
        self.publications: dict[str, Publication] = {}
        self.relayed_by: dict[str, list[str]] = {}
        values: dict[str, tuple[Record, Source, Answer]] = {}
        chosen = {name: _definition(definitions, applied) for name, definitions in records.items()}
        for name, (record, retracted) in chosen.items():
            fields = applied.fields(record.id, record.body or {})
            value = surest(record, fields, Source)
            values[name] = (record, value, retracted)
            vias = [frozenset(via or ()) for via, _ in fields.get("via", ((value.via, Answer.YES),))]
            rests_on = tuple(upstream for upstream in value.via if all(upstream in via for via in vias))
            retrieved = typed_window(date_texts(fields, "retrieved", value.retrieved))
            self.publications[name] = Publication(
                name=name,
                typed=typed_window(date_texts(fields, "published", value.published)),
                not_after=(day_of(record.recorded_at).hi, *((retrieved.hi,) if retrieved else ())),
                rests_on=tuple((u,) for u in rests_on if u not in chosen or chosen[u][1] is Answer.NO),
                relays=rests_on,
                is_live=retracted is Answer.NO,
            )
            for upstream in rests_on:
                self.relayed_by.setdefault(upstream, []).append(name)
        for upstream in self.relayed_by:
            if upstream not in self.publications:  # named, but not defined: its relays still show that it was public
                self.publications[upstream] = Publication(name=upstream, typed=None)
        self.windows, self.dropped = windows(tuple(self.publications.values()))
        for name, (record, value, retracted) in values.items():
            self.known[name] = KnownSource(
                name=name, source=value, record=record, window=self.windows[name], retracted=retracted
            )

    def publication(
        self,
        name: str,
        *,
        record: Record,
        typed: Window | None,
        source: str | None,
        not_before: tuple[Moment, ...] = (),
        rests_on: tuple[tuple[str, ...], ...] = (),
        relays: tuple[str, ...] = (),
        is_live: bool = True,
    ) -> Publication:
        """Gather what bears on when a report or a change became public.

        Args:
            name: Its address.
            record: The line that holds it.
            typed: Its own date, if it has one; else its source's counts.
            source: The name of its source, if it has one that is known.
            not_before: Moments before which it cannot have been public, where it has no date at all.
            rests_on: Addresses of what it rests on, in groups.
            relays: Addresses of what it names in ``via``.
            is_live: Whether it may bound others.
        """
        not_after = [day_of(record.recorded_at).hi]
        lifts: list[Moment] = []
        of_source = self.publications.get(source) if source else None
        if of_source is not None:
            if typed is None:
                typed = of_source.typed
                not_after.append(self.windows[of_source.name].hi)
                lifts.append(self.windows[of_source.name].lo)
            else:
                not_after.extend(of_source.not_after)
                relays_of_it = self.relayed_by.get(of_source.name, ())
                not_after.extend(self.windows[relay].hi for relay in relays_of_it if self.publications[relay].is_live)
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


def _definition(records: Sequence[Record], applied: Applied) -> tuple[Record, Answer]:
    """Choose the definition of a name that counts: the first that is not taken back, else the first."""
    for record in records:
        retracted = applied.retracted(record.id)
        if retracted is not Answer.YES:
            return record, retracted
    return records[0], Answer.YES
