"""The sheet Timeline: a Gantt chart in cells, a row for each row of the Schedule.

Its bars are formats that depend on the dates beside them, and the dates are formulas over the Schedule: an actual start
or finish that somebody types moves its bar at once, without pmxl. What only a computation knows (where work that is
left will lie) moves with the next refresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import repeat

from pmxl.facts.words import MONTHS
from pmxl.generate.formulas import escaped
from pmxl.model import Book, Context, PageCell, PageFormat, PageRow, ReplaceSheet, Value, dated
from pmxl.model.raw import letters_of, number_of
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.sections.arial import Font, cut
from pmxl.sections.boxes import link_of
from pmxl.sections.dates import full
from pmxl.tiles.owned import own_name

NAME = "Timeline"
HEAD = (("ID", 7.0), ("Task", 36.0), ("Owner", 15.0), ("Start", 10.0), ("Finish", 10.0), ("Float", 6.0), ("Done", 6.0))
WIDTHS = dict(HEAD)
PLAIN, BOLD = Font(9), Font(9, True)
CHARACTER = 5.3
"""Points that a character of a column's width gives to its text."""
HELPERS = ("Baseline start", "Baseline finish", "Float until", "Done until", "Kind", "Row")
"""What the bars are drawn from; these columns are folded away."""
TASK_LOOKS = (
    "gantt_day", "gantt_day", "gantt_number", "gantt_share", *("gantt_day",) * 4, "gantt_task", "gantt_number",
)  # fmt: skip
"""The looks of the cells from Start on."""
SUMMARY_LOOKS = tuple(look.replace("gantt_", "gantt_summary_") for look in TASK_LOOKS[:4]) + TASK_LOOKS[4:]
FIRST = len(HEAD) + len(HELPERS) + 1
"""The first column of the grid."""
TOP = 5
"""The first row of the grid; the row above it holds the day on which each column begins."""
CELL = 2.4
"""Width in characters of a column of the grid."""
STEPS, MOST = (1, 7, 28, 91, 364), 75
"""Days that a column may stand for, and columns there are at most."""
FAR = 3653
"""Days from the as-of date on which a date is taken for a typing error: ten years."""
NAMES = ("as_of", "weekend", "holiday_dates")
"""The names that the formulas need."""


def timeline_page(book: Book, now: Context) -> ReplaceSheet | None:
    """The page; None where no task has dates."""
    rows = [row for row in book.of(SCHEDULE) if row.id or row.task]
    scale = scale_of(rows, now)
    if scale is None:
        return None
    live = _Live(book)
    lines = tuple(_line(book, now, row, TOP + i, live) for i, row in enumerate(rows))
    widths = (*(width for _, width in HEAD), *(10.0,) * len(HELPERS), *(CELL,) * scale.columns)
    levels = (*(0,) * len(HEAD), *(1,) * len(HELPERS))
    return ReplaceSheet(
        own_name(book, NAME), widths, (*_head(now, scale, live), *lines), landscape=True, repeat_rows=TOP - 1,
        repeat_columns=2, levels=levels, folded=True, after="Dashboard",
        formats=tuple(_formats(scale, len(lines), live)),
    )  # fmt: skip


class Scale(NamedTuple):
    """How days are laid on columns."""

    first: date
    """The day on which the first column begins."""
    step: int
    """Days that a column stands for."""
    columns: int

    def day(self, column: int) -> date:
        """The day on which a column begins, counted from 0."""
        return self.first + timedelta(days=column * self.step)


