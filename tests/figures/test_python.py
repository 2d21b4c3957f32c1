"""What the command line draws, three lines of Python draw, to the byte."""

import datetime as dt
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

import timeline as tl
from timeline.cli.main import cli
from timeline.errors import FigureError
from timeline.figures import KINDS

ROOT = Path(__file__).resolve().parents[2]
EVENTS = str(ROOT / "events")
EVENT = "04351e73"

# Of each kind: the words of the command line, and the arguments of Python.
SAME = [
    ("events", [], {}),
    (
        "events",
        ["--lanes", "type", "--tag", "r2", "--since", "2025-05"],
        {"lanes": "type", "tags": "r2", "since": "2025-05"},
    ),
    (
        "events",
        ["--source", "toms-hardware", "--theme", "dark"],
        {"sources": ["toms-hardware"], "theme": "dark"},
    ),
    (
        "events",
        ["--type", "model", "--strict", "--until", "2026"],
        {"types": ["model"], "strict": True, "until": "2026"},
    ),
    (
        "state",
        ["--view", "hardware", "--entity", "R2", "--size", "7"],
        {"view": "hardware", "entities": "R2", "size": 7},
    ),
    ("state", ["--view", "chips", "--size", "7x9"], {"view": "chips", "size": (7, 9)}),
    ("compare 2025-12-31 2026-11-23", ["--view", "hardware"], {"view": "hardware", "before": "2025-12-31"}),
    (
        "compare 2025 2026-11-23",
        ["--view", "models", "--title", "M"],
        {"view": "models", "before": "2025", "title": "M"},
    ),
    ("plane", ["--scale", "linear"], {"scale": "linear"}),
    (f"cascade {EVENT}", [], {"event": EVENT}),
    ("calendar", ["--entity", "R2"], {"entities": ["R2"]}),
    ("rate", ["--tag", "v4"], {"tags": ["v4"]}),
    ("lag", ["--entity", "V4-Pro", "--theme", "print"], {"entities": "V4-Pro", "theme": "print"}),
    ("belief V4-Pro.training", ["--since", "2026"], {"cell": "V4-Pro.training", "since": "2026"}),
]


@pytest.mark.parametrize(("kind", "words", "options"), SAME, ids=[" ".join([k, *w]) for k, w, _ in SAME])
def test_python_draws_what_the_command_line_draws(tmp_path, kind, words, options):
    as_of = [] if kind.startswith("compare") else ["--as-of", "2026-11-23"]
    done = CliRunner().invoke(
        cli, ["-C", EVENTS, "figure", *kind.split(), *words, *as_of, "-o", str(tmp_path / "c.svg")]
    )
    assert done.exit_code == 0, done.output
    snap = tl.open(EVENTS).at(as_of="2026-11-23")
    snap.save_figure(kind.split()[0], tmp_path / "p.svg", **options)
    assert (tmp_path / "p.svg").read_bytes() == (tmp_path / "c.svg").read_bytes()


@pytest.mark.figures
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_figure_in_three_lines(kind):
    more = {
        "state": {"view": "hardware"},
        "compare": {"view": "hardware", "before": dt.date(2025, 12, 31)},
        "cascade": {"event": EVENT},
        "belief": {"cell": "R2.training"},
    }
    snap = tl.open(EVENTS).at(as_of="2026-11-23")
    assert isinstance(snap.figure(kind, **more.get(kind, {})), Figure)


def test_the_earlier_snapshot_of_a_comparison_may_be_given_whole():
    log = tl.open(EVENTS)
    snap, before = log.at(as_of="2026-11-23"), log.at(as_of="2025-12-31")
    told = [
        [text.get_text() for text in snap.figure("compare", view="hardware", before=one).texts]
        for one in (before, before.known, "2025-12-31")
    ]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"entity": "R2"}, '"entity"'),
        ({"colour": "red"}, '"colour"'),
        ({"since": "last week"}, "last week"),
        ({"size": "wide"}, "wide"),
        ({"tags": ["nope"]}, "--tag nope"),
    ],
)
def test_an_option_that_is_none_is_refused_with_what_there_is(options, said):
    with pytest.raises(tl.TimelineError) as caught:
        tl.open(EVENTS).at(as_of="2026-11-23").figure("events", **options)
    assert said in str(caught.value)
    assert caught.value.fix


def test_a_comparison_without_an_earlier_day_says_how_to_give_one():
    with pytest.raises(FigureError, match="two as-of dates"):
        tl.open(EVENTS).at(as_of="2026-11-23").figure("compare", view="hardware")


def test_the_document_shows_calls_that_work(tmp_path):
    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {"open": lambda *_: None}
    code = block.replace('open("events")', f"open({EVENTS!r})").replace('"june.svg"', repr(str(tmp_path / "june.svg")))
    exec(code, names)
    assert (tmp_path / "june.svg").is_file()
