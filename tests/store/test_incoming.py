"""Files that come in: those that are read, those that are refused by name, and lines of JSON."""

import gzip
import io
import json
import os
import re
import tarfile
import zipfile

import pytest
from incoming_sheets import HEAD, events, log_with_sources

from builders import a_draft, a_log, segments_of
from commands import run
from timeline.api import Log
from timeline.errors import FormatError
from timeline.store import incoming
from timeline.text.incoming import pieces


@pytest.fixture
def log(tmp_path):
    return log_with_sources(tmp_path)


# --- files that are no story -------------------------------------------------------------------


def packed(kind):
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("story.csv", HEAD)
    elif kind == "tar":
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            archive.addfile(tarfile.TarInfo("../../story.csv"))
    elif kind == "gzip":
        buffer.write(gzip.compress(HEAD.encode()))
    else:
        buffer.write(HEAD.encode(kind))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["story.csv", "story.jsonl"])
@pytest.mark.parametrize("kind", ["zip", "tar", "gzip", "utf-32"])
def test_archives_and_other_encodings_are_refused_by_name(log, file, kind, name):
    said = run(log, "import", file(packed(kind), name))
    assert said.exit_code == 2
    assert {"utf-32": "UTF-32"}.get(kind, kind) in said.stderr
    assert "Nothing was written." in said.stderr


def test_only_regular_files_are_read(log, file, tmp_path):
    path = file("title\nx\n")
    (tmp_path / "link.csv").symlink_to(path)
    os.mkfifo(tmp_path / "fifo.csv")
    (tmp_path / "folder.csv").mkdir()
    with (tmp_path / "sparse.csv").open("wb") as sparse:
        sparse.truncate(1 << 40)
    names = ["link.csv", "fifo.csv", "folder.csv", "sparse.csv", "nothing.csv"]
    for name in [*(str(tmp_path / name) for name in names), "https://example.org/a.csv", "ftp:a.csv", "data:,a.csv"]:
        said = run(log, "import", name)
        assert said.exit_code == 2, name
        assert said.stderr.endswith("Nothing was written.\n")
    for name in ("/dev/zero", "/dev/stdin", "/proc/self/mem"):
        assert run(log, "import", name, "--from", "csv").exit_code == 2
    assert events(log) == []


