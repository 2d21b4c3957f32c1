import pytest
from bench import Bench, begun, told


@pytest.fixture
def empty(copied, tmp_path):
    return Bench(copied(begun, tmp_path) / "events")


@pytest.fixture
def log(copied, tmp_path):
    return Bench(copied(told, tmp_path) / "events")
