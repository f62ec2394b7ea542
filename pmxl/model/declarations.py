"""Declarations: a register is a class of rows with one line per column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, TypeVar

Profile = Literal["light", "standard", "full"]
PROFILES: tuple[Profile, ...] = ("light", "standard", "full")


class Column:
    """One declared column. Made by the functions of `pmxl.registers.columns`, never by hand.

    `kind` names what a cell holds; `profile` is the smallest profile that shows the column; `formula` makes it a
    calculated column of the sheet (`[Title]` stands for the cell of that column in the same row); `fact` makes it a
    column whose values pmxl writes.
    """

    __slots__ = (
        "also",
        "choices",
        "fact",
        "formula",
        "help",
        "kind",
        "list_name",
        "maximum",
        "minimum",
        "name",
        "prefix",
        "profile",
        "targets",
        "title",
        "width",
    )

    def __init__(
        self,
        kind: str,
        title: str,
        *,
        width: float = 14,
        help: str = "",
        profile: Profile = "light",
        formula: str = "",
        fact: bool = False,
        also: Sequence[str] = (),
        choices: Sequence[str] = (),
        list_name: str = "",
        targets: Sequence[str] = (),
        prefix: str = "",
        minimum: float | None = None,
        maximum: float | None = None,
    ) -> None:
        self.name = ""
        self.kind, self.title, self.width, self.help, self.profile = kind, title, width, help, profile
        self.formula, self.fact, self.also = formula, fact, tuple(also)
        self.choices, self.list_name, self.targets, self.prefix = tuple(choices), list_name, tuple(targets), prefix
        self.minimum, self.maximum = minimum, maximum

    @property
    def typed(self) -> bool:
        """True where a person fills the column."""
        return not self.fact and not self.formula

    def __repr__(self) -> str:
        return f"Column({self.kind!r}, {self.title!r})"


class Row:
    """One row of a register. A subclass lists its columns from left to right, one line each.

    Every attribute may be blank (None, or "" for the ID and () for references). Typed columns are filled by reading,
    computed ones by `pmxl.facts`, so that a rule sees what the person sees on the sheet.
    """

    columns: ClassVar[tuple[Column, ...]] = ()
    open_when: ClassVar[str] = "TRUE"
    """The Excel condition that says what `is_open` says."""
    counted_when: ClassVar[str] = "TRUE"
    """The Excel condition that says what `is_counted` says."""

    number: int = 0
    """The row's number on its sheet; 0 for a row that is on none."""
    register: Register[Any]
    id: str = ""

    def __init_subclass__(cls) -> None:
        found = []
        for name, column in list(vars(cls).items()):
            if isinstance(column, Column):
                column.name = name
                found.append(column)
                # A row keeps only what is filled in; a blank cell answers from the class.
                setattr(cls, name, BLANK.get(column.kind))
        cls.columns = tuple(found)

    @property
    def is_open(self) -> bool:
        """True while somebody still has to do something about the row."""
        return True

    @property
    def is_counted(self) -> bool:
        """False for a heading over other rows, which is no work of its own."""
        return True

    @property
    def name(self) -> str:
        """What to call the row in a sentence: its ID, or where it stands."""
        return self.id or f"row {self.number}"

    def __repr__(self) -> str:
        filled = {c.name: getattr(self, c.name) for c in self.columns if getattr(self, c.name) not in (None, "", ())}
        return f"{type(self).__name__}({filled})"


BLANK: Mapping[str, Any] = {"key": "", "refs": (), "links": ""}
"""What a blank cell reads as, by kind of column; None for every other kind."""

R = TypeVar("R", bound=Row)


class Register(Generic[R]):
    """A sheet with one table of rows of one kind. `name` is both the table's and the sheet's name.

    `title` heads the sheet, `about` says in one sentence what it is for, `blank_rows` is how many empty rows a new
    workbook offers, `also` the other names that people give such a sheet.
    """

    def __init__(
        self,
        name: str,
        row: type[R],
        title: str,
        about: str,
        group: Literal["control", "raid", "plan", "machine"],
        profile: Profile = "light",
        blank_rows: int = 25,
        also: Sequence[str] = (),
    ) -> None:
        self.name, self.row, self.title, self.about = name, row, title, about
        self.group: Literal["control", "raid", "plan", "machine"] = group
        self.profile: Profile = profile
        self.blank_rows, self.also = blank_rows, tuple(also)
        self.prefix = next((column.prefix for column in row.columns if column.kind == "key"), "")
        """The letters before the number of its IDs; "" where its rows have none."""

    def __getattr__(self, name: str) -> Column:
        """`RISKS.trigger` is the column that `Risk` declares as `trigger`."""
        for column in self.row.columns:
            if column.name == name:
                return column
        raise AttributeError(f"{self.row.__name__} declares no column {name!r}")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The declared columns, from left to right."""
        return self.row.columns
