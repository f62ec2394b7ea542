"""What was issued: the briefs on record, their numbers, and whether their pages still say what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pmxl.facts import seals
from pmxl.facts.cost import money
from pmxl.facts.history import WATCHED, as_text
from pmxl.facts.scope_drift import silence
from pmxl.facts.slip import last_to_finish
from pmxl.facts.words import day
from pmxl.model import Book, Context, RawSheet
from pmxl.records import NamedTuple
from pmxl.registers import BY_NAME
from pmxl.registers.changes import CHANGES
from pmxl.registers.cost import COST
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.issues import ISSUES
from pmxl.registers.reports import REPORTS, Report
from pmxl.registers.risks import RISKS
from pmxl.registers.status import OVERALL, overall_line


def issued(book: Book) -> list[Report]:
    """The issued briefs that have a number and a date, the first one first."""
    known = [report for report in book.of(REPORTS) if report.brief is not None and report.as_of is not None]
    return sorted(known, key=lambda report: report.as_of or date.min)


def issued_for(book: Book, as_of: date) -> Report | None:
    """The brief that was issued for a day; None where there is none."""
    return next((report for report in issued(book) if report.as_of == as_of), None)


def brief_number(book: Book, as_of: date | None) -> int:
    """Which brief this is: that of its day where one was issued, or else the next after all that were issued.

    What was only refreshed for takes no number, so that the first brief that is issued is brief 1.
    """
    reports = issued(book)
    same = next((report.brief for report in reports if report.as_of == as_of), None)
    return same if same is not None else 1 + max((report.brief or 0 for report in reports), default=0)


def last_brief(book: Book, as_of: date) -> str:
    """What the report before this one is called: `brief 4`, or its day where it was refreshed for and never issued."""
    before = [report for report in issued(book) if report.as_of and report.as_of < as_of]
    if before:
        return f"brief {before[-1].brief}"
    reports = book.history.reports if book.history else []
    return day(reports[-1], as_of) if reports else ""


def report_of(book: Book, now: Context, today: date, page: str, texts: Iterable[str]) -> Report:
    """The line that keeps what this brief said. The book must have been judged."""
    report = Report()
    report.brief, report.as_of, report.issued_on = brief_number(book, now.as_of), now.as_of, today
    line = overall_line(book)
    report.declared = line.declared if line else None
    overall, last = book.judgements.get(OVERALL), last_to_finish(book)
    report.computed = str(overall.colour) if overall else None
    report.colours = "; ".join(f"{name} {found.colour}" for name, found in book.judgements.items() if name != OVERALL)
    report.finish = last.finish if last else None
    report.forecast = money(book).forecast if book.of(COST) else None
    open_risks = [risk for risk in book.of(RISKS) if risk.is_open]
    report.risks, report.score = len(open_risks), sum(risk.rating or 0 for risk in open_risks)
    report.issues = sum(issue.is_open for issue in book.of(ISSUES))
    report.decisions = sum(decision.is_open for decision in book.of(DECISIONS))
    report.changes = sum(change.is_waiting for change in book.of(CHANGES))
    report.silent_days = silence(book).days
    report.page, report.page_seal = page, seal(texts)
    report.rows_seal = seal(_on_record(book))
    return report


def _on_record(book: Book) -> Iterator[str]:
    for name, fields in WATCHED.items():
        for row in book.of(BY_NAME[name]):
            yield "\t".join([row.name, *(as_text(getattr(row, field)) for field in fields)])


def seal(texts: Iterable[str]) -> str:
    """The seal of texts in their order."""
    return seals.seal("\n".join(texts))


def texts_of(sheet: RawSheet) -> Iterator[str]:
    """Everything that a sheet says, row by row, from left to right."""
    for row in sorted(sheet.cells):
        cells: Mapping[int, object] = sheet.cells[row]
        yield from (str(cells[column]) for column in sorted(cells) if cells[column] not in (None, ""))


class Tampered(NamedTuple):
    """An issued brief whose page is not as it was issued."""

    report: Report
    says: str


def tampered(book: Book) -> Iterator[Tampered]:
    """The issued briefs whose page was altered or is gone."""
    for report in issued(book):
        if not report.page:
            continue
        sheet = book.raw.sheets.get(report.page)
        if sheet is None:
            yield Tampered(report, f"the page of brief {report.brief} ({report.page}) is gone")
        elif report.page_seal and seal(texts_of(sheet)) != report.page_seal:
            yield Tampered(report, f"the page of brief {report.brief} was altered after it was issued")
