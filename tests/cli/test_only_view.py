"""A figure of states without `--view`: the only view of a log is meant; of several, one has to be named."""

import pytest

import timeline as tl
from timeline.errors import FigureError

ONE = '\n[views.first]\nproperties = ["p"]\n'
TWO = '\n[views.second]\nproperties = ["q"]\n'


@pytest.fixture
def told(log):
    log.add("add", "begun", "--occurred", "2025-03-01", "--fact", "A.p=one")
    log.add("add", "gone on", "--occurred", "2025-05-01", "--fact", "A.p=two")
    return log


def declare(log, *views):
    text = 'format = 1\ntitle = "Told"\n' + "".join(views)
    (log.folder / "timeline.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kind", [("state",), ("compare", "2025-04-01", "2026-12-31")])
def test_the_only_view_is_drawn_where_none_is_named(told, tmp_path, kind):
    declare(told, ONE)
    told.ok("figure", *kind, "-o", str(tmp_path / "f.svg"))
    told.ok("figure", *kind, "--view", "first", "-o", str(tmp_path / "named.svg"))
    assert (tmp_path / "f.svg").read_bytes() == (tmp_path / "named.svg").read_bytes()


@pytest.mark.parametrize(
    ("views", "what", "fix"),
    [
        ((), "the log declares none", "[views.NAME]"),
        ((ONE, TWO), "the log declares 2: first, second", "name one of them, such as first"),
    ],
)
def test_none_or_several_views_are_said_and_nothing_is_written(told, tmp_path, views, what, fix):
    declare(told, *views)
    said = told.run("figure", "state", "-o", str(tmp_path / "f.svg"))
    assert (said.code, said.out) == (2, "")
    assert what in said.err
    assert "at: --view" in said.err
    assert fix in said.err
    assert not (tmp_path / "f.svg").exists()
    with pytest.raises(FigureError, match=what):
        tl.open(told.folder).at().figure("state")


def test_a_view_that_is_not_there_is_named_by_its_option(told, tmp_path):
    declare(told, ONE)
    said = told.run("figure", "state", "--view", "frist", "-o", str(tmp_path / "f.svg"))
    assert said.code == 2
    assert "at: --view" in said.err
    assert "first" in said.err
