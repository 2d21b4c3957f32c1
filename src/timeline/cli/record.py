"""The commands that write: begin a log, and add records to it.

Law of this module: a command reads what was typed into a draft, gives it to the log, prints the ids on stdout and says
on stderr what was understood. What may enter a log is decided in `intake`, under the lock.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH100, PTH119, PTH120
from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from timeline.cli.adding import add_all, add_each, add_one, print_one, read_standard_input, require_log
from timeline.cli.boundary import Run
from timeline.cli.output import note
from timeline.cli.params import AS_JSON, DATE, JSON, NAME, at, completes, several
from timeline.cli.progress import working
from timeline.cli.writing import (
    Writing,
    chain,
    chain_options,
    facts_options,
    gathered_facts,
    link_options,
    writes,
)
from timeline.errors import RecordError
from timeline.records.words import RELS, STANCES


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--title", metavar="TEXT", help="What the log is about. [default: the name of its folder]")
@AS_JSON
@click.pass_obj
def init_command(run: Run, /, folder: str | None, title: str | None, as_json: bool) -> None:
    """Begin a log in DIR (by default -C, else `events`).

    Of a log that has lost its timeline.toml, write one anew: nothing else of it is touched.
    """
    from timeline.store import settings
    from timeline.store.log import LogFiles

    target = folder or run.directory or "events"
    title = title or _title_of(target)
    is_again = settings.are_lost(os.path.abspath(target))
    log = LogFiles.create(target, title=title)
    run.written = [*run.written, log.folder]
    if as_json:
        _print_init(log.folder, title=title, is_again=is_again)
    else:
        click.echo(log.folder)
    if is_again:
        note("the log that is there has its timeline.toml again; declare its views in it once more")
    else:
        note("an empty log; add to it with `timeline add`, declare views in its timeline.toml")


def _print_init(folder: str, *, title: str, is_again: bool) -> None:
    """Say as JSON which log was begun, or given its settings again."""
    from timeline.store import settings

    row = {
        "folder": folder,
        "title": title,
        "format": settings.FORMAT,
        "status": "settings written anew" if is_again else "begun",
    }
    print_one("init", row)


def _title_of(folder: str) -> str:
    here = os.path.abspath(folder)
    name = os.path.basename(here)
    return (os.path.basename(os.path.dirname(here)) if name == "events" else name) or "Timeline"


@click.command("add")
@click.argument("title", required=False)
@click.option(
    "--type",
    "type_",
    metavar="T",
    shell_complete=completes("type"),
    help="What kind of event, dotted: training.failed.",
)
@click.option("--occurred", type=DATE, help="When it happened, in EDTF.")
@click.option("--said", metavar="TEXT", help="The source's own words for the time: back in August.")
@click.option("--text", metavar="TEXT", help="A longer account, in plain text.")
@click.option("--reported", type=DATE, help="When the sources given here said so; else each one's own date counts.")
@several("--source", "sources", metavar="NAME[:STANCE]", help="Who reports it. May be repeated.", of="reporter")
@facts_options
@several("--tag", "tags", metavar="T", help="A word to select by. May be repeated.", of="tag")
@click.option("--data", type=JSON, help="A payload of your own.")
@click.option("--edit", is_flag=True, help="Write the event in your editor ($VISUAL, $EDITOR).")
@click.option("--keep-recorded", is_flag=True, help="With `add -`: keep each record's own stamp. For migrations.")
@writes()
@click.pass_obj
def add_command(
    run: Run,
    /,
    *,
    title: str | None,
    type_: str | None,
    occurred: str | None,
    said: str | None,
    text: str | None,
    reported: str | None,
    sources: Sequence[str],
    tags: Sequence[str],
    data: Any,
    edit: bool,
    keep_recorded: bool,
    writing: Writing,
    **typed: Sequence[str],
) -> None:
    """Add an event; or, where TITLE is `-`, every record on standard input.

    On standard input each line is one record, a flat JSON object with its "kind"; all are added or none. A line may
    refer to another by "key:K", and use a source's name before the line that defines it.
    """
    event: dict[str, Any] = {"type": type_, "occurred": occurred, "said": said, "text": text, "data": data}
    event = {name: value for name, value in event.items() if value is not None}
    found = gathered_facts(typed)
    event |= {"facts": found} if found else {}
    reports = [report(name, reported) for name in sources] or ([{"reported": reported}] if reported else [])
    event |= {"reports": reports} if reports else {}
    event |= {"tags": list(tags)} if tags else {}
    if title == "-":
        if event or edit:
            raise RecordError(
                "the records on standard input say everything themselves",
                where="add -",
                fix="leave the options of a single event out",
            )
        require_log(run, writing)
        drafts = read_standard_input(sys.stdin, keep_recorded=keep_recorded)
        with working():
            add_all(run, drafts, writing, batch=True)
        if not drafts:
            note("standard input held no records")
        return
    if keep_recorded:
        raise RecordError("it belongs to `add -`", where="--keep-recorded", fix="give the records as JSON lines")
    event = ({"title": title} if title is not None else {}) | event
    if edit:
        from timeline.cli.editor import edited

        event = edited(event)
    if not event.get("title", "").strip():
        raise RecordError(
            "an event needs a title",
            where="TITLE",
            fix='give it one: timeline add "What happened"; --edit asks for all of it in an editor',
        )
    add_one(run, "event", event, writing)


def report(text: str, reported: str | None) -> dict[str, Any]:
    """Read ``NAME[:STANCE]`` as a report, of a day where one was given."""
    from timeline.records.typed import parse_stance

    name, stance = at("--source", parse_stance, text)
    at("--source", NAME.convert, name, None, None)
    found = {"source": name} | ({"stance": stance} if stance != "reports" else {})
    return found | ({"reported": reported} if reported else {})


@click.command("source")
@click.argument("name", type=NAME)
@click.option("--publisher", metavar="P", help="Who publishes it.")
@click.option("--title", metavar="T", help="The publication's own title.")
@click.option("--url", metavar="U", help="Where it is read.")
@click.option("--published", type=DATE, help="When it was published.")
@chain_options
@click.option("--retrieved", type=DATE, help="When it was read.")
@writes()
@click.pass_obj
def source_command(
    run: Run,
    /,
    *,
    name: str,
    publisher: str | None,
    title: str | None,
    url: str | None,
    published: str | None,
    via: Sequence[str],
    origin: str | None,
    interested: bool,
    retrieved: str | None,
    writing: Writing,
) -> None:
    """Add a publication, under the short NAME that events will cite it by."""
    body = {
        "name": name,
        "publisher": publisher,
        "title": title,
        "url": url,
        "published": published,
        **chain(via, origin, interested=interested),
        "retrieved": retrieved,
    }
    add_one(run, "source", body, writing)


@click.command("report")
@click.argument("words", metavar="ID... [NAME]", nargs=-1, required=True, shell_complete=completes("target"))
@click.option(
    "--stance",
    type=click.Choice(STANCES),
    default="reports",
    show_default=True,
    help="What the source says of the event.",
)
@click.option("--reported", type=DATE, help="When it said so; else the source's own date counts.")
@chain_options
@click.option("--quote", metavar="TEXT", help="Its words.")
@writes()
@click.pass_obj
def report_command(
    run: Run,
    /,
    *,
    words: Sequence[str],
    stance: str,
    reported: str | None,
    via: Sequence[str],
    origin: str | None,
    interested: bool,
    quote: str | None,
    writing: Writing,
) -> None:
    """Add one more report, by the source NAME, on the event ID. Without NAME the report is unsourced.

    Of several words the last is NAME, and each ID before it gets a report of its own: all are added, or none.
    """
    events, source = (words[:-1], NAME.convert(words[-1], None, None)) if len(words) > 1 else (words, None)
    body = {
        "source": source,
        "stance": stance if stance != "reports" else None,
        "reported": reported,
        "quote": quote,
        **chain(via, origin, interested=interested),
    }
    add_each(run, "report", body, writing, field="event", targets=events)


@click.command("link")
@click.argument("from_", metavar="FROM", shell_complete=completes("event"))
@click.argument(
    "rel",
    metavar="REL",
    type=click.Choice(RELS),
)
@click.argument("to", metavar="TO", shell_complete=completes("event"))
@link_options
@writes()
@click.pass_obj
def link_command(
    run: Run, /, *, from_: str, rel: str, to: str, reported: str | None, source: str | None, writing: Writing
) -> None:
    """Say how two events are related: FROM contradicts, supersedes, is the same-event as, or is derived-from TO.

    For same-origin FROM and TO are the names of origins: they count as one. For same-entity they are names of
    entities: all that is said of either is said of one thing, which is then called TO.
    """
    body = {"from": from_, "to": to, "rel": rel, "reported": reported, "source": source}
    add_one(run, "link", body, writing)
