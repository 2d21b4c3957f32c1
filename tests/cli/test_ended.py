"""Values that ended by name, and cells of several values, from the command line to every form."""

import csv
import io
import json
import re
import shlex
import sys

import pytest
from bench import Bench, begun

import timeline as tl

ACME = "Ada.employer=Acme"
SETTINGS = """\
format = 1
title = "a log"
[views.jobs]
properties = ["employer"]
[views.hosts]
properties = ["host"]
many = ["host"]
entities = ["V9", "V4"]
"""


def with_a_job(top):
    empty = begun(top)
    (empty.folder / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    empty.add("source", "press", "--published", "2025-10-15")
    empty.add("add", "Ada works at Acme", "--occurred", "[..2025-09-01]", "--fact", ACME, "--source", "press")


@pytest.fixture
def jobs(copied, tmp_path):
    return Bench(copied(with_a_job, tmp_path) / "events")


def left(bench, *more):
    return bench.ok("add", "Ada left Acme", "--occurred", "[..2025-10-15]", "--ended", ACME, "--source", "press", *more)


def test_an_end_is_named_said_back_and_answered(jobs):
    assert "fact  Ada.employer = Acme (ended)" in left(jobs).err
    (row,) = jobs.rows("state", "jobs", "--as-of", "2026-01-01")
    assert (row["answer"], row["values"]) == ("ended", [])
    assert [(item["mode"], item["value"]) for item in row["beside"]] == [("ended", "Acme")]
    out = jobs.ok("state", "jobs", "--as-of", "2026-01-01", "--format", "table").out
    assert "ended" in out
    assert "(ended)" in out


def test_why_and_history_name_the_end(jobs):
    (end,) = left(jobs).lines
    out, beside = jobs.rows("why", "Ada.employer", "--as-of", "2026-01-01")
    assert (out["verdict"], out["by"]) == ("out", end)
    assert out["because"].startswith('ended by "Ada left Acme"')
    assert (beside["verdict"], beside["mode"]) == ("beside", "ended")
    answers = [row["answer"] for row in jobs.rows("history", "Ada.employer", "--as-of", "2026-01-01")]
    assert answers[-2:] == ["possibly", "ended"]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "t", "--ended", "Ada.employer=null"),
        ("correct", "ID", "--ended", "Ada.employer=null", "--because", "b"),
    ],
)
def test_null_as_an_end_is_refused_with_a_fix_that_works(jobs, words):
    (event,) = left(jobs).lines
    before = jobs.bytes
    said = jobs.run(*(event if word == "ID" else word for word in words))
    assert said.code == 2
    assert said.err.endswith("Nothing was written.\n")
    assert jobs.bytes == before
    fix = next(line for line in said.err.splitlines() if "fix:" in line).partition("--fact")[2]
    jobs.ok("add", "it ended", "--occurred", "2026-01-01", "--fact", *shlex.split(fix))


def test_an_end_comes_from_standard_input_and_null_there_is_refused(jobs):
    record = {"kind": "event", "title": "t", "occurred": "2026"}
    facts = [{"entity": "Ada", "property": "employer", "value": "Acme", "mode": "ended"}]
    jobs.ok("add", "-", stdin=json.dumps({**record, "facts": facts}))
    said = jobs.run("add", "-", stdin=json.dumps({**record, "facts": [{**facts[0], "value": None}]}))
    assert said.code == 2
    assert "give null in mode actual" in said.err


def test_a_correction_may_name_an_end(jobs):
    (event,) = left(jobs).lines
    jobs.ok("correct", event, "--ended", "Ada.employer=Beta", "--because", "it was Beta")
    (row,) = jobs.rows("show", event)
    assert [(fact["mode"], fact["value"]) for fact in row["facts"]] == [("ended", "Beta")]


def test_an_end_is_written_in_the_editor(jobs, tmp_path):
    path = tmp_path / "editor.py"
    text = 'title = "Edited"\nended = ["Ada.employer=Acme"]\n'
    path.write_text(f"import sys\nopen(sys.argv[1], 'w', encoding='utf-8').write({text!r})\n", encoding="utf-8")
    event = jobs.add("add", "--edit", env={"VISUAL": f"{sys.executable} {path}"})
    (row,) = jobs.rows("show", event)
    assert [(fact["mode"], fact["value"]) for fact in row["facts"]] == [("ended", "Acme")]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_end_leaves_and_comes_back(jobs, tmp_path, form):
    left(jobs)
    jobs.ok("export", "--format", form, "-o", str(tmp_path / f"out.{form}"))
    other = type(jobs)(tmp_path / "other")
    other.ok("init")
    if form == "csv":
        other.add("source", "press", "--published", "2025-10-15")
        (row, *_) = [row for row in csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())) if row["ended"]]
        assert row["ended"] == ACME
    other.ok("import", str(tmp_path / f"out.{form}"))
    facts = [fact for row in other.rows("list") for fact in row["facts"]]
    assert [(fact["mode"], fact["value"]) for fact in facts] == [("actual", "Acme"), ("ended", "Acme")]


def test_a_column_of_a_sheet_may_be_of_ends(jobs, tmp_path):
    sheet = tmp_path / "in.csv"
    sheet.write_text("title,occurred,ended: Ada.employer\nAda left,2025-10-15,Acme\n", encoding="utf-8")
    jobs.ok("import", str(sheet))
    facts = [fact for row in jobs.rows("list") for fact in row["facts"]]
    assert ("ended", "Acme") in [(fact["mode"], fact["value"]) for fact in facts]


