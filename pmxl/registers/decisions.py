"""Decisions and their options: what must be decided, by whom, and what waiting costs."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Decision(Row):
    """One question that somebody with authority must answer."""

    id = col.key("DEC", help="DEC-001 and so on. Never use an ID again.", also=("Decision ID", "Ref"))
    question = col.long_text(
        "Question", width=46, help="A question that ends with a question mark.", also=("Decision", "Description")
    )
    owner = col.person(
        "Decider", help="The one person who decides.", also=("Decision owner", "Owner", "Decision maker")
    )
    status = col.choice("Status", "Planned", "Needed", "Decided", "Deferred", "Superseded")
    needed_by = col.day("Needed by", also=("Due", "Due date"))
    check = col.check()
    why_now = col.long_text("Why now", width=32, help="What stops if nobody decides.")
    cost_of_waiting = col.text(
        "Cost of waiting", width=22, help="Money or days a week, for example 4,100 a week.", also=("Cost of delay",)
    )
    recommended = col.text("Recommended", width=26, help="The option letter, and one line.", also=("Recommendation",))
    waits = col.refs(
        "Work that waits",
        "Schedule",
        "Scope",
        "Changes",
        help="T-, S- or CR-IDs that wait for the answer.",
        also=("Blocks",),
    )
    raised_on = col.day("Raised on", also=("Date raised",))
    outcome = col.long_text("Outcome", width=30, help="What was decided.")
    reason = col.text("Reason", width=24, help="Why it was decided so.")
    decided_on = col.day("Decided on", also=("Decision date",))
    positions = col.long_text(
        "Positions", profile="standard", help="Who wants what: control, stability, speed.", also=("Consulted",)
    )
    applies_from = col.day("Applies from", profile="standard")
    tell = col.text("Tell whom", profile="standard")
    told_on = col.day("Told on", profile="standard")
    follow_up = col.refs("Follow-up actions", "Actions", profile="standard")
    supersedes = col.refs("Supersedes", "Decisions", profile="standard")
    latest_safe = col.day("Latest safe date", fact=True, help="The day before the first work that waits can start.")
    latency = col.whole(
        "Days open", fact=True, width=9, help="Working days from raised to decided, or to the as-of date."
    )
    days_overdue = col.whole(
        "Days overdue", width=9, help="Working days since the answer was needed.",
        formula='IF(AND(ISNUMBER([Needed by]),[Status]<>"Decided",[Status]<>"Deferred",[Status]<>"Superseded",[Needed by]<as_of),'
        'NETWORKDAYS.INTL([Needed by]+1,as_of,weekend,holiday_dates),"")',
    )  # fmt: skip
    times_moved = col.whole("Times moved", width=8, fact=True, help="How often the needed-by date moved.")
    updated = col.updated()

    open_when = 'AND([Status]<>"Decided",[Status]<>"Deferred",[Status]<>"Superseded")'

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet."""
        return self.status not in ("Decided", "Deferred", "Superseded")


class Option(Row):
    """One possible answer to a decision, with its price."""

    id = col.key("OPT", help="OPT-001 and so on.")
    option = col.text("Option", width=40, help="What we would do. One option is always: do nothing.")
    decision = col.refs("Decision", "Decisions", help="The DEC-ID that it answers.")
    letter = col.text("Letter", width=7, help="A, B or C.")
    time_impact = col.number("Time (days)", help="Working days later; 0 for none.", also=("Time",))
    cost_impact = col.money("Cost", help="0 for none.")
    quality_impact = col.choice("Quality", "Better", "None", "Worse")
    risk_after = col.whole("Risk after (1-25)", 1, 25, width=9, help="Likelihood times impact once it is done.")
    recommended = col.yes_no("Recommended")
    effect = col.long_text(
        "Effect on plan",
        width=34,
        help='T-041 +3d; T-060 not before 2026-04-10; drop T-070; new "Test" 4d after T-041; R-009 2x4; approve CR-009. '
        "Write nothing where all stays as it is. pmxl computes the finish and the colours.",
        also=("Effect on schedule",),
    )
    check = col.check()
    note = col.text("Note", width=30, profile="standard")
    finish_after = col.day("Finish after", fact=True, help="The project's finish once this is done.")
    days_after = col.whole("Days later", fact=True, help="Working days that the finish moves; below 0 for earlier.")
    overall_after = col.text("Overall after", width=11, fact=True, help="The overall colour once this is done.")
    colours_after = col.text("Colours that change", width=34, fact=True)


DECISIONS = Register(
    "Decisions",
    Decision,
    "Decisions",
    "What must be decided, by whom, by when, and what waiting costs.",
    "control",
    also=("Decision log", "Decisions log", "Decision register"),
)
OPTIONS = Register("Options", Option, "Options", "The possible answers to each decision, with their price.", "control")
