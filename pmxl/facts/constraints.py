"""What holds a task's date beside its links, from the words of the sheet to the engine's codes."""

from __future__ import annotations

from datetime import date
from typing import cast

from pmxl.registers.schedule import CONSTRAINTS, Task
from pmxl.schedule.network import Constraint

UNDATED = ("ASAP", "ALAP")
"""The constraints that need no date."""


def code_of(task: Task) -> Constraint:
    """The code of the constraint that a row names; ASAP where it names none."""
    return cast(Constraint, CONSTRAINTS.get(task.constraint or "", "ASAP"))


def constraint_of(task: Task) -> tuple[Constraint, date | None]:
    """A row's constraint with its date. One that needs a date and has none holds nothing."""
    code = code_of(task)
    if code in UNDATED:
        return code, None
    return (code, task.constraint_date) if task.constraint_date else ("ASAP", None)
