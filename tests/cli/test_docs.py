"""Every command has help, and the reference in `docs/commands.md` and the manual pages are what the help says.

`TIMELINE_REWRITE=1 pytest tests/cli/test_docs.py` writes both again; the first part of the reference is kept by hand.
"""

import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from timeline.cli.boundary import COMMANDS, WRITING
from timeline.cli.frontdoor import EXAMPLES
from timeline.cli.main import cli
from timeline.text import schemas

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "commands.md"
MAN = DOCS.parent / "man"
MARK = "<!-- From here on the page is made from the commands' own help. -->\n"


def command(name):
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def reference():
    lines = [MARK]
    for title, names in (
        ("Commands that write", [name for name in COMMANDS if name in WRITING]),
        ("Commands that ask", [name for name in COMMANDS if name not in WRITING]),
    ):
        lines.append(f"\n## {title}\n")
        for name in names:
            lines.extend(section(name))
    return "".join(lines)


def section(name):
    found = command(name)
    ctx = click.Context(found, info_name=f"timeline {name}")
    usage = " ".join(found.collect_usage_pieces(ctx))
    yield f"\n### {name}\n\n```\ntimeline {name} {usage}\n```\n\n"
    for paragraph in (found.help or "").replace("\b", "").split("\n\n"):
        yield " ".join(paragraph.split()) + "\n\n"
    example = EXAMPLES[name].replace("\n", "\n  ")
    yield f"For example:\n\n```\n{example}\n```\n\n"
    rows = [param.get_help_record(ctx) for param in found.get_params(ctx) if isinstance(param, click.Option)]
    rows = [row for row in rows if row is not None and not row[0].endswith("--help")]
    if rows:
        yield "| option | meaning |\n| --- | --- |\n"
        for option, meaning in rows:
            yield f"| `{escaped(option)}` | {escaped(meaning)} |\n"


def escaped(text):
    return " ".join(text.split()).replace("|", "\\|")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name):
    found = command(name)
    assert found.help
    assert all(param.help for param in found.params if isinstance(param, click.Option)), name


def test_every_key_that_scripts_rely_on_is_named():
    """A date that comes in threes is named once."""
    text = re.sub(r"```.*?```", "", (DOCS / "json.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    named = set(re.findall(r"`([^`]+)`", text)) | set(re.findall(r'"(\w+)"', text))
    for name in set(schemas.NAMES) - {"record"}:
        keys = [re.sub("_(earliest|latest)$", "", key) for key in schemas.keys(name)]
        assert set(keys) <= named, name


def test_the_reference_says_what_the_help_says():
    text = PAGE.read_text(encoding="utf-8")
    by_hand, _, _ = text.partition(MARK)
    if os.environ.get("TIMELINE_REWRITE"):
        PAGE.write_text(by_hand + reference(), encoding="utf-8")
        return
    assert text == by_hand + reference()


def test_the_manual_pages_say_what_the_help_says():
    made = runpy.run_path(str(DOCS / "man.py"))
    if os.environ.get("TIMELINE_REWRITE"):
        made["write"]()
        return
    kept = {path.name: path.read_text(encoding="utf-8") for path in MAN.iterdir()}
    for name, text in made["pages"]().items():
        assert kept.pop(name, None) == text, name
    assert kept == {}


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
def test_mandoc_finds_no_fault_in_a_manual_page():
    words = ["mandoc", "-T", "lint", "-W", "warning", *sorted(MAN.iterdir())]
    said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert [line for line in said.stdout.splitlines() if "missing date" not in line] == []


@pytest.mark.skipif(shutil.which("man") is None or shutil.which("troff") is None, reason="man is not installed")
@pytest.mark.parametrize("name", ["timeline", "timeline-add"])
def test_man_shows_a_page_without_a_warning(name):
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    words = ["man", "--warnings", "-l", MAN / f"{name}.1"]
    said = subprocess.run(words, env=environ, capture_output=True, text=True, check=True, timeout=60)
    assert said.stderr == ""
    shown = re.sub(".\b", "", said.stdout)
    assert "EXIT STATUS" in shown
    if name == "timeline-add":
        assert "--occurred EDTF" in shown
        assert "`>=1000 chips`" in shown
