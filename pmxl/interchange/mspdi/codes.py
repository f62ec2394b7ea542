"""The codes of Microsoft Project XML (MSPDI), as its published schema `mspdi_pj12.xsd` gives them.

Durations are spans of clock time such as `PT8H0M0S`, lags are tenths of a minute, moments are local time.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from pmxl.registers.cells import FIRST_DAY, LAST_DAY
from pmxl.registers.schedule import SCHEDULE

NAMESPACE = "http://schemas.microsoft.com/project"

LINK_TYPES = ("FF", "FS", "SF", "SS")
"""The type of a link is its place here."""

UNIT_FORMATS = {"m": 3, "h": 5, "d": 7, "w": 9, "mo": 11, "em": 4, "eh": 6, "ed": 8, "ew": 10, "emo": 12}
UNIT_FORMATS |= {"%": 19, "e%": 20}
"""The engine's unit -> its format. The same number plus ESTIMATED marks an estimate."""
FORMAT_UNITS = {number: unit for unit, number in UNIT_FORMATS.items()}
ESTIMATED = 32

CONSTRAINTS = ("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT")
"""The type of a constraint is its place here."""

FIXED_DURATION = 1
DAY_TYPES = (2, 3, 4, 5, 6, 7, 1)
"""Monday to Sunday as a calendar numbers them."""

_TASK_FIELDS = 188743680
_TEXT_FIELDS = (51, 54, 57, 60, 63, 66, 67, 68, 69, 70, *range(317, 337))
"""The custom fields Text1 to Text30 of a task."""

ALIAS = "pmxl "
"""Our custom fields are called this and the column's title. A bare title may be the name of a field of Project's."""

NATIVE = frozenset(
    """task owner wbs duration predecessors actual_start remaining actual_finish not_before constraint
    constraint_date deadline baseline_start baseline_finish baseline_duration""".split()
)
"""The columns of the Schedule that the format has a place for. All others are custom fields."""

TYPED = tuple(column for column in SCHEDULE.columns if column.typed)
_IN_NEED = sorted(TYPED, key=lambda column: column.name in NATIVE)
FIELDS = {column.name: str(_TASK_FIELDS + field) for column, field in zip(_IN_NEED, _TEXT_FIELDS, strict=False)}
"""Column -> the custom field that holds it, or that says what was typed where the format would say it differently.

Columns without a place of their own come first; those for which no field is left use the notes."""


def span(minutes: float) -> str:
    """A number of minutes as a duration, to the second."""
    seconds = max(0, round(minutes * 60))
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def minutes_in(said: str) -> float | None:
    """The minutes of a duration; None where the text is none. A day is 24 hours of the clock, as XML has it."""
    found = re.fullmatch(r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:([\d.]{1,20})S)?)?", said)
    if not found or said in ("P", "PT"):
        return None
    try:
        days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    except ValueError:
        return None
    return days * 1440 + hours * 60 + minutes + seconds / 60


def clock(moment: datetime) -> str:
    """A moment as the format has it, to the second."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat()


def moment_in(said: str) -> datetime | None:
    """The moment that a text names; None where it names none between 1950 and 2199."""
    try:
        found = datetime.fromisoformat(said[:19])
    except ValueError:
        return None
    return found if FIRST_DAY <= found.date() <= LAST_DAY else None


def day_in(said: str) -> date | None:
    """The day of the moment that a text names."""
    found = moment_in(said)
    return found.date() if found else None


def unit_minutes(unit: str, minutes_a_day: float, minutes_a_week: float) -> float:
    """The minutes of one unit of a lag; a percent sign counts as what a tenth of a minute stands for."""
    day, week = minutes_a_day, minutes_a_week
    working = {"m": 1, "h": 60, "d": day, "w": week, "mo": 20 * day}
    elapsed = {"em": 1, "eh": 60, "ed": 1440, "ew": 7 * 1440, "emo": 30 * 1440}
    return {**working, **elapsed, "%": 0.1, "e%": 0.1}[unit]
