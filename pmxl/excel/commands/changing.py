"""Commands that write computed values, repairs and baselines into the open workbook."""

from __future__ import annotations

from datetime import date

from pmxl.excel import writing
from pmxl.excel.answers import Answer, failed
from pmxl.excel.application import NO_WORKBOOK, Book
from pmxl.excel.commands.journeys import travel
from pmxl.excel.marks import marked, renew_marks
from pmxl.facts.words import capital
from pmxl.reports.checked import counted
from pmxl.reports.written import frozen_news, news, verdict


def refresh(book: Book | None, today: date) -> Answer:
    """Compute everything and write it into the workbook."""
    raw, journey = travel(book, today)
    plan = journey.plan()
    told = writing.apply(book, raw, plan.edits, "refresh")
    return Answer(". ".join([news(plan) or "Nothing had to change", verdict(plan), *told]) + ".")


def baseline(book: Book | None, today: date) -> Answer:
    """Freeze the baseline of every agreed task that has none, then compute everything anew."""
    from pmxl.baseline import freeze

    raw, journey = travel(book, today)
    frozen = freeze(journey.judged, journey.now)
    if not frozen.edits:
        return Answer(f"{capital(frozen_news(frozen))}.", box=True)
    writing.apply(book, raw, frozen.edits, "baseline")
    takes_back = " Undo takes the dates out again; the sheet Baselines keeps the record." if frozen.tasks else ""
    news_of_it = f"{capital(frozen_news(frozen))}.{takes_back}"
    try:
        raw, journey = travel(book, today)
        writing.apply(book, raw, journey.plan().edits, "baseline", goes_on=True)
    except Exception as error:  # The baseline is frozen all the same, and whole.
        return Answer(f"{news_of_it}\nThe rest was not computed anew. {failed(error, 'refresh')}", box=True, alarm=True)
    return Answer(news_of_it, box=True)


def undo(book: Book | None, today: date) -> Answer:
    """Take back the last write of pmxl."""
    if book is None:
        raise NO_WORKBOOK
    what, count, kept = writing.undo(book)
    renew_marks(book, marked(book), ())
    text = f"{counted(count, 'cell')} got back what they held before {what.replace('_', ' ')}."
    if kept:
        listed = ", ".join(map(str, kept[:8])) + (" ..." if len(kept) > 8 else "")
        verb = "was" if len(kept) == 1 else "were"
        text += f"\n{counted(len(kept), 'cell')} {verb} changed since then and left alone: {listed}."
    return Answer(f"{text}\nBrief and Findings stay as they are until the next refresh.", box=True)


def repair(book: Book | None, today: date) -> Answer:
    """Put right what can be put right without asking, and say every change."""
    from pmxl.repairs import repair_edits, repairs_of
    from pmxl.repairs.log_page import log_page

    raw, journey = travel(book, today)
    repairs = repairs_of(journey.judged)
    if not repairs:
        return Answer("There is nothing that pmxl could put right without asking.", box=True)
    edits = [*repair_edits(repairs), log_page(journey.judged, repairs, today)]
    writing.apply(book, raw, edits, "repair")
    lines = [str(repair) for repair in repairs[:12]] + (["..."] if len(repairs) > 12 else [])
    head = f"{counted(len(repairs), 'cell')} put right, as the sheet Repairs tells. Undo takes it back."
    return Answer("\n".join([head, *lines]), box=True)
