"""The first screen, and the examples in the help: each is there, and runs as it stands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from timeline.cli.boundary import COMMANDS, WRITING
from timeline.cli.frontdoor import EXAMPLES, FIRST, groups
from timeline.cli.main import cli
from timeline.text.topics import TOPICS, folded

VIEW = """
[views.hardware]
title = "Where does each model train and run inference?"
properties = ["training", "inference"]
"""


def shell(folder, command):
    scripts = Path(sys.executable).parent
    environ = {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "TIMELINE_BY": "ada",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A log that has what the examples name, and the ids of its two events."""
    folder = tmp_path_factory.mktemp("story")

    def run(command):
        done = shell(folder, command)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    run("timeline init")
    with (folder / "events" / "timeline.toml").open("a", encoding="utf-8") as settings:
        settings.write(VIEW)
    run("timeline source trivium --publisher 'Trivium China' --published 2025-08-14")
    run("timeline source financial-times --published 2025-08-14")
    moved = run(EXAMPLES["add"])
    other = run("timeline add 'R2 never left' --source trivium:denies")
    (folder / "page.html").write_text("<p>R2 moved</p>", encoding="utf-8")
    (folder / "events.csv").write_text("Headline,occurred\nR2 moved,2025-08\n", encoding="utf-8")
    return folder, {"4631b970": moved[:8], "77aa01c2": other[:8]}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example(name):
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    text = found.get_help(click.Context(found, info_name=name))
    assert text.rstrip().endswith(EXAMPLES[name].split("\n")[-1].strip())
    assert EXAMPLES[name].startswith(f"timeline {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_runs(name, story, tmp_path, request):
    made, ids = story
    folder = tmp_path / "story"
    if name == "init":
        folder.mkdir()
    else:
        shutil.copytree(made, folder)
    command = EXAMPLES[name]
    if (example := "postgres://ada@localhost/story") in command:
        postgres, database = request.getfixturevalue("postgres"), request.getfixturevalue("database")
        shell(folder, f"timeline push --init '{postgres.address(database)}'")
        command = command.replace(example, f"'{postgres.address(database)}'")
    for example, there in ids.items():
        command = command.replace(example, there)
    done = shell(folder, command)
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr


def test_the_first_screen_shows_five_commands_with_an_example_each_and_all_others_in_groups(empty):
    text = empty.ok("--help").out
    begin, _, rest = text.partition("\n\nWrite:\n")
    for name in FIRST:
        assert f"$ {EXAMPLES[name]}".split("\n")[0] in begin
        assert f"\n  {name} " not in rest
    for name in set(COMMANDS) - set(FIRST):
        assert f"\n  {name} " in f"\n{rest}"
    assert "timeline help WORD" in rest
    assert "README.md" in rest
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.parametrize("word", TOPICS)
def test_a_topic_fits_the_terminal_and_loses_no_word(empty, word, width):
    assert empty.ok("help", word).out == folded(TOPICS[word][1], 80)
    text = folded(TOPICS[word][1], width)
    assert max(map(len, text.splitlines())) <= width
    assert text.split() == TOPICS[word][1].split()


def test_a_command_that_no_group_names_is_shown_all_the_same():
    found = groups([*COMMANDS, "newer", "writer"], {*WRITING, "writer"})
    assert "newer" in found["Ask"]
    assert "writer" in found["Write"]
    assert sorted(name for names in found.values() for name in names) == sorted(
        {*COMMANDS, "newer", "writer"} - set(FIRST)
    )
