"""History: what earlier reports recorded, so that a date that moves can be seen to move.

The register Snapshots is a log: one line for each value that differs from the one on record before. The first line
of a record tells where it began; what a record's field was at any report follows from the lines up to it. A refresh
for the same as-of date writes the same lines again, so refreshing twice changes nothing. Where briefs were issued, only
their days count as reports; what was refreshed in between stays in the log and is nobody's news.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from pmxl.model import Book, Context, Register, Row, Value
from pmxl.records import NamedTuple
from pmxl.registers import BY_NAME
from pmxl.registers.machine import SNAPSHOTS
from pmxl.registers.reports import REPORTS

REPORT = "report"
"""The record that notes each report itself: its field is the same word, its value the as-of date."""

WATCHED: dict[str, tuple[str, ...]] = {
    "Schedule": ("finish", "remaining", "percent_complete", "baseline_finish", "baseline_start"),
    "Actions": ("due", "status", "commitment"),
    "Decisions": ("needed_by", "status"),
    "Issues": ("target", "status", "next_step"),
    "Risks": ("status", "score"),
    "Changes": ("status",),
    "Scope": ("item", "acceptance", "in_out", "status"),
    "Cost": ("forecast", "actual"),
    "Readiness": ("criterion", "result"),
    "Benefits": ("actual", "measure_on"),
    "Status": ("computed", "declared", "measured", "way_back", "way_back_by"),
}
"""Which values of which register are put on record."""


class Entry(NamedTuple):
    """One line of the log."""

    as_of: date
    value: str


DAY = attrgetter("as_of")


class History:
    """The log of earlier reports: everything before the as-of date of this one.

    `reports` is the days of those that were issued, or of every refresh in a workbook in which none ever was.
    """

    def __init__(self, book: Book, as_of: date) -> None:
        self._whole: dict[tuple[str, str], list[Entry]] = {}
        lines = [
            line for line in book.of(SNAPSHOTS) if line.as_of and line.record and line.field and line.as_of < as_of
        ]
        for line in sorted(lines, key=lambda found: found.as_of or as_of):
            assert line.as_of  # The list above holds only lines with a date.
            self._whole.setdefault((line.record or "", line.field or ""), []).append(
                Entry(line.as_of, line.value or "")
            )
        issued = sorted({report.as_of for report in book.of(REPORTS) if report.as_of and report.as_of < as_of})
        logged = sorted({entry.as_of for entry in self._whole.get((REPORT, REPORT), [])})
        self.reports: list[date] = issued or logged
        self._log = self._seen_at(issued) if issued else self._whole
        self._records: dict[str, list[str]] = {}
        for record, field in self._log:
            self._records.setdefault(field, []).append(record)

    def _seen_at(self, reports: list[date]) -> dict[tuple[str, str], list[Entry]]:
        """The log as whoever reads only the issued reports knows it."""
        seen: dict[tuple[str, str], list[Entry]] = {}
        for place, whole in self._whole.items():
            log, read = list[Entry](), 0
            for report in reports:
                while read < len(whole) and whole[read].as_of <= report:
                    read += 1
                if read and (not log or log[-1].value != whole[read - 1].value):
                    log.append(Entry(report, whole[read - 1].value))
            if log:
                seen[place] = log
        return seen

    def entries(self, record: str, field: str) -> list[Entry]:
        """Every value that a field had, oldest first, each with the report that first showed it."""
        return self._log.get((record, field), [])

    def at(self, record: str, field: str, report: date) -> str | None:
        """What a field was on the day of a report; None where the record was not there yet."""
        log = self._whole.get((record, field))
        found = bisect_right(log, report, key=DAY) if log else 0
        return log[found - 1].value if log and found else None

    def last(self, record: str, field: str) -> str | None:
        """What a field was at the report before this one."""
        log = self.entries(record, field)
        return log[-1].value if log else None

    def with_prefix(self, prefix: str) -> int:
        """How many records whose IDs begin so, as in `R-`, are in the log."""
        return len({record for record, _ in self._whole if record.startswith(f"{prefix}-")})

    def records(self, field: str) -> list[str]:
        """The records that have ever shown a field."""
        return self._records.get(field, [])

    def dates(self, record: str, field: str, today: date | None) -> list[date]:
        """The different dates that a field has shown, oldest first, with today's value at the end."""
        found = [day for entry in self.entries(record, field) if (day := as_day(entry.value))]
        if today is not None:
            found.append(today)
        return [day for day, _ in groupby(found)]

    def lines(self, book: Book, as_of: date) -> Iterator[tuple[date, str, str, str]]:
        """The whole log as it must stand after this report: the old lines, and what is new or different now.

        What is gone becomes blank, so that the next report does not miss it again.
        """
        for (record, field), log in self._whole.items():
            for entry in log:
                yield entry.as_of, record, field, entry.value
        yield as_of, REPORT, REPORT, as_of.isoformat()
        here = {REPORT}
        for row in _watched(book):
            name = row.name
            here.add(name)
            for field in WATCHED[row.register.name]:
                value = as_text(getattr(row, field))
                if value != self._latest.get((name, field), ""):
                    yield as_of, name, field, value
        for (record, field), latest in self._latest.items():
            if latest and record not in here:
                yield as_of, record, field, ""

    @cached_property
    def _latest(self) -> dict[tuple[str, str], str]:
        """What every field on record was last, whether a report was issued or not."""
        return {place: log[-1].value for place, log in self._whole.items()}

    def seen(self, report: date) -> dict[str, dict[str, str]]:
        """Record -> field -> what it was on the day of a report, for everything that was on record then."""
        seen: dict[str, dict[str, str]] = {}
        for (record, field), log in self._whole.items():
            if found := bisect_right(log, report, key=DAY):
                seen.setdefault(record, {})[field] = log[found - 1].value
        return seen

    def reports_before(self, as_of: date, count: int) -> list[date]:
        """The last *count* reports before a date, oldest first; fewer where there are fewer."""
        return self.reports[max(0, bisect_left(self.reports, as_of) - count) : bisect_left(self.reports, as_of)]


