"""The colour of Risk & issues: the highest residual score and its response, and serious issues over their age limit."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.colours.measure import RANK, Measure, judged, not_yet
from pmxl.facts.words import counted, days, number
from pmxl.model import AMBER, GREEN, RED, UNKNOWN, Book, Context, Judgement
from pmxl.registers.issues import ISSUES, Issue
from pmxl.registers.risks import RISKS, Risk
from pmxl.registers.settings import Settings


def risks_issues(book: Book, now: Context) -> Judgement:
    """Risk & issues: how much may still go wrong, and how long what went wrong has been left."""
    if not book.of(RISKS) and not book.of(ISSUES):
        return judged("Risk & issues", [not_yet(book, RISKS, "no risk and no issue is written down yet")], book)
    measures = [*risks(book, now), unscored(book), *issues(book, now), undated(book), _nothing_open(book)]
    return judged("Risk & issues", measures, book)


def risks(book: Book, now: Context) -> list[Measure]:
    """The open risks that have a score, the worst first."""
    found = [
        (risk_measure(risk, rating, now.settings), rating)
        for risk in book.of(RISKS)
        if risk.is_open and (rating := risk.rating) is not None
    ]
    return [measure for measure, _ in sorted(found, key=lambda m: (-RANK[m[0].colour], -m[1]))]


def risk_measure(risk: Risk, score: int, limits: Settings) -> Measure:
    """The colour of one risk: a severe score is red unless its response is on time."""
    very_high, unmet = f">= {number(limits.risk_very_high)}", f">= {number(limits.risk_severe)} unanswered"
    says, amber, red = f"residual score is {score}", f">= {number(limits.risk_high)}", f"{very_high}, {unmet}"
    if score >= limits.risk_very_high:
        return Measure(RED, says, amber, red, risk, very_high)
    if score >= limits.risk_severe:
        fault = unanswered(risk)
        says = f"{says}, {fault or 'its response on time'}"
        return Measure(RED if fault else AMBER, says, amber, red, risk, unmet if fault else "")
    return Measure(AMBER if score >= limits.risk_high else GREEN, says, amber, red, risk)


def unanswered(risk: Risk) -> str:
    """What is wrong with the response to a severe risk: none, late, or no trigger; "" where it is on time."""
    if not risk.response and not risk.response_action:
        return "no response"
    if (risk.days_overdue or 0) > 0:
        return f"its response {days(risk.days_overdue or 0)} late"
    return "" if risk.trigger else "no trigger"


def unscored(book: Book) -> Measure | None:
    """Open risks of which nobody said how likely and how bad they are."""
    there = [risk for risk in book.of(RISKS) if risk.is_open]
    bare = [risk for risk in there if risk.rating is None]
    if not bare:
        return None
    verb = "has" if len(bare) == 1 else "have"
    return Measure(UNKNOWN, f"{len(bare)} of {counted(len(there), 'open risk')} {verb} no score", row=bare[0])


def issues(book: Book, now: Context) -> Iterator[Measure]:
    """The oldest open Critical issue, and the oldest High one, against their age limits."""
    limits = now.settings
    amber, red = f"High > {days(limits.issue_days_high)}", f"Critical > {days(limits.issue_days_critical)}"
    for severity, limit, late in (
        ("Critical", limits.issue_days_critical, RED),
        ("High", limits.issue_days_high, AMBER),
    ):
        open_ones = [issue for issue in _serious(book, severity) if issue.age is not None]
        if open_ones:
            oldest = max(open_ones, key=lambda issue: issue.age or 0)
            age = oldest.age or 0
            says = f"the oldest {severity} issue is {days(age)} old"
            yield Measure(late if age > limit else GREEN, says, amber, red, oldest)


def undated(book: Book) -> Measure | None:
    """Open serious issues of which nobody can tell how old they are."""
    bare = [issue for severity in ("Critical", "High") for issue in _serious(book, severity) if issue.age is None]
    if not bare:
        return None
    says = f"{counted(len(bare), 'serious issue')} {'does' if len(bare) == 1 else 'do'} not say when raised"
    return Measure(UNKNOWN, says, row=bare[0])


def _serious(book: Book, severity: str) -> list[Issue]:
    return [issue for issue in book.of(ISSUES) if issue.is_open and issue.severity == severity]


def _nothing_open(book: Book) -> Measure | None:
    if any(risk.is_open for risk in book.of(RISKS)):
        return None
    return Measure(GREEN, "no risk is open and no serious issue is late")
