"""What surrounds a log: the doctor names what is wrong with git, the clock and the disk, and mends nothing."""

import os
import subprocess

import pytest

from timeline.records.line import encode


def git(folder, *words):
    home = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}
    name = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *name, *words], cwd=folder, env=home, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def kept(log):
    """A log that git has."""
    above = log.folder.parent
    git(above, "init")
    git(above, "add", ".")
    git(above, "commit", "-m", "what we know")
    return log


def states(log, *words, code=0):
    said = log.run("doctor", *words, "--json")
    assert said.code == code, said.err
    return {row["about"]: row for row in said.answer["rows"]}


def segment(log):
    return next(path for path in log.folder.glob("2*/*.jsonl") if b"Press" in path.read_bytes())


def test_a_healthy_log_is_fine(kept):
    found = states(kept)
    assert {row["state"] for row in found.values()} == {"fine"}
    assert {"program", "matplotlib", "fonts", "writer", "log", "disk", "clock", "git", "sealed"} <= found.keys()
    assert found["git"]["says"] == "git has 4 of 4 segments"


def test_outside_git_and_before_the_first_commit_there_is_nothing_to_compare(log):
    assert states(log)["git"]["state"] == "note"
    git(log.folder.parent, "init")
    assert states(log)["sealed"] == {
        "about": "sealed", "state": "note", "says": "nothing is committed yet", "fix": None,
    }  # fmt: skip


def test_new_segments_touch_nothing(kept):
    kept.add("add", "later")
    assert states(kept)["sealed"]["state"] == "fine"


@pytest.mark.parametrize("change", ["append", "edit", "delete", "link"])
def test_a_sealed_segment_that_was_touched_is_named(kept, change):
    path = segment(kept)
    match change:
        case "append":
            path.write_bytes(path.read_bytes() + b"\n")
        case "edit":
            path.write_bytes(path.read_bytes().replace(b"Press", b"Prass"))
        case "delete":
            path.unlink()
        case "link":
            (kept.folder.parent / "elsewhere").write_bytes(path.read_bytes())
            path.unlink()
            path.symlink_to(kept.folder.parent / "elsewhere")
    found = states(kept, code=1)["sealed"]
    assert found["state"] == "wrong"
    assert path.name in found["says"]
    assert "git checkout HEAD" in found["fix"]


def test_what_a_branch_touched_is_found_against_its_base(kept):
    path = segment(kept)
    path.write_bytes(path.read_bytes().replace(b"Press", b"Prass"))
    git(kept.folder.parent, "commit", "-am", "touch")
    assert states(kept)["sealed"]["state"] == "fine"
    assert path.name in states(kept, "--base", "HEAD~1", code=1)["sealed"]["says"]


def test_a_redaction_is_the_one_change_that_is_allowed(kept):
    event = kept.rows("list")[0]["id"]
    kept.ok("redact", event, "--because", "asked to")
    assert states(kept)["sealed"]["state"] == "fine"


def test_a_filter_in_the_repository_is_not_run(kept, tmp_path):
    (kept.folder / ".gitattributes").write_text("** -text\n*.jsonl filter=evil\n", encoding="utf-8")
    trace = tmp_path / "ran"
    for name in ("clean", "smudge", "process"):
        git(kept.folder.parent, "config", f"filter.evil.{name}", f"touch {trace}; cat")
    git(kept.folder.parent, "config", "core.fsmonitor", f"touch {trace}")
    path = segment(kept)
    path.write_bytes(path.read_bytes() + b"x")
    states(kept, code=1)
    assert not trace.exists()


@pytest.mark.parametrize("base", ["nosuch", "--upload-pack=touch x", "", "HEAD:events"])
def test_a_base_that_is_no_commit_is_refused(kept, base):
    said = kept.run("doctor", f"--base={base}")
    assert said.code == 2
    assert "git knows no commit" in said.err
    assert "fix: " in said.err


def test_attributes_settings_and_leftovers_are_looked_at(kept):
    (kept.folder / ".gitattributes").unlink()
    (kept.folder / ".quarantine").mkdir()
    (kept.folder / ".quarantine" / "x").write_text("half a line", encoding="utf-8")
    (kept.folder / "timeline.toml").write_text("format = 1\nviews = 3\n", encoding="utf-8")
    found = states(kept, code=1)
    assert [found[name]["state"] for name in ("attributes", "settings", "quarantine")] == ["wrong", "wrong", "note"]


def test_a_clock_behind_the_newest_record_is_wrong(kept):
    """As if another machine's clock had been ahead when it wrote the newest segment."""
    ahead = kept.folder / "2999" / "2999-01-01T0000Z-ada-000000.jsonl"
    ahead.parent.mkdir()
    _, line = encode(
        parents=(), recorded="2999-01-01T00:00:00.000000Z", by="ada", kind="event", body={"title": "t"}, salt="0" * 32
    )
    ahead.write_bytes(line.rstrip(b"\n") + b"\n")
    found = states(kept, code=1)["clock"]
    assert found["state"] == "wrong"
    assert "before the newest record" in found["says"]


def test_where_there_is_no_log_the_rest_is_still_said(tmp_path, monkeypatch, log):
    monkeypatch.chdir(tmp_path)
    said = log.run("-C", str(tmp_path / "nowhere"), "doctor")
    assert said.code == 1
    assert "holds no log" in said.out
    assert "matplotlib" in said.out


def test_looking_changes_nothing(kept):
    before = kept.bytes
    kept.ok("doctor")
    assert kept.bytes == before
