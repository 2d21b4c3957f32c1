"""What single fields of a record may hold beside being of their type: one line where they are one, no login.

Law of this module: it judges what is about to enter a log, and yields every fault with a text that may enter instead.
What an old log holds is read as it lies, and shown without harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.named import NamedTuple
from timeline.records import say

_BREAK: Final = re.compile("\\s*[\n\u2028\u2029]\\s*")
_LOGIN: Final = r"(?i)((?:[a-z][a-z0-9+.-]*:)?//)[^/?#]*@"
_LOGIN_WITHIN: Final = r'://[^\s/?#"<>\\]*@'
_ONE_LINE: Final = ("name", "publisher", "title", "url", "type", "key", "media_type", "path")
"""Of the other texts, ``said``, ``quote``, ``text`` and ``because`` may have several lines, and ``data`` is free."""


class Unfit(NamedTuple):
    """One reason why a field, a reference or a correction may not enter; ``path`` is inside the draft.

    ``fix`` says what to write instead, ``code`` is a stable word.
    """

    what: str
    fix: str | None = None
    code: str = "reference"
    path: str = ""


def faults(kind: str, body: Mapping[str, Any]) -> Iterator[Unfit]:
    """Name, in order, the texts that break a line where one is meant, and the addresses that hold a login.

    Of a correction what it sets is judged. The fields are not yet known to be of the right types.
    """
    if kind == "correction":
        given = body.get("set")
        if isinstance(given, Mapping):
            yield from _of_fields(given, "set.")
        return
    yield from _of_fields(body, "")
    if kind == "link":
        for name in ("from", "to"):
            yield from _line(body.get(name), name)


def _of_fields(body: Mapping[str, Any], path: str) -> Iterator[Unfit]:
    for name in _ONE_LINE:
        yield from _line(body.get(name), f"{path}{name}")
    if isinstance(key := body.get("key"), str) and not key.strip():
        yield Unfit("it is blank", "give a word of your own, or leave it out", "blank", f"{path}key")
    yield from _address(body.get("url"), f"{path}url")
    for number, tag in enumerate(_list(body.get("tags"))):
        yield from _line(tag, f"{path}tags[{number}]")
        if isinstance(tag, str) and not tag.strip():
            yield Unfit("it is blank", "write a word to select by, or leave it out", "blank", f"{path}tags[{number}]")
    for number, fact in enumerate(_list(body.get("facts"))):
        if isinstance(fact, Mapping):
            for name in ("entity", "property", "value"):
                yield from _line(fact.get(name), f"{path}facts[{number}].{name}")
            if isinstance(value := fact.get("value"), Mapping):
                yield from _line(value.get("unit"), f"{path}facts[{number}].value.unit")
    for number, link in enumerate(_list(body.get("links"))):
        if isinstance(link, Mapping):
            for name in ("url", "title"):
                yield from _line(link.get(name), f"{path}links[{number}].{name}")
            yield from _address(link.get("url"), f"{path}links[{number}].url")
    if isinstance(origin := body.get("origin"), Mapping):
        yield from _line(origin.get("name"), f"{path}origin.name")
    for number, report in enumerate(_list(body.get("reports"))):
        if isinstance(report, Mapping):
            yield from _of_fields(report, f"{path}reports[{number}].")


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    return value if isinstance(value, list | tuple) else ()


def _line(value: Any, path: str) -> Iterator[Unfit]:
    if isinstance(value, str) and _BREAK.search(value):
        alone = _BREAK.sub(" ", value).strip()
        fix = f"write it on one line: {say.text(alone)}"
        yield Unfit("it has a line break, and is one line", fix, "line-break", path)


def _address(value: Any, path: str) -> Iterator[Unfit]:
    if isinstance(value, str) and has_login(value):
        fix = f"leave them out: {say.text(address(value))}"
        yield Unfit("the address holds a name or a password, which a log never forgets", fix, "login", path)


# --- what an old log has ---------------------------------------------------------------------------------------------


def has_login(url: str) -> bool:
    """Whether an address holds a name, or a name and a password, before its host (RFC 3986, section 3.2.1).

    >>> has_login("https://ada:secret@host/x"), has_login("https://host/@ada"), has_login("mailto:ada@host")
    (True, False, False)
    """
    return re.match(_LOGIN, url.strip()) is not None


def address(url: str) -> str:
    """Give an address without a name or a password before its host.

    >>> address("https://ada:secret@host/x?y=@z")
    'https://host/x?y=@z'
    """
    return re.sub(_LOGIN, r"\1", url.strip(), count=1) if has_login(url) else url


def masked(text: str) -> str:
    """Give a text, or JSON, with every address in it without a name or a password before its host.

    >>> masked("see https://ada:secret@host/x, and ask ada@host")
    'see https://host/x, and ask ada@host'
    """
    return re.sub(_LOGIN_WITHIN, "://", text) if "@" in text and "://" in text else text


def logins(value: Any, path: str = "") -> Iterator[str]:
    """Name the places of a JSON value that hold an address with a login: ``reports[0].quote``."""
    if isinstance(value, str):
        if masked(value) != value or (path.endswith("url") and has_login(value)):
            yield path
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from logins(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from logins(item, f"{path}[{number}]")


def without_logins(value: Any) -> Any:
    """Give a JSON value with every address in it without a login."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {
            name: address(item) if name == "url" and isinstance(item, str) else without_logins(item)
            for name, item in value.items()
        }
    return [without_logins(item) for item in value] if isinstance(value, list | tuple) else value


def lined(value: Any, *, exact: bool = True) -> Any:
    """Give a JSON value with every break of a line in its texts as an escape.

    With ``exact``, values of facts stay as they are: :func:`timeline.records.say.value` spells them on one line.
    """
    if isinstance(value, str):
        return value if value.isprintable() else _shown(value)
    if isinstance(value, dict) and "\\" not in repr(value):
        return value  # all in it is printable: what is not, Python spells as an escape
    if isinstance(value, Mapping):
        return {
            lined(name): item if exact and name == "value" else lined(item, exact=exact and name != "versions")
            for name, item in value.items()
        }
    return [lined(item, exact=exact) for item in value] if isinstance(value, list | tuple) else value


def _shown(text: str) -> str:
    return text.replace("\n", "\\n").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
