"""Rows with their times in a zone: the fields that hold dates, and no others; rows for scripts stay in UTC."""

import datetime as dt
import json
import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

import timeline as tl
from builders import a_draft, a_log
from timeline.cli.main import cli
from timeline.dates.zones import zone
from timeline.errors import DateError, FormatError
from timeline.text import zoned
from timeline.text.schemas import parts, rows

BERLIN = zone("Europe/Berlin")


def dated(schema, name=""):
    """Name the fields that a schema says are dates."""
    if not isinstance(schema, dict):
        return
    told = schema.get("description", "")
    if name and ("EDTF" in told or "An ISO day" in told or schema == parts.STAMPED):
        yield name
    for key, inner in schema.get("properties", {}).items():
        yield from dated(inner, key)
    for key in ("items", "additionalProperties"):
        yield from dated(schema.get(key), name if key == "items" else "")
    for inner in schema.get("anyOf", ()):
        yield from dated(inner, name)


def test_every_field_that_a_schema_calls_a_date_is_shown_in_the_zone():
    told = {field for name in rows.ROWS for field in dated(rows.ROWS[name][1])}
    assert told - zoned.FIELDS == {"edtf"}  # of `date`: the text that would be stored


@pytest.fixture
def log(tmp_path):
    found = a_log(
        tmp_path,
        a_draft("source", name="press", publisher="Press", published="2026-11-20T15:00:00Z"),
        a_draft(
            title="down at 2026-11-20T23:30:22Z",
            occurred="2026-11-20T23:30:22Z",
            facts=[{"entity": "api", "property": "since", "value": "2026-11-20T23:30:22Z"}],
            reports=[{"source": "press", "reported": "2026-11-20T23:40:00Z", "quote": "at 2026-11-20T23:31:00Z"}],
            data={"time": "2026-11-20T23:30:22Z"},
        ),
        a_draft(title="up", occurred="2026-11-20T23:45Z/2026-11-21T00:10Z"),
        a_draft(title="a day", occurred="2026-11-20"),
    )
    with (tmp_path / "events" / "timeline.toml").open("a") as settings:
        settings.write('[views.api]\ntitle = "API"\nproperties = ["since"]\n')
    return found


def run(log, *words):
    done = CliRunner().invoke(cli, ["-C", log.folder, *words])
    assert done.exit_code == 0, done.stderr
    return done


ASKED = [
    ["list"], ["sources", "--format", "table"], ["list", "--format", "md"], ["show", "ID"], ["why", "api.since"],
    ["sources"], ["entities"], ["history", "api.since"], ["history", "ID"], ["stats"],
    ["diff", "2026-11-19", "2026-11-20T23:59:00Z"], ["list", "--as-of", "2026-11-20T23:59:00Z"],
    ["export", "--format", "md"], ["export", "--format", "html"],
]  # fmt: skip


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_is_printed_is_in_the_zone_and_what_somebody_wrote_is_not_touched(log, words):
    id_ = next(record.id for record in log.read().records if record.kind == "event")
    words = [id_ if word == "ID" else word for word in words]
    plain, done = run(log, *words), run(log, *words, "--tz", "Europe/Berlin")
    assert done.stderr.count("times in Europe/Berlin, days in UTC") == 1
    left = re.findall(r".{0,20}2026-11-2[01]T[0-9:.]+Z", done.stdout + done.stderr)
    written = ("down at ", "since = ", "at 2026-11-20T23:31:00Z", "value", '"time": "', "=")
    assert all(any(one in text for one in written) or "\t2026-11-20T23:30:22Z" in text for text in left), left
    if "2026-11-20T23:45Z" in plain.stdout:
        assert "2026-11-21T00:45+01:00" in done.stdout
    assert ("2026-11-20T23:31:00Z" in plain.stdout) == ("2026-11-20T23:31:00Z" in done.stdout)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_scripts_get_utc(log, form):
    assert run(log, "list", "--format", form, "--tz", "Asia/Tokyo").stdout == run(log, "list", "--format", form).stdout


def test_other_exports_keep_utc_and_say_so(log):
    done = CliRunner().invoke(cli, ["-C", log.folder, "export", "--format", "ics", "--tz", "Asia/Tokyo"])
    assert done.exit_code == 2
    assert "choose from md, html" in done.stderr


def test_a_date_says_its_words_in_the_zone_and_what_would_be_stored_in_utc(log):
    done = run(log, "date", "2026-11-20 23:30:22Z", "2026-11-20", "--tz", "Europe/Berlin")
    first, second = done.stdout.splitlines()
    assert "21 November 2026, 00:30:22 UTC+01:00 (stored as 2026-11-20T23:30:22Z)" in first
    assert second.split("\t")[1:4] == ["20 November 2026", "2026-11-20", "2026-11-20"]


def test_the_zone_of_the_machine_changes_nothing(log):
    def said(place):
        words = [sys.executable, "-m", "timeline", "-C", log.folder, "list", "--tz", "America/New_York"]
        return subprocess.run(words, capture_output=True, env={**os.environ, "TZ": place}, check=True).stdout

    in_utc = said("UTC")
    assert said("Asia/Tokyo") == in_utc
    assert b"2026-11-20T18:30:22-05:00" in in_utc


def test_python_shows_tables_in_a_zone_and_keeps_their_rows(log):
    snap = tl.open(log.folder).at()
    table = snap.list()
    shown = table.in_zone("Europe/Berlin")
    assert "2026-11-21T00:30:22+01:00" in repr(shown)
    assert "2026-11-21T00:30:22+01:00" in shown._repr_html_()
    assert "times in Europe/Berlin" in shown._repr_html_()
    assert shown.rows() == table.rows()
    assert shown == table
    assert "2026-11-21T00:30:22+01:00" in repr(table.in_zone(BERLIN).sorted("title"))
    assert "00:30:22 UTC+01:00" in snap.export("md", zone="Europe/Berlin").text
    with pytest.raises(DateError, match="is not the name"):
        table.in_zone("Berlin time")
    with pytest.raises(FormatError):
        snap.export("sqlite", zone=dt.UTC)


def test_rows_of_a_plug_in_are_shown_too_where_their_fields_are_called_as_ours():
    row = {"start": "2026-11-20T23:30:22Z", "first": "2026-11-20T23:30:22Z", "data": {"time": "2026-11-20T23:30:22Z"}}
    found = zoned.in_place("own", [row], BERLIN)
    assert found[0]["start"] == "2026-11-20T23:30:22Z"
    assert found[0]["first"] == "2026-11-21T00:30:22+01:00"
    assert found[0]["data"] == row["data"]
    assert json.dumps(row)


def test_a_receipt_says_times_in_the_zone_once_and_stores_what_was_typed(log):
    told = ["--occurred", "2026-11-20T23:30:22Z", "--tz", "Europe/Berlin"]
    done = run(log, "add", "x", *told)
    assert "  occurred  2026-11-20T23:30:22Z: 21 November 2026, 00:30:22 UTC+01:00" in done.stderr
    assert done.stderr.count("Europe/Berlin") == 1
    assert log.read().records[-1].body["occurred"] == "2026-11-20T23:30:22Z"
    tried = run(
        log,
        "correct",
        done.stdout.strip(),
        "--occurred",
        "2026-11-20T22:30:22Z",
        *told[2:],
        "--because",
        "b",
        "--dry-run",
    )
    assert "set occurred  2026-11-20T22:30:22Z: 20 November 2026, 23:30:22 UTC+01:00" in tried.stderr
