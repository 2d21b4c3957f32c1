"""The forms in which an answer is handed over: their names, the endings of their files, and what writes them.

Law of this module: a form is named here once; its module, and the library that it may need, are imported when it is
asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final, Literal

import attrs

from timeline.dates.suggest import form_meant
from timeline.errors import FormatError, to_install
from timeline.text import own
from timeline.text.forms import bare_ending, unnamed
from timeline.text.outgoing.extract import Extract, OnePart, Parts, Written

Views = Literal["all", "asked", "none"]


@attrs.frozen
class Form:
    """A form.

    Attributes:
        name: As people type it.
        says: What it is for, in a few words.
        endings: Of its files.
        module: What writes it, below this package.
        has_versions: Whether it holds the versions of facts, for engines that answer at other clocks.
        pivot: What writes it instead where a view is asked, the view alone.
        views: Which views it holds: all that the log declares, or those that are asked for; or none.
        extra: The extra of this package that brings the library it needs.
        is_binary: Whether it is not a text, and so not for a terminal.
        is_folder: Whether it may be a folder of files.
        of: What an installed package offers under the name.
        is_for_people: Whether people read it, who may want times as the clocks of a place show them.
        takes_parts: Whether it is written of a few events at a time: it holds, but for views, what events say alone.
    """

    name: str
    says: str
    endings: tuple[str, ...] = ()
    module: str = ""
    views: Views = "none"
    extra: str | None = None
    is_binary: bool = False
    is_folder: bool = False
    has_versions: bool = False
    pivot: str | None = None
    is_for_people: bool = False
    takes_parts: bool = False
    of: own.ExportForm | None = None


FORMS: Final = (
    Form("jsonl", "the records themselves, for `import`", (".jsonl", ".ndjson")),
    Form("csv", "a sheet of events that `import` reads; with a view, entities by properties", (".csv",), "sheet",
         "asked", pivot="pivot", takes_parts=True),
    Form("long-csv", "one row a fact; with a view, one row a value", (), "longform", "asked", takes_parts=True),
    Form("xlsx", "a workbook", (".xlsx",), "workbook", "all", "sheets", is_binary=True),
    Form("sqlite", "a database, for Datasette and sqlite-utils", (".db", ".sqlite", ".sqlite3"), "sqlite", "all",
         is_binary=True, has_versions=True),
    Form("datasette", "metadata for Datasette, beside the database", (".metadata.json",), "datasette", "all"),
    Form("parquet", "typed columns, a file of events or a folder of all", (".parquet",), "parquet", "asked", "arrow",
         is_binary=True, is_folder=True, has_versions=True),
    Form("arrow", "the same in one Arrow file of events", (".arrow", ".feather"), "feather", "asked", "arrow",
         is_binary=True),
    Form("timelinejs", "JSON for TimelineJS", (".timelinejs.json",), "timelinejs", takes_parts=True),
    Form("timelinejs-sheet", "the sheet of TimelineJS, for Google Sheets", (".timelinejs.csv",), "timelinejs_sheet",
         takes_parts=True),
    Form("timesketch", "JSON lines for Timesketch", (".timesketch.jsonl",), "timesketch", takes_parts=True),
    Form("ics", "a calendar", (".ics",), "calendar", "none", "ics", takes_parts=True),
    Form("stix", "a STIX 2.1 bundle", (".stix.json",), "stix"),
    Form("ftm", "statements of FollowTheMoney", (".ftm.jsonl",), "ftm"),
    Form("claimreview", "JSON-LD of schema.org", (".claimreview.json", ".jsonld"), "claimreview",
         takes_parts=True),
    Form("prov", "PROV-JSON", (".prov.json",), "prov"),
    Form("cloudevents", "CloudEvents 1.0 as JSON lines", (".cloudevents.jsonl",), "cloudevents", takes_parts=True),
    Form("md", "a report with numbered sources", (".md",), "markdown", "asked", is_for_people=True, takes_parts=True),
    Form("html", "the same for a browser", (".html", ".htm"), "webpage", "asked", is_for_people=True,
         takes_parts=True),
    Form("mermaid", "a diagram for Markdown", (".mmd", ".mermaid"), "mermaid"),
)  # fmt: skip
"""All forms; that of the longest ending of a file is its form."""

NAMES: Final = tuple(form.name for form in FORMS)
ENDINGS: Final = {ending: form.name for form in FORMS for ending in form.endings}


def form(name: str, *, where: str) -> Form:
    """Find a form by its name.

    Raises:
        FormatError: There is none.
    """
    found = next((one for one in FORMS if one.name == name), None) or _foreign(name)
    if found is None:
        what = f'"{name}" is not a form of an export'
        fix = form_meant(name, every()) or f"the forms are {', '.join(every())}"
        raise FormatError(what, where=where, fix=fix, unwritten=True)
    return found


def require(chosen: Form, *, has_view: bool, has_zone: bool) -> None:
    """Refuse what is asked of a form that cannot show it.

    Raises:
        FormatError: It holds no view, or its times are for other programs.
    """
    if has_view and chosen.views == "none":
        holding = ", ".join(one.name for one in FORMS if one.views != "none")
        raise FormatError(f"{chosen.name} holds no view", where="view", fix=f"leave it out, or choose from {holding}")
    if has_zone and not chosen.is_for_people:
        shown = ", ".join(one.name for one in FORMS if one.is_for_people)
        what = f"{chosen.name} keeps its times in UTC, for other programs"
        raise FormatError(what, where="zone", fix=f"leave the zone out, or choose from {shown}", unwritten=True)


def every() -> tuple[str, ...]:
    """Name all forms, those of installed packages last."""
    return (*NAMES, *own.names(own.ExportForm))


def write_parts(chosen: Form, parts: Parts) -> Written:
    """Write an answer in parts, in a form that takes it so.

    Raises:
        FormatError: The library that the form needs is not installed.
    """
    return _written(chosen, chosen.module, "write_parts", parts)


def _foreign(name: str) -> Form | None:
    """Describe a form that an installed package offers; None where there is none."""
    found = own.find(own.ExportForm, name)
    if found is None:
        return None
    views: Views = "all" if found.has_views else "none"
    return Form(found.name, found.says, views=views, is_binary=found.is_binary, of=found)


def form_of(path: str, *, where: str) -> str:
    """Name the form that the ending of a file stands for.

    Raises:
        FormatError: Its ending stands for none.
    """
    if bare_ending(path, ENDINGS) is not None:
        what, fix = unnamed(path, "log")
        raise FormatError(what, where=where, fix=fix, unwritten=True)
    name = path.lower()
    found = [ending for ending in ENDINGS if name.endswith(ending)]
    if not found:
        fix = f"use one of {' '.join(ENDINGS)}, or name the form"
        raise FormatError(f'"{path}" has no ending that names a form', where=where, fix=fix, unwritten=True)
    return ENDINGS[max(found, key=len)]


def write(chosen: Form, extract: Extract, *, folder: bool = False) -> Written:
    """Write an answer in a form.

    Raises:
        FormatError: The library that the form needs is not installed, or the answer cannot be written so.
    """
    if chosen.of is not None:
        return Written(data=own.written(chosen.of, extract), counted=extract.counted())
    if chosen.pivot is not None and extract.views:
        return _written(chosen, chosen.pivot, "write", extract)
    if chosen.takes_parts:
        return write_parts(chosen, OnePart(extract))
    return _written(chosen, chosen.module, "write_folder" if folder else "write", extract)


def _written(chosen: Form, module: str, how: str, given: Extract | Parts) -> Written:
    writer: Callable[[Any], Written] = getattr(importlib.import_module(f"timeline.text.outgoing.{module}"), how)
    try:
        return writer(given)
    except ImportError as error:
        if chosen.extra is None or (error.name or "").startswith("timeline"):
            raise
        raise FormatError(
            f"{chosen.name} needs {error.name}, which is not installed",
            where="form",
            fix=to_install(error.name or chosen.extra),
            unwritten=True,
        ) from error
