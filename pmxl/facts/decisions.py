"""Decisions: the last day on which an answer holds up no work, and how long answers take."""

from __future__ import annotations

from pmxl.facts.work import work_behind
from pmxl.model import Book, Context
from pmxl.registers.decisions import DECISIONS


def decisions(book: Book, now: Context) -> None:
    """Fill Latest safe date and Days open of every decision.

    The latest safe date is the working day before the earliest planned start of the unfinished work that waits.
    Days open count from raised to decided, or to the as-of date while nobody has answered.
    """
    behind = work_behind(book)
    for decision in book.of(DECISIONS):
        starts = [task.start for ref in decision.waits for task in behind.get(ref, ()) if task.start and task.is_open]
        decision.latest_safe = now.add_working_days(min(starts), -1) if starts else None
        end = decision.decided_on or (now.as_of if decision.is_open else None)
        raised = decision.raised_on
        decision.latency = max(0, now.working_days(raised, end)) if raised and end else None
