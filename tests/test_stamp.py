"""The stamp: the sheet's own formula and pmxl find the same number, and no edit of the plan leaves it as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter
from hypothesis import assume, given
from hypothesis import strategies as st

from pmxl.facts.stamp import INPUTS, inputs_fingerprint, inputs_formula
from pmxl.journey import context
from pmxl.model import ErrorValue, RawBook, RawSheet
from pmxl.reading import read
from pmxl.registers.cells import EPOCH
from pmxl.registers.schedule import SCHEDULE

TITLES = [getattr(SCHEDULE, name).title for name in INPUTS]
AS_OF = float((date(2026, 3, 13) - EPOCH).days)
Cells = Mapping[str, object]

PLAN: tuple[Cells, ...] = (
    {"ID": "T-001", "WBS": "1", "Duration": 5.0, "Actual start": 46083.0, "Actual finish": 46087.0},
    {"ID": "T-002", "WBS": "1.1", "Duration": 3.5, "Remaining": 2.0, "Predecessors": "T-001FS+2d"},
    {"ID": "T-003", "Duration": 0.0, "Predecessors": "T-001; T-002", "Deadline": 46110.0, "Baseline finish": 46108.0},
    {},
    {"ID": 7.0, "Duration": "five", "Not before": ErrorValue("#N/A"), "Predecessors": "T-003, dächer"},
)
SETTINGS: Cells = {
    "as_of": AS_OF,
    "project_start": 46027.0,
    "hours_a_day": 8.0,
    "progress_mode": "moves to the as-of date",
}
HOLIDAYS = (46115.0, 46118.0)
CALENDARS = (("Weekend", "Sat, Sun", None, None, 46117.0), ("Long days", "", "06:00-12:00; 12:30-18:30", "No", ""))


def raw_book(
    plan: tuple[Cells, ...] = PLAN,
    settings: Cells = SETTINGS,
    holidays: tuple[object, ...] = HOLIDAYS,
    calendars: tuple[tuple[object, ...], ...] = CALENDARS,
) -> RawBook:
    schedule = {1: dict(enumerate(TITLES, 1))}
    for i, row in enumerate(plan, 2):
        schedule[i] = {TITLES.index(title) + 1: value for title, value in row.items()}
    lines = {1: {1: "Setting", 2: "Value", 3: "Key"}}
    lines |= {i: {1: key, 2: value, 3: key} for i, (key, value) in enumerate(settings.items(), 2)}
    off = {1: {1: "Date", 2: "What"}} | {i: {1: day, 2: "Off"} for i, day in enumerate(holidays, 2)}
    sheets = {"Schedule": schedule, "Settings": lines, "Holidays": off}
    own = {1: dict(enumerate(("Name", "Working week", "Hours", "Keeps holidays", "Days off"), 1))}
    own |= {i: dict(enumerate(row, 1)) for i, row in enumerate(calendars, 2)}
    sheets["Calendars"] = own
    return RawBook({name: RawSheet(name, cells) for name, cells in sheets.items()})


def stamp(raw: RawBook) -> float:
    book = read(raw)
    return inputs_fingerprint(book, context(book, date(2026, 3, 13)))


def by_formula(raw: RawBook, path: Path) -> object:
    """What IronCalc makes of the formula in a workbook of these cells."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, sheet in raw.sheets.items():
            page = workbook.add_worksheet(name)
            for row, cells in sheet.cells.items():
                for column, value in cells.items():
                    if isinstance(value, ErrorValue):
                        page.write_formula(row - 1, column - 1, "=NA()", None, str(value))
                    else:
                        page.write(row - 1, column - 1, value)
            if name == "Settings":
                for row, cells in list(sheet.cells.items())[1:]:
                    workbook.define_name(str(cells[3]), f"=Settings!$B${row}")
                page.write_string(40, 1, "0000011")
                workbook.define_name("weekend", "=Settings!$B$41")
                page.write_array_formula("E1:E1", f"{{={inputs_formula()}}}")
            else:
                width, last = len(sheet.cells[1]), max(2, *sheet.cells)
                columns = [{"header": title} for title in sheet.cells[1].values()]
                page.add_table(0, 0, last - 1, width - 1, {"name": name, "columns": columns})
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return model.get_cell_value(1, 1, 5)


def edited(row: int, **values: object) -> tuple[Cells, ...]:
    changed = {title.replace("_", " "): value for title, value in values.items()}
    return tuple({**cells, **changed} if i == row else cells for i, cells in enumerate(PLAN))


