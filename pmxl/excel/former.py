"""What stood on a page before a new one took its place: kept until every page is placed, so that it can come back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from pmxl.excel.application import Book, Range, Sheet, if_it_can
from pmxl.excel.cells import area
from pmxl.excel.drawings import KINDS, drawn_on, is_own, take_away_own
from pmxl.excel.reading import area_of, lines_of


class Former:
    """One page as it was: a copy beside the drawn pages, where the application opens such; else its texts."""

    def __init__(self, name: str, there: Sheet | None, drawn: Book | None) -> None:
        """*there* is the sheet of the page; None where the page is new."""
        self._name, self._there, self._copy = name, there, None
        if there is None:
            return
        self._formulas = list(_formulas(there))
        self._names = {kind: [str(one.name) for one in drawn_on(there, kind)] for kind in KINDS}
        if drawn is None:
            self._texts = there.used_range.address, there.used_range.formula
        else:
            self._copy = drawn.sheets.add(after=drawn.sheets[-1])
            fill(self._copy, there)

    def put_back(self, book: Book) -> None:
        """Let the workbook have the page again that it had; one that is new goes."""
        with contextlib.suppress(Exception):  # What went wrong before is what the person must hear of.
            if self._there is None:
                for sheet in [one for one in book.sheets if one.name.casefold() == self._name.casefold()]:
                    sheet.delete()
            elif self._copy is None:
                self._there.clear()
                self._there.range(self._texts[0]).formula = self._texts[1]
            else:
                self._put_back_copy(self._there, self._copy)

    def _put_back_copy(self, there: Sheet, copy: Sheet) -> None:
        """Charts and pictures that people drew never left; only ours come back with the cells."""
        take_away_own(there)
        theirs = {kind: sum(not is_own(name) for name in names) for kind, names in self._names.items()}
        for kind, names in self._names.items():
            gone = [one for one, name in zip(drawn_on(copy, kind), names, strict=False) if not is_own(name)]
            for one in [*drawn_on(there, kind)[theirs[kind] :], *gone]:
                one.delete()
        fill(there, copy)
        for kind, names in self._names.items():
            for one, name in zip(drawn_on(there, kind)[theirs[kind] :], filter(is_own, names), strict=False):
                one.name = name
        for row, column, text, how in self._formulas:
            setattr(area(there, column, row, 1), how, text)


def fill(sheet: Sheet, source: Sheet) -> None:
    """Clear a sheet and fill it with everything that stands on another."""
    visible = sheet.visible
    sheet.clear()
    source.cells.copy(sheet.range("A1"))
    if sheet.visible != visible:
        sheet.visible = visible
    address = source.used_range.address
    if_it_can(lambda: setattr(sheet.page_setup, "print_area", address), None)


def _formulas(sheet: Sheet) -> Iterator[tuple[int, int, str, str]]:
    """Row, column and text of each formula, and how it is put into its cell; a copy would look at another workbook."""
    used = sheet.used_range
    place = area_of(used)
    some_are_arrays = if_it_can(lambda: used.has_array, None) is not False
    for row, line in enumerate(lines_of(used.formula), place.top):
        for column, text in enumerate(line, place.left):
            if isinstance(text, str) and text[:1] == "=":
                array = some_are_arrays and _is_array(area(sheet, column, row, 1))
                yield row, column, text, "formula_array" if array else "formula"


def _is_array(cell: Range) -> bool:
    return bool(if_it_can(lambda: cell.has_array, False))
