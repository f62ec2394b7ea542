"""Findings as people read them in a terminal: the worst first, by sheet, with what to do, each thing said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmxl.model import LEVELS, Level
from pmxl.reports.alike import Alike, alike
from pmxl.reports.checked import Checked, Look, cell, counted, day, one_line, tally, tally_of

COLOURS = {"error": "31", "warning": "33", "note": "36", "bold": "1", "faint": "2"}
"""What is drawn in which colour, as terminals number them."""
NAMED = 9
"""How many workbooks that could not be read are named once more at the end."""
ROWS_NAMED = 20
"""How many rows are named for which a sentence holds as well; with --all each one is."""


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """Each workbook's worst findings and a line that counts them; for several workbooks a line that counts all."""
    books = 0
    refused: list[str] = []
    levels: list[Level] = []
    for book in checked:
        yield "\n" if books and not book.refused else ""
        books += 1
        refused += [book.path] if book.refused else []
        levels += [finding.level for finding in book.findings]
        yield from _book(book, look)
    if books > 1:
        named = ", ".join(map(one_line, refused[:NAMED]))
        named += f" and {len(refused) - NAMED:,} more" if len(refused) > NAMED else ""
        unread = f"; {counted(len(refused), 'workbook')} not checked: {named}" if refused else ""
        yield f"\n{counted(books, 'workbook')}: {tally_of(levels) or 'nothing to look at'}{unread}.\n"


def _book(book: Checked, look: Look) -> Iterator[str]:
    if book.refused:
        yield f"{_drawn('Not checked:', 'error', look)} {one_line(book.refused)}\n"
        return
    said = alike(book.findings, book.nameless)
    shown = worst(said, look.most) if look.most else said
    sheets = dict.fromkeys(one.first.place.sheet for one in shown)
    for sheet in sheets:
        yield f"{_drawn(one_line(sheet) or 'Workbook', 'bold', look)}\n"
        here = [one for one in shown if one.first.place.sheet == sheet]
        wide = max(len(cell(one.first)) for one in here)
        for one in here:
            yield _finding(one, wide, look)
        yield "\n"
    shown_ones = {id(one) for one in shown}
    rest = [finding for one in said if id(one) not in shown_ones for finding in one.findings]
    if rest:
        yield f"and {len(rest):,} more: {tally(rest)} (use --all)\n\n"
    as_of = f" as of {day(book.as_of)}" if book.as_of else ""
    yield f"{_drawn(one_line(book.path), 'bold', look)}{as_of}: {tally(book.findings) or 'nothing to look at'}.\n"


def worst(said: Sequence[Alike], most: int) -> list[Alike]:
    """The *most* worst of what is said, in its order. Within a level each rule has its say before any repeats."""
    seen: dict[str, int] = {}
    ranked = []
    for i, finding in enumerate(one.first for one in said):
        seen[finding.rule] = seen.get(finding.rule, 0) + 1
        ranked.append((LEVELS.index(finding.level), seen[finding.rule], i))
    return [said[i] for i in sorted(i for *_, i in sorted(ranked)[:most])]


def _finding(one: Alike, wide: int, look: Look) -> str:
    finding = one.first
    start = f"  {cell(finding):{wide}}  {finding.level:7}  "
    rule, likewise = f"[{finding.rule}]", one.likewise(ROWS_NAMED if look.most else 0)
    said = " ".join(filter(None, (f"{finding.message}.", likewise)))
    lines = _wrapped(f"{one_line(said)} {rule}", look.width - len(start))
    lines[-1] = lines[-1].replace(rule, _drawn(rule, "faint", look))
    start = f"  {cell(finding):{wide}}  {_drawn(f'{finding.level:7}', finding.level, look)}  "
    return start + f"\n{' ' * (wide + 13)}".join(lines) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most *width* characters, broken at blanks; one line where that is too narrow to read."""
    if width < 30:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def _drawn(text: str, colour: str, look: Look) -> str:
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if look.colour else text
