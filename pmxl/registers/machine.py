"""The small machine registers: people, holidays, calendars, freezes and windows, authority, scales, snapshots."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Person(Row):
    """Somebody who may own something."""

    person = col.text("Name", width=20, help="As it is written everywhere else.")
    initials = col.text("Initials", width=8)
    email = col.text("E-mail", width=28, also=("Email",))
    team = col.text("Team", width=18)
    role = col.text("Role", width=22)
    manager = col.person("Manager")
    start = col.day("From", help="First day on the project.")
    end = col.day("To", help="Last day on the project.")
    backup = col.person("Backup")
    hours_a_week = col.number(
        "Hours a week", 0, profile="standard", help="For this project, after other work. Blank: full time.",
        also=("Hours per week", "Weekly hours"),
    )  # fmt: skip


class Holiday(Row):
    """One day on which nobody works."""

    date = col.day("Date", help="One row for each day off.")
    what = col.text("What", width=28)


class WorkCalendar(Row):
    """Working time of its own for some tasks: a weekend crew, a night shift, people in another country."""

    calendar = col.text("Name", width=18, help="As it is written in the column Calendar of the Schedule.")
    week = col.text(
        "Working week", width=18, help="Weekdays: Mon-Thu; Sat, Sun; Every day. Blank: as in Settings.",
        also=("Days", "Weekdays"),
    )  # fmt: skip
    hours = col.text(
        "Hours", width=26, help="08:00-12:00; 13:00-17:00, or hours a day such as 10. Blank: as in Settings.",
        also=("Hours a day", "Shifts"),
    )  # fmt: skip
    keeps_holidays = col.yes_no("Keeps holidays", width=10, help="No: the days of Holidays are worked. Blank: Yes.")
    days_off = col.text("Days off", width=28, help="Days off of this calendar alone: 2026-05-04; 2026-12-24.")
    what = col.text("What", width=36, help="Who works like this, and why.")

    @property
    def name(self) -> str:
        """Calendars are called by their name."""
        return self.calendar or f"row {self.number}"


class Window(Row):
    """A stretch of time in which changes are forbidden, or allowed."""

    kind = col.choice("Kind", "Freeze", "Change window", width=16)
    start = col.day("From")
    end = col.day("To")
    what = col.text("What", width=40)


class AuthorityLevel(Row):
    """How much one level may decide, and how fast it answers."""

    level = col.whole("Level", 1, 9, width=8, help="1 is the lowest.")
    role = col.text("Role", width=16, help="For example PM, Sponsor, Board.")
    person = col.person("Person")
    days = col.number("Up to days", 0, help="Working days that this level may approve.")
    cost = col.money("Up to cost", help="Cost that this level may approve. Blank: any.")
    responds_within = col.whole("Answers within (days)", 0, width=12, help="Working days in which this level answers.")


class ScaleStep(Row):
    """What one number of a scale means."""

    scale = col.choice("Scale", "Likelihood", "Impact")
    score = col.whole("Score", 1, 5, width=8)
    word = col.text("Word", width=14)
    time = col.text("Time", width=22)
    cost = col.text("Cost", width=22)
    quality = col.long_text("Quality", width=34)
    chance = col.percent("Chance", help="For each likelihood: how probable it is, for `pmxl simulate`.")


CHANCES = (0.03, 0.12, 0.35, 0.65, 0.9)
"""How probable likelihood 1 to 5 is, where Scales does not say."""


class Snapshot(Row):
    """One value that changed from one report to the next. pmxl keeps this register itself."""

    as_of = col.day("As of")
    record = col.text("Record", width=14)
    field = col.text("Field", width=18)
    value = col.text("Value", width=24)


PEOPLE = Register("People", Person, "People", "Everybody who may own something.", "machine")
HOLIDAYS = Register("Holidays", Holiday, "Holidays", "Days on which nobody works.", "machine", blank_rows=30)
CALENDARS = Register(
    "Calendars", WorkCalendar, "Calendars", "Working time that some tasks have of their own.", "machine",
    profile="full", blank_rows=10, also=("Task calendars", "Work calendars"),
)  # fmt: skip
WINDOWS = Register("Windows", Window, "Freezes and windows", "When changes are forbidden, and when allowed.", "machine")
AUTHORITY = Register(
    "Authority", AuthorityLevel, "Authority", "Who may approve how much, and who comes next.", "machine", blank_rows=5
)
SCALES = Register("Scales", ScaleStep, "Scales", "What likelihood and impact 1 to 5 mean.", "machine", blank_rows=0)
SNAPSHOTS = Register("Snapshots", Snapshot, "Snapshots", "What changed from report to report.", "machine", blank_rows=1)
