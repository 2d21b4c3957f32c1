"""What a page says, in a reader's words: stops, facts and changes, never in the notation of the log.

Law of this module: every text is safe to show; no rule of the log is decided here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.asof.values import KnownFact
from timeline.dates import edtf
from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate, day_of
from timeline.records import say
from timeline.records.fields import address, without_logins
from timeline.records.model import Correction, Record, Redaction, Retraction
from timeline.text.terminal import safe

_ENDS: Final = re.compile(r"T23:59:59\.999999Z$")
_FULL: Final = re.compile(r", (\d\d:\d\d):00 UTC$")
_JUST_AFTER: Final = re.compile(r", (\d\d:\d\d(?::\d\d)?)\.000001 UTC$")


@functools.lru_cache(maxsize=4_096)
def date_words(date: WrittenDate | None) -> str:
    """Say a date in English; a missing one as nothing."""
    return safe(edtf.words(date.meaning)) if date is not None else ""


def stop_words(stop: WrittenDate) -> str:
    """Say a stop: a day, or an instant in UTC as coarse as it can be said.

    The last microsecond of a day is its end; the first one after a second is *just after* it: an end instant counts.

    >>> stop_words(WrittenDate("2020-01-10T14:09:00Z")), stop_words(WrittenDate("2020-01-10T23:59:59.999999Z"))
    ('10 January 2020, 14:09 UTC', 'the end of 10 January 2020')
    """
    if _ENDS.search(stop):
        return f"the end of {date_words(day_of(stop))}"
    said = _JUST_AFTER.sub(lambda found: f", just after {found[1].removesuffix(':00')} UTC", date_words(stop))
    return _FULL.sub(r", \1 UTC", said)


def fact_words(fact: KnownFact, *, is_told: bool) -> str:
    """Say a fact in one line: ``R2: training → Nvidia (planned)``.

    Args:
        fact: The fact.
        is_told: Whether it is said elsewhere that its event is only possibly known, or taken back.
    """
    told = fact.fact
    doubts = ["possibly"] if fact.answer is Answer.POSSIBLY and not is_told else []
    return _fact(told.entity, told.property, told.value, [*_notes(told.mode, told.during), *doubts])


def _set_fact(fact: Mapping[str, Any]) -> str:
    """Say a fact that a correction sets."""
    return _fact(fact["entity"], fact["property"], fact["value"], _notes(fact.get("mode"), fact.get("during")))


def _notes(mode: str | None, during: str | None) -> list[str]:
    notes = [mode] if mode not in (None, "actual") else []
    return [*notes, _date(during)] if during else notes


def _date(text: str) -> str:
    """Say what stands in the place of a date; what is not a date stays as it is."""
    return date_words(text) if isinstance(text, WrittenDate) else text


def _fact(entity: str, name: str, value: Any, notes: Sequence[str]) -> str:
    tail = f" ({', '.join(notes)})" if notes else ""
    return safe(f"{entity}: {name} → {say.shown(value)}{tail}")


def change_words(record: Record) -> str:
    """Say what a record changes in an event."""
    content = record.content
    if isinstance(content, Correction):
        sets = "; ".join(f"{name} → {_value(name, value)}" for name, value in content.set.items())
        return safe(f"{sets} ({_whose(content)})")
    if isinstance(content, Retraction):
        return safe(f"taken back ({_whose(content)})")
    return "redacted" if isinstance(content, Redaction) else ""


def _whose(change: Correction | Retraction) -> str:
    if change.is_ours:
        return "a mistake of this log"
    return f"reported {date_words(change.reported)}" if change.reported else f"reported by {change.source}"


def _value(name: str, value: Any) -> str:
    if name == "facts" and isinstance(value, list):
        return ", ".join(map(_set_fact, value)) or "none"
    if name in ("occurred", "reported", "published") and isinstance(value, str):
        return _date(value)
    if name == "url" and isinstance(value, str):
        value = address(value)
    return "nothing" if value is None else say.shown(without_logins(value))
