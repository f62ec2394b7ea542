"""Rules on assumptions: found out in time, and something done when they fall."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context, Row
from pmxl.registers.assumptions import ASSUMPTIONS, Assumption
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, day, late, listing, working_days

NAMING = ("Issues", "Changes", "Decisions")
"""The registers that take up what turned out false."""


@rule(
    ASSUMPTIONS, at="check_by", level="error", profile="standard", catalogue="ASM-01",
    when="AND(OPEN,ISNUMBER([Check by]),[Check by]<as_of)", cell="It should have been checked by now.",
)  # fmt: skip
def assumption_check_late(assumption: Assumption, now: Context) -> str | None:
    """An open assumption that should have been checked by now.

    Why: the plan goes on relying on something that nobody has looked at.

    Do: check it now, or raise a risk.
    """
    if assumption.is_open and assumption.check_by and assumption.check_by < now.as_of:
        due = assumption.check_by
        return f"{assumption.name} should have been checked by {day(due, now)} and is {late(due, now)}"
    return None


@book_rule(ASSUMPTIONS, at="check_by", profile="standard", catalogue="ASM-04")
def assumption_checked_after_it_is_needed(book: Book, now: Context) -> Iterator[Wrong]:
    """An assumption that will be checked only after work that relies on it has started.

    Why: if it turns out wrong, that work is lost.

    Do: check it before the work starts.
    """
    tasks = {task.id: task for task in book.of(SCHEDULE) if task.id}
    for row in book.of(ASSUMPTIONS):
        relying = [tasks[ref] for ref in row.relied_on_by if ref in tasks]
        starts = sorted((task.start, task.id) for task in relying if task.start)
        if row.is_open and row.check_by and starts and row.check_by > starts[0][0]:
            start, task = starts[0]
            gap = now.working_days(start, row.check_by)
            after = working_days(gap) if gap else counted((row.check_by - start).days, "day")
            yield Wrong(row, f"{row.name} will be checked on {day(row.check_by, now)}, {after} after {task} starts")


@book_rule(ASSUMPTIONS, at="status", level="error", profile="standard", catalogue="ASM-03")
def assumption_false_and_nothing_done(book: Book, now: Context) -> Iterator[Wrong]:
    """An assumption that turned out false, and no issue, change or decision names it.

    Why: the plan still relies on something that is known to be wrong.

    Do: raise an issue or a change that names its ID.
    """
    named = " ".join(_words(row) for name in NAMING for row in book.rows.get(name, []))
    for row in book.of(ASSUMPTIONS):
        if row.status == "False" and row.id and row.id.casefold() not in named:
            verb = "relies" if len(row.relied_on_by) == 1 else "rely"
            relying = f", {listing(row.relied_on_by)} still {verb} on it" if row.relied_on_by else ""
            yield Wrong(row, f"{row.name} turned out false{relying}, and no issue, change or decision names it")


@rule(
    ASSUMPTIONS, at="if_wrong", profile="standard", catalogue="ASM-02",
    when='AND(OPEN,[If wrong]="",ISERROR(SEARCH("R-",[Relied on by])))', cell="What happens if it is wrong?",
)  # fmt: skip
def assumption_without_price(assumption: Assumption, now: Context) -> str | None:
    """An open assumption that neither says what happens if it is wrong nor names a risk.

    Why: nobody can tell which assumptions are worth checking first.

    Do: write what it would cost, or name the R-ID of the risk.
    """
    names_risk = any("R-" in ref.upper() for ref in assumption.relied_on_by)
    if assumption.is_open and not assumption.if_wrong and not names_risk:
        return f"{assumption.name} does not say what happens if it is wrong"
    return None


def _words(row: Row) -> str:
    """Everything that a row says, for finding an ID in it."""
    return " ".join(str(getattr(row, c.name)) for c in row.columns if c.typed and getattr(row, c.name)).casefold()
