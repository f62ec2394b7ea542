"""Overall: the colours rolled up by the rule on Settings, and everything written into the Status register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmxl.colours.confidence import Confidence, confidence
from pmxl.colours.measure import LONGEST, RANK, cut
from pmxl.facts.words import day
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Book, Colour, Context, Judgement
from pmxl.registers.status import STATUS, StatusLine

OVERALL = "Overall"
CORE = ("Schedule", "Scope", "Cost", "Readiness")
"""The dimensions of which one is enough."""
LIMITS = f"one of {', '.join(CORE)}, or two others"
LIMITS_ALONE = f"none of {', '.join(CORE)} is due, so one of the others"


def overall(book: Book, now: Context) -> None:
    """Hold back what turned green too quickly, roll the colours up, and fill the computed columns of Status."""
    measured = {name: found for name, found in book.judgements.items() if name != OVERALL}
    book.judgements.update({name: held_back(found, book, now) for name, found in measured.items()})
    book.judgements[OVERALL] = rolled_up({name: book.judgements[name] for name in measured}, now.settings.roll_up)
    trust = confidence(book, now)
    for line in book.of(STATUS):
        _fill(line, book.judgements, measured, trust)


def held_back(judgement: Judgement, book: Book, now: Context) -> Judgement:
    """Amber instead of a green that is not old enough: the limits must be kept at two reports running.

    This stops colours from flickering (zloadr ch. 3, by domain section 3.2). What counts of earlier reports is the
    colour that was measured, not one that was held back.
    """
    wanted = int(now.settings.green_reports)
    if judgement.colour != GREEN or book.history is None:
        return judgement
    for report in reversed(book.history.reports_before(now.as_of, max(0, wanted - 1))):
        was = book.history.at(judgement.dimension, "measured", report)
        if was in (AMBER, RED):
            says = f"{judgement.dimension} is AMBER because it was {was} on {day(report, now.as_of)}"
            return judgement._replace(
                colour=AMBER, because=f"{says}; green again after {wanted} reports within limits."
            )
    return judgement


def rolled_up(judgements: Mapping[str, Judgement], rule: str) -> Judgement:
    """The overall judgement. Its sentence names the dimensions that decide and the rule that was used."""
    colours = {name: AMBER if j.colour == UNKNOWN else j.colour for name, j in judgements.items()}
    colour, names = worst_of_all(colours) if rule == "worst of all" else core_first(colours)
    alone = rule != "worst of all" and not core_is_due(colours)
    reason = _reason(colour, names, judgements)
    if alone and colour != NOT_DUE:
        reason += "; no core dimension is due"
    because = f"{OVERALL} is {colour} because {reason} ({rule})."
    limits = "the worst colour" if rule == "worst of all" else LIMITS_ALONE if alone else LIMITS
    worst = judgements[names[0]] if names else None
    place, record = (worst.worst, worst.record) if worst and colour in (AMBER, RED) else (None, "")
    return Judgement(OVERALL, colour, cut(because, LONGEST), f"{rule}: {limits}", place, record)


def core_first(colours: Mapping[str, Colour]) -> tuple[Colour, list[str]]:
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


def core_is_due(colours: Mapping[str, Colour]) -> bool:
    """True where at least one core dimension has a colour; one that lacks its data is due all the same."""
    return any(colours.get(name, NOT_DUE) != NOT_DUE for name in CORE)


def worst_of_all(colours: Mapping[str, Colour]) -> tuple[Colour, list[str]]:
    """The worst colour of any dimension."""
    for worst in (RED, AMBER):
        names = [name for name, colour in colours.items() if colour == worst]
        if names:
            return worst, names
    return _calm(colours)


def _calm(colours: Mapping[str, Colour]) -> tuple[Colour, list[str]]:
    """Green where anything is; what is not due gives no colour."""
    green = [name for name, colour in colours.items() if colour != NOT_DUE]
    return (GREEN, green) if green else (NOT_DUE, [])


def _reason(colour: Colour, names: Sequence[str], judgements: Mapping[str, Judgement]) -> str:
    if colour == NOT_DUE:
        return "nothing can be judged yet"
    shown = [name for name in names if judgements[name].colour != GREEN]
    if not shown:
        return f"{names[0]} is GREEN" if len(names) == 1 else "every dimension that is due is GREEN"
    said = []
    for shade in dict.fromkeys(judgements[name].colour for name in shown):
        alike = [name for name in shown if judgements[name].colour == shade]
        counts = ", which counts as amber" if shade == UNKNOWN else ""
        said.append(f"{_listed(alike)} {'is' if len(alike) == 1 else 'are'} {shade}{counts}")
    return f"{'only ' if colour == GREEN else ''}{' and '.join(said)}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _fill(
    line: StatusLine, judgements: Mapping[str, Judgement], measured: Mapping[str, Judgement], trust: Confidence
) -> None:
    name = next((name for name in judgements if name.casefold() == (line.dimension or "").casefold()), None)
    if name is None:
        return
    found = judgements[name]
    line.computed, line.because, line.limits = shown(found, trust), found.because, found.limits
    line.measured = measured[name].colour if name in measured else None
    if name == OVERALL:
        line.confidence = trust.says


def shown(judgement: Judgement, trust: Confidence) -> str:
    """The colour as it is printed: an overall green that rests on poor data is `GREEN?`."""
    doubtful = judgement.dimension == OVERALL and judgement.colour == GREEN and trust.word == "Low"
    return f"{judgement.colour}?" if doubtful else str(judgement.colour)


def declared_better(line: StatusLine, judgement: Judgement) -> bool:
    """True where a line's declared colour is better than the computed one; what is not known counts as amber."""
    computed = AMBER if judgement.colour == UNKNOWN else judgement.colour
    return line.declared is not None and computed != NOT_DUE and RANK[Colour(line.declared)] < RANK[computed]
