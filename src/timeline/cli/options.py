"""The options that commands share, and the types of what is typed: dates, clocks, facts, sources.

Law of this module: a value that is typed is read here, once, into the value that the library takes; what is wrong with
it is said with the option's name.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH109, PTH122
from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar, cast

import click

from timeline.cli.boundary import Run
from timeline.cli.day import PlainDay, today
from timeline.errors import DateError, FormatError, RecordError, TimelineError
from timeline.records.words import MODE_OF
from timeline.text.forms import ENDINGS, FORMS, Form, bare_ending, unnamed

if TYPE_CHECKING:
    import datetime as dt

    from click.shell_completion import CompletionItem

    from timeline.dates.values import Clock, UncertainDate
    from timeline.records.model import Value
    from timeline.store.log import LogFiles

Command = TypeVar("Command", bound=Callable[..., Any])


DATE_FORMS: Final = (
    "write EDTF: 2025-08-14, 2025-08, 2025?-08 (the year is inferred), [..2025-08-14] (a day up to then)"
)
CLOCK_FORMS: Final = "write a day, a month, a year, or an instant: 2025-08-14, 2025-08, 2025, 2025-08-14T12:00:00Z"
STANDARD_OUTPUT: Final = "-"
"""As the name of a file: no file."""


def open_log(run: Run) -> LogFiles:
    """Find the log that a command is about: ``-C``, else ``$TIMELINE_LOG``, else the nearest one upward."""
    from timeline.store.log import LogFiles

    return LogFiles(folder=log_folder(run))


def log_folder(run: Run) -> str:
    """Find the folder of that log, and import nothing of what reads it."""
    from timeline.store import where

    return where.find(run.directory, os.environ, os.getcwd())


def completes(sort: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Give what a shell asks for a word that names something in the log; see :data:`completing.SORTS`."""

    def offered(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from timeline.cli import completing

        del param
        return completing.offered(ctx, sort, incomplete)

    return offered


# --- what is typed ---------------------------------------------------------------------------------------------------


class DateText(click.ParamType[str]):
    """A date for the log: kept as the EDTF it became."""

    name = "EDTF"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the text, or say what was probably meant."""
        del ctx
        return read_date(value, _where(param)).text


class SpanText(click.ParamType["UncertainDate"]):
    """A date of the world to select by; kept with its bounds."""

    name = "EDTF"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UncertainDate:
        """Read the text, or say what was probably meant."""
        del ctx
        return value if not isinstance(value, str) else read_date(value, _where(param))


class ClockText(click.ParamType["Clock"]):
    """A date to ask about: a day, a period (its last day), or an instant."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Clock:
        """Read the text, or say why it cannot be a clock."""
        del ctx
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        from timeline.views.given import clock

        try:
            return cast("Clock", clock(seen(value), today=today(), where=_where(param)))
        except DateError as error:
            error.fix = error.fix or CLOCK_FORMS
            raise


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
            what = f'"{seen(text)}" is not a whole number from 1 {upto}'
            raise RecordError(what, where=_where(param), fix=f"give one, such as {self.most or 30}")
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
        raise RecordError(f'"{value}" cannot be the short name of a source', where=_where(param), fix=fix)

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
            return parse(value, where=_where(param))
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


def _where(param: click.Parameter | None) -> str | None:
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
    """Call what reads something typed, and name its option in the error.

    Args:
        where: The option; or, where the library names one of several arguments, the option of each.
        read: What is called with the rest.
        *args: Handed on.
        **more: Handed on.
    """
    try:
        return read(*args, **more)
    except TimelineError as error:
        if not isinstance(where, str):
            error.where = where.get(error.where or "", error.where)
        elif isinstance(error, RecordError) or not error.where:  # a date's own reader says the place, more exactly
            error.where = where
        raise


DATE: Final = DateText()
ASKED: Final = AskedClock()
NAME: Final = SourceName()
JSON: Final = JsonText()
FILE: Final = FileName()


class Quick(Protocol):
    """Answers a command without what the others need, where it can."""

    def is_answered(self, run: Run, values: Mapping[str, Any]) -> bool:
        """Answer a command, given its options by name; or say that it is not answered so."""

    def catch_up(self) -> None:
        """Do what lets the next such command be answered, now that this one was answered otherwise."""


# --- options of the commands that read -------------------------------------------------------------------------------


class Output(NamedTuple):
    """In which form an answer goes where; ``form`` is None where the stream decides (a terminal: table, else plain)."""

    form: Form | None = None
    file: str | None = None
    color: bool | None = None
    wide: bool = False
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None
    zone: dt.tzinfo | None = None


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
    """The name of a time zone."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.tzinfo:
        """Find the zone, or say what to write."""
        del ctx
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        from timeline.dates.zones import zone

        found: dt.tzinfo = at(_where(param) or "--tz", zone, value)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names of zones, whole ones once a part of the world is typed."""
        del ctx, param
        from click.shell_completion import CompletionItem

        from timeline.dates.zones import names

        return [CompletionItem(name) for name in sorted(names()) if name.lower().startswith(incomplete.lower())]


ZONE: Final = click.option(
    "--tz", "zone", type=ZoneName(), help="Show times in this zone: Europe/Berlin. JSON and CSV keep UTC."
)


def answers(command: Command) -> Command:
    """Add ``--format`` and its kin, ``--sort``, ``--reverse`` and ``--limit``; the command takes them as ``output``."""

    def gather(*args: Any, **values: Any) -> Any:
        form: Form | None = values.pop("form")
        if values.pop("as_json"):
            if form not in (None, "json"):
                raise RecordError(f"--json and --format {form} ask for two forms", where="--format", fix="give one")
            form = "json"
        file = values.pop("file")
        if form is None and file not in (None, STANDARD_OUTPUT):
            form = _form_of(file)
        color = {"always": True, "never": False}.get(values.pop("color"))
        order = {name: values.pop(name) for name in ("wide", "sort", "reverse", "limit", "zone")}
        return command(*args, output=Output(form=form, file=file, color=color, **order), **values)

    return _with(
        gather,
        command,
        click.option(
            "--format", "form", type=click.Choice(FORMS), help="The form; a terminal gets table, a pipe plain."
        ),
        click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
        click.option(
            "-o", "file", metavar="FILE", help="Write to FILE, whole or not at all; its ending chooses the form."
        ),
        click.option("--sort", metavar="FIELD", help="The rows by this field; what has nothing there stands last."),
        click.option("--reverse", is_flag=True, help="The rows the other way round."),
        click.option("--limit", type=Count(), metavar="N", help="Only the first N rows."),
        ZONE,
        click.option(
            "--wide", is_flag=True, help="Leave no column of the table out, give every list in full, and cut no words."
        ),
        click.option(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            help="Colour in the table; NO_COLOR is honoured.",
        ),
    )


def asks(
    *,
    as_of: bool = True,
    on: bool = False,
    selects: bool = True,
    forms: bool = True,
    quick: Quick | None = None,
    engines: bool = False,
) -> Callable[[Command], Command]:
    """Add the shared options of a reading command, which takes them, and its view, as one ``question``.

    Args:
        as_of: Whether the command takes ``--as-of`` (``diff`` takes its dates as arguments).
        on: Whether it takes ``--on``.
        selects: Whether it takes the options that select events, beside `--since` and `--until`.
        forms: Whether it takes ``--format`` and its kin.
        quick: Answers it from the index alone, or says that it does not.
        engines: Whether it takes ``--engine`` and ``--data``, as one ``held``: the engine and the folder, or None.
    """
    clocks = [
        *([click.option("--as-of", type=ASKED, help="What was known as of this day.")] if as_of else []),
        *([click.option("--on", type=ASKED, help="What was so on this day. [default: as --as-of]")] if on else []),
        click.option("--recorded-by", type=ASKED, help="What this log held by this day or stamp."),
        click.option(
            "--at-checkpoint",
            "checkpoint",
            metavar="N",
            shell_complete=completes("checkpoint"),
            help="Exactly what checkpoint N holds.",
        ),
        click.option("--strict", is_flag=True, help="Leave out what is only possible."),
    ]
    times = [
        click.option("--since", type=SpanText(), help="Only what may have happened in or after this time."),
        click.option("--until", type=SpanText(), help="Only what may have happened in or before this time."),
    ]
    selecting = [
        click.option(
            "--entity",
            "entities",
            multiple=True,
            metavar="E",
            shell_complete=completes("entity"),
            help="Only what has a fact on this entity.",
        ),
        click.option(
            "--tag",
            "tags",
            multiple=True,
            metavar="T",
            shell_complete=completes("tag"),
            help="Only events with this tag.",
        ),
        click.option(
            "--source",
            "sources",
            multiple=True,
            metavar="NAME",
            shell_complete=completes("source"),
            help="Only events this source reports on.",
        ),
        click.option(
            "--type",
            "types",
            multiple=True,
            metavar="T",
            shell_complete=completes("type"),
            help="Only this type, and those below it.",
        ),
        click.option("--grep", multiple=True, metavar="TEXT", help="Only where a text or quote holds this; no case."),
        click.option(
            "--value",
            multiple=True,
            metavar="V",
            shell_complete=completes("value"),
            help="Only what has a fact of this value, in any mode.",
        ),
    ]
    rest = [click.option("--skip-bad", is_flag=True, help="Answer without the lines that are damaged.")]
    if engines:
        rest += [
            click.option(
                "--engine",
                metavar="ENGINE",
                help="Ask this engine: duckdb (the default with --data), postgres://…, spark://… or local[N].",
            ),
            click.option(
                "--data", type=FILE, metavar="DIR", help="The folder that `export --format parquet DIR` wrote."
            ),
        ]

    def decorate(command: Command) -> Command:
        def gather(*args: Any, **values: Any) -> Any:
            if quick is not None and quick.is_answered(click.get_current_context().obj, values):
                return None
            import attrs

            from timeline.views.filters import Question, Selection

            values = {name: _clock(name, value) for name, value in values.items()}
            chosen = {name: values.pop(name) for name in attrs.fields_dict(Selection) if name in values}
            chosen["value"] = tuple(at("--value", _value, text) for text in chosen.get("value", ()))
            given = {name: values.pop(name) for name in attrs.fields_dict(Question) if name in values}
            if engines:
                values["held"] = _held(values.pop("engine"), values.pop("data"))
            selection = at({"since": "--since"}, Selection, **chosen)
            found = command(*args, question=Question(selection=selection, **given), **values)
            if quick is not None:
                quick.catch_up()
            return found

        inner = _with(gather, command, *clocks, *(selecting if selects else []), *times, *rest)
        return answers(inner) if forms else inner

    return decorate


def _clock(name: str, value: Any) -> Any:
    """Read a plain day as every other clock, where more is asked than the index answers."""
    if not isinstance(value, PlainDay):
        return value
    from timeline.views.given import clock

    return clock(value.text, today=today(), where=name)


Held: TypeAlias = "tuple[str, str] | None"
"""The engine that is asked, and the folder that it is asked over; None where the log itself is."""


def _held(engine: str | None, data: str | None) -> Held:
    """Say which engine is asked, over which folder; None where the log itself is."""
    if engine is None and data is None:
        return None
    if data is None:
        fix = "make it: timeline export --format parquet DIR; then add --data DIR"
        raise FormatError("an engine needs the folder of an export", where="--engine", fix=fix)
    return engine or "duckdb", data


def _value(text: str) -> Value:
    from timeline.records.typed import read_value

    return read_value(text)


def _with(gather: Callable[..., Any], command: Command, *options: Callable[[Any], Any]) -> Command:
    """Put options on a function that gathers them, which then stands for the command."""
    inside: Any = command
    found: Any = gather
    found.__name__, found.__doc__ = inside.__name__, inside.__doc__
    own = inside.__dict__.pop("__click_params__", [])
    for option in reversed(options):
        option(found)
    # click keeps parameters from last to first: those added here stand after the command's own.
    found.__click_params__ = [*found.__click_params__, *own]
    return found  # type: ignore[no-any-return]


def _form_of(file: str) -> Form:
    if bare_ending(file, ENDINGS) is not None:
        what, fix = unnamed(file, "answer")
        raise RecordError(what, where="-o", fix=fix, unwritten=True)
    ending = os.path.splitext(file)[1].lower()
    form = ENDINGS.get(ending)
    if form is None:
        raise RecordError(
            f'"{file}" has no ending that names a form',
            where="-o",
            fix=f"use one of {' '.join(ENDINGS)}, or give --format",
            unwritten=True,
        )
    return form


# --- options of the commands that write ------------------------------------------------------------------------------


class Writing(NamedTuple):
    """What every writing command may be told: who writes, with which key, why, and whether only to try."""

    by: str | None = None
    key: str | None = None
    because: str | None = None
    clock_is_right: bool = False
    dry_run: bool = False
    as_json: bool = False
    zone: dt.tzinfo | None = None


def writes(*, because: bool = False, one: bool = True) -> Callable[[Command], Command]:
    """Add the shared options of a writing command, which takes them as one ``writing``.

    Args:
        because: Whether ``--because`` must be given.
        one: Whether the command writes one record, which may have a reason and a key.
    """
    options = [
        click.option("--because", required=because, metavar="TEXT", help="Why; it is kept."),
        click.option("--key", metavar="K", help="A key of your own: adding the same key again writes nothing."),
        click.option(
            "--by", metavar="NAME", help="Who writes. Else $TIMELINE_BY, git's user.name where the log lies, the login."
        ),
        click.option(
            "--clock-is-right", is_flag=True, help="Write although this clock is far behind the newest record."
        ),
        click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing."),
        click.option("--json", "as_json", is_flag=True, help="Answer, and report errors, as JSON."),
        click.option(
            "--tz", "zone", type=ZoneName(), help="Say times back in this zone: Europe/Berlin. What is stored stays."
        ),
    ]

    def decorate(command: Command) -> Command:
        def gather(*args: Any, **values: Any) -> Any:
            given = {name: values.pop(name) for name in Writing._fields if name in values}
            return command(*args, writing=Writing(**given), **values)

        return _with(gather, command, *(options if one else options[2:]))

    return decorate


def facts_options(command: Command) -> Command:
    """Add ``--fact`` and its kin, which :func:`gathered_facts` reads."""
    for name, help_text in (
        ("ended", "A value that was over by then; it ends this value alone."),
        ("possible", "A fact that may come to be."),
        ("planned", "A fact that is planned."),
        ("failed", "A fact that was tried and failed."),
        ("fact", "ENTITY.PROPERTY=VALUE; `>=1000 chips` is a quantity, null: it ended. May be repeated."),
    ):
        command = click.option(
            f"--{name}", multiple=True, metavar="E.P=V", shell_complete=completes("fact"), help=help_text
        )(command)
    return command


def gathered_facts(typed: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Read what was given with ``--fact`` and its kin, actual facts first."""
    from timeline.records.typed import parse_fact

    return [at(f"--{name}", parse_fact, text, mode) for name, mode in MODE_OF.items() for text in typed.get(name, ())]


def world_options(command: Command) -> Command:
    """Add ``--reported`` and one ``--source``: those that date a correction, a retraction or a link."""
    for option in (
        click.option("--source", type=NAME, help="The source that changed its account."),
        click.option(
            "--reported", type=DATE, help="When the world's account changed; without it, our own mistake is mended."
        ),
    ):
        command = option(command)
    return command


def chain_options(command: Command) -> Command:
    """Add ``--via`` and ``--origin``: what a publication rests on."""
    for option in (
        click.option("--interested", is_flag=True, help="The origin gains by the claim."),
        click.option("--origin", metavar="NAME", help="Where the chain starts: who it comes from in the end."),
        click.option("--via", type=NAME, multiple=True, help="A source that it rests on. May be repeated."),
    ):
        command = option(command)
    return command


def chain(via: Sequence[str], origin: str | None, *, interested: bool) -> dict[str, Any]:
    """Give ``via`` and ``origin`` as the fields of a record."""
    from timeline.views.given import filled, origin_body

    body = at({"interested": "--interested"}, origin_body, origin, interested=interested)
    return filled({"via": list(via), "origin": body})
