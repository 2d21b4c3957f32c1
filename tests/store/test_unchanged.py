"""What a check says of a log that nobody touched, and what makes it look again."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

from builders import a_draft, a_log, segments_of
from timeline.store import checkpoints, unchanged
from timeline.store.check import check, remember

LATER_US = 3_600_000_000


@pytest.fixture
def log(tmp_path):
    made = a_log(
        tmp_path,
        a_draft(kind="source", name="wire", publisher="Wire"),
        a_draft(title="a", reports=[{"source": "wire"}]),
    )
    checkpoints.write(made)
    (made.path / "captures").mkdir()
    (made.path / "captures" / ("0" * 64)).write_bytes(b"unnamed")
    return made


def look(log, **options):
    """Check an hour from now, when every file was touched long ago, and remember it."""
    found = check(log, now=time.time_ns() // 1000 + LATER_US, **options)
    assert remember(log, found) == ()
    return found


def touched(path):
    """Write the same bytes again, which only its times tell."""
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))


def test_what_was_found_is_said_again_with_what_was_not_read(log):
    whole = look(log)
    assert [finding.code for finding in whole.findings] == ["capture-unnamed"]
    again = unchanged.answer(log.folder)
    assert (again.findings, again.records, again.heads) == (whole.findings, whole.records, whole.heads)
    assert (whole.proved, whole.taken) == ((again.files, again.records), (0, 0))
    assert again.notes[0].startswith("no file was touched")
    assert again.notes[0].endswith("none of its 1 file was read")
    assert any("is still there: 2 records and 1 checkpoint" in note for note in again.notes)


@pytest.mark.parametrize(
    "place", ["timeline.toml", "captures/" + "0" * 64, "the segment", "the checkpoint", "a new file", ".index/seen"]
)
def test_whatever_is_touched_is_looked_at_again(log, place):
    look(log)
    if place == "a new file":
        (log.path / "2026" / "2026-11-23T2111Z-eve-000000.jsonl").write_bytes(b"x")
    else:
        found = {
            "the segment": lambda: log.path / next(iter(segments_of(log))),
            "the checkpoint": lambda: next((log.path / "checkpoints").glob("*.txt")),
        }.get(place, lambda: log.path / place)()
        assert unchanged.answer(log.folder) is not None
        if place == ".index/seen":
            found.write_bytes(b"")
        else:
            touched(found)
    assert unchanged.answer(log.folder) is None


@pytest.mark.parametrize("byte", [0, 30, 90, 150, -2])
def test_what_was_written_down_and_altered_is_not_believed(log, byte):
    look(log)
    path = log.path / unchanged.FILE
    data = bytearray(path.read_bytes())
    data[byte] ^= 1
    path.write_bytes(bytes(data))
    assert unchanged.answer(log.folder) is None


def test_of_a_file_that_was_touched_just_now_nothing_is_kept(log):
    found = check(log)
    remember(log, found)
    assert found.looked_at is None
    assert unchanged.answer(log.folder) is None


def test_a_log_with_a_broken_line_is_read_each_time(log):
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(path.read_bytes().replace(b"Wire", b"Wirf", 1))
    assert "hash" in {finding.code for finding in look(log).findings}
    assert unchanged.answer(log.folder) is None


def test_what_a_pin_or_the_clock_decides_is_asked_each_time(log):
    made = next((log.path / "checkpoints").glob("*.txt")).stem
    number, root = made.split("-")
    assert look(log, pins=[f"{int(number)}:{root}"]).looked_at is None
    for option in ('valid-before="20300101"', 'Valid-After="20200101"', "CERT-Authority"):
        (log.path / "allowed_signers").write_text(f"ada {option} ssh-ed25519 AAAA\n")
        assert look(log).looked_at is None
    (log.path / "allowed_signers").write_text("ada ssh-ed25519 AAAA\n")
    assert look(log).looked_at is not None


@pytest.mark.parametrize("change", ["a list that comes", "one that is touched", "one that goes", "one behind a link"])
def test_a_list_of_signers_that_is_touched_is_asked_again(log, tmp_path, change):
    path, other = log.path / "allowed_signers", tmp_path / "signers"
    if change == "one behind a link":
        other.write_text("ada ssh-ed25519 AAAA\n")
        path.symlink_to(other)
    elif change != "a list that comes":
        path.write_text("ada ssh-ed25519 AAAA\n")
    look(log)
    assert unchanged.answer(log.folder) is not None
    if change == "a list that comes":
        path.write_text("ada ssh-ed25519 AAAA\n")
    elif change == "one that goes":
        path.unlink()
    else:
        touched(other if change == "one behind a link" else path)
    assert unchanged.answer(log.folder) is None


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("change", ["it names nobody", "it is a FIFO"])
def test_whoever_is_a_signer_no_more_is_none_of_what_is_said_again(log, tmp_path, change):
    key, path = tmp_path / "key", log.path / "allowed_signers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)], check=True)
    checkpoints.write(log, sign=str(key))
    path.write_text(f"ada {key.with_suffix('.pub').read_text()}")
    assert "2 checkpoints, 1 signed" in " ".join(look(log).notes)
    assert unchanged.answer(log.folder) is not None
    path.unlink()
    if change == "it is a FIFO":
        os.mkfifo(path)
    else:
        path.write_text("")
    found = json.loads(run("-C", log.folder, "check", "--new", "--json").stdout)
    assert {"signature", "seen-signature"} <= {row["code"] for row in found["rows"]}


def test_only_files_that_were_touched_are_read_and_the_rest_is_counted(log):
    look(log)
    log.own = None
    log.append([a_draft(title="b")], by="bob")
    found = look(log, new=True)
    assert (found.proved, found.taken) == ((1, 1), (1, 2))
    assert found.findings == look(log).findings


def run(*words):
    """Run the command, which finds something."""
    done = subprocess.run([sys.executable, "-m", "timeline", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done


def test_the_command_says_what_it_read_in_json(log):
    look(log)
    told = json.loads(run("-C", log.folder, "check", "--new", "--json").stdout)
    assert told["query"]["verified"] == {
        "now": {"files": 0, "records": 0},
        "before": {"files": 1, "records": 2},
    }
    assert [row["code"] for row in told["rows"]] == ["capture-unnamed"]
    told = json.loads(run("-C", log.folder, "check", "--json").stdout)
    assert told["query"]["verified"]["now"] == {"files": 1, "records": 2}
