import pytest
from bench import Bench, begun, told
from needs import NEEDS


@pytest.fixture
def empty(copied, tmp_path):
    return Bench(copied(begun, tmp_path) / "events")


@pytest.fixture
def log(copied, tmp_path):
    return Bench(copied(told, tmp_path) / "events")


@pytest.fixture
def words_of(log, tmp_path):
    """Give the words that each command is run with, on the small log."""
    ids = [row["id"] for row in log.rows("list")]
    (tmp_path / "new.csv").write_text("title\nnew\n", encoding="utf-8")
    places = {"ID": ids[0], "ID2": ids[1], "FILE": str(tmp_path / "new.csv")}
    places |= {name: str(tmp_path / name) for name in ("OUT.svg", "OUT.html", "OUT.jsonl")}
    return lambda name: [name, *(places.get(word, word) for word in NEEDS.get(name, []))]
