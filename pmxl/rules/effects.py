"""Rules on effects on the plan: words that say something, and prices that agree with what they do."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.decisions import OPTIONS, Option
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import day, quoted, working_days


@book_rule(CHANGES, at="status", level="error", profile="standard", catalogue="CHG-05")
def change_approved_and_not_in_the_plan(book: Book, now: Context) -> Iterator[Wrong]:
    """An approved change with an effect on the plan, while no task names the change.

    Why: the answer was yes, and every date on the brief still says no.

    Do: do in the schedule what Effect on plan says, and name the change in Scope item of new tasks and in Baseline
    change of tasks that it alters.
    """
    for change in book.of(CHANGES):
        if change.is_approved and book.effects and book.effects.finish(change):
            days = book.effects.days(change)
            since = f" on {day(change.decided_on, now)}" if change.decided_on else ""
            moves = f": by its effect {_moved(days)}" if days is not None else ""
            yield Wrong(change, f"{change.name} was approved{since}, and no task of the plan names it{moves}")


@book_rule(
    CHANGES, at="time_impact", catalogue="CHG-15",
    when="AND(ISNUMBER([Impact: time (days)]),ISNUMBER([Days later (computed)]),"
    "ABS(N([Impact: time (days)])-N([Days later (computed)]))>1)",
    cell="The plan says other days than Impact: time.",
)  # fmt: skip
def change_impact_differs_from_effect(book: Book, _: Context) -> Iterator[Wrong]:
    """A change whose typed days differ by more than a day from what its effect does to the finish.

    Why: the one who approves it decides on the number that is typed.

    Do: correct the impact, or the effect on the plan.
    """
    for change in book.of(CHANGES):
        said = change.time_impact
        computed = book.effects.days(change) if book.effects and said is not None else None
        if said is not None and computed is not None and abs(said - computed) > 1:
            means = f"its effect on the plan means that {_moved(computed)}"
            yield Wrong(change, f"{change.name} says {working_days(said)}, and {means}")


@book_rule(level="error", catalogue="CHG-15")
def effect_unreadable(book: Book, now: Context) -> Iterator[Wrong]:
    """An effect on the plan of which a part says nothing, or cannot be done.

    Why: the part is left out, so the finish and the colours beside it are those of another change.

    Do: write it as T-041 +3d, T-060 not before 2026-04-10, drop T-070 or new "Title" 5d after T-041.
    """
    rows: list[Change | Option] = [*book.of(CHANGES), *book.of(OPTIONS)]
    for row in rows:
        for fault in book.effects.faults(row) if book.effects else ():
            part = f" ({quoted(fault.text, 40)})" if fault.text and quoted(fault.text, 40) not in fault.says else ""
            yield Wrong(row, f"In the effect of {row.name}{part} {fault.says}", "effect", fault.do)


def _moved(days: int | None) -> str:
    if not days:
        return "the finish stays"
    return f"the finish comes {working_days(abs(days))} {'later' if days > 0 else 'earlier'}"
