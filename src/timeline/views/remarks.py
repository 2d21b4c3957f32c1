"""What to look at again in records that were just added, or would be.

Law of this module: it refuses nothing. What is remarked is written as it stands; a remark names what may be wrong, and
what to write if it is.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from timeline.records import say
from timeline.records.fields import logins
from timeline.records.model import Record
from timeline.records.spooled import Lazy

if TYPE_CHECKING:
    from timeline.records.names import Sort
    from timeline.records.twins import Knew
    from timeline.verify.sift import New, Sift

Code: TypeAlias = Literal[
    "login", "reported-early", "undated-report", "taken-back", "open-null", "near-name", "not-erased"
]
_MOST: Final = 10
"""Of one kind only so many remarks are said."""
_MORE: Final[Mapping[Code, str]] = {
    "login": "more texts that hold an address with a name or a password; `timeline check` names all",
    "reported-early": "more events reported before they can have happened; `timeline check` names all",
    "undated-report": "more reports without a day",
    "taken-back": "more records that speak of what was taken back",
    "open-null": "more nulls that may lie before the start of what they end",
    "not-erased": "more redactions of which the text still stands; `timeline check` names all",
    "near-name": "more new names that look like others; `timeline entities` shows those of entities",
}


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at again: the id of the new record that gives the reason, of which kind it is, and the words."""

    record: str
    code: Code
    text: str


def remarks(
    old: Sequence[Record],
    new: Iterable[New],
    *,
    in_use: Mapping[Sort, Collection[str]] | None = None,
    is_written: bool = True,
    knew: Knew | None = None,
) -> tuple[Remark, ...]:
    """Find what to look at again in new records, by kind, and within a kind in their order.

    ``old`` are the records of the log before, or those that bear on the new ones: they tell which names are ``in_use``,
    and who ``knew`` of whom, where that is not given. What is not written yet is not corrected, but given otherwise.
    """
    known = {record.id for record in old}
    fresh = _unknown(new if isinstance(new, Sequence) else tuple(new), known)
    if not fresh:
        return ()
    knows = _Knows(old, fresh, knew)
    told = _told(fresh, knows)
    early = _early(old, fresh, told, is_written=is_written, knew=knows)
    return (
        *_logins(told, is_written=is_written),
        *early,
        *_undated(old, fresh, told, is_written=is_written, knew=knows),
        *_taken_back(old, told, is_written=is_written),
        *_open_nulls(old, fresh, told, knows),
        *_not_erased(told, is_written=is_written),
        *_near_names(old, told, in_use),
    )


def _unknown(new: Sequence[New], known: Collection[str]) -> Sequence[New]:
    """Give those that are not known, each when it is asked for."""
    if not known:
        return new
    places = array("q", (place for place, record in enumerate(new) if record.id not in known))
    return new if len(places) == len(new) else Lazy(len(places), lambda number: new[places[number]])


