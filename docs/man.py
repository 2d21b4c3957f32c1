"""Write the manual pages, man/*.1, from the commands' own help: `make man`.

    python docs/man.py

`timeline.1` is the whole; each command has a page of its own, `timeline-add.1`. What the pages say of exit codes and of
the environment is read from docs/commands.md, where it stands once. Text is escaped: no line of a help begins a request
of troff, and no backslash is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from timeline.cli.boundary import COMMANDS, WRITING
from timeline.cli.frontdoor import EXAMPLES, FIRST, groups
from timeline.cli.main import cli
from timeline.text.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "man"
REFERENCE = ROOT / "docs" / "commands.md"


def pages() -> dict[str, str]:
    """Give every page by the name of its file."""
    found = {"timeline.1": _page("timeline", _whole())}
    return found | {f"timeline-{name}.1": _page(f"timeline-{name}", _command(name)) for name in COMMANDS}


def write() -> None:
    """Write all pages, and remove those of commands that are no more."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.1"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _page(name: str, lines: Iterator[str]) -> str:
    head = (
        '.\\" Written by docs/man.py from the help of the commands; do not edit.',
        f'.TH {name.upper()} 1 "" timeline',
    )
    return "\n".join([*head, ".nh", ".ad l", *lines]) + "\n"


def _whole() -> Iterator[str]:
    yield from _name("timeline", (cli.help or "").partition("\n")[0])
    yield from (".SH SYNOPSIS", ".B timeline", _text("[-C LOGDIR] COMMAND [ARGUMENTS]"))
    yield ".SH DESCRIPTION"
    yield from _paragraphs(cli.help or "")
    yield from (".SH COMMANDS", ".SS Begin with")
    for title, names in {"": FIRST, **groups(COMMANDS, WRITING)}.items():
        if title:
            yield f".SS {_text(title)}"
        for name in names:
            yield from (".TP", f".BR timeline\\-{_text(name)} (1)", _text(_first(_found(name).help)))
    yield from _options(cli, _top())
    yield from (".SH TOPICS", _text("timeline help TOPIC explains:"))
    for name, (says, _) in TOPICS.items():
        yield from (".TP", f".B {_text(name)}", _text(says))
    yield from _table("ENVIRONMENT", "Environment")
    yield from (
        ".SH FILES",
        ".TP",
        ".I events/timeline.toml",
        "The settings of a log: the only file of it that people edit.",
    )
    yield from (".TP", ".I events/YYYY/*.jsonl", "Records, one a line; only ever added to.")
    yield from _table("EXIT STATUS", "Exit codes and errors")
    yield from (".SH SEE ALSO", ".BR git (1)")


def _command(name: str) -> Iterator[str]:
    command = _found(name)
    ctx = click.Context(command, info_name=name, parent=_top())
    yield from _name(f"timeline-{name}", _first(command.help))
    yield from (".SH SYNOPSIS", f".B timeline {_text(name)}", _text(" ".join(command.collect_usage_pieces(ctx))))
    yield ".SH DESCRIPTION"
    yield from _paragraphs(command.help or "")
    yield from _options(command, ctx)
    yield from (".SH EXAMPLES", ".EX", *(_text(line) for line in EXAMPLES[name].splitlines()), ".EE")
    yield from (".SH EXIT STATUS", ".BR timeline (1)", "has the exit codes of all commands.")
    yield from (".SH SEE ALSO", ".BR timeline (1)")


def _top() -> click.Context:
    return click.Context(cli, info_name="timeline", **cli.context_settings)


def _found(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    if found is None:
        raise LookupError(name)
    return found


def _first(help_: str | None) -> str:
    """Give the first sentence of a help, on one line."""
    return " ".join((help_ or "").partition("\n\n")[0].split())


def _name(name: str, says: str) -> Iterator[str]:
    yield from (".SH NAME", rf"{_text(name)} \- {_text(says.rstrip('.'))}")


def _paragraphs(help_: str) -> Iterator[str]:
    for place, paragraph in enumerate(help_.replace("\b", "").split("\n\n")):
        if place:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    rows = [option.get_help_record(ctx) for option in command.get_params(ctx) if isinstance(option, click.Option)]
    rows = [row for row in rows if row is not None and not row[0].endswith("--help")]
    yield ".SH OPTIONS"
    for row in [*rows, (", ".join(ctx.help_option_names), "Show the help, and exit.")]:
        yield from (".TP", f"\\fB{_text(row[0])}\\fR", _text(" ".join(row[1].split())))


def _table(title: str, heading: str) -> Iterator[str]:
    """Take a section from the table below a heading of the reference."""
    section = REFERENCE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    yield f".SH {title}"
    for left, right in rows:
        yield from (".TP", f".B {_text(left.replace('`', ''))}", _text(right.replace("`", "")))


def _text(text: str) -> str:
    """Write a text as troff reads it as that text: no escape, no request, and each hyphen as it is typed."""
    for sign, name in {"\\": "\\e", "-": "\\-", "`": "\\(ga", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti"}.items():
        text = text.replace(sign, name)
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    write()
