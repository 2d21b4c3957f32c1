"""The log on disk: begun, found and added to, with real files and real processes."""

import os
import stat
import subprocess
import sys
import time

import pytest

from builders import A_MOMENT_US, a_draft, a_log, findings_in, segment_of, segments_of, titles_of
from timeline.errors import LogError, LogLocked, LogUnwritable, RecordError
from timeline.records.line import decode
from timeline.store import append
from timeline.store.log import LogFiles

DAY_US = 86_400_000_000


# --- beginning and finding ---------------------------------------------------------------------------------------


def test_a_new_log_holds_its_settings_and_what_git_shall_know(tmp_path):
    log = LogFiles.create(tmp_path / "a" / "events", title='Where "models" train\\')
    assert log.settings() == {"format": 1, "title": 'Where "models" train\\'}
    assert (log.path / ".gitattributes").read_text() == "** -text\n"
    assert {".lock", ".quarantine/", ".index/"} <= set((log.path / ".gitignore").read_text().split())
    assert log.read().records == ()


def test_a_log_is_not_begun_twice_nor_over_other_files(tmp_path):
    LogFiles.create(tmp_path / "events", title="x")
    with pytest.raises(LogError, match="already"):
        LogFiles.create(tmp_path / "events", title="y")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".gitignore").write_text("mine\n")
    with pytest.raises(LogError, match="other things"):
        LogFiles.create(tmp_path / "other", title="y")
    assert [path.name for path in (tmp_path / "other").iterdir()] == [".gitignore"]
    with pytest.raises(RecordError):
        LogFiles.create(tmp_path / "third", title="a\x1b")
    assert not (tmp_path / "third").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(LogUnwritable):
        LogFiles.create(tmp_path / "file" / "events", title="y")


