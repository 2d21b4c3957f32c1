"""The sheet of Auto Archiver: what is read."""

from form_samples import ARCHIVED, read

from timeline.text.incoming.told import form_of_sheet


def test_a_sheet_of_auto_archiver():
    found = read(ARCHIVED, "auto-archiver", name="a.csv")
    first, second, post, other = (draft.body for draft in found.drafts)
    assert first["published"] == "2026-04-24T09:00:00Z"
    assert first["retrieved"] == "2026-04-25T10:00:00Z"
    assert post["title"] == "A post"
    assert post["text"] == "The words"
    assert post["reports"] == [{"source": first["name"]}]
    assert post["links"] == [{"url": "https://s3.example/1.html", "title": "archive location"}]
    assert post["data"] == {"hash": "SHA-256:abc", "destination folder": "f"}
    assert (second["url"], other["title"]) == ("https://x.example/2", "https://x.example/2")
    assert "copies of links that were not archived (nothing archived) (1)" in found.passed_over


def test_it_is_told_by_its_headings_whatever_their_capitals():
    """Auto Archiver itself finds them so."""
    for heads in ("Link,Archive Status,Archive Location", "link,archive status,archive location"):
        assert form_of_sheet(f"{heads}\n".encode(), "a.csv") == "auto-archiver"


def test_a_link_that_was_archived_twice_is_one_source():
    """A sheet has such rows, and a source was there by the first copy of it."""
    rows = [
        "Link,Archive status,Archive location,Archive date,Upload title",
        "https://x.example/1,wayback: success,https://w.example/1,2026-04-25T10:00:00,A post",
        "https://x.example/1,duplicate,,2026-05-25T10:00:00,",
        "https://x.example/1,wayback: success,https://w.example/2,2026-06-25T10:00:00,A post",
    ]
    found = read("\n".join(rows) + "\n", "auto-archiver", name="a.csv")
    (source,) = [draft.body for draft in found.drafts if draft.kind == "source"]
    assert source["retrieved"] == "2026-04-25T10:00:00Z"
    assert "days of further copies of a link (2)" in found.passed_over
