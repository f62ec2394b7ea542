"""Settings: the as-of date, the calendar and every limit, one line each, with the default that a new workbook gets.

A setting's key is its attribute's name; the same key is the defined name of its cell, so that formulas can say
`risk_medium` and rules can say `now.settings.risk_medium`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from pmxl.model import Profile, Register, Row
from pmxl.registers import columns as col
from pmxl.registers.setting import Setting, day_setting, setting, share

STANDARD, STRICT, TOLERANT, LONG, PM2 = "Standard", "Strict", "Tolerant", "Long programme", "PM2 risk"
PRESETS = (STANDARD, STRICT, TOLERANT, LONG, PM2)
"""Sets of limits with a source: 4/7% (ProjectManagement.com), 5/10% (ours), 15/25% (430T2), milestones of 30 and 90
days (IT Dashboard), the risk levels of PM2 (appendix C.4)."""


WEEKS = {
    "Mon-Fri": "0000011",
    "Mon-Sat": "0000001",
    "Sun-Thu": "0000110",
    "Sat-Wed": "0001100",
    "Every day": "0000000",
}
"""Working week -> the days off, as Excel's NETWORKDAYS.INTL writes them: Monday first, 1 for a day off."""

PROGRESS_MODES = {
    "moves to the as-of date": "retained logic",
    "moves and waits for nobody once started": "progress override",
    "stays where logic puts it": "msproject",
}
"""What happens to unfinished work -> the engine's mode."""

_WEEKEND = "".join(f'IF(working_week="{week}","{off}",' for week, off in WEEKS.items()) + '"0000011"' + ")" * len(WEEKS)


