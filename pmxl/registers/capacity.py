"""Capacity: the hours that people have to give, week by week, beside the hours that the plan asks of them."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class CapacityWeek(Row):
    """One person's week. Only weeks that differ from the usual hours, or that are to be watched, need a row."""

    person = col.person("Person", help="As on People.", also=("Name", "Who"))
    week = col.day("Week", help="Any day of the week.", also=("Week of", "Week starting", "Week commencing"))
    available_typed = col.number(
        "Hours available", 0, help="After leave and other work. Blank: hours a week on People, less absences.",
        also=("Available", "Available hours", "Capacity (hours)"),
    )  # fmt: skip
    available = col.number("Hours to give", fact=True, help="What is typed, or else what People and Absences leave.")
    needed = col.number("Hours needed", fact=True, help="From the Schedule: owners, helpers and effort.")
    load = col.percent("Load", width=9, fact=True, help="Hours needed for each hour to give.")
    check = col.check()
    work = col.long_text("Work", width=44, fact=True, help="The tasks that ask for these hours, the largest first.")
    team = col.text("Team", width=18, fact=True, help="From People.")
    updated = col.updated()

    @property
    def name(self) -> str:
        """Weeks are called by their person."""
        return f"{self.person or 'nobody'}, row {self.number}"


class Absence(Row):
    """A stretch of days on which somebody is away from the project, in whole or in part."""

    person = col.person("Person", help="As on People.", also=("Name", "Who"))
    start = col.day("From", help="First day away.")
    end = col.day("To", help="Last day away. Blank: one day.")
    hours = col.number("Hours a day", 0, 24, help="Hours lost on each day. Blank: the whole day.")
    why = col.text("Why", width=28, help="Leave, training, other work. Nothing that is private.")

    @property
    def name(self) -> str:
        """Absences are called by their person."""
        return f"{self.person or 'nobody'}, row {self.number}"


CAPACITY = Register(
    "Capacity",
    CapacityWeek,
    "Capacity",
    "The hours that people have to give, beside the hours that the plan asks of them.",
    "plan",
    profile="standard",
    blank_rows=36,
    also=("Capacity plan", "Resource plan", "Resourcing"),
)
ABSENCES = Register(
    "Absences",
    Absence,
    "Absences",
    "Leave and other days on which somebody is away.",
    "machine",
    profile="standard",
    blank_rows=30,
    also=("Leave", "Leave plan", "Holidays by person", "Vacation"),
)
