"""Reading one sheet in one pass: the grammar that every common writer uses, at the speed of regular expressions.

Whatever does not match to the last cell is read by `exact` instead, so that speed never costs a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite

from pmxl.model import ErrorValue, RawSheet
from pmxl.workbook.addresses import COLUMN_NUMBERS, MAX_COLUMN, MAX_ROW, cell_address
from pmxl.workbook.errors import one_line
from pmxl.workbook.formulas import Formulas, Shared
from pmxl.workbook.markup import Node, decode, holds_pair, parse
from pmxl.workbook.strings import MAX_TEXT, clean, too_long
from pmxl.workbook.validations import Validations

_ROW = re.compile(r"<row r=\"([0-9]{1,7}+)\"((?: [A-Za-z0-9:]++=\"[^\"<>]*+\")*+) ?(/?)>")
_CELL = re.compile(
    r"<(?:c r=\"([A-Z]{1,3}+)[0-9]++\"(?: s=\"[0-9]++\")?+(?: t=\"([a-zA-Z]++)\")?+(?: [a-z]+=\"[0-9]*+\")*+"
    r">(?:<(f(?: [^<>/]*+)?+)(?:/>|>([^<]*+)</f>))?+"
    r"(?:<(?:v|is><t(?: [^<>/]*+)?+)>([^<]*+)</(?:v|t></is)>|<v/>)?+</c>|(/c>))"
)
"""A cell that holds something; or the end of one that was not understood."""
_TITLE = re.compile(
    r"<sheetData><row r=\"1\"[^<>/]*+><c r=\"A1\"(?: s=\"[0-9]++\")?+"
    r"(?: t=\"s\"><v>([0-9]++)</v>| t=\"inlineStr\"><is><t(?: [^<>/]*+)?+>([^<]*+)</t></is>)</c>$"
)
"""A text in the first cell, as common writers have it."""
TEXTS = ("str", "inlineStr")
"""The types of cells that hold their text themselves."""
_BEHIND = ("conditionalFormatting", "dataValidations", "hyperlinks")
"""What stands behind the cells, often at length, and tells a reader of values nothing; all of a kind together."""
MOST_TOLD = 100
"""How many odd values of a workbook are told."""


class SheetReader:
    """Turns cells as they are written into values, remembering shared formulas and what was odd."""

    def __init__(self, name: str, strings: Mapping[str, str], oddities: list[str]) -> None:
        self.name, self.strings, self.oddities = name, strings, oddities
        self.formulas: dict[tuple[int, int], str | Shared] = {}
        self.clean: Callable[[str], str] = str
        """What the formulas still need, to read as the person sees them."""
        self.arrays: list[str] = []
        """The ranges of formulas that fill several cells, as they are written."""
        self._masters: dict[str, tuple[str, int, int]] = {}
        self._texts: dict[str, str] = {}

    def value(self, row: int, column: int, kind: str, text: str) -> object:
        """The value of a cell of that type, or None where it is blank."""
        if kind == "s":
            return self._shared_string(row, column, text)
        if kind in TEXTS:
            if len(text) > MAX_TEXT:
                self._odd(row, column, too_long(text))
                return text[:MAX_TEXT]
            return text or (None if kind == "inlineStr" else text)
        if not text:
            return None
        if kind == "b":
            return text not in ("0", "false")
        if kind == "e":
            return ErrorValue(text)
        if kind == "d":
            return self._iso_date(row, column, text)
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if isfinite(number):
            return number
        self._odd(row, column, f'"{text[:40]}" stands where a number is expected and is read as text')
        return text

    def add_formula(self, row: int, column: int, attributes: str, text: str) -> None:
        """Remember the formula of a cell; one that shares another cell's gets the master's text, moved."""
        if 't="shared"' in attributes:
            node = Node("f", attributes, 0, 0)
            if text:
                self._masters[node.get("si")] = (text, row, column)
            elif node.get("si") in self._masters:
                master, from_row, from_column = self._masters[node.get("si")]
                self.formulas[row, column] = (master, row - from_row, column - from_column)
                return
        elif 't="array"' in attributes or 't="dataTable"' in attributes:
            self.arrays.append(Node("f", attributes, 0, 0).get("ref"))
            text = text or ("TABLE()" if 't="dataTable"' in attributes else "")
        # The cells of a calculated column repeat one text, often a long one: it is held once.
        self.formulas[row, column] = self._texts.setdefault(text, text)

    def outside(self, row: int, column: int) -> bool:
        """True, and remembered, where a cell lies beyond the last row or column that Excel has."""
        if 1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN:
            return False
        self._note(f"'{self.name}' holds a cell in row {row}, column {column}, where Excel has none; it is not read")
        return True

    def _shared_string(self, row: int, column: int, text: str) -> object:
        number = str(int(text)) if text.isdecimal() and len(text) < 12 else text
        if number in self.strings:
            return self.strings[number]
        if not text:
            return None
        self._odd(row, column, f'its text number "{text[:20]}" does not exist in the workbook; it is read as an error')
        return ErrorValue("#REF!")

    def _iso_date(self, row: int, column: int, text: str) -> object:
        from datetime import datetime

        try:
            return datetime.fromisoformat(text.rstrip("Z"))
        except ValueError:
            self._odd(row, column, f'"{text[:40]}" is no date and is read as text')
            return text

    def _odd(self, row: int, column: int, what: str) -> None:
        self._note(f"'{self.name}'!{cell_address(row, column)}: {what}")

    def _note(self, what: str) -> None:
        if len(self.oddities) < MOST_TOLD:
            self.oddities.append(one_line(what))


def read_sheet(name: str, content: bytes, strings: Mapping[str, str], part: str, oddities: list[str]) -> RawSheet:
    """One worksheet part. Oddities (values that cannot be what they say) are appended as sentences."""
    text = _plain_text(content, part)
    reader = SheetReader(name, strings, oddities)
    if text is not None:
        seen = len(oddities)
        sheet = _read_fast(reader, text, part)
        if sheet is not None:
            return sheet
        del oddities[seen:]
    from pmxl.workbook.exact import read_exactly

    return read_exactly(SheetReader(name, strings, oddities), decode(content, part)[0], part)


def read_title(content: bytes, strings: Callable[[], Mapping[str, str]], part: str) -> str | None:
    """The text in the first cell of a worksheet part, or None where only reading the sheet can tell."""
    text = _plain_text(content[: content.find(b"</c>") + 4], part)
    found = _TITLE.search(text) if text else None
    if found is None:
        return None
    return strings().get(found[1]) if found[1] else clean(found[2])


def _plain_text(content: bytes, part: str) -> str | None:
    """The sheet's text, or None where it may hold comments, CDATA or declarations, or is not UTF-8."""
    if holds_pair(content, b"<!") or content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:8]:
        return None
    if b"\r" in content:
        # XML reads every kind of line end as one line feed.
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text, encoding = decode(content, part)
    return text if encoding == "utf-8" else None


