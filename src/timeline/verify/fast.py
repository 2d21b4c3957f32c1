"""Lines proved without being read into values: the fast way of verifying a large log, and of reading a large batch.

Law of this module: what is proved here is what :func:`timeline.records.line.decode` would accept, or of a flat record
what :func:`timeline.records.flat.flat_record` and the rules of admission for its own fields would, with no field that
this version does not know; of everything else it says nothing, and the slow way is asked, which also knows the reasons.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from timeline.named import NamedTuple
from timeline.records import usual
from timeline.records.line import C1, DIGITS, LINE_LIMIT, LONG_NUMBER
from timeline.records.model import RECORD_ID
from timeline.records.usual import BREAKS

_CONTROLS: Final = bytes([*range(0x20), 0x7F])
"""What may steer a terminal or break a line."""
_BLANK_BEFORE_COLON: Final = re.compile(rb'" +:')


class _Flat(usual.Event):
    """An event with what stands beside its body in a flat record."""

    kind: Literal["event"] | UnsetType = UNSET
    id: str | UnsetType = UNSET
    recorded: str | UnsetType = UNSET
    by: str | UnsetType = UNSET


_read_flat: Final = msgspec.json.Decoder(_Flat).decode


Proved = usual.Read
prove_all = usual.read_all


class Flat(NamedTuple):
    """An event as people write it, proved but for the form of its stamp; ``spelled`` is its body as a line has it."""

    spelled: bytes
    id: str | None
    recorded: str | None
    seen: usual.Glance


def prove_flat(line: bytes) -> Flat | None:
    """Prove an event of the usual form among the lines that people give; None where only the slow way can tell.

    Its keys may stand in any order.
    """
    if (
        len(line) > LINE_LIMIT
        or len(line.translate(None, _CONTROLS)) < len(line)
        or usual.has_odd_escape(line)
        or (b" :" in line and _BLANK_BEFORE_COLON.search(line) is not None)
        or not (line.isascii() or (BREAKS.search(line) is None and C1.search(line) is None))
    ):
        return None
    try:
        event = _read_flat(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    record_id, recorded = event.id, event.recorded
    if event.kind is UNSET or (record_id is not UNSET and RECORD_ID.fullmatch(record_id) is None):
        return None
    beside = 4 - (event.by, record_id, recorded).count(UNSET)
    event.kind = event.id = event.recorded = event.by = UNSET
    spelled = usual.spell(event)
    if line.count(b'":') != spelled.count(b'":') + beside:
        return None  # a key that is not one of an event, or stands twice; what a text holds counts on both sides
    if usual.may_break(line, event) or (event.links and b"@" in line) or usual.has_blank(event):
        return None  # an address may have a login; and a blank tag or key is none
    if event.data is not UNSET or event.imported is not UNSET:
        return None  # data may be of a class
    if usual.holds_more_than_texts(event) and (
        any(map(usual.has_fraction, event.facts or ())) or LONG_NUMBER in line.translate(DIGITS)
    ):
        return None  # numbers with a fraction are spelled by another rule
    judged = usual.judged(event)
    if judged is None:
        return None
    return Flat(spelled, record_id or None, recorded or None, usual.Glance.at(event, judged))
