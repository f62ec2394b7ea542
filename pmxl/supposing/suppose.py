"""What may be supposed of a book: plain edits of typed cells and rows, which are never written anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pmxl.records import NamedTuple


class Set(NamedTuple):
    """A typed cell holds another value."""

    record: str
    """The ID of the row."""
    column: str
    """The name of the column, for example `not_before`, or its title."""
    value: Any
    """A value as reading gives it: date, number, text, bool, a tuple of IDs, or None for a blank cell."""


class Days(NamedTuple):
    """A task takes other working days: more (or fewer, where negative), so many in all, or so many still to do."""

    record: str
    days: float
    how: Literal["more", "in all", "left"] = "more"


class Add(NamedTuple):
    """A new row stands at the end of its register; a task may be put before others, which then wait for it."""

    register: str
    values: Mapping[str, Any]
    """Column name -> value. Without an ID it gets the next free one."""
    before: tuple[str, ...] = ()


class Drop(NamedTuple):
    """A row is taken out. What waited for a dropped task waits for what that task waited for."""

    record: str


class Wait(NamedTuple):
    """A task waits for more than before."""

    record: str
    predecessors: str
    """As in the column Predecessors."""


class Free(NamedTuple):
    """A task does not wait any more for some others."""

    record: str
    predecessors: tuple[str, ...]
    """The IDs of those others."""


Supposed = Set | Days | Add | Drop | Wait | Free


class Fault(NamedTuple):
    """A piece of text, or an edit, that could not be done; the others were."""

    text: str
    """The piece as it was typed; "" where it was given as a value."""
    says: str
    """What is the matter, without a final stop."""
    do: str
    """The cure, one clause in the imperative."""


class Refused(Exception):
    """An edit that cannot be done. Caught where edits are applied; no user sees it."""

    def __init__(self, says: str, do: str) -> None:
        super().__init__(says)
        self.says, self.do = says, do
