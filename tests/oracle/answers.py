"""The two answers: the events as they were known, and the cells of a view."""

from __future__ import annotations

import math

from oracle.standing import Standing
from oracle.terms import BEST, MAYBE, NO, WORDS, YES, by_size, day_end, day_start, opposite, printed, value_key
from timeline.dates import edtf
from timeline.dates.values import DAY, Span, format_day, format_moment
from timeline.records.model import unstructure


class World(Standing):
    """A log at an as-of clock and a recorded-by moment, to be asked."""

    # --- when an event was reported, and when a fact begins -----------------------------------------------------

    def reported(self, group):
        """The bounds of the earliest live report that *reports* the event and is not surely still to come."""
        surely, possibly = [], []
        for report, member in self.group_reports(group):
            lives = min(self.live(report, member), self.stance(report, "reports"))
            if lives and self.report_known(report, member):
                possibly.append(self.window_of_report(report, member))
                if lives == YES:
                    surely.append(possibly[-1])
        for member in group:
            if self.own_line_is_bare(member):
                possibly.append(self.recorded_day(member))
                surely.append(possibly[-1])
        if not possibly:
            return self.recorded_day(group[0])
        lo = min(lo for lo, _ in possibly)
        return lo, min(hi for _, hi in surely) if surely else max(hi for _, hi in possibly)

    def start_and_end(self, group, fact, date):
        """The four bounds of a fact, and its start as printed: (start, end, since_earliest, since_latest)."""
        if date is None:
            start, end, earliest, latest = Span.anything(), None, "unknown", "unknown"
            known = False
        else:
            read_date = edtf.parse(date)
            start, end, known = read_date.start, read_date.end, read_date.start_is_known
            earliest, latest = printed(start.lo, start.lo_end), printed(start.hi, start.hi_start)
            if read_date.kind not in ("interval", "all-of"):
                earliest, latest = read_date.earliest, read_date.latest
            elif start.lo == -math.inf:
                earliest = read_date.earliest
        cap = self.reported(group)[1]
        if not known and fact.mode in ("actual", "failed", "ended") and start.lo <= cap:
            from_an_instant = math.isfinite(start.lo) and start.lo == start.lo_end
            if cap < start.hi and cap == day_end(cap) and not from_an_instant:
                start = Span(start.lo, start.lo_end, day_start(cap), cap)
                latest = format_day(cap // DAY)
            elif cap < start.hi:  # it, or the earliest report, is dated by an instant
                start = Span(start.lo, start.lo_end, cap, cap)
                latest = format_moment(cap)
        return start, end, earliest, latest

    # --- the two answers ----------------------------------------------------------------------------------------

    def snapshot(self):
        result = {}
        for group in self.rows():
            first = group[0]
            gone = self.retracted(first) == YES
            known = self.known(first) if gone else self.row_known(group)
            fields = {}
            for field in ("title", "type", "occurred"):
                values = self.versions(first, field)
                fields[field] = [(value, WORDS[YES if len(values) == 1 else MAYBE]) for value in values]
            result[first] = {
                "known": WORDS[known],
                "retracted": WORDS[max(self.retracted(member) for member in group)],
                **fields,
                "facts": [
                    (fact, date, WORDS[answer])
                    for member in group
                    for fact, date, answer in self.facts(member)
                    if answer
                ],
                "standing": self.standing(group),
                "standing_possibly": self.standing_possibly(group),
                "origins": self.origins(group),
                "reports": self.report_count(group),
                "windows": {
                    report: self.window_of_report(report, member)
                    for report, member in self.group_reports(group)
                    if self.live(report, member)
                },
                "members": group,
                "superseded": WORDS[self.out_by_link(group)],
            }
        return result

    # --- what is asked for ----------------------------------------------------------------------------------------

    def is_asked_for(self, group, sort, wanted):
        """Whether an event is asked for by a name, a tag, a type, a source or a value: no, possibly or yes.

        A fact that only possibly counts fits only possibly. One that does not count at all, as nobody reports the
        event, is spoken of nonetheless.
        """
        if sort in ("entities", "value"):
            told = [(fact, answer) for member in group for fact, _, answer in self.facts(member)]
            answers = [
                MAYBE if answer == MAYBE else YES
                for fact, answer in told
                if (
                    wanted in self.names(fact.entity, YES)
                    if sort == "entities"
                    else value_key(fact.value) == value_key(wanted)
                )
            ]
            return max(answers, default=NO)
        if sort == "sources":
            answers = [
                min(self.live(report, member), self.report_known(report, member), self.is_by(report, wanted))
                for report, member in self.group_reports(group)
            ]
            return max(answers, default=NO)
        ways = self.versions(group[0], "tags" if sort == "tags" else "type")
        if sort == "tags":
            fitting = [wanted in (way or ()) for way in ways]
        else:
            fitting = [(way or "event") == wanted or (way or "event").startswith(f"{wanted}.") for way in ways]
        return YES if all(fitting) else MAYBE if any(fitting) else NO

    def is_by(self, report, name):
        """Whether a report is by a source."""
        ways = self.versions(report, "source")
        return YES if all(way == name for way in ways) else MAYBE if name in ways else NO

    def state(self, properties, latest, on, many=()):
        cells, names = {}, {}
        for group in self.rows():
            outed = self.out_by_link(group)
            for member in group:
                for fact, date, answer in self.facts(member):
                    if answer and fact.property in properties:
                        place = (self.called(fact.entity), fact.property)
                        cell = cells.setdefault(place, [])
                        names.setdefault(place, set()).add(fact.entity)
                        if outed < YES:
                            cell.append(Claim(self, group, fact, date, min(answer, opposite(outed)), on))
        entities = sorted({entity for entity, _ in cells})
        return [
            self.cell(entity, name, cells.get((entity, name), []), latest, name in many)
            | {
                "names": sorted(names.get((entity, name), ()), key=lambda told: (told != entity, told)),
                "possibly_same": self.possibly_same(entity),
            }
            for entity in entities
            for name in properties
        ]

    def cell(self, entity, name, claims, latest, many):
        running = [c for c in claims if c.fact.mode == "actual" and c.holds]
        ends = [c for c in claims if c.fact.mode == "ended"]

        def competes(g, f):
            """Whether one fact may put another out at all."""
            if many and g.fact.value is not None and value_key(g.fact.value) != value_key(f.fact.value):
                return False
            return not g.together_with(f)

        left = [
            f
            for f in running
            if not any(
                competes(g, f)
                and g.answer == YES
                and g.holds == YES
                and g.later(f, latest) == YES
                and not (
                    latest == "reported"
                    and value_key(g.fact.value) == value_key(f.fact.value)
                    and any(end.has_ended(g) for end in ends)
                )
                for g in running
            )
            and not any(end.has_ended(f) == YES for end in ends)
        ]
        judged = []
        for f in left:
            may_be_out = any(
                competes(g, f) and value_key(g.fact.value) != value_key(f.fact.value) and g.later(f, latest)
                for g in running
            ) or any(end.has_ended(f) for end in ends)
            judged.append((f, min(f.answer, f.holds, MAYBE if may_be_out else YES)))
        values = []
        for key in {value_key(f.fact.value) for f, _ in judged}:
            same = [(f, answer) for f, answer in judged if value_key(f.fact.value) == key]
            best = max(answer for _, answer in same)
            first = min((f for f, answer in same if answer == best), key=Claim.by_start)
            row = {
                "value": unstructure(first.fact.value),
                "answer": WORDS[best],
                "since": first.date,
                "since_earliest": first.earliest,
                "since_latest": first.latest,
                "standing": min((self.standing(f.group) for f, _ in same), key=BEST.index),
                "events": self.in_order({f.group[0] for f, _ in same}),
            }
            values.append(((-best, first.start.lo, first.start.hi, by_size(first.fact.value)), row))
        values = [row for _, row in sorted(values, key=lambda pair: pair[0])]
        others = [row for row in values if row["value"] is not None]
        something_ended = any(min(end.answer, end.passed) == YES for end in ends)
        if many or (something_ended and not others):  # null is what ended the others: told alone, and where it is sure
            values = others or [row for row in values if row["answer"] == "yes"]
        beside = []
        for mode in ("failed", "planned", "possible", "ended"):
            some = sorted((c for c in claims if c.fact.mode == mode), key=Claim.by_start)
            for key in dict.fromkeys(value_key(c.fact.value) for c in some):
                same = [c for c in some if value_key(c.fact.value) == key]
                beside.append(
                    {
                        "mode": mode,
                        "value": unstructure(same[0].fact.value),
                        "events": self.in_order({c.group[0] for c in same}),
                    }
                )
        return {
            "entity": entity,
            "property": name,
            "answer": answer_of_cell(values, many, something_ended),
            "values": values,
            "beside": beside,
        }

    def in_order(self, events):
        return sorted(events, key=lambda event: self.records[event].order)


class Claim:
    """A fact that may count, at the day asked about."""

    def __init__(self, world, group, fact, date, answer, on):
        self.group, self.fact, self.date, self.answer = group, fact, date, answer
        self.start, end, self.earliest, self.latest = world.start_and_end(group, fact, date)
        self.reported = world.reported(group)
        self.order = world.records[group[0]].order
        if self.start.lo <= on.hi and (end is None or end.hi >= on.lo):
            surely = self.start.hi_start <= on.hi and (end is None or end.lo_end >= on.lo)
            self.holds = YES if surely else MAYBE
        else:
            self.holds = NO
        self.passed = YES if on.hi >= self.start.hi_start else MAYBE if on.hi >= self.start.lo else NO

    def has_ended(self, other):
        """Whether this named end ended a holding: of its value, and begun by the last moment of the end's start."""
        if value_key(self.fact.value) != value_key(other.fact.value):
            return NO
        last = self.start.hi
        had_begun = YES if other.start.hi <= last else MAYBE if other.start.lo <= last else NO
        return min(self.answer, self.passed, had_begun)

    def by_start(self):
        return (self.start.lo, self.start.hi, self.order)

    def together_with(self, other):
        """Values that one event gives to one cell for the same date do not compete."""
        return self.group == other.group and self.date == other.date

    def later(self, other, latest):
        """Whether this one started, or was reported, later than the other."""
        if latest == "occurred":
            mine, theirs = (self.start.lo, self.start.hi), (other.start.lo, other.start.hi)
        else:
            mine, theirs = self.reported, other.reported
            if mine == theirs and self.group != other.group:
                return YES if self.order > other.order else NO
        if mine[0] > theirs[1]:
            return YES
        return NO if mine[1] < theirs[0] else MAYBE


def answer_of_cell(values, many, something_ended):
    if many and any(value["answer"] == "yes" and value["value"] is not None for value in values):
        return "yes"
    if not values:
        return "ended" if something_ended else "unknown"
    if any(value["answer"] == "possibly" for value in values):
        return "possibly"
    ends = [value for value in values if value["value"] is None]
    if ends:
        return "ended" if len(values) == 1 else "yes"
    return "yes"
