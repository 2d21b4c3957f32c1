"""The records that a log held, and when each change to them became public.

Law of this module: what is true at every as-of date is worked out once here. What the world changed cannot date itself:
only our own corrections bear on when a change became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.asof.changes import Applied, Changes
from timeline.asof.sources import Sources, possible
from timeline.asof.windows import Window, day_of, windows
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment
from timeline.dates.written import WrittenDate
from timeline.records.mentions import held
from timeline.records.model import Change, Content, Correction, Link, Record, Source
from timeline.records.twins import Ancestry, Knew

_ROUNDS: Final = 5  # of finding what is ours; more than two are only ever needed by contrived logs
_HAPPENED: Final = frozenset({"occurred", "during"})


class Held:
    """What every as-of date shares: the records that exist, and when each change became public."""

    def __init__(self, records: Sequence[Record], knew: Knew | None = None) -> None:
        self.records = records
        self.changes, self.ours = _by_ours(records, knew or Ancestry(records).knew)
        self.source_records: dict[str, list[Record]] = {}
        for record in self.changes.of_kind("source"):
            if isinstance(record.content, Source):
                self.source_records.setdefault(record.content.name, []).append(record)
        self.reports_on: dict[str, list[Record]] = {}
        for record in self.changes.of_kind("report"):
            self.reports_on.setdefault(self.changes.target(record), []).append(record)
        self.capture_records = self.changes.of_kind("capture")
        self._our_sources = Sources(self.source_records, self.capture_records, self.ours)
        self._change_windows: dict[str, Window] = {}
        self._is_ours: dict[str, bool] = {}

    def is_ours(self, record: Record) -> bool:
        """Whether a change mends our own mistake, as we have corrected it."""
        if record.id not in self._is_ours:
            self._is_ours[record.id] = _is_ours(record, self.ours)
        return self._is_ours[record.id]

    @property
    def ignored(self) -> tuple[tuple[Record, str], ...]:
        """The changes that cannot apply and are not taken back, each with the reason."""
        from timeline.records.ours import only_ours, ours_alone  # noqa: PLC0415 - only a check asks

        found = [*self.changes.ignored]
        for record in self.changes.by_id.values():
            if isinstance(record.content, Correction) and not self.is_ours(record):
                target = self.changes.target(record)
                of = self.changes.by_id.get(target.partition("#")[0])
                kind = "report" if "#" in target else "" if of is None else of.kind
                if names := ours_alone(kind, record.content.set):
                    found.append((record, only_ours(kind, names)))
        return tuple(pair for pair in found if self.ours.retracted(pair[0].id) is Answer.NO)

    def change_window(self, record: Record) -> Window:
        """Say when a change that the world made to its account became public.

        Only our own corrections bear on this: what the world changed cannot date itself.
        """
        window = self._change_windows.get(record.id)
        if window is None:
            fields = self.ours.fields(record.id, record.body or {})
            dates = possible(fields, "reported", getattr(record.content, "reported", None))
            (source, *_) = possible(fields, "source", getattr(record.content, "source", None))
            publication = self._our_sources.publication(record.id, record=record, dates=dates, sources=(source,))
            found, _ = windows([publication])
            window = self._change_windows[record.id] = found[record.id]
        return window

    def about(self, entity: str, property_: str) -> frozenset[str]:
        """Name the events that bear on a cell at any as-of date, under any name that its entity may then have."""
        names = self._ever_same(entity)
        found = {record.id for record in self.changes.of_kind("event") if self._tells(record, names, property_)}
        links = [
            (self.changes.canonical(record.content.from_), self.changes.canonical(record.content.to))
            for record in self.changes.of_kind("link")
            if isinstance(record.content, Link)
        ]
        while True:
            near = {end for link in links if found & set(link) for end in link} - found
            if not near:
                return frozenset(found)
            found |= near

    def _ever_same(self, entity: str) -> frozenset[str]:
        """Name all that may stand for one entity at some as-of date: whatever links lead to, in any version of them."""
        links = []
        for record in self.changes.of_kind("link"):
            bodies = self._bodies(record)
            if any(body.get("rel") == "same-entity" for body in bodies):
                links.append({name for body in bodies for name in (body.get("from"), body.get("to")) if name})
        found = {entity}
        while more := {name for names in links if names & found for name in names} - found:
            found |= more
        return frozenset(found)

    def _tells(self, record: Record, entities: frozenset[str], property_: str) -> bool:
        """Whether an event has a fact on a cell of one of these names in any version of it."""
        return any(
            fact.get("entity") in entities and fact.get("property") == property_
            for body in self._bodies(record)
            for _, fact in held(body, "facts")
        )

    def _bodies(self, record: Record) -> list[Mapping[str, Any]]:
        """Give what a record says, and whatever a correction, or a correction of that, sets of it."""
        bodies: list[Mapping[str, Any]] = [record.body or {}]
        for change in self.changes.corrections.get(record.id, ()):
            bodies += [change.content.set] if isinstance(change.content, Correction) else []
            bodies += [
                later.content.set.get("set") or {}
                for later in self.changes.corrections.get(change.id, ())
                if isinstance(later.content, Correction)
            ]
        return bodies

    def change_edges(self) -> tuple[Moment, ...]:
        """Give the as-of moments at which a change may begin to apply, surely or possibly, ascending."""
        edges: set[Moment] = set()
        for record in self.changes.by_id.values():
            if isinstance(record.content, Change) and not self.is_ours(record):
                window = self.change_window(record)
                edges |= {window.lo, window.hi}
        return tuple(sorted(edges))

    def turning_points(self, only: frozenset[str] | None) -> tuple[Moment, ...]:
        """Give the bounds of every date that bears on when something became public.

        What was reported counts to the instant, what we recorded by its whole day, and of what happened the first day:
        nothing is reported before it.
        """
        dates: set[tuple[WrittenDate, bool]] = set()
        days: set[Moment] = set()
        for record in self.changes.by_id.values():
            event = self.changes.target(record) if record.kind == "report" else record.id
            if record.kind in ("event", "report") and only is not None and event not in only:
                continue
            days.add(record.recorded_at)
            dates.update(dates_in(record.content))
        points: set[Moment] = set()
        for date, is_report in dates:
            span = date.meaning.span
            if is_report:
                points.update((span.lo, span.hi))
            elif span.lo != NEVER_BEFORE:
                points.add(day_of(span.lo).lo)
        points |= {edge for day in days for edge in (day_of(day).lo, day_of(day).hi)}
        return tuple(sorted(points - {NEVER_BEFORE, NEVER_AFTER}))

    def knowable(self, record: Record, as_of: Clock | None) -> Answer:
        """Say whether a correction, retraction or link is known on a day; ours count at every one."""
        return Answer.YES if self.is_ours(record) else self.change_window(record).known_by(as_of)

    def change_order(self, record: Record) -> tuple[bool, Moment, tuple[str, str]]:
        """Sort changes: ours first, then the world's by the earliest moment at which they can be known."""
        is_ours = self.is_ours(record)
        return (not is_ours, 0 if is_ours else self.change_window(record).lo, record.order)


