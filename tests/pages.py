r"""Case pages: sheets as Markdown tables, then what pmxl must give.

    ## A change was put in and nobody approved it

    As of 2026-03-13.

    Changes:

    | ID     | Change      | Status      |
    |--------|-------------|-------------|
    | CR-008 | Move a wave | Implemented |

    ```findings
    Changes!D2: error: ... [change-done-without-approval]
    ```

A cell that reads as a number or an ISO date is one; "'5" is the text 5; "=5" is a formula that gives 5; "·" is a blank.
Settings are given by title or key. Sentences say what tables cannot: `Risks is a table down to row 4.`,
`Rows 3, 4 of Risks are hidden.` (or `are filtered.`), `Column F of Risks is hidden.`, `A link leads to "C:\old.xlsx".`,
`Column D of Risks offers "Open,Closed" in rows 2 to 4.`,
`A conflict copy "plan (conflict).xlsx" lies beside.`, `Odd: 'Risks'!F2: "x" is no date and is read as text.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pmxl.journey import Journey
from pmxl.model import ErrorValue, RawBook, RawSheet, RawTable, Validation
from pmxl.registers import BY_NAME
from pmxl.registers.cells import EPOCH
from pmxl.registers.settings import Settings

TODAY = date(2026, 3, 13)
BLOCK = re.compile(r"```(findings|columns|colours|brief|repairs)(?: ([^\n]*))?\n(.*?)```", re.DOTALL)


def parts(page: Path) -> list[str]:
    """The cases of a page: everything under one second-level heading each."""
    return re.split(r"(?m)^(?=## )", page.read_text(encoding="utf-8"))


def cell(text: str) -> object:
    """A cell of a Markdown table as Excel would hold it."""
    text = text.removeprefix("=")
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return float((date.fromisoformat(text) - EPOCH).days)
    if text.startswith("#"):
        return ErrorValue(text)
    return text.removeprefix("'").replace("\\|", "|").replace("·", " ")


def book_of(part: str) -> RawBook:
    """The workbook that a case describes: header in row 1, data from row 2, Excel tables where a sentence says so."""
    sheets: dict[str, RawSheet] = {}
    for name, table in re.findall(r"^([A-Z][\w ]*):\n\n((?:\|.*\n)+)", part, re.MULTILINE):
        lines = [re.split(r"(?<!\\)\|", line.strip())[1:-1] for line in table.splitlines()]
        rows = [[c.strip() for c in line] for line in (lines[0], *lines[2:])]
        cells = {
            i: {j: title if i == 1 else cell(title) for j, title in enumerate(row, 1) if title}
            for i, row in enumerate(rows, 1)
        }
        formulas = {(i, j): "..." for i, row in enumerate(rows, 1) for j, c in enumerate(row, 1) if c.startswith("=")}
        sheets[name] = RawSheet(name, cells, formulas, *_hidden(part, name), validations=_validations(part, name))
    sheets["Settings"] = _settings(part, sheets.get("Settings"))
    links = tuple(re.findall(r'^A link leads to "(.*)"\.$', part, re.MULTILINE))
    copies = tuple(re.findall(r'^A conflict copy "(.*)" lies beside\.$', part, re.MULTILINE))
    odd = re.findall(r"^Odd: (.*)\.$", part, re.MULTILINE)
    tables = tuple(_tables(part, sheets))
    return RawBook(sheets, tables, external_links=links, oddities=odd, conflict_copies=copies)


def _hidden(part: str, name: str) -> tuple[frozenset[int], frozenset[int], bool]:
    """The rows and columns of a sheet that a case says are hidden, and whether a filter hides them."""
    rows = re.search(rf"^Rows? ([\d, ]+) of {name} (?:is|are) (hidden|filtered)\.$", part, re.MULTILINE)
    columns = re.search(rf"^Column ([A-Z]) of {name} is hidden\.$", part, re.MULTILINE)
    numbers = frozenset(map(int, rows[1].split(","))) if rows else frozenset()
    return numbers, frozenset([ord(columns[1]) - 64] if columns else []), bool(rows and rows[2] == "filtered")


def _validations(part: str, name: str) -> list[Validation]:
    """The drop-downs of a sheet that a case speaks of."""
    said = re.findall(rf'^Column ([A-Z]) of {name} offers "(.*)" in rows (\d+) to (\d+)\.$', part, re.MULTILINE)
    return [Validation("list", [(int(a), ord(c) - 64, int(b), ord(c) - 64)], source) for c, source, a, b in said]


def _tables(part: str, sheets: dict[str, RawSheet]) -> Iterator[RawTable]:
    for name, last in re.findall(r"^([A-Z]\w*) is a table down to row (\d+)\.$", part, re.MULTILINE):
        header = sheets[name].cells[1]
        yield RawTable(name, name, 1, 1, int(last), tuple(str(header[i]) for i in range(1, len(header) + 1)))


def _settings(part: str, given: RawSheet | None) -> RawSheet:
    values: dict[str, object] = {"as_of": float((TODAY - EPOCH).days)}
    titles = {line.title: line.key for line in Settings.lines}
    if found := re.search(r"^As of (\d{4}-\d\d-\d\d)\.", part, re.MULTILINE):
        values["as_of"] = cell(found[1])
    for row in list(given.cells.values())[1:] if given else []:
        values[titles.get(str(row[1]), str(row[1]))] = row.get(2, "")
    header = {1: "Setting", 2: "Value", 3: "Key"}
    title_of = {line.key: line.title for line in Settings.lines}
    lines = {i: {1: title_of[key], 2: value, 3: key} for i, (key, value) in enumerate(values.items(), 2)}
    return RawSheet("Settings", {1: header, **lines})


def answers(part: str, subject: str) -> dict[tuple[str, str], str]:
    """What pmxl gives for each block of a case. A rule's page shows that rule alone."""
    journey = Journey(book_of(part), TODAY, strict=True)
    return {(kind, of): _answer(journey, kind, of, subject) for kind, of, _ in BLOCK.findall(part)}


def _answer(journey: Journey, kind: str, of: str, subject: str) -> str:
    if kind == "findings":
        from pmxl.rules import RULES

        found = journey.findings()
        if subject in {rule.name for rule in RULES}:
            found = [f for f in found if f.rule == subject]
        return "".join(f"{f.place}: {f.level}: {f.message}. [{f.rule}]\n" for f in found)
    if kind == "columns":
        return _columns(journey, of)
    if kind == "repairs":
        from pmxl.repairs import repairs_of

        return "".join(f"{repair}.\n" for repair in repairs_of(journey.book))
    if kind == "colours":
        shown = [j for name, j in journey.book.judgements.items() if not of or name == of]
        return "".join(f"{j.dimension}: {j.colour}: {j.because} ({j.limits})\n" for j in shown)
    from pmxl.reports.brief_markdown import brief_text

    return brief_text(journey.book, journey.now, of)


def _columns(journey: Journey, of: str) -> str:
    from pmxl.facts.history import as_text

    name, _, titles = of.partition(": ")
    register = BY_NAME[name]
    columns = [next(c for c in register.columns if c.title == title.strip()) for title in titles.split(",")]
    rows = journey.book.of(register)
    return "".join(
        " | ".join([row.name, *(as_text(getattr(row, c.name)) for c in columns)]).rstrip() + "\n" for row in rows
    )
