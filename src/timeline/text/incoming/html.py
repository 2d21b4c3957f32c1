"""The words of a piece of HTML, without its tags; its links are given beside.

Law of this module: nothing is fetched or run; what a reader would not see is left out.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BREAKS: Final = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote"})
_UNSEEN: Final = frozenset({"script", "style", "head", "template"})
_TAG: Final = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._unseen = 0
        self._href: str | None = None
        self._from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag == "a":
            self._href, self._from = dict(attrs).get("href"), len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag == "a" and self._href:
            self.links.append((self._href, "".join(self.pieces[self._from :])))
            self._href = None

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def words(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Give the words of a text that may hold HTML, and its links: each an address and what is written on it.

    >>> words('<p>It <b>moved</b> &amp; <a href="https://a.example">so</a></p>')
    ('It moved & so', [('https://a.example', 'so')])
    """
    if _TAG.search(text) is None:
        return text.strip(), []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip(), reader.links
