"""The scheduling engine: calendars, networks, critical path. Pure arithmetic that knows no register.

Minutes inside, whole working days at the surface. Everything a caller needs is named here but `paths` and `sentences`,
which only readers need: a check in Excel must start fast.
"""

from pmxl.schedule.calendars import ROUND_THE_CLOCK, Calendar, shifts
from pmxl.schedule.explain import Help, Reason, Step, chain, reason, why_not_earlier
from pmxl.schedule.network import CONSTRAINTS, PROBLEMS, Effort, Link, Loop, Network, Problem, Task
from pmxl.schedule.predecessors import Fault, Ids, Parsed, parse_predecessors, write_link
from pmxl.schedule.result import Result, schedule
from pmxl.schedule.taskdates import TaskDates

__all__ = [
    "CONSTRAINTS",
    "PROBLEMS",
    "ROUND_THE_CLOCK",
    "Calendar",
    "Effort",
    "Fault",
    "Help",
    "Ids",
    "Link",
    "Loop",
    "Network",
    "Parsed",
    "Problem",
    "Reason",
    "Result",
    "Step",
    "Task",
    "TaskDates",
    "chain",
    "parse_predecessors",
    "reason",
    "schedule",
    "shifts",
    "why_not_earlier",
    "write_link",
]
