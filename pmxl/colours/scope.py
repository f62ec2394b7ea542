"""The colour of Scope: silent work, changes that wait, approved growth, and what was done without a yes."""

from __future__ import annotations

from pmxl.colours.measure import Measure, graded, judged, not_known, not_yet
from pmxl.facts.scope_drift import approved_growth, silence
from pmxl.facts.words import counted, days, share
from pmxl.facts.work import work
from pmxl.model import AMBER, GREEN, RED, Book, Context, Judgement
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.scope import SCOPE


def scope(book: Book, now: Context) -> Judgement:
    """Scope: whether we do what was agreed, and only that."""
    if not book.of(SCOPE) and not book.of(CHANGES) and not work(book):
        return judged("Scope", [not_yet(book, SCOPE, "no scope item is written down yet")], book)
    measures = (silent_work, waiting_changes, growth, done_without_approval, must_without_criteria)
    return judged("Scope", [measure(book, now) for measure in measures], book)


def silent_work(book: Book, now: Context) -> Measure:
    """Work that no scope item and no approved change stands behind, as a part of all planned days."""
    if not book.of(SCOPE):
        return not_known(now, "no scope item is written down to hold the work against")
    found, limit = silence(book), now.settings.scope_silent_red
    red = f"> {share(limit)}"
    if not found.tasks:
        return Measure(GREEN, "no work is silent", "any", red)
    says = f"silent work is {days(found.days)}, {share(found.share)} of all days"
    return Measure(RED if found.share > limit else AMBER, says, "any", red, found.tasks[0])


def waiting_changes(book: Book, now: Context) -> Measure | None:
    """Changes that have waited for a decision beyond the limit."""
    waiting = [change for change in book.of(CHANGES) if change.days_waiting is not None]
    if not waiting:
        return None
    longest, limit = max(waiting, key=lambda change: change.days_waiting or 0), now.settings.change_days
    says = f"the longest wait for a change is {days(longest.days_waiting or 0)}"
    colour = AMBER if (longest.days_waiting or 0) > limit else GREEN
    return Measure(colour, says, f"> {days(limit)}", row=longest)


def growth(book: Book, now: Context) -> Measure | None:
    """What approved changes since the baseline add to its working days."""
    found, limits = approved_growth(book, now), now.settings
    if found is None:
        return None
    says = f"approved growth is {days(found.days)}, {share(found.share)} of the baseline"
    return Measure(
        graded(found.share, limits.scope_growth_amber, limits.scope_growth_red), says,
        f"> {share(limits.scope_growth_amber)}", f"> {share(limits.scope_growth_red)}",
        found.changes[0] if found.changes else None,
    )  # fmt: skip


def done_without_approval(book: Book, _: Context) -> Measure | None:
    """Changes that were put in although nobody with a name said yes on a day."""
    done = [change for change in book.of(CHANGES) if is_done(change) and not change.is_approved]
    if not done:
        return None
    verb = "was" if len(done) == 1 else "were"
    return Measure(RED, f"{counted(len(done), 'change')} {verb} done without approval", red="any", row=done[0])


def is_done(change: Change) -> bool:
    """True where the change was put in, whatever its status says."""
    return change.status == "Implemented" or change.implemented_on is not None


def must_without_criteria(book: Book, now: Context) -> Measure | None:
    """Must items that are due within the limit, or were due, and that no test says are done."""
    limit = now.settings.scope_must_days
    untested = [i for i in book.of(SCOPE) if i.is_open and i.priority == "Must" and not i.acceptance and i.due]
    bare = [item for item in untested if item.due and (item.due - now.as_of).days <= limit]
    if not bare:
        return None
    says = f"{counted(len(bare), 'Must item')} due soon {'has' if len(bare) == 1 else 'have'} no acceptance criteria"
    return Measure(RED, says, red=f"due within {days(limit)}", row=min(bare, key=lambda item: item.due or now.as_of))
