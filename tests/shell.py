"""A shell at a real terminal, and a Python beside it, in a folder of its own with a fresh HOME: what a reader has."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from beside import put_beside
from blocks import CLONE, ROOT, STORY
from terminals import at_a_terminal

COLUMNS = 100
_PYTHON = """\
import json, sys
names = {"__name__": "page"}
for line in sys.stdin:
    code, place = json.loads(line)
    try:
        before = dict(names)
        exec(compile(code, place, "exec"), names)
        for name, value in list(names.items()):
            if name.startswith("test_") and before.get(name) is not value:
                value()
    except BaseException:
        import traceback
        traceback.print_exc()
        print("FAILED", flush=True)
    else:
        print("DONE", flush=True)
"""


def on_screen(text):
    """Give what is left on the screen where lines were written over, as those of a bar."""
    return "\n".join(map(_line_left, text.split("\n")))


def _line_left(line):
    left = ""
    for part in line.split("\r"):
        left = part + left[len(part) :]
    return left.rstrip() if "\r" in line else line


class Shell:
    """What a page is typed into.

    Args:
        folder: Where the reader's folders are made.
        scripts: The folder with the command `timeline`, and `python`.
    """

    def __init__(self, folder, scripts=Path(sys.executable).parent):
        self.folder = folder
        self.scripts = scripts
        self.home = folder / "home"
        self.home.mkdir()
        self.count = 0
        self.python_ = None
        self.environ = {
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "TERM": "dumb",
            "NO_COLOR": "1",
            "PAGER": "cat",
            "GIT_PAGER": "cat",
            "TIMELINE_BY": "ada",
            "COLUMNS": str(COLUMNS),
            "MPLCONFIGDIR": str(self.home),
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "init.defaultBranch",
            "GIT_CONFIG_VALUE_0": "master",  # as git calls it where nobody says otherwise
        }
        self.begin("empty")

    def begin(self, kind):
        """Go into a new folder: an empty one, or one with a copy of the story."""
        self.close()
        self.count += 1
        self.top = self.folder / f"folder-{self.count}" / "story"
        self.top.mkdir(parents=True)
        self.here = self.top
        self.environ.pop("PYTHONPATH", None)
        if kind in (STORY, CLONE):
            left = shutil.ignore_patterns(".index", ".lock", "__pycache__")
            for name in ("events", "examples") if kind == CLONE else ("events",):
                shutil.copytree(ROOT / name, self.top / name, ignore=left)
            (self.top / "figures").mkdir()
        if kind == CLONE:
            (self.top / "docs").mkdir()
            shutil.copy2(ROOT / "docs" / "story.sh", self.top / "docs")
            beside = [
                put_beside(one.parent, self.top.parent / "site") for one in self.top.glob("examples/*/pyproject.toml")
            ]
            self.environ["PYTHONPATH"] = os.pathsep.join(beside)

    def type(self, command):
        """Run commands, and give what the screen shows, and the exit status; variables and the folder are kept."""
        state, place = self.top.parent / "variables", self.top.parent / "place"
        load = f". {state}\n" if state.exists() else ""
        keep = f"{{ set | grep -E '^[a-z_]+=' ; export -p | grep TIMELINE_ ; }} > {state}; pwd > {place}; exit $status_"
        code = f"{load}{command}\nstatus_=$?\n{keep}\n"
        status, shown = at_a_terminal(["sh", "-c", code], columns=COLUMNS, cwd=self.here, env=self.environ)
        if place.exists():
            self.here = Path(place.read_text(encoding="utf-8").strip())
        answer = on_screen(shown.decode().replace("\r\n", "\n")).rstrip("\n")
        return answer.replace(str(self.top.resolve()), "/home/ada/story").replace(
            str(self.top), "/home/ada/story"
        ), status

    def python(self, code, place):
        """Run a block of Python in the names of the blocks before it; give what it printed, None where it is done."""
        if self.python_ is None:
            self.python_ = subprocess.Popen(
                [self.scripts / "python", "-W", "error::DeprecationWarning", "-c", _PYTHON],
                cwd=self.here,
                env=self.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.python_.stdin.write(json.dumps([code, place]) + "\n")
        self.python_.stdin.flush()
        said = []
        for line in self.python_.stdout:
            if line in ("DONE\n", "FAILED\n"):
                return None if line == "DONE\n" else "".join(said)
            said.append(line)
        return "".join(said)

    def close(self):
        """End the Python, if there is one."""
        if self.python_ is not None:
            self.python_.stdin.close()
            self.python_.wait(timeout=60)
            self.python_.stdout.close()
            self.python_ = None
