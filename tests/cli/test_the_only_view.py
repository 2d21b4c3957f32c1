"""`state` without a name shows the only view that is declared; of none or several it says which there are."""

import pytest

import timeline as tl
from commands import run

VIEW = '\n[views.{}]\nproperties = ["status"]\n'


@pytest.fixture
def folder(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("s", published="2020-01-01")
    log.add("it stops", occurred="2020-01-01", sources="s", facts={"ferry.status": "stopped"})
    return tmp_path / "events"


def declare(folder, *names):
    with (folder / "timeline.toml").open("a", encoding="utf-8") as settings:
        settings.write("".join(map(VIEW.format, names)))


@pytest.mark.parametrize("index", ["on", "off"])
def test_the_only_view_needs_no_name(folder, monkeypatch, index):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    declare(folder, "ferry")
    assert run(folder, "state", "ferry").exit_code == 0  # and the index is there
    named, unnamed = (run(folder, "state", *name, "--as-of", "2020-02") for name in (["ferry"], []))
    assert "stopped" in unnamed.stdout
    assert unnamed.stdout == named.stdout
    snap = tl.open(folder).at(as_of="2020-02")
    assert snap.state().rows() == snap.state("ferry").rows()


@pytest.mark.parametrize(
    ("names", "what", "fix"),
    [
        ((), "a view is needed, and the log declares none", "declare it in timeline.toml: a line [views.NAME]"),
        (("a", "b"), "a view is needed, and the log declares 2: a, b", "name one of them, such as a"),
    ],
)
@pytest.mark.parametrize("words", [("state",), ("figure", "state", "-o", "x.svg")])
def test_of_none_or_several_it_is_said_which_there_are(folder, names, what, fix, words):
    declare(folder, *names)
    said = run(folder, *words)
    assert said.exit_code == 2
    assert what in said.stderr
    assert fix in said.stderr


def test_an_empty_name_is_not_taken_for_none(folder):
    declare(folder, "ferry")
    assert 'there is no view ""' in run(folder, "state", "").stderr
