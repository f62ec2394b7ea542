"""The colour of Readiness: must-have criteria that are due, and those that failed with their gate near."""

from __future__ import annotations

from datetime import date

from pmxl.colours.measure import Measure, judged, not_known, not_yet
from pmxl.facts.readiness import due_on
from pmxl.facts.words import counted, day, days, share
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, Book, Context, Judgement
from pmxl.registers.readiness import READINESS, Criterion


def readiness(book: Book, now: Context) -> Judgement:
    """Readiness: whether we may go."""
    musts = [criterion for criterion in book.of(READINESS) if criterion.is_must]
    if not book.of(READINESS):
        return judged("Readiness", [not_yet(book, READINESS, "no must-have criterion is written down yet")], book)
    if not musts:
        return judged("Readiness", [Measure(NOT_DUE, "no must-have criterion is written down yet")], book)
    return judged("Readiness", [passed(musts, now), failed_near_gate(musts, now)], book)


def passed(musts: list[Criterion], now: Context) -> Measure:
    """The part of the must-haves due by now that have passed or are waived by somebody."""
    due = [found for found in musts if (by := due_on(found)) and by <= now.as_of]
    if not due:
        if any(due_on(criterion) for criterion in musts):
            return Measure(NOT_DUE, "no must-have criterion is due yet")
        return not_known(now, "no must-have criterion has a due date or a gate")
    limits, open_ = now.settings, [criterion for criterion in due if not criterion.holds(now.as_of)]
    part = (len(due) - len(open_)) / len(due)
    red, amber = part < limits.rdy_red, part < limits.rdy_amber
    says = f"{len(due) - len(open_)} of {counted(len(due), 'must-have')} due by now passed, {share(part)}"
    worst = min(open_, key=lambda criterion: due_on(criterion) or date.max, default=None)
    return Measure(
        RED if red else AMBER if amber else GREEN, says,
        f"< {share(limits.rdy_amber)}", f"< {share(limits.rdy_red)}", worst,
    )  # fmt: skip


def failed_near_gate(musts: list[Criterion], now: Context) -> Measure | None:
    """A must-have that failed, and its gate is near or was passed without it."""
    limit = now.settings.rdy_days
    near = [
        (gate, criterion)
        for criterion in musts
        if criterion.result == "Fail" and (gate := criterion.gate_on or criterion.due)
        and now.working_days(now.as_of, gate) <= limit
    ]  # fmt: skip
    if not near:
        return None
    gate, worst = min(near, key=lambda found: found[0])
    says = f"{counted(len(near), 'must-have')} failed and the gate {'is' if gate >= now.as_of else 'was'} on"
    says += f" {day(gate, now.as_of)}"
    return Measure(RED, says, red=f"<= {days(limit)} before the gate", row=worst)
