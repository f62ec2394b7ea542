"""The one exception of this package: a workbook that cannot be read or must not be written."""

from __future__ import annotations


class Refused(Exception):
    """A workbook that is left alone. `str()` gives one line for a person: where, what is the matter, what to do."""

    def __init__(self, reason: str, cure: str, where: str = "") -> None:
        super().__init__(reason, cure)
        self.reason, self.cure, self.where = reason, cure, where

    def __str__(self) -> str:
        return one_line(f"{self.where}: {self.reason}; {self.cure}" if self.where else f"{self.reason}; {self.cure}")


class Unusual(Refused):
    """A sheet whose cells are written in a way that must be put into the usual one before any is changed."""


class about:  # noqa: N801
    """Name the file in every refusal that comes from within the block."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None:
        """Nothing happens before a refusal does."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused) and not error.where:
            error.where = self.where


def one_line(text: str) -> str:
    """The text without line breaks or control characters: file and sheet names may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


FETCH_AGAIN = "fetch the file again, or open it in Excel, let Excel repair it and save it"
"""The cure for whatever was damaged on its way."""
