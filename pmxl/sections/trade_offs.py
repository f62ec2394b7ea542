"""3 Trade-offs and impacts: what each option of the top decision costs, and what a yes to everything would do."""

from __future__ import annotations

from datetime import date

from pmxl.facts.decisions import options_of, waiting
from pmxl.facts.exposure import level
from pmxl.facts.words import day, listing, number
from pmxl.model import UNKNOWN, Book, Context
from pmxl.registers.decisions import OPTIONS, Decision, Option
from pmxl.sections.dates import moved
from pmxl.sections.decisions_needed import recommended
from pmxl.sections.outcome import Outcome, outcome
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, joined, more, sheet_of
from pmxl.supposing import WhatIf, colour_after

LANES = (
    Lane("Option", 4),
    Lane("What we would do", 14),
    Lane("Finish", 5),
    Lane("Slip", 4),
    Lane("Cost", 5),
    Lane("Quality", 3),
    Lane("Risk after", 5),
)
LANES_ASKED = (
    Lane("Option", 4),
    Lane("What we would do", 12),
    Lane("Finish", 5),
    Lane("Schedule", 4),
    Lane("Overall", 4),
    Lane("Cost", 4),
    Lane("Quality", 3),
    Lane("Risk after", 4),
)
"""Where an option says its effect on the plan, so that the engine was asked what would come of it."""
NAMED = 4
"""Options that are called by name before they are only counted."""

TITLE = "3  Trade-offs and impacts"


def trade_offs(book: Book, now: Context, budget: Budget) -> Section:
    """The options of the first needed decision that has any, with the finish and the colour that each would bring."""
    needed = waiting(book)
    decision = next((found for found in needed if options_of(book, found)), None)
    if decision is None:
        empty = f"{needed[0].name} has no options yet." if needed else "Nothing has to be traded off."
        return Section("trade-offs", "table", (), TITLE, Cell(), sheet_of(book, OPTIONS), LANES, empty)
    options, best = options_of(book, decision), recommended(book, decision)
    shown = _shown(options, best, budget.options)
    asked = any(_effect(book, option) for option in shown)
    lines = tuple(_line(book, now, option, option is best, asked=asked) for option in shown)
    said = joined(f"for {decision.name}", more(len(options), len(shown), OPTIONS.name))
    notes = tuple(_together(book, now, needed))
    lanes = LANES_ASKED if asked else LANES
    return Section("trade-offs", "table", lines, TITLE, Cell(said), sheet_of(book, OPTIONS), lanes, "", notes)


def _shown(options: list[Option], best: Option | None, most: int) -> list[Option]:
    """As many options as there is room for, the recommended one always among them."""
    kept = options[:most]
    if best is not None and best not in kept:
        kept[-1:] = [best]
    return kept


def _line(book: Book, now: Context, option: Option, is_best: bool, *, asked: bool) -> Line:
    answer = _effect(book, option)
    after = _asked(answer) if answer else outcome(book, now, option.time_impact)
    overall = (colour_after(answer, "Overall") if answer else None) or UNKNOWN
    letter = option.letter or option.name
    cells = (
        Cell(f"{letter} (rec.)" if is_best else letter, "strong"),
        Cell(option.option or "", "strong" if is_best else ""),
        Cell(_finish(after, now)),
        Cell(after.colour, after.colour),
        *([Cell(overall, overall)] if asked else []),
        Cell(_signed(option.cost_impact, short=True)),
        Cell(option.quality_impact or "?"),
        Cell(_risk(option.risk_after, now)),
    )
    return Line(cells, book.place(option, "id"), option.id)


def _asked(answer: WhatIf) -> Outcome:
    """The outcome that the engine found: the finish, and Schedule with its milestones and deadlines."""
    return Outcome(answer.days, answer.finish.after, colour_after(answer, "Schedule") or UNKNOWN)


