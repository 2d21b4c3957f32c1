"""Taking a text out of a log for good, and writing down what it holds."""

import json
import re
import resource
import shutil
import subprocess

import pytest


@pytest.fixture
def event(log):
    return log.add("add", "a secret happened", "--said", "the very words", "--source", "press")


def test_redacting_takes_the_text_out_of_every_file_and_says_where_it_may_still_stand(log, event):
    said = log.ok("redact", event[:10], "--because", "a court asked")
    assert not any(b"secret" in data or b"very words" in data for data in log.bytes.values())
    assert "removed from " in said.err
    assert "git log --all" in said.err
    assert log.ok("check", "--json").rows == []


def test_a_redacted_event_fills_nothing_and_shows_as_redacted_at_every_clock(log, event):
    log.ok("report", event, "relay")
    log.ok("redact", event, "--because", "a court asked")
    assert event not in [row["id"] for row in log.rows("list", "--all")]
    assert "1 record is redacted" in log.ok("list").err
    (row,) = log.rows("show", event[:10])
    assert row["redacted"] is True
    assert "a court asked" in log.ok("show", event[:10]).out + json.dumps(log.rows("history", event[:10]))


def test_a_redaction_that_reached_the_log_and_not_the_files_says_so_and_is_done_by_giving_it_again(log):
    """A limit on file size lets the short redaction in, and not the long segment that shall be rewritten."""
    texts = [{"kind": "event", "title": said[:6], "said": said} for said in ("the very words", "x" * 5_000)]
    event, _ = log.ok("add", "-", stdin="".join(json.dumps(text) + "\n" for text in texts)).lines
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        said = log.run("redact", event, "--because", "a court asked")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert said.code == 4
    assert "Nothing was written" not in said.err
    assert "redact it again: the redaction is in the log" in said.err
    assert [row["code"] for row in log.run("check", "--json").rows] == ["not-erased"]
    log.ok("redact", event, "--because", "a court asked")
    assert not any(b"very words" in data for data in log.bytes.values())
    assert log.ok("check", "--json").rows == []


def test_redacting_again_is_safe(log, event):
    first = log.ok("redact", event, "--because", "a court asked")
    again = log.ok("redact", event, "--because", "a court asked")
    assert (first.out, "already there" in again.err) == (again.out, True)


def test_a_redaction_cannot_be_redacted_and_needs_a_reason(log, event):
    redaction = log.add("redact", event, "--because", "a court asked")
    before = log.bytes
    said = log.run("redact", redaction, "--because", "another")
    assert (said.code, "redaction cannot be redacted" in said.err) == (2, True)
    assert log.run("redact", event).code == 2
    assert log.bytes == before


def test_a_dry_run_of_a_redaction_changes_nothing(log, event):
    before = log.bytes
    log.ok("redact", event, "--because", "a court asked", "--dry-run")
    assert log.bytes == before


def test_a_redaction_with_the_text_put_back_is_found(log, event):
    (name,) = [name for name, data in log.bytes.items() if b"secret" in data]
    whole = (log.folder / name).read_bytes()
    log.ok("redact", event, "--because", "a court asked")
    (log.folder / name).write_bytes(whole)
    assert log.run("check").code == 1


def test_a_checkpoint_answers_the_same_whatever_comes_later(log, event):
    name = log.ok("checkpoint").lines[0]
    assert re.fullmatch(r"checkpoints/000001-[0-9a-f]{8}\.txt", name)
    before = log.ok("list", "--at-checkpoint", "1", "--json").out
    head = json.loads(before)["query"]["head"]
    log.ok("correct", event, "--set", "title=another", "--because", "misread")
    log.ok("add", "something later")
    assert log.ok("list", "--at-checkpoint", "1", "--json").out == before
    assert log.ok("list", "--at-checkpoint", name[12:-4], "--json").out == before
    assert (log.folder / name).read_text().count(f"head {head[0]}") == 1
    assert len(log.rows("list")) == len(json.loads(before)["rows"]) + 1


def test_an_answer_about_the_past_says_what_arrived_after_the_last_checkpoint(log):
    name = log.ok("checkpoint").lines[0][12:-4]
    assert "arrived after" not in log.ok("list", "--as-of", "2025-12-31").err
    log.add("add", "told late of an early day", "--source", "press")
    log.add("add", "told late of a late day", "--source", "press", "--reported", "2026-10-10")
    said = log.ok("list", "--as-of", "2025-12-31", "--json").answer["query"]["notes"]
    assert said == [
        f"1 record of this answer arrived after checkpoint {name}; --at-checkpoint {name} answers without it"
    ]
    assert "arrived after" not in log.ok("list").err
    assert "arrived after" not in log.ok("list", "--at-checkpoint", "1", "--as-of", "2025-12-31").err


def test_check_compares_with_a_root_that_was_kept_elsewhere(log):
    said = log.ok("checkpoint")
    number, root = re.search(r"--pin (\d+):([0-9a-f]{64})", said.err).groups()
    log.ok("check", "--pin", f"{number}:{root}")
    log.ok("check", "--pin", f"{number}:{root[:8]}")
    wrong = log.run("check", "--pin", f"{number}:{'0' * 64}", "--json")
    assert (wrong.code, [row["code"] for row in wrong.rows]) == (1, ["pin"])
    missing = log.run("check", "--pin", f"7:{root}", "--json")
    assert (missing.code, [row["code"] for row in missing.rows]) == (1, ["pin"])


def test_a_whole_rewrite_is_seen_against_a_checkpoint(log, event):
    log.ok("checkpoint")
    assert event in log.ok("list").out
    (name,) = [name for name, data in log.bytes.items() if b"secret" in data]
    (log.folder / name).unlink()
    said = log.run("check", "--json")
    assert said.code == 1
    assert any(row["code"].startswith("checkpoint") for row in said.rows)
    assert log.run("list", "--at-checkpoint", "1").code == 3


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_signed_checkpoint_is_verified_and_an_altered_one_found(log, tmp_path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)], check=True)
    name = log.ok("checkpoint", "--sign", str(key)).lines[0]
    public = key.with_suffix(".pub").read_text().split()
    (log.folder / "allowed_signers").write_text(f"ada@example.org {public[0]} {public[1]}\n")
    assert "1 checkpoint, 1 signed" in log.ok("check").err
    text = log.folder / name
    text.write_text(text.read_text().replace("count ", "count 1"))
    assert log.run("check").code == 1


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["redact", "ffff", "--because", "x"], "no record"),
        (["checkpoint", "--sign", "/nonexistent/key"], "could not be signed"),
        (["check", "--pin", "seven"], "is not a pin"),
        (["list", "--at-checkpoint", "9"], "no checkpoint"),
    ],
)
def test_a_wrong_wish_says_how_to_mend_it_and_changes_nothing(log, words, what):
    before = log.bytes
    said = log.run(*words)
    assert said.code == 2
    assert what in said.err
    assert "fix: " in said.err
    assert log.bytes == before
