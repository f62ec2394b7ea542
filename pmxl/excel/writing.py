"""Applying a plan to an open workbook: everything is looked at before anything is written, and a failure is undone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from pmxl.excel.application import STRUCTURE, Book, Range, Sheet, calm, if_it_can, patiently, say
from pmxl.excel.blocks import Block, blocks_of
from pmxl.excel.cells import State, all_states, area, from_json, put, same_state, surrounding, to_json, write
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

T = TypeVar("T")

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


def _hidden(raw: RawBook, sheet: str) -> Collection[int]:
    """The rows that are written one by one: Excel passes over filtered rows when it fills several cells at once."""
    return raw.sheets[sheet].hidden_rows if sheet in raw.sheets else ()


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
    for name, own in by_sheet(blocks, lambda block: block.sheet).items():
        _refuse_merged(there[name.casefold()], own)


def by_sheet(found: Iterable[T], sheet_of: Callable[[T], str]) -> dict[str, list[T]]:
    """What belongs to each sheet, in its order."""
    parted: dict[str, list[T]] = {}
    for one in found:
        parted.setdefault(sheet_of(one), []).append(one)
    return parted


def _is(book: Book, windows: str, macos: str) -> bool:
    """What the application says of a workbook by its name for it on each system; False where it does not know it."""
    if sys.platform == "darwin":
        return bool(if_it_can(lambda: getattr(book.api, macos).get(), False))
    return bool(if_it_can(lambda: getattr(book.api, windows), False))


def is_protected(sheet: Sheet) -> bool:
    """True where the cells of a sheet are locked. What cannot be asked is taken for open: Excel then refuses itself."""
    return bool(if_it_can(lambda: sheet.api.ProtectContents, False))


def _refuse_merged(sheet: Sheet, blocks: Sequence[Block]) -> None:
    if not _may_be_merged(sheet.range(str(surrounding([block.strip for block in blocks])))):
        return
    for block in blocks:
        if _may_be_merged(area(sheet, *block.strip)):
            place = Place(block.sheet, block.row, letters_of(block.column))
            end = f" to {letters_of(block.column)}{block.last_row}" if len(block.values) > 1 else ""
            raise Refused(f"{place}{end} holds merged cells", "unmerge them (Home, Merge & Center), then again")


def _may_be_merged(cells: Range) -> bool:
    """True where any of the cells belongs to merged ones: Excel says neither yes nor no where some do."""
    return if_it_can(lambda: cells.merge_cells, False) is not False


def _write_blocks(book: Book, blocks: Sequence[Block], done: Done) -> None:
    """Write the blocks, and keep in *done* what stood there."""
    count = 0
    for name, own in by_sheet(blocks, lambda block: block.sheet).items():
        sheet = book.sheets[name]
        for block, before in zip(own, all_states(sheet, [block.strip for block in own]), strict=True):
            if count % 50 == 0 and len(blocks) > 50:
                say(book.app, f"pmxl: writing {name}, {count * 100 // len(blocks)}%")
            count += 1
            done.append((block, before))
            write(sheet, block)


def _remember_blocks(book: Book, done: Done, what: str, before_them: list[Any]) -> None:
    if done:
        remember(book, "write", {"what": what, "blocks": [*before_them, *_records(book, done)]})


def _take_back(book: Book, done: Done) -> None:
    """Give the cells back what they held; where one block stays locked, the others must come back all the same."""
    for block, before in reversed(done):
        with contextlib.suppress(Exception):
            put(book.sheets[block.sheet], block.column, block.row, before)


def _records(book: Book, done: Done) -> Iterator[list[Any]]:
    """Each block that was written, with what stood there and what stands there now."""
    for name, own in by_sheet(done, lambda entry: entry[0].sheet).items():
        now = all_states(book.sheets[name], [block.strip for block, _ in own])
        for (block, before), after in zip(own, now, strict=True):
            yield [name, block.column, block.row, to_json(before), to_json(after)]


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
        for name, own in by_sheet(reversed(last["blocks"]), lambda block: str(block[0])).items():
            stay = _undo_blocks(book.sheets[name], own) if name in names else None
            for _, column, row, before, _ in own:
                left = [at for at in range(row, row + len(before)) if stay is None or (column, at) in stay]
                kept += [Place(name, at, letters_of(column)) for at in left]
                count += len(before) - len(left)
    remember(book, "write", None)
    return str(last["what"]), count, kept


def _undo_blocks(sheet: Sheet, blocks: Sequence[Sequence[Any]]) -> set[tuple[int, int]]:
    """Put blocks back where they still hold what pmxl wrote; gives column and row of cells that somebody changed.

    A cell that was written twice comes twice, the last write first.
    """
    strips = [(column, row, len(before)) for _, column, row, before, _ in blocks]
    cells = [[(column, at) for at in range(row, row + count)] for column, row, count in strips]
    now = dict(zip(chain(*cells), chain(*all_states(sheet, strips)), strict=True))
    changed: set[tuple[int, int]] = set()
    for (_, column, row, kept_before, kept_after), own in zip(blocks, cells, strict=True):
        before, after = from_json(kept_before), from_json(kept_after)
        for cell, former, left in zip(own, before, after, strict=True):
            if same_state(now[cell], left):
                now[cell] = former
            elif not same_state(now[cell], former):  # Where Excel stopped an undo, the next one goes on.
                changed.add(cell)
        put(sheet, column, row, [now[cell] for cell in own])
    return changed
