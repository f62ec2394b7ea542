"""Scope drift: work that nobody agreed to, and how far what was agreed has grown."""

from __future__ import annotations

from pmxl.facts.changes import approved_changes
from pmxl.facts.slip import baseline_days
from pmxl.facts.work import work, work_behind
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.schedule import Task
from pmxl.registers.scope import SCOPE, ScopeItem


def silent_scope(book: Book, _: Context) -> None:
    """Fill Silent scope of every task.

    A task is silent where none of the IDs under Scope item is an item in scope or an approved change. Milestones and
    summaries hold no work, and without any scope item on the sheet there is nothing to hold the work against: they
    stay blank. A task does not inherit the item of the summary above it, or work could be slipped in under a heading.
    """
    agreed = _agreed(book)
    for task in work(book):
        if book.of(SCOPE) and not task.is_milestone:
            task.silent = agreed.isdisjoint(task.scope_item)


def _agreed(book: Book) -> set[str]:
    items = {item.id for item in book.of(SCOPE) if in_scope(item)}
    return items | approved_changes(book)


def in_scope(item: ScopeItem) -> bool:
    """True where work on the item is agreed: it is neither marked Out nor removed."""
    return item.in_out != "Out" and item.status != "Removed"


def scope_work(book: Book, _: Context) -> None:
    """Fill Tasks, Days planned and Changes applied of every scope item.

    A task that delivers two items counts in full for each of them.
    """
    behind = work_behind(book)
    changes = [change for change in book.of(CHANGES) if change.is_approved]
    for item in book.of(SCOPE):
        tasks = behind.get(item.id, [])
        item.tasks, item.task_days = len(tasks), planned_days(tasks)
        item.changes_applied = tuple(change.id for change in changes if item.id in change.scope_items)


def planned_days(tasks: list[Task]) -> float:
    """The planned working days of some tasks."""
    return sum(task.duration or 0 for task in tasks)


class Silence(NamedTuple):
    """How much of the plan is silent scope, in planned working days."""

    tasks: list[Task]
    """The silent tasks, longest first."""
    days: float
    planned: float

    @property
    def share(self) -> float:
        """The silent part of all planned days, as a fraction."""
        return self.days / self.planned if self.planned else 0.0


def silence(book: Book) -> Silence:
    """All silent scope of the book, done or not."""
    tasks = sorted((t for t in work(book) if t.silent), key=lambda t: -(t.duration or 0))
    return Silence(tasks, planned_days(tasks), planned_days(work(book)))


class Growth(NamedTuple):
    """What approved changes add to the baseline, in working days of the project's length."""

    changes: list[Change]
    """Those that were approved since the baseline, the one that adds most first."""
    days: float
    baseline: int

    @property
    def share(self) -> float:
        """The growth as a fraction of the baseline."""
        return self.days / self.baseline


def approved_growth(book: Book, now: Context) -> Growth | None:
    """The net growth by changes approved on or after the baseline date; None where there is no baseline to grow.

    A change counts with its time impact, for those are the days that somebody approved; one that saves days counts
    against the others. Where nobody stated an impact, the planned days of the tasks that hang on it count instead.
    The whole is held against the working days from the baseline's start to its finish, as the slip is.
    """
    agreed = baseline_days(book, now)
    if agreed is None:
        return None
    since = book.settings.baseline_on
    counted = [
        change
        for change in book.of(CHANGES)
        if change.is_approved and change.decided_on and (since is None or change.decided_on >= since)
    ]
    behind = work_behind(book) if any(change.time_impact is None for change in counted) else {}
    added = [(days_added(change, behind.get(change.id, [])), change) for change in counted]
    added.sort(key=lambda found: -found[0])
    return Growth([change for _, change in added], sum(days for days, _ in added), agreed)


def days_added(change: Change, tasks: list[Task]) -> float:
    """The stated time impact, or else the planned days of the tasks that hang on the change."""
    return planned_days(tasks) if change.time_impact is None else change.time_impact
