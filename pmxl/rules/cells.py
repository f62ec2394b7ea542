"""Rules on single cells: each holds what its column holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from pmxl.model import Book, Column, Context, ErrorValue, Misread, Place, Register
from pmxl.model.raw import letters_of, number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import EPOCH, FIRST_DAY, LAST_DAY, TRIMMED, bare_word
from pmxl.registers.machine import PEOPLE
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import counted, day, did_you_mean, listing, quoted

DAYS, NUMBERS = ("day",), ("whole", "number", "money", "percent")
SENTENCE, ALIKE = 4, 0.9
"""From so many words on, a text counts as a slip in another one only where so much of both is the same."""
YES_OR_NO = ("Yes", "No", "Y", "N", "True", "False")
"""What a column of Yes and No may say."""

PAGES = ("Brief", "Team brief", "Business brief", "Findings", "Dashboard", "Start here")
"""Sheets that pmxl writes as a whole."""


@cache
def _typed(register: Register[Any], kinds: tuple[str, ...]) -> list[Column]:
    return [column for column in register.columns if column.typed and column.kind in kinds]


def _any_of(conditions: list[str]) -> str:
    return f"OR({','.join(conditions)})" if conditions else ""


def _text_when(kinds: tuple[str, ...], register: Register[Any]) -> str:
    return _any_of([f"ISTEXT([{column.title}])" for column in _typed(register, kinds)])


def _range_when(register: Register[Any]) -> str:
    # The least and the greatest of several cells take no notice of text and blanks, and name each cell but once.
    columns = _typed(register, NUMBERS)
    found = []
    for least in dict.fromkeys(column.minimum for column in columns if column.minimum is not None):
        cells = ",".join(f"[{column.title}]" for column in columns if column.minimum == least)
        found.append(f"MIN({cells},{least:g})<{least:g}")
    for most in dict.fromkeys(column.maximum for column in columns if column.maximum is not None):
        cells = ",".join(f"[{column.title}]" for column in columns if column.maximum == most)
        found.append(f"MAX({cells},{most:g})>{most:g}")
    found += [f"N([{c.title}])<>INT(N([{c.title}]))" for c in columns if c.kind == "whole"]
    return _any_of(found)


def _list_when(register: Register[Any]) -> str:
    found = []
    for column in _typed(register, ("choice", "yes_no")):
        words = YES_OR_NO if column.kind == "yes_no" else column.choices
        listed = "|".join(words).lower()
        found += [f'ISERROR(FIND("|"&LOWER(TRIM([{column.title}]))&"|","||{listed}|"))'] if listed else []
    return _any_of(found)


def _days_when(register: Register[Any]) -> str:
    first, last = ((day - EPOCH).days for day in (FIRST_DAY, LAST_DAY))
    cells = ",".join(f"[{column.title}]" for column in _typed(register, DAYS))
    return _any_of([f"MIN({cells},{first})<{first}", f"MAX({cells},{last})>{last}"]) if cells else ""


def _error_when(register: Register[Any]) -> str:
    # A sum takes no notice of text and blanks, and shows the error of any cell that shows one.
    cells = [f"[{column.title}]" for column in register.columns if column.typed]
    return f"ISERROR(SUM({','.join(cells)}))"


def _misread(book: Book, *reasons: str) -> Iterator[Misread]:
    return (cell for cell in book.misread if cell.reason in reasons)


def _cell(cell: Misread) -> str:
    """How a sentence names a cell: by its row and column."""
    return cell.column.title if cell.register.name == "Settings" else f"{cell.row.name}: {cell.column.title}"


def _number_of(column: Column) -> str:
    """The number that a column wants, for a person: "a number from 1 to 5"."""
    per, (low, high) = column.kind == "percent", (column.minimum, column.maximum)
    if low is not None and high is not None:
        return f"a number from {low:.0%} to {high:.0%}" if per else f"a number from {low:g} to {high:g}"
    if low is not None:
        return f"a number, {low:g} or more"
    return "a number"


@book_rule(
    level="error", catalogue="STR-09", of_cells=True, when_in=_error_when, cell="A cell of this row shows an error."
)
def cell_shows_error(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell of a register, or of a page that pmxl writes, that shows an error such as #REF!.

    Why: everything that counts with the cell shows the error too, or quietly leaves it out.

    Do: bring back the column or the formula that the cell lost, or type the value.
    """
    for cell in _misread(book, "error-value"):
        yield Wrong(cell.row, f"{_cell(cell)} shows {cell.raw}", cell.column.name)
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        columns = [c for c in register.columns if not c.typed and c.name in standing.letters] if standing else []
        if standing is None or not columns:
            continue
        cells = book.raw.sheets[standing.sheet].cells
        rows = [(row, cells.get(row.number, {})) for row in book.of(register)]
        faulty = [(row, here) for row, here in rows if ErrorValue in map(type, here.values())]
        for column in columns if faulty else ():
            at = number_of(standing.letters[column.name])
            for row, here in faulty:
                raw = here.get(at)
                if isinstance(raw, ErrorValue) and not _has_error_before(book, row):
                    yield Wrong(row, f"{row.name}: {column.title} shows {raw}", column.name)
    for name in (page for page in PAGES if page not in book.rewritten):
        for number, shown in book.raw.sheets[name].cells.items() if name in book.raw.sheets else ():
            for at, raw in shown.items():
                if isinstance(raw, ErrorValue):
                    place = Place(name, number, letters_of(at))
                    yield Wrong(place, f"The page {name} shows {raw}", do="refresh the workbook")


