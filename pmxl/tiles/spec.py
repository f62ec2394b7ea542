"""The dashboard spec, shipped filled: what leadership sees, why it matters, and what to do if it is red."""

from __future__ import annotations

from pmxl.records import NamedTuple


class Spec(NamedTuple):
    """One tile of the spec."""

    tile: str
    question: str
    """What it answers; a tile that answers nothing has no place."""
    source: str
    """The sheet that it is made from."""
    if_red: str


SPEC = {
    line.tile: line
    for line in (
        Spec("Colours", "Can I trust the date, the money and the result?", "Status", "Open the row behind 'because'"),
        Spec("Finish", "When will it be done, and is that moving?", "Schedule", "Ask for the driving path"),
        Spec("Critical path", "What decides the date this week?", "Schedule", "Put help on the first one"),
        Spec("Decisions", "What is waiting for me?", "Decisions", "Decide or delegate"),
        Spec("Risks", "What could hurt, and is anybody acting?", "Risks", "Ask the response owner"),
        Spec("Issues", "What is stuck?", "Issues", "Escalate"),
        Spec("Scope", "Are we building what we agreed?", "Scope", "Approve, reject or stop"),
        Spec("Dependencies", "Who else can stop us?", "Dependencies", "Call the other owner"),
        Spec("Readiness", "Can we go?", "Readiness", "Fix, waive with a name, or move"),
        Spec("Capacity", "Do we have the people?", "Capacity", "Move work or people"),
        Spec("Cost", "What will it cost?", "Cost", "Raise a change request"),
        Spec("Commitments kept", "Do we do what we say?", "Actions", "Ask what is in the way"),
        Spec("Data confidence", "How much of this page is fresh?", "Status", "Send update packs"),
        Spec("Outcomes", "Did it help?", "Benefits", "Adjust the plan for adoption"),
    )
}
"""Name of a tile -> its line."""
