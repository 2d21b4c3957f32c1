"""The forms that are read, and the one way from the bytes of a file to drafts of records.

Law of this module: the form is what was said, else what the first bytes say, else what the name ends in; each form has
a module of its own, which is imported where a file is of that form.
"""

from __future__ import annotations

import contextlib
import importlib
import posixpath
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
import msgspec

from timeline.dates.suggest import form_meant
from timeline.errors import FormatError, RecordError
from timeline.records import say
from timeline.records.spooled import Spooled
from timeline.records.strict_json import quoted
from timeline.text import own
from timeline.text.incoming import told
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought, Fault, Table, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STREAM: Final = "-"


@attrs.frozen(kw_only=True)
class Form:
    """A form of files: the endings of their names, what people call it, and the module that reads it.

    ``has_columns`` says that a table comes of it, whose headings are read; ``takes_sheets`` that it may be a sheet,
    also of a workbook, whose headings are its own; ``is_list`` that a list of JSON is a file of it, also an empty one;
    ``has_local_times`` that its times may say no zone, as those of all tables may.
    """

    endings: tuple[str, ...] = ()
    called: str
    module: str
    has_columns: bool = False
    takes_sheets: bool = False
    is_list: bool = False
    has_local_times: bool = False


FORMS: Final[Mapping[str, Form]] = {
    "jsonl": Form(endings=(".jsonl", ".ndjson"), called="JSON lines, records as `export` writes them", module=""),
    "csv": Form(endings=(".csv",), called="a sheet as text", module="tables", has_columns=True),
    "tsv": Form(endings=(".tsv", ".tab"), called="a sheet as text", module="tables", has_columns=True),
    "xlsx": Form(endings=(".xlsx", ".xlsm"), called="a workbook of Excel", module="xlsx", has_columns=True),
    "ods": Form(endings=(".ods",), called="a workbook of LibreOffice", module="ods", has_columns=True),
    "json": Form(endings=(".json",), called="objects, a row each", module="jsonlog", has_columns=True),
    "timelinejs": Form(called="a timeline of TimelineJS", module="timelinejs", takes_sheets=True, has_local_times=True),
    "timesketch": Form(called="a timeline of Timesketch", module="timesketch", takes_sheets=True, is_list=True),
    "auto-archiver": Form(called="a sheet of Auto Archiver", module="auto_archiver", takes_sheets=True),
    "ics": Form(endings=(".ics", ".ical"), called="a calendar", module="ics", has_local_times=True),
    "csl": Form(called="references as CSL-JSON", module="csl", is_list=True),
    "claimreview": Form(
        endings=(".jsonld",), called="checks of claims", module="claimreview", is_list=True, has_local_times=True
    ),
    "wikidata": Form(called="an entity of Wikidata", module="wikidata"),
    "stix": Form(called="a bundle of STIX", module="stix"),
    "ftm": Form(called="entities of FollowTheMoney", module="ftm", takes_sheets=True, is_list=True),
    "git": Form(called="the history of a file or folder", module="gitlog"),
}
"""The forms that are read."""


def every() -> tuple[str, ...]:
    """Name the forms that are read, those of installed packages last."""
    return (*FORMS, *own.names(own.ImportForm))


def known() -> str:
    """Name the forms that are read, each with the endings that tell it."""
    ours = [f"{name} ({' '.join(form.endings)})" if form.endings else name for name, form in FORMS.items()]
    return ", ".join((*ours, *(f"{name} (of an installed package)" for name in own.names(own.ImportForm))))


def form_of(file: str, given: str | None, data: Pieces | bytes | None = None, *, has_columns: bool = False) -> str:
    """Tell in which form a file is: as was said, else by its first bytes, where they are there, else by its ending.

    Of columns, something was asked only of a sheet, or of objects with keys.

    Raises:
        FormatError: Nothing tells it, or what was said is not what the bytes are.
    """
    if given is not None and given not in FORMS:
        if given in own.names(own.ImportForm):
            return given
        sheets = [name for name, form in FORMS.items() if form.has_columns]
        meant = form_meant(given, sheets) or form_meant(given, every())
        fix = f"{meant or ''} The forms are {known()}".strip()
        raise FormatError(f"{quoted(given)} is not a form that is read", where="--from", fix=fix, unwritten=True)
    if given == "git":
        return given
    content = None if data is None else Pieces.of(data)
    kind = told.TEXT if content is None else told.kind(content, file)
    ending = posixpath.splitext(file)[1].lower()
    ends = next((name for name, form in FORMS.items() if ending in form.endings), None)
    if kind in FORMS:
        if given is not None and FORMS[given].takes_sheets and FORMS[kind].has_columns:
            return given
        if given is not None and given != kind:
            what = f"it is {FORMS[kind].called}, by its first bytes, and not {given}"
            fix = f"say --from {kind}, in Python form={kind!r}, or leave it out"
            raise FormatError(what, where=file, fix=fix, unwritten=True)
        return kind
    chosen = given or ends
    if given is None and content is not None and kind == told.JSON and chosen in (None, "json", "jsonl", "claimreview"):
        of_objects = _form_of_json(content, file)
        if of_objects is None and chosen == "jsonl" and has_columns:
            return "json"  # lines that are no records, with what their keys mean
        return of_objects or chosen or "json"
    if given is None and content is not None and kind == told.TEXT and not has_columns:
        of_sheet = told.form_of_sheet(content, file) if ends in (None, "csv", "tsv") else None
        if of_sheet is not None:
            return of_sheet
    if given is None and ends in ("xlsx", "ods") and content is not None:
        return "csv"  # a sheet as text under the name of a workbook
    if chosen in ("xlsx", "ods"):
        what = f"its first bytes are not those of {FORMS[chosen].called}"
        raise FormatError(what, where=file, fix="open it in its program and save it again", unwritten=True)
    if chosen is not None:
        return chosen
    raise _untold(file, content)


