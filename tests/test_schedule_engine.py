"""What the engine says in cases that a person can check by hand. March 2026 begins on a Sunday."""

from __future__ import annotations

from datetime import date, datetime
from math import inf, nan
from time import process_time

import pytest

from pmxl.schedule import (
    PROBLEMS,
    Calendar,
    Effort,
    Ids,
    Link,
    Network,
    Task,
    chain,
    parse_predecessors,
    schedule,
    shifts,
    why_not_earlier,
    write_link,
)
from pmxl.schedule.paths import float_paths
from pmxl.schedule.sentences import explain, explain_finish, explain_help


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


MONDAY = on(2)


def dates(result, name):
    task = result.tasks[name]
    return task.start_day, task.finish_day


def plan(tasks, links=(), **options):
    return schedule(Network(tasks, links, MONDAY, **options))


# ---------------------------------------------------------------- days


def test_a_one_day_task_starts_and_finishes_on_the_same_day_and_a_milestone_on_that_of_its_predecessor():
    result = plan([Task("A", 1), Task("M", 0), Task("B", 1)], [Link("A", "M"), Link("M", "B")])
    assert dates(result, "A") == (on(2), on(2))
    assert dates(result, "M") == (on(2), on(2))
    assert dates(result, "B") == (on(3), on(3))
    assert result.finish_day == on(3)


def test_a_milestone_without_predecessors_stands_on_the_project_start_and_one_after_a_start_on_that_day():
    links = [Link("A", "B"), Link("B", "M", "SS"), Link("K", "L")]
    result = plan([Task("K", 0), Task("L", 0), Task("A", 5), Task("B", 2), Task("M", 0)], links)
    assert dates(result, "K") == dates(result, "L") == (on(2), on(2))
    assert dates(result, "M") == (on(9), on(9))


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        (Link("A", "B"), on(9), on(11)),
        (Link("A", "B", "FS", 2), on(11), on(13)),
        (Link("A", "B", "FS", -2), on(5), on(9)),
        (Link("A", "B", "FS", 2, "ed"), on(9), on(11)),
        (Link("A", "B", "FS", 1, "w"), on(16), on(18)),
        (Link("A", "B", "FS", 4, "h"), on(9), on(12)),
        (Link("A", "B", "FS", 40, "%"), on(11), on(13)),
        (Link("A", "B", "SS"), on(2), on(4)),
        (Link("A", "B", "SS", 1), on(3), on(5)),
        (Link("A", "B", "FF"), on(4), on(6)),
        (Link("A", "B", "FF", 1), on(5), on(9)),
        (Link("A", "B", "SF", 4), on(3), on(5)),
        (Link("A", "B", "SF"), on(2), on(4)),
    ],
    ids=lambda value: write_link(value) if isinstance(value, Link) else "",
)
def test_links(link, start, finish):
    result = plan([Task("A", 5), Task("B", 3)], [link])
    assert dates(result, "A") == (on(2), on(6))
    assert dates(result, "B") == (start, finish)


@pytest.mark.parametrize(
    ("constraint", "day", "start", "total"),
    [
        ("SNET", on(11), on(11), 2),
        ("SNET", on(4), on(9), 4),
        ("SNLT", on(6), on(6), -1),
        ("SNLT", on(20), on(9), 4),
        ("FNET", on(13), on(11), 2),
        ("FNLT", on(9), on(5), -2),
        ("MSO", on(12), on(12), 0),
        ("MFO", on(12), on(10), 0),
        ("ALAP", None, on(13), 0),
        ("ASAP", None, on(9), 4),
    ],
)
def test_constraints(constraint, day, start, total):
    """A (5 days) before B (3 days); C takes 12 days, so B can slip from 9 to 13 March."""
    tasks = [Task("A", 5), Task("B", 3, constraint=constraint, constraint_date=day), Task("C", 12)]
    result = plan(tasks, [Link("A", "B")])
    assert result.tasks["B"].start_day == start
    assert result.tasks["B"].total_float_days == total


