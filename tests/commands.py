"""The command line on a log, in this process or in one of its own."""

import os
import subprocess
import sys

from click.testing import CliRunner

from timeline.cli.main import cli


def run(log, *words, stdin=None):
    """Run a command of ada's on a log; however it ends, it is by an exit."""
    env = {"TIMELINE_BY": "ada", "TIMELINE_LOG": None}
    done = CliRunner(env=env).invoke(cli, ["-C", str(getattr(log, "folder", log)), *words], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def spawned(folder, *words, given=None, beside=None):
    """Run a command of ada's in a process of its own and in a folder, with what else Python finds beside us."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TIMELINE_BY": "ada"}
    environ |= {"PYTHONPATH": str(beside)} if beside else {}
    command = [sys.executable, "-m", "timeline", *words]
    return subprocess.run(command, cwd=folder, env=environ, input=given, capture_output=True, text=True, check=False)
