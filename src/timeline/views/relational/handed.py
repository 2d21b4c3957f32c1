"""What an export hands over of events, from rows, a few of them at a time: as :mod:`timeline.views.extract` gathers it.

Law of this module: of the events that were handed over only names are kept, so that what else belongs to an answer can
be counted at its end.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from timeline.asof.relation import POSSIBLY, WORDS, YES
from timeline.records.fields import without_logins
from timeline.text.outgoing.extract import Beside, Extract
from timeline.views.extract import is_private, source_of
from timeline.views.relational.around import Around
from timeline.views.relational.events import Event, Wanted, bound
from timeline.views.relational.listing import InTime
from timeline.views.relational.rows import CLAMPS, F, Line, R, Row, Rows, S, TooFar, known_by
from timeline.views.relational.sources import source_row
from timeline.views.relational.walk import Chosen, parts

Json: TypeAlias = dict[str, Any]


class Handed:
    """The events that are asked for with their facts, reports and sources, in the order in which they happened.

    ``about`` is what stands over them, in UTC; with ``place`` all times are as its clocks show them. No row of a source
    has its ``because``. With *strict* only what is surely so is handed over, of facts and reports too; for the public
    no ``because``, and not the tags ``private`` and ``private.…``.
    """

    def __init__(
        self, rows: Rows, wanted: Wanted, about: Extract, *, public: bool, place: dt.tzinfo | None = None
    ) -> None:
        self._rows = rows
        self._over = about
        self._place = place
        self._public = public
        self._least = YES if wanted.strict else POSSIBLY
        chosen = Chosen(rows, wanted, all_links=True, bare=True)
        self._names = InTime(chosen)
        self.left_out = chosen.left_out
        """How many events only ``strict`` left out."""
        self._events = chosen.events
        self._around = Around(chosen.events, wanted)

    @property
    def about(self) -> Extract:
        """What stands over the whole."""
        return self._in_place(self._over)

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all its events, in their order."""
        return self._names

    def __iter__(self) -> Iterator[Extract]:
        """Give a few events at a time, with their facts and reports, and the sources that these name.

        Raises:
            TooFar: A report or a source became public further away than rows tell apart.
        """
        for some in parts(self._names):
            events = {event.id: event for event in self._events.of(some)}
            lines = self._events.lines_of(
                (*events, *(row[R["record"]] for event in events.values() for row in event.reports))
            )
            yield self._in_place(self._part([events[name] for name in some], lines))
            self._events.forget()

    def beside(self) -> Beside:
        """Say how much else belongs to the events that were given."""
        return Beside(len(self._around.sources(self._rows)), self._around.links(self._rows))

    def _part(self, events: list[Event], lines: Mapping[str, Line]) -> Extract:
        for event in events:
            self._around.add(event)
        reports = tuple(row for event in events for row in self._reports(event, lines))
        return attrs.evolve(
            self._over,
            events=tuple(map(self._event, events)),
            facts=tuple(row for event in events for row in self._facts(event)),
            reports=reports,
            sources=tuple(self._sources(row["source"] for row in reports)),
        )

    def _in_place(self, part: Extract) -> Extract:
        return part if self._place is None else part.in_place(self._place)

    def _sources(self, names: Iterable[str | None]) -> Iterator[Json]:
        """Give the sources that reports name; of one that was not known its name alone."""
        every = sorted({name for name in names if name})
        as_of, found = self._rows.as_of, {row[S["name"]]: row for row in self._rows.sources(every)}
        for name in every:
            row = found.get(name)
            is_known = row is not None and known_by(row[S["lo"]], row[S["hi"]], as_of) >= self._least
            yield source_of(name, source_row(row, as_of) if row is not None and is_known else None)

    def _event(self, event: Event) -> Json:
        if not CLAMPS.isdisjoint((event.lo, event.hi)):
            raise TooFar
        row, words, line = self._events.row(event), self._events.words(event), self._events.line(event)
        least, most = row.pop("origins")
        tags = [tag for tag in words.get("tags") or () if not (self._public and is_private(tag))]
        given = {
            **{name: value for name, value in row.items() if name not in ("facts", "file", "line")},
            "origins_least": least,
            "origins_most": most,
            "sources": self._events.sources(event, self._least),
            "tags": tags,
            "by": line.by,
            "because": self._because(words.get("because")),
            "key": line.body.get("key"),
            "unresolved": [end.name for end in self._events.standings.brief(event.id).ends if not end.resolved],
            "members": list(self._events.told.members(event.id)),
            "retracted": WORDS[event.retracted],
        }
        return {**without_logins(given), "data": words.get("data")}

    def _facts(self, event: Event) -> Iterator[Json]:
        for claim, row in zip(event.facts, self._events.fact_rows(event), strict=True):
            if claim.told >= self._least:
                yield {"event": event.id, "member": claim.row[F["event"]], "fact_no": claim.row[F["fact_no"]], **row}

    def _reports(self, event: Event, lines: Mapping[str, Line]) -> Iterator[Json]:
        for row in event.reports:
            if self._events.standings.known(row) >= self._least:
                yield self._report(event.id, row, lines[row[R["record"]]])

    def _report(self, event: str, row: Row, line: Line) -> Json:
        if not CLAMPS.isdisjoint((row[R["lo"]], row[R["hi"]])):
            raise TooFar
        words = said_by(row, line)
        name, interested = json.loads(row[R["origin"]]) if row[R["origin"]] else (None, None)
        return {
            "address": row[R["address"]],
            "event": event,
            "source": row[R["source"]],
            "stance": row[R["stance"]],
            "reported": row[R["reported"]],
            "reported_earliest": bound(row[R["lo"]], is_start=True),
            "reported_latest": bound(row[R["hi"]], is_start=False),
            "known": WORDS[self._events.standings.known(row)],
            "live": WORDS[row[R["live"]]],
            "via": json.loads(row[R["via"]] or "[]"),
            "origin": name,
            "interested": interested,
            "quote": words.get("quote"),
            "because": self._because(words.get("because")),
            "recorded": line.recorded,
        }

    def _because(self, text: str | None) -> str | None:
        return None if self._public else text


def said_by(row: Row, line: Line) -> Mapping[str, Any]:
    """Give what a report says beside what its row says, in the version that is the surest."""
    if row[R["told"]] is not None:
        told: Mapping[str, Any] = json.loads(row[R["told"]])
        return told
    _, mark, number = row[R["address"]].partition("#")
    own: Mapping[str, Any] = line.body["reports"][int(number) - 1] if mark else line.body
    return own
