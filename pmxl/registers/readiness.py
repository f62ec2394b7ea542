"""Readiness: what must be true before a wave or a go-live, and what shows that it is."""

from datetime import date

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Criterion(Row):
    """One test that a gate, a wave or a go-live must pass."""

    id = col.key("RDY", help="RDY-001 and so on. Never use an ID again.", also=("Criterion ID", "Ref"))
    criterion = col.text(
        "Criterion",
        width=46,
        help="Something that can fail: who, how many, by when.",
        also=("Check item", "Requirement"),
    )
    owner = col.person("Owner", help="Who sees to it that it passes.", also=("Responsible",))
    result = col.choice("Result", "Not started", "Pass", "Fail", "Waived", "N/A", also=("Status",))
    due = col.day("Due", help="Blank: the day of its gate.", also=("Due date",))
    check = col.check()
    must = col.choice("Must or should", "Must", "Should", width=10, help="Go needs every Must.", also=("Priority",))
    gate = col.refs("Gate", "Schedule", width=10, help="The T-ID of the milestone that it opens.")
    wave = col.text("Wave", width=10)
    area = col.choice("Area", "Programme", "System", "Workforce", "Operations", "Security", "Data", "Support")
    wanted = col.text("Target", width=16, help="The number or state that passes, for example 95%.")
    actual = col.text("Actual", width=16, help="What was found.")
    evidence = col.text("Evidence", width=26, help="Link or file that shows it.", also=("Proof",))
    tested_on = col.day("Tested on")
    signed_by = col.person("Signed by", help="Never the one who delivers it.")
    waiver_reason = col.text("Waiver reason", width=26, profile="standard", help="Why we may go without it.")
    waived_by = col.person("Waived by", profile="standard", help="Who carries that risk.")
    waived_until = col.day("Waived until", profile="standard")
    control = col.text("Control", width=14, profile="full", help="For example an ISO 27001 or NIST number.")
    gate_on = col.day("Gate on", fact=True, help="When its gate is planned.")
    updated = col.updated()

    open_when = 'AND([Result]<>"Pass",[Result]<>"Waived",[Result]<>"N/A")'

    @property
    def is_open(self) -> bool:
        """It has not passed, and nobody has waived it."""
        return self.result not in ("Pass", "Waived", "N/A")

    @property
    def is_must(self) -> bool:
        """Go needs it. A criterion of which nobody says otherwise is one."""
        return self.must != "Should" and self.result != "N/A"

    def holds(self, as_of: date) -> bool:
        """True where it passed, or somebody with a name waived it until a day that has not passed."""
        if self.result == "Waived":
            return bool(self.waived_by) and self.waived_until is not None and self.waived_until >= as_of
        return self.result == "Pass"


READINESS = Register(
    "Readiness",
    Criterion,
    "Release readiness",
    "What must be true before we go, and what shows that it is.",
    "plan",
    profile="standard",
    blank_rows=40,
    also=("Release readiness", "Go-live checklist", "Readiness checklist", "Go/no-go"),
)
