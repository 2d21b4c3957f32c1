"""What a write understood, said back in words: every date, every fact, and which past a correction changes.

And what became of each of several: how many were added, and which lines of a batch say what another said.

Law of this module: nothing is said that the record does not say; who typed a wrong date must be able to see it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from timeline.dates.english import words
from timeline.dates.written import WrittenDate, day_of
from timeline.records import say
from timeline.records.catalogue import Holdings
from timeline.records.drafts import WOULD, Decision, Draft
from timeline.records.model import Record, with_dates
from timeline.records.words import BETWEEN_NAMES
from timeline.text.tables.words import archive_words

Name = Callable[[str], str]
"""Says what an id stands for, for people."""

MOST: Final = 10
"""Of a larger batch only so many records are said back whole, and so many lines named."""

_DATES: Final = ("occurred", "published", "retrieved", "reported")
_UNPUBLISHED: Final = "not said: a report of it without a day counts as possibly out from the day of its event on"
_PLAIN: Final = ("type", "publisher", "title", "url", "said", "text", "quote", "because", "key")


def date_in_words(date: WrittenDate, zone: dt.tzinfo | None = None) -> str:
    """Say a stored date as it stands and in words: ``2025?-08: August, year uncertain, probably 2025``.

    A zone is that of the times in the words; what is stored is said as it is.
    """
    if zone is not None:
        from timeline.dates.zones import in_zone  # noqa: PLC0415 - few ask
        from timeline.text import zoned  # noqa: PLC0415

        return f"{date}: {zoned.words(in_zone(str(date), zone))}"
    return f"{date}: {words(date.meaning)}"


def understood(
    kind: str,
    body: Mapping[str, Any],
    name: Name = str,
    *,
    recorded: str | None = None,
    zone: dt.tzinfo | None = None,
) -> tuple[str, ...]:
    """Say what a record says: first line what it is, then one line for each field that is given."""
    body = with_dates(body)
    lines = [_head(kind, body, name)]
    lines += [f"{field}  {date_in_words(body[field], zone)}" for field in _DATES if body.get(field)]
    lines += _fields(kind, body, zone)
    if kind in ("correction", "retraction"):
        lines.append(_which_past(body))
    if kind == "event" and not body.get("reports"):
        lines.append(_known_from(recorded))
    if kind == "link" and body.get("rel") == "same-entity":
        lines.append(_one_thing(body))
    return tuple(lines)


def _known_from(recorded: str | None) -> str:
    """Say when an event that nobody reports counts as known."""
    day = f"{words(day_of(recorded).meaning)}, " if recorded else ""
    return f"known from {day}the day it is recorded, as it names no source"


def _head(kind: str, body: Mapping[str, Any], name: Name) -> str:
    match kind:
        case "source":
            return f"source {body.get('name')}"
        case "capture":
            return f"copy of {body.get('source')}"
        case "event":
            return f"event: {body.get('title')}"
        case "report":
            return f"report on {name(str(body.get('event')))}"
        case "correction" | "retraction" | "redaction":
            return f"{kind} of {name(str(body.get('target')))}"
        case "link":
            said = say.quoted if body.get("rel") in BETWEEN_NAMES else name
            return f"link: {said(str(body.get('from')))} {body.get('rel')} {said(str(body.get('to')))}"
        case _:
            return kind


def _fields(kind: str, body: Mapping[str, Any], zone: dt.tzinfo | None) -> list[str]:
    lines = [f"{field}  {body[field]}" for field in _PLAIN if body.get(field) and (kind, field) != ("event", "title")]
    lines += [f"link  {_link(link)}" for link in body.get("links", ())]
    lines += [f"fact  {_fact(fact, zone)}" for fact in body.get("facts", ())]
    lines += [f"report  {_report(report, zone)}" for report in body.get("reports", ())]
    if kind == "report":
        lines.append(f"report  {_report({**body, 'reported': None, 'quote': None}, zone)}")
    elif kind in ("correction", "retraction", "link") and body.get("source"):
        lines.append(f"source  {body['source']}")
    if kind == "source" and not body.get("published"):
        lines.append(f"published  {_UNPUBLISHED}")
    if kind == "source":
        lines.append(f"rests on  {_chain(body) or 'not said: what it rests on is unresolved'}")
    if kind == "source" and body.get("archive"):
        lines.append(f"copy  {archive_words(body['archive'])}")
    if kind == "capture":
        lines.append(f"copy  {archive_words(body)}")
    lines += [f"set {field}  {_set(field, value, zone)}" for field, value in (body.get("set") or {}).items()]
    if body.get("tags"):
        lines.append(f"tags  {', '.join(body['tags'])}")
    if body.get("data") is not None:
        lines.append(f"data  {say.shown(body['data'])}")
    return lines


def _link(link: Mapping[str, Any]) -> str:
    return str(link["url"]) + (f" ({link['title']})" if link.get("title") else "")


def _fact(fact: Mapping[str, Any], zone: dt.tzinfo | None) -> str:
    said = say.fact({"value": None, **fact, "during": None})
    return said + (f", during {date_in_words(fact['during'], zone)}" if fact.get("during") else "")


def _report(report: Mapping[str, Any], zone: dt.tzinfo | None) -> str:
    said = f"{report.get('source') or 'unsourced'} {report.get('stance', 'reports')}"
    chain = _chain(report)
    said += f", {chain}" if chain else ""
    said += f", reported {date_in_words(report['reported'], zone)}" if report.get("reported") else ""
    return said + (f', "{report["quote"]}"' if report.get("quote") else "")


def _chain(body: Mapping[str, Any]) -> str:
    parts = [f"via {', '.join(body['via'])}"] if body.get("via") else []
    origin = body.get("origin")
    if origin:
        parts.append(f"origin {say.origin(origin['name'], interested=bool(origin.get('interested')))}")
    return ", ".join(parts)


def _set(field: str, value: Any, zone: dt.tzinfo | None) -> str:
    if isinstance(value, WrittenDate):
        return date_in_words(value, zone)
    if field == "facts" and isinstance(value, list):
        return "; ".join(_fact(one, zone) for one in value) or "none"
    if field == "reports" and isinstance(value, list):
        return "; ".join(_report(one, zone) for one in value) or "none"
    if field == "links" and isinstance(value, list):
        return "; ".join(map(_link, value)) or "none"
    if field == "origin" and isinstance(value, Mapping):
        return _chain({"origin": value})
    if field == "archive" and isinstance(value, Mapping):
        return archive_words(value)
    return "nothing" if value is None else say.shown(value)


def _one_thing(body: Mapping[str, Any]) -> str:
    when = f"as of {body['reported']}" if body.get("reported") else "at every --as-of"
    if body.get("source") and not body.get("reported"):
        when = f"as of the day on which {body['source']} published it"
    return (
        f"what is said of either is said of one thing, {when}, called {say.quoted(body.get('to'))} if no link leads on"
    )


def _which_past(body: Mapping[str, Any]) -> str:
    if body.get("reported") or body.get("source"):
        when = f"before {body['reported']}" if body.get("reported") else f"before {body['source']} published it"
        return f"the source changed its account: as of a day {when}, the old account still stands"
    if body.keys() >= {"set"} and set(body["set"]) == {"archive"}:
        return "what the source said stays as it was; a copy of it is kept"
    return "our own mistake: it counts at every --as-of; only --recorded-by an earlier day shows the old text"


# --- several at once -------------------------------------------------------------------------------------------------


class Named(Protocol):
    """A record, or one that is read when it is asked for."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def body(self) -> Mapping[str, Any] | None:
        """Its body."""


