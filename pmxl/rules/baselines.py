"""Rules on the baselines that are on record: what was agreed stays as it was agreed."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.baselines import altered, off_record
from pmxl.facts.changes import approved_changes
from pmxl.facts.words import capital
from pmxl.model import Book, Context
from pmxl.registers.baselines import BASELINES
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import day


@book_rule(SCHEDULE, at="baseline_finish", level="error", catalogue="SCH-17")
def baseline_not_as_recorded(book: Book, now: Context) -> Iterator[Wrong]:
    """A baseline in the schedule that is not the one on record, with no approved change behind it.

    Why: whoever moves the baseline makes every slip disappear; the record says what was agreed.

    Do: put the recorded dates back, or take a new baseline with its change (pmxl baseline --change).
    """
    approved = approved_changes(book)
    tasks = {task.id: task for task in book.of(SCHEDULE) if task.id}
    for record, agreed, here in off_record(book):
        task = tasks[record]
        if approved.isdisjoint((*task.baseline_change, *task.scope_item)):
            field = "finish" if agreed.finish != here.finish else "start"
            was, is_now = getattr(agreed, field), getattr(here, field)
            said = f"The baseline {field} of {record} is {day(is_now, now) if is_now else 'blank'}"
            yield Wrong(task, f"{said}, and on record {day(was, now) if was else 'blank'}", f"baseline_{field}")


@book_rule(BASELINES, at="seal", level="error", catalogue="SCH-17")
def baseline_record_altered(book: Book, now: Context) -> Iterator[Wrong]:
    """A baseline on record that was altered after it was taken, or that lines are missing from.

    Why: a record that anybody can rewrite proves nothing.

    Do: put the line back from an earlier copy of the workbook, and take changes with pmxl baseline --change.
    """
    for line, says in altered(book):
        yield Wrong(line, capital(says))
