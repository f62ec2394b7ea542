"""Issues: how old each is, beside how old it may become."""

from __future__ import annotations

from pmxl.generate.looks import LINE, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.registers.issues import ISSUES, Issue
from pmxl.tiles.tile import Tile, short

MOST = 6


def issues(book: Book, _: Context) -> Tile:
    """The open issues that are nearest to their age limit or beyond, as bars beside the limit."""
    open_ = [issue for issue in book.of(ISSUES) if issue.is_open and (issue.issue or issue.id)]
    aged = [issue for issue in open_ if issue.age is not None and issue.age_limit]
    late = [issue for issue in open_ if _is_late(issue)]
    blind = len(open_) - len(aged)
    said = f"{len(open_)} open, {len(late)} late" if open_ else "No open issue"
    said += f", {blind} undated" if blind else ""
    urgent = any(issue.severity == "Critical" for issue in late)
    colour = "RED" if urgent else "AMBER" if late else "GREEN" if aged else "?" if open_ else ""
    if not aged:
        missing = "Give the open issues a severity and the day they were raised." if open_ else "Nothing is stuck."
        return Tile("Issues", said, colour, empty=missing)
    aged.sort(key=lambda issue: -(issue.age or 0) / (issue.age_limit or 1))
    shown = aged[:MOST]
    data: list[list[Value]] = [["Issue", "Age", "Limit"]]
    data += ([_named(issue), issue.age, issue.age_limit] for issue in shown)
    series = (
        ChartSeries("Age", "Issue", "Age", colour=STEEL, labels="value",
                    points=tuple(RED if _is_late(issue) else STEEL for issue in shown)),
        ChartSeries("Limit", "Issue", "Limit", colour=LINE),
    )  # fmt: skip
    scale = ChartAxis(hidden=True, grid=False, minimum=0)
    chart = PageChart(
        "bar", "", series, category_axis=ChartAxis(reversed=True), value_axis=scale, gap=40, overlap=0, legend="bottom",
        alt="Working days that each issue is open, red where it is late, and the limit in grey",
    )  # fmt: skip
    return Tile("Issues", said, colour, chart=chart, data=data)


def _is_late(issue: Issue) -> bool:
    """Its target date has passed, or it is open for longer than its severity allows."""
    too_old = bool(issue.age and issue.age_limit) and (issue.age or 0) > (issue.age_limit or 0)
    return too_old or (issue.days_overdue or 0) > 0


def _named(issue: Issue) -> str:
    return f"{short(issue.name, 8)} {issue.severity or ''}".strip()
