"""What Python prints of a log, a snapshot, a table and an event is one short screen."""

from pathlib import Path

import pytest

import timeline as tl
from builders import a_draft, a_log
from timeline.text.terminal import columns


def of_thirty(top):
    drafts = [a_draft("source", name=f"source-{number}", published="2025-01-01") for number in range(30)]
    drafts += [
        a_draft(
            title=f"event {number} \u202e" + "word " * 40,
            occurred="2025",
            facts=[{"entity": f"E{number}", "property": "p", "value": "x"}],
            reports=[{"source": f"source-{number}"}],
        )
        for number in range(30)
    ]
    files = a_log(top, *drafts)
    settings = Path(files.folder) / "timeline.toml"
    settings.write_text(settings.read_text() + '\n[views.v]\nproperties = ["p", "q"]\n')


@pytest.fixture
def log(copied, tmp_path):
    return tl.open(copied(of_thirty, tmp_path) / "events")


def shown_of(log):
    snap = log.at(as_of="2026-01-01")
    return {
        "log": log,
        "reading": log.read(),
        "snapshot": snap,
        "known": snap.known,
        "list": snap.list(),
        "state": snap.state("v"),
        "why": snap.why("E1.p"),
        "sources": snap.sources(),
        "history": snap.history(),
        "history of a cell": snap.history("E1.p"),
        "diff": log.diff("2024-01-01", "2026-01-01"),
        "event": snap.known.events[0],
        "empty": snap.list(entities="nobody"),
    }


@pytest.mark.parametrize("make", [repr, str])
def test_each_is_one_short_screen(log, make):
    for name, thing in shown_of(log).items():
        text = make(thing)
        lines = text.splitlines()
        assert 1 <= len(lines) <= 24, name
        assert all(columns(line) <= 80 for line in lines if not line.startswith(("<", "Reading("))), name
        assert sum(map(len, lines)) < 2000, name
        assert "\u202e" not in text, name


def test_a_table_shows_its_first_rows_and_counts_all(log):
    text = repr(log.at(as_of="2026-01-01").list())
    assert "more" in text
    assert text.splitlines()[-1] == "<list: 30 rows>"
    assert "event 0" in text


def test_what_every_row_says_is_told_of_all_rows_and_not_of_those_shown(log):
    log.add("one that is not reported by anyone", reported="2025-06/2026-06")
    text = repr(log.at(as_of="2026-01-01").list())
    assert "KNOWN yes" not in text


def test_a_table_of_other_things_shows_them():
    table = tl.Table(name="view/own", query={}, content=tuple(range(40)))
    assert repr(table).splitlines()[:2] == ["0", "1"]
    assert repr(table).splitlines()[-2:] == ["… and 20 more", "<view/own: 40 rows>"]


@pytest.mark.parametrize("number", range(15, 26))
def test_the_last_row_is_shown_where_a_line_would_count_it_alone(log, number):
    cells = log.at(as_of="2026-01-01").state("v", entities=[f"E{each}" for each in range(number // 2)])
    for table in (cells, tl.Table(name="view/own", query={}, content=tuple(range(number)))):
        assert "… and 1 more" not in repr(table)
        assert len(repr(table).splitlines()) <= 24


def test_a_snapshot_says_its_clocks_and_its_views(log):
    assert "as of 2026-01-01" in repr(log.at(as_of="2026-01-01"))
    assert repr(log.at(as_of="2026-01-01")).endswith("30 events, 30 sources; views v>")
