"""Applying a plan to an open workbook: everything is looked at before anything is written, and a failure is undone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from pmxl.excel.application import STRUCTURE, Book, Sheet, calm, if_it_can, patiently, say
from pmxl.excel.blocks import Block, blocks_of
from pmxl.excel.cells import State, area, from_json, put, same_state, states, to_json, write
from pmxl.excel.growing import Growth, grow, growths, shrink
from pmxl.excel.memory import recall, remember
from pmxl.excel.pages import Pages
from pmxl.model import Edit, Place, RawBook, ReplaceSheet, SetCells
from pmxl.model.raw import letters_of, number_of
from pmxl.workbook.addresses import MAX_ROW
from pmxl.workbook.errors import Refused
from pmxl.workbook.values import written

UNSHARE = "end the sharing (Review, Unshare Workbook), then again"
FROM_1904 = "save and close it, then run in a terminal: pmxl refresh FILE"

PRESS_F9 = "Excel calculates only when asked: press F9, so that formulas follow"
READ_ONLY = "The workbook is open for reading only: save it under another name to keep this"

Done = list[tuple[Block, list[State]]]
"""The blocks that were written, each with what stood there."""


def apply(book: Book, raw: RawBook, edits: Iterable[Edit], what: str, *, goes_on: bool = False) -> list[str]:
    """Write the edits of a plan that was made from *raw*; gives what could not be done as in a file, a line each.

    *what* names the command, for its undoing; what *goes on* is undone together with the write before. Raises
    Refused, and leaves the workbook as it was, where something stands in the way.
    """
    edits = list(edits)
    cells = [edit for edit in edits if isinstance(edit, SetCells)]
    blocks = [block for edit in cells for block in blocks_of(edit, _hidden(raw, edit.sheet))]
    blocks = [block for block in blocks if not _says_already(raw, block)]
    growing = growths(raw, blocks)
    _refuse(book, blocks, edits)
    replaced = [edit for edit in edits if isinstance(edit, ReplaceSheet)]
    by_hand = patiently(lambda: if_it_can(lambda: book.app.calculation, "")) == "manual"
    told = [PRESS_F9] if blocks and by_hand else []
    told += [READ_ONLY] if edits and _is(book, "ReadOnly", "read_only") else []
    values = {(e.sheet, row, number_of(e.column)): value for e in cells for row, value in e.values.items()}
    with calm(book, "pmxl: writing"), Pages(book, replaced, raw, values) as pages:
        former, done, grown = recall(book, "write"), Done(), list[Growth]()
        try:
            for growth in growing:
                grown.append(growth)
                grow(book, growth)
            _write_blocks(book, blocks, done)
            _remember_blocks(book, done, what, ((former if goes_on else None) or {}).get("blocks", []))
            return [*pages.place(), *told]
        except BaseException:
            _take_back(book, done)
            for growth in reversed(grown):
                shrink(book, growth)
            remember(book, "write", former)
            raise


def _hidden(raw: RawBook, sheet: str) -> frozenset[int]:
    """The rows that are written one by one: Excel passes over filtered rows when it fills several cells at once."""
    return raw.sheets[sheet].hidden_rows if sheet in raw.sheets else frozenset()


def _says_already(raw: RawBook, block: Block) -> bool:
    """True where every cell has the block's formula: what it gives, the application calculates itself."""
    formulas = raw.sheets[block.sheet].formulas if block.formula and block.sheet in raw.sheets else {}
    rows = range(block.row, block.last_row + 1)
    return bool(formulas) and all(formulas.get((row, block.column)) == block.formula for row in rows)


def _refuse(book: Book, blocks: Sequence[Block], edits: Sequence[Edit]) -> None:
    """Raises Refused where the plan cannot be written whole."""
    # Dates copied from another workbook into one of an old Excel for Mac would be four years late.
    if edits and _is(book, "Date1904", "date_1904"):
        raise Refused("its dates count from 1904, which pmxl can write in a closed file only", FROM_1904)
    if edits and _is(book, "MultiUserEditing", "multi_user_editing"):
        raise Refused("it is shared in the old way, in which Excel forbids tables and merged cells", UNSHARE)
    there = {sheet.name.casefold(): sheet for sheet in book.sheets}
    for name in dict.fromkeys(edit.sheet for edit in edits):
        sheet = there.get(name.casefold())
        if sheet is None and any(block.sheet == name for block in blocks):
            raise Refused(f'it has no sheet "{name}"', "run the command again")
        if sheet is not None and patiently(lambda sheet=sheet: is_protected(sheet)):  # type: ignore[misc]
            raise Refused(
                f'its sheet "{name}" is protected, so that nothing can be written there',
                "take the protection off (Review, Unprotect Sheet), then again",
            )
        if sheet is None and _is(book, "ProtectStructure", "protect_structure"):
            raise Refused(f'its structure is protected, so that the sheet "{name}" cannot be added', STRUCTURE)
    for block in blocks:
        if block.last_row > MAX_ROW:
            raise Refused(f'its sheet "{block.sheet}" has no row {block.last_row:,}', "move the table up")
        for value in block.values:
            written(value)  # Raises Refused for a text that no cell can hold.
        _refuse_merged(book.sheets[block.sheet], block)


