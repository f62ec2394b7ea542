"""Rules on escalation: a path that leads somewhere, and answers in time."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context, Place
from pmxl.registers.changes import CHANGES
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.issues import ISSUES
from pmxl.registers.machine import AUTHORITY
from pmxl.registers.risks import RISKS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import day, listing


@book_rule(AUTHORITY, at="person", level="error", catalogue="ESC-01")
def escalation_path_broken(book: Book, now: Context) -> Iterator[Wrong]:
    """A level of authority with no person, no limit or no time to answer; or no levels at all.

    Asked once something is open that may have to go there: an issue, a risk, a change or a decision.

    Why: on the day something must be decided above the project manager, nobody will know whom to ask.

    Do: name the person, what they may approve and in how many working days they answer.
    """
    rows = (*book.of(ISSUES), *book.of(RISKS), *book.of(CHANGES), *book.of(DECISIONS))
    if not any(row.is_open for row in rows):
        return
    standing = book.standings.get(AUTHORITY.name)
    levels = sorted(book.of(AUTHORITY), key=lambda level: level.level or 0)
    if standing and not any(level.person for level in levels):
        yield Wrong(Place(standing.sheet), "There is nobody on Authority to escalate to")
        return
    for level in levels:
        top = level is levels[-1]  # The last level may approve whatever comes, so its limits may be blank.
        wanted: dict[str, object] = {"person": level.person, "responds_within": level.responds_within}
        wanted |= {} if top or level.cost is not None else {"days": level.days}
        missing = [name for name, value in wanted.items() if value is None]
        if missing:
            title = {"person": "person", "responds_within": "time to answer", "days": "limit"}
            called = f"Level {level.level}" if level.level is not None else f"The level in row {level.number}"
            role = f" ({level.role})" if level.role else ""
            yield Wrong(level, f"{called}{role} has {listing([f'no {title[m]}' for m in missing])}", missing[0])


@book_rule(ISSUES, at="escalated_on", level="error", catalogue="ESC-02")
def issue_escalated_and_not_answered(book: Book, now: Context) -> Iterator[Wrong]:
    """An open issue that was escalated, and the time in which that level answers has passed.

    Why: an escalation that waits is an issue with one more person who is not solving it.

    Do: ask for the answer today, or go to the next level.
    """
    levels = {level.level: level for level in book.of(AUTHORITY) if level.level is not None}
    for issue in book.of(ISSUES):
        level = levels.get(issue.escalation or 0)
        if not issue.is_open or issue.escalated_on is None or level is None or level.responds_within is None:
            continue
        answer_by = now.add_working_days(issue.escalated_on, level.responds_within)
        if answer_by < now.as_of:
            who = level.person or level.role or f"level {level.level}"
            says = f"{issue.name} was escalated to {who} on {day(issue.escalated_on, now)}"
            says += f", should have been answered by {day(answer_by, now)} and is still open"
            higher = [levels[n] for n in sorted(levels) if n > (issue.escalation or 0) and levels[n].person]
            yield Wrong(
                issue,
                says,
                do=f"ask for the answer today, or go to {higher[0].person}" if higher else "ask for the answer today",
            )
