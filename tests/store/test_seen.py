"""What a clone remembers of its last check, and what it finds gone."""

import shutil
import subprocess

import msgspec
import pytest

from builders import A_MOMENT_US, a_draft, a_log, segments_of
from timeline.errors import LogBroken
from timeline.store import checkpoints, disk, seen
from timeline.store.check import check, remember


def checked(log, **options):
    """Check, and remember, as the command does."""
    found = check(log, **options)
    return [finding.code for finding in found.findings], [*found.notes, *remember(log, found)]


def codes(log, **options):
    return checked(log, **options)[0]


@pytest.fixture
def log(tmp_path):
    made = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    made.own = None
    made.append([a_draft(title="c")], by="bob")
    assert codes(made) == []
    return made


def newest(log):
    return log.path / list(segments_of(log))[-1]


def test_a_cut_end_and_a_missing_newest_file_are_found(log):
    whole = newest(log).read_bytes()
    newest(log).unlink()
    assert codes(log) == ["seen-record"]
    assert codes(log) == ["seen-record"], "what is gone is not forgotten by having been missed once"
    (found,) = check(log).findings
    assert "3 records" in found.message
    assert "--forget" in found.fix
    name = "2026/" + "2026-11-23T2111Z-eve-000000.jsonl"
    (log.path / name).write_bytes(whole)
    assert codes(log) == ["file-name"], "they are all back, under another name"


def test_a_history_written_anew_is_found(log, tmp_path):
    other = a_log(tmp_path / "other", *(a_draft(title=title) for title in "abc"))
    for path in log.path.glob("2*"):
        shutil.rmtree(path)
    for path in other.path.glob("2*"):
        shutil.copytree(path, log.path / path.name)
    assert codes(log) == ["seen-record"]


def test_what_is_added_or_merged_in_is_no_loss(log, tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(log.path, clone)
    theirs = msgspec.structs.replace(log, folder=str(clone), own=None)
    theirs.append([a_draft(title="theirs")], by="eve")
    log.own = None  # what git has is never added to
    log.append([a_draft(title="ours")], by="ada")
    assert codes(log) == []
    shutil.copytree(clone / "2026", log.path / "2026", dirs_exist_ok=True)
    assert codes(log) == []
    assert len(seen.read(log.folder).heads) == 2
    log.append([a_draft(title="joined")], by="ada")
    assert codes(log) == []
    assert seen.read(log.folder).heads == log.read().heads


def test_somebody_may_say_that_it_was_meant(log):
    newest(log).unlink()
    assert codes(log) == ["seen-record"]
    assert codes(log, forget=True) == []
    assert codes(log) == []


def test_a_missing_or_altered_checkpoint_is_found(log):
    name, _ = checkpoints.write(log, now=A_MOMENT_US)
    text = (log.path / name).read_bytes()
    shutil.rmtree(log.path / "checkpoints")
    assert codes(log) == ["seen-checkpoint"], "writing one is seeing it"
    (log.path / "checkpoints").mkdir()
    (log.path / name).write_bytes(text.replace(b"time 2", b"time 3"))
    assert codes(log) == ["seen-checkpoint"]
    (log.path / name).write_bytes(text)
    assert codes(log) == []


def test_no_checkpoint_is_written_over_a_loss(log):
    newest(log).unlink()
    with pytest.raises(LogBroken, match="is gone") as caught:
        checkpoints.write(log)
    assert caught.value.unwritten
    assert codes(log, forget=True) == []
    assert checkpoints.write(log)[1].count == len(log.read().records)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_signature_that_is_gone_or_by_another_key_is_found(log, tmp_path):
    keys = {}
    for name in ("ada", "eve"):
        keys[name] = tmp_path / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(keys[name])], check=True)

    def allow(name):
        public = keys[name].with_suffix(".pub").read_text()
        (log.path / "allowed_signers").write_text(f"ada@example.org {public}")

    allow("ada")
    name, _ = checkpoints.write(log, sign=str(keys["ada"]))
    signature = log.path / f"{name}.sig"
    assert seen.read(log.folder).checkpoints[0].signer == "ada@example.org"
    kept = signature.read_bytes()
    signature.unlink()
    assert codes(log) == ["seen-signature"]
    allow("eve")
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", "timeline-checkpoint", "-f", str(keys["eve"])]
    subprocess.run([*command, str(log.path / name)], check=True, capture_output=True)
    assert codes(log) == ["seen-signature"], "the same name for another key"
    allow("ada")
    signature.write_bytes(kept)
    assert codes(log) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:0], lambda data: b"\xff" + data])
def test_a_damaged_memory_is_one_finding_and_can_be_begun_anew(log, damage):
    file = log.path / ".index" / "seen"
    file.write_bytes(damage(file.read_bytes()))
    assert codes(log) == ["seen-damaged"]
    assert codes(log) == ["seen-damaged"], "it is not written over, for whoever damaged it would be helped"
    with pytest.raises(LogBroken):
        checkpoints.write(log)
    assert codes(log, forget=True) == []
    assert codes(log) == []


def test_every_flipped_bit_of_a_memory_is_found(log):
    file = log.path / ".index" / "seen"
    data = file.read_bytes()
    for place in range(len(data)):
        for bit in range(8):
            file.write_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])
            with pytest.raises(seen.Damaged):
                seen.read(log.folder)


def test_a_lost_memory_is_no_finding_and_is_said(log):
    shutil.rmtree(log.path / ".index")
    found, notes = checked(log)
    assert found == []
    assert any("nothing is remembered" in note for note in notes)
    assert any("still there" in note for note in checked(log)[1])


def test_where_nothing_can_be_written_the_check_is_the_same_and_says_so(log):
    def failing(*_):
        raise OSError(30, "Read-only file system")

    shutil.rmtree(log.path / ".index")
    log.disk = disk.DISK._replace(mkdir=failing)
    found, notes = checked(log)
    assert found == []
    assert any("not remembered: read-only file system" in note for note in notes)


def test_no_link_is_followed_out_of_the_log(log, tmp_path):
    shutil.rmtree(log.path / ".index")
    (tmp_path / "elsewhere").mkdir()
    (log.path / ".index").symlink_to(tmp_path / "elsewhere")
    found, notes = checked(log)
    assert any("not remembered" in note for note in notes)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert found == []


def test_a_damaged_log_is_not_what_is_remembered(log):
    before = seen.read(log.folder)
    path = newest(log)
    text = path.read_bytes()
    log.append([a_draft(title="d")], by="ada")
    path.write_bytes(text.replace(b'"c"', b'"x"'))
    assert "hash" in codes(log)
    assert seen.read(log.folder) == before


def test_nothing_is_written_where_nothing_changed(log):
    file = log.path / ".index" / "seen"
    before = file.stat()
    assert codes(log) == []
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert file.stat().st_ino == before.st_ino


def test_what_records_say_of_each_other_is_no_hindrance(log):
    name = min(segments_of(log))
    log.own = None
    log.append([a_draft("source", name="a", via=["scmp"]), a_draft("source")], by="ada")
    text = (log.path / "timeline.toml").read_text()
    (log.path / "timeline.toml").write_text(text + "[views.v]\n")
    (log.path / name).rename(log.path / "2026" / "another.jsonl")
    assert sorted(codes(log)) == ["file-name", "settings"]
    (log.path / log.own[1]).unlink()
    assert "seen-record" in codes(log)