def _is(book: Book, windows: str, macos: str) -> bool:
    """What the application says of a workbook by its name for it on each system; False where it does not know it."""
    if sys.platform == "darwin":
        return bool(if_it_can(lambda: getattr(book.api, macos).get(), False))
    return bool(if_it_can(lambda: getattr(book.api, windows), False))


def is_protected(sheet: Sheet) -> bool:
    """True where the cells of a sheet are locked. What cannot be asked is taken for open: Excel then refuses itself."""
    return bool(if_it_can(lambda: sheet.api.ProtectContents, False))


def _refuse_merged(sheet: Sheet, block: Block) -> None:
    if if_it_can(lambda: area(sheet, block.column, block.row, len(block.values)).merge_cells, False) is not False:
        place = Place(block.sheet, block.row, letters_of(block.column))
        end = f" to {letters_of(block.column)}{block.last_row}" if len(block.values) > 1 else ""
        raise Refused(f"{place}{end} holds merged cells", "unmerge them (Home, Merge & Center), then again")


def _write_blocks(book: Book, blocks: Sequence[Block], done: Done) -> None:
    """Write the blocks, and keep in *done* what stood there."""
    for i, block in enumerate(blocks):
        if i % 50 == 0 and len(blocks) > 50:
            say(book.app, f"pmxl: writing {block.sheet}, {i * 100 // len(blocks)}%")
        sheet = book.sheets[block.sheet]
        done.append((block, states(area(sheet, block.column, block.row, len(block.values)))))
        write(sheet, block)


def _remember_blocks(book: Book, done: Done, what: str, before_them: list[Any]) -> None:
    if done:
        remember(book, "write", {"what": what, "blocks": [*before_them, *(_record(book, *entry) for entry in done)]})


def _take_back(book: Book, done: Done) -> None:
    """Give the cells back what they held; where one block stays locked, the others must come back all the same."""
    for block, before in reversed(done):
        with contextlib.suppress(Exception):
            put(book.sheets[block.sheet], block.column, block.row, before)


def _record(book: Book, block: Block, before: Sequence[State]) -> list[Any]:
    after = states(area(book.sheets[block.sheet], block.column, block.row, len(block.values)))
    return [block.sheet, block.column, block.row, to_json(before), to_json(after)]


def undo(book: Book) -> tuple[str, int, list[Place]]:
    """Give the cells of the last write back what they held: the command, how many cells, and those that stay.

    A cell that somebody changed since then stays as it is. Raises Refused where there is nothing to undo.
    """
    last = recall(book, "write")
    if not last:
        says = "there is no write of pmxl into cells of this workbook to undo"
        raise Refused(says, "delete pages such as Brief by hand; Ctrl+Z undoes what you typed yourself")
    names = {sheet.name for sheet in book.sheets}
    for sheet in {block[0] for block in last["blocks"]} & names:
        if is_protected(book.sheets[sheet]):
            raise Refused(f'its sheet "{sheet}" is protected', "take the protection off (Review, Unprotect Sheet)")
    count, kept = 0, list[Place]()
    with calm(book, "pmxl: undoing"):
        for name, column, row, before, after in reversed(last["blocks"]):
            if name not in names:
                kept += [Place(name, row + i, letters_of(column)) for i in range(len(before))]
                continue
            changed = _undo_block(book.sheets[name], column, row, from_json(before), from_json(after))
            kept += [Place(name, row + i, letters_of(column)) for i in changed]
            count += len(before) - len(changed)
    remember(book, "write", None)
    return str(last["what"]), count, kept


def _undo_block(sheet: Sheet, column: int, row: int, before: list[State], after: list[State]) -> list[int]:
    """Put a block back where it still holds what pmxl wrote; gives the positions of cells that somebody changed."""
    now = states(area(sheet, column, row, len(before)))
    changed = [i for i, (one, other) in enumerate(zip(now, after, strict=True)) if not same_state(one, other)]
    put(sheet, column, row, [now[i] if i in changed else state for i, state in enumerate(before)])
    return changed
