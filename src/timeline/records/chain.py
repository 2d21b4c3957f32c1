"""Records as a chain: who follows whom, and whether all of it hangs together.

Law of this module: order is (recorded, id), the same on every clone, and never says more than that. The same id twice
is one record. A fault is yielded and never hides what is good.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from timeline.errors import Finding
from timeline.records import say
from timeline.records.model import Record, Redaction


def ordered(records: Iterable[Record]) -> tuple[Record, ...]:
    """Sort records by (recorded, id), each id once; of two with one id the redacted one counts.

    What a redaction names has no content here, whether or not that was taken out of the file.
    """
    return hidden(records)[0]


def hidden(records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Give records as :func:`ordered` does, and of each whose redacted content stands in some file such a copy."""
    unique: dict[str, Record] = {}
    standing: dict[str, Record] = {}
    for record in records:
        first = unique.setdefault(record.id, record)
        if first.is_redacted != record.is_redacted:
            standing.setdefault(record.id, record if first.is_redacted else first)
            unique[record.id] = first if first.is_redacted else record
    for record in _standing(unique):
        standing[record.id] = record
        unique[record.id] = without_content(record)
    return tuple(sorted(unique.values(), key=lambda record: record.order)), tuple(standing.values())


def _standing(unique: Mapping[str, Record]) -> Iterator[Record]:
    """Find the records that a redaction names and of which every copy still has its content."""
    named = [one.content.target for one in unique.values() if isinstance(one.content, Redaction)]
    for target in dict.fromkeys(named):
        record = unique.get(target)
        if record is not None and not record.is_redacted and record.kind != "redaction":
            yield record


def without_content(record: Record) -> Record:
    """Give a record as it is once it is redacted."""
    return msgspec.structs.replace(record, body=None, content=None)


def heads(records: Iterable[Record]) -> tuple[str, ...]:
    """The ids that no record names as its parent, ascending."""
    ids: set[str] = set()
    parents: set[str] = set()
    for record in records:
        ids.add(record.id)
        parents.update(record.parents)
    return tuple(sorted(ids - parents))


def ancestors(records: Iterable[Record], heads: Iterable[str]) -> set[str]:
    """The ids of heads and of everything they rest on, as far as it is among the records."""
    parents = {record.id: record.parents for record in records}
    found: set[str] = set()
    waiting = [head for head in heads if head in parents]
    while waiting:
        record_id = waiting.pop()
        if record_id not in found:
            found.add(record_id)
            waiting += [parent for parent in parents[record_id] if parent in parents]
    return found


Place: TypeAlias = "tuple[int, int]"
"""Where a record stands: the number of its run of records, each the only parent of the next, and its place there."""


def rests_on(later: Place, earlier: Place, parents: Callable[[int], Iterable[Place]]) -> bool:
    """Say whether one record is among the ancestors of another; ``parents`` gives on what the first of a run rests."""
    (run, place), (wanted, at) = later, earlier
    if run == wanted:
        return at < place
    waiting, seen = [run], {run}
    while waiting:
        for parent, up_to in parents(waiting.pop()):
            if parent == wanted and at <= up_to:
                return True
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return False


def covered(ends: Iterable[Place], parents: Callable[[int], Iterable[Place]]) -> dict[int, int]:
    """Give how far each run is covered by some records and all on which they rest, those included."""
    found: dict[int, int] = {}
    waiting = list(ends)
    while waiting:
        run, place = waiting.pop()
        if run not in found:
            waiting += parents(run)
        found[run] = max(place, found.get(run, -1))
    return found


def _absent(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Give what records rest on and is not among them, each time with the record that rests on it."""
    ids = {record.id for record in records}
    return ((record, parent) for record in records for parent in record.parents if parent not in ids)


def not_whole(records: Sequence[Record]) -> list[str]:
    """Say that records rest on what is not among them; nothing where they do not."""
    gone = list(_absent(records))
    if not gone:
        return []
    first, parent = gone[0]
    return [say.not_whole(f"{first.file}:{first.line}", parent, len({parent for _, parent in gone}))]


def lacking(records: Sequence[Record]) -> Iterator[Finding]:
    """Name what records rest on and is not among them: it came without its parents, or these were lost."""
    return itertools.starmap(_lacks, _absent(records))


def _lacks(record: Record, parent: str) -> Finding:
    message = f"it rests on {parent[:12]}, which is not in this log: a file is missing, or was cut"
    return fault_at(record, "dangling-parent", message, "bring the missing file back from git, a clone or a copy")


def fault_at(record: Record, code: str, message: str, fix: str | None) -> Finding:
    """Make a finding of what is wrong with a record, at its line."""
    return Finding(code=code, message=message, file=record.file, line=record.line, fix=fix)
