"""`--sort`, `--reverse` and `--limit` of every command that answers in rows."""

import json

import pytest

import timeline as tl
from timeline.cli.boundary import COMMANDS
from timeline.cli.main import cli

ROWS = sorted(
    name
    for name in COMMANDS
    if (found := cli.get_command(None, name)) is not None
    and any("--format" in one.opts for one in found.params)
    and name != "export"
)


def test_every_command_that_answers_in_rows_takes_them():
    for name in ROWS:
        options = {option for one in cli.get_command(None, name).params for option in one.opts}
        assert {"--sort", "--reverse", "--limit"} <= options, name
    assert {"list", "state", "why", "diff", "sources", "entities", "conflicts", "history", "check"} <= set(ROWS)


@pytest.fixture
def told(log):
    for number, date in enumerate(["2025-03", "2024", "2025-01-05"]):
        log.add("add", f"event {number}", "--occurred", date, "--fact", f"E{number}.p={number}")
    return log


def test_the_first_rows_in_the_order_asked_for_and_how_many_there_are(told):
    whole = told.rows("list")
    titles = [row["title"] for row in told.rows("list", "--sort", "title", "--reverse", "--limit", "2")]
    assert titles == sorted((row["title"] for row in whole), key=str.casefold, reverse=True)[:2]
    said = told.ok("list", "--limit", "2")
    assert f"--limit: the first 2 of {len(whole)} rows" in said.err
    query = json.loads(told.ok("list", "--json", "--limit", "2", "--sort", "occurred").out)["query"]
    assert (query["limit"], query["sort"], query["total"]) == (2, "occurred", len(whole))
    assert [row["title"] for row in told.rows("list", "--reverse")] == [row["title"] for row in whole][::-1]


def test_python_gives_the_same_rows(told):
    table = tl.open(told.folder).at().list()
    assert table.sorted("occurred", reverse=True, limit=2).rows() == told.rows(
        "list", "--sort", "occurred", "--reverse", "--limit", "2"
    )
    with pytest.raises(tl.TimelineError) as caught:
        table.sorted("titel")
    assert caught.value.where == "field"


WITHOUT_ROWS = [
    ("list", "titel", "title"),
    ("sources", "publishr", "publisher"),
    ("entities", "nams", "names"),
    ("conflicts", "becaus", "because"),
    ("check", "mesage", "message"),
    ("list --by month", "evnts", "events"),
    ("list --gaps 1", "dys", "days"),
    ("diff 2019 2020", "entty", "entity"),
]


@pytest.mark.parametrize(("words", "wrong", "right"), WITHOUT_ROWS)
def test_an_answer_without_rows_knows_its_fields(empty, words, wrong, right):
    said = empty.run(*words.split(), "--sort", wrong)
    assert (said.code, said.out) == (2, "")
    assert f'did you mean "{right}"?' in said.err
    assert empty.rows(*words.split(), "--sort", right) == []


def test_python_refuses_the_same_without_rows(empty):
    table = tl.open(empty.folder).at().list()
    with pytest.raises(tl.TimelineError, match='no row has a field "titel"'):
        table.sorted("titel")
    assert table.sorted("title").rows() == []


def test_a_field_that_only_other_rows_of_the_form_have_is_one(empty):
    """Rows of events have no entity, those of cells have one: which there are decides the log, not who asks."""
    empty.ok("add", "an event without facts", "--occurred", "2025")
    asked = ("diff", "2020-01-01", "2999-01-01")
    (row,) = empty.rows(*asked)
    assert "entity" not in row
    assert empty.rows(*asked, "--sort", "entity") == [row]


def test_a_field_that_no_row_has_and_a_limit_of_none_are_refused(told):
    said = told.run("list", "--sort", "titel")
    assert (said.code, said.out) == (2, "")
    assert "title" in said.err
    for option in ("--limit", "--gaps"):
        for text in ("0", "-1", "x", "1.5", "", "00", "9" * 19, "9" * 5000):
            said = told.run("list", option, text)
            assert (said.code, said.out) == (2, "")
            assert ("is too large a number" if text[:1] == "9" else "is not a whole number from 1 on") in said.err
            assert "fix: give one, such as 30" in said.err
