"""What an option would do: the finish that its days bring, and the colour that Schedule would have by that finish.

This is arithmetic on the project's finish, not a new calculation of the network: an option says how many working days
later or earlier the end comes. Where its days, the forecast or the baseline are unknown, the colour is "?".
"""

from __future__ import annotations

from datetime import date

from pmxl.colours.schedule import colour_of_slip
from pmxl.facts.slip import baseline_days, baseline_finish, last_to_finish
from pmxl.model import UNKNOWN, Book, Colour, Context
from pmxl.records import NamedTuple


class Outcome(NamedTuple):
    """The project after an option."""

    days: float | None
    """Working days later than forecast now; None where nobody has said."""
    finish: date | None
    colour: Colour
    """Of Schedule, as far as its finish decides it."""


def outcome(book: Book, now: Context, days: float | None) -> Outcome:
    """What *days* more working days (or fewer, where negative) would make of the finish and of its colour."""
    last = last_to_finish(book)
    if days is None or last is None or last.finish is None:
        return Outcome(days, None, UNKNOWN)
    finish = now.add_working_days(last.finish, _whole(days)) if days else last.finish
    return Outcome(days, finish, colour_of(book, now, finish))


def colour_of(book: Book, now: Context, finish: date) -> Colour:
    """The colour of a finish: its slip against the baseline, in working days and as a share of the baseline's."""
    agreed, length = baseline_finish(book), baseline_days(book, now)
    if agreed is None or not length:
        return UNKNOWN
    return colour_of_slip(now.working_days(agreed, finish), length, now)


def _whole(days: float) -> int:
    """A part of a day more is a day more; a part of a day less is none."""
    return -int(-days // 1)
