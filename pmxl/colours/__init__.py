"""The colours, one file per dimension of status; `overall` rolls them up."""

from collections.abc import Callable

from pmxl.model import Book, Context, Judgement

__all__ = ["DIMENSIONS", "overall"]

DIMENSIONS: dict[str, Callable[[Book, Context], Judgement]] = {}


def overall(book: Book, now: Context) -> None:
    """Roll the colours up into Overall and fill the Status register."""
