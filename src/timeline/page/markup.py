"""Bits of HTML: escaped text, elements, links, and JSON that may stand inside a page.

Law of this module: whatever a text holds, it stays text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from typing import Any, Final

_ENDED: Final = re.compile(r"</p>(?=<p[ >]|</td>|<t[dr][ >])|</(?:td|th|tr|tbody|thead|li|option|dt|dd)>")
_QUOTED: Final = re.compile(r'="([\w#-]+)"(?=[ >])', re.ASCII)


def text(value: str) -> str:
    """Escape a text for a place between tags or inside a quoted attribute."""
    return html.escape(value, quote=True)


def element(name: str, content: str = "", /, **attributes: str | bool | None) -> str:
    """Write an element around content that is HTML already; attributes are escaped here.

    A name's underscore stands for a hyphen, and one at its end for nothing; True writes the bare name, False and None
    leave it out.

    >>> element("a", text("<x>"), href="#y", class_="v")
    '<a href="#y" class="v">&lt;x&gt;</a>'
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{told}>{content}</{name}>"


def elements(name: str, contents: Iterable[str]) -> str:
    """Write one element around each content."""
    return "".join(element(name, content) for content in contents)


def outward(url: str | None, words: str) -> str:
    """Write a link that leaves the page; without an address, its words alone."""
    return element("a", text(words), href=url, rel="noreferrer") if url else text(words)


def plainer(page: str) -> str:
    """Leave out the quotes and the ends of elements that HTML does not need: a page has thousands of them.

    In its texts all quotes and angles are escaped. No text follows an element whose end is left out, within its parent.

    >>> plainer('<li><a href="#e1" class="a b">&quot;</a></li>')
    '<li><a href=#e1 class="a b">&quot;</a>'
    """
    return _ENDED.sub("", _QUOTED.sub(r"=\1", page))


def embedded(value: Any) -> str:
    r"""Write JSON so that it can stand in a script element: no tag, no comment, no entity can begin in it.

    >>> embedded({"a": "</script><!--"})
    '{"a":"\\u003c/script\\u003e\\u003c!--"}'
    """
    found = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        found = found.replace(char, f"\\u{ord(char):04x}")
    return found


def source_hash(content: str) -> str:
    """Give the source expression by which a policy allows exactly this content."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"
