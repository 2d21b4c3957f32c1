"""The options that commands share which ask: clocks, what is selected, the form of the answer.

Law of this module: a command takes them as values, one ``question`` and one ``output``.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH109, PTH122
from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import click

from timeline.cli.boundary import Run
from timeline.cli.day import PlainDay, today
from timeline.cli.params import ASKED, FILE, Command, Count, SpanText, ZoneName, at, completes, several, shared
from timeline.errors import FormatError, RecordError
from timeline.named import NamedTuple
from timeline.text.forms import ENDINGS, FORMS, Form, bare_ending, unnamed

if TYPE_CHECKING:
    import datetime as dt

    from timeline.records.model import Value
    from timeline.store.log import LogFiles

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


class Quick(Protocol):
    """Answers a command without what the others need, where it can."""

    def is_answered(self, run: Run, values: Mapping[str, Any]) -> bool:
        """Answer a command, given its options by name; or say that it is not answered so."""

    def catch_up(self) -> None:
        """Do what lets the next such command be answered, now that this one was answered otherwise."""


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


ZONE: Final = click.option(
    "--tz",
    "zone",
    type=ZoneName(),
    is_eager=True,
    help="Show times in this zone: Europe/Berlin. JSON and CSV keep UTC.",
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

    return gathering(
        gather,
        command,
        shared("--format", "form", type=click.Choice(FORMS), help="The form; a terminal gets table, a pipe plain."),
        shared("--json", "as_json", is_flag=True, help="The same as --format json."),
        shared("-o", "file", metavar="FILE", help="Write to FILE, whole or not at all; its ending chooses the form."),
        shared("--sort", metavar="FIELD", help="The rows by this field; what has nothing there stands last."),
        shared("--reverse", is_flag=True, help="The rows the other way round."),
        shared("--limit", type=Count(), metavar="N", help="Only the first N rows."),
        ZONE,
        shared(
            "--wide", is_flag=True, help="Leave no column of the table out, give every list in full, and cut no words."
        ),
        shared(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            help="Colour in the table; NO_COLOR is honoured.",
        ),
    )


_TIMES: Final = (
    shared("--since", type=SpanText(), help="Only what may have happened in or after this time."),
    shared("--until", type=SpanText(), help="Only what may have happened in or before this time."),
)
_SELECTING: Final = (
    several("--entity", "entities", metavar="E", help="Only what has a fact on this entity.", of="entity"),
    several("--tag", "tags", metavar="T", help="Only events with this tag.", of="tag"),
    several("--source", "sources", metavar="NAME", help="Only events this source reports on.", of="source"),
    several("--type", "types", metavar="T", help="Only this type, and those below it.", of="type"),
    several("--grep", metavar="TEXT", help="Only where a text or quote holds this; no case."),
    several("--value", metavar="V", help="Only what has a fact of this value, in any mode.", of="value"),
)
_SKIP_BAD: Final = shared("--skip-bad", is_flag=True, help="Answer without the lines that are damaged.")
_ENGINE: Final = (
    shared(
        "--engine",
        metavar="ENGINE",
        help="Ask this engine: duckdb (the default with --data), postgres://…, spark://… or local[N].",
    ),
    shared("--data", type=FILE, metavar="DIR", help="The folder that `export --format parquet DIR` wrote."),
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
        *([shared("--as-of", type=ASKED, help="What was known as of this day.")] if as_of else []),
        *([shared("--on", type=ASKED, help="What was so on this day. [default: as --as-of]")] if on else []),
        shared("--recorded-by", type=ASKED, help="What this log held by this day or stamp."),
        shared(
            "--at-checkpoint",
            "checkpoint",
            metavar="N",
            shell_complete=completes("checkpoint"),
            help="Exactly what checkpoint N holds.",
        ),
        shared("--strict", is_flag=True, help="Leave out what is only possible."),
    ]
    options = [*clocks, *(_SELECTING if selects else ()), *_TIMES, _SKIP_BAD, *(_ENGINE if engines else ())]

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
            places = _OF_ENGINES if values.get("held") is not None else {}  # what an engine refuses when it answers
            found = at(places, command, *args, question=Question(selection=selection, **given), **values)
            if quick is not None:
                quick.catch_up()
            return found

        inner = gathering(gather, command, *options)
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


_OF_ENGINES: Final = {"engine": "--engine", "data": "--data"}


def _held(engine: str | None, data: str | None) -> Held:
    """Say which engine is asked, over which folder; None where the log itself is."""
    if engine is None and data is None:
        return None
    if data is None:
        fix = "make it: timeline export --format parquet DIR; then add --data DIR"
        raise FormatError("an engine needs the folder of an export", where="--engine", fix=fix)
    return "duckdb" if engine is None else engine, data


def _value(text: str) -> Value:
    from timeline.records.typed import read_value

    return read_value(text)


def gathering(gather: Callable[..., Any], command: Command, *options: Callable[[Any], Any]) -> Command:
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
