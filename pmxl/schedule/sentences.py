"""The reasons behind dates as sentences that a project manager would say."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.explain import Help, Reason, reason
from pmxl.schedule.helping import finish_helps
from pmxl.schedule.network import Link
from pmxl.schedule.predecessors import write_link
from pmxl.schedule.result import Result
from pmxl.schedule.taskdates import TaskDates

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MUST = {
    "SNET": "it may not start before {}",
    "SNLT": "it may not start after {}",
    "FNET": "it may not finish before {}",
    "FNLT": "it may not finish after {}",
    "MSO": "it must start on {}",
    "MFO": "it must finish on {}",
}


def explain(result: Result, task: str, why: Reason | None = None) -> str:
    """One sentence, without a final stop, that says why a task lies where it lies; *why* where it is known already."""
    dates, why = result.tasks[task], why or reason(result, task)
    state = result.graph.states[result.graph.index[task]]
    if state == g.DONE:
        return f"Finished {_day(result, dates.finish_day)}: that is an actual date"
    if state == g.SUMMARY:
        return _summary(result, task)
    if state == g.RUNNING:
        says = _running(result, dates, why)
    else:
        says = f"{_what(result, dates, why)} because {_because(result, dates, why)}"
    return says + _left_out(result, task)


def explain_help(result: Result, help: Help) -> str:
    """One clause that says what would help, and how much."""
    days = help.minutes / result.graph.minutes_a_day
    gain = "" if days == inf else f", up to {_days(days)}"
    doing = {
        "duration": f"shorten {help.task}",
        "lag": f"cut the lag before {help.task}",
        "constraint": f"lift the date that {help.task} is held to",
        "as-of date": f"start {help.task} earlier",
        "project start": "start the project earlier",
        "actual": f"finish what remains of {help.task} sooner",
        "pinned": f"unpin {help.task}",
        "as late as possible": f"plan {help.task} as soon as possible",
    }
    return doing[help.what] + gain


def explain_finish(result: Result, most: int = 3) -> str:
    """What would bring the project finish forward, greatest help first; "" where nothing that can be told would."""
    helps = [explain_help(result, one) for one in finish_helps(result, most)]
    return f"To finish earlier: {'; or '.join(helps)}" if helps else ""


def _what(result: Result, dates: TaskDates, why: Reason) -> str:
    """What the reason decides: the finish where a link or a constraint holds the finish, else the start."""
    finish = (why.link is not None and why.link.type[1] == "F") or why.code in ("FNET", "FNLT", "MFO")
    if dates.start == dates.finish and not dates.task.duration:
        return f"Due {_day(result, dates.finish_day)}"
    return f"Finishes {_day(result, dates.finish_day)}" if finish else f"Starts {_day(result, dates.start_day)}"


def _because(result: Result, dates: TaskDates, why: Reason) -> str:
    if why.link is not None:
        return _by_link(result, dates, why.link, why.driver)
    said = "" if why.date is None else _day(result, why.date)
    works = result.graph.axis[result.graph.index[dates.task.id]].is_working
    off = "" if why.date is None or works(why.date) else ", a day off"
    if why.kind == "constraint":
        return _MUST[why.code].format(said + off)
    return {
        "as-of date": f"the as-of date is {said}{off and f'{off},'} and it has not started",
        "project start": f"the project starts {said}{off}",
        "pinned": "it is pinned to that date",
        "as late as possible": "it is planned as late as possible",
    }[why.kind]


def _by_link(result: Result, dates: TaskDates, link: Link, driver: str) -> str:
    before = result.tasks[driver]
    if link.type[0] == "F":
        says, day = f"{driver} finishes", before.finish_day
    elif before.resumes is not None and result.graph.as_of > -inf:
        says, day = f"what remains of {driver} goes on", before.resumes.date()
    else:
        says, day = f"{driver} starts", before.start_day
    if before.is_done:
        says = says.replace("finishes", "finished").replace("starts", "started")
    via = f" ({write_link(link)[len(link.predecessor) :]})" if link.type != "FS" or link.lag else ""
    return f"{says} {_day(result, day)}{via}{_days_off(result, dates, link, day)}"


def _days_off(result: Result, dates: TaskDates, link: Link, day: date) -> str:
    """The calendar's part in it, where holidays and not only a weekend lie between the link's two dates."""
    if link.type != "FS" or link.lag or dates.start == dates.finish:
        return ""
    between = [day + timedelta(days=i) for i in range(1, min((dates.start_day - day).days, 60))]
    if not any(d.weekday() < 5 for d in between):
        return ""
    span = _day(result, between[0])
    if len(between) > 1:
        span += f" to {_day(result, between[-1])}"
    return f", and {span} {'is' if len(between) == 1 else 'are'} not worked"


def _running(result: Result, dates: TaskDates, why: Reason) -> str:
    days = result.graph.spans[result.graph.index[dates.task.id]] / result.graph.minutes_a_day
    remains = f"{_days(days)} {'remains' if days == 1 else 'remain'}"
    says = f"Finishes {_day(result, dates.finish_day)} because "
    if why.kind == "constraint":
        return f"{says}{_because(result, dates, why)}; {remains}"
    says += remains
    if why.link is not None:
        return f"{says} and {_by_link(result, dates, why.link, why.driver)}"
    said = "" if why.date is None else _day(result, why.date)
    if why.kind == "actual" and dates.task.resume is not None and dates.resumes is not None:
        says += f" from {_day(result, dates.resumes.date())}"
    return f"{says} from the as-of date {said}" if why.kind == "as-of date" else f"{says}; it started {said}"


def _summary(result: Result, task: str) -> str:
    """From which row to which a summary runs."""
    dates = result.tasks[task]
    rows = [result.tasks[result.graph.tasks[v].id] for v in result.graph.leaves_below(result.graph.index[task])]
    first = next(row for row in rows if row.start == dates.start)
    last = next(row for row in rows if row.finish == dates.finish)
    begin, end = _day(result, dates.start_day), _day(result, dates.finish_day)
    return f"Runs from {begin}, when {first.task.id} starts, to {end}, when {last.task.id} finishes"


def _left_out(result: Result, task: str) -> str:
    """What was left out on the way to the date, where the task is caught in a circle."""
    for loop in result.loops:
        if task in loop.members:
            return (
                f"; without the link from {loop.weakest.predecessor} to {loop.weakest.successor}, which closes a circle"
            )
    return ""


def _day(result: Result, day: date) -> str:
    """A day as people say it, with the year where it is not that of the as-of date or else of the project start."""
    said = f"{day.day} {_MONTHS[day.month - 1]}"
    today = result.graph.network.as_of or result.start
    return said if day.year == today.year else f"{said} {day.year}"


def _days(days: float) -> str:
    return f"{days:.2f}".rstrip("0").rstrip(".") + (" day" if days == 1 else " days")