def _by_ours(records: Sequence[Record], knew: Knew) -> tuple[Changes, Applied]:
    """Find the changes of a log, and which of ours apply.

    What we corrected in a change counts: whether it is ours (as corrected it names neither ``reported`` nor
    ``source``), and what it is about. So the changes are found again until nothing of that moves any more.
    """
    changes = Changes(records, knew=knew)
    targets: dict[str, str] = {}
    ours = frozenset(record.id for record in changes.by_id.values() if _is_ours(record, None))
    for _ in range(_ROUNDS):
        applied = _applied(changes, ours)
        found = frozenset(record.id for record in changes.by_id.values() if _is_ours(record, applied))
        moved = {
            record.id: target
            for record in changes.by_id.values()
            if (target := _corrected_target(record, applied)) is not None
        }
        if found == ours and moved == targets:
            return changes, applied
        ours = found
        if moved != targets:
            targets = moved
            changes = Changes(records, targets, knew=knew)
    return changes, _applied(changes, ours)


def _applied(changes: Changes, ours: frozenset[str]) -> Applied:
    return Applied(changes, lambda record: Answer.YES if record.id in ours else Answer.NO, lambda record: record.order)


def _is_ours(record: Record, applied: Applied | None) -> bool:
    """Whether a change mends our own mistake: as we corrected it, it names neither ``reported`` nor ``source``."""
    content = record.content
    if not isinstance(content, Change):
        return False
    fields = applied.fields(record.id, record.body or {}) if applied is not None else {}
    return not any(text for name in ("reported", "source") for text in possible(fields, name, getattr(content, name)))


def _corrected_target(record: Record, applied: Applied) -> str | None:
    """Give the target of a change, or the event of a report, where we corrected it."""
    if record.kind not in ("correction", "retraction", "report"):
        return None
    field = "event" if record.kind == "report" else "target"
    versions = applied.fields(record.id, record.body or {}).get(field)
    return versions[0][0] if versions and isinstance(versions[0][0], str) else None


def dates_in(value: object, name: str = "") -> Iterable[tuple[WrittenDate, bool]]:
    """Find the dates in a body, wherever they stand, each with whether it says when something became public.

    Of what happened, the first day can bound a report. ``name`` is the field that the value stands in.
    """
    if isinstance(value, WrittenDate):
        yield value, name not in _HAPPENED
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from dates_in(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from dates_in(item, name)
    elif isinstance(value, Content):
        for field in value.__struct_fields__:
            yield from dates_in(getattr(value, field), field)