def test_an_unknown_form_names_those_that_are_read(log, file):
    for words, told in (
        ([file("title\nx\n", "story.txt")], "no ending that tells its form"),
        ([file("title\nx\n"), "--from", "cvs"], 'did you mean "csv"?'),
        ([file("title\nx\n"), "--from", "gedcom"], "is not a form that is read"),
    ):
        said = run(log, "import", *words)
        assert said.exit_code == 2
        assert told in said.stderr
        assert "jsonl (.jsonl .ndjson), csv (.csv), tsv (.tsv .tab)" in said.stderr
    assert "--from csv" in run(log, "import", "-", stdin="title\nx\n").stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\nx", "it is a picture (PNG), and that is not read"),
        ("a.xls", b"<html><table><tr><td>Date</td></tr></table>", "it is a page of HTML"),
        ("a.xml", b'<?xml version="1.0"?><rss/>', "it is XML, and that is not read"),
        ("a.docx", b"PK\x03\x04" + b"-" * 40 + b"word/document.xml", "it is a document of Word, and not a sheet"),
        ("a.csv", b"Date|Title\n2026|x\n", "its cells are parted by |"),
        ("a.txt", b"Date\tTitle\n2026\tx\n", "by its headings it is a sheet as text: --from tsv"),
        ("a.txt", "Date;Title\n2026;x\n".encode("utf-16"), "by its headings it is a sheet as text: --from csv"),
    ],
)
def test_what_cannot_be_read_names_the_way_that_works(log, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    said = run(log, "import", str(tmp_path / name))
    assert said.exit_code == 2
    assert told in said.stderr
    if found := re.search("--from ([a-z]+)", said.stderr):
        assert run(log, "import", str(tmp_path / name), "--from", found[1]).exit_code == 0


def test_standard_input_is_read_where_its_form_is_said(log):
    said = run(log, "import", "-", "--from", "csv", stdin="title,occurred\none,June\n")
    assert "standard input:2, occurred (column B)" in said.stderr
    assert run(log, "import", "-", "--from", "csv", stdin="title\none\n").exit_code == 0
    assert run(log, "import", "-", "--from", "jsonl", stdin='{"kind":"event","title":"two"}\r\n').exit_code == 0
    assert [body["title"] for body in events(log)] == ["one", "two"]


def test_what_is_read_whole_is_limited_and_what_is_read_line_by_line_is_not(log, file, monkeypatch):
    monkeypatch.setattr(pieces, "MB", 10)
    monkeypatch.setattr(incoming, "_AT_ONCE", 64)
    monkeypatch.setattr(pieces, "_BEGINNING", 64)
    many = "".join(f'{{"kind":"event","title":"{number}"}}\n' for number in range(100))
    for text, form in (("title\n" + "y\n" * 1000 + "last\n", "csv"), (many, "jsonl"), (many, "json")):
        for path, given in ((file(text, f"a.{form}"), None), ("-", text)):
            said = run(log, "import", path, "--from", form, "--dry-run", "--ignore-other-columns", stdin=given)
            assert said.exit_code == 0, said.stderr
    document = "[\n" + '{"title": "x"},\n' * 100 + '{"title": "y"}\n]'
    said = run(log, "import", file(document, "a.json"))
    assert (said.exit_code, "read whole" in said.stderr, "100 MB" in said.stderr) == (2, True, True)
    assert "as JSON lines" in said.stderr
    line = f"title\n{'x' * 2000}\n"
    assert "a.csv:2" in (said := run(log, "import", file(line, "a.csv"))).stderr
    assert "the line holds more than 100 MB" in said.stderr
    quoted = 'title\n"x\n' + "y\n" * 1000
    assert "a quote is opened here and never closed" in run(log, "import", file(quoted)).stderr
    monkeypatch.undo()
    assert "more than 500 cells" in run(log, "import", file("title" + "," * 600 + "\nx\n")).stderr
    assert "at most 1,000,000" in run(log, "import", file("title,said\nx," + "y" * 1_000_001 + "\n")).stderr


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 1 << 18])
def test_a_file_reads_alike_whatever_piece_of_it_comes_at_a_time(log, file, monkeypatch, at_once):
    """Neither a character, a line end nor a row in quotes need lie in one piece."""
    text = '\ufefftitle,text\r\none ü,"two\r\n""\U0001f600"" three"\r\n\r\n#note\r\nfour,five\r\n'
    monkeypatch.setattr(incoming, "_AT_ONCE", at_once)
    monkeypatch.setattr(pieces, "_BEGINNING", 8)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        path = file(text.encode(encoding), "a.csv")
        said = run(log, "import", path, "--dry-run", "--json")
        found = [row["record"] for row in json.loads(said.stdout)["rows"]]
        assert found == [{"title": "one ü", "text": 'two\n"\U0001f600" three'}, {"title": "four", "text": "five"}]
        assert "1 comment, passed over: line 5" in said.stderr
    broken = text.encode() + b"z,\xff\n"
    said = run(log, "import", file(broken, "b.csv"))
    assert "b.csv:7" in said.stderr
    assert f"byte {len(broken) - 1} (0xff) is not UTF-8" in said.stderr


