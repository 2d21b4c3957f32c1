"""An answer as a report for people, before it is Markdown or HTML: events in order, with numbered sources.

Law of this module: it says what a reader needs, in the order of reading, and knows no markup. Every doubt of the answer
is in the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from timeline.records import say
from timeline.text.addresses import link_target
from timeline.text.outgoing.extract import SHORT, Extract, Parts, Row
from timeline.text.outgoing.pivot import grid
from timeline.text.zoned import words

_STANCES: Final = {
    "reports": "reports it",
    "denies": "denies it",
    "doubts": "doubts it",
    "no-comment": "gives no comment",
}


@attrs.frozen(kw_only=True)
class Entry:
    """An event: when it happened in words and as typed, its title, its sources by number, and what else is said of it.

    ``lines`` are remarks in their order, ``account`` the longer text, ``quotes`` the words of sources, each with the
    number of its source.
    """

    id: str
    when: str
    edtf: str
    title: str
    numbers: tuple[int, ...]
    lines: tuple[str, ...]
    account: str | None
    quotes: tuple[tuple[str, int | None], ...]
    links: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Reference:
    """A source under its number; ``url`` is an address that may be followed, or None."""

    number: int
    text: str
    url: str | None


@attrs.frozen(kw_only=True)
class Grid:
    """A view as a table of texts."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Report:
    """The whole report, top to bottom; sources are numbered in the order in which events cite them."""

    def __init__(self, parts: Parts) -> None:
        about = parts.about
        self.title = about.title or "Timeline"
        self.clocks = about.clocks
        self.notes = about.notes
        self.grids = [_grid(about, view) for view in about.views]
        self.references: list[Reference] = []
        """The sources of the entries that were given so far."""
        self._parts = parts

    def entries(self) -> Iterator[Entry]:
        """Give the entries, once."""
        numbers: dict[str, int] = {}
        short = _short(self._parts.ids)
        for extract in self._parts:
            for event in extract.events:
                yield _entry(extract, event, numbers, short[event["id"]])
            new = list(numbers)[len(self.references) :]
            self.references += [_reference(extract.source(name), numbers[name]) for name in new]


def _short(ids: Iterable[str]) -> dict[str, str]:
    """Give each id the shortest beginning that no other has, from :data:`SHORT` characters on."""
    found: dict[str, str] = {}
    waiting, length = list(ids), SHORT
    while waiting:
        uses = Counter(id_[:length] for id_ in waiting)
        found |= {id_: id_[:length] for id_ in waiting if uses[id_[:length]] == 1 or length >= len(id_)}
        waiting, length = [id_ for id_ in waiting if id_ not in found], length + 1
    return found


def _entry(extract: Extract, event: Row, numbers: dict[str, int], short: str = "") -> Entry:
    reports = extract.reports_of(event)
    for row in reports:
        if row["source"]:
            numbers.setdefault(row["source"], len(numbers) + 1)
    told = [numbers[row["source"]] for row in reports if row["source"]]
    return Entry(
        id=short,
        when=date_words(event["occurred"]) or "without a date",
        edtf=event["occurred"] or "",
        title=event["title"],
        numbers=tuple(dict.fromkeys(told)),
        lines=tuple(_lines(extract, event, numbers)),
        account=event["text"],
        quotes=tuple((row["quote"], numbers.get(row["source"] or "")) for row in reports if row["quote"]),
        links=tuple(
            (link["title"] or link["url"], url) for link in event["web_links"] if (url := link_target(link["url"]))
        ),
    )


def _lines(extract: Extract, event: Row, numbers: dict[str, int]) -> list[str]:
    lines = ["possibly known by then"] if event["known"] == "possibly" else []
    count = say.origins((event["origins_least"], event["origins_most"]), event["reports"], event["standing"])
    possibly = "".join(f", possibly {name}" for name in event["standing_possibly"])
    lines.append(f"{event['standing']}{possibly}: {count}")
    if event["said"]:
        lines.append(f"in the words of the source: {say.text(event['said'])}")
    lines += [say.fact(row) for row in extract.facts_of(event)]
    for row in extract.reports_of(event):
        if row["stance"] != "reports":
            who = f"[{numbers[row['source']]}]" if row["source"] else "a report without a source"
            lines.append(f"{who} {_STANCES[row['stance']]}")
    if event["tags"]:
        lines.append(f"tags: {', '.join(event['tags'])}")
    if event["because"]:
        lines.append(f"because: {event['because']}")
    return lines


def _reference(source: Row, number: int) -> Reference:
    dated = date_words(source["published"])
    title = say.text(source["title"]) if source["title"] else None
    parts = [source["publisher"], title, dated]
    rests = list(source["via"])
    if rests:
        parts.append(f"rests on {', '.join(rests)}")
    if source["origin"]:
        parts.append(f"from {say.origin(source['origin'], interested=bool(source['interested']))}")
    if source["url"] and link_target(source["url"]) is None:
        parts.append(source["url"])
    said = ", ".join(part for part in parts if part)
    text = f"{source['name']}: {said}" if said else source["name"]
    return Reference(number=number, text=text, url=link_target(source["url"]))


def _grid(extract: Extract, view: Row) -> Grid:
    rows = tuple((entity, *(cell or "unknown" for cell in cells)) for entity, cells in grid(extract, view))
    return Grid(title=view["title"], heads=("", *view["properties"]), rows=rows)


def date_words(text: str | None) -> str | None:
    """Say a date in English; None where there is none."""
    return words(text) if text else None


def plain_text(extract: Extract, event: Row) -> str:
    """Say all that a reader needs of an event in lines of plain text, for a tool that shows one text.

    First comes the longer account, then the date as typed and in words, the remarks, the quotes and the sources.
    """
    numbers: dict[str, int] = {}
    entry = _entry(extract, event, numbers)
    lines = [entry.account] if entry.account else []
    lines.append(f"{entry.when} ({entry.edtf})" if entry.edtf else entry.when)
    lines += entry.lines
    lines += [f"{say.text(quote)}" + (f" [{number}]" if number is not None else "") for quote, number in entry.quotes]
    for name, number in numbers.items():
        source = _reference(extract.source(name), number)
        lines.append(f"[{number}] {source.text}" + (f" {source.url}" if source.url else ""))
    return "\n".join(lines)
