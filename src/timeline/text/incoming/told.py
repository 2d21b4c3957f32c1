"""What the first bytes of a file say of its form, and its text where it is one.

Law of this module: bytes are looked at, never run; what a file is called counts only where its bytes say nothing.
"""

from __future__ import annotations

import codecs
import itertools
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from timeline.errors import FormatError
from timeline.text.incoming import pieces
from timeline.text.incoming.pieces import Pieces

TEXT: Final = "any text"
JSON: Final = "any JSON"
"""What is not yet a form: more of it must be read."""
_UNPACK: Final = "unpack it"
_KEEP: Final = "import takes tables and records; `timeline attach` keeps a publication"
_TABLE: Final = "save its table as .xlsx or CSV"
_PACKED: Final = (
    (b"PK\x05\x06", "an empty zip archive", None),
    (
        b"\xd0\xcf\x11\xe0",
        "a workbook or document of an old office program, or one with a password",
        "save it as .xlsx",
    ),
    (b"\x1f\x8b", "packed with gzip", "unpack it: gunzip"),
    (b"BZh", "packed with bzip2", "unpack it: bunzip2"),
    (b"\xfd7zXZ\x00", "packed with xz", "unpack it: unxz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it: unzstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"SQLite format 3\x00", "a SQLite database", "write its table out as CSV"),
    (b"PAR1", "a Parquet file", "write it out as CSV or JSON lines"),
    (b"%PDF-", "a PDF", _KEEP),
    (b"\x89PNG\r\n", "a picture (PNG)", _KEEP),
    (b"\xff\xd8\xff", "a picture (JPEG)", _KEEP),
    (b"GIF8", "a picture (GIF)", _KEEP),
    (b"\xff\xfe\x00\x00", "UTF-32", "save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "UTF-32", "save it as UTF-8"),
)
_UNMARKED: Final = re.compile(rb"(?:[^\0]\0){3}|(?:\0[^\0]){3}")
_TAR: Final = (257, b"ustar")
_ZIP: Final = b"PK\x03\x04"
_OPEN: Final = b"application/vnd.oasis.opendocument."
_HTML: Final = re.compile(r"\s*<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)


def kind(given: Pieces | bytes, name: str) -> str:
    """Tell what bytes are: ``xlsx``, ``ods`` or ``ics``, else JSON, or TEXT for all other text.

    Raises:
        FormatError: They are packed, or a form that cannot be read; the error says what, and the way that works.
    """
    content = Pieces.of(given)
    data = content.beginning
    for start, words, fix in _PACKED:
        if data.startswith(start):
            raise FormatError(f"it is {words}, and that is not read", where=name, fix=fix, unwritten=True)
    if data[_TAR[0] :].startswith(_TAR[1]):
        raise FormatError("it is a tar archive, and that is not read", where=name, fix=_UNPACK, unwritten=True)
    if _UNMARKED.match(data):
        what = "it is UTF-16 without a byte order mark, by its first bytes, and that is not read"
        raise FormatError(what, where=name, fix="save it as UTF-8", unwritten=True)
    if data.startswith(_ZIP):
        return _of_zip(content.whole(name), name)
    head = _beginning(data)
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "ics"
    return JSON if head[:1] in (b"{", b"[") else TEXT


_UTF_16: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _beginning(data: bytes) -> bytes:
    """Give the first bytes of a text as UTF-8, without the blanks and the mark before them."""
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return data[2:4096].decode(encoding, "ignore").encode(errors="ignore").lstrip()
    return data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()


def _of_zip(data: bytes, name: str) -> str:
    """Tell which kind of workbook a zip archive is, by the names that its directory holds."""
    if b"xl/workbook.xml" in data or b"xl/worksheets/" in data:
        return "xlsx"
    if data[30:38] == b"mimetype" and data[38:].startswith(_OPEN):
        what = data[38 + len(_OPEN) : 38 + len(_OPEN) + 16]
        if what.startswith(b"spreadsheet"):
            return "ods"
        raise FormatError(
            "it is a document, and not a spreadsheet", where=name, fix="save its table as .ods", unwritten=True
        )
    if b"word/document.xml" in data:
        raise FormatError("it is a document of Word, and not a sheet", where=name, fix=_TABLE, unwritten=True)
    if b"Index/Document.iwa" in data:
        raise FormatError("it is a document of Numbers or Pages", where=name, fix=_TABLE, unwritten=True)
    if b"xl/workbook.bin" in data:
        raise FormatError("it is a binary workbook (.xlsb)", where=name, fix="save it as .xlsx", unwritten=True)
    words = "it is a zip archive, and neither a workbook of .xlsx nor one of .ods"
    raise FormatError(words, where=name, fix=_UNPACK, unwritten=True)


def blocks(given: Pieces | bytes, name: str) -> Iterator[tuple[int, str]]:
    """Read bytes as text: UTF-8, or UTF-16 where a byte order mark says so; the mark is taken away.

    Returns:
        Whole lines, many at a time, each time with the number of the first, from 1.

    Raises:
        FormatError: The bytes are neither, or a line is larger than may be held; the line is said.
    """
    content = Pieces.of(given)
    encoding = next((encoding for mark, encoding in _UTF_16 if content.beginning.startswith(mark)), "utf-8")
    decode = codecs.getincrementaldecoder(encoding)()
    if _HTML.match(content.beginning[:800].decode(encoding, "ignore").removeprefix("\ufeff")):
        fix = "save the table as CSV or .xlsx; `timeline attach` keeps a page"
        raise FormatError("it is a page of HTML", where=name, fix=fix, unwritten=True)
    rest, line, at, has_mark = [""], 1, 0, True
    room = pieces.MOST_MB * pieces.MB
    for piece in itertools.chain(content.each(), (b"",)):
        held = len(decode.getstate()[0])  # the bytes of a character that the piece before began
        try:
            text = decode.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            number = line + error.object[: error.start].decode(encoding, "replace").count("\n")
            raise _no_text(error, name, encoding, at - held + error.start, number) from error
        if text and has_mark:
            text, has_mark = text.removeprefix("\ufeff"), False
        at += len(piece)
        end = text.rfind("\n") + 1
        if end:
            block = "".join((*rest, text[:end]))
            yield line, block
            line += block.count("\n")
            rest = []
        rest.append(text[end:])
        room = pieces.MOST_MB * pieces.MB if end else room - len(text)
        if room < 0:
            raise pieces.too_large("the line", f"{name}:{line}")
    if last := "".join(rest):
        yield line, last


def _no_text(error: UnicodeDecodeError, name: str, encoding: str, at: int, line: int) -> FormatError:
    if encoding != "utf-8":
        what = f"byte {at + 1} is not UTF-16, as its first bytes say"
        return FormatError(what, where=name, fix="save it as UTF-8", unwritten=True)
    what = f"byte {at + 1} (0x{error.object[error.start]:02x}) is not UTF-8"
    fix = "save it as UTF-8; of another encoding: iconv -f WINDOWS-1252 -t UTF-8"
    return FormatError(what, where=f"{name}:{line}", fix=fix, unwritten=True)


def decoded(given: Pieces | bytes, name: str, **otherwise: str) -> str:
    """Read all bytes of a file as one text, as :func:`blocks` does.

    Raises:
        FormatError: As there, or they are more than may be held; ``fix`` says what to do then.
    """
    data = Pieces.of(given).whole(name, **otherwise)
    return "".join(text for _, text in blocks(Pieces.of(data), name))


_XML: Final = re.compile(r"\s*<\?xml\b|\s*<(?:rss|feed|gpx|kml)\b")


def way(content: Pieces, name: str, is_sheet: Callable[[str], str | None]) -> str | None:
    """Say how a file is taken in whose name says nothing; None where its text says nothing either.

    Raises:
        FormatError: It is no text, or text of a form that is not read.
    """
    _, text = next(blocks(content, name), (1, ""))
    if _XML.match(text[:400]):
        fix = "write out what it holds as CSV or as JSON"
        raise FormatError("it is XML, and that is not read", where=name, fix=fix, unwritten=True)
    form = is_sheet(text)
    return None if form is None else f"by its headings it is a sheet as text: --from {form}, in Python form={form!r}"


def document(given: Pieces | bytes, name: str) -> Any:
    """Read JSON as other programs write it: one value, or one a line (then a :class:`Lines`, which may be of any size).

    Raises:
        FormatError: It is neither, or one value of more bytes than may be held; the line is said.
    """
    content = Pieces.of(given)
    lines = Lines(content, name)
    try:
        values = [value for _, value in itertools.islice(lines.items(), 2)]
    except FormatError:
        if lines.has_one:  # the first line is a value, so that each has to be
            raise
    else:
        if values:
            return lines if len(values) > 1 else values[0]
    try:
        return _loaded(
            decoded(content, name, fix="write it as JSON lines, an object a line: such a file may be of any size")
        )
    except ValueError as error:
        raise _no_json(error, name) from error


class Lines:
    """The values of JSON lines, read as they are asked for.

    Raises:
        FormatError: A line is no value; it is said when it is come to.
    """

    def __init__(self, content: Pieces, name: str) -> None:
        """Rest on the bytes of a file; ``name`` is that of the file."""
        self._content, self._name = content, name
        self.has_one = False
        """Whether the first line was a value, as far as it was asked for."""

    def items(self) -> Iterator[tuple[int, Any]]:
        """Give each with the number of its line, from 1."""
        for first, text in blocks(self._content, self._name):
            for number, line in enumerate(text.split("\n"), first):
                if line and not line.isspace():
                    try:
                        value = _loaded(line)
                    except ValueError as error:
                        raise _no_json(error, self._name, number) from error
                    self.has_one = True
                    yield number, value

    def values(self) -> Iterator[Any]:
        """Give each."""
        return (value for _, value in self.items())


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_number)
    except RecursionError as error:
        raise _Unread("it is nested too deep") from error
    except (json.JSONDecodeError, _Unread):
        raise
    except ValueError as error:  # of a number that Python does not convert for its length
        raise _Unread("a number in it has more than 4,300 digits") from error


class _Unread(ValueError):
    """JSON that other programs may read, and that is not read here."""


def _number(text: str) -> float:
    if math.isinf(found := float(text)):
        raise _Unread(f"{text if len(text) < 20 else f'{text[:19]}…'} is beyond any number")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unread(f'the key "{twice}" is given twice')
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise _Unread(f"{name} is not a JSON number")


def _no_json(error: ValueError, name: str, line: int | None = None) -> FormatError:
    if isinstance(error, json.JSONDecodeError):
        place = line if line is not None else error.lineno
        what = f"it is not JSON: {error.msg[:1].lower()}{error.msg[1:]}, at character {error.colno}"
        return FormatError(what, where=f"{name}:{place}", unwritten=True)
    where = name if line is None else f"{name}:{line}"
    return FormatError(f"it is not JSON that is read: {error}", where=where, unwritten=True)


def form_of_json(value: Any) -> str | None:
    """Tell the form of JSON by its first keys; None where they say nothing."""
    first = next(value.values(), None) if isinstance(value, Lines) else value
    if isinstance(first, list):
        first = next((item for item in first if isinstance(item, dict)), None)
    if not isinstance(first, dict):
        return None
    for form, is_so in _JSON_FORMS.items():
        if is_so(first):
            return form
    return None


def _of_wikidata(first: Mapping[str, Any]) -> bool:
    entities = first.get("entities")
    if isinstance(entities, dict):
        return all(isinstance(each, dict) and ("claims" in each or "missing" in each) for each in entities.values())
    return "claims" in first and first.get("type") in ("item", "property")


def _of_crossref(first: Mapping[str, Any]) -> bool:
    return first.get("message-type") in ("work", "work-list")


def _of_schema(first: Mapping[str, Any]) -> bool:
    types = first.get("@type")
    graph = first.get("@graph")
    return types == "ClaimReview" or (isinstance(types, list) and "ClaimReview" in types) or isinstance(graph, list)


def form_of_sheet(content: Pieces | bytes, name: str) -> str | None:
    """Tell whose sheet a text is by its first line; None where that is a sheet of anybody's."""
    _, text = next(blocks(content, name), (1, ""))
    return form_of_headings(_BETWEEN.split(text.partition("\n")[0]))


def form_of_headings(cells: Iterable[str]) -> str | None:
    """Tell whose sheet it is by headings that one program alone writes together; None where they say nothing."""
    heads = {cell.strip("\ufeff\"' \r\n") for cell in cells}
    heads |= {head.lower() for head in heads if head.lower().startswith("archive ")}  # Auto Archiver reads any capitals
    return next((form for form, own in _SHEETS.items() if own <= heads), None)


_BETWEEN: Final = re.compile("[,;\t]")
_SHEETS: Final[Mapping[str, frozenset[str]]] = {
    "timelinejs": frozenset({"Year", "Headline", "Text", "Media", "Display Date"}),
    "timesketch": frozenset({"message", "datetime", "timestamp_desc"}),
    "auto-archiver": frozenset({"archive status", "archive location"}),
    "ftm": frozenset({"canonical_id", "prop", "schema", "value"}),
}
_JSON_FORMS: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    "jsonl": lambda first: isinstance(first.get("kind"), str),
    "timelinejs": lambda first: isinstance(first.get("events"), list),
    "stix": lambda first: first.get("type") == "bundle",
    "timesketch": lambda first: "timestamp_desc" in first,
    "wikidata": _of_wikidata,
    "claimreview": _of_schema,
    "ftm": lambda first: "schema" in first and ("properties" in first or "prop" in first),
    "csl": lambda first: ("type" in first and ("issued" in first or "container-title" in first)) or _of_crossref(first),
}
