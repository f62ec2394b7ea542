"""The rows of one sheet as text: finding a cell, setting it, adding what is missing. Nothing else moves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from pmxl.workbook.addresses import COLUMN_NUMBERS, column_letters
from pmxl.workbook.errors import Unusual
from pmxl.workbook.markup import Node, parse

_STYLE = re.compile(r'\ss="([0-9]{1,7})"')


class Cell(NamedTuple):
    """A cell as it stands in the text."""

    column: int
    start: int
    end: int
    text: str

    @property
    def style(self) -> int:
        """The position of its format in the style table."""
        match = _STYLE.search(self.text, 0, self.text.index(">"))
        return int(match[1]) if match else 0


class RowSpan(NamedTuple):
    """A row as it stands in the text: `inner`..`close` holds its cells; both are equal where it has none."""

    number: int
    start: int
    inner: int
    close: int
    end: int
    attributes: str


class SheetText:
    """A worksheet part as text, with the places of its rows."""

    def __init__(self, text: str, name: str, part: str) -> None:
        self.name, self.part, self.prefix = name, part, _prefix(text)
        self.text = _opened(text, self.prefix)
        p = re.escape(self.prefix)
        self._cell = re.compile(rf"<{p}c(?:\s+r=\"([A-Z]{{1,3}})([0-9]{{1,7}})\"|(?=[\s/>]))")
        self._ends = ("/>", f"</{self.prefix}c>")
        self._places: dict[int, dict[int, tuple[int, int]]] = {}
        self._counting: set[int] = set()
        """Rows with cells that state no place, but count on from the cell before."""
        self.data = self._find_data()
        self.rows = self._find_rows()
        self._numbers = [row.number for row in self.rows]
        self.frame = self._parse_frame()

    def row(self, number: int) -> RowSpan | None:
        """The row of that number, if it is written."""
        at = bisect_left(self._numbers, number)
        return self.rows[at] if at < len(self.rows) and self._numbers[at] == number else None

    def cell(self, row: int, column: int) -> Cell | None:
        """One cell, if it is written."""
        span = self.row(row)
        place = self.places(span).get(column) if span else None
        return Cell(column, *place, self.text[slice(*place)]) if place else None

    def places(self, span: RowSpan) -> dict[int, tuple[int, int]]:
        """Where the cells of a row begin and end, from left to right.

        Raises Refused where they are written in a grammar that cannot be changed safely.
        """
        if span.number not in self._places:
            self._places[span.number] = self._find_cells(span)
        return self._places[span.number]

    def changed_row(self, number: int, cells: Mapping[int, str]) -> tuple[int, int, str]:
        """The change of the text that puts cells (column -> element) into a row; "" takes a cell away."""
        span, p = self.row(number), self.prefix
        if span is None:
            at = bisect_left(self._numbers, number)
            place = self.rows[at].start if at < len(self.rows) else self.data.close
            new = "".join(cells[column] for column in sorted(cells))
            return place, place, f'<{p}row r="{number}">{new}</{p}row>' if new else ""
        places, position = self.places(span), span.inner
        columns, pieces = list(places), list[str]()
        for column in sorted(cells):
            at = bisect_left(columns, column)
            beyond = places[columns[at]][0] if at < len(columns) else span.close
            start, end = places.get(column, (beyond, beyond))
            pieces += (self.text[position:start], cells[column])
            position = end
        inner = "".join((*pieces, self.text[position : span.close]))
        if number in self._counting:
            inner = self._addressed(places, number, cells)
        return span.start, span.end, self._row_text(span, cells, inner)

    def _find_cells(self, span: RowSpan) -> dict[int, tuple[int, int]]:
        found = list(self._cell.finditer(self.text, span.inner, span.close))
        ends = [*(match.start() for match in found[1:]), span.close]
        places: dict[int, tuple[int, int]] = {}
        last, row = 0, str(span.number)
        for match, end in zip(found, ends, strict=False):
            cell = self.text[match.start() : end].rstrip()
            counted = match[1] is None
            column = last + 1 if counted else COLUMN_NUMBERS[match[1]]
            misplaced = " r=" in cell[: cell.find(">")] if counted else match[2] != row
            if misplaced or column <= last or not cell.endswith(self._ends):
                raise self._unknown(span.number)
            places[column] = (match.start(), match.start() + len(cell))
            last = column
            if counted:
                self._counting.add(span.number)
        if self.text[span.inner : found[0].start() if found else span.close].strip():
            raise self._unknown(span.number)
        return places

    def _addressed(self, places: Mapping[int, tuple[int, int]], row: int, cells: Mapping[int, str]) -> str:
        """What a row holds whose cells only count their place, with the cells put in and every place stated."""
        merged = dict(cells)
        for column, (start, end) in places.items():
            name = f"<{self.prefix}c"
            counted = not self._cell.match(self.text, start)[1]  # type: ignore[index]
            stated = f' r="{column_letters(column)}{row}"' if counted else ""
            merged.setdefault(column, name + stated + self.text[start + len(name) : end])
        return "".join(merged[column] for column in sorted(merged))

    def _row_text(self, span: RowSpan, cells: Mapping[int, str], inner: str) -> str:
        attributes = span.attributes.rstrip()
        added = [column for column, text in cells.items() if text]
        spans = re.search(r'\sspans="(\d+):(\d+)"', attributes)
        if spans and added and not int(spans[1]) <= min(added) <= max(added) <= int(spans[2]):
            wide = f' spans="{min(int(spans[1]), *added)}:{max(int(spans[2]), *added)}"'
            attributes = attributes.replace(spans[0], wide)
        p = self.prefix
        return f"<{p}row{attributes}>{inner}</{p}row>" if inner else f"<{p}row{attributes}/>"

    def _unknown(self, row: int) -> Unusual:
        return Unusual(
            f'row {row} of its sheet "{self.name}" is written in a way that cannot be changed safely',
            "open it in Excel, save it, and try again",
        )

    def _find_data(self) -> Node:
        p = self.prefix
        match = re.search(rf"<{re.escape(p)}sheetData\s*>", self.text)
        close = self.text.rfind(f"</{p}sheetData>")
        if match is None or close < 0 or self.text.count(f"<{p}sheetData") != 1:
            raise Unusual(f'its sheet "{self.name}" has no place for cells, or several', "open it in Excel and save it")
        data = Node(p + "sheetData", "", match.start(), match.end())
        data.close, data.end = close, close + len(p) + 12
        inner = self.text[data.inner : data.close]
        if "<!" in inner or "<?" in inner or ("='" in inner and re.search(r"<[^<>]*='", inner)):
            raise Unusual(
                f'its sheet "{self.name}" holds comments, CDATA or apostrophes, which cannot be changed safely',
                "open it in Excel, save it, and try again",
            )
        return data

    def _find_rows(self) -> list[RowSpan]:
        p, rows, last = re.escape(self.prefix), [], 0
        head = re.compile(rf"<{p}row((?:\s+[\w:]+=\"[^\"<]*\")*)\s*(/?)>")
        number = re.compile(r'\sr="(\d{1,7})"')
        ending, position = f"</{self.prefix}row>", self.data.inner
        while True:
            match = head.search(self.text, position, self.data.close)
            if match is None:
                break
            known = number.search(match[1])
            this = int(known[1]) if known else last + 1
            close = match.end() if match[2] else self.text.find(ending, match.end(), self.data.close)
            if this <= last or close < 0 or self.text[position : match.start()].strip():
                raise self._unknown(this)
            position = close if match[2] else close + len(ending)
            rows.append(RowSpan(this, match.start(), match.end(), close, position, match[1]))
            last = this
        if self.text[position : self.data.close].strip():
            raise self._unknown(last + 1)
        return rows

    def _parse_frame(self) -> Node:
        """The elements around the cells, at the places that they have in the whole text."""
        # Blanks in the cells' stead keep every place; the tree holds no text, so they cost nothing.
        head, tail = self.text[: self.data.start], self.text[self.data.end :]
        root = parse(head + "<sheetData/>" + tail, self.part)
        shift = self.data.end - self.data.start - 12
        _move(root, self.data.start + 12, shift)
        return root


def _move(node: Node, beyond: int, shift: int) -> None:
    """Move every place behind the cells by as much as the cells are longer than their stand-in."""
    for name in ("start", "inner", "close", "end"):
        if getattr(node, name) >= beyond:
            setattr(node, name, getattr(node, name) + shift)
    for child in node.children:
        _move(child, beyond, shift)


def _opened(text: str, prefix: str) -> str:
    """The text with an empty `<sheetData/>` written so that rows can be put into it."""
    p = prefix
    return re.sub(rf"<{re.escape(p)}sheetData\s*/>", f"<{p}sheetData></{p}sheetData>", text, count=1)


def _prefix(text: str) -> str:
    match = re.search(r"<([\w.-]+:)?worksheet[\s>]", text)
    return (match[1] or "") if match else ""
