"""The scheduling rules clause by clause, each on the smallest plan that tells it from its neighbours.

Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00; the project starts on Monday, 2 March 2026. Z is ten days of other
work, so the project finishes on Friday, 13 March unless a case says otherwise. Expectations were worked out by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from pmxl.schedule import ROUND_THE_CLOCK, Calendar, Effort, Link, Network, Result, Task, schedule, shifts
from pmxl.schedule.sentences import explain

HOURS = shifts("08:00-12:00,13:00-17:00")
FIVE = Calendar([HOURS] * 5 + [(), ()])
SIX = Calendar([HOURS] * 6 + [()])
FRIDAY_ON = Calendar([()] * 4 + [HOURS] * 3)
NIGHTS = Calendar([shifts("00:00-03:00,04:00-08:00,23:00-00:00")] * 5 + [shifts("00:00-03:00,04:00-08:00"), ()])
Z = Task("Z", 10)
OVERRIDE, RETAINED = "progress override", "retained logic"


def at(day: int, hour: int = 8, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour)


def plan(tasks: list[Task], links: Sequence[Link] = (), **options: Any) -> Result:
    return schedule(Network([*tasks, Z], links, **({"start": at(2), "calendar": FIVE} | options)))


def days(result: Result, task: str) -> tuple[object, ...]:
    """Start, finish, late start and late finish, total and free float in days."""
    row = result.tasks[task]
    dates = (row.start_day, row.finish_day, row.late_start_day, row.late_finish_day)
    return (
        *((day.month, day.day) if day.month != 3 else day.day for day in dates),
        row.total_float_days,
        row.free_float_days,
    )


FEB = 2
A5, B1, B2 = Task("A", 5), Task("B", 1), Task("B", 2)
RUNS = Task("A", 5, actual_start=at(3), remaining=3)
S = Task("S")
BELOW = [S, Task("A", 2, parent="S"), Task("B", 3, parent="S")]
AB = Link("A", "B")


def held(code: str, day: datetime) -> list[Task]:
    return [A5, B2._replace(constraint=code, constraint_date=day), Task("C", 1)]


CASES = {
    # Constraints against a link that would start B on the 9th: the date wins, and float is negative on both sides.
    "must start on": (held("MSO", at(4)), [AB, Link("B", "C")], {}, "B", (4, 5, 4, 5, -3, 0)),
    "must finish on": (held("MFO", at(5, 17)), [AB, Link("B", "C")], {}, "B", (4, 5, 4, 5, -3, 0)),
    "start no later than": (held("SNLT", at(4)), [AB, Link("B", "C")], {}, "B", (4, 5, 4, 5, -3, 0)),
    "finish no later than": (held("FNLT", at(5, 17)), [AB, Link("B", "C")], {}, "B", (4, 5, 4, 5, -3, 0)),
    "and before it": (held("MSO", at(4)), [AB, Link("B", "C")], {}, "A", (2, 6, (FEB, 25), 3, -3, 0)),
    "and after it": (held("MSO", at(4)), [AB, Link("B", "C")], {}, "C", (6, 6, 13, 13, 5, 5)),
    "links win": (held("MSO", at(4)), [AB], {"honour_constraints": False}, "B", (9, 10, 4, 5, -3, 0)),
    "links win over a finish": (
        held("FNLT", at(5, 17)), [AB], {"honour_constraints": False}, "B", (9, 10, 4, 5, -3, 0),
    ),
    "a later date still holds": (
        [Task("A", 1), B2._replace(constraint="MSO", constraint_date=at(9))], [AB], {"honour_constraints": False},
        "A", (2, 2, 6, 6, 4, 4),
    ),
    "start no later than before the project": (
        [Task("A", 3, constraint="SNLT", constraint_date=at(26, 8, FEB))], [], {}, "A",
        ((FEB, 26), 2, (FEB, 26), 2, 0, 0),
    ),
    "finish no earlier than before the project": (
        [Task("A", 1, constraint="FNET", constraint_date=at(23, 17, FEB))], [], {}, "A", (2, 2, 13, 13, 9, 9),
    ),
    "the project start is no floor for what is linked": (
        [Task("A", 1, constraint="SNET", constraint_date=at(23, 8, FEB)), B1], [AB], {}, "B",
        ((FEB, 24), (FEB, 24), 13, 13, 13, 13),
    ),
    "a deadline moves no early date": (
        [A5._replace(deadline=at(4, 17)), B2], [AB], {}, "A", (2, 6, (FEB, 26), 4, -2, 0),
    ),
    "float is capped where it is negative": (
        [A5, Task("B", 5, deadline=at(4, 17)), Task("C", 1, constraint="SNET", constraint_date=at(20))],
        [AB, Link("B", "C")], {}, "B", (9, 13, (FEB, 26), 4, -7, 0),
    ),
    # As late as possible.
    "a chain as late as possible": (
        [Task("A", 2, constraint="ALAP"), Task("B", 3, constraint="ALAP")], [AB], {}, "A", (9, 10, 9, 10, 0, 0),
    ),
    "what follows it is as late": ([Task("A", 2, constraint="ALAP"), B1], [AB], {}, "B", (13, 13, 13, 13, 0, 0)),
    "elapsed time as late as possible": ([Task("A", 2, "ed", constraint="ALAP")], [], {}, "A", (11, 13, 11, 13, 0, 0)),
    "a milestone as late as possible": (
        [Task("A", 1), Task("M", 0, constraint="ALAP"), B2], [Link("A", "M"), Link("M", "B")], {}, "M",
        (12, 12, 12, 12, 0, 0),
    ),
    "what comes before it keeps its float": (
        [Task("A", 1), Task("M", 0, constraint="ALAP"), B2], [Link("A", "M"), Link("M", "B")], {}, "A",
        (2, 2, 11, 11, 7, 7),
    ),
    "a last milestone as late as possible": (
        [Task("A", 1), Task("M", 0, constraint="ALAP")], [Link("A", "M")], {}, "M", (13, 13, 13, 13, 0, 0),
    ),
    # Milestones.
    "a milestone at the end of a shift": (
        [Task("A", 1), Task("M", 0)], [Link("A", "M")], {}, "M", (2, 2, 13, 13, 9, 9),
    ),
    "a milestone that must start on a day": (
        [Task("M", 0, constraint="MSO", constraint_date=date(2026, 3, 6))], [], {}, "M", (6, 6, 6, 6, 0, 0),
    ),
    "a milestone that must finish on a day": (
        [Task("M", 0, constraint="MFO", constraint_date=date(2026, 3, 6))], [], {}, "M", (6, 6, 6, 6, 0, 0),
    ),
    "a milestone no earlier than a day off": (
        [Task("M", 0, constraint="SNET", constraint_date=at(7)), B1], [Link("M", "B")], {}, "M", (9, 9, 13, 13, 4, 0),
    ),
    # Lags.
    "elapsed days over a weekend": ([A5, B1], [Link("A", "B", "FS", 3, "ed")], {}, "B", (10, 10, 13, 13, 3, 3)),
    "one that ends on it": ([A5, B1], [Link("A", "B", "FS", 1, "ed")], {}, "A", (2, 6, 5, 11, 3, 0)),
    "percent of the predecessor": (
        [Task("A", 4), B1], [Link("A", "B", "FS", 50, "%")], {}, "B", (10, 10, 13, 13, 3, 3),
    ),
    "percent as a lead": ([Task("A", 4), B1], [Link("A", "B", "FS", -50, "%")], {}, "B", (4, 4, 13, 13, 7, 7)),
    "percent of elapsed time": (
        [Task("A", 4, "ed"), B1], [Link("A", "B", "FS", 50, "%")], {}, "B", (9, 9, 13, 13, 4, 4),
    ),
    "a lead between finishes is no reason to start early": (
        [Task("A", 2), Task("B", 5)], [Link("A", "B", "FF", -1)], {}, "A", (2, 3, 12, 13, 8, 4),
    ),
    "start to finish never before the project": (
        [Task("A", 2), Task("B", 5)], [Link("A", "B", "SF")], {}, "B", (2, 6, 9, 13, 5, 5),
    ),
    # Calendars.
    "round the clock": ([Task("A", 3), Task("B", 3, calendar=ROUND_THE_CLOCK), Task("C", 1)],
                        [AB, Link("B", "C")], {}, "C", (6, 6, 13, 13, 5, 5)),
    "night shifts": ([A5, Task("B", 2, calendar=NIGHTS), Task("C", 1)], [AB, Link("B", "C")], {}, "B",
                     (6, 9, 11, 13, 3.875, 0.875)),
    "a resource within the task's calendar": (
        [Task("A", 2, calendar=SIX, efforts=(Effort(SIX.both(FRIDAY_ON), 960),))], [], {}, "A", (6, 7, 7, 13, 1, 1),
    ),
    # Summaries.
    "no earlier than, on a summary": (
        [S._replace(constraint="SNET", constraint_date=at(4)), *BELOW[1:]], [AB], {}, "A", (4, 5, 9, 10, 3, 0),
    ),
    "no later than, on a summary": (
        [S._replace(constraint="FNLT", constraint_date=at(5, 17)), *BELOW[1:]], [AB], {}, "B", (3, 5, 3, 5, -1, 0),
    ),
    "from the start of a summary": (
        [*BELOW, Task("C", 1)], [AB, Link("S", "C", "SS", 2)], {}, "C", (4, 4, 13, 13, 7, 7),
    ),
    "and back": ([*BELOW, Task("C", 1)], [AB, Link("S", "C", "SS", 2)], {}, "A", (2, 3, 9, 10, 5, 0)),
    "start of a summary to a finish": (
        [*BELOW, Task("C", 2)], [AB, Link("S", "C", "SF", 3)], {}, "C", (3, 4, 12, 13, 7, 7),
    ),
    "to a summary": ([Task("P", 2), *BELOW], [Link("P", "S")], {}, "P", (2, 3, 9, 10, 5, 0)),
    # Progress.
    "the resume date": ([RUNS._replace(resume=at(10))], [], {}, "A", (3, 12, 3, 13, 1, 1)),
    "what runs may be held open": (
        [RUNS._replace(constraint="FNET", constraint_date=at(12, 17)), B1], [AB], {}, "A", (3, 12, 3, 12, 0, 0),
    ),
    "a start that happened pulls at nothing": ([RUNS, B2], [Link("A", "B", "SS", 1)], {}, "A", (3, 9, 3, 13, 4, 0)),
    "what is done does not hold what is before it": (
        [A5, Task("B", 2, actual_start=at(2), actual_finish=at(3))], [AB], {}, "A", (2, 6, 9, 13, 5, 5),
    ),
    "pinned dates pull": (
        [A5, B2._replace(pinned_start=at(4)), Task("C", 1)], [AB, Link("B", "C")], {}, "A", (2, 6, (FEB, 25), 3, -3, 0),
    ),
    # Primavera's modes: nothing that is left lies before the as-of date, so Z runs until the 18th.
    "retained logic waits": ([Task("P", 5), RUNS], [Link("P", "A")], {"mode": RETAINED}, "A", (3, 16, 3, 18, 2, 2)),
    "override does not": ([Task("P", 5), RUNS], [Link("P", "A")], {"mode": OVERRIDE}, "A", (3, 9, 3, 18, 7, 7)),
    "and holds nobody": ([Task("P", 5), RUNS], [Link("P", "A")], {"mode": OVERRIDE}, "P", (5, 11, 12, 18, 5, 5)),
    "retained logic between finishes": (
        [Task("P", 5), RUNS._replace(remaining=1)], [Link("P", "A", "FF", 1)], {"mode": RETAINED}, "P",
        (5, 11, 11, 17, 4, 0),
    ),
    "a date before the as-of date is missed": (
        [Task("A", 1, constraint="MSO", constraint_date=at(3))], [], {"mode": RETAINED}, "A", (5, 5, 3, 3, -2, 0),
    ),
    "resuming after the as-of date": (
        [RUNS._replace(resume=at(11))], [], {"mode": RETAINED}, "A", (3, 13, 3, 18, 3, 3),
    ),
    "as late as possible from the as-of date": (
        [Task("A", 1, constraint="ALAP"), B1], [AB], {"mode": RETAINED}, "A", (17, 17, 17, 17, 0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_clause(name: str) -> None:
    tasks, links, options, task, expected = CASES[name]
    if "mode" in options:
        options = options | {"as_of": at(5)}
    assert days(plan(tasks, links, **options), task) == expected


def test_a_milestone_as_late_as_possible_says_the_same_day_everywhere() -> None:
    result = plan([Task("A", 1), Task("M", 0, constraint="ALAP"), B2], [Link("A", "M"), Link("M", "B")])
    row = result.tasks["M"]
    assert (row.early_start_day, row.early_finish_day) == (date(2026, 3, 2), date(2026, 3, 2))
    assert row.start == row.finish == row.late_start == row.late_finish
    assert explain(result, "M") == "Due 12 Mar because it is planned as late as possible"
    assert explain(result, "B") == "Starts 12 Mar because M finishes 12 Mar"


@pytest.mark.parametrize(
    ("task", "options", "says"),
    [
        (Task("A", 1, constraint="SNET", constraint_date=at(23, 8, FEB)), {},
         "Starts 23 Feb because it may not start before 23 Feb"),
        (RUNS._replace(constraint="FNET", constraint_date=at(12, 17)), {},
         "Finishes 12 Mar because it may not finish before 12 Mar; 3 days remain"),
        (RUNS._replace(resume=at(10)), {}, "Finishes 12 Mar because 3 days remain from 10 Mar; it started 3 Mar"),
        (Task("A", 1), {"start": at(7)}, "Starts 9 Mar because the project starts 7 Mar, a day off"),
        (Task("A", 1), {"as_of": at(7), "mode": RETAINED},
         "Starts 9 Mar because the as-of date is 7 Mar, a day off, and it has not started"),
    ],
)  # fmt: skip
def test_the_reason_is_what_decides(task: Task, options: dict[str, object], says: str) -> None:
    assert explain(plan([task], **options), "A") == says


@pytest.mark.parametrize("text", ["22:00-06:00", "08:00-25:00", "08:00", "12:00-12:00"])
def test_a_shift_through_midnight_is_refused_and_not_cut_short(text: str) -> None:
    with pytest.raises(ValueError):
        shifts(text)


def test_shifts_that_overlap_count_once() -> None:
    assert shifts("08:00-12:00,11:00-17:00") == shifts("08:00-17:00")
