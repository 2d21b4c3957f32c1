"""The reports of a row, and the sources that it brings: names, addresses and outlets, with what the row says of them.

Law of this module: what is said of several sources is said once for all, or once for each, and never
dealt out by guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, get_args

from timeline.dates.advice import says_nothing
from timeline.dates.suggest import did_you_mean
from timeline.records import say
from timeline.records.model import SOURCE_NAME
from timeline.records.strict_json import quoted
from timeline.records.typed import parse_stance
from timeline.records.words import Stance
from timeline.text.incoming import words
from timeline.text.incoming.column import Column
from timeline.text.incoming.heading_advice import as_column, as_columns
from timeline.text.incoming.pages import Page, is_address
from timeline.text.incoming.row import Row, pieces

URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S")
_DOI: Final = re.compile(r"10\.\d{4,}/\S")
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?")
_INSIDE: Final = re.compile(r"(?:https?|ftp)://[^\s<>\]]+", re.IGNORECASE)
_JOINT: Final = re.compile(r", |\w/\w| / | & | and ")
"""What may stand between two outlets, and within the name of one."""
_SIGNS: Final = " \t\n:,.-\u2013\u2014"
"""What stands between an address and the words beside it, besides a bracket."""
_BETWEEN: Final = re.compile(r"\s+|[,;](?=(?:https?|ftp)://)")
_OF_PAGE: Final = {
    "publisher": "publisher",
    "title": "source_title",
    "url": "url",
    "published": "published",
    "retrieved": "retrieved",
}


class Reported:
    """What a row says of its sources."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def reports(self) -> list[dict[str, Any]]:
        """Give the reports of the row, in the order of its sources; the sources that it brings are defined."""
        whole, column = self.row.text("reports"), self.row.column("reports")
        if whole is not None and column is not None and not whole.strip().isdecimal():
            return self._whole_reports(column, whole)  # a number is how many there are: an answer of `list`
        found = self._sources()
        count = max(len(found), 1)
        stances, dates = self._each("stance", count), self._each("reported", count)
        for wrong in sorted(set(stances) - {"", *get_args(Stance)}):
            fix = did_you_mean(wrong, get_args(Stance)) or f"write one of {', '.join(get_args(Stance))}"
            self.row.fault(f"{quoted(wrong)} is not a stance", self.row.column("stance"), fix)
        chain = {"quote": self.row.text("quote"), "via": self._via(), "origin": self.row.origin()}
        chain = {name: value for name, value in chain.items() if value is not None}
        if chain and len(found) > 1:
            name = next(iter(chain))
            fix = "keep one source in the row; add the others with `timeline report`, or as JSON in a column reports"
            self.row.fault(f"of which of the {len(found)} sources is this?", self.row.column(name), fix)
            return []
        reports: list[dict[str, Any]] = []
        for number in range(count):
            page, stance = found[number] if found else (None, "reports")
            report = self._report(page, chain)
            if stances[number] and stance != "reports" and stances[number] != stance:
                self.row.fault(
                    f"{quoted(report['source'])} has a stance already", self.row.column("stance"), "say it once"
                )
            stance = stances[number] if stances[number] in get_args(Stance) else stance
            report |= {"stance": stance} if stance != "reports" else {}
            column = self.row.column("reported")
            date = self.row.read(column, self.row.date_of("reported"), dates[number]) if dates[number] else None
            report |= {"reported": date} if date else {}
            if report:
                order = ("source", "stance", "reported", "quote", "via", "origin")
                for name in order:
                    if name in self.row.places:
                        self.row.places[f"reports[{len(reports)}].{name}"] = self.row.places[name]
                reports.append({name: report[name] for name in order if name in report})
        return reports

    def _report(self, page: Page | None, chain: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a report of a source, which is defined where the row brings it; then what it rests on is said there."""
        if page is None:
            return dict(chain)
        if not page.body:
            return {"source": page.name, **chain}
        page = Page(**{name: getattr(page, name) for name in ("name", *_OF_PAGE)}, **_of_chain(chain))
        called = self.row.called()
        places = {field: called[name] for field, name in _OF_PAGE.items() if name in called}
        places["name"] = next((called[name] for name in ("source", "publisher", "url") if name in called), "")
        where = self.row.where(None)
        column = next(filter(None, map(self.row.column, ("source", "url", "publisher"))), None)
        found = self.row.read(column, lambda _: self.row.sheet.pages.add(page, where, places), "")
        if found is None:
            return {}
        name, is_said = found
        return {"source": name, **{k: v for k, v in chain.items() if k == "quote" or not is_said}}

    def _sources(self) -> list[tuple[Page, str]]:
        """Give what the row says of each of its sources, and the stance that stands behind a name."""
        columns = [c for name in ("source", "publisher", "url") for c in self.row.by_name.get(name, ())]
        if any([self.row.holds_objects(column, "the names of sources") for column in columns]):  # noqa: C419 - all are told
            return []
        url, named = self._address(), self._known(self._in_columns())
        publishers = self._known(self.row.pieces(self.row.text("publisher") or ""))
        urls = self._urls(url or "", len(named or publishers))
        count = max(len(named), len(urls), min(len(publishers), 1) if named else len(publishers))
        if urls and len(urls) != count:
            self._several(urls, "url", count)
            return []
        given = {
            "publisher": self._one_each(publishers, "publisher", count),
            "published": self._days("published", count),
            "source_title": self._each("source_title", count),
            "retrieved": self._days("retrieved", count),
        }
        if not count and any(any(values) for values in given.values()):
            name = next(name for name, values in given.items() if any(values))
            self.row.fault(
                "it is said of a source, and the row has none", self.row.column(name), "name it, or its address"
            )
        found = []
        for number in range(count):
            told = {name: values[number] or None for name, values in given.items()}
            page, stance = self._named(named[number], told) if named else (Page(), "reports")
            if urls and urls[number] and page.url and page.url != urls[number]:
                self._two_addresses(page.url, urls[number])
            page = Page(
                name=page.name,
                publisher=told["publisher"] or page.publisher,
                title=told["source_title"] or page.title,
                url=(urls[number] if urls else None) or page.url,
                published=told["published"],
                retrieved=told["retrieved"],
            )
            found.append((page, stance))
        return found

    def _in_columns(self) -> list[str]:
        """Part the cells of all columns of sources; of several, the words of each bring the address behind them."""
        columns = self.row.by_name.get("source", ())
        found: list[str] = []
        for column in columns:
            text = self.row.cell(column)
            if not text.strip():
                continue
            self.row.places["source"] = column
            named = addressed(text, self.row.pieces)
            link = self.row.link(column) if len(columns) > 1 else None
            found += [f"{text} ({link})"] if link is not None and len(named) == 1 and link not in text else named
        return found

    def _two_addresses(self, one: str, other: str) -> None:
        """Refuse a source with two addresses: one of them would be lost."""
        column, source = self.row.column("url"), self.row.column("source")
        what = f"its source is at {quoted(one)}, and this is another address: {quoted(other)}"
        fix = "write one address in the row"
        if column is not None and source is not None and source is not column:
            both = as_columns({column.heading: "source", source.heading: "source"})
            fix = f"if they are two sources: {both}; else {fix}"
        self.row.fault(what, column or source, fix)

    def _address(self) -> str | None:
        """Give the address of a row: what stands in its column, or lies behind the words there or of the source."""
        text, column, source = self.row.text("url"), self.row.column("url"), self.row.column("source")
        if column is not None and (link := self.row.link(column)) is not None:
            return link
        is_alone = len(self.row.by_name.get("source", ())) == 1
        if text is None and source is not None and is_alone and (link := self.row.link(source)) is not None:
            self.row.places["url"] = source
            return link
        return text

    def _known(self, pieces: Iterable[str]) -> list[str]:
        """Leave out what is empty, and what people write where no source is known."""
        found = [piece for piece in pieces if piece and not self.row.says_nothing(piece)]
        joint = self.row.sheet.joint
        for piece in found if self.row.sheet.asked.list_separator == ";" else ():
            if _JOINT.search(piece) and "://" not in piece:
                joint[piece] = joint.get(piece, 0) + 1
        return found

    def _urls(self, text: str, count: int) -> list[str]:
        """Give the addresses of a cell of addresses; what is none is its fault, and no source.

        A cell with a place for each of ``count`` sources may leave some empty; these are empty texts.
        """
        if not text.strip() or self.row.says_nothing(text):
            return []
        places = ["" if says_nothing(place) else place for place in pieces(text)]
        if len(places) == count and any(places) and all(not place or is_address(place) for place in places):
            return places
        found = addresses(text)
        wrong = next((piece for piece in found if not URI.match(piece)), None)
        if wrong is None:
            return found
        column = self.row.column("url")
        outlet = f"; an outlet's name: {as_column(column.heading, 'publisher')}" if column is not None else ""
        fix = f"write the whole address{outlet}"
        if _DOI.match(wrong):
            fix = f"write https://doi.org/{wrong}"
        elif _HOST.fullmatch(wrong):
            fix = f"write https://{wrong}"
        elif not any(map(URI.match, found)):
            wrong = " ".join(text.split())  # words, of which the first says no more than the others
        self.row.fault(f"{quoted(wrong)} is not an address", column, fix)
        return []

    def _named(self, text: str, told: Mapping[str, str | None]) -> tuple[Page, str]:
        """Read what stands in a column of sources: a short name, an address, or the name of an outlet."""
        if is_address(text):
            return Page(url=text), "reports"
        column = self.row.column("source")
        if len(inside := _INSIDE.findall(text)) > 1:
            self.row.fault(
                f"{quoted(text)} holds several addresses",
                column,
                f"part the sources by {self.row.sheet.asked.list_separator}",
            )
        if inside:
            said, url = beside(text, inside[0])
            page = Page(url=url, title=said) if told["publisher"] else Page(url=url, publisher=said)
            return page, "reports"
        name, colon, _ = text.partition(":")
        if SOURCE_NAME.fullmatch(name):
            found = self.row.read(column, parse_stance, text) or (name, "reports")
            return Page(name=found[0]), found[1]
        if (meant := self.row.sheet.pages.misspelled(name)) is not None:
            self.row.fault(f"unknown source {quoted(name)}", column, meant)
        if colon and not told["publisher"]:
            stance = text.rpartition(":")[2].strip()
            if stance in get_args(Stance):
                return Page(publisher=text.rpartition(":")[0].strip()), stance
        return Page(publisher=text), "reports"

    def _via(self) -> list[str] | None:
        """Give the names of the sources that the row's source rests on; addresses and outlets are sources, too."""
        text, column = self.row.text("via"), self.row.column("via")
        if text is None or column is None:
            return None
        found = []
        for piece in self._known(addressed(text, self.row.pieces)):
            if not is_address(piece) and SOURCE_NAME.fullmatch(piece):
                found.append(piece)
                continue
            named = self.row.read(column, self._relayed, piece)
            found += [named] if named is not None else []
        return found or None

    def _relayed(self, text: str) -> str:
        """Give the name of the source that an address, or the name of an outlet, stands for."""
        page = Page(url=text) if is_address(text) else Page(publisher=text)
        return self.row.sheet.pages.add(page, self.row.where(None), {"name": self.row.called()["via"]})[0]

    def _days(self, name: str, count: int) -> list[str]:
        """Give a date for each source; one that is of all is read once, so that it is at fault once."""
        texts = self._each(name, count)
        column, read = self.row.column(name), self.row.date_of(name)
        dates = {text: self.row.read(column, read, text) or "" for text in dict.fromkeys(texts) if text}
        return [dates.get(text, "") for text in texts]

    def _whole_reports(self, column: Column, text: str) -> list[dict[str, Any]]:
        for name in (*words.OF_REPORTS, *words.OF_PAGES):
            if self.row.text(name) is not None:
                what = "the reports are told in the column reports already"
                self.row.fault(what, self.row.column(name), "keep one of the two cells")
        return self.row.objects(column, text)

    def _each(self, name: str, count: int) -> list[str]:
        """Give the pieces of a cell that holds one for each source, or one for all."""
        text = self.row.text(name)
        if text is None:
            return [""] * count
        return self._one_each(self.row.pieces(text) if name == "stance" else pieces(text), name, count)

    def _one_each(self, given: list[str], name: str, count: int) -> list[str]:
        if len(given) <= 1:
            return (given or [""]) * max(count, 1)
        if len(given) != count:
            self._several(given, name, count)
            return [""] * count
        return given

    def _several(self, given: Sequence[str], name: str, count: int) -> None:
        sign = self.row.sheet.asked.list_separator if name in ("publisher", "stance") else ";"
        held = say.counted(len(given), "piece")
        fix = f"give one for all, or one for each, parted by {sign}"
        if name == "url":  # the address of one source is not that of another
            held = say.counted(len(given), "address", "addresses")
            fix = "give one for each, in their order, with nothing where one has none: "
            fix += "https://a.example/1;;https://a.example/3"
        what = f"it holds {held}, and the row has {say.counted(count, 'source')}"
        self.row.fault(what, self.row.column(name), fix)


def _of_chain(chain: Mapping[str, Any]) -> dict[str, Any]:
    return {"via": tuple(chain.get("via", ())), "origin": chain.get("origin")}


def beside(text: str, address: str) -> tuple[str | None, str]:
    """Part an address from the words around it, and both from the brackets between them.

    >>> beside("BBC (https://a.org/x)", "https://a.org/x)"), beside("[BBC](https://a.org/x_(y))", "https://a.org/x_(y))")
    (('BBC', 'https://a.org/x'), ('BBC', 'https://a.org/x_(y)'))
    """
    url = address.rstrip(".,")
    if url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    before, _, after = text.partition(url)
    before, after = before.rstrip(), after.lstrip()
    if before.endswith(("(", "[", "<")):
        before = before[:-1]
    if after.startswith((")", "]", ">")):
        after = after[1:]
    said = " ".join(f"{before.rstrip(_SIGNS)} {after.lstrip(_SIGNS)}".split())
    if said[:1] + said[-1:] in ("()", "[]"):
        said = said[1:-1].strip()
    return said or None, url


def addressed(text: str, part: Callable[[str], list[str]] = pieces) -> list[str]:
    """Part a cell of sources; where all of it is addresses, also at commas and blanks.

    >>> addressed("press; relay:doubts"), addressed("https://a.org/x, https://b.org/y?a=1;b=2")
    (['press', 'relay:doubts'], ['https://a.org/x', 'https://b.org/y?a=1;b=2'])
    """
    found = addresses(text)
    return found if found and all(map(is_address, found)) else part(text)


def addresses(text: str) -> list[str]:
    """Part a cell of addresses at blanks and line ends, and at the commas and semicolons before them."""
    return [piece.rstrip(",;") for piece in _BETWEEN.split(text) if piece.rstrip(",;")]
