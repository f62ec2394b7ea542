"""Rules on decisions: one decider, real options, and an answer before the work has to wait."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.decisions import options_of
from pmxl.facts.work import work_behind
from pmxl.model import Book, Context
from pmxl.registers.decisions import DECISIONS, OPTIONS, Decision
from pmxl.rules.owners import looks_like_a_group, looks_like_a_group_when
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, late, listing, missing, quoted


@book_rule(
    DECISIONS, at="needed_by", level="error", catalogue="DEC-01",
    when="AND(OPEN,ISNUMBER([Needed by]),[Needed by]<as_of)", cell="The answer is late.",
)  # fmt: skip
def decision_late(book: Book, now: Context) -> Iterator[Wrong]:
    """A decision that was needed by a day which has passed, and is not taken.

    Why: work waits, and somebody pays for the waiting without having chosen to.

    Do: decide, or agree a new date and what it costs.
    """
    for decision in book.of(DECISIONS):
        due = decision.needed_by
        if decision.is_open and due is not None and due < now.as_of:
            waiting = [ref for ref in decision.waits if ref not in book.by_id or book.by_id[ref].is_open]
            verb = "waits" if len(waiting) == 1 else "wait"
            waits = f", while {listing(waiting)} {verb}" if waiting else ""
            cost = f" (cost of waiting: {decision.cost_of_waiting})" if decision.cost_of_waiting else ""
            yield Wrong(decision, f"{decision.name} was needed by {day(due, now)} and is {late(due, now)}{waits}{cost}")


@book_rule(DECISIONS, at="needed_by", level="error", catalogue="DEC-02")
def decision_needed_after_work_starts(book: Book, now: Context) -> Iterator[Wrong]:
    """A decision that is asked for only after the work that waits for it is planned to start.

    Why: the plan says that the work can start, and it cannot; the delay is built in.

    Do: ask for the decision before the work starts, or plan the work later.
    """
    behind = work_behind(book)
    for decision in book.of(DECISIONS):
        need = decision.needed_by
        waiting = [task for ref in decision.waits for task in behind.get(ref, ()) if not task.actual_start]
        starts = sorted((task.start, task.name) for task in waiting if task.start and task.is_open)
        if decision.is_open and need and need >= now.as_of and starts and starts[0][0] < need:
            start, task = starts[0]
            says = f"{decision.name} is needed by {day(need, now)}, but {task} starts on {day(start, now)}"
            safe = decision.latest_safe
            yield Wrong(decision, says, do=f"ask for it by {day(safe, now)}" if safe and safe >= now.as_of else "")


@rule(
    DECISIONS, at="outcome", level="error", profile="standard", catalogue="DEC-06",
    when='AND([Status]="Decided",OR([Outcome]="",[Reason]="",NOT(ISNUMBER([Decided on]))))',
    cell="Decided: what, why, and on which day?",
)  # fmt: skip
def decision_taken_without_words(decision: Decision, now: Context) -> str | None:
    """A decision that is taken, with no date, outcome or reason.

    Why: a decision that nobody can read will be taken again.

    Do: write what was decided, why, and on which day.
    """
    lacks = missing({"outcome": decision.outcome, "reason": decision.reason, "date": decision.decided_on})
    if decision.status == "Decided" and lacks:
        return f"{decision.name} is decided and has {lacks}"
    return None


@book_rule(
    DECISIONS, at="recommended", profile="standard", catalogue="DEC-04",
    when='AND(OPEN,OR(COUNTIF(Options[Decision],[ID])<2,AND([Recommended]="",COUNTIFS(Options[Decision],[ID],Options[Recommended],"Yes")=0)))',
    cell="Two options or more, and one recommended.",
)  # fmt: skip
def decision_without_choice(book: Book, now: Context) -> Iterator[Wrong]:
    """An open decision with fewer than two options, or with no recommendation.

    Why: one option is not a choice, and options without a recommendation hand the work to the decider.

    Do: add the option to do nothing, and recommend one.
    """
    for decision in book.of(DECISIONS) if OPTIONS.name in book.standings else ():
        options = options_of(book, decision)
        if not decision.is_open:
            continue
        if len(options) < 2:
            offered = "only one option" if options else "no options"
            yield Wrong(decision, f"{decision.name} offers {offered}", "question")
        elif not decision.recommended and not any(option.recommended for option in options):
            yield Wrong(
                decision, f"{decision.name} offers {len(options)} options and recommends none", do="recommend one"
            )


@rule(
    DECISIONS, at="owner", level="error", catalogue="DEC-03",
    when=f'AND(OPEN,OR([Decider]="",{looks_like_a_group_when("[Decider]")}))', cell="Name the one person who decides.",
)  # fmt: skip
def decision_without_decider(decision: Decision, now: Context) -> str | None:
    """An open decision that no single named person is to take.

    Why: what everybody decides nobody decides, and nobody can be asked for it.

    Do: name the one person who decides.
    """
    if decision.is_open and not decision.owner:
        return f"{decision.name} has nobody to decide it"
    if decision.is_open and looks_like_a_group(decision.owner):
        return f"{decision.name} is to be decided by {quoted(decision.owner)}, which is not one person"
    return None


@rule(
    DECISIONS, at="cost_of_waiting", profile="standard", catalogue="DEC-09",
    when='AND([Status]="Needed",[Cost of waiting]="")', cell="What does waiting cost?",
)  # fmt: skip
def decision_without_price_of_waiting(decision: Decision, now: Context) -> str | None:
    """A decision that is needed now and does not say what waiting costs.

    Why: a decider who does not see the price puts the cheap questions first.

    Do: write money, days or risk a week.
    """
    if decision.status == "Needed" and not decision.cost_of_waiting:
        return f"{decision.name} does not say what waiting costs"
    return None
