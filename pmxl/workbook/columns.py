"""Writing values into cells of a sheet that people own: only those cells change, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from pmxl.model import ErrorValue, RawSheet, SetCells
from pmxl.records import NamedTuple
from pmxl.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, cell_address, column_number, parse_area
from pmxl.workbook.cells import UNKNOWN, cell, formula_element
from pmxl.workbook.contents import SheetEntry
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused, Unusual
from pmxl.workbook.formulas import Formulas, table_references
from pmxl.workbook.growth import Growth, grow_names, grow_sheet, grow_tables, growths
from pmxl.workbook.markup import Node, splice
from pmxl.workbook.rows import Cell, SheetText
from pmxl.workbook.sharing import group_headed_by, own_formulas
from pmxl.workbook.values import written
from pmxl.workbook.widening import widen_tables, widenings


class Wanted(NamedTuple):
    """What a cell shall hold."""

    value: object
    formula: str = ""
    kind: str = ""
    styled_only: bool = False
    """True for a cell that only continues the format of the row above."""


def set_cells(draft: Draft, entry: SheetEntry, edits: Sequence[SetCells]) -> None:
    """Apply all edits of one sheet."""
    told = len(draft.book.oddities)
    try:
        SheetPatch(draft, entry, edits).apply()
    except Unusual:
        from pmxl.workbook.tidy import tidied

        del draft.book.oddities[told:]
        before, usual = draft.text(entry.part), tidied(draft.text(entry.part), entry.name)
        draft.put(entry.part, usual)
        SheetPatch(draft, entry, edits).apply()
        if draft.text(entry.part) == usual:
            draft.put(entry.part, before)


class SheetPatch:
    """The edits of one sheet and everything that they touch there."""

    def __init__(self, draft: Draft, entry: SheetEntry, edits: Sequence[SetCells]) -> None:
        self.draft, self.entry = draft, entry
        self.raw: RawSheet = draft.book.raw.sheets[entry.name]
        self.wanted = self._wanted(edits)
        tables = [table for table in draft.book.tables if table.sheet == entry.name]
        self.widenings = widenings(tables, self.wanted, self.raw)
        wider = {widening.table.name: widening.widened for widening in self.widenings}
        self.tables = [wider.get(table.name, table) for table in tables]
        self.growths = growths(self.tables, self.wanted, self.raw, draft)
        self.vacated = {g.table.area.bottom: g.table.area for g in self.growths if g.table.has_totals}
        """Rows of totals that move down: the cells of the table there are written as if nothing stood there."""
        text, self.encoding = draft.read(entry.part)
        self.sheet = SheetText(text, entry.name, entry.part)
        self.elements: dict[str, str] = {}
        """Formula -> its element, for the cells of a column have one and the same."""

    def apply(self) -> None:
        """Make the changes in the draft."""
        self._refuse_what_cannot_be_set()
        for growth in self.growths:
            self._fill_new_rows(growth)
        self._free_shared_formulas()
        rows = {number: self._new_cells(number, cells) for number, cells in sorted(self.wanted.items())}
        for growth in self.growths:
            if growth.table.has_totals:
                rows.setdefault(growth.area.bottom, {}).update(self._moved_totals(growth))
        changes = [self.sheet.changed_row(number, cells) for number, cells in sorted(rows.items()) if cells]
        if changes:
            changes += self._grown_dimension(rows)
        changes += grow_sheet(self.sheet, self.growths)
        if changes:
            self.draft.patch(self.entry.part, self.sheet.text, self.encoding, changes)
        widen_tables(self.draft, self.widenings)
        grow_tables(self.draft, self.growths)
        grow_names(self.draft, self.growths)

    def _wanted(self, edits: Sequence[SetCells]) -> dict[int, dict[int, Wanted]]:
        date_1904 = self.draft.book.raw.date_1904
        wanted: dict[int, dict[int, Wanted]] = {}
        headers = {table.area.top for table in self.draft.book.tables if table.sheet == self.entry.name}
        titles = {str(edit.values[row]).lower() for edit in edits for row in headers & edit.values.keys()}
        for edit in edits:
            column, kind, formula = column_number(edit.column), edit.kind, self._usable(edit, titles)
            for row in (min(edit.values, default=1), max(edit.values, default=1)):
                if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
                    raise Refused(f'its sheet "{edit.sheet}" has no cell {edit.column}{row}', "move the table up")
            for row, value in edit.values.items():
                wanted.setdefault(row, {})[column] = Wanted(written(value, date_1904=date_1904), formula, kind)
        return wanted

    def _usable(self, edit: SetCells, new_titles: set[str]) -> str:
        """The formula of an edit, or nothing where it names a table or column that is not there.

        Excel would call such a file damaged, and the values say the same.
        """
        formula, known = edit.formula.removeprefix("="), self.draft.known_columns
        for name, columns in table_references(formula) if formula else ():
            if name.lower() in self.draft.new_tables:
                continue
            titles = known.get(name.lower(), frozenset())
            absent = {column.lower() for column in columns} - titles - new_titles
            missing = [f'column "{column}" in it' for column in columns if column.lower() in absent]
            if name.lower() not in known or missing:
                lacks = f'no table "{name}"' if name.lower() not in known else f'the table "{name}" but no {missing[0]}'
                said = (
                    f"'{edit.sheet}'!{edit.column}: there is {lacks}, so the values are written without their formula"
                )
                self.draft.book.oddities.append(said)
                return ""
        return formula

    def _refuse_what_cannot_be_set(self) -> None:
        apart = "take it apart in Excel, or move it away"
        aside = "move it to a sheet of its own, for its next refresh would take the value away"
        fixed = [(area, "a merged cell", apart) for text in self.raw.merges if (area := parse_area(text))]
        arrays = [area for text in self.raw.arrays if (area := parse_area(text))]
        fixed += [(a, "an array formula", apart) for a in arrays if (a.top, a.left) != (a.bottom, a.right)]
        pivots = self.draft.contents.pivots(self.entry.part)
        fixed += [(area, f'the pivot table "{name}"', aside) for area, name in pivots.items()]
        for area, what, cure in fixed:
            for row, column in self._cells_in(area):
                if what != "a merged cell" or (row, column) != (area.top, area.left):
                    place = f"'{self.entry.name}'!{cell_address(row, column)}"
                    raise Refused(f"{place} is part of {what} ({area})", cure)

    def _cells_in(self, area: Area) -> Iterable[tuple[int, int]]:
        for row in self.wanted:
            if area.top <= row <= area.bottom:
                yield from ((row, c) for c in self.wanted[row] if area.left <= c <= area.right)

    def _fill_new_rows(self, growth: Growth) -> None:
        """Continue formats and calculated columns of a table into its new rows."""
        table = growth.table
        for row in range(growth.old_last + 1, growth.new_last + 1):
            cells = self.wanted.setdefault(row, {})
            for column in range(table.area.left, table.area.right + 1):
                formula = growth.formulas.get(column, "")
                value = UNKNOWN if formula else None
                cells.setdefault(column, Wanted(value, formula, "", styled_only=not formula))

    def _moved_totals(self, growth: Growth) -> dict[int, str]:
        from pmxl.workbook.totals import moved_totals, shown_values

        self.draft.formulas_changed = True
        shown = shown_values(growth, self.wanted, self.raw.cells, self.raw.hidden_rows)
        return moved_totals(self.sheet, growth, self.raw.formulas, shown)

    def _is_vacated(self, row: int, column: int) -> bool:
        return row in self.vacated and self.vacated[row].left <= column <= self.vacated[row].right

    def _free_shared_formulas(self) -> None:
        """Give every cell its own formula where the cell that holds the text for all of them is set."""
        formulas = self.raw.formulas
        if isinstance(formulas, Formulas) and not formulas.any_shared:
            return
        freed: set[str] = set()
        for row, cells in self.wanted.items():
            for column, wanted in cells.items():
                there = self.sheet.cell(row, column) if (row, column) in formulas else None
                group = group_headed_by(there.text) if there else ""
                if group and (self._is_vacated(row, column) or self._new_cell(row, column, wanted, there) is not None):
                    freed.add(group)
        if freed:
            text = splice(self.sheet.text, own_formulas(self.sheet, formulas, freed))
            self.sheet = SheetText(text, self.entry.name, self.entry.part)

    def _new_cells(self, row: int, cells: Mapping[int, Wanted]) -> dict[int, str]:
        """The elements of those cells of a row that must change."""
        changed, there = {}, self.sheet.cells(row, cells)
        for column, wanted in cells.items():
            vacated = bool(self.vacated) and self._is_vacated(row, column)
            element = self._new_cell(row, column, wanted, None if vacated else there.get(column))
            if vacated and column in there:
                element = element or ""
            if element is not None:
                changed[column] = element
        return changed

    def _new_cell(self, row: int, column: int, wanted: Wanted, there: Cell | None) -> str | None:
        if wanted.styled_only and there is not None:
            return None
        style = before = there.style if there else self._style_of_new(row, column)
        if isinstance(wanted.value, float):
            style = self.draft.styles.with_number_format(style, wanted.kind) if wanted.kind else style
        if there is None and wanted.value is None and not wanted.formula and not style:
            return None
        formula = self.raw.formulas.get((row, column), "")
        if there is not None and style == before and self._holds(row, column, wanted, formula):
            return None
        if wanted.formula != formula:
            self.draft.formulas_changed = True
        if wanted.value is None and not wanted.formula and not style:
            return ""
        attributes = f' r="{cell_address(row, column)}"' + (f' s="{style}"' if style else "")
        calculated = self._calculated(wanted.formula, there if wanted.formula == formula else None)
        return cell(attributes, wanted.value, calculated, self.sheet.prefix)

    def _calculated(self, formula: str, there: Cell | None) -> str:
        """The element of a formula; where it stands *there* already, as it is written."""
        if there is not None and formula:
            start = there.text.find(f"<{self.sheet.prefix}f")
            end = there.text.find(f"</{self.sheet.prefix}f>", start)
            if 0 <= start < end:
                # An array formula of one cell stays one: `pmxl.generate.living` brings such lines up to date.
                return there.text[start : end + len(self.sheet.prefix) + 4]
        if formula not in self.elements:
            self.elements[formula] = formula_element(formula, self.sheet.prefix)
        return self.elements[formula]

    def _holds(self, row: int, column: int, wanted: Wanted, formula: str) -> bool:
        """True where the cell says already what it should."""
        value = self.raw.cells.get(row, {}).get(column)
        if wanted.formula != formula:
            return False
        if wanted.value is UNKNOWN or (formula and value is None and wanted.value is None):
            return True
        if isinstance(value, float) and isinstance(wanted.value, float):
            return value == wanted.value
        if (value if value != "" else None) != (wanted.value if wanted.value != "" else None):
            return False
        return type(value) is type(wanted.value) or (isinstance(value, str) and not isinstance(value, ErrorValue))

    def _style_of_new(self, row: int, column: int) -> int:
        """The format of a cell that is not there yet: of its table's column, its row, or its column."""
        for table in self.tables:
            if row == table.area.top and table.area.left < column <= table.area.right:
                beside = self.sheet.cell(row, table.area.left)
                return beside.style if beside is not None else 0
            if table.area.left <= column <= table.area.right and row > table.area.top:
                data = table.area._replace(bottom=table.area.bottom - table.has_totals)
                above = self._table_style(data, row, column)
                if above is not None:
                    return above
        span = self.sheet.row(row)
        if span is not None:
            node = Node("row", span.attributes, 0, 0)
            if node.flag("customFormat"):
                return node.number("s")
        return self.column_styles.get(column, 0)

    def _table_style(self, area: Area, row: int, column: int) -> int | None:
        """The format of the nearest written cell of the same column: above within the table, else below."""
        above, below = range(min(row - 1, area.bottom), area.top, -1)[:50], range(row + 1, area.bottom + 1)[:50]
        found = (self.sheet.cell(number, column) for number in chain(above, below))
        return next((cell.style for cell in found if cell is not None), None)

    @cached_property
    def column_styles(self) -> dict[int, int]:
        """Column -> the format of its cells that are not written yet, where it states one."""
        columns = self.sheet.head.first("cols")
        styles: dict[int, int] = {}
        for node in columns.all("col") if columns else ():
            if node.number("style"):
                for column in range(node.number("min", 1), min(node.number("max"), MAX_COLUMN) + 1):
                    styles[column] = node.number("style")
        return styles

    def _grown_dimension(self, rows: Mapping[int, Mapping[int, str]]) -> list[tuple[int, int, str]]:
        """The change that lets the stated extent of the sheet hold the new cells."""
        node = self.sheet.head.first("dimension")
        area = parse_area(node.get("ref")) if node else None
        places = [(row, column) for row, cells in rows.items() for column, text in cells.items() if text]
        if node is None or area is None or not places:
            return []
        if not any(self.raw.cells.values()) and not self.raw.formulas and str(area) == "A1":
            area = Area(*places[0], *places[0])
        grown = Area(
            min(area.top, *(row for row, _ in places)),
            min(area.left, *(column for _, column in places)),
            max(area.bottom, *(row for row, _ in places)),
            max(area.right, *(column for _, column in places)),
        )
        return [with_attributes(node, ref=str(grown))] if grown != area else []
