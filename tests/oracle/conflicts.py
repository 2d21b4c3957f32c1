"""What cannot all be so: each pair of things that are told, looked at by itself."""

from __future__ import annotations

import itertools
import math

from oracle.answers import Claim, World
from oracle.terms import MAYBE, NO, WORDS, YES, as_text, opposite, value_key
from timeline.dates import edtf
from timeline.dates.values import DAY, Span
from timeline.records.model import Quantity


class Conflicts(World):
    """A log at an as-of clock and a recorded-by moment, to be asked what stands against each other in it.

    Answers are told as rows: the kind, the answer, the cell, the values, the events, and the origins of each side.
    """

    def conflicts(self, specs):
        """All conflicts; ``specs`` are the views, of which the first that has a property decides about it."""
        found = [*self.of_values(specs), *self.of_dates(), *self.denied(), *self.contradicted_pairs()]
        return sorted(found, key=repr)

    def row(self, kind, answer, cell, values, events, sides):
        values = sorted(map(as_text, values))
        origins = sorted(sorted({name for name, _ in self.joined(side)["every"]}) for side in sides)
        return (kind, WORDS[answer], *cell, values, self.in_order(events), origins)

    # --- who tells it -------------------------------------------------------------------------------------------

    def tellers(self, group, stance="reports", *, sure=True):
        """The ends of the chains of those who take a stance: those that are sure, and all that may be.

        Origins that may be one count as one among those that are sure, and in ``widest``.
        """

        def ends(enough, same):
            resolved, unresolved = self.ends(group, enough, same, stance)
            return {(name, True) for name in resolved} | {(name, False) for name in unresolved}

        return {
            "sure": ends(YES, MAYBE) if sure else set(),
            "every": ends(MAYBE, YES),
            "widest": ends(MAYBE, MAYBE),
        }

    @staticmethod
    def joined(some):
        return {name: set().union(*(one[name] for one in some)) for name in ("sure", "every", "widest")}

    @staticmethod
    def told_by_others(one, other):
        """Whether two things are told by different origins."""
        if one["every"] and one["every"] == other["every"]:
            return NO
        two = any(a[1] and b[1] and a != b for a in one["sure"] for b in other["sure"])
        return YES if two and one["widest"] != other["widest"] else MAYBE

    @staticmethod
    def told_by_the_same(one, other):
        """Whether all who tell the one tell the other."""

        def settled(tellers):
            return tellers["sure"] == tellers["widest"] or len(tellers["every"]) == 1

        if one["every"] and one["every"] == other["every"] and settled(one) and settled(other):
            return YES
        may_be = one["widest"] & other["widest"] and one["sure"] <= other["widest"] and other["sure"] <= one["widest"]
        return MAYBE if may_be else NO

    # --- values -------------------------------------------------------------------------------------------------

    def of_values(self, specs):
        cells = {}
        for group in self.rows():
            for member in group:
                for fact, date, answer in self.facts(member):
                    counts = min(answer, opposite(self.out_by_link(group)))
                    if counts and fact.mode in ("actual", "ended"):
                        place = (self.called(fact.entity), fact.property)
                        cells.setdefault(place, []).append(Told(self, group, member, fact, date, counts))
        for (entity, name), told in cells.items():
            spec = next((one for one in specs if name in one.properties), None)
            if spec is not None and name in spec.many:
                continue
            latest = spec.latest if spec is not None else "occurred"
            yield from self.of_cell((entity, name), told, latest, lambda _a, _b: YES)
            for other in self.possibly_same(entity):
                if entity < other and (other, name) in cells:
                    both = [*told, *cells[other, name]]
                    yield from self.of_cell(
                        (entity, name),
                        both,
                        latest,
                        lambda a, b: MAYBE if self.called(a.fact.entity) != self.called(b.fact.entity) else NO,
                    )

    def of_cell(self, cell, told, latest, same_thing):
        """The values of a cell that clash, surely and possibly, those together that hang together."""
        ends = [one for one in told if one.fact.mode == "ended"]
        values = [one for one in told if one.fact.mode == "actual" and one.fact.value is not None]
        pairs = {YES: [], MAYBE: []}
        for a, b in itertools.combinations(values, 2):
            answer = min(same_thing(a, b), self.clash(a, b, values, ends, latest))
            if answer:
                pairs[answer].append((a, b))
        for answer, some in pairs.items():
            for together in components(some):
                by_value = {}
                for one in together:
                    by_value.setdefault(value_key(one.fact.value), []).append(one)
                yield self.row(
                    "values",
                    answer,
                    cell,
                    [some[0].fact.value for some in by_value.values()],
                    {one.group[0] for one in together},
                    [
                        [self.tellers((one.member,), sure=one.answer == YES) for one in some]
                        for some in by_value.values()
                    ],
                )

    def clash(self, a, b, values, ends, latest):
        """Whether two values hold at one moment, neither a later word, told by different origins.

        Whoever says the same of the same date tells the same; what one record says of both sides is no word against
        itself, nor for itself.
        """
        if value_key(a.fact.value) == value_key(b.fact.value):
            return NO
        alike, far = ([one for one in values if one.says_the_same(side, latest)] for side in (a, b))
        of_both = {one.member for one in alike} & {one.member for one in far}
        if a.member in of_both or b.member in of_both:
            return NO
        alike, far = ([one for one in some if one.member not in of_both] for some in (alike, far))
        here, there = (
            [one for one in some if self.called(one.fact.entity) == self.called(side.fact.entity)]
            for some, side in ((alike, a), (far, b))
        )
        known = min(max(one.answer for one in some) for some in (here, there))
        who, others = (
            self.joined([self.tellers((one.member,), sure=one.answer == YES) for one in some]) for some in (alike, far)
        )
        differ = opposite(can_both_be(a.fact.value, b.fact.value))
        answer = min(known, differ, self.told_by_others(who, others))
        if {(one.group, one.date) for one in alike} & {(one.group, one.date) for one in far}:
            return answer  # one event, told by two records: it happened once
        ties = [starts_tie(a, b), *([words_tie(a.reported, b.reported)] if latest == "reported" else [])]
        return min(answer, *ties, at_one_moment(a.holding(ends), b.holding(ends)))

    # --- dates --------------------------------------------------------------------------------------------------

    def of_dates(self):
        for group in self.rows():
            if len(group) > 1:
                yield from self.of_one_event([(member,) for member in group], YES)
        met = set()
        for a, b, answer in self.links("same-event"):
            if answer == MAYBE and all(self.kind_of(end) == "event" for end in (a, b)):
                one, other = self.group_of(a), self.group_of(b)
                if one != other and self.row_known(one) and self.row_known(other) and {one, other} not in map(set, met):
                    met.add((one, other))
                    yield from self.of_one_event([one, other], MAYBE)

    def of_one_event(self, parts, same):
        """The dates that parts of one event tell of it, and of each fact that has a date of its own."""
        told = {}
        for part in parts:
            ways = self.versions(part[0], "occurred")
            for date in ways:
                if date is not None:
                    answer = min(self.row_known(part), YES if len(ways) == 1 else MAYBE)
                    told.setdefault((), []).append((part, date, answer))
            for member in part:
                for fact, _, answer in self.facts(member):
                    if fact.during is not None and answer:
                        place = (self.called(fact.entity), fact.property, value_key(fact.value), fact.mode)
                        told.setdefault(place, []).append((part, fact.during, answer))
        for place, dates in told.items():
            if place and any(self.tells_often(member, place) for part, _, _ in dates for member in part):
                continue  # one record tells of it twice, whichever of its versions is so
            found = {YES: set(), MAYBE: set()}
            for (at, one), (far, other) in itertools.combinations(enumerate(dates), 2):
                if one[0] == other[0]:
                    continue
                who = [self.tellers(part, sure=self.row_known(part) == YES) for part in (one[0], other[0])]
                answer = min(same, one[2], other[2], cannot_both_date(one[1], other[1]), self.told_by_others(*who))
                if answer:
                    found[answer] |= {at, far}
            answer = next((least for least in (YES, MAYBE) if found[least]), NO)
            if answer:
                by_date = {}
                for at in sorted(found[answer]):
                    by_date.setdefault(dates[at][1], []).append(dates[at][0])
                yield self.row(
                    "dates",
                    answer,
                    place[:2] or (None, None),
                    map(str, by_date),
                    {self.group_of(part[0])[0] for some in by_date.values() for part in some},
                    [[self.tellers(part) for part in some] for some in by_date.values()],
                )

    def tells_often(self, member, place):
        """Whether every version of a record gives a fact several dates of its own."""
        return all(
            len(
                {
                    str(fact.during)
                    for fact in facts
                    if fact.during is not None
                    and place == (self.called(fact.entity), fact.property, value_key(fact.value), fact.mode)
                }
            )
            > 1
            for facts in self.versions(member, "facts")
        )

    # --- what is said against an event --------------------------------------------------------------------------

    def denied(self):
        for group in self.rows():
            said, against = (
                max(
                    (
                        min(self.live(report, member), self.report_known(report, member), self.stance(report, stance))
                        for report, member in self.group_reports(group)
                    ),
                    default=NO,
                )
                for stance in ("reports", "denies")
            )
            sides = [self.tellers(group, stance) for stance in ("reports", "denies")]
            same = opposite(self.told_by_the_same(*sides))
            answer = min(self.row_known(group), said, against, opposite(self.out_by_link(group)), same)
            if answer:
                yield self.row("denied", answer, (None, None), [], {group[0]}, [[side] for side in sides])

    def contradicted_pairs(self):
        found = {}
        for a, b, answer in self.links("contradicts"):
            if all(self.kind_of(end) == "event" for end in (a, b)):
                pair = frozenset((self.group_of(a), self.group_of(b)))
                stands = (min(self.row_known(group), opposite(self.out_by_link(group))) for group in pair)
                found[pair] = max(found.get(pair, NO), min(answer, *stands))
        for pair, answer in found.items():
            if answer and len(pair) == 2:
                sides = [[self.tellers(group)] for group in pair]
                yield self.row("contradicted", answer, (None, None), [], {group[0] for group in pair}, sides)


