"""Actions: who does what by when; commitments are the ones that the brief counts."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Action(Row):
    """One thing that one person will do by a date."""

    id = col.key("ACT", help="ACT-001 and so on. Never use an ID again.", also=("Action ID", "Ref"))
    action = col.text("Action", width=46, help="Begins with a verb.", also=("Description", "Task"))
    owner = col.person("Owner", help="One named person, never a team.", also=("Assigned to", "Responsible"))
    status = col.choice("Status", "Open", "Done", "Dropped")
    due = col.day("Due", also=("Due date", "Target date"))
    check = col.check()
    commitment = col.yes_no(
        "Commitment", help="Yes: it stands on the brief, and kept or missed is counted.", also=("Commitment?",)
    )
    proof = col.text("Proof", width=22, help="What will show that it is done.")
    unlocks = col.refs("Unlocks", help="The IDs that can go on once it is done.")
    done_on = col.day("Done on", also=("Closed on", "Completed on"))
    source = col.refs("Source", help="Where it came from: R-, I-, DEC- or CR-ID.", profile="standard")
    blocked_by = col.text("Blocked by", profile="standard")
    days_overdue = col.whole(
        "Days overdue", width=9, help="Working days since it was due.",
        formula='IF(AND(ISNUMBER([Due]),[Status]<>"Done",[Status]<>"Dropped",[Due]<as_of),NETWORKDAYS.INTL([Due]+1,as_of,weekend,holiday_dates),"")',
    )  # fmt: skip
    original_due = col.day("First due", fact=True, profile="standard", help="The first due date on record.")
    times_moved = col.whole("Times moved", width=8, fact=True, help="How often the due date moved.")
    updated = col.updated()

    open_when = 'AND([Status]<>"Done",[Status]<>"Dropped")'

    @property
    def is_open(self) -> bool:
        """Somebody still has to do it."""
        return self.status not in ("Done", "Dropped")


ACTIONS = Register(
    "Actions",
    Action,
    "Actions and commitments",
    "Who does what by when.",
    "control",
    also=("Action log", "Action items", "To do"),
)
