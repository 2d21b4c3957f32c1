"""Reports that rest on each other, or on sources that do, on events that nothing changes.

Law of this module: it has no rule of its own. What bears on an event is handed to the rules of :mod:`reports
<timeline.asof.reports>`: of its sources, only those that its chains lead to, as they were compiled before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from timeline.asof import plain
from timeline.asof.facts import earliest_day
from timeline.asof.plain import Sourced
from timeline.asof.published import NOBODY, Public, Published, stretch
from timeline.asof.reports import Reports
from timeline.asof.shared import Held
from timeline.asof.sources import Sources
from timeline.asof.versions import moment
from timeline.asof.windows import Publication, Window
from timeline.records.model import Event, Record

Publics: TypeAlias = Callable[[str], Published]
"""Gives what bears on a source."""


class Chains:
    """Dates reports that rest on each other."""

    def __init__(self, publics: Publics) -> None:
        self._publics = publics
        self._held = Held(())

    def sources(self, names: Iterable[str]) -> dict[str, Published]:
        """Give every source to which the chains of some sources lead, in any version of them, these included."""
        waiting = list(names)
        found: dict[str, Published] = {}
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self._publics(name)
                waiting += [upstream for version in found[name].versions for upstream in version.relays]
        return found

    def dating(self, record: Record, content: Event, sources: Mapping[str, Published]) -> plain.Dating:
        """Give what dates the reports on an event whose chains lead to some sources."""

        def dated(reports: Sequence[Sourced], since: int, as_of: int) -> Sequence[tuple[int, int]] | None:
            publics = {name: source.at(since, as_of) for name, source in sources.items()}
            if not all(public.is_live for public in publics.values()):
                return None
            for report, holder, _, source in reports:
                if source.has_shown and report.source:
                    more = source.shown(*stretch(report, holder, source), since)
                    public = publics[report.source]
                    publics[report.source] = public._replace(by=(*public.by, *more))
            self._held.reports_on = {record.id: [holder for _, holder, _, _ in reports if holder is not record]}
            rules = Reports(self._held, self._held.ours, _Stated(publics), None)
            found = rules.of(record, content, earliest_day(((content.facts, content.occurred),)))
            return [(moment(report.window.lo), moment(report.window.hi)) for report in found]

        return dated


class _Stated(Sources):
    """Sources as they were compiled before, none of which is taken back."""

    def __init__(self, publics: Mapping[str, Public]) -> None:
        self.known = {}
        self.publications = {}
        self.windows = {}
        self.relayed_by = {}
        for name, public in publics.items():
            if public is NOBODY:
                continue
            self.publications[name] = Publication(
                name=name,
                typed=None if public.typed is None else Window(*public.typed),
                not_after=public.by,
                relays=public.relays,
            )
            self.windows[name] = Window(public.lo, public.hi)
