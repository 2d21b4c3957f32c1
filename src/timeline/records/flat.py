"""A record as people write it: one flat JSON object, the fields of its body beside ``kind``.

Law of this module: every fault of a record is named at once, each with its path, and nothing is guessed or coerced: the
number 5 is not a text, and a text is not a list of its letters.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

import attrs
import msgspec

from timeline.dates.stamps import utc_stamp
from timeline.dates.suggest import did_you_mean
from timeline.dates.written import WrittenDate
from timeline.errors import DateError, Fault, Finding, RecordError
from timeline.records import say, strict_json
from timeline.records.line import KIND
from timeline.records.model import (
    BODIES,
    ENVELOPE_FIELDS,
    RECORD_ID,
    Content,
    Event,
    Quantity,
    read_date,
    structure,
)
from timeline.records.words import type_meant

if TYPE_CHECKING:
    import cattrs

STAMPS: Final = ("id", "recorded", "by")


class Faulty(RecordError):
    """A flat record with faults; ``findings`` has them one by one, each message beginning with its path."""

    def __init__(
        self, findings: tuple[Finding, ...], *, where: str | None, path: str | None, faults: Sequence[Fault] = ()
    ) -> None:
        if len(findings) == 1:
            place = ", ".join(part for part in (where, path) if part) or None
            super().__init__(findings[0].message, where=place, fix=findings[0].fix, unwritten=True)
        else:
            lines = [f"{len(findings)} faults:", *(f"- {finding.message}" for finding in findings)]
            fixes = [finding.fix for finding in findings if finding.fix]
            fix = "; ".join(fixes) or None
            super().__init__("\n".join(lines), where=where, fix=fix, unwritten=True, faults=faults)
        self.findings = findings


def flat_record(
    text: str | bytes, *, where: str | None = None, keep_recorded: bool = False
) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Read one flat record, whose place ``where`` names in errors ("line 3").

    Where its own ``recorded`` shall count, kinds that are not known are let through too.

    Returns:
        Its kind; the fields of its body; and what stood in ``id``, ``recorded`` (as a stamp in UTC) and ``by``, which
        are set anew when it enters a log.

    Raises:
        RecordError: It is not strict JSON, no object, or breaks the rules of its kind; every fault is named.
    """
    value = strict_json.parse(text, where=where)
    if not isinstance(value, dict):
        raise RecordError(
            "a record is a JSON object",
            where=where,
            fix='write one object a line: {"kind":"event","title":"..."}',
            unwritten=True,
        )
    faults = _Faults(where)
    stamps = {name: _stamp(name, value[name], faults) for name in STAMPS if name in value}
    kind = value.get("kind")
    body = {name: item for name, item in value.items() if name not in {"kind", *STAMPS}}
    for name in sorted(ENVELOPE_FIELDS & set(body)):
        faults.add(name, f"{strict_json.quoted(name)} is set by the log, never by hand", "leave it out")
        del body[name]
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        said = "the record names no kind" if kind is None else f"{kind!r} is no kind of record"
        faults.add("kind", said, f"the kinds are {', '.join(BODIES)}")
    elif kind in BODIES:
        _check(kind, body, faults)
    elif not keep_recorded:
        faults.add("kind", f"{strict_json.quoted(kind)} is no kind of record", _meant(kind, BODIES))
    faults.stop()
    return str(kind), body, {name: stamp for name, stamp in stamps.items() if stamp is not None}


class _Faults:
    def __init__(self, where: str | None) -> None:
        self.where = where
        self.found: list[tuple[str, str, str | None]] = []

    def add(self, path: str, what: str, fix: str | None = None) -> None:
        if (path, what, fix) not in self.found:
            self.found.append((path, what, fix))

    def stop(self) -> None:
        if not self.found:
            return
        alone = len(self.found) == 1
        findings = tuple(
            Finding(code="record", message=what if alone or not path else f"{path}: {what}", fix=fix)
            for path, what, fix in self.found
        )
        faults = [Fault.at(", ".join(filter(None, (self.where, path))), what, fix) for path, what, fix in self.found]
        raise Faulty(findings, where=self.where, path=self.found[0][0] if alone else None, faults=faults)


def _stamp(name: str, value: Any, faults: _Faults) -> str | None:
    if not isinstance(value, str):
        faults.add(name, "it is not a text", "leave it out: it is set by the log")
    elif name == "recorded":
        try:
            return utc_stamp(value)
        except RecordError as error:
            faults.add(name, error.what, error.fix)
    elif name == "id" and not RECORD_ID.fullmatch(value):
        faults.add(name, f"{strict_json.quoted(value)} is no id", "leave it out: it is set by the log")
    else:
        return value
    return None


def _meant(name: str, known: Mapping[str, Any] | frozenset[str]) -> str:
    return did_you_mean(name, known) or f"known are {', '.join(sorted(known))}"


# --- the body, through cattrs -------------------------------------------------------------------------------------


def misfits(kind: str, body: Mapping[str, Any]) -> tuple[tuple[str, str, str | None], ...]:
    """Name all that does not fit in the fields of a body of a known kind: (path, what is wrong, how to mend it)."""
    faults = _Faults(None)
    _check(kind, dict(body), faults)
    return tuple(faults.found)


