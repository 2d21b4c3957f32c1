"""An outage of 38 minutes is one event: its hours and minutes in every answer, and never without their zone."""

import json
import re

import pytest
from bench import Bench, begun

from timeline.dates import edtf

VIEW = """
[views.services]
title = "Which service was in which state?"
properties = ["state"]
"""
OUTAGE = "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z"


def with_an_outage(top):
    """A log of one outage, told by two reports of the same day, which say two things."""
    empty = begun(top)
    settings = empty.folder / "timeline.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + VIEW, encoding="utf-8")
    empty.ok("source", "probe", "--publisher", "A probe")
    empty.ok("add", "errors", "--occurred", OUTAGE, "--fact", "api.state=down", "--source", "probe",
             "--reported", "2026-11-20T14:09:00Z")  # fmt: skip
    empty.ok("add", "partial errors", "--occurred", "2026-11-20T14:20Z/2026-11-20T14:30Z", "--fact", "api.state=slow",
             "--source", "probe", "--reported", "2026-11-20T15:00:00Z")  # fmt: skip


@pytest.fixture
def outage(copied, tmp_path):
    return Bench(copied(with_an_outage, tmp_path) / "events")


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2026-11-20T14:03:21Z", "unknown"),
        ("2026-11-20T14:03:22Z", "yes"),
        ("2026-11-20T14:10Z", "yes"),
        ("2026-11-20T15:41:00+01:00", "yes"),
        ("2026-11-20T14:41:00.000001Z", "unknown"),
        ("2026-11-19", "unknown"),
        ("2026-11-20", "yes"),
        ("2026-11-21", "unknown"),
    ],
)
def test_the_state_at_an_instant_counts_both_ends(outage, on, answer):
    rows = outage.rows("state", "services", "--as-of", "2026-11-20T14:30Z", "--on", on)
    assert [row["answer"] for row in rows] == [answer]


def test_writing_says_the_times_with_their_zone(outage):
    said = outage.ok("add", "again", "--occurred", "2026-11-20 14:03Z/2026-11-20T14:41+00:00")
    assert "2026-11-20T14:03:00Z/2026-11-20T14:41+00:00: from 20 November 2026, 14:03:00 UTC until" in said.err
    said = outage.ok("add", "once more", "--occurred", OUTAGE, "--reported", "[..2026-11-20T15:00Z]")
    assert f"{OUTAGE}: 20 November 2026, from 14:03:22 UTC until 14:41:00 UTC" in said.err


def test_a_row_has_the_instants_as_bounds(outage):
    row = outage.rows("list")[0]
    assert (row["occurred"], row["occurred_earliest"], row["occurred_latest"]) == (OUTAGE, *OUTAGE.split("/"))
    assert (row["reported_earliest"], row["reported_latest"]) == ("2026-11-20T14:09:00Z", "2026-11-20T14:09:00Z")


def test_history_splits_a_day_where_its_reports_do(outage):
    rows = outage.rows("history", "api.state")
    runs = list(dict.fromkeys((row["as_of_first"], row["as_of_last"]) for row in rows))
    assert runs == [
        (None, "2026-11-20T14:08:59.999999Z"),
        ("2026-11-20T14:09:00Z", "2026-11-20T14:59:59.999999Z"),
        ("2026-11-20T15:00:00Z", None),
    ]
    stretches = [(row["first"], row["last"]) for row in rows if row["as_of_first"] == runs[1][0]]
    assert stretches == [
        ("open", "2026-11-20T14:03:21.999999Z"),
        ("2026-11-20T14:03:22Z", "2026-11-20T14:41:00Z"),
        ("2026-11-20T14:41:00.000001Z", "open"),
    ]


def test_history_ends_with_the_instant_asked_about_and_says_what_state_says(outage):
    outage.ok("add", "told on a day", "--occurred", "2026-11-19", "--fact", "db.state=up", "--source", "probe",
              "--reported", "2026-11-20")  # fmt: skip
    assert {row["as_of_first"] for row in outage.rows("history", "db.state")} == {None, "2026-11-20"}
    for as_of, answer in (("2026-11-19", "unknown"), ("2026-11-20T14:30:00Z", "possibly"), ("2026-11-20", "yes")):
        rows = outage.rows("history", "db.state", "--as-of", as_of)
        assert (rows[-1]["as_of_last"], rows[-1]["answer"]) == (as_of, answer)
        cells = outage.rows("state", "services", "--as-of", as_of, "--on", "2026-11-25")
        assert [row["answer"] for row in cells if row["entity"] == "db"] == ([answer] if answer != "unknown" else [])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T14:03:22Z/2026-11-20",
        "2026-11-20T14:03:22/2026-11-20T14:41:00Z",
        "2026-11-20T14:03:22/2026-11-20T14:41:00",
        "2026-11-20T14:41:00Z/2026-11-20T14:03:22Z",
        "[2026-11-20..2026-11-20T14:04Z]",
    ],
)
def test_what_does_not_fit_is_refused_with_a_fix_that_works_and_nothing_is_written(outage, text):
    before = outage.bytes
    said = outage.run("add", "x", "--occurred", text)
    assert said.code == 2
    assert said.err.count("fix:") == 1
    assert "Nothing was written." in said.err
    assert outage.bytes == before
    fix = re.search(r"write (\S+)", said.err)[1]
    outage.ok("add", "x", "--occurred", fix)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
