"""The nouns of pmxl. Everything here is a plain value: it holds no file, no Excel and no clock.

What comes in is a `RawBook` (cells as the workbook holds them); reading turns it into a `Book` (typed rows);
what goes out is a `Plan` (findings, and edits that a shell applies).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from pmxl.facts.history import History
    from pmxl.registers.settings import Settings

Value = str | float | bool | date | None
"""What a cell may hold once it is read, and what an edit may write."""

Level = Literal["error", "warning", "note"]
Profile = Literal["light", "standard", "full"]
PROFILES: tuple[Profile, ...] = ("light", "standard", "full")


# ---------------------------------------------------------------- what comes in: raw cells


class ErrorValue(str):
    """The error a cell shows, for example `#REF!`. It is a value of its own, never text."""

    __slots__ = ()


class RawSheet:
    """One sheet as it stands in the workbook. Rows and columns count from 1, as Excel's do.

    `cells` is row -> column -> str, float, bool, datetime or ErrorValue; blank cells are absent. `formulas` is
    (row, column) -> formula text without the leading `=`, in the file's long form. `filtered` is True where a filter
    hides rows.
    """

    __slots__ = ("cells", "filtered", "formulas", "hidden_columns", "hidden_rows", "merges", "name")

    def __init__(
        self,
        name: str,
        cells: Mapping[int, Mapping[int, object]],
        formulas: Mapping[tuple[int, int], str] | None = None,
        hidden_rows: frozenset[int] = frozenset(),
        hidden_columns: frozenset[int] = frozenset(),
        filtered: bool = False,
        merges: Sequence[str] = (),
    ) -> None:
        self.name, self.cells, self.formulas = name, cells, formulas or {}
        self.hidden_rows, self.hidden_columns = hidden_rows, hidden_columns
        self.filtered, self.merges = filtered, merges


class RawTable(NamedTuple):
    """One Excel table (ListObject). `last_row` is the last data row; a totals row lies below it."""

    name: str
    sheet: str
    header_row: int
    first_column: int
    last_row: int
    columns: tuple[str, ...]
    has_totals: bool = False


class RawBook:
    """A workbook's cells. `sheets` may read each sheet only when it is first asked for.

    `names` are the workbook-wide defined names, for example `{"as_of": "Settings!$D$6"}`; `external_links` the
    targets of links to other files.
    """

    __slots__ = ("date_1904", "external_links", "names", "sheets", "tables")

    def __init__(
        self,
        sheets: Mapping[str, RawSheet],
        tables: tuple[RawTable, ...] = (),
        names: Mapping[str, str] | None = None,
        date_1904: bool = False,
        external_links: tuple[str, ...] = (),
    ) -> None:
        self.sheets, self.tables, self.names = sheets, tables, names or {}
        self.date_1904, self.external_links = date_1904, external_links


# ---------------------------------------------------------------- declarations


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
    workbook offers.
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
    ) -> None:
        self.name, self.row, self.title, self.about = name, row, title, about
        self.group: Literal["control", "raid", "plan", "machine"] = group
        self.profile: Profile = profile
        self.blank_rows = blank_rows

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


# ---------------------------------------------------------------- the book that the core works on


class Place(NamedTuple):
    """Where something stands in a workbook. `column` is Excel's letters; a blank part is unknown."""

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        sheet = self.sheet if self.sheet.isidentifier() else "'" + self.sheet.replace("'", "''") + "'"
        cell = f"{self.column}{self.row or ''}"
        return f"{sheet}!{cell}" if cell else sheet


class Misread(NamedTuple):
    """A cell whose content is not what its column holds. `used` is the value that was taken all the same, if any."""

    register: Register[Any]
    row: Row
    column: Column
    raw: object
    reason: str
    """One of the REASONS of `pmxl.registers.cells`."""
    hint: str = ""
    """What was probably meant: the nearest list value, or the two readings of a date."""
    used: Value | tuple[str, ...] = None


class Standing:
    """Where a register really stands in this workbook: people move, rename and add columns.

    `letters` is column name -> Excel's letters for every declared column that was found; `renamed` is a title on the
    sheet that is no declared title -> the declared title it probably stands for.
    """

    __slots__ = ("header_row", "last_row", "letters", "missing", "renamed", "sheet", "table")

    def __init__(
        self,
        sheet: str,
        header_row: int,
        last_row: int,
        letters: dict[str, str],
        table: RawTable | None = None,
        renamed: dict[str, str] | None = None,
        missing: tuple[Column, ...] = (),
    ) -> None:
        self.sheet, self.header_row, self.last_row, self.letters = sheet, header_row, last_row, letters
        self.table, self.renamed, self.missing = table, renamed or {}, missing