def namer(*records: Iterable[Named]) -> Name:
    """Make what says in words which record an id, or the address of a report, stands for."""
    by_id: dict[str, Named] = {}

    def name(address: str) -> str:
        if not by_id:  # of most records nobody asks
            by_id.update((record.id, record) for some in records for record in some)
        record_id, mark, number = address.partition("#")
        record = by_id.get(record_id)
        if record is None:
            return address
        body = record.body or {}
        said = body.get("title") if record.kind == "event" else body.get("name")
        words = f"{record.kind} {record_id[:8]}{mark}{number}" + (f' "{said}"' if said else "")
        return f"report {number} of {words}" if number else words

    return name


def present(records: Sequence[Record], ids: Collection[str]) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Say of records of the log, by id, whether they were taken back since, and what they say now, as corrected."""
    if not ids:
        return {}
    holdings = Holdings(records)
    held = [holdings.by_id[id_] for id_ in ids if id_ in holdings.by_id]
    return {
        one.id: ("" if holdings.is_live(one) else ", taken back since", holdings.effective(one))
        for one in held
        if one.body is not None
    }


def would(decision: Decision) -> str:
    """Say what would become of a draft."""
    if decision.there is not None:
        return "already there"
    return WOULD if decision.same is None else "said by an earlier line"


def counted(done: str, statuses: Sequence[str]) -> str:
    """Count what became of a batch: ``added 2, already there 1, said by an earlier line 1``."""
    rest = [f"{status} {statuses.count(status)}" for status in dict.fromkeys(sorted(statuses)) if status != done]
    return ", ".join([f"{done} {statuses.count(done)}", *rest])


def repeated(repeats: Mapping[int, int], drafts: Sequence[Draft]) -> Iterator[str]:
    """Name each line of a batch that says what an earlier one says, and that one: a key would keep both."""
    found = sorted(repeats.items())
    for place, first in found[:MOST]:
        yield f"{place_of(drafts, place)} says the same as {place_of(drafts, first)}"
    if len(found) > MOST:
        yield f"… and {len(found) - MOST} more"
    if found:
        yield "where such lines are events of their own, give each a key; in a sheet that is a column key"


def place_of(drafts: Sequence[Draft], place: int) -> str:
    """Name a draft by the line that it came from, else by its number."""
    return drafts[place].where or f"record {place + 1}"
