"""The one exception of this package: a workbook that cannot be read or must not be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """A workbook that is left alone. `str()` gives one line for a person: where, what is the matter, what to do."""

    def __init__(self, reason: str, cure: str, where: str = "") -> None:
        super().__init__(reason, cure)
        self.reason, self.cure, self.where = reason, cure, where

    def __str__(self) -> str:
        return one_line(f"{self.where}: {self.reason}; {self.cure}" if self.where else f"{self.reason}; {self.cure}")


@contextmanager
def about(where: str) -> Iterator[None]:
    """Name the file in every refusal that comes from within."""
    try:
        yield
    except Refused as refused:
        refused.where = refused.where or where
        raise


def one_line(text: str) -> str:
    """The text without line breaks or control characters: file and sheet names may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


FETCH_AGAIN = "fetch the file again, or open it in Excel, let Excel repair it and save it"
"""The cure for whatever was damaged on its way."""
