"""The tab pmxl in Excel's ribbon: one line for each button, in the order in which a project manager works.

The XML that Excel reads (`macros/customUI14.xml`) and the page `docs/buttons.md` follow from this. A button's tag is
the name of its command in `pmxl.excel`. Icons are names that Excel itself uses, on Windows and macOS.
"""

from __future__ import annotations

from pmxl.records import NamedTuple


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
        "Makes a workbook from the template, ready to be filled in, beside the one that is open, and opens it.",
    ),
    Button(
        *("refresh", "Workbook", "Refresh", "large", "RefreshAll", "R", "Compute and write back"),
        "Computes dates, float, risk levels, ages and colours and writes them into the computed columns. "
        "What you typed stays as it is.",
    ),
    Button(
        *("undo", "Workbook", "Undo", "normal", "Undo", "U", "Undo the last change by pmxl"),
        "Takes back what the last button of pmxl wrote into this workbook. Cells that were changed since then stay.",
    ),
    Button(
        *("check", "Check", "Check", "large", "DataValidation", "C", "Check this workbook"),
        "Marks the cells that need a look and lists on the sheet Findings what is wrong and what to do about it, "
        "each with a link to its cell.",
    ),
    Button(
        *("previous_finding", "Check", "Previous", "normal", "ReviewPreviousComment", "P", "Previous finding"),
        "Goes to the cell with a finding before this one.",
    ),
    Button(
        *("next_finding", "Check", "Next", "normal", "ReviewNextComment", "X", "Next finding"),
        "Goes to the next cell with a finding, the worst first.",
    ),
    Button(
        *("explain", "Check", "Explain", "normal", "TraceError", "E", "Explain this cell"),
        "Says what was found in the selected cell, why it matters, what to do, and where a computed date comes from.",
    ),
    Button(
        *("repair", "Check", "Repair", "normal", "AutoCorrect", "A", "Make safe repairs"),
        "Puts right what can be put right without asking, and lists every change with its old and new value.",
    ),
    Button(
        *("what_if", "Plan", "What if", "large", "WhatIfAnalysisMenu", "W", "What would this change do?"),
        "Says what the selected change request would do to the finish, the tasks and the colours. Nothing is written.",
    ),
    Button(
        *("baseline", "Plan", "Freeze baseline", "large", "Lock", "B", "Freeze the agreed dates"),
        "Keeps the dates of every agreed task as its baseline and computes anew. A baseline that is there stays.",
    ),
    Button(
        *("brief", "Report", "Brief", "large", "FilePrintPreview", "F", "Write the one-page brief"),
        "Writes the page that a sponsor decides from, on the sheet Brief; every line leads to its row.",
    ),
    Button(
        *("issue", "Report", "Issue", "large", "FileMarkAsFinal", "I", "Issue the brief"),
        "Refreshes, freezes the brief as a sheet of its own with its number, keeps on record what it said, so that the "
        "next one can say what changed, and shows it for handing out.",
    ),
    Button(
        *("settings", "Help", "Settings", "normal", "PropertySheet", "S", "Settings of this project"),
        "Goes to the sheet Settings: as-of date, limits, working week, profile.",
    ),
    Button(
        *("help", "Help", "Help", "normal", "Help", "H", "Help on pmxl"),
        "Says what the buttons do and where to read more.",
    ),
)
"""The buttons, group by group, from left to right."""