def _untold(file: str, content: Pieces | None) -> FormatError:
    """Make the error of a file whose form nothing tells; with the way that reads it, where its text shows one.

    Raises:
        FormatError: It is of a form that is not read.
    """
    from timeline.text.incoming import headings  # noqa: PLC0415 - only a refusal asks

    what = "standard input has no ending" if file == STREAM else f"{quoted(file)} has no ending"
    fix = None if content is None else told.way(content, file, headings.form_of_text)
    fix = fix or f'say it: --from csv, in Python form="csv". The forms are {known()}'
    return FormatError(f"{what} that tells its form", where="FILE", fix=fix, unwritten=True)


def _form_of_json(content: Pieces, name: str) -> str | None:
    """Tell the form of JSON by what its first value holds; None where that says nothing, or where it is not JSON."""
    try:
        return told.form_of_json(next(told.Lines(content, name).values(), None))
    except FormatError:  # its first line alone is no value
        with contextlib.suppress(FormatError):
            return told.form_of_json(told.document(content, name))
    return None


def parse(given: Pieces | bytes, form: str, *, name: str, asked: Asked) -> Brought:
    """Read what a file holds, in one of FORMS.

    Raises:
        FormatError: It is packed, no text, or of another form; or an option belongs to other forms.
        RecordError: Lines of it are no records; all their faults are named.
    """
    _check_options(form, asked)
    found = _parsed(Pieces.of(given), form, name, asked)
    return _reported(found, asked) if asked.reports and found.drafts else found


def _reported(found: Brought, asked: Asked) -> Brought:
    """Give the events that name no source the reports that were told."""
    from timeline.text import jsonlines  # noqa: PLC0415 - few ask for it

    drafts, count = Spooled(texts=asked.texts()), 0
    for draft in found.drafts:
        if draft.kind != "event" or draft.body.get("reports"):
            drafts.append(draft)
            continue
        count += 1
        body = {**draft.body, "reports": [dict(report) for report in asked.reports]}
        places = {**(draft.places or {}), "reports": "source (of the whole file)"}
        drafts.append(
            jsonlines.proved(msgspec.structs.replace(draft, body=body, places=places, spelled=None, seen=None))
        )
    names = listed([str(report["source"]) for report in asked.reports])
    note = f"{say.counted(count, 'event')} without a source of its own: reported by {names}"
    return attrs.evolve(found, drafts=drafts, notes=(*found.notes, note), fields=found.fields | {"reports"})


def _parsed(content: Pieces, form: str, name: str, asked: Asked) -> Brought:
    if form not in FORMS:
        return _foreign(form, content, name, asked)
    if form == "jsonl":
        from timeline.text import jsonlines  # noqa: PLC0415 - one form is read at a time

        told.kind(content, name)
        try:
            drafts = jsonlines.drafts(
                _utf8_lines(content, name),
                name=name,
                keep_recorded=asked.keep_recorded,
                into=Spooled(texts=asked.texts()),
            )
        except RecordError as error:
            raise _of_other_objects(error) from error
        fields = frozenset(name for draft in drafts if draft.kind == "event" for name in draft.body)
        return Brought(drafts=drafts, fields=fields)
    if FORMS[form].has_columns:
        from timeline.text.incoming import rows  # noqa: PLC0415

        found = table(content, form, name=name, asked=asked)
        brought = rows.read(found, asked)
        if form == "json" and brought.faults:
            brought = _of_several_lists(brought, content, name, asked)
        other = told.form_of_headings(found.rows[0].cells) if brought.faults and found.rows else None
        return brought if other is None else _of_others(brought, other, found)
    if FORMS[form].is_list and content.beginning.strip() == b"[]":
        return Brought()
    read: Callable[[Pieces, str, Asked], Brought] = _module(form).read
    return read(content, name, asked)


