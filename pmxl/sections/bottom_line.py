"""The bottom line: the colour, why, and what we ask for. Whoever reads no more than this knows what to do."""

from __future__ import annotations

from pmxl.facts.decisions import waiting
from pmxl.facts.words import capital, counted, day, listing
from pmxl.model import Book, Context, Judgement
from pmxl.sections.colours import reason, reasons
from pmxl.sections.dates import weekday
from pmxl.sections.parts import Budget, Cell, Line, Section


def bottom_line(book: Book, now: Context, budget: Budget) -> Section:
    """One sentence on the state and one on the ask, in as many words as the budget allows."""
    overall, asked = book.judgements.get("Overall"), ask(book, now)
    if now.settings.own_bottom_line.strip():
        return _own_words(now, overall)
    if overall is None:
        return _said("No colour yet: nothing could be judged.", "?", asked, None)
    room = budget.words - len(asked.split()) - 1
    found = [judged for judged in reasons(book) if judged.colour == reasons(book)[0].colour]
    state = f"{overall.word}{'' if overall.doubtful else '.'} {_because(book, overall, found, room)}"
    return _said(state, overall.colour, asked, found[0] if found else overall)


def _own_words(now: Context, overall: Judgement | None) -> Section:
    """What the project manager wrote instead, marked, with the date that it was written for and the computed colour."""
    told = now.settings
    written = f"of {day(told.own_bottom_line_for, now.as_of)}" if told.own_bottom_line_for else "without a date"
    is_old = told.own_bottom_line_for is not None and told.own_bottom_line_for < now.as_of
    word = overall.word if overall else "?"
    mark = f"[own words of the PM {written}{', an earlier report' if is_old else ''}; computed: {word}]"
    cell = Cell(f"{told.own_bottom_line.strip()} {mark}", overall.colour if overall else "?")
    return Section("bottom line", "statement", (Line((cell,), overall.worst if overall else None),))


def ask(book: Book, now: Context) -> str:
    """What we need from the reader: how many decisions, by when, and which is late."""
    needed = waiting(book)
    if not needed:
        return "No decision is waiting."
    dates = [decision.needed_by for decision in needed if decision.needed_by]
    late = [decision.name for decision in needed if decision.days_overdue]
    by = f" by {weekday(max(dates), now.as_of)}" if dates and max(dates) >= now.as_of else ""
    overdue = f"; {listing(late) if len(late) <= 3 else len(late)} {'is' if len(late) == 1 else 'are'} overdue"
    return f"We need {counted(len(needed), 'decision')}{by}{overdue if late else ''}."


def _said(state: str, tone: str, asked: str, source: Judgement | None) -> Section:
    """The line in the colour that it names, which need not be the colour of the dimension that it leads to."""
    cell = Cell(f"{state.rstrip('.')}. {asked}", tone)
    line = Line((cell,), source.worst if source else None, source.record if source else "")
    return Section("bottom line", "statement", (line,))


def _because(book: Book, overall: Judgement, found: list[Judgement], room: int) -> str:
    """Why, from the dimensions that are worst, as many as there is room for; the first is cut before it is left out."""
    if not found:
        return capital(reason(book, overall))
    said = [f"{judged.dimension}: {reason(book, judged, with_limit=False)}" for judged in found]
    while len(said) > 1 and len(". ".join(said).split()) > room:
        said.pop()
    words = ". ".join(said).split()
    return " ".join(words) if len(words) <= room else " ".join(words[: max(room, 3)]).rstrip(",;:.") + " …"
