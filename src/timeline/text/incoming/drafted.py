"""What all readers of other programs' records share: the drafts so far, the faults, and what a form could not bring.

Law of this module: what is left out is counted and said; a text that is no date is a fault in its place, and one that
says that no date is known is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from timeline.dates.advice import means_none
from timeline.dates.local import is_midnight
from timeline.errors import DateError, TimelineError
from timeline.records import say
from timeline.records.drafts import Draft
from timeline.records.spooled import Spooled
from timeline.text import jsonlines
from timeline.text.incoming.pages import Page, Pages, is_address
from timeline.text.incoming.values import Asked, Brought, Fault

V = TypeVar("V")
_TICK = 2_000
_FRACTION: Final = re.compile(r"\.\d+")
_FRACTION_AND_ZONE: Final = re.compile(r"(?:\.\d+)?Z?$")


class Drafted:
    """The records of one file while it is read."""

    def __init__(self, name: str, asked: Asked) -> None:
        self.name = name
        self.asked = asked
        self.pages = Pages(asked.sources)
        self._drafts = Spooled(texts=asked.texts())
        self._faults: list[Fault] = []
        self._fields: set[str] = set()
        self._lost: Counter[str] = Counter()
        self._notes: dict[str, None] = {}

    def where(self, place: str | int) -> str:
        """Say where something is: a line, or a path in a document."""
        return f"{self.name}:{place}" if isinstance(place, int) else f"{self.name}, {place}"

    def fault(self, place: str | int, what: str, fix: str | None = None, *, heading: str = "") -> None:
        """Take note of what is wrong; of a row, by the heading of the cell where that is known."""
        line = place if isinstance(place, int) else len(self._faults)
        where = self.where(place) + (f", {heading}" if heading else "")
        self._faults.append(Fault(line, where, what, fix))

    def lose(self, what: str, count: int = 1) -> None:
        """Take note of what the log has no room for."""
        if count:
            self._lost[what] += count

    def note(self, text: str) -> None:
        """Say once how something was read."""
        self._notes[text] = None

    def read(self, how: Callable[[], V], place: str | int) -> V | None:
        """Read something that may be refused; then it is a fault in its place."""
        try:
            return how()
        except TimelineError as error:
            self.fault(place, error.what, error.fix)
        return None

    def date(self, text: Any, place: str | int) -> str | None:
        """Read a date; None where none is given, and where it is refused."""
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            self.fault(place, f"{say.shown(text)} is not the text of a date", "write it as EDTF, in quotes")
            return None
        if self.says_no_date(text):
            return None
        return self.read(lambda: self.zoned(text.strip()), place)

    def zoned(self, text: str, *, instead: str | None = None) -> str:
        """Read a date, with the zone that was told put on a time that says none.

        ``instead`` is what to do in this form where the zone does not say which time is meant.

        Raises:
            DateError: It is not a date, or the clocks of the place showed the time twice or never.
        """
        try:
            found = str(self.asked.date(text))
        except DateError as error:
            error.fix = instead or error.fix
            raise
        if self.asked.time_zone is not None and found != text and is_midnight(text) is not None:
            self.note(f"times without a zone are read as of {self.asked.time_zone}")
        return found

    def exact(self, text: str | None, first: str, last: str, *, has_zones: bool = True) -> str | None:
        """Give the EDTF that `export` wrote beside plain dates, where it has these for its bounds still.

        A plain date may have been changed since. A side of the EDTF that is open or unknown has none; a fraction of a
        second, and in a form without zones the zone, are left out in it.
        """
        if not text:
            return None
        try:
            date, start, end = (self.asked.date(each).meaning for each in (text, first, last))
        except DateError:
            return None
        sides = ((date.earliest, start.earliest), (date.latest, end.latest))
        known = [pair for pair in sides if pair[0] not in ("open", "unknown")]
        left_out = _FRACTION if has_zones else _FRACTION_AND_ZONE
        if not known or any(left_out.sub("", said) != left_out.sub("", shown) for said, shown in known):
            return None
        self.note("dates that `export` wrote as EDTF beside plain ones are taken from there")
        return str(self.asked.date(text))

    def says_no_date(self, text: str) -> bool:
        """Whether a text says that no date is known, as ``n.d.`` does: that is no fault, and counted."""
        is_none = means_none(text)
        self.lose("dates that say that none is known", is_none)
        return is_none

    def source(self, page: Page, place: str | int) -> str | None:
        """Give the name of a source, which is defined where it is new."""
        found = self.read(lambda: self.pages.add(page, self.where(place), {}), place)
        return None if found is None else found[0]

    def add(self, kind: str, body: Mapping[str, Any], place: str | int) -> None:
        """Add a record; fields without anything in them are left out."""
        given = {name: value for name, value in body.items() if value not in (None, "", [], {}, ())}
        if kind == "event":
            self._fields |= given.keys()
        draft = Draft(kind=kind, body=given, where=self.where(place))
        self._drafts.append(jsonlines.proved(draft) if kind == "event" else draft)

    def tick(self, done: int, of: int) -> None:
        """Say how far the reading has come."""
        if done % _TICK == 0:
            self.asked.progress(done, of)

    def brought(self) -> Brought:
        """Give all that was read."""
        lost = tuple(f"{what} ({count:,})" for what, count in sorted(self._lost.items()))
        notes = (*self._notes, *self.pages.notes)
        self._drafts.put_before(self.pages.drafts())
        if self._faults:
            return Brought(partial=tuple(self._drafts), faults=tuple(self._faults), passed_over=lost, notes=notes)
        return Brought(drafts=self._drafts, passed_over=lost, notes=notes, fields=frozenset(self._fields))


def one_line(text: Any) -> str | None:
    """Give a text on one line; None where there is none."""
    return (" ".join(str(text).split()) or None) if text is not None else None


def links(*pairs: tuple[Any, Any]) -> list[dict[str, str]]:
    """Give the links of addresses and their titles, each address once; what is not an address is left out."""
    found: dict[str, dict[str, str]] = {}
    for url, title in pairs:
        if isinstance(url, str) and is_address(url.strip()):
            made = {"url": url.strip()}
            words = one_line(title)
            found.setdefault(url.strip(), made | ({"title": words} if words else {}))
    return list(found.values())


def mapping(value: Any) -> Mapping[str, Any]:
    """Give an object, or an empty one where something else stands."""
    return value if isinstance(value, Mapping) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Give the objects of a list, of one object, or of nothing."""
    if isinstance(value, Mapping):
        return [value]
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """Give the texts of a list, of one text, or of nothing."""
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [item for item in found if isinstance(item, str) and item.strip()]


def data(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what may stand in the data of an event; None where that is nothing.

    Numbers that not every program reads alike become texts.
    """
    made = {str(name): _plain(item) for name, item in value.items() if item not in (None, "", [], {})}
    return made or None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)
