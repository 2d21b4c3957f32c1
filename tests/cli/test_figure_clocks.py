"""Every clock of every kind of figure is heeded, and said in the figure; every form says what it is."""

import re

import pytest
from PIL import Image

KINDS = {
    "events": [],
    "state": ["--view", "hardware"],
    "compare": ["--view", "hardware"],
    "plane": [],
    "cascade": [],
    "calendar": [],
    "rate": [],
    "lag": [],
    "belief": ["R2.training"],
}


def words(log, kind):
    """The words after `figure` that draw a kind of this log."""
    if kind == "compare":
        return ["compare", "2025-08-31", "2025-12-31", *KINDS[kind]]
    if kind == "cascade":
        return ["cascade", next(row["id"] for row in log.rows("list") if row["reports"])[:12]]
    return [kind, *KINDS[kind]]


@pytest.fixture
def told(log):
    """The log of these tests, with something that was told later, and a checkpoint before it."""
    log.ok("checkpoint")
    log.ok("source", "late", "--publisher", "Late", "--published", "2025-11-01", "--origin", "others")
    log.add("add", "R2 moved", "--occurred", "2025-10-01", "--fact", "R2.training=TPU", "--source", "late")
    return log


CLOCKS = [
    (["--as-of", "2025-10-15"], "as of 15 Oct 2025"),
    (["--on", "2025-09-30"], "in the world on 30 Sep 2025"),
    (["--recorded-by", "2099"], "recorded by 31 Dec 2099"),
    (["--at-checkpoint", "1"], "at checkpoint 000001"),
]
OWN = ("--as-of", "--on")  # of a comparison these are its own two dates


@pytest.mark.parametrize("kind", KINDS)
def test_every_clock_is_said_in_every_figure(told, tmp_path, kind):
    drawn = words(told, kind)
    for clock, said in CLOCKS:
        if kind == "compare" and clock[0] in OWN:
            continue
        told.ok("figure", *drawn, *clock, "-o", str(tmp_path / "f.svg"))
        texts = re.findall(r"<text[^>]*>(.*?)</text>", (tmp_path / "f.svg").read_text(encoding="utf-8"))
        shown = " ".join(text.partition("</title>")[2] or text for text in texts).replace(" · ", " ")
        assert said in shown.lower().replace("oct", "Oct").replace("sep", "Sep").replace("dec", "Dec")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "compare"])
def test_a_clock_that_nobody_asked_for_is_not_printed_but_read_aloud(told, tmp_path, kind):
    told.ok("figure", *words(told, kind), "-o", str(tmp_path / "f.svg"))
    drawn = (tmp_path / "f.svg").read_text(encoding="utf-8")
    shown = " ".join(re.findall(r"<text[^>]*>(.*?)</text>", drawn))
    assert not re.search("as of|in the world on|recorded|at any time", shown.partition("Our own")[0])
    assert "Reported at any time" in re.search("<desc[^>]*>(.*?)</desc>", drawn, re.DOTALL).group(1)


@pytest.mark.parametrize("clock", [["--as-of", "2025-10-15"], ["--at-checkpoint", "1"]], ids=" ".join)
def test_what_a_clock_shuts_out_is_in_no_figure(told, tmp_path, clock):
    for kind in ("events", "state", "plane", "calendar"):
        for some, there in (([], True), (clock, False)):
            told.ok("figure", *words(told, kind), *some, "-o", str(tmp_path / "f.svg"))
            text = (tmp_path / "f.svg").read_text(encoding="utf-8")
            assert ("TPU" in text or "R2 moved" in text) is there


@pytest.mark.parametrize("clock", OWN)
def test_a_clock_that_a_comparison_has_itself_is_refused(told, tmp_path, clock):
    refused = told.run("figure", *words(told, "compare"), clock, "2025-10-15", "-o", str(tmp_path / "f.svg"))
    assert refused.code == 2
    assert clock in refused.err
    assert "fix:" in refused.err


def test_a_filter_that_a_cascade_does_not_heed_is_named(told, tmp_path):
    said = told.ok("figure", *words(told, "cascade"), "--tag", "r2", "--strict", "-o", str(tmp_path / "f.svg"))
    assert "tag r2, only what is surely known" in said.err
    assert "all that is known" in said.err


