"""Key moments, their settings, and time counted from a zero, asked for on the command line."""

import re

import pytest
from bench import Bench, told


def texts(path):
    """Give what a figure prints, without the titles of what it prints."""
    found = re.findall(r"<text[^>]*>(.*?)</text>", path.read_text(encoding="utf-8"))
    return [text.partition("</title>")[2] or text for text in found]


def with_many(top):
    """The log of these tests, with more events than a figure names."""
    log = told(top)
    for number in range(15):
        log.add("add", f"Step {number:02d}", "--occurred", f"2025-09-{number + 1:02d}", "--source", "press")


@pytest.fixture
def many(copied, tmp_path):
    return Bench(copied(with_many, tmp_path) / "events")


def named(found):
    return [text for text in found if text.startswith("Step ")]


def test_twelve_are_named_unless_all_are_asked_for(many, tmp_path):
    for words, count in (([], 12), (["--label", "all"], 15), (["--label", "none"], 0)):
        many.ok("figure", "events", *words, "-o", str(tmp_path / "f.svg"))
        assert len(named(texts(tmp_path / "f.svg"))) in ({count} if words else {10, 11, 12})
    refused = many.run("figure", "events", "--label", "some", "-o", str(tmp_path / "f.svg"))
    assert refused.code == 2


def test_the_settings_name_the_tags_of_key_moments(many, tmp_path):
    many.add("add", "Turned", "--occurred", "2025-10-01", "--source", "press", "--tag", "turn")
    settings = many.folder / "timeline.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text(f'{plain}\n[figures]\nkey = ["turn"]\n', encoding="utf-8")
    many.ok("figure", "events", "-o", str(tmp_path / "f.svg"))
    found = texts(tmp_path / "f.svg")
    assert "Turned" in found
    assert named(found) == []
    assert "nothing reads" not in many.run("check").out
    settings.write_text(f"{plain}\n[figures]\nkee = []\n", encoding="utf-8")
    refused = many.run("figure", "events", "-o", str(tmp_path / "g.svg"))
    assert refused.code == 2
    assert "timeline.toml, [figures]" in refused.err
    assert "fix:" in refused.err
    assert not (tmp_path / "g.svg").exists()


def test_time_is_counted_from_a_zero(many, tmp_path):
    rows = many.rows("list")
    zero = next(row["id"] for row in rows if row["title"] == "Step 03")
    many.ok("figure", "events", "--zero", zero[:10], "--label", "all", "-o", str(tmp_path / "f.svg"))
    found = texts(tmp_path / "f.svg")
    assert {"0", "+1 day", "\N{MINUS SIGN}2 days"} <= set(found)
    for wrong in ("ffffffff", "press"):
        refused = many.run("figure", "events", "--zero", wrong, "-o", str(tmp_path / "g.svg"))
        assert refused.code == 2
        assert "--zero" in refused.err
        assert not (tmp_path / "g.svg").exists()


def test_the_headline_is_the_title_of_the_log(many, tmp_path):
    many.ok("figure", "events", "-o", str(tmp_path / "f.svg"))
    assert "a log" in texts(tmp_path / "f.svg")
    many.ok("figure", "events", "--title", "Fifteen steps", "-o", str(tmp_path / "f.svg"))
    assert "Fifteen steps" in texts(tmp_path / "f.svg")
