"""When something became public, and what the reports of an event say."""

from __future__ import annotations

import math

from oracle.changes import Changes
from oracle.terms import NO, YES, bounds_of_one, day_end, day_start, extent, memo, of_all


class Reports(Changes):
    """Each report, with the days on which it may have become public."""

    # --- when something became public ---------------------------------------------------------------------------

    def typed(self, reported, sources):
        """The bounds of what was typed, wide enough for all versions: (lo, hi, whether nothing was typed)."""
        texts = set()
        for own in reported:
            if own is not None:
                texts.add(own)
                continue
            for source in sources:
                texts.update([None] if source is None else self.source_versions(source, "published", None))
        extents = [(-math.inf, math.inf) if text is None else extent(text) for text in texts]
        return min(lo for lo, _ in extents), max(hi for _, hi in extents), texts == {None}

    def caps_of_source(self, name, event, path):
        """What a source's publication is never later than, its own date aside.

        What rests on it was public by then whatever this event adds, and by what this event adds: two bounds, each by
        itself, so that one which contradicts what was typed takes nothing from the other.
        """
        defined = self.definitions(name)
        caps = []
        if defined:
            caps.append(max(day_end(self.records[source].recorded_at) for source in defined))
            retrieved = self.source_versions(name, "retrieved", None)
            if None not in retrieved:
                caps.append(max(extent(text)[1] for text in retrieved))
        caps += self.days_of_copies(name)
        for other in self.source_names():
            if other not in path and name in self.sure_via(other) and self.source_stands(other) == YES:
                caps += [self.latest_source(other, of, (*path, other)) for of in dict.fromkeys((event, None))]
        return caps

    @memo
    def days_of_copies(self, name):
        """The latest at which each copy that surely stands, and surely is one of that source, was taken."""
        days = []
        for capture in self.of_kind("capture"):
            retrieved = self.versions(capture, "retrieved")
            if self.stands(capture) == YES and self.versions(capture, "source") == [name] and None not in retrieved:
                days.append(max(extent(text)[1] for text in retrieved))
        return days

    def latest_source(self, name, event, path):
        """The upper bound of a source's publication, as the chain of an event (or of none) reaches it."""
        lo, hi, _ = self.typed([None], [name])
        caps = self.caps_of_source(name, event, path)
        if event is not None and not self.reports_by(name, event):
            caps += self.caps_of_relays(name, event, path)
        return min([hi, *(cap for cap in caps if cap >= lo)])

    def caps_of_relays(self, name, event, path):
        """The upper bounds of the reports on the event that name a source in ``via``."""
        return [
            self.latest_report(report, event, (*path, report))
            for report in self.reports_of(event)
            if report not in path
            and self.live(report, event) == YES
            and all(name in via for via in self.versions(report, "via"))
        ]

    def is_followed(self, report, name, event):
        """Whether a chain through the source surely goes on at this report of it."""
        if self.stance(report, "reports") == YES:
            return True
        rivals = [r for r in self.reports_by(name, event) if r != report and self.stance(r, "reports")]
        return not rivals

    def latest_report(self, report, event, path):
        lo, hi, _ = self.typed(self.versions(report, "reported"), self.versions(report, "source"))
        caps = [day_end(self.record_of(report).recorded_at)]
        sources = self.versions(report, "source")
        by_source = []
        for name in sources:
            if name is None:
                by_source.append([])
            elif len(sources) > 1:  # what the event adds is known of no source that it may not be by
                by_source.append(self.caps_of_source(name, None, path))
            else:
                by_source.append(self.caps_of_source(name, event, path))
                if self.is_followed(report, name, event):
                    by_source[-1] += self.caps_of_relays(name, event, path)
        caps += bounds_of_one(by_source)
        return min([hi, *(cap for cap in caps if cap >= lo)])

    def earliest_name(self, name, event, path):
        """The lower bound of what a relayed name stands for: its own reports on the event, else the source."""
        nodes = [] if event is None else self.reports_by(name, event)
        surely = [
            report for report in nodes if self.live(report, event) == YES and self.versions(report, "source") == [name]
        ]
        if any(self.stance(report, "reports") == YES for report in surely):
            nodes = [report for report in nodes if self.stance(report, "reports")]
        if not surely:
            nodes = [*nodes, name]
        nodes = [node for node in nodes if node != path[-1]]  # nothing rests on itself
        if not nodes:
            return -math.inf
        if any(node in path for node in nodes):
            return -math.inf
        bounds = []
        for node in nodes:
            if node == name:
                if self.source_stands(name) < YES:  # what may be taken back bounds nothing
                    return -math.inf
                bounds.append(self.earliest_source(name, event, (*path, name)))
            else:
                bounds.append(self.earliest_report(node, event, (*path, node)))
        return min(bounds)

    def earliest_source(self, name, event, path):
        lo, _, _ = self.typed([None], [name])
        hi = self.latest_source(name, event, (name,))
        caps = [self.earliest_name(other, event, path) for other in self.sure_via(name)]
        return max([lo, *(cap for cap in caps if cap <= hi)])

    def earliest_report(self, report, event, path):
        lo, _, undated = self.typed(self.versions(report, "reported"), self.versions(report, "source"))
        hi = self.latest_report(report, event, (report,))
        caps = [self.earliest_name(other, event, path) for other in self.report_sure_via(report)]
        sources = self.versions(report, "source")
        if self.versions(report, "reported") == [None] and len(sources) == 1 and sources != [None]:
            caps.append(self.earliest_source(sources[0], None, (sources[0],)))
        if undated:
            caps.append(self.first_day(event))
        return max([lo, *(cap for cap in caps if cap <= hi)])

    @memo
    def window_of_report(self, report, event):
        return (
            self.earliest_report(report, event, (report,)),
            self.latest_report(report, event, (report,)),
        )

    @memo
    def window_of_change(self, change):
        """A change is dated like a report that belongs to no event; what the world changed dates no change."""
        layer = self.ours
        sources = layer.versions(change, "source")
        lo, hi, _ = layer.typed(layer.versions(change, "reported"), sources)
        caps = [day_end(self.records[change].recorded_at)]
        caps += bounds_of_one([[] if name is None else layer.caps_of_source(name, None, (change,)) for name in sources])
        hi = min([hi, *(cap for cap in caps if cap >= lo)])
        lows = [
            min(
                -math.inf
                if name is None or relayed not in layer.sure_via(name)
                else layer.earliest_name(relayed, None, (change,))
                for name in sources
            )
            for relayed in {r for name in sources if name is not None for r in layer.sure_via(name)}
        ]
        return max([lo, *(cap for cap in lows if cap <= hi)]), hi

    # --- the reports of an event --------------------------------------------------------------------------------

    @memo
    def reports_of(self, event):
        """Addresses of all reports that may be on the event."""
        inside = max(len(reports) for reports in self.versions(event, "reports"))
        added = [
            report
            for report in self.of_kind("report")
            if event in [self.resolve(target) for target in self.versions(report, "event")]
        ]
        return [f"{event}#{number}" for number in range(1, inside + 1)] + added

    @memo
    def live(self, report, event):
        """Whether a report is there and neither it nor its source is taken back."""
        if "#" in report:
            number = int(report.partition("#")[2])
            there = of_all(YES if len(reports) >= number else NO for reports in self.versions(event, "reports"))
        else:
            there = of_all(YES if self.resolve(target) == event else NO for target in self.versions(report, "event"))
        by = of_all(YES if name is None else self.source_stands(name) for name in self.versions(report, "source"))
        return min(there, self.stands(report), by)

    def stance(self, report, *stances):
        return of_all(YES if stance in stances else NO for stance in self.versions(report, "stance"))

    def reports_by(self, name, event):
        """The reports that the source may have on the event."""
        return [
            report
            for report in self.reports_of(event)
            if name in self.versions(report, "source") and self.live(report, event)
        ]

    @memo
    def report_sure_via(self, report):
        """The sources on which a report rests whatever versions are true."""
        result = None
        for via in self.versions(report, "via"):
            for origin in self.versions(report, "origin"):
                if via or origin is not None:
                    choices = [set(via)]
                else:
                    choices = [
                        set() if name is None else self.sure_via(name) for name in self.versions(report, "source")
                    ]
                for choice in choices:
                    result = choice if result is None else result & choice
        return sorted(result)

    @memo
    def report_known(self, report, event):
        return self.known_by(self.window_of_report(report, event))

    @memo
    def first_day(self, event):
        """The start of the event's earliest possible day, planned and possible facts aside."""
        moments = []
        for occurred in self.versions(event, "occurred"):
            for facts in self.versions(event, "facts"):
                used = [fact for fact in facts if fact.during is None]
                real = [fact for fact in facts if fact.mode in ("actual", "failed", "ended")]
                dates = [fact.during for fact in real if fact.during is not None]
                if not used or any(fact in real for fact in used):
                    dates.append(occurred)
                moments += [-math.inf if date is None else extent(date)[0] for date in dates]
                if not dates:
                    moments.append(-math.inf)
        return day_start(min(moments))
