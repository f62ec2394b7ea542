"""How facts and colours say things: dates, days, shares and amounts as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(found: date, as_of: date | None = None) -> str:
    """A date for people: 27 Apr, with the year where it is not that of the as-of date."""
    year = "" if as_of is None or found.year == as_of.year else f" {found.year}"
    return f"{found.day} {MONTHS[found.month - 1]}{year}"


def full_day(found: date) -> str:
    """A date with its year: 27 Apr 2026."""
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def days(count: float) -> str:
    """A stretch of days: 1 day, 6 days, 2.5 days."""
    return f"{number(count)} {'day' if count == 1 else 'days'}"


def share(fraction: float) -> str:
    """A fraction in percent, to one decimal: 8.8%, 10%."""
    return f"{round(fraction * 100, 1):,.1f}".removesuffix(".0") + "%"


def number(value: float) -> str:
    """A number without needless decimals: 6,300, 2.5."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def counted(count: float, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 task, 3 tasks."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def listing(words: Sequence[str]) -> str:
    """A list as a sentence has it: `R-001, R-002 and R-003`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shortened(text: str, most: int) -> str:
    """A text of at most *most* characters, the last of them three dots where it was longer."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def capital(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]
