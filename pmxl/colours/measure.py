"""What a colour is made of: measures with their limits. The worst one gives the colour and the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmxl.facts.history import rows_gone
from pmxl.facts.words import counted
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Book, Colour, Context, Judgement, Register, Row
from pmxl.records import NamedTuple

RANK = {GREEN: 0, NOT_DUE: 1, UNKNOWN: 2, AMBER: 3, RED: 4}
"""From best to worst. What cannot be measured hides behind nothing green."""

LONGEST = 140
"""Characters that a because-sentence may have."""

SHORTEST = 12
"""Characters of a title below which it says nothing."""

SPOKEN = {"> ": "above ", ">= ": "from ", "<= ": "up to ", "< ": "below "}
PLANNING = ("Initiate", "Plan")


class Measure(NamedTuple):
    """One thing that was measured: its colour, its value in words, the limits used, and the row that is worst."""

    colour: Colour
    says: str
    """Measure and value: `finish 27 Apr is 6 days (8.8%) after the baseline`."""
    amber: str = ""
    """The limit to amber, `> 5%` or in words; "" where the measure knows no amber."""
    red: str = ""
    row: Row | None = None
    over: str = ""
    """The limit that was crossed, where one colour has several: `from 15 unanswered`."""

    @property
    def limits(self) -> str:
        """Both limits: `amber > 5%, red > 10%`."""
        both = (("amber", self.amber), ("red", self.red))
        return ", ".join(
            f"{word} {limit}" if limit[:1] in "<>" else f"{word}: {limit}" for word, limit in both if limit
        )

    @property
    def crossed(self) -> str:
        """The limit that was crossed, or for green the one that was kept: `amber above 5%`."""
        word, limit = ("red", self.red) if self.colour == RED or not self.amber else ("amber", self.amber)
        limit = self.over or limit
        if not limit:
            return ""
        for mark, spoken in SPOKEN.items():
            if limit.startswith(mark):
                return f"{word} {spoken}{limit.removeprefix(mark)}"
        return f"{word}: {limit}"


def graded(value: float, amber: float, red: float) -> Colour:
    """The colour of a value that is amber above one limit and red above another."""
    return RED if value > red else AMBER if value > amber else GREEN


def not_known(now: Context, says: str) -> Measure:
    """A measure without its data: not due while the project is being planned, missing afterwards."""
    return Measure(NOT_DUE if now.settings.phase in PLANNING else UNKNOWN, says)


def not_yet(book: Book, register: Register[Any], says: str) -> Measure:
    """A dimension of whose register there is no row: not due, or not known where earlier reports had rows of it."""
    if gone := rows_gone(book, register):
        verb = "is" if gone == 1 else "are"
        return Measure(UNKNOWN, f"{counted(gone, 'row')} of {register.name} that earlier reports had {verb} gone")
    return Measure(NOT_DUE, says)


def judged(dimension: str, measures: Iterable[Measure | None], book: Book) -> Judgement:
    """The judgement that follows from the worst measure; of two that are equally bad, the one that stands first."""
    worst = max((m for m in measures if m), key=lambda measure: RANK[measure.colour])
    if worst.colour == GREEN:
        worst = worst._replace(row=None)  # Nobody need look at a row that is as it should be.
    record = "" if worst.row is None else worst.row.id
    place = None if worst.row is None else book.place(worst.row)
    return Judgement(dimension, worst.colour, because(dimension, worst), worst.limits, place, record)


def because(dimension: str, measure: Measure) -> str:
    """The sentence that says why, of at most `LONGEST` characters.

    `Schedule is AMBER because MEASURE is VALUE (amber above 5%); worst row T-043 Move wave 3, owner K. Obi.` Where it
    would grow too long, the row's title is cut, then left out, then its owner.
    """
    crossed = f" ({measure.crossed})" if measure.crossed else ""
    said = f"{dimension} is {measure.colour} because {measure.says}{crossed}"
    if measure.row is None:
        return cut(said + ".", LONGEST)
    named = f"{said}; worst row {measure.row.name}"
    owner = f", owner {getattr(measure.row, 'owner', None) or 'nobody'}."
    if len(named) + len(owner) > LONGEST:
        return cut(named + ".", LONGEST)
    whole = title_of(measure.row)
    title = cut(whole, LONGEST - len(named) - len(owner) - 1)
    return f"{named} {title}{owner}" if title and (title == whole or len(title) >= SHORTEST) else named + owner


def title_of(row: Row) -> str:
    """What a row is about, in plain words where it has them, on one line."""
    said = getattr(row, "words", None) or getattr(row, row.columns[1].name, None) or ""
    return " ".join(str(said).split()).rstrip(".")


def cut(text: str, most: int) -> str:
    """A text of at most *most* characters; what is cut off shows as three dots."""
    if len(text) <= most:
        return text
    return text[: most - 3].rstrip(" ,;:.") + "..." if most > 3 else ""
