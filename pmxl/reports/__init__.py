"""The formats of findings, one file each. Every report yields its text in pieces, while workbooks are being checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pmxl.reports.checked import Checked, Look

if TYPE_CHECKING:
    from pmxl.model import Book, Context

__all__ = ["FORMATS", "PAGES", "Checked", "Look", "page", "report"]

FORMATS = ("csv", "json", "junit", "markdown", "sarif", "text")
"""The names of the formats; `as_csv.py` makes csv, and so on."""

PAGES = ("md", "html", "pdf")
"""The forms of the brief outside the workbook."""


def report(format: str, checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """The text of a report, piece by piece, each piece as soon as its workbook has been checked."""
    return cast("Iterator[str]", import_module(f"pmxl.reports.as_{format}").report(checked, look))


def page(format: str, book: Book, now: Context, variant: str = "executive") -> str | bytes:
    """A brief as a page: `md` or `html` as text, `pdf` as the bytes of a file.

    *variant* is executive, team or business.
    """
    module = import_module(f"pmxl.reports.{_MODULES[format]}")
    return cast("str | bytes", module.page(book, now, variant))


_MODULES = {"md": "brief_markdown", "html": "brief_html", "pdf": "brief_pdf"}
