"""Whom to call: the people behind what the business brief says, and how to reach them."""

from __future__ import annotations

from pmxl.facts.work import key_milestones_ahead
from pmxl.model import Book, Context
from pmxl.registers.machine import PEOPLE
from pmxl.sections.business import coming_changes
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of

LANES = (Lane("Name", 8), Lane("About", 11), Lane("Role", 9), Lane("E-mail", 12))


def whom_to_call(book: Book, now: Context, budget: Budget) -> Section:
    """The project manager, who owns what comes next, and who drives the changes, each once."""
    about: dict[str, list[str]] = {}
    owned = [(task.owner, task.name) for task in key_milestones_ahead(book)[: budget.events]]
    owned += [(change.owner, change.name) for change in coming_changes(book)[: budget.changes]]
    for owner, name in owned:
        if owner:
            about.setdefault(owner, []).append(name)
    if now.settings.manager:
        about.setdefault(now.settings.manager, []).append("everything else")
    shown = list(about.items())[: budget.contacts]
    return Section(
        "whom to call", "table", tuple(_line(book, name, what) for name, what in shown), "5  Whom to call",
        Cell(more(len(about), len(shown), PEOPLE.name)), sheet_of(book, PEOPLE), LANES, "Nobody is named.",
    )  # fmt: skip


def _line(book: Book, name: str, what: list[str]) -> Line:
    person = next((found for found in book.of(PEOPLE) if found.person == name), None)
    role, mail = (person.role, person.email) if person else (None, None)
    cells = (
        Cell(name, "strong"),
        Cell(", ".join(what)),
        filled(role, "no role given", "muted"),
        filled(mail, "no e-mail given", "muted"),
    )
    return Line(cells, book.place(person, "person") if person else None, name)
