"""Who stands behind an event, and what that makes of it."""

from __future__ import annotations

from oracle.events import Events
from oracle.terms import MAYBE, NO, STANDINGS, YES, opposite


class Standing(Events):
    """Origins, and the standing that follows from them."""

    # --- standing -----------------------------------------------------------------------------------------------

    def ends(self, group, enough):
        """Where the chains of the live reports end: ({origin class: interested}, {unresolved source})."""
        counted = [
            (report, member)
            for report, member in self.group_reports(group)
            if min(self.live(report, member), self.report_known(report, member)) >= enough
        ]
        mentions, unresolved, seen = [], set(), set()

        def follow(via, origin, source):
            if origin is not None:
                mentions.append(origin)
            for name in via:
                visit(name)
            if origin is None and not via and source is not None:
                unresolved.add(source)

        def from_report(report):
            if report in seen:
                return
            seen.add(report)
            source = self.sure(report, "source")
            via, origin = self.sure(report, "via"), self.sure(report, "origin")
            if via or origin is not None:
                follow(via, origin, source)
            elif source is not None:
                from_source(source)

        def from_source(name):
            if ("source", name) in seen:
                return
            seen.add(("source", name))
            follow(self.source_sure(name, "via", ()), self.source_sure(name, "origin", None), name)

        def visit(name):
            own = [report for report, _ in counted if self.sure(report, "source") == name]
            own = [report for report in own if self.stance(report, "reports") >= enough] or own
            for report in own:
                from_report(report)
            if not own:
                from_source(name)

        for report, _ in counted:
            if self.stance(report, "reports") >= enough:
                from_report(report)

        united = {name: {name} for name in (origin.name for origin in mentions)}
        for a, b, answer in self.links("same-origin"):
            if answer >= enough:
                united.setdefault(a, {a})
                united.setdefault(b, {b})
                both = united[a] | united[b]
                for name in both:
                    united[name] = both
        resolved = {}
        for origin in mentions:
            label = min(united[origin.name])
            resolved[label] = resolved.get(label, False) or origin.interested
        return resolved, unresolved

    def standing(self, group, enough=YES, *, only_for=False):
        """The first that fits, of what is at least so sure; with ``only_for`` what speaks against must be sure."""
        pairs = self.group_reports(group)

        against = YES if only_for else enough

        def counts(report, member, *stances):
            return min(self.live(report, member), self.report_known(report, member), self.stance(report, *stances))

        had = any(not self.own_line_is_bare(member) for member in group)
        none_live = opposite(max((self.live(report, member) for report, member in pairs), default=NO))
        if max(self.retracted(member) for member in group) >= against or (had and none_live >= against):
            return "retracted"
        if any(counts(report, member, "denies") >= against for report, member in pairs):
            return "disputed"
        if self.contradicted(group) >= against:
            return "disputed"
        if any(counts(report, member, "doubts") >= against for report, member in pairs):
            return "doubted"
        resolved, _ = self.ends(group, enough)
        if len(resolved) >= 2 and not all(resolved.values()):
            return "corroborated"
        if resolved and all(resolved.values()):
            return "self-reported"
        if not any(self.names_a_source(report, member) for report, member in pairs):
            return "unsourced"
        return "reported"

    def names_a_source(self, report, member):
        if not min(self.live(report, member), self.report_known(report, member)):
            return False
        return any(
            value not in (None, ()) for field in ("source", "via", "origin") for value in self.versions(report, field)
        )

    def contradicted(self, group):
        result = NO
        for a, b, answer in self.links("contradicts"):
            for one, other in ((a, b), (b, a)):
                if one in group and other not in group and self.kind_of(other) == "event":
                    both = min(self.row_known(group), self.row_known(self.group_of(other)))
                    result = max(result, min(answer, both))
        return result

    def standing_possibly(self, group):
        sure = self.standing(group)
        others = {
            self.standing(group, MAYBE),
            self.standing(group, MAYBE, only_for=True),
        }
        return tuple(name for name in STANDINGS if name in others - {sure})

    def origins(self, group):
        resolved, unresolved = self.ends(group, YES)
        return len(resolved), len(resolved) + len(unresolved)

    def report_count(self, group):
        return sum(
            min(self.live(report, member), self.report_known(report, member)) == YES
            for report, member in self.group_reports(group)
        )
