"""The slow, obvious judge: what a log says at three clocks, straight from the written definitions.

Law: this module shares nothing with the code that it judges but the values of a record and the parser of dates. Every
definition is one method, written to be read beside the text, with no thought of speed; a log of a dozen records is
what it is for. Answers are 0 (no), 1 (possibly) and 2 (yes): the weakest link is ``min``, one being enough is ``max``.
"""

from __future__ import annotations

import functools
import itertools
import json
import math

from timeline.dates import edtf
from timeline.dates.values import DAY, Clock, Span, format_day, format_moment
from timeline.errors import RecordError
from timeline.records.model import Fact, Quantity, Record, structure, unstructure

NO, MAYBE, YES = 0, 1, 2
WORDS = {NO: "no", MAYBE: "possibly", YES: "yes"}
STANDINGS = (
    "retracted",
    "disputed",
    "doubted",
    "corroborated",
    "self-reported",
    "unsourced",
    "reported",
)
BEST = ("corroborated", "reported", "self-reported", "unsourced", "doubted", "disputed", "retracted")
LEAST = {  # a body of each kind with nothing in it but what it must have
    "source": {"name": "x"},
    "capture": {"source": "x", "sha256": "x"},
    "event": {"title": "x"},
    "report": {"event": "x"},
    "correction": {"target": "x", "set": {"x": 1}},
    "retraction": {"target": "x"},
    "link": {"from": "x", "to": "x", "rel": "contradicts"},
}
REFERENCES = {
    "report": ("event",),
    "correction": ("target",),
    "retraction": ("target",),
    "link": ("from", "to"),
}
CHANGES = ("correction", "retraction")
DATED = ("correction", "retraction", "link")
BASE = (-1,)  # the place of what stands before any change


def opposite(answer):
    return 2 - answer


def of_all(answers):
    """Yes if all are yes, no if all are no, else possibly: the versions of one thing, of which one is true."""
    answers = list(answers)
    if all(answer == YES for answer in answers):
        return YES
    return NO if all(answer == NO for answer in answers) else MAYBE


def as_text(value):
    return json.dumps(unstructure(value), sort_keys=True, ensure_ascii=False)


def bounds_of_one(by_source):
    """The bounds that one source gives, each by itself; of several that it may be, the one that holds for all."""
    return by_source[0] if len(by_source) == 1 else [max(min([math.inf, *some]) for some in by_source)]


def distinct(values):
    result = {}
    for value in values:
        result.setdefault(as_text(value), value)
    return list(result.values())


def first_of_each(pairs):
    """Equal facts are one, said as the first of them says it."""
    result = {}
    for key, value in pairs:
        result.setdefault(key, value)
    return result


def value_key(value):
    """What makes two values equal: booleans only equal booleans, numbers are equal by size."""
    if value is None:
        return ("null",)
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, Quantity):
        return ("quantity", value.op, value.value, value.unit)
    return ("text", value)


def fact_key(fact, date):
    return (fact.entity, fact.property, value_key(fact.value), fact.mode, date)


