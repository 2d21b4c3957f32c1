"""A file is written whole or not at all, whatever the disk does, by every command that writes one."""

import contextlib
import errno
import json
import os
import re
import resource
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import timeline as tl
from builders import a_draft, a_log
from faulty import Faulty, in_a_child
from timeline.cli.boundary import COMMANDS
from timeline.cli.main import cli
from timeline.errors import FileUnconfirmed, FileUnwritable, FormatError
from timeline.store import disk, whole_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

OLD, NEW = b"what stood here before\n", b"what is written now, and it is longer\n" * 40


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- every call of one write -----------------------------------------------------------------------------------------


def a_place(folder, old):
    """A folder with a file in it, or without one, and what may go wrong there."""
    folder.mkdir()
    if old is not None:
        (folder / "f.svg").write_bytes(old)
    return folder / "f.svg"


def calls_of_one_write(folder):
    faulty = Faulty(root=str(folder))
    whole_file.write(a_place(folder, OLD), NEW, calls=faulty.disk())
    return [name for name, _ in faulty.trace]


def test_the_bytes_are_flushed_before_the_name_changes_and_the_name_after_it(tmp_path):
    assert calls_of_one_write(tmp_path / "x") == ["open", "write", "fsync", "close", "rename", "open", "fsync", "close"]


@pytest.mark.parametrize("old", [OLD, None], ids=["over a file", "a new file"])
@pytest.mark.parametrize("mode", ["fails", "is short and fails"])
def test_a_fault_at_any_call_leaves_what_was_there_and_nothing_beside_it(tmp_path, mode, old):
    calls = calls_of_one_write(tmp_path / "counted")
    for at, call in enumerate(calls, 1):
        target = a_place(tmp_path / f"{at}", old)
        faulty = Faulty(root=str(target.parent), at=at, mode=mode, error=errno.ENOSPC)
        is_visible = at > calls.index("rename") + 1
        with pytest.raises(FileUnconfirmed if is_visible else FileUnwritable, match="no space left") as caught:
            whole_file.write(target, NEW, calls=faulty.disk())
        assert (target.read_bytes() if target.exists() else None) == (NEW if is_visible else old), call
        assert names(target.parent) == (["f.svg"] if is_visible or old is not None else [])
        assert str(target) in caught.value.what
        assert caught.value.fix
        assert caught.value.unwritten is not is_visible


def test_a_short_write_goes_on(tmp_path):
    target = a_place(tmp_path / "x", OLD)
    whole_file.write(target, NEW, calls=Faulty(root=str(tmp_path), at=2, mode="is short").disk())
    assert target.read_bytes() == NEW


@pytest.mark.parametrize("mode", ["dies before", "dies halfway", "dies after"])
def test_a_writer_that_dies_leaves_the_old_file_or_the_new_one(tmp_path, mode):
    seen = set()
    for at in range(1, len(calls_of_one_write(tmp_path / "counted")) + 1):
        target = a_place(tmp_path / f"{at}", OLD)
        calls = Faulty(root=str(tmp_path), at=at, mode=mode).disk()
        assert not in_a_child(lambda target=target, calls=calls: whole_file.write(target, NEW, calls=calls))
        seen.add(target.read_bytes())
    assert seen == {OLD, NEW}


def test_a_power_cut_afterwards_leaves_the_new_file_and_one_before_the_old(tmp_path):
    calls = calls_of_one_write(tmp_path / "counted")
    for at in range(1, len(calls) + 2):
        target = a_place(tmp_path / f"{at}", OLD)
        faulty = Faulty(root=str(target.parent), at=at)
        faulty.remember(target.parent)
        try:
            whole_file.write(target, NEW, calls=faulty.disk())
            left = {NEW}
        except FileUnwritable:
            left = {OLD}
        except FileUnconfirmed:
            left = {OLD, NEW}
        after = tmp_path / f"after {at}"
        faulty.after_power_cut(target.parent, after)
        assert (after / "f.svg").read_bytes() in left


def test_a_write_that_flushes_nothing_is_found(tmp_path):
    """The model of a power cut has teeth: without the flush the new name holds nothing."""
    target = a_place(tmp_path / "x", OLD)
    faulty = Faulty(root=str(target.parent))
    faulty.remember(target.parent)
    flush = faulty.disk().fsync
    only_folders = faulty.disk()._replace(
        fsync=lambda handle: flush(handle) if stat.S_ISDIR(os.fstat(handle).st_mode) else None
    )
    whole_file.write(target, NEW, calls=only_folders)
    faulty.after_power_cut(target.parent, tmp_path / "after")
    assert (tmp_path / "after" / "f.svg").read_bytes() == b""