class _Knows:
    """Says who knew of whom, new records among them: most often nobody asks."""

    def __init__(self, old: Sequence[Record], fresh: Sequence[New], beyond: Knew | None) -> None:
        self._old, self._fresh, self._beyond = old, fresh, beyond
        self._knew: Knew | None = None

    def __call__(self, later: str, earlier: str) -> bool:
        """Say whether the second record is among the ancestors of the first."""
        if self._knew is None:
            from timeline.records.twins import Ancestry  # noqa: PLC0415 - as most often nobody asks

            at_hand = self._old if self._beyond is None else ()
            self._knew = Ancestry((*at_hand, *(one.record for one in self._fresh)), self._beyond).knew
        return self._knew(later, earlier)


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What new records tell that bears on a remark, found in one look at each: a large batch is not read again.

    ``speaking`` are the records that may speak of what was taken back, ``logins`` those whose texts may hold one;
    ``nulls`` the ids of those that may say that a cell ended; ``names`` those of each sort, each with the first record
    that has it; ``reports`` the ids of reports, by the event that they name; ``may_lack_days`` the places of those that
    may have a report without a day and a source; ``sift`` has every record, None where none has or is a report.
    """

    speaking: list[tuple[str, str, Mapping[str, Any]]] = msgspec.field(default_factory=list)
    logins: list[New] = msgspec.field(default_factory=list)
    nulls: set[str] = msgspec.field(default_factory=set)
    names: dict[Sort, dict[str, str]] = msgspec.field(default_factory=dict)
    reports: dict[str | None, str] = msgspec.field(default_factory=dict)
    may_lack_days: array[int] = msgspec.field(default_factory=lambda: array("q"))
    sift: Sift | None = None


def _told(fresh: Sequence[New], knew: Knew) -> _Told:
    from timeline.records.names import brought_in  # noqa: PLC0415 - only writing asks

    told = _Told()
    sift: Sift | None = None
    last: object = None
    for place, record in enumerate(fresh):
        if record.may_hold_login:
            told.logins.append(record)
        seen = record.seen
        if seen is not None:
            if seen.cites is not None and "" in seen.cites.split("\n"):
                told.may_lack_days.append(place)
            if seen.has_null:
                told.nulls.add(record.id)
            if seen.names is not last:
                last = seen.names
                for sort, name in seen.names:
                    told.names.setdefault(sort, {}).setdefault(name, record.id)
            if sift is None and seen.cites is not None:
                sift = _sifted(fresh, place, knew)
            if sift is not None:
                sift.add_usual(record, seen)
            continue
        told.may_lack_days.append(place)
        recorded, kind, body = record.said
        if _has_null(kind, body):
            told.nulls.add(record.id)
        for sort, name in brought_in(kind, body):
            told.names.setdefault(sort, {}).setdefault(name, record.id)
        if kind not in ("event", "source"):
            told.speaking.append((record.id, kind, body))
        if kind == "report":
            told.reports[body.get("event")] = record.id
        if sift is None and (kind == "report" or body.get("reports")):
            sift = _sifted(fresh, place, knew)
        if sift is not None:
            sift.add(record, recorded, kind, body)
    return msgspec.structs.replace(told, sift=sift)


def _sifted(fresh: Sequence[New], place: int, knew: Knew) -> Sift:
    """Sift the records that came before the first that has a report, which is at a place."""
    from timeline.verify.sift import Sift  # noqa: PLC0415 - most that are added one by one have no report yet

    sift = Sift(knew, among=fresh)
    for one in itertools.islice(fresh, place):
        sift.add(one, *one.said)
    return sift


def in_words(found: Sequence[Remark]) -> Iterator[str]:
    """Say the first remarks of each kind, and how many more there are."""
    for code, more in _MORE.items():
        these = [remark.text for remark in found if remark.code == code]
        yield from these[:_MOST]
        if len(these) > _MOST:
            yield f"{len(these) - _MOST} {more}"


def _logins(told: _Told, *, is_written: bool) -> Iterator[Remark]:
    """Name the texts that hold a login: an address of its own with one is refused, the words of a source are not."""
    for record in told.logins:
        for path in logins(record.body or {}):
            how = f"take it out: timeline redact {record.id[:12]} --because TEXT" if is_written else "leave it out"
            what = "it holds an address with a name or a password, which is never shown, and stays in the log"
            yield Remark(record=record.id, code="login", text=f"{path}: {what}; {how}")


def _early(
    old: Sequence[Record], fresh: Sequence[New], told: _Told, *, is_written: bool, knew: Knew
) -> Iterator[Remark]:
    """Name the events that are surely reported before they can have happened."""
    if told.sift is None:
        return
    suspects = told.sift.suspects(old)
    if not suspects.events:
        return
    from timeline.verify.early import early  # noqa: PLC0415 - slow to import, and of most events it is sure

    ids = {record.id for record in fresh}
    for one in early(suspects.records, knew):
        event = one.event
        if event.id not in suspects.events:
            continue
        if is_written or event.id not in ids:
            text = f"{event.id[:8]}: {one.what}; {one.fix}"
        else:
            fix = "give the right dates; what was only announced is planned: --planned E.P=V (in Python planned=)"
            text = f"{say.quoted(event.event.title)}: {one.what}; {fix}"
        record = event.id if event.id in ids else told.reports[event.id]
        yield Remark(record=record, code="reported-early", text=text)


def _undated(
    old: Sequence[Record], fresh: Sequence[New], told: _Told, *, is_written: bool, knew: Knew
) -> Iterator[Remark]:
    """Say of each report that nobody dates since when it counts; of many, that they are many.

    Of the reports inside events only those without a source: of a source without a day its own receipt says it.
    """
    found = (
        dict(itertools.islice(_without_a_day(fresh[place] for place in told.may_lack_days), _MOST + 1))
        if told.sift is not None
        else {}
    )
    if len(found) > _MOST:
        what = f"more than {_MOST} reports have no day, this one first: each counts as possibly out from the first day"
        why = "of its event on, and surely from the day on which it is recorded; give each its `reported`"
        yield Remark(record=next(iter(found.values())), code="undated-report", text=f"{what} {why}")
    elif found and told.sift is not None:
        from timeline.views.undated import undated  # noqa: PLC0415 - slow to import, and most reports have a day

        for one in undated(told.sift.bearing(old, {*found.values()}), found, knew):
            name = one.event.id[:8] if is_written else say.quoted(one.event.event.title)
            fix = one.fix if is_written else "if it is known, give it: --reported DATE (in Python reported=)"
            yield Remark(record=found[one.report.address], code="undated-report", text=f"{name}: {one.what}; {fix}")


def _without_a_day(fresh: Iterable[New]) -> Iterator[tuple[str, str]]:
    """Give the addresses of reports that have no day of their own, each with its record's id."""
    for record in fresh:
        body = record.body or {}
        if record.kind == "report" and body.get("reported") is None:
            yield record.id, record.id
        for number, report in enumerate(body.get("reports") or () if record.kind == "event" else (), 1):
            if report.get("reported") is None and report.get("source") is None:
                yield f"{record.id}#{number}", record.id


