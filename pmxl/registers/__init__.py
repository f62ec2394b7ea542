"""The registers, in the order of their sheets. One file per register, one line per column."""

from collections.abc import Collection
from typing import Any

from pmxl.model import Register
from pmxl.registers.actions import ACTIONS
from pmxl.registers.assumptions import ASSUMPTIONS
from pmxl.registers.baselines import BASELINES
from pmxl.registers.benefits import BENEFITS
from pmxl.registers.capacity import ABSENCES, CAPACITY
from pmxl.registers.changes import CHANGES
from pmxl.registers.cost import COST
from pmxl.registers.decisions import DECISIONS, OPTIONS
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.registers.issues import ISSUES
from pmxl.registers.machine import AUTHORITY, CALENDARS, HOLIDAYS, PEOPLE, SCALES, SNAPSHOTS, WINDOWS
from pmxl.registers.readiness import READINESS
from pmxl.registers.reports import REPORTS
from pmxl.registers.risks import RISKS
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.scope import SCOPE
from pmxl.registers.settings import SETTINGS
from pmxl.registers.status import STATUS

__all__ = ["BY_NAME", "REGISTERS", "any_known"]

REGISTERS: tuple[Register[Any], ...] = (
    STATUS,
    SCOPE,
    CHANGES,
    DECISIONS,
    OPTIONS,
    ACTIONS,
    RISKS,
    ISSUES,
    DEPENDENCIES,
    ASSUMPTIONS,
    SCHEDULE,
    CAPACITY,
    COST,
    READINESS,
    BENEFITS,
    SETTINGS,
    PEOPLE,
    ABSENCES,
    HOLIDAYS,
    CALENDARS,
    WINDOWS,
    AUTHORITY,
    SCALES,
    BASELINES,
    SNAPSHOTS,
    REPORTS,
)

for _register in REGISTERS:
    _register.row.register = _register

BY_NAME = {register.name: register for register in REGISTERS}


def any_known(names: Collection[str]) -> bool:
    """True where one of the registers that people fill, and not only one of the machine's, bears one of these names."""
    return any(register.group != "machine" and register.name in names for register in REGISTERS)
