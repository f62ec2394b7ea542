"""Scope: what was agreed, so that anything else can be seen."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class ScopeItem(Row):
    """One deliverable or requirement of the agreed scope."""

    id = col.key("S", help="S-001 and so on. Never use an ID again.", also=("Scope ID", "Ref"))
    item = col.text(
        "Item", width=42, help="A deliverable or requirement, in one line.", also=("Deliverable", "Requirement")
    )
    owner = col.person("Accountable", help="The one person who answers for it.", also=("Owner", "Accountable person"))
    status = col.choice("Status", "Proposed", "Baselined", "In work", "Delivered", "Accepted", "Removed")
    due = col.day("Due", help="When it must be there.", also=("Due date",))
    check = col.check()
    in_out = col.choice(
        "In or out", "In", "Out", "Later", width=10, help="Out is worth writing down too.", also=("In / Out",)
    )
    priority = col.choice(
        "Priority", "Must", "Should", "Could", "Won't", width=10, help="Must, Should, Could or Won't."
    )
    acceptance = col.long_text("Acceptance criteria", help="A test that can fail: who sees what, how many, by when.")
    done_means = col.listed(
        "Definition of done", "Definition of done", width=24, help="Choose one from Lists or write your own."
    )
    acceptor = col.person("Acceptor", help="Who accepts it. Never the person who builds it.")
    accepted_on = col.day("Accepted on")
    evidence = col.text("Evidence", width=24, help="Link or file that shows it is done.")
    wbs = col.text("WBS", width=8, profile="standard", help="1.2.3")
    source = col.text("Source", profile="standard", help="Request, contract clause, law.")
    benefit = col.text("Benefit", profile="standard", help="The benefit it serves.")
    baselined_on = col.day(
        "Baselined on", profile="standard", help="When it was agreed. Blank: the baseline date on Settings."
    )
    estimate = col.number("Baseline days", 0, profile="standard", help="Working days of effort agreed in the baseline.")
    changes_applied = col.refs("Changes applied", "Changes", fact=True, help="Approved changes that touch it.")
    tasks = col.whole("Tasks", fact=True, width=8, help="How many tasks of the schedule deliver it.")
    task_days = col.number("Days planned", fact=True, help="Working days of those tasks.")
    updated = col.updated()

    open_when = 'AND([Status]<>"Accepted",[Status]<>"Removed",[In or out]<>"Out",[In or out]<>"Later")'

    @property
    def is_open(self) -> bool:
        """Agreed, and not yet accepted."""
        return self.status not in ("Accepted", "Removed") and self.in_out not in ("Out", "Later")


SCOPE = Register(
    "Scope",
    ScopeItem,
    "Scope baseline",
    "What was agreed. Work that is not here needs a change.",
    "control",
    also=("Scope items", "Requirements", "Deliverables"),
)
