"""The head of the page: which project, which brief, as of when."""

from __future__ import annotations

from pmxl.facts.issued import brief_number
from pmxl.model import Book, Context
from pmxl.sections.dates import full
from pmxl.sections.parts import Budget, Cell, Line, Section, joined


def header(book: Book, now: Context, _: Budget) -> Section:
    """The project's name and people; the number of the brief, the week and the as-of date."""
    return _heading(book, now, "Brief")


def team_header(book: Book, now: Context, _: Budget) -> Section:
    """The same for those who do the work."""
    return _heading(book, now, "Team brief")


def business_header(book: Book, now: Context, _: Budget) -> Section:
    """The same for those whose work will change."""
    return _heading(book, now, "Business brief")


def _heading(book: Book, now: Context, kind: str) -> Section:
    told = now.settings
    people = joined(
        told.customer or "",
        told.phase or "",
        told.sponsor and f"sponsor {told.sponsor}",
        told.manager and f"PM {told.manager}",
    )
    name = told.project_name or told.project_id or "Project without a name"
    week = f"Week {now.as_of.isocalendar().week} · as of {full(now.as_of)}"
    return Section(
        "header",
        "heading",
        (
            Line((Cell(name, "strong"), Cell(f"{kind} {brief_number(book, now.as_of)}", "strong"))),
            Line((Cell(people, "muted"), Cell(week, "muted"))),
        ),
    )
