"""The commands that mend what the log holds: correct fields of records, and take records back.

Law of this module: nothing here changes a line; each command adds records that speak of others, all of them or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from timeline.cli.adding import add_each
from timeline.cli.boundary import Run
from timeline.cli.options import open_log
from timeline.cli.params import at, completes, read_date, several
from timeline.cli.writing import Writing, facts_options, gathered_facts, world_options, writes
from timeline.errors import DateError, RecordError


class NewDate(click.ParamType[str]):
    """A date in place of another; where none is known, ``null`` takes the old one away."""

    name = "EDTF"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the text, or say what was probably meant."""
        del param, ctx
        return _new_date(value, "--occurred", "occurred")


@click.command("correct")
@click.argument("targets", metavar="ID...", nargs=-1, required=True, shell_complete=completes("record"))
@click.option("--occurred", type=NewDate(), help="When it happened, in EDTF.")
@click.option("--title", metavar="TEXT", help="Its title.")
@several("--tag", "tags", metavar="T", help="A tag, in place of all it has. May be repeated.", of="tag")
@click.option("--text", metavar="TEXT", help="A longer account, in plain text.")
@click.option("--said", metavar="TEXT", help="The source's own words for the time: back in August.")
@several("--set", "fields", metavar="FIELD=JSON", help="A field and its new value. May be repeated.", of="field")
@facts_options
@click.option("--edit", is_flag=True, help="Change the event in your editor ($VISUAL, $EDITOR).")
@world_options
@writes(because=True)
@click.pass_obj
def correct_command(
    run: Run,
    /,
    *,
    targets: Sequence[str],
    occurred: str | None,
    title: str | None,
    tags: Sequence[str],
    text: str | None,
    said: str | None,
    fields: Sequence[str],
    edit: bool,
    reported: str | None,
    source: str | None,
    writing: Writing,
    **typed: Sequence[str],
) -> None:
    """Replace fields of the record ID (of report n within it: ID#n; of a source: its name).

    With --fact, --failed, --planned, --possible or --ended all the event's facts are replaced by those given. Text and
    dates may stand bare: --set occurred=2026-04-24; null takes a field away: --set text=null. Of several records the
    same fields are replaced, in all or in none. --edit shows an event as it stands now; what you change is replaced.
    Without --reported or --source it mends our own mistake; with one of them the source changed its account, and before
    that day the old account still stands.
    """
    given = {"occurred": occurred, "title": title, "tags": list(tags) or None, "text": text, "said": said}
    changed = _changed(given, fields, gathered_facts(typed))
    if edit:
        changed = _edited(run, targets, changed)
    if not changed:
        fix = "add --occurred, --title, --tag, --text, --said, --fact E.P=V, --set FIELD=JSON, or --edit"
        raise RecordError("nothing is to be changed", where="correct", fix=fix)
    body = {"set": changed, "reported": reported, "source": source}
    add_each(run, "correction", body, writing, field="target", targets=targets)


def _changed(given: Mapping[str, Any], fields: Sequence[str], facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Put together what options of their own, ``--set`` and ``--fact`` change, each field once."""
    changed = {name: value for name, value in given.items() if value is not None}
    once = dict.fromkeys(changed)
    for text in fields:
        name, value = at("--set", _field, text)
        if name in once:
            option = "--tag" if name == "tags" else f"--{name}"
            raise RecordError(f'"{name}" is given in two ways', where="--set", fix=f"use either {option} or --set")
        if name in changed:
            raise RecordError(f'"{name}" is set twice', where="--set", fix="set it once")
        changed[name] = value
    if facts and "facts" in changed:
        raise RecordError("facts are given in two ways", where="--set", fix="use either --fact or --set facts=…")
    return changed | ({"facts": list(facts)} if facts else {})


def _field(text: str) -> tuple[str, Any]:
    """Read ``FIELD=JSON``, and of a date what was probably meant."""
    from timeline.records.model import DATE_FIELDS
    from timeline.records.typed import parse_setting

    name, value = parse_setting(text)
    is_date = name in DATE_FIELDS and isinstance(value, str)
    return name, _new_date(value, f"--set {name}", name) if is_date else value


def _new_date(text: str, where: str, field: str) -> str:
    from timeline.dates.advice import means_none

    if not text.strip() or means_none(text):
        what = f'"{text}" says that no date is known' if text.strip() else "the date is empty"
        raise DateError(what, where=where, fix=f"to take the date away: --set {field}=null")
    return read_date(text, where).text


def _edited(run: Run, targets: Sequence[str], changed: Mapping[str, Any]) -> dict[str, Any]:
    """Let the user change an event as it stands now, starting from what the options change of it.

    Raises:
        RecordError: It is not one event; or nothing was changed, or what was written cannot be read.
    """
    from timeline.cli.editor import changed_fields
    from timeline.records.catalogue import Holdings

    if len(targets) > 1:
        raise RecordError("one event is edited at a time", where="--edit", fix="name one event")
    (target,) = targets
    fix = "give --set FIELD=JSON instead"
    if "#" in target:
        raise RecordError(f"{target} is a report, and events are edited", where="--edit", fix=fix)
    holdings = Holdings(open_log(run).read().records)
    record = at("ID", holdings.find, target)
    if record.kind != "event":
        raise RecordError(f"{target} is a {record.kind}, and events are edited", where="--edit", fix=fix)
    if record.body is None:
        fix = "add what is right as a new record"
        raise RecordError("its content was redacted: there is nothing left to correct", where="--edit", fix=fix)
    return changed_fields(holdings.effective(record), changed)


@click.command("retract")
@click.argument("targets", metavar="ID...", nargs=-1, required=True, shell_complete=completes("record"))
@world_options
@writes()
@click.pass_obj
def retract_command(
    run: Run, /, *, targets: Sequence[str], reported: str | None, source: str | None, writing: Writing
) -> None:
    """Take the record ID back (report n within it: ID#n; a source: its name). The text stays, and can be seen.

    Several are taken back together: all, or none. A correction, link or retraction can itself be taken back.
    """
    body = {"reported": reported, "source": source}
    add_each(run, "retraction", body, writing, field="target", targets=targets)
