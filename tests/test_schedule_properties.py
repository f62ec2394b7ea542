"""What must always be true of a schedule, whatever the network."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmxl.schedule import Calendar, Link, Network, Task, chain, parse_predecessors, schedule, why_not_earlier
from pmxl.schedule.calendars import instant
from pmxl.schedule.helping import finish_helps
from pmxl.schedule.sentences import explain
from pmxl.schedule.steps import gap, pull, push

settings.register_profile("schedule", max_examples=40, deadline=None, report_multiple_bugs=False)
settings.load_profile("schedule")

START = date(2026, 3, 2)
FIVE = Calendar.whole_days(holidays=[date(2026, 3, 10), date(2026, 4, 3), date(2026, 4, 6)])
SEVEN = Calendar.whole_days(range(7), hours=6)
NIGHTS = Calendar([((0, 180), (1320, 1440))] * 5 + [(), ()], {date(2026, 3, 5): ((600, 720),)})
CALENDARS = (None, SEVEN, NIGHTS)


@st.composite
def networks(draw, *, kinds=("FS", "SS", "FF", "SF"), calendars=CALENDARS, extras=True, loops=False):
    """Plans of up to 14 tasks with lags, constraints, progress, summaries and calendars."""
    count = draw(st.integers(1, 14))
    names = [f"T-{i}" for i in range(count)]
    tasks = [draw(rows(name, names[:i], calendars, extras)) for i, name in enumerate(names)]
    links = []
    for _ in range(draw(st.integers(0, 2 * count))):
        a, b = draw(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)))
        if not loops:
            a, b = min(a, b), max(a, b)
        lag = draw(st.sampled_from((0, 0, 0, 1, 2.5, -1))) if extras else 0
        links.append(
            Link(names[a], names[b], draw(st.sampled_from(kinds)), lag, draw(st.sampled_from(("d", "ed", "%"))))
        )
    mode = draw(st.sampled_from(("msproject", "retained logic", "progress override")))
    as_of = draw(st.sampled_from((None, START, START + timedelta(days=9))))
    return Network(tasks, links, START, FIVE, as_of, mode)


@st.composite
def rows(draw, name, above, calendars, extras):
    duration = draw(st.sampled_from((0, 0.5, 1, 2, 3, 5)))
    if not extras:
        return Task(name, duration, calendar=draw(st.sampled_from(calendars)))
    day = START + timedelta(days=draw(st.integers(-5, 40)))
    progress = draw(st.sampled_from(("no", "no", "no", "running", "done", "pinned")))
    return Task(
        name,
        duration,
        draw(st.sampled_from(("d", "d", "d", "ed", "h"))),
        parent=draw(st.sampled_from((None, None, *above))),
        calendar=draw(st.sampled_from(calendars)),
        constraint=draw(st.sampled_from(("ASAP", "ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"))),
        constraint_date=day,
        deadline=draw(st.sampled_from((None, None, day))),
        actual_start=day if progress in ("running", "done") else None,
        actual_finish=day + timedelta(days=2) if progress == "done" else None,
        remaining=draw(st.sampled_from((None, 0, 1, 4))) if progress == "running" else None,
        pinned_start=day if progress == "pinned" else None,
    )


def plain(**options):
    return networks(extras=False, **options)


def leaves(result):
    return [task for task in result.tasks.values() if not task.is_summary]


@given(networks(loops=True))
def test_without_floats_the_dates_are_the_same(network):
    whole, dates = schedule(network), schedule(network, floats=False)
    assert {name: (t.start, t.finish) for name, t in whole.tasks.items()} == {
        name: (t.start, t.finish) for name, t in dates.tasks.items()
    }
    assert whole.finish == dates.finish
    assert whole.problems == dates.problems


@settings(max_examples=300)
@given(st.one_of(networks(), networks(calendars=(None,)), plain(calendars=(None,))))
def test_the_greatest_helps_are_those_of_all_that_were_tried(network):
    result = schedule(network)
    everything = finish_helps(result, most=99)
    assert finish_helps(result, most=1) == everything[:1]
    assert finish_helps(result) == everything[:3]


@given(networks(loops=True))
def test_free_float_lies_between_nought_and_total(network):
    for task in leaves(schedule(network)):
        assert 0 <= task.free_float <= max(0, task.total_float)


@given(networks(loops=True))
def test_every_row_has_dates_and_a_reason_in_order(network):
    result = schedule(network)
    for name, task in result.tasks.items():
        assert task.start <= task.finish
        assert task.start_day <= task.finish_day
        assert explain(result, name)
        assert chain(result, name)[0].task == name
        why_not_earlier(result, name)


@given(plain(kinds=("FS", "SS", "FF", "SF")), st.data())
def test_adding_a_link_never_moves_an_early_date_back(network, data):
    names = [task.id for task in network.tasks]
    a, b = sorted(data.draw(st.tuples(st.sampled_from(range(len(names))), st.sampled_from(range(len(names))))))
    kind = data.draw(st.sampled_from(("FS", "SS", "FF", "SF")))
    before = schedule(network)
    after = schedule(network._replace(links=[*network.links, Link(names[a], names[b], kind)]))
    for name in names:
        assert after.tasks[name].early_start >= before.tasks[name].early_start
        assert after.tasks[name].early_finish >= before.tasks[name].early_finish


LOOSE = ("ASAP", "SNET", "FNET")
"""The constraints that hold nothing back from being later."""


@given(networks(), st.data())
def test_adding_a_link_never_moves_an_early_date_back_over_calendars_progress_and_lags(network, data):
    tasks = [t._replace(constraint=t.constraint if t.constraint in LOOSE else "SNET") for t in network.tasks]
    network = network._replace(tasks=tasks)
    names = [task.id for task in tasks]
    a, b = sorted(data.draw(st.tuples(st.sampled_from(range(len(names))), st.sampled_from(range(len(names))))))
    lag, unit = data.draw(st.sampled_from((0, 1, 2.5))), data.draw(st.sampled_from(("d", "ed", "%")))
    link = Link(names[a], names[b], data.draw(st.sampled_from(("FS", "SS", "FF", "SF"))), lag, unit)
    # A link with a lead may begin before the project does; one without any may not take that freedom away.
    linked = {start for start in network.links if start.lag >= 0}
    before = schedule(network._replace(links=list(linked)))
    after = schedule(network._replace(links=[*linked, link]))
    assume(not after.loops)
    for v in range(before.graph.rows):
        assert after.dates.early_start[v] >= before.dates.early_start[v]
        assert after.dates.early_finish[v] >= before.dates.early_finish[v]


@given(plain(), st.sampled_from((0, 1, -1, 2.5)), st.sampled_from(("d", "ed", "%")))
def test_without_a_date_that_asks_for_it_nothing_is_late(network, lag, unit):
    links = [link._replace(lag=lag, unit=unit) for link in network.links]
    for mode in ("retained logic", "progress override"):
        for task in leaves(schedule(network._replace(links=links, mode=mode))):
            assert task.total_float >= 0


@given(networks(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(network, random):
    tasks, links = list(network.tasks), list(network.links)
    random.shuffle(tasks)
    random.shuffle(links)
    before, after = schedule(network), schedule(network._replace(tasks=tasks, links=links))
    assume(not before.loops)  # Which link of a circle is left out follows the order of the rows.
    for name, task in before.tasks.items():
        other = after.tasks[name]
        assert (task.start, task.finish, task.late_start, task.late_finish) == (
            other.start, other.finish, other.late_start, other.late_finish,
        )  # fmt: skip
        assert (task.total_float, task.free_float, task.critical) == (
            other.total_float, other.free_float, other.critical,
        )  # fmt: skip
        assert task.on_longest_path == other.on_longest_path


@given(plain(kinds=("FS",), calendars=(None,)))
def test_longest_path_is_as_long_as_the_project_and_is_critical(network):
    result = schedule(network._replace(as_of=None))
    by_start = sorted((t for t in leaves(result) if t.on_longest_path), key=lambda t: t.start)
    assert by_start[0].total_float == 0
    last = max(by_start, key=lambda t: t.finish)
    steps = chain(result, last.task.id)
    span = sum(result.tasks[step.task].task.duration or 0 for step in steps)
    assert span * 480 == FIVE.work(instant(result.finish)) - FIVE.work(instant(result.start))
    assert all(t.critical for t in by_start)


@given(plain(calendars=(None,)), st.sampled_from((0, 0.5, 2)))
def test_durations_and_lags_along_the_driving_chain_add_up_to_the_project_span(network, lag):
    links = [link._replace(lag=lag) for link in network.links]
    result = schedule(network._replace(links=links, as_of=None))
    steps = chain(result, result.last_task)
    days = {task.id: task.duration for task in network.tasks}
    span = days[result.last_task]
    for step in steps[:-1]:
        link = step.reason.link
        span += link.lag * {"d": 1, "ed": 1, "%": days[link.predecessor] / 100}[link.unit]
        span += days[link.predecessor] * (link.type[0] == "F") - days[link.successor] * (link.type[1] == "F")
    assume(not any(step.reason.link.unit == "ed" for step in steps[:-1]))
    assert steps[-1].reason.kind == "project start"
    assert span * 480 == pytest.approx(FIVE.work(instant(result.finish)) - FIVE.work(instant(result.start)), abs=0.1)


@given(networks(calendars=(None, SEVEN)), st.integers(1, 8))
def test_shifting_everything_by_whole_weeks_shifts_all(network, weeks):
    calendar = Calendar.whole_days()
    days = timedelta(weeks=weeks)
    network = network._replace(calendar=calendar)
    fields = ("constraint_date", "deadline", "actual_start", "actual_finish", "pinned_start")
    tasks = [
        task._replace(**{name: value + days for name in fields if (value := getattr(task, name)) is not None})
        for task in network.tasks
    ]
    moved = network._replace(tasks=tasks, start=START + days, as_of=network.as_of and network.as_of + days)
    before, after = schedule(network), schedule(moved)
    for name, task in before.tasks.items():
        assert after.tasks[name].start == task.start + days
        assert after.tasks[name].late_finish == task.late_finish + days
        assert after.tasks[name].total_float == task.total_float


@given(networks())
def test_retained_logic_plans_no_unfinished_work_before_the_as_of_date(network):
    as_of = START + timedelta(days=9)
    for mode in ("retained logic", "progress override"):
        result = schedule(network._replace(mode=mode, as_of=as_of))
        for task in leaves(result):
            if not task.is_done and task.task.pinned_start is None:
                assert task.finish_day >= as_of
                assert task.task.actual_start is not None or task.start_day >= as_of


@given(plain())
def test_plain_offsets_say_what_the_complete_arithmetic_says(network):
    """The quick loops and the general steps are two forms of one truth."""
    result = schedule(network)
    graph, dates = result.graph, result.dates
    for v in range(graph.rows):
        ties = graph.into[v]
        floor = graph.calendar and graph.axis[v].work(graph.start)
        if not ties or any(tie[3].type[1] == "F" for tie in ties):
            asked = max([floor, *(push(graph, dates, tie) for tie in ties)])
        else:
            asked = max(push(graph, dates, tie) for tie in ties)
        as_of = graph.axis[v].work(graph.as_of) if graph.as_of > float("-inf") else asked
        assert dates.early_start[v] == max(asked, as_of)
        latest = min([graph.axis[v].work(dates.finish), *(pull(graph, dates, tie) for tie in graph.out[v])])
        assert dates.late_finish[v] == latest
        gaps = [gap(graph, dates, tie) for tie in graph.out[v]]
        assert dates.free[v] == max(0, min([dates.total[v], *gaps]))


@given(networks(loops=True))
def test_loops_name_every_task_that_waits_for_itself(network):
    result = schedule(network)
    assert len(result.graph.order) == len(result.graph.into) - len(result.graph.children)
    for loop in result.loops:
        assert len(set(loop.tasks)) == len(loop.tasks) >= 1
        assert loop.weakest in loop.ignored


@given(st.text(max_size=60), st.sets(st.from_regex(r"T-\d{1,3}", fullmatch=True), max_size=5))
def test_predecessors_are_links_or_faults_and_never_an_exception(text, known):
    parsed = parse_predecessors(text, "T-1", known)
    assert all(link.predecessor in known for link in parsed.links)
    assert all(fault.text in text.replace(",", ".") or fault.text in text for fault in parsed.faults)


@pytest.mark.parametrize("shape", ["chain", "loop", "star", "ladder"])
def test_fifty_thousand_tasks_need_no_recursion(shape):
    count = 50_000
    names = [f"T-{i}" for i in range(count)]
    ends = {
        "chain": [(i - 1, i) for i in range(1, count)],
        "loop": [(i - 1, i) for i in range(1, count)] + [(count - 1, 0)],
        "star": [(0, i) for i in range(1, count)],
        "ladder": [(i - 1 - (i % 2), i) for i in range(2, count)],
    }[shape]
    result = schedule(Network([Task(n, 0.1) for n in names], [Link(names[a], names[b]) for a, b in ends], START))
    assert len(result.loops) == (shape == "loop")
    assert result.tasks[names[-1]].total_float >= 0
    assert explain(result, names[-1])
    if shape == "chain":
        assert len(chain(result, names[-1])) == count
