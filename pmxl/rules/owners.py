"""Rules on owners: every open row has one, who is one person, whom everybody can find."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pmxl.facts.freshness import rows_to_do
from pmxl.model import Book, Context, Register
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.machine import PEOPLE
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.status import STATUS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import did_you_mean, quoted

GROUPS = (
    " team ", " group ", " dept ", " department ", " board ", " committee ", " everybody ", " and ", "/", "&", ";", "+",
)  # fmt: skip
"""What betrays that a name is not one person's, once the name stands between two blanks."""


@lru_cache(maxsize=1024)
def looks_like_a_group(name: str | None) -> bool:
    """True where a name is that of a team, or of two people."""
    said = f" {name} ".casefold()
    return any(mark in said for mark in GROUPS)


def looks_like_a_group_when(cell: str) -> str:
    """The Excel condition that says the same of a cell: taking the marks out makes the name shorter."""
    bare = f'LOWER(" "&{cell}&" ")'
    for mark in GROUPS:
        bare = f'SUBSTITUTE({bare},"{mark}","")'
    return f"LEN({cell})+2<>LEN({bare})"


def owned(register: Register[Any]) -> str:
    """The title of the column that holds the owner of a register's rows; "" where rows are not owned like that.

    Status has its own rule on who finds the way back.
    """
    found = [column.title for column in register.columns if column.name == "owner"]
    return found[0] if found and register is not STATUS else ""


def _real(register: Register[Any]) -> str:
    return '[Type]<>"Summary",' if register is SCHEDULE else ""


def _group_when(register: Register[Any]) -> str:
    title = owned(register) if register is not DECISIONS else ""
    return title and f"AND(OPEN,{_real(register)}{looks_like_a_group_when(f'[{title}]')})"


def _unknown_when(register: Register[Any]) -> str:
    title = owned(register)
    return title and (
        f'AND(OPEN,{_real(register)}[{title}]<>"",COUNTA(People[Name])>0,COUNTIF(People[Name],TRIM([{title}]))=0)'
    )


def _missing_when(register: Register[Any]) -> str:
    title = owned(register) if register is not DECISIONS else ""
    return title and f'AND(OPEN,{_real(register)}[{title}]="")'


@book_rule(catalogue="OWN-02", when_in=_group_when, cell="A team cannot be asked: name one person.")
def owner_is_a_group(book: Book, now: Context) -> Iterator[Wrong]:
    """An open row that a team or two people own.

    Why: a team cannot be asked on Friday, and of two people each takes it for the other's.

    Do: name one person, and the others elsewhere in the row.
    """
    for row in rows_to_do(book):
        name = getattr(row, "owner", None)
        if name and row.register is not DECISIONS and looks_like_a_group(name):
            yield Wrong(row, f"{row.name} is owned by {quoted(name)}, which is not one person", "owner")


@book_rule(catalogue="OWN-03", when_in=_unknown_when, cell="The owner is not on the sheet People.")
def owner_not_in_people(book: Book, now: Context) -> Iterator[Wrong]:
    """An open row whose owner is not on the sheet People.

    Why: two spellings are two people to every filter and every count, and a stranger cannot be sent a list.

    Do: correct the name, or add the person to People.
    """
    people = {person.person.casefold(): person.person for person in book.of(PEOPLE) if person.person}
    for row in rows_to_do(book) if people else ():
        name = getattr(row, "owner", None)
        if name and name.casefold() not in people and not looks_like_a_group(name):
            from pmxl.nearest import nearest

            meant = did_you_mean(nearest(name, people.values(), alike=0.7))
            yield Wrong(row, f"{row.name} is owned by {quoted(name)}, who is not on People{meant}", "owner")


@book_rule(level="error", catalogue="OWN-01", when_in=_missing_when, cell="Nobody owns it: name one person.")
def row_without_owner(book: Book, now: Context) -> Iterator[Wrong]:
    """An open row that nobody owns.

    Why: what nobody owns nobody does, and nobody can be asked.

    Do: name one person.
    """
    for row in rows_to_do(book):
        if not getattr(row, "owner", None) and row.register is not DECISIONS:
            yield Wrong(row, f"Nobody owns {row.name}", "owner")