def read_history(book: Book, now: Context) -> None:
    """Give the book its history: what earlier reports recorded."""
    book.history = History(book, now.as_of)


TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "Yes" if value else "No",
    tuple: ", ".join,
    date: date.isoformat,
    float: "{:g}".format,
}
"""How the log holds what is no text."""


def as_text(value: Value | tuple[str, ...]) -> str:
    """A value as the log holds it."""
    return TEXTS.get(type(value), str)(value)


def _watched(book: Book) -> Iterator[Row]:
    for name in WATCHED:
        for row in book.of(BY_NAME[name]):
            if row.id or name == "Status":
                yield row


def as_day(value: str | None) -> date | None:
    """A date of the log; None where it holds none, or somebody changed it."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def as_number(value: str | None) -> float:
    """A number of the log; nought where it holds none, or somebody changed it."""
    try:
        return float(value or 0)
    except ValueError:
        return 0.0


def last_report(book: Book) -> date | None:
    """The day of the report before this one; None where this is the first."""
    return book.history.reports[-1] if book.history and book.history.reports else None


def later_report(book: Book, as_of: date) -> date | None:
    """The latest report on record for a day after *as_of*; None where this is the latest.

    A report before it would be told between reports that were issued, so nothing is recorded for it.
    """
    return max((line.as_of for line in book.of(SNAPSHOTS) if line.as_of and line.as_of > as_of), default=None)


def rows_gone(book: Book, register: Register[Any]) -> int:
    """How many rows earlier reports had of a register that has none now."""
    if not register.prefix or book.history is None or book.of(register):
        return 0
    return book.history.with_prefix(register.prefix)