def _taken_back(old: Sequence[Record], told: _Told, *, is_written: bool) -> Iterator[Remark]:
    """Say of what speaks of a thing that was taken back already that it was, and what is new."""
    if told.speaking and any(record.kind == "retraction" for record in old):
        from timeline.views.again import taken_back  # noqa: PLC0415 - most logs take nothing back

        for record, text in taken_back(old, told.speaking, is_written=is_written):
            yield Remark(record=record, code="taken-back", text=text)


def _not_erased(told: _Told, *, is_written: bool) -> Iterator[Remark]:
    """Say of a redaction that was added as a record that this takes no text out of a file."""
    for record, kind, body in told.speaking:
        if kind == "redaction":
            target = str(body["target"])
            what = f"no answer {'shows' if is_written else 'would show'} {target[:8]}, and its text still stands"
            fix = f"take it out of the files: timeline redact {target[:12]} --because TEXT"
            yield Remark(record=record, code="not-erased", text=f"{what}; {fix}")


def _open_nulls(old: Sequence[Record], fresh: Sequence[New], told: _Told, knew: Knew) -> Iterator[Remark]:
    """Name each null that may have come before the start of what it is meant to end."""
    if told.nulls:
        from timeline.views.endings import open_nulls  # noqa: PLC0415 - most records have no null

        for one in open_nulls([*old, *(one.record for one in fresh)], told.nulls, knew):
            yield Remark(record=one.record, code="open-null", text=str(one))


def _has_null(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether a record may say that a cell ended: only then there is something to look for."""
    facts = body.get("facts", ()) if kind == "event" else body.get("set", {}).get("facts", ())
    return any(fact.get("value") is None for fact in facts or () if isinstance(fact, Mapping))


def _near_names(old: Sequence[Record], told: _Told, in_use: Mapping[Sort, Collection[str]] | None) -> Iterator[Remark]:
    """Name each new name that looks like a slip of the pen in one of its sort that is in use."""
    from timeline.records.names import near_among  # noqa: PLC0415 - only writing asks

    said = ((record.kind, record.body or {}) for record in reversed(old))
    for one in near_among(said, told.names, in_use=in_use):
        yield Remark(record=told.names[one.sort][one.name], code="near-name", text=str(one))
