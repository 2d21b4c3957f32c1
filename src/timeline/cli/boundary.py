"""The one boundary where an error becomes words and an exit code.

Law of this module: whatever happens, no traceback reaches a user; an error says what, where and how to mend it, and
"Nothing was written." where that is so.

Exit codes: 0 done, 1 findings or differences, 2 usage or a bad value, 3 the log cannot be trusted, 4 could not write,
70 a fault of this program, 130 Ctrl-C, 141 a closed pipe.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import click

from timeline import errors
from timeline.errors import TimelineError

COMMANDS: Final[Mapping[str, str]] = {
    "init": "record",
    "add": "record",
    "source": "record",
    "report": "record",
    "correct": "mend",
    "retract": "mend",
    "link": "record",
    "redact": "guard",
    "attach": "bring",
    "import": "bring",
    "checkpoint": "guard",
    "push": "share",
    "pull": "share",
    "list": "ask",
    "show": "ask",
    "state": "ask",
    "why": "ask",
    "diff": "ask",
    "sources": "ask",
    "entities": "survey",
    "conflicts": "survey",
    "history": "ask",
    "stats": "survey",
    "figure": "draw",
    "page": "publish",
    "export": "export",
    "date": "tell",
    "views": "tell",
    "schema": "tell",
    "check": "tell",
    "doctor": "doctor",
    "completion": "tell",
    "help": "helping",
}
"""Each command, in the order of ``--help``, with the module of this package that holds it."""

WRITING: Final = frozenset(
    name for name, module in COMMANDS.items() if module in ("record", "mend", "guard", "bring", "share")
)
ADDING: Final = frozenset({"add", "source", "report", "correct", "retract", "link", "import"})
"""Those of them that write by one append, and nothing before it."""

FAULT_OF_OURS: Final = 70
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141


class Run:
    """What one run of the command line knows: where the log is said to be, and what it has already written."""

    def __init__(self, *, command: str | None = None, written: Sequence[str] = (), wants_json: bool = False) -> None:
        self.directory: str | None = None
        self.command = command
        self.written: Sequence[str] = list(written)
        self.wants_json = wants_json
        self.answered_on_stdout = False
        self.has_asked_log = False
        """Whether the log was asked to write; before that nothing of a command that adds records is written."""

    @property
    def has_surely_not_written(self) -> bool:
        """Whether the command is one that adds records, and has not come to that yet."""
        return self.command in ADDING and not self.has_asked_log

    @property
    def writes(self) -> bool:
        """Whether the command is one that writes to the log."""
        return self.command in WRITING


def bounded(state: Run, run: Callable[[], int]) -> int:
    """Run, and give the exit code, having said on stderr what went wrong."""
    try:
        return run()
    except (KeyboardInterrupt, click.Abort, EOFError) as error:
        return _interrupted(state, error)
    except TimelineError as error:
        return _failed(state, error, _exit_code(error, state))
    except click.UsageError as error:
        return _failed(state, _usage(error, state.command), 2)
    except click.ClickException as error:
        return _failed(state, TimelineError(error.format_message()), 2)
    except OSError as error:
        return _os_failed(state, error)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else 0
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        return _failed(state, _fault(error), FAULT_OF_OURS)


def _exit_code(error: TimelineError, state: Run) -> int:
    match error:
        case errors.LogBroken():
            return 3
        case errors.LogLocked() | errors.LogUnwritable() | errors.LogUnconfirmed() | errors.ServerError():
            return 4
        case errors.FileUnwritable() | errors.FileUnconfirmed():
            return 4
        case errors.LogError() if isinstance(error.__cause__, OSError):
            return 4 if state.writes else 3
        case _:
            return 2


def _interrupted(state: Run, error: BaseException) -> int:
    if state.written:
        _talk(f"Interrupted; {_done_already(state)}")
    elif state.command in _SHARED:
        _talk(f"Interrupted. {_SHARED[state.command]}")
    elif state.writes and (state.has_surely_not_written or isinstance(error, errors.Stopped)):
        _talk("Interrupted. Nothing was added.")
    elif state.writes:
        _talk("Interrupted. Whether anything was written is not known; running the command again is safe.")
    else:
        _talk("Interrupted.")
    return INTERRUPTED


_SHARED: Final = {
    "push": "What the server has confirmed is there; pushing again sends the rest.",
    "pull": "What was written is here whole; pulling again brings the rest.",
}
_MOST_NAMED: Final = 5


def _done_already(state: Run) -> str:
    """Say on one line what a command has done that did not come to its end; of many records how many, and which."""
    done = state.written
    if state.command == "push":
        return "what was to be sent is on the server"
    if len(done) <= _MOST_NAMED:
        return f"already in the log: {', '.join(done)}"
    what = "files" if state.command == "pull" else "records"
    return f"already in the log: {len(done):,} {what}, from {done[0]} to {done[-1]}"


def _os_failed(state: Run, error: OSError) -> int:
    if state.written:
        fix = None if state.command in _SHARED else "do not add it again for its id: `timeline list` shows it"
        what = f"standard output could not be written ({error.strerror or error}); {_done_already(state)}"
        error_of_output = TimelineError(what, fix=fix)
        return _failed(state, error_of_output, 4)
    if error.errno == errno.EPIPE:
        _drop_stdout()
        return PIPE_CLOSED
    what = error.strerror or str(error)
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
    writes = state.writes or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)
    return _failed(state, TimelineError(what[:1].lower() + what[1:], where=where), 4 if writes else 2)


def _usage(error: click.UsageError, command: str | None) -> TimelineError:
    """Say in our three parts what click says in one; ``command`` is the one that was typed, as far as it is known."""
    from timeline.cli.instead import instead
    from timeline.dates.suggest import command_meant, did_you_mean

    where, fix = None, None
    what = error.format_message()
    match error:
        case click.NoSuchOption():
            what = f'there is no option "{error.option_name}"'
            name = error.ctx.command.name or "" if error.ctx is not None else ""
            if (fix := instead(name, error.option_name)) is not None:
                what = f"{name} takes no {error.option_name}"
            elif error.ctx is not None:
                fix = _option_meant(error.option_name, error.ctx)
        case click.MissingParameter() if error.param is not None:
            name = _named(error.param, error.ctx or click.Context(click.Command(None)))
            what = f"missing {error.param.param_type_name} {name}"
            if isinstance(error.param.type, click.Choice):
                what += f", one of {', '.join(map(str, error.param.type.choices))}"
            if error.ctx is not None:
                fix = f"write `{_written(error.ctx)}`; see {error.ctx.command_path} --help"
        case click.BadOptionUsage():
            what = f"{error.option_name} needs a value" if "requires" in what else what
            where = error.option_name
            fix = (
                f"write {error.option_name} and a value; see timeline {command} --help" if command in COMMANDS else None
            )
        case click.BadParameter() if error.param is not None:
            where, what = _named(error.param, error.ctx) if error.ctx else None, error.message
            if error.param.param_type_name == "option":
                where = error.param.opts[-1]
            if isinstance(error.param.type, click.Choice):
                typed = what.partition(" is not one of ")[0].strip("'")
                names = [str(choice) for choice in error.param.type.choices]
                what = f'"{typed}" is none of {", ".join(names)}'
                fix = did_you_mean(typed, names) or f"choose one of {', '.join(names)}"
        case _ if what == "Missing command.":
            what = "no command is named"
        case _ if what.startswith("Got unexpected extra argument"):
            what = f"too many arguments: {what.partition('(')[2].removesuffix(')')}"
            fix = "put a text with blanks in it between quotes"
            if error.ctx is not None and not any(isinstance(one, click.Argument) for one in error.ctx.command.params):
                fix = "it takes options alone"
                if "--grep" in _options_of(error.ctx.command):
                    fix += f"; to search for words: timeline {error.ctx.command.name} --grep TEXT"
        case _ if type(error).__name__ == "NoSuchCommand":
            typed = getattr(error, "command_name", "")
            what, fix = f'there is no command "{typed}"', command_meant(typed, COMMANDS)
    if fix is None:
        fix = f"see {error.ctx.command_path if error.ctx is not None else 'timeline'} --help"
    return TimelineError(what.rstrip("."), where=where, fix=fix)


def _named(param: click.Parameter, ctx: click.Context) -> str:
    """Name a parameter: an option as it is typed, an argument by its word, also where a usage line lists its values."""
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.name or "").upper() if isinstance(param.type, click.Choice) else param.make_metavar(ctx)


def _written(ctx: click.Context) -> str:
    """Spell a command with all that it must be given; of values to choose from, with the first."""
    needed = [one for one in ctx.command.params if one.required]
    options = [f"{one.opts[-1]} {one.make_metavar(ctx)}" for one in needed if isinstance(one, click.Option)]
    arguments = [
        str(next(iter(one.type.choices))) if isinstance(one.type, click.Choice) else one.make_metavar(ctx)
        for one in needed
        if isinstance(one, click.Argument)
    ]
    return " ".join((ctx.command_path, *arguments, *options))


def _option_meant(option: str, ctx: click.Context) -> str | None:
    """Say which option was meant, or where the one that was typed belongs."""
    from timeline.dates.suggest import option_meant

    name = ctx.command.name or ""
    if option == "-C":
        return "-C stands before the command: timeline -C LOGDIR COMMAND"
    own = _options_of(ctx.command)
    if name == "correct" and (field := _field_meant(option)):
        return f"a correction sets a field: --set {field}=VALUE"
    if files := sorted(one.name for one in os.scandir() if one.name.startswith(option) and one.name.isprintable()):
        return f"the file of this name is ./{files[0]}"
    if (argument := _argument_meant(option, ctx)) is not None:
        return f"{argument} stands without an option: {ctx.command_path} {argument}"
    group = ctx.find_root().command
    others: dict[str, list[str]] = {}
    if isinstance(group, click.Group):
        for other in group.list_commands(ctx):
            command = group.get_command(ctx, other)
            for each in _options_of(command) if command is not None else ():
                others.setdefault(each, []).append(other)
    alike = [other for other in others.get(option, ()) if (other in WRITING) is (name in WRITING)]
    return option_meant(option, own, {**others, option: alike} if alike else others)


def _argument_meant(option: str, ctx: click.Context) -> str | None:
    """Give the word of a command that stands without an option, where one of its name was typed."""
    arguments = [param for param in ctx.command.params if isinstance(param, click.Argument)]
    words = [word for one in arguments for word in one.make_metavar(ctx).strip("[].").split("|")]
    return next((word for word in words if word.lower() == option.removeprefix("--").lower()), None)


def _options_of(command: click.Command) -> list[str]:
    return [name for param in command.params if isinstance(param, click.Option) for name in param.opts]


def _field_meant(option: str) -> str | None:
    """Give the field of a record that an option of another command speaks of."""
    from timeline.records.model import BODIES, fields_of

    name = option.lstrip("-")
    name = {"date": "occurred", "when": "occurred", "tag": "tags"}.get(name, name)
    return name if name in set().union(*map(fields_of, BODIES)) else None


def _fault(error: Exception) -> TimelineError:
    """Say in one line what only a programmer can mend, with the place it came from."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        folder, file = os.path.split(trace.tb_frame.f_code.co_filename)
        if "timeline" in folder:
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return TimelineError(
        f"this is a fault of timeline itself ({words}, {place})",
        fix="please report it with this line and the command that you gave",
    )