def test_where_links_win_a_date_that_cannot_be_kept_shows_as_negative_float():
    tasks = [Task("A", 5), Task("B", 3, constraint="SNLT", constraint_date=on(4))]
    result = plan(tasks, [Link("A", "B")], honour_constraints=False)
    assert result.tasks["B"].start_day == on(9)
    assert result.tasks["B"].total_float_days == result.tasks["A"].total_float_days == -3


def test_a_deadline_moves_no_early_date_and_a_pinned_task_pulls_at_what_comes_before():
    tasks = [Task("A", 5, deadline=on(4)), Task("B", 2, pinned_start=on(5)), Task("C", 9)]
    result = plan(tasks, [Link("A", "B")])
    assert dates(result, "A") == (on(2), on(6))
    assert dates(result, "B") == (on(5), on(6))
    assert result.tasks["A"].total_float_days == -2
    assert plan([Task("A", 5), *tasks[1:]], [Link("A", "B")]).tasks["A"].total_float_days == -2


# ---------------------------------------------------------------- calendars


def test_shifts_weeks_and_exceptions():
    assert shifts("22:00-00:00") == ((1320, 1440),)
    calendar = Calendar([shifts("08:00-12:00,13:00-17:00")] * 5 + [(), ()], {on(7): shifts("09:00-13:00"), on(4): ()})
    result = schedule(Network([Task("A", 5)], (), datetime(2026, 3, 2, 8), calendar))
    assert result.tasks["A"].finish == datetime(2026, 3, 9, 12)
    with pytest.raises(ValueError, match="unpack"):
        shifts("08:00")


def test_working_days_are_counted_and_added():
    calendar = Calendar.whole_days(holidays=[on(3, 4), on(6, 4)])
    assert calendar.working_days_between(on(2), on(3)) == 1
    assert calendar.working_days_between(on(6), on(9)) == 1
    assert calendar.working_days_between(on(9), on(6)) == -1
    assert calendar.working_days_between(on(2, 4), on(7, 4)) == 1
    assert calendar.add_working_days(on(2, 4), 1) == on(7, 4)
    assert calendar.add_working_days(on(7, 4), -1) == on(2, 4)
    assert calendar.add_working_days(on(4, 4), 0) == on(4, 4)
    assert not calendar.is_working(on(3, 4))
    assert Calendar.whole_days(()).add_working_days(MONDAY, 5) == MONDAY


def test_each_task_may_have_a_calendar_and_each_resource_too():
    six, half = Calendar.whole_days(range(6)), Calendar.whole_days(hours=4)
    tasks = [Task("A", 6, calendar=six), Task("B", 1), Task("C", 2, efforts=(Effort(half, 480), Effort(six, 480)))]
    result = plan(tasks, [Link("A", "B")])
    assert dates(result, "A") == (on(2), on(7))
    assert dates(result, "B") == (on(9), on(9))
    assert dates(result, "C") == (on(2), on(3))


def test_a_calendar_that_never_works_is_told_and_replaced():
    never = Calendar.whole_days(())
    result = schedule(Network([Task("A", 2, calendar=never)], (), MONDAY, never))
    assert dates(result, "A") == (on(2), on(3))
    assert [p.kind for p in result.problems] == ["calendar-without-work", "calendar-without-work"]


# ---------------------------------------------------------------- progress


RUNNING = Task("R", 5, actual_start=on(4), remaining=3)


@pytest.mark.parametrize(
    ("mode", "running", "waiting"),
    [
        ("msproject", (on(4), on(10)), (on(2), on(3))),
        ("retained logic", (on(4), on(24)), (on(16), on(17))),
        ("progress override", (on(4), on(18)), (on(16), on(17))),
    ],
)
def test_modes(mode, running, waiting):
    """R began on 4 March although P, 4 days, had not; Q has not begun. It is 16 March."""
    result = plan([Task("P", 4), RUNNING, Task("Q", 2)], [Link("P", "R")], as_of=on(16), mode=mode)
    assert dates(result, "R") == running
    assert dates(result, "Q") == waiting


