"""Whatever happens to the index, or to the log beneath it, makes no answer wrong."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import timeline as tl
from indexed import ASKED, asked, file_of, notes, process, rows, told
from ondisk import SETTINGS
from timeline.cli.main import cli


@pytest.fixture(scope="module")
def right(made):
    return asked(made, how="off")


def test_processes_that_ask_at_once_are_all_told_the_truth(events, right):
    running = [process(events, *ASKED) for _ in range(6)]
    assert [told(one) for one in running] == [right] * 6
    assert asked(events) == right


def test_who_asks_while_others_write_is_told_what_was_there(events):
    """Each answer is that of the log before or after each of the records that are added meanwhile."""
    asked(events)
    for place in range(4):
        writing = process(
            events, "add", f"new {place}", "--fact", f"entity-7.q=new-{place}", "--occurred", f"2026-0{place + 1}"
        )
        asking = [process(events, *ASKED) for _ in range(3)]
        assert told(writing)[0] == 0
        for one in asking:
            (value,) = next(row for row in rows(told(one)) if row["property"] == "q")["values"] or [{"value": None}]
            assert value["value"] in {f"new-{place}", f"new-{place - 1}" if place else None}
    assert asked(events) == asked(events, how="off")


def test_a_build_that_is_killed_leaves_nothing_that_answers(events, right):
    for _ in range(4):
        running = process(events, *ASKED)
        while running.poll() is None and not file_of(events).exists():
            pass
        running.kill()
        running.communicate()
        found = asked(events)
        assert found == right
        shutil.rmtree(events / ".index")


def test_a_disk_that_is_full_costs_the_index_and_not_the_answer(events, right):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    found = asked(events, preexec_fn=little_room)
    assert rows(found) == rows(right)
    (word,) = notes(found)
    assert "the index in .index/ cannot be used" in word
    assert not file_of(events).exists()
    assert asked(events) == right


def test_where_it_cannot_be_kept_the_answer_says_so_once(events, right):
    (events / ".index").write_text("not a folder")
    found = asked(events)
    assert rows(found) == rows(right)
    (word,) = notes(found)
    assert "the whole log was read instead" in word


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_asked_all_the_same(events, right):
    events.chmod(0o555)
    try:
        found = asked(events)
    finally:
        events.chmod(0o755)
    assert rows(found) == rows(right)
    assert len(notes(found)) == 1


def flipped(data, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


@pytest.mark.parametrize("seed", range(12))
def test_an_index_in_which_a_bit_is_flipped_is_thrown_away(events, right, seed):
    asked(events)
    data = file_of(events).read_bytes()
    file_of(events).write_bytes(flipped(data, random.Random(seed)))
    found = asked(events)
    assert rows(found) == rows(right)
    assert notes(found) == ["the index is not as it was left (copied, or damaged); it is built anew"]
    assert asked(events) == right


DAMAGES = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "something else": lambda path: path.write_bytes(b"SQLite format 3\0" + b"x" * 9000),
    "another database": lambda path: (path.unlink(), sqlite3.connect(path).execute("CREATE TABLE t (x)")),
    "removed": Path.unlink,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link": lambda path: (path.rename(path.with_name("moved")), path.symlink_to("moved")),
    "a FIFO": lambda path: (path.unlink(), os.mkfifo(path)),
    "an older one": lambda path: (shutil.copy2(path, path.with_name("copy")), path.with_name("copy").replace(path)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_never_answers(events, right, damage):
    asked(events)
    damage(file_of(events))
    found = asked(events)
    assert rows(found) == rows(right)
    if file_of(events).is_file() and not file_of(events).is_symlink():
        assert asked(events) == right


@pytest.mark.parametrize("text", ["", "nonsense", "\0\xff", "timeline/index/1 0 0 0 0 0"])
def test_a_damaged_lock_file_never_lets_it_answer(events, right, text):
    asked(events)
    (events / ".index" / "log.lock").write_text(text)
    assert rows(asked(events)) == rows(right)
    assert asked(events) == right


def segment_of(events, place=-1):
    return sorted((events / "2025").iterdir())[place]


def cut_end(events):
    path = segment_of(events)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-5]))


def other_end(events):
    """The history was rewritten: other records, as many bytes."""
    path = segment_of(events)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], lines[0]]))


def put_back(events):
    """A file as it is, under another number and with other times."""
    path = segment_of(events, 0)
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def removed(events):
    segment_of(events, 1).unlink()


def renamed_file(events):
    path = segment_of(events, 1)
    path.rename(path.with_name("1" + path.name))


@pytest.mark.parametrize("change", [cut_end, other_end, put_back, removed, renamed_file])
def test_a_history_that_was_rewritten_is_indexed_anew(events, change):
    asked(events)
    change(events)
    every = [ASKED, ("history", "entity-7.p", "--json"), ("why", "entity-12.p", "--json")]
    for words in every:
        assert asked(events, *words) == asked(events, *words, how="off")


def altered(events):
    """One letter is another, and the time of the last change is put back as it was."""
    path = segment_of(events, 0)
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"event ", b"Event ", 1))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def bad_line(events):
    with segment_of(events).open("ab") as file:
        file.write(b"{}\n")


def merge_marks(events):
    path = segment_of(events, 2)
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())


def cut_off(events):
    with segment_of(events).open("ab") as file:
        file.write(b'{"id":"')


def linked(events):
    path = segment_of(events, 0)
    path.rename(events / "elsewhere")
    path.symlink_to(events / "elsewhere")


@pytest.mark.parametrize("fault", [altered, bad_line, merge_marks, cut_off, linked])
@pytest.mark.parametrize("is_indexed", [True, False], ids=["indexed", "new"])
def test_a_fault_of_the_log_is_told_as_ever(events, fault, is_indexed):
    if is_indexed:
        asked(events)
    fault(events)
    for words in (ASKED, ("show", "s1"), ("state", "v", "--entity", "entity-7", "--skip-bad", "--json")):
        found = asked(events, *words)
        assert found == asked(events, *words, how="off")
        assert found == asked(events, *words)
        assert found[0] == (3 if fault is not cut_off and "--skip-bad" not in words else 0)


def test_what_is_redacted_leaves_no_trace_in_it(events):
    code, out, err = asked(events, "add", "secret-title", "--fact", "secret-entity.p=1", "--key", "secret-key")
    assert code == 0, err
    asked(events)
    assert any(b"secret-entity" in path.read_bytes() for path in (events / ".index").iterdir())
    code, _, err = asked(events, "redact", out.strip(), "--because", "safety")
    assert code == 0, err
    assert not any(b"secret" in path.read_bytes() for path in (events / ".index").iterdir())
    assert asked(events) == asked(events, how="off")
    assert not any(b"secret" in path.read_bytes() for path in (events / ".index").iterdir())
    assert asked(events, "show", out.strip()) == asked(events, "show", out.strip(), how="off")


@pytest.mark.parametrize("has_file", [False, True])
def test_an_index_of_an_empty_log_takes_the_first_record(tmp_path, has_file):
    log = tl.init(tmp_path / "events")
    if has_file:  # as an append that was cut off before its first byte leaves it
        (tmp_path / "events" / "2026").mkdir()
        (tmp_path / "events" / "2026" / "2026-11-23T2110Z-ada-7f3a9c.jsonl").touch()
    assert rows(asked(tmp_path / "events", "list", "--json")) == []
    assert file_of(tmp_path / "events").exists()
    for title in ("first", "second"):
        log.add(title)
        found = asked(tmp_path / "events", "list", "--json")
        assert found == asked(tmp_path / "events", "list", "--json", how="off")


@pytest.mark.parametrize("kind", ["source", "event", "report", "link", "name", "correction", "retraction", "capture"])
@pytest.mark.parametrize("is_there", [True, False], ids=["indexed", "new"])
def test_a_record_of_any_kind_may_be_redacted(tmp_path, kind, is_there):
    """And what bears on it, or is written about it later, is answered as without an index."""
    events = tmp_path / "events"
    log = tl.init(events)
    (events / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>page", encoding="utf-8")

    def ask(*words, how="on"):
        done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_INDEX": how}).invoke(cli, ["-C", str(events), *words])
        return done.exit_code, done.stdout, done.stderr

    made = {"source": log.source("first", published="2025-01-01"), "base": log.source("next", via=["first"])}
    made["event"] = log.add("told", occurred="2025-01-01", sources=["first"], facts={"Ann.p": 1})
    other = log.add("told too", sources=["next"], facts={"Bea.p": 2})
    made["report"] = log.report(made["event"].id, "next")
    made["link"] = log.link(other.id, "supersedes", made["event"].id)
    made["name"] = log.link("Ann", "same-entity", "Bea")
    made["correction"] = log.correct(made["event"].id, {"occurred": "2024"}, because="x")
    made["retraction"] = log.retract(made["link"].id, reported="2025-02-02")
    made["capture"] = log.attach("first", tmp_path / "page.html", retrieved="2025-03-03")
    if is_there:
        assert ask("list")[0] == 0
    assert ask("redact", made[kind].id, "--because", "safety", "--yes")[0] == 0
    more = (["retract", made["event"].id], ["source", "later", "--via", "next"], ["add", "more", "--fact", "Ann.p=3"])
    for words in (["check"], *more):
        ask(*words)
        for question in (("list", "--all", "--json"), ("state", "v", "--json"), ("why", "Ann.p"), ("show", other.id)):
            assert ask(*question) == ask(*question, how="off")


def git(folder, *words):
    quiet = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *quiet, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_another_branch_is_another_history(events):
    """And version control never sees the index, also of a log whose .gitignore does not name it."""
    assert not (events / ".gitignore").exists()
    git(events, "init")
    git(events, "add", "-A")
    git(events, "commit", "-m", "first")
    git(events, "checkout", "-b", "other")
    assert asked(events, "add", "on a branch", "--fact", "entity-7.q=branch")[0] == 0
    git(events, "add", "-A")
    git(events, "commit", "-m", "second")
    for branch in ("other", "main", "other"):
        git(events, "checkout", branch)
        assert asked(events) == asked(events, how="off")
        assert git(events, "status", "--porcelain", "--untracked-files=all") in ("", "?? .lock\n")
    assert file_of(events).exists()