def _failed(state: Run, error: TimelineError, code: int) -> int:
    """Say an error on stderr; where an answer was asked of a log that cannot be trusted, on stdout too."""
    from timeline.text.terminal import safe

    _hide_logins(error)
    if code == 2 and error.fix is None and state.command in COMMANDS:
        error.fix = f"see timeline {state.command} --help"
    unknown = isinstance(error, errors.LogUnconfirmed) or code == FAULT_OF_OURS
    nothing = error.unwritten or (state.writes and not (state.written or error.written) and not unknown)
    text = _as_json(error, code, nothing) if state.wants_json else "\n".join(_as_lines(error, nothing))
    _talk(text)
    if isinstance(error, errors.LogBroken) and not state.writes and not state.answered_on_stdout:
        first = safe(f"no answer: {error.what}" + (f" ({error.where})" if error.where else ""))
        try:
            click.echo(text if state.wants_json else first)
        except OSError:
            _drop_stdout()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _drop_stdout()
    return code


def _hide_logins(error: TimelineError) -> None:
    """Leave the login out of every address of a server that was typed and is said back."""
    told = (error.what, error.where, error.fix)
    if any(text is not None and "postgr" in text.lower() for text in told):
        from timeline.store.server.address import hidden

        error.what, error.where, error.fix = (text if text is None else hidden(text) for text in told)  # type: ignore[assignment]


