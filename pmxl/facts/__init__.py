"""The computed columns, one file per family. A fact function fills in the columns that it answers for."""

from collections.abc import Callable

from pmxl.facts.ageing import ages, days_overdue
from pmxl.facts.baselines import variances
from pmxl.facts.benefits import benefits
from pmxl.facts.capacity import capacity, week_loads
from pmxl.facts.changes import changes
from pmxl.facts.cost import cost
from pmxl.facts.critical_path import critical_path, reasons, room, task_states
from pmxl.facts.decisions import decisions
from pmxl.facts.dependencies import dependencies
from pmxl.facts.exposure import exposure
from pmxl.facts.feasible import feasible
from pmxl.facts.history import read_history
from pmxl.facts.issues import blocked_tasks
from pmxl.facts.moves import moves
from pmxl.facts.numbering import number_new_rows
from pmxl.facts.performance import pace
from pmxl.facts.planned_dates import planned_dates
from pmxl.facts.readiness import readiness
from pmxl.facts.scope_drift import scope_work, silent_scope
from pmxl.model import Book, Context

Fact = Callable[[Book, Context], None]

FOR_COLOURS: tuple[Fact, ...] = (
    number_new_rows,
    read_history,
    planned_dates,
    critical_path,
    capacity,
    exposure,
    days_overdue,
    ages,
    silent_scope,
    dependencies,
    cost,
    readiness,
)
"""What dates and colours follow from, in the order in which they run: rows need names first, and what follows needs the
dates of the schedule."""

FOR_RULES: tuple[Fact, ...] = (
    task_states,
    week_loads,
    feasible,
    variances,
    scope_work,
    decisions,
    changes,
    benefits,
    blocked_tasks,
    moves,
    pace,
)
"""What no date and no colour follows from, but a finding may."""

FOR_READERS: tuple[Fact, ...] = (room, reasons)
"""What nothing follows from: people read it on the sheet."""

FACTS = (*FOR_COLOURS, *FOR_RULES, *FOR_READERS)
