"""Which records there are, which changes apply to them, and how their fields and sources read."""

from __future__ import annotations

import json

from oracle.terms import BASE, LEAST, MAYBE, NO, REFERENCES, YES, distinct, field_of, memo, opposite, read
from timeline.errors import RecordError


class Changes:
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
        self.ours = self if only_ours else type(self)(records, as_of, recorded_by, only_ours=True)

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

        live = [one for one in held if one.kind == "retraction" and stands(one)]
        if content(old) != content(new):  # of one key: what we took back without knowing of the other met nobody live
            for gone, other in ((old, new), (new, old)):
                backs = [one for one in live if one.content.is_ours and self.resolve(one.content.target) == gone.id]
                unseen = [one for one in backs if not self.knew(one, other, held)]
                as_one = [  # they knew of both, and of nobody who had taken back the one alone
                    one
                    for one in backs
                    if one not in unseen and not any(self.knew(one, before, held) for before in unseen)
                ]
                if unseen and not as_one:
                    return False
        return not any(
            old.order < retraction.order < new.order and self.resolve(retraction.content.target) == old.id
            for retraction in live
        )

    def knew(self, later, earlier, held):
        """Whether the writer of a record knew of another: whether it is among its ancestors."""
        by_id = {record.id: record for record in held}
        waiting, seen = list(later.parents), set()
        while waiting:
            parent = waiting.pop()
            if parent not in seen and parent in by_id:
                seen.add(parent)
                waiting.extend(by_id[parent].parents)
        return earlier.id in seen

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