def test_what_is_done_stays_and_counts_for_nobody():
    tasks = [Task("A", 2, actual_start=on(3), actual_finish=on(10)), Task("B", 2), Task("C", 20)]
    result = plan(tasks, [Link("A", "B")])
    assert dates(result, "A") == (on(3), on(10))
    assert dates(result, "B") == (on(11), on(12))
    assert (result.tasks["A"].total_float, result.tasks["A"].critical) == (0, False)


def test_nothing_left_to_do_finishes_on_the_as_of_date():
    tasks = [Task("A", 5, actual_start=on(2), remaining=0)]
    assert dates(plan(tasks, as_of=on(9), mode="retained logic"), "A") == (on(2), on(9))


# ---------------------------------------------------------------- summaries


SUMMARY = [Task("S"), Task("A", 2, parent="S"), Task("B", 3, parent="S"), Task("T", 1), Task("U", 2)]


def test_a_summary_rolls_up_and_its_links_hold_for_every_row_below():
    result = plan(SUMMARY, [Link("U", "S"), Link("A", "B"), Link("S", "T")])
    assert dates(result, "S") == (on(4), on(10))
    assert dates(result, "A") == (on(4), on(5))
    assert dates(result, "T") == (on(11), on(11))
    assert result.tasks["S"].critical
    assert result.tasks["S"].duration_days == 5


def test_a_link_from_the_start_of_a_summary_waits_for_its_first_row():
    tasks = [Task("S"), Task("A", 2, parent="S"), Task("B", 3, parent="S"), Task("U", 2), Task("T", 1)]
    result = plan(tasks, [Link("U", "A"), Link("S", "T", "SS", 1)])
    assert dates(result, "T") == (on(3), on(3))


def test_links_between_large_summaries_stay_cheap():
    rows = [Task("S"), *(Task(f"A{i}", 1, parent="S") for i in range(3000))]
    rows += [Task("T"), *(Task(f"B{i}", 1, parent="T") for i in range(3000))]
    result = plan(rows, [Link("S", "T")])
    assert sum(map(len, result.graph.out)) == 6000
    assert dates(result, "B7") == (on(3), on(3))


# ---------------------------------------------------------------- loops and other faults


def test_a_loop_is_spelled_out_and_the_rest_is_computed():
    tasks = [Task(name, 2) for name in "ABCDE"]
    links = [Link("A", "B"), Link("B", "C"), Link("C", "D"), Link("D", "B"), Link("D", "E")]
    result = plan(tasks, links)
    (loop,) = result.loops
    assert loop.tasks == loop.members == ("B", "C", "D")
    assert loop.weakest == Link("D", "B")
    assert dates(result, "E") == (on(12), on(13))
    assert explain(result, "B").endswith("without the link from D to B, which closes a circle")
    assert [p.says for p in result.problems] == [
        "B -> C -> D -> B wait for each other in a circle; the link D of B is left out"
    ]


def test_tangled_and_separate_loops_are_each_named():
    names = [f"T{i}" for i in range(12)]
    ring = [Link(names[i], names[(i + 1) % 6]) for i in range(6)] + [Link("T3", "T1"), Link("T5", "T2")]
    links = [*ring, Link("T8", "T9"), Link("T9", "T8"), Link("T5", "T11")]
    result = plan([Task(name, 1) for name in names], links)
    assert [loop.members for loop in result.loops] == [tuple(names[:6]), ("T8", "T9")]
    assert result.loops[0].weakest == Link("T5", "T0")
    assert len(result.loops[0].ignored) == 3


