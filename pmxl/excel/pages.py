"""Generated sheets in an open workbook: drawn as a small workbook of their own, opened unseen, and copied across.

So a page has in Excel exactly what it has in a file: fonts, links, merged cells, widths, print set-up, charts. A page
that is there is cleared and filled in its place, so that formulas that look at it stay alive; a new one is copied as a
whole.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from types import TracebackType

from pmxl.excel.application import VISIBLE, Book, Sheet, if_it_can, patiently
from pmxl.excel.cells import area, set_formulas
from pmxl.excel.drawings import counts, settle, take_away_own
from pmxl.excel.former import Former, fill
from pmxl.excel.plain_pages import fill_plainly
from pmxl.model import RawBook, ReplaceSheet, Value
from pmxl.workbook.errors import Refused
from pmxl.workbook.mark import HIDDEN, MARK


class Pages:
    """The pages of a plan, drawn before anything is written, and placed at the end."""

    def __init__(
        self,
        book: Book,
        pages: Sequence[ReplaceSheet],
        raw: RawBook,
        values: Mapping[tuple[str, int, int], Value],
    ) -> None:
        """*values* are the cells that are written before the pages: charts may show them."""
        self.book, self.pages, self.raw, self.values = book, pages, raw, values
        self.drawn: Book | None = None
        self._path = ""
        charts = {chart.Name.casefold() for chart in if_it_can(lambda: book.api.Charts, ())} if pages else ()
        self._sheets = {sheet.name.casefold(): sheet for sheet in book.sheets} if pages else {}
        for page in pages:
            self._refuse_foreign(page, charts)

    def __enter__(self) -> Pages:
        """Draw the pages and open them unseen. An application that opens no files gets them plainly."""
        if self.pages:
            content = drawn_apart(self.pages, self.raw, self.values)
            with contextlib.suppress(AttributeError, NotImplementedError):
                self._path = _written(content)
                self.drawn = self.book.app.books.open(self._path)
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        """Close and remove what was drawn; what was written is no less there where that fails."""
        with contextlib.suppress(Exception):
            if self.drawn is not None:
                patiently(self.drawn.close)
        if self._path:
            with contextlib.suppress(OSError):
                os.remove(self._path)
        with contextlib.suppress(Exception):  # As where the window of the workbook is hidden.
            self.book.activate()

    def place(self) -> list[str]:
        """Put the pages into the workbook; gives what could not be done as in a file, a line each.

        Charts are told where to look once every page is there, for they may look at any. Where one page fails, all
        are as before.
        """
        former = list[Former]()
        try:
            return self._place(former)
        except BaseException:
            for page in reversed(former):
                page.put_back(self.book)
            raise

    def _place(self, former: list[Former]) -> list[str]:
        told, before = [], {}
        for page in self.pages:
            former.append(Former(page.sheet, self._there(page), self.drawn))
            if self.drawn is None:
                told += fill_plainly(self._there(page) or self._new(page), page)
            else:
                before[page.sheet] = self._copy(page, self.drawn.sheets[page.sheet])
        for page in self.pages:
            sheet = self._there(page)
            if self.drawn is not None and sheet is not None and (page.charts or page.pictures):
                told += settle(sheet, page, before[page.sheet], self.drawn)
        return told

    def _refuse_foreign(self, page: ReplaceSheet, charts: Collection[str]) -> None:
        """*charts* are the names of chart sheets, which xlwings does not count among the sheets."""
        sheet = self._there(page)
        if page.sheet.casefold() in charts or (sheet is not None and not is_ours(sheet, page)):
            raise Refused(
                f'its sheet "{page.sheet}" was not made by pmxl and would be overwritten',
                "rename it, or delete it if nobody needs it",
            )

    def _there(self, page: ReplaceSheet) -> Sheet | None:
        return self._sheets.get(page.sheet.casefold())

    def _after(self, page: ReplaceSheet) -> Sheet:
        return self._sheets.get(page.after.casefold()) or self.book.sheets[-1]

    def _new(self, page: ReplaceSheet) -> Sheet:
        return self._keep(page, self.book.sheets.add(page.sheet, after=self._after(page)))

    def _keep(self, page: ReplaceSheet, sheet: Sheet) -> Sheet:
        self._sheets[page.sheet.casefold()] = sheet
        return sheet

    def _copy(self, page: ReplaceSheet, source: Sheet) -> tuple[int, ...]:
        """Put a page into its place; gives how many charts and pictures of people's own stand on it."""
        there, kept = self._there(page), counts(None)
        if there is None:
            there = self._keep(page, source.copy(after=self._after(page)))
        else:
            take_away_own(there)
            kept = counts(there)
            fill(there, source)
        self._finish(there, page)
        return kept

    def _finish(self, sheet: Sheet, page: ReplaceSheet) -> None:
        """What the drawn workbook could not bring: formulas, which look at this workbook, the table, the mark."""
        for column, row, formulas, array in _formulas(page):
            # Without being told so, Excel takes a formula that is put into one cell to work on one row.
            if array:
                area(sheet, column, row, 1).formula_array = formulas[0]
            else:
                set_formulas(area(sheet, column, row, len(formulas)), formulas)
        if page.table and page.table not in [table.name for table in sheet.tables]:
            head = max(page.repeat_rows, 1)
            width = len(page.rows[head - 1].cells)
            cells = sheet.range((head, 1), (max(len(page.rows), head + 1), width))
            sheet.tables.add(source=cells, name=page.table, table_style_name="TableStyleLight1")
        if page.hidden and sheet.visible in VISIBLE:
            sheet.visible = False
        mark_as_ours(sheet)


