"""What a log holds, as far as a newcomer must fit in: ids, keys, names of sources and origins, what is live.

Law of this module: live means not taken back by a retraction that is itself live, nor one with a record that was, and
not redacted; every retraction counts here, whatever day it speaks of. Of several records with one name or key the first
by (recorded, id) counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from timeline.dates.suggest import did_you_mean, near, was_meant
from timeline.errors import RecordError
from timeline.records.contents import content_of
from timeline.records.mentions import entities_in, origins_in
from timeline.records.model import Correction, Event, Record, Retraction
from timeline.records.strict_json import quoted

if TYPE_CHECKING:
    from timeline.records.twins import Knew

SHORTEST_PREFIX: Final = 4
KEY: Final = "key:"
"""How a reference by key begins."""
_MOST: Final = 5
"""Of records that may be meant so many are named."""
_A_REPORT: Final = "\n"
"""In the place of a field: some report inside of a record."""

_TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("title", "type"),
    "source": ("name",),
    "capture": ("source", "sha256"),
    "report": ("event", "source"),
    "correction": ("target",),
    "retraction": ("target",),
    "redaction": ("target",),
    "link": ("from", "to", "rel"),
}


def types_in(records: Iterable[Record]) -> Counter[str]:
    """Count the events among some records by the type with which each was first written; a redacted one has none."""
    return Counter(record.content.type for record in records if isinstance(record.content, Event))


class Holdings:
    """The records of a log, by (recorded, id) and each id once, found by what newcomers say of them.

    ``knew`` says who knew of whom, where the records are not all of the log.
    """

    def __init__(self, records: Sequence[Record], knew: Knew | None = None) -> None:
        self.by_id: dict[str, Record] = {record.id: record for record in records}
        self.by_key: dict[str, Record] = {}
        self.sources: dict[str, Record] = {}
        self._gone: dict[str, Record] = {}
        self.origins: set[str] = set()
        self.corrections: dict[str, list[Correction]] = {}
        self._retracted = _gone(records, knew)
        self._alike = _Alike()
        self._ever: _Alike | None = None
        self._changes: dict[str, list[Record]] = {}
        self._last: dict[tuple[str, str], tuple[str, str]] = {}
        self._ids: list[str] | None = None
        for record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        """Let a record be found that comes after all that were taken before."""
        body = record.body
        if body is None:
            return
        live = record.id not in self._retracted
        if key := body.get("key"):
            holder = self.by_key.get(key)
            if holder is None or (live and holder.id in self._retracted):
                self.by_key[key] = record
        if not live:
            if record.kind == "source" and record.content is not None:
                self._gone[body["name"]] = record
            return
        self._alike.add(record)
        if record.kind == "source" and record.content is not None:
            self.sources.setdefault(body["name"], record)
        if record.content is not None:
            self.origins.update(origins_in(body))
        content = record.content
        if isinstance(content, Correction):
            base = content.target.partition("#")[0]
            self.corrections.setdefault(base, []).append(content)
            self._changes.setdefault(base, []).append(record)
            for field in content.set:
                self._last[content.target, field] = record.order
            if "#" in content.target:
                self._last[base, _A_REPORT] = record.order

    def add(self, record: Record) -> bool:
        """Take a new record, which comes after all others; whether that was possible: a retraction changes others."""
        if record.body is None or isinstance(record.content, Retraction):
            return False
        self.by_id[record.id] = record
        self._ids = None
        if self._ever is not None:
            self._ever.add(record)
        self._take(record)
        return True

    def entities(self) -> set[str]:
        """Name every entity on which a live event has a fact, as it was written or as a live correction sets it."""
        live = (record for record in self.by_id.values() if self.is_live(record))
        return {name for record in live if record.kind in ("event", "correction") for name in entities_in(record.body)}

    def parted(self, text: str) -> tuple[str, str, str]:
        """Part a reference ``ID#n`` at its mark; a key may hold one itself."""
        if not text.startswith(KEY):
            return text.partition("#")
        head, mark, number = text.rpartition("#")
        return (text, "", "") if not mark or text.removeprefix(KEY) in self.by_key else (head, mark, number)

    def find(self, text: str) -> Record:
        """Find a record by its id, by the start of its id, by ``key:K``, or (a source) by its name.

        Raises:
            RecordError: There is none, or there are several.
        """
        if record := self.by_id.get(text):
            return record
        if text.startswith(KEY):
            return self.keyed(text.removeprefix(KEY))
        source = self.sources.get(text) or self._gone.get(text)
        ids = self._starting_with(text)
        if source is not None and not ids:
            return source
        if len(ids) == 1 and source is None:
            return self.by_id[ids[0]]
        if ids:
            which = ", ".join(record_id[:12] for record_id in ids[:_MOST])
            also = f" and the source {quoted(text)}" if source is not None else ""
            raise RecordError(
                f"{quoted(text)} fits {len(ids)} records: {which}{also}",
                fix="give more digits of the one that is meant",
            )
        if 0 < len(text) < SHORTEST_PREFIX and not set(text) - set("0123456789abcdef"):
            raise RecordError(f"{quoted(text)} is too short for an id", fix=f"give at least {SHORTEST_PREFIX} digits")
        what = f"no record has the id or name {quoted(text)}"
        if text in self.entities():
            import shlex  # noqa: PLC0415 - only a refusal asks

            fix = f"`timeline list --entity {shlex.quote(text)}` lists its events (in Python list(entities={text!r}))"
            raise RecordError(f"{what}: it is an entity", fix=fix)
        titled, meant = self._titled(text)
        meant = meant or did_you_mean(text, self.sources)
        raise RecordError(what + titled, fix=meant or "`timeline list` and `timeline sources` show what there is")

    def keyed(self, key: str, others: Iterable[str] = ()) -> Record:
        """Find a record by its key; ``others`` are keys that may be meant as well.

        Raises:
            RecordError: None has it.
        """
        if (record := self.by_key.get(key)) is not None:
            return record
        found = near(key, [*others, *self.by_key])
        fix = "a key is set when a record is added: --key, in Python key=" if found is None else was_meant(KEY + found)
        raise RecordError(f"no record has the key {quoted(key)}", fix=fix)

    def _titled(self, text: str) -> tuple[str, str | None]:
        """Say of a text that is no name which events have it as their title, or hold it there, and what to do."""
        wanted = text.casefold()
        live = (record for record in self.by_id.values() if record.kind == "event" and self.is_live(record))
        titles = {
            one.id[:12]: [str(body.get("title")).casefold() for body in (one.body or {}, self.effective(one))]
            for one in live
        }
        having = [id_ for id_, both in titles.items() if wanted in both]
        if having:
            of = "an event" if len(having) == 1 else f"{len(having)} events"
            more = f", … ({len(having) - _MOST} more)" if len(having) > _MOST else ""
            which = "it" if len(having) == 1 else "one"
            return f": it is the title of {of}", f"name {which} by its id: {', '.join(having[:_MOST])}{more}"
        holding = sum(wanted in both[1] for both in titles.values()) if " " in text.strip() else 0
        if not holding:
            return "", None
        import shlex  # noqa: PLC0415 - only a refusal asks

        fix = f"`timeline list --grep {shlex.quote(text)}` lists "
        fix += f"{'it' if holding == 1 else 'them'} (in Python list(grep={text!r}))"
        return f": {'the title of 1 event holds' if holding == 1 else f'the titles of {holding} events hold'} it", fix

    def _starting_with(self, text: str) -> list[str]:
        if not SHORTEST_PREFIX <= len(text) <= 64 or set(text) - set("0123456789abcdef"):
            return []
        if self._ids is None:
            self._ids = sorted(self.by_id)
        start = bisect_left(self._ids, text)
        end = bisect_left(self._ids, text + "g", lo=start)
        return self._ids[start:end]

    def kind_by_id(self, text: str) -> str | None:
        """Give the kind of the one record, no source, whose id begins with a text; None where there is none."""
        ids = self._starting_with(text)
        kind = self.by_id[ids[0]].kind if len(ids) == 1 else None
        return None if kind == "source" else kind

    def taken_back_by(self, name: str) -> Record | None:
        """Find the retraction in force that took back the source of this name; None where one is there, or none was."""
        gone = None if name in self.sources else self._gone.get(name)
        return None if gone is None else self.retraction_of(gone)

    def retraction_of(self, record: Record) -> Record | None:
        """Find the retraction in force of a record; None where none names it."""
        undoing = (one for one in self.by_id.values() if isinstance(one.content, Retraction) and self.is_live(one))
        return next((one for one in undoing if one.body is not None and one.body["target"] == record.id), None)

    def is_live(self, record: Record) -> bool:
        """Whether a record is neither taken back nor redacted."""
        return record.body is not None and record.id not in self._retracted

    def says(self, kind: str, body: Mapping[str, Any]) -> str | None:
        """Find the live record that says the same, and that nothing later changes in the same fields."""
        for record in self._alike.saying(kind, body):
            if not self._changed_later(record):
                return record.id
        if kind == "source" and (first := self.sources.get(body["name"])) is not None:
            return first.id if content_of(kind, self.effective(first)) == content_of(kind, body) else None
        return None

    def ever(self, kind: str, body: Mapping[str, Any]) -> list[Record]:
        """Find every record that says the same, also those that were taken back or changed since."""
        if self._ever is None:
            self._ever = _Alike()
            for record in self.by_id.values():
                self._ever.add(record)
        return list(self._ever.saying(kind, body))

    def effective(self, record: Record) -> dict[str, Any]:
        """The body of a record as its live corrections, in their order, leave it; a source keeps its name."""
        body = dict(record.body or {})
        for change in self._changes.get(record.id, ()):
            content = change.content
            if isinstance(content, Correction) and content.target == record.id:
                body |= content.set
        if record.kind == "source" and record.body is not None:
            body["name"] = record.body["name"]
        return body

    def _changed_later(self, record: Record) -> bool:
        """Whether a field of a record was corrected, or one that it sets was set again after it."""
        body = record.body or {}
        if any((record.id, field) in self._last for field in body):
            return True
        if "reports" in body and (record.id, _A_REPORT) in self._last:
            return True
        content = record.content
        if not isinstance(content, Correction):
            return False
        base, mark, _ = content.target.partition("#")
        same = [(content.target, field) for field in content.set]
        if mark:  # a report is also replaced with all the reports of its event
            same.append((base, "reports"))
        elif "reports" in content.set:
            same.append((base, _A_REPORT))
        return any(self._last.get(place, record.order) > record.order for place in same)


