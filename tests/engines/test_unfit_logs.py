"""A log of which no export for engines can be made is refused with the reason, and nothing is written."""

import pytest

from builders import a_draft, a_log, segments_of
from commands import run
from timeline.store import redact

pytest.importorskip("pyarrow")


def refused(log, folder):
    done = run(log, "export", "--format", "parquet", str(folder))
    assert done.exit_code == 3
    assert not folder.exists()
    return done.stderr


def test_a_line_that_was_cut_off(tmp_path):
    log = a_log(tmp_path / "log", a_draft(title="x"))
    (name,) = segments_of(log)
    with (log.path / name).open("ab") as segment:
        segment.write(b'{"id":"')
    told = refused(log, tmp_path / "out")
    assert "ends in the middle of a line" in told
    assert run(log, "add", "y").exit_code == 0  # the fix that it names
    assert run(log, "export", "--format", "parquet", str(tmp_path / "out")).exit_code == 0


def test_a_redacted_text_that_still_stands(tmp_path):
    log = a_log(tmp_path / "log", a_draft(title="x"), a_draft(title="y"))
    before = segments_of(log)
    secret = log.read().records[0].id
    log.own = None
    redact.redact(log, secret, because="an order", by="ada")
    for name, text in before.items():
        (log.path / name).write_bytes(text)
    told = refused(log, tmp_path / "out")
    assert f"timeline redact {secret[:12]}" in told
    assert "cut-off" not in told  # the log has no such line
    assert "--as-of DATE" in told
    assert run(log, "export", "--format", "parquet", str(tmp_path / "answer"), "--as-of", "2999").exit_code == 0
    assert run(log, "redact", secret[:12], "--because", "an order").exit_code == 0
    assert run(log, "export", "--format", "parquet", str(tmp_path / "out")).exit_code == 0
