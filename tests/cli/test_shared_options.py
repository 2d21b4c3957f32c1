"""Which reading command takes which of the shared options; where one is missing, what to do instead is said."""

import re

import click
import pytest

from timeline.cli.boundary import COMMANDS, WRITING
from timeline.cli.instead import CLOCKS, FILTERS, FORM, ORDER, SHARED
from timeline.cli.main import cli

READING = [name for name in COMMANDS if name not in WRITING]
ASKING = {*CLOCKS, *FILTERS, *ORDER, *FORM}
TAKEN = {
    "list": ASKING - {"--on"},
    "show": ASKING - {"--on", *FILTERS} | {"--since", "--until"},
    "state": ASKING,
    "why": ASKING,
    "diff": ASKING - {"--as-of", "--on"},
    "sources": ASKING - {"--on"},
    "entities": ASKING - {"--on"},
    "conflicts": ASKING - {"--on"},
    "history": ASKING - {"--on"},
    "stats": ASKING - {"--on"},
    "figure": {*CLOCKS, *FILTERS, "-o"},
    "page": {*CLOCKS, *FILTERS, "-o"},
    "export": {*CLOCKS, *FILTERS, "-o", "--format"},
    "date": {*ORDER, *FORM},
    "views": {*ORDER, *FORM},
    "schema": set(),
    "check": {*ORDER, *FORM},
    "doctor": {*ORDER, *FORM},
    "completion": set(),
    "help": set(),
}
"""The contract of the command line, as a table: who does not take an option of these says what to do instead."""
ARGUMENTS = {
    "show": ["abcd"],
    "state": ["hardware"],
    "why": ["R2.training"],
    "diff": ["2024", "2025"],
    "figure": ["events"],
    "date": ["2025"],
    "completion": ["bash"],
}


def options(name):
    return {opt for param in cli.get_command(click.Context(cli), name).params for opt in param.opts}


def test_every_reading_command_is_in_the_table():
    assert set(TAKEN) == set(READING)


@pytest.mark.parametrize("name", READING)
def test_a_command_takes_the_shared_options_of_the_table(name):
    assert options(name) & set(SHARED) == TAKEN[name]


@pytest.mark.parametrize("name", READING)
def test_a_shared_option_that_is_missing_says_what_to_do_instead(log, name):
    for option in [one for one in SHARED if one not in TAKEN[name]]:
        said = log.run(name, *ARGUMENTS.get(name, []), option, "2025")
        assert said.code == 2
        assert f"{name} takes no {option}" in said.err
        assert "see timeline" not in said.err
        for command, given in re.findall(r"timeline (\w+)([^;)\"\n]*)", said.err):
            named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", given))
            assert named <= options(command), said.err


def test_the_history_of_the_log_is_that_of_the_events_that_fit(log):
    log.add("add", "apart", "--tag", "own", "--source", "press", "--fact", "Own.p=x")
    every, own = log.rows("history"), log.rows("history", "--entity", "Own")
    assert len(own) < len(every)
    assert {row["kind"] for row in own} == {"event", "source"}
    assert own == log.rows("history", "--tag", "own")
    assert "left out by entity Own" in log.ok("history", "--entity", "Own").err
    assert 'did you mean "Own"?' in log.ok("history", "--entity", "Owm").err
    refused = log.run("history", "R2.training", "--entity", "R2")
    assert refused.code == 2
    assert "told from all events" in refused.err
    assert "--entity" in refused.err
