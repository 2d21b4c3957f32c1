"""The command line on a log, in this process."""

from click.testing import CliRunner

from timeline.cli.main import cli


def run(log, *words, stdin=None):
    """Run a command of ada's on a log; however it ends, it is by an exit."""
    env = {"TIMELINE_BY": "ada", "TIMELINE_LOG": None}
    done = CliRunner(env=env).invoke(cli, ["-C", str(getattr(log, "folder", log)), *words], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done
