"""README and the first story are true: their sessions are typed at a terminal, and must answer as printed.

`TIMELINE_REWRITE=1 pytest tests/test_readme.py` prints the answers into the pages again.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from timeline.text.topics import STANDING

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SESSION = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
COLUMNS = 100


def steps(session):
    """Split a session into what is typed and what is answered; a typed line may go on after ``> ``."""
    found = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [("\n".join(typed), answered) for typed, answered in found]


class Terminal:
    """A shell at a real terminal, in an empty folder, with a fresh HOME."""

    def __init__(self, folder):
        home = folder / "home"
        home.mkdir()
        work = folder / "work"
        work.mkdir()
        self.work = work
        scripts = Path(sys.executable).parent
        self.environ = {
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "TERM": "dumb",
            "NO_COLOR": "1",
            "PAGER": "cat",
            "TIMELINE_BY": "ada",
            "COLUMNS": str(COLUMNS),
        }

    def type(self, command):
        """Run one command; the variables that it sets are there for the next."""
        state = self.work.parent / "variables"
        load = f". {state}\n" if state.exists() else ""
        code = f"{load}{command}\n{{ set | grep -E '^[a-z]+=' ; }} > {state}\n"
        lead, follow = pty.openpty()
        fcntl.ioctl(follow, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        process = subprocess.Popen(
            ["sh", "-c", code], cwd=self.work, env=self.environ, stdin=follow, stdout=follow, stderr=follow
        )
        os.close(follow)
        chunks = []
        while True:
            try:
                chunk = os.read(lead, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        os.close(lead)
        process.wait(timeout=60)
        answer = b"".join(chunks).decode().replace("\r\n", "\n").rstrip("\n")
        return answer.replace(str(self.work), "/home/ada/story")


def masked(text):
    """Put one sign for what differs between runs: ids, stamps of now, and this year where a year is to be said."""
    text = re.sub(r"(say which year: )\d{4}(\S*, )\d{4}", r"\1·\2·", text)
    text = re.sub(r"\b[0-9a-f]{8,64}\b", "·", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d{4}Z-ada-·|\d{4}-\d\d-\d\dT\d{4}Z-ada-[0-9a-f]+", "·", text)
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize("page", ["README.md", "docs/first-story.md"])
def test_the_session_answers_as_printed(page, tmp_path):
    file = ROOT / page
    text = file.read_text(encoding="utf-8")
    (session,) = SESSION.findall(text)
    terminal = Terminal(tmp_path)
    typed = [(command, answered, terminal.type(command)) for command, answered in steps(session)]
    if os.environ.get("TIMELINE_REWRITE"):
        written = "".join(
            "$ " + command.replace("\n", "\n> ") + "\n" + (answer + "\n" if answer else "")
            for command, _, answer in typed
        )
        file.write_text(text.replace(session, written), encoding="utf-8")
        return
    for command, answered, answer in typed:
        assert masked(answer) == masked("\n".join(answered)), command


@pytest.mark.parametrize("target", ["make", "make test"])
def test_the_two_commands_are_named_and_exist(target):
    text = README.read_text(encoding="utf-8")
    assert re.search(rf"^{target}$", text, re.MULTILINE)
    goal = target.partition(" ")[2] or "story"
    assert re.search(rf"^{goal}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_link_into_the_repository_leads_somewhere():
    for page in [README, *ROOT.glob("docs/**/*.md"), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_word_of_standing_is_explained():
    text = README.read_text(encoding="utf-8")
    for word, (says, _) in STANDING.items():
        assert f"| **{word}** | {says} |" in text
