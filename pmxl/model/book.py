"""The book that the core works on: typed rows, where they stand, and what was worked out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pmxl.model.declarations import Column, R, Register, Row
from pmxl.model.raw import RawBook, RawTable, Value
from pmxl.records import NamedTuple

if TYPE_CHECKING:
    from pmxl.colours.confidence import Confidence
    from pmxl.facts.capacity import Capacity
    from pmxl.facts.feasible import Feasible
    from pmxl.facts.history import History
    from pmxl.facts.performance import Performance
    from pmxl.facts.promises import Kept
    from pmxl.model.plan import Judgement
    from pmxl.registers.schedule import Task
    from pmxl.registers.settings import Settings
    from pmxl.schedule import Result
    from pmxl.schedule.predecessors import Parsed
    from pmxl.schedule.quality import Check
    from pmxl.supposing.effects import Effects


class Place(NamedTuple):
    """Where something stands in a workbook. `column` is Excel's letters; a blank part is unknown.

    What is said of a workbook without any worksheet has no sheet either.
    """

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        if not self.sheet:
            return "workbook"
        sheet = self.sheet if self.sheet.isidentifier() else "'" + self.sheet.replace("'", "''") + "'"
        cell = f"{self.column}{self.row or ''}"
        return f"{sheet}!{cell}" if cell else sheet

    @property
    def link(self) -> str:
        """The place as a cell to jump to: its first one, where no cell is known; nothing where no sheet is."""
        return self.sheet and str(Place(self.sheet, self.row or 1, self.column or "A"))


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
    sheet that is no declared title -> the declared title it probably stands for; `rows` are those of the sheet that
    belong to the register, where one list holds rows of several, and None where all do.
    """

    __slots__ = ("header_row", "last_row", "letters", "missing", "renamed", "rows", "sheet", "table")

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
        self.rows: frozenset[int] | None = None


class Lookalike(NamedTuple):
    """A sheet that has headings of a register, and that is not read as one."""

    sheet: str
    header_row: int
    register: Register[Any]
    headings: list[str]
    """Those that are words of the register, as they are written, from left to right."""


class Book:
    """The typed rows of a workbook, where they stand, what could not be read, and what pmxl worked out."""

    def __init__(self, raw: RawBook, settings: Settings) -> None:
        self.raw = raw
        self.settings = settings
        self.rows: dict[str, list[Any]] = {}
        """Register name -> its rows, top to bottom."""
        self.standings: dict[str, Standing] = {}
        self.lookalikes: list[Lookalike] = []
        self.misread: list[Misread] = []
        self.other_words: list[Misread] = []
        """Cells of lists that were brought along, which say one of our words in another way; `used` is ours."""
        self.by_id: dict[str, Row] = {}
        """The first row that bears each ID, over all registers."""
        self.judgements: dict[str, Judgement] = {}
        """The colour of each dimension by its name, once `pmxl.colours` has judged; "Overall" among them."""
        self.measured: dict[str, Judgement] = {}
        """The same as they were measured, before any was held back; "Overall" is not among them."""
        self.to_do: list[Row] | None = None
        """The open rows that somebody must own, once `pmxl.facts.freshness` has been asked for them."""
        self.confidence: Confidence | None = None
        """How far the colours can be believed, once `pmxl.colours.confidence` has been asked for it."""
        self.rewritten: frozenset[str] = frozenset()
        """The pages that are about to be written anew, whatever is wrong on them now."""
        self.effects: Effects | None = None
        """Whom to ask what changes and options with an effect on the plan would do; None for an edited copy."""
        self.history: History | None = None
        """What earlier reports recorded, once `pmxl.facts` has read the snapshots."""
        self.kept: list[Kept] | None = None
        """Commitments kept from report to report, once `pmxl.facts.promises` has been asked for them."""
        self.predecessors: list[tuple[Task, Parsed]] | None = None
        """What each task waits for, once `pmxl.facts.predecessors` has been asked for it."""
        self.loops: list[list[str]] = []
        """Circles of task IDs that wait for each other, as found by the schedule."""

        self.plan: tuple[Result, dict[str, Task]] | None = None
        """The computed schedule, and its rows by the names that it knows them by; None where there is none."""
        self.quality: dict[str, Check] | None = None
        """The figures of schedule quality, once `pmxl.facts.quality` has been asked for them."""
        self.capacity: Capacity | None = None
        """Who has how many hours and what asks for them; None where nobody's hours are written down."""
        self.feasible: Feasible | None = None
        """What people can keep of the schedule; None where nobody's hours are written down."""
        self.pace: Performance | None = None
        """How fast the baseline was earned so far; None where there is none, or before it begins."""

    def of(self, register: Register[R]) -> list[R]:
        """The rows of one register, top to bottom; none where the workbook has no such sheet."""
        return self.rows.get(register.name, [])

    def unread(self) -> set[tuple[int, str]]:
        """The cells that do not hold what their columns hold: (`id` of the row object, name of the column)."""
        return {(id(cell.row), cell.column.name) for cell in self.misread}

    def open_rows(self) -> Iterator[Row]:
        """Every open row of every register whose rows have owners."""
        for rows in self.rows.values():
            if rows and hasattr(rows[0], "owner"):
                yield from (row for row in rows if row.is_open)

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
    """The shell's clock. Only three may look at it: the rule on an old as-of date, data confidence, and what notes the
    day on which a brief is issued."""
    working_days: Callable[[date, date], int]
    """Working days from the first date to the second, neither negative nor counting the first day itself:
    Monday to Tuesday is 1; a later first date gives the negative count."""
    add_working_days: Callable[[date, int], date]
    """The date that many working days later (or earlier, where negative)."""
