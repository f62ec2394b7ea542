"""Tables that get columns: a header is written directly to the right of the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pmxl.model import RawSheet
from pmxl.records import NamedTuple
from pmxl.workbook.addresses import MAX_COLUMN, Area, cell_address, parse_area
from pmxl.workbook.contents import TableEntry
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused
from pmxl.workbook.markup import escape, splice
from pmxl.workbook.strings import escape_excel

if TYPE_CHECKING:
    from pmxl.workbook.columns import Wanted


class NewColumn(NamedTuple):
    """A column that a table gets."""

    name: str
    formula: str
    """The formula of its data rows, where all that are written have the same."""


class Widening(NamedTuple):
    """A table and the columns that it gets on its right."""

    table: TableEntry
    columns: tuple[NewColumn, ...]

    @property
    def widened(self) -> TableEntry:
        """The table with its new columns."""
        area, names = self.table.area, tuple(column.name for column in self.columns)
        wide = area._replace(right=area.right + len(names))
        return self.table._replace(area=wide, columns=self.table.columns + names)


def widenings(tables: list[TableEntry], wanted: Mapping[int, Mapping[int, Wanted]], raw: RawSheet) -> list[Widening]:
    """The tables beside whose headers new headers are written. Raises Refused where a column has no room."""
    found = []
    for table in tables:
        area, columns = table.area, list[NewColumn]()
        headers = wanted.get(area.top, {}) if table.has_header else {}
        for column in range(area.right + 1, MAX_COLUMN + 1):
            name = headers[column].value if column in headers else None
            if not isinstance(name, str) or not name or raw.cells.get(area.top, {}).get(column):
                break
            columns.append(NewColumn(name, _formula(table, column, wanted)))
        if columns:
            widening = Widening(table, tuple(columns))
            _refuse_widening(widening, tables, raw)
            found.append(widening)
    return found


def _formula(table: TableEntry, column: int, wanted: Mapping[int, Mapping[int, Wanted]]) -> str:
    formulas = {cells[column].formula for row, cells in wanted.items() if row > table.area.top and column in cells}
    return formulas.pop() if len(formulas) == 1 else ""


def _refuse_widening(widening: Widening, tables: list[TableEntry], raw: RawSheet) -> None:
    table, wide = widening.table, widening.widened
    where = f'the table "{table.name}" on sheet "{table.sheet}" needs columns'
    names = [name.strip().lower() for name in wide.columns]
    if len(set(names)) != len(names):
        raise Refused(f"{where}, but two would have the same header", "rename the column in Excel")
    new = Area(wide.area.top, table.area.right + 1, wide.area.bottom, wide.area.right)
    taken = [other.area for other in tables if other is not table]
    taken += [area for text in raw.merges if (area := parse_area(text))]
    for row in range(new.top, new.bottom + 1) if raw.cells else ():
        for column, value in raw.cells.get(row, {}).items():
            if new.left <= column <= new.right and value not in (None, ""):
                raise Refused(f"{where}, but {cell_address(row, column)} is taken", "make room to its right in Excel")
    for area in taken:
        if area.meets(new):
            raise Refused(f"{where}, but {area} is taken", "make room to its right in Excel")


def widen_tables(draft: Draft, widenings: list[Widening]) -> None:
    """Give the tables' own parts their new columns."""
    for widening in widenings:
        part, root, area = widening.table.part, draft.tree(widening.table.part), widening.widened.area
        listed, own_filter = root.first("tableColumns"), root.first("autoFilter")
        if listed is None or not listed.children:
            continue
        number = max(node.number("id") for node in listed.children) + 1
        new = "".join(_column(column, number + i, root.prefix) for i, column in enumerate(widening.columns))
        count = str(len(listed.children) + len(widening.columns))
        changes = [
            with_attributes(root, ref=str(area)),
            with_attributes(listed, count=count),
            (listed.close, listed.close, new),
        ]
        if own_filter is not None:
            filtered = area._replace(bottom=area.bottom - widening.table.has_totals)
            changes.append(with_attributes(own_filter, ref=str(filtered)))
        draft.put(part, splice(draft.text(part), changes))


def _column(column: NewColumn, number: int, p: str) -> str:
    name = escape(escape_excel(column.name).replace("\n", "_x000a_"))
    head = f'<{p}tableColumn id="{number}" name="{name}"'
    if not column.formula:
        return head + "/>"
    calculated = f"{p}calculatedColumnFormula"
    return f"{head}><{calculated}>{escape(column.formula)}</{calculated}></{p}tableColumn>"
