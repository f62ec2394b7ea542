"""The colours of the dimensions: each limit at, just below and just above; and what must hold for every one of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from colour_books import START, TWENTY_WEEKS, Rows, book, chain, colour, settings, weekdays_later
from hypothesis import given
from hypothesis import strategies as st
from pages import TODAY

from pmxl.colours import DIMENSIONS
from pmxl.colours.measure import LONGEST, RANK, Measure, because, cut
from pmxl.facts.weak_logic import open_ends
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Colour
from pmxl.registers.risks import Risk

# ---------------------------------------------------------------- Schedule

LINKED = {"sch_open_ends": 1, "progress_mode": "stays where logic puts it", "project_start": START}


def with_slip(days: int, of: int = 100, **limits: object) -> dict[str, Rows]:
    finish = weekdays_later(START, of - 1)
    task = {"ID": "T-1", "Task": "Build", "Duration": of + days, "Baseline start": START, "Baseline finish": finish}
    return {"Settings": settings(**LINKED, **limits), "Schedule": [task]}


@pytest.mark.parametrize(
    ("slip", "of", "wanted"),
    [
        (-10, 100, GREEN), (0, 100, GREEN), (5, 100, GREEN), (6, 100, AMBER), (10, 100, AMBER), (11, 100, RED),
        (2, 10, GREEN), (3, 10, RED), (3, 50, AMBER),
    ],
)  # fmt: skip
def test_slip_of_the_finish(slip: int, of: int, wanted: Colour) -> None:
    assert colour("Schedule", **with_slip(slip, of)) == wanted


def test_the_limits_of_the_slip_are_those_of_settings() -> None:
    limits = {"sch_slip_amber": 0.02, "sch_slip_red": 0.04, "sch_slip_floor": 1}
    assert [colour("Schedule", **with_slip(n, **limits)) for n in (2, 3, 4, 5)] == [GREEN, AMBER, AMBER, RED]
    assert book(**with_slip(3, **limits)).judgements["Schedule"].limits == "amber > 2%, red > 4%"


def milestone(number: int, late: int, **more: object) -> dict[str, object]:
    due = weekdays_later(TODAY, -late)
    return {"ID": f"T-{number}", "Task": "M", "Duration": 0, "Key milestone": "Yes", "Baseline finish": due, **more}


LONG = {"ID": "T-9", "Task": "Long", "Duration": 100, "Baseline start": START, "Baseline finish": TWENTY_WEEKS}


@pytest.mark.parametrize(
    ("late", "wanted"),
    [((0,), GREEN), ((1,), AMBER), ((5,), AMBER), ((6,), AMBER), ((1, 1), RED), ((1, 0), AMBER)],
)
def test_late_key_milestones(late: tuple[int, ...], wanted: Colour) -> None:
    rows = [LONG, *(milestone(i, days) for i, days in enumerate(late, 1))]
    assert colour("Schedule", Settings=settings(**LINKED), Schedule=rows) == wanted


@pytest.mark.parametrize(("late", "wanted"), [(0, GREEN), (1, AMBER), (5, AMBER), (6, RED)])
def test_a_late_milestone_on_the_critical_path(late: int, wanted: Colour) -> None:
    rows = [LONG, milestone(1, late, Predecessors="T-9")]
    assert colour("Schedule", Settings=settings(**LINKED), Schedule=rows) == wanted


@pytest.mark.parametrize(("late", "wanted"), [(5, AMBER), (6, RED)])
def test_a_late_milestone_that_others_wait_for(late: int, wanted: Colour) -> None:
    given_away = [{"ID": "D-1", "What is needed": "API", "Direction": "We give", "Needed for": "T-1"}]
    rows = [LONG, milestone(1, late)]
    assert colour("Schedule", Settings=settings(**LINKED), Schedule=rows, Dependencies=given_away) == wanted


def test_a_milestone_that_was_reached_is_not_late() -> None:
    done = milestone(1, 9, **{"Actual start": START, "Actual finish": TODAY})
    assert colour("Schedule", Settings=settings(**LINKED), Schedule=[LONG, done]) == GREEN


@pytest.mark.parametrize(("left", "wanted"), [(6, GREEN), (5, AMBER), (0, AMBER), (-1, RED)])
def test_float_to_a_deadline(left: int, wanted: Colour) -> None:
    rows = [{**LONG, "Deadline": weekdays_later(TWENTY_WEEKS, left)}]
    assert colour("Schedule", Settings=settings(**LINKED), Schedule=rows) == wanted


@pytest.mark.parametrize(("tasks", "wanted"), [(chain(20, 0), GREEN), (chain(19, 1), GREEN), (chain(18, 1), AMBER)])
def test_open_ends(tasks: Rows, wanted: Colour) -> None:
    assert colour("Schedule", Settings=settings(project_start=START), Schedule=tasks) == wanted


def test_the_first_beginning_and_the_last_end_may_be_loose() -> None:
    rows: Rows = [
        {"ID": "T-1", "Task": "Begin", "Duration": 2},
        {"ID": "T-2", "Task": "End", "Duration": 9, "Predecessors": "T-1"},
        {
            "ID": "T-3",
            "Task": "Falls from the sky",
            "Duration": 1,
            "Not before": TWENTY_WEEKS,
            "Baseline finish": START,
        },
        {"ID": "T-4", "Task": "Last of all", "Duration": 1, "Predecessors": "T-3"},
    ]
    rows[0] |= {"Baseline start": START, "Baseline finish": TWENTY_WEEKS}
    loose = open_ends(book(Settings=settings(project_start=START), Schedule=rows))
    assert ([task.id for task in loose.tasks], loose.unfinished) == (["T-2", "T-3"], 4)


def test_work_that_began_counts_as_the_assessment_counts_it() -> None:
    """One number for all who ask: DCMA check 1 excepts the first start and the last finish of the plan, no others."""
    rows: Rows = [
        {"ID": f"T-{i}", "Task": "A", "Duration": 9, "Actual start": START, "Predecessors": "T-1"} for i in (1, 2)
    ]
    rows += [{"ID": "T-3", "Task": "End", "Duration": 1, "Predecessors": "T-1; T-2"}]
    rows[0]["Predecessors"] = rows[1]["Predecessors"] = ""
    assert [task.id for task in open_ends(book(Schedule=rows)).tasks] == ["T-2"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({}, "no task has a baseline finish to measure the slip against"),
        ({"Baseline finish": START}, "the baseline has no length"),
        ({"Baseline finish": START, "Baseline start": START + timedelta(days=1)}, "the baseline has no length"),
        ({"Baseline finish": START, "Baseline start": START, "Duration": ""}, "no task has a finish date"),
    ],
)
@pytest.mark.parametrize(("phase", "wanted"), [("Initiate", NOT_DUE), ("Plan", NOT_DUE), ("Execute", UNKNOWN)])
def test_a_slip_that_cannot_be_measured(cells: dict[str, object], says: str, phase: str, wanted: Colour) -> None:
    task = {"ID": "T-1", "Task": "Build", "Duration": 5, **cells}
    judged = book(Settings=settings(phase=phase), Schedule=[task]).judgements["Schedule"]
    assert (judged.colour, judged.because) == (wanted, f"Schedule is {wanted} because {says}.")


def test_bad_logic_is_never_worse_than_amber() -> None:
    tasks = [*chain(2, 30), {"ID": "T-97", "Task": "A", "Duration": 1, "Predecessors": "T-98"}]
    tasks += [{"ID": "T-98", "Task": "B", "Duration": 1, "Predecessors": "T-97; T-1-1d"}]
    assert colour("Schedule", Settings=settings(project_start=START), Schedule=tasks) == AMBER


def test_a_link_to_a_summary_links_the_rows_below_it() -> None:
    rows: Rows = [
        {"ID": "T-1", "WBS": "'1", "Task": "Prepare"},
        {"ID": "T-2", "WBS": "'1.1", "Task": "Ask", "Duration": 2},
        {"ID": "T-3", "WBS": "'1.2", "Task": "Order", "Duration": 2},
        {"ID": "T-4", "WBS": "'2", "Task": "Build", "Duration": 5, "Predecessors": "T-1"},
    ]
    rows[3]["Baseline finish"] = TWENTY_WEEKS
    judged = book(Settings=settings(project_start=START), Schedule=rows).judgements["Schedule"]
    assert "1 of 3 open tasks (33.3%) lacks a predecessor or successor" in judged.because


# ---------------------------------------------------------------- Scope

MAIL = [{"ID": "S-1", "Item": "Mail", "Status": "Baselined"}]


@pytest.mark.parametrize(("silent", "of", "wanted"), [(0, 100, GREEN), (1, 100, AMBER), (5, 100, AMBER), (6, 100, RED)])
def test_silent_work(silent: int, of: int, wanted: Colour) -> None:
    tasks: Rows = [{"ID": "T-1", "Task": "Agreed", "Duration": of - silent, "Scope item": "S-1"}]
    tasks += [{"ID": "T-2", "Task": "Silent", "Duration": silent}] if silent else []
    assert colour("Scope", Scope=MAIL, Schedule=tasks) == wanted


@pytest.mark.parametrize(("waited", "wanted"), [(4, GREEN), (5, GREEN), (6, AMBER), (60, AMBER)])
def test_changes_that_wait(waited: int, wanted: Colour) -> None:
    change = {"ID": "CR-1", "Change": "More", "Status": "Submitted", "Requested on": weekdays_later(TODAY, -waited)}
    assert colour("Scope", Scope=MAIL, Changes=[change]) == wanted


@pytest.mark.parametrize(("days", "wanted"), [(-20, GREEN), (5, GREEN), (6, AMBER), (10, AMBER), (11, RED)])
@pytest.mark.parametrize("stated", [True, False])
def test_approved_growth(days: int, wanted: Colour, stated: bool) -> None:
    if not stated and days < 0:
        return
    impact = {"Impact: time (days)": days} if stated else {}
    change = {"ID": "CR-1", "Change": "More", "Status": "Approved", "Decided by": "A", "Decided on": START, **impact}
    tasks: Rows = [
        {**LONG, "Scope item": "S-1"},
        {"ID": "T-2", "Task": "More", "Duration": max(days, 0), "Scope item": "CR-1"},
    ]
    assert colour("Scope", Settings=settings(baseline_on=START), Scope=MAIL, Schedule=tasks, Changes=[change]) == wanted


def test_growth_before_the_baseline_is_in_the_baseline() -> None:
    early = START - timedelta(days=1)
    change = {
        "ID": "CR-1",
        "Change": "More",
        "Status": "Approved",
        "Decided by": "A",
        "Decided on": early,
        "Impact: time (days)": 50,
    }
    tasks: Rows = [{**LONG, "Scope item": "S-1"}]
    assert colour("Scope", Settings=settings(baseline_on=START), Scope=MAIL, Schedule=tasks, Changes=[change]) == GREEN


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"Status": "Implemented", "Decided by": "A", "Decided on": START}, GREEN),
        ({"Status": "Implemented", "Decided by": "A"}, RED),
        ({"Status": "Implemented", "Decided on": START}, RED),
        ({"Status": "Submitted", "Implemented on": START}, RED),
        ({"Status": "Rejected", "Decided by": "A", "Decided on": START, "Implemented on": START}, RED),
        ({"Status": "Approved"}, GREEN),
    ],
)
def test_changes_done_without_approval(cells: dict[str, object], wanted: Colour) -> None:
    assert colour("Scope", Scope=MAIL, Changes=[{"ID": "CR-1", "Change": "More", **cells}]) == wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"Due": TODAY + timedelta(days=30)}, RED),
        ({"Due": TODAY + timedelta(days=31)}, GREEN),
        ({"Due": TODAY - timedelta(days=3)}, RED),
        ({"Due": TODAY, "Acceptance criteria": "180 of 180 moved"}, GREEN),
        ({"Due": TODAY, "Priority": "Should"}, GREEN),
        ({"Due": TODAY, "In or out": "Out"}, GREEN),
    ],
)
def test_must_items_without_criteria(cells: dict[str, object], wanted: Colour) -> None:
    assert colour("Scope", Scope=[{"ID": "S-1", "Item": "Mail", "Priority": "Must", **cells}]) == wanted


# ---------------------------------------------------------------- Risk & issues

ANSWERED = {"Response": "Reduce", "Response due": TODAY, "Trigger": "Failed scans"}


def with_risk(likelihood: int, impact: int, **cells: object) -> Colour:
    risk = {"ID": "R-1", "Risk": "Scanners stop", "Likelihood": likelihood, "Impact": impact, **cells}
    return colour("Risk & issues", Risks=[risk])


@pytest.mark.parametrize(
    ("ratings", "answered", "bare"),
    [((3, 3), GREEN, GREEN), ((2, 5), AMBER, AMBER), ((3, 4), AMBER, AMBER), ((3, 5), AMBER, RED), ((4, 4), AMBER, RED),
     ((4, 5), RED, RED), ((5, 5), RED, RED)],
)  # fmt: skip
def test_the_score_of_a_risk(ratings: tuple[int, int], answered: Colour, bare: Colour) -> None:
    assert with_risk(*ratings, **ANSWERED) == answered
    assert with_risk(*ratings) == bare


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, AMBER),
        ({"Trigger": ""}, RED),
        ({"Response": ""}, RED),
        ({"Response": "", "Response action": "Replace 4"}, AMBER),
        ({"Response due": weekdays_later(TODAY, -1)}, RED),
        ({"Response due": weekdays_later(TODAY, -1), "Response status": "Done"}, AMBER),
        ({"Residual likelihood": 2}, GREEN),
        ({"Status": "Happened"}, GREEN),
    ],
)
def test_the_response_to_a_severe_risk(cells: dict[str, object], wanted: Colour) -> None:
    assert with_risk(4, 4, **{**ANSWERED, **cells}) == wanted


@pytest.mark.parametrize(
    ("severity", "age", "wanted"),
    [("Critical", 5, GREEN), ("Critical", 6, RED), ("High", 10, GREEN), ("High", 11, AMBER), ("Medium", 99, GREEN)],
)
def test_the_age_of_serious_issues(severity: str, age: int, wanted: Colour) -> None:
    issue = {"ID": "I-1", "Issue": "VPN down", "Severity": severity, "Raised on": weekdays_later(TODAY, -age)}
    assert colour("Risk & issues", Issues=[issue]) == wanted
    assert colour("Risk & issues", Issues=[{**issue, "Status": "Resolved"}]) == GREEN


# ---------------------------------------------------------------- Dependencies


def with_dependency(promised: int | None, needed: int, agreed: str = "Yes", **cells: object) -> Colour:
    """Promised and needed so many working days after a day fifty days ahead, for a task with three days of float."""
    base = weekdays_later(TODAY, 50)
    tasks = [
        {"ID": "T-1", "Task": "Ours", "Duration": 7, "Not before": base},
        {"ID": "T-2", "Task": "Other", "Duration": 10, "Not before": base},
        {"ID": "T-3", "Task": "End", "Duration": 0, "Predecessors": "T-1; T-2"},
    ]
    row = {
        "ID": "D-1", "What is needed": "Rules", "Needed for": "T-1", "Agreed by both": agreed,
        "Promised for": "" if promised is None else weekdays_later(base, promised),
        "Needed by": weekdays_later(base, needed), **cells,
    }  # fmt: skip
    return colour("Dependencies", Schedule=tasks, Dependencies=[row])


@pytest.mark.parametrize(("gap", "wanted"), [(-1, GREEN), (0, GREEN), (1, AMBER), (3, AMBER), (4, RED)])
def test_promised_against_needed(gap: int, wanted: Colour) -> None:
    assert with_dependency(gap, 0) == wanted


@pytest.mark.parametrize(("left", "wanted"), [(21, GREEN), (20, AMBER), (11, AMBER), (10, RED), (-1, RED)])
def test_not_agreed(left: int, wanted: Colour) -> None:
    row = {"ID": "D-1", "What is needed": "Rules", "Needed by": weekdays_later(TODAY, left)}
    assert colour("Dependencies", Dependencies=[row]) == wanted
    assert colour("Dependencies", Dependencies=[{**row, "Status": "Received"}]) == GREEN


@pytest.mark.parametrize(("needed_for", "wanted"), [("T-1", AMBER), ("T-2", RED)])
def test_a_promise_that_passed_in_silence(needed_for: str, wanted: Colour) -> None:
    passed = {"Promised for": weekdays_later(TODAY, -1), "Needed for": needed_for}
    assert with_dependency(0, 0, **passed) == wanted
    assert with_dependency(0, 0, **{**passed, "Promised for": TODAY}) == GREEN


# ---------------------------------------------------------------- the worst row


def change(number: int, waited: int) -> dict[str, object]:
    asked = weekdays_later(TODAY, -waited)
    return {"ID": f"CR-{number}", "Change": "More", "Status": "Submitted", "Requested on": asked}


def issue(number: int, age: int, severity: str = "High") -> dict[str, object]:
    return {"ID": f"I-{number}", "Issue": "Bad", "Severity": severity, "Raised on": weekdays_later(TODAY, -age)}


def need(number: int, left: int) -> dict[str, object]:
    return {"ID": f"D-{number}", "What is needed": "API", "Needed by": weekdays_later(TODAY, left)}


def must(number: int, left: int) -> dict[str, object]:
    return {"ID": f"S-{number}", "Item": "Mail", "Priority": "Must", "Due": TODAY + timedelta(days=left)}


def deadline(number: int, left: int) -> dict[str, object]:
    return {**LONG, "ID": f"T-{number}", "Deadline": weekdays_later(TWENTY_WEEKS, left)}


NAMED: list[tuple[str, dict[str, Rows], str]] = [
    ("Schedule", {"Schedule": [LONG, milestone(1, 1), milestone(2, 3), milestone(3, 2)]}, "T-2"),
    ("Schedule", {"Schedule": [LONG, milestone(1, 8, Predecessors="T-9"), milestone(2, 30)]}, "T-1"),
    ("Schedule", {"Schedule": [deadline(1, 4), deadline(2, 2), deadline(3, 3)]}, "T-2"),
    ("Scope", {"Scope": MAIL, "Changes": [change(1, 7), change(2, 9), change(3, 8)]}, "CR-2"),
    ("Scope", {"Scope": [must(1, 20), must(2, 5), must(3, 10)]}, "S-2"),
    ("Risk & issues", {"Issues": [issue(1, 12), issue(2, 20), issue(3, 15)]}, "I-2"),
    ("Risk & issues", {"Issues": [issue(1, 30), issue(2, 6, "Critical")]}, "I-2"),
    ("Dependencies", {"Dependencies": [need(1, 9), need(2, 3), need(3, 6)]}, "D-2"),
]


@pytest.mark.parametrize(("dimension", "registers", "record"), NAMED)
def test_the_worst_row_is_named(dimension: str, registers: dict[str, Rows], record: str) -> None:
    found = book(**{"Settings": settings(**LINKED), **registers})
    judged = found.judgements[dimension]
    assert (judged.record, judged.worst) == (record, found.place(found.by_id[record]))
    assert f"worst row {record}" in judged.because


def test_the_task_that_lost_the_days_is_named_before_those_that_follow_it() -> None:
    rows: Rows = [
        {"ID": "T-1", "Task": "In time", "Duration": 10, "Baseline start": START, "Baseline finish": date(2026, 1, 16)},
        {"ID": "T-2", "Task": "Late", "Duration": 20, "Predecessors": "T-1", "Baseline finish": date(2026, 2, 2)},
        {"ID": "T-3", "Task": "After", "Duration": 5, "Predecessors": "T-2", "Baseline finish": date(2026, 2, 9)},
        {"ID": "T-4", "Task": "Aside", "Duration": 1, "Predecessors": "T-1", "Baseline finish": date(2026, 1, 5)},
    ]
    assert book(Settings=settings(**LINKED), Schedule=rows).judgements["Schedule"].record == "T-2"


def test_green_names_no_row() -> None:
    judged = book(Changes=[change(1, 2)], Scope=MAIL).judgements["Scope"]
    assert (judged.colour, judged.record, judged.worst) == (GREEN, "", None)


# ---------------------------------------------------------------- what must always hold

ALL = [*DIMENSIONS]


@given(st.integers(-50, 60), st.integers(0, 10), st.integers(3, 120))
def test_a_later_finish_never_gives_a_better_colour(slip: int, more: int, of: int) -> None:
    slip = max(slip, 1 - of)
    assert RANK[colour("Schedule", **with_slip(slip, of))] <= RANK[colour("Schedule", **with_slip(slip + more, of))]


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 4), st.booleans())
def test_a_worse_risk_never_gives_a_better_colour(likelihood: int, impact: int, more: int, answered: bool) -> None:
    cells = ANSWERED if answered else {}
    one = with_risk(likelihood, impact, **cells)
    assert RANK[one] <= RANK[with_risk(min(5, likelihood + more), impact, **cells)]
    assert RANK[with_risk(likelihood, impact, **ANSWERED)] <= RANK[one]


TEXT = st.text(st.characters(exclude_categories=["C"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "wanted"), [("abcdef", "abcdef"), ("abcdefg", "abc..."), ("ab, cdef", "ab..."), ("", "")]
)
def test_cutting(text: str, wanted: str) -> None:
    assert cut(text, 6) == wanted


@given(st.sampled_from(ALL), st.sampled_from([AMBER, RED]), st.text("abc ", min_size=1, max_size=150), TEXT, TEXT)
def test_a_because_sentence_is_short_and_whole(
    dimension: str, shade: Colour, says: str, title: str, owner: str
) -> None:
    risk = Risk()
    risk.id, risk.risk, risk.owner = "R-001", title, owner
    sentence = because(dimension, Measure(shade, says, "> 5%", "> 10%", risk))
    assert len(sentence) <= LONGEST
    assert sentence.startswith(f"{dimension} is {shade} because {says.rstrip()[:20]}")
    assert sentence.endswith(".")
    assert "\n" not in sentence
