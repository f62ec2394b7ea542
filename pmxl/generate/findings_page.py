"""The sheet Findings: how much there is to look at, the ten worst, then everything by owner, each thing said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmxl.colours.measure import cut
from pmxl.facts.numbering import nameless
from pmxl.facts.words import capital
from pmxl.model import LEVELS, Book, Context, Finding, PageCell, PageRow, ReplaceSheet, Row
from pmxl.reports.alike import Alike, alike
from pmxl.reports.as_text import ROWS_NAMED, worst
from pmxl.reports.checked import cell, counted, tally
from pmxl.sections.arial import PADDING, Font, leading, lines
from pmxl.sections.dates import full

LANES = (("Level", 9.0), ("Where", 17.0), ("What", 54.0), ("What to do", 46.0), ("Rule", 30.0), ("Owner", 18.0))
"""Heading and width in characters of each column: 174 in all, one landscape page at about four fifths of its size."""

WORST = 10
"""Findings that are shown first, whoever owns them: the same that `pmxl check` shows."""

CHARACTER = 5.25
"""Points of width of one character of a column: 7 dots of a screen."""

FONT = Font(10)
INSET = 8.5
"""Points that the looks of a table keep free on the left."""
LONGEST, LONGEST_NAME = 600, 60
"""Letters of a sentence and of a name that are shown; a cell that holds a novel must not fill the page."""


def findings_page(book: Book, now: Context, findings: list[Finding]) -> ReplaceSheet:
    """Every finding with a link to its cell. Findings come in errors first, as `Journey.findings` gives them.

    What holds for many rows is said once; the line of each of the others lies folded away below it.
    """
    rows = (*_head(now, findings), *_body(book, findings))
    widths = tuple(width for _, width in LANES)
    return ReplaceSheet("Findings", widths, rows, landscape=True, repeat_rows=3, after="Brief", folded=True)


def _head(now: Context, findings: list[Finding]) -> Iterator[PageRow]:
    said = (
        f"{tally(findings)}. Choose a cell under Where to jump to it, and + at the edge to see each row of which the "
        "same holds. The sheet is written anew at each refresh."
        if findings
        else "Every check passed."
    )
    yield PageRow((PageCell("Findings", "title", len(LANES)),), 27)
    yield PageRow((PageCell(f"As of {full(now.as_of)}: {said}", "subtitle", len(LANES)),), 18)
    yield PageRow(tuple(PageCell(title, "table_head") for title, _ in LANES), 18)


def _body(book: Book, findings: list[Finding]) -> Iterator[PageRow]:
    if not findings:
        yield PageRow((PageCell("Nothing to look at.", "muted", len(LANES)),), 18)
        return
    owners, by_cell = _Owners(book, findings), nameless(book)
    said = alike(findings, by_cell)
    if len(said) > WORST:
        yield _group(f"The {WORST} worst")
        yield from (_line(one, owners) for one in worst(said, WORST))
    for owner, theirs in owners.of(findings):
        yield _group(f"{owner or 'Nobody owns these'} ({len(theirs)})")
        for one in alike(theirs, by_cell):
            yield _line(one, owners)
            yield from (_line(Alike(finding, []), owners)._replace(level=1) for finding, _ in one.others)


def _group(title: str) -> PageRow:
    return PageRow((PageCell(title, "heading", len(LANES)),), 26)


def _line(one: Alike, owners: _Owners) -> PageRow:
    finding, names = one.first, list(dict.fromkeys(owners[finding] for finding in one.findings))
    owner = names[0] if len(names) == 1 else counted(len(names), "owner")
    cells = (
        PageCell(finding.level.capitalize(), finding.level),
        PageCell(_where(finding), "table_link", link=finding.place.link),
        PageCell(" ".join(filter(None, (_sentence(finding.says), one.likewise(ROWS_NAMED)))), "table"),
        PageCell(_sentence(finding.do), "table"),
        PageCell(finding.rule, "table_muted"),
        PageCell(owner or "nobody", "table" if owner else "table_muted"),
    )
    return PageRow(cells, height(cells, LANES))


def _where(finding: Finding) -> str:
    return f"{finding.place.sheet} {cell(finding)}".rstrip()


def _sentence(said: str) -> str:
    said = said if len(said) <= LONGEST else said[:LONGEST].rpartition(" ")[0] + " …"
    return capital(said) + ("." if said and said[-1] not in ".?!…" else "")


def height(cells: tuple[PageCell, ...], lanes: Sequence[tuple[str, float]]) -> float:
    """Points that a row takes, by the width of its lanes: not every program lets rows grow by themselves."""
    rooms = (width * CHARACTER - PADDING - INSET for _, width in lanes)
    texts = [str(cell.value or "") for cell in cells]
    most = max(lines(text, room, FONT) * leading(text) for text, room in zip(texts, rooms, strict=True))
    return min(round(most * FONT.size + 5), 400)


class _Owners:
    """Who answers for a finding: the owner of the row that it stands in; for control sheets the project manager.

    Columns with one first word are a part of the row, and the part may have an owner of its own: `response_due`
    belongs to the `response_owner`, where one is named.
    """

    def __init__(self, book: Book, findings: list[Finding]) -> None:
        self._manager = cut(book.settings.manager or "", LONGEST_NAME)
        self._rows: dict[tuple[str, int], Row] = {}
        sheets = {finding.place.sheet for finding in findings}
        for name, rows in book.rows.items():
            standing = book.standings.get(name)
            if standing is not None and standing.sheet in sheets:
                self._rows |= {(standing.sheet, row.number): row for row in rows}

    def __getitem__(self, finding: Finding) -> str:
        row = self._rows.get((finding.place.sheet, finding.place.row))
        if row is None or row.register.name in ("Status", "Settings"):
            return self._manager
        name = next((column.name for column in row.columns if column.title == finding.column), "")
        part = getattr(row, f"{name.partition('_')[0]}_owner", None)
        return cut(part or getattr(row, "owner", None) or "", LONGEST_NAME)

    def of(self, findings: list[Finding]) -> list[tuple[str, list[Finding]]]:
        """Each owner with their findings, by how bad and how many these are; what nobody owns comes last."""
        theirs: dict[str, list[Finding]] = {}
        for finding in findings:
            theirs.setdefault(self[finding], []).append(finding)

        def rank(item: tuple[str, list[Finding]]) -> tuple[bool, list[int], str]:
            levels = [finding.level for finding in item[1]]
            return item[0] == "", [-levels.count(level) for level in LEVELS], item[0]

        return sorted(theirs.items(), key=rank)
