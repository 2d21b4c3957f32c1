"""What a log holds, spelled: values, facts, origins, and how many there are of something.

Law of this module: a value has one spelling, exact, and no other value has it; what stands after the ``=`` of a fact is
read back by :func:`timeline.records.typed.parse_value` as the value that it was. It spells and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.records.words import BESIDE

ENDED: Final = "(ended)"
"""What a null means, where a value is shown and not typed."""

TO: Final = " to "
FIRST_REPORT: Final = "first report in this log"
"""What lags are measured to: others may have reported earlier, elsewhere."""
STANDS: Final = "which is redacted, still stands in"

WITHOUT_REPORTS: Final = frozenset({"unsourced", "retracted"})
"""The standings of what no report need tell; in any other, a report that is counted nowhere is only possibly known."""

_OPERATORS: Final = frozenset({"<", "<=", "=", ">=", ">", "~"})
_CONSTANTS: Final = frozenset({"true", "false", "null"})
_BREAKS: Final = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_MODES: Final = "|".join(BESIDE)
_NOTE: Final = (
    rf"(?:{_MODES}|beside): .*|(?:.* )?\((?:{_MODES}|possibly|during [^()]*)(?:, (?:possibly|during [^()]*))*\)"
)
"""Texts that look like a value with a note of ours: ``failed: Nvidia``, ``Nvidia (possibly)``."""


def value(held: Any) -> str:
    """Spell a value as it is typed after the ``=`` of a fact: a text bare, a quantity as people write it.

    A text that would be read as something else, or that looks like a value with a note of ours, stands in double
    quotes, as in JSON. So does everything else that JSON has.

    Args:
        held: A JSON value, a quantity as an object with ``op``, ``value`` and ``unit``, or a ``Quantity``.

    >>> value("Nvidia"), value("true"), value(True), value(None), value(1e22)
    ('Nvidia', '"true"', 'true', 'null', '1e+22')
    >>> value({"op": ">=", "value": 1234567.5, "unit": "chips"})
    '>=1234567.5 chips'
    """
    if isinstance(held, str):
        return held if _is_bare(held) else text(held)
    if hasattr(held, "op"):
        return _quantity(held.op, held.value, held.unit)
    if isinstance(held, Mapping) and {"op", "value"} <= held.keys() <= {"op", "value", "unit"}:
        return _quantity(held["op"], held["value"], held.get("unit"))
    return as_json(held)


def shown(held: Any) -> str:
    """Spell a value where it is shown as the answer of a cell: a null as what it means.

    >>> shown(None), shown("(ended)")
    ('(ended)', '"(ended)"')
    """
    return ENDED if held is None else value(held)


def quoted(held: Any) -> str:
    """Spell a value inside a sentence: a text always in double quotes, all else as it is.

    >>> quoted("Nvidia"), quoted("true"), quoted(True)
    ('"Nvidia"', '"true"', 'true')
    """
    return text(held) if isinstance(held, str) else value(held)


def text(held: str) -> str:
    """Spell a text in double quotes, as JSON, on one line."""
    return re.sub(_BREAKS, lambda found: f"\\u{ord(found[0]):04x}", as_json(held))


def typed(fact: Mapping[str, Any]) -> str:
    """Spell a fact as it is typed: ``R2.training=Nvidia``; its mode and its time are said by other options."""
    return f"{fact['entity']}.{fact['property']}={value(fact.get('value'))}"


def fact(row: Mapping[str, Any]) -> str:
    """Spell a fact in one line, with what is not usual about it behind: ``R2.training = Nvidia (failed)``.

    Of a record's fact or a row's ``mode``, ``during`` and ``answer`` may be absent.
    """
    notes = [row["mode"]] if row.get("mode", "actual") != "actual" else []
    notes += [f"during {row['during']}"] if row.get("during") else []
    notes += ["possibly"] if row.get("answer") == "possibly" else []
    tail = f" ({', '.join(notes)})" if notes else ""
    held = row.get("value")
    spelled = value(held) if row.get("mode") == "ended" else shown(held)
    return f"{row['entity']}.{row['property']} = {spelled}{tail}"


def origin(name: str, *, interested: bool) -> str:
    """Spell an origin: its name, and whether it gains by the claim.

    >>> origin("Huawei", interested=True)
    'Huawei (interested)'
    """
    return f"{name} (interested)" if interested else name


def bounds(counted_: Sequence[int], between: str = "..") -> str:
    """Spell the least and the most that a count can be; pictures and pages have a word between them.

    >>> bounds([1, 2]), bounds([2, 2]), bounds([1, 2], TO)
    ('1..2', '2', '1 to 2')
    """
    low, high = counted_
    return str(low) if low == high else f"{low}{between}{high}"


def origins(least_most: Sequence[int], reports: int, standing: str, between: str = "..") -> str:
    """Count origins beside reports, those that are surely known: many reports may have one origin.

    Of one that is only possibly known, and of none, the standing tells which it is.

    >>> origins([1, 2], 5, "disputed"), origins([1, 1], 1, "reported")
    ('1..2 origins, 5 reports', '1 origin, 1 report')
    >>> origins([0, 0], 0, "unsourced"), origins([0, 0], 0, "reported")
    ('no report', 'no sure report')
    """
    if not reports:
        return "no report" if standing in WITHOUT_REPORTS else "no sure report"
    noun = "origin" if tuple(least_most) == (1, 1) else "origins"
    return f"{bounds(least_most, between)} {noun}, {counted(reports, 'report')}"


def ways_out(name: str) -> str:
    """Name both ways out where values of a property overlap and nothing says which of them still holds."""
    return f': add its end (--ended, in Python ended=), or declare many = ["{name}"] in the view if both hold'


def counted(number: int, noun: str, several: str | None = None) -> str:
    """Spell a number with its noun; ``several`` is the plural where it is not the noun with an s.

    >>> counted(1, "row"), counted(2000, "row"), counted(2, "entity", "entities")
    ('1 row', '2,000 rows', '2 entities')
    """
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def _is_bare(held: str) -> bool:
    """Whether a text is read back as itself without quotes, and taken for nothing else."""
    if not held or held != held.strip() or held[0] in '"<>=~' or held == "-" or re.search(_BREAKS, held):
        return False
    return not (_is_json(held) or re.fullmatch(_NOTE, held))


def _is_json(held: str) -> bool:
    if held[0] not in "{[-0123456789":
        return held in _CONSTANTS
    import json  # noqa: PLC0415 - few texts begin so

    try:
        json.loads(held, parse_constant=_refuse)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _quantity(op: Any, number: Any, unit: Any) -> str:
    """Spell a quantity as ``>=1000 chips``; one whose unit cannot be typed so as JSON."""
    plain = unit is None or (
        isinstance(unit, str)
        and unit != ""
        and unit == unit.strip()
        and not (re.search(_BREAKS, unit) or re.fullmatch(_NOTE, unit))
    )
    if plain and op in _OPERATORS and isinstance(number, int | float) and not isinstance(number, bool):
        return f"{op}{as_json(number)}" + (f" {unit}" if unit is not None else "")
    found = {"op": op, "value": number} | ({"unit": unit} if unit is not None else {})
    return re.sub(_BREAKS, lambda hit: f"\\u{ord(hit[0]):04x}", as_json(found))


def as_json(held: Any) -> str:
    """Spell a value as JSON on one line, its letters as they are."""
    import json  # noqa: PLC0415 - most values are texts

    return json.dumps(held, ensure_ascii=False)


def clocks(
    on: tuple[str, str] | None,
    as_of: tuple[str, str] | None,
    recorded_by: tuple[str, str] | None,
    checkpoint: str | None = None,
) -> str:
    """Say which clocks an answer used, each given as typed and as read; ``on`` is None where it asks for no day.

    >>> clocks(("2025-08", "2025-08-31"), None, None)
    'on 2025-08 (2025-08-31), all that was reported, all that is recorded'
    """
    recorded = f"at checkpoint {checkpoint}" if checkpoint else "all that is recorded"
    parts = [
        _clock("on", on),
        _clock("as of", as_of) or "all that was reported",
        _clock("recorded by", recorded_by) or recorded,
    ]
    return ", ".join(part for part in parts if part)


def before(clocks_: str, *, is_later: bool) -> str:
    """Say with which clocks an answer is compared, and where these are the later ones that the days run backwards.

    >>> before("as of 2026", is_later=True)
    'before: as of 2026; the days run backwards: what was reported between them is withdrawn here'
    """
    backwards = "; the days run backwards: what was reported between them is withdrawn here" if is_later else ""
    return f"before: {clocks_}{backwards}"


def _clock(name: str, clock: tuple[str, str] | None) -> str | None:
    if clock is None:
        return None
    text, read = clock
    return f"{name} {text}" + (f" ({read})" if read != text else "")


def article(kind: str) -> str:
    """A kind with its article.

    >>> article("event"), article("source")
    ('an event', 'a source')
    """
    return f"an {kind}" if kind[:1] in set("aeiou") else f"a {kind}"


def redacted(number: int) -> list[str]:
    """Say how many records cannot be read any more; nothing where there are none."""
    return [f"{number} {'record is' if number == 1 else 'records are'} redacted"] if number else []


def hollow(number: int) -> list[str]:
    """Say how many corrections the public does not see, as they give a reason and nothing else."""
    return [f"{counted(number, 'correction')} of a reason alone left out"] if number else []


def correct_command(name: str, fields: Mapping[str, Any]) -> str:
    """The command that changes a source instead of defining it again."""
    import shlex  # noqa: PLC0415 - only a refusal asks

    sets = " ".join("--set " + shlex.quote(f"{field}={as_json(value)}") for field, value in fields.items())
    if not sets:
        return f"leave it: timeline show {name}"
    return f"timeline correct {name} {sets} --because '...'"


def still_stands(record_id: str, place: str) -> str:
    """Say that a file still has the content of a record that is redacted, and what takes it out."""
    fix = f"`timeline redact {record_id[:12]} --because TEXT` takes it out"
    return f"the text of {record_id[:8]}, {STANDS} {place}; no answer shows it, and {fix}"


def not_whole(place: str, parent: str, number: int) -> str:
    """Say that a record rests on one that the log lacks, and how many more are lacking.

    >>> not_whole("2026/a.jsonl:3", "0" * 64, 2)[:76]
    '2026/a.jsonl:3 rests on 000000000000, which is not in this log (and 1 more):'
    """
    more = f" (and {number - 1} more)" if number > 1 else ""
    what = f"{place} rests on {parent[:12]}, which is not in this log{more}: a file is missing, or was cut"
    return f"{what}; what it held is in no answer, and `timeline check` names each place"


def only_recorded(number: int) -> list[str]:
    """Say how many events are not known by the as-of day because nobody reports them; nothing where there are none."""
    if not number:
        return []
    are, they = ("is", "it was") if number == 1 else ("are", "they were")
    return [f"{counted(number, 'event')} without a source {are} known only from the day {they} recorded"]


def unknown_name(sort: str, name: str, near: str | None) -> str:
    """Say that nothing has a name that is asked for, and which one was perhaps meant."""
    from timeline.dates.suggest import was_meant  # noqa: PLC0415 - only a slip of the pen pays for it

    return f'--{sort}: nothing known then has "{name}"' + (f"; {was_meant(near)}" if near is not None else "")


def told_nothing(entity: str, name: str) -> str:
    """Say of a cell that nothing is told of it."""
    return f"unknown: no event then known says anything of {entity}.{name}"