def scale_of(rows: list[Task], now: Context) -> Scale | None:
    """Days, weeks or longer, by the length of the plan; None where nothing has dates. Weeks begin on Mondays.

    Dates that lie more than ten years from the as-of date are taken for typing errors, and make no room for themselves.
    """
    days = [day for row in rows for day in (row.start, row.finish, row.baseline_start, row.baseline_finish) if day]
    past, future = now.as_of - timedelta(days=FAR), now.as_of + timedelta(days=FAR)
    near = [day for day in days if past < day < future]
    days = near or [day for day in days if (day - min(days)).days < FAR]
    if not days:
        return None
    first, last = min(days), max(days)
    first -= timedelta(days=first.weekday())
    length = (last - first).days + 1
    step = next((step for step in STEPS if length <= step * MOST), STEPS[-1])
    return Scale(first, step, min(MOST, max(12, -(-length // step))))


class _Live:
    """Whether formulas can follow the Schedule here, and how they name its columns."""

    def __init__(self, book: Book) -> None:
        standing = book.standings.get(SCHEDULE.name)
        self.table = standing.table if standing else None
        self.letters = standing.letters if standing else {}
        self.unique = _unique([row.id for row in book.of(SCHEDULE)])
        self.on = self.table is not None and all(name in book.raw.names for name in NAMES) and "id" in self.letters
        self.columns: dict[str, str] = {}
        """Name of a column -> how a formula calls it."""
        if table := self.table:
            titles = {name: table.columns[number_of(at) - table.first_column] for name, at in self.letters.items()}
            self.columns = {name: f"{table.name}[{escaped(title)}]" for name, title in titles.items()}

    def at(self, column: str, row: int) -> str:
        """The cell of a column of the Schedule, for the task on a row of this page; "" where there is none."""
        return f"INDEX({self.columns[column]},$M{row})" if column in self.columns else ""

    def first_of(self, row: int, *columns: str) -> str:
        """A formula: the first of some columns that holds a number; "" where none does."""
        said = '""'
        for found in filter(None, (self.at(column, row) for column in reversed(columns))):
            said = f"IF(N({found})<>0,{found},{said})"
        return f'IF($M{row}=0,"",{said})'


def _unique(ids: list[str]) -> set[str]:
    seen, twice = set[str](), set[str]()
    for one in ids:
        (twice if one in seen else seen).add(one)
    return seen - twice - {""}


def _head(now: Context, scale: Scale, live: _Live) -> Iterator[PageRow]:
    yield PageRow((PageCell(dated(NAME, full(now.as_of)), "title", 5),), 25.5)
    unit = {1: "a day", 7: "a week"}.get(scale.step, f"{scale.step} days")
    legend = [("gantt_critical", "critical"), ("gantt_planned", "planned"), ("gantt_done", "done"),
              ("gantt_slack", "float"), ("gantt_milestone", "milestone"), ("gantt_heading", "summary")]  # fmt: skip
    marks = [cell for look, word in legend for cell in (PageCell("", look), PageCell(word, "dash_cell", 4))]
    said = f"A column is {unit}. Line below a bar: baseline. Orange line:"
    cells = (PageCell(said, "dash_before", 3), PageCell(now.as_of, "gantt_day", formula="as_of" if live.on else ""))
    fits = marks if scale.columns >= 30 else []
    yield PageRow((*cells, *(PageCell(""),) * (FIRST - 5), *fits), 15)
    yield PageRow((*(PageCell(""),) * (FIRST - 1), *_bands(scale)), 12.75)
    titles = [PageCell(title, "gantt_title") for title in (*(title for title, _ in HEAD), *HELPERS)]
    small = "gantt_head_day" if scale.step < 28 else "gantt_head_month"
    yield PageRow((*titles, *(PageCell(scale.day(i), small) for i in range(scale.columns))), 15.75)


def _bands(scale: Scale) -> Iterator[PageCell]:
    """The months, or for long plans the years, over their columns."""
    starts = [scale.day(i) for i in range(scale.columns)]
    keys = [(day.year, day.month if scale.step < 28 else 0) for day in starts]
    at = 0
    while at < len(keys):
        span = next((i for i in range(at, len(keys)) if keys[i] != keys[at]), len(keys)) - at
        year, month = keys[at]
        words = f"{MONTHS[month - 1]} {year % 100:02}" if month else str(year)
        yield PageCell(words if span > 2 or (span > 1 and month) else "", "gantt_band", span)
        at += span


def _line(book: Book, now: Context, task: Task, row: int, live: _Live) -> PageRow:
    """One row of the Schedule: what it is, its dates, and what its bar is drawn from."""
    look = "gantt_summary" if task.is_summary else "gantt_task"
    depth = min(task.wbs.strip(". ").count(".") + (not task.is_summary), 4) if task.wbs else 0
    name = cut("  " * depth + (task.task or ""), WIDTHS["Task"] * CHARACTER, BOLD if task.is_summary else PLAIN, 1)
    on = live.on and task.id in live.unique
    formulas = _formulas(row, live) if on else ("",) * 10
    place = task.number - live.table.header_row if on and live.table else None
    values = _values(task, now)
    cells = (
        PageCell(task.id, look if task.is_summary else "gantt_link", link=link_of(book.place(task, "id"))),
        PageCell("  " * depth + name.strip(), look),
        PageCell(cut(task.owner or "", WIDTHS["Owner"] * CHARACTER, PLAIN, 1), look),
        *map(
            PageCell,
            (*values, place),
            SUMMARY_LOOKS if task.is_summary else TASK_LOOKS,
            repeat(1),
            repeat(""),
            formulas,
        ),
    )
    return PageRow(cells, 13.5)


def _values(task: Task, now: Context) -> tuple[Value, ...]:
    """What the formulas give, in their order: dates, float, done, baseline, float until, done until, kind."""
    start, finish = task.actual_start or task.start, task.actual_finish or task.finish
    done = 1.0 if task.actual_finish else task.percent_complete or 0.0
    spare = int(task.total_float or 0) if not task.is_summary and not task.actual_finish else 0
    until = now.add_working_days(finish, spare) if finish and spare > 0 else None
    done_until = start + timedelta(days=_round(done * ((finish - start).days + 1)) - 1) if start and finish else None
    kind = task.kind if task.kind in ("Summary", "Milestone") else "Critical" if task.critical else ""
    left = None if task.actual_finish else task.total_float
    return start, finish, left, done, task.baseline_start, task.baseline_finish, until, done_until, kind


def _round(value: float) -> int:
    """To the nearest whole number, halves away from nought, as Excel does."""
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)


def _formulas(row: int, live: _Live) -> tuple[str, ...]:
    """The formulas of one row, in the order of its cells from Start on: only for what somebody may type any day."""
    done, share = live.at("actual_finish", row), live.at("percent_complete", row) or "0"
    part = f"IF(N({done})<>0,1,N({share}))" if done else f"N({share})"
    return (
        live.first_of(row, "actual_start", "start"),
        live.first_of(row, "actual_finish", "finish"),
        "",
        f"IF($M{row}=0,0,{part})",
        *("",) * 3,
        f'IF(AND(ISNUMBER($D{row}),ISNUMBER($E{row})),$D{row}+ROUND($G{row}*($E{row}-$D{row}+1),0)-1,"")',
        "",
        f"IFERROR(MATCH($A{row},{live.columns['id']},0),0)",
    )


def _formats(scale: Scale, lines: int, live: _Live) -> Iterator[PageFormat]:
    """The bars, and over them the line of the baseline and of the as-of date; the first that is true gives the fill."""
    left, right, last = letters_of(FIRST), letters_of(FIRST + scale.columns - 1), TOP + max(lines, 1) - 1
    begin = f"{left}${TOP - 1}"
    end = f"{begin}+{scale.step - 1}" if scale.step > 1 else begin
    in_bar = f"$D{TOP}<={end},ISNUMBER($E{TOP}),$E{TOP}>={begin}"
    off = f"NETWORKDAYS.INTL({begin},{begin},weekend,holiday_dates)=0" if live.on else f"WEEKDAY({begin},2)>5"
    bars = [
        ("gantt_milestone", f'AND($L{TOP}="Milestone",{in_bar})'),
        ("gantt_heading", f'AND($L{TOP}="Summary",{in_bar})'),
        ("gantt_done", f"AND({in_bar},ISNUMBER($K{TOP}),$K{TOP}>={begin},$K{TOP}>=$D{TOP})"),
        ("gantt_critical", f'AND($L{TOP}="Critical",{in_bar})'),
        ("gantt_planned", f"AND({in_bar})"),
        ("gantt_slack", f"AND($G{TOP}<1,ISNUMBER($J{TOP}),$E{TOP}<{begin},$J{TOP}>={begin})"),
    ]
    if scale.step == 1:
        bars.append(("gantt_weekend", off))
    # Each layer has an area of its own, as some applications show only the first true format of an area.
    for look, formula in bars:
        yield PageFormat(f"{left}{TOP}:{right}{last}", formula, look)
    base = f"AND(ISNUMBER($H{TOP}),ISNUMBER($I{TOP}),$H{TOP}<={end},$I{TOP}>={begin})"
    yield PageFormat(f"{left}{TOP}:{right}{last + 1}", base, "gantt_baseline")
    yield PageFormat(f"{left}{TOP - 1}:{right}{last}", f"AND($D$2>={left}${TOP - 1},$D$2<={end})", "gantt_today")
