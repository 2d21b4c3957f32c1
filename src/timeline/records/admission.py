"""What may enter a log: names and ids resolved, references checked, what is already there found.

Law of this module: a batch enters whole or not at all, and every fault of it is named at once. What enters points only
to what is in the log or in the batch; an id is stored whole. Nothing here asks the disk or the clock.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.dates.suggest import did_you_mean
from timeline.errors import Finding, RecordError
from timeline.records import archives, fields, line, say
from timeline.records.called import Called, to_draft
from timeline.records.catalogue import Holdings
from timeline.records.contents import content_of
from timeline.records.drafts import (
    SET,
    Decision,
    Draft,
    Refused,
    Tell,
    digest_of,
    filled,
    followed,
    text_of,
    told,
    untold,
)
from timeline.records.fields import Unfit
from timeline.records.mentions import (
    entities_in,
    held,
    origins_in,
    references_in,
    references_set,
    resting_on_itself,
    sources_in,
)
from timeline.records.model import BODIES, Record, fields_of, structure
from timeline.records.places import Places
from timeline.records.references import (
    NO_VALUE,
    NOT_CORRECTABLE,
    OLDER,
    ON_ITSELF,
    Target,
    on_itself,
    placed,
    unfit,
    unfit_to_correct,
    unknown_to,
)
from timeline.records.repeats import CHANGES, Repeats, target_of
from timeline.records.spooled import Decisions, Spooled
from timeline.records.strict_json import quoted

if TYPE_CHECKING:
    from timeline.records.usual import Told

Fit: TypeAlias = Callable[[str, Any], tuple[Any, tuple[Unfit, ...]]]
"""Checks the data of an event of a type; gives it as it is to be written, and what is wrong with it."""

Prove: TypeAlias = "Callable[[Mapping[str, Any]], Told | None]"
"""Proves the body of an event, or says nothing of it."""


def admit(
    records: Sequence[Record],
    drafts: Sequence[Draft],
    *,
    once: bool = False,
    fit: Fit | None = None,
    holdings: Holdings | None = None,
    prove: Prove | None = None,
    tell: Tell = untold,
) -> Sequence[Decision]:
    """Decide on every draft: written, or already there.

    Args:
        records: The log, by (recorded, id), each id once.
        drafts: In the order of the input; one may name another that comes later.
        once: Take what the log was ever given as there, whatever became of it since: a file brings nothing twice.
        fit: Checks the data of events. What the log already holds as it stands is not checked again.
        holdings: What newcomers find in the records, where that is known.
        prove: Proves one event at once where it can: :func:`timeline.records.usual.told`, for who adds one after the
            other and so has read its rules.
        tell: Is told how far the deciding has come.

    Returns:
        One decision for each draft, in an order in which each follows those that it names.

    Raises:
        Refused: A draft may not enter; all faults of all drafts are named.
    """
    holdings = holdings or Holdings(records)
    if prove is not None and len(drafts) == 1 and not once:
        from timeline.records.alone import alone  # noqa: PLC0415 - only an open log asks

        decision = alone(holdings, drafts[0], prove)
        if decision is not None:
            return (decision,)
    return _Batch(holdings, drafts, once=once, fit=fit, tell=tell).decide()


_UPDATE: Final = '; where the file says what changed, import it with --update ours (or theirs), in Python update="ours"'


class _Batch:
    def __init__(self, holdings: Holdings, drafts: Sequence[Draft], *, once: bool, fit: Fit | None, tell: Tell) -> None:
        self.holdings, self.tell = holdings, tell
        self.once = once
        self.fit = fit
        self.repeats = Repeats(holdings)
        self.drafts = copy(drafts) if isinstance(drafts, Spooled) else Spooled(drafts)
        self.findings: list[Finding] = []
        self.wheres: list[str | None] = []
        self.called = Called(holdings, self.drafts)
        self.defined: dict[str, list[int]] = {}
        self.origins = set(holdings.origins)
        self.unsound: frozenset[int] = frozenset()
        self.sourced: set[int] = set()  # numbers of what events cite of which each is a source
        self.keyed_again: set[int] = set()  # drafts with a key that one before them has
        self.notes: dict[int, tuple[str, ...]] = {}
        self.text: bytes | None = None
        """How the one draft is spelled, where there is only one: a large batch has no room for all texts."""

    # --- deciding ------------------------------------------------------------------------------------------------

    def decide(self) -> Decisions:
        every = range(len(self.drafts))
        self.unsound = frozenset(
            place
            for place in told(every, self.tell, part=0, of=2)
            if not self.drafts.is_proved(place) and not self._is_sound(place)
        )
        good = [place for place in every if place not in self.unsound] if self.unsound else every
        for place in every:
            self._announce(place)
        # An event that is proved names no other record.
        naming = (place for place in good if not self.drafts.is_proved(place))
        targets = {place: found for place in naming if (found := self._references(place))}
        for place in good:
            if self.drafts.cites(place) in self.sourced:
                continue
            self._check_names(place)
            if place in targets or self.drafts[place].kind == "link":  # some links are between names
                self._check_targets(place, targets.get(place, {}))
        order = self._order(good, targets)
        self._stop()
        decided = Decisions(self.drafts)
        texts = Places()
        for place in told(order, self.tell, part=1, of=2):
            if self._is_new(place, texts):
                decided.add_plain(place)
                continue
            decision = self._resolved(place, targets.get(place, {}), decided)
            if self.once and not decision.waits and (there := self.repeats.ever(decision, decided, texts)):
                decision = msgspec.structs.replace(decision, there=there)
            if decision.there is None:
                decision = self._settle(decision, decided, texts)
            decided.add(decision)
            if decision.kind in CHANGES and (self.once or decision.is_new):
                self.repeats.decided(place, decision.kind, decision.body, target_of(decision.body, decision.waits))
        self._stop()
        return decided

    def _is_new(self, place: int, texts: Places) -> bool:
        """Whether a draft is surely new: a plain event for an empty log, of which no other has the text or the key."""
        text = None if self.holdings.by_id or place in self.keyed_again else self.drafts.spelled(place)
        return text is not None and texts.setdefault(digest_of("event", text), place) == place

    def _fault(self, place: int, what: str, *, at: str | None = None, fix: str | None = None, code: str) -> None:
        draft = self.drafts[place]
        where = ", ".join(part for part in (draft.where, draft.called(at)) if part) or None
        self.findings.append(Finding(code=code, message=what, fix=fix))
        self.wheres.append(where)

    def _tell(self, place: int, misfits: Iterable[Unfit]) -> None:
        """Name the reasons why something does not fit, each at its own path."""
        for one in misfits:
            self._fault(place, one.what, at=one.path or None, fix=one.fix, code=one.code)

    def _stop(self) -> None:
        if self.findings:
            raise Refused(self.findings, self.wheres)

    def _is_sound(self, place: int) -> bool:
        """Whether a draft's own fields are right, before anything else is asked of it."""
        draft = self.drafts[place]
        before = len(self.findings)
        if draft.kind not in BODIES:
            if not line.KIND.fullmatch(draft.kind):
                self._fault(place, f"{quoted(draft.kind)} is no kind of record", at="kind", code="kind")
            elif draft.recorded is None:
                fix = did_you_mean(draft.kind, BODIES) or f"the kinds are {', '.join(BODIES)}"
                self._fault(place, f"{quoted(draft.kind)} is no kind of record", at="kind", fix=fix, code="kind")
            return len(self.findings) == before
        for name in sorted(set(draft.body) - fields_of(draft.kind)):
            fix = (
                did_you_mean(name, fields_of(draft.kind))
                or f"the fields are {', '.join(sorted(fields_of(draft.kind)))}"
            )
            self._fault(
                place, f"{say.article(draft.kind)} has no field {quoted(name)}", at=name, fix=fix, code="unknown-field"
            )
        broken = tuple(fields.faults(draft.kind, draft.body))
        try:
            text = line.body_bytes(draft.body)
            line.require_room(len(text))
            if len(self.drafts) == 1:
                self.text = text
            structure(draft.kind, draft.body)
        except RecordError as error:
            self._misfits(place, error, {misfit.path for misfit in broken})
        else:
            self._tell(place, unknown_to(draft.kind, draft.body))
        self._tell(place, broken)
        for path, archive in archives.archives_in(draft.kind, draft.body):
            for field, what, fix in archives.faults(archive):
                at = f"{path}.{field}" if path else field
                self._fault(place, what, at=at, fix=fix, code="archive")
        has_data = draft.kind == "event" and draft.body.get("data") is not None
        if len(self.findings) == before and has_data and not self._is_held("event", draft.body):
            self._fit_data(place, draft.body)
        return len(self.findings) == before

    def _misfits(self, place: int, error: RecordError, told: set[str]) -> None:
        """Say what does not fit in the fields of a draft, each by itself where that can be told."""
        from timeline.records.flat import misfits  # noqa: PLC0415 - only a refusal asks

        draft = self.drafts[place]
        known = fields_of(draft.kind)
        found = [
            one
            for one in misfits(draft.kind, draft.body)
            if re.split(r"[.\[]", one[0], maxsplit=1)[0] in known and one[0] not in told
        ]
        if not found and not told:
            path, what = placed(error, draft.kind)
            found = [(path, what, error.fix)]
        for path, what, fix in found:
            self._fault(place, what, at=path or None, fix=fix, code="record")

    # --- the data of events ----------------------------------------------------------------------------------------

    def _fit_data(self, place: int, given: Mapping[str, Any], *, of: Mapping[str, Any] | None = None) -> None:
        """Check the data in the given fields of an event, or in those that a correction of the event ``of`` sets."""
        event = {**(of or {}), **given}
        type_ = event.get("type")
        if self.fit is None or not isinstance(type_, str) or event.get("data") is None:
            return
        data, faults = self.fit(type_, event["data"])
        prefix = "" if of is None else "set."
        for fault in faults:
            path, what = fault.path or "data", fault.what
            if "data" not in given:
                path, what = "type", f"the event's {path} does not fit it: {what}"
            self._fault(place, what, at=prefix + path, fix=fault.fix, code=fault.code)
        draft = self.drafts[place]
        if not faults and "data" in given:
            stamped = {**given, "data": data}
            body = stamped if of is None else {**draft.body, "set": stamped}
            self.drafts.replace(place, msgspec.structs.replace(draft, body=body, spelled=None, seen=None))
            self.text = None

    def _fit_set(self, place: int, target: Target) -> None:
        """Check the data that a correction leaves an event with."""
        body = self.drafts[place].body
        if target.kind != "event" or target.rest or target.body is None or not {"data", "type"} & set(body["set"]):
            return
        if target.id is not None and self._is_held("correction", {**body, "target": target.id}):
            return
        record = self.holdings.by_id.get(target.id or "")
        event = dict(target.body) if record is None else self.holdings.effective(record)
        self._fit_data(place, body["set"], of=event)

    def _is_held(self, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether the log says the same as it stands, so that nothing of it will be written."""
        if self.fit is None:
            return False
        holder = self.holdings.by_key.get(body.get("key") or "")
        if holder is not None and holder.body is not None and content_of(kind, holder.body) == content_of(kind, body):
            return True
        return bool(self.holdings.says(kind, body) or (self.once and self.holdings.ever(kind, body)))

    def _announce(self, place: int) -> None:
        """Let the others of the batch find a draft by its key, its name, its old id and its origins."""
        text = self.drafts.spelled(place)
        if text is not None and b'"key":' not in text and b'"origin"' not in text:
            return
        draft = self.drafts[place]
        if not self.called.announce(place, draft):
            self.keyed_again.add(place)
        if draft.spelled is None or b'"origin"' in draft.spelled:
            self.origins |= set(origins_in(draft.body))

    def _resolved(self, place: int, targets: Mapping[str, Target], decided: Decisions) -> Decision:
        """Fill in the ids that are known; what another draft of the batch will be called waits."""
        draft = self.drafts[place]
        body, spelled = draft.body, draft.spelled or self.text
        if draft.recorded is not None and "imported" not in body:
            told = {"recorded": draft.recorded} | ({"id": draft.id} if draft.id else {})
            body, spelled = {**body, "imported": told}, None
        found: dict[str, str] = {}
        waits = []
        for field, target in targets.items():
            if target.place is None:
                found[field] = f"{target.id}{target.rest}"
                continue
            named = decided.of(target.place)
            while named.same is not None:
                named = decided.of(named.same)
            if named.there is not None:
                found[field] = named.there + target.rest
            else:
                waits.append((field, named.place, target.rest))
        return Decision(
            place=place,
            kind=draft.kind,
            body=filled(body, found) if found else body,
            waits=tuple(sorted(waits)),
            recorded=draft.recorded,
            notes=self.notes.get(place, ()),
            spelled=None if targets else spelled,
            seen=draft.seen,
        )

    def _settle(self, decision: Decision, decided: Decisions, texts: Places) -> Decision:
        """Find out whether the log, or an earlier draft, already says what a draft says."""
        place, kind, body = decision.place, decision.kind, decision.body
        key = decision.key
        if not decision.waits:
            holder = self.holdings.by_key.get(key) if key else None
            if holder is not None and holder.body is not None:
                if content_of(holder.kind, holder.body) == content_of(kind, body):
                    return msgspec.structs.replace(decision, there=holder.id)
            elif (there := self.holdings.says(kind, body)) and self.repeats.stands(
                there, kind, body, target_of(body, ())
            ):
                return msgspec.structs.replace(decision, there=there)
        if key and key in self.holdings.by_key:
            holder = self.holdings.by_key[key]
            what, fix = self._keyed_otherwise(key, holder)
            self._fault(place, what, at="key", fix=fix + (_UPDATE if self.drafts[place].where else ""), code="key")
        text = text_of(decision)
        if (first := texts.setdefault(text, place)) != place:
            said = decided.there(first) or first
            if self.repeats.stands(said, kind, body, target_of(body, decision.waits), since=first):
                return msgspec.structs.replace(decision, same=first)
            texts[text] = place
        if key and self.called.by_key[key] != place:
            self._fault(
                place,
                f"two records of the batch have the key {quoted(key)} and say different things",
                at="key",
                fix="give each a key of its own",
                code="key",
            )
        if kind == "source":
            self._check_definition(place, body)
        return decision

    def _keyed_otherwise(self, key: str, holder: Record) -> tuple[str, str]:
        """Say of a key that a record has which says other things what is wrong, and what to do."""
        what, fix = f"the key {quoted(key)} is that of {holder.id[:12]}, which says other things", "use another key"
        if (gone := self.holdings.retraction_of(holder)) is not None:
            return (
                f"{what}, and was taken back",
                f"{fix}, or undo that: timeline retract {gone.id[:12]} --because TEXT",
            )
        return what, f"{fix}, or correct that one: timeline correct {holder.id[:12]} --set FIELD=VALUE --because TEXT"

    def _check_definition(self, place: int, body: Mapping[str, Any]) -> None:
        name, from_a_log = (
            body["name"],
            self.drafts[place].is_from_a_log,
        )  # where both are, they stood there side by side
        first = self.holdings.sources.get(name)
        if first is not None and self.repeats.is_live(first.id):
            known = self.holdings.effective(first)
            changed = [field for field in body if field not in NOT_CORRECTABLE and body[field] != known.get(field)]
            self._fault(
                place,
                f"the source {quoted(name)} is defined already, and differently ({', '.join(changed) or 'fewer'})",
                at="name",
                fix=say.correct_command(name, {field: body[field] for field in changed}),
                code="source-defined",
            )
        elif any(
            self.repeats.is_live(other) and not (from_a_log and self.drafts[other].is_from_a_log)
            for other in self.defined.get(name, ())
        ):
            what = f"the batch defines the source {quoted(name)} twice, and differently"
            self._fault(place, what, at="name", fix="keep one of the two", code="source-defined")
        self.defined.setdefault(name, []).append(place)

    def _order(self, places: Sequence[int], targets: Mapping[int, Mapping[str, Target]]) -> Sequence[int]:
        """Sort drafts so that each follows those it names; among those that are free, by kept stamp, then input."""
        named = {place: {target.place for target in found.values()} - {None} for place, found in targets.items()}
        if self.drafts.keeps_stamps():
            places = sorted(places, key=lambda place: self.drafts.recorded(place) or "~")
        order = followed(places, named)
        for place in sorted(set(places) - set(order)) if len(order) < len(places) else ():
            if (open_ones := named[place] - set(order)) <= set(places):
                self._fault(
                    place,
                    "records of the batch name each other in a ring",
                    at=next(field for field, target in targets[place].items() if target.place in open_ones),
                    fix="take one of the references out, and add it afterwards",
                    code="ring",
                )
        return order

    # --- references ----------------------------------------------------------------------------------------------

    def _references(self, place: int) -> dict[str, Target]:
        """Find what a draft's own references lead to; those that lead nowhere are faults."""
        draft = self.drafts[place]
        found: dict[str, Target] = {}
        for field, text in references_in(draft.kind, draft.body):
            try:
                found[field] = self.called.find(text, self.drafts)
            except RecordError as error:
                self._fault(place, error.what, at=field, fix=error.fix, code="unknown-reference")
        return found | self._references_set(draft)

    def _references_set(self, draft: Draft) -> dict[str, Target]:
        """Find which drafts a correction sets references to, by the ids that they had where they come from."""
        found: dict[str, Target] = {}
        for field, text in references_set(draft.body) if draft.kind == "correction" else ():
            name, mark, number = text.partition("#")
            if (other := self.called.given(name)) is not None:
                found[field] = to_draft(self.drafts, other, mark + number)
        return found

    def _check_targets(self, place: int, targets: Mapping[str, Target]) -> None:
        """Check that each reference leads to something of which this kind of record can speak."""
        kind, body = self.drafts[place].kind, self.drafts[place].body
        known = {field: target for field, target in targets.items() if target.place not in self.unsound}
        for field, target in known.items():
            if not field.startswith(SET):
                self._tell(place, (one._replace(path=field) for one in unfit(kind, target, self.holdings)))
        ends = [(target.id, target.place) for target in targets.values()]
        if kind == "link" and (body["from"] == body["to"] or (len(ends) == 2 and ends[0] == ends[1])):
            self._fault(place, "a link leads from one to another", at="to", fix="name the other one", code="reference")
        if kind == "correction" and "target" in known:
            aim = self.called.aim(body, known["target"], self.drafts)
            for fault in unfit_to_correct(body, known["target"], self.holdings, aim):
                if fault.code in OLDER and self.drafts[place].is_from_a_log:
                    continue
                if fault.path in targets:
                    continue  # it leads to a draft of the batch
                self._fault(place, fault.what, at=fault.path, fix=fault.fix, code=fault.code)
            self._fit_set(place, known["target"])

    # --- names of sources and origins ------------------------------------------------------------------------------

    def _check_names(self, place: int) -> None:
        draft = self.drafts[place]
        if draft.kind not in BODIES:
            return
        for path, name in () if draft.is_from_a_log else resting_on_itself(draft.kind, draft.body):
            self._fault(place, on_itself(name), at=path, fix=ON_ITSELF, code="reference")
        if not draft.is_from_a_log:
            for path, fact in held(draft.body, "facts"):
                if "value" not in fact:
                    self._fault(place, "the fact has no value", at=f"{path}.value", fix=NO_VALUE, code="value")
        if draft.seen is not None and all(map(self.called.is_source, draft.seen.sources)):
            if (number := self.drafts.cites(place)) is not None:
                self.sourced.add(number)
            return
        for path, name in sources_in(draft.body):
            if not self.called.is_source(name):
                what, fix = self.called.source_meant(name)
                self._fault(place, what, at=path, fix=fix, code="unknown-source")
        if draft.kind == "link" and draft.body["rel"] == "same-origin":
            for field in ("from", "to"):
                name = draft.body[field]
                if name not in self.origins:
                    fix = did_you_mean(name, self.origins) or "name an origin; `timeline sources` shows them"
                    self._fault(place, f"unknown origin {quoted(name)}", at=field, fix=fix, code="unknown-origin")
        if draft.kind == "link" and draft.body["rel"] == "same-entity":
            self.notes[place] = tuple(self._of_unknown_entities(draft))

    def _of_unknown_entities(self, draft: Draft) -> Iterator[str]:
        """Say which names of a link no event has a fact on; it may be meant for what is told later."""
        for field in ("from", "to"):
            name = draft.body[field]
            if name not in self.entities:
                hint = did_you_mean(name, self.entities - {draft.body["from"], draft.body["to"]})
                yield f"{field}: no event has a fact on {quoted(name)}" + (f"; {hint}" if hint else "")

    @functools.cached_property
    def entities(self) -> set[str]:
        """The names of all entities on which the log or the batch has a fact."""
        return self.holdings.entities() | {name for draft in self.drafts for name in entities_in(draft.body)}
