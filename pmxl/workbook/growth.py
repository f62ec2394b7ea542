"""Tables that get rows: their range, filter, validations, conditional formats and calculated columns grow along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from pmxl.model import RawSheet
from pmxl.records import NamedTuple
from pmxl.workbook.addresses import MAX_ROW, Area, cell_address, parse_area
from pmxl.workbook.contents import TableEntry
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused
from pmxl.workbook.markup import Change, Node, escape, splice
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
        return self.table.area.bottom - self.table.has_totals

    @property
    def area(self) -> Area:
        """The range of the grown table, its row of totals included."""
        return self.table.area._replace(bottom=self.new_last + self.table.has_totals)


def growths(
    tables: list[TableEntry], wanted: Mapping[int, Mapping[int, Wanted]], raw: RawSheet, draft: Draft
) -> list[Growth]:
    """The tables directly below whose last rows values are wanted. As in Excel, a blank row between ends a table."""
    found = []
    for table in tables:
        area, last = table.area, table.area.bottom - table.has_totals
        rows = list(takewhile(partial(_has_value, wanted, area), range(last + 1, MAX_ROW)))
        if table.has_totals and not rows and any(area.left <= c <= area.right for c in wanted.get(area.bottom, ())):
            raise Refused(
                f'row {area.bottom} of the sheet "{table.sheet}" holds the totals of the table "{table.name}"',
                "clear it in Excel",
            )
        if rows and not any(_belongs_elsewhere(row, area, other.area) for other in tables for row in rows):
            growth = Growth(table, max(rows), _calculated(draft, table))
            _refuse_growth(growth, tables, raw, draft)
            found.append(growth)
    return found


def _has_value(wanted: Mapping[int, Mapping[int, Wanted]], area: Area, row: int) -> bool:
    cells = wanted.get(row, {})
    return any(area.left <= column <= area.right and cells[column].value is not None for column in cells)


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
    table, new = growth.table, growth.area._replace(top=growth.table.area.bottom + 1)
    where = f'the table "{table.name}" on sheet "{table.sheet}"'
    if draft.tree(table.part).get("tableType") in ("queryTable", "xml"):
        raise Refused(f"{where} is filled by a query, so that no rows can be added", "unlink it in Excel")
    for row in range(new.top, new.bottom + 1):
        for column, value in raw.cells.get(row, {}).items():
            if new.left <= column <= new.right and value not in (None, ""):
                place = cell_address(row, column)
                raise Refused(f"{where} needs rows, but {place} below it is taken", f"move what stands from {place} on")
    blocked = [other.area for other in tables if other is not table]
    blocked += [area for text in raw.merges if (area := parse_area(text))]
    blocked += draft.contents.pivots(next(s.part for s in draft.contents.sheets if s.name == table.sheet))
    for area in blocked:
        if area.meets(new):
            raise Refused(f"{where} needs rows, but {area} below it is taken", f"move {area} away")
    if table.has_totals:
        from pmxl.workbook.totals import refuse_fixed_totals

        refuse_fixed_totals(growth, draft)


def grow_tables(draft: Draft, growths: list[Growth]) -> None:
    """Give the tables' own parts their new ranges."""
    for growth in growths:
        part, root = growth.table.part, draft.tree(growth.table.part)
        changes = [with_attributes(root, ref=str(growth.area))]
        own_filter = root.first("autoFilter")
        if own_filter is not None:
            changes.append(with_attributes(own_filter, ref=str(growth.area._replace(bottom=growth.new_last))))
        changes += _grown_formulas(draft.text(part), root, growth) if growth.table.has_totals else []
        draft.put(part, splice(draft.text(part), changes))


def _grown_formulas(text: str, root: Node, growth: Growth) -> list[Change]:
    """The changes of what the table's part says of the formulas in its row of totals."""
    from pmxl.workbook.totals import grown_total

    nodes = [node for node in root.walk("totalsRowFormula") if node.close > node.inner]
    old = [clean(content_of(text, node)) for node in nodes]
    new = [grown_total(formula, growth) for formula in old]
    return [(n.inner, n.close, escape(b)) for n, a, b in zip(nodes, old, new, strict=True) if a != b]


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
        if area is None or area.left < table.left or area.right > table.right:
            continue
        if growth.table.has_totals and table.top <= area.top < area.bottom == table.bottom:
            return str(area._replace(bottom=growth.area.bottom))
        if table.top <= area.top <= growth.old_last <= area.bottom < growth.new_last:
            return str(area._replace(bottom=growth.new_last))
    return text


def grow_names(draft: Draft, growths: list[Growth]) -> None:
    """Let defined names that span all rows of a growing table's columns, and print areas that end with it, grow too."""
    if not growths:
        return
    main = draft.contents.main
    listed = draft.tree(main).first("definedNames")
    changes = []
    for node in listed.children if listed else ():
        text = draft.text(main)[node.inner : node.close]
        grown = grown_name(node, text, growths)
        if grown != text:
            changes.append((node.inner, node.close, grown))
    draft.put(main, splice(draft.text(main), changes))


_REFERENCE = re.compile(r"('(?:[^']|'')+'|[\w.]+)!(\$[A-Z]{1,3}\$)(\d+):(\$[A-Z]{1,3}\$)(\d+)")


def grown_name(node: Node, text: str, growths: list[Growth]) -> str:
    """What a defined name means once the tables have grown."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return text
    sheet = clean(match[1]).strip("'").replace("''", "'")
    area = parse_area(text.rpartition("!")[2])
    for growth in growths:
        table = growth.table
        if area is None or sheet != table.sheet or area.bottom not in (growth.old_last, table.area.bottom):
            continue
        inside = table.area.left <= area.left and area.right <= table.area.right
        whole = inside and area.top in (table.area.top, table.area.top + table.has_header)
        if whole or (node.get("name") == "_xlnm.Print_Area" and area.meets(table.area)):
            last = growth.area.bottom if area.bottom == table.area.bottom else growth.new_last
            return f"{match[1]}!{match[2]}{match[3]}:{match[4]}{last}"
    return text