def printed(edge, other):
    """A bound of a date: a day, or an instant where the unit that ends there is a point."""
    if math.isinf(edge):
        return "open"
    return format_moment(edge) if edge == other else format_day(edge // DAY)


def day_start(moment):
    return moment if math.isinf(moment) else moment // DAY * DAY


def day_end(moment):
    return moment if math.isinf(moment) else moment // DAY * DAY + DAY - 1


def extent(text):
    span = edtf.parse(text).span
    return span.lo, span.hi


def memo(method):
    """Remember answers, so that a test ends today; nothing else depends on it."""
    name = method.__name__

    @functools.wraps(method)
    def wrapper(self, *args):
        key = (name, *args)
        if key not in self.memory:
            self.memory[key] = method(self, *args)
        return self.memory[key]

    return wrapper


class World:
    """A log at an as-of clock and a recorded-by moment.

    Things are named by their address: the id of a record, or ``ID#n`` for a report inside an event. With
    ``only_ours`` the changes that the world reported are left out: by that picture the world's changes to *sources* are
    dated, which would else have to be known before they can be dated.
    """

    def __init__(self, records, as_of, recorded_by, *, only_ours=False):
        self.memory = {}
        self.as_of = as_of
        self.only_ours = only_ours
        held = sorted(records, key=lambda record: record.order)
        if recorded_by is not None:
            held = [record for record in held if record.recorded_at <= recorded_by]
        held = [record for record in held if record.content is not None and record.kind in LEAST]
        self.alias = {}
        self.records = {}
        for record in held:
            twin = next((old for old in self.records.values() if self.is_twin(old, record, held)), None)
            self.alias[record.id] = record.id if twin is None else twin.id
            if twin is None:
                self.records[record.id] = record
        self.ours = self if only_ours else World(records, as_of, recorded_by, only_ours=True)

    # --- records, and what is equal to what ---------------------------------------------------------------------

    def is_twin(self, old, new, held):
        """Whether a later record is the earlier one once more."""

        def content(record):  # what it refers to may itself have been said twice
            body = {name: value for name, value in record.body.items() if name != "imported"}
            for reference in REFERENCES.get(record.kind, ()):
                body[reference] = self.resolve(body[reference])
            return json.dumps([record.kind, body], sort_keys=True)

        same_key = old.content.key is not None and old.content.key == new.content.key
        if content(old) != content(new) and not same_key:
            return False

        def stands(retraction):
            return not any(
                other.kind == "retraction"
                and other.order > retraction.order
                and self.resolve(other.content.target) == self.resolve(retraction.id)
                and stands(other)
                for other in held
            )

        return not any(
            retraction.kind == "retraction"
            and old.order < retraction.order < new.order
            and self.resolve(retraction.content.target) == old.id
            and stands(retraction)
            for retraction in held
        )

    def resolve(self, address):
        record_id, hash_sign, number = address.partition("#")
        return self.alias.get(record_id, record_id) + hash_sign + number

    def of_kind(self, *kinds):
        return [record.id for record in self.records.values() if record.kind in kinds]

    def record_of(self, address):
        return self.records.get(address.partition("#")[0])

    def kind_of(self, address):
        record = self.record_of(address)
        if record is None or ("#" in address and record.kind != "event"):
            return None
        return "report" if "#" in address else record.kind

    # --- changes ------------------------------------------------------------------------------------------------

    @memo
    def is_ours(self, change):
        """It names neither ``reported`` nor ``source``, as we have corrected it."""
        ours = self.ours
        return ours.sure(change, "reported") is None and ours.sure(change, "source") is None

    @memo
    def knowable(self, item):
        """Whether a change or a link was out at the as-of clock; ours always is."""
        if self.is_ours(item):
            return YES
        if self.only_ours:
            return NO
        return self.known_by(self.window_of_change(item))

    def known_by(self, window):
        lo, hi = window
        if self.as_of is None or hi <= self.as_of.hi:
            return YES
        return NO if lo > self.as_of.hi else MAYBE

    @memo
    def stands(self, address):
        """Whether a thing is not retracted."""
        return opposite(max((self.applies(change, address) for change in self.of_kind("retraction")), default=NO))

    @memo
    def applies(self, change, address):
        """Whether a change acts on a thing.

        Only what was recorded later can act on what was recorded before, and only we can aim a change anew: else what
        acts on what could not be told before it is known.
        """
        record = self.record_of(address)
        if record is None or self.records[change].order <= record.order or self.target(change) != address:
            return NO
        if self.records[change].kind == "correction" and not self.fits(change, self.kind_of(address)):
            return NO
        return min(self.stands(change), self.knowable(change))

    @memo
    def target(self, change):
        return self.resolve(self.ours.sure(change, "target"))

    def fits(self, change, kind):
        """Whether all that a correction may set could stand in a thing of that kind."""
        if kind is None:
            return False
        try:
            for values in self.versions(change, "set"):
                for field, raw in values.items():
                    read(kind, field, raw)
        except RecordError:
            return False
        return True

    @memo
    def place(self, change):
        """Ours come first, by (recorded, id); then the world's, by earliest bound."""
        record = self.records[change]
        if self.is_ours(change):
            return (0, 0, *record.order)
        return (1, self.window_of_change(change)[0], *record.order)

    @memo
    def corrections_of(self, address):
        acting = [c for c in self.of_kind("correction") if self.applies(c, address)]
        return sorted(acting, key=self.place)

    # --- fields and their versions ------------------------------------------------------------------------------

    def overlay(self, address, field, start, base):
        """The last value that surely applies, and each possible one after it: [(place, value)]."""
        kind = self.kind_of(address)
        result = [(start, base)]
        for change in self.corrections_of(address):
            if self.place(change) <= start:
                continue
            settings = self.versions(change, "set")
            values = [read(kind, field, given[field]) for given in settings if field in given]
            if values and len(values) == len(settings) and self.applies(change, address) == YES:
                result = []
            result += [(self.place(change), value) for value in values]
        return result

    @memo
    def steps(self, address, field):
        if "#" not in address:
            return self.overlay(address, field, BASE, field_of(self.records[address].content, field))
        event, _, number = address.partition("#")
        result = []
        for start, reports in self.steps(event, "reports"):
            if len(reports) >= int(number):
                result += self.overlay(address, field, start, field_of(reports[int(number) - 1], field))
        return result

    @memo
    def versions(self, address, field):
        """Every value that the field may have."""
        return distinct(value for _, value in self.steps(address, field))

    def sure_step(self, address, field):
        if "#" not in address:
            start, value = BASE, field_of(self.records[address].content, field)
        else:
            event, _, number = address.partition("#")
            start, reports = self.sure_step(event, "reports")
            if len(reports) < int(number):
                reports = next(r for _, r in self.steps(event, "reports") if len(r) >= int(number))
            value = field_of(reports[int(number) - 1], field)
        for change in self.corrections_of(address):
            given = self.sure(change, "set")
            if self.place(change) > start and self.applies(change, address) == YES and field in given:
                start, value = self.place(change), read(self.kind_of(address), field, given[field])
        return start, value

    @memo
    def sure(self, address, field):
        """The value that stands if nothing applies but what surely does."""
        return self.sure_step(address, field)[1]

    # --- sources ------------------------------------------------------------------------------------------------

    @memo
    def definitions(self, name):
        """The records that may define a name: up to the first that surely stands."""
        every = [s for s in self.of_kind("source") if self.sure(s, "name") == name]
        result = []
        for source in every:
            if self.stands(source):
                result.append(source)
            if self.stands(source) == YES:
                break
        return result or every[:1]

    def source_stands(self, name):
        """Reports by a retracted source fall away with it; one that was never defined stands."""
        every = [s for s in self.of_kind("source") if self.sure(s, "name") == name]
        return max((self.stands(source) for source in every), default=YES)

    def source_versions(self, name, field, missing):
        found = [v for source in self.definitions(name) for v in self.versions(source, field)]
        return distinct(found) if found else [missing]

    def source_sure(self, name, field, missing):
        defined = self.definitions(name)
        return self.sure(defined[0], field) if defined else missing

    @memo
    def source_names(self):
        return sorted({self.sure(source, "name") for source in self.of_kind("source")})

    def sure_via(self, name):
        """The sources on which a source rests whatever version of it is true."""
        return set.intersection(*(set(via) for via in self.source_versions(name, "via", ())))

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
        by = of_all_answers(
            YES if name is None else self.source_stands(name) for name in self.versions(report, "source")
        )
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
        if self.own_line_is_bare(event):
            return best
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
        if not known and fact.mode in ("actual", "failed", "ended"):
            cap = self.reported(group)[1]
            if cap < start.hi and cap == day_end(cap):
                start = Span(start.lo, start.lo_end, day_start(cap), cap)
                latest = format_day(cap // DAY)
            elif cap < start.hi:  # the earliest report is dated by an instant
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
            values.append(((-best, first.start.lo, first.start.hi, as_text(first.fact.value)), row))
        values = [row for _, row in sorted(values, key=lambda pair: pair[0])]
        if many:  # null is what ended the others: it is told only where no other value is or may be, and it is sure
            others = [row for row in values if row["value"] is not None]
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
            "answer": answer_of_cell(values, many, any(min(end.answer, end.passed) == YES for end in ends)),
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


def of_all_answers(answers):
    """The answer for something of which one version is true, each version having its own answer."""
    answers = list(answers)
    return answers[0] if len(set(answers)) == 1 else MAYBE


def field_of(content, field):
    return getattr(content, "from_" if field == "from" else field)


def read(kind, field, raw):
    """A raw value of a correction as it would stand in a field; a field that is not known stays raw."""
    content = structure(kind, {**LEAST[kind], field: raw})
    return getattr(content, "from_" if field == "from" else field, raw)


def snapshot(records: list[Record], as_of: Clock | None, recorded_by: int | None) -> dict:
    """What was known, by the event that names each row; retracted and unknown events too, said as such."""
    return World(records, as_of, recorded_by).snapshot()


def state(
    records: list[Record],
    view_properties: tuple[str, ...],
    latest: str,
    as_of: Clock | None,
    on: Clock,
    recorded_by: int | None,
    many: tuple[str, ...] = (),
) -> list[dict]:
    """The rows of a view, in the form of ``timeline state --json``; ``many`` hold several values at once."""
    return World(records, as_of, recorded_by).state(view_properties, latest, on, many)


__all__ = ["Fact", "World", "snapshot", "state"]
