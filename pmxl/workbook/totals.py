"""Tables with a row of totals that get rows: the totals move down, and what would no longer find them is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from pmxl.model import ErrorValue
from pmxl.workbook.addresses import Area, cell_address, parse_area
from pmxl.workbook.cells import UNKNOWN, cell, formula_element
from pmxl.workbook.contents import TableEntry
from pmxl.workbook.draft import Draft
from pmxl.workbook.errors import Refused
from pmxl.workbook.markup import unescape
from pmxl.workbook.rows import SheetText

if TYPE_CHECKING:
    from pmxl.workbook.columns import Wanted
    from pmxl.workbook.growth import Growth

_RANGE = re.compile(r"(?<![\w.!$\[])(\$?[A-Z]{1,3}\$?)(\d{1,7}):(\$?[A-Z]{1,3}\$?)(\d{1,7})(?![\w.(\]])")
_POINTER = re.compile(
    r"\"(?:[^\"]|\"\")*\"|\[[^\[\]]*\]"  # text, and the inside of a table
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+(?::[\w.]+)?)!)?"  # one sheet, or all from one to another
    r"(?<![\w.$])(?P<area>\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w.(!])"
)
_SUBTOTAL = re.compile(r"SUBTOTAL\((10[1-5]|109),(?:[\w.\\]*)\[([^\[\]]*)\]\)")
_CELLS = re.compile(r"<((?:\w+:)?)sheetData\s*>.*</\1sheetData>", re.DOTALL)
_FORMULAS = re.compile(r"<(?:[\w.-]+:)?(?:f|formula|formula[12])(?:\s[^<>]*)?>([^<]+)<")
_LINKS = re.compile(r"\s(?:textlink|fmlaLink|fmlaRange|location)=(?:\"([^\"]*)\"|'([^']*)')")
_FIXED = re.compile(
    r"<(?:[\w.-]+:)?(?:hyperlink|comment|threadedComment|conditionalFormatting|dataValidation|protectedRange)\s"
    r"(?:[^<>]*?\s)?(?:ref|sqref)=(?:\"([^\"]*)\"|'([^']*)')|<(?:[\w.-]+:)?sqref>([^<]*)<"
)
_SPEAKS_OF_CELLS = re.compile(r"xl/.*(sheet\d*|chart\w*|drawing\w*|comment\w*|ctrlProp\w*)\.xml", re.IGNORECASE)


def refuse_fixed_totals(growth: Growth, draft: Draft) -> None:
    """Refuse to move totals that something names by their address, or that are an array formula."""
    table = growth.table
    needs = f'the table "{table.name}" on sheet "{table.sheet}" needs rows'
    for said, where in chain(_in_cells(draft, table), _in_names(draft, growth), _in_parts(draft, table)):
        raise Refused(
            f"{needs}, but {where} points at {said} in its row of totals, which would move",
            "add the rows in Excel, or point at the total by the name of its table",
        )
    for text in draft.book.raw.sheets[table.sheet].arrays:
        area = parse_area(text)
        if area is not None and area.meets(_totals_of(table)):
            raise Refused(f"{needs}, but a total in {area} is an array formula", "add the rows in Excel")


def _totals_of(table: TableEntry) -> Area:
    return table.area._replace(top=table.area.bottom)


def _in_cells(draft: Draft, table: TableEntry) -> Iterator[tuple[str, str]]:
    """The address of a total, and the cell whose formula names it."""
    order = _order(draft)
    for name, sheet in draft.book.raw.sheets.items():
        for (row, column), formula in sheet.formulas.items():
            found = _found(formula, table, name, order)
            if found:
                yield found, f"'{name}'!{cell_address(row, column)}"


def _in_names(draft: Draft, growth: Growth) -> Iterator[tuple[str, str]]:
    from pmxl.workbook.growth import grown_name

    main = draft.contents.main
    for node in draft.tree(main).walk("definedName"):
        text = draft.text(main)[node.inner : node.close]
        found = _found(unescape(text), growth.table, "", _order(draft))
        if found and grown_name(node, text, [growth]) == text:
            yield found, f'the name "{node.get("name")}"'


def _in_parts(draft: Draft, table: TableEntry) -> Iterator[tuple[str, str]]:
    """The same for charts, drawings, comments, links and rules, each with the part that holds it."""
    order = _order(draft)
    own = {s.part: s.name for s in draft.contents.sheets}
    beside = {r.target for part, name in own.items() if name == table.sheet for r in draft.package.relationships(part)}
    for member in draft.package.archive.members:
        if _SPEAKS_OF_CELLS.fullmatch(member.name):
            here = own.get(member.name, table.sheet if member.name in beside else "")
            frame = _CELLS.sub("", draft.read(member.name)[0])
            links = ("".join(found) for found in _LINKS.findall(frame))
            found = (_found(unescape(text), table, here, order) for text in chain(_FORMULAS.findall(frame), links))
            fixed = (_fixed("".join(text), table) for text in _FIXED.findall(frame) if here == table.sheet)
            yield from ((one, f'the part "{member.name}"') for one in chain(found, fixed) if one)


def _order(draft: Draft) -> list[str]:
    return [sheet.name.lower() for sheet in draft.contents.sheets]


def _found(text: str, table: TableEntry, here: str, order: Sequence[str]) -> str:
    """The address of a total that the text names, alone or as the edge of a range; or nothing.

    *order* are the sheets in lower case, among which a text may name all from one to another.
    """
    if str(table.area.bottom) not in text:
        return ""
    for match in _POINTER.finditer(text):
        area = parse_area(match["area"]) if match["area"] else None
        if area is None or table.area.bottom not in (area.top, area.bottom) or not area.meets(_totals_of(table)):
            continue
        named = (match["sheet"] or here).removesuffix("!").strip("'").replace("''", "'").lower()
        ends = [order.index(one) for one in named.split(":") if one in order]
        if ends and min(ends) <= order.index(table.sheet.lower()) <= max(ends):
            return match["area"]
    return ""


def _fixed(ranges: str, table: TableEntry) -> str:
    """Of a list of ranges one that begins in the totals: what it marks would be left behind. Or nothing."""
    areas = (parse_area(one) for one in ranges.split())
    return next((str(a) for a in areas if a and a.top == table.area.bottom and a.meets(_totals_of(table))), "")


def grown_total(formula: str, growth: Growth) -> str:
    """The formula of a total, with ranges that reach the last row of data made to reach the new last row."""

    def grown(match: re.Match[str]) -> str:
        inside = int(match[2]) > growth.table.area.top and int(match[4]) == growth.old_last
        return f"{match[1]}{match[2]}:{match[3]}{growth.new_last}" if inside else match[0]

    return _RANGE.sub(grown, formula)


def moved_totals(
    sheet: SheetText, growth: Growth, formulas: Mapping[tuple[int, int], str], shown: Mapping[int, Sequence[object]]
) -> dict[int, str]:
    """The cells of the row of totals for their new row. *shown* gives the values of each column that are not hidden."""
    old, new = growth.table.area.bottom, growth.area.bottom
    moved = {}
    for column, there in sheet.cells(old, range(growth.table.area.left, growth.table.area.right + 1)).items():
        formula = formulas.get((old, column), "")
        if formula:
            attributes = f' r="{cell_address(new, column)}"' + (f' s="{there.style}"' if there.style else "")
            title = "".join(growth.table.columns[column - growth.table.area.left :][:1])
            value = _total(formula, title, shown[column])
            moved[column] = cell(
                attributes, value, formula_element(grown_total(formula, growth), sheet.prefix), sheet.prefix
            )
        else:
            head = f"<{sheet.prefix}c"
            rest = re.sub(r'^\s+r="[^"]*"', "", there.text[len(head) :])
            moved[column] = f'{head} r="{cell_address(new, column)}"{rest}'
    return moved


def _total(formula: str, title: str, values: Sequence[object]) -> object:
    """The value of a total that Excel itself makes, over the rows that are not hidden; else only Excel knows it."""
    match = _SUBTOTAL.fullmatch(formula)
    if match is None or match[2].replace("'", "") != title:
        return UNKNOWN
    if any(v is UNKNOWN or isinstance(v, ErrorValue) for v in values):
        return UNKNOWN
    numbers = [v for v in values if isinstance(v, float)]
    if match[1] in ("102", "103"):
        return float(len(numbers) if match[1] == "102" else sum(v is not None for v in values))
    if match[1] == "101":
        return sum(numbers) / len(numbers) if numbers else UNKNOWN
    if match[1] == "109":
        return sum(numbers)
    return (max if match[1] == "104" else min)(numbers, default=0.0)


def shown_values(
    growth: Growth, wanted: Mapping[int, Mapping[int, Wanted]], cells: Mapping[int, Mapping[int, object]],
    hidden: Iterable[int],
) -> dict[int, list[object]]:  # fmt: skip
    """Column -> the values that its rows will have, without those that are hidden."""
    table, gone = growth.table.area, frozenset(hidden)
    rows = [row for row in range(table.top + growth.table.has_header, growth.new_last + 1) if row not in gone]
    return {
        column: [
            wanted[row][column].value if column in wanted.get(row, ()) else cells.get(row, {}).get(column)
            for row in rows
        ]
        for column in range(table.left, table.right + 1)
    }