def _formulas(page: ReplaceSheet) -> Iterator[tuple[int, int, list[str], bool]]:
    """The formulas of a page that stand below each other: column, first row, texts; one alone where it is an array."""
    found: dict[int, dict[int, str]] = {}
    for row, line in enumerate(page.rows, 1):
        column = 1
        for cell in line.cells:
            text = f"={cell.formula.removeprefix('=')}"
            if cell.formula and cell.array:
                yield column, row, [text], True
            elif cell.formula:
                found.setdefault(column, {})[row] = text
            column += cell.span
    for column, texts in found.items():
        for _, run in groupby(enumerate(texts), lambda item: item[1] - item[0]):
            rows = [row for _, row in run]
            yield column, rows[0], [texts[row] for row in rows], False


def drawn_apart(pages: Sequence[ReplaceSheet], raw: RawBook, values: Mapping[tuple[str, int, int], Value]) -> bytes:
    """The pages as a workbook, with a blank sheet for each other sheet that a chart looks at."""
    drawable = [*map(_drawable, pages)]
    if not any(page.charts or page.pictures for page in pages):
        from pmxl.workbook.alone import written_alone

        written = written_alone(drawable)
        if written is not None:
            return written
    from pmxl.workbook.charts import sheets_shown, shown_cells
    from pmxl.workbook.page import render_pages

    own = {page.sheet.casefold() for page in pages}
    shown = dict.fromkeys(name for page in pages for name in sheets_shown(page))
    blank = [ReplaceSheet(name, (), ()) for name in shown if name.casefold() not in own]
    return render_pages([*drawable, *blank], shown_cells(raw, values, pages))


def _drawable(page: ReplaceSheet) -> ReplaceSheet:
    """The page as it is drawn apart: not hidden, and without formulas and table, which belong to their own workbook."""
    rows = tuple(row._replace(cells=tuple(cell._replace(formula="") for cell in row.cells)) for row in page.rows)
    return page._replace(rows=rows, table="", hidden=False)


def is_ours(sheet: Sheet, page: ReplaceSheet) -> bool:
    """True for a sheet that pmxl made, that holds the page's own table, or that is blank."""
    if _is_marked(sheet):
        return True
    if page.table and page.table.casefold() in [t.name.casefold() for t in if_it_can(lambda: list(sheet.tables), [])]:
        return True
    return not any(raw not in (None, "") for line in sheet.used_range.options(ndim=2).value for raw in line)


def mark_as_ours(sheet: Sheet) -> None:
    """Give a sheet the hidden name that tells it from a sheet of a person's own, as the file shell does."""
    if not _is_marked(sheet):
        name = if_it_can(lambda: sheet.names.add(MARK, f"={HIDDEN}"), None)
        if_it_can(lambda: setattr(name.api, "Visible", False), None)


def _is_marked(sheet: Sheet) -> bool:
    names = if_it_can(lambda: list(sheet.names), [])
    return any(name.name.rpartition("!")[2].casefold() == MARK for name in names)


def _written(content: bytes) -> str:
    """The path of a file with the content, where the application may open it without asking."""
    from tempfile import mkstemp

    box = os.path.expanduser("~/Library/Containers/com.microsoft.Excel/Data")
    folder = box if sys.platform == "darwin" and os.path.isdir(box) else None
    handle, path = mkstemp(suffix=".xlsx", prefix="pmxl pages ", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return path
