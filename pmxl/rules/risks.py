"""Rules on risks: what would be seen first, what is being done, and whether it has happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pmxl.model import Book, Context
from pmxl.registers.risks import RISKS, Risk
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, late, listing, missing


@rule(
    RISKS, at="linked", profile="standard", catalogue="RSK-07",
    when='AND(OPEN,[Response]="Accept",ISNUMBER([Residual score]),[Residual score]>=risk_severe,'
    'ISERROR(SEARCH("DEC-",[Linked])))',
    cell="Accepted by whom? Link the decision.",
)  # fmt: skip
def risk_accepted_by_nobody(risk: Risk, now: Context) -> str | None:
    """A severe risk whose response is to accept it, and no decision says who did.

    Why: accepting a severe risk is a decision, and it belongs to somebody who may lose by it.

    Do: record the decision and write its DEC-ID under Linked.
    """
    severe = (risk.rating or 0) >= now.settings.risk_severe
    decided = any("DEC-" in ref.upper() for ref in risk.linked)
    if risk.is_open and severe and risk.response == "Accept" and not decided:
        return f"{risk.name} has a score of {risk.rating} and is accepted, and no decision says by whom"
    return None


@rule(
    RISKS, at="closed_why", level="error", profile="standard", catalogue="RSK-12",
    when='AND([Status]="Closed",OR(NOT(ISNUMBER([Closed on])),[Closed because]=""))',
    cell="Closed: on which day, and why?",
)  # fmt: skip
def risk_closed_without_reason(risk: Risk, now: Context) -> str | None:
    """A closed risk that does not say when or why.

    Why: the next project can learn from a reason, not from an empty row.

    Do: write the day and one line on why it can no longer happen.
    """
    lacks = missing({"date": risk.closed_on, "reason": risk.closed_why})
    if risk.status == "Closed" and lacks:
        return f"{risk.name} is closed with {lacks}"
    return None


@rule(RISKS, at="days_low", catalogue="RSK-05")
def risk_days_out_of_order(risk: Risk, now: Context) -> str | None:
    """An open risk whose days at best, days if it happens and days at worst do not rise.

    Why: the chance of a date follows from these three points; out of order, one of them is not what was meant.

    Do: let the days at best be the fewest and those at worst the most.
    """
    points = [("Days at best", risk.days_low), ("Days if it happens", risk.days_if), ("Days at worst", risk.days_high)]
    given = [(title, days) for title, days in points if days is not None]
    if not risk.is_open or all(a[1] <= b[1] for a, b in pairwise(given)):
        return None
    return f"{risk.name} has {listing([f'{title} {days:g}' for title, days in given])}"


@rule(
    RISKS, at="expected", level="error", catalogue="RSK-04",
    when="AND(OPEN,ISNUMBER([Expected]),[Expected]<as_of)", cell="The expected date has passed. Did it happen?",
)  # fmt: skip
def risk_expected_and_still_open(risk: Risk, now: Context) -> str | None:
    """An open risk whose expected date has passed.

    Why: a risk that has happened is an issue, and one that did not happen can be closed. Either way somebody must say.

    Do: make it an issue, close it, or set a new expected date.
    """
    if risk.is_open and risk.expected and risk.expected < now.as_of:
        return f"{risk.name} was expected by {day(risk.expected, now)} and is still open (did it happen?)"
    return None


@rule(
    RISKS, at="trigger_state", level="error", profile="standard", catalogue="RSK-08",
    when='AND(OPEN,[Trigger state]="Fired")', cell="The trigger has fired: make it an issue.",
)  # fmt: skip
def risk_fired_and_still_open(risk: Risk, now: Context) -> str | None:
    """A risk whose trigger has fired while it is still kept as a risk.

    Why: what has begun needs a next step and a target date, and only issues have them.

    Do: raise an issue that names this risk, and set the risk to Happened.
    """
    if risk.is_open and risk.trigger_state == "Fired":
        return f"The trigger of {risk.name} has fired, so it is now an issue"
    return None


@rule(RISKS, at="days_if", catalogue="RSK-05")
def risk_hits_tasks_without_days(risk: Risk, now: Context) -> str | None:
    """An open risk that names the tasks it hits and not by how many days.

    Why: without days it has no weight in the chance of a date, however likely it is.

    Do: write the working days that each task would take longer, or clear Tasks hit.
    """
    if risk.is_open and risk.hits and not (risk.days_if or risk.days_high):
        return f"{risk.name} hits {listing(list(risk.hits))}, and nobody has said by how many days"
    return None


@rule(
    RISKS, at="response_due", level="error", catalogue="RSK-03",
    when='AND(OPEN,[Response status]<>"Done",ISNUMBER([Response due]),[Response due]<as_of)',
    cell="The response is late.",
)  # fmt: skip
def risk_response_late(risk: Risk, now: Context) -> str | None:
    """An open risk whose response was due and is not done.

    Why: until the response is done, the risk is as large as on the day it was written down.

    Do: do it, set a new date and say why, or escalate.
    """
    due = risk.response_due
    if risk.is_open and risk.response_status != "Done" and due and due < now.as_of:
        return f"The response to {risk.name} was due on {day(due, now)} and is {late(due, now)}"
    return None


@rule(
    RISKS, at="review_by", profile="standard", catalogue="RSK-14",
    when="AND(OPEN,ISNUMBER([Review by]),[Review by]<as_of)", cell="The review is late.",
)  # fmt: skip
def risk_review_late(risk: Risk, now: Context) -> str | None:
    """An open risk that should have been looked at by now.

    Why: likelihoods change; a score that nobody looks at is a guess from another month.

    Do: look at it with its owner and set the next review.
    """
    if risk.is_open and risk.review_by and risk.review_by < now.as_of:
        return f"{risk.name} should have been reviewed on {day(risk.review_by, now)}"
    return None


@rule(
    RISKS, at="residual_likelihood", profile="standard", catalogue="RSK-06",
    when='AND(OPEN,ISNUMBER([Score]),OR([Residual score]>[Score],'
    'AND([Residual score]=[Score],[Response status]="Done")))',
    cell="The response has not lowered the score.",
)  # fmt: skip
def risk_score_not_lowered(risk: Risk, now: Context) -> str | None:
    """A risk whose residual score is above its score, or no lower although the response is done.

    Why: either the response did not work, or nobody has scored the risk since; the score cannot be trusted.

    Do: score it again, or admit that the response did not work and choose another.
    """
    before, after = risk.score, risk.rating
    if not risk.is_open or before is None or after is None:
        return None
    if after > before:
        return f"{risk.name} has a score of {before}, and {after} after the response"
    if after == before and risk.response_status == "Done":
        return f"The response to {risk.name} is done, and its score is still {after}"
    return None


@rule(
    RISKS, at="fallback", profile="standard", catalogue="RSK-13",
    when='AND(OPEN,ISNUMBER([Residual score]),[Residual score]>=risk_very_high,[Fallback]="")',
    cell="Very high: what do you do if it happens?",
)  # fmt: skip
def risk_without_fallback(risk: Risk, now: Context) -> str | None:
    """A very high risk with no plan for the day on which it happens.

    Why: on that day there is no time to think.

    Do: write what you would do on the day.
    """
    if risk.is_open and (risk.rating or 0) >= now.settings.risk_very_high and not risk.fallback:
        return f"{risk.name} has a score of {risk.rating} and no fallback"
    return None


@rule(
    RISKS, at="response_action", level="error", catalogue="RSK-02",
    when='AND(OPEN,ISNUMBER([Residual score]),[Residual score]>=risk_high,[Response]<>"Accept",[Response action]="")',
    cell="High, and nothing is being done about it.",
)  # fmt: skip
def risk_without_response(risk: Risk, now: Context) -> str | None:
    """An open risk of high score with no response action, unless it is accepted.

    Why: a high risk that is only written down is as likely to happen as one that is not.

    Do: choose a response and write what is being done, by whom and by when.
    """
    high = (risk.rating or 0) >= now.settings.risk_high
    if risk.is_open and high and risk.response != "Accept" and not risk.response_action:
        return f"{risk.name} has a score of {risk.rating} and nobody is doing anything about it"
    return None


@book_rule(
    RISKS, at="likelihood", level="error", catalogue="RSK-05",
    when='AND(OPEN,OR([Likelihood]="",[Impact]=""))', cell="Score it: likelihood and impact, 1 to 5.",
)  # fmt: skip
def risk_without_score(book: Book, now: Context) -> Iterator[Wrong]:
    """An open risk whose likelihood or impact is blank.

    Why: a risk without a score is on no list of the worst ones, however bad it is.

    Do: score both from 1 to 5, by the words on Scales.
    """
    unread = book.unread()
    for risk in book.of(RISKS):
        wanted = [("likelihood", risk.likelihood), ("impact", risk.impact)]
        blank = [name for name, value in wanted if value is None and (id(risk), name) not in unread]
        if risk.is_open and blank:
            yield Wrong(risk, f"{risk.name} has no score for {listing(blank)}", blank[0])


@rule(
    RISKS, at="trigger", level="error", catalogue="RSK-01",
    when='AND(OPEN,ISNUMBER([Residual score]),[Residual score]>=risk_medium,[Trigger]="")',
    cell="No trigger: what would you see first?",
)  # fmt: skip
def risk_without_trigger(risk: Risk, now: Context) -> str | None:
    """An open risk of medium score or more that names no trigger.

    Why: with no trigger nobody can say that it has begun to happen.

    Do: write what you would see first, and when to look.
    """
    if risk.is_open and (risk.rating or 0) >= now.settings.risk_medium and not risk.trigger:
        return f"{risk.name} has no trigger, so nobody will know when it starts to happen"
    return None
