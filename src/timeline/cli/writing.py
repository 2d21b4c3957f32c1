"""The options that commands share which write: who writes and why, facts, what a source rests on.

Law of this module: a command takes them as values, one ``writing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.options import gathering
from timeline.cli.params import AS_JSON, DATE, NAME, Command, ZoneName, at, completes, place_of
from timeline.named import NamedTuple
from timeline.records.words import MODE_OF

if TYPE_CHECKING:
    import datetime as dt


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

    ``because`` says that a reason must be given; ``one`` record may have a reason and a key.
    """
    options = [
        click.option("--because", required=because, callback=_reason, metavar="TEXT", help="Why; it is kept."),
        click.option("--key", metavar="K", help="A key of your own: adding the same key again writes nothing."),
        click.option(
            "--by", metavar="NAME", help="Who writes. Else $TIMELINE_BY, git's user.name where the log lies, the login."
        ),
        click.option(
            "--clock-is-right", is_flag=True, help="Write although this clock is far behind the newest record."
        ),
        click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing."),
        AS_JSON,
        click.option(
            "--tz",
            "zone",
            type=ZoneName(),
            is_eager=True,
            help="Say times back in this zone: Europe/Berlin. What is stored stays.",
        ),
    ]

    def decorate(command: Command) -> Command:
        def gather(*args: Any, **values: Any) -> Any:
            given = {name: values.pop(name) for name in Writing._fields if name in values}
            return command(*args, writing=Writing(**given), **values)

        return gathering(gather, command, *(options if one else options[2:]))

    return decorate


def _reason(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Take a reason as it stands; one without a word, as an unset variable of a shell gives it, is refused."""
    del ctx
    if value is None:
        return None
    from timeline.views.arguments import reason

    found: str = at(place_of(param) or "--because", reason, value)
    return found


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
    """Add ``--reported`` and one ``--source``: those that date a correction or a retraction."""
    for option in (
        click.option("--source", type=NAME, help="The source that says so now."),
        click.option(
            "--reported",
            type=DATE,
            help="When that was said; without it, or --source, it is ours, and counts at every --as-of.",
        ),
    ):
        command = option(command)
    return command


def link_options(command: Command) -> Command:
    """Add ``--reported`` and one ``--source``: those that date a link."""
    for option in (
        click.option("--source", type=NAME, help="Who says that the two are related so."),
        click.option("--reported", type=DATE, help="When that was said; without both it is ours, and always counts."),
    ):
        command = option(command)
    return command


def chain_options(command: Command) -> Command:
    """Add ``--via`` and ``--origin``: what a publication rests on."""
    for option in (
        click.option("--interested", is_flag=True, help="The origin gains by what is said."),
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
