"""A log of some hundred records, for the tests of its index; and files that rest."""

import shutil
from pathlib import Path

import pytest

from indexed import make, resting


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The log, never to be changed: tests copy it."""
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def events(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "events"))


@pytest.fixture
def _rested():
    with resting():
        yield