class Settings:
    """Every setting of a project, with the defaults of the Standard preset (domain sources: RAG policy, section 3.2)."""

    group_project = "Project"
    project_name = setting("Project", "", help="The name that stands on every page.")
    project_id = setting("Project ID", "", help="For example P-017; unique in the portfolio.")
    customer = setting("Customer", "", help="Who gets the result.")
    sponsor = setting("Sponsor", "", kind="person", help="Who pays and decides.")
    manager = setting("Project manager", "", kind="person")
    project_type = setting(
        "Type", "Software rollout",
        choices=("Infrastructure", "Software rollout", "Integration", "Data migration", "Security", "Operations", "Process"),
    )  # fmt: skip
    phase = setting("Phase", "Plan", choices=("Initiate", "Plan", "Execute", "Deploy", "Stabilise", "Close"))
    profile: Profile = cast(
        Profile,
        setting("Profile", "Light", choices=("Light", "Standard", "Full"), help="How many columns and rules you want."),
    )
    goals = setting("Goals", "", kind="long", help="What will be true that is not true today.")
    in_scope = setting("In scope", "", kind="long")
    out_of_scope = setting("Out of scope", "", kind="long")
    constraints = setting("Constraints", "", kind="long")
    currency = setting("Currency", "EUR", help="Three letters, for example EUR, GBP or USD.")
    date_order = setting(
        "Dates in text read",
        "ask",
        choices=("ask", "day first", "month first"),
        help="How 03/04/2026 is meant where somebody typed it as text. Ask: such a date is told of and not used.",
    )

    paper = setting(
        "Paper", "A4", choices=("A4", "Letter", "A4 or Letter"),
        help="What the brief is printed on. It is as full as that paper holds; the other one prints it a little smaller.",
    )  # fmt: skip
    own_bottom_line = setting(
        "Bottom line, own words",
        "",
        help="What the brief says first instead of the computed sentence. Blank: computed.",
    )
    own_bottom_line_for = day_setting("Own words written for", help="The as-of date that they were written for.")

    group_dates = "Dates and calendar"
    as_of = day_setting("As-of date", help="Every age and every 'overdue' counts from here. Set it, then look.")
    project_start = day_setting("Project start", help="The first day on which work can begin.")
    baseline_on = day_setting("Baseline approved on", help="When scope and dates were agreed. Blank: no baseline yet.")
    working_week = setting("Working week", "Mon-Fri", choices=tuple(WEEKS))
    weekend = setting(
        "Days off (computed)", "0000011", formula=_WEEKEND, help="For formulas: Monday first, 1 is a day off."
    )
    hours_a_day = setting("Hours in a working day", 8.0, unit="hours", least=0.25, most=24)
    progress_mode = setting(
        "Unfinished work", "moves to the as-of date", choices=tuple(PROGRESS_MODES),
        help="Whether work that should be done, and is not, is planned from the as-of date on; and whether what has "
        "started still waits for its predecessors.",
    )  # fmt: skip

    group_uncertainty = "Uncertainty"
    range_down = share("Range without Low, down by", 0.0, help="Of the days, for tasks with no Low. 0: they are sure.")
    range_up = share("Range without High, up by", 0.0, help="Of the days, for tasks with no High. 0: they are sure.")
    range_shape = setting(
        "Shape of ranges",
        "Triangular",
        choices=("Triangular", "PERT", "Uniform"),
        help="How days spread between Low and High.",
    )
    range_together = share(
        "Estimates move together", 0.0, help="0%: each task is lucky by itself. 100%: all of them at once."
    )

    group_forecast = "Forecast by performance"
    earned_by = setting("Progress counted in", "Days", choices=("Days", "Tasks", "Cost"), help="For earned schedule.")
    buffer_green = share("Buffer is green up to", 0.10, help="Of the buffer used, at the start of its chain.")
    buffer_green_rise = setting("and for each % of the chain", 0.70, unit="%", help="So much more may be used.")
    buffer_red = share("Buffer is red above", 0.30, help="Of the buffer used, at the start of its chain.")
    buffer_red_rise = setting("and for each % of that chain", 0.65, unit="%", help="So much more may be used.")

    group_schedule = "Limits: schedule"
    preset = setting(
        "Preset", STANDARD, choices=PRESETS,
        help="Where the limits below come from. A limit that you type over stays yours.",
    )  # fmt: skip
    sch_slip_floor = setting("Slip ignored under", 3.0, unit="working days")
    sch_slip_amber = share(
        "Slip, amber above", 0.05, help="Of the baseline's working days.", presets={STRICT: 0.04, TOLERANT: 0.15}
    )
    sch_slip_red = share("Slip, red above", 0.10, presets={STRICT: 0.07, TOLERANT: 0.25})
    sch_ms_amber = setting("Key milestone late, amber above", 0.0, unit="working days", presets={LONG: 30})
    sch_ms_days = setting("Critical milestone late, red above", 5.0, unit="working days", presets={LONG: 90})
    sch_ms_count = setting("Late milestones, red from", 2.0, unit="milestones")
    sch_float_amber = setting("Float to a deadline, amber up to", 5.0, unit="working days", help="Red below 0.")
    sch_open_ends = share("Open ends, amber above", 0.05, help="Tasks with no predecessor or no successor.")
    sch_few = share("Other quality checks, fail above", 0.05, help="Of the open tasks, or of the links into them.")
    sch_finish_to_start = share("Finish-to-start links, fail below", 0.90)
    sch_long = setting("Float or remaining work is high above", 44.0, unit="working days")
    sch_step = setting("A task is long above", 20.0, unit="working days", help="With no step inside.")
    sch_index = setting("Path length and execution index", 0.95, unit="or more", help="DCMA checks 13 and 14.")

    group_scope = "Limits: scope and changes"
    scope_silent_red = share("Silent work, red above", 0.05, help="Of all planned days; any silent work is amber.")
    scope_growth_amber = share("Approved growth, amber above", 0.05, help="Of the baseline's working days.")
    scope_growth_red = share("Approved growth, red above", 0.10)
    scope_must_days = setting("Must item without criteria, red within", 30.0, unit="days")
    change_days = setting("Change waits at most", 5.0, unit="working days")

    group_risk = "Limits: risks and issues"
    risk_medium = setting("Risk is medium from", 6.0, unit="score", presets={PM2: 3})
    risk_high = setting("Risk is high from", 10.0, unit="score", help="Amber from here.", presets={PM2: 3})
    risk_severe = setting(
        "Risk is severe from", 15.0, unit="score", help="Red where no response is on time.", presets={PM2: 20}
    )
    risk_very_high = setting("Risk is very high from", 20.0, unit="score", help="Red from here.")
    issue_days_critical = setting("Critical issue, at most", 5.0, unit="working days")
    issue_days_high = setting("High issue, at most", 10.0, unit="working days")
    issue_days_medium = setting("Medium issue, at most", 20.0, unit="working days")
    issue_days_low = setting("Low issue, at most", 40.0, unit="working days")

    group_dependencies = "Limits: dependencies"
    dep_agree_amber = setting("Not agreed, amber within", 20.0, unit="working days of the need")
    dep_agree_red = setting("Not agreed, red within", 10.0, unit="working days of the need")

    group_cost = "Limits: cost, readiness and benefits"
    cost_over_amber = share(
        "Cost over budget, amber above", 0.05, help="Forecast against the current budget.",
        presets={STRICT: 0.04, TOLERANT: 0.15},
    )  # fmt: skip
    cost_over_red = share("Cost over budget, red above", 0.10, presets={STRICT: 0.07, TOLERANT: 0.25})
    cost_under_amber = share("Cost under budget, amber above", 0.10, help="Money that lies idle is work not done.")
    cost_gap_amber = share("Spent and done apart, amber above", 0.10, help="Points between budget spent and work done.")
    cost_gap_red = share("Spent and done apart, red above", 0.20)
    rdy_amber = share("Must-haves passed, amber below", 1.0, help="Of the must-have criteria that are due.")
    rdy_red = share("Must-haves passed, red below", 0.80)
    rdy_days = setting("Failed must-have, red within", 10.0, unit="working days of its gate")
    rdy_gate_days = setting("Must-haves all passed", 5.0, unit="working days before the gate")
    rdy_evidence_days = setting("Evidence is old after", 60.0, unit="days")
    ben_amber = share("Benefit reached, amber below", 0.90, help="Of the target.")
    ben_red = share("Benefit reached, red below", 0.75)

    group_capacity = "Limits: capacity"
    cap_amber = setting("Load, amber above", 100.0, unit="% of the hours to give", help="Of one person in one week.")
    cap_red = setting("Load, red above", 120.0, unit="% of the hours to give")
    cap_weeks = setting("Weeks looked ahead", 4.0, unit="weeks", help="Whole weeks from the as-of date on.")
    cap_owner = share("An owner's part of the day", 1.0, help="That a task takes where it names no effort.")
    cap_helper = share("A helper's part of the day", 0.5, help="The same for each name under Support.")

    group_freshness = "Roll-up and freshness"
    roll_up = setting(
        "Overall colour", "main four decide", choices=("main four decide", "worst of all", "average of all"),
        help="Main four decide: one of Schedule, Scope, Cost, Readiness is enough, or two others. Average: "
        "never better than you declare.",
        former={"core first": "main four decide", "points with floor": "average of all"},
    )  # fmt: skip
    green_reports = setting(
        "Green again after", 2.0, unit="reports", help="Reports running within the amber limit. 1: at once."
    )
    override_days = setting("A better colour lasts at most", 14.0, unit="days")
    stale_days = setting("Row is stale after", 14.0, unit="days")
    stale_days_hot = setting("Row due soon is stale after", 7.0, unit="days", help="Due within 10 days.")
    as_of_days = setting("As-of date is old after", 7.0, unit="days")
    moves_allowed = setting("A date may move", 2.0, unit="times")

    group_stamps = "Stamps (pmxl)"
    template_version = setting("Template version", "", help="Written by pmxl.")
    computed_on = setting("Computed for", "", help="The as-of date of the last refresh.")
    computed_from = setting("Computed from", 0.0, help="A fingerprint of the schedule's inputs at the last refresh.")

    people_allow = setting(
        "People allow", "", kind="long", help="The finish that people's hours allow, and who it hangs on."
    )

    lines: tuple[Setting, ...] = ()

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        for line in self.lines:
            setattr(self, line.key, line.default)
        for key, value in (values or {}).items():
            setattr(self, key, value)
        self.settle(values or {})

    def settle(self, given: Collection[str] = ()) -> None:
        """Work out the settings that follow from others, as the sheet's formulas do; the keys in *given* stay."""
        for line in self.lines:
            if line.presets and line.key not in given:
                setattr(self, line.key, line.presets.get(self.preset, line.default))
        self.weekend = WEEKS.get(self.working_week, WEEKS["Mon-Fri"])


def _collect() -> tuple[Setting, ...]:
    group, found = "", []
    for name, value in vars(Settings).items():
        if name.startswith("group_"):
            group = value
        elif isinstance(value, Setting):
            found.append(value._replace(key=name, group=group))
    return tuple(found)


Settings.lines = _collect()


class SettingLine(Row):
    """One line of the Settings sheet. What its value must be depends on its key."""

    group = col.text("Group", width=22)
    setting = col.text("Setting", width=32)
    value = col.text("Value", width=34)
    unit = col.text("Unit", width=22)
    meaning = col.long_text("Meaning", width=60)
    key = col.text("Key", width=20, help="The name of the value's cell. Do not change it.")

    @property
    def name(self) -> str:
        """Settings are called by their title."""
        return self.setting or self.key or f"row {self.number}"


SETTINGS = Register(
    "Settings",
    SettingLine,
    "Settings",
    "The as-of date, the calendar and every limit. They are yours to change.",
    "machine",
)
