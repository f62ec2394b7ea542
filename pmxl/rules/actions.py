"""Rules on actions."""

from __future__ import annotations

from pmxl.model import Context
from pmxl.registers.actions import ACTIONS, Action
from pmxl.rules.rule import rule
from pmxl.rules.words import day, late


@rule(
    ACTIONS, at="due", level="error", catalogue="ACT-01",
    when="AND(OPEN,ISNUMBER([Due]),[Due]<as_of)", cell="It is late: do it, set a new date, or drop it.",
)  # fmt: skip
def action_late(action: Action, now: Context) -> str | None:
    """An open action whose due date has passed.

    Why: a list on which dates may pass in silence is not a list of commitments.

    Do: do it, agree a new date, or drop it.
    """
    if action.is_open and action.due and action.due < now.as_of:
        return f"{action.name} was due on {day(action.due, now)} and is {late(action.due, now)}"
    return None
