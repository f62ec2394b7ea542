"""Issues: what is going wrong now, and the next physical step."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Issue(Row):
    """Something that is going wrong now."""

    id = col.key("I", help="I-001 and so on. Never use an ID again.", also=("Issue ID", "Ref"))
    issue = col.long_text(
        "Issue", width=44, help="What is happening now.", also=("Issue description", "Issue title", "Description")
    )
    owner = col.person("Owner", help="One named person, never a team.", also=("Issue owner", "Assigned to"))
    status = col.choice("Status", "Open", "Postponed", "Resolved", "Closed", also=("State",))
    target = col.day(
        "Target date", help="When it will be solved.", also=("Due date", "Due", "Target", "Target resolution date")
    )
    check = col.check()
    severity = col.choice("Severity", "Critical", "High", "Medium", "Low", width=10, also=("Priority", "Impact"))
    raised_on = col.day("Raised on", also=("Date raised", "Opened", "Date opened"))
    next_step = col.text(
        "Next step",
        width=36,
        help="The next physical step; begins with a verb.",
        also=("Next steps", "Next action", "Action"),
    )
    from_risk = col.refs("From risk", "Risks", help="The R-ID it came from; blank where it was a surprise.")
    escalation = col.whole(
        "Escalated to level", 0, 3, help="0 none, 1 PM, 2 sponsor, 3 board.", also=("Escalation level",)
    )
    escalated_on = col.day("Escalated on")
    resolution = col.long_text(
        "Resolution", width=30, help="What solved it, and the cause.", also=("Resolution / cause",)
    )
    resolved_on = col.day("Resolved on", also=("Closed on", "Date closed"))
    plain_words = col.text("In plain words", width=34, help="For the brief: at most 140 characters, no jargon.")
    effect = col.choice("Effect on", "Time", "Cost", "Scope", "Quality", "Users", "Security", profile="standard")
    raised_by = col.person("Raised by", profile="standard")
    show_on_brief = col.choice("Show on brief", "Auto", "Always", "Never", profile="standard")
    age = col.whole(
        "Age", width=7, help="Working days since it was raised, while it is open.",
        formula='IF(AND(ISNUMBER([Raised on]),[Status]<>"Resolved",[Status]<>"Closed"),'
        'MAX(0,NETWORKDAYS.INTL([Raised on]+1,as_of,weekend,holiday_dates)),"")',
    )  # fmt: skip
    age_limit = col.number(
        "Age limit", width=7, help="From the severity and the limits on Settings.",
        formula='IF([Severity]="Critical",issue_days_critical,IF([Severity]="High",issue_days_high,'
        'IF([Severity]="Medium",issue_days_medium,IF([Severity]="Low",issue_days_low,""))))',
    )  # fmt: skip
    days_overdue = col.whole(
        "Days overdue", width=9, help="Working days since the target date.",
        formula='IF(AND(ISNUMBER([Target date]),[Status]<>"Resolved",[Status]<>"Closed",[Target date]<as_of),'
        'NETWORKDAYS.INTL([Target date]+1,as_of,weekend,holiday_dates),"")',
    )  # fmt: skip
    blocked_tasks = col.refs("Blocked tasks", "Schedule", fact=True, help="Tasks that say it blocks them.")
    original_target = col.day("First target", fact=True, profile="standard", help="The first target date on record.")
    times_moved = col.whole("Times moved", fact=True, profile="standard", help="How often the target date moved.")
    updated = col.updated()

    open_when = 'AND([Status]<>"Resolved",[Status]<>"Closed")'

    @property
    def is_open(self) -> bool:
        """It still hurts."""
        return self.status not in ("Resolved", "Closed")

    @property
    def words(self) -> str:
        """What to call it in front of people who did not write it."""
        return self.plain_words or self.issue or ""


ISSUES = Register(
    "Issues",
    Issue,
    "Issues",
    "What is going wrong now, and the next physical step.",
    "raid",
    also=("Issue log", "Issues log", "Issue register"),
)
