"""The command line on a log in a folder of its own, and the two logs on which most of its tests work."""

import json
import re

import attrs
from click.testing import CliRunner

from timeline.cli.main import cli

SETTINGS = """\
format = 1
title = "a log"

[views.hardware]
title = "Where does each model train and run inference?"
properties = ["training", "inference"]

[views.models]
title = "What is each model?"
properties = ["parameters"]
latest = "reported"
"""


@attrs.frozen
class Said:
    """What a run of the command line left: its exit code, both streams, and the exception that should not be."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def rows(self):
        return json.loads(self.out)["rows"]

    @property
    def answer(self):
        return json.loads(self.out)


@attrs.frozen
class Bench:
    """A log in a folder of its own, and the command line to work on it."""

    folder: object

    def run(self, *words, stdin=None, env=None):
        given = {"TIMELINE_BY": "ada", "TIMELINE_LOG": None, "NO_COLOR": None, "COLUMNS": None, **(env or {})}
        done = CliRunner(env=given).invoke(cli, ["-C", str(self.folder), *words], input=stdin)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert "Traceback" not in done.output
        return Said(done.exit_code, done.stdout, done.stderr)

    def ok(self, *words, **more):
        said = self.run(*words, **more)
        assert said.code == 0, said.err
        return said

    def add(self, *words, **more):
        """Add one record and give its id."""
        (record_id,) = self.ok(*words, **more).lines
        assert re.fullmatch("[0-9a-f]{64}", record_id)
        return record_id

    def rows(self, *words):
        return self.ok(*words, "--json").rows

    @property
    def bytes(self):
        """Every byte of the log, by file."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }


def begun(top):
    """A log without records, with two views."""
    bench = Bench(top / "events")
    bench.ok("init", "--title", "a log")
    (bench.folder / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    return bench


def told(top):
    """A small log: two sources, one event with two values over time, one that failed."""
    bench = begun(top)
    bench.add("source", "press", "--publisher", "Press", "--published", "2025-08-14", "--origin", "people")
    bench.add("source", "relay", "--publisher", "Relay", "--published", "2025-09-01", "--via", "press")
    bench.add(
        "add", "R2 trains on Nvidia", "--type", "training.moved", "--occurred", "2025-08-10", "--source", "press",
        "--fact", "R2.training=Nvidia", "--tag", "r2", "--key", "nvidia",
    )  # fmt: skip
    bench.add(
        "add", "R2 could not train on Ascend", "--type", "training.failed", "--occurred", "[..2025-08-14]",
        "--source", "relay", "--failed", "R2.training=Ascend",
    )  # fmt: skip
    return bench