def _read_fast(reader: SheetReader, text: str, part: str) -> RawSheet | None:
    """The sheet, or None where some of it is written in a grammar that the patterns do not know."""
    start, end = text.find("<sheetData>"), text.rfind("</sheetData>")
    if start < 0 or end < start:
        start = end = text.find("<sheetData/>")
        if start < 0:
            return None
    head, tail = text[: start + 10], text[end + 12 :]
    if "hidden" not in head:
        head = _without(head, "cols")
    for name in _BEHIND:
        tail = _without(tail, name)
    if tail.count("<extLst") == 1:  # Filters may have extensions too, and between theirs and the sheet's is more.
        tail = _without(tail, "extLst")
    frame = parse(f"{head}/>{tail}", part)
    if len(frame.all("sheetData")) != 1:
        return None
    reader.clean = clean
    rows = _read_rows(reader, text, start + 11, end)
    if rows is None:
        return None
    cells, hidden = rows
    return make_sheet(reader, frame, cells, hidden, text[end + 12 :])


def _without(text: str, name: str) -> str:
    """The text without the elements of that name, which follow each other."""
    start, end = text.find("<" + name), text.rfind(f"</{name}>")
    return text[:start] + text[end + len(name) + 3 :] if 0 <= start < end else text


def _read_rows(
    reader: SheetReader, text: str, start: int, end: int
) -> tuple[dict[int, dict[int, object]], list[int]] | None:
    cells: dict[int, dict[int, object]] = {}
    hidden: list[int] = []
    position, last = start, 0
    while position < end:
        head = _ROW.match(text, position)
        if head is None or not last < (last := int(head[1])) <= MAX_ROW:
            return None
        position = head.end()
        if "hidden" in head[2] and Node("row", head[2], 0, 0).flag("hidden"):
            hidden.append(last)
        if head[3]:
            continue
        stop = text.find("</row>", position, end)
        row = _read_cells(reader, last, _CELL.findall(text, position, stop)) if stop >= 0 else None
        if row is None:
            return None
        if row:
            cells[last] = row
        position = stop + 6
    return cells, hidden


def _read_cells(reader: SheetReader, number: int, found: list[tuple[str, ...]]) -> dict[int, object] | None:
    """The values of one row, or None where one was not understood or lies beyond the last column."""
    row: dict[int, object] = {}
    strings, columns = reader.strings, COLUMN_NUMBERS
    for letters, kind, attributes, formula, value, unknown in found:
        if unknown:
            return None
        column = columns[letters]
        if attributes:
            reader.add_formula(number, column, attributes, formula)
        if kind == "s":
            if value in strings:
                row[column] = strings[value]
                continue
        elif not kind:
            if not value:
                continue
            try:
                amount = float(value)
                if isfinite(amount):
                    row[column] = amount
                    continue
            except ValueError:
                pass
        got = reader.value(number, column, kind, clean(value) if kind in TEXTS else value)
        if got is not None:
            row[column] = got
    return row if not row or max(row) <= MAX_COLUMN else None


def make_sheet(
    reader: SheetReader, frame: Node, cells: dict[int, dict[int, object]], hidden: list[int], behind: str
) -> RawSheet:
    """A sheet from its cells, from the elements around them, and from the text behind them."""
    merges = frame.first("mergeCells")
    columns = frame.first("cols")
    properties = frame.first("sheetPr")
    filtered = properties is not None and properties.flag("filterMode")
    own_filter = frame.first("autoFilter")
    if own_filter is not None and own_filter.first("filterColumn") is not None and hidden:
        filtered = True
    return RawSheet(
        name=reader.name,
        cells=cells,
        formulas=Formulas(reader.formulas, reader.clean),
        arrays=tuple(reader.arrays),
        hidden_rows=frozenset(hidden),
        hidden_columns=_hidden_columns(columns),
        filtered=filtered,
        merges=tuple(m.get("ref") for m in merges.all("mergeCell")) if merges else (),
        validations=Validations(behind, reader.name) if "dataValidation " in behind else (),
    )


def _hidden_columns(columns: Node | None) -> frozenset[int]:
    hidden: set[int] = set()
    for column in columns.all("col") if columns else ():
        if column.flag("hidden"):
            hidden.update(range(column.number("min", 1), min(column.number("max"), MAX_COLUMN) + 1))
    return frozenset(hidden)
