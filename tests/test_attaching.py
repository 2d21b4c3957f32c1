"""Kept copies: whole and flushed before any record names them, verified, and never looked for elsewhere."""

import contextlib
import errno
import hashlib
import json
import os
import random
import shutil
import stat

import pytest
from click.testing import CliRunner

from builders import a_draft, a_log, segments_of
from faulty import MODES, Faulty, in_a_child
from timeline import checking, redacting
from timeline.archives import media_type
from timeline.attaching import attachment
from timeline.cli.main import cli
from timeline.errors import FormatError, LogError, LogUnconfirmed, LogUnwritable, RecordError
from timeline.log import LogFiles

PAGE = b"<!doctype html><p>what it said</p>\n" * 200
SHA = hashlib.sha256(PAGE).hexdigest()
ARCHIVE = {"sha256": SHA, "media_type": "text/html", "path": f"captures/{SHA}"}


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press"), a_draft("source", name="relay"), a_draft(title="old"))


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return str(path)


def attach(log, page, source="press", **more):
    found = attachment(log.read().records, source, page, **more)
    return log.append([found.draft], by="ada", admit=found.admit, first=found.keeping).added[0]


def codes(log):
    return [finding.code for finding in checking.check(log).findings]


def kept(log):
    folder = log.path / "captures"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_a_copy_is_kept_and_named(log, page):
    added = attach(log, page, retrieved="2026-11-23")
    assert added.body["set"] == {"archive": ARCHIVE, "retrieved": "2026-11-23"}
    assert kept(log) == {SHA: PAGE}
    mode = (log.path / "captures" / SHA).stat().st_mode
    assert stat.S_IMODE(mode) & ~0o644 == 0
    assert codes(log) == []


def test_attaching_again_writes_nothing(log, page):
    first = attach(log, page, retrieved="2026-11-23")
    before = {**segments_of(log), **kept(log)}
    inode = (log.path / "captures" / SHA).stat().st_ino
    for more in ({"retrieved": "2026-11-23"}, {}):
        again = attach(log, page, **more)
        assert (again.status, again.id) == ("already there", first.id)
    assert {**segments_of(log), **kept(log)} == before
    assert (log.path / "captures" / SHA).stat().st_ino == inode


def test_a_source_that_was_added_with_its_copy_names_it_already(log, page):
    (source,) = log.append([a_draft("source", name="third", archive=ARCHIVE)], by="ada").added
    assert codes(log) == ["capture-missing"]
    again = attach(log, page, "third")
    assert (again.status, again.id) == ("already there", source.id)
    assert codes(log) == []


def test_one_copy_serves_two_sources_and_a_newer_one_replaces_the_older(log, page, tmp_path):
    attach(log, page)
    attach(log, page, "relay")
    (tmp_path / "newer.html").write_bytes(b"newer")
    attach(log, str(tmp_path / "newer.html"))
    assert len(kept(log)) == 2
    assert codes(log) == []


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(PAGE[:-1])])
def test_attaching_again_brings_back_a_copy_that_was_harmed(log, page, harm):
    attach(log, page)
    harm(log.path / "captures" / SHA)
    (code,) = codes(log)
    assert code in {"capture-missing", "capture-altered"}
    assert attach(log, page).status == "already there"
    assert kept(log) == {SHA: PAGE}
    assert codes(log) == []


def test_what_no_record_names_is_noted(log, page):
    attach(log, page)
    (log.path / "captures" / "stray").write_bytes(b"x")
    checked = checking.check(log)
    assert checked.findings == ()
    assert any("1 file is kept that no record names: captures/stray" in note for note in checked.notes)


def test_a_refused_attachment_keeps_nothing(log, page, tmp_path):
    before = segments_of(log)
    event = next(record.id for record in log.read().records if record.kind == "event")
    for source in ("nobody", event[:10]):
        with pytest.raises(RecordError):
            attach(log, page, source)
    with pytest.raises(RecordError, match="EDTF"):
        attach(log, page, retrieved="April 2025")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(FormatError, match="empty"):
        attach(log, str(tmp_path / "empty"))
    assert kept(log) == {}
    assert segments_of(log) == before


# --- hostile files, hostile records --------------------------------------------------------------------------------


