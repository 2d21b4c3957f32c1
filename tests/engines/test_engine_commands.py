"""Commands with an engine print the very bytes that they print without."""

import contextlib
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli

CLOCKS = [
    [],
    ["--as-of", "2026-11-23"],
    ["--as-of", "2026-01-04"],
    ["--as-of", "2025-12-31", "--on", "2026-02"],
    ["--as-of", "2026-06-01T12:00:00Z"],
    ["--on", "2026-01-02", "--as-of", "2027"],
    ["--recorded-by", "2026-11-25"],
    ["--recorded-by", "2000"],
]
STATES = [
    [*words, *clock]
    for words in (
        ["state", "hardware"],
        ["state", "several", "--json"],
        ["state", "reported", "--strict"],
        ["state", "several", "--entity", "DeepSeek-R2", "--json"],
    )
    for clock in CLOCKS
]
OTHERS = [
    ["state", "several", "--source", "wire", "--json"],
    ["state", "several", "--since", "2026", "--strict", "--json"],
    ["state", "hardware", "--entity", "nobody"],
    ["state", "nothing"],
    ["list", "--by", "month", "--json"],
    ["list", "--by", "entity", "--all", "--as-of", "2026-01-04"],
    ["list", "--as-of", "2025-12-31", "--format", "table"],
    ["why", "R2.inference", "--as-of", "2026-06-01", "--json"],
    ["history", "DeepSeek-R2.inference", "--json"],
    ["history", "R2.training", "--as-of", "2026-01-04"],
    ["conflicts", "--json"],
    ["conflicts", "--as-of", "2026-02", "--view", "several"],
    ["state", "hardware", "--as-of", "2026-02-30"],
    ["state", "several", "--at-checkpoint", "1", "--as-of", "2026-06-01", "--json"],
    ["list", "--at-checkpoint", "1", "--json"],
    ["list", "--at-checkpoint", "1", "--by", "month"],
    ["conflicts", "--at-checkpoint", "1", "--json"],
    ["why", "R2.inference", "--at-checkpoint", "1", "--as-of", "2026-06-01"],
    ["history", "R2.inference", "--at-checkpoint", "1"],
    ["state", "several", "--at-checkpoint", "7", "--as-of", "2026-06-01"],
    ["state", "hardware", "--format", "csv", "--sort", "entity", "--reverse", "--limit", "2"],
]


def run(log, *words):
    return CliRunner(env={"TIMELINE_LOG": str(log)}).invoke(cli, words)


def same(words, log, data, *engine):
    """Compare a command on the log itself with one on an engine: exit status, answer and talk."""
    without = run(log, *words, "--on", "2026-11-30") if _needs_a_day(words) else run(log, *words)
    words = [*words, "--on", "2026-11-30"] if _needs_a_day(words) else words
    found = run(log, *words, *(engine or ("--engine", "duckdb")), "--data", str(data))
    assert (found.exit_code, found.stdout) == (without.exit_code, without.stdout), found.stderr
    assert found.stderr == without.stderr
    return found


def _needs_a_day(words):
    """Whether what is asked would follow the clock of the machine."""
    return words[0] in ("state", "why") and not {"--on", "--as-of", "--recorded-by"} & set(words)


@pytest.mark.parametrize("words", [*STATES, *OTHERS], ids=" ".join)
def test_a_state_prints_the_same_bytes(words, log_folder, data):
    same(words, log_folder, data)


def test_data_alone_means_duckdb(log_folder, data):
    assert run(log_folder, "state", "hardware", "--on", "2026", "--data", str(data)).exit_code == 0


def test_no_log_is_needed(data, tmp_path):
    done = run(tmp_path / "nowhere", "state", "hardware", "--on", "2026", "--data", str(data))
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--engine", "duckdb"], "an engine needs the folder of an export"),
        (["--engine", "oracle", "--data", "DATA"], '"oracle" is not an engine'),
        (["--data", "/nowhere"], "is not a folder"),
        (["--data", "/tmp"], "does not hold a whole export"),
        (["--data", "DATA", "--at-checkpoint", "7"], "the last are 000001-"),
    ],
)
def test_what_cannot_be_asked_is_said_once(words, what, log_folder, data):
    done = run(log_folder, "state", "hardware", *[str(data) if word == "DATA" else word for word in words])
    assert done.exit_code == 2
    assert what in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    "address",
    [
        "postgres://ada:s3cr3t%zz@127.0.0.1:1/story",
        "postgres://ada:s3cr3t@[::1/story",
        "postgres://ada@127.0.0.1:1/story?password=%ZZs3cr3t",
        "postgres://ada:s3cr3t@127.0.0.1:port/story",
        "postgres://ada:s3cr3t@127.0.0.1:1/story",
        "postgresql://ada@127.0.0.1:1/story?password=s3cr3t",
        "postgre://ada:s3cr3t@127.0.0.1:1/story",
        "postgres//ada:s3cr3t@127.0.0.1:1/story?password=s3cr3t",
    ],
)
def test_no_error_shows_a_password(address, log_folder, data, tmp_path):
    pytest.importorskip("psycopg")
    for words in (["state", "hardware", "--data", str(data)], ["export", "--format", "parquet", str(tmp_path / "new")]):
        done = run(log_folder, *words, "--engine", address)
        assert done.exit_code == 2
        assert "s3cr3t" not in done.stderr
        assert "fix: " in done.stderr
    with pytest.raises(tl.TimelineError) as caught:
        tl.open_data(data, engine=address)
    assert "s3cr3t" not in str(caught.value)


