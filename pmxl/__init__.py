"""Delivery truth in Excel: validated registers, a schedule that says why, and a one-page brief.

    from datetime import date
    import pmxl

    book = pmxl.open_workbook("project.xlsx")
    journey = pmxl.Journey(book.raw, date.today())
    for finding in journey.findings():
        print(finding.place, finding.message)
    pmxl.save(book, journey.plan().edits)

    answer = pmxl.what_if(journey.book, "T-039 +3d; drop T-070", journey.now)
    print(answer.finish, answer.days, [task.id for task in answer.tasks])
    touched = pmxl.trace(journey.book, "T-039", journey.now)

The names in `__all__` are public; everything else may change without notice.
"""

from __future__ import annotations

TYPE_CHECKING = False  # Type checkers take it for true; importing typing would double the time to start.
if TYPE_CHECKING:
    from typing import Any

    from pmxl.frames import frames_of
    from pmxl.journey import Journey
    from pmxl.model import Book, Context, Finding, Judgement, Place, Plan, RawBook, RawSheet, RawTable, Register, Row
    from pmxl.reading import read
    from pmxl.registers import REGISTERS
    from pmxl.rules import RULES
    from pmxl.supposing import Trace, WhatIf, trace, what_if
    from pmxl.workbook import Refused, Workbook, open_workbook, save

__version__ = "0.1.0"

__all__ = [
    "REGISTERS",
    "RULES",
    "Book",
    "Context",
    "Finding",
    "Journey",
    "Judgement",
    "Place",
    "Plan",
    "RawBook",
    "RawSheet",
    "RawTable",
    "Refused",
    "Register",
    "Row",
    "Trace",
    "WhatIf",
    "Workbook",
    "frames_of",
    "open_workbook",
    "read",
    "save",
    "trace",
    "what_if",
]

_HOME = {
    "REGISTERS": "pmxl.registers",
    "RULES": "pmxl.rules",
    "Trace": "pmxl.supposing",
    "WhatIf": "pmxl.supposing",
    "Journey": "pmxl.journey",
    "Refused": "pmxl.workbook",
    "Workbook": "pmxl.workbook",
    "frames_of": "pmxl.frames",
    "open_workbook": "pmxl.workbook",
    "read": "pmxl.reading",
    "save": "pmxl.workbook",
    "trace": "pmxl.supposing",
    "what_if": "pmxl.supposing",
}
"""Where the public names live that are not nouns of `pmxl.model`."""


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for: `import pmxl` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'pmxl' has no public name {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME.get(name, "pmxl.model")), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