class Told(Claim):
    """A fact that counts, as one record tells it."""

    def __init__(self, world, group, member, fact, date, answer):
        super().__init__(world, group, fact, date, answer, Span(0, 0, 0, 0))
        self.member = member
        self.end = world.start_and_end(group, fact, date)[1]

    def says_the_same(self, other, latest):
        """Whether two tell one value of one date."""
        one, far = (
            (value_key(told.fact.value), told.date, told.start, told.end)
            + ((told.reported,) if latest == "reported" else ())
            for told in (self, other)
        )
        return one == far

    @property
    def is_about(self):
        read = None if self.date is None else edtf.parse(self.date)
        return read is not None and (read.approximate or read.uncertain)

    def holding(self, ends):
        """From when to when it surely holds, and possibly, until its own end and the named ends of its value."""
        surely, possibly = (math.inf, math.inf) if self.end is None else (self.end.lo_end, self.end.hi)
        for named in ends:
            if value_key(named.fact.value) == value_key(self.fact.value):
                if self.start.lo <= named.start.hi:
                    surely = min(surely, named.start.lo - 1)
                if self.start.hi <= named.start.hi and named.answer == YES:
                    possibly = min(possibly, named.start.hi_start - 1)
        return (self.start.hi_start, surely), (self.start.lo, possibly)


