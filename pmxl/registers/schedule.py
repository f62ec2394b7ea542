"""Schedule: the work, what waits for what, and the dates that follow."""

from collections.abc import Callable
from datetime import date

from pmxl.model import Register, Row
from pmxl.registers import columns as col

CONSTRAINTS = {
    "As soon as possible": "ASAP",
    "As late as possible": "ALAP",
    "Start no earlier than": "SNET",
    "Start no later than": "SNLT",
    "Finish no earlier than": "FNET",
    "Finish no later than": "FNLT",
    "Must start on": "MSO",
    "Must finish on": "MFO",
}
"""A constraint as people know it from Microsoft Project -> the engine's code."""
CONSTRAINT_WORDS = tuple(CONSTRAINTS)
SUMMARY = "Summary"
"""The type of a heading over other rows."""


class Task(Row):
    """One task, milestone or summary of the plan."""

    id = col.key("T", help="T-001 and so on; it stays when rows move. Never use an ID again.", also=("Task ID", "Ref"))
    task = col.text("Task", width=42, help="What will be done.", also=("Task name", "Name", "Activity"))
    owner = col.person(
        "Owner",
        help="One named person, never a team.",
        also=("Assigned to", "Resource", "Resource names", "Responsible"),
    )
    status = col.text("Status", width=12, fact=True, help="Fills itself from the dates.")
    start = col.day("Start", fact=True, help="Planned or actual start.", also=("Planned start",))
    finish = col.day(
        "Finish", fact=True, help="Planned or actual finish; fills itself.", also=("Planned finish", "End")
    )
    slip = col.whole("Slip", width=8, fact=True, help="Working days that the finish lies after its baseline.")
    total_float = col.number(
        "Total float", fact=True, help="Working days it can slip before the finish or a deadline does."
    )
    check = col.check()
    wbs = col.text("WBS", width=8, help="1.2.3; a row with rows below it is a summary.", also=("Outline",))
    key_milestone = col.yes_no("Key milestone", help="Yes: it stands on the brief.", also=("Key", "Milestone"))
    scope_item = col.refs(
        "Scope item", "Scope", "Changes", help="The S-ID it delivers, or the CR-ID that allows it.", also=("Scope",)
    )
    duration = col.number(
        "Duration",
        0,
        help="Working days; 0 for a milestone.",
        also=("Duration (days)", "Days", "Duration (working days)"),
    )
    predecessors = col.links("Predecessors", help="T-012; T-007SS+2d; T-003FF-1d", also=("Depends on", "Predecessor"))
    actual_start = col.day("Actual start", also=("Started",))
    remaining = col.number(
        "Remaining", 0, help="Working days still to do, as the owner sees it today.", also=("Remaining days",)
    )
    actual_finish = col.day("Actual finish", also=("Finished",))
    not_before = col.day("Not before", help="Start no earlier than.", also=("Start no earlier than", "SNET"))
    constraint = col.choice(
        "Constraint", *CONSTRAINT_WORDS, width=20, profile="standard",
        help="What else holds its date. Blank: as soon as possible, but not before Not before.",
        also=("Constraint type",),
    )  # fmt: skip
    constraint_date = col.day("Constraint date", profile="standard", help="The date that the constraint means.")
    calendar = col.calendar(
        "Calendar", profile="full", also=("Task calendar",),
        help="The working time it goes by, from Calendars. Blank: the project's. A day of Duration stays a project day.",
    )  # fmt: skip
    deadline = col.day("Deadline", help="The date that must hold. It never moves the plan; it shows negative float.")
    blocked_by = col.refs(
        "Blocked by", "Issues", "Risks", "Decisions", "Dependencies", "Changes", help="The ID of what stops it."
    )
    evidence = col.text("Evidence", width=22, help="Link or file that shows it is done.", also=("Done evidence",))
    support = col.text("Support", width=18, profile="standard", help="Who helps.")
    effort = col.number(
        "Effort (hours)", 0, profile="standard", help="Hours of work in the whole task. Blank: full time for its days.",
        also=("Effort", "Work", "Work (hours)"),
    )  # fmt: skip
    confirmed = col.yes_no("Confirmed", profile="standard", help="Yes: their manager agreed.")
    progress_rule = col.choice(
        "Progress rule", "Days", "0/100", "50/50", profile="standard", help="How % complete is counted. Blank: days."
    )
    low = col.number("Low", 0, profile="standard", help="Working days if all goes well.")
    high = col.number("High", 0, profile="standard", help="Working days if much goes wrong.")
    basis = col.text("Basis of estimate", width=22, profile="standard", help="Why this many days.")
    buffer = col.yes_no(
        "Buffer", profile="full", help="Yes: these days are no work; they protect the date behind them."
    )
    planned_cost = col.money("Planned cost", profile="full", help="For earned schedule by cost.")
    handed_to = col.person("Handed to", profile="full")
    baseline_start = col.day(
        "Baseline start",
        help="The date that was agreed: type it, or let `pmxl baseline` freeze it. Move it only with a change number.",
    )
    baseline_finish = col.day(
        "Baseline finish",
        help="The date that was agreed: type it, or let `pmxl baseline` freeze it. Move it only with a change number.",
    )
    baseline_duration = col.number("Baseline duration", 0, profile="standard")
    baseline_change = col.refs(
        "Baseline change", "Changes", profile="standard", help="The CR-ID that moved the baseline."
    )
    kind = col.text("Type", width=10, fact=True, help="Task, Milestone or Summary.")
    free_float = col.number("Free float", fact=True, help="Working days it can slip before another task does.")
    critical = col.yes_no("Critical", fact=True, help="Yes where a day lost here is a day lost at the end.")
    driver = col.text("Driving predecessor", width=12, fact=True)
    why = col.long_text("Why this date?", width=76, fact=True)
    percent_complete = col.percent("% complete", fact=True, help="From the progress rule, never typed.")
    days_overdue = col.whole(
        "Days overdue", width=9, fact=True, help="Working days since it should have started or finished."
    )
    early_start = col.day("Early start", fact=True, profile="standard")
    early_finish = col.day("Early finish", fact=True, profile="standard")
    late_start = col.day("Late start", fact=True, profile="standard")
    late_finish = col.day("Late finish", fact=True, profile="standard")
    feasible_start = col.day("Feasible start", fact=True, profile="standard", help="When its people can begin it.")
    feasible_finish = col.day(
        "Feasible finish",
        fact=True,
        profile="standard",
        help="When its people can have it done, one task after another.",
    )
    start_slip = col.whole(
        "Start slip", fact=True, profile="standard", help="Working days that the start lies after its baseline."
    )
    duration_growth = col.number(
        "Duration growth", fact=True, profile="standard", help="Working days more than in the baseline."
    )
    first_slip = col.whole(
        "Slip since first baseline", fact=True, profile="standard", help="Working days after the first baseline of all."
    )
    silent = col.yes_no(
        "Silent scope", fact=True, help="Yes where no scope item and no approved change stands behind the work."
    )
    first_planned = col.day("First planned finish", fact=True, help="The first finish on record.")
    times_moved = col.whole(
        "Times moved", width=8, fact=True, help="How often the finish moved from one report to the next."
    )
    updated = col.updated()
    cells = col.cells()

    own_days: Callable[[date, date], int] | None = None
    """Working days after one date up to another on its own calendar; None where it goes by the project's."""
    own_day: float = 1.0
    """What a working day of its own calendar does of its Duration, in days."""

    open_when = "NOT(ISNUMBER([Actual finish]))"
    counted_when = f'[Type]<>"{SUMMARY}"'

    @property
    def is_open(self) -> bool:
        """It is not finished."""
        return self.actual_finish is None

    @property
    def is_counted(self) -> bool:
        """It is work, and no heading."""
        return not self.is_summary

    @property
    def is_milestone(self) -> bool:
        """A point in time: a duration of nought."""
        return self.duration == 0

    @property
    def is_summary(self) -> bool:
        """A heading over other rows; its dates are those of the rows below it."""
        return self.kind == SUMMARY


SCHEDULE = Register(
    "Schedule",
    Task,
    "Schedule",
    "The work, what waits for what, and the dates that follow.",
    "plan",
    blank_rows=50,
    also=("Plan", "Project plan", "Tasks", "Task list", "Gantt"),
)