class Book:
    """The typed rows of a workbook, where they stand, what could not be read, and what pmxl worked out."""

    def __init__(self, raw: RawBook, settings: Settings) -> None:
        self.raw = raw
        self.settings = settings
        self.rows: dict[str, list[Any]] = {}
        """Register name -> its rows, top to bottom."""
        self.standings: dict[str, Standing] = {}
        self.misread: list[Misread] = []
        self.by_id: dict[str, Row] = {}
        """The first row that bears each ID, over all registers."""
        self.judgements: dict[str, Judgement] = {}
        """The colour of each dimension by its name, once `pmxl.colours` has judged; "Overall" among them."""
        self.history: History | None = None
        """What earlier reports recorded, once `pmxl.facts` has read the snapshots."""
        self.loops: list[list[str]] = []
        """Circles of task IDs that wait for each other, as found by the schedule."""

    def of(self, register: Register[R]) -> list[R]:
        """The rows of one register, top to bottom; none where the workbook has no such sheet."""
        return self.rows.get(register.name, [])

    def open_rows(self) -> Iterator[Row]:
        """Every open row of every register whose rows have owners."""
        for rows in self.rows.values():
            for row in rows:
                if row.is_open and any(c.name == "owner" for c in row.columns):
                    yield row

    def place(self, row: Row, column: str = "") -> Place:
        """The place of one cell of *row*, or of the row."""
        standing = self.standings.get(row.register.name)
        if standing is None:
            return Place(row.register.name, row.number)
        return Place(standing.sheet, row.number, standing.letters.get(column, ""))


class Context(NamedTuple):
    """What a rule may know beyond its row. There is no other clock in the core."""

    as_of: date
    """The date on Settings that every age and every 'overdue' counts from."""
    settings: Settings
    today: date
    """The shell's clock. Only the rule on a stale as-of date may look at it."""
    working_days: Callable[[date, date], int]
    """Working days from the first date to the second, neither negative nor counting the first day itself:
    Monday to Tuesday is 1; a later first date gives the negative count."""
    add_working_days: Callable[[date, int], date]
    """The date that many working days later (or earlier, where negative)."""


# ---------------------------------------------------------------- what goes out


class Finding(NamedTuple):
    """One thing a person should look at, where it is, and what to do about it."""

    rule: str
    level: Level
    place: Place
    says: str
    """The fact with its real values, without a final stop."""
    do: str
    """The cure, one clause in the imperative, without a final stop."""
    record: str = ""
    column: str = ""
    """The title of the column that is at fault."""

    @property
    def message(self) -> str:
        """The sentence that people read: the fact; the cure."""
        return f"{self.says}; {self.do}" if self.do else self.says


class Colour(str):
    """A status colour: its word is its value, so that it can be written and compared as it stands."""

    __slots__ = ()

    @property
    def letter(self) -> str:
        """The letter that stands beside the colour for those who cannot see it."""
        return {"NOT DUE": "-", "?": "?"}.get(self, self[:1])


GREEN, AMBER, RED, NOT_DUE, UNKNOWN = map(Colour, ("GREEN", "AMBER", "RED", "NOT DUE", "?"))


class Judgement(NamedTuple):
    """The computed colour of one dimension, with everything that a reader needs to believe it."""

    dimension: str
    colour: Colour
    because: str
    """One sentence of at most 140 characters: measure, value, limit that was crossed, worst row and its owner."""
    limits: str
    """The limits used, for example `amber > 5%, red > 10%`."""
    worst: Place | None = None
    record: str = ""


class SetCells(NamedTuple):
    """Write values into one column of a register's table. Blank (None) clears a cell and keeps its format."""

    sheet: str
    column: str
    """Excel's letters."""
    values: Mapping[int, Value]
    """Row number -> value. Text is always written as text, even where it begins with `=`."""
    formula: str = ""
    """Where given, the cells keep or get this formula and `values` are its results."""
    kind: str = "text"
    """The kind of the column, from which a cell without a format gets one (`day`, `whole`, `money` ...)."""


class PageCell(NamedTuple):
    """One cell of a generated page. `style` names a look of `pmxl.generate.looks`."""

    value: Value
    style: str = "body"
    span: int = 1
    """How many columns the cell covers."""
    link: str = ""
    """A place in the same workbook to jump to, for example `'Risks'!A9`."""
    formula: str = ""


class PageRow(NamedTuple):
    """One row of a generated page. `height` is in points; 0 leaves it to the application."""

    cells: tuple[PageCell, ...]
    height: float = 0


class ReplaceSheet(NamedTuple):
    """Write a whole sheet that pmxl owns, making it if it is not there."""

    sheet: str
    widths: tuple[float, ...]
    """Column widths in characters."""
    rows: tuple[PageRow, ...]
    landscape: bool = False
    hidden: bool = False
    one_page: bool = False
    """True where the sheet prints on exactly one page."""
    repeat_rows: int = 0
    """How many rows at the top repeat on each printed page and stay in view."""
    after: str = ""
    """The sheet that it stands behind when it is new."""
    table: str = ""
    """Where given, the rows are one Excel table of that name: headers first."""


Edit = SetCells | ReplaceSheet


class Plan(NamedTuple):
    """What is wrong, and every edit to make. Applying it is a shell's job."""

    book: Book
    findings: list[Finding]
    edits: list[Edit]
