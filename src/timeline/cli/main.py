"""The group of all commands: each is imported when it is asked for, and all run inside the one boundary.

Law of this module: starting is cheap; and what this process was given, arguments and streams, is read as UTF-8 whatever
the machine's locale says.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

from timeline import errors
from timeline.cli.boundary import COMMANDS, WRITING, Run, bounded, wants_json
from timeline.errors import TimelineError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _with_example(command: click.Command) -> click.Command:
    """Let the help of a command end with a line that a shell runs as it stands."""
    from timeline.cli.frontdoor import EXAMPLES

    example = EXAMPLES.get(command.name or "")
    if example is not None:
        command.epilog = f"\b\nExample:\n  $ {example}".replace("\n    ", "\n      ")
    return command


class Commands(click.Group):
    """A group that imports a command when it is asked for, and turns every error into words and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or give None where there is none of that name."""
        del ctx
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        import importlib

        found = getattr(importlib.import_module(f"timeline.cli.{module}"), f"{cmd_name}_command")
        return _with_example(found) if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, and remember it for the boundary."""
        ctx.ensure_object(Run).command = args[0]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands to begin with, each with an example; then the others in groups."""
        from timeline.cli.frontdoor import EXAMPLES, FIRST, groups

        with formatter.section("Begin with"):
            for name in FIRST:
                formatter.write_dl([(name.ljust(max(map(len, FIRST))), self._said(ctx, name))])
                formatter.write(f"    $ {EXAMPLES[name]}".replace("\n", "\n    ") + "\n")
        for title, names in groups(COMMANDS, WRITING).items():
            with formatter.section(title):
                formatter.write_dl([(name, self._said(ctx, name)) for name in names])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say where more is explained."""
        from timeline.cli.frontdoor import MORE

        del ctx
        formatter.write_paragraph()
        formatter.write_text(MORE)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command, with what its help says first; or an option of this group."""
        from click.shell_completion import CompletionItem

        meant = [name for name in COMMANDS if name.startswith(incomplete)]
        named = [CompletionItem(name, help=self._said(ctx, name)) for name in meant]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def _said(self, ctx: click.Context, name: str) -> str:
        """Say what a command is for; one that the table of the first screen lacks is asked itself."""
        from timeline.cli.frontdoor import SAID

        if name in SAID:
            return SAID[name]
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=200) if command is not None else ""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and exit: the one place where errors end."""
        del standalone_mode, windows_expand_args
        given = list(sys.argv[1:] if args is None else args)
        name = prog_name or "timeline"
        state = extra.pop("obj", None) or Run()
        state.wants_json = wants_json(given)
        sys.exit(bounded(state, lambda: self._run(given, name, complete_var, state, extra)))

    def _run(self, args: list[str], name: str, complete_var: str | None, state: Run, extra: dict[str, Any]) -> int:
        if complete_var or "_TIMELINE_COMPLETE" in os.environ:
            from timeline.cli.shells import register

            register()
            self._main_shell_completion({}, name, complete_var)
        try:
            with self.make_context(name, args, obj=state, **extra) as ctx, _seen_working():
                self.invoke(ctx)
            code = 0
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.format_message(), err=True)
            code = 2
        except click.exceptions.Exit as leave:
            code = leave.exit_code
        sys.stdout.flush()
        return code


def _seen_working() -> contextlib.AbstractContextManager[None]:
    """Show whoever sits at a terminal that the command goes on; for others nothing is imported."""
    if sys.stderr is None or not sys.stderr.isatty():
        return contextlib.nullcontext()
    from timeline.cli.progress import working

    return working()


# --- the group -----------------------------------------------------------------------------------------------------


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from timeline._version import __version__

        click.echo(f"timeline {__version__}")
        ctx.exit()


@click.command(
    "timeline",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "directory",
    metavar="LOGDIR",
    help="The log's folder. Else $TIMELINE_LOG, else the nearest events/timeline.toml from here upward.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_obj
def cli(run: Run, directory: str | None) -> None:
    """Keep an append-only log of sourced events; ask what was known, and so, on any date."""
    run.directory = directory


def run() -> NoReturn:
    """Run on this process's own arguments and streams, whatever its locale."""
    missing = _fill_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    state = Run()
    arguments = sys.argv[1:]
    state.wants_json = wants_json(arguments)

    def decoded() -> int:
        if missing:
            fix = "give it a file, a pipe or a terminal"
            raise errors.LogUnwritable("standard output is closed", fix=fix, unwritten=True)
        arguments[:] = [_utf8(argument) for argument in arguments]
        return 0

    code = bounded(state, decoded)
    if code:
        sys.exit(code)
    try:
        cli.main(args=arguments, prog_name="timeline", obj=state)
    except SystemExit as leave:
        _leave(leave.code if isinstance(leave.code, int) else 0)


def _leave(code: int) -> NoReturn:
    """End the process at once: taking every module down again would cost a short command a tenth of its time."""
    import atexit

    atexit._run_exitfuncs()  # noqa: SLF001 - what others registered still runs
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:  # it was closed from the start
                stream.flush()
    os._exit(code)


def _fill_closed_streams() -> bool:
    """Open what is closed among the three streams, so that no file of the log gets their number; say if stdout was."""
    closed = []
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            closed.append(number)
            os.open(os.devnull, os.O_RDWR)
    return 1 in closed


def _utf8(argument: str) -> str:
    """Read an argument's bytes as UTF-8, whatever the locale says they are."""
    try:
        return os.fsencode(argument).decode()
    except UnicodeDecodeError as error:
        raise TimelineError(
            f'the argument "{argument}" is not UTF-8', fix="give it in UTF-8", unwritten=True
        ) from error
