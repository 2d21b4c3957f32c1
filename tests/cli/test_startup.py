"""A command that asks starts at once: it imports nothing that only writing, drawing or a failure needs."""

import os
import subprocess
import sys

import pytest

# Each costs a short command more than its answer, or drags in what does.
SLOW = {
    "asyncio", "cattrs", "csv", "difflib", "email", "importlib.metadata", "matplotlib", "multiprocessing", "numpy",
    "pathlib", "pydoc", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "urllib",
}  # fmt: skip
# Ours, that answers about a log without checkpoints never need.
OURS = {
    "timeline.figures",
    "timeline.records.admission",
    "timeline.records.stamping",
    "timeline.store.add",
    "timeline.store.append",
    "timeline.store.check",
    "timeline.store.checkpoints",
    "timeline.store.create",
    "timeline.text.receipt",
    "timeline.text.schemas",
}

READING = [
    ["list", "--as-of", "2025-12-31"],
    ["list", "--json"],
    ["state", "hardware", "--as-of", "2025-12-31"],
    ["why", "R2.training"],
    ["sources"],
    ["views"],
    ["date", "2025?-08"],
    ["--version"],
]


_MAIN = "from timeline.cli import main; main()"  # `-m` would import runpy, and all that it needs


def imported(log, *words):
    """Name what a run of the command line imports; a fresh interpreter says it itself."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", _MAIN, *words],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TIMELINE_LOG": str(log.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.fixture(scope="module")
def bare():
    """What the libraries import that every command needs, in this environment."""
    code = "import sys, click, attrs, msgspec; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_asking_imports_nothing_that_only_others_need(log, bare, words):
    found = imported(log, *words)
    assert "timeline.cli.main" in found
    assert sorted((SLOW - bare) & found) == []
    assert sorted(OURS & found) == []


def test_help_needs_no_log_and_no_drawing(log, bare):
    found = imported(log, "--help")
    assert not {"matplotlib", "numpy", "cattrs", "subprocess"} - bare & found