def test_a_thousand_loops_and_one_with_every_link_there_can_be_end_soon():
    names = [f"T{i}" for i in range(2000)]
    pairs = [Link(a, b) for a, b in zip(names[::2], names[1::2], strict=True)]
    pairs += [Link(b, a) for a, b in zip(names[::2], names[1::2], strict=True)]
    assert len(plan([Task(name, 1) for name in names], pairs).loops) == 1000
    some = names[:70]
    everyone = [Link(a, b) for a in some for b in some if a != b]
    (loop,) = plan([Task(name, 1) for name in some], everyone).loops
    assert loop.members == tuple(some)


def test_a_loop_through_a_summary():
    tasks = [Task("S"), Task("A", 2, parent="S"), Task("B", 2)]
    (loop,) = plan(tasks, [Link("S", "B"), Link("B", "A")]).loops
    assert loop.tasks == ("A", "S", "B")


FAULTS = [
    ("duplicate-id", [Task("A", 1), Task("A", 2)], []),
    ("bad-duration", [Task("A", -1)], []),
    ("bad-duration", [Task("A", nan)], []),
    ("bad-duration", [Task("A", inf)], []),
    ("bad-duration", [Task("A", None)], []),
    ("bad-duration", [Task("A", "3 days")], []),
    ("bad-duration", [Task("A", 3, "fortnights")], []),
    ("bad-duration", [Task("A", 1e9)], []),
    ("bad-lag", [Task("A", 1), Task("B", 1)], [Link("A", "B", "FS", 1e12)]),
    ("bad-lag", [Task("A", 1), Task("B", 1)], [Link("A", "B", "FS", nan)]),
    ("bad-date", [Task("A", 1, constraint="SNET", constraint_date=date(1949, 12, 31))], []),
    ("bad-date", [Task("A", 1, deadline=date(2200, 1, 1))], []),
    ("bad-date", [Task("A", 1, actual_start=date(1, 1, 1))], []),
    ("finish-before-start", [Task("A", 1, actual_start=on(9), actual_finish=on(3))], []),
    ("unknown-parent", [Task("A", 1, parent="S")], []),
    ("outline-circle", [Task("A", 1, parent="B"), Task("B", 1, parent="A")], []),
    ("unknown-predecessor", [Task("A", 1)], [Link("X", "A")]),
    ("unknown-successor", [Task("A", 1)], [Link("A", "X")]),
    ("self-link", [Task("A", 1)], [Link("A", "A")]),
    ("link-to-own-summary", [Task("S"), Task("A", 1, parent="S")], [Link("S", "A")]),
    ("link-to-own-summary", [Task("S"), Task("A", 1, parent="S")], [Link("A", "S")]),
    ("unknown-link-type", [Task("A", 1), Task("B", 1)], [Link("A", "B", "XX")]),
    ("unknown-constraint", [Task("A", 1, constraint="ASLAP", constraint_date=on(3))], []),
    ("unknown-constraint", [Task("A", 1, constraint="MSO")], []),
    ("constraint-on-summary", [Task("S", constraint="MSO", constraint_date=on(3)), Task("A", 1, parent="S")], []),
    ("beyond-2199", [Task(f"A{i}", 60000) for i in range(2)], [Link("A0", "A1")]),
]


