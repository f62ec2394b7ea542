"""Rules on issues: a date for the serious ones, and no quiet ageing."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.registers.issues import ISSUES, Issue
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, late, working_days


@rule(
    ISSUES, at="target", level="error", catalogue="ISS-02",
    when="AND(OPEN,ISNUMBER([Target date]),[Target date]<as_of)", cell="The target date has passed.",
)  # fmt: skip
def issue_late(issue: Issue, now: Context) -> str | None:
    """An open issue whose target date has passed.

    Why: an issue that runs past its date without a word is one that nobody is solving.

    Do: resolve it, set a new date and say why, or escalate.
    """
    if issue.is_open and issue.target and issue.target < now.as_of:
        return f"{issue.name} was due on {day(issue.target, now)} and is {late(issue.target, now)}"
    return None


@rule(
    ISSUES, at="escalation", level="error", catalogue="ISS-03",
    when="AND(OPEN,N([Escalated to level])=0,ISNUMBER([Age]),ISNUMBER([Age limit]),[Age]>[Age limit])",
    cell="Open for too long, and not escalated.",
)  # fmt: skip
def issue_past_its_limit(issue: Issue, now: Context) -> str | None:
    """An open issue that is older than the limit for its severity and was not escalated.

    Why: the limits on Settings are the promise to the sponsor about how long an issue may be kept quiet.

    Do: escalate it to the next level of Authority, or resolve it.
    """
    age, limit = issue.age, issue.age_limit
    if issue.is_open and not issue.escalation and age is not None and limit is not None and age > limit:
        return f"{issue.name} ({issue.severity}) has been open for {working_days(age)} (limit {limit:g})"
    return None


@rule(
    ISSUES, at="resolved_on", level="error", profile="standard", catalogue="ISS-06",
    when="AND(NOT(OPEN),ISNUMBER([Resolved on]),ISNUMBER([Raised on]),[Resolved on]<[Raised on])",
    cell="Resolved before it was raised.",
)  # fmt: skip
def issue_resolved_before_it_was_raised(issue: Issue, now: Context) -> str | None:
    """An issue whose dates run backwards.

    Why: ages and the time to resolve are counted from these dates.

    Do: correct the dates.
    """
    if not issue.is_open and issue.resolved_on and issue.raised_on and issue.resolved_on < issue.raised_on:
        return f"{issue.name} was resolved on {day(issue.resolved_on, now)} but raised on {day(issue.raised_on, now)}"
    return None


@rule(
    ISSUES, at="resolution", level="error", profile="standard", catalogue="ISS-06",
    when='AND(NOT(OPEN),[Resolution]="")', cell="Resolved: how, and what was the cause?",
)  # fmt: skip
def issue_resolved_without_words(issue: Issue, now: Context) -> str | None:
    """A resolved issue that does not say what solved it.

    Why: the next one who meets it starts from nothing, and a cause that is not named comes back.

    Do: write what solved it, and the cause.
    """
    if not issue.is_open and not issue.resolution:
        return f"{issue.name} is {(issue.status or '').lower()} and does not say what solved it"
    return None


@rule(
    ISSUES, at="target", level="error", catalogue="ISS-01",
    when='AND(OPEN,OR([Severity]="Critical",[Severity]="High"),[Target date]="")',
    cell="Serious, and no target date.",
)  # fmt: skip
def issue_without_target(issue: Issue, now: Context) -> str | None:
    """An open issue of critical or high severity with no target date.

    Why: without a date nobody can see that it is late.

    Do: agree a date with its owner.
    """
    if issue.is_open and issue.severity in ("Critical", "High") and issue.target is None:
        return f"{issue.name} is {issue.severity} and has no target date"
    return None


@book_rule(SCHEDULE, at="blocked_by", profile="standard", catalogue="ISS-07")
def task_blocked_by_closed_issue(book: Book, now: Context) -> Iterator[Wrong]:
    """An unfinished task that says it is blocked by an issue which is closed.

    Why: either the work can go on and nobody has noticed, or something else stops it that nobody has written down.

    Do: go on and clear the cell, or name what stops it now.
    """
    closed = {issue.id: issue for issue in book.of(ISSUES) if issue.id and not issue.is_open}
    for task in book.of(SCHEDULE):
        for ref in task.blocked_by if task.is_open else ():
            if ref in closed:
                status = (closed[ref].status or "").lower()
                yield Wrong(task, f"{task.name} says it is blocked by {ref}, which is {status}")
