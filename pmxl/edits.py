"""Edits: what must be written so that the workbook says what pmxl computed. Only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import Any

from pmxl.model import Book, Column, Context, Edit, ErrorValue, Finding, Place, Register, SetCells, Standing, Value
from pmxl.reading import number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import EPOCH, EPOCH_1904

Steps = dict[str, Callable[[], list[Edit]]]


def edit_steps(book: Book, now: Context, findings: list[Finding], sheets: tuple[str, ...]) -> Steps:
    """What brings the workbook up to date, by name: computed columns, new IDs, stamps, generated sheets.

    Each step stands alone, so that one that fails leaves the others whole.
    """
    from pmxl.generate.living import living_lines
    from pmxl.generate.pages import brief_page, findings_page, quality_page, snapshots

    steps: Steps = {r.name: lambda r=r: list(_columns(book, r)) for r in REGISTERS}  # type: ignore[misc]
    steps["stamps"] = lambda: list(_stamps(book, now))
    steps["living lines"] = lambda: list(living_lines(book, now))
    if "Brief" in sheets:
        steps["brief"] = lambda: [brief_page(book, now)]
    if "Findings" in sheets:
        steps["findings page"] = lambda: [findings_page(book, now, findings)]
    if "Quality" in sheets and _wants_quality(book):
        steps["quality page"] = lambda: [quality_page(book, now, findings)]
    if book.history is not None:
        steps["snapshots"] = lambda: snapshots(book, now)
    return steps


def _wants_quality(book: Book) -> bool:
    """True where somebody asked for more than profile Light, or has the sheet, and there is a plan to assess."""
    asked = book.settings.profile.casefold() != "light" or "Quality" in book.raw.sheets
    return asked and book.plan is not None


def _columns(book: Book, register: Register[Any]) -> Iterator[SetCells]:
    standing = book.standings.get(register.name)
    if standing is None:
        return
    tables = {table.name for table in book.raw.tables}
    computed_is_ours = fills_computed(register, standing)
    for column in register.columns:
        letters = standing.letters.get(column.name)
        if letters is None or not (column.kind == "key" if column.typed else computed_is_ours):
            continue
        at = number_of(letters)
        sheet = book.raw.sheets[standing.sheet]
        formula = cell_formula(column, register, tables, standing) if standing.table else ""
        values: dict[int, Value] = {}
        for row in book.of(register):
            value = cell_value(getattr(row, column.name))
            raw = sheet.cells.get(row.number, {}).get(at)
            has_formula = (row.number, at) in sheet.formulas
            if column.kind == "key" and raw not in (None, ""):
                continue
            if column.formula and raw not in (None, "") and not has_formula:
                continue  # Something was typed over a formula. That is told of, and not destroyed.
            if column.fact and has_formula:
                continue  # A formula of somebody's own, for pmxl writes none there.
            if not same(raw, value, date_1904=book.raw.date_1904) or (formula and not has_formula):
                values[row.number] = value
        if values:
            yield SetCells(standing.sheet, letters, values, formula, column.kind)


def fills_computed(register: Register[Any], standing: Standing) -> bool:
    """True where the computed columns are pmxl's to fill: in its own table, with the Check column that nobody types.

    In a list that somebody brought along, Start, Finish, Status or Score are what they typed, and stay so.
    """
    checks = any(column.kind == "check" for column in register.columns)
    return standing.table is not None and (not checks or "check" in standing.letters)


def cell_formula(column: Column, register: Register[Any], tables: Collection[str], standing: Standing) -> str:
    """The formula of a calculated column as the file holds it; "" for any other column.

    *tables* names the tables of the workbook, for a formula must not look into one that is not there.
    """
    if not column.formula:
        return ""
    from pmxl.generate.formulas import column_formula

    return column_formula(column, register, tables, helped="cells" in standing.letters)


def _stamps(book: Book, now: Context) -> Iterator[SetCells]:
    """When the computed columns were computed, and from what, so that the sheet itself can say STALE."""
    from pmxl.facts.stamp import inputs_fingerprint

    stamps: dict[str, Value] = {"computed_on": now.as_of.isoformat(), "computed_from": inputs_fingerprint(book, now)}
    if book.feasible is not None or book.settings.people_allow:
        stamps["people_allow"] = book.feasible.says(now.as_of).removeprefix("people allow ") if book.feasible else None
    for key, value in stamps.items():
        place = setting_place(book, key)
        if place is not None:
            sheet = book.raw.sheets[place.sheet]
            if sheet.cells.get(place.row, {}).get(number_of(place.column)) != value:
                yield SetCells(place.sheet, place.column, {place.row: value})


def setting_place(book: Book, key: str) -> Place | None:
    """Where the value of a setting stands; None where this workbook has no such line."""
    from pmxl.registers.settings import SETTINGS

    return next((book.place(row, "value") for row in book.of(SETTINGS) if row.key == key), None)


def cell_value(value: Any) -> Value:
    """A row's value as a cell holds it."""
    if isinstance(value, tuple):
        return ", ".join(value) or None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return None if value == "" else value


def same(raw: object, value: Value, *, date_1904: bool = False) -> bool:
    """True where a cell already says what it should."""
    if isinstance(raw, ErrorValue):
        return False
    if raw is None or raw == "":
        return value is None
    if isinstance(value, date):
        if isinstance(raw, datetime):
            return raw.date() == value
        return isinstance(raw, (int, float)) and raw == (value - (EPOCH_1904 if date_1904 else EPOCH)).days
    if isinstance(value, (int, float)) and isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return abs(raw - value) <= 1e-9 * max(1.0, abs(value))
    return raw == value
