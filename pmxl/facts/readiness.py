"""Readiness: when the gate of each criterion is planned, and when the criterion must hold."""

from __future__ import annotations

from datetime import date

from pmxl.model import Book, Context
from pmxl.registers.readiness import READINESS, Criterion
from pmxl.registers.schedule import Task


def readiness(book: Book, _: Context) -> None:
    """Fill Gate on: the earliest planned finish of the gates that a criterion opens."""
    for criterion in book.of(READINESS):
        gates = (book.by_id.get(ref) for ref in criterion.gate)
        criterion.gate_on = min((g.finish for g in gates if isinstance(g, Task) and g.finish), default=None)


def due_on(criterion: Criterion) -> date | None:
    """The day by which a criterion must hold: what is typed, or the day of its gate."""
    return criterion.due or criterion.gate_on
