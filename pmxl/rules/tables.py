"""Rules on tables: nothing outside them, nothing hidden in them, no formula typed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pmxl.facts.absent import absent_columns, names_any
from pmxl.model import Book, Column, Context, Place, RawSheet, RawTable, Register, Validation
from pmxl.model.raw import letters_of, number_of
from pmxl.registers import REGISTERS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.structure import standing_tables
from pmxl.rules.words import counted, listing, quoted


@book_rule(level="note", catalogue="STR-02")
def column_without_formulas(book: Book, now: Context) -> Iterator[Wrong]:
    """A computed column that holds typed values only.

    Why: the values stay as they are when what they were worked out of changes.

    Do: start from a template, or read the values as what somebody typed.
    """
    absent = absent_columns(book)
    for register in REGISTERS:
        # A formula that names a column which this workbook lacks cannot stand in it: pmxl writes the values alone.
        frozen = [
            column.title
            for column, _, has_formulas in _typed_over(book, register)
            if not has_formulas and not names_any(column.formula, register, absent)
        ]
        if frozen:
            standing = book.standings[register.name]
            verb = "is" if len(frozen) == 1 else "are"
            says = f"{listing(frozen)} on {standing.sheet} {verb} typed, where formulas should be"
            yield Wrong(Place(standing.sheet, standing.header_row), says)


@book_rule(level="error", catalogue="STR-11")
def data_outside_table(book: Book, now: Context) -> Iterator[Wrong]:
    """Rows below a register's table, or cells right beside it, that are not in the table.

    Why: nothing counts them: no formula, no filter, no rule.

    Do: drag the corner of the table until it holds them.
    """
    for _, standing in standing_tables(book):
        sheet, table = book.raw.sheets[standing.sheet], standing.table
        below = _rows_below(sheet, table) if table else []
        if below:
            verb = "is" if len(below) == 1 else "are"
            rows = "row" if len(below) == 1 else "rows"
            says = f"{counted(len(below), 'row')} under the table on {standing.sheet} {verb} not in it"
            numbers = listing([str(number) for number in below])
            yield Wrong(Place(standing.sheet, below[0]), f"{says} ({rows} {numbers}), so nothing counts them")
        beside = _cells_beside(sheet, table) if table else []
        if beside:
            at = letters_of(table.first_column + len(table.columns)) if table else ""
            verb = "belongs" if len(beside) == 1 else "belong"
            cells = counted(len(beside), "cell")
            says = f"{cells} right beside the table on {standing.sheet} {verb} to no column of it"
            yield Wrong(
                Place(standing.sheet, beside[0], at), says, do="give the column a heading, or move what stands there"
            )


@book_rule(catalogue="STR-03")
def drop_down_lost(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell of a template that should offer a list and no longer does, or whose list leads nowhere.

    Why: pasting over a cell takes its list away, and from then on anything can be typed there.

    Do: copy a cell of the column that still offers its list, and paste only its validation over the others.
    """
    for register, standing in standing_tables(book) if now.settings.template_version else ():
        sheet, rows = book.raw.sheets[standing.sheet], [row.number for row in book.of(register)]
        if sheet.validations is None or not rows:
            continue  # An open workbook gives its validations cell by cell only, which nobody could wait for.
        lists = [one for one in sheet.validations if one.kind == "list"]
        gone: list[Column] = []
        for column in register.columns:
            if column.name not in standing.letters or not _offers_list(column, book):
                continue
            letters = standing.letters[column.name]
            guards = _guards(lists, number_of(letters), rows)
            lost = [number for number, guard in guards.items() if guard is None]
            broken = [number for number, guard in guards.items() if guard is not None and "#REF!" in guard.formula]
            title = quoted(column.title)
            if len(lost) == len(rows):
                gone.append(column)
            elif lost:
                share = f"{len(lost)} of {counted(len(rows), 'row')}"
                says = f"The drop-down of {title} is gone from {share} of {standing.sheet}"
                yield Wrong(Place(standing.sheet, lost[0], letters), says, column.name)
            if broken:
                says = f'The drop-down of {title} on {standing.sheet} leads nowhere: its list is "#REF!"'
                yield Wrong(Place(standing.sheet, broken[0], letters), says, column.name, do="name its list again")
        if gone:
            titles, verb = listing([quoted(one.title) for one in gone], most=4), "is" if len(gone) == 1 else "are"
            says = f"The drop-down{'s' * (len(gone) > 1)} of {titles} {verb} gone from every row of {standing.sheet}"
            yield Wrong(
                Place(standing.sheet, rows[0], standing.letters[gone[0].name]),
                says,
                do="bring the rows into a new workbook",
            )


def _guards(lists: list[Validation], column: int, rows: list[int]) -> dict[int, Validation | None]:
    """Row -> the first list that its cell in a column offers."""
    guards: dict[int, Validation | None] = dict.fromkeys(rows)
    for one in reversed(lists):
        for top, left, bottom, right in one.areas:
            if left <= column <= right:
                guards.update((row, one) for row in rows if top <= row <= bottom)
    return guards


