"""Capacity: loads add up, nobody is asked for more than they have, and the feasible finish is never before logic's."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_schedule_levelling import patterson

from pmxl.cli import main
from pmxl.facts.capacity import load_map, overloads, weeks_ahead
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, SetCells
from pmxl.registers.capacity import CAPACITY
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule.calendars import Calendar
from pmxl.schedule.load import DAY, WEEK, Assignment, Load, Weeks, Worker
from pmxl.schedule.pausing import PausingProblem
from pmxl.schedule.serial import Activity, Problem
from pmxl.schedule.staffed import staffed
from pmxl.tiles.capacity import capacity
from pmxl.workbook import open_workbook, save

MONDAY = date(2026, 3, 16)
WEEKS = Weeks(Calendar.whole_days(holidays=[date(2026, 4, 3), date(2026, 4, 6)]))


# ---------------------------------------------------------------- load


def test_work_is_spread_over_working_days() -> None:
    found = WEEKS.spread([Assignment("T-1", "mo", 40, MONDAY + 3 * DAY, MONDAY + 9 * DAY)])
    assert found == {("mo", MONDAY): {"T-1": 16}, ("mo", MONDAY + WEEK): {"T-1": 24}}


def test_work_between_days_off_is_not_lost() -> None:
    assert WEEKS.spread([Assignment("T-1", "mo", 6, date(2026, 4, 4), date(2026, 4, 5))]) == {
        ("mo", date(2026, 3, 30)): {"T-1": 6}
    }


@given(st.lists(st.tuples(st.floats(0.5, 200), st.integers(0, 90), st.integers(0, 60)), max_size=8))
def test_no_hour_is_lost_and_none_is_made(work: list[tuple[float, int, int]]) -> None:
    given_hours = [
        Assignment(f"T-{i}", "mo", hours, MONDAY + first * DAY, MONDAY + (first + more) * DAY)
        for i, (hours, first, more) in enumerate(work)
    ]
    found = WEEKS.spread(given_hours)
    assert sum(sum(tasks.values()) for tasks in found.values()) == pytest.approx(sum(a.hours for a in given_hours))


def test_hours_to_give() -> None:
    worker = Worker("Mo", 6, {MONDAY: float("inf"), MONDAY + DAY: 2}, {MONDAY + WEEK: 10}, end=date(2026, 4, 8))
    assert WEEKS.hours_in(worker, MONDAY) == 22
    assert WEEKS.hours_in(worker, MONDAY + WEEK) == 10
    assert WEEKS.hours_in(worker, MONDAY + 2 * WEEK) == 24, "a holiday"
    assert WEEKS.hours_in(worker, MONDAY + 3 * WEEK) == 12, "a holiday and the last day"
    assert WEEKS.hours_in(worker, MONDAY + 4 * WEEK) == 0


@given(st.floats(0.1, 12), st.sets(st.integers(0, 4)))
def test_a_day_of_leave_takes_exactly_its_hours(hours: float, days: set[int]) -> None:
    away = {MONDAY + n * DAY: float("inf") for n in days}
    assert WEEKS.hours_in(Worker("Mo", hours, away), MONDAY) == hours * (5 - len(days))


@given(st.dictionaries(st.integers(0, 30), st.floats(0, 9), max_size=6), st.integers(-5, 40), st.integers(0, 40))
def test_a_week_has_the_hours_of_its_days(away: dict[int, float], first: int, more: int) -> None:
    start = MONDAY + first * DAY
    worker = Worker("Mo", 7, {MONDAY + n * DAY: h for n, h in away.items()}, {}, start, start + more * DAY)
    for week in (MONDAY + n * WEEK for n in range(6)):
        days = sum(WEEKS.hours_on(worker, week + timedelta(days=i)) for i in range(7))
        assert WEEKS.hours_in(worker, week) == pytest.approx(days)


def test_work_without_hours_is_an_endless_load() -> None:
    assert Load("Mo", MONDAY, 0, {"T-1": 4}).share == float("inf")
    assert Load("Mo", MONDAY, 0).share == 0


# ---------------------------------------------------------------- the feasible plan


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Activity], dict[str, int], dict[str, dict[int, int]]]:
    capacity = {"Mo": 100, "Ann": 100}
    activities: list[Activity] = []
    for i in range(draw(st.integers(0, 10))):
        needs = {name: draw(st.sampled_from([30, 50, 100])) for name in capacity if draw(st.booleans())}
        before = draw(st.lists(st.sampled_from(activities), max_size=3, unique_by=lambda a: a.id)) if activities else []
        follows = [(a.id, draw(st.integers(-2, 3))) for a in before]
        earliest = draw(st.integers(0, 4))
        activities.append(Activity(f"T-{i}", draw(st.integers(0, 5)), needs, (), earliest, follows))
    away = {name: draw(st.dictionaries(st.integers(0, 20), st.integers(1, 100), max_size=5)) for name in capacity}
    return activities, capacity, away


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_staffed_plan_is_feasible_and_no_later_than_plain_generation(
    problem: tuple[list[Activity], dict[str, int], dict[str, dict[int, int]]],
) -> None:
    activities, capacity, away = problem
    plan = staffed(*problem)
    assert plan == staffed(*problem)
    assert plan.finish <= plan.plain_finish
    used: dict[tuple[str, int], float] = {}
    for activity in activities:
        start, end = plan.spans[activity.id]
        assert start >= activity.earliest
        assert all(start >= plan.spans[before][1] + gap for before, gap in activity.follows)
        done = 0.0
        for period in range(start, end):
            there = [(capacity[n] - away[n].get(period, 0)) / need for n, need in activity.needs.items()]
            part = max(0.0, min(1.0, *there, 1.0))
            done += part
            for name, need in activity.needs.items():
                used[name, period] = used.get((name, period), 0) + int(need * part)
        assert done >= activity.duration - 1e-6
    assert all(units <= capacity[name] - away[name].get(period, 0) for (name, period), units in used.items())


def test_work_rests_while_its_people_are_away_and_goes_on() -> None:
    plan = staffed([Activity("A", 4, {"Mo": 100})], {"Mo": 100}, {"Mo": {1: 100, 2: 50}})
    assert plan.spans == {"A": (0, 6)}


def test_who_holds_up_the_finish_is_named() -> None:
    work = [Activity("A", 4, {"Mo": 100}), Activity("B", 3, {"Mo": 100}), Activity("C", 2, {"Ann": 100})]
    plan = staffed(work, {"Mo": 100, "Ann": 100})
    assert (plan.finish, plan.waits_for) == (7, {"Mo": 4})


def test_without_leave_it_is_the_plain_problem(shared) -> None:
    activities, capacity = patterson(shared / "data/schedule/rcpsp/j60_1_1.rcp")
    order = Problem(activities, capacity, {}).order
    assert PausingProblem(activities, capacity, {}).forward(order) == Problem(activities, capacity, {}).forward(order)


# ---------------------------------------------------------------- through a workbook


def book(
    tasks: list[tuple[object, ...]], people: list[tuple[object, ...]], **more: list[tuple[object, ...]]
) -> Journey:
    heads = {
        "Schedule": ("ID", "Task", "Owner", "Duration", "Predecessors", "Effort (hours)", "Support"),
        "People": ("Name", "Hours a week"),
        "Capacity": ("Person", "Week", "Hours available"),
        "Absences": ("Person", "From", "To", "Hours a day"),
        "Settings": ("Setting", "Value"),
    }
    given_settings = [("As-of date", date(2026, 3, 13)), ("Project start", MONDAY), ("Profile", "Full")]
    rows = {"Schedule": tasks, "People": people, **more, "Settings": given_settings}
    sheets = {}
    for name, lines in rows.items():
        cells = {
            i: {j: v for j, v in enumerate(line, 1) if v is not None} for i, line in enumerate([heads[name], *lines], 1)
        }
        sheets[name] = RawSheet(name, cells)
    return Journey(RawBook(sheets), date(2026, 3, 13), strict=True)


def rules_of(found: Journey) -> set[str]:
    return {finding.rule for finding in found.findings()}


def task(found: Journey, name: str) -> Task:
    return next(row for row in found.book.of(SCHEDULE) if row.id == name)


CLASH = [("T-1", "Move", "K. Obi", 5, None), ("T-2", "Test", "K. Obi", 3, None), ("T-3", "Go", "K. Obi", 0, "T-1; T-2")]


def test_two_tasks_of_one_person_are_an_overload_and_a_later_finish() -> None:
    found = book(CLASH, [("K. Obi", 37)])
    assert found.book.capacity is not None
    (worst,) = overloads(load_map(found.book.capacity, [MONDAY]), found.now)
    assert (worst.person, worst.week, round(worst.share, 2)) == ("K. Obi", MONDAY, 1.6)
    assert found.book.feasible is not None
    assert (found.book.feasible.logic, found.book.feasible.finish) == (date(2026, 3, 20), date(2026, 3, 25))
    assert found.book.feasible.decider == "K. Obi"
    assert {"person-overloaded", "finish-beyond-what-people-can-do"} <= rules_of(found)
    assert found.book.judgements["Capacity"].colour == "RED"


def test_the_tile_counts_over_the_weeks_that_the_colour_looks_at() -> None:
    """The picture has room for four weeks; an overload in the sixth is counted where Settings looks ahead that far."""
    later = [("T-0", "Wait", None, 25, None), *((name, "Work", "K. Obi", 5, "T-0") for name in ("T-1", "T-2"))]
    found = book(later, [("K. Obi", 37)])
    found.now.settings.cap_weeks = 6.0
    tile = capacity(found.book, found.now)
    assert (tile.figure, tile.colour) == ("1 person above 100%", "RED")
    assert {len(line) for line in tile.cells} == {5}
    found.now.settings.cap_weeks = 4.0
    assert capacity(found.book, found.now).figure == "No work planned"


def test_without_hours_nothing_is_said_about_capacity() -> None:
    found = book(CLASH, [("K. Obi", None)])
    assert found.book.capacity is None
    assert found.book.judgements["Capacity"].colour == "NOT DUE"
    assert task(found, "T-2").feasible_finish is None
    assert not {"person-overloaded", "finish-beyond-what-people-can-do"} & rules_of(found)


def test_effort_is_shared_by_owner_and_helper() -> None:
    found = book([("T-1", "Move", "K. Obi", 5, None, 30, "L. Roy, the vendor")], [("K. Obi", 40), ("L. Roy", 40)])
    assert found.book.capacity is not None
    assert {a.person: a.hours for a in found.book.capacity.assignments} == {"k. obi": 20, "l. roy": 10}


def test_a_typed_week_takes_the_place_of_the_usual_hours() -> None:
    found = book(CLASH[:1], [("k.  obi", 40)], Capacity=[("K. Obi", MONDAY + 2 * DAY, 20)])
    (row,) = found.book.of(CAPACITY)
    assert (row.available, row.needed, row.load) == (20, 40, 2)
    assert row.work == "T-1 40 h"


def test_leave_moves_the_finish_that_people_allow() -> None:
    found = book(CLASH[:1], [("K. Obi", 40)], Absences=[("K. Obi", MONDAY + DAY, MONDAY + 2 * DAY, None)])
    assert task(found, "T-1").finish == date(2026, 3, 20)
    assert task(found, "T-1").feasible_finish == date(2026, 3, 24)
    assert "task-planned-while-its-owner-is-away" in rules_of(found)


def test_the_heat_map_has_the_busiest_first() -> None:
    found = book([*CLASH, ("T-4", "Train", "S. Ito", 2, None)], [("K. Obi", 37), ("S. Ito", 40)])
    assert found.book.capacity is not None
    weeks = weeks_ahead(found.book.capacity, found.now, 2)
    shares = {name: [load.share for load in row] for name, row in load_map(found.book.capacity, weeks).items()}
    assert weeks == [MONDAY, MONDAY + WEEK]
    assert list(shares) == ["K. Obi", "S. Ito"]
    assert shares["S. Ito"] == pytest.approx([0.4, 0])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_where_everybody_has_one_task_people_allow_what_logic_says(data: st.DataObject) -> None:
    tasks = []
    for i in range(data.draw(st.integers(1, 7))):
        before = data.draw(st.lists(st.integers(0, i - 1), max_size=2, unique=True)) if i else []
        kinds = [data.draw(st.sampled_from(["", "FS+2d", "FS-1d", "SS", "SS+1d", "FF"])) for _ in before]
        links = "; ".join(f"T-{n}{kind}" for n, kind in zip(before, kinds, strict=True))
        length = data.draw(st.sampled_from([0, 0.5, 1, 3, 8]))
        tasks.append((f"T-{i}", "Work", f"Person {i}", length, links or None))
    found = book(tasks, [(f"Person {i}", 40) for i in range(7)])
    for row in found.book.of(SCHEDULE):
        assert (row.feasible_start, row.feasible_finish) == (row.start, row.finish)


# ---------------------------------------------------------------- pmxl capacity


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pmxl import demo

    path = tmp_path_factory.mktemp("capacity") / "demo.xlsx"
    demo.write(path)
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["capacity", *words]) == 0
    return capsys.readouterr().out


def test_the_command_shows_loads_overloads_and_finishes(demo_book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = demo_book.read_bytes()
    text = said(capsys, str(demo_book))
    assert "Marco Bellini, week of 16 Mar: 40.1 h of work, 37 h to give (108%): T-079 22.3 h, T-031 17.8 h" in text
    assert "people allow 3 Jun, logic says 29 May; Bram de Wit decides" in text
    found = json.loads(said(capsys, str(demo_book), "--format", "json"))
    assert found["finish"]["people_allow"] == "2026-06-03"
    lines = list(csv.DictReader(said(capsys, str(demo_book), "--format", "csv", "--weeks", "1").splitlines()))
    marco = next(line for line in lines if line["person"] == "Marco Bellini")
    assert (marco["week"], marco["hours_available"], marco["load"]) == ("2026-03-16", "37.0", "1.0828")
    assert demo_book.read_bytes() == before


def test_no_cell_of_the_csv_is_a_formula(demo_book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = open_workbook(demo_book)
    ids = {row: cells[1] for row, cells in opened.raw.sheets["Schedule"].cells.items() if 1 in cells}
    bad = {row: f"=cmd({value})" for row, value in ids.items() if str(value).startswith("T-0")}
    save(opened, [SetCells("Schedule", "A", bad)])
    lines = list(csv.reader(said(capsys, str(demo_book), "--format", "csv").splitlines()))
    assert any("=cmd(T-0" in line[5] for line in lines)
    assert not [value for line in lines for value in line if value.startswith("=")]


def test_a_book_without_hours_is_told_what_to_fill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "new.xlsx")]) == 0
    assert main(["capacity", str(tmp_path / "new.xlsx")]) == 3
    assert "write Hours a week on People" in capsys.readouterr().err


def test_the_exact_solver_is_never_later_and_its_bound_holds() -> None:
    pytest.importorskip("ortools")
    from pmxl.schedule.exact import exact

    work = [Activity(name, days, {"Mo": 60}, (), 0) for name, days in (("A", 3), ("B", 3), ("C", 2), ("D", 2))]
    work.append(Activity("E", 3, {"Ann": 100}, (), 0, [("D", 0)]))
    away = {"Mo": {1: 100}}
    plan = staffed(work, {"Mo": 100, "Ann": 100}, away)
    found = exact(work, {"Mo": 100, "Ann": 100}, away, [plan.spans[a.id][0] for a in work])
    assert found.bound <= found.finish <= plan.finish
    assert found.finish == 11


@pytest.mark.parametrize("effort", [1e9, 1e300, 0.001])
def test_an_absurd_effort_costs_no_time_and_moves_nothing(effort: float) -> None:
    found = book([("T-1", "Move", "K. Obi", 5, None, effort)], [("K. Obi", 40)])
    assert task(found, "T-1").feasible_finish == date(2026, 3, 20)


def test_nobody_with_no_hours_at_all_breaks_the_plan() -> None:
    found = book(CLASH, [("K. Obi", 0)])
    assert "person-overloaded" in rules_of(found)
    assert task(found, "T-1").feasible_finish == date(2026, 3, 20)
