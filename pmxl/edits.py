"""Edits: what must be written so that the workbook says what pmxl computed. Only what differs is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pmxl.model import Book, Column, Context, Edit, ErrorValue, Finding, Place, Register, SetCells, Value
from pmxl.reading import number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import EPOCH, EPOCH_1904


def edits_of(book: Book, now: Context, findings: list[Finding], sheets: tuple[str, ...]) -> list[Edit]:
    """Every edit that brings the workbook up to date: computed columns, new IDs, stamps, generated sheets."""
    from pmxl.generate.pages import brief_page, findings_page, snapshots_page

    edits: list[Edit] = [edit for register in REGISTERS for edit in _columns(book, register)]
    edits += _stamps(book, now)
    if "Brief" in sheets:
        edits.append(brief_page(book, now))
    if "Findings" in sheets:
        edits.append(findings_page(book, now, findings))
    if book.history is not None:
        edits.append(snapshots_page(book, now))
    return edits


def _columns(book: Book, register: Register[Any]) -> Iterator[SetCells]:
    standing = book.standings.get(register.name)
    if standing is None:
        return
    for column in register.columns:
        letters = standing.letters.get(column.name)
        if letters is None or (column.typed and column.kind != "key"):
            continue
        at = number_of(letters)
        sheet = book.raw.sheets[standing.sheet]
        values: dict[int, Value] = {}
        for row in book.of(register):
            value = cell_value(getattr(row, column.name))
            raw = sheet.cells.get(row.number, {}).get(at)
            has_formula = (row.number, at) in sheet.formulas
            if column.kind == "key" and raw not in (None, ""):
                continue
            if column.formula and raw not in (None, "") and not has_formula:
                continue  # Something was typed over a formula. That is told of, and not destroyed.
            if not same(raw, value, date_1904=book.raw.date_1904) or (column.formula and not has_formula):
                values[row.number] = value
        if values:
            yield SetCells(standing.sheet, letters, values, cell_formula(column, register), column.kind)


def cell_formula(column: Column, register: Register[Any]) -> str:
    """The formula of a calculated column as the file holds it; "" for any other column."""
    if not column.formula:
        return ""
    from pmxl.generate.formulas import column_formula

    return column_formula(column, register)


def _stamps(book: Book, now: Context) -> Iterator[SetCells]:
    """When the computed columns were computed, and from what, so that the sheet itself can say STALE."""
    from pmxl.facts.stamp import inputs_fingerprint

    stamps: dict[str, Value] = {"computed_on": now.as_of.isoformat(), "computed_from": inputs_fingerprint(book, now)}
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
