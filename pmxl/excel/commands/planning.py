"""Commands that ask what would be, and write nothing."""

from __future__ import annotations

from datetime import date

from pmxl.excel.answers import Answer
from pmxl.excel.application import Book
from pmxl.excel.commands.journeys import here, row_at, travel
from pmxl.model.raw import number_of
from pmxl.supposing import WhatIf
from pmxl.supposing import what_if as suppose
from pmxl.supposing.said import answer_text

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
    row = row_at(journey.judged, place)
    typed = raw.sheets[place.sheet].cells.get(place.row, {}) if place.sheet in raw.sheets else {}
    column = next((c.name for c in row.columns if c.title == EFFECT), "") if row is not None else ""
    words = getattr(row, column, None) or typed.get(number_of(place.column))
    if not isinstance(words, str) or not words.strip():
        return Answer(f"Nothing says what would change. {HOW}", box=True)
    answer = suppose(journey.judged, words, journey.now, findings=False)
    if answer.faults and not (answer.tasks or answer.colours):
        return Answer("\n".join([*_faults(answer), HOW]), box=True)
    name = row.name if row is not None else str(place)
    said = answer_text(answer, journey.now, 8)
    return Answer("\n".join([f"{name}: {words.strip()}", *said, *_faults(answer)]), box=True)


def _faults(answer: WhatIf) -> list[str]:
    told = (
        fault.says if f'"{fault.text}"' in fault.says else f'"{fault.text}": {fault.says}' for fault in answer.faults
    )
    return [f"Not read: {says}; {fault.do}." for says, fault in zip(told, answer.faults, strict=True)]
