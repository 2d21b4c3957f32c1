"""What a question rests on: a log as it was at one moment, whole, or as much of it as bears on what is asked.

Law of this module: both tell the same. Where the index cannot be used, or the log has a fault, there is only the whole;
a part is never guessed. What the index needs is imported where a log is large enough for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import attrs

from timeline.asof.ledger import Ledger
from timeline.store.log import LogFiles, Reading

if TYPE_CHECKING:
    from timeline.records.model import Record
    from timeline.store.index import Index, Look, Ready
    from timeline.store.index_records import Records

    Seeds: TypeAlias = Callable[[Records], Iterable[str] | None]
    """Names the nodes of what is asked for; None where only the whole can tell."""


class Changed(Exception):
    """The index was built anew, or is gone, since a part was read of it."""


@attrs.frozen(kw_only=True)
class Whole:
    """All records of a log, or all of them that bear on a question."""

    reading: Reading
    ledger: Ledger
    is_part: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """The ends of the log's chains."""
        return self.reading.heads

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell of the log as it was read."""
        return self.reading.notes

    def part(self, seeds: Seeds) -> Whole | None:
        """Give what bears on what is asked for: here, nothing less than there is."""
        del seeds
        return None


def part_of(
    records: Iterable[Record], knew: Callable[[str, str], bool], *, notes: tuple[str, ...], heads: tuple[str, ...]
) -> Whole:
    """Make the part of a log that bears on a question, ready for it; ``knew`` says who rests on whom."""
    ledger = Ledger(records, knew)
    reading = Reading(records=ledger.records, findings=(), notes=notes, heads=heads)
    return Whole(reading=reading, ledger=ledger, is_part=True)


def whole(files: LogFiles, look: Look) -> Whole:
    """Read the whole of a log as it was when its files were looked at.

    Raises:
        LogBroken: The log cannot be trusted.
    """
    reading = files.read(sizes={name: one.size for name, one in look.files.items()})
    return Whole(reading=reading, ledger=Ledger(reading.records))


@attrs.define(kw_only=True)
class Indexed:
    """A log that its index knows: the whole is read only for a question that needs it."""

    index: Index
    ready: Ready
    load: Callable[[Look], Whole]
    notes: tuple[str, ...]
    _whole: Whole | None = None

    @property
    def heads(self) -> tuple[str, ...]:
        """The ends of the log's chains."""
        return self.ready.heads

    @property
    def reading(self) -> Reading:
        """The whole log."""
        return self._loaded().reading

    @property
    def ledger(self) -> Ledger:
        """The whole log, ready for many questions."""
        return self._loaded().ledger

    def _loaded(self) -> Whole:
        if self._whole is None:
            self._whole = self.load(self.ready.look)
        return self._whole

    def part(self, seeds: Seeds) -> Whole | None:
        """Give what bears on what is asked for; None where only the whole can tell, or the index cannot any more."""
        from timeline.records import bearing  # noqa: PLC0415 - as above
        from timeline.store.index_file import Unusable  # noqa: PLC0415

        try:
            with self.index.records(self.ready) as records:
                found = seeds(records)
                if found is None:
                    return None
                part = bearing.closure([*found, *records.redacted()], records.find)
        except Unusable:
            return None
        return part_of(part.values(), self._knew, notes=self.notes, heads=self.heads)

    def _knew(self, later: str, earlier: str) -> bool:
        from timeline.store.index_file import Unusable  # noqa: PLC0415 - as above

        try:
            with self.index.records(self.ready) as records:
                return records.knew(later, earlier)
        except Unusable as error:
            raise Changed from error


Basis: TypeAlias = Whole | Indexed
