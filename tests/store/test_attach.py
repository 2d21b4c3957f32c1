"""Kept copies: whole and flushed before any record names them, verified, and never looked for elsewhere."""

import contextlib
import errno
import hashlib
import json
import os
import random
import shlex
import shutil
import stat
import subprocess

import msgspec
import pytest
from click.testing import CliRunner

from builders import a_draft, a_log, segments_of
from faulty import MODES, Faulty, a_faulty_log, in_a_child
from timeline.cli.main import cli
from timeline.errors import FormatError, LogError, LogUnconfirmed, LogUnwritable, RecordError
from timeline.records.archives import media_type
from timeline.store import check, redact
from timeline.store.attach import attachment
from timeline.store.log import LogFiles

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
    return [finding.code for finding in check.check(log).findings]


def kept(log):
    folder = log.path / "captures"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_a_copy_is_kept_and_named(log, page):
    added = attach(log, page, retrieved="2026-11-23")
    assert added.kind == "capture"
    assert added.body == {"source": "press", "retrieved": "2026-11-23", **ARCHIVE}
    assert kept(log) == {SHA: PAGE}
    mode = (log.path / "captures" / SHA).stat().st_mode
    assert stat.S_IMODE(mode) & ~0o644 == 0
    assert codes(log) == []


def test_a_second_copy_leaves_a_sure_past_answer_sure(log, page, tmp_path):
    """The page was public by the day of its first copy, whatever is copied later."""
    log.append([a_draft("source", name="weekly"), a_draft(title="said", reports=[{"source": "weekly"}])], by="ada")

    def known():
        rows = json.loads(run(log, "list", "--as-of", "2026-05-10", "--json").stdout)["rows"]
        return [row["known"] for row in rows if row["title"] == "said"]

    (tmp_path / "later.html").write_bytes(b"<p>what it says now</p>")
    assert known() == ["possibly"]
    attach(log, page, "weekly", retrieved="2026-05-01")
    assert known() == ["yes"]
    attach(log, str(tmp_path / "later.html"), "weekly", retrieved="2026-06-01")
    assert known() == ["yes"]


def test_attaching_again_writes_nothing(log, page):
    first = attach(log, page, retrieved="2026-11-23")
    before = {**segments_of(log), **kept(log)}
    inode = (log.path / "captures" / SHA).stat().st_ino
    for more in ({"retrieved": "2026-11-23"}, {}, {"retrieved": "2026-11-23", "url": "https://example.org/"}):
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


def test_one_file_serves_two_sources_and_copies_add_up(log, page, tmp_path):
    attach(log, page, retrieved="2026-11-23")
    attach(log, page, "relay")
    (tmp_path / "newer.html").write_bytes(b"newer")
    attach(log, str(tmp_path / "newer.html"), retrieved="2026-11-24")
    attach(log, page, retrieved="2026-11-25")
    assert len(kept(log)) == 2
    assert codes(log) == []
    (row,) = [row for row in rows(log, "sources") if row["name"] == "press"]
    assert [(copy["retrieved"], copy["sha256"] == SHA) for copy in row["captures"]] == [
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2026-11-25", True),
    ]


def test_what_attach_says_of_the_copy_before(log, page, tmp_path):
    other = str(tmp_path / "other.html")
    (tmp_path / "other.html").write_bytes(b"other")

    def compared(file, day):
        said = run(log, "attach", "press", file, "--retrieved", day)
        assert said.exit_code == 0
        return [line for line in said.stderr.splitlines() if " bytes " in line and not line.startswith("kept")]

    assert compared(page, "2026-05-01") == []
    assert compared(page, "2026-05-03") == ["same bytes as the copy of 2026-05-01"]
    assert compared(page, "2026-05-03") == ["same bytes as the copy of 2026-05-03"]
    assert compared(other, "2026-05-05") == ["other bytes than the copy of 2026-05-03"]
    assert compared(page, "2026-05-07") == [
        "other bytes than the copy of 2026-05-05; the same as the copy of 2026-05-03"
    ]
    assert compared(page, "2026-05-02") == ["same bytes as the copy of 2026-05-01"]
    assert compared(page, "2026-04-30") == ["same bytes as the copy of 2026-05-01"]


def test_a_copy_of_another_source_or_taken_back_is_no_copy_before(log, page):
    first = attach(log, page, retrieved="2026-05-01")
    log.append([a_draft("retraction", target=first.id)], by="ada")
    records = log.read().records
    for source in ("press", "relay"):
        assert attachment(records, source, page, retrieved="2026-05-02").compared is None
    again = attach(log, page, retrieved="2026-05-01")
    assert again.status == "added"