def test_ctrl_c_leaves_nothing_beside_it(tmp_path):
    def write(_handle, _data):
        raise KeyboardInterrupt

    target = a_place(tmp_path / "x", OLD)
    with pytest.raises(KeyboardInterrupt):
        whole_file.write(target, NEW, calls=Faulty(root=str(tmp_path)).disk()._replace(write=write))
    assert names(target.parent) == ["f.svg"]
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("mode", [0o600, 0o666, 0o640])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path, mode):
    target = a_place(tmp_path / "x", OLD)
    target.chmod(mode)
    whole_file.write(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_the_longest_name_that_a_folder_takes_can_be_written(tmp_path):
    target = tmp_path / ("\N{LATIN SMALL LETTER E WITH ACUTE}" * 127)
    whole_file.write(target, NEW)
    assert target.read_bytes() == NEW
    with pytest.raises(FormatError):
        whole_file.write(tmp_path / ("\N{LATIN SMALL LETTER E WITH ACUTE}" * 128), NEW)
    assert names(tmp_path) == [target.name]


# --- a folder of files -----------------------------------------------------------------------------------------------

FILES = {"a.parquet": b"new a", "b.parquet": b"new b"}
OLD_FILES = {"a.parquet": b"old a", "c.parquet": b"old c"}


def a_folder(parent, held):
    parent.mkdir()
    if held is not None:
        (parent / "data").mkdir()
        for name, data in held.items():
            (parent / "data" / name).write_bytes(data)
    return parent / "data"


def held_by(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else None


@pytest.mark.parametrize("old", [OLD_FILES, {}, None], ids=["over files", "over an empty folder", "a new folder"])
@pytest.mark.parametrize("mode", ["fails", "is short and fails", "fails from here on"])
def test_a_fault_at_any_call_leaves_the_old_folder_or_the_new_one_whole(tmp_path, mode, old):
    faulty = Faulty(root=str(tmp_path))
    whole_file.write_folder(a_folder(tmp_path / "counted", old), FILES, calls=faulty.disk())
    calls = [name for name, _ in faulty.trace]
    assert held_by(tmp_path / "counted" / "data") == FILES
    for at in range(1, len(calls) + 1):
        target = a_folder(tmp_path / f"{at}", old)
        faulty = Faulty(root=str(target.parent), at=at, mode=mode, error=errno.ENOSPC)
        try:
            whole_file.write_folder(target, FILES, calls=faulty.disk())
        except (FileUnwritable, FileUnconfirmed) as error:
            expected = FILES if isinstance(error, FileUnconfirmed) else old
        else:
            expected = FILES  # what failed was the removal of the old folder
        if mode != "fails from here on" or "rename" not in calls[:at]:
            assert held_by(target) == expected, calls[at - 1]
        whole = [held_by(path) for path in target.parent.iterdir() if held_by(path) in (old, FILES)]
        assert whole or old is None, "neither is there"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    target = a_folder(tmp_path / "x", {"a.parquet": b"old", "notes.txt": b"mine"})
    for place in (target, target / "a.parquet", tmp_path / "missing" / "data"):
        with pytest.raises(FormatError):
            whole_file.write_folder(place, FILES)
    assert held_by(target) == {"a.parquet": b"old", "notes.txt": b"mine"}
    assert names(target.parent) == ["data"]


# --- every command that writes a file --------------------------------------------------------------------------------

SETTINGS = """\
format = 1
title = "a log"

[views.v]
title = "v"
properties = ["training"]
"""
COMMANDS_THAT_WRITE = {
    "list": (["list"], "json csv md txt"),
    "show": (["show", "ID"], "json"),
    "state": (["state", "v"], "json"),
    "why": (["why", "R2.training"], "json"),
    "diff": (["diff", "2025-01-01", "2025-12-31"], "json"),
    "sources": (["sources"], "json"),
    "entities": (["entities"], "json"),
    "conflicts": (["conflicts"], "json"),
    "stats": (["stats"], "json"),
    "history": (["history"], "json"),
    "date": (["date", "2025"], "json"),
    "views": (["views"], "json"),
    "check": (["check"], "json"),
    "doctor": (["doctor"], "json"),
    "export": (["export"], "jsonl csv db md html mmd metadata.json"),
    "page": (["page"], "html"),
    "figure": (["figure", "events"], "svg png pdf"),
}


def opts_of(name):
    command = cli.get_command(None, name)
    return {option for param in command.params for option in param.opts}


def test_every_command_with_an_output_file_is_tried_here():
    assert set(COMMANDS_THAT_WRITE) == {name for name in COMMANDS if "-o" in opts_of(name)}


EVERY = [(name, form) for name, (_, forms) in COMMANDS_THAT_WRITE.items() for form in forms.split()]


@attrs.frozen
class Bench:
    """A log, and a folder in which files are put."""

    folder: Path
    ids: tuple

    def words(self, name, target):
        given = [self.ids[0] if word == "ID" else word for word in COMMANDS_THAT_WRITE[name][0]]
        return [
            "-C",
            str(self.folder),
            *given,
            "-o",
            str(target),
            *(["--format", "plain"] if target.suffix == ".txt" else []),
        ]

    def run(self, name, target):
        env = {"TIMELINE_BY": "ada", "TIMELINE_LOG": None}
        done = CliRunner(env=env).invoke(cli, self.words(name, target))
        assert "Traceback" not in done.output
        return done


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "events"
    log = tl.init(folder, title="a log")
    (folder / "timeline.toml").write_text(SETTINGS, "utf-8")
    log.source("press", published="2025-06-01", by="ada")
    added = log.add("R2 trains", occurred="2025-03-01", facts={"R2.training": "x"}, sources=["press"], by="ada")
    return Bench(folder, (added.id,))


def refused(done, target, before, because):
    assert done.exit_code == 4, done.output
    assert done.stdout == ""
    said = done.stderr.splitlines()
    assert said[0].startswith("error: ")
    assert str(target) in said[0]
    assert because in said[0]
    assert sum(line.startswith("error: ") for line in said) == 1
    assert any(line.startswith("  fix: ") for line in said)
    assert said[-1] == "Nothing was written."
    assert {path.name: path.read_bytes() for path in target.parent.iterdir()} == before


def with_files_of_at_most(count, act):
    """Do it while no file may grow beyond so many bytes: a real limit, which the kernel enforces."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        return act()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_a_file_that_may_grow_no_further_is_not_written(bench, tmp_path, name, form):
    target = tmp_path / f"f.{form}"
    for before in ({}, {target.name: OLD}):
        for file, data in before.items():
            (tmp_path / file).write_bytes(data)
        done = with_files_of_at_most(10, lambda: bench.run(name, target))
        refused(done, target, before, "file too large")
    done = bench.run(name, target)
    assert done.exit_code in (0, 1), done.output
    assert target.read_bytes() != OLD
    assert names(tmp_path) == [target.name]


@pytest.fixture
def small(tmp_path):
    """A file system of 64 kB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_file_system_takes_none_of_them(bench, small):
    for form in {form for _, form in EVERY}:
        (small / f"f.{form}").write_bytes(OLD)
    with (small / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while True:
            filler.write(b"x" * 4096)
    for name, form in EVERY:
        target = small / f"f.{form}"
        before = {path.name: path.read_bytes() for path in small.iterdir()}
        refused(bench.run(name, target), target, before, "no space left")


def test_a_file_system_mounted_read_only_takes_none_of_them(bench, small):
    for form in {form for _, form in EVERY}:
        (small / f"f.{form}").write_bytes(b"old")
    before = {path.name: path.read_bytes() for path in small.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    for name, form in EVERY:
        refused(bench.run(name, small / f"f.{form}"), small / f"f.{form}", before, "read-only")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_takes_none_of_them(bench, tmp_path):
    tmp_path.chmod(0o555)
    try:
        for name, form in EVERY:
            refused(bench.run(name, tmp_path / f"f.{form}"), tmp_path / f"f.{form}", {}, "permission denied")
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_what_is_no_place_for_a_file_is_a_fault_of_use(bench, tmp_path, name, form):
    """A folder, a FIFO, a device, a link and a folder that is not there: exit 2, before anything is worked out."""
    folder, fifo, link = (tmp_path / f"{kind}.{form}" for kind in ("folder", "fifo", "link"))
    folder.mkdir()
    os.mkfifo(fifo)
    link.symlink_to(tmp_path / "elsewhere")
    before = names(tmp_path)
    for target in (folder, fifo, link, tmp_path / "missing" / f"f.{form}", fifo / f"f.{form}"):
        done = bench.run(name, target)
        assert (done.exit_code, done.stdout) == (2, ""), done.output
        assert "fix: " in done.stderr
        assert done.stderr.endswith("Nothing was written.\n")
    assert names(tmp_path) == before


@pytest.mark.parametrize("name", sorted(COMMANDS_THAT_WRITE))
def test_an_empty_name_of_a_file_is_a_fault_of_use(bench, tmp_path, monkeypatch, name):
    """A script gives one where its variable is not set."""
    monkeypatch.chdir(tmp_path)
    words = [*bench.words(name, Path("f.json"))[:-1], ""]
    form = {"export": ["--format", "csv"], "page": [], "figure": []}.get(name, ["--format", "json"])
    done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_LOG": None}).invoke(cli, [*words, *form])
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert "fix: " in done.stderr or '"fix": ' in done.stderr
    assert names(tmp_path) == []


def test_an_empty_name_of_a_folder_is_not_the_root(bench):
    for form in ("parquet", "datasette"):
        with pytest.raises(FormatError, match="empty") as caught:
            tl.open(bench.folder).at().save_export("", form)
        assert caught.value.unwritten
    with pytest.raises(FormatError, match="empty"):
        whole_file.check_folder("")


def test_a_device_is_a_fault_of_use_and_a_full_one_as_standard_output_is_not(bench):
    words = ["-C", str(bench.folder), "list", "--format", "json"]
    done = CliRunner().invoke(cli, [*words, "-o", "/dev/full"])
    assert done.exit_code == 2
    assert "a device, not a regular file" in done.stderr
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        piped = subprocess.run(
            [sys.executable, "-m", "timeline", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert piped.returncode == 4
    assert json.loads(piped.stderr)["what"] == "no space left on device"


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_python_writes_a_figure_by_the_same_rules(bench, tmp_path, form):
    snap = tl.open(bench.folder).at(as_of="2025-12-31")
    inside = bench.folder / "2025"
    inside.mkdir(exist_ok=True)
    target = tmp_path / f"f.{form}"
    target.write_bytes(OLD)
    with pytest.raises(tl.FileUnwritable, match="file too large") as caught:
        with_files_of_at_most(10, lambda: snap.save_figure("events", target))
    assert caught.value.unwritten
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {target.name: OLD}
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(tl.FormatError, match="a folder"):
        snap.save_figure("events", tmp_path / "folder.svg")
    with pytest.raises(tl.FormatError, match="part of the log"):
        snap.save_figure("events", inside / "f.svg")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@pytest.mark.parametrize("name", ["list", "export", "page", "figure"])
def test_a_real_process_flushes_the_bytes_renames_and_flushes_the_folder(bench, tmp_path, name):
    """What the kernel is asked for, in order, by a process of its own."""
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / f"f.{COMMANDS_THAT_WRITE[name][1].split()[0]}"
    trace = tmp_path / "trace"
    kinds = "trace=fsync,fdatasync,rename,renameat,renameat2"
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-e",
            kinds,
            "-o",
            str(trace),
            sys.executable,
            "-m",
            "timeline",
            *bench.words(name, target),
        ],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip("no process may be traced here")
    assert done.returncode == 0, done.stderr
    found = [
        line.partition(" ")[2].strip().partition("(")[0]
        for line in trace.read_text().splitlines()
        if f"{target.parent}/.timeline-" in line or re.search(rf"fsync\(\d+<{re.escape(str(target.parent))}>", line)
    ]
    assert found == ["fsync", "rename", "fsync"]
    assert names(target.parent) == [target.name]


@pytest.mark.parametrize("words", [("export",), ("list", "-o"), ("export", "--format", "sqlite")])
@pytest.mark.parametrize("address", ["http://example.org/x.csv", "s3://bucket/x.csv", "https://example.org/x/y.csv"])
def test_nothing_is_sent_to_an_address(tmp_path, words, address, monkeypatch):
    """No advice to make a folder of that name, either: it would be of this machine."""
    monkeypatch.chdir(tmp_path)
    log = a_log(tmp_path, a_draft(title="x"))
    done = CliRunner().invoke(
        cli, ["-C", log.folder, *words, address, *(["--format", "csv"] if words[0] != "export" else [])]
    )
    assert done.exit_code == 2, done.stderr
    assert "is an address" in done.stderr
    assert "mkdir" not in done.stderr


def test_a_log_is_no_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (["init", "https://example.org/log"], ["-C", "https://example.org/log", "list"]):
        done = CliRunner().invoke(cli, words)
        assert done.exit_code != 0
        assert "is an address" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_to_do_about_a_right_names_what_is_there(tmp_path):
    """A folder that could not be made is not there to be looked at; and a name may hold blanks."""
    (tmp_path / "my logs").mkdir()
    fix = disk.mending(PermissionError(errno.EACCES, "denied"), str(tmp_path / "my logs" / "a" / "b"), again="x")
    words = shlex.split(fix.partition(": ")[2])
    assert words == ["ls", "-ld", str(tmp_path / "my logs")]
    assert subprocess.run(words, capture_output=True, check=True).stdout