EDITS = {
    "nothing": raw_book(),
    "a predecessor": raw_book(edited(1, Predecessors="T-012FS+2d")),
    "its neighbour": raw_book(edited(1, Predecessors="T-013FS+2d")),
    "a capital letter": raw_book(edited(1, Predecessors="t-001FS+2d")),
    "a duration": raw_book(edited(1, Duration=3.0)),
    "a hundredth": raw_book(edited(1, Duration=3.51)),
    "a duration as text": raw_book(edited(1, Duration="3.5d")),
    "a duration gone": raw_book(edited(1, Duration=None)),
    "two durations swapped": raw_book(
        tuple({**r, "Duration": d} for r, d in zip(PLAN[:2], (3.5, 5.0), strict=True)) + PLAN[2:]
    ),
    "a deadline": raw_book(edited(2, Deadline=46111.0)),
    "a finish": raw_book(edited(0, **{"Actual finish": 46088.0})),
    "a value in another column": raw_book(({**PLAN[0], "Remaining": 5.0, "Duration": None}, *PLAN[1:])),
    "a new row": raw_book((*PLAN, {"ID": "T-004"})),
    "a row gone": raw_book(PLAN[1:]),
    "the as-of date": raw_book(settings={**SETTINGS, "as_of": AS_OF + 1}),
    "the way of counting": raw_book(settings={**SETTINGS, "progress_mode": "stays where logic puts it"}),
    "the hours": raw_book(settings={**SETTINGS, "hours_a_day": 7.5}),
    "a calendar": raw_book(calendars=(("Weekend", "Sat", None, None, 46117.0), CALENDARS[1])),
    "its hours": raw_book(calendars=(CALENDARS[0], ("Long days", "", "06:00-12:00; 12:30-19:30", "No", ""))),
    "its day off": raw_book(calendars=(("Weekend", "Sat, Sun", None, None, 46118.0), CALENDARS[1])),
    "the calendar of a task": raw_book(edited(1, Calendar="Weekend")),
    "a holiday": raw_book(holidays=(46115.0,)),
    "a holiday moved": raw_book(holidays=(46115.0, 46119.0)),
}


def test_each_edit_gives_another_number() -> None:
    numbers = {name: stamp(raw) for name, raw in EDITS.items()}
    assert len(set(numbers.values())) == len(EDITS)


@pytest.mark.parametrize("edit", EDITS)
def test_the_formula_finds_the_same_number(edit: str, tmp_path: Path) -> None:
    assert by_formula(EDITS[edit], tmp_path / "book.xlsx") == stamp(EDITS[edit])


def test_the_order_of_rows_and_blank_rows_do_not_matter() -> None:
    assert stamp(raw_book(PLAN[::-1])) == stamp(raw_book()) == stamp(raw_book(({}, *PLAN, {}, {})))


def test_a_row_is_stamped_with_the_id_that_it_is_getting() -> None:
    from pmxl.facts.numbering import number_new_rows

    book = read(raw_book(edited(0, ID=None)))
    number_new_rows(book, context(book, date(2026, 3, 13)))
    assert inputs_fingerprint(book, context(book, date(2026, 3, 13))) == stamp(
        raw_book(edited(0, ID=book.rows["Schedule"][0].id))
    )


def test_a_list_without_ids_is_numbered_alike_at_every_report() -> None:
    from pmxl.facts.numbering import number_new_rows

    sheets = {
        "Issues": RawSheet("Issues", {1: {1: "Issue", 2: "Severity"}, 2: {1: "Slow", 2: "High"}, 3: {1: "Dark"}}),
        "Snapshots": RawSheet("Snapshots", {1: {1: "As of", 2: "Record"}, 2: {1: 46087.0, 2: "I-002"}}),
    }
    book = read(RawBook(sheets))
    number_new_rows(book, context(book, date(2026, 3, 13)))
    assert [issue.id for issue in book.rows["Issues"]] == ["I-001", "I-002"]


def test_the_formula_fits_into_a_cell_and_needs_a_schedule() -> None:
    assert len(inputs_formula()) < 8192 - 500
    assert inputs_formula(("Risks",)) == ""
    assert "Holidays" not in inputs_formula(("Schedule",))
    assert "Calendars" not in inputs_formula(("Schedule", "Holidays"))


def test_a_long_plan_stays_exact() -> None:
    rows = tuple(
        {"ID": f"T-{i:05d}", "Duration": 99.5, "Predecessors": "; ".join(["T-99999FS+10d"] * 12)} for i in range(3000)
    )
    assert 0 < stamp(raw_book(rows)) < 2**53


TEXTS = st.text("T-0123456789;FSd+ ", max_size=30)
NUMBERS = st.one_of(st.none(), st.integers(0, 4000).map(lambda quarters: quarters / 4))


@given(TEXTS, TEXTS, NUMBERS, NUMBERS)
def test_no_two_predecessors_or_durations_look_the_same(
    before: str, after: str, was: float | None, now: float | None
) -> None:
    assume(before.strip() != after.strip() or was != now)
    one, other = edited(1, Predecessors=before, Duration=was), edited(1, Predecessors=after, Duration=now)
    assert stamp(raw_book(one)) != stamp(raw_book(other))