def _as_lines(error: TimelineError, nothing: bool) -> list[str]:
    from timeline.text.terminal import safe

    first, *more = error.what.split("\n")
    lines = [f"error: {safe(first)}", *(f"  {safe(line)}" for line in more)]
    if error.where:
        lines.append(f"  at: {safe(error.where)}")
    if error.fix:
        first, *more = error.fix.split("\n")
        lines += [f"  fix: {safe(first)}", *(f"       {safe(line)}" for line in more)]
    if nothing:
        lines.append("Nothing was written.")
    return lines


def _as_json(error: TimelineError, code: int, nothing: bool) -> str:
    import json

    from timeline.records.fields import masked
    from timeline.text.terminal import safe_json

    value = {
        "schema": "timeline/error/1",
        "error": type(error).__name__,
        "what": error.what,
        "where": error.where,
        "fix": error.fix,
        "exit": code,
        "nothing_written": nothing,
        "faults": [
            {"file": one.file, "line": one.line, "field": one.field, "what": one.what, "fix": one.fix}
            for one in error.faults
        ],
    }
    return safe_json(masked(json.dumps(value, ensure_ascii=False)))


def _talk(text: str) -> None:
    """Write to stderr; where that is closed, there is nobody left to tell."""
    try:
        click.echo(text, err=True)
    except OSError:
        return


def _drop_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return


_JSON_IN_TWO: Final = (["--format", "json"], ["--format", "jsonl"])


def wants_json(args: Sequence[str]) -> bool:
    """Say whether errors are to be JSON: asked of the arguments, as the error may lie in reading them."""
    before = args[: args.index("--")] if "--" in args else args
    return any(
        word in ("--json", "--format=json", "--format=jsonl") or before[place : place + 2] in _JSON_IN_TWO
        for place, word in enumerate(before)
    )
