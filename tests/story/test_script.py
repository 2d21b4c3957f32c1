"""The worked example makes the log: `docs/story.sh` run into an empty folder gives the events of `events/`."""

import json
import re
import subprocess
import sys

from storylog import EVENTS, ROOT, environment

ID = re.compile(r"\b[0-9a-f]{64}\b")


def records(log):
    """Every record as (kind, body), in the order of the log, with each id replaced by the place of its record."""
    lines = [line for file in log.glob("[0-9]*/**/*.jsonl") for line in file.read_text("utf-8").splitlines()]
    ordered = sorted(map(json.loads, lines), key=lambda record: (record["recorded"], record["id"]))
    place = {record["id"]: f"record {number}" for number, record in enumerate(ordered, 1)}
    return [
        (record["kind"], json.loads(ID.sub(lambda found: place[found[0]], json.dumps(record["body"]))))
        for record in ordered
    ]


def test_the_script_makes_the_log_of_the_repository(tmp_path):
    command = tmp_path / "bin" / "timeline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m timeline "$@"\n', "utf-8")
    command.chmod(0o755)
    log = tmp_path / "events"
    path = f"{command.parent}:{environment()['PATH']}"
    done = subprocess.run(
        ["/bin/sh", ROOT / "docs" / "story.sh", log],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=300,
        env=environment(PATH=path, HOME=str(tmp_path), TIMELINE_BY="maintainers"),
    )
    assert done.returncode == 0, done.stderr

    assert records(log) == records(EVENTS)
    assert (log / "timeline.toml").read_bytes() == (EVENTS / "timeline.toml").read_bytes()


def test_every_record_of_the_repository_is_signed_by_its_maintainers():
    lines = [line for file in EVENTS.glob("[0-9]*/**/*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert {json.loads(line)["by"] for line in lines} == {"maintainers"}
