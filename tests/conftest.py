"""What all tests share: how logs are drawn at random, and which tests the quick suite leaves out.

``make test`` tries the same examples in every run. With ``TIMELINE_SEED`` set to a number, as ``make nightly`` does,
properties are tried on those of that seed; what fails is kept in ``.hypothesis/nightly`` and tried first in the next
such run (``--hypothesis-seed`` would switch that off). No test has a deadline, nor fails because its examples are made
slowly, on a busy machine or while mutmut counts what each test calls: how fast a machine is says nothing of what must
hold.
"""

import functools
import gc
import itertools
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

import quick
import servers
from left_out import LEFT_OUT

HERE = Path(__file__).resolve().parent

ANY_SPEED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, database=None, **ANY_SPEED)
settings.register_profile(
    "fresh",
    **ANY_SPEED,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(HERE.parent / ".hypothesis" / "nightly"),
    print_blob=True,
)
settings.register_profile("quick", parent=settings.get_profile("same"), max_examples=50)
SHARE = os.environ.pop(quick.VARIABLE, None)  # a process that a test starts has no share
SEED = os.environ.get("TIMELINE_SEED")
settings.load_profile("fresh" if SEED else "same")


NUMBERS = itertools.count()
MARKS = {name: mark for mark, names in LEFT_OUT.items() for name in names}


@functools.cache
def place_of(path):
    """Give the name of a file as `LEFT_OUT` has it."""
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else path.name


@functools.cache
def own_files():
    """Name the files of this process's share; those of which the quick suite tries nothing are shared as well, last."""
    places = {place_of(path): path.stat().st_size for path in HERE.rglob("test_*.py")}
    shares = ({name: size for name, size in places.items() if (name in MARKS) is left} for left in (False, True))
    return set().union(*(quick.share(sizes, *map(int, SHARE.split("/"))) for sizes in shares))


def pytest_configure(config):
    """Try the first half of the examples of a property in the quick suite; a test that says how many keeps these."""
    if not SEED and is_quick(config.getoption("markexpr")):
        settings.load_profile("quick")


def is_quick(marks):
    """Say whether a run leaves out what tries many logs, as the quick suite does."""
    return marks.startswith("not (") and "long" in re.findall(r"\w+", marks)


def pytest_ignore_collect(collection_path, config):
    """Read no file of which a run leaves all out, as the quick suite does: a tenth of it was to read such files.

    Nor one that is in the share of another process.
    """
    if SHARE is not None and collection_path.match("test_*.py") and place_of(collection_path) not in own_files():
        return True
    left_out = re.fullmatch(r"not \(([a-z or]+)\)", config.getoption("markexpr"))
    mark = MARKS.get(place_of(collection_path))
    return True if left_out and mark in left_out[1].split(" or ") else None


def pytest_collection_modifyitems(items):
    """Mark what the quick suite leaves out, and the properties, and give these the seed of the night."""
    for item in items:
        file = place_of(item.path)
        test = getattr(item, "originalname", None) or item.name
        for name in (file, f"{file}::{test}"):
            if name in MARKS:
                item.add_marker(getattr(pytest.mark, MARKS[name]))
        if getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker(pytest.mark.property)
        if SEED and getattr(item.obj, "is_hypothesis_test", False) and not hasattr(item.obj, "__self__"):
            item.obj._hypothesis_internal_use_seed = int(SEED)  # as hypothesis.seed does, which would forget failures


@pytest.fixture(scope="session")
def copied(tmp_path_factory):
    """Give a test its own copy of what was made once: to lay down a log, each time, cost a tenth of the quick suite."""
    made = {}

    def copy(make, folder):
        if make not in made:
            made[make] = tmp_path_factory.mktemp("made")
            make(made[make])
        # files of now, as if just written: a small log that rests for a while is indexed by who asks
        return shutil.copytree(made[make], folder, copy_function=shutil.copy, symlinks=True, dirs_exist_ok=True)

    return copy


@pytest.fixture
def tmp_path(request, tmp_path_factory):
    """Give a folder of the test's own, in one of its file.

    pytest lays all beside each other and keeps a link to the last of each name; beginning a log looks through the
    folders around it, so that each of thousands made the next one slower.
    """
    return numbered(tmp_path_factory.getbasetemp(), request.path.stem, re.sub(r"\W", "_", request.node.name)[:30])


def numbered(base, group, name):
    """Make a folder that no test has had before."""
    (base / group).mkdir(exist_ok=True)
    made = base / group / f"{name}{next(NUMBERS)}"
    made.mkdir()
    return made


@pytest.fixture
def file(tmp_path):
    """Write a file in a folder of the test's own, and give its path."""

    def write(content, name="story.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this run's own; the test is skipped by name where there can be none."""
    if why := servers.why_not():
        pytest.skip(why)
    server = servers.Postgres()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def database(postgres):
    """The name of an empty database on that server."""
    return postgres.new_database()


def pytest_collection_finish():
    """Leave what stays until the end out of every later search for garbage, and search seldom.

    By the usual thresholds a twentieth of the quick suite was such searches.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
