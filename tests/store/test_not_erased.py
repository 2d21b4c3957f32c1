"""A redaction hides what it names in every answer, also where the text still stands in some file."""

import json
import shutil

import pytest

import timeline as tl
from builders import a_draft, a_log, segments_of
from commands import run
from merging import git, has_git
from ondisk import index
from timeline.store import redact

SECRET = "a name that a court wants gone"
VIEWS = '\n[views.v]\nproperties = ["p"]\n'
QUESTIONS = (
    ("list", "--json"),
    ("list", "--all", "--grep", "court", "--json"),
    ("state", "v", "--json"),
    ("why", "E.p", "--json"),
    ("history", "--json"),
    ("entities", "--json"),
    ("diff", "2025-01-01", "2027-01-01", "--json"),
    ("export", "-", "--format", "jsonl"),
    ("export", "-", "--format", "csv"),
    ("export", "-", "--format", "md"),
    ("list", "--recorded-by", "2026-11-24", "--json"),
)


def a_log_with_its_text(folder):
    """A log in which the text was put back into the line that a redaction had emptied."""
    facts = [{"entity": "E", "property": "p", "value": SECRET}]
    log = a_log(folder, a_draft(title="before"), a_draft(title=SECRET, occurred="2025-08", facts=facts, key="s"))
    with (log.path / "timeline.toml").open("a") as settings:
        settings.write(VIEWS)
    before = segments_of(log)
    secret = next(record.id for record in log.read().records if record.body.get("title") == SECRET)
    log.own = None  # so that the redaction stands in a file of its own
    redact.redact(log, secret, because="an order", by="ada")
    for name, text in before.items():
        (log.path / name).write_bytes(text)
    return log, secret


@pytest.mark.parametrize("how", ["on", "off"])
def test_no_answer_shows_it(tmp_path, how):
    log, secret = a_log_with_its_text(tmp_path)
    with index(how):
        for words in QUESTIONS * 2:  # the index knows the second time
            done = run(log, *words)
            assert SECRET not in done.stdout, words
        shown = json.loads(run(log, "show", secret[:12], "--json").stdout)["rows"][0]
        assert shown["id"] == secret
        assert SECRET not in json.dumps(shown)
        listed = run(log, "list")
    assert "1 record is redacted" in listed.stderr
    (name,) = (name for name, text in segments_of(log).items() if SECRET.encode() in text)
    assert f"the text of {secret[:8]}, which is redacted, still stands in {name}:2" in listed.stderr
    assert f"timeline redact {secret[:12]} --because TEXT" in listed.stderr
    assert run(log, "redact", secret[:12], "--because", "an order").exit_code == 0
    assert "still stands" not in run(log, "list").stderr
    assert run(log, "check").exit_code == 0


@pytest.mark.parametrize("how", ["on", "off"])
def test_an_open_log_hides_what_somebody_else_redacts(tmp_path, how):
    log, secret = a_log_with_its_text(tmp_path)
    (redaction,) = (name for name, text in segments_of(log).items() if b'"kind":"redaction"' in text)
    kept = (log.path / redaction).read_bytes()
    (log.path / redaction).unlink()
    with index(how):
        opened = tl.open(log.path)
        assert SECRET in [row["title"] for row in opened.at().list()]
        (log.path / redaction).write_bytes(kept)
        assert [row["title"] for row in opened.at().list()] == ["before"]
        assert opened.at().known.redacted[0].id == secret


def test_a_redaction_added_as_a_record_says_that_it_takes_no_text_out(tmp_path):
    log = a_log(tmp_path, a_draft(title=SECRET))
    (target,) = (record.id for record in log.read().records)
    line = json.dumps({"kind": "redaction", "target": target, "because": "an order"})
    for words in (["add", "-", "--dry-run"], ["add", "-"]):
        assert f"timeline redact {target[:12]} --because TEXT" in run(log, *words, stdin=f"{line}\n").stderr
    assert SECRET not in run(log, "list", "--json").stdout
    assert "still stands" not in run(log, "redact", target[:12], "--because", "an order").stderr
    assert SECRET.encode() not in b"".join(segments_of(log).values())


@pytest.mark.skipif(not has_git, reason="git is not installed")
def test_a_redaction_merged_without_its_erasing_hides_it_all_the_same(tmp_path):
    """Somebody kept their own version of the file that the redaction had changed."""
    log, _ = a_log_with_its_text(tmp_path / "a")
    (redaction,) = (name for name, text in segments_of(log).items() if b'"kind":"redaction"' in text)
    mine = tmp_path / "mine"
    shutil.copytree(log.path, mine)
    (mine / redaction).unlink()
    git(mine, "init", "-q")
    git(mine, "add", "-A")
    git(mine, "commit", "-qm", "mine")
    git(mine, "checkout", "-qb", "theirs")
    shutil.copy(log.path / redaction, mine / redaction)
    git(mine, "add", "-A")
    git(mine, "commit", "-qm", "theirs")
    git(mine, "checkout", "-q", "-")
    git(mine, "merge", "-q", "theirs")
    assert [row["title"] for row in tl.open(mine).at().list()] == ["before"]
