"""The gallery shows what its commands draw from the log in `events/`, to the byte."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from timeline.cli.main import cli
from timeline.figures import KINDS

ROOT = Path(__file__).resolve().parents[2]
GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^timeline (figure .* -o figures/(\S+))$", GALLERY, re.MULTILINE)


@pytest.mark.figures
@pytest.mark.parametrize(("command", "name"), COMMANDS, ids=[name for _, name in COMMANDS])
def test_a_command_of_the_gallery_draws_what_it_shows(tmp_path, command, name):
    words = command.replace(f"figures/{name}", str(tmp_path / name)).split()
    done = CliRunner().invoke(cli, ["-C", str(ROOT / "events"), *words])
    assert done.exit_code == 0, done.output
    kept = (ROOT / "figures" / name).read_bytes()
    assert (tmp_path / name).read_bytes() == kept, "`make figures` draws figures/ again"


def test_the_gallery_shows_every_kind_and_every_picture():
    assert {command.split()[1] for command, _ in COMMANDS} == set(KINDS)
    shown = set(re.findall(r"\]\(\.\./figures/(\S+)\)", GALLERY))
    assert shown == {name for _, name in COMMANDS} == {path.name for path in (ROOT / "figures").iterdir()}


def test_one_target_of_make_draws_the_gallery():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    drawn = re.findall(r"^\t\$\(BIN\)/timeline (figure .* -o figures/\S+)$", makefile, re.MULTILINE)
    assert sorted(drawn) == sorted(command for command, _ in COMMANDS)
