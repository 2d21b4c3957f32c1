"""What a page says, in a reader's words: stops, facts and changes, never in the notation of the log.

Law of this module: every text is safe to show; no rule of the log is decided here.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.asof.values import KnownFact
from timeline.dates import edtf
from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate, day_of, second_of
from timeline.dates.zones import in_zone
from timeline.records import say
from timeline.records.fields import address, without_logins
from timeline.records.model import Change, Correction, Record, Redaction, Retraction
from timeline.text import zoned
from timeline.text.terminal import safe

_ENDS: Final = re.compile(r"T23:59:59\.999999Z$")
_FULL: Final = re.compile(r", (\d\d:\d\d):00 (UTC\S*)$")
_JUST_AFTER: Final = ".000001Z"


@functools.lru_cache(maxsize=4_096)
def date_words(date: WrittenDate | None, zone: dt.tzinfo | None = None) -> str:
    """Say a date in English, its times as the clocks of a zone show them; a missing one as nothing."""
    if date is None:
        return ""
    return safe(edtf.words(date.meaning) if zone is None else zoned.words(in_zone(date, zone)))


def stop_words(stop: WrittenDate, zone: dt.tzinfo | None = None) -> str:
    """Say a stop: a day, or an instant as coarse as it can be said, in UTC or a zone.

    The last microsecond of a day is its end; the first one after a second is *just after* it: an end instant counts.

    >>> stop_words(WrittenDate("2020-01-10T14:09:00Z")), stop_words(WrittenDate("2020-01-10T23:59:59.999999Z"))
    ('10 January 2020, 14:09 UTC', 'the end of 10 January 2020')
    """
    if _ENDS.search(stop):
        return f"the end of {date_words(day_of(stop))}"
    is_after = stop.endswith(_JUST_AFTER)
    said = _FULL.sub(r", \1 \2", date_words(second_of(stop) if is_after else stop, zone))
    return ", just after ".join(said.rsplit(", ", 1)) if is_after else said


def fact_words(fact: KnownFact, *, is_told: bool, zone: dt.tzinfo | None = None) -> str:
    """Say a fact in one line: ``R2: training → Nvidia (planned)``.

    ``is_told`` where it is said elsewhere that its event is only possibly known, or taken back.
    """
    told = fact.fact
    doubts = ["possibly"] if fact.answer is Answer.POSSIBLY and not is_told else []
    return _fact(told.entity, told.property, told.value, [*_notes(told.mode, told.during, zone), *doubts])


def _set_fact(fact: Mapping[str, Any], zone: dt.tzinfo | None) -> str:
    """Say a fact that a correction sets."""
    return _fact(
        fact["entity"], fact["property"], fact.get("value"), _notes(fact.get("mode"), fact.get("during"), zone)
    )


def _notes(mode: str | None, during: str | None, zone: dt.tzinfo | None) -> list[str]:
    notes = [mode] if mode not in (None, "actual") else []
    return [*notes, _date(during, zone)] if during else notes


def _date(text: str, zone: dt.tzinfo | None) -> str:
    """Say what stands in the place of a date; what is not a date stays as it is."""
    return date_words(text, zone) if isinstance(text, WrittenDate) else text


def _fact(entity: str, name: str, value: Any, notes: Sequence[str]) -> str:
    tail = f" ({', '.join(notes)})" if notes else ""
    return safe(f"{entity}: {name} → {say.shown(value)}{tail}")


def change_words(record: Record, zone: dt.tzinfo | None = None) -> str:
    """Say what a record changes in an event."""
    content = record.content
    if isinstance(content, Correction):
        sets = "; ".join(f"{name} → {_value(name, value, zone)}" for name, value in content.set.items())
        return safe(f"{sets} ({_whose(content, zone)})")
    if isinstance(content, Retraction):
        return safe(f"taken back ({_whose(content, zone)})")
    return "redacted" if isinstance(content, Redaction) else ""


def _whose(change: Change, zone: dt.tzinfo | None) -> str:
    if change.is_ours:
        return "a mistake of this log"
    return f"reported {date_words(change.reported, zone)}" if change.reported else f"reported by {change.source}"


def _value(name: str, value: Any, zone: dt.tzinfo | None) -> str:
    if name == "facts" and isinstance(value, list):
        return ", ".join(_set_fact(fact, zone) for fact in value) or "none"
    if name in ("occurred", "reported", "published") and isinstance(value, str):
        return _date(value, zone)
    if name == "url" and isinstance(value, str):
        value = address(value)
    return "nothing" if value is None else say.shown(without_logins(value))
