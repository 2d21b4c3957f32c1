import json

import pytest
from storylog import LAST_OF_PART_A, run


@pytest.fixture(scope="session")
def ask():
    """Ask the repository's own log: ``ask("state", "hardware", "--as-of", "2026-06-01")`` gives the JSON answer."""

    def ask_json(*words):
        done = run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask_json


@pytest.fixture(scope="session")
def after_part_a(ask):
    """The moment at which part A was recorded and nothing of part B was, as the log prints it."""
    (stamp,) = (row["recorded"] for row in ask("list")["rows"] if row["title"] == LAST_OF_PART_A)
    return stamp
