"""The tab pmxl in Excel's ribbon: one line for each button, in the order in which a project manager works.

The XML that Excel reads (`macros/customUI14.xml`) and the page `docs/buttons.md` follow from this. A button's tag is
the name of its command in `pmxl.excel`. Icons are names that Excel itself uses, on Windows and macOS.
"""

from __future__ import annotations

from typing import NamedTuple


class Button(NamedTuple):
    """One button. `supertip` is its help, whole sentences below the title `screentip`; `keytip` are its letters."""

    tag: str
    group: str
    label: str
    size: str
    image: str
    keytip: str
    screentip: str
    supertip: str


GROUPS = {
    "Workbook": "FileNew",
    "Check": "DataValidation",
    "Plan": "InsertTimeline",
    "Report": "FilePrintPreview",
    "Help": "Help",
}
"""The groups from left to right, each with the icon that stands for it where the window is narrow."""

TAB, TAB_KEYTIP = "pmxl", "G"
"""What the tab is called, and the letter that opens it after Alt."""

BUTTONS = (
    Button(
        *("new", "Workbook", "New", "large", "FileNew", "N", "New project workbook"),
        "Makes a workbook from a template: registers, schedule and brief, ready to be filled in.",
    ),
    Button(
        *("refresh", "Workbook", "Refresh", "large", "RefreshAll", "R", "Compute and write back"),
        "Computes dates, float, risk levels, ages and colours and writes them into the computed columns. "
        "What you typed stays as it is.",
    ),
    Button(
        *("undo", "Workbook", "Undo", "normal", "Undo", "U", "Undo the last change by pmxl"),
        "Puts back the values that the last button of pmxl changed in this workbook.",
    ),
    Button(
        *("check", "Check", "Check", "large", "DataValidation", "C", "Check this workbook"),
        "Says what is wrong and what to do about it: marks the cells and lists the findings on the sheet Findings, "
        "each with a link to its cell.",
    ),
    Button(
        *("previous_finding", "Check", "Previous", "normal", "ReviewPreviousComment", "P", "Previous finding"),
        "Goes to the cell of the finding before this one.",
    ),
    Button(
        *("next_finding", "Check", "Next", "normal", "ReviewNextComment", "X", "Next finding"),
        "Goes to the cell of the next finding.",
    ),
    Button(
        *("explain", "Check", "Explain", "normal", "TraceError", "E", "Explain this cell"),
        "Says why the selected cell has a finding, why that matters, and what to do.",
    ),
    Button(
        *("repair", "Check", "Repair", "normal", "AutoCorrect", "A", "Make safe repairs"),
        "Corrects what has only one right answer, such as blanks around a name or a date typed as text, and keeps a "
        "list of old and new values.",
    ),
    Button(
        *("what_if", "Plan", "What if", "large", "WhatIfAnalysisMenu", "W", "What would this change do?"),
        "Shows what the selected change request would do to finish, critical path and people, before anybody decides.",
    ),
    Button(
        *("baseline", "Plan", "Freeze baseline", "large", "Lock", "B", "Freeze the agreed dates"),
        "Keeps the dates of every agreed task as its baseline. A baseline that is there is never touched.",
    ),
    Button(
        *("brief", "Report", "Brief", "large", "FilePrintPreview", "F", "Write the one-page brief"),
        "Writes the page that a sponsor decides from, on the sheet Brief; every line leads to its row.",
    ),
    Button(
        *("issue", "Report", "Issue", "large", "FileMarkAsFinal", "I", "Issue the brief"),
        "Keeps the brief as it stands today as a snapshot, so that the next one can say what changed.",
    ),
    Button(
        *("settings", "Help", "Settings", "normal", "PropertySheet", "S", "Settings of this project"),
        "Goes to the sheet Settings: as-of date, limits, working week, profile.",
    ),
    Button(
        *("help", "Help", "Help", "normal", "Help", "H", "Help on pmxl"),
        "Says which pmxl this is and where its pages are.",
    ),
)
"""The buttons, group by group, from left to right."""