def test_an_archive_in_a_sources_own_fields_is_one_more_copy(log, page, tmp_path):
    log.append([a_draft("source", name="third", archive=ARCHIVE, retrieved="2026-05-01")], by="ada")
    (tmp_path / "newer.html").write_bytes(b"newer")
    said = run(log, "attach", "third", str(tmp_path / "newer.html"), "--retrieved", "2026-05-02")
    assert "other bytes than the copy of 2026-05-01" in said.stderr
    (row,) = [row for row in rows(log, "sources") if row["name"] == "third"]
    assert [copy["retrieved"] for copy in row["captures"]] == ["2026-05-01", "2026-05-02"]
    assert row["archive"] == ARCHIVE
    assert attach(log, page, "third", retrieved="2026-05-01").status == "already there"


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(PAGE[:-1])])
def test_attaching_again_brings_back_a_copy_that_was_harmed(log, page, harm):
    attach(log, page)
    harm(log.path / "captures" / SHA)
    (code,) = codes(log)
    assert code in {"capture-missing", "capture-altered"}
    assert attach(log, page).status == "already there"
    assert kept(log) == {SHA: PAGE}
    assert codes(log) == []


@pytest.mark.parametrize("name", ["stray", "-rf", "a b'c", "new\nline", "a folder", os.fsdecode(b"\xff")])
def test_the_fix_for_a_file_that_no_record_names_removes_it(log, page, name):
    attach(log, page)
    path = log.path / "captures" / name
    if name == "a folder":
        (path / "below").mkdir(parents=True)
    else:
        path.write_bytes(b"x")
    checked = run(log, "check", "--json")
    assert checked.exit_code == 1
    (row,) = json.loads(checked.stdout)["rows"]
    assert (row["code"], row["file"].startswith("captures/")) == ("capture-unnamed", True)
    subprocess.run(row["fix"].removeprefix("remove it: "), shell=True, check=True)
    assert codes(log) == []
    assert kept(log) == {SHA: PAGE}


def test_the_fix_for_a_copy_that_no_record_names_names_it(log):
    (log.path / "captures").mkdir()
    (log.path / "captures" / SHA).write_bytes(PAGE)
    (finding,) = check.check(log).findings
    assert finding.code == "capture-unnamed"
    named, removed = finding.fix.split("; or remove it: ")
    words = shlex.split(named.partition("timeline ")[2])
    assert words[:2] == ["attach", "SOURCE"]
    assert run(log, "attach", "press", words[2]).exit_code == 0
    assert codes(log) == []
    redact.redact(log, log.read().records[-1].id, because="a court's order", by="ada")
    subprocess.run(removed, shell=True, check=True)
    assert codes(log) == []


def test_nobody_is_told_to_remove_what_an_unread_record_may_name(log, page):
    attach(log, page)
    (log.path / "captures" / ("0" * 64)).write_bytes(b"x")
    unknown = msgspec.structs.replace(a_draft(title="x"), kind="snapshot")
    log.append([unknown], by="ada", admit=unjudged)
    fixes = {finding.code: finding.fix for finding in check.check(log).findings}
    assert fixes["capture-unnamed"].startswith("see to the other findings first")


def test_a_file_that_begins_with_a_dot_is_nobodys_copy(log, page):
    attach(log, page)
    (log.path / "captures" / ".DS_Store").write_bytes(b"x")
    assert codes(log) == []


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
    (capture,) = log.append([a_draft("capture", source="press", **ARCHIVE)], by="ada").added
    for draft in (
        a_draft("source", name="third", archive={**ARCHIVE, "path": path}),
        a_draft("correction", target="press", set={"archive": {**ARCHIVE, "path": path}}),
        a_draft("capture", source="press", **{**ARCHIVE, "path": path}),
        a_draft("correction", target=capture.id, set={"path": path}),
    ):
        with pytest.raises(RecordError, match="not where a copy lies"):
            log.append([draft], by="ada")


def test_a_line_that_names_another_path_is_reported_and_never_opened(log, tmp_path):
    secret = tmp_path / "secret"
    os.mkfifo(secret)  # whoever opened it would wait for ever
    raw = {"sha256": SHA, "path": str(secret)}
    log.append([a_draft("source", name="third", archive=raw)], by="ada", admit=unjudged)
    (capture,) = log.append([a_draft("capture", source="third", **raw)], by="ada", admit=unjudged).added
    log.append([a_draft("correction", target=capture.id, set={"media_type": "text"})], by="ada", admit=unjudged)
    found = [one for one in check.check(log).findings if one.code == "archive"]
    assert [one.message.partition(":")[0] for one in found] == ["archive.path", "path", "set.path", "set.media_type"]
    assert all("not opened" in one.message and one.line for one in found)


