"""Formulas that several cells share: giving each cell its own, where the cell that holds the text for all is set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pmxl.workbook.markup import Change, Node, escape
from pmxl.workbook.rows import SheetText


def group_headed_by(cell: str) -> str:
    """The number of the group that shares the formula of a cell, where its text stands in this element; else ""."""
    element = re.search(r"<(?:\w+:)?f\s([^<>/]*)>", cell)
    return _group(element[1]) if element and 't="shared"' in element[1] else ""


def own_formulas(
    sheet: SheetText, formulas: Mapping[tuple[int, int], str], groups: Collection[str]
) -> Iterator[Change]:
    """The changes of a sheet's text that write out the formula of every cell of some groups."""
    p = re.escape(sheet.prefix)
    shared = re.compile(rf"<({p}f)(\s[^<>/]*t=\"shared\"[^<>/]*)(?:/>|>[^<]*</{p}f>)")
    for span in sheet.rows:
        if 't="shared"' not in sheet.text[span.inner : span.close]:
            continue
        for column, (start, end) in sheet.places(span).items():
            match = shared.search(sheet.text, start, end)
            if match is not None and _group(match[2]) in groups:
                text = escape(formulas[span.number, column])
                yield match.start(), match.end(), f"<{match[1]}>{text}</{match[1]}>"


def _group(attributes: str) -> str:
    return Node("f", attributes, 0, 0).get("si")
