"""The names of pages: a sheet of somebody's own that bears the name of one is never written over."""

from __future__ import annotations

from pmxl.model import PMXL, Book, is_dated_page


def own_name(book: Book, name: str) -> str:
    """The name that a generated page takes: its own, or `NAME (pmxl)` where somebody has a sheet of that name."""
    there = next((sheet for sheet in book.raw.sheets if sheet.casefold() == name.casefold()), None)
    if there is None:
        return name
    ours = is_dated_page(book.raw, there) or not any(book.raw.sheets[there].cells.values())
    return name if ours else f"{name}{PMXL}"
