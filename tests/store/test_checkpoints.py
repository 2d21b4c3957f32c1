"""Checkpoints on disk, signed with real SSH keys."""

import shutil
import subprocess

import msgspec
import pytest

from builders import A_MOMENT_US, a_draft, a_log, segments_of
from commands import run
from timeline.errors import LogBroken, LogError, LogUnwritable, RecordError
from timeline.store import checkpoints, disk
from timeline.store.check import check
from timeline.store.log import LogFiles
from timeline.verify import checkpoint

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


def test_a_checkpoint_is_written_and_read(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    assert checkpoints.read(log).files == {}
    name, first = checkpoints.write(log, now=A_MOMENT_US)
    assert name == f"checkpoints/000001-{first.root[:8]}.txt"
    assert (first.count, first.time, first.heads) == (1, log.read().records[-1].recorded, log.read().heads)
    log.append([a_draft(title="b")], by="ada")
    other, second = checkpoints.write(log)
    assert second.previous == (first.sha256,)
    kept = checkpoints.read(log)
    assert kept.files == {name: first, other: second}
    assert list(checkpoint.check(kept.files, log.read().records)) == []
    assert checkpoints.signature_of(log, name) is None


def test_clones_that_hold_the_same_write_the_same(tmp_path):
    """Else git would meet two files of one name, whenever two people do it before they merge."""
    log = a_log(tmp_path, a_draft(title="a"))
    copy = LogFiles(folder=shutil.copytree(log.folder, tmp_path / "copy"))
    for moment in (A_MOMENT_US, None):
        ours, theirs = checkpoints.write(log), checkpoints.write(copy, now=moment)
        assert ours == theirs
        assert (log.path / ours[0]).read_bytes() == (copy.path / ours[0]).read_bytes()


def test_a_damaged_log_gets_no_checkpoint(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    checkpoints.write(log)
    name, text = next(iter(segments_of(log).items()))
    for damaged in (text.replace(b'"a"', b'"c"'), text.splitlines(keepends=True)[0]):
        (log.path / name).write_bytes(damaged)
        with pytest.raises(LogBroken) as caught:
            checkpoints.write(log)
        assert caught.value.unwritten
    (log.path / name).write_bytes(text)
    (log.path / "checkpoints" / "000009-00000000.txt").write_text("nonsense")
    assert [finding.code for finding in checkpoints.read(log).findings] == ["checkpoint"]
    with pytest.raises(LogBroken):
        checkpoints.write(log)


def test_a_log_that_lacks_a_part_gets_no_checkpoint(tmp_path):
    """A segment may come without what it rests on; a checkpoint of it would be false once the rest comes."""
    log = a_log(tmp_path, a_draft(title="a"))
    LogFiles(folder=log.folder).append([a_draft(title="b")], by="bob")
    first, last = sorted(segments_of(log), key=lambda name: "-bob-" in name)
    text = (log.path / first).read_bytes()
    (log.path / first).unlink()
    with pytest.raises(LogBroken, match="rests on") as caught:
        checkpoints.write(log)
    assert caught.value.where == f"{last}:1"
    assert caught.value.unwritten
    (log.path / first).write_bytes(text)
    checkpoints.write(log)


def test_what_fails_leaves_no_checkpoint(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))

    def failing(*_):
        raise OSError(28, "No space left on device")

    for call in ("write", "rename", "mkdir"):
        log.disk = disk.DISK._replace(**{call: failing})
        with pytest.raises(LogUnwritable):
            checkpoints.write(log)
        assert checkpoints.read(log).files == {}
    log.disk = disk.DISK
    assert checkpoints.write(log)[1].number == 1


@pytest.fixture
def keys(tmp_path):
    made = []
    for name in ("ada", "eve"):
        path = tmp_path / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True)
        made.append(path)
    return made


