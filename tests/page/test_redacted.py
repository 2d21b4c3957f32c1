"""A page of a log of which something was redacted says so, and holds nothing of it."""

import timeline as tl


def test_a_page_says_how_much_was_redacted(tmp_path):
    log = tl.init(tmp_path / "log")
    log.add(title="the bridge opens", occurred="2024-05-03", by="ada")
    gone = log.add(title="a private matter", occurred="2024-06-03", by="ada")
    log.redact(gone.id, because="privacy", by="ada")
    page = tl.open(tmp_path / "log").page()
    assert "Note: 1 record is redacted." in page
    assert "private matter" not in page
