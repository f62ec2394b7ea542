"""Edits: what must be written so that the workbook says what pmxl computed. Only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from pmxl.facts.absent import absent_columns, names_any
from pmxl.facts.absent import fills_computed as fills_computed
from pmxl.model import Book, Column, Context, Edit, ErrorValue, Finding, Place, Register, ReplaceSheet, SetCells, Value
from pmxl.model.raw import number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import EPOCH, EPOCH_1904

Steps = dict[str, Callable[[], list[Edit]]]


def edit_steps(book: Book, now: Context, findings: list[Finding], sheets: tuple[str, ...]) -> Steps:
    """What brings the workbook up to date, by name: computed columns, new IDs, stamps, generated sheets.

    Each step stands alone, so that one that fails leaves the others whole.
    """
    from pmxl.generate.living import living_lines
    from pmxl.generate.pages import snapshots, wanted_briefs

    sheets = _fitting(book, sheets)
    formulas = Formulas(book)
    steps: Steps = {r.name: lambda r=r: list(_columns(book, r, formulas)) for r in REGISTERS}  # type: ignore[misc]
    steps["stamps"] = lambda: list(_stamps(book, now))
    steps["living lines"] = lambda: list(living_lines(book, now))
    for variant in wanted_briefs(book, sheets):
        steps[f"{variant} brief"] = partial(_brief, book, now, variant)
    if "Findings" in sheets:
        steps["findings page"] = partial(_findings, book, now, findings)
    if "Quality" in sheets and _wants_quality(book):
        steps["quality page"] = partial(_quality, book, now, findings)
    if "Dashboard" in sheets:
        steps["dashboard"] = partial(_dashboard, book, now)
    for sheet, drawn in (("Timeline", _timeline), ("Gantt chart", _gantt), ("Dependency map", _map)):
        if sheet in sheets and book.plan is not None:
            steps[sheet.lower()] = partial(drawn, book, now)
    if book.history is not None:
        steps["snapshots"] = lambda: snapshots(book, now)
    return steps


def _fitting(book: Book, sheets: tuple[str, ...]) -> tuple[str, ...]:
    """The generated sheets that fit a workbook: somebody's own list gets brief and findings, no pictures."""
    from pmxl.registers.settings import SETTINGS

    if SETTINGS.name in book.standings:
        return sheets
    return tuple(sheet for sheet in sheets if sheet in ("Brief", "Findings") or sheet in book.raw.sheets)


def _page(page: ReplaceSheet | None) -> list[Edit]:
    return [page] if page else []


def _dashboard(book: Book, now: Context) -> list[Edit]:
    from pmxl.tiles.dashboard import dashboard_page

    return _page(dashboard_page(book, now))


def _findings(book: Book, now: Context, findings: list[Finding]) -> list[Edit]:
    from pmxl.generate.findings_page import findings_page

    return [findings_page(book, now, findings)]


def _quality(book: Book, now: Context, findings: list[Finding]) -> list[Edit]:
    from pmxl.generate.quality_page import quality_page

    return [quality_page(book, now, findings)]


def _timeline(book: Book, now: Context) -> list[Edit]:
    from pmxl.generate.timeline_page import timeline_page

    return _page(timeline_page(book, now))


def _gantt(book: Book, now: Context) -> list[Edit]:
    from pmxl.generate.gantt_page import gantt_page

    return _page(gantt_page(book, now))


def _map(book: Book, now: Context) -> list[Edit]:
    from pmxl.generate.map_page import map_page

    return _page(map_page(book, now))


def _brief(book: Book, now: Context, variant: str) -> list[Edit]:
    from pmxl.generate.pages import brief_page

    return [brief_page(book, now, variant)]


def _wants_quality(book: Book) -> bool:
    """True where somebody asked for more than profile Light, or has the sheet, and there is a plan to assess."""
    asked = book.settings.profile.casefold() != "light" or "Quality" in book.raw.sheets
    return asked and book.plan is not None


def _columns(book: Book, register: Register[Any], formulas: Formulas) -> Iterator[SetCells]:
    standing = book.standings.get(register.name)
    if standing is None:
        return
    computed_is_ours = fills_computed(register, standing)
    sheet, date_1904 = book.raw.sheets[standing.sheet], book.raw.date_1904
    ours = [column for column in register.columns if (column.kind == "key" if column.typed else computed_is_ours)]
    rows = [(row, row.number, sheet.cells.get(row.number, {})) for row in book.of(register) if ours]
    for column in ours:
        letters = standing.letters.get(column.name)
        if letters is None:
            continue
        at = number_of(letters)
        calculated = standing.table is not None and formulas.has(column, register)
        computed = sheet.computed(at)
        if column.formula and not calculated and any(number in computed for _, number, _ in rows):
            continue  # Formulas of another title or of an older pmxl compute it there.
        name, is_key = column.name, column.kind == "key"
        values: dict[int, Value] = {}
        for row, number, cells in rows:
            raw, has_formula = cells.get(at), number in computed
            if (is_key or (calculated and not has_formula)) and raw not in (None, ""):
                continue  # An ID, or what was typed over a formula. That is told of, and not destroyed.
            if has_formula and not calculated:
                continue  # A formula of somebody's own, for pmxl writes none there.
            value = cell_value(getattr(row, name))
            if (calculated and not has_formula) or (raw is not value and not same(raw, value, date_1904=date_1904)):
                values[number] = value
        if values:
            formula = formulas.of(column, register) if calculated else ""
            yield SetCells(standing.sheet, letters, values, formula, column.kind)


class Formulas:
    """The formulas of calculated columns as a workbook can hold them: none looks into a table or column it has not."""

    def __init__(self, book: Book) -> None:
        self._standings, self._absent = book.standings, absent_columns(book)
        self._tables = frozenset(table.name for table in book.raw.tables)

    def has(self, column: Column, register: Register[Any]) -> bool:
        """True for a column that has a formula, which is known before it is written out."""
        return bool(column.formula) and not names_any(column.formula, register, self._absent)

    def of(self, column: Column, register: Register[Any]) -> str:
        """The formula of a column without a leading `=`; "" where it has none."""
        helped = "cells" in self._standings[register.name].letters
        return _formula(column, register, self._tables, helped, self._absent) if column.formula else ""


@lru_cache(maxsize=1024)
def _formula(
    column: Column, register: Register[Any], tables: frozenset[str], helped: bool, absent: frozenset[str]
) -> str:
    from pmxl.generate.formulas import column_formula

    return column_formula(column, register, tables, helped=helped, absent=absent)


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
    """Where the value of a setting stands; None where this workbook has no such line, or no values at all."""
    from pmxl.registers.settings import SETTINGS

    place = next((book.place(row, "value") for row in book.of(SETTINGS) if row.key == key), None)
    return place if place and place.column else None


def cell_value(value: Any) -> Value:
    """A row's value as a cell holds it."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, tuple):
        return ", ".join(value) or None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value  # type: ignore[no-any-return]


def same(raw: object, value: Value, *, date_1904: bool = False) -> bool:
    """True where a cell already says what it should."""
    if raw is None or raw == "":
        return value is None
    if isinstance(raw, str):
        return raw == value and not isinstance(raw, ErrorValue)
    if isinstance(value, date):
        if isinstance(raw, datetime):
            return raw.date() == value
        return isinstance(raw, (int, float)) and raw == (value - (EPOCH_1904 if date_1904 else EPOCH)).days
    if isinstance(value, (int, float)) and isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return abs(raw - value) <= 1e-9 * max(1.0, abs(value))
    return raw == value