def test_only_a_regular_file_of_fit_size_is_read(log, page, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link.html").symlink_to(page)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    named = ["fifo", "link.html", "gone", ".", "sparse", "nothing"]
    for path in [*(str(tmp_path / name) for name in named), "/dev/zero", "/dev/stdin", "https://example.org/a", "a\0b"]:
        with pytest.raises(FormatError) as error:
            attach(log, path)
        assert error.value.unwritten
    with pytest.raises(FormatError, match=r"link") as error:
        attach(log, str(tmp_path / "link.html"))
    assert page in error.value.fix
    (tmp_path / "large").write_bytes(b"x" * 1_000_001)
    with pytest.raises(FormatError, match="1 MB"):
        attach(log, str(tmp_path / "large"), limit_mb=1)
    assert kept(log) == {}


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", f"captures/../captures/{SHA}", "captures/x", SHA])
def test_a_path_that_leads_elsewhere_is_refused_and_never_opened(log, path):
    for draft in (
        a_draft("source", name="third", archive={**ARCHIVE, "path": path}),
        a_draft("correction", target="press", set={"archive": {**ARCHIVE, "path": path}}),
    ):
        with pytest.raises(RecordError, match="not where a copy lies"):
            log.append([draft], by="ada")


def test_a_line_that_names_another_path_is_reported_and_never_opened(log, tmp_path):
    secret = tmp_path / "secret"
    os.mkfifo(secret)  # whoever opened it would wait for ever
    raw = {"sha256": SHA, "path": str(secret)}
    log.append([a_draft("source", name="third", archive=raw)], by="ada", admit=unjudged)
    checked = checking.check(log)
    (finding,) = [one for one in checked.findings if one.code == "archive"]
    assert "not opened" in finding.message
    assert finding.line


def unjudged(_records, drafts):
    from timeline.intake import Decision

    return tuple(Decision(place=n, kind=draft.kind, body=draft.body) for n, draft in enumerate(drafts))


def test_links_where_copies_lie_are_not_followed(log, page, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (log.path / "captures").symlink_to(elsewhere)
    with pytest.raises(LogUnwritable, match="no folder"):
        attach(log, page)
    assert list(elsewhere.iterdir()) == []
    assert codes(log) == ["special-file"]
    (log.path / "captures").unlink()
    attach(log, page)
    (log.path / "captures" / SHA).unlink()
    (log.path / "captures" / SHA).symlink_to(page)
    assert codes(log) == ["special-file"]
    attach(log, page)
    assert not (log.path / "captures" / SHA).is_symlink()
    assert codes(log) == []


# --- redaction -----------------------------------------------------------------------------------------------------


def test_after_a_redaction_the_copy_that_remains_is_named(log, page):
    one, two = attach(log, page), attach(log, page, "relay")
    for added, told in ((one, f"{two.id[:12]} still names it"), (two, f"rm {log.path}/captures/{SHA}")):
        place, *_ = redacting.redact(log, added.id, because="a court's order", by="ada").stays
        assert (place.kind, place.where) == ("capture", f"captures/{SHA}, the kept copy")
        assert told in place.fix
    assert any("no record names" in note for note in checking.check(log).notes)


def run(log, *words):
    done = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.folder, *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_command_says_what_is_kept_and_what_remains(log, page):
    tried = run(log, "attach", "press", page, "--dry-run")
    assert (tried.exit_code, kept(log)) == (0, {})
    assert "Nothing was written." in tried.stderr
    said = run(log, "attach", "press", page, "--retrieved", "2026-11-23", "--because", "it changes")
    assert said.exit_code == 0
    assert f"kept {len(PAGE):,} bytes, text/html, in captures/{SHA}" in said.stderr
    assert "counts as public by then" in said.stderr
    rows = json.loads(run(log, "attach", "press", page, "--json").stdout)["rows"]
    assert [(row["id"], row["status"]) for row in rows] == [(said.stdout.strip(), "already there")]
    shown = run(log, "show", "press").stdout
    assert f"archive\tcaptures/{SHA} (text/html)" in shown
    assert f'"path": "captures/{SHA}"' in run(log, "sources", "--json").stdout
    assert run(log, "check").exit_code == 0
    redacted = run(log, "redact", said.stdout.strip(), "--because", "asked")
    assert f"in captures/{SHA}, the kept copy: rm " in redacted.stderr


def test_a_source_is_named_or_what_was_meant_is_said(log, page):
    said = run(log, "attach", "pres", page)
    assert (said.exit_code, 'did you mean "press"?' in said.stderr) == (2, True)
    assert run(log, "attach", "press").exit_code == 2
    assert run(log, "attach", "press", page, "--retrieved", "last week").exit_code == 2
    assert kept(log) == {}


# --- types ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "found"),
    [
        ("a.html", b"", "text/html"),
        ("a.HTML", b"", "text/html"),
        ("a.html", b"%PDF-1.7", "application/pdf"),
        ("a", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a", b"PK\x03\x04", "application/zip"),
        ("a", b"\n <!DOCTYPE html>", "text/html"),
        ("a.\x1b[31m", b"", "application/octet-stream"),
        ("", b"", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_first_bytes_and_the_ending(name, start, found):
    assert media_type(name, start) == found


def test_a_type_may_be_given(log, page):
    assert attach(log, page, type_="text/html; charset=utf-8").body["set"]["archive"]["media_type"].endswith("utf-8")
    with pytest.raises(FormatError, match="no media type"):
        attach(log, page, type_="text")


# --- faults --------------------------------------------------------------------------------------------------------


def a_case(tmp_path, **fault):
    origin = tmp_path / "origin"
    if not origin.exists():
        origin.mkdir()
        a_log(origin, a_draft("source", name="press"), a_draft(title="old"))
        (tmp_path / "page.html").write_bytes(PAGE)
    folder = tmp_path / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    log = LogFiles(folder=str(folder / "events"))
    faulty = Faulty(root=log.folder, **fault)
    log.disk = faulty.disk()
    return log, faulty, str(tmp_path / "page.html")


def assert_nothing_dangles(log, page, *, told):
    assert codes(log) == []
    named = [record for record in log.read().records if record.kind == "correction"]
    assert len(named) <= 1
    if told:
        assert named
    if named:
        assert kept(log) == {SHA: PAGE}
    attach(log, page)
    assert kept(log) == {SHA: PAGE}
    assert codes(log) == []
    assert [record.kind for record in log.read().records].count("correction") == 1


def test_every_call_that_goes_wrong(tmp_path):
    log, faulty, page = a_case(tmp_path)
    attach(log, page)
    trace = faulty.trace
    assert len(trace) > 25
    outcomes = set()
    for at in range(1, len(trace) + 1):
        for mode in MODES:
            if ("short" in mode or mode == "dies halfway") and trace[at - 1][0] != "write":
                continue
            error = random.Random(at).choice([errno.EIO, errno.ENOSPC])
            log, _, page = a_case(tmp_path, at=at, mode=mode, error=error)
            told = False
            if mode.startswith("dies"):
                told = in_a_child(lambda log=log, page=page: attach(log, page))
            else:
                try:
                    told = bool(attach(log, page))
                except LogError as error:
                    outcomes.add(type(error))
            try:
                assert_nothing_dangles(LogFiles(folder=log.folder), page, told=told)
            except Exception as error:
                raise AssertionError(f"call {at}, {trace[at - 1]}, {mode}: {error}") from error
    assert outcomes == {LogUnwritable, LogUnconfirmed}


def test_a_power_cut_at_any_call_leaves_no_record_without_its_copy(tmp_path):
    log, faulty, page = a_case(tmp_path)
    attach(log, page)
    for at in range(1, len(faulty.trace) + 2):
        log, broken, page = a_case(tmp_path, at=at, mode="fails from here on")
        broken.remember(log.folder)
        told = False
        with contextlib.suppress(LogError):
            told = bool(attach(log, page))
        left = tmp_path / "left"
        shutil.rmtree(left, ignore_errors=True)
        broken.after_power_cut(log.folder, left)
        assert_nothing_dangles(LogFiles(folder=str(left)), page, told=told)
    assert told


def test_a_copy_that_was_left_behind_unflushed_is_written_anew(tmp_path):
    """The folder's flush failed: the name may be lost. No record vouches for it, so it is not taken as there."""
    log, faulty, page = a_case(tmp_path)
    attach(log, page)
    at = next(n for n, (call, about) in enumerate(faulty.trace, 1) if (call, about) == ("fsync", "captures"))
    log, broken, page = a_case(tmp_path, at=at)
    broken.remember(log.folder)
    with pytest.raises(LogUnwritable):
        attach(log, page)
    assert kept(log) == {SHA: PAGE}
    later = Faulty(root=log.folder, contents=broken.contents, entries=broken.entries)
    log.disk = later.disk()
    attach(log, page)
    left = tmp_path / "left"
    later.after_power_cut(log.folder, left)
    assert_nothing_dangles(LogFiles(folder=str(left)), page, told=True)
