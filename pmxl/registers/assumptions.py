"""Assumptions: what the plan takes for true, and when that will be known."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Assumption(Row):
    """One thing that the plan takes for true, or a limit that it must keep."""

    id = col.key("A", help="A-001 and so on. Never use an ID again.", also=("Assumption ID", "Ref"))
    assumption = col.long_text(
        "Assumption", width=46, help="What we take for true.", also=("Assumption or constraint", "Description")
    )
    owner = col.person("Owner", help="Who will find out.", also=("Assigned to",))
    status = col.choice("Status", "Open", "True", "False", "Dropped", also=("Validation status",))
    check_by = col.day("Check by", help="Before the work that relies on it.", also=("Validation date", "Validate by"))
    check = col.check()
    kind = col.choice("Type", "Assumption", "Constraint")
    if_wrong = col.long_text("If wrong", width=36, help="What it would cost us.", also=("Impact if wrong",))
    relied_on_by = col.refs("Relied on by", "Schedule", "Scope", "Risks", help="T-, S- or R-IDs.")
    checked_by = col.person("Checked by", profile="standard")
    checked_on = col.day("Checked on", profile="standard")
    checked_how = col.text("How checked", width=24, profile="standard")
    updated = col.updated()

    open_when = 'AND([Status]<>"True",[Status]<>"False",[Status]<>"Dropped")'

    @property
    def is_open(self) -> bool:
        """Nobody knows yet whether it is true."""
        return self.status not in ("True", "False", "Dropped")


ASSUMPTIONS = Register(
    "Assumptions",
    Assumption,
    "Assumptions",
    "What the plan takes for true, and when that will be known.",
    "raid",
    also=("Assumption log", "Assumptions log"),
)
