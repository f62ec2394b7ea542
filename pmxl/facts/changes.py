"""Changes: who may say yes, and what a yes costs."""

from __future__ import annotations

from pmxl.facts.words import capital, days, number
from pmxl.model import Book, Context
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.machine import AUTHORITY, AuthorityLevel


def changes(book: Book, _: Context) -> None:
    """Fill Authority needed and Trade-off of every change."""
    levels = sorted((a for a in book.of(AUTHORITY) if a.level is not None), key=lambda a: a.level or 0)
    for change in book.of(CHANGES):
        change.authority = authority_needed(change, levels)
        change.trade_off = trade_off(change)


def approved_changes(book: Book) -> set[str]:
    """The IDs of the changes that somebody with a name said yes to on a day."""
    return {change.id for change in book.of(CHANGES) if change.is_approved}


def authority_needed(change: Change, levels: list[AuthorityLevel]) -> str | None:
    """The lowest level whose limits hold the days and the cost, or `above` the highest.

    None until both impacts are typed, and where the book has no levels. A limit left blank holds anything.
    """
    if change.time_impact is None or change.cost_impact is None or not levels:
        return None
    enough = next((level for level in levels if may_approve(level, change)), None)
    return called(enough) if enough else f"above {called(levels[-1])}"


def may_approve(level: AuthorityLevel, change: Change) -> bool:
    """True where the limits of a level hold the days and the cost. A limit left blank holds anything."""
    time, cost = change.time_impact or 0, change.cost_impact or 0
    return (level.days is None or time <= level.days) and (level.cost is None or cost <= level.cost)


def called(level: AuthorityLevel) -> str:
    """What to call a level: its role, or its number."""
    return level.role or f"level {level.level}"


def trade_off(change: Change) -> str | None:
    """The price of a yes in one sentence: `Adds 3 days and 6,300; risk unchanged; accepted by A. Osei`.

    None until something is said of any impact.
    """
    impacts = (change.time_impact, change.cost_impact, change.quality_impact, change.risk_impact)
    if all(impact is None for impact in impacts):
        return None
    parts = [_time_and_cost(change.time_impact, change.cost_impact)]
    if change.quality_impact in ("Better", "Worse"):
        parts.append(f"quality {change.quality_impact.lower()}")
    risk = {"Lower": "lower", "None": "unchanged", "Higher": "higher"}.get(change.risk_impact or "", "not stated")
    parts.append(f"risk {risk}")
    parts.append(f"accepted by {change.trade_off_by}" if change.trade_off_by else "accepted by nobody")
    return "; ".join(parts)


def _time_and_cost(time: float | None, cost: float | None) -> str:
    amounts = [(time, days(abs(time)) if time else ""), (cost, number(abs(cost)) if cost else "")]
    adds = " and ".join(words for amount, words in amounts if amount and amount > 0)
    saves = " and ".join(words for amount, words in amounts if amount and amount < 0)
    said = ", ".join(part for part in (adds and f"adds {adds}", saves and f"saves {saves}") if part)
    blank = [word for word, amount in (("time", time), ("cost", cost)) if amount is None]
    unsaid = f"{' and '.join(blank)} not stated" if blank else ""
    free = "" if said or blank else "adds no days and no cost"
    sentence = ", ".join(part for part in (said, free, unsaid) if part)
    return capital(sentence)
