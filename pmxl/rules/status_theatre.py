"""Rules on status theatre: colours that flatter, percentages that stand still, dates that keep moving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmxl.facts.freshness import dated_registers, is_heading, is_stale
from pmxl.facts.history import as_text
from pmxl.model import AMBER, GREEN, RED, UNKNOWN, Book, Context, Judgement, Register, Row
from pmxl.registers import BY_NAME
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.registers.status import STATUS, StatusLine
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, day, listing

RANK: dict[str, int] = {GREEN: 0, AMBER: 1, UNKNOWN: 1, RED: 2}
"""From best to worst; what is not known counts as amber."""

MOVING = {"Schedule": "finish", "Actions": "due", "Decisions": "needed_by"}
"""Register -> the date of its rows that history watches."""

_BETTER = (
    'OR(AND([Declared]="GREEN",OR(LEFT([Computed])="A",LEFT([Computed])="R",LEFT([Computed])="?")),'
    'AND([Declared]="AMBER",LEFT([Computed])="R"))'
)
_SHOWN = 'LEFT(IF([Declared]="",[Computed],[Declared]))'


def _moved_when(register: Register[Any]) -> str:
    only = 'OR([Key milestone]="Yes",AND(ISNUMBER([Duration]),[Duration]=0)),' if register is SCHEDULE else ""
    moved = f"AND(OPEN,{only}ISNUMBER([Times moved]),[Times moved]>moves_allowed)"
    return moved if register.name in MOVING else ""


@book_rule(catalogue="ST-04", when_in=_moved_when, cell="The date keeps moving: what is the cause?")
def date_moved_again_and_again(book: Book, now: Context) -> Iterator[Wrong]:
    """A milestone, action or decision whose date has moved more often than the limit.

    Why: the first two new dates were estimates; the third one is a hope, and the cause is still there.

    Do: name the cause and what removes it, not only the new date.
    """
    for name, field in MOVING.items():
        for row in book.rows.get(name, []):
            moved: int = getattr(row, "times_moved", None) or 0
            counts = not isinstance(row, Task) or row.is_milestone or row.key_milestone
            if row.is_open and counts and moved > now.settings.moves_allowed:
                known = book.history.dates(row.name, field, getattr(row, field)) if book.history else []
                dates = f": {', '.join(day(found, now) for found in known[-6:])}" if known else ""
                column = "task" if isinstance(row, Task) else field
                yield Wrong(row, f"{row.name} has moved {counted(moved, 'time')}{dates}", column)


@book_rule(
    STATUS, at="declared", level="error", catalogue="ST-01",
    when=f'AND({_BETTER},OR([Reason if better]="",[Agreed by]="",NOT(ISNUMBER([Until])),'
    "N([Until])>as_of+override_days))",
    cell="Better than the numbers: why, who agreed, until when?",
)  # fmt: skip
def declared_better_than_computed(book: Book, now: Context) -> Iterator[Wrong]:
    """A declared colour that is better than the computed one, without a reason, a name and an end date.

    Why: green outside and red inside is how projects fail late. A softer view is allowed when somebody stands by it.

    Do: accept the computed colour, or write why, who agreed and until when.
    """
    for line in book.of(STATUS):
        wanted = {"a reason": line.reason, "a name": line.agreed_by, "an end date": line.until}
        missing = [name for name, value in wanted.items() if not value]
        if not _is_better(line, _computed(line, book)):
            continue
        numbers = f"the numbers say {_computed(line, book)}{_because(line, book)}"
        says = f"{line.name} is declared {line.declared}, but {numbers}"
        if missing:
            yield Wrong(line, says, do=f"accept {_computed(line, book)}, or give {listing(missing)}")
        elif line.until and (line.until - now.as_of).days > now.settings.override_days:
            most = counted(now.settings.override_days, "day")
            yield Wrong(line, f"{line.name} is declared {line.declared} until {day(line.until, now)}", "until",
                f"choose an end at most {most} ahead")  # fmt: skip


@rule(
    STATUS, at="until", level="error", profile="standard", catalogue="ST-12",
    when=f"AND({_BETTER},ISNUMBER([Until]),[Until]<as_of)", cell="The better colour has run out.",
)  # fmt: skip
def declared_colour_run_out(line: StatusLine, now: Context) -> str | None:
    """A declared colour that is better than the computed one, past its end date.

    Why: it was agreed for a time, and the time is over.

    Do: agree on it anew with a reason, or accept the computed colour.
    """
    if _is_better(line, line.computed or "") and line.until and line.until < now.as_of:
        return f"{line.name} was to be {line.declared} until {day(line.until, now)} only"
    return None


@book_rule(profile="standard", catalogue="ST-14")
def person_owns_too_much(book: Book, now: Context) -> Iterator[Wrong]:
    """One person owns more than 30% of all open rows, or the project manager more than 25%.

    Why: everything waits for the same desk, and one illness stops the project.

    Do: hand some of it over.
    """
    owned: dict[str, list[Row]] = {}
    for row in book.open_rows():
        if getattr(row, "owner", None) and row.register is not STATUS:
            owned.setdefault(row.owner.casefold(), []).append(row)  # type: ignore[attr-defined]
    total = sum(map(len, owned.values()))
    manager = (now.settings.manager or "").casefold()
    for name, rows in owned.items() if total >= 10 else ():
        limit = 0.25 if name == manager else 0.30
        if len(rows) > limit * total:
            says = f"{rows[0].owner} owns {len(rows)} of {total} open rows ({len(rows) / total:.0%})"  # type: ignore[attr-defined]
            yield Wrong(rows[0], f"{says}; the limit is {limit:.0%}", "owner")


@book_rule(SCHEDULE, at="remaining", catalogue="ST-02")
def progress_stands_still(book: Book, now: Context) -> Iterator[Wrong]:
    """A running task at 80% or more, or past its planned finish, whose progress is the same for two reports.

    Why: the last tenth takes as long as the first nine, and nobody has said how long.

    Do: ask how many days remain, and what done means.
    """
    reports = book.history.reports_before(now.as_of, 2) if book.history else []
    for task in book.of(SCHEDULE) if len(reports) == 2 else ():
        runs = task.actual_start and task.is_open and not task.is_summary
        since = _still_since(book, task, reports[0]) if runs else None
        if since:
            nearly = task.percent_complete is not None and 0.8 <= task.percent_complete < 1
            past = task.baseline_finish is not None and task.baseline_finish < now.as_of
            if nearly or past:
                done = f"{task.percent_complete or 0:.0%}"
                yield Wrong(task, f"{task.name} has stood at {done} since {day(since, now)}")


@book_rule(catalogue="ST-03")
def rows_gone_stale(book: Book, now: Context) -> Iterator[Wrong]:
    """Open rows that nobody has updated within the limit; a shorter one holds for rows that are due within 10 days.

    Why: a report made of old rows is a report about last month.

    Do: ask the owners for an update, and put the day into Updated.
    """
    dated = dated_registers(book) - {STATUS.name}
    for name, rows in book.rows.items():
        open_rows = [row for row in rows if row.is_open and not is_heading(row)] if name in dated else []
        stale = [row for row in open_rows if is_stale(row, book, now)]
        if stale:
            limit = counted(now.settings.stale_days, "day")
            verb = "has" if len(stale) == 1 else "have"
            share = f"{len(stale)} of {counted(len(open_rows), 'open row')} of {name}"
            says = f"{share} {verb} not been updated for {limit}"
            says += f" ({now.settings.stale_days_hot:g} where due soon): {listing([row.name for row in stale])}"
            yield Wrong(stale[0], says, "updated")


@book_rule(level="note", catalogue="ST-03")
def rows_never_updated(book: Book, now: Context) -> Iterator[Wrong]:
    """Registers on which no row says when it was last updated.

    Why: nobody can tell which rows are still true.

    Do: put a day into Updated whenever you look at a row.
    """
    blank = []
    for name, rows in book.rows.items():
        there = "updated" in book.standings[name].letters
        if there and BY_NAME[name] is not STATUS and not any(getattr(row, "updated", None) for row in rows):
            blank += [row for row in rows if row.is_open][:1]
    if blank:
        names = listing([row.register.name for row in blank], most=12)
        yield Wrong(blank[0], f"No row of {names} says when it was last updated", "updated")


@book_rule(
    STATUS, at="way_back", catalogue="ST-16",
    when=f'AND([Dimension]<>"Overall",OR({_SHOWN}="A",{_SHOWN}="R"),'
    'OR([Way back to green]="",[Way back owner]="",NOT(ISNUMBER([Way back by]))))',
    cell="The way back: what, who, by when?",
)  # fmt: skip
def status_without_way_back(book: Book, now: Context) -> Iterator[Wrong]:
    """An amber or red dimension with no way back to green, nobody who sees to it, or no day.

    Why: a colour without a way back is weather; nobody can hold anybody to it.

    Do: write one line: what, who, by when.
    """
    for line in book.of(STATUS):
        wanted = {"way_back": line.way_back, "owner": line.owner, "way_back_by": line.way_back_by}
        called = {"way_back": "way back to green", "owner": "owner of the way back", "way_back_by": "day to be back by"}
        missing = [name for name, value in wanted.items() if not value]
        colour = line.declared or _computed(line, book)
        if line.name != "Overall" and colour in (AMBER, RED) and missing:
            yield Wrong(
                line, f"{line.name} is {colour} and has {listing([f'no {called[m]}' for m in missing])}", missing[0]
            )


def _judged(line: StatusLine, book: Book) -> Judgement | None:
    return book.judgements.get(line.name)


def _computed(line: StatusLine, book: Book) -> str:
    judged = _judged(line, book)
    return judged.colour if judged else line.computed or ""


def _is_better(line: StatusLine, computed: str) -> bool:
    """True where the declared colour is better than the computed one."""
    return RANK.get(line.declared or "", 9) < RANK.get(computed, 0)


def _because(line: StatusLine, book: Book) -> str:
    """The reason for the computed colour, as the end of a sentence."""
    judged = _judged(line, book)
    because = judged.because if judged else line.because or ""
    because = because.partition(" because ")[2] or because
    return f": {because.partition('; worst row')[0]}".rstrip(".") if because else ""


def _still_since(book: Book, task: Task, since: date) -> date | None:
    """The report from which on a task's progress is the same as now; None where it moved after the day *since*."""
    assert book.history is not None  # The rule looked.
    first = None
    for field, value in (("percent_complete", task.percent_complete), ("remaining", task.remaining)):
        entries = book.history.entries(task.name, field)
        if entries and (entries[-1].value != as_text(value) or entries[-1].as_of > since):
            return None
        first = max(first or entries[-1].as_of, entries[-1].as_of) if entries else first
    return first