@book_rule(
    level="error", catalogue="STR-04", of_cells=True, when_in=lambda register: _text_when(DAYS, register),
    cell="A date is typed as text.",
)  # fmt: skip
def date_held_as_text(book: Book, now: Context) -> Iterator[Wrong]:
    """A date column that holds text: a date typed as text, one with two readings, or no date at all.

    Why: Excel counts no days from a text, so nothing is ever overdue; and 03/04 is March to one reader and April to
    another.

    Do: type the day as a date.
    """
    for cell in _misread(book, "date-held-as-text", "ambiguous-date", "not-a-date"):
        if isinstance(cell.raw, str):
            readings = [
                day(date.fromisoformat(word), now) for word in cell.hint.split(" or ") if word[:2] in ("19", "20", "21")
            ]
            says = f"{_cell(cell)} is {quoted(cell.raw)}"
            if len(readings) == 2:
                yield Wrong(cell.row, f"{says}, which could be {' or '.join(readings)}", cell.column.name)
            elif readings:
                advice = f"type it as a date, {readings[0]}"
                yield Wrong(cell.row, f"{says}, a date typed as text", cell.column.name, advice)
            else:
                yield Wrong(cell.row, f"{says}, which is not a date", cell.column.name)


@book_rule(
    level="error", catalogue="STR-16", of_cells=True, when_in=_days_when, cell="A number stands where a date belongs."
)
def date_out_of_time(book: Book, now: Context) -> Iterator[Wrong]:
    """A date column that holds a number which is no day between 1950 and 2199.

    Why: a number typed where a date belongs becomes a day long ago, and every age counted from it is nonsense.

    Do: type the day as a date.
    """
    for cell in _misread(book, "not-a-date"):
        if not isinstance(cell.raw, str):
            reads = cell.hint.removeprefix("the number reads as ")
            said = f"as a date {reads}, which no plan means" if cell.hint else "which is not a date"
            yield Wrong(cell.row, f"{_cell(cell)} is {_number(cell.raw)}, {said}", cell.column.name)


@book_rule(catalogue="STR-12")
def name_written_two_ways(book: Book, now: Context) -> Iterator[Wrong]:
    """A name that is written in another way elsewhere: with another case, other dots or other blanks.

    Why: filters and counts take two spellings for two people.

    Do: write it the same way everywhere, as on the sheet People.
    """
    people = {person.person for person in book.of(PEOPLE) if person.person}
    chosen: dict[str, str] = {bare_word(name): name for name in people}
    seen: dict[str, list[Wrong]] = {}
    for register in REGISTERS:
        for column in _typed(register, ("person",)):
            for row in book.of(register):
                name = getattr(row, column.name)
                usual = chosen.setdefault(bare_word(name), name) if name else name
                # An owner whom Excel would not find on People is told of as not being there.
                strange = column.name == "owner" and usual in people and name.casefold() != usual.casefold()
                if name != usual and not strange:
                    seen.setdefault(name, []).append(
                        Wrong(row, f"{quoted(name)} is written {quoted(usual)} elsewhere", column.name)
                    )
    for found in seen.values():
        more = f" ({counted(len(found), 'cell')})" if len(found) > 1 else ""
        yield found[0]._replace(says=f"{found[0].says}{more}")