def _foreign(form: str, content: Pieces, name: str, asked: Asked) -> Brought:
    """Read a form that an installed package offers."""
    from timeline.text.incoming import foreign  # noqa: PLC0415 - few have one

    found = own.find(own.ImportForm, form)
    if found is None:
        raise FormatError(f"{quoted(form)} is not a form that is read", where="--from", unwritten=True)
    return foreign.read(found, content, name, asked)


def _of_other_objects(error: RecordError) -> RecordError:
    """Say of lines none of which is a record which way reads objects of any kind."""
    if all(fault.field == "kind" for fault in error.faults):
        error.fix = "objects that are no records: --from json --column KEY=title, in Python form='json', columns={...}"
    return error


def _of_several_lists(brought: Brought, content: Pieces, name: str, asked: Asked) -> Brought:
    """Say of a document that is at fault which lists of objects it has, where it was read as one object."""
    from timeline.text.incoming import jsonlog  # noqa: PLC0415 - one form is read at a time

    lists = jsonlog.tables(content, name, asked.columns) if asked.sheet is None else []
    if not lists:
        return brought
    one = lists[0]
    what = f"it is read as one object, and has rows under {listed(lists)}"
    fix = f"where those are meant: --sheet {shlex.quote(one)}, in Python sheet={one!r}"
    return attrs.evolve(brought, faults=(Fault(0, name, what, fix), *brought.faults))


def _of_others(brought: Brought, form: str, found: Table) -> Brought:
    """Say of a sheet that is at fault which form its headings are those of."""
    fix = f"say --from {form}, in Python form={form!r}, and nothing of its columns"
    first = found.rows[0].line
    what = Fault(first, found.where(first), f"its headings are those of {FORMS[form].called}", fix)
    return attrs.evolve(brought, faults=(what, *brought.faults))


def table(given: Pieces | bytes, form: str, *, name: str, asked: Asked) -> Table:
    """Read the rows and cells of a sheet.

    Raises:
        FormatError: The form has no rows, or the bytes are not of it.
    """
    if form not in FORMS or not FORMS[form].has_columns:
        fix = "leave the option out"
        raise FormatError(f"a file of the form {form} has no columns", where=name, fix=fix, unwritten=True)
    content = Pieces.of(given)
    if form == "json":
        from timeline.text.incoming import jsonlog  # noqa: PLC0415 - one form is read at a time

        return _in_one_row(jsonlog.table(content, name, asked), asked)
    from timeline.text.incoming import tables  # noqa: PLC0415

    return _in_one_row(tables.table(content, name, asked, usual="\t" if form == "tsv" else ","), asked)


def _in_one_row(found: Table, asked: Asked) -> Table:
    """Give a table with its headings in one row."""
    if asked.heading_rows == 1:
        return found
    from timeline.text.incoming import heading_rows  # noqa: PLC0415 - few have them elsewhere

    return heading_rows.in_one_row(found, asked)


def _module(form: str) -> Any:
    return importlib.import_module(f"timeline.text.incoming.{FORMS[form].module}")


def _utf8_lines(content: Pieces, name: str) -> Iterator[bytes]:
    """Give the lines of a text as UTF-8, one after the other: what has a byte order mark of UTF-16 is that."""
    if content.beginning[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content.lines(name)
    return (line for _, text in told.blocks(content, name) for line in text.removesuffix("\n").encode().split(b"\n"))


def _check_options(form: str, asked: Asked) -> None:
    """Refuse what only a sheet can be asked."""
    described = FORMS.get(form)
    if described is not None and described.has_columns:
        return
    takes_sheets = described is not None and described.takes_sheets
    has_zone = asked.time_zone is not None and not (described is not None and described.has_local_times)
    given = {
        "the names of columns (--column, in Python columns=) belong": ("--column", bool(asked.columns)),
        "the name of a column of entities belongs": ("--entity-column", asked.entity_column is not None),
        "the number of rows of headings belongs": ("--heading-rows", asked.heading_rows != 1),
        "the zone of times that say none belongs": ("--time-zone", has_zone),
        "what the words of precisions mean belongs": ("--precision", bool(asked.precision)),
        "the separator of lists belongs": ("--list-separator", asked.list_separator != ";"),
        "texts that say nothing (--null, in Python null=) belong": ("--null", bool(asked.null)),
        "the name of a sheet belongs": ("--sheet", asked.sheet is not None and not takes_sheets),
    }
    for what, (option, is_given) in given.items():
        if is_given:
            others = f", and to {listed(_of_local_times())}" if option == "--time-zone" else ""
            raise FormatError(f"{what} to sheets{others}", where=option, fix="leave them out", unwritten=True)


def _of_local_times() -> list[str]:
    """Name the forms besides sheets whose times may say no zone."""
    return [name for name, form in FORMS.items() if form.has_local_times]
