"""The words of other people's lists that can mean only one of ours: "Completed" for Done, likelihood "High" for 4.

Only lists that were brought along are read so. A workbook of pmxl has drop-downs and formulas that know no other words:
what is pasted over them there is an error, which a repair puts right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pmxl.model import Column, Register

_GOING_ON = (
    "in progress, in work, in process, ongoing, on going, wip, work in progress, underway, under way, active, "
    "started, not started, not yet started, to do, todo, new, pending, outstanding, assigned, in hand, live, re opened, "
    "reopened"
)
_DONE = "done, complete, completed, finished, closed"
_DROPPED = "cancelled, canceled, dropped, withdrawn, abandoned, no longer needed, not required"
_WAITING = "on hold, hold, deferred, parked, paused"

_BY_CHOICE: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Risks", "status"): {
        "Open": _GOING_ON,
        "Watching": "monitoring, monitored, monitor, watch, being watched",
        "Happened": "occurred, materialised, materialized, realised, realized, triggered, became an issue, now an issue",
        "Closed": f"{_DONE}, {_DROPPED}, resolved, retired, expired, mitigated and closed",
    },
    ("Risks", "response"): {
        "Avoid": "avoidance, avoided",
        "Reduce": "mitigate, mitigation, mitigated, reduction, treat, control",
        "Transfer": "transferred, share, shared, insure",
        "Accept": "acceptance, accepted, tolerate",
    },
    ("Risks", "response_status"): {
        "Not started": "open, planned, to do, todo, new, pending, not yet started",
        "In motion": "in progress, ongoing, on going, wip, underway, under way, started, active",
        "Done": "complete, completed, finished, closed, implemented",
    },
    ("Issues", "status"): {
        "Open": f"{_GOING_ON}, under investigation, investigating, escalated",
        "Postponed": _WAITING,
        "Resolved": "done, complete, completed, finished, fixed, solved",
        "Closed": f"closed, {_DROPPED}",
    },
    ("Issues", "severity"): {
        "Critical": "very high, urgent, blocker, showstopper, show stopper, vh",
        "High": "h, major",
        "Medium": "m, med, moderate, normal",
        "Low": "l, minor, very low, vl",
    },
    ("Actions", "status"): {
        "Open": f"{_GOING_ON}, {_WAITING}, waiting, blocked, planned, overdue, late",
        "Done": _DONE,
        "Dropped": _DROPPED,
    },
    ("Decisions", "status"): {
        "Planned": "draft, proposed, not started, not yet needed",
        "Needed": "open, pending, outstanding, awaiting decision, awaiting, waiting, to be decided, required, overdue",
        "Decided": f"{_DONE}, made, taken, agreed, approved, decision made",
        "Deferred": f"{_WAITING}, postponed",
        "Superseded": "replaced, obsolete",
    },
    ("Dependencies", "status"): {
        "Open": f"{_GOING_ON}, requested, raised, not agreed",
        "Agreed": "confirmed, committed, accepted, on track",
        "Received": f"{_DONE}, delivered, met, fulfilled, resolved, satisfied",
        "Late": "overdue, delayed",
        "Not needed": _DROPPED,
    },
    ("Assumptions", "status"): {
        "Open": f"{_GOING_ON}, unvalidated, not validated, unconfirmed, to be validated, to be confirmed",
        "True": "valid, validated, confirmed, proven, holds, yes",
        "False": "invalid, invalidated, disproved, disproven, wrong, no",
        "Dropped": _DROPPED,
    },
    ("Changes", "status"): {
        "Submitted": "new, open, raised, logged, requested, proposed",
        "Assessing": "under review, in review, under assessment, in assessment, being assessed, under evaluation, analysis",
        "Waiting for approval": "pending, pending approval, awaiting approval, awaiting decision, for approval",
        "Approved": "accepted, agreed, authorised, authorized",
        "Rejected": "declined, denied, refused, not approved",
        "Postponed": _WAITING,
        "Implemented": "done, complete, completed, finished, in place",
    },
    ("Scope", "status"): {
        "Proposed": "draft, requested",
        "Baselined": "agreed, approved, planned, not started, not yet started, to do, todo",
        "In work": "in progress, wip, ongoing, on going, on-going, started, underway, under way, active",
        "Delivered": "done, complete, completed, finished",
        "Accepted": "signed off",
        "Removed": f"{_DROPPED}, descoped, de scoped, out of scope",
    },
    ("Scope", "priority"): {
        "Must": "must have, mandatory, m",
        "Should": "should have, s",
        "Could": "could have, nice to have, c",
        "Won't": "wont, won't have, will not, w",
    },
    ("Readiness", "result"): {
        "Pass": "passed, ok, done, complete, completed, green",
        "Fail": "failed, not ok, red",
        "Not started": "open, pending, to do, todo, not tested, not yet started",
    },
}  # fmt: skip

_SCALE = {
    1: "very low, vl, rare, very unlikely, negligible, insignificant, minimal, trivial",
    2: "low, l, unlikely, minor",
    3: "medium, med, m, moderate, possible",
    4: "high, h, likely, probable, major",
    5: "very high, vh, almost certain, very likely, near certain, certain, critical, severe, catastrophic, extreme",
}
"""The words of Scales, which name 1 to 5, and what other scales of five steps call them."""
_RATINGS = ("likelihood", "impact", "residual_likelihood", "residual_impact")
_STEP_FIRST = r"([1-5])\s*[-–:=.()/]\s*[^\W\d]"
"""A step with its word behind it: `4 - High`."""
_STEP_LAST = r"[^\W\d][^\d]*[-–:=(\s]([1-5])\)?"


def _turned(words: Mapping[str, str]) -> dict[str, str]:
    mine = {ours.casefold() for ours in words}
    return {word: ours for ours, said in words.items() for word in said.split(", ") if word not in mine}


_CHOICES = {place: _turned(words) for place, words in _BY_CHOICE.items()}
_STEPS = {word: step for step, said in _SCALE.items() for word in said.split(", ")}


def meant_by(raw: object, register: Register[Any], column: Column) -> str | int | None:
    """The word or the step of ours that a cell of somebody's own list means; None where it is not certain."""
    if not isinstance(raw, str):
        return None
    said = " ".join(raw.replace("_", " ").split()).casefold().strip(" .!*")
    if register.name == "Risks" and column.name in _RATINGS:
        step = re.match(_STEP_FIRST, said) or re.fullmatch(_STEP_LAST, said)
        return int(step[1]) if step else _STEPS.get(said)
    return _CHOICES.get((register.name, column.name), {}).get(said.replace("-", " "))


def says_done(raw: object) -> bool:
    """True for a word by which a plan of somebody's own says that a task is finished."""
    return isinstance(raw, str) and raw.strip(" .!*").casefold() in _DONE.split(", ")


def every_word() -> Iterator[tuple[str, str, str, str]]:
    """Register, column, their word and ours, of all that is known."""
    for (register, column), words in _CHOICES.items():
        yield from ((register, column, said, ours) for said, ours in words.items())
