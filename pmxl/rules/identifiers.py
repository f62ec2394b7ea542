"""Rules on IDs: every row has one, and no other row has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmxl.facts.numbering import last_number
from pmxl.model import Book, Context, Register, Row
from pmxl.model.raw import number_of
from pmxl.registers import REGISTERS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import listing


def _used_before(register: Register[Any]) -> str:
    table = register.name
    position = f"ROW()-ROW({table}[[#Headers],[ID]])"
    return register.prefix and f'AND([ID]<>"",IFERROR(MATCH([ID],{table}[ID],0),{position})<{position})'


@book_rule(level="error", catalogue="STR-05", when_in=_used_before, cell="This ID stands in a row above.")
def id_used_twice(book: Book, now: Context) -> Iterator[Wrong]:
    """An ID that a row above it already bears.

    Why: what refers to the ID now points at two things, and nobody can tell which.

    Do: give the newer row the next free ID.
    """
    for register in REGISTERS:
        first: dict[str, Row] = {}
        again = [row for row in book.of(register) if row.id and first.setdefault(row.id.casefold(), row) is not row]
        free = last_number(book, register.prefix) if again else 0
        for number, row in enumerate(again, free + 1):
            says = f"{row.id} is used twice, in the rows {first[row.id.casefold()].number} and {row.number}"
            new = f"{register.prefix}-{number:03}"
            yield Wrong(row, says, "id", f"give the newer row the next free ID, {new}")


@book_rule(level="note", catalogue="STR-05")
def row_without_id(book: Book, now: Context) -> Iterator[Wrong]:
    """Rows of a register whose ID is blank.

    Why: until they have one, nothing can refer to them, and no history follows them.

    Do: refresh the workbook, which gives each the next free ID.
    """
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        if standing and register.prefix and "id" in standing.letters:
            at, cells = number_of(standing.letters["id"]), book.raw.sheets[standing.sheet].cells
            bare = [row for row in book.of(register) if not str(cells[row.number].get(at, "")).strip()]
            if bare:
                where = f"Row {bare[0].number} of" if len(bare) == 1 else f"{len(bare)} rows of"
                verb = "has no ID" if len(bare) == 1 else "have no ID"
                becomes = f"type one, or refresh the workbook and it becomes {bare[0].id}"
                many = f"type them, or refresh the workbook and they become {listing([row.id for row in bare])}"
                yield Wrong(bare[0], f"{where} {register.name} {verb}", "id", becomes if len(bare) == 1 else many)