def _together(book: Book, now: Context, needed: list[Decision]) -> list[Line]:
    """What happens if everything that we recommend is done."""
    taken = [option for decision in needed if (option := recommended(book, decision))]
    if len(taken) < 2:
        return []
    # An option that costs no days needs no words on the plan; the others are known only where they say some.
    known = all(option.time_impact == 0 or _effect(book, option) for option in taken)
    asked = _asked_together(book.effects.together(taken), book, now) if known and book.effects else None
    finish, colours = asked or (_added_up(book, now, taken), "")
    # The colours come last: they are what a sentence that is too long for its place may lose, and the cost is not.
    said = [finish, _cost_said(taken), _quality_said(taken), _risk_said(taken, now), colours]
    names = listing([f"{option.decision[0]} {option.letter or option.name}" for option in taken])
    names = names if len(taken) <= NAMED else f"all {len(taken)} that we recommend"
    sentence = f"Yes to {names}: {'; '.join(part for part in said if part)}."
    return [Line((Cell("Together", "strong"), Cell(sentence)), book.place(taken[0], "id"), taken[0].id)]


def _effect(book: Book, option: Option) -> WhatIf | None:
    return book.effects.of(option) if book.effects else None


def _asked_together(answer: WhatIf, book: Book, now: Context) -> tuple[str, str]:
    """The finish and every colour that changes if all of them are done, as the engine finds them."""
    alike: dict[str, list[str]] = {}
    for move in answer.colours:
        alike.setdefault(f"{move.before} to {move.after}", []).append(move.dimension)
    if "Overall" in book.judgements and all(move.dimension != "Overall" for move in answer.colours):
        alike[f"stays {book.judgements['Overall'].colour}"] = ["Overall"]
    colours = [f"{listing(names)} {change}" for change, names in alike.items()]
    return _finish_said(answer.finish.before, answer.finish.after, now), ", ".join(reversed(colours))


def _finish_said(before: date | None, after: date | None, now: Context) -> str:
    if before is None or after is None:
        return "the finish cannot be told"
    if before == after:
        return f"the finish stays {day(before, now.as_of)}"
    return f"finish {moved(before, after, now.as_of)}"


def _added_up(book: Book, now: Context, taken: list[Option]) -> str:
    impacts = [option.time_impact for option in taken]
    after = outcome(book, now, None if None in impacts else sum(impact or 0 for impact in impacts))
    return _time_said(outcome(book, now, 0), after, now)


def _time_said(before: Outcome, after: Outcome, now: Context) -> str:
    said = _finish_said(before.finish, after.finish, now)
    if before.finish == after.finish or before.finish is None or after.finish is None:
        return said
    said = f"{said} if their days add up"
    if UNKNOWN in (before.colour, after.colour):
        return said
    to = f"stays {after.colour}" if before.colour == after.colour else f"{before.colour} to {after.colour}"
    return f"{said}, its slip {to}"


def _cost_said(taken: list[Option]) -> str:
    costs = [option.cost_impact for option in taken]
    return "the cost cannot be told" if None in costs else f"cost {_signed(sum(cost or 0 for cost in costs))}"


def _quality_said(taken: list[Option]) -> str:
    worse = [option.decision[0] for option in taken if option.quality_impact == "Worse"]
    return f"quality worse by {listing(worse)}" if worse else ""


def _risk_said(taken: list[Option], now: Context) -> str:
    left = max((option.risk_after for option in taken if option.risk_after), default=None)
    return f"no risk above {_risk(left, now)}" if left and all(option.risk_after for option in taken) else ""


def _finish(after: Outcome, now: Context) -> str:
    if after.finish is None:
        return "?" if after.days is None else f"{after.days:+g} days" if after.days else "unchanged"
    moved = f" ({after.days:+g} d)" if after.days else ""
    return f"{day(after.finish, now.as_of)}{moved}"


def _signed(cost: float | None, *, short: bool = False) -> str:
    """A cost with its sign; *short* gives millions from there on, as its column has room for no more."""
    if cost is None:
        return "?"
    if short and abs(cost) >= 1e6:
        return f"{'+' if cost > 0 else '−'}{number(round(abs(cost) / 1e6, 2))} m"
    return f"{'+' if cost > 0 else '−' if cost < 0 else ''}{number(abs(cost))}"


def _risk(score: int | None, now: Context) -> str:
    return f"{score}, {(level(score, now.settings) or '').lower()}" if score else "?"