def test_yesterday_is_a_clock_and_a_date_everywhere_and_is_echoed_as_the_day_it_was(outage, zone):
    env = {"TZ": zone}
    asked = ["--as-of", "yesterday", "--on", "yesterday", "--recorded-by", "yesterday", "--json"]
    query = json.loads(outage.ok("state", "services", *asked, env=env).out)["query"]
    for clock in (query["as_of"], query["on"], query["recorded_by"]):
        assert clock["asked"] == "yesterday"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", clock["read"])
    said = outage.ok("add", "x", "--occurred", "yesterday", "--reported", "today", env=env).err
    first, second = re.search(r"occurred\s+(\S+):", said)[1], re.search(r"reported (\S+):", said)[1]
    later = edtf.parse(second).span.lo - edtf.parse(first).span.lo
    assert later // 86_400_000_000 in (1, 2)  # 2 where midnight passed in between
    outage.ok("list", "--since", "yesterday", "--until", "today", env=env)


@pytest.mark.parametrize("typed", ["2 weeks ago", "14 days ago", "14d ago", "2w ago", "-14d", "-2w"])
def test_a_count_of_days_is_a_clock_and_a_date_everywhere_and_is_echoed_as_the_day_it_was(outage, typed):
    def known(day):
        return outage.ok("date", day, "--json").rows[0]["edtf"]

    first = known("-14d")
    apart = [word for name in ("--as-of", "--on", "--recorded-by") for word in (name, typed)]
    joined = [f"{name}={typed}" for name in ("--as-of", "--on", "--recorded-by")]
    answers = [outage.ok("state", "services", *words, "--json").answer["query"] for words in (apart, joined)]
    written = outage.ok("add", "x", "--occurred", typed, "--reported", typed).err
    between = outage.ok("diff", typed, "today", "--json").answer["query"]
    outage.ok("list", "--since", typed, "--until", "today")
    said = known(typed)
    days = {first, known("-14d")}  # two where midnight passed in between
    assert {query[name]["read"] for query in answers for name in ("as_of", "on", "recorded_by")} <= days
    assert {query["as_of"]["asked"] for query in answers} == {typed}
    assert re.search(r"occurred\s+(\S+):", written)[1] in days
    assert between["before"]["as_of"]["read"] in days
    assert said in days


@pytest.mark.parametrize("typed", ["today", "yesterday", "2 weeks ago", "-14d"])
def test_a_file_may_not_count_from_the_day_on_which_it_is_read(outage, tmp_path, typed):
    file, before = tmp_path / "sheet.csv", outage.bytes
    file.write_text(f"title,occurred\nx,{typed}\n", encoding="utf-8")
    said = outage.run("import", str(file))
    assert (said.code, outage.bytes) == (2, before)
    assert f'"{typed}" is another day whenever the file is read' in said.err


@pytest.mark.parametrize("kind", ["events", "state", "plane", "calendar"])
def test_no_figure_shows_a_time_without_its_zone(outage, tmp_path, kind):
    drawn = tmp_path / "drawn.svg"
    more = ["--view", "services"] if kind == "state" else []
    outage.ok("figure", kind, *more, "--as-of", "2026-11-20T16:00Z", "-o", str(drawn))
    svg = drawn.read_text(encoding="utf-8")
    texts = re.findall(r">([^<>]*\d\d:\d\d[^<>]*)<", svg)
    alone = [text for text in texts if "UTC" not in text and not re.search(r"\dZ", text)]
    if alone:  # those along the axis, and at its marks: the axis says their zone once
        assert re.search(r">(?:[^<>]*, )?UTC<", svg), alone


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("2026-03-02 14:20", "2026-03-02T14:20:00+01:00"),
        ("2026-07-02 14:20", "2026-07-02T14:20:00+02:00"),
        ("2026-07-02T14:20:00", "2026-07-02T14:20:00+02:00"),
    ],
)
@pytest.mark.parametrize(
    "asked",
    [("list", "--as-of"), ("figure", "events", "-o", "f.svg", "--recorded-by"), ("diff", "2026-01")],
    ids=" ".join,
)
def test_a_time_without_a_shift_is_proposed_with_that_of_the_zone_that_is_shown(log, asked, typed, there):
    """Whichever of the two options stands first."""
    for words in ((*asked, typed, "--tz", "Europe/Berlin"), (asked[0], "--tz", "Europe/Berlin", *asked[1:], typed)):
        refused = log.run(*words)
        assert refused.code == 2
        assert f"write {there} if it is a time of Europe/Berlin" in refused.err
    assert "Berlin" not in log.run(*asked, typed).err


def test_a_time_of_an_event_is_proposed_with_the_shift_of_the_zone_that_is_shown(log):
    refused = log.run("add", "x", "--occurred", "2026-07-02 14:20", "--tz", "Europe/Berlin")
    assert "write 2026-07-02T14:20:00+02:00 if it is a time of Europe/Berlin" in refused.err
    twice = log.run("add", "x", "--occurred", "2026-10-25 02:30", "--tz", "Europe/Berlin")
    assert (twice.code, "Berlin" in twice.err) == (2, False), "the clocks showed it twice: no shift is proposed"
