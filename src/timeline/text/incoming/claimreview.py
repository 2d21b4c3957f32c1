"""Checks of claims (schema.org ClaimReview, as JSON-LD): the claim as an event, with who made it and who checked it.

Law of this module: a check is a report of the checker on the claim; its stance follows from the rating alone, is said
for each rating, and is *doubts* wherever the rating is neither the best nor the worst.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.errors import FormatError
from timeline.text.incoming import told
from timeline.text.incoming.drafted import Drafted, links, mapping, objects, one_line, texts
from timeline.text.incoming.pages import Page
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import Asked, Brought

_FALSE: Final = frozenset({"false", "incorrect", "pants on fire", "fake", "wrong", "untrue", "not true", "denied"})
_REFERENCE: Final = frozenset({"@id", "@type"})
"""What a node has that only names another (JSON-LD 1.1, node reference)."""
_STEPS: Final = 2
"""So many references lie between a review and what is read of it: the claim, and who made that."""
_TRUE: Final = frozenset({"true", "correct", "accurate"})


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read checks of claims.

    Raises:
        FormatError: There is no ClaimReview in it.
    """
    document = told.document(content, name)
    values = list(document.values()) if isinstance(document, Lines) else [document]
    nodes: dict[str, Mapping[str, Any]] = {}
    for value in values:
        _name_nodes(value, nodes)
    made: dict[tuple[str, int], Any] = {}
    found = [_whole(review, nodes, made) for value in values for review in _reviews(value)]
    if not found:
        raise FormatError("there is no ClaimReview in it", where=name, unwritten=True)
    drafted = Drafted(name, asked)
    for number, review in enumerate(found):
        _claim(review, f"ClaimReview {number + 1}", drafted)
    return drafted.brought()


def _reviews(value: Any) -> Iterator[Mapping[str, Any]]:
    """Find the checks in a document, in lists and in its graph."""
    if isinstance(value, list):
        for item in value:
            yield from _reviews(item)
    elif isinstance(value, Mapping):
        if "ClaimReview" in texts(value.get("@type")):
            yield value
        for name in ("@graph", "itemListElement", "item"):
            yield from _reviews(value.get(name))


def _name_nodes(value: Any, nodes: dict[str, Mapping[str, Any]]) -> None:
    """Take note of the nodes of a document by their ``@id``: others name them by that alone."""
    if isinstance(value, Mapping):
        if isinstance(id_ := value.get("@id"), str) and not value.keys() <= _REFERENCE:
            nodes.setdefault(id_, value)
        for item in value.values():
            _name_nodes(item, nodes)
    elif isinstance(value, list):
        for item in value:
            _name_nodes(item, nodes)


def _whole(
    value: Any, nodes: Mapping[str, Mapping[str, Any]], made: dict[tuple[str, int], Any], steps: int = _STEPS
) -> Any:
    """Give a value with nodes in the place of the references to them, over so many steps; ``made`` holds those made."""
    if isinstance(value, list):
        return [_whole(item, nodes, made, steps) for item in value]
    if not isinstance(value, Mapping):
        return value
    id_ = value.get("@id")
    if not value.keys() <= _REFERENCE or not isinstance(id_, str) or id_ not in nodes:
        return {name: _whole(item, nodes, made, steps) for name, item in value.items()}
    if not steps:
        return value
    if (id_, steps) not in made:
        node = nodes[id_].items()
        made[id_, steps] = {name: _whole(item, nodes, made, steps - 1) for name, item in node}
    return made[id_, steps]


def _claim(review: Mapping[str, Any], place: str, drafted: Drafted) -> None:
    claim = next(iter(objects(review.get("itemReviewed"))), {})
    title = one_line(review.get("claimReviewed")) or one_line(claim.get("text")) or one_line(claim.get("name"))
    if title is None:
        drafted.fault(place, "it does not say which claim was reviewed", "write claimReviewed")
        return
    drafted.lose("further authors", sum(max(len(objects(each.get("author"))) - 1, 0) for each in (claim, review)))
    published = drafted.date(review.get("datePublished"), f"{place}, datePublished")
    checker = drafted.source(
        Page(
            publisher=_name(review.get("author")) or _name(review.get("publisher")),
            title=one_line(review.get("name")) or one_line(review.get("headline")),
            url=one_line(review.get("url")),
            published=published,
        ),
        place,
    )
    stance, rating = _stance(mapping(next(iter(objects(review.get("reviewRating"))), {})), drafted)
    reports = list(_claimants(claim, place, drafted))
    if checker:
        reports.append({"source": checker, "stance": stance, **({"quote": rating} if rating else {})})
    body = {
        "title": title,
        "type": "claim",
        "links": links(*((url, None) for url in _addresses(claim))),
        "reports": reports,
    }
    drafted.lose("texts of reviews", bool(review.get("reviewBody")))
    drafted.add("event", body, place)


def _claimants(claim: Mapping[str, Any], place: str, drafted: Drafted) -> Iterator[dict[str, Any]]:
    """Give the report of who made the claim, where it first appeared."""
    author, day = _name(claim.get("author")), drafted.date(claim.get("datePublished"), f"{place}, itemReviewed")
    url = next(iter(_addresses(claim)), None)
    if author is None and url is None:
        return
    page = Page(
        publisher=author, url=url, published=day, origin={"name": author, "interested": True} if author else None
    )
    if name := drafted.source(page, place):
        yield {"source": name}


def _addresses(claim: Mapping[str, Any]) -> list[str]:
    found = []
    for field in ("firstAppearance", "appearance"):
        for work in claim.get(field) if isinstance(claim.get(field), list) else [claim.get(field)]:  # type: ignore[union-attr]
            url = work if isinstance(work, str) else one_line(mapping(work).get("url"))
            found += [url] if url else []
    return list(dict.fromkeys(found))


def _name(value: Any) -> str | None:
    return one_line(value) if isinstance(value, str) else next((one_line(o.get("name")) for o in objects(value)), None)


def _stance(rating: Mapping[str, Any], drafted: Drafted) -> tuple[str, str | None]:
    """Give the stance that follows from a rating, and the rating in words."""
    said = one_line(rating.get("alternateName")) or one_line(rating.get("name"))
    stance = _by_word(said) or _by_number(rating) or "doubts"
    drafted.note(f'the rating {said or rating.get("ratingValue")!r} is the stance "{stance}"')
    return stance, said


def _by_word(said: str | None) -> str | None:
    word = (said or "").lower().strip(" .!")
    return "denies" if word in _FALSE else "reports" if word in _TRUE else None


def _by_number(rating: Mapping[str, Any]) -> str | None:
    try:
        value, worst, best = (float(rating[name]) for name in ("ratingValue", "worstRating", "bestRating"))
    except (KeyError, TypeError, ValueError):
        return None
    if worst >= best:
        return None
    return "denies" if value <= worst else "reports" if value >= best else None
