"""Books to be judged: sheets of a case page made from rows, and their colours."""

from __future__ import annotations

from datetime import date, timedelta

from pages import TODAY, book_of

from pmxl.journey import Journey
from pmxl.model import Book, Colour

Rows = list[dict[str, object]]
START = date(2026, 1, 5)
TWENTY_WEEKS = date(2026, 5, 22)
"""A hundred working days from START on."""


def page(**registers: Rows) -> str:
    """The sheets of a case page."""
    found = []
    for name, rows in registers.items():
        titles = list(dict.fromkeys(title for row in rows for title in row))
        lines = ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
        lines += ["| " + " | ".join(str(row.get(title, "")) for title in titles) + " |" for row in rows]
        found.append(f"{name}:\n\n" + "\n".join(lines) + "\n")
    return "\n".join(found)


def settings(**values: object) -> Rows:
    return [{"Setting": key, "Value": value} for key, value in values.items()]


def book(**registers: Rows) -> Book:
    return Journey(book_of(page(**registers)), TODAY, strict=True).book


def colour(dimension: str, **registers: Rows) -> Colour:
    return book(**registers).judgements[dimension].colour


def weekdays_later(day: date, count: int) -> date:
    """That many days from Monday to Friday later, or earlier."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        count -= (1 if count > 0 else -1) if day.weekday() < 5 else 0
    return day


def chain(length: int, loose: int) -> Rows:
    """Tasks in a row, and some that hang on nothing."""
    linked: Rows = [
        {"ID": f"T-{i}", "Task": "Work", "Duration": 1, "Predecessors": f"T-{i - 1}" if i > 1 else ""}
        for i in range(1, length + 1)
    ]
    linked[0] |= {"Baseline start": START, "Baseline finish": TWENTY_WEEKS}
    return linked + [{"ID": f"T-{900 + i}", "Task": "Loose", "Duration": 1} for i in range(loose)]
