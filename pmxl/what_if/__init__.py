"""What if? The same journey on an edited copy of a book, and what comes out differently. Nothing is ever written.

    answer = what_if(journey.book, 'T-041 +3d; drop T-070', journey.now)
    print(answer.finish, answer.days)

Edits are given as values (`Set`, `Days`, `Add`, `Drop`, `Wait`, `Free`) or in the short words that people type into
the columns "Effect on plan"; `pmxl.what_if.grammar` tells how they are read.
"""

from pmxl.what_if.answer import ColourMove, Pair, TaskMove, WhatIf, what_if
from pmxl.what_if.grammar import Reading, read_effect
from pmxl.what_if.suppose import Add, Days, Drop, Fault, Free, Set, Supposed, Wait

__all__ = [
    "Add",
    "ColourMove",
    "Days",
    "Drop",
    "Fault",
    "Free",
    "Pair",
    "Reading",
    "Set",
    "Supposed",
    "TaskMove",
    "Wait",
    "WhatIf",
    "read_effect",
    "what_if",
]
