"""Arguments that Python refuses, and what was probably meant.

Law of this module: only what Python itself refuses is said in our words; what is raised inside of a call stays so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

from timeline.errors import ArgumentError, TimelineError

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def explains(call: Callable[P, R], name: str | None = None) -> Callable[P, R]:
    """Make a public call say in our own words which of its arguments is wrong, where Python itself refuses it.

    ``name`` is that under which it is documented, where that is not its own.
    """

    @functools.wraps(call)
    def called(*args: P.args, **given: P.kwargs) -> R:
        try:
            return call(*args, **given)
        except TypeError as error:
            if (refused := refusal(error, call, args, given, name)) is None:
                raise
            raise refused from None

    return called


def explained(public: type[T], name: str | None = None) -> type[T]:
    """Make all public methods of a class such calls, which are documented under the class's name or another."""
    for method_name, method in list(vars(public).items()):
        if isinstance(method, FunctionType) and not method_name.startswith("_"):
            setattr(public, method_name, explains(method, f"{name or public.__name__}.{method_name}"))
    return public


def explained_as(name: str) -> Callable[[type[T]], type[T]]:
    """Do so for a class that is a part of a larger one, under whose name its methods are documented."""
    return functools.partial(explained, name=name)


def explained_when_made(public: type[T]) -> type[T]:
    """Make the constructor of a class such a call."""
    setattr(public, "__init__", explains(public.__init__))  # noqa: B010 - a type checker takes it for a method
    return public


def refusal(
    error: TypeError,
    call: Callable[..., Any],
    args: Sequence[Any],
    given: Mapping[str, Any],
    name: str | None = None,
) -> ArgumentError | None:
    """Say what is wrong with the arguments of a call that Python refused; None where it failed inside of the call.

    It is asked where the error was caught, which was where the call was made.
    """
    trace = error.__traceback__
    if isinstance(error, TimelineError) or trace is None or trace.tb_next is not None:
        return None
    import inspect  # noqa: PLC0415 - slow to import, and only a refusal asks

    from timeline.dates.suggest import did_you_mean, was_meant  # noqa: PLC0415 - as above

    takes = {name: one for name, one in inspect.signature(call).parameters.items() if name != "self"}
    name = f"`{name or call.__qualname__.removesuffix('.__init__')}`"
    by_place = [one for one in takes.values() if one.kind is not one.KEYWORD_ONLY and one.kind is not one.VAR_KEYWORD]
    others = [one for one in takes.values() if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    args = args[1:] if "self" in inspect.signature(call).parameters else args
    unknown = next((one for one in given if one not in takes), None)
    if unknown is not None:
        fix = did_you_mean(unknown, takes) or f"it takes {', '.join(takes)}"
        if unknown == "from":
            fix = was_meant("from_")
        elif "set" in takes:
            fix = f'give what is to be changed as one mapping: set={{"{unknown}": …}}'
        return ArgumentError(f"{name} has no argument {unknown!r}", where=unknown, fix=fix, unwritten=True)
    if len(args) > len(by_place):
        named = ", ".join(one.name for one in takes.values() if one not in by_place)
        fix = f"name the others: {named}" if named else f"it takes {', '.join(takes) or 'none'}"
        what = f"{name} takes {len(by_place)} arguments by place, and not {len(args)}"
        return ArgumentError(what, where=None, fix=fix, unwritten=True)
    twice = next((one.name for one in by_place[: len(args)] if one.name in given), None)
    if twice is not None:
        return ArgumentError(f"{name} is given {twice!r} twice", where=twice, fix="give it once", unwritten=True)
    missing = [one.name for one in others if one.name not in given and one not in by_place[: len(args)]]
    what = f"{name} needs {' and '.join(map(repr, missing))}"
    where = missing[0] if len(missing) == 1 else None
    return ArgumentError(what, where=where, fix=f"give {', '.join(f'{one}=…' for one in missing)}", unwritten=True)