@pytest.mark.parametrize("text", ["Export\r\ntitle;notes\r\nx;y\r\n", "\r\ntitle\tnotes\r\nx\ty\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_parts_the_cells_is_told_alike_whatever_piece_comes_at_a_time(log, file, monkeypatch, text, encoding):
    """Of the first line alone it is not told where the headings stand below it."""
    monkeypatch.setattr(incoming, "_AT_ONCE", 3)
    said = run(log, "import", file(text.encode(encoding), "a.csv"), "--dry-run", "--json")
    assert said.exit_code == 0, said.stderr
    assert [row["record"] for row in json.loads(said.stdout)["rows"]] == [{"title": "x", "text": "y"}]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.tsv"])
def test_text_of_two_bytes_a_character_without_a_mark_is_called_that(log, file, encoding, name):
    said = run(log, "import", file("title,notes\nx,y\n".encode(encoding), name))
    assert (said.exit_code, "it is UTF-16 without a byte order mark" in said.stderr) == (2, True), said.stderr


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title\none\n")

    def read_while_it_grows():
        with incoming.opened(str(path)) as content, path.open("a") as stream:
            assert content.beginning == b"title\none\n"
            stream.write("two\n")

    with pytest.raises(FormatError, match="changed while it was read"):
        read_while_it_grows()


def test_a_dry_run_says_in_words_what_would_be_written(log, file):
    before = segments_of(log)
    said = run(log, "import", file("title,occurred\none,2025?-08\n"), "--dry-run")
    assert (said.exit_code, said.stdout) == (0, "")
    assert "would be added: event: one" in said.stderr
    assert "August, year uncertain" in said.stderr
    assert said.stderr.endswith("Nothing was written.\n")
    rows = json.loads(run(log, "import", file("title\none\n"), "--dry-run", "--json").stdout)["rows"]
    assert [row["status"] for row in rows] == ["would be added"]
    assert segments_of(log) == before


# --- JSON lines --------------------------------------------------------------------------------


def test_json_lines_are_taken_as_add_takes_them(log, file, tmp_path):
    text = (
        '{"kind":"event","title":"x","key":"k","reports":[{"source":"new"}]}\n\n'
        '{"kind":"source","name":"new"}\n{"kind":"report","event":"key:k","source":"press"}\n'
    )
    other = a_log(tmp_path / "other", a_draft("source", name="press", published="2025-08-14"))
    imported, added = run(log, "import", file(text, "a.jsonl")), run(other, "add", "-", stdin=text)
    assert (imported.exit_code, added.exit_code) == (0, 0)
    assert len(imported.stdout.split()) == len(added.stdout.split()) == 3
    kinds = [record.kind for record in log.read().records if record.body.get("name") != "relay"]
    assert kinds == [record.kind for record in other.read().records]


def test_faults_of_json_lines_name_file_and_line(log, file):
    path = file('{"kind":"event"}\n{"kind":"event","title":"x","titel":1}\nnonsense\n', "a.jsonl")
    said = run(log, "import", path)
    assert said.exit_code == 2
    for place in (":1, title", ":2, titel", ":3"):
        assert f"{path}{place}" in said.stderr


def test_a_file_that_changes_and_takes_back_its_own_records_brings_nothing_twice(log, file):
    text = (
        '{"kind":"event","title":"x","key":"k"}\n'
        '{"kind":"correction","target":"key:k","set":{"title":"y"}}\n'
        '{"kind":"event","title":"z"}\n'
        '{"kind":"event","title":"z","said":"so","key":"l"}\n'
        '{"kind":"retraction","target":"key:l"}\n'
    )
    path = file(text, "a.jsonl")
    first = run(log, "import", path)
    again = run(log, "import", path)
    assert first.stdout == again.stdout
    assert "added 0, already there 5" in again.stderr


def test_what_is_said_again_after_it_was_taken_back_is_written_also_within_a_batch(log, file):
    ids = [format(number, "064x") for number in range(1, 6)]
    lines = [
        {"kind": "event", "id": ids[0], "title": "x"},
        {"kind": "retraction", "id": ids[1], "target": ids[0]},
        {"kind": "event", "id": ids[2], "title": "x"},
        {"kind": "correction", "id": ids[3], "target": ids[2], "set": {"title": "y"}},
        {"kind": "event", "id": ids[4], "title": "x"},
    ]
    path = file("\n".join(map(json.dumps, lines)), "a.jsonl")
    first = run(log, "import", path)
    assert len(set(first.stdout.split())) == 5
    assert len(log.read().records) == 2 + 5
    again = run(log, "import", path)
    assert again.stdout == first.stdout
    assert len(log.read().records) == 2 + 5


def test_an_imported_report_can_be_corrected(log, file):
    """Its own stamp and id are kept beside it, as free JSON."""
    ids = [format(number, "064x") for number in (1, 2, 3)]
    lines = [
        {"kind": "event", "id": ids[0], "recorded": "2026-01-01T00:00:00Z", "title": "x"},
        {"kind": "report", "id": ids[1], "recorded": "2026-01-01T00:00:01Z", "event": ids[0], "source": "press"},
        {"kind": "correction", "recorded": "2026-01-01T00:00:02Z", "target": ids[1], "set": {"reported": "2025"}},
    ]
    path = file("\n".join(map(json.dumps, lines)), "a.jsonl")
    assert run(log, "import", path, "--keep-recorded", "--by", "bob").exit_code == 0
    said = run(log, "list", "--json")
    assert said.exit_code == 0, said.stderr
    assert json.loads(said.stdout)["rows"][0]["reported"] == "2025"


# --- files that are not there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "what", "fix"),
    [
        ("note.csv", 'there is no file "note.csv" here', 'did you mean "notes.csv"?'),
        ("notes", 'there is no file "notes" here', 'did you mean "notes.csv"?'),
        ("sheets/a.csv", 'there is no file "a.csv" in "sheets"', 'name one that is there: "story-of-the-year.ods"'),
        ("sheet/a.csv", 'there is no folder "sheet" here', 'did you mean "sheets"?'),
        ("bare/x.csv", 'there is no file "x.csv" in "bare"', "nothing is there; name a file of another folder"),
        ("notes.csv/x.csv", 'there is no folder "notes.csv" here', 'name one that is there: "bare", "sheets"'),
    ],
)
def test_of_a_file_that_is_not_there_it_is_said_what_is_missing_and_what_was_meant(
    tmp_path, monkeypatch, path, what, fix
):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "bare").mkdir()
    (tmp_path / "notes.csv").touch()
    (tmp_path / "sheets" / "story-of-the-year.ods").touch()
    (tmp_path / "bare" / ".hidden").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormatError) as caught:
        incoming.read(path, limit=1)
    assert (caught.value.what, caught.value.fix) == (what, fix)


