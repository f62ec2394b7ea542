"""Dependencies: what we get from others and give to them, agreed by both."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Dependency(Row):
    """One thing that somebody outside the team must hand over, or that we must."""

    id = col.key("D", help="D-001 and so on. Never use an ID again.", also=("Dependency ID", "Ref"))
    what = col.text(
        "What is needed", width=40, help="The thing that changes hands.", also=("Dependency", "Description", "Need")
    )
    owner = col.person("Owner", help="Our person who chases it.", also=("Dependency owner", "Assigned to"))
    status = col.choice("Status", "Open", "Agreed", "Received", "Late", "Not needed")
    promised = col.day("Promised for", help="The giver's date.", also=("Promised date", "Due date"))
    check = col.check()
    direction = col.choice("Direction", "We get", "We give", width=11)
    party = col.text(
        "From or to",
        width=24,
        help="The team, project or supplier on the other side.",
        also=("From", "Supplier", "Provider"),
    )
    contact = col.text("Contact", width=18, help="A person on the other side.")
    needed_for = col.refs(
        "Needed for", "Schedule", "Scope", help="Our T- or S-ID that waits for it.", also=("To: our task", "Our task")
    )
    needed_by_typed = col.day("Needed by", help="Blank: the start of our task.", also=("Need date", "Required by"))
    agreed = col.yes_no("Agreed by both", help="Yes only when the other side said so.", also=("Agreed",))
    received_on = col.day("Received on")
    good_enough = col.long_text("Good enough when", width=28, profile="standard", help="How you will know it is right.")
    needed_by = col.day("Needed (computed)", fact=True, help="What is typed, or else the start of our task.")
    gap = col.whole("Gap (days)", fact=True, help="Working days that the promise lies after the need.")
    float_left = col.number("Float left", fact=True, help="Working days that our task can still slip.")
    on_critical_path = col.yes_no("On critical path", fact=True)
    days_overdue = col.whole(
        "Days overdue", width=9, help="Working days since it was promised.",
        formula='IF(AND(ISNUMBER([Promised for]),[Status]<>"Received",[Status]<>"Not needed",[Promised for]<as_of),'
        'NETWORKDAYS.INTL([Promised for]+1,as_of,weekend,holiday_dates),"")',
    )  # fmt: skip
    updated = col.updated()

    open_when = 'AND([Status]<>"Received",[Status]<>"Not needed")'

    @property
    def is_open(self) -> bool:
        """It has not changed hands yet."""
        return self.status not in ("Received", "Not needed")


DEPENDENCIES = Register(
    "Dependencies",
    Dependency,
    "Dependencies",
    "What we get from others and give to them, agreed by both.",
    "raid",
    also=("Dependency log", "Dependencies log"),
)
