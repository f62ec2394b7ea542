"""Commands that ask what would be, and write nothing."""

from __future__ import annotations

from datetime import date

from pmxl.excel.answers import Answer
from pmxl.excel.application import Book
from pmxl.excel.commands.journeys import here, row_at, travel
from pmxl.model.raw import number_of
from pmxl.reports.checked import day, number
from pmxl.supposing import WhatIf
from pmxl.supposing import what_if as suppose

EFFECT = "Effect on plan"
"""The title of the columns that say what a change would do."""
HOW = (
    'Stand on a row whose "Effect on plan" says what it would do, or on any cell with such words, for example '
    '"T-041 +3d; drop T-070".'
)


def what_if(book: Book | None, today: date) -> Answer:
    """Say what the selected change would do to the finish, the tasks and the colours. Nothing is written."""
    raw, journey = travel(book, today)
    place = here(book)
    row = row_at(journey.book, place)
    typed = raw.sheets[place.sheet].cells.get(place.row, {}) if place.sheet in raw.sheets else {}
    column = next((c.name for c in row.columns if c.title == EFFECT), "") if row is not None else ""
    words = getattr(row, column, None) or typed.get(number_of(place.column))
    if not isinstance(words, str) or not words.strip():
        return Answer(f"Nothing says what would change. {HOW}", box=True)
    answer = suppose(journey.book, words, journey.now, findings=False)
    if answer.faults and not (answer.tasks or answer.colours):
        return Answer("\n".join([*_faults(answer), HOW]), box=True)
    name = row.name if row is not None else str(place)
    return Answer("\n".join([f"{name}: {words.strip()}", *_effects(answer), *_faults(answer)]), box=True)


def _effects(answer: WhatIf) -> list[str]:
    before, after = answer.finish.before, answer.finish.after
    lines = ["The finish stays where it is."]
    if before and after and answer.days:
        how = "later" if answer.days > 0 else "earlier"
        share = f" ({abs(answer.share):.1%} of the baseline)" if answer.share else ""
        lines = [f"Finish: {day(before)} becomes {day(after)}, {number(abs(answer.days), 'working day')} {how}{share}."]
    lines += [f"{move.dimension}: {move.before} becomes {move.after}, {move.because}" for move in answer.colours]
    moved = [
        f"{move.id} {move.task[:40]}: {day(move.finish.after)}"
        for move in answer.tasks
        if move.finish.differs and move.finish.after
    ]
    more = [f"... and {number(len(moved) - 8, 'more task')}"] if len(moved) > 8 else []
    return [*lines, *(["Tasks with another finish:"] if moved else []), *moved[:8], *more]


def _faults(answer: WhatIf) -> list[str]:
    return [f'Not read: "{fault.text}": {fault.says}; {fault.do}.' for fault in answer.faults]
