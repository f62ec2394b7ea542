"""Rules on changes: a price on every one, a name behind every yes."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.changes import called, may_approve
from pmxl.model import Book, Context
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.machine import AUTHORITY, AuthorityLevel
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, listing, missing, working_days

IMPACTS = {"time_impact": "time", "cost_impact": "cost", "quality_impact": "quality", "risk_impact": "risk"}


@book_rule(
    CHANGES, at="decided_by", level="error", catalogue="CHG-02",
    when='AND(OR([Status]="Approved",[Status]="Implemented"),[Decided by]<>"",ISNUMBER([Decided on]),'
    'COUNTIF(Authority[Person],[Decided by])>0,COUNTIF(Authority[Person],[Decided by])='
    'COUNTIFS(Authority[Person],[Decided by],Authority[Up to days],"<"&N([Impact: time (days)]))'
    '+COUNTIFS(Authority[Person],[Decided by],Authority[Up to cost],"<"&N([Impact: cost]))'
    '-COUNTIFS(Authority[Person],[Decided by],Authority[Up to days],"<"&N([Impact: time (days)]),'
    'Authority[Up to cost],"<"&N([Impact: cost])))',
    cell="It is above the limit of the one who approved it.",
)  # fmt: skip
def change_approved_above_the_limit(book: Book, now: Context) -> Iterator[Wrong]:
    """A change approved by somebody on Authority whose limits do not hold its days or its cost.

    Whoever stands on no level of Authority has no limit on record; another rule tells of them.

    Why: the money or the days are not theirs to give, and whoever they belong to does not know that they are gone.

    Do: have the change approved by a level that may.
    """
    levels = sorted(book.of(AUTHORITY), key=lambda level: level.level or 0)
    for change in book.of(CHANGES):
        approver = (change.decided_by or "").casefold()
        theirs = [level for level in levels if approver and approver == (level.person or "").casefold()]
        if change.is_approved and theirs and not any(may_approve(level, change) for level in theirs):
            size, limit = _above(change, theirs[-1])
            says = f"{change.name} {size}, and {change.decided_by}, who approved it, may approve up to {limit}"
            yield Wrong(change, says, do=_next_approver(change, levels))


@book_rule(
    CHANGES, at="decided_by", catalogue="CHG-02",
    # Where nobody is named, or no day, a graver rule speaks first.
    when='AND(OR([Status]="Approved",[Status]="Implemented"),COUNTIF(Authority[Person],"?*")>0,'
    'COUNTIF(Authority[Person],[Decided by])=0)',
    cell="Approved by somebody not on Authority.",
)  # fmt: skip
def change_approved_by_a_stranger_to_authority(book: Book, now: Context) -> Iterator[Wrong]:
    """A change approved by somebody who stands on no level of Authority, where its levels have names.

    Why: nobody can tell whether the money and the days were theirs to give.

    Do: have it approved by somebody on Authority, or write there what this person may approve.
    """
    known = {level.person.casefold() for level in book.of(AUTHORITY) if level.person}
    for change in book.of(CHANGES) if known else ():
        if change.is_approved and (change.decided_by or "").casefold() not in known:
            yield Wrong(change, f"{change.name} was approved by {change.decided_by}, who is not on Authority")


@rule(
    CHANGES, at="decided_by", level="error", catalogue="CHG-01",
    when='AND([Status]="Approved",OR([Decided by]="",NOT(ISNUMBER([Decided on]))))',
    cell="Approved: by whom, and on which day?",
)  # fmt: skip
def change_approved_by_nobody(change: Change, now: Context) -> str | None:
    """A change that is marked approved, with no name or no day.

    Why: work starts on the strength of this word, and nobody stands behind it.

    Do: write who approved it and on which day, or set it back to waiting.
    """
    if change.status == "Approved" and not change.is_approved:
        return f"{change.name} is marked approved, and {_unsigned(change)}"
    return None


@rule(
    CHANGES, at="decided_by", profile="standard", catalogue="CHG-13",
    when='AND(OR([Status]="Approved",[Status]="Implemented"),[Decided by]<>"",[Decided by]=[Requested by])',
    cell="Approved by the one who asked for it.",
)  # fmt: skip
def change_approved_by_requester(change: Change, now: Context) -> str | None:
    """A change approved by the person who asked for it.

    Why: approval is a second pair of eyes, or it is nothing.

    Do: have a second person approve it.
    """
    approver = (change.decided_by or "").casefold()
    if change.status in ("Approved", "Implemented") and approver and approver == (change.requested_by or "").casefold():
        return f"{change.name} was approved by {change.decided_by}, who asked for it"
    return None


@rule(
    CHANGES, at="trade_off_by", profile="standard", catalogue="CHG-04",
    when='AND(OR([Status]="Approved",[Status]="Implemented"),[Decided by]<>"",ISNUMBER([Decided on]),'
    '[Trade-off accepted by]="",OR(N([Impact: time (days)])>0,'
    'N([Impact: cost])>0,[Impact: quality]="Worse",[Impact: risk]="Higher"))',
    cell="Who accepted the price of it?",
)  # fmt: skip
def change_approved_without_acceptance_of_its_price(change: Change, now: Context) -> str | None:
    """An approved change that costs something, with nobody who accepted the price.

    Why: a yes is easy as long as the price has no owner.

    Do: write who accepted the trade-off.
    """
    price = _price(change)
    if change.is_approved and price and not change.trade_off_by:
        return f"{change.name} was approved, and nobody accepted its price: {listing(price)}"
    return None


@rule(
    CHANGES, at="decided_on", level="error", catalogue="CHG-06",
    when="AND(ISNUMBER([Decided on]),ISNUMBER([Requested on]),[Decided on]<[Requested on])",
    cell="Decided before it was requested.",
)  # fmt: skip
def change_decided_before_it_was_requested(change: Change, now: Context) -> str | None:
    """A change whose decision is dated before its request.

    Why: either a date is wrong, or the paper was made after the fact.

    Do: correct the dates.
    """
    if change.decided_on and change.requested_on and change.decided_on < change.requested_on:
        decided, requested = day(change.decided_on, now), day(change.requested_on, now)
        return f"{change.name} was decided on {decided} and requested only on {requested}"
    return None


@rule(
    CHANGES, at="implemented_on", level="error", catalogue="CHG-06",
    when="AND(ISNUMBER([Implemented on]),ISNUMBER([Decided on]),[Implemented on]<[Decided on])",
    cell="Done before it was decided.",
)  # fmt: skip
def change_done_before_it_was_decided(change: Change, now: Context) -> str | None:
    """A change that was put in before it was decided.

    Why: approval after the fact is no control.

    Do: correct the dates, or write in Reason for decision why it could not wait.
    """
    if change.implemented_on and change.decided_on and change.implemented_on < change.decided_on:
        done, decided = day(change.implemented_on, now), day(change.decided_on, now)
        return f"{change.name} was put in on {done} and decided only on {decided}"
    return None


@rule(
    CHANGES, at="decided_by", level="error", catalogue="CHG-01",
    when='AND([Status]="Implemented",OR([Decided by]="",NOT(ISNUMBER([Decided on]))))',
    cell="Put in and never approved.",
)  # fmt: skip
def change_done_without_approval(change: Change, now: Context) -> str | None:
    """A change that is implemented, with no approval on record.

    Why: scope, dates and money moved, and nobody with authority said yes.

    Do: get approval after the fact, with a name and a day, or reverse it.
    """
    if change.status == "Implemented" and not change.is_approved:
        when = f" on {day(change.implemented_on, now)}" if change.implemented_on else ""
        return f"{change.name} was put in{when}, and {_unsigned(change)}"
    return None


@book_rule(
    CHANGES, at="status", level="error", profile="standard", catalogue="CHG-09",
    when='AND(OR([Status]="Rejected",[Status]="Postponed"),[ID]<>"",COUNTIFS(Schedule[Scope item],"*"&[ID]&"*",'
    'Schedule[Actual start],">0",Schedule[Actual finish],"")>0)',
    cell="It was not approved, and work goes on.",
)  # fmt: skip
def change_rejected_and_work_goes_on(book: Book, now: Context) -> Iterator[Wrong]:
    """A rejected or postponed change that a running task still works for.

    Why: the answer was no, or not now.

    Do: stop the work, or ask again.
    """
    for change in book.of(CHANGES):
        if change.status in ("Rejected", "Postponed") and change.id:
            tasks = [t for t in book.of(SCHEDULE) if change.id in t.scope_item and t.actual_start and t.is_open]
            running = [task.name for task in tasks]
            if running:
                verb = "are" if len(running) > 1 else "is"
                says = f"{change.name} was {change.status.lower()}, but {listing(running)} {verb} still running"
                yield Wrong(change, says)


@rule(
    CHANGES, at="decision_reason", level="error", profile="standard", catalogue="RSK-12",
    when='AND([Status]="Rejected",OR([Reason for decision]="",NOT(ISNUMBER([Decided on]))))',
    cell="Rejected: why, and on which day?",
)  # fmt: skip
def change_rejected_without_reason(change: Change, now: Context) -> str | None:
    """A rejected change that does not say when or why.

    Why: the same request comes back next month, and nobody knows the answer.

    Do: write the day and the reason.
    """
    lacks = missing({"day": change.decided_on, "reason": change.decision_reason})
    if change.status == "Rejected" and lacks:
        return f"{change.name} is rejected with {lacks}"
    return None


@rule(
    CHANGES, at="status", catalogue="CHG-07",
    when='AND(OR([Status]="Submitted",[Status]="Assessing",[Status]="Waiting for approval"),ISNUMBER([Days waiting]),'
    "[Days waiting]>change_days)",
    cell="It has waited too long for an answer.",
)  # fmt: skip
def change_waits_too_long(change: Change, now: Context) -> str | None:
    """A change that has waited for a decision longer than the limit.

    Why: while nobody answers, people either stop or go on without an answer.

    Do: put it on the brief and ask for the answer by a day.
    """
    waited, limit = change.days_waiting, now.settings.change_days
    if change.is_waiting and waited is not None and waited > limit:
        return f"{change.name} has waited {working_days(waited)} for a decision (limit {limit:g})"
    return None


@book_rule(
    CHANGES, at="time_impact", level="error", catalogue="CHG-03",
    when='AND(OPEN,OR([Impact: time (days)]="",[Impact: cost]="",[Impact: quality]="",[Impact: risk]=""))',
    cell="Say what it does to time, cost, quality and risk.",
)  # fmt: skip
def change_without_impact(book: Book, now: Context) -> Iterator[Wrong]:
    """A change that does not say what it does to time, cost, quality or risk.

    Why: a blank is not a nought; nobody can weigh a change whose price is unknown.

    Do: type the effect, or 0 or None where there is none.
    """
    unread = book.unread()
    standing = book.standings.get(CHANGES.name)
    for change in book.of(CHANGES) if standing else ():
        blank = [name for name in IMPACTS if getattr(change, name) is None and (id(change), name) not in unread]
        unsaid = [name for name in blank if standing and name in standing.letters]
        if change.is_open and unsaid:
            what = listing([IMPACTS[name] for name in unsaid])
            yield Wrong(change, f"{change.name} does not say what it does to {what}", unsaid[0])


def _above(change: Change, level: AuthorityLevel) -> tuple[str, str]:
    """Where a change is larger than a level may approve: `costs 6,300` and `5,000`."""
    size, limit = [], []
    if level.days is not None and (change.time_impact or 0) > level.days:
        size.append(f"takes {working_days(change.time_impact or 0)}")
        limit.append(working_days(level.days))
    if level.cost is not None and (change.cost_impact or 0) > level.cost:
        size.append(f"costs {change.cost_impact:,.0f}")
        limit.append(f"{level.cost:,.0f}")
    return listing(size), listing(limit)


def _next_approver(change: Change, levels: list[AuthorityLevel]) -> str:
    """Whom to ask: the lowest level that may approve the change, or the highest where none may."""
    enough = next((level for level in levels if may_approve(level, change)), None)
    asked = enough or levels[-1]
    who = f"{asked.person} ({called(asked)})" if asked.person else called(asked)
    if enough:
        return f"have {who} approve it"
    return f"no level may approve this much: ask {who}, the highest, to raise the limit, or make the change smaller"


def _price(change: Change) -> list[str]:
    """What a yes costs, in a few words each."""
    price = [working_days(days)] if (days := change.time_impact or 0) > 0 else []
    price += [f"{change.cost_impact:,.0f}"] if (change.cost_impact or 0) > 0 else []
    price += ["worse quality"] if change.quality_impact == "Worse" else []
    return price + (["a higher risk"] if change.risk_impact == "Higher" else [])


def _unsigned(change: Change) -> str:
    """What is missing from an approval."""
    if change.decided_by:
        return f"the approval by {change.decided_by} has no day"
    return "nobody has approved it"
