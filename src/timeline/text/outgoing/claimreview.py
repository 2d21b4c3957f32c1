"""ClaimReview of schema.org, as JSON-LD: who denies or doubts what others report.

Law of this module: a review is made by whoever denies or doubts a claim, never by us; nobody's rating is invented: it
is the word for the stance. An event that nobody denies or doubts has no review.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from timeline.text.addresses import link_target
from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written, listed
from timeline.text.outgoing.moments import of_event, shared

_RATINGS: Final = {"denies": "Denied", "doubts": "Doubted"}


def write_parts(parts: Parts) -> Written:
    """Write a graph of reviews."""
    lost = Losses()
    data, count = listed({"@context": "https://schema.org"}, "@graph", _reviews(parts, lost))
    return Written(data=data, counted=f"{count} {'review' if count == 1 else 'reviews'}", lost=lost.words())


def _reviews(parts: Parts, lost: Losses) -> Iterator[dict[str, Any]]:
    for extract in parts:
        for event in extract.events:
            reviews = [row for row in extract.reports_of(event) if row["stance"] in _RATINGS]
            if not reviews:
                lost.count("event", "left out (denied and doubted by nobody)")
            yield from (_review(extract, event, row, lost) for row in reviews)


def _review(extract: Extract, event: Row, report: Row, lost: Losses) -> dict[str, Any]:
    source = extract.source(report["source"]) if report["source"] else None
    author = _author(source) if source else {"@type": "Organization", "name": report["origin"] or "unsourced"}
    rating = _RATINGS[report["stance"]]
    found: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"urn:timeline:{report['address']}",
        "claimReviewed": event["title"],
        "author": author,
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "itemReviewed": _claim(extract, event, lost),
    }
    if source is not None and link_target(source["url"]):
        found["url"] = source["url"]
    if (day := _day(report, "reported", lost)) is not None:
        found["datePublished"] = day
    return found | ({"reviewBody": report["quote"]} if report["quote"] else {})


def _claim(extract: Extract, event: Row, lost: Losses) -> dict[str, Any]:
    """Give the claim: who reports it, and where."""
    told = [row for row in extract.reports_of(event) if row["stance"] == "reports" and row["source"]]
    sources = [extract.source(name) for name in dict.fromkeys(row["source"] for row in told)]
    claim: dict[str, Any] = {"@type": "Claim", "@id": f"urn:timeline:{event['id']}", "name": event["title"]}
    if sources:
        claim["author"] = [_author(source) for source in sources]
    where = [source["url"] for source in sources if link_target(source["url"])]
    if where:
        claim["appearance"] = [{"@type": "CreativeWork", "url": url} for url in where]
    if (day := _day(event, "reported", lost)) is not None:
        claim["datePublished"] = day
    return claim


def _author(source: Row) -> dict[str, str]:
    return {"@type": "Organization", "name": source["publisher"] or source["name"]}


def _day(row: Row, name: str, lost: Losses) -> str | None:
    """Give a date as ISO 8601 has it, no finer than it is; None where no year surely holds it."""
    found = of_event({**row, name: row[name] or row[f"{name}_earliest"]}, name)
    point = None if found is None else shared(found)
    if point is None or not point.is_common:
        lost.count("date", "left out (no year surely holds it)")
        return None
    if found is not None and found.loss is not None:
        lost.count("date", "told without the doubt, by year, month or day alone")
    return point.iso()
