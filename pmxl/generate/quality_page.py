"""The sheet Quality: the 14 points of the DCMA assessment with their figures, and GAO's ten practices beside them."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.quality import POINTS, Point, figure, limit, quality
from pmxl.facts.words import capital, counted
from pmxl.generate.findings_page import height
from pmxl.model import Book, Context, Finding, PageCell, PageRow, ReplaceSheet, Row
from pmxl.schedule.quality import Check
from pmxl.sections.boxes import link_of
from pmxl.sections.dates import full

LANES = (("No", 6.0), ("Check", 26.0), ("What a sound schedule shows", 48.0), ("Figure", 34.0), ("Limit", 10.0),
         ("Result", 10.0), ("First at fault", 16.0), ("All at fault", 40.0))  # fmt: skip
"""Heading and width in characters of each column."""

MOST = 12
"""IDs that are listed for one check."""

PRACTICES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Capturing all activities", (), ("silent-scope", "scope-item-without-work")),
    ("Sequencing all activities", ("logic", "dangling", "leads", "lags", "relationship types"), ("loop-in-schedule",)),
    ("Assigning resources", ("resources",), ("row-without-owner", "owner-without-hours", "person-overloaded")),
    ("Establishing durations", ("high duration",), ("critical-task-without-basis", "long-task-without-a-step")),
    ("Tracing horizontally and vertically", (), ("task-started-out-of-order", "summary-with-dates-of-its-own")),
    ("A valid critical path", ("critical path test", "hard constraints"), ()),
    ("Reasonable total float", ("high float", "negative float"), ()),
    ("Analysing schedule risk", (), ("critical-task-without-basis",)),
    ("Updating with actual progress", ("invalid dates",), ("task-should-have-started", "task-should-have-finished")),
    ("Keeping a baseline", ("missed tasks",), ("baseline-never-set", "baseline-moved-without-change")),
)
"""GAO's ten practices (GAO-16-89G): what each is called, the points and the rules that look at it."""


def quality_page(book: Book, now: Context, findings: list[Finding]) -> ReplaceSheet:
    """The assessment as a page that is written anew at each refresh."""
    figures = quality(book, now)
    rows = (*_head(now, figures), *_points(book, figures), *_practices(figures, findings))
    return ReplaceSheet("Quality", tuple(w for _, w in LANES), rows, landscape=True, repeat_rows=3, after="Findings")


def _head(now: Context, figures: dict[str, Check]) -> Iterator[PageRow]:
    failed = sum(not check.ok for check in figures.values())
    said = f"{counted(failed, 'check')} of {len(figures)} failed" if failed else f"all {len(figures)} checks passed"
    yield PageRow((PageCell("Schedule quality", "title", len(LANES)),), 27)
    said = f"As of {full(now.as_of)}: {said}. DCMA 14-point assessment; the limits are on Settings."
    yield PageRow((PageCell(said, "subtitle", len(LANES)),), 18)
    yield PageRow(tuple(PageCell(title, "table_head") for title, _ in LANES), 18)


def _points(book: Book, figures: dict[str, Check]) -> Iterator[PageRow]:
    rows: dict[str, Row] = dict(book.plan[1]) if book.plan else {}
    for point in POINTS:
        check = figures.get(point.check)
        if check is None:
            continue
        names = list(dict.fromkeys(check.tasks))
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        first = rows.get(names[0]) if names else None
        cells = (
            PageCell(point.number, "table_muted"),
            PageCell(point.title, "table_strong"),
            PageCell(_wants(point, check), "table"),
            PageCell(figure(check, point), "table"),
            PageCell(limit(check), "table"),
            _result(ok=check.ok),
            PageCell(names[0], "table_link", link=link_of(book.place(first, "id"))) if first else PageCell("", "table"),
            PageCell(", ".join(names[:MOST]) + more, "table_muted"),
        )
        yield PageRow(cells, height(cells, LANES))


def _wants(point: Point, check: Check) -> str:
    return f"{point.wants.format(limit(check))}."


def _result(*, ok: bool) -> PageCell:
    return PageCell("PASS", "green") if ok else PageCell("FAIL", "red")


def _practices(figures: dict[str, Check], findings: list[Finding]) -> Iterator[PageRow]:
    """Each practice passes where its points do and its rules found nothing."""
    yield PageRow((PageCell("GAO's ten practices, as far as a sheet can show them", "heading", len(LANES)),), 30)
    told = [finding.rule for finding in findings]
    for number, (title, points, rules) in enumerate(PRACTICES, 1):
        failed = [name for name in points if name in figures and not figures[name].ok]
        found = {rule: told.count(rule) for rule in rules if rule in told}
        said = [f"the check on {name} failed" for name in failed]
        said += [f"{counted(count, 'finding')} of {rule}" for rule, count in found.items()]
        text = "; ".join(said) or "Nothing speaks against it."
        cells = (
            PageCell(str(number), "table_muted"),
            PageCell(title, "table_strong"),
            PageCell(capital(text), "table", 3),
            _result(ok=not said),
            PageCell("", "table", 2),
        )
        lanes = (LANES[0], LANES[1], ("", 92.0), LANES[5], ("", 56.0))
        yield PageRow(cells, height(cells, lanes))