def unjudged(_records, drafts, **_):
    from timeline.records.drafts import Decision

    return tuple(Decision(place=n, kind=draft.kind, body=draft.body) for n, draft in enumerate(drafts))


def test_links_where_copies_lie_are_not_followed(log, page, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (log.path / "captures").symlink_to(elsewhere)
    with pytest.raises(LogUnwritable, match="not a folder"):
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
    removal = f"rm {log.path}/captures/{SHA}"
    for added, told in ((one, f"{two.id[:12]} still names it; redact that too, then {removal}"), (two, removal)):
        place, *_ = redact.redact(log, added.id, because="a court's order", by="ada").stays
        assert (place.kind, place.where) == ("capture", f"captures/{SHA}, the kept copy")
        assert told in place.fix
    (finding,) = check.check(log).findings
    assert (finding.code, finding.fix) == ("capture-unnamed", f"remove it: {removal}")
    subprocess.run(removal, shell=True, check=True)
    assert codes(log) == []


def test_after_a_source_was_redacted_the_captures_of_it_are_named(log, page):
    one = attach(log, page, retrieved="2026-11-23")
    said = run(log, "redact", "press", "--because", "asked").stderr
    assert f"in {one.id[:12]}, which names a copy of it: timeline redact {one.id[:12]}" in said
    assert run(log, "redact", one.id[:12], "--because", "asked").exit_code == 0


def rows(log, *words):
    return json.loads(run(log, *words, "--json").stdout)["rows"]


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
    again = rows(log, "attach", "press", page)
    assert [(row["id"], row["status"]) for row in again] == [(said.stdout.strip(), "already there")]
    shown = run(log, "show", "press").stdout
    assert f"copies\tpress on 2026-11-23, captures/{SHA} (text/html)" in shown
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
    assert attach(log, page, type_="text/html; charset=utf-8").body["media_type"].endswith("utf-8")
    with pytest.raises(FormatError, match="not a media type"):
        attach(log, page, type_="text")


# --- faults --------------------------------------------------------------------------------------------------------


def a_case(tmp_path, **fault):
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    return (*a_faulty_log(tmp_path, **fault), str(page))


def assert_nothing_dangles(log, page, *, told):
    named = [record for record in log.read().records if record.kind == "capture"]
    assert len(named) <= 1
    if told:
        assert named
    if named:
        assert kept(log) == {SHA: PAGE}
    assert codes(log) == ([] if named or not kept(log) else ["capture-unnamed"])
    attach(log, page)
    assert kept(log) == {SHA: PAGE}
    assert codes(log) == []
    assert [record.kind for record in log.read().records].count("capture") == 1


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
                    if mode != "fails from here on" and error.unwritten:
                        assert kept(log) == {}
            try:
                assert_nothing_dangles(LogFiles(folder=log.folder), page, told=told)
            except Exception as error:
                raise AssertionError(f"call {at}, {trace[at - 1]}, {mode}: {error}") from error
    assert outcomes == {LogUnwritable, LogUnconfirmed}


@pytest.mark.parametrize("is_named", [True, False])
def test_a_copy_is_taken_away_again_only_where_no_record_names_it(tmp_path, is_named):
    """The disk is full when the record is written: a copy that another record had lost stays in its place."""

    def begun(**fault):
        log, faulty, page = a_case(tmp_path)
        log.append([a_draft("source", name="relay")], by="ada")
        if is_named:
            attach(log, page, "relay")
            (log.path / "captures" / SHA).unlink()
        faulty = Faulty(root=log.folder, **fault)
        return msgspec.structs.replace(log, disk=faulty.disk()), faulty, page

    log, faulty, page = begun()
    attach(log, page)
    written = [n for n, (call, about) in enumerate(faulty.trace, 1) if call == "write" and about.endswith(".jsonl")]
    log, _, page = begun(at=written[-1], error=errno.ENOSPC)
    with pytest.raises(LogUnwritable):
        attach(log, page)
    assert kept(log) == ({SHA: PAGE} if is_named else {})
    assert codes(LogFiles(folder=log.folder)) == []


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
    log, broken, page = a_case(tmp_path, at=at, mode="fails from here on")  # so that it cannot be taken away either
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
