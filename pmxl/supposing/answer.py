"""The answer to a what-if: what comes out differently, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from pmxl.computing import complete, compute, context, judge
from pmxl.facts.slip import baseline_days, last_to_finish
from pmxl.model import Book, Colour, Context, Finding
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules import rules_of
from pmxl.supposing.copying import blank_copy, edited_copy
from pmxl.supposing.grammar import read_effect
from pmxl.supposing.suppose import Fault, Supposed

T = TypeVar("T")

WATCHED = ("start", "finish", "total_float", "critical")
SEEN = attrgetter(*WATCHED)
KNOWN = ("number_new_rows", "read_history")
"""Facts that a copy takes over from its book."""
OF_PLAN, COLOURS_OF_PLAN = ("critical_path", "capacity"), ("Schedule", "Capacity")
"""Facts and colours that it takes over as well where no edit is about the plan."""
UNANSWERED = (
    "effect-unreadable", "change-impact-differs-from-effect", "change-approved-and-not-in-the-plan",
    "brief-differs-from-registers",
)  # fmt: skip
"""The rules on what-ifs themselves, for a copy asks none of its own, and on the page that nobody has refreshed yet."""


class Pair(NamedTuple, Generic[T]):
    """What a value was, and what it would be."""

    before: T
    after: T

    @property
    def differs(self) -> bool:
        """True where it would change."""
        return self.before != self.after


class TaskMove(NamedTuple):
    """A task that would change. A new one has no before, a dropped one no after: their values are None."""

    id: str
    task: str
    start: Pair[date | None]
    finish: Pair[date | None]
    total_float: Pair[float | None]
    """Working days."""
    critical: Pair[bool | None]


class ColourMove(NamedTuple):
    """A dimension whose colour would change, and the sentence that then would say why."""

    dimension: str
    before: Colour
    after: Colour
    because: str


class WhatIf(NamedTuple):
    """What would be different."""

    finish: Pair[date | None]
    """Of the project: its last task or milestone."""
    days: int | None
    """Working days that the finish would come later; negative for earlier; None where there is no finish."""
    share: float | None
    """The same as a fraction of the baseline's working days; None without a baseline."""
    tasks: tuple[TaskMove, ...]
    """In the order of the sheet, new ones at the end."""
    colours: tuple[ColourMove, ...]
    """Overall stands last."""
    appeared: tuple[Finding, ...]
    """Without those on rows that are only supposed: what they lack says nothing."""
    disappeared: tuple[Finding, ...]
    faults: tuple[Fault, ...]
    """What could not be read or done. The rest was."""
    book: Book
    """The edited copy, for whoever wants to know more; without findings only its dates and colours are computed."""


def what_if(
    book: Book,
    edits: str | Iterable[Supposed],
    now: Context | None = None,
    *,
    findings: bool = True,
    pieces: Sequence[str] = (),
) -> WhatIf:
    """What *edits* would change in a book that was read, computed or not. The book is not touched.

    *edits* are values or the words of an effect on the plan (see `pmxl.supposing.grammar`). Without *now* ages count
    from the as-of date on Settings, which the book then must have. *findings* False leaves the rules out: faster.
    *pieces* are the words behind each edit that is given as a value, for the faults.
    Never raises on what stands in the book or in the words: what cannot be read or done is among `faults`.
    """
    now = now or context(book, book.settings.as_of or date.min)
    if not book.judgements:
        book, _ = blank_copy(book)
        compute(book, now, _quietly)
    faults = list[Fault]()
    if isinstance(edits, str):
        read = read_effect(edits, book, now)
        edits, pieces = read.edits, read.pieces
        faults += read.faults
    after, more = edited_copy(book, edits, pieces)
    answer = supposed(book, after, now, findings=findings)
    return answer._replace(faults=(*faults, *more))


def supposed(book: Book, after: Book, now: Context, *, findings: bool = False) -> WhatIf:
    """What an edited copy of a computed book says otherwise; the copy is computed for it as far as it is asked for."""
    moves = after.plan is None
    known = KNOWN if moves else (*KNOWN, *OF_PLAN)
    measured = {} if moves else {name: book.measured[name] for name in COLOURS_OF_PLAN if name in book.measured}
    (compute if findings else judge)(after, now, _quietly, known, measured)
    if findings:
        complete(after, now, _quietly)
    return _compared(book, after, now, findings=findings)


def _compared(before: Book, after: Book, now: Context, *, findings: bool) -> WhatIf:
    ends = Pair(*(last.finish if (last := last_to_finish(book)) else None for book in (before, after)))
    days = now.working_days(ends.before, ends.after) if ends.before and ends.after else None
    length = baseline_days(before, now)
    share = days / length if days is not None and length else None
    gone, came = (_findings(before, now), _findings(after, now)) if findings else ({}, {})
    return WhatIf(
        ends, days, share, tuple(_moves(before, after)), tuple(_colours(before, after)),
        tuple(found for key, found in came.items() if key not in gone and found.place.row != 0),
        tuple(found for key, found in gone.items() if key not in came), (), after,
    )  # fmt: skip


def _moves(before: Book, after: Book) -> Iterable[TaskMove]:
    if before.plan and after.plan and before.plan[0] is after.plan[0]:
        return  # The schedule was taken over as it is.
    old = {task.id: task for task in before.of(SCHEDULE) if task.id}
    new = {task.id: task for task in after.of(SCHEDULE) if task.id}
    for record in dict.fromkeys((*old, *new)):
        was, will = old.get(record), new.get(record)
        if was and will and SEEN(was) == SEEN(will):
            continue
        pairs = {name: Pair(getattr(was, name, None), getattr(will, name, None)) for name in WATCHED}
        said: Task = will or was  # type: ignore[assignment]  # One of the two is there.
        yield TaskMove(record, said.task or "", **pairs)


def _colours(before: Book, after: Book) -> Iterable[ColourMove]:
    for name, judgement in after.judgements.items():
        was = before.judgements.get(name)
        if was is not None and was.colour != judgement.colour:
            yield ColourMove(name, was.colour, judgement.colour, judgement.because)


def _findings(book: Book, now: Context) -> dict[tuple[str, str, str], Finding]:
    """The findings of a book by what they are about. A rule that fails says nothing here; the journey tells of it."""
    found: dict[tuple[str, str, str], Finding] = {}
    for rule in rules_of(now.settings.profile):
        if rule.name in UNANSWERED:
            continue
        for finding in _quietly(rule.name, lambda rule=rule: list(rule(book, now)), []):  # type: ignore[misc]
            found.setdefault((finding.rule, finding.record or str(finding.place), finding.column), finding)
    return found


def _quietly(_: str, step: Callable[[], Any], instead: Any) -> Any:
    try:
        return step()
    except Exception:
        return instead
