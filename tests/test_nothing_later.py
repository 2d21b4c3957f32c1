"""An answer as of a day holds nothing later, not even inside a row: whatever the form, and whoever asks."""

import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from builders import a_draft, a_log
from timeline.cli.main import cli
from timeline.store.log import LogFiles
from timeline.text.outgoing.forms import FORMS

LIBRARIES = {"parquet": ["pyarrow"], "arrow": ["pyarrow"], "xlsx": ["openpyxl"], "ics": ["icalendar"]}
WITHOUT_TITLES = {"datasette", "claimreview"}
"""Forms that hold no event of this log."""
LATER = ("LATER", "text/later", "later-source", "2026-03-04", "2026-03-05")


def of_two_days(top):
    sources = [
        a_draft("source", name="early", publisher="Early Press", published="2025-05-01", retrieved="2026-03-04",
                archive={"sha256": "a" * 64, "media_type": "text/later"}),
        a_draft("source", name="later-source", published="2026-03-05", title="LATER"),
    ]  # fmt: skip
    log = a_log(top, *sources)
    facts = [{"entity": "E", "property": "p", "value": 1}]
    reports = [{"source": "early"}, {"source": "later-source", "quote": "LATER", "reported": "2026-03-05"}]
    log.append([a_draft(title="one", occurred="2025-04", facts=facts, reports=reports, key="one")], by="ada")
    log.append([a_draft(title="LATER two", reports=[{"source": "later-source"}], key="two")], by="ada")
    log.append([a_draft("link", **{"from": "key:two", "to": "key:one", "rel": "contradicts"})], by="ada")
    log.append([a_draft("report", event="key:one", source="later-source", stance="denies", quote="LATER")], by="ada")
    log.append([a_draft("retraction", target="key:one", source="later-source", because="LATER")], by="ada")


@pytest.fixture
def log(copied, tmp_path):
    return LogFiles(folder=str(copied(of_two_days, tmp_path) / "events"))


def said(log, *words, binary=False):
    found = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.folder, *words, "--as-of", "2025-06-30"])
    assert found.exit_code == 0, found.output
    return found.stdout_bytes if binary else found.stdout


def ids(log):
    return {record.body.get("key"): record.id for record in log.read().records}


def holds_nothing_later(log, text):
    later = [word for word in (*LATER, ids(log)["two"]) if word in text]
    assert not later, text


@pytest.mark.parametrize("form", [form.name for form in FORMS if form.name != "jsonl"])
def test_an_export_as_of_a_day_holds_nothing_later(log, form):
    for library in LIBRARIES.get(form, ()):
        pytest.importorskip(library)
    text = readable(said(log, "export", "--format", form, binary=True), form)
    holds_nothing_later(log, text)
    assert form in WITHOUT_TITLES or "one" in text


def readable(data, form):
    """The texts in a file, those of packed forms too."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode() for name in file.namelist())
    if form == "parquet":
        return str(pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist())
    if form == "arrow":
        return str(pytest.importorskip("pyarrow").ipc.open_file(data).read_all().to_pylist())
    return data.decode("latin-1")


def test_json_lines_give_an_event_whole_and_say_so(log):
    found = CliRunner().invoke(cli, ["-C", log.folder, "export", "--as-of", "2025-06-30"])
    assert "LATER" in found.stdout
    assert "1 event given whole, with reports inside that were not public by then" in found.stderr


@pytest.mark.parametrize("words", [["list"], ["sources"], ["entities"], ["show", "early"], ["show", "ONE"]])
def test_an_answer_as_of_a_day_holds_nothing_later(log, words):
    names = [ids(log)["one"] if word == "ONE" else word for word in words]
    text = said(log, *names, "--json")
    assert json.loads(text)["rows"]
    holds_nothing_later(log, text)


@pytest.mark.parametrize("kind", ["source", "report", "retraction"])
def test_a_record_that_came_later_is_not_shown(log, kind):
    record = next(one for one in reversed(log.read().records) if one.kind == kind)
    found = CliRunner().invoke(cli, ["-C", log.folder, "show", record.id, "--as-of", "2025-06-30", "--json"])
    assert found.exit_code == 2
    assert "was not known by then" in found.stderr
    assert "LATER" not in found.output


def test_what_came_later_is_there_without_a_clock(log):
    """The words that the other tests look for are what these answers hold once they are known."""
    found = CliRunner().invoke(cli, ["-C", log.folder, "sources", "--json"]).stdout
    assert all(word in found for word in LATER)


def of_a_report_before_its_source(top):
    late = {"title": "LATER", "url": "https://later.example/", "published": "2031-07-05", "publisher": "A"}
    log = a_log(top, a_draft("source", name="relayed", **late), a_draft("source", name="late", via=["relayed"], **late))
    reports = [{"source": "late", "reported": "2025-05-02"}]
    log.append([a_draft(title="one", occurred="2025-04", reports=reports, key="one")], by="ada")


@pytest.mark.parametrize("words", [["page"], *(["figure", kind] for kind in ("events", "lag", "plane", "cascade"))])
def test_of_a_source_that_came_out_after_its_report_a_picture_tells_its_name_alone(copied, tmp_path, words):
    log = LogFiles(folder=str(copied(of_a_report_before_its_source, tmp_path) / "events"))

    def drawn(*clocks):
        path = tmp_path / f"drawn{'.html' if words == ['page'] else '.svg'}"
        found = CliRunner().invoke(cli, ["-C", log.folder, *words, "-o", str(path), *clocks])
        assert found.exit_code == 0, found.output
        return path.read_text(encoding="utf-8")

    then = drawn("--as-of", "2025-06-30")
    assert [word for word in ("LATER", "later.example", "2031") if word in then] == []
    assert "one" in then
    assert "LATER" in drawn() or words == ["figure", "cascade"]