# --- who reports what a file says ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("a.csv", "title,date,source\nx,2025-08-14,\ny,2025-08-14,relay\n", []),
        ("a.jsonl", '{"kind":"event","title":"x"}\n{"kind":"event","title":"y","reports":[{"source":"relay"}]}\n', []),
        ("a.json", '[{"title": "x", "source": null}, {"title": "y", "source": "relay"}]', ["--ignore-other-columns"]),
    ],
)
def test_events_without_a_source_of_their_own_are_reported_by_the_one_that_is_told(log, file, name, text, more):
    path = file(text, name)
    said = run(log, "import", path, "--source", "press:doubts", *more)
    assert said.exit_code == 0, said.stderr
    assert "1 event without a source of its own: reported by press" in said.stderr
    reports = {body["title"]: body["reports"] for body in events(log)}
    assert reports == {"x": [{"source": "press", "stance": "doubts"}], "y": [{"source": "relay"}]}
    assert "already there 2" in run(log, "import", path, "--source", "press:doubts", *more).stderr


def test_an_unknown_source_of_a_whole_file_is_refused_as_that(log, file):
    """The file has no field of that name: what is pointed at is what was told beside it."""
    said = run(log, "import", file("title,occurred\nx,2025-08-14\n", "a.csv"), "--source", "pres")
    assert said.exit_code == 2
    assert "source (of the whole file)" in said.stderr
    assert "reports[0]" not in said.stderr
    assert 'did you mean "press"?' in said.stderr


def test_a_calendar_is_reported_by_the_source_that_is_told(log, file):
    pytest.importorskip("icalendar")
    fields = ("VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "SUMMARY:x", "DTSTART;VALUE=DATE:20250814")
    path = file("\r\n".join(("BEGIN:VCALENDAR", *fields, "END:VEVENT", "END:VCALENDAR", "")), "a.ics")
    assert "unknown source" in run(log, "import", path, "--source", "pres").stderr
    assert "is not a stance" in run(log, "import", path, "--source", "press:says").stderr
    (added,) = Log(log).import_(path, sources="press")
    assert added.body["reports"] == [{"source": "press"}]
