"""Workbooks of several writers, made in memory, and what is read of them."""

import datetime as dt
import io
import zipfile

import pytest

from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)


def read(data, form="xlsx", **more):
    asked = Asked(day=DAY, **more)
    return reading.parse(data, form, name="story.xlsx", asked=asked)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_book(*rows, epoch=None):
    """A workbook of openpyxl: each row is a title, a value and its number format."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    sheet = book.active
    sheet.title = "Events"
    sheet.append(["Headline", "When"])
    for number, (title, value, code) in enumerate(rows, 2):
        sheet.cell(number, 1, title)
        cell = sheet.cell(number, 2)
        cell.value = value
        if code is not None:
            cell.number_format = code
    return saved(book)


def dates(data, form="xlsx", **more):
    found = read(data, form, **more)
    assert found.faults == ()
    return [draft.body.get("occurred") for draft in found.drafts]


def an_ods(*rows):
    """A workbook of odfpy: each row is a title, a value of a date, and the parts that its style shows."""
    pytest.importorskip("odf")
    from odf import number as numbers
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Events")
    head = TableRow()
    for heading in ("Headline", "When"):
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=heading))
        head.addElement(cell)
    table.addElement(head)
    for n, (title, value, parts) in enumerate(rows):
        of_data = numbers.DateStyle(name=f"N{n}")
        for part in parts:
            of_data.addElement(getattr(numbers, part)())
        document.automaticstyles.addElement(of_data)
        style = Style(name=f"ce{n}", family="table-cell", datastylename=of_data)
        document.automaticstyles.addElement(style)
        row = TableRow()
        first = TableCell(valuetype="string")
        first.addElement(P(text=title))
        cell = TableCell(valuetype="date", datevalue=value, stylename=style)
        cell.addElement(P(text="as shown"))
        row.addElement(first)
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def repacked(data, part, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info.filename)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return out.getvalue()


def content(styles, table):
    """The content of an open document, and its styles, with the names that each needs."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table")),
            ("number", "datastyle"),
        )
    )
    root = f"<office:document-content {spaces}>{{}}</office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("styles.xml", root.format(styles))
        archive.writestr("content.xml", root.format(table))
    return stream.getvalue()


def a_cell(text, **attributes):
    more = "".join(f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"
