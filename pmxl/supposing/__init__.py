"""What if? The same journey on an edited copy of a book, and what comes out differently. Nothing is ever written.

    answer = what_if(journey.book, 'T-041 +3d; drop T-070', journey.now)
    print(answer.finish, answer.days)

Edits are given as values (`Set`, `Days`, `Add`, `Drop`, `Wait`, `Free`) or in the short words that people type into
the columns "Effect on plan"; `pmxl.supposing.grammar` tells how they are read.
"""

from __future__ import annotations

TYPE_CHECKING = False  # As in pmxl: a check in Excel needs only what says what a change would do.
if TYPE_CHECKING:
    from pmxl.supposing.answer import ColourMove, Pair, TaskMove, WhatIf, what_if
    from pmxl.supposing.effects import Effects, ask, change_of, colour_after, if_yes, said, yes_to
    from pmxl.supposing.grammar import Reading, read_effect
    from pmxl.supposing.suppose import Add, Days, Drop, Fault, Free, Set, Supposed, Wait
    from pmxl.supposing.tracing import Mention, Step, Trace, trace

__all__ = [
    "Add",
    "ColourMove",
    "Days",
    "Drop",
    "Effects",
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
    "if_yes",
    "read_effect",
    "said",
    "trace",
    "what_if",
    "yes_to",
]

_HOMES = {
    "answer": ("ColourMove", "Pair", "TaskMove", "WhatIf", "what_if"),
    "effects": ("Effects", "ask", "change_of", "colour_after", "if_yes", "said", "yes_to"),
    "grammar": ("Reading", "read_effect"),
    "suppose": ("Add", "Days", "Drop", "Fault", "Free", "Set", "Supposed", "Wait"),
    "tracing": ("Mention", "Step", "Trace", "trace"),
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'pmxl.supposing' has no public name {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"pmxl.supposing.{home}"), name)
    return value
