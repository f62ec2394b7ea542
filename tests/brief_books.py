"""Books to make briefs of: the demo, any rows, and a project that has too much of everything."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pmxl import demo
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet
from pmxl.registers.cells import EPOCH
from pmxl.sections.brief import Brief, brief_of

TODAY = date(2026, 3, 13)
CASES = Path(__file__).parent / "cases" / "sections"


@cache
def journey() -> Journey:
    return Journey(demo.raw_book(), TODAY, strict=True)


def brief() -> Brief:
    return brief_of(journey().book, journey().now)


def book(**sheets: list[dict[str, object]]) -> RawBook:
    """A workbook of the given rows, headers in row 1; dates become serial numbers."""
    return RawBook({name: RawSheet(name, dict(cells(rows))) for name, rows in sheets.items()})


def cells(rows: list[dict[str, object]]) -> list[tuple[int, dict[int, object]]]:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    found: list[tuple[int, dict[int, object]]] = [(1, dict(enumerate(titles, 1)))]
    for number, row in enumerate(rows, 2):
        values = {titles.index(title) + 1: value for title, value in row.items()}
        found.append(
            (number, {i: float((v - EPOCH).days) if isinstance(v, date) else v for i, v in values.items()}),
        )
    return found


def brief_from(raw: RawBook) -> Brief:
    found = Journey(raw, TODAY, strict=True)
    return brief_of(found.book, found.now)


def book_and_now(raw: RawBook) -> tuple[object, object]:
    found = Journey(raw, TODAY, strict=True)
    return found.book, found.now


def crammed(text: str) -> RawBook:
    """A project that has too much of everything, all of it said at length."""
    rows = range(1, 41)
    soon = [TODAY + timedelta(days=i % 9 - 2) for i in rows]
    return book(
        Settings=[
            {"Setting": "Project", "Value": text, "Key": "project_name"},
            {"Setting": "Customer", "Value": text, "Key": "customer"},
            {"Setting": "As-of date", "Value": TODAY, "Key": "as_of"},
        ],
        Status=[
            {"Dimension": name, "Declared": "GREEN", "Reason if better": text, "Agreed by": text, "Until": TODAY}
            for name in ("Schedule", "Scope", "Risk & issues", "Dependencies", "Overall")
        ],
        Decisions=[
            {
                "ID": f"DEC-{i:03d}", "Question": text, "Decider": text, "Status": "Needed", "Needed by": soon[i - 1],
                "Cost of waiting": text, "Recommended": f"B: {text}",
            }
            for i in rows
        ],
        Options=[
            {"ID": f"OPT-{i:03d}", "Option": text, "Decision": f"DEC-{(i + 3) // 4:03d}", "Letter": "ABCD"[i % 4],
             "Time (days)": 3, "Cost": 1e9, "Quality": "Worse", "Risk after (1-25)": 25, "Recommended": "Yes"}
            for i in rows
        ],
        Actions=[
            {"ID": f"ACT-{i:03d}", "Action": text, "Owner": text, "Status": "Open", "Due": soon[i - 1],
             "Commitment": "Yes", "Proof": text, "Unlocks": "T-001, T-002, T-003, T-004, T-005"}
            for i in rows
        ],
        Risks=[
            {"ID": f"R-{i:03d}", "Risk": text, "Owner": text, "Status": "Open", "Expected": soon[i - 1],
             "Likelihood": 5, "Impact": 5, "Trigger": text, "Response action": text, "Response due": soon[i - 1]}
            for i in rows
        ],
        Schedule=[
            {"ID": f"T-{i:03d}", "Task": text, "Owner": text, "Key milestone": "Yes", "Duration": 0,
             "Not before": soon[i - 1] + timedelta(days=30), "Baseline finish": soon[i - 1]}
            for i in rows
        ],
    )  # fmt: skip


LENGTHY = "a rather long sentence that somebody wrote without ever thinking of the page it must fit " * 3
HOSTILE = {
    "long words": "Donaudampfschifffahrtsgesellschaftskapitän" * 6,
    "many words": LENGTHY,
    "Chinese": "财务部必须在四月结账之前完成迁移，否则九个宏将无法运行。" * 8,
    "Arabic": "يجب على الإدارة المالية الانتقال قبل إغلاق شهر أبريل " * 8,
    "signs": "<b>&amp; | `x` * _ # =1+1 @sum \u202e\u0007 👍🏽" * 8,
    "wide letters": "WWWWWWWW MMMMMMMM " * 20,
}
