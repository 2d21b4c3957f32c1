"""The sheet of Auto Archiver: what is read."""

from form_samples import ARCHIVED, read


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
    assert "rows that were not archived (nothing archived) (1)" in found.passed_over
