"""Long texts that are stored once and shown by ever so many cells, as a small file can have them."""

from __future__ import annotations

from itertools import islice

from pmxl.model import RawSheet
from pmxl.workbook.addresses import cell_address
from pmxl.workbook.errors import Refused, one_line
from pmxl.workbook.scan import MOST_TOLD
from pmxl.workbook.strings import MAX_TEXT, too_long

MAX_SHOWN = 256 << 20
"""How many characters of text the cells of a sheet may show together."""


def bound(sheet: RawSheet, oddities: list[str]) -> None:
    """Cut the texts that no cell can hold. Raises Refused where the cells show more text than any sheet needs."""
    shown, kept, cut = 0, dict(sheet.cells), dict[str, str]()
    for row, cells in sheet.cells.items():
        texts = {column: text for column, text in cells.items() if isinstance(text, str)}
        shown += sum(min(len(text), MAX_TEXT) for text in texts.values())
        if shown > MAX_SHOWN:
            raise Refused(
                f'the cells of its sheet "{sheet.name}" show more than {MAX_SHOWN >> 20} MB of text',
                "ask where it comes from",
            )
        long = {column: text for column, text in texts.items() if len(text) > MAX_TEXT}
        if long:
            kept[row] = {**cells, **{column: cut.setdefault(text, text[:MAX_TEXT]) for column, text in long.items()}}
            said = (f"'{sheet.name}'!{cell_address(row, c)}: {too_long(text)}" for c, text in long.items())
            oddities.extend(one_line(one) for one in islice(said, max(0, MOST_TOLD - len(oddities))))
    sheet.cells = kept
