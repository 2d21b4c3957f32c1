"""What an export of a log with a redacted source holds can be added to an empty log, and answers the same."""

import pytest

import timeline as tl
from commands import run


def a_log(folder):
    log = tl.init(folder)
    log.source("gone", publisher="A secret publisher", published="2025-01-02")
    log.source("wire", published="2025-01-03", via=["gone"])
    event = log.add("told", occurred="2025-01", sources=["gone", "wire"], facts={"E.p": "x"}).id
    log.report(event, "gone", reported="2025-01-02", stance="doubts")
    log.redact("gone", because="an order")
    return log


@pytest.mark.parametrize("clock", [None, "2025-03-01"])
@pytest.mark.parametrize("keep", [True, False])
def test_it_is_taken_back_by_import(tmp_path, clock, keep):
    log = a_log(tmp_path / "events")
    words = ["--as-of", clock] if clock else []
    done = run(log.files, "export", str(tmp_path / "out.jsonl"), *words)
    assert "1 source that is redacted stands by name alone, since other records name it" in done.stderr
    text = (tmp_path / "out.jsonl").read_text()
    assert "secret" not in text
    assert text == log.at(as_of=clock).export().text
    other = tl.init(tmp_path / "other")
    assert all(added.status == "added" for added in other.import_(tmp_path / "out.jsonl", keep_recorded=keep))
    for named in ("title", "known", "standing", "origins", "sources", "reports", "reported_earliest"):
        assert [row[named] for row in other.at().list()] == [row[named] for row in log.at().list()]
    assert other.check() == ()
