"""The sources that were published by then, from rows: what :func:`timeline.views.chosen.sources` gives of a snapshot.

Law of this module: the rows of sources are read once; of a narrower question the events that fit it are walked through
once, and of them only the names of the sources are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from timeline.asof.relation import LATEST, NO, WORDS, YES
from timeline.records.fields import address, masked
from timeline.views.relational.events import Wanted, bound, fits
from timeline.views.relational.rows import CLAMPS, Row, Rows, S, TooFar, known_by, taken
from timeline.views.relational.walk import Chosen, Listed

Json: TypeAlias = dict[str, Any]


def sources(rows: Rows, wanted: Wanted) -> Listed:
    """List by name the sources that were published by then; of a narrower question those that its events cite.

    Strictly, only what was surely published, and surely is cited.

    Raises:
        TooFar: A source was published further away than rows tell apart.
    """
    lax, strict = _cited(rows, wanted)
    found, lax_count = list[Row](), 0
    for row in rows.sources(wanted.sources or None):
        name, known = row[S["name"]], known_by(row[S["lo"]], row[S["hi"]], rows.as_of)
        if known != NO and (lax is None or name in lax):
            lax_count += 1
            if not wanted.strict or (known == YES and (strict is None or name in strict)):
                found.append(row)
    found.sort(key=lambda row: row[S["name"]])
    return Listed([source_row(row, rows.as_of) for row in found], lax_count)


def _cited(rows: Rows, wanted: Wanted) -> tuple[set[str] | None, set[str] | None]:
    """Name the sources that the events asked for cite, possibly and surely; None where all sources are asked for."""
    if wanted._replace(sources=()).asks_for_all:
        return None, None
    lax, strict = set[str](), set[str]()
    chosen = Chosen(rows, wanted._replace(strict=False), facts=True)
    for event in chosen:
        lax.update(chosen.events.sources(event))
        if wanted.strict and fits(chosen.events, event, wanted):
            strict.update(chosen.events.sources(event, YES))
    return lax, strict


def source_row(row: Row, as_of: int) -> Json:
    """Make the row of ``sources`` for a source, as :func:`timeline.views.rows.source_row` does."""
    if not CLAMPS.isdisjoint((row[S["lo"]], row[S["hi"]])):
        raise TooFar
    said = json.loads(row[S["told"]])
    is_taken = not _is_later(said["retrieved"], as_of)
    return {
        "name": row[S["name"]],
        "publisher": said["publisher"] and masked(said["publisher"]),
        "title": said["title"] and masked(said["title"]),
        "url": said["url"] and address(said["url"]),
        "published": row[S["published"]],
        "published_earliest": bound(row[S["lo"]], is_start=True),
        "published_latest": bound(row[S["hi"]], is_start=False),
        "via": json.loads(row[S["via"]] or "[]"),
        "origin": _origin(row[S["origin"]]),
        "retrieved": said["retrieved"] if is_taken else None,
        "archive": said["archive"] if is_taken else None,
        "retracted": WORDS[row[S["retracted"]]],
        "id": row[S["record"]],
        "captures": list(_captures(row[S["name"]], said["captures"], as_of)),
        "known": WORDS[known_by(row[S["lo"]], row[S["hi"]], as_of)],
    }


def _origin(text: str | None) -> Json | None:
    if text is None:
        return None
    name, interested = json.loads(text)
    return {"name": name, "interested": True} if interested else {"name": name}


def _is_later(date: str | None, as_of: int) -> bool:
    """Say whether a date surely lies after the end of a clock."""
    if date is None or as_of == LATEST:
        return False
    from timeline.dates.written import of_row  # noqa: PLC0415 - few sources say when they were retrieved

    return of_row(date).meaning.span.lo > as_of


def _captures(name: str, copies: list[list[Any]], as_of: int) -> Iterator[Json]:
    """Make a row for each copy of a source that had been taken by the as-of day, the earliest first."""
    if not copies:
        return
    from timeline.dates.written import of_row  # noqa: PLC0415 - of few sources a copy is kept
    from timeline.views.rows import date_in_threes  # noqa: PLC0415

    for (said, id_, recorded, *_), answer in taken(copies, as_of):
        retrieved = said.get("retrieved")
        yield {
            "source": name,
            **date_in_threes("retrieved", retrieved and of_row(retrieved)),
            "sha256": said["sha256"],
            "media_type": said.get("media_type"),
            "path": said.get("path"),
            "url": said.get("url") and address(said["url"]),
            "known": WORDS[answer],
            "recorded": recorded,
            "id": id_,
        }
