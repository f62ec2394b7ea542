"""Reports: every brief that was issued, with what it said, so that a later one can be held against it."""

from pmxl.model import Register, Row
from pmxl.registers import columns as col


class Report(Row):
    """One issued brief. pmxl keeps this register itself."""

    brief = col.whole("Brief", 1)
    as_of = col.day("As of")
    issued_on = col.day("Issued on")
    declared = col.text("Declared", help="The overall colour that the project manager saw.")
    computed = col.text("Computed", help="The overall colour that the numbers gave.")
    colours = col.text("Colours", width=60, help="Every dimension with its computed colour.")
    finish = col.day("Finish", help="When the project was to end.")
    forecast = col.money("Forecast cost")
    risks = col.whole("Open risks")
    score = col.whole("Sum of scores", help="The residual scores of the open risks together.")
    issues = col.whole("Open issues")
    decisions = col.whole("Open decisions")
    changes = col.whole("Waiting changes")
    silent_days = col.number("Silent days", help="Days of work that nobody agreed to.")
    page = col.text("Page", width=16, help="The sheet that keeps the brief as it was issued.")
    page_seal = col.text(
        "Page seal", width=18, help="Made of the page's texts: it no longer fits where one was altered."
    )
    rows_seal = col.text("Rows seal", width=18, help="Made of what was on record of every row.")

    @property
    def name(self) -> str:
        """A report is called by the number of its brief."""
        return f"brief {self.brief}" if self.brief else f"row {self.number}"


REPORTS = Register("Reports", Report, "Reports", "Every brief that was issued.", "machine", blank_rows=1)
