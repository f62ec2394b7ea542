"""Risks: what may happen, what would be seen first, and what is being done."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col

RATING = "1 very low, 5 very high. The words stand on Scales."


class Risk(Row):
    """Something uncertain that would hurt, or help, if it happened."""

    id = col.key("R", help="R-001 and so on. Never use an ID again.", also=("Risk ID", "Ref"))
    risk = col.long_text(
        "Risk",
        width=46,
        help="Because ..., there is a chance that ..., so that ...",
        also=("Risk description", "Description"),
    )
    owner = col.person("Owner", help="One named person, never a team.", also=("Risk owner", "Assigned to"))
    status = col.choice(
        "Status",
        "Open",
        "Watching",
        "Happened",
        "Closed",
        help="Happened: raise an issue and link it.",
        also=("State",),
    )
    expected = col.day("Expected", help="When it would hit (proximity).", also=("Expected date", "Proximity"))
    check = col.check()
    likelihood = col.whole("Likelihood", 1, 5, help=RATING, also=("Probability", "Prob", "L"))
    impact = col.whole("Impact", 1, 5, help=RATING, also=("I", "Severity"))
    score = col.whole(
        "Score", width=8, help="Likelihood times impact.",
        formula='IF(AND(N([Likelihood])>=1,N([Likelihood])<=5,N([Impact])>=1,N([Impact])<=5),[Likelihood]*[Impact],"")',
    )  # fmt: skip
    residual_score = col.whole(
        "Residual score", width=9, help="After the response; the score where nothing is typed.",
        formula='IF([Score]="","",IF(AND(N([Residual likelihood])>=1,N([Residual likelihood])<=5),[Residual likelihood],[Likelihood])'
        "*IF(AND(N([Residual impact])>=1,N([Residual impact])<=5),[Residual impact],[Impact]))",
    )  # fmt: skip
    level = col.text(
        "Level", width=11, help="From the residual score and the limits on Settings.",
        formula='IF([Residual score]="","",IF([Residual score]>=risk_very_high,"Very high",IF([Residual score]>=risk_high,"High",'
        'IF([Residual score]>=risk_medium,"Medium","Low"))))',
    )  # fmt: skip
    trigger = col.long_text(
        "Trigger", width=28, help="What you would see first.", also=("Trigger/Cause", "Early warning")
    )
    trigger_state = col.choice("Trigger state", "Not seen", "Near", "Fired", help="Fired means that it has begun.")
    response = col.choice("Response", "Avoid", "Reduce", "Transfer", "Accept", also=("Response strategy", "Strategy"))
    response_action = col.long_text(
        "Response action",
        width=34,
        help="What is being done; T-ID where it takes more than a day.",
        also=("Mitigation", "Mitigation plan"),
    )
    response_owner = col.person("Response owner", help="Who does it. Blank: the owner.", also=("Mitigation owner",))
    response_due = col.day("Response due", also=("Mitigation due", "Due date"))
    response_status = col.choice("Response status", "Not started", "In motion", "Done", also=("Mitigation status",))
    plain_words = col.text("In plain words", width=34, help="For the brief: at most 140 characters, no jargon.")
    residual_likelihood = col.whole(
        "Residual likelihood", 1, 5, profile="standard", help="After the response. Blank: unchanged."
    )
    residual_impact = col.whole(
        "Residual impact", 1, 5, profile="standard", help="After the response. Blank: unchanged."
    )
    fallback = col.long_text(
        "Fallback", width=28, profile="standard", help="What you do on the day if it happens.", also=("Contingency",)
    )
    category = col.listed("Category", "Risk category", profile="standard")
    raised_on = col.day("Raised on", profile="standard", also=("Date raised", "Date identified"))
    raised_by = col.person("Raised by", profile="standard")
    review_by = col.day("Review by", profile="standard", also=("Review date",))
    closed_on = col.day("Closed on", profile="standard")
    closed_why = col.text("Closed because", width=24, profile="standard")
    linked = col.refs("Linked", profile="standard", help="IDs of issues, changes or tasks.", also=("Linked IDs",))
    hits = col.refs(
        "Tasks hit",
        "Schedule",
        profile="standard",
        help="The T-IDs that take longer if it happens, for `pmxl simulate`.",
    )
    days_if = col.number(
        "Days if it happens", 0, profile="standard", help="Working days that each task hit then takes longer."
    )
    days_low = col.number("Days at best", 0, profile="standard", help="The fewest of those days. Blank: as many.")
    days_high = col.number("Days at worst", 0, profile="standard", help="The most of those days. Blank: as many.")
    show_on_brief = col.choice("Show on brief", "Auto", "Always", "Never", profile="standard")
    cost_if = col.money("Cost if it happens", profile="full")
    days_overdue = col.whole(
        "Days overdue", width=9, help="Working days since the response was due.",
        formula='IF(AND(ISNUMBER([Response due]),[Response status]<>"Done",[Status]<>"Closed",[Status]<>"Happened",[Response due]<as_of),'
        'NETWORKDAYS.INTL([Response due]+1,as_of,weekend,holiday_dates),"")',
    )  # fmt: skip
    updated = col.updated()
    cells = col.cells()

    open_when = 'AND([Status]<>"Closed",[Status]<>"Happened")'

    @property
    def is_open(self) -> bool:
        """It may still happen."""
        return self.status not in ("Closed", "Happened")

    @property
    def words(self) -> str:
        """What to call it in front of people who did not write it."""
        return self.plain_words or self.risk or ""

    @property
    def rating(self) -> int | None:
        """The score after the response; None where it cannot be known."""
        return self.residual_score if self.residual_score is not None else self.score


RISKS = Register(
    "Risks",
    Risk,
    "Risks",
    "What may happen, what you would see first, and what is being done.",
    "raid",
    also=("Risk log", "Risk register", "Risks log"),
)
