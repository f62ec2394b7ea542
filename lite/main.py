"""pmxl for xlwings Lite: the same commands as scripts, in Excel on the web too, without a Python of one's own.

Paste this file and requirements.txt into the two panes of xlwings Lite. `new` is missing, for Lite opens no files, and
pages are written without charts and merged cells. Undo lasts as long as the task pane.
"""

from datetime import date

import xlwings as xw
from xlwings import script

from pmxl.excel import answer_on
from pmxl.excel.answers import show


def _run(tag: str, book: xw.Book) -> None:
    show(book, answer_on(tag, book, date.today()))


@script
def check(book: xw.Book) -> None:
    """Say what is wrong, mark the cells, and list the findings with links to them."""
    _run("check", book)


@script
def next_finding(book: xw.Book) -> None:
    """Jump to the next finding."""
    _run("next_finding", book)


@script
def previous_finding(book: xw.Book) -> None:
    """Jump to the finding before."""
    _run("previous_finding", book)


@script
def explain(book: xw.Book) -> None:
    """Explain the cell: its findings, why they matter, and where a computed value comes from."""
    _run("explain", book)


@script
def repair(book: xw.Book) -> None:
    """Put right what can be put right without asking, and list every change."""
    _run("repair", book)


@script
def refresh(book: xw.Book) -> None:
    """Compute everything and write it into the workbook."""
    _run("refresh", book)


@script
def what_if(book: xw.Book) -> None:
    """Show what the selected change would do to dates and colours, without writing it in."""
    _run("what_if", book)


@script
def baseline(book: xw.Book) -> None:
    """Freeze the agreed dates of tasks that have no baseline yet."""
    _run("baseline", book)


@script
def brief(book: xw.Book) -> None:
    """Write the one-page brief and show it."""
    _run("brief", book)


@script
def issue(book: xw.Book) -> None:
    """Refresh, freeze the brief with its number, put it on record, and show it for handing out."""
    _run("issue", book)


@script
def undo(book: xw.Book) -> None:
    """Take back the last write of pmxl; cells that were changed since then stay."""
    _run("undo", book)


@script
def settings(book: xw.Book) -> None:
    """Go to the sheet Settings."""
    _run("settings", book)


@script
def help(book: xw.Book) -> None:
    """Say what the buttons do and where to read more."""
    _run("help", book)
