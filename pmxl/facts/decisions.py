"""Decisions: which wait for an answer, the last day on which it holds up no work, and how long answers take."""

from __future__ import annotations

import re
from datetime import date

from pmxl.facts.work import work_behind
from pmxl.model import Book, Context
from pmxl.registers.decisions import DECISIONS, OPTIONS, Decision, Option


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


def waiting(book: Book) -> list[Decision]:
    """Decisions with the status Needed; or without any; or planned, where their day has passed.

    The earliest day comes first, then the dearest to wait for. Days overdue must have been counted.
    """
    found = [
        decision
        for decision in book.of(DECISIONS)
        if decision.status in ("Needed", None) or (decision.is_open and decision.days_overdue)
    ]
    return sorted(found, key=lambda decision: (decision.needed_by or date.max, -_amount(decision.cost_of_waiting)))


def options_of(book: Book, decision: Decision) -> list[Option]:
    """The options of a decision in the order of their letters."""
    found = [option for option in book.of(OPTIONS) if decision.id and decision.id in option.decision]
    return sorted(found, key=lambda option: option.letter or "~")


def _amount(said: str | None) -> float:
    """The first number of a text such as `4,100 a week`, which is how dear it is to wait; 0 where there is none."""
    found = re.search(r"\d[\d,. ]*", said or "")
    digits = re.sub(r"[, ]", "", found[0]).rstrip(".") if found else ""
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0
