"""Tasks with working time of their own: from the sheet Calendars to the dates, to Microsoft Project and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from interchange_helpers import dates_of, journey_of, reread

from pmxl.facts.calendars import calendars
from pmxl.interchange import mspdi

SUNDAY = date(2026, 4, 5)
HOLIDAYS = [{"date": date(2026, 4, 3), "what": "Good Friday"}, {"date": date(2026, 4, 6), "what": "Easter Monday"}]
CALENDARS: list[dict[str, Any]] = [
    {"calendar": "Weekend", "week": "Sat-Sun", "hours": "08:00-12:00; 13:00-17:00"},
    {
        "calendar": "Easter",
        "week": "Mon-Sun",
        "hours": "08:00-16:00",
        "keeps_holidays": False,
        "days_off": "2026-04-05",
    },
    {"calendar": "Long days", "week": "Mon-Thu, Sat", "hours": "06:00-12:00; 12:30-18:30"},
]
TASKS: list[dict[str, Any]] = [
    {"id": "T-001", "task": "Prepare", "duration": 4.0, "not_before": date(2026, 3, 30)},
    {"id": "T-002", "task": "Change", "duration": 3.0, "predecessors": "T-001", "calendar": "Easter"},
    {"id": "T-003", "task": "Move", "duration": 2.0, "predecessors": "T-002", "calendar": "Weekend"},
    {"id": "T-004", "task": "Stand by", "duration": 6.0, "predecessors": "T-003", "calendar": "Long days"},
    {"id": "T-005", "task": "Done", "duration": 0.0, "predecessors": "T-004"},
]


def test_calendars_come_back_from_project_with_all_dates() -> None:
    journey = journey_of({"Schedule": TASKS, "Holidays": HOLIDAYS, "Calendars": CALENDARS})
    written = mspdi.write(journey.book, journey.now)
    back = mspdi.read(written.text.encode())
    assert back.rows["Calendars"] == [CALENDARS[1], CALENDARS[0], CALENDARS[2]]
    assert [row.get("calendar") for row in back.rows["Schedule"]] == [row.get("calendar") for row in TASKS]
    assert dates_of(reread(back)) == dates_of(journey)
    assert not written.told


def test_what_project_shows_is_the_time_of_day_at_which_each_calendar_works() -> None:
    journey = journey_of({"Schedule": TASKS, "Holidays": HOLIDAYS, "Calendars": CALENDARS})
    text = mspdi.write(journey.book, journey.now).text
    for said in ("2026-04-11T08:00:00", "2026-04-12T17:00:00", "2026-04-13T06:00:00", "2026-04-16T18:30:00"):
        assert said in text, said


def test_the_same_hours_on_other_days_move_nothing_but_the_days() -> None:
    every_day = [{"calendar": "All", "week": "every day"}]
    journey = journey_of({"Schedule": [{**row, "calendar": "all"} for row in TASKS], "Calendars": every_day})
    first = journey.book.rows["Schedule"][0]
    assert first.start
    assert first.finish
    assert (first.finish - first.start).days == 3


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(["Mon-Fri", "Sun-Mon", "Every day", "-", ",", "Mon--Fri", "Sat,Sat", "fri - mon"]),
    st.sampled_from(["0", "24", "25", "8h", "7,5", "00:00-24:00", "23:59-24:00", "08:00-08:00", "10:00-09:00", "9-17"]),
    st.sampled_from(["2026-04-05", "46117", "99999", "1.4.2026", "31.2.2026", ";;", "2026-04-05;2026-04-05"]),
)


@settings(max_examples=60)
@given(st.fixed_dictionaries(dict.fromkeys(("week", "hours", "days_off"), CELLS)), st.sampled_from([None, False]))
def test_whatever_stands_in_a_calendar_there_are_dates_and_a_finding_where_it_is_not_used(
    cells: dict[str, Any], keeps: bool | None
) -> None:
    row = {"calendar": "Odd", "keeps_holidays": keeps, **cells}
    journey = journey_of({"Schedule": [{**task, "calendar": "Odd"} for task in TASKS], "Calendars": [row]})
    assert all(task.finish for task in journey.book.rows["Schedule"])
    told = {finding.rule for finding in journey.findings()} & {"calendar-unclear"}
    assert bool(told) == ("odd" not in calendars(journey.book))


def test_work_that_runs_counts_the_days_before_the_as_of_date_on_its_own_calendar() -> None:
    saturday = SUNDAY - timedelta(days=1)
    row = {"id": "T-001", "task": "Move", "duration": 4.0, "calendar": "Weekend", "actual_start": saturday}
    journey = journey_of({"Schedule": [row], "Calendars": CALENDARS}, as_of=SUNDAY + timedelta(days=1))
    (task,) = journey.book.rows["Schedule"]
    assert (task.percent_complete, task.finish) == (0.5, SUNDAY + timedelta(days=7))


def test_a_weekend_crew_that_must_wait_for_others_works_at_the_next_weekend() -> None:
    rows = [
        {"id": "T-001", "task": "Prepare", "duration": 5.0, "owner": "K. Obi"},
        {"id": "T-002", "task": "Prepare more", "duration": 5.0, "owner": "K. Obi"},
        {"id": "T-003", "task": "Move", "duration": 2.0, "owner": "K. Obi", "predecessors": "T-001; T-002",
         "calendar": "Weekend"},
    ]  # fmt: skip
    people = [{"person": "K. Obi", "hours_a_week": 40.0}]
    start = date(2026, 3, 30)
    sheets = {"Schedule": rows, "Calendars": CALENDARS, "People": people}
    move = journey_of(sheets, as_of=start, project_start=start).book.rows["Schedule"][2]
    assert (move.start, move.finish) == (date(2026, 4, 4), date(2026, 4, 5))
    assert (move.feasible_start, move.feasible_finish) == (date(2026, 4, 11), date(2026, 4, 12))
