"""The sources that rows bring with them: an address, an outlet, or both with a day, as a source with a short name.

Law of this module: the same publisher and address is one source, in the file and in the log; a name is made of what the
row says and never of its place, so that the same file gives the same names again.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from timeline.dates.suggest import did_you_mean
from timeline.errors import RecordError
from timeline.records.bearing import page_of
from timeline.records.drafts import Draft
from timeline.records.model import SOURCE_NAME
from timeline.records.strict_json import quoted

ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")
_FIELDS: Final = ("publisher", "title", "url", "published", "retrieved")


def is_address(text: str) -> bool:
    """Whether a text is an address of the web, and nothing else."""
    return ADDRESS.fullmatch(text) is not None


@attrs.frozen(kw_only=True)
class Page:
    """What a row says of a source. ``name`` is its short name, where the row gives one."""

    name: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    via: tuple[str, ...] = ()
    origin: Mapping[str, Any] | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The fields of the source, but its name."""
        found: dict[str, Any] = {name: getattr(self, name) for name in _FIELDS if getattr(self, name) is not None}
        found |= {"via": list(self.via)} if self.via else {}
        return found | ({"origin": dict(self.origin)} if self.origin else {})


class Sources:
    """The sources of a log, found by name and by page: each as it was first written and is not taken back."""

    def __init__(self, find: Callable[[str], Sequence[Mapping[str, Any]]]) -> None:
        """Rest on what finds them under ``source:NAME`` and :func:`page_of`, in their order, perhaps with others."""
        self._find = find
        self._held: dict[str, Sequence[Mapping[str, Any]]] = {}

    @classmethod
    def of(cls, bodies: Iterable[Mapping[str, Any]]) -> Sources:
        """Give those of a log that is at hand."""
        held: dict[str, list[Mapping[str, Any]]] = {}
        for body in bodies:
            for node in (f"source:{body['name']}", page_of(body)):
                held.setdefault(node, []).append(body)
        return cls(lambda node: held.get(node, ()))

    def get(self, name: str) -> Mapping[str, Any] | None:
        """Give the one of a name."""
        return next((body for body in self._under(f"source:{name}") if body["name"] == name), None)

    def alike(self, page: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
        """Give those that are the page of which some fields tell."""
        node = page_of(page)
        return (body for body in self._under(node) if page_of(body) == node)

    def _under(self, node: str) -> Sequence[Mapping[str, Any]]:
        if node not in self._held:
            self._held[node] = self._find(node)
        return self._held[node]


@attrs.define
class _New:
    body: dict[str, Any]
    where: str
    places: Mapping[str, str]


class Pages:
    """The sources of a log and of a file."""

    def __init__(self, known: Sources) -> None:
        self.notes: dict[str, None] = {}
        self._known = known
        self._new: dict[str, _New] = {}
        self._alike: dict[str, list[str]] = {}  # of each page its names

    def __contains__(self, name: str) -> bool:
        return name in self._new or self._known.get(name) is not None

    def add(self, page: Page, where: str, places: Mapping[str, str]) -> tuple[str, bool]:
        """Give the name of a source that a row brings, and whether all that the row says of it is said by the source.

        Raises:
            RecordError: What is known of the source is something else, or it cannot be told which is meant.
        """
        name = page.name or self._same(page)
        if name is not None and (body := self._known.get(name)) is not None:
            self._check(name, page, body)
            return name, self._rests_alike(page, body)
        if name is not None and (new := self._new.get(name)) is not None:
            return name, self._joined(name, page, new)
        name = page.name or self._made(page)
        self._new[name] = _New({"name": name, **page.body}, where, dict(places))
        self._alike.setdefault(page_of(page.body), []).append(name)
        return name, True

    def drafts(self) -> list[Draft]:
        """Give the sources that are new, in the order of their rows."""
        found = self._new.values()
        return [Draft(kind="source", body=new.body, where=new.where, places=new.places) for new in found]

    def _same(self, page: Page) -> str | None:
        new = (self._new[name].body for name in self._alike.get(page_of(page.body), ()))
        for body in itertools.chain(self._known.alike(page.body), new):
            publisher = body.get("publisher")
            if page.url is None or page.publisher is None or publisher is None or publisher == page.publisher:
                return str(body["name"])
        return None

    @staticmethod
    def _rests_alike(page: Page, body: Mapping[str, Any]) -> bool:
        chain = {name: value for name, value in page.body.items() if name in ("via", "origin")}
        return not chain or chain == {name: body[name] for name in ("via", "origin") if name in body}

    def _check(self, name: str, page: Page, body: Mapping[str, Any]) -> None:
        """Check what a row says of a source that the log has: it is not changed by that."""
        for field in ("publisher", "url"):
            told, known = getattr(page, field), body.get(field)
            if told is not None and known is not None and told != known:
                raise RecordError(
                    f"the log has a source {quoted(name)}, of the {field} {quoted(known)}",
                    fix="give this one another name, or none: one is made of its publisher",
                )
        for field, told in page.body.items():
            if field in _FIELDS and told != body.get(field):
                said = f"said {quoted(body[field])}" if field in body else "did not say it"
                self.notes[f"the source {name} {said}, and {field} {quoted(told)} is passed over: correct it there"] = (
                    None
                )

    def _joined(self, name: str, page: Page, new: _New) -> bool:
        """Add to a new source what a further row says of it."""
        body = page.body
        for field in _FIELDS:
            told, known = body.get(field), new.body.get(field)
            if told is not None and known is not None and told != known:
                raise RecordError(
                    f"{field} {quoted(told)}: {new.where} says {quoted(known)} of the same source {quoted(name)}",
                    fix="say the same in both, or give each source an address or a name of its own",
                )
            if told is not None:
                new.body[field] = told
        chain: dict[str, Any] = {field: body[field] for field in ("via", "origin") if field in body}
        if chain and not {"via", "origin"} & set(new.body):
            new.body |= chain
        return self._rests_alike(page, new.body)

    # --- a name ------------------------------------------------------------------------------------------------------

    def _made(self, page: Page) -> str:
        """Make a short name of the publisher, else of the host, and the day."""
        stem = _slug(page.publisher or "") or _host(page.url or "")
        if self._known.get(stem) is not None and page.url is None and page.published is None:
            raise RecordError(
                f"{quoted(page.publisher or '')} is an outlet here, and the log has a source {quoted(stem)}",
                fix=f"write {stem} if that one is meant; else give this one an address or a day",
            )
        day = page.published if page.published is not None and _DAY.fullmatch(page.published) else None
        stem = "-".join(part for part in (stem or "source", day) if part)
        if stem not in self:
            return stem
        said = "\n".join(str(part) for part in (page.url, page.publisher, page.title, page.published))
        return f"{stem}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"

    def misspelled(self, text: str) -> str | None:
        """Say which source of the log is meant by a text that is its name but for its capitals; None if none is.

        The name of an outlet after which the source was called is no slip: it is that source, or another of the outlet.
        """
        low = text.lower()
        known = None if low == text else self._known.get(low)
        return None if known is None or known.get("publisher") == text else did_you_mean(low, [low])


def _slug(text: str) -> str:
    """Write a name in small letters, digits and hyphens; empty where it has none of them.

    >>> _slug("Süddeutsche Zeitung"), _slug("財新")
    ('suddeutsche-zeitung', '')
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub("[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")[:40]


def _host(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if SOURCE_NAME.fullmatch(host) else _slug(host)
