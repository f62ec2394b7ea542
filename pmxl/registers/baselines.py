"""Baselines: every set of dates that was agreed, so that a former one stays on record when a new one is taken."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class BaselineDate(Row):
    """The agreed dates of one task in one baseline. pmxl keeps this register itself."""

    baseline = col.whole("Baseline", 0, help="0 is the first.")
    taken_on = col.day("Taken on")
    change = col.text("Change", width=10, help="The CR-ID that allowed it.")
    why = col.text("Why", width=28)
    task = col.text("Task", width=10)
    start = col.day("Start")
    finish = col.day("Finish")
    duration = col.number("Duration")
    lines = col.whole("Lines", help="How many lines were taken together.")
    seal = col.text("Seal", width=18, help="Made of the other cells: it no longer fits where one was altered.")


BASELINES = Register(
    "Baselines", BaselineDate, "Baselines", "Every set of dates that was agreed.", "machine", "standard", blank_rows=1
)
