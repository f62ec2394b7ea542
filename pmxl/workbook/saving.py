"""Saving: edits become a patch of the package, and the patched package takes the file's place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import chain

from pmxl.model import Edit, ReplaceSheet, SetCells
from pmxl.workbook.addresses import column_number
from pmxl.workbook.archive import Packed
from pmxl.workbook.book import Workbook
from pmxl.workbook.columns import set_cells
from pmxl.workbook.draft import Draft, with_attributes
from pmxl.workbook.errors import Refused, about
from pmxl.workbook.lock import back_up, refuse_changed, refuse_open_elsewhere, refuse_read_only, write_safely
from pmxl.workbook.markup import decode, parse, splice
from pmxl.workbook.parts import CONTENT_TYPES
from pmxl.workbook.preflight import read_file

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}.main+xml"
_MACRO = "application/vnd.ms-excel.{}.macroEnabled.main+xml"
_KINDS = {
    ".xlsx": _MAIN.format("sheet"),
    ".xltx": _MAIN.format("template"),
    ".xlsm": _MACRO.format("sheet"),
    ".xltm": _MACRO.format("template"),
}
"""Ending of a file's name -> the content type of its workbook part."""


def save_edits(
    book: Workbook, edits: Iterable[Edit], out: str | os.PathLike[str] | None, *, backup: bool
) -> tuple[str, ...]:
    """What `save` promises."""
    target = book.path if out is None else os.fspath(out)
    with about(target):
        refuse_open_elsewhere(target)
        refuse_read_only(target)
        changed = patch(book, edits)
        if same_file(target, book.path):
            refuse_changed(book.path, book.data)
            if not changed:
                return ()
            if backup:
                back_up(book.path, book.data)
            write_safely(target, book.package.archive.rebuild(changed), former=book.data)
        else:
            changed |= _kind_of_file(book, changed, target)
            former = read_file(target) if backup and os.path.exists(target) else b""
            if former:
                back_up(target, former)
            content = book.package.archive.rebuild(changed) if changed else book.data
            write_safely(target, content, former=former or None)
    return tuple(sorted(changed))


def same_file(one: str, other: str) -> bool:
    """True where two paths lead to one file, whether it is there or not."""
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _kind_of_file(book: Workbook, changed: Mapping[str, bytes | Packed | None], target: str) -> dict[str, bytes]:
    """What must change so that the content is of the kind that the file's name says, or Excel would not open it."""
    wanted = _KINDS.get(os.path.splitext(target)[1].lower())
    main, types = book.contents.main, book.package.tree(CONTENT_TYPES)
    node = next((n for n in types.children if n.get("PartName").lower() == f"/{main}".lower()), None)
    if wanted is None or node is None or node.get("ContentType") == wanted:
        return {}
    if ("macroEnabled" in node.get("ContentType")) != ("macroEnabled" in wanted):
        with_or_without = "with" if "macroEnabled" in node.get("ContentType") else "without"
        raise Refused(f"the workbook is one {with_or_without} macros", "give the result the ending of the original")
    new = changed.get(CONTENT_TYPES)
    content = new if isinstance(new, bytes) else book.package.archive.read(CONTENT_TYPES)
    text, encoding = decode(content, CONTENT_TYPES)
    nodes = parse(text, CONTENT_TYPES).children
    stated = next(n for n in nodes if n.get("PartName").lower() == f"/{main}".lower())
    return {CONTENT_TYPES: splice(text, [with_attributes(stated, ContentType=wanted)]).encode(encoding)}


def patch(book: Workbook, edits: Iterable[Edit]) -> dict[str, bytes | Packed | None]:
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
    draft.new_tables = {page.table.lower() for page in pages if page.table}
    if any(page.charts for page in pages):
        for edit in chain.from_iterable(cells.values()):
            column = column_number(edit.column)
            draft.values |= {(edit.sheet, row, column): value for row, value in edit.values.items()}
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
    # Excel and .NET keep signatures and lists of changes in different folders; the relationships say what they are.
    if any("/digital-signature/" in link.node.get("Type") for link in book.package.relationships("")):
        raise Refused("it is digitally signed, and any change breaks the signature", "remove the signature first")
    if any(link.kind == "revisionHeaders" for link in book.contents.relationships.values()):
        raise Refused("it is a shared workbook with a list of changes", "stop sharing it in Excel (Review) first")