def test_nothing_of_it_is_imported_without_an_engine(log_folder):
    code = (
        "import sys\nfrom timeline.cli.main import cli\n"
        "try:\n    cli(['state', 'hardware', '--as-of', '2026-11-23'])\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TIMELINE_LOG": str(log_folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    held = set(done.stderr.split())
    assert not held & {"duckdb", "pyarrow", "psycopg", "pyspark", "timeline.engines"}


def test_what_a_log_lacks_is_told_beside_each_answer_of_an_engine(log_folder, tmp_path):
    events, data = tmp_path / "events", tmp_path / "data"
    shutil.copytree(log_folder, events)
    sorted(events.glob("2*/*.jsonl"))[-2].unlink()
    assert run(events, "export", "--format", "parquet", str(data)).exit_code == 0
    for words in (["state", "hardware"], ["list", "--by", "year"], ["history", "R2.training"], ["conflicts"]):
        assert "which is not in this log" in same([*words, "--as-of", "2026-11-23"], events, data).stderr


@pytest.mark.parametrize(
    "words", [["DIR"], ["-o", "DIR"], ["DIR/"], ["--relation", "DIR"], ["DIR.with.points/"]], ids=" ".join
)
def test_a_folder_of_parquet_is_asked_by_an_engine(words, log_folder, tmp_path):
    words = [word.replace("DIR", str(tmp_path / "data")) for word in words]
    done = run(log_folder, "export", "--format", "parquet", *words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert "versions of facts" in done.stderr
    target = words[-1]
    same(["state", "hardware", "--as-of", "2026-11-23"], log_folder, target)
    assert (Path(target) / "events.parquet").exists() == ("--relation" not in words)


def test_a_folder_that_was_written_at_a_clock_is_refused_with_a_command_that_works(log_folder, tmp_path):
    target = tmp_path / "data.of.may"
    done = run(log_folder, "export", "--format", "parquet", f"{target}/", "--as-of", "2026-05")
    assert "holds this answer alone" in done.stderr
    done = run(log_folder, "state", "hardware", "--data", str(target))
    assert (done.exit_code, "holds one answer" in done.stderr) == (2, True)
    fix = done.stderr.partition("timeline export")[2].splitlines()[0]
    assert run(log_folder, "export", *shlex.split(fix)).exit_code == 0
    same(["state", "hardware", "--as-of", "2026-11-23"], log_folder, target)


def test_the_relation_alone_leaves_no_older_answer_beside_it(log_folder, tmp_path):
    target = tmp_path / "data"
    run(log_folder, "export", "--format", "parquet", str(target))
    run(log_folder, "export", "--format", "parquet", "--relation", str(target))
    assert not list(target.glob("*.parquet"))


@pytest.mark.parametrize(
    "words",
    [
        ["--relation", "x.parquet"],
        ["--relation"],
        ["--relation", "data", "--as-of", "2026"],
        ["--relation", "data", "--public"],
    ],
    ids=" ".join,
)
def test_a_relation_is_whole_or_refused(words, log_folder, tmp_path):
    done = run(
        log_folder, "export", *[str(tmp_path / word) if word[0] != "-" and word != "2026" else word for word in words]
    )
    assert done.exit_code == 2
    assert "relation" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_question_to_duckdb_is_interrupted_as_any_is():
    code = (
        "import duckdb\nfrom timeline.engines.duck import Duck\n"
        "print('asking', flush=True)\n"
        "Duck(duckdb.connect()).ask('SELECT count(*) FROM range(1000000000) a, range(1000000000) b')"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert asking.stdout.readline() == "asking\n"
    while asking.poll() is None:
        asking.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            asking.wait(0.2)
    assert (asking.returncode, asking.communicate()[1].splitlines()[-1]) == (-signal.SIGINT, "KeyboardInterrupt")
