"""The rows that an export hands over: everything that a question is answered by, as it was known, and nothing later.

Law of this module: every row is that of an answer, chosen by the clocks and the filters of the question; whatever a row
names has a row of its own. What nobody knew by then is in no row, not even inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from timeline.asof.values import Clocks, KnownEvent, KnownSource, Snapshot
from timeline.dates.values import Answer
from timeline.records.fields import without_logins
from timeline.records.model import Record, unstructure
from timeline.records.words import BETWEEN_NAMES
from timeline.text.outgoing.extract import Extract
from timeline.text.outgoing.pivot import shown
from timeline.views import chosen
from timeline.views.entities import entities_of
from timeline.views.filters import Selection, facts_that_fit, in_time, select
from timeline.views.rows import (
    Row,
    asked,
    bound,
    capture_rows,
    cell_row,
    date_in_threes,
    entity_row,
    event_row,
    fact_row,
    query,
    settings_rows,
    source_row,
)
from timeline.views.specs import ViewSpec
from timeline.views.standing import End, standing

PRIVATE = "private"
"""The tag, and the beginning of dotted tags, that a public export leaves out."""


def extract(
    snapshot: Snapshot,
    specs: Sequence[ViewSpec],
    selection: Selection,
    *,
    title: str = "",
    heads: Sequence[str] = (),
    public: bool = False,
    notes: Iterable[str] = (),
    versions_of: Sequence[Record] = (),
) -> Extract:
    """Gather the rows of an answer, and of the views to answer beside.

    With *strict* only what is surely so is taken, of facts, reports and links too. ``heads`` are the ends of the log's
    chains. For the public every ``because``, and the tags ``private`` and ``private.…``, are left out. ``versions_of``
    are the records of the log, where the versions of facts are wanted too.
    """
    found = _Gathering(snapshot, selection, public=public).extract(specs, title=title, heads=heads, notes=notes)
    if not versions_of:
        return found
    from timeline.views.versions import versions  # noqa: PLC0415 - few forms have them

    return attrs.evolve(found, fact_version=tuple(versions(versions_of, snapshot, selection)))


def about_all(
    clocks: Clocks,
    selection: Selection,
    *,
    title: str,
    heads: Sequence[str],
    public: bool,
    notes: Iterable[str],
    has_day: bool = False,
) -> Extract:
    """Say what stands over an answer, whatever rows it has."""
    return Extract(
        title=title,
        query={**query(clocks, head=list(heads)), **asked(publicly(selection) if public else selection)},
        clocks=clocks.in_words(has_day=has_day),
        notes=tuple(notes),
    )


def is_private(tag: str) -> bool:
    """Say whether a tag is kept from the public.

    >>> is_private("private.draft"), is_private("private-equity")
    (True, False)
    """
    return tag == PRIVATE or tag.startswith(f"{PRIVATE}.")


def source_of(name: str, row: Row | None) -> Row:
    """Make the row of a source, but for its ``because``, of that of ``sources``; of the name alone where it is None."""
    if row is None:
        missing: Row = dict.fromkeys(("publisher", "title", "url"))
        unknown = {**missing, **date_in_threes("published", None), "via": [], "origin": None, "interested": None}
        return {"name": name, **unknown, **dict.fromkeys(("retrieved", "retracted", "id", "known"))}
    origin = row["origin"]
    return {
        **{key: value for key, value in row.items() if key not in ("archive", "captures")},
        "origin": origin["name"] if origin else None,
        "interested": origin.get("interested", False) if origin else None,
    }


def publicly(selection: Selection) -> Selection:
    """Give what was asked for as the public is told it: a private tag is not named."""
    return attrs.evolve(selection, tags=tuple("(not public)" if is_private(tag) else tag for tag in selection.tags))


class _Gathering:
    """One answer on its way into rows."""

    def __init__(self, snapshot: Snapshot, selection: Selection, *, public: bool) -> None:
        self.snapshot, self.selection, self.public = snapshot, selection, public
        self.least = Answer.YES if selection.strict else Answer.POSSIBLY
        self.events = in_time(select(snapshot.events, selection))
        self.stands = {event.id: standing(snapshot, event) for event in self.events}

    def extract(self, specs: Sequence[ViewSpec], *, title: str, heads: Sequence[str], notes: Iterable[str]) -> Extract:
        reports = [row for event in self.events for row in self._reports(event)]
        ends = [(id_, end) for id_, found in self.stands.items() for end in found.ends if end.resolved]
        sources = self._sources(reports)
        about = about_all(
            self.snapshot.clocks,
            self.selection,
            title=title,
            heads=heads,
            public=self.public,
            notes=notes,
            has_day=bool(specs),
        )
        return attrs.evolve(
            about,
            events=tuple(map(self._event, self.events)),
            facts=tuple(row for event in self.events for row in self._facts(event)),
            reports=tuple(reports),
            sources=tuple(self._source(name, known) for name, known in sources.items()),
            captures=tuple(
                _plain(row)
                for known in sources.values()
                for row in capture_rows(self.snapshot, known)
                if not self.selection.strict or row["known"] == Answer.YES.value
            ),
            origins=tuple(self._origins(ends)),
            event_origins=tuple({"event": id_, "origin": end.name} for id_, end in ends),
            entities=self._entities(),
            links=tuple(self._links()),
            views=tuple(
                {name: value for name, value in row.items() if name not in ("entities", "package")}
                for row in settings_rows({spec.name: spec for spec in specs})
            ),
            cells=tuple(row for spec in specs for row in self._cells(spec)),
        )

    @staticmethod
    def _origins(ends: Iterable[tuple[str, End]]) -> Iterable[Row]:
        """Give each origin once; it is interested where any report says so."""
        found: dict[str, list[bool]] = {}
        for _, end in ends:
            found.setdefault(end.name, []).append(end.interested)
        for name, interested in sorted(found.items()):
            yield {"name": name, "interested": any(interested), "events": len(interested)}

    def _event(self, event: KnownEvent) -> Row:
        stands = self.stands[event.id]
        row = event_row(self.snapshot, event, stands)
        least, most = row.pop("origins")
        return {
            **_plain(
                {
                    **{name: value for name, value in row.items() if name not in ("facts", "file", "line")},
                    "origins_least": least,
                    "origins_most": most,
                    "sources": list(event.sources(self.least)),
                    "tags": [tag for tag in event.event.tags if not (self.public and is_private(tag))],
                    "by": event.record.by,
                    "because": self._because(event.event.because),
                    "key": event.event.key,
                    "unresolved": [end.name for end in stands.ends if not end.resolved],
                    "members": list(event.members),
                    "retracted": event.retracted.value,
                }
            ),
            "data": event.event.data,
        }

    def _facts(self, event: KnownEvent) -> Iterable[Row]:
        for place, fact in enumerate(event.facts):
            if fact.told >= self.least:
                yield {"event": event.id, "member": fact.member, "fact_no": fact.number, **fact_row(event, place)}

    def _reports(self, event: KnownEvent) -> Iterable[Row]:
        for known in event.reports:
            if known.known < self.least:
                continue
            report = known.report
            origin = report.origin
            yield {
                "address": known.address,
                "event": event.id,
                "source": report.source,
                "stance": report.stance,
                "reported": unstructure(report.reported),
                "reported_earliest": bound(known.window.lo, is_start=True),
                "reported_latest": bound(known.window.hi, is_start=False),
                "known": known.known.value,
                "live": known.live.value,
                "via": list(report.via),
                "origin": origin.name if origin else None,
                "interested": origin.interested if origin else None,
                "quote": report.quote,
                "because": self._because(report.because),
                "recorded": known.record.recorded,
            }

    def _sources(self, reports: Sequence[Row]) -> dict[str, KnownSource | None]:
        """Find the sources that are asked for, and what they and the reports rest on; None for one not known."""
        known = {
            source.name: source for source in chosen.sources(self.snapshot, Selection(strict=self.selection.strict))
        }
        everything = attrs.evolve(self.selection, strict=False).is_everything
        found: dict[str, KnownSource | None] = dict(known) if everything else {}
        waiting = [name for row in reports for name in (row["source"], *row["via"]) if name]
        waiting += [name for source in found.values() if source for name in source.source.via]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = source = known.get(name)
                waiting += source.source.via if source else ()
        return dict(sorted(found.items()))

    def _source(self, name: str, known: KnownSource | None) -> Row:
        row = None if known is None else source_row(self.snapshot, known)
        return {**source_of(name, row), "because": self._because(known.source.because) if known else None}

    def _entities(self) -> tuple[Row, ...]:
        """Give the entities that the facts speak of; what is said of them is told from all events."""
        strict = self.selection.strict
        shown = {fact.entity for event in self.events for fact in facts_that_fit(event, strict=strict)}
        events = [event for event in self.snapshot.events if event.known >= self.least]
        every = entities_of(events, strict=strict, with_near=False)
        found = [entity_row(one) for one in every if one.entity in shown]
        return tuple({name: value for name, value in row.items() if name != "near"} for row in found)

    def _links(self) -> Iterable[Row]:
        """Give the links between events that are here; of those between names, the ones that bear on them."""
        here = {event.id for event in self.events}
        names = {name for event in self.events for fact in event.facts for name in fact.thing.names}
        names |= {end.name for found in self.stands.values() for end in found.ends}
        everything = attrs.evolve(self.selection, strict=False).is_everything
        for link in self.snapshot.links:
            between = {link.from_, link.to}
            is_of_names = link.link.rel in BETWEEN_NAMES
            bears = everything or not names.isdisjoint(between) if is_of_names else between <= here
            if bears and link.answer >= self.least:
                yield {
                    "id": link.record.id,
                    "rel": link.link.rel,
                    "from": link.from_,
                    "to": link.to,
                    "answer": link.answer.value,
                    "reported": unstructure(link.link.reported),
                    "source": link.link.source,
                    "because": self._because(link.link.because),
                }

    def _cells(self, spec: ViewSpec) -> Iterable[Row]:
        for cell in chosen.cells(self.snapshot, spec, self.selection):
            row = cell_row(cell)
            place = {"view": spec.name, "entity": row["entity"], "property": row["property"], "answer": row["answer"]}
            told = [{**value, "mode": "actual"} for value in row["values"]] + row["beside"]
            since = date_in_threes("since", None)
            nothing = {"mode": None, "value": None, "answer": None, **since, "standing": None, "events": []}
            for value in told or [nothing]:
                found = {**place, **value, "value_answer": value["answer"], "answer": row["answer"]}
                yield {**found, "shown": shown(found)}

    def _because(self, text: str | None) -> str | None:
        return None if self.public else text


def _plain(row: Row) -> dict[str, Any]:
    """Give a row without the logins that an old log may hold in addresses."""
    return dict(without_logins(row))
