"""Rules on reporting: what is said again, what never changes, and what changes too suddenly from report to report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pmxl.facts.cost import money
from pmxl.facts.history import WATCHED, History, as_day, as_number, as_text, last_report
from pmxl.facts.slip import last_to_finish
from pmxl.facts.words import share
from pmxl.facts.work import progress, work
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, Book, Context, Place, Row
from pmxl.registers.changes import CHANGES
from pmxl.registers.cost import COST
from pmxl.registers.issues import ISSUES
from pmxl.registers.risks import RISKS
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.registers.status import STATUS, overall_line
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, day, listing, quoted, working_days
from pmxl.schedule import chain

QUIET_REPORTS = 6
"""Green reports running after which quiet is strange."""
BULK, BULK_PART = 20, 0.8
"""So many open rows, and so large a part of them, updated on one day are updated in bulk."""
ACTIVE = ("Execute", "Deploy")


@book_rule(STATUS, at="computed", profile="full", catalogue="ST-06")
def all_green_and_nothing_new(book: Book, now: Context) -> Iterator[Wrong]:
    """Every dimension green for six reports, and no new risk, issue or change in all that time.

    Why: a project in which nothing happens for six weeks is one at which nobody looks.

    Do: go through the risks with the team, and ask what could still go wrong.
    """
    reports = book.history.reports_before(now.as_of, QUIET_REPORTS - 1) if book.history else []
    if book.history is None or len(reports) < QUIET_REPORTS - 1:
        return
    colours = [judged.colour for judged in book.judgements.values()]
    colours += [book.history.at(name, "computed", report) or NOT_DUE for name in book.judgements for report in reports]  # type: ignore[misc]
    logged: list[Row] = [*book.of(RISKS), *book.of(ISSUES), *book.of(CHANGES)]
    new = [row for row in logged if _is_new(row, book.history, reports[0])]
    if GREEN in colours and set(colours) <= {GREEN, NOT_DUE} and not new:
        line = overall_line(book)
        says = f"{QUIET_REPORTS} green reports and no new risk, issue or change since {day(reports[0], now)}"
        yield Wrong(line or Place(STATUS.name), says)


def _is_new(row: Row, history: History, since: date) -> bool:
    """True for a row that no report up to a day had on record."""
    return not any(
        (log := history.entries(row.id, field)) and log[0].as_of <= since for field in WATCHED[row.register.name]
    )


@book_rule(profile="full", catalogue="ST-18")
def closed_for_the_report(book: Book, now: Context) -> Iterator[Wrong]:
    """A risk or an issue that one report showed as closed, and that is open again.

    Why: what is closed for a report and opened after it was never closed.

    Do: ask the owner what was done, and close it when it is done.
    """
    rows: list[Row] = [*book.of(RISKS), *book.of(ISSUES)]
    for row in rows if book.history else ():
        log = book.history.entries(row.id, "status") if book.history and row.id else []
        if row.is_open and log and _is_closed(row, log[-1].value):
            says = f"{row.name} was {quoted(log[-1].value)} on {day(log[-1].as_of, now)} and is open again"
            yield Wrong(row, says, "status")


def _is_closed(row: Row, status: str) -> bool:
    before: Row = row.register.row()
    before.status = status or None  # type: ignore[attr-defined]
    return bool(status) and not before.is_open


@book_rule(SCHEDULE, at="finish", profile="standard", catalogue="ST-07")
def end_date_held_although_its_path_slipped(book: Book, now: Context) -> Iterator[Wrong]:
    """The end of the project is the same as at the last report, although work that decides it finishes later.

    Why: a date that holds while its path slips is held by cutting what comes later, on paper.

    Do: say what was cut, or let the date move.
    """
    last, report = last_to_finish(book), last_report(book)
    if last is None or last.finish is None or report is None or book.history is None:
        return
    if book.history.last(last.name, "finish") != last.finish.isoformat():
        return
    slipped = [(n, task) for task in _driving(book, last) if (n := _slipped(task, book.history, now)) > 0]
    if slipped:
        most, worst = max(slipped, key=lambda found: found[0])
        says = f"{worst.name} slipped {working_days(most)} since {day(report, now)}, and {last.name} still ends on"
        yield Wrong(last, f"{says} {day(last.finish, now)}")


def _driving(book: Book, last: Task) -> Iterator[Task]:
    """The open tasks that decide the finish of one, from the end to the beginning."""
    result, rows = book.plan or (None, {})
    name = next((name for name, task in rows.items() if task is last), "")
    for step in chain(result, name)[1:] if result and name else ():
        task = book.by_id.get(step.task)
        if not isinstance(task, Task) or not task.is_open:
            return
        yield task


def _slipped(task: Task, history: History, now: Context) -> int:
    before = as_day(history.last(task.name, "finish"))
    return now.working_days(before, task.finish) if before and task.finish else 0


@book_rule(STATUS, at="computed", profile="full", catalogue="ST-11")
def green_to_red_at_once(book: Book, now: Context) -> Iterator[Wrong]:
    """A dimension that was green at the last report and is red now.

    Why: nothing goes from green to red in a week; it was red before and nobody saw it.

    Do: find out what was not seen, and write it down as a lesson.
    """
    for line in book.of(STATUS):
        judged = book.judgements.get(line.dimension or "")
        was = book.history.last(line.name, "computed") if book.history else None
        if judged is not None and judged.colour == RED and was == GREEN:
            yield Wrong(line, f"{line.name} was GREEN at the last report and is RED now")


@book_rule(ISSUES, at="from_risk", level="note", profile="full", catalogue="ST-15")
def issues_that_were_never_risks(book: Book, now: Context) -> Iterator[Wrong]:
    """More than half of the issues of the last 30 days came from no risk that was on the list.

    Why: a risk list that does not see the issues coming is a list of other projects' risks.

    Do: add what surprised you to the next review of the risks.
    """
    since = now.as_of - timedelta(days=30)
    fresh = [issue for issue in book.of(ISSUES) if issue.raised_on and since < issue.raised_on <= now.as_of]
    surprises = [issue for issue in fresh if not issue.from_risk]
    if len(fresh) >= 4 and len(surprises) * 2 > len(fresh):
        names = listing([issue.name for issue in surprises])
        yield Wrong(
            surprises[0],
            f"{len(surprises)} of {counted(len(fresh), 'issue')} since {day(since, now)} came from no risk: {names}",
        )


@rule(SCHEDULE, at="evidence", level="error", profile="standard", catalogue="ST-05")
def milestone_done_without_evidence(task: Task, now: Context) -> str | None:
    """A key milestone that is done and has nothing to show for it.

    Why: a milestone is done when somebody outside the team can see that it is.

    Do: link what shows it.
    """
    if task.key_milestone and task.actual_finish and not task.evidence:
        return f"{task.name} ({quoted(task.task or '', 40)}) is done with nothing to show it"
    return None


@book_rule(COST, at="actual", profile="full", catalogue="ST-13")
def money_and_work_apart(book: Book, now: Context) -> Iterator[Wrong]:
    """Since the last report work was done and no money booked, or the reverse, by ten points or more.

    Why: one of the two is not up to date, and the forecast rests on both.

    Do: check both numbers with their owners.
    """
    report, sums, done = last_report(book), money(book), progress(book)
    if report is None or book.history is None or done is None or sums.budget <= 0:
        return
    spent_then = sum(as_number(book.history.last(line.name, "actual")) for line in book.of(COST))
    spent = round((sums.spent - spent_then) / sums.budget, 4)
    moved = round(done - _progress_at_last_report(book, book.history), 4)
    if not any(book.history.last(line.name, "actual") for line in book.of(COST)):
        return
    if (moved >= 0.10 and spent <= 0) or (spent >= 0.10 and moved <= 0):
        both = f"{share(max(moved, 0))} of the work was done and {share(spent)} of the budget booked"
        says = f"Since {day(report, now)} {both}"
        yield Wrong(book.of(COST)[0], says)


def _progress_at_last_report(book: Book, history: History) -> float:
    sized = [task for task in work(book) if task.duration]
    days = sum(task.duration or 0.0 for task in sized)
    done = sum((task.duration or 0.0) * as_number(history.last(task.name, "percent_complete")) for task in sized)
    return done / days if days else 0.0


@book_rule(RISKS, at="risk", profile="standard", catalogue="ST-08")
def risks_nobody_looks_for(book: Book, now: Context) -> Iterator[Wrong]:
    """A project that is being carried out with no open risk of medium score, or with no new risk for 30 days.

    Why: no project is that safe; the risks are there and nobody writes them down.

    Do: ask the team what could still stop them, phase by phase.
    """
    if now.settings.phase not in ACTIVE or not book.of(RISKS):
        return
    open_ = [risk for risk in book.of(RISKS) if risk.is_open]
    where = (
        open_[0] if open_ else Place(book.standings[RISKS.name].sheet if RISKS.name in book.standings else RISKS.name)
    )
    if not any((risk.rating or 0) >= now.settings.risk_medium for risk in open_):
        yield Wrong(where, "No open risk has a medium score or more")
        return
    since = now.as_of - timedelta(days=30)
    reports = book.history.reports if book.history else []
    if (
        book.history
        and reports
        and reports[0] <= since
        and not any(_is_new(r, book.history, since) for r in book.of(RISKS))
    ):
        yield Wrong(where, f"No new risk was written down since {day(since, now)}")


@book_rule(profile="full", catalogue="ST-17")
def rows_updated_in_bulk(book: Book, now: Context) -> Iterator[Wrong]:
    """Most open rows of a sheet were updated on one day since the last report, and nothing in them changed.

    Why: a date that is filled down says that somebody filled it down.

    Do: ask for what is really so, and date only what was looked at.
    """
    report = last_report(book)
    for name, fields in WATCHED.items() if report and book.history else ():
        open_rows = [row for row in book.rows.get(name, ()) if row.is_open and getattr(row, "updated", None)]
        on_a_day: dict[date, list[Row]] = {}
        for row in open_rows:
            if row.updated > report and _is_unchanged(row, fields, book):
                on_a_day.setdefault(row.updated, []).append(row)
        for found, rows in on_a_day.items():
            if len(rows) >= BULK and len(rows) >= BULK_PART * len(open_rows):
                says = (
                    f"{len(rows)} of {counted(len(open_rows), 'open row')} of {name} were updated on {day(found, now)}"
                )
                yield Wrong(rows[0], f"{says}, and nothing in them has changed since the last report", "updated")


def _is_unchanged(row: Row, fields: tuple[str, ...], book: Book) -> bool:
    assert book.history is not None  # The rule looked.
    return all(as_text(getattr(row, field)) == (book.history.last(row.name, field) or "") for field in fields)


@book_rule(STATUS, at="way_back_by", level="error", profile="standard", catalogue="ST-10")
def way_back_to_green_broken(book: Book, now: Context) -> Iterator[Wrong]:
    """The day to be back at green has passed, or was moved twice, and the colour is not green.

    Why: a way back that keeps moving is no plan to recover.

    Do: escalate: say that the plan to recover does not work, and what would.
    """
    for line in book.of(STATUS):
        judged = book.judgements.get(line.dimension or "")
        if judged is None or judged.colour not in (AMBER, RED) or line.way_back_by is None:
            continue
        promised = book.history.dates(line.name, "way_back_by", line.way_back_by) if book.history else []
        if len(promised) > 2:
            dates = listing([day(found, now) for found in promised[-4:]])
            yield Wrong(line, f"{line.name} was to be back at green by {dates}, and is {judged.colour}")
        elif line.way_back_by < now.as_of:
            says = f"{line.name} was to be back at green by {day(line.way_back_by, now)}, and is {judged.colour}"
            yield Wrong(line, says)


@book_rule(profile="standard", catalogue="ST-09")
def words_said_again(book: Book, now: Context) -> Iterator[Wrong]:
    """The same next step of an open issue, or the same way back to green, at three reports running.

    Why: what is said word for word again was not looked at again.

    Do: say what was done since, or what will be done instead.
    """
    reports = book.history.reports_before(now.as_of, 2) if book.history else []
    said = [(issue, "next_step", "next step") for issue in book.of(ISSUES) if issue.is_open]
    said += [(line, "way_back", "way back to green") for line in book.of(STATUS)]  # type: ignore[misc]
    for row, field, noun in said if len(reports) == 2 else ():
        words = getattr(row, field)
        if words and book.history and all(book.history.at(row.name, field, report) == words for report in reports):
            yield Wrong(
                row, f"The {noun} of {row.name} has been {quoted(words, 50)} since {day(reports[0], now)}", field
            )