class _Alike:
    """Records found by what they say: first by a few fields, which costs little, then by all of it."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[Any, ...], list[Record]] = {}
        self._texts: dict[tuple[Any, ...], dict[bytes, list[Record]]] = {}

    def add(self, record: Record) -> None:
        """Take a record in; a redacted one says nothing."""
        if record.body is not None:
            self._waiting.setdefault(_telling(record.kind, record.body), []).append(record)

    def saying(self, kind: str, body: Mapping[str, Any]) -> Sequence[Record]:
        """Give the records that say what a body says, in the order in which they came."""
        if not self._waiting and not self._texts:
            return ()
        telling = _telling(kind, body)
        waiting = self._waiting.pop(telling, None)
        if waiting is not None:
            texts = self._texts.setdefault(telling, {})
            for record in waiting:
                texts.setdefault(content_of(record.kind, record.body or {}), []).append(record)
        texts = self._texts.get(telling, {})
        return texts.get(content_of(kind, body), ()) if texts else ()


def _telling(kind: str, body: Mapping[str, Any]) -> tuple[Any, ...]:
    """A few fields by which records that say the same are found fast."""
    return (kind, *[str(body.get(field)) for field in _TELLING.get(kind, ())])


def _retracted(records: Sequence[Record]) -> set[str]:
    """The addresses that a live retraction takes back; the last retraction is judged first."""
    found: set[str] = set()
    for record in reversed(records):
        if isinstance(record.content, Retraction) and record.id not in found:
            found.add(record.content.target)
    return found


def _gone(records: Sequence[Record], knew: Knew | None) -> set[str]:
    """The addresses that a live retraction takes back, and the ids of what is one with a record taken back."""
    found = _retracted(records)
    gone = [record for record in records if record.id in found and record.body is not None]
    keys = {record.body["key"] for record in gone if record.body and record.body.get("key")}
    telling = {_telling(record.kind, record.body or {}) for record in gone}
    alike = [
        record
        for record in records
        if gone
        and (body := record.body) is not None
        and ((keys and body.get("key") in keys) or _telling(record.kind, body) in telling)
    ]
    if len(alike) == len(gone):  # as in most logs: nothing else says what was taken back
        return found
    from timeline.records.twins import Ancestry, twins  # noqa: PLC0415 - seldom

    ids = {record.id for record in alike}
    bearing = [record for record in records if record.id in ids or isinstance(record.content, Retraction)]
    firsts = twins(bearing, knew or Ancestry(records).knew, {})
    taken = {firsts.get(record.id, record.id) for record in gone}
    return found | {record.id for record in alike if firsts.get(record.id, record.id) in taken}
