"""Named tuples that are quick to make are those of `typing` in all that they do."""

import copy
import inspect
import pickle
import types
import typing

import pytest

from timeline.named import NamedTuple


class Point(typing.NamedTuple):
    """A place."""

    x: int
    y: int = 2
    label: str | None = None
    """What it is called."""


Usual = Point


class Point(NamedTuple):
    """A place."""

    x: int
    y: int = 2
    label: str | None = None
    """What it is called."""

    @property
    def sum(self):
        """Both together."""
        return self.x + self.y

    @classmethod
    def origin(cls):
        return cls(0, 0)


SOUND = [((1,), {}), ((1, 3), {}), ((1, 3, "a"), {}), ((), {"x": 1}), ((1,), {"label": "a"}), ((), {"y": 1, "x": 0})]
WRONG = [((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((1, 2, 3), {"label": 3}), ((), {"y": 1})]


def said(make, *values, **named):
    try:
        return repr(make(*values, **named))
    except (TypeError, ValueError) as error:
        return str(error)


@pytest.mark.parametrize(("values", "named"), SOUND)
def test_one_is_made_of_values_by_place_and_by_name(values, named):
    one, usual = Point(*values, **named), Usual(*values, **named)
    assert tuple(one) == tuple(usual)
    assert one == usual
    assert hash(one) == hash(usual)
    assert (one.x, one.y, one.label) == (usual.x, usual.y, usual.label)
    assert repr(one) == repr(usual)
    assert one._asdict() == usual._asdict()
    assert one._replace(y=7) == usual._replace(y=7)
    assert said(one._replace, z=1) == said(usual._replace, z=1)
    assert copy.copy(one) == one == pickle.loads(pickle.dumps(one))
    assert type(copy.deepcopy(one)) is Point is type(pickle.loads(pickle.dumps(one)))
    assert one.sum == one.x + one.y
    x, *_ = one
    assert x == one.x


@pytest.mark.parametrize(("values", "named"), WRONG)
def test_wrong_arguments_are_told_in_the_same_words(values, named):
    assert said(Point, *values, **named) == said(Usual, *values, **named)


@pytest.mark.parametrize(("values", "named"), SOUND + WRONG)
def test_one_that_is_made_often_is_made_the_same(values, named):
    class Often(NamedTuple):
        x: int
        y: int = 2
        label: str | None = None

    before = said(Often, *values, **named)
    made = [Often(x=number, label="a") for number in range(1_000)]
    assert [one.x for one in made] == list(range(1_000))
    assert {type(one) for one in made} == {Often}
    assert said(Often, *values, **named) == before
    assert Often(3)._replace(y=5) == (3, 5, None)


def test_it_tells_the_same_of_itself():
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__", "__slots__", "__annotations__"):
        assert getattr(Point, name) == getattr(Usual, name), name
    assert inspect.signature(Point).parameters.keys() == inspect.signature(Usual).parameters.keys()
    assert [one.default for one in inspect.signature(Point).parameters.values()] == [inspect.Parameter.empty, 2, None]
    assert typing.get_type_hints(Point) == typing.get_type_hints(Usual)
    assert issubclass(Point, tuple)
    assert Point._make([1, 2, None]) == Usual._make([1, 2, None])
    assert said(Point._make, [1]) == said(Usual._make, [1])


def test_nothing_can_be_put_on_one():
    for change in ("x", "z"):
        with pytest.raises(AttributeError):
            setattr(Point(1), change, 1)
    assert not hasattr(Point(1), "__dict__")


def test_matching_by_place_reads_the_fields():
    match Point(1, 2, "a"):
        case Point(x, y, label):
            assert (x, y, label) == (1, 2, "a")


@pytest.mark.parametrize(
    "body",
    [
        {"__annotations__": {"a": int, "b": int}, "a": 1},
        {"__annotations__": {"_a": int}},
        {"__annotations__": {"a": int}, "_replace": 1},
        {"__annotations__": {"a": int}, "__new__": 1},
    ],
)
def test_a_class_that_typing_refuses_is_refused(body):
    for base in (NamedTuple, typing.NamedTuple):
        with pytest.raises((TypeError, ValueError, AttributeError)):
            types.new_class("Made", (base,), {}, lambda space: space.update(body, __module__="made"))
