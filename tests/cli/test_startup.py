"""A command that asks starts at once: it imports nothing that only writing, drawing or a failure needs."""

import functools
import os
import subprocess
import sys
import time

import click
import pytest

from timeline.cli.boundary import COMMANDS
from timeline.cli.frontdoor import SAID
from timeline.cli.main import cli

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
    ["date", "2025?-08"],
    ["--version"],
]


# The one list of ours that a command may import: what is not here, only the commands that need it import.
# A package stands before the colon, its modules after it.
FRONT_DOOR = """
timeline: _version cli errors named
cli: boundary frontdoor main
"""
COMMON = """
timeline: dates records store text
cli: day options output params progress waiting
dates: days edtf grammar instants masks spans stamps suggest values written
records: cellnames chain fields line mentions model say segment strict_json typed words
store: collecting disk held log names read settings turns upkeep where
text: forms sheet terminal
"""
ASKING = """
timeline: api asof exchange exports lookup opened recording snapshot views
asof: answering changes facts ledger names relays reports shared sources values windows
cli: asking quick
text: blocks grid layouts render tables
records: contents ordered twins
store: basis index_file index_now marks narrow steady upkeep
dates: calls
views: answer arguments chosen filters given left_out notes origins rows standing told_beside
"""
_ADDING = ("add", "a", "--occurred", "2025?-08", "--fact", "R2.training=Nvidia")
MAY_IMPORT = {
    ("--help",): FRONT_DOOR,
    ("list",): FRONT_DOOR + COMMON + ASKING + "text.tables: events words",
    ("list", "--json"): FRONT_DOOR + COMMON + ASKING + "text.tables: events words",
    ("state", "hardware"): FRONT_DOOR
    + COMMON
    + ASKING
    + "records: ordered\ntext.tables: cells words\nviews: cells projection specs table verdicts",
    _ADDING: FRONT_DOOR
    + COMMON
    + """
timeline: verify views
cli: adding writing
dates: english
records: admission archives bearing called catalogue contents cut drafts made names places references repeats stamping
records: spooled unknown
store: add append git ground marks recover tracked upkeep writer
text: receipt tables
text.tables: words
verify: checkpoint_text
dates: calls
views: arguments given payloads remarks
""",
}
SIFTING = """
timeline: asof
asof: alone relation
dates: beginnings
records: usual
verify: sift spans
"""
"""What says of an event that it was not reported too early."""
OTHERS = {"attr", "attrs", "click", "msgspec", "typing_extensions"}
"""The libraries that these may import, of all that are not Python's own."""
COMPLETING = {"_TIMELINE_COMPLETE": "bash_complete", "COMP_WORDS": "timeline ", "COMP_CWORD": "1"}

_MAIN = "from timeline.cli import main; main()"  # `-m` would import runpy, and all that it needs


def imported(log, *words, main=_MAIN, environ=None):
    """Name what a run of the command line imports; a fresh interpreter says it itself."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", main, *words],
        env={
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "TIMELINE_LOG": str(log.folder),
            "TIMELINE_BY": "ada",
            **(environ or {}),
        },
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


def allowed(spelled):
    """Read a list of MAY_IMPORT as the names of modules."""
    found = {"timeline"}
    for line in spelled.strip().splitlines():
        package, _, names = line.partition(":")
        prefix = "timeline" if package == "timeline" else f"timeline.{package}"
        found |= {prefix, *(f"{prefix}.{name}" for name in names.split())}
    return found


def test_an_event_by_a_source_that_stands_alone_is_added_without_the_rules_of_asking(log):
    log.add("source", "diary", "--publisher", "Diary")
    found = imported(log, *_ADDING, "--source", "diary")
    ours = {name for name in found if name.partition(".")[0] == "timeline"}
    assert sorted(ours - allowed(MAY_IMPORT[_ADDING] + SIFTING)) == []


def test_adding_an_event_imports_no_attrs(log):
    """Its classes are compiled when they are imported: half a millisecond each."""
    found = imported(log, *_ADDING)
    assert {"attr", "attrs", "cattrs"} & {name.partition(".")[0] for name in found} == set()


@pytest.mark.parametrize("words", MAY_IMPORT, ids=lambda words: words[0])
def test_a_command_imports_only_what_is_listed(log, words):
    found = imported(log, *words)
    ours = {name for name in found if name.partition(".")[0] == "timeline"}
    assert sorted(ours - allowed(MAY_IMPORT[words])) == []
    roots = {name.partition(".")[0] for name in found - ours}
    assert sorted(roots - OTHERS - set(sys.stdlib_module_names) - roots_at_start()) == []


# What an answer from the rows of the index imports, of ours: neither value classes nor the reader of dates.
FROM_ROWS = (
    FRONT_DOOR
    + """
