"""What a command that wrote into a workbook tells in a line or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmxl.facts.words import listing
from pmxl.model import Plan, SetCells
from pmxl.reports.checked import counted, tally

if TYPE_CHECKING:
    from pmxl.baseline import Frozen


def news(plan: Plan) -> str:
    """What is written, for example `12 cells changed (Schedule 9, Risks 3); Brief and Findings written anew`."""
    cells: dict[str, int] = {}
    pages = []
    for edit in plan.edits:
        if isinstance(edit, SetCells):
            cells[edit.sheet] = cells.get(edit.sheet, 0) + len(edit.values)
        elif not edit.hidden:
            pages.append(edit.sheet)
    where = ", ".join(f"{sheet} {n}" for sheet, n in sorted(cells.items(), key=lambda item: -item[1]))
    parts = [f"{counted(sum(cells.values()), 'cell')} changed ({where})"] if cells else []
    return "; ".join([*parts, *([f"{listing(pages)} written anew"] if pages else [])])


def verdict(plan: Plan) -> str:
    """The overall colour and why, and how many findings there are."""
    overall = plan.book.judgements.get("Overall")
    why = f"{overall.because.rstrip('.')}. " if overall else ""
    return f"{why}{(tally(plan.findings) or 'No finding').capitalize()}"


def frozen_news(frozen: Frozen, *, dry: bool = False) -> str:
    """What was frozen and what was left, for example `12 tasks frozen; 3 kept the baseline they had`."""
    would = "would be " if dry else ""
    which = f" in baseline {frozen.number}" if frozen.number else ""
    parts = [f"{counted(len(frozen.tasks), 'task')} {would}frozen{which}" if frozen.edits and frozen.tasks else ""]
    if frozen.tasks and not frozen.edits:
        parts.append('nothing frozen, for Schedule has no columns "Baseline start" and "Baseline finish"')
    if frozen.kept:
        parts.append(f"{counted(len(frozen.kept), 'task')} kept the baseline they had")
    if frozen.edits and not frozen.tasks:
        parts.append(
            f"what stands in the schedule {'would be' if dry else 'is'} put on record as baseline {frozen.number}"
        )
    if frozen.silent:
        named = ", ".join(task.name for task in frozen.silent[:5]) + (" ..." if len(frozen.silent) > 5 else "")
        parts.append(f"left out, as nobody agreed to them: {named}")
    return "; ".join(part for part in parts if part) or "there is no task with dates to freeze"
