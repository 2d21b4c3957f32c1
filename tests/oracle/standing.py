"""Who stands behind an event, and what that makes of it."""

from __future__ import annotations

from oracle.events import Events
from oracle.terms import MAYBE, NO, STANDINGS, YES, opposite


class Standing(Events):
    """Origins, and the standing that follows from them."""

    # --- standing -----------------------------------------------------------------------------------------------

    def ends(self, group, enough, same, stance="reports"):
        """Where the chains of the live reports of a stance end: ({origin class: interested}, {unresolved source}).

        Origins are one class where a link says so that is at least as sure as ``same``.
        """
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
            if self.stance(report, stance) >= enough:
                from_report(report)

        united = {name: {name} for name in (origin.name for origin in mentions)}
        for a, b, answer in self.links("same-origin"):
            if answer >= same:
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

    def against(self, group):
        """What speaks against an event, the strongest word first, and how surely."""
        pairs = self.group_reports(group)

        def told(stance):
            answers = (
                min(self.live(report, member), self.report_known(report, member), self.stance(report, stance))
                for report, member in pairs
            )
            return max(answers, default=NO)

        had = any(not self.own_line_is_bare(member) for member in group)
        none_live = opposite(max((self.live(report, member) for report, member in pairs), default=NO))
        return {
            "retracted": max(*(self.retracted(member) for member in group), none_live if had else NO),
            "disputed": max(told("denies"), self.contradicted(group)),
            "doubted": told("doubts"),
        }

    @staticmethod
    def word_for(resolved, has_a_source):
        """What the origins make of an event of which nothing speaks against."""
        if len(resolved) >= 2 and not all(resolved.values()):
            return "corroborated"
        if resolved and all(resolved.values()):
            return "self-reported"
        return "reported" if has_a_source else "unsourced"

    def standing(self, group):
        """The first that fits, of what is surely known."""
        against = next((word for word, answer in self.against(group).items() if answer == YES), None)
        return against or self.word_for(self.ends(group, YES, YES)[0], self.source_named(group)[0])

    def source_named(self, group):
        """Whether a report names a source, as the standing takes it and in any other way that may be."""
        known = {}
        for report, member in self.group_reports(group):
            answer = min(self.live(report, member), self.report_known(report, member))
            if answer:
                names = self.names_a_source(report)
                known[names] = max(known.get(names, NO), answer)
        surely, possibly = known.get(True, NO) == YES, known.get(True, NO) >= MAYBE
        if self.row_known(group) == YES:
            return surely, possibly
        return (possibly, surely) if known.get(False, NO) >= MAYBE else (possibly, possibly)

    def names_a_source(self, report):
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
        """Every other word that may be the first that fits, once what is only possibly known is known or is not."""
        sure, others = self.standing(group), set()
        for word, answer in self.against(group).items():
            if word == sure:
                break
            if answer >= MAYBE:
                others.add(word)
        else:
            surely, _ = self.ends(group, YES, YES)
            counts = [self.ends(group, enough, same)[0] for enough in (YES, MAYBE) for same in (YES, MAYBE)]
            every, _ = self.ends(group, MAYBE, YES)
            counts += [{**surely, name: gains} for name, gains in every.items() if name not in surely]
            others |= {self.word_for(surely, has) for has in self.source_named(group)}
            others |= {self.word_for(count, True) for count in counts if count != surely}
        return tuple(name for name in STANDINGS if name in others - {sure})

    def origins(self, group):
        resolved, unresolved = self.ends(group, YES, YES)
        return len(resolved), len(resolved) + len(unresolved)

    def report_count(self, group):
        return sum(
            min(self.live(report, member), self.report_known(report, member)) == YES
            for report, member in self.group_reports(group)
        )
