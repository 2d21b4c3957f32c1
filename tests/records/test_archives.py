"""Kept copies as records name them: what is told of a file, and what a record may say of where it lies."""

import pytest

from timeline.records.archives import archives_in, copies_in, faults, media_type, named
from told import Told

HASH, OTHER = "0" * 64, "1" * 64

TYPES = [  # a name, the first bytes, and the type: the first bytes where they leave no doubt, else the ending
    ("a.html", b"%PDF-1.7", "application/pdf"),
    ("a", b"\x89PNG\r\n\x1a\n\x00", "image/png"),
    ("a", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("a.txt", b"GIF89a", "image/gif"),
    ("a", b"GIF87a", "image/gif"),
    ("a", b"WARC/1.1\r\n", "application/warc"),
    ("a.HTML", b"<p>", "text/html"),
    ("a.b.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a", b"PK\x03\x04", "application/zip"),
    ("a.unheard", b"\x1f\x8b\x08", "application/gzip"),
    ("a", b"\x28\xb5\x2f\xfd", "application/zstd"),
    ("a", b"BZh9", "application/x-bzip2"),
    ("a", b" \n<!DOCTYPE HTML><p>", "text/html"),
    ("a", b"<html lang=de>", "text/html"),
    ("html", b"plain", "application/octet-stream"),
    ("a", b"<htm", "application/octet-stream"),
    ("a", b"", "application/octet-stream"),
]

FAULTS = [  # what a record says of a copy, and the fields that are wrong
    ({"sha256": HASH, "path": f"captures/{HASH}", "media_type": "text/html"}, []),
    ({"sha256": HASH}, []),
    ({"sha256": HASH, "media_type": "text/html; charset=utf-8"}, []),
    ({"sha256": HASH, "path": f"captures/{OTHER}"}, [("path", None)]),
    ({"sha256": HASH, "path": "/etc/passwd"}, [("path", '"/etc/passwd" is not where a copy lies')]),
    ({"sha256": HASH, "path": f"captures/../{HASH}"}, [("path", None)]),
    ({"sha256": HASH.upper().replace("0", "A")}, [("sha256", None)]),
    ({"sha256": HASH[1:]}, [("sha256", None)]),
    ({"sha256": "xyz", "path": "x"}, [("sha256", '"xyz" is not a SHA-256')]),
    ({"sha256": 5}, [("sha256", '"5" is not a SHA-256')]),
    ({}, [("sha256", '"None" is not a SHA-256')]),
    ({"sha256": HASH, "media_type": "html"}, [("media_type", '"html" is not a media type')]),
    ({"sha256": HASH, "media_type": 5}, [("media_type", '"5" is not a media type')]),
    ({"sha256": HASH, "media_type": "text/html\n"}, [("media_type", None)]),
]


@pytest.mark.parametrize(("name", "start", "found"), TYPES)
def test_the_type_of_a_file(name, start, found):
    assert media_type(name, start) == found


@pytest.mark.parametrize(("archive", "wrong"), FAULTS)
def test_what_is_wrong_with_what_a_record_says_of_a_copy(archive, wrong):
    found = list(faults(archive))
    assert [field for field, *_ in found] == [field for field, _ in wrong]
    for (_, said, _), (_, what) in zip(found, wrong, strict=True):
        assert what in (None, said)


def test_the_copies_that_records_name():
    told = Told()
    source = told.tell("source", name="s", archive={"sha256": HASH, "path": f"captures/{HASH}"})
    capture = told.tell("capture", source="s", sha256=OTHER, path=f"captures/{OTHER}", media_type="text/html")
    bare = told.tell("capture", source="s", sha256=OTHER)
    typed = told.tell("correction", target=capture, set={"media_type": "text/plain"})
    again = told.tell("correction", target=typed, set={"set": {"media_type": "text/css"}})
    other = told.tell("correction", target=source, set={"title": "t"})
    moved = told.tell("correction", target=source, set={"archive": {"sha256": HASH, "path": "elsewhere"}})
    told.tell("event", title="e", occurred=None)
    found = [(record.id, path, dict(archive).get("media_type")) for record, path, archive in copies_in(told.records)]
    assert found == [
        (source, "archive", None),
        (capture, "", "text/html"),
        (bare, "", None),
        (typed, "set", "text/plain"),
        (again, "set.set", "text/css"),
        (moved, "set.archive", None),
    ]
    assert other not in {record for record, *_ in found}
    by_hash = {sha256: [record.id for record in records] for sha256, records in named(told.records).items()}
    assert by_hash == {HASH: [source], OTHER: [capture, typed, again]}
    assert list(archives_in("event", {"archive": {}})) == []
