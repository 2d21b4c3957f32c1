"""Views of the user's own."""

import functools
import json

import pytest

from beside import put_module
from commands import spawned
from timeline.errors import ViewError
from timeline.views import plugins
from timeline.views.projection import Projection, replay
from told import Told


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(plugins, "_views", {})


def counting(name="counting"):
    return Projection(
        name=name, start=lambda: 0, step=lambda state, _event: state + 1, finish=lambda state: [{"n": state}]
    )


def test_a_registered_view_is_found_by_its_name():
    view = counting()
    plugins.register_view(view)
    plugins.register_view(view)
    told = Told()
    told.event("x")
    assert replay(plugins.find_view("counting"), told.at().events) == ({"n": 1},)
    with pytest.raises(ViewError, match="another view"):
        plugins.register_view(counting())
    assert plugins.find_view("nothing of the kind") is None


# --- an installed package ---------------------------------------------------------------------------------------------

CODE = """
import timeline as tl

titles = tl.Projection(name="titles", start=tuple, step=lambda s, e: (*s, {"title": e.event.title}), finish=list)
no_view = 7

def crashing():
    raise RuntimeError("out of order")
"""


@pytest.fixture
def package(tmp_path):
    """A package on the path that offers three views, one of them good."""
    put_module(
        tmp_path,
        "ownviews",
        CODE,
        {"timeline.views": {"titles": "titles", "seven": "no_view", "broken": "crashing"}},
    )
    run = functools.partial(spawned, tmp_path, beside=tmp_path)
    run("init")
    run("add", "something happened")
    return run


def test_a_view_of_an_installed_package_is_asked_by_its_name(package):
    done = package("state", "titles", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == [{"title": "something happened"}]
    assert "something happened" in package("state", "titles").stdout


@pytest.mark.parametrize(
    ("name", "what"), [("seven", "is a int"), ("broken", "RuntimeError: out of order"), ("none", "no view")]
)
def test_a_view_that_cannot_be_had_is_named_without_a_traceback(package, name, what):
    done = package("state", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr
    assert "Traceback" not in done.stderr