@needs_ssh
def test_a_signature_is_that_of_an_allowed_signer_over_these_bytes(tmp_path, keys):
    ada, eve = keys
    log = a_log(tmp_path, a_draft(title="a"))
    (log.path / "allowed_signers").write_text(f"ada@example.org {ada.with_suffix('.pub').read_text()}")
    name, _ = checkpoints.write(log, sign=str(ada))
    assert checkpoints.signature_of(log, name).signer == "ada@example.org"
    assert checkpoints.doubt_of_signature(log, name) is None
    text = (log.path / name).read_bytes()
    (log.path / name).write_bytes(text.replace(b"count 1", b"count 2"))
    with pytest.raises(LogBroken, match="these bytes"):
        checkpoints.signature_of(log, name)
    (log.path / name).write_bytes(text)
    log.append([a_draft(title="b")], by="ada")
    forged, _ = checkpoints.write(log, sign=str(eve))
    with pytest.raises(LogBroken, match="nobody"):
        checkpoints.signature_of(log, forged)
    for signer, is_doubted in ((ada, False), (eve, True)):
        told = run(log, "checkpoint", "--sign", str(signer))
        assert told.exit_code == 0
        assert ("allowed_signers names nobody with this key" in told.stderr) is is_doubted


@needs_ssh
def test_what_cannot_be_signed_is_not_written(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    with pytest.raises(LogError, match="could not be signed") as caught:
        checkpoints.write(log, sign=str(tmp_path / "nowhere"))
    assert caught.value.unwritten
    assert checkpoints.read(log).files == {}


@needs_ssh
def test_signers_kept_elsewhere_are_asked_instead_of_the_logs_own(tmp_path, keys):
    ada, eve = keys
    log = a_log(tmp_path, a_draft(title="a"))
    kept = tmp_path / "kept"
    kept.write_text(f"ada@example.org {ada.with_suffix('.pub').read_text()}")

    def codes(signers=None):
        return [finding.code for finding in check(log, signers=signers).findings]

    assert codes(str(kept)) == ["unsigned"]
    checkpoints.write(log, sign=str(ada))
    assert (codes(), codes(str(kept))) == (["signature"], [])
    (log.path / "allowed_signers").write_text(f"ada@example.org {eve.with_suffix('.pub').read_text()}")
    assert (codes(), codes(str(kept))) == (["signature"], [])
    (log.path / "allowed_signers").write_text(kept.read_text())
    checkpoints.write(log, sign=str(eve))
    assert sorted(codes(str(kept))) == ["signature", "unsigned"]
    shutil.rmtree(log.path / "checkpoints")
    assert codes(str(kept)) == ["unsigned", "seen-checkpoint", "seen-checkpoint"]
    with pytest.raises(RecordError, match="cannot be read"):
        codes(str(tmp_path / "nowhere"))


@needs_ssh
def test_an_unsigned_checkpoint_after_a_signed_one_is_told(tmp_path, keys):
    log = a_log(tmp_path, a_draft(title="a"))
    (log.path / "allowed_signers").write_text(f"ada@example.org {keys[0].with_suffix('.pub').read_text()}")
    checkpoints.write(log, sign=str(keys[0]))
    assert not any("who wrote checkpoint" in note for note in check(log).notes)
    _, last = checkpoints.write(log)
    found = check(log, signers=str(log.path / "allowed_signers"))
    assert [finding.code for finding in found.findings] == ["unsigned"]
    found = check(log)
    assert found.findings == ()
    assert any(f"who wrote checkpoint {last.name}" in note for note in found.notes)


def test_of_a_number_that_two_clones_wrote_the_names_are_given_however_many_came_later(tmp_path):
    log = a_log(tmp_path / "events", a_draft(title="one"))
    kept = [checkpoints.write(log)[1]]
    for number in range(6):
        log.append([a_draft(title=f"event {number}")], by="ada")
        kept.append(checkpoints.write(log)[1])
    theirs = msgspec.structs.replace(kept[1], root="0" * 64)
    with pytest.raises(RecordError, match='"2" names 2 checkpoints') as caught:
        checkpoints.among([*kept, theirs], "2")
    assert caught.value.fix == f"name one of {theirs.name}, {kept[1].name}"
    assert caught.value.where == "checkpoint"
    for name in ("", "x", "0", "-1", "9" * 5_000, "\N{SUPERSCRIPT TWO}"):
        with pytest.raises(RecordError, match="there is no checkpoint") as caught:
            checkpoints.among(kept, name)
        assert caught.value.fix == f"the last are {', '.join(one.name for one in kept[-5:])}"
