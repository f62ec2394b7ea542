"""How rules say things: dates, working days, lists and quotations as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmxl.facts.words import MONTHS as MONTHS
from pmxl.facts.words import counted as counted
from pmxl.facts.words import day as day_of
from pmxl.facts.words import listing as listing_of_all
from pmxl.model import Context


def day(found: date, now: Context) -> str:
    """A date for people: 9 Mar, with the year where it is not that of the as-of date."""
    return day_of(found, now.as_of)


def working_days(number: float) -> str:
    """A stretch of working days."""
    return counted(number, "working day")


def late(since: date, now: Context) -> str:
    """How late something is that was due on a day before the as-of date."""
    number = now.working_days(since, now.as_of)
    return f"{working_days(number)} late" if number > 0 else f"{counted((now.as_of - since).days, 'day')} late"


def ago(since: date, now: Context) -> str:
    """How long ago a day before the as-of date was."""
    number = now.working_days(since, now.as_of)
    return f"{working_days(number)} ago" if number > 0 else f"{counted((now.as_of - since).days, 'day')} ago"


def listing(words: Sequence[str], most: int = 6) -> str:
    """A, B and C; a long list says how many more there are."""
    if len(words) > most:
        return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} more"
    return listing_of_all(words)


def missing(wanted: Mapping[str, object]) -> str:
    """What is blank of the cells that are wanted, by their words: `no day and no reason`; "" where all are filled."""
    return listing([f"no {word}" for word, value in wanted.items() if value in (None, "")])


def did_you_mean(near: str) -> str:
    """The word that was probably meant, as it stands behind what was said; "" where there is none."""
    return f" (did you mean {near}?)" if near else ""


def quoted(value: object, most: int = 60) -> str:
    """A value between quotation marks, on one line and no longer than *most* characters."""
    said = " ".join(f"{value:g}".split() if isinstance(value, float) else str(value).split())
    return f'"{said if len(said) <= most else said[: most - 3].rstrip() + "..."}"'
