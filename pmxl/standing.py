"""Where each register stands in a workbook, and which column under which header, wherever people moved them.

A register is found by the name of its table, then of its sheet, then by its headers; a column by its header, then by
another word for it, then by a near spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pmxl.brought import kinds_of_rows
from pmxl.model import Lookalike, RawBook, RawSheet, RawTable, Register, Standing, is_dated_page, is_page_name
from pmxl.model.raw import letters_of
from pmxl.registers import REGISTERS

HEADER_ROWS = 40
"""How far down a header may stand on a sheet that has no table."""


def stand(raw: RawBook) -> dict[str, Standing]:
    """Where each register stands: by the name of a table, then of a sheet, then by headers on a sheet that is left."""
    tables = {table.name.casefold(): table for table in raw.tables}
    names = {name.casefold(): name for name in raw.sheets}
    found: dict[str, Standing] = {}
    for register in REGISTERS:
        table = tables.get(register.name.casefold())
        if table and table.sheet in raw.sheets:
            headers = {table.first_column + i: title for i, title in enumerate(table.columns)}
            found[register.name] = _standing(register, table.sheet, table.header_row, table.last_row, headers, table)
    for register in REGISTERS:
        wanted = [names[w] for n in (register.name, register.title, *register.also) if (w := n.casefold()) in names]
        for name in wanted if register.name not in found else []:
            header, _ = _header(register, raw.sheets[name])
            if header:
                found[register.name] = _on_sheet(register, raw.sheets[name], header)
                break
    left = [r for r in REGISTERS if r.name not in found and r.group != "machine"]
    taken = {standing.sheet for standing in found.values()}
    for name in raw.sheets if left else ():
        if name in taken or _is_ours(name) or is_dated_page(raw, name):
            continue
        if not _share_out(raw.sheets[name], left, found):
            _claim_by_headers(raw.sheets[name], left, found)
    return found


def _share_out(sheet: RawSheet, left: list[Register[Any]], found: dict[str, Standing]) -> bool:
    """One list of risks, issues and more, with a column that says what each row is, belongs to all their registers."""
    header = max((_header(register, sheet) for register in left), key=lambda h: len(h[1]))[0]
    titles = {column: plain(title) for column, title in _titles(sheet, header).items()} if header else {}
    shares = {r: rows for r in left for name, rows in kinds_of_rows(sheet, header, titles).items() if r.name == name}
    for register, rows in shares.items():
        found[register.name] = _on_sheet(register, sheet, header)
        found[register.name].rows = rows
        left.remove(register)
    return bool(shares)


def _claim_by_headers(sheet: RawSheet, left: list[Register[Any]], found: dict[str, Standing]) -> None:
    """A list that somebody brought along belongs to the register whose words head it.

    Four words of the register must stand there, half of all headers must be its own, and one of them must be a word
    that few registers use: "ID, Owner, Status" alone says nothing. Four such words are enough, whatever else is there.
    """
    best: tuple[tuple[int, int], Register[Any], int] | None = None
    for register in left:
        header, words = _header(register, sheet)
        rare = sum(_uses(word) <= 2 for word in words)
        if len(words) >= 4 and rare and (rare >= 4 or len(words) * 2 >= len(_titles(sheet, header))):
            score = (rare, len(words))
            if best is None or score > best[0]:
                best = (score, register, header)
    if best is not None:
        _, register, header = best
        found[register.name] = _on_sheet(register, sheet, header)
        left.remove(register)


def _on_sheet(register: Register[Any], sheet: RawSheet, header: int) -> Standing:
    return _standing(register, sheet.name, header, max(sheet.cells), _titles(sheet, header), None)


def _is_ours(name: str) -> bool:
    return is_page_name(name) or any(name == r.name for r in REGISTERS)


def _header(register: Register[Any], sheet: RawSheet) -> tuple[int, set[str]]:
    """The row that bears the most words of a register, at least two of them, and those words; row 0 where none does."""
    words = _words(register)
    best: tuple[int, set[str]] = (0, set())
    for number in sorted(sheet.cells)[:HEADER_ROWS]:
        hits = {
            word for v in sheet.cells[number].values() if isinstance(v, str) for word in (plain(v), bare(v))
        } & words
        if len(hits) > max(1, len(best[1])):
            best = number, hits
    return best


def lookalikes(raw: RawBook, standings: dict[str, Standing]) -> Iterator[Lookalike]:
    """The sheets with headings of a register, and at least two rows below them, that no register was found on."""
    taken = {standing.sheet for standing in standings.values()}
    for name in raw.sheets:
        if name in taken or is_page_name(name) or is_dated_page(raw, name):
            continue
        sheet = raw.sheets[name]
        like = _resembled(sheet, standings)
        below = [len(cells) >= 2 for row, cells in sheet.cells.items() if like and row > like.header_row]
        if like and sum(below) >= 2 and not _is_former_brief(sheet):
            yield like


def _resembled(sheet: RawSheet, standings: dict[str, Standing]) -> Lookalike | None:
    """The register that a sheet looks like by three headings or more; of two alike, the one that stands nowhere.

    One of them must be a word that few registers use. A second list beside a register that is read must do more: it
    has the heading of what the register lists, and another such word, or every plan for training or mails would do.
    """
    found: Lookalike | None = None
    best = (0, 0, False)
    for row in sorted(sheet.cells)[:HEADER_ROWS]:
        texts = [value for value in sheet.cells[row].values() if isinstance(value, str)]
        seen = {word: text for text in texts for word in (plain(text), bare(text))} if len(texts) >= 3 else {}
        for register in REGISTERS if seen else ():
            words = _words(register) & seen.keys() if register.group != "machine" else frozenset()
            headings, rare = {seen[word] for word in words}, sum(_uses(word) <= 2 for word in words)
            is_like = rare >= 2 and words & _subject(register) if register.name in standings else rare
            score = (rare, len(words), register.name not in standings)
            if is_like and len(headings) >= 3 and score > best:
                best, found = score, Lookalike(sheet.name, row, register, [t for t in texts if t in headings])
    return found


def _is_former_brief(sheet: RawSheet) -> bool:
    return any(str(value).startswith("Made by pmxl") for cells in sheet.cells.values() for value in cells.values())


@cache
def _words(register: Register[Any]) -> frozenset[str]:
    """Every word that may head a column of a register."""
    return frozenset(plain(word) for c in register.columns for word in (c.title, *c.also))


@cache
def _subject(register: Register[Any]) -> frozenset[str]:
    """Every word that may head the column that says what a row of a register is."""
    return frozenset(plain(word) for c in register.columns[1:2] for word in (c.title, *c.also))


@cache
def _uses(word: str) -> int:
    """How many registers use a word as a header."""
    return sum(word in _words(register) for register in REGISTERS)


def _titles(sheet: RawSheet, header: int) -> dict[int, str]:
    return {column: str(value) for column, value in sheet.cells[header].items()}


def _standing(
    register: Register[Any], sheet: str, header: int, last: int, headers: dict[int, str], table: RawTable | None
) -> Standing:
    """Which declared column stands under which header: by title, by another word, without a unit, by near spelling."""
    left = {plain(title): column for column, title in sorted(headers.items(), reverse=True)}
    at: dict[str, int] = {}
    missing = list(register.columns)
    for words_of in (lambda c: (c.title,), lambda c: c.also):
        for column in missing:
            word = next((word for word in map(plain, words_of(column)) if word in left), None)
            if word is not None:
                at[column.name] = left.pop(word)
        missing = [c for c in missing if c.name not in at]
    without = {bare(title): title for title in left}
    for column in missing if without else []:
        for word in map(plain, (column.title, *column.also)):
            if column.name not in at and without.get(word) in left:
                at[column.name] = left.pop(without[word])
    renamed: dict[str, str] = {}
    missing = [c for c in missing if c.name not in at]
    for column in missing if left else []:
        from pmxl.nearest import nearest

        near = nearest(plain(column.title), left, alike=0.8) if column.typed else ""
        if near:
            at[column.name] = left.pop(near)
            renamed[headers[at[column.name]]] = column.title
    if "id" not in at and "wbs" in at:
        at["id"] = at["wbs"]  # A plan without IDs is linked by its outline numbers.
    letters = {name: letters_of(number) for name, number in at.items()}
    return Standing(sheet, header, last, letters, table, renamed, tuple(c for c in missing if c.name not in at))


def plain(header: object) -> str:
    """A header without case, stray blanks and trailing marks, for comparing."""
    return _plain(str(header))


@lru_cache(maxsize=4096)
def _plain(header: str) -> str:
    return " ".join(header.replace("\u200b", " ").split()).strip(" :*?").casefold()


def bare(header: object) -> str:
    """A header as `plain` gives it, without a scale or unit in brackets at its end: `Impact (1-5)` is `impact`."""
    words = plain(header)
    return re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", words) if words.endswith((")", "]")) else words
