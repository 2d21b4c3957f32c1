"""Named tuples that cost a tenth of those of `typing` when a module is imported.

Law of this module: whoever reads types sees `typing.NamedTuple`, and what is made here behaves as that does. `typing`
compiles a function for each class, and each annotation; a short command has thirty such classes, which were a third of
what it cost over importing click. What is seldom asked (a signature, what is wrong with arguments) is left to `typing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - handed on
else:
    from collections import namedtuple
    from operator import itemgetter

    try:
        from _collections import _tuplegetter as _field
    except ImportError:  # another Python than that of python.org

        def _field(at: int, doc: str | None) -> Any:
            """Give what reads a field by its place."""
            return property(itemgetter(at), doc=doc)

    _KEPT = frozenset({"__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults"})
    _KEPT |= {"_make", "_replace", "_asdict"}
    _OFTEN = 256
    """After so many that were made by name, a class takes the function that `typing` would compile for it."""
    _made = tuple.__new__

    class _Class(type):
        """Makes a class of what stands in its body: fields, their defaults, and what else it can do."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            if bases == (tuple,) or NamedTuple not in bases:  # the first of all, or one that is made of a named tuple
                return super().__new__(cls, name, bases, body)
            if not _KEPT.isdisjoint(body):
                raise AttributeError(f"cannot overwrite {min(_KEPT.intersection(body))} of a named tuple")
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one that has one")
            if any(field.startswith("_") for field in fields):
                raise ValueError(f"{name}: the name of a field starts with an underscore")
            body.update(zip(fields, map(_field, range(len(fields)), [None] * len(fields)), strict=True))
            body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
            return super().__new__(cls, name, bases, body)

        @property
        def __signature__(cls) -> Any:
            import inspect  # noqa: PLC0415 - only who asks for a signature needs it

            return inspect.signature(_usual(cls))

    class NamedTuple(tuple, metaclass=_Class):
        """A tuple whose items have names: a field for each annotation in the body of a class, with its default."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - each class has its own
        _named = 0

        def __new__(cls, *values: Any, **named: Any) -> Any:
            """Make a tuple of values, some of them given by name."""
            if named or len(values) != len(cls._fields):
                values = _completed(cls, values, named)
            return _made(cls, values)

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            found = _made(cls, values)
            if len(found) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(found)}")
            return found

        def _replace(self, /, **named: Any) -> Any:
            found = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return found

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            """Give what a copy is made of."""
            return tuple(self)

    def _completed(cls: Any, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """Give the values of all fields, those that were given by name and the defaults among them."""
        rest = cls._fields[len(values) :]
        try:
            found = (*values, *[named[name] if name in named else cls._field_defaults[name] for name in rest])
        except KeyError:
            found = ()
        if len(found) != len(cls._fields) or not named.keys() <= set(rest):
            return tuple(_usual(cls)(*values, **named))  # which says what is wrong
        cls._named += 1
        if cls._named == _OFTEN:
            cls.__new__ = _usual(cls).__new__  # twice as fast, once it is compiled
        return found

    def _usual(cls: Any) -> Any:
        """Make the class that `typing` would."""
        return namedtuple(  # noqa: PYI024 - made of a class
            cls.__name__, cls._fields, defaults=cls._field_defaults.values(), module=cls.__module__
        )
