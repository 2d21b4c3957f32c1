"""The commands that share a log, where no server is needed: what a person gets who meant another push."""

import json

import pytest
from click.testing import CliRunner

from timeline.cli.main import cli


@pytest.mark.parametrize("words", [[], ["origin"], ["git@example.org:ada/story.git"], [""]], ids=str)
@pytest.mark.parametrize("command", ["push", "pull"])
def test_who_names_no_server_is_told_of_git_as_well(command, words):
    done = CliRunner().invoke(cli, [command, *words, "--json"])
    told = json.loads(done.stderr)
    assert done.exit_code == told["exit"] == 2
    assert told["where"] == "ADDRESS"
    assert f"git {command}" in told["fix"]
    assert "postgres://HOST:PORT/DATABASE" in told["fix"]
    assert told["nothing_written"]