def components(pairs):
    """Those together that hang together, directly or through others."""
    found = []
    for a, b in pairs:
        touched = [some for some in found if a in some or b in some]
        found = [some for some in found if some not in touched]
        found.append(list(dict.fromkeys(itertools.chain(*touched, (a, b)))))
    return found


def at_one_moment(one, other):
    for (lo, hi), (far_lo, far_hi), answer in ((one[0], other[0], YES), (one[1], other[1], MAYBE)):
        if max(lo, far_lo) <= min(hi, far_hi):
            return answer
    return NO


def starts_tie(a, b):
    """Whether two facts surely began on one day, or at one instant; or may have."""
    if a.start.lo > b.start.hi or b.start.lo > a.start.hi:
        return NO
    is_exact = a.start == b.start and a.start.lo_end == a.start.hi
    return YES if is_exact and not a.is_about and not b.is_about else MAYBE


def words_tie(one, other):
    if one[0] > other[1] or other[0] > one[1]:
        return NO
    is_one_unit = one[0] == one[1] or (one[0] % DAY == 0 and one[1] - one[0] == DAY - 1)
    return YES if one == other and is_one_unit else MAYBE


def can_both_be(one, other):
    """Whether two values can be true of one thing at once."""
    first, second = as_quantity(one), as_quantity(other)
    if first is None or second is None:
        return YES if value_key(one) == value_key(other) else NO
    if first == second:
        return YES
    if first[2] != second[2] or "~" in (first[0], second[0]):
        return MAYBE
    numbers = sorted({first[1], second[1]})
    between = [(a + b) / 2 for a, b in itertools.pairwise(numbers)]
    tried = [*numbers, *between, numbers[0] - 1, numbers[-1] + 1]
    return YES if any(fits(number, first) and fits(number, second) for number in tried) else NO


def as_quantity(value):
    if isinstance(value, Quantity):
        return value.op, value.value, value.unit
    return ("=", value, None) if isinstance(value, int | float) and not isinstance(value, bool) else None


def fits(number, quantity):
    op, bound, _ = quantity
    return {
        "=": number == bound,
        ">": number > bound,
        ">=": number >= bound,
        "<": number < bound,
        "<=": number <= bound,
    }[op]


def cannot_both_date(one, other):
    """Whether two dates cannot both be that of one happening: without a moment, a start or an end in common."""
    a, b = edtf.parse(one), edtf.parse(other)
    pairs = [(a.span, b.span)]
    if a.end is not None and b.end is not None:
        pairs += [(a.start, b.start), (a.end, b.end)]
    if all(x.lo <= y.hi and y.lo <= x.hi for x, y in pairs):
        return NO
    return MAYBE if any(read.approximate or read.uncertain for read in (a, b)) else YES


def as_rows(rows):
    """Give the rows of ``timeline conflicts --json`` in the form of :class:`Conflicts`."""
    found = []
    for row in rows:
        sides = sorted(sorted({*side["origins"], *side["unresolved"]}) for side in row["sides"])
        values = sorted(map(as_text, row["values"]))
        found.append((row["kind"], row["answer"], row["entity"], row["property"], values, row["events"], sides))
    return sorted(found, key=repr)


__all__ = ["Conflicts", "as_rows"]
