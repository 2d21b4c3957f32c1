"""A redaction hides what it names in every answer, also where the text still stands in some file."""

import json
import os
import re
import shutil

import pytest

import timeline as tl
from builders import a_draft, a_log, let_in, segments_of
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


WORD = "zq"  # in no hash, and in no word of ours
TOLD_OF = (
    a_draft("source", name="zq-page", publisher="P", url="https://ada:zq@example.org/", via=["zq-other"]),
    a_draft("source", name="known", publisher="another zq"),
    a_draft("capture", source="zq-page", sha256="a" * 64, path="captures/zq"),
    a_draft(title="zq odd", zqfield=1, occurred="2026", key="zq-key"),
    a_draft(title="zq other", key="zq-key", reports=[{"source": "zq-unknown"}, {"source": "zq-page"}]),
    a_draft(title="two zq\nlines", links=[{"url": "https://ada:zq@example.org/", "title": "zq"}]),
    a_draft("correction", target="b" * 64, set={"title": "zq"}, reported="2025"),
    a_draft("link", **{"from": "zq-A", "to": "zq-B"}, rel="same-origin"),
)
"""Records of which a check names parts: what it says of each quotes the record."""


def a_log_with_such_texts(folder):
    """A log of records that a check would quote, all redacted, whose texts were put back."""
    log = a_log(folder, a_draft("source", name="known", publisher="P"), a_draft(title="before"))
    named = [log.append([draft], by="ada", admit=let_in).added[0].id for draft in TOLD_OF]
    before = segments_of(log)
    told = run(log, "check").stdout
    log.own = None
    for record_id in named:
        redact.redact(log, record_id, because="an order", by="ada")
    for name, text in before.items():
        (log.path / name).write_bytes(text)
    return log, named, told


def kept_of(log):
    """All bytes that lie beside a log as derived from it."""
    return b"".join(path.read_bytes() for path in (log.path / ".index").rglob("*") if path.is_file())


@pytest.mark.parametrize("how", ["on", "off"])
def test_no_check_quotes_it_and_none_keeps_it(tmp_path, how):
    log, named, told = a_log_with_such_texts(tmp_path)
    assert {"zq-other", "zq-unknown", "zq-key", "zqfield"} <= set(re.findall(r"zq[-a-z]*", told))
    with index(how):
        for words in (["check"], ["check", "--new"], ["check", "--new", "--json"], ["doctor"], ["list"]):
            done = run(log, *words)
            assert WORD not in done.output, words
            assert WORD.encode() not in kept_of(log), words
        rows = json.loads(run(log, "check", "--json").stdout)["rows"]
    assert [row["code"] for row in rows] == ["not-erased"] * len(named)


def test_what_was_kept_before_the_redaction_came_is_kept_no_longer(tmp_path):
    """A redaction comes by itself, and with it nothing that would touch the file in which the text stands."""
    log, _, _ = a_log_with_such_texts(tmp_path)
    redactions = {name: text for name, text in segments_of(log).items() if b'"kind":"redaction"' in text}
    for name in redactions:
        (log.path / name).unlink()
        os.utime(log.path, (1, 1))
    for path in log.path.glob("2*/*.jsonl"):
        os.utime(path, (1, 1))
    run(log, "check")
    for name, text in redactions.items():
        (log.path / name).write_bytes(text)
    assert WORD not in run(log, "check", "--new").output
    assert WORD.encode() not in kept_of(log)


@pytest.mark.parametrize("how", ["on", "off"])
@pytest.mark.parametrize("first", [True, False])
def test_a_copy_of_it_in_another_file_is_told_of(tmp_path, how, first):
    log = a_log(tmp_path, a_draft(title="before"), a_draft(title=SECRET, facts=[]))
    secret = next(record.id for record in log.read().records if record.body.get("title") == SECRET)
    ((name, text),) = segments_of(log).items()
    redact.redact(log, secret, because="an order", by="ada")
    copy = f"{name[:5]}{'0' if first else '9'}{name[6:]}"
    (log.path / copy).write_bytes(text)
    with index(how):
        for words in (["list"], ["list"], ["show", secret[:12]], ["export", "-", "--format", "jsonl"], ["stats"]):
            done = run(log, *words)
            assert f"the text of {secret[:8]}, which is redacted, still stands in {copy}:2" in done.stderr, words
            assert SECRET not in done.output
            assert SECRET.encode() not in kept_of(log)
        assert run(log, "redact", secret[:12], "--because", "an order").exit_code == 0
        assert "still stands" not in run(log, "list").stderr


@pytest.mark.parametrize("how", ["on", "off"])
def test_what_says_the_same_is_added_as_new(tmp_path, how):
    """A record without its text is not known to say the same: whoever adds that to a log learns nothing of it."""
    with index(how):
        log, secret = a_log_with_its_text(tmp_path / "a")
        for words in (["add", "other", "--key", "s"], ["add", SECRET, "--occurred", "2025-08"]):
            done = run(log, *words, "--dry-run")
            assert done.exit_code == 0, done.output
            assert secret[:8] not in done.output.replace(done.stderr, "")
        opened = tl.init(tmp_path / "b")
        first = opened.add(title=SECRET, key="s")
        opened.write([("redaction", {"target": first.id, "because": "an order"})])
        assert opened.add(title=SECRET, key="s").status == "added"
