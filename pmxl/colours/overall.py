"""Overall: the colours rolled up by the rule on Settings, and what is written into the Status register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmxl.colours.confidence import Confidence, confidence
from pmxl.colours.measure import LONGEST, RANK, cut
from pmxl.colours.roll_up import AVERAGE, CORE, MAIN_FOUR, ROLL_UPS, core_is_due, in_words, points
from pmxl.facts.colour_trend import in_colour_since
from pmxl.facts.words import day, listing
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Book, Colour, Context, Judgement
from pmxl.registers.status import OVERALL, STATUS, StatusLine, overall_line

COUNTS = ", which counts as amber"
SHORTER = {COUNTS: "", "no schedule, scope, cost or readiness yet": "none of the main four yet"}
"""How a sentence is said that would be too long."""


def overall(book: Book, now: Context) -> None:
    """Hold back what turned green too quickly, and roll the colours up."""
    book.measured = {name: found for name, found in book.judgements.items() if name != OVERALL}
    final = {name: held_back(found, book, now) for name, found in book.measured.items()}
    line = overall_line(book)
    said = line.declared if line else None
    book.judgements.update(final, **{OVERALL: rolled_up(final, now.settings.roll_up, said)})


def status_lines(book: Book, now: Context) -> None:
    """Fill the computed columns of Status from the colours, and how far they can be believed."""
    trust = confidence(book, now)
    if whole := book.judgements.get(OVERALL):
        measured = {name: found.colour for name, found in book.measured.items()}
        book.judgements[OVERALL] = whole._replace(doubtful=is_doubtful(whole, measured, trust))
    for line in book.of(STATUS):
        _fill(line, book, trust)
        line.since = in_colour_since(book, now, line.dimension or "")


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


def rolled_up(judgements: Mapping[str, Judgement], rule: str, declared: str | None = None) -> Judgement:
    """The overall judgement. Its sentence names the dimensions that decide and the rule that was used.

    *declared* is how the project manager sees it; only the average looks at it.
    """
    colours = {name: AMBER if j.colour == UNKNOWN else j.colour for name, j in judgements.items()}
    colour, names = ROLL_UPS.get(rule, ROLL_UPS[MAIN_FOUR]).decide(colours)
    reason = _reason(colour, names, judgements)
    limits = ROLL_UPS.get(rule, ROLL_UPS[MAIN_FOUR]).limits
    if rule == AVERAGE and colour != NOT_DUE:
        mean = f"{len(names)} dimensions have {points(colours):.1f} of 3 points on average"
        reason = mean if len(names) > 1 else reason
        if declared and RANK[Colour(declared)] > RANK[colour]:
            colour, reason = Colour(declared), f"the project manager says so, and {mean} ({colour})"
    elif rule == MAIN_FOUR and not core_is_due(colours):
        limits = f"none of {', '.join(CORE)} is due, so one of the others"
    used = in_words(rule if rule in ROLL_UPS else MAIN_FOUR, colour, names, colours)
    because = f"{OVERALL} is {colour} because {reason}{f' ({used})' if used else ''}."
    for long, short in SHORTER.items():
        because = because if len(because) <= LONGEST else because.replace(long, short)
    worst = judgements[names[0]] if names else None
    place, record = (worst.worst, worst.record) if worst and colour in (AMBER, RED) else (None, "")
    return Judgement(OVERALL, colour, cut(because, LONGEST), f"{rule}: {limits}", place, record)


def _reason(colour: Colour, names: Sequence[str], judgements: Mapping[str, Judgement]) -> str:
    if colour == NOT_DUE:
        return "nothing can be judged yet"
    shown = [name for name in names if judgements[name].colour != GREEN]
    if not shown:
        return f"{names[0]} is GREEN" if len(names) == 1 else "every dimension that is due is GREEN"
    said = []
    for shade in dict.fromkeys(judgements[name].colour for name in shown):
        alike = [name for name in shown if judgements[name].colour == shade]
        counts = COUNTS if shade == UNKNOWN else ""
        said.append(f"{listing(alike)} {'is' if len(alike) == 1 else 'are'} {shade}{counts}")
    return f"{'only ' if colour == GREEN else ''}{' and '.join(said)}"


def _fill(line: StatusLine, book: Book, trust: Confidence) -> None:
    name = next((name for name in book.judgements if name.casefold() == (line.dimension or "").casefold()), None)
    if name is None:
        return
    found = book.judgements[name]
    line.computed, line.because, line.limits = found.word, found.because, found.limits
    line.measured = book.measured[name].colour if name in book.measured else None
    if found.worst is not None:
        line.worst, line.worst_at = found.record or f"row {found.worst.row}", str(found.worst._replace(column="A"))
        line.go_to = line.worst
    if name == OVERALL:
        line.confidence = trust.says


def is_doubtful(whole: Judgement, measured: Mapping[str, Colour], trust: Confidence) -> bool:
    """True for an overall green that rests on poor data, or on no word about schedule, scope, cost and readiness."""
    return whole.colour == GREEN and (trust.word == "Low" or not core_is_due(measured))


def declared_better(line: StatusLine, judgement: Judgement) -> bool:
    """True where a line's declared colour is better than the computed one; what is not known counts as amber."""
    computed = AMBER if judgement.colour == UNKNOWN else judgement.colour
    return line.declared is not None and computed != NOT_DUE and RANK[Colour(line.declared)] < RANK[computed]
