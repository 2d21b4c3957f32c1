"""``add --edit``: an event written in the user's own editor.

Law of this module: an empty or unchanged text adds nothing; a text with a fault is never lost.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from typing import Any, Final

import click

from timeline.cli.options import at, read_date
from timeline.errors import RecordError, TimelineError
from timeline.records import say
from timeline.records.typed import parse_fact
from timeline.records.words import BESIDE, MODES, Mode

_HEAD: Final = """\
# An event, as TOML. Save and close to add it; leave it unchanged or empty to add nothing.
# Dates are EDTF: "2026-04-24", "2025?-08" (the year is inferred), "[..2025-08-14]" (one day up to then).
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
_TEXTS: Final = ("title", "type", "occurred", "said", "text", "because", "key")
_MODES: Final[Mapping[str, Mode]] = {"facts": MODES[0], **{mode: mode for mode in BESIDE}}
_KNOWN: Final = frozenset({*_TEXTS, *_MODES, "tags", "data", "links", "reports"})


def edited(event: Mapping[str, Any]) -> dict[str, Any]:
    """Let the user write an event, starting from what the options gave.

    Raises:
        RecordError: Nothing was written, or it cannot be read; then the text is kept in a file that is named.
    """
    template = _template(event)
    try:
        text = click.edit(template, extension=".toml")
    except click.ClickException as error:
        raise RecordError(
            error.format_message(),
            where="--edit",
            fix="set $VISUAL or $EDITOR to an editor that is installed, or say it all with options",
            unwritten=True,
        ) from error
    if text is None or not _says_something(text) or text.strip() == template.strip():
        raise RecordError("nothing was entered", where="--edit", fix="write a title, save and close", unwritten=True)
    try:
        return _read(text)
    except TimelineError as error:
        kept = _keep(text)
        fix = f"{error.fix}; " if error.fix else ""
        raise RecordError(
            error.what, where=f"--edit, {error.where}" if error.where else "--edit", fix=f"{fix}your text is in {kept}"
        ) from error


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _template(event: Mapping[str, Any]) -> str:
    lines = [_HEAD]
    lines += [f"{name} = {_toml(event.get(name, ''))}" for name in _TEXTS]
    for name, mode in _MODES.items():
        given = [_toml(say.typed(fact)) for fact in event.get("facts", ()) if fact.get("mode", "actual") == mode]
        lines.append(f"{name} = [{', '.join(given)}]" + ('  # "R2.training=Nvidia"' if name == "facts" else ""))
    lines.append(f"tags = {_toml(list(event.get('tags', ())))}")
    if "data" in event:
        lines.append(f"data = {_toml(_as_json(event['data']))}  # JSON")
    for report in event.get("reports", ()):
        lines += ["", "[[reports]]", *(f"{name} = {_toml(value)}" for name, value in report.items())]
    return "\n".join(lines) + "\n" + _REPORT


def _as_json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _toml(value: Any) -> str:
    """Spell a text, or a list of texts, as TOML: of these JSON's spelling is TOML's, but for DEL."""
    return _as_json(value).replace("\x7f", "\\u007f")


def _read(text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"not TOML: {error}", fix="put texts in double quotes") from error
    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise RecordError(
            f'"{unknown[0]}" is not a field of an event', fix=f"the fields are {', '.join(sorted(_KNOWN))}"
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
        raise RecordError(f"{name} is no list", where=name, fix=f"write {name} = [ … ]")
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
