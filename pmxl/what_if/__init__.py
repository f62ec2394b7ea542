"""What if? The same journey on an edited copy of a book, and what comes out differently. Nothing is ever written.

    answer = what_if(journey.book, 'T-041 +3d; drop T-070', journey.now)
    print(answer.finish, answer.days)

Edits are given as values (`Set`, `Days`, `Add`, `Drop`, `Wait`, `Free`) or in the short words that people type into
the columns "Effect on plan"; `pmxl.what_if.grammar` tells how they are read.
"""

from pmxl.what_if.answer import ColourMove, Pair, TaskMove, WhatIf, what_if
from pmxl.what_if.effects import ask, change_of, colour_after, effects, if_yes, said, yes_to
from pmxl.what_if.grammar import Reading, read_effect
from pmxl.what_if.suppose import Add, Days, Drop, Fault, Free, Set, Supposed, Wait
from pmxl.what_if.trace import Mention, Step, Trace, trace

__all__ = [
    "Add",
    "ColourMove",
    "Days",
    "Drop",
    "Fault",
    "Free",
    "Mention",
    "Pair",
    "Reading",
    "Set",
    "Step",
    "Supposed",
    "TaskMove",
    "Trace",
    "Wait",
    "WhatIf",
    "ask",
    "change_of",
    "colour_after",
    "effects",
    "if_yes",
    "read_effect",
    "said",
    "trace",
    "what_if",
    "yes_to",
]