@pytest.mark.parametrize(("kind", "tasks", "links"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_bad_input_is_a_problem_and_never_an_exception(kind, tasks, links):
    result = plan(tasks, links)
    assert kind in [problem.kind for problem in result.problems]
    assert all(problem.says for problem in result.problems)
    for name in result.tasks:
        assert explain(result, name)


def test_every_kind_of_problem_is_held_by_a_test():
    shown = {kind for kind, _, _ in FAULTS} | {"loop", "calendar-without-work", "no-start"}
    assert shown == set(PROBLEMS)


def test_a_plan_without_any_date_starts_on_the_first_there_is():
    assert [p.kind for p in schedule(Network([Task("A", 1)])).problems] == ["no-start"]
    assert schedule(Network([Task("A", 1)], as_of=on(9))).start == datetime(2026, 3, 9)
    known = [Task("A", 1), Task("B", 1, constraint="SNET", constraint_date=on(11))]
    assert schedule(Network(known)).start == datetime(2026, 3, 11)
    empty = schedule(Network([]))
    assert (len(empty.tasks), empty.loops) == (0, [])


# ---------------------------------------------------------------- why


def test_sentences():
    easter = Calendar.whole_days(holidays=[on(3, 4), on(6, 4)])
    tasks = [
        Task("T-1", 23),
        Task("T-2", 2),
        Task("T-3", 1, constraint="SNET", constraint_date=on(18, 4)),
        Task("T-4", 2),
        Task("T-5", 0),
        Task("T-6", 3, actual_start=on(4), remaining=2),
        Task("T-7", 1, actual_start=on(2), actual_finish=on(2)),
    ]
    links = [Link("T-1", "T-2"), Link("T-2", "T-4", "SS", 1), Link("T-4", "T-5", "FF", -1)]
    result = schedule(Network(tasks, links, MONDAY, easter, on(2), "retained logic"))
    assert [explain(result, task.id) for task in tasks] == [
        "Starts 2 Mar because the project starts 2 Mar",
        "Starts 2 Apr because T-1 finishes 1 Apr",
        "Starts 20 Apr because it may not start before 18 Apr, a day off",
        "Starts 7 Apr because T-2 starts 2 Apr (SS+1d)",
        "Due 7 Apr because T-4 finishes 8 Apr (FF-1d)",
        "Finishes 5 Mar because 2 days remain; it started 4 Mar",
        "Finished 2 Mar: that is an actual date",
    ]
    late = schedule(Network([Task("A", 1), Task("B", 1)], [Link("A", "B")], MONDAY, easter, on(2, 4), "retained logic"))
    assert explain(late, "A") == "Starts 2 Apr because the as-of date is 2 Apr and it has not started"
    assert explain(late, "B") == "Starts 7 Apr because A finishes 2 Apr, and 3 Apr to 6 Apr are not worked"


def test_the_chain_leads_back_to_its_source_and_says_what_would_help():
    tasks = [Task("A", 5), Task("B", 4), Task("X", 7), Task("C", 2)]
    result = plan(tasks, [Link("A", "B"), Link("B", "C", "FS", 1), Link("X", "C")])
    assert [step.task for step in chain(result, "C")] == ["C", "B", "A"]
    helps = [explain_help(result, found) for found in why_not_earlier(result, "C")]
    assert helps == [
        "shorten B, up to 3 days",
        "shorten A, up to 3 days",
        "start the project earlier, up to 3 days",
        "cut the lag before C, up to 1 day",
    ]
    shorter = plan([Task("A", 2), *tasks[1:]], [Link("A", "B"), Link("B", "C", "FS", 1), Link("X", "C")])
    assert shorter.tasks["C"].start_day == on(11)
    assert result.tasks["C"].start_day == on(16)


def test_float_paths_are_the_longest_path_and_those_that_would_take_over():
    tasks = [Task("A", 5), Task("B", 4), Task("X", 7), Task("Y", 1), Task("Z", 1), Task("C", 2)]
    links = [Link("A", "B"), Link("B", "C"), Link("X", "C"), Link("Y", "X"), Link("Z", "B")]
    paths = float_paths(plan(tasks, links))
    assert [(path.tasks, path.minutes / 480, path.joins) for path in paths] == [
        (("A", "B", "C"), 0, ""),
        (("Y", "X"), 1, "C"),
        (("Z",), 4, "B"),
    ]
    assert float_paths(plan(tasks, links), 1, "X")[0].tasks == ("Y", "X")
    assert float_paths(plan([])) == []


def test_what_would_bring_a_finish_forward():
    result = plan([Task("A", 5), Task("B", 4), Task("X", 7)], [Link("A", "B")])
    assert result.last_task == "B"
    helps = why_not_earlier(result, "B", finish=True)
    assert [explain_help(result, found) for found in helps] == [
        "start the project earlier",
        "shorten A, up to 5 days",
        "shorten B, up to 4 days",
    ]
    assert explain_finish(result) == "To finish earlier: shorten A, up to 2 days; or shorten B, up to 2 days"
    shared = [Task("A", 5), Task("B", 4), Task("C", 4), Task("X", 3)]
    forked = plan(shared, [Link("A", "B"), Link("A", "C")])
    assert explain_finish(forked) == "To finish earlier: shorten A, up to 5 days"
    held = [Task("A", 1, actual_start=on(2), remaining=1), Task("B", 2, constraint="SNET", constraint_date=on(18))]
    says = "To finish earlier: lift the date that B is held to, up to 11 days; or cut the lag before C, up to 3 days"
    assert explain_finish(plan([*held, Task("C", 1)], [Link("A", "B"), Link("B", "C", "FS", 3)]), 2) == says
    assert explain_finish(plan([Task("A", 1, actual_start=on(2), actual_finish=on(3))])) == ""
    assert explain_finish(plan([])) == ""


# ---------------------------------------------------------------- predecessors


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("12SS+2d;7FF-1ed;3FS+50%", "12SS+2d 7FF-1ed 3FS+50%"),
        ("T-012FS+2d", "T-012FS+2d"),
        ("T-012, T-013 SS + 2 days", "T-012 T-013SS+2d"),
        ("12, 13;14 FS + 2 days", "12 13 14FS+2d"),
        ("3FS+1,5d; 4", "3FS+1.5d 4"),
        ("T-001FS-3d", "T-001FS-3d"),
        ("t-1 finish-to-finish - 2 elapsed days", "t-1FF-2ed"),
        ("3FS+2 wks\n5SF", "3FS+2w 5SF"),
        ("1.2.3; A_B-1", "1.2.3 A_B-1"),
        ("4FS+10e%", "4FS+10e%"),
        ("4FS+1234567.25m", "4FS+1234567.25m"),
        (" ;, ", ""),
    ],
)
def test_predecessors_as_people_write_them(text, links):
    parsed = parse_predecessors(text, "S")
    assert " ".join(map(write_link, parsed.links)) == links
    assert not parsed.faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("T 012", ("T 012", "unreadable", "T-012")),
        ("12", ("12", "unknown-id", "T-012")),
        ("T13", ("T13", "unknown-id", "T-013")),
        ("12FS+50%", ("12FS+50%", "unknown-id", "T-012")),
        ("13ss-1 elapsed week", ("13ss-1 elapsed week", "unknown-id", "T-013")),
        ("T-099FS+2d", ("T-099FS+2d", "unknown-id", "")),
        ("T-012XX+2d", ("T-012XX+2d", "unknown-id", "")),
        ("after Easter", ("after Easter", "unreadable", "")),
        ("#REF!", ("#REF!", "unreadable", "")),
    ],
)
def test_what_names_no_task_is_a_fault_with_its_text(text, fault):
    parsed = parse_predecessors(f"T-013; {text}", "S", Ids(["T-012", "T-013"]))
    assert [link.predecessor for link in parsed.links] == ["T-013"]
    assert [tuple(found) for found in parsed.faults] == [fault]


def test_a_known_id_may_look_like_a_link():
    parsed = parse_predecessors("phase 2 ready SS+1d, T-1-2d", "S", ["Phase 2 ready", "T-1"])
    assert [write_link(link) for link in parsed.links] == ["Phase 2 readySS+1d", "T-1FS-2d"]


def test_an_outline_of_many_rows_takes_time_in_proportion():
    """Two ways round a set may cost a copy of it each; this plan would then take minutes."""
    rows = [Task(f"S{i}") if i % 5 == 0 else Task(f"T{i}", 1, parent=f"S{i - i % 5}") for i in range(40_000)]
    began = process_time()
    result = plan(rows)
    assert len(result.graph.children) == 8000
    assert process_time() - began < 6
