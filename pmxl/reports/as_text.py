"""Findings as people read them in a terminal: the worst first, by sheet, with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmxl.model import LEVELS, Finding, Level
from pmxl.reports.checked import Checked, Look, cell, counted, day, one_line, tally, tally_of

COLOURS = {"error": "31", "warning": "33", "note": "36", "bold": "1", "faint": "2"}
"""What is drawn in which colour, as terminals number them."""
NAMED = 9
"""How many workbooks that could not be read are named once more at the end."""


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
    shown = worst(book.findings, look.most) if look.most else list(book.findings)
    sheets = dict.fromkeys(finding.place.sheet for finding in shown)
    for sheet in sheets:
        yield f"{_drawn(one_line(sheet) or 'Workbook', 'bold', look)}\n"
        here = [finding for finding in shown if finding.place.sheet == sheet]
        wide = max(len(cell(finding)) for finding in here)
        for finding in here:
            yield _finding(finding, wide, look)
        yield "\n"
    rest = list(book.findings)
    for finding in shown:
        rest.remove(finding)
    if rest:
        yield f"and {len(rest):,} more: {tally(rest)} (use --all)\n\n"
    as_of = f" as of {day(book.as_of)}" if book.as_of else ""
    yield f"{_drawn(one_line(book.path), 'bold', look)}{as_of}: {tally(book.findings) or 'nothing to look at'}.\n"


def worst(findings: Sequence[Finding], most: int) -> list[Finding]:
    """The *most* worst of the findings, in their order. Within a level each rule has its say before any repeats."""
    said: dict[str, int] = {}
    ranked = []
    for i, finding in enumerate(findings):
        said[finding.rule] = said.get(finding.rule, 0) + 1
        ranked.append((LEVELS.index(finding.level), said[finding.rule], i))
    return [findings[i] for i in sorted(i for *_, i in sorted(ranked)[:most])]


def _finding(finding: Finding, wide: int, look: Look) -> str:
    start = f"  {cell(finding):{wide}}  {finding.level:7}  "
    lines = _wrapped(f"{one_line(finding.message)}. [{finding.rule}]", look.width - len(start))
    rule = f"[{finding.rule}]"
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
