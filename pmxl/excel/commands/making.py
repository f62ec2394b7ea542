"""Commands that make workbooks."""

from __future__ import annotations

import contextlib
import os
from datetime import date

from pmxl.excel.answers import Answer
from pmxl.excel.application import App, Book, Sheet, import_xlwings, path_of
from pmxl.workbook.errors import Refused


def new(book: Book | None, today: date) -> Answer:
    """Make a workbook from the template, with today as its as-of date, and open it."""
    from io import BytesIO

    from pmxl.generate.template import TEMPLATES
    from pmxl.generate.workbook import write_workbook
    from pmxl.workbook.lock import write_safely

    app = _application(book)
    template, content = TEMPLATES[0], BytesIO()
    write_workbook(content, template.registers, settings={"as_of": today}, title=template.title, about=template.about)
    path = _free_path(_folder(book), template.name)
    write_safely(path, content.getvalue())
    app.books.open(path)
    return Answer(f'"{path}" is open. Begin on the sheet "Start here"; save it where it belongs.', box=True)


def close_blank(book: Book | None) -> None:
    """Close a workbook that only stood in, unless somebody has written into it meanwhile."""
    with contextlib.suppress(Exception):  # It may be closed already; and nothing is lost by its staying.
        if book is not None and all(map(_is_blank, book.sheets)):
            book.close()


def _is_blank(sheet: Sheet) -> bool:
    lines = sheet.used_range.options(ndim=2, err_to_str=True).value
    return not any(value not in (None, "") for line in lines for value in line)


def _application(book: Book | None) -> App:
    """The application that is running, else a new one. Raises Refused where there is none to be had."""
    if book is not None:
        return book.app
    xlwings = import_xlwings()
    if not xlwings.engines.active:
        raise Refused("there is no Excel here", "pmxl new makes a workbook without one")
    return xlwings.apps.active or xlwings.App()


def _folder(book: Book | None) -> str:
    """Beside the open workbook, else in the person's documents."""
    beside = os.path.dirname(path_of(book)) if book is not None else ""
    if beside and os.path.isdir(beside) and os.access(beside, os.W_OK):
        return beside
    home = os.path.expanduser("~")
    documents = os.path.join(home, "Documents")
    return documents if os.path.isdir(documents) else home


def _free_path(folder: str, name: str) -> str:
    """A path where nothing is yet: `project.xlsx`, `project 2.xlsx` and so on."""
    numbers = ["", *(f" {i}" for i in range(2, 1000))]
    paths = (os.path.join(folder, f"{name}{number}.xlsx") for number in numbers)
    return next(path for path in paths if not os.path.lexists(path))
