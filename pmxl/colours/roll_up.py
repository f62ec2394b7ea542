"""The rules by which the colours of the dimensions become one, as the setting Overall colour names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pmxl.model import AMBER, GREEN, NOT_DUE, RED, Colour
from pmxl.records import NamedTuple

CORE = ("Schedule", "Scope", "Cost", "Readiness")
"""The dimensions of which one is enough."""

MAIN_FOUR, WORST, AVERAGE = "main four decide", "worst of all", "average of all"
POINTS = {GREEN: 3, AMBER: 2, RED: 1}
Decided = tuple[Colour, list[str]]
"""The colour of all, and the dimensions that decide."""


class RollUp(NamedTuple):
    """One rule. `decide` takes dimension -> colour, in which what is not known is amber already."""

    decide: Callable[[Mapping[str, Colour]], Decided]
    limits: str


def main_four_decide(colours: Mapping[str, Colour]) -> Decided:
    """One core dimension decides, or two others; a single red one among the others makes amber.

    Where no core dimension is due there is nothing that the others could stand behind: the worst of them decides.
    """
    if not core_is_due(colours):
        return worst_of_all(colours)
    red = [name for name, colour in colours.items() if colour == RED]
    amber = [name for name, colour in colours.items() if colour == AMBER]
    for names, colour in ((red, RED), (amber, AMBER)):
        core = [name for name in names if name in CORE]
        if core or len(names) >= 2:
            return colour, core or names
        if names and colour == RED:
            return AMBER, names
    return _calm(colours)


def in_words(rule: str, colour: Colour, names: list[str], colours: Mapping[str, Colour]) -> str:
    """What of a rule made the colour, as it stands behind the reason: `Scope alone is enough`; "" where it says it."""
    own = [name for name in names if colours[name] == colour]
    if colour == NOT_DUE or rule == AVERAGE:
        return ""
    if rule == WORST:
        return "the worst colour counts"
    if not core_is_due(colours):
        return "no schedule, scope, cost or readiness yet"
    if colour == GREEN:
        return "" if len(own) == len(names) else "two would make amber"
    if not own:
        return "it takes two to make red"
    if any(name in CORE for name in names):
        return f"{names[0]} alone is enough" if len(names) == 1 else "one of them is enough"
    return "two are enough"


def core_is_due(colours: Mapping[str, Colour]) -> bool:
    """True where at least one core dimension has a colour; one that lacks its data is due all the same."""
    return any(colours.get(name, NOT_DUE) != NOT_DUE for name in CORE)


def worst_of_all(colours: Mapping[str, Colour]) -> Decided:
    """The worst colour of any dimension."""
    for worst in (RED, AMBER):
        names = [name for name, colour in colours.items() if colour == worst]
        if names:
            return worst, names
    return _calm(colours)


def by_points(colours: Mapping[str, Colour]) -> Decided:
    """The mean of three points for green, two for amber and one for red (after the US IT Dashboard)."""
    mean, due = points(colours), [name for name, colour in colours.items() if colour != NOT_DUE]
    colour = NOT_DUE if not due else GREEN if mean >= 2.5 else AMBER if mean >= 1.5 else RED
    return colour, sorted(due, key=lambda name: POINTS[colours[name]])


def points(colours: Mapping[str, Colour]) -> float:
    """The mean points of the dimensions that are due, from 1 to 3; 0 where none is."""
    found = [POINTS[colour] for colour in colours.values() if colour != NOT_DUE]
    return sum(found) / len(found) if found else 0.0


def _calm(colours: Mapping[str, Colour]) -> Decided:
    """Green where anything is; what is not due gives no colour."""
    green = [name for name, colour in colours.items() if colour != NOT_DUE]
    return (GREEN, green) if green else (NOT_DUE, [])


ROLL_UPS = {
    MAIN_FOUR: RollUp(main_four_decide, f"one of {', '.join(CORE)}, or two others"),
    WORST: RollUp(worst_of_all, "the worst colour"),
    AVERAGE: RollUp(by_points, "mean of 3 green, 2 amber, 1 red: amber < 2.5, red < 1.5; never better than declared"),
}