@pytest.mark.figures
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_has_the_dots_that_were_asked_for_and_says_what_it_is(told, tmp_path, kind):
    told.ok(
        "figure", *words(told, kind), "--size", "6", "--dpi", "50", "--title", "Of R2", "-o", str(tmp_path / "f.png")
    )
    with Image.open(tmp_path / "f.png") as png:
        assert png.width == 300
        assert png.text["Title"] == "Of R2"
        assert len(png.text["Description"]) > 60
    told.ok("figure", *words(told, kind), "--size", "6", "--title", "Of R2", "-o", str(tmp_path / "f.pdf"))
    pdf = (tmp_path / "f.pdf").read_bytes()
    assert re.search(rb"/MediaBox \[ ?0 0 432 ", pdf)
    assert b"/Title (Of R2)" in pdf
    assert b"/Subject" in pdf


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_without_events_is_a_clear_error_and_no_file(empty, tmp_path, kind):
    asked = {"compare": ["compare", "2025", "2026", *KINDS[kind]], "cascade": ["cascade", "abcdef12"]}
    refused = empty.run("figure", *asked.get(kind, [kind, *KINDS[kind]]), "-o", str(tmp_path / "f.svg"))
    assert refused.code == 2
    assert "fix:" in refused.err
    assert not (tmp_path / "f.svg").exists()


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        ([], "add an event first"),
        (["--tag", "none"], "fewer filters"),
        (["--recorded-by", "2020"], "a later recorded-by day"),
        (["--as-of", "1999"], "a later as-of day"),
        (["--as-of", "1999", "--tag", "none"], "a later as-of day|fewer filters"),
        (["--at-checkpoint", "1"], "a later checkpoint"),
    ],
)
@pytest.mark.parametrize("kind", ["events", "rate", "state"])
def test_what_left_nothing_to_draw_is_what_is_to_be_taken_otherwise(empty, tmp_path, kind, asked, takes):
    """Of a clock or a filter that nobody asked for there is no word."""
    empty.ok("checkpoint")
    if asked:
        empty.add("add", "later", "--occurred", "2025", "--fact", "R2.training=TPU", "--reported", "2025-02")
    refused = empty.run("figure", kind, *KINDS[kind], *asked, "-o", str(tmp_path / "f.svg"))
    fixes = ("add an event", "as-of day", "recorded-by day", "later checkpoint", "fewer filters")
    fix = refused.err.partition("fix: ")[2]
    assert refused.code == 2
    assert [one for one in fixes if one in fix] == [one for one in fixes if one in takes]


NOT_READ = [
    ("state", ["--lanes", "type"], "--lanes"),
    ("calendar", ["--lanes", "none"], "--lanes"),
    ("rate", ["--label", "all"], "--label"),
    ("belief", ["--label", "none"], "--label"),
    ("lag", ["--scale", "linear"], "--scale"),
    ("calendar", ["--scale", "linear"], "--scale"),
    ("events", ["--view", "hardware"], "--view"),
    ("lag", ["--view", "hardware"], "--view"),
    ("events", ["--dpi", "200"], "--dpi"),
]


@pytest.mark.parametrize(("kind", "more", "option"), NOT_READ, ids=lambda one: "" if isinstance(one, list) else one)
def test_what_a_kind_does_not_read_is_refused_and_not_passed_over(told, tmp_path, kind, more, option):
    said = told.run("figure", *words(told, kind), *more, "-o", str(tmp_path / "f.svg"))
    assert (said.code, f"at: {option}" in said.err, "leave it out" in said.err) == (2, True, True)
    assert not (tmp_path / "f.svg").exists()


def test_a_zero_is_read_by_the_kinds_of_which_time_is_counted(told, tmp_path):
    zero = next(row["id"] for row in told.rows("list") if row["occurred"] == "2025-10-01")[:12]
    for kind in ("events", "plane", "calendar"):
        told.ok("figure", *words(told, kind), "--zero", zero, "-o", str(tmp_path / "f.svg"))
    for kind in ("state", "rate", "lag", "belief", "compare", "cascade"):
        said = told.run("figure", *words(told, kind), "--zero", zero, "-o", str(tmp_path / "g.svg"))
        assert (said.code, "at: --zero" in said.err) == (2, True), kind
