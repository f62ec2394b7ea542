"""The briefs: each chooses its sections by one tuple, in reading order.

To add a section, write its file and put it where it is to be read.
"""

from __future__ import annotations

from collections.abc import Callable

from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.sections.blockers import blockers
from pmxl.sections.bottom_line import bottom_line
from pmxl.sections.business import business_line, decisions_asked, what_changes, what_differs, what_may_affect_you
from pmxl.sections.changed_since import changed_since
from pmxl.sections.colours import colour_strip, declared, why
from pmxl.sections.confidence import footer
from pmxl.sections.contacts import whom_to_call
from pmxl.sections.decisions_needed import decisions_needed
from pmxl.sections.dependencies import dependencies
from pmxl.sections.header import business_header, header, team_header
from pmxl.sections.milestones import milestones
from pmxl.sections.next_commitments import next_commitments
from pmxl.sections.next_ten_days import next_ten_days, team_line
from pmxl.sections.parts import Budget, Section
from pmxl.sections.requirements import requirements
from pmxl.sections.risks_and_options import risks_and_options
from pmxl.sections.trade_offs import trade_offs

SectionOf = Callable[[Book, Context, Budget], Section]


class Variant(NamedTuple):
    """One brief of several that are made from the same data."""

    sheet: str
    """The sheet that holds it, which is what it is called as well."""
    sections: tuple[SectionOf, ...]
    """In reading order."""


EXECUTIVE = "executive"
VARIANTS: dict[str, Variant] = {
    EXECUTIVE: Variant(
        "Brief",
        (
            header,
            bottom_line,
            colour_strip,
            declared,
            why,
            decisions_needed,
            risks_and_options,
            trade_offs,
            next_commitments,
            milestones,
            changed_since,
            footer,
        ),
    ),
    "team": Variant(
        "Team brief",
        (team_header, team_line, blockers, next_ten_days, dependencies, requirements, milestones, footer),
    ),
    "business": Variant(
        "Business brief",
        (business_header, business_line, what_changes, what_differs, decisions_asked, what_may_affect_you,
         whom_to_call, footer),
    ),
}  # fmt: skip
"""Name of a variant -> what it holds."""
