"""How the brief says dates: short, with the weekday where somebody has to act on it."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import WEEKDAYS, counted, day, full_day


def weekday(found: date, as_of: date) -> str:
    """Tue 17 Mar, with the year where it is not that of the as-of date."""
    return f"{WEEKDAYS[found.weekday()]} {day(found, as_of)}"


def full(found: date) -> str:
    """Fri 13 Mar 2026."""
    return f"{WEEKDAYS[found.weekday()]} {full_day(found)}"


def due(found: date | None, late: int | None, as_of: date, *, short: bool = False) -> str:
    """When something is due: Tue 17 Mar, or 17 Mar for *short*; 10 Mar, 3 days late; or `no date`."""
    if found is None:
        return "no date"
    if late:
        return f"{day(found, as_of)}, {counted(late, 'day')} late"
    return day(found, as_of) if short else weekday(found, as_of)


def moved(before: date, after: date, as_of: date) -> str:
    """From one date to another: 20 → 24 Mar, 27 Mar → 10 Apr."""
    same_month = (before.year, before.month) == (after.year, after.month)
    return f"{before.day if same_month else day(before, as_of)} → {day(after, as_of)}"
