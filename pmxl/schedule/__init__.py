"""The scheduling engine: calendars, networks, critical path. Pure arithmetic that knows no register.

Minutes inside, whole working days at the surface. Everything a caller needs is named here.
"""

from pmxl.schedule.calendars import ROUND_THE_CLOCK, Calendar, shifts
from pmxl.schedule.network import CONSTRAINTS, PROBLEMS, Effort, Link, Loop, Network, Problem, Task
from pmxl.schedule.predecessors import Fault, Ids, Parsed, parse_predecessors, write_link
from pmxl.schedule.result import Result, TaskDates, schedule

__all__ = [
    "CONSTRAINTS",
    "PROBLEMS",
    "ROUND_THE_CLOCK",
    "Calendar",
    "Effort",
    "Fault",
    "Ids",
    "Link",
    "Loop",
    "Network",
    "Parsed",
    "Problem",
    "Result",
    "Task",
    "TaskDates",
    "parse_predecessors",
    "schedule",
    "shifts",
    "write_link",
]
