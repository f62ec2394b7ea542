"""Status: what the project manager says, beside what the numbers say."""

from pmxl.model import Book, Register, Row
from pmxl.registers import columns as col


class StatusLine(Row):
    """One dimension of status; the last line is Overall."""

    dimension = col.text("Dimension", width=18, help="Fixed by pmxl.")
    declared = col.choice(
        "Declared",
        "GREEN",
        "AMBER",
        "RED",
        help="Your view. Better than computed needs a reason, a name and an end date.",
    )
    computed = col.text("Computed", width=12, fact=True, help="What the numbers say.")
    because = col.long_text(
        "Because", width=60, fact=True, help="The measure, its value, the limit that was crossed, the worst row."
    )
    check = col.check()
    reason = col.long_text(
        "Reason if better", width=34, help="Why you see it better than the numbers do.", also=("Reason",)
    )
    agreed_by = col.person("Agreed by", help="Who agreed to the better colour.")
    until = col.day("Until", help="At most 14 days ahead.")
    way_back = col.long_text("Way back to green", width=34, help="One line: what will be done.")
    owner = col.person("Way back owner", also=("Owner",))
    way_back_by = col.day("Way back by")
    since = col.day("Since", fact=True, help="The first report in a row that had this colour.")
    go_to = col.text(
        "Worst row", width=11, help="A click leads to the row behind the colour.",
        formula='IF([Worst at]="","",HYPERLINK("#"&[Worst at],[Worst ID]))',
    )  # fmt: skip
    limits = col.text("Limits used", width=36, fact=True)
    confidence = col.text(
        "Data confidence", width=26, fact=True, help="On the Overall line: High, Medium or Low, and why."
    )
    worst = col.text("Worst ID", width=11, fact=True, profile="full")
    worst_at = col.text("Worst at", width=18, fact=True, profile="full", help="Where the worst row stands.")
    updated = col.updated()

    measured: str | None = None
    """The colour before it was held back from turning green too quickly. It goes on record and on no sheet."""

    @property
    def name(self) -> str:
        """The dimension is what people call the line by."""
        return self.dimension or f"row {self.number}"


OVERALL = "Overall"
"""The dimension that stands for all of them."""

STATUS = Register(
    "Status", StatusLine, "Status", "Your colour beside the computed one, and why.", "control", blank_rows=0
)


def overall_line(book: Book) -> StatusLine | None:
    """The line for all dimensions together; None where somebody took it out."""
    return next((line for line in book.of(STATUS) if line.dimension == OVERALL), None)
