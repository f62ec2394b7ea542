"""What Microsoft Project and Primavera do where progress, several calendars and dates meet, one statement a test.

March 2026 begins on a Sunday; 2 March is a Monday.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmxl.schedule import Calendar, Effort, Link, Network, Task, schedule, shifts
from pmxl.schedule.sentences import explain

HOURS = shifts("08:00-12:00,13:00-17:00")
FIVE = Calendar([HOURS] * 5 + [(), ()])
SIX = Calendar([HOURS] * 6 + [()])


def at(day: int, hour: int = 8, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour)


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


def plan(tasks, links=(), **options):
    return schedule(Network(tasks, links, at(2), FIVE, **options))


def span(result, name):
    return result.tasks[name].start, result.tasks[name].finish


# ---------------------------------------------------------------- progress, as Microsoft Project has it


def test_what_remains_goes_on_from_the_resume_date():
    running = Task("A", 5, actual_start=at(2), remaining=3, resume=at(10))
    assert span(plan([running]), "A") == (at(2), at(12, 17))
    assert span(plan([running._replace(resume=None)]), "A") == (at(2), at(6, 17))


def test_links_into_what_has_started_are_ignored_forward_and_hold_backward():
    tasks = [Task("A", 5), Task("B", 4, actual_start=at(3), remaining=4), Task("C", 10)]
    result = plan(tasks, [Link("A", "B")])
    assert span(result, "B") == (at(3), at(6, 17))
    assert result.tasks["B"].total_float_days == 5
    assert result.tasks["A"].late_finish == at(9, 17)
    assert result.tasks["A"].total_float_days == 1


def test_finish_no_earlier_than_still_holds_for_what_runs():
    running = Task("A", 2, constraint="FNET", constraint_date=at(11, 17), actual_start=at(2), remaining=1)
    assert plan([running]).tasks["A"].finish == at(11, 17)


@pytest.mark.parametrize(("code", "late"), [("MSO", at(12, 17)), ("SNLT", at(12, 17)), ("MFO", at(9, 17))])
def test_dates_for_a_start_hold_what_runs_in_microsoft_projects_mode_only(code, late):
    day = at(9, 17) if code == "MFO" else at(9)
    running = Task("A", 4, constraint=code, constraint_date=day, actual_start=at(3), remaining=2)
    tasks = [running, Task("B", 20)]
    assert plan(tasks).tasks["A"].late_finish == late
    retained = plan(tasks, as_of=at(4), mode="retained logic")
    assert retained.tasks["A"].late_finish == (late if code == "MFO" else retained.finish)


def test_efforts_of_what_runs_count_what_remains_after_what_is_done():
    task = Task("A", 5, actual_start=at(2), efforts=(Effort(FIVE, 2400, 960),))
    assert plan([task]).tasks["A"].finish == at(6, 17)
    assert plan([task._replace(resume=at(5))]).tasks["A"].finish == at(6, 17)
    assert plan([task._replace(resume=at(9))]).tasks["A"].finish == at(10, 17)


def test_a_levelling_delay_is_elapsed_and_counts_from_the_first_working_minute():
    result = schedule(Network([Task("A", 1, delay=2 * 1440)], (), on(1), FIVE))
    assert result.tasks["A"].start == at(4)
    assert plan([Task("P", 1), Task("A", 1, delay=5 * 1440)], [Link("P", "A")]).tasks["A"].start == at(3)


def test_a_start_no_earlier_than_before_the_project_start_is_used_and_its_successors_follow():
    tasks = [Task("A", 2, constraint="SNET", constraint_date=datetime(2026, 2, 23, 8)), Task("B", 1)]
    result = plan(tasks, [Link("A", "B")])
    assert span(result, "A") == (datetime(2026, 2, 23, 8), datetime(2026, 2, 24, 17))
    assert result.tasks["B"].start == datetime(2026, 2, 25, 8)
    assert plan(tasks, [Link("A", "B", "FF", -5)]).tasks["B"].start == at(2)


def test_a_date_that_beats_a_later_link_shows_as_negative_start_float():
    tasks = [Task("A", 5), Task("B", 2, constraint="MSO", constraint_date=at(4)), Task("C", 9)]
    row = plan(tasks, [Link("A", "B")]).tasks["B"]
    assert (row.early_start, row.late_start) == (at(4), at(4))
    assert (row.start_float / 480, row.finish_float / 480, row.total_float_days) == (-3, 0, -3)


def test_free_float_is_capped_by_total_float_and_links_of_a_summary_give_none():
    tasks = [Task("S"), Task("A", 1, parent="S"), Task("B", 3, parent="S"), Task("C", 1, deadline=at(10, 17))]
    tasks += [Task("D", 10)]
    result = plan(tasks, [Link("S", "C", "FS", 1)])
    assert result.tasks["C"].start == at(6)
    assert result.tasks["A"].free_float_days == result.tasks["A"].total_float_days == 4


# ---------------------------------------------------------------- several calendars


def test_lags_run_on_the_calendar_of_the_successor_in_both_directions():
    tasks = [Task("A", 5), Task("B", 1, calendar=SIX), Task("C", 8)]
    result = plan(tasks, [Link("A", "B", "FS", 1)])
    assert span(result, "B") == (at(9), at(9, 17))
    assert result.tasks["A"].late_finish == at(9, 17)
    assert result.tasks["A"].total_float_days == 1


def test_a_lag_taken_off_begins_with_its_first_minute():
    """One day before Monday 17:00 is Monday 08:00, which on a six-day calendar is the end of Saturday."""
    result = plan([Task("A", 0, calendar=SIX), Task("B", 1)], [Link("A", "B", "FF", 1)])
    assert result.tasks["A"].total_float == 0


def test_float_is_counted_on_the_tasks_own_calendar():
    result = plan([Task("A", 6, calendar=SIX), Task("B", 15)])
    assert result.tasks["A"].total_float_days == 11
    assert result.tasks["A"].late_finish == at(20, 17)


def test_a_milestone_between_two_shifts_moves_to_the_next_one():
    nights = Calendar([shifts("00:00-03:00,04:00-08:00,23:00-00:00")] * 5 + [(), ()])
    tasks = [Task("A", 3), Task("M", 0, calendar=nights)]
    assert plan(tasks, [Link("A", "M")]).tasks["M"].start == at(4, 23)


def test_resources_with_other_calendars_start_with_the_first_and_finish_with_the_last():
    half = Calendar([shifts("08:00-12:00")] * 5 + [(), ()])
    weekend = Calendar([()] * 5 + [HOURS, HOURS])
    both = Task("A", 2, efforts=(Effort(half, 960), Effort(SIX, 480)))
    assert span(plan([both]), "A") == (at(2), at(5, 12))
    only = Task("A", 1, calendar=SIX, efforts=(Effort(weekend.both(SIX), 480),))
    assert span(plan([only]), "A") == (at(7), at(7, 17))
    result = plan([only, Task("B", 15)])
    assert result.tasks["A"].total_float_days == 6, "slack is counted on the task's calendar, never on a resource's"


# ---------------------------------------------------------------- Primavera


def test_a_start_to_start_lag_that_has_passed_by_the_as_of_date_is_used_up():
    tasks = [Task("A", 5, actual_start=at(3), remaining=4), Task("B", 1)]
    lags = {0: at(5), 1: at(5), 2: at(5), 4: at(9)}
    for lag, start in lags.items():
        result = plan(tasks, [Link("A", "B", "SS", lag)], as_of=at(5), mode="retained logic")
        assert result.tasks["B"].start == start


def test_a_successor_of_a_start_waits_for_what_remains_of_it():
    tasks = [Task("P", 3), Task("A", 2, actual_start=at(3), remaining=2), Task("B", 1)]
    links = [Link("P", "A"), Link("A", "B", "SS")]
    result = plan(tasks, links, as_of=at(5), mode="retained logic")
    assert result.tasks["B"].start == at(10)
    assert explain(result, "B") == "Starts 10 Mar because what remains of A goes on 10 Mar (SS)"
    override = plan(tasks, links, as_of=at(5), mode="progress override")
    assert override.tasks["B"].start == at(5)


def test_what_runs_and_waits_for_nobody_pulls_at_nobody():
    tasks = [Task("P", 2), Task("A", 2, actual_start=at(3), remaining=1), Task("C", 6)]
    result = plan(tasks, [Link("P", "A")], as_of=at(5), mode="progress override")
    assert result.tasks["A"].finish == at(5, 17)
    assert result.tasks["P"].total_float_days == result.tasks["P"].free_float_days == 4
    retained = plan(tasks, [Link("P", "A")], as_of=at(5), mode="retained logic")
    assert retained.tasks["A"].finish == at(9, 17)
    assert (retained.tasks["P"].free_float_days, retained.tasks["P"].total_float_days) == (0, 3)


def test_a_lead_never_plans_work_before_the_as_of_date():
    tasks = [Task("A", 2, actual_start=at(2), remaining=1), Task("B", 1)]
    assert plan(tasks, [Link("A", "B", "FS", -3)], as_of=at(5), mode="retained logic").tasks["B"].start == at(5)