def test_python_names_an_end(jobs):
    log = tl.open(jobs.folder)
    log.add(title="Ada left Acme", occurred="[..2025-10-15]", ended={"Ada.employer": "Acme"}, sources=["press"])
    (cell,) = log.at(as_of="2026-01-01").state("jobs").rows()
    assert (cell["answer"], cell["values"]) == ("ended", [])
    with pytest.raises(tl.RecordError, match="give null in mode actual"):
        log.add(title="t", ended={"Ada.employer": None})


@pytest.mark.parametrize("kind", [("state",), ("compare", "2025-10-14", "2026-01-01")])
def test_figures_and_the_page_show_an_end(jobs, tmp_path, kind):
    left(jobs)
    jobs.ok("figure", *kind, "--view", "jobs", "-o", str(tmp_path / "f.svg"))
    assert "ended: Acme" in (tmp_path / "f.svg").read_text(encoding="utf-8")
    jobs.ok("page", "-o", str(tmp_path / "p.html"))
    assert "<p class=value><bdi>(ended)</bdi>" in (tmp_path / "p.html").read_text(encoding="utf-8")


# --- a null whose order is open --------------------------------------------------------------------------------------


def test_a_null_that_may_come_first_is_said_with_the_other_way_and_written(jobs):
    words = ["add", "Ada left", "--occurred", "[..2025-10-15]", "--fact", "Ada.employer=null", "--source", "press"]
    tried = jobs.ok(*words, "--dry-run").err
    said = jobs.ok(*words).err
    assert 'may lie before the start of "Acme"' in said
    assert 'may lie before the start of "Acme"' in tried
    way = next(line for line in said.splitlines() if "may lie" in line).partition("name it: ")[2]
    assert jobs.rows("state", "jobs", "--as-of", "2026-01-01")[0]["answer"] == "possibly"
    jobs.ok("add", "Ada left Acme", "--occurred", "[..2025-10-15]", *shlex.split(way), "--source", "press")
    assert len(jobs.rows("list")) == 3


@pytest.mark.parametrize(("occurred", "is_said"), [("2025-10-15", False), ("2025-09-01", True), ("2025", True)])
def test_only_a_null_of_open_order_is_said(jobs, occurred, is_said):
    said = jobs.ok("add", "t", "--occurred", occurred, "--fact", "Ada.employer=null", "--source", "press").err
    assert ("may lie before" in said) == is_said


def test_a_null_of_a_batch_and_of_a_correction_is_said(jobs):
    record = {"title": "t", "occurred": "2025", "facts": [{"entity": "Ada", "property": "employer", "value": None}]}
    said = jobs.ok("add", "-", stdin=json.dumps({"kind": "event", **record}))
    assert "may lie before" in said.err
    said = jobs.ok("correct", said.lines[0], "--fact", "Ada.employer=null", "--fact", "a.b=c", "--because", "b")
    assert "may lie before" in said.err


@pytest.mark.parametrize("value", ["true", "it's", ">=1000 chips", "~ as before", "7"])
def test_the_other_way_that_is_named_works_for_every_value(jobs, value):
    typed = value if value.startswith(">=") else json.dumps(value)
    jobs.add("add", "t", "--occurred", "2025", "--fact", f"E.employer={typed}", "--source", "press")
    said = jobs.ok("add", "u", "--occurred", "2025", "--fact", "E.employer=null", "--source", "press").err
    way = next(line for line in said.splitlines() if "may lie" in line).partition("name it: ")[2]
    jobs.ok("add", "v", "--occurred", "2025-12-31", *shlex.split(way), "--source", "press")
    cells = {row["entity"]: row for row in jobs.rows("state", "jobs", "--on", "2026-01-01")}
    assert (cells["E"]["answer"], cells["E"]["values"]) == ("ended", [])


# --- views that hold several values, and name their rows -------------------------------------------------------------


def test_views_show_what_holds_several_values_and_which_rows(jobs):
    one, other = jobs.rows("views")
    assert (one["many"], one["entities"]) == ([], None)
    assert (other["many"], other["entities"]) == (["host"], ["V9", "V4"])
    assert "V9, V4" in jobs.ok("views", "--format", "table").out


def test_a_view_shows_its_rows_where_nothing_is_known(jobs, tmp_path):
    jobs.add("add", "t", "--occurred", "2025", "--fact", "V4.host=a", "--fact", "V5.host=b", "--source", "press")
    assert [row["entity"] for row in jobs.rows("state", "hosts", "--as-of", "2026")] == ["V9", "V4"]
    assert [row["answer"] for row in jobs.rows("state", "hosts", "--as-of", "2020")] == ["unknown", "unknown"]
    assert jobs.rows("why", "V9.host") == []
    jobs.ok("page", "-o", str(tmp_path / "p.html"))
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    rows = re.findall("<th scope=row><bdi>(V[0-9])</bdi>", page)
    assert rows == ["V9", "V4"]
    jobs.ok("figure", "state", "--view", "hosts", "-o", str(tmp_path / "f.svg"))
    said = jobs.run("figure", "state", "--view", "hosts", "--as-of", "2020", "-o", str(tmp_path / "g.svg"))
    assert (said.code, (tmp_path / "g.svg").exists()) == (2, False)


def test_several_hosts_are_each_yes(jobs):
    for number, host in enumerate(("Huawei", "Nvidia", "AMD"), 1):
        jobs.add("add", host, "--occurred", f"2025-10-0{number}", "--fact", f"V4.host={host}", "--source", "press")
    row = jobs.rows("state", "hosts", "--as-of", "2026")[1]
    assert (row["answer"], [value["answer"] for value in row["values"]]) == ("yes", ["yes"] * 3)