@book_rule(
    level="error", catalogue="STR-16", of_cells=True, when_in=lambda register: _text_when(NUMBERS, register),
    cell="A number is typed as text.",
)  # fmt: skip
def number_held_as_text(book: Book, now: Context) -> Iterator[Wrong]:
    """A number column that holds text.

    Why: Excel leaves text out of every sum and comparison without a word.

    Do: type the number alone, without its unit.
    """
    for cell in _misread(book, "number-held-as-text", "not-a-number", "outside-range"):
        if isinstance(cell.raw, str):
            what = "a number typed as text" if cell.used is not None else "which is not a number"
            what = f"which is text, and not {cell.hint}" if cell.reason == "outside-range" else what
            # Where there is no digit, there is no number to be left when the unit goes.
            do = "" if any(map(str.isdigit, cell.raw)) else f"type {_number_of(cell.column)}"
            yield Wrong(cell.row, f"{_cell(cell)} is {quoted(cell.raw)}, {what}", cell.column.name, do)


@book_rule(
    level="error", catalogue="STR-03", of_cells=True, when_in=_range_when, cell="A number lies outside its range.",
)  # fmt: skip
def number_outside_range(book: Book, now: Context) -> Iterator[Wrong]:
    """A number that its column cannot hold: too small, too large, or not whole.

    Why: scores and dates are worked out of it, and one impossible number spoils them all.

    Do: type a number that the column can hold.
    """
    for cell in _misread(book, "outside-range", "not-a-number"):
        if not isinstance(cell.raw, str):
            wanted = cell.hint or "a number"
            yield Wrong(cell.row, f"{_cell(cell)} is {_number(cell.raw)} and must be {wanted}", cell.column.name)


@book_rule(level="error", catalogue="STR-03", of_cells=True, when_in=_list_when, cell="A value is not in its list.")
def value_not_in_list(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell with a value that is not in the list of its column, as when something was pasted over a drop-down.

    Why: filters, counts and rules look for the words of the list and pass over any other.

    Do: choose a value from the list.
    """
    for cell in _misread(book, "not-in-list"):
        meant = did_you_mean(cell.hint and quoted(cell.hint))
        says = f"{_cell(cell)} is {quoted(cell.raw)}"
        if not cell.column.list_name:
            allowed = listing(cell.column.choices, most=9)
            yield Wrong(cell.row, f"{says}, which is not one of {allowed}{meant}", cell.column.name)


@book_rule(catalogue="STR-12")
def value_with_stray_blanks(book: Book, now: Context) -> Iterator[Wrong]:
    """Cells of an ID, a list or a name with blanks before or behind the value.

    Why: nobody sees them, and Excel takes the value for another one.

    Do: take the blanks out.
    """
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        columns = _typed(register, TRIMMED)
        if standing is None or not columns:
            continue
        cells = book.raw.sheets[standing.sheet].cells
        rows = [(row, cells[row.number]) for row in book.of(register)]
        for column in columns:
            at = number_of(standing.letters.get(column.name, ""))
            found = [row for row, here in rows if type(raw := here.get(at)) is str and raw.strip() not in ("", raw)]
            if found:
                verb = "has" if len(found) == 1 else "have"
                says = f"{counted(len(found), 'cell')} of {column.title} {verb} blanks around the value"
                yield Wrong(found[0], f"{says}: {listing([row.name for row in found])}", column.name)


@book_rule(catalogue="STR-03", of_cells=True)
def word_nearly_on_lists(book: Book, now: Context) -> Iterator[Wrong]:
    """A word that is nearly, but not quite, one of a list that the project keeps on the sheet Lists.

    Why: the list is your own and may grow, but two spellings of one word split every count.

    Do: correct it, or add it to Lists.
    """
    for cell in _misread(book, "not-in-list"):
        if cell.column.list_name and cell.hint and _is_slip(cell.raw, cell.hint):
            says = f"{_cell(cell)} is {quoted(cell.raw)}, which is not on Lists under {cell.column.list_name}"
            yield Wrong(cell.row, f"{says}{did_you_mean(quoted(cell.hint))}", cell.column.name)


def _is_slip(raw: object, meant: str) -> bool:
    """True for a word that is near another; a sentence must be nearly the same, for many begin alike."""
    from difflib import SequenceMatcher

    said = str(raw)
    return len(said.split()) < SENTENCE or SequenceMatcher(None, said.casefold(), meant.casefold()).ratio() >= ALIKE


def _has_error_before(book: Book, row: object) -> bool:
    """True where a typed cell of the row shows an error: the computed ones only repeat it."""
    return any(cell.row is row for cell in _misread(book, "error-value"))


def _number(raw: object) -> str:
    return f"{raw:g}" if isinstance(raw, float) else str(raw)
