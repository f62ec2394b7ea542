"""Saving: edits become a patch of the package, and the patched package takes the file's place."""

from __future__ import annotations

import os
from collections.abc import Iterable

from pmxl.model import Edit, ReplaceSheet, SetCells
from pmxl.workbook.book import Workbook
from pmxl.workbook.columns import set_cells
from pmxl.workbook.draft import Draft
from pmxl.workbook.errors import Refused, about
from pmxl.workbook.lock import back_up, refuse_changed, refuse_open_elsewhere, write_safely


def save_edits(
    book: Workbook, edits: Iterable[Edit], out: str | os.PathLike[str] | None, *, backup: bool
) -> tuple[str, ...]:
    """What `save` promises."""
    target = book.path if out is None else os.fspath(out)
    with about(target):
        refuse_open_elsewhere(target)
        changed = patch(book, edits)
        data = book.package.archive.rebuild(changed) if changed else book.data
        if out is None:
            refuse_changed(book.path, book.data)
            if not changed:
                return ()
            if backup:
                back_up(book.path, book.data)
        write_safely(target, data)
    return tuple(sorted(changed))


def patch(book: Workbook, edits: Iterable[Edit]) -> dict[str, bytes | None]:
    """The parts that the edits change: their new content, or None where a part goes. Raises Refused."""
    refuse_unkeepable(book)
    draft = Draft(book)
    entries = {sheet.name: sheet for sheet in book.contents.sheets}
    cells: dict[str, list[SetCells]] = {}
    pages: list[ReplaceSheet] = []
    for edit in edits:
        if isinstance(edit, SetCells):
            cells.setdefault(edit.sheet, []).append(edit)
        else:
            pages.append(edit)
    for name, of_sheet in cells.items():
        if name not in book.raw.sheets:
            raise Refused(f'it has no sheet "{name}"', "open the workbook again")
        set_cells(draft, entries[name], of_sheet)
    if pages:
        from pmxl.workbook.transplant import replace_sheets

        replace_sheets(draft, pages)
    return draft.finish()


def refuse_unkeepable(book: Workbook) -> None:
    """Raises Refused for a workbook that no change from outside can keep whole."""
    if book.encrypted:
        raise Refused("it is protected by a password, which a change would take away", "save a copy without one first")
    names = [member.name.lower() for member in book.package.archive.members]
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise Refused("it is digitally signed, and any change breaks the signature", "remove the signature first")
    if any(name.startswith("xl/revisions/") for name in names):
        raise Refused("it is a shared workbook with a list of changes", "stop sharing it in Excel (Review) first")
