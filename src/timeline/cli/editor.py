"""``add --edit`` and ``correct --edit``: an event written, or changed, in the user's own editor.

Law of this module: an empty or unchanged text adds nothing; a text with a fault is never lost.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from timeline.cli.params import at, read_date
from timeline.cli.progress import aside
from timeline.errors import RecordError, TimelineError
from timeline.records import say
from timeline.records.typed import parse_fact
from timeline.records.words import BESIDE, MODES, Mode

_HEAD: Final = """\
# An event, as TOML. Save and close to add it; leave it unchanged or empty to add nothing.
# Dates are EDTF: "2026-04-24", "2025?-08" (the year is inferred), "[..2025-08-14]" (one day up to then).
"""
_HEAD_OF_CHANGE: Final = """\
# An event as it stands now, as TOML. What you change here is corrected; leave it as it is to correct nothing.
# Take a line away, or leave its value empty, to take that field away. Dates are EDTF.
"""
_REPORT: Final = """\

# Who reports it: one such part for each source. stance: reports, denies, doubts, no-comment.
# [[reports]]
# source = "toms-hardware"
# stance = "reports"
# reported = "2026-06-05"
# quote = ""
# via = []
# origin = { name = "", interested = true }
"""
_OF_EVENT: Final = ("title", "type", "occurred", "said", "text")
_TEXTS: Final = (*_OF_EVENT, "because", "key")
_MODES: Final[Mapping[str, Mode]] = {"facts": MODES[0], **{mode: mode for mode in BESIDE}}
_KNOWN: Final = frozenset({*_TEXTS, *_MODES, "tags", "data", "links", "reports"})


def edited(event: Mapping[str, Any]) -> dict[str, Any]:
    """Let the user write an event, starting from what the options gave.

    Raises:
        RecordError: Nothing was written, or it cannot be read; then the text is kept in a file that is named.
    """
    return _asked(_HEAD + _template(event, _TEXTS), "write a title, save and close")


def changed_fields(now: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Let the user change an event; give each field that then differs, with its new value.

    Of a field that is gone that is None.

    Raises:
        RecordError: Nothing was changed, or it cannot be read; then the text is kept in a file that is named.
    """
    template = _HEAD_OF_CHANGE + _template({**now, **given}, _OF_EVENT)
    fields = _KNOWN - {"because", "key"}
    before, after = _read(_template(now, _OF_EVENT)), _asked(template, "change a value, save and close", fields)
    unseen = {name: value for name, value in given.items() if name not in fields}
    changed = {name: after.get(name) for name in {**before, **after} if after.get(name) != before.get(name)}
    return changed | unseen


def _asked(template: str, how: str, fields: frozenset[str] = _KNOWN) -> dict[str, Any]:
    """Let the user edit a text, and read what it became."""
    try:
        with aside():
            text = click.edit(template, extension=".toml")
    except click.ClickException as error:
        raise RecordError(
            error.format_message(),
            where="--edit",
            fix="set $VISUAL or $EDITOR to an editor that is installed, or say it all with options",
            unwritten=True,
        ) from error
    if text is None or not _says_something(text) or text.strip() == template.strip():
        raise RecordError("nothing was entered", where="--edit", fix=how, unwritten=True)
    try:
        return _read(text, fields)
    except TimelineError as error:
        kept = _keep(text)
        fix = f"{error.fix}; " if error.fix else ""
        raise RecordError(
            error.what, where=f"--edit, {error.where}" if error.where else "--edit", fix=f"{fix}your text is in {kept}"
        ) from error


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _template(event: Mapping[str, Any], texts: Sequence[str]) -> str:
    """Spell an event as TOML: the fields that are texts, also where they are empty, and all else that it has."""
    lines = [f"{name} = {_toml(event.get(name) or '')}" for name in texts]
    for name, mode in _MODES.items():
        given = [_toml(say.typed(fact)) for fact in event.get("facts") or () if fact.get("mode", "actual") == mode]
        lines.append(f"{name} = [{', '.join(given)}]" + ('  # "R2.training=Nvidia"' if name == "facts" else ""))
    lines.append(f"tags = {_toml(list(event.get('tags') or ()))}")
    if event.get("links"):
        lines.append(f"links = {_toml(event['links'])}")
    if event.get("data") is not None:
        lines.append(f"data = {_toml(say.as_json(event['data']))}  # JSON")
    for report in event.get("reports") or ():
        lines += ["", "[[reports]]", *(f"{name} = {_toml(value)}" for name, value in report.items())]
    return "\n".join(lines) + "\n" + _REPORT


def _toml(value: Any) -> str:
    """Spell what a record holds as TOML on one line: of a scalar JSON's spelling is TOML's, but for DEL."""
    if isinstance(value, Mapping):
        pairs = (f"{say.as_json(name)} = {_toml(one)}" for name, one in value.items() if one is not None)
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return say.as_json(value).replace("\x7f", "\\u007f")


def _read(text: str, fields: frozenset[str] = _KNOWN) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"not TOML: {error}", fix="put texts in double quotes") from error
    unknown = sorted(set(table) - fields)
    if unknown:
        raise RecordError(
            f'"{unknown[0]}" is not a field of an event', fix=f"the fields are {', '.join(sorted(fields))}"
        )
    event: dict[str, Any] = {name: str(table[name]) for name in _TEXTS if table.get(name) not in (None, "")}
    if "occurred" in event:
        event["occurred"] = read_date(event["occurred"], "occurred").text
    facts = [at(name, parse_fact, str(fact), mode) for name, mode in _MODES.items() for fact in _list(table, name)]
    reports = [_report(report) for report in _list(table, "reports")]
    links = _list(table, "links")
    event |= {"links": links} if links else {}
    event |= {"facts": facts} if facts else {}
    event |= {"reports": reports} if reports else {}
    event |= {"tags": [str(tag) for tag in table["tags"]]} if table.get("tags") else {}
    if table.get("data"):
        from timeline.records import strict_json

        event["data"] = (
            strict_json.parse(table["data"], where="data") if isinstance(table["data"], str) else table["data"]
        )
    return event


def _list(table: Mapping[str, Any], name: str) -> list[Any]:
    found = table.get(name, [])
    if not isinstance(found, list):
        raise RecordError(f"{name} is not a list", where=name, fix=f"write {name} = [ … ]")
    return found


def _report(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise RecordError("a report is a table", where="reports", fix="write [[reports]] above its fields")
    report = {name: value for name, value in given.items() if value not in ("", [])}
    if "reported" in report:
        report["reported"] = read_date(str(report["reported"]), "reports.reported").text
    return report


def _keep(text: str) -> str:
    handle, name = tempfile.mkstemp(prefix="timeline-add-", suffix=".toml")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return name
