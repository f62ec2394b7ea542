"""Changes: every departure from the baseline, its four impacts, and who said yes."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Change(Row):
    """One request to change scope, dates, cost or quality."""

    id = col.key("CR", help="CR-001 and so on. Never use an ID again.", also=("Change ID", "Ref"))
    change = col.text(
        "Change", width=40, help="What should change, in one line.", also=("Title", "Change request", "Description")
    )
    owner = col.person(
        "Owner", help="Who drives the request until it is decided.", also=("Change owner", "Assigned to")
    )
    status = col.choice(
        "Status", "Submitted", "Assessing", "Waiting for approval", "Approved", "Rejected", "Postponed", "Merged", "Implemented",
        width=18,
    )  # fmt: skip
    needed_by = col.day("Needed by", help="When the answer is needed.", also=("Requested decision date",))
    check = col.check()
    requested_by = col.person("Requested by", also=("Raised by", "Requester"))
    requested_on = col.day("Requested on", also=("Raised on", "Date raised"))
    why = col.long_text("What and why", help="What changes, and what for.", also=("Reason", "Business reason"))
    if_not = col.long_text(
        "If we do not", width=30, help="What happens if the answer is no.", also=("Impact of not implementing",)
    )
    scope_items = col.refs("Scope items", "Scope", help="S-001, S-002: what it touches.", also=("Scope items touched",))
    effect = col.long_text(
        "Effect on plan",
        width=30,
        help='T-041 +3d; T-050 5d; T-060 not before 2026-04-10; drop T-070; new "Test again" 4d after T-041 before T-050. '
        "pmxl computes the finish from it.",
        also=("Effect on schedule",),
    )
    time_impact = col.number(
        "Impact: time (days)",
        width=11,
        help="Working days later. Type 0 for none.",
        also=("Time impact", "Schedule impact"),
    )
    cost_impact = col.money("Impact: cost", help="Type 0 for none.", also=("Cost impact", "Budget impact"))
    quality_impact = col.choice(
        "Impact: quality", "Better", "None", "Worse", help="Choose None where there is none.", also=("Quality impact",)
    )
    risk_impact = col.choice(
        "Impact: risk", "Lower", "None", "Higher", help="Choose None where there is none.", also=("Risk impact",)
    )
    decided_by = col.person("Decided by", also=("Approved by", "Approver"))
    decided_on = col.day("Decided on", also=("Approved on", "Date approved"))
    decision_reason = col.text("Reason for decision", width=28, also=("Decision reason",))
    trade_off_by = col.person("Trade-off accepted by", help="Who accepts the price of a yes.")
    implemented_on = col.day("Implemented on", also=("Done on",))
    category = col.listed("Category", "Change category", profile="standard")
    priority = col.whole("Priority", 1, 5, profile="standard", help="1 very low to 5 very high.")
    options = col.long_text("Options and recommendation", profile="standard", also=("Alternatives",))
    rfc = col.text("RFC no.", profile="full", help="For changes in production.")
    backout = col.text("Backout plan", profile="full", width=20)
    finish_if = col.day(
        "Finish if approved", fact=True, help="The project's finish once the effect on the plan is done."
    )
    days_if = col.whole(
        "Days later (computed)", width=11, fact=True, help="Working days that the finish moves; below 0 for earlier."
    )
    authority = col.text(
        "Authority needed", fact=True, help="The lowest level on Authority that may approve these days and this cost."
    )
    trade_off = col.text("Trade-off", width=46, fact=True, help="What a yes costs, in one sentence.")
    days_waiting = col.whole(
        "Days waiting", width=9, help="Working days since it was requested, while nobody has decided.",
        formula='IF(AND(OR([Status]="Submitted",[Status]="Assessing",[Status]="Waiting for approval"),ISNUMBER([Requested on])),'
        'MAX(0,NETWORKDAYS.INTL([Requested on]+1,as_of,weekend,holiday_dates)),"")',
    )  # fmt: skip
    updated = col.updated()
    cells = col.cells()

    open_when = 'AND([Status]<>"Rejected",[Status]<>"Merged",[Status]<>"Implemented",[Status]<>"Postponed")'

    @property
    def is_open(self) -> bool:
        """Not yet decided, or approved and not yet done."""
        return self.status not in ("Rejected", "Merged", "Implemented", "Postponed")

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided yet."""
        return self.status in ("Submitted", "Assessing", "Waiting for approval")

    @property
    def is_approved(self) -> bool:
        """Somebody with a name said yes."""
        return self.status in ("Approved", "Implemented") and bool(self.decided_by and self.decided_on)


CHANGES = Register(
    "Changes",
    Change,
    "Change log",
    "Every departure from the baseline, its price, and who said yes.",
    "control",
    also=("Change requests", "Change register", "Changes log"),
)
