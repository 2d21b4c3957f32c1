"""What is typed: dates, clocks, counts, sources, files, zones, each a type of click's.

Law of this module: a value that is typed is read here, once, into the value that the library takes; what is wrong with
it is said with the option's name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from timeline.cli.day import PlainDay, today
from timeline.errors import DateError, RecordError, TimelineError

if TYPE_CHECKING:
    import datetime as dt

    from click.shell_completion import CompletionItem

    from timeline.dates.values import Clock, UncertainDate

Command = TypeVar("Command", bound=Callable[..., Any])
Read = TypeVar("Read")

DATE_FORMS: Final = (
    "write EDTF: 2025-08-14, 2025-08, 2025?-08 (the year is inferred), [..2025-08-14] (a day up to then)"
)


def completes(sort: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Give what a shell asks for a word that names something in the log; see :data:`completing.SORTS`."""

    def offered(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from timeline.cli import completing

        del param
        return completing.offered(ctx, sort, incomplete)

    return offered


_MADE: Final[dict[tuple[tuple[str, ...], str], click.Option]] = {}


def shared(*names: str, help: str, **attributes: Any) -> Callable[[Any], Any]:  # noqa: A002
    """Put an option on a command, as `click.option` does; it is made once for the commands that say the same of it."""
    key = (names, help)

    def put(command: Any) -> Any:
        made = _MADE.get(key)
        if made is None:
            made = _MADE[key] = click.Option(names, help=help, **attributes)
        command.__dict__.setdefault("__click_params__", []).append(made)
        return command

    return put


def several(*names: str, metavar: str, help: str, of: str | None = None) -> Callable[[Any], Any]:  # noqa: A002
    """Make an option that may be given more than once; ``of`` is what completes it, as for :func:`completes`."""
    shell_complete = None if of is None else completes(of)
    return shared(*names, multiple=True, metavar=metavar, shell_complete=shell_complete, help=help)


def view_option(help: str) -> Callable[[Command], Command]:  # noqa: A002
    """Make the option ``--view``, which names one of the log's views."""
    return click.option("--view", metavar="VIEW", shell_complete=completes("view"), help=help)


AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Answer, and report errors, as JSON.")


class DateText(click.ParamType[str]):
    """A date for the log: kept as the EDTF it became."""

    name = "EDTF"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the text, or say what was probably meant."""
        return _read(lambda text: read_date(text, place_of(param)), value, ctx).text


class SpanText(click.ParamType["UncertainDate"]):
    """A date of the world to select by; kept with its bounds."""

    name = "EDTF"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UncertainDate:
        """Read the text, or say what was probably meant."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        return _read(lambda text: read_date(text, place_of(param)), value, ctx)


class ClockText(click.ParamType["Clock"]):
    """A date to ask about: a day, a period (its last day), or an instant."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Clock:
        """Read the text, or say why it cannot be a clock."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        from timeline.views.given import clock

        where = place_of(param)
        return _read(lambda text: cast("Clock", clock(seen(text), today=today(), where=where)), value, ctx)


class AskedClock(ClockText):
    """A date to ask about, of a command that may answer without the reader of all dates."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a plain day by itself, and every other text as ever."""
        day = PlainDay.of(value) if isinstance(value, str) else None
        return super().convert(value, param, ctx) if day is None else day


class Count(click.ParamType[int]):
    """A whole number from 1 on, up to ``most`` where there is a most."""

    name = "N"

    def __init__(self, most: int | None = None) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the text, or say that it does not count anything."""
        del ctx
        text = str(value)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0
        if number < 1 or (self.most is not None and number > self.most):
            upto = "on" if self.most is None else f"to {self.most:,}"
            is_count = text.isascii() and text.isdecimal() and text.strip("0")
            what = f'"{seen(text)}" is {"too large a number" if is_count else f"not a whole number from 1 {upto}"}'
            if is_count and self.most is not None:
                what += f": {self.most:,} is the most"
            raise RecordError(what, where=place_of(param), fix=f"give one, such as {self.most or 30}")
        return number


_DIGITS: Final = 19


class SourceName(click.ParamType[str]):
    """The short name of a source."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name that a source can have; suggest one where it cannot."""
        del ctx
        from timeline.records.model import SOURCE_NAME

        if not isinstance(value, str) or SOURCE_NAME.fullmatch(value):
            return value  # type: ignore[no-any-return]
        fix = f"use small letters, digits, dots, hyphens, underscores, such as {_short_name(value)}"
        raise RecordError(f'"{value}" cannot be the short name of a source', where=place_of(param), fix=fix)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the sources that the log has."""
        return completes("source")(ctx, param, incomplete)


def _short_name(text: str) -> str:
    import re

    return re.sub("[^a-z0-9._]+", "-", text.lower()).strip("-._")[:40] or "scmp"


class JsonText(click.ParamType[Any]):
    """A JSON value."""

    name = "JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the text as strictly as a line of the log."""
        del ctx
        from timeline.records.strict_json import parse

        try:
            return parse(value, where=place_of(param))
        except RecordError as error:
            fix = error.fix or "put JSON between single quotes: '{\"chips\": 1000}'"
            raise RecordError(error.what, where=error.where, fix=fix) from error


class FileName(click.ParamType[str]):
    """The name of a file, which a shell completes."""

    name = "FILE"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell name the files."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(incomplete, type="file")]


def place_of(param: click.Parameter | None) -> str | None:
    """Name in an error the option or the argument that is read."""
    if param is None:
        return None
    return param.opts[0] if param.param_type_name == "option" else (param.human_readable_name)


def read_date(text: str, where: str | None) -> UncertainDate:
    """Read a date that is to be stored; ``where`` names its option in an error."""
    from timeline.views.given import date

    try:
        return date(seen(text), today=today(), where=where)
    except DateError as error:
        error.fix = error.fix or DATE_FORMS
        raise


def _read(read: Callable[[str], Read], text: str, ctx: click.Context | None) -> Read:
    """Read a date; a time without a shift from UTC that is refused is proposed as one of the zone given as ``--tz``."""
    try:
        return read(text)
    except DateError as error:
        import datetime as dt

        from timeline.dates.local import placed

        zone = None if ctx is None else ctx.params.get("zone")
        if isinstance(zone, dt.tzinfo):  # click has a value of its own for an option that is not given
            with contextlib.suppress(DateError):
                there = placed(seen(text), zone)
                if there is not None and read(str(there)):
                    error.fix = f"write {there} if it is a time of {zone}: --tz says how times are shown"
        raise


_MINUS: Final = "\ufdd0"  # a character that no text has


class TakesDates(click.Command):
    """A command whose arguments are dates: ``-0044-03-15`` is a year before the first, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, with the minus of a year out of the parser's sight."""
        return super().parse_args(ctx, [_MINUS + text[1:] if _is_early_year(text) else text for text in args])


def _is_early_year(text: str) -> bool:
    return text.startswith("-") and text[1:].lstrip("Y")[:1].isdecimal()


def seen(text: str) -> str:
    """Give a text as it was typed, its minus back in sight."""
    return f"-{text[1:]}" if text.startswith(_MINUS) else text


def at(where: str | Mapping[str, str], read: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Call what reads something typed, and name its option in the error."""
    try:
        return read(*args, **more)
    except TimelineError as error:
        if not isinstance(where, str):
            error.where = where.get(error.where or "", error.where)
        elif isinstance(error, RecordError) or not error.where:  # a date's own reader says the place, more exactly
            error.where = where
        raise


class FormName(click.ParamType[str]):
    """The name of a form of files: one of ours, or one that an installed package offers.

    Whether there is such a form is for the library to say: it knows what was probably meant.
    """

    name = "FORM"

    def __init__(self, every: Callable[[], tuple[str, ...]]) -> None:
        self._every = every

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """List the forms in help."""
        del param, ctx
        return f"[{'|'.join(self._every())}]"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names of the forms."""
        del ctx, param
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self._every() if name.startswith(incomplete)]


class ZoneName(click.ParamType["dt.tzinfo"]):
    """The name of a time zone; ``of_times`` takes a shift from UTC, too, as that of times which say none."""

    name = "ZONE"

    def __init__(self, *, of_times: bool = False) -> None:
        """Say what may be given."""
        self._of_times = of_times

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.tzinfo:
        """Find the zone, or say what to write."""
        del ctx
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        if self._of_times:
            from timeline.dates.local import zone_of_times as zone
        else:
            from timeline.dates.zones import zone
        found: dt.tzinfo = at(place_of(param) or "--tz", zone, value)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names of zones, whole ones once a part of the world is typed."""
        del ctx, param
        from click.shell_completion import CompletionItem

        from timeline.dates.zones import names

        return [CompletionItem(name) for name in sorted(names()) if name.lower().startswith(incomplete.lower())]


DATE: Final = DateText()
ASKED: Final = AskedClock()
NAME: Final = SourceName()
JSON: Final = JsonText()
FILE: Final = FileName()
