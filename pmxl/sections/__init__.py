"""The sections of the brief, one file each, in reading order.

A section is a function that takes the book, the context and the budget of the page, and gives its lines. To add one,
write its file and put it where it is to be read.
"""

from collections.abc import Callable

from pmxl.model import Book, Context
from pmxl.sections.bottom_line import bottom_line
from pmxl.sections.changed_since import changed_since
from pmxl.sections.colours import colour_strip, declared, why
from pmxl.sections.confidence import confidence, footer
from pmxl.sections.decisions_needed import decisions_needed
from pmxl.sections.header import header
from pmxl.sections.milestones import milestones
from pmxl.sections.next_commitments import next_commitments
from pmxl.sections.parts import Budget, Section
from pmxl.sections.risks_and_options import risks_and_options
from pmxl.sections.trade_offs import trade_offs

__all__ = ["SECTIONS"]

SECTIONS: tuple[Callable[[Book, Context, Budget], Section], ...] = (
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
    confidence,
    footer,
)
