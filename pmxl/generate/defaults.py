"""What a new workbook begins with: lists, scales, levels of authority, dimensions of status. People may change it."""

from __future__ import annotations

from typing import Any

from pmxl.registers.machine import CHANCES

LISTS: dict[str, tuple[str, ...]] = {
    "Definition of done": (
        "Document: reviewed, approved by its owner, published",
        "Software: accepted in test by the business owner, live",
        "Service: live, monitored, support trained, runbook signed",
        "Migration: counts match, sample checked, owner signed",
        "Infrastructure: built, hardened, backed up, monitored",
        "Integration: tested end to end from both sides, errors handled",
        "Security control: on, tested, evidence filed",
        "Training: held, attendance recorded, material published",
        "Handover: accepted by operations, known faults listed",
    ),
    "Risk category": (
        "People and capacity",
        "Suppliers and contracts",
        "Technology and integration",
        "Data and migration",
        "Security and compliance",
        "Users and adoption",
        "Plan and dependencies",
        "Money",
        "Governance and decisions",
        "Outside events",
    ),
    "Change category": (
        "New requirement",
        "Changed requirement",
        "Removed from scope",
        "Error in the baseline",
        "Supplier or contract",
        "Law or policy",
        "Technical finding",
        "Dates only",
    ),
    "Benefit type": (
        "Less downtime",
        "Faster resolution",
        "Adoption",
        "Security",
        "Compliance",
        "Lower cost",
        "Continuity",
    ),
}
"""Heading on the sheet Lists -> its words, most used first."""

SCALES: tuple[dict[str, Any], ...] = tuple(
    dict(zip(("scale", "score", "word", "time", "cost", "quality", "chance"), step, strict=True))
    for step in (
        ("Likelihood", 1, "Very low", None, None, "Below 5%: we would be astonished.", CHANCES[0]),
        ("Likelihood", 2, "Low", None, None, "5% to 20%: possible, nothing points to it.", CHANCES[1]),
        ("Likelihood", 3, "Medium", None, None, "20% to 50%: could go either way.", CHANCES[2]),
        ("Likelihood", 4, "High", None, None, "50% to 80%: more likely than not.", CHANCES[3]),
        ("Likelihood", 5, "Very high", None, None, "Above 80%: plan as if it were certain.", CHANCES[4]),
        ("Impact", 1, "Very low", "Inside the float", "Below 1% of budget", "Nobody outside the team notices.", None),
        ("Impact", 2, "Low", "Up to 1 week", "1% to 3%", "A few users work around it.", None),
        ("Impact", 3, "Medium", "1 to 3 weeks", "3% to 7%", "A deliverable is accepted with faults.", None),
        ("Impact", 4, "High", "3 to 6 weeks", "7% to 15%", "A main deliverable is not accepted.", None),
        ("Impact", 5, "Very high", "Over 6 weeks", "Above 15%", "The goal is missed, or somebody is harmed.", None),
    )
)  # fmt: skip
"""Words of our own; the bands of time and cost are proposals that fit a project of about six months."""

AUTHORITY: tuple[dict[str, Any], ...] = (
    {"level": 1, "role": "Project manager", "days": 3, "cost": 5000, "responds_within": 2},
    {"level": 2, "role": "Sponsor", "days": 15, "cost": 50000, "responds_within": 5},
    {"level": 3, "role": "Steering board", "days": 60, "responds_within": 10},
)

DIMENSIONS = (
    "Schedule",
    "Scope",
    "Risk & issues",
    "Dependencies",
    "Cost",
    "Readiness",
    "Benefits",
    "Capacity",
    "Overall",
)
STATUS: tuple[dict[str, Any], ...] = tuple({"dimension": dimension} for dimension in DIMENSIONS)

ROWS: dict[str, tuple[dict[str, Any], ...]] = {"Scales": SCALES, "Authority": AUTHORITY, "Status": STATUS}
"""Name of a register -> the rows it begins with."""