def _check(kind: str, body: dict[str, Any], faults: _Faults) -> None:
    import cattrs  # noqa: PLC0415 - slow to import

    form = "`timeline schema record` shows what each field holds"
    try:
        _converter().structure(body, BODIES[kind])
    except cattrs.BaseValidationError as error:
        for path, cause in _leaves(error, ""):
            if isinstance(cause, cattrs.ForbiddenExtraKeysError):
                for name in sorted(cause.extra_fields):
                    known = frozenset(field.name.rstrip("_") for field in attrs.fields(cause.cl))
                    below = f"{path}.{name}" if path else name
                    faults.add(below, f"there is no field {strict_json.quoted(name)} here", _meant(name, known))
            elif isinstance(cause, ValueError) and isinstance(cause.__cause__, DateError):
                faults.add(path, cause.__cause__.what, cause.__cause__.fix)
            elif isinstance(cause, KeyError):
                field = str(cause.args[0]).rstrip("_")
                whole = say.article(kind) if path in ("", field) else "it"
                faults.add(path or field, f"{whole} must have {strict_json.quoted(field)}", form)
            else:
                what = str(cause)
                faults.add(path, what, "write a text" if what == "it is blank" else _as_type(path, body) or form)
    if faults.found:
        return
    try:
        structure(kind, body)
    except RecordError as error:
        faults.add(error.where or "", error.what, error.fix)


def _as_type(path: str, body: Mapping[str, Any]) -> str | None:
    """Say how the words of a type are written as one; None of anything else."""
    meant = type_meant(text) if path == "type" and isinstance(text := body.get("type"), str) else None
    return None if meant is None else f"write {meant}"


def _leaves(error: BaseException, path: str) -> Iterator[tuple[str, BaseException]]:
    """Walk a tree of faults down to each one, and spell its path: ``reports[0].stance``."""
    import cattrs  # noqa: PLC0415

    if not isinstance(error, cattrs.BaseValidationError):
        yield path, error
        return
    for inner in error.exceptions:
        below = path
        for note in getattr(inner, "__notes__", ()):
            if isinstance(note, cattrs.AttributeValidationNote):
                name = note.name.rstrip("_")
                below = f"{path}.{name}" if path else name
            elif isinstance(note, cattrs.IterableValidationNote):
                below = f"{path}[{note.index}]"
        yield from _leaves(inner, below)


@functools.cache
def _converter() -> cattrs.Converter:
    """Make the converter that is strict about types and runs each field's own rule where the field stands."""
    import cattrs  # noqa: PLC0415
    from cattrs.cols import homogenous_tuple_structure_factory  # noqa: PLC0415
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415

    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, name in ((str, "a text"), (bool, "true or false"), (int, "a whole number"), (float, "a number")):
        converter.register_structure_hook(kind, _exactly(kind, name))
    as_text = converter.get_structure_hook(str)
    converter.register_structure_hook(WrittenDate, lambda value, _: read_date(WrittenDate, as_text(value, str)))
    converter.register_structure_hook_func(lambda t: _origin(t) is dict, _exactly(dict, "an object"))
    converter.register_structure_hook_func(_is_union_of_scalars, functools.partial(_scalar, converter))
    converter.register_structure_hook_func(_is_choice, _choice)

    def tuples(cls: Any, of: Any) -> Any:
        return _only(list | tuple, "it is not a list", homogenous_tuple_structure_factory(cls, of))

    converter.register_structure_hook_factory(lambda t: _origin(t) is tuple, tuples)

    def objects(cls: type[Content], of: Any) -> Any:
        twin: dict[str, Any] = {}
        overrides: dict[str, Any] = {}
        for field in msgspec.structs.fields(cls):
            has_default = field.default is not msgspec.NODEFAULT
            twin[field.name] = attrs.field(type=field.type, default=field.default if has_default else attrs.NOTHING)
            # An event's reports are checked one by one below; "from" is no name in Python.
            has_rule = field.name in cls.rules and not (cls is Event and field.name == "reports")
            overrides[field.name] = override(
                rename=field.encode_name, struct_hook=_with_rule(of, cls, field.name) if has_rule else None
            )
        made: type[Any] = attrs.make_class(cls.__name__, twin, kw_only=True)  # cattrs reads no struct
        inner = make_dict_structure_fn(made, of, _cattrs_forbid_extra_keys=True, **overrides)
        return _only(dict, "it is no object", inner)

    converter.register_structure_hook_factory(lambda cls: isinstance(cls, type) and issubclass(cls, Content), objects)
    return converter


def _origin(kind: Any) -> Any:
    return get_origin(kind)


def _only(kind: Any, what: str, inner: Any) -> Callable[[Any, Any], Any]:
    def hook(value: Any, cls: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError(what)
        return inner(value, cls)

    return hook


def _exactly(kind: type, name: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _kind: Any) -> Any:
        is_number = kind is float and isinstance(value, int) and not isinstance(value, bool)
        if not is_number and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise TypeError(f"it is not {name}")
        return value

    return hook


def _is_union_of_scalars(kind: Any) -> bool:
    members = set(get_args(kind))
    return int in members and float in members


def _scalar(converter: cattrs.Converter, value: Any, kind: Any) -> Any:
    members = get_args(kind)
    if isinstance(value, dict) and Quantity in members:
        return converter.structure(value, Quantity)
    if any(type(value) is member for member in members):
        return value
    more = ", text, true, false, null or quantity" if str in members else ""
    raise TypeError(f"it is not a number{more}")


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _choice(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        shown = strict_json.quoted(value) if isinstance(value, str) else repr(value)
        raise ValueError(f"{shown} is none of {', '.join(get_args(kind))}")
    return value


def _with_rule(converter: cattrs.Converter, cls: type[Content], field: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, kind: Any) -> Any:
        result = converter.structure(value, kind)
        try:
            cls.rules[field](field, result)
        except ValueError as error:
            said = str(error).removeprefix(f"{field}: ").removeprefix(f"{field} ")
            raise ValueError(f"it {said}" if said.startswith("is ") else said) from error
        return result

    return hook
