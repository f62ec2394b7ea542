"""Other programs: what they read of ours, and what we read of theirs. One module for each format.

Texts and bytes go in and come out; only `foreign`, which lets another program read a file, touches one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmxl.interchange.imported import Exported, Imported
    from pmxl.model import Book, Context

FORMATS = {
    "mspdi": "Microsoft Project XML, for Project and most other schedule programs",
    "ical": "a calendar: milestones, deadlines, decisions, commitments, freezes and windows",
    "mermaid": "a Gantt chart as text, for Markdown pages",
    "flowchart": "what waits for what as a Mermaid flowchart",
    "map": "what waits for what as a picture (SVG) in a page of HTML",
    "csv": "one register as a table",
}
"""What can be written, and for whom."""

PLANS_OF_OTHERS = b"APIBusinessObjects"
"""The root of the XML that Primavera P6 writes."""


def export(format: str, book: Book, now: Context, register: str = "Schedule") -> Exported:
    """The plan, or for `csv` a register, in one of FORMATS."""
    from pmxl.interchange import ical, mermaid, mspdi, tables
    from pmxl.registers import BY_NAME

    if format == "csv":
        return tables.write(book, BY_NAME[register])
    if format == "map":
        from pmxl.interchange.imported import Exported
        from pmxl.maps import svg

        return Exported(svg.page(book, now), [])
    write = {"mspdi": mspdi.write, "ical": ical.write, "mermaid": mermaid.gantt, "flowchart": mermaid.flowchart}
    return write[format](book, now)


def import_plan(path: str, data: bytes) -> Imported:
    """A plan from the content of a file; *path* says what kind it is. Raises Refused where it cannot be read."""
    from pmxl.interchange import foreign, mspdi, tables

    ending = path.rpartition(".")[2].casefold()
    if ending in ("csv", "tsv", "txt"):
        return tables.read(data)
    if ending == "xml" and PLANS_OF_OTHERS not in data[:2000]:
        return mspdi.read(data)
    return mspdi.read(foreign.convert(path))
