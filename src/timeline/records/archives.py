"""Kept copies of publications, as records name them: where a copy lies, and of which type it is.

Law of this module: a copy is named by the SHA-256 of its bytes, and lies at ``captures/<sha256>`` and nowhere else;
what a record says of any other place is a fault, and never a path to be opened. The type of a copy is told by its first
bytes and its ending, from the table here: the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from timeline.records.mentions import held
from timeline.records.model import Record
from timeline.records.strict_json import quoted

FOLDER: Final = "captures"
SHA256: Final = re.compile("[0-9a-f]{64}")
MEDIA_TYPE: Final = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(; ?[a-z0-9-]+=[A-Za-z0-9._-]+)*"
)
COPY_FIELDS: Final = frozenset({"sha256", "media_type", "path"})
UNKNOWN_TYPE: Final = "application/octet-stream"

_BY_ENDING: Final[Mapping[str, str]] = {
    "aac": "audio/aac",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "bz2": "application/x-bzip2",
    "css": "text/css",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "epub": "application/epub+zip",
    "flac": "audio/flac",
    "gif": "image/gif",
    "gz": "application/gzip",
    "heic": "image/heic",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "m4a": "audio/mp4",
    "md": "text/markdown",
    "mhtml": "multipart/related",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "warc": "application/warc",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xhtml": "application/xhtml+xml",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
    "zst": "application/zstd",
}
_BY_START: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"WARC/1.", "application/warc"),
)
_WITHOUT_ENDING: Final = (
    (b"\x1f\x8b", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
)
_HTML: Final = (b"<!doctype html", b"<html")


def place_of(sha256: str) -> str:
    """Give the place of a copy, relative to the log's folder."""
    return f"{FOLDER}/{sha256}"


def media_type(name: str, start: bytes) -> str:
    r"""Tell the type of a file by its first bytes, where those leave no doubt, else by its ending.

    >>> media_type("article.html", b"%PDF-1.7"), media_type("article.HTML", b"<p>"), media_type("article", b"\x00")
    ('application/pdf', 'text/html', 'application/octet-stream')
    """
    for sign, found in _BY_START:
        if start.startswith(sign):
            return found
    _, dot, ending = name.rpartition(".")
    if dot and (by_ending := _BY_ENDING.get(ending.lower())):
        return by_ending
    for sign, found in _WITHOUT_ENDING:
        if start.startswith(sign):
            return found
    return "text/html" if start.lstrip()[:14].lower().startswith(_HTML) else UNKNOWN_TYPE


def archives_in(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every archive that a body names: path and value. What is no object is left to the rules of its kind."""
    if kind == "capture":
        yield "", body
    elif kind in ("source", "correction"):
        yield from held(body, "archive")


def copies_in(records: Iterable[Record]) -> Iterator[tuple[Record, str, Mapping[str, Any]]]:
    """Give every copy that records name: record, path and value.

    What a correction sets of a capture is given with the capture's other fields, as it names one copy with them.
    """
    captures: dict[str, Mapping[str, Any]] = {}
    for record in records:
        body = record.body
        if body is None:
            continue
        for path, archive in archives_in(record.kind, body):
            yield record, path, archive
        if record.kind == "capture":
            captures[record.id] = body
        elif record.kind == "correction":
            of = captures.get(str(body.get("target")), {})
            captures[record.id] = of
            path, given = "set", body.get("set")
            while isinstance(given, Mapping) and isinstance(below := given.get("set"), Mapping):
                path, given = f"{path}.set", below
            if isinstance(given, Mapping) and not COPY_FIELDS.isdisjoint(given) and "sha256" in {**of, **given}:
                yield record, path, {**of, **given}


def faults(archive: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Say what is wrong with an archive: field, what, and what to write instead."""
    sha256, path, found = archive.get("sha256"), archive.get("path"), archive.get("media_type")
    if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        yield "sha256", f"{quoted(str(sha256))} is not a SHA-256", "give 64 small hex digits, as sha256sum prints them"
    elif path is not None and path != place_of(sha256):
        yield "path", f"{quoted(str(path))} is not where a copy lies", f"write {place_of(sha256)}, or leave path out"
    if found is not None and not (isinstance(found, str) and MEDIA_TYPE.fullmatch(found)):
        yield "media_type", f"{quoted(str(found))} is not a media type", "write it as text/html"


def named(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Find the copies that records name, by SHA-256, each with its records; those that name no fit place aside."""
    found: dict[str, list[Record]] = {}
    for record, _, archive in copies_in(records):
        if archive.get("path") is not None and not any(field != "media_type" for field, *_ in faults(archive)):
            found.setdefault(str(archive["sha256"]), []).append(record)
    return found
