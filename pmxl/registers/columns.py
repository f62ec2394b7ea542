"""The kinds of column that a register may declare, one function each.

Each function returns, for the type checker, what a row's attribute holds once it is read; in truth it returns the
`Column` that the row class collects. So `owner = person("Owner")` is at once the declaration and the type.

Every function takes the title of the column and, by keyword: `width` (characters), `help` (the input message),
`profile` (the smallest profile that shows it), `also` (other headers that mean the same), `formula` (a calculated
column: `[Title]` is the cell of that column in this row) or `fact=True` (pmxl writes it).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from pmxl.model import Column

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from pmxl.model import Profile

    class Spec(TypedDict, total=False):
        """What may be said of any column."""

        width: float
        help: str
        profile: Profile
        also: Sequence[str]
        formula: str
        fact: bool


def key(prefix: str, **spec: Unpack[Spec]) -> str:
    """The ID: text such as `R-001`, unique over the whole book and never used again. Blank reads as ""."""
    spec.setdefault("width", 9)
    return cast(str, Column("key", "ID", prefix=prefix, **spec))


def text(title: str, **spec: Unpack[Spec]) -> str | None:
    """A short text on one line."""
    return cast("str | None", Column("text", title, **spec))


def long_text(title: str, **spec: Unpack[Spec]) -> str | None:
    """A sentence or more; the cell wraps."""
    spec.setdefault("width", 40)
    return cast("str | None", Column("long", title, **spec))


def person(title: str, **spec: Unpack[Spec]) -> str | None:
    """One person's name, offered from the People list."""
    spec.setdefault("width", 16)
    return cast("str | None", Column("person", title, **spec))


def calendar(title: str, **spec: Unpack[Spec]) -> str | None:
    """The name of a calendar, offered from the sheet Calendars."""
    return cast("str | None", Column("calendar", title, **spec))


def choice(title: str, *choices: str, **spec: Unpack[Spec]) -> str | None:
    """One of a fixed list of words, on which rules depend."""
    spec.setdefault("width", 13)
    return cast("str | None", Column("choice", title, choices=choices, **spec))


def listed(title: str, list_name: str, **spec: Unpack[Spec]) -> str | None:
    """One word of a list that the project keeps itself, on the sheet Lists, under the heading *list_name*."""
    spec.setdefault("width", 14)
    return cast("str | None", Column("choice", title, list_name=list_name, **spec))


def day(title: str, **spec: Unpack[Spec]) -> date | None:
    """A date without a time of day."""
    spec.setdefault("width", 12)
    return cast("date | None", Column("day", title, **spec))


def whole(title: str, minimum: float | None = None, maximum: float | None = None, **spec: Unpack[Spec]) -> int | None:
    """A whole number."""
    spec.setdefault("width", 10)
    return cast("int | None", Column("whole", title, minimum=minimum, maximum=maximum, **spec))


def number(
    title: str, minimum: float | None = None, maximum: float | None = None, **spec: Unpack[Spec]
) -> float | None:
    """A number; working days may be halves."""
    spec.setdefault("width", 10)
    return cast("float | None", Column("number", title, minimum=minimum, maximum=maximum, **spec))


def money(title: str, **spec: Unpack[Spec]) -> float | None:
    """An amount in the project's currency."""
    spec.setdefault("width", 12)
    return cast("float | None", Column("money", title, **spec))


def percent(title: str, **spec: Unpack[Spec]) -> float | None:
    """A share, held as a fraction: 0.25 shows as 25%."""
    spec.setdefault("width", 10)
    return cast("float | None", Column("percent", title, minimum=0, maximum=1, **spec))


def yes_no(title: str, **spec: Unpack[Spec]) -> bool | None:
    """Yes or No."""
    spec.setdefault("width", 10)
    return cast("bool | None", Column("yes_no", title, choices=("Yes", "No"), **spec))


def refs(title: str, *targets: str, **spec: Unpack[Spec]) -> tuple[str, ...]:
    """IDs of other rows, separated by commas; *targets* are the registers that they may lie in."""
    spec.setdefault("width", 14)
    return cast("tuple[str, ...]", Column("refs", title, targets=targets, **spec))


def links(title: str, **spec: Unpack[Spec]) -> str:
    """Predecessors as Microsoft Project writes them: `T-012FS+2d; T-007SS`. Blank reads as ""."""
    spec.setdefault("width", 24)
    return cast(str, Column("links", title, **spec))


def check() -> str | None:
    """The living check: the worst message of the rules that a formula can say, or OK.

    Its formula is put together from the rules of the register (`pmxl.rules.check_column`).
    """
    about = "Fills itself: the worst thing about this row, or OK."
    return cast("str | None", Column("check", "Check", width=40, help=about, formula="check"))


def cells() -> str | None:
    """What is wrong with a cell of the row: the first part of a long check, which the column Check asks first.

    An Excel formula has 8,192 characters; a register whose check comes near that gets this column, always hidden.
    """
    about = "Always hidden. Fills itself for the column Check: what a cell of this row cannot hold."
    return cast("str | None", Column("cells", "Check of cells", width=40, help=about, formula="cells"))


def updated() -> date | None:
    """When somebody last looked at the row."""
    return day("Updated", help="The day you last looked at this row. A row nobody looks at goes stale.")