timeline: asof dates records store text views
asof: names relation relays
cli: ask asking day options output params progress quick waiting
dates: days suggest
records: cellnames fields ordered say words
store: collecting disk index_answers index_falling index_file index_now index_said marks names
store: rowcode settings turns where
text: blocks forms grid layouts render sheet tables terminal
text.tables: cells events words
views: origins relational told_beside verdicts
views.relational: answers deciding events links listing rows standing state told walk
"""
)


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (["state", "hardware", "--entity", "R2", "--as-of", "2025-12-31"], ""),
        (["state", "hardware", "--json"], ""),
        (["list", "--entity", "R2"], ""),
        (["why", "R2.training", "--format", "table"], "text.tables: reasons\nviews: reasons\nviews.relational: why"),
        (["entities", "--names"], "cli: survey\nviews: extremes\nviews.relational: entities"),
        (["stats"], "cli: survey\nviews: counting stats told_beside\nviews.relational: answers around counts stats"),
        (["sources"], "text.tables: sources\nviews: told_beside\nviews.relational: answers sources"),
        (["list", "--by", "month"], "views: counting told_beside\nviews.relational: answers counts"),
        (["list", "--gaps", "9", "--entity", "R2"], "views: counting told_beside\nviews.relational: answers counts"),
        (["diff", "2025-08-01", "2025-12-31"], "text.tables: changes\nviews: surely\nviews.relational: diff"),
    ],
    ids=lambda words: words[0] if words else "",
)
def test_an_answer_from_the_index_imports_little_more_than_its_rows(log, bare, words, more):
    environ = {"TIMELINE_INDEX": "on"}
    imported(log, *words, environ=environ)  # brings the index up to date
    for _ in range(10):  # files that had just been written are noted anew once, as soon as that is some time ago
        found = imported(log, *words, environ=environ)
        ours = {name for name in found if name.partition(".")[0] == "timeline"}
        if ours.isdisjoint({"timeline.api", "timeline.store.index"}):
            break
        time.sleep(0.5)
    assert "timeline.store.index_answers" in ours
    assert sorted(ours - allowed(f"{FROM_ROWS}\n{more}")) == []
    roots = {name.partition(".")[0] for name in found - ours}
    assert {"attr", "attrs", "msgspec", "cattrs"} & roots == set()
    assert sorted((SLOW - {"sqlite3", "difflib"} - bare) & found) == []


@functools.cache
def roots_at_start():
    """Name what this environment imports before a program begins, such as the path entries of a virtual environment."""
    code = "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines} | {
        "org"
    }  # asked for by copy, on Jython


# A program that has a group of commands and nothing else: what its help and its completion import is click's own.
PLAIN = "import click; click.group(name='timeline')(lambda: None)(prog_name='timeline')"


@pytest.mark.parametrize(("words", "environ"), [(["--help"], {}), ([], COMPLETING)], ids=["help", "completion"])
def test_help_and_completion_import_click_and_our_front_door_alone(log, words, environ):
    plain = imported(log, *words, main=PLAIN, environ=environ)
    found = imported(log, *words, environ=environ)
    shells = "cli: shells" if environ else ""
    assert sorted(found - plain - allowed(FRONT_DOOR + shells) - {"atexit", "gc"}) == []


def test_completion_names_every_command_and_option():
    done = subprocess.run(
        [sys.executable, "-c", _MAIN],
        env={"PATH": os.environ["PATH"], **COMPLETING},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == list(COMMANDS)
    dashed = {**COMPLETING, "COMP_WORDS": "timeline --"}
    done = subprocess.run([sys.executable, "-c", _MAIN], env=dashed, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["plain,--version", "plain,--help"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_first_screen_says_of_a_command_what_its_own_help_says_first(name):
    assert SAID.get(name) == cli.get_command(click.Context(cli), name).get_short_help_str(limit=200)
