"""From what was named on the command line to workbooks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pmxl.cli.errors import Usage

if TYPE_CHECKING:
    from datetime import date

    from pmxl.journey import Journey
    from pmxl.model import Book
    from pmxl.workbook import Workbook

SUFFIXES = (".xlsx", ".xlsm")
"""The endings of the files that are looked for in folders."""
KEPT = r"\(before pmxl( \d+)?\)$"
"""How the names of the copies end that `--backup` keeps."""


def workbooks(paths: Sequence[str]) -> list[str]:
    """Every workbook that the paths name: files as they are, folders with all below them, patterns such as `*.xlsx`.

    Raises Usage where there is none.
    """
    if "" in paths:
        raise Usage("one of the paths is empty; give a file, a folder or a pattern")
    found = list(dict.fromkeys(os.path.normpath(path) for given in paths for path in _workbooks(given)))
    if not found:
        named = ", ".join(f'"{path}"' for path in paths)
        raise Usage(f"there is no workbook (.xlsx, .xlsm) in {named}; give a file, a folder or a pattern")
    return found


def _workbooks(given: str) -> Iterable[str]:
    if os.path.isdir(given):
        return _below(given)
    if any(mark in given for mark in "*?[") and not os.path.lexists(given):
        from glob import glob

        return sorted(path for path in glob(given, recursive=True) if _is_workbook(os.path.basename(path)))
    return [given]


def _below(folder: str) -> Iterator[str]:
    """The workbooks in a folder and its folders. One that cannot be opened is given itself, so that it is told of."""
    closed: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(root, name) for name in sorted(files) if _is_workbook(name))
    yield from closed


def _is_workbook(name: str) -> bool:
    """True for a workbook, false for the lock file that Excel puts beside it and for a copy kept by pmxl."""
    stem, suffix = os.path.splitext(name)
    return suffix.lower() in SUFFIXES and not name.startswith(("~$", ".")) and not re.search(KEPT, stem)


def refuse_foreign(book: Book, path: str) -> None:
    """Raises Refused for a workbook that has nothing to compute from, so that nothing is written into it by mistake."""
    from pmxl.registers import any_known
    from pmxl.workbook.errors import Refused

    if not any_known(book.standings):
        raise Refused("none of its sheets is a list that pmxl knows", "`pmxl check` says more", path)


def computed(path: str, today: date) -> tuple[Workbook, Journey]:
    """A workbook and its journey. Raises Refused for a file that cannot be read or that has nothing to compute from."""
    from pmxl.journey import Journey
    from pmxl.workbook import open_workbook

    book = open_workbook(path)
    journey = Journey(book.raw, today)
    refuse_foreign(journey.book, path)
    return book, journey