def test_the_log_is_the_option_else_the_environment_else_the_nearest_upward(tmp_path):
    near = LogFiles.create(tmp_path / "a" / "events", title="near")
    far = LogFiles.create(tmp_path / "b", title="far")
    deep = tmp_path / "a" / "x" / "y"
    deep.mkdir(parents=True)
    assert LogFiles.find(None, {}, deep).folder == near.folder
    assert LogFiles.find(None, {}, near.path).folder == near.folder
    assert LogFiles.find(None, {"TIMELINE_LOG": str(far.path)}, deep).folder == far.folder
    assert LogFiles.find("../../../b", {"TIMELINE_LOG": "/nowhere"}, deep).path.samefile(far.path)
    assert LogFiles.find(str(tmp_path / "a"), {}, "/").folder == near.folder
    with pytest.raises(LogError, match="no log") as caught:
        LogFiles.find("nowhere", {}, tmp_path)
    assert caught.value.where == "-C"
    with pytest.raises(LogError, match="no log here"):
        LogFiles.find(None, {}, tmp_path)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("format = 1\ntitle = ", "timeline.toml:2"),
        ("format = 2\n", "timeline.toml"),
        ("title = 'x'\n", "timeline.toml"),
        (b"\xff", "timeline.toml"),
    ],
)
def test_settings_that_cannot_be_used_say_where(tmp_path, text, where):
    log = a_log(tmp_path)
    (log.path / "timeline.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LogError) as caught:
        log.settings()
    assert caught.value.where == where


# --- adding ------------------------------------------------------------------------------------------------------


def test_what_was_added_is_read(tmp_path):
    log = a_log(tmp_path)
    outcome = log.append([a_draft(title="a")], by="ada", now=A_MOMENT_US)
    (added,) = outcome.added
    assert (added.status, added.kind, added.body) == ("added", "event", {"title": "a"})
    assert added.recorded == "2026-11-23T21:10:00.000000Z"
    assert (added.record.file, added.record.line) == (f"2026/2026-11-23T2110Z-ada-{added.id[:6]}.jsonl", 1)
    reading = log.read()
    assert [record.id for record in reading.records] == [added.id]
    assert reading.heads == (added.id,)
    assert (reading.findings, reading.notes) == ((), ())


def test_one_run_outside_git_adds_to_its_own_segment_and_another_begins_one(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    assert len(segments_of(log)) == 1
    LogFiles(folder=log.folder).append([a_draft(title="c")], by="ada")
    assert len(segments_of(log)) == 2
    log.append([a_draft(title="d")], by="ada")
    assert len(segments_of(log)) == 2
    assert findings_in(log) == []
    assert titles_of(log) == ["a", "b", "c", "d"]


def test_a_segment_begins_with_all_heads_that_its_writer_saw(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    twin = LogFiles(folder=log.folder)
    twin.append([a_draft(title="b")], by="bob")
    log.append([a_draft(title="c")], by="ada")
    reading = log.read()
    assert len(reading.heads) == 2
    (added,) = LogFiles(folder=log.folder).append([a_draft(title="d")], by="eve").added
    assert added.record.parents == reading.heads
    assert list(added.record.parents) == sorted(added.record.parents)
    assert log.read().heads == (added.id,)
    assert findings_in(log) == []


def test_stamps_are_strictly_later_than_everything_seen(tmp_path):
    log = a_log(tmp_path)
    for title in "abc":
        log.append([a_draft(title=title)], by="ada", now=A_MOMENT_US)
    log.append([a_draft(title="d")], by="ada", now=A_MOMENT_US - DAY_US + 9)
    stamps = [record.recorded for record in log.read().records]
    assert stamps == [f"2026-11-23T21:10:00.00000{n}Z" for n in range(4)]


def test_a_batch_is_one_new_segment_in_the_order_of_its_references(tmp_path):
    log = a_log(tmp_path, a_draft(title="first"))
    drafts = [a_draft("report", event="key:e"), a_draft(title="x", key="e"), a_draft("retraction", target="key:e")]
    outcome = log.append(drafts, by="ada")
    assert [added.kind for added in outcome.added] == ["report", "event", "retraction"]
    assert outcome.added[0].body["event"] == outcome.added[1].id
    assert outcome.added[2].body["target"] == outcome.added[1].id
    assert len(segments_of(log)) == 2
    assert len({added.record.file for added in outcome.added}) == 1
    assert sorted(added.record.line for added in outcome.added) == [1, 2, 3]
    assert findings_in(log) == []


def test_a_batch_over_one_megabyte_is_a_folder(tmp_path):
    log = a_log(tmp_path)
    outcome = log.append([a_draft(title=f"{n}", said="x" * 1000) for n in range(2000)], by="ada")
    files = segments_of(log)
    folder = {name.rpartition("/")[0] for name in files}
    assert len(folder) == 1
    assert [name.rpartition("/")[2] for name in files] == ["0001.jsonl", "0002.jsonl", "0003.jsonl"]
    assert all(len(text) <= 1_000_000 for text in files.values())
    assert findings_in(log) == []
    assert len(log.read().records) == 2000
    assert len(log.read().heads) == 1
    for added in outcome.added[::500]:
        text = files[added.record.file].splitlines()[added.record.line - 1]
        assert decode(text, file="x", line_no=1).id == added.id
    log.append([a_draft(title="after")], by="ada")
    assert len(segments_of(log)) == 4


def test_a_segment_over_one_megabyte_is_sealed(tmp_path):
    log = a_log(tmp_path)
    for number in range(4):
        log.append([a_draft(title=f"{number}", said="x" * 400_000)], by="ada")
    assert sorted(len(text) > 1_000_000 for text in segments_of(log).values()) == [False, True]


def test_adding_again_writes_nothing(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    before = segments_of(log)
    (added,) = log.append([a_draft(title="a")], by="bob").added
    assert (added.status, added.record.by) == ("already there", "ada")
    assert segments_of(log) == before


def test_a_refused_batch_leaves_nothing(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    before = segments_of(log)
    with pytest.raises(RecordError) as caught:
        log.append([a_draft(title="b"), a_draft("report", event="key:none")], by="ada")
    assert caught.value.unwritten
    assert segments_of(log) == before


def test_names_that_clash_take_more_digits(tmp_path):
    log = a_log(tmp_path)
    salts = iter(["0" * 32, "0" * 32])
    (first,) = log.append([a_draft(title="a")], by="ada", now=A_MOMENT_US, salt=lambda: next(salts)).added
    segment_of(log).rename(segment_of(log).with_name("elsewhere"))
    (log.path / first.record.file.removesuffix(".jsonl")).mkdir()
    (again,) = (
        LogFiles(folder=log.folder)
        .append([a_draft(title="a")], by="ada", now=A_MOMENT_US, salt=lambda: next(salts))
        .added
    )
    assert again.id == first.id
    assert again.record.file == f"2026/2026-11-23T2110Z-ada-{first.id[:7]}.jsonl"
    assert findings_in(log) == []


# --- the clock ---------------------------------------------------------------------------------------------------


def test_a_clock_more_than_a_day_behind_is_refused_unless_it_is_right(tmp_path):
    log = a_log(tmp_path)
    log.append([a_draft(title="a")], by="ada", now=A_MOMENT_US)
    with pytest.raises(RecordError, match="clock") as caught:
        log.append([a_draft(title="b")], by="ada", now=A_MOMENT_US - DAY_US - 1)
    assert caught.value.unwritten
    assert "--clock-is-right" in caught.value.fix
    (added,) = log.append([a_draft(title="b")], by="ada", now=A_MOMENT_US - 9 * DAY_US, clock_is_right=True).added
    assert added.recorded == "2026-11-23T21:10:00.000001Z"
    (there,) = log.append([a_draft(title="b")], by="ada", now=0).added
    assert there.status == "already there"


def test_a_clock_far_ahead_is_noted(tmp_path):
    log = a_log(tmp_path)
    log.append([a_draft(title="a")], by="ada", now=A_MOMENT_US)
    assert log.append([a_draft(title="b")], by="ada", now=A_MOMENT_US + 300 * DAY_US).notes == ()
    (note,) = log.append([a_draft(title="c")], by="ada", now=A_MOMENT_US + 4000 * DAY_US).notes
    assert "3,700 days" in note
    with pytest.raises(RecordError, match="9999"):
        log.append([a_draft(title="d")], by="ada", now=10**18)


# --- stamps that are kept ----------------------------------------------------------------------------------------


def kept(number, **fields):
    return a_draft(title=f"{number}", recorded=f"2024-01-01T00:00:0{number}.000000Z", **fields)


def test_kept_stamps_stand_and_start_a_branch_of_what_was_recorded_before(tmp_path):
    log = a_log(tmp_path)
    old = log.append([a_draft(title="old")], by="ada", now=A_MOMENT_US - 2000 * DAY_US).added[0]
    new = log.append([a_draft(title="new")], by="ada", now=A_MOMENT_US, clock_is_right=True).added[0]
    outcome = log.append([kept(3), kept(1), kept(2)], by="import", now=A_MOMENT_US)
    assert [added.recorded[17:19] for added in outcome.added] == ["03", "01", "02"]
    assert outcome.added[1].record.parents == (old.id,)
    assert outcome.added[2].record.parents == (outcome.added[1].id,)
    assert outcome.added[1].body["imported"] == {"recorded": "2024-01-01T00:00:01.000000Z"}
    assert outcome.added[1].record.file.startswith("2024/2024-01-01T0000Z-import-")
    assert log.read().heads == tuple(sorted([new.id, outcome.added[0].id]))
    assert findings_in(log) == []


def test_equal_kept_stamps_are_moved_on(tmp_path):
    log = a_log(tmp_path)
    outcome = log.append([a_draft(title=f"{n}", recorded="2024-01-01T00:00:00.000000Z") for n in range(3)], by="ada")
    assert [added.recorded for added in outcome.added] == [f"2024-01-01T00:00:00.00000{n}Z" for n in range(3)]
    (added,) = log.append([a_draft(title="d", recorded="2024-01-01T00:00:00.000002Z")], by="ada").added
    assert added.recorded == "2024-01-01T00:00:00.000003Z"
    assert findings_in(log) == []


@pytest.mark.parametrize(
    ("drafts", "says"),
    [
        ([a_draft(title="x", recorded="2999-01-01T00:00:00.000000Z")], "future"),
        ([a_draft(title="x", recorded="2023-01-01T00:00:00.000000Z")], "before the last record that ada wrote"),
        ([kept(2, key="k"), a_draft("report", event="key:k", recorded="2024-01-01T00:00:01.000000Z")], "names"),
        ([a_draft("report", event="key:late", recorded="2024-01-01T00:00:01.000000Z")], "names"),
    ],
)
def test_stamps_that_cannot_be_kept_are_refused(tmp_path, drafts, says):
    log = a_log(tmp_path)
    log.append([kept(0)], by="ada", now=A_MOMENT_US)
    log.append([a_draft(title="late", key="late")], by="bob", now=A_MOMENT_US)
    before = segments_of(log)
    with pytest.raises(RecordError, match=says):
        log.append(drafts, by="ada", now=A_MOMENT_US)
    assert segments_of(log) == before


# --- the lock ----------------------------------------------------------------------------------------------------


def test_a_lock_that_is_held_is_waited_for_and_named(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    with append.locked(log.folder, log.disk):
        start = time.monotonic()
        with pytest.raises(LogLocked) as caught, append.locked(log.folder, log.disk, wait_s=0.2):
            pass
        assert time.monotonic() - start >= 0.2
    assert caught.value.where.endswith(".lock")
    assert caught.value.unwritten
    assert append.LOCK_WAIT_S == 10
    assert log.append([a_draft(title="b")], by="ada").added


def test_reading_needs_no_lock(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    with append.locked(log.folder, log.disk):
        assert titles_of(log) == ["a"]


def test_a_lock_file_that_was_replaced_does_not_count(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    with append.locked(log.folder, log.disk):
        (log.path / ".lock").unlink()
        (log.path / ".lock").write_bytes(b"")
        with append.locked(log.folder, log.disk, wait_s=0.1):
            pass


WRITER = """
import sys
from timeline.store.log import LogFiles
from timeline.records.drafts import Draft
log = LogFiles(folder=sys.argv[1])
for n in range(int(sys.argv[3])):
    print(log.append([Draft(kind="event", body={"title": f"{sys.argv[2]} {n}"})], by=sys.argv[2]).added[0].id)
"""


def test_many_writers_at_once_lose_nothing(tmp_path):
    log = a_log(tmp_path)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, log.folder, by, "12"], stdout=subprocess.PIPE) for by in "abcd"
    ]
    told = [line for writer in writers for line in writer.communicate()[0].decode().split()]
    assert [writer.returncode for writer in writers] == [0] * 4
    assert sorted(record.id for record in log.read().records) == sorted(told)
    assert len(told) == 48
    assert findings_in(log) == []


# --- places that cannot be written -------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() == 0, reason="run by root, who may write anywhere; run it as another user")
def test_a_folder_that_may_not_be_written_is_said(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    log.path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(LogUnwritable) as caught:
            LogFiles(folder=log.folder).append([a_draft(title="b")], by="ada")
        assert caught.value.unwritten
    finally:
        log.path.chmod(0o755)


def test_a_lock_that_is_a_link_is_not_followed(tmp_path):
    log = a_log(tmp_path)
    (tmp_path / "target").write_text("precious")
    (log.path / ".lock").symlink_to(tmp_path / "target")
    with pytest.raises(LogUnwritable):
        log.append([a_draft(title="a")], by="ada")
    assert (tmp_path / "target").read_text() == "precious"


def test_starting_is_cheap():
    code = (
        "import sys, attrs, msgspec; before = set(sys.modules); import timeline.store.log; "
        "print(' '.join(set(sys.modules) - before))"
    )
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {
        "cattrs",
        "subprocess",
        "difflib",
        "pathlib",
        "tomllib",
        "tempfile",
        "click",
        "json",
        "timeline.records.admission",
    }
