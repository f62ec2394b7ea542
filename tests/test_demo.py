"""The demo holds together: what it refers to exists, its dates are working days, and only planted faults are in it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pmxl import demo
from pmxl.journey import Journey
from pmxl.model import Book, Row
from pmxl.reading import read
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.registers.actions import ACTIONS
from pmxl.registers.machine import HOLIDAYS, PEOPLE, WINDOWS
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.registers.status import STATUS
from pmxl.workbook import open_workbook

AS_OF = date(2026, 3, 13)


@cache
def book() -> Book:
    return read(demo.raw_book())


@cache
def journey() -> Journey:
    return Journey(demo.raw_book(), AS_OF, strict=True)


def task(key: str) -> Task:
    return next(task for task in journey().book.of(SCHEDULE) if task.id == key)


def cells(kind: str) -> Iterator[tuple[Row, str, object]]:
    """Every filled cell of one kind of column, over all registers that people fill."""
    for register in REGISTERS:
        for row in book().of(register):
            for column in row.columns:
                if column.kind == kind and column.typed and getattr(row, column.name) not in (None, "", ()):
                    yield row, column.title, getattr(row, column.name)


def test_every_cell_is_read_as_it_is_typed() -> None:
    assert book().misread == []


@pytest.mark.parametrize("name", demo.rows())
def test_files_have_typed_columns_only(name: str) -> None:
    typed = {column.title for column in BY_NAME[name].columns if column.typed}
    assert {title for row in demo.rows()[name] for title in row} <= typed


def test_settings_are_read() -> None:
    assert book().settings.as_of == AS_OF
    assert book().settings.profile == "Light"


def test_ids_are_used_once_and_bear_the_prefix_of_their_register() -> None:
    ids = [(row.register, row.id) for row, _, _ in cells("key")]
    assert len(ids) == len({key for _, key in ids}) == len(book().by_id)
    for register, key in ids:
        assert key.startswith(f"{register.prefix}-")


def test_references_lie_in_their_registers() -> None:
    for row, title, refs in cells("refs"):
        targets = next(c.targets for c in row.columns if c.title == title)
        for ref in refs:  # type: ignore[attr-defined]
            assert ref in book().by_id, f"{row.name}: {title} {ref}"
            assert not targets or book().by_id[ref].register.name in targets, f"{row.name}: {title} {ref}"


def test_people_are_on_the_list() -> None:
    names = {person.person for person in book().of(PEOPLE)}
    assert [f"{row.name}: {name}" for row, _, name in cells("person") if name not in names] == []


def test_dates_are_working_days() -> None:
    off = {holiday.date for holiday in book().of(HOLIDAYS)}
    for row, title, day in cells("day"):
        assert isinstance(day, date)
        if row.register not in (HOLIDAYS, WINDOWS):
            assert day.weekday() < 5, f"{row.name}: {title} {day}"
            assert day not in off, f"{row.name}: {title} {day}"


def test_nothing_has_happened_after_the_as_of_date() -> None:
    past = {"Actual start", "Actual finish", "Updated", "Done on", "Raised on", "Requested on", "Decided on",
            "Resolved on", "Escalated on", "Received on", "Accepted on", "Implemented on"}  # fmt: skip
    assert [f"{row.name}: {title} {day}" for row, title, day in cells("day") if title in past and day > AS_OF] == []  # type: ignore[operator]


def test_the_size_of_the_demo() -> None:
    least = {"Schedule": 70, "Risks": 20, "Issues": 12, "Dependencies": 10, "Scope": 16, "Changes": 8,
             "Decisions": 8, "Actions": 25, "Assumptions": 8}  # fmt: skip
    for name, count in least.items():
        assert len(book().of(BY_NAME[name])) >= count, name


PLANTED = {
    ("action-late", "ACT-012"): "asked for a test day of the lifts, and did not get it",
    ("action-late", "ACT-017"): "a commitment that was missed",
    ("change-done-without-approval", "CR-006"): "a mail relay put in at night",
    (
        "change-impact-differs-from-effect",
        "CR-008",
    ): "six days of work are said to be six days later, and float takes them",
    ("change-waits-too-long", "CR-007"): "waits for 11 working days",
    ("date-moved-again-and-again", "T-022"): "old-style sign-in is off: moved three times",
    ("declared-better-than-computed", "Status!B2"): "the schedule is declared GREEN, with no reason",
    ("decision-late", "DEC-008"): "was needed by 10 March",
    ("dependency-not-agreed", "D-009"): "the date for porting 250 numbers",
    ("dependency-promised-too-late", "D-007"): "60 laptops come after they are needed",
    ("issue-past-its-limit", "I-006"): "a High issue, 13 working days old, not escalated",
    ("must-have-not-passed-in-time", "RDY-006"): "the list of old devices, two days late",
    ("progress-stands-still", "T-019"): "90% at three reports and today",
    ("risk-expected-and-still-open", "R-011"): "was expected by 6 March",
    ("risk-response-late", "R-014"): "a score of 16 and a response three days late",
    ("rows-gone-stale", "R-012"): "nobody has looked since 24 February",
    ("scope-item-changed-without-change", "S-013"): "the bar for training was lowered from 95% to 90%",
    ("silent-scope", "T-099"): "6 days that nobody agreed to",
    ("silent-scope", "T-100"): "4 days that nobody agreed to",
    ("task-should-have-started", "T-059"): "the test of the lift lines",
}
"""Rule and record of every fault that was put in on purpose, and what it is. There must be no other."""


def test_only_planted_faults_are_found() -> None:
    assert {(f.rule, f.record or str(f.place)) for f in journey().findings()} == set(PLANTED)


def test_colours_are_a_believable_mix() -> None:
    colours = {name: str(judgement.colour) for name, judgement in journey().book.judgements.items()}
    assert colours == {
        "Schedule": "AMBER",
        "Scope": "RED",
        "Risk & issues": "RED",
        "Dependencies": "AMBER",
        "Cost": "GREEN",
        "Readiness": "AMBER",
        "Benefits": "NOT DUE",
        "Capacity": "AMBER",
        "Overall": "RED",
    }


def test_a_softer_colour_with_a_reason_stands() -> None:
    scope = next(line for line in journey().book.of(STATUS) if line.dimension == "Scope")
    assert (scope.declared, scope.computed) == ("AMBER", "RED")
    assert scope.reason
    assert scope.agreed_by == "Henrik Baumann"


def test_the_critical_path_runs_from_today_to_the_end() -> None:
    """The terminals at the plant, their rehearsal, wave 3, its support on three shifts, wave 4, hypercare."""
    path = [t.id for t in journey().book.of(SCHEDULE) if t.critical and not t.is_summary]
    assert path == ["T-047", "T-048", "T-082", "T-083", "T-084", "T-085", "T-086", "T-087", "T-088", "T-089",
                    "T-094", "T-096", "T-098"]  # fmt: skip
    assert [task(key).driver for key in path[1:]] == path[:-1]
    assert task("T-098").finish == max(t.finish for t in journey().book.of(SCHEDULE) if t.finish) == date(2026, 5, 29)
    assert task("T-098").slip == 13


def test_summaries_and_milestones() -> None:
    tasks = journey().book.of(SCHEDULE)
    assert sum(t.is_summary for t in tasks) == 9
    assert sum(bool(t.key_milestone) for t in tasks) >= 6
    assert all(t.is_milestone for t in tasks if t.key_milestone)


def test_history_remembers_four_reports() -> None:
    history = journey().book.history
    assert history
    assert history.reports == [date(2026, 2, 13), date(2026, 2, 20), date(2026, 2, 27), date(2026, 3, 6)]
    assert task("T-022").times_moved == 3
    assert {history.at("T-019", "percent_complete", day) for day in history.reports[1:]} == {"0.9"}
    vanished = set(history.records("status")) - set(journey().book.by_id) - {line.name for line in book().of(STATUS)}
    assert vanished == {"R-018"}
    assert history.last("R-006", "status") == "Open"
    assert {key for key in ("R-022", "R-023") if history.last(key, "status") is None} == {"R-022", "R-023"}


def test_last_weeks_commitments_were_kept_and_missed() -> None:
    history = journey().book.history
    assert history
    last = history.reports[-1].isoformat()
    promised = {a.id: history.last(a.id, "due") or "" for a in journey().book.of(ACTIONS) if a.commitment}
    open_then = {key: due for key, due in promised.items() if last < due and history.last(key, "status") == "Open"}
    kept = {a.id for a in journey().book.of(ACTIONS) if a.done_on and a.done_on.isoformat() <= open_then.get(a.id, "")}
    assert kept == {"ACT-014", "ACT-015", "ACT-016", "ACT-018"}
    assert {key for key, due in open_then.items() if due <= AS_OF.isoformat()} - kept == {"ACT-017", "ACT-020"}


def test_writing_the_demo_twice_gives_the_same_file(tmp_path: Path) -> None:
    demo.write(tmp_path / "one.xlsx")
    demo.write(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_workbook_gives_what_the_files_give(tmp_path: Path) -> None:
    demo.write(tmp_path / "demo.xlsx")
    found = Journey(open_workbook(str(tmp_path / "demo.xlsx")).raw, AS_OF, strict=True).findings()
    assert {(f.rule, f.record or f.place.sheet) for f in found} == {(r, k.split("!")[0]) for r, k in PLANTED}
