"""Forms of files that are not ours: a package reads one for `import`, or writes one for `export`.

Law of this module: a form comes by explicit registration or by entry point (groups ``timeline.imports`` and
``timeline.exports``), and is asked for by its name alone: no ending and no first byte of a file causes code to be
imported. What its code raises names the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs

from timeline.dates.calls import explained_when_made, explains
from timeline.errors import FormatError, TimelineError
from timeline.text import offered

if TYPE_CHECKING:
    from timeline.text.outgoing.extract import Extract

Flat: TypeAlias = Mapping[str, Any]
"""A record as ``add -`` takes one: ``{"kind": "event", "title": "...", ...}``."""
_REPAIR: Final = "repair or remove the package"


@explained_when_made
@attrs.frozen
class ImportForm:
    """A form of files that `import --from NAME` reads.

    Attributes:
        name: As people type it.
        read: Takes the bytes of a file and gives its records, flat as ``add -`` takes them; or pairs of a place in the
            file (``line 3``), for errors, and a record. Dates are EDTF. What it raises refuses the file.
        says: What it is, in a few words.
    """

    name: str
    read: Callable[[bytes], Iterable[Flat | tuple[str, Flat]]]
    says: str = ""


@explained_when_made
@attrs.frozen
class ExportForm:
    """A form that `export --format NAME` writes.

    Attributes:
        name: As people type it.
        write: Takes the answer, a :class:`~timeline.text.outgoing.extract.Extract` with rows of plain values, and gives
            a text or bytes. It holds nothing that was reported later than the as-of day.
        says: What it is for, in a few words.
        has_views: Whether the answer shall hold the views that the log declares.
        is_binary: Whether it is not a text, and so not for a terminal.
    """

    name: str
    write: Callable[[Extract], str | bytes]
    says: str = ""
    has_views: bool = False
    is_binary: bool = False


Form = TypeVar("Form", ImportForm, ExportForm)
GROUPS: Final[Mapping[type, str]] = {ImportForm: "timeline.imports", ExportForm: "timeline.exports"}
"""The entry-point groups: each name leads to a form, or to a function that makes one."""
_registered: dict[tuple[type, str], Any] = {}


@explains
def register_form(form: ImportForm | ExportForm) -> None:
    """Make a form known by its name, in this process.

    Raises:
        FormatError: Another is registered under that name.
    """
    if type(form) not in GROUPS:
        what = f"a {type(form).__name__} is not a form"
        raise FormatError(what, where="form", fix="give an ImportForm or an ExportForm", unwritten=True)
    if _registered.setdefault((type(form), form.name), form) is not form:
        what = f'another form is registered as "{form.name}"'
        raise FormatError(what, where="form", fix="give it another name", unwritten=True)


def names(kind: type[ImportForm | ExportForm]) -> tuple[str, ...]:
    """Name the forms that are registered, and those that installed packages offer, sorted; no code is loaded."""
    own = {name for of, name in _registered if of is kind}
    return tuple(sorted(own | {one.name for one in offered.offered(GROUPS[kind])}))


def find(kind: type[Form], name: str) -> Form | None:
    """Find a registered form, else one that an installed package offers; None where there is none.

    Raises:
        FormatError: The package's code could not be loaded, or is no such form.
    """
    found: Any = _registered.get((kind, name))
    if found is not None or (entry := offered.entry(GROUPS[kind], name)) is None:
        return found  # type: ignore[no-any-return]
    try:
        found = entry.load()
        if not isinstance(found, kind) and callable(found):
            found = found()
    except (Exception, SystemExit) as error:  # a package's own code may raise anything, or leave
        what = f"the form {name} could not be loaded: {type(error).__name__}: {error}"
        raise FormatError(what, where=entry.where, fix=_REPAIR, unwritten=True) from error
    if not isinstance(found, kind):
        what = f"the form {name} is a {type(found).__name__}, not a timeline.{kind.__name__}"
        fix = f"let the entry point name a timeline.{kind.__name__}, or a function that makes one"
        raise FormatError(what, where=entry.where, fix=fix, unwritten=True)
    return found


def records(form: ImportForm, data: bytes, name: str) -> list[tuple[str, Flat]]:
    """Read a file as records, each with its place.

    Raises:
        FormatError: The form's code fails, or gives something else than records.
    """
    try:
        given = list(form.read(data))
    except TimelineError as error:
        error.where = error.where or name
        raise
    except Exception as error:  # a package's own code may raise anything
        raise _failed(form.name, error, name) from error
    return [_placed(form.name, item, number, name) for number, item in enumerate(given, 1)]


def _placed(form: str, item: Any, number: int, name: str) -> tuple[str, Flat]:
    place, record = item if isinstance(item, tuple) and len(item) == 2 else (f"record {number}", item)
    if not isinstance(record, Mapping) or not isinstance(place, str):
        what = f"the form {form} gives a {type(record).__name__} where a record belongs"
        raise FormatError(what, where=f"{name}, {place}", fix='give {"kind": "event", ...}', unwritten=True)
    return f"{name}, {place}", record


def written(form: ExportForm, extract: Extract) -> bytes:
    """Write an answer.

    Raises:
        FormatError: The form's code fails, or gives neither a text nor bytes.
    """
    try:
        found = form.write(extract)
    except TimelineError:
        raise
    except Exception as error:  # a package's own code may raise anything
        raise _failed(form.name, error, "form") from error
    if not isinstance(found, str | bytes):
        what = f"the form {form.name} gives a {type(found).__name__}, and neither a text nor bytes"
        raise FormatError(what, where="form", fix=_REPAIR, unwritten=True)
    return found.encode() if isinstance(found, str) else found


def _failed(form: str, error: Exception, where: str) -> FormatError:
    what = f"the form {form} failed: {type(error).__name__}: {error}"
    return FormatError(what, where=where, fix=f"{_REPAIR}, or the file", unwritten=True)
