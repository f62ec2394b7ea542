"""Tables that get rows: their range, filter, validations, conditional formats and calculated columns grow along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pmxl.model import RawSheet
from pmxl.workbook.addresses import Area, cell_address, parse_area
from pmxl.workbook.contents import TableEntry
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused
from pmxl.workbook.markup import Change, Node, splice
from pmxl.workbook.rows import SheetText
from pmxl.workbook.strings import clean, content_of

if TYPE_CHECKING:
    from pmxl.workbook.columns import Wanted


class Growth(NamedTuple):
    """A table and the rows that it gets."""

    table: TableEntry
    new_last: int
    formulas: dict[int, str]
    """Column -> formula of the calculated columns."""

    @property
    def old_last(self) -> int:
        """The last data row so far."""
        return self.table.area.bottom

    @property
    def area(self) -> Area:
        """The range of the grown table."""
        return self.table.area._replace(bottom=self.new_last)


def growths(
    tables: list[TableEntry], wanted: Mapping[int, Mapping[int, Wanted]], raw: RawSheet, draft: Draft
) -> list[Growth]:
    """The tables that must grow so that every wanted cell below them lies inside."""
    found = []
    for table in tables:
        area = table.area
        if table.has_totals and any(area.left <= column <= area.right for column in wanted.get(area.bottom, ())):
            raise _has_totals(table)
        rows = [
            row
            for row, cells in wanted.items()
            if row > area.bottom and any(area.left <= c <= area.right and cells[c].value is not None for c in cells)
        ]
        if rows and not any(_belongs_elsewhere(row, area, other.area) for other in tables for row in rows):
            growth = Growth(table, max(rows), _calculated(draft, table))
            _refuse_growth(growth, tables, raw, draft)
            found.append(growth)
    return found


def _belongs_elsewhere(row: int, area: Area, other: Area) -> bool:
    return (
        other is not area
        and other.top <= row
        and other.top > area.bottom
        and not (other.right < area.left or area.right < other.left)
    )


def _calculated(draft: Draft, table: TableEntry) -> dict[int, str]:
    text, root = draft.text(table.part), draft.tree(table.part)
    listed = root.first("tableColumns")
    formulas = {}
    for offset, column in enumerate(listed.all("tableColumn") if listed else ()):
        node = column.first("calculatedColumnFormula")
        if node is not None and not node.flag("array"):
            formulas[table.area.left + offset] = clean(content_of(text, node))
    return formulas


def _refuse_growth(growth: Growth, tables: list[TableEntry], raw: RawSheet, draft: Draft) -> None:
    """Refuse rows that have no room, or that only Excel can add."""
    table, new = growth.table, growth.area._replace(top=growth.old_last + 1)
    where = f'the table "{table.name}" on sheet "{table.sheet}"'
    if table.has_totals:
        raise _has_totals(table)
    if draft.tree(table.part).get("tableType") in ("queryTable", "xml"):
        raise Refused(f"{where} is filled by a query, so that no rows can be added", "unlink it in Excel")
    for row in range(new.top, new.bottom + 1):
        for column, value in raw.cells.get(row, {}).items():
            if new.left <= column <= new.right and value not in (None, ""):
                place = cell_address(row, column)
                raise Refused(f"{where} needs rows, but {place} below it is taken", f"move what stands from {place} on")
    blocked = [other.area for other in tables if other is not table]
    blocked += [area for text in raw.merges if (area := parse_area(text))]
    for area in blocked:
        if area.meets(new):
            raise Refused(f"{where} needs rows, but {area} below it is taken", f"move {area} away")


def _has_totals(table: TableEntry) -> Refused:
    return Refused(
        f'the table "{table.name}" on sheet "{table.sheet}" has a totals row, so that no rows can be added',
        "switch the totals row off in Excel",
    )


def grow_tables(draft: Draft, growths: list[Growth]) -> None:
    """Give the tables' own parts their new ranges."""
    for growth in growths:
        part, root = growth.table.part, draft.tree(growth.table.part)
        changes = [with_attributes(root, ref=str(growth.area))]
        own_filter = root.first("autoFilter")
        if own_filter is not None:
            changes.append(with_attributes(own_filter, ref=str(growth.area)))
        draft.put(part, splice(draft.text(part), changes))


def grow_sheet(sheet: SheetText, growths: list[Growth]) -> list[Change]:
    """The changes that let rules which reach a table's last row reach its new last row."""
    if not growths:
        return []
    changes: list[Change] = []
    for name in ("conditionalFormatting", "dataValidations", "ignoredErrors"):
        for node in sheet.frame.all(name):
            changes += _grown_attributes(node, growths)
            for child in node.children:
                changes += _grown_attributes(child, growths)
    extensions = sheet.frame.first("extLst")
    for node in extensions.walk("sqref") if extensions else ():
        grown = _grown_ranges(sheet.text[node.inner : node.close], growths)
        if grown is not None:
            changes.append((node.inner, node.close, grown))
    return changes


def _grown_attributes(node: Node, growths: list[Growth]) -> list[Change]:
    grown = _grown_ranges(node.get("sqref"), growths)
    return [with_attributes(node, sqref=grown)] if grown is not None else []


def _grown_ranges(text: str, growths: list[Growth]) -> str | None:
    """A list of ranges with those that reach a growing table's last row made longer, or None where none does."""
    ranges = text.split()
    longer = [_grown_range(one, growths) for one in ranges]
    return " ".join(longer) if longer != ranges else None


def _grown_range(text: str, growths: list[Growth]) -> str:
    area = parse_area(text)
    for growth in growths:
        table = growth.table.area
        if (
            area is not None
            and table.left <= area.left
            and area.right <= table.right
            and table.top <= area.top <= growth.old_last <= area.bottom < growth.new_last
        ):
            return str(area._replace(bottom=growth.new_last))
    return text


def grow_names(draft: Draft, growths: list[Growth]) -> None:
    """Let defined names that span all data rows of a growing table's columns span the new rows too."""
    if not growths:
        return
    main = draft.contents.main
    listed = draft.tree(main).first("definedNames")
    changes = []
    for node in listed.children if listed else ():
        text = draft.text(main)[node.inner : node.close]
        grown = _grown_name(text, growths)
        if grown != text:
            changes.append((node.inner, node.close, grown))
    draft.put(main, splice(draft.text(main), changes))


_REFERENCE = re.compile(r"('(?:[^']|'')+'|[\w.]+)!(\$[A-Z]{1,3}\$)(\d+):(\$[A-Z]{1,3}\$)(\d+)")


def _grown_name(text: str, growths: list[Growth]) -> str:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return text
    sheet = clean(match[1]).strip("'").replace("''", "'")
    area = parse_area(text.rpartition("!")[2])
    for growth in growths:
        table = growth.table
        inside = area is not None and table.area.left <= area.left and area.right <= table.area.right
        if not inside or area is None or sheet != table.sheet or area.bottom != growth.old_last:
            continue
        if area.top in (table.area.top, table.area.top + table.has_header):
            return f"{match[1]}!{match[2]}{match[3]}:{match[4]}{growth.new_last}"
    return text