@book_rule(level="error", catalogue="STR-02")
def formula_overtyped(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell of a computed column that holds a typed value where the others hold a formula.

    Why: it stays as it is when everything around it changes, and nobody can see that.

    Do: bring the formula back by filling the column down from a cell that has it.
    """
    for register in REGISTERS:
        rows = {row.number: row for row in book.of(register)}
        for column, numbers, has_formulas in _typed_over(book, register):
            for number in numbers if has_formulas else ():
                row, raw = rows[number], _raw(book, register, column, number)
                says = f"{row.name}: {column.title} should be computed, but {quoted(raw)} was typed over the formula"
                yield Wrong(row, says, column.name)


@book_rule(catalogue="STR-02")
def line_of_the_sheet_in_table(book: Book, now: Context) -> Iterator[Wrong]:
    """A line by which a sheet says its own state, such as how many rows are open, moved into a table.

    Why: refresh keeps such lines up to date above a table only, and in the table it counts as an entry of its row.

    Do: cut the cell and paste it above the table.
    """
    for register, standing in standing_tables(book):
        sheet, table = book.raw.sheets[standing.sheet], standing.table
        computed = {
            number_of(standing.letters[c.name]) for c in register.columns if not c.typed and c.name in standing.letters
        }
        right = table.first_column + len(table.columns) if table else 0
        for at in range(table.first_column, right) if table else ():
            for row in sorted(sheet.computed(at)) if at not in computed else ():
                text = sheet.cells.get(row, {}).get(at)
                if table and table.holds(row, at) and isinstance(text, str) and OF_THE_SHEET.match(text):
                    says = f"{quoted(text)} belongs above the table on {standing.sheet}, and stands in it"
                    yield Wrong(Place(standing.sheet, row, letters_of(at)), says)


OF_THE_SHEET = re.compile(
    r"\d+ (?:open|in all)\b.*\bAs of \d|Overall: you say |STALE: |(?:Computed|Simulated) for \d.*, up to date"
)
"""How the lines read by which a sheet says its own state; a test holds it against the lines themselves."""


@book_rule(catalogue="STR-07")
def rows_hidden_from_the_next_reader(book: Book, now: Context) -> Iterator[Wrong]:
    """A filter that was left on, or rows or columns that were hidden by hand.

    Why: the next reader takes what is shown for everything there is.

    Do: clear the filter.
    """
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        if standing is None or register.group == "machine":
            continue
        sheet, rows = book.raw.sheets[standing.sheet], book.of(register)
        hidden = [row for row in rows if row.number in sheet.hidden_rows]
        if hidden:
            how = "is filtered" if sheet.filtered else "has hidden rows"
            verb = "is" if len(hidden) == 1 else "are"
            share = f"{len(hidden)} of {counted(len(rows), 'row')} {verb}"
            says = f"{standing.sheet} {how}: {share} hidden from the next reader"
            yield Wrong(hidden[0], says, do="" if sheet.filtered else "show them")
        daily = [c for c in register.columns if c.typed and c.profile == "light" and c.name in standing.letters]
        places = {number_of(standing.letters[column.name]): column for column in daily}
        hidden_places = frozenset(places) & sheet.hidden_columns
        columns = [column for at, column in places.items() if at in hidden_places]
        if columns:
            place = Place(standing.sheet, standing.header_row, standing.letters[columns[0].name])
            names = listing([quoted(column.title) for column in columns])
            says = f"{standing.sheet} hides {'the column' if len(columns) == 1 else 'the columns'} {names}"
            yield Wrong(place, says, do="show what is hidden")


def _offers_list(column: Column, book: Book) -> bool:
    """True where a template gives the column's cells a drop-down."""
    source = {"person": "people_names", "calendar": "calendar_names"}.get(column.kind, "")
    if column.list_name:
        source = "list_" + "_".join(column.list_name.casefold().split())
    return column.typed and (bool(column.choices and not source) or source in book.raw.names)


def _typed_over(book: Book, register: Register[Any]) -> Iterator[tuple[Column, list[int], bool]]:
    """Every column that a formula should compute, with the rows that hold a value instead; True where others do not."""
    standing = book.standings.get(register.name)
    columns = [c for c in register.columns if c.formula and c.name in standing.letters] if standing else []
    if standing is None or not columns:
        return
    sheet = book.raw.sheets[standing.sheet]
    rows = [(row.number, sheet.cells.get(row.number, {})) for row in book.of(register)]
    for column in columns:
        at = number_of(standing.letters[column.name])
        computed = sheet.computed(at)
        typed = [number for number, here in rows if at in here and number not in computed]
        if typed:
            yield column, typed, any(number in computed for number, _ in rows)


def _raw(book: Book, register: Register[Any], column: Column, number: int) -> object:
    standing = book.standings[register.name]
    return book.raw.sheets[standing.sheet].cells.get(number, {}).get(number_of(standing.letters[column.name]))


def _rows_below(sheet: RawSheet, table: RawTable) -> list[int]:
    """The rows under a table that look like rows of it: two filled cells or more in its columns."""
    columns = range(table.first_column, table.first_column + len(table.columns))
    end = table.last_row + (1 if table.has_totals else 0)
    return sorted(n for n, cells in sheet.cells.items() if n > end and sum(at in columns for at in cells) >= 2)


def _cells_beside(sheet: RawSheet, table: RawTable) -> list[int]:
    """The rows of a table that have a cell filled in the column right beside it."""
    beside = table.first_column + len(table.columns)
    return sorted(n for n, cells in sheet.cells.items() if beside in cells and table.header_row < n <= table.last_row)
