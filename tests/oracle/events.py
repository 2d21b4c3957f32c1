"""What was known of an event, under which names, and how events are linked."""

from __future__ import annotations

import itertools

from oracle.reports import Reports
from oracle.terms import MAYBE, NO, YES, day_end, day_start, fact_key, first_of_each, memo, opposite


class Events(Reports):
    """Each event, with the facts that count."""

    # --- what was known of an event -----------------------------------------------------------------------------

    def own_line_is_bare(self, event):
        return not self.ours.sure(event, "reports")

    def recorded_day(self, event):
        moment = self.records[event].recorded_at
        return day_start(moment), day_end(moment)

    @memo
    def retracted(self, event):
        return opposite(self.stands(event))

    @memo
    def facts_count(self, event):
        """Whether at least one live report that is known *reports* the event, its own retraction aside."""
        best = max(
            (
                min(self.report_known(r, event), self.live(r, event), self.stance(r, "reports"))
                for r in self.reports_of(event)
            ),
            default=NO,
        )
        return max(best, self.known_by(self.recorded_day(event))) if self.own_line_is_bare(event) else best

    @memo
    def known(self, event):
        """Whether the event was known, its own retraction aside."""
        best = self.facts_count(event)
        reports = self.reports_of(event)
        none_reports = opposite(max((min(self.live(r, event), self.stance(r, "reports")) for r in reports), default=NO))
        of_any_stance = max((min(self.live(r, event), self.report_known(r, event)) for r in reports), default=NO)
        return max(best, min(none_reports, of_any_stance))

    @memo
    def stands_known(self, event):
        return min(self.known(event), self.stands(event))

    @memo
    def facts(self, event):
        """Each fact as it may stand: [(fact, effective date, answer)]."""
        combinations = [
            first_of_each((fact_key(f, f.during or occurred), (f, f.during or occurred)) for f in facts)
            for facts in self.versions(event, "facts")
            for occurred in self.versions(event, "occurred")
        ]
        result = []
        every = first_of_each(pair for combination in combinations for pair in combination.items())
        for key, (fact, date) in every.items():
            stands = (
                YES if all(self.meant(key) in map(self.meant, combination) for combination in combinations) else MAYBE
            )
            answer = min(stands, self.facts_count(event), self.stands(event))
            result.append((fact, date, answer))
        return result

    def meant(self, key):
        """A fact as it is told of a thing, whatever name it was told under."""
        return (self.called(key[0]), *key[1:])

    # --- one thing under two names ------------------------------------------------------------------------------

    @memo
    def names(self, name, enough):
        """All names of the thing that a name stands for, by links that are at least so sure."""
        found = {name}
        for _ in self.records:
            for a, b, answer in self.links("same-entity"):
                if answer >= enough and {a, b} & found:
                    found = found | {a, b}
        return found

    @memo
    def called(self, name):
        """The name that no link leads away from; of several or none that to which the first link leads."""
        links = [(a, b) for a, b, answer in self.links("same-entity") if answer == YES and a != b]
        names = self.names(name, YES)
        ends = {one for one in names if not any(a == one for a, _ in links)}
        if len(ends) == 1:
            return ends.pop()
        return next((b for _, b in links if b in (ends or names)), name)

    def possibly_same(self, name):
        others = {self.called(other) for other in self.names(name, MAYBE)}
        return sorted(others - {self.called(name)})

    # --- links --------------------------------------------------------------------------------------------------

    @memo
    def links(self, rel):
        """[(from, to, answer)] of the links of one kind that may count."""
        result = []
        for link in self.of_kind("link"):
            every = list(
                itertools.product(self.versions(link, "from"), self.versions(link, "to"), self.versions(link, "rel"))
            )
            answer = min(self.stands(link), self.knowable(link), YES if len(every) == 1 else MAYBE)
            for from_, to, kind in every:
                if kind == rel and answer:
                    of_names = rel in ("same-origin", "same-entity")
                    ends = (from_, to) if of_names else (self.resolve(from_), self.resolve(to))
                    result.append((*ends, answer))
        return result

    @memo
    def group_of(self, event):
        """The events that are one with this one, in order; the first names them."""
        group = {event}
        for _ in self.records:
            for a, b, answer in self.links("same-event"):
                if (
                    answer == YES
                    and all(self.kind_of(end) == "event" and self.stands_known(end) for end in (a, b))
                    and group & {a, b}
                ):
                    group |= {a, b}
        return tuple(sorted(group, key=lambda member: self.records[member].order))

    @memo
    def rows(self):
        """Every group of events, retracted ones too."""
        return sorted(
            {self.group_of(event) for event in self.of_kind("event")},
            key=lambda group: self.records[group[0]].order,
        )

    def row_known(self, group):
        return max(self.stands_known(member) for member in group)

    def out_by_link(self, group):
        """Whether a newer known event supersedes this one."""
        result = NO
        for newer, older, answer in self.links("supersedes"):
            if older in group and self.kind_of(newer) == "event" and newer not in group:
                result = max(result, min(answer, self.row_known(self.group_of(newer))))
        return result

    def group_reports(self, group):
        return [(report, member) for member in group for report in self.reports_of(member)]
