"""The rows of one sheet as text: finding a cell, setting it, adding what is missing. Nothing else moves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, pairwise

from pmxl.records import NamedTuple
from pmxl.workbook.addresses import COLUMN_NUMBERS, column_letters
from pmxl.workbook.errors import Unusual
from pmxl.workbook.markup import Node, holds_pair, parse

REMEMBERED = 128
"""Of how many rows the places of their cells are remembered: formats are taken from up to fifty rows away."""
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
        self.name, self.part, self.prefix, self.text = name, part, _prefix(text), text
        p = re.escape(self.prefix)
        self._cell = re.compile(rf"<{p}c(?:\s+r=\"([A-Z]{{1,3}})([0-9]{{1,7}})\"|(?=[\s/>]))")
        self._stated = re.compile(rf"<{p}c r=\"([A-Z]{{1,3}})([0-9]{{1,7}})\"")
        self._ends = ("/>", f"</{self.prefix}c>")
        self._places: dict[int, dict[int, tuple[int, int]]] = {}
        self._counting: set[int] = set()
        """Rows with cells that state no place, but count on from the cell before."""
        self.data = self._find_data()
        self.rows = self._find_rows()
        self._numbers = [row.number for row in self.rows]
        self._spans = dict(zip(self._numbers, self.rows, strict=True))

    @cached_property
    def head(self) -> Node:
        """The elements before the cells, at their places."""
        return parse(f"{self.text[: self.data.start]}</{self.prefix}worksheet>", self.part)

    @cached_property
    def frame(self) -> Node:
        """The elements around the cells, at the places that they have in the whole text."""
        # A stand-in for the cells keeps the tree small; only places behind it must move.
        root = parse(self.text[: self.data.start] + "<sheetData/>" + self.text[self.data.end :], self.part)
        _move(root, self.data.start + 12, self.data.end - self.data.start - 12)
        return root

    def row(self, number: int) -> RowSpan | None:
        """The row of that number, if it is written."""
        return self._spans.get(number)

    def cell(self, row: int, column: int) -> Cell | None:
        """One cell, if it is written."""
        span = self.row(row)
        place = self.places(span).get(column) if span else None
        return Cell(column, *place, self.text[slice(*place)]) if place else None

    def cells(self, row: int, columns: Iterable[int]) -> dict[int, Cell]:
        """Those of a row's cells in certain columns that are written."""
        span = self.row(row)
        places = self.places(span) if span else {}
        return {c: Cell(c, *places[c], self.text[slice(*places[c])]) for c in columns if c in places}

    def places(self, span: RowSpan) -> dict[int, tuple[int, int]]:
        """Where the cells of a row begin and end, from left to right.

        Raises Refused where they are written in a grammar that cannot be changed safely.
        """
        if span.number not in self._places:
            if len(self._places) >= REMEMBERED:
                self._places.clear()
            self._places[span.number] = self._plain_cells(span) or self._find_cells(span)
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

    def _plain_cells(self, span: RowSpan) -> dict[int, tuple[int, int]] | None:
        """The places of cells that state theirs and follow each other at once, as common writers have it; else None."""
        inner, number = self.text[span.inner : span.close], str(span.number)
        before, *pieces = self._stated.split(inner)
        letters, rows, bodies = pieces[::3], pieces[1::3], pieces[2::3]
        columns = [COLUMN_NUMBERS[name] for name in letters]
        is_plain = not before and rows.count(number) == len(rows) == inner.count(f"<{self.prefix}c")
        if not is_plain or columns != sorted(set(columns)):
            return None
        if not all(body.endswith(self._ends) for body in bodies):
            return None
        head = len(f'<{self.prefix}c r="{number}"')
        sizes = [head + len(name) + len(body) for name, body in zip(letters, bodies, strict=True)]
        borders = list(accumulate(sizes, initial=span.inner))
        return dict(zip(columns, pairwise(borders), strict=True))

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
        p, opening = self.prefix, f"<{self.prefix}sheetData"
        match = re.search(rf"{re.escape(opening)}\s*(/?)>", self.text)
        if match is not None and match[1]:
            # Rows can only be put between two tags.
            self.text = f"{self.text[: match.start()]}{opening}></{p}sheetData>{self.text[match.end() :]}"
            match = re.compile(re.escape(opening + ">")).search(self.text, match.start())
        close = self.text.rfind(f"</{p}sheetData>")
        alone = match and self.text.find(opening) == match.start() and self.text.find(opening, match.end()) < 0
        if match is None or close < 0 or not alone:
            raise Unusual(f'its sheet "{self.name}" has no place for cells, or several', "open it in Excel and save it")
        data = Node(p + "sheetData", "", match.start(), match.end())
        data.close, data.end = close, close + len(p) + 12
        marked, told, quoted = (holds_pair(self.text, pair, data.inner, close) for pair in ("<!", "<?", "='"))
        if marked or told or (quoted and re.compile(r"<[^<>]*='").search(self.text, data.inner, close)):
            raise Unusual(
                f'its sheet "{self.name}" holds comments, CDATA or apostrophes, which cannot be changed safely',
                "open it in Excel, save it, and try again",
            )
        return data

    def _find_rows(self) -> list[RowSpan]:
        p, rows, last = re.escape(self.prefix), list[RowSpan](), 0
        head = re.compile(rf"\s*+(<{p}row((?: r=\"(\d{{1,7}})\")?(?:\s++[\w:]++=\"[^\"<]*+\")*+)\s*+(/?)>)")
        number = re.compile(r'\sr="(\d{1,7})"')
        ending, position = f"</{self.prefix}row>", self.data.inner
        while True:
            match = head.match(self.text, position, self.data.close)
            if match is None:
                break
            _, attributes, first, is_blank = match.groups()
            known = None if first else number.search(attributes)
            this = int(first or known[1]) if first or known else last + 1  # type: ignore[index]
            close = match.end() if is_blank else self.text.find(ending, match.end(), self.data.close)
            if this <= last or close < 0:
                raise self._unknown(this)
            position = close if is_blank else close + len(ending)
            rows.append(RowSpan(this, match.start(1), match.end(), close, position, attributes))
            last = this
        if self.text[position : self.data.close].strip():
            raise self._unknown(last + 1)
        return rows


def _move(node: Node, beyond: int, shift: int) -> None:
    """Move every place behind the cells by as much as the cells are longer than their stand-in."""
    for name in ("start", "inner", "close", "end"):
        if getattr(node, name) >= beyond:
            setattr(node, name, getattr(node, name) + shift)
    for child in node.children:
        _move(child, beyond, shift)


def _prefix(text: str) -> str:
    match = re.search(r"<([\w.-]+:)?worksheet[\s>]", text)
    return (match[1] or "") if match else ""
