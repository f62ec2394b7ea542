"""What-if: a copy computes as its book does, an edit does what the cell itself would do, and nothing is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Said
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BLOCK, TODAY, book_of, parts

from pmxl import demo
from pmxl.computing import complete, compute
from pmxl.demo import raw_book
from pmxl.journey import Journey
from pmxl.model import Book, Finding, RawBook, RawSheet
from pmxl.registers.decisions import OPTIONS
from pmxl.registers.schedule import SCHEDULE
from pmxl.supposing import (
    Add,
    Days,
    Drop,
    Free,
    Reading,
    Set,
    Wait,
    WhatIf,
    change_of,
    if_yes,
    read_effect,
    trace,
    what_if,
)
from pmxl.supposing.answer import UNANSWERED
from pmxl.supposing.copying import blank_copy

DEMO = Journey(raw_book(), TODAY, strict=True)
PLAN = """
Schedule:

| ID    | Task   | Owner  | Duration | Predecessors  | Actual start | Actual finish | Remaining | WBS |
|-------|--------|--------|----------|---------------|--------------|---------------|-----------|-----|
| T-001 | Design | K. Obi | 5        |               | 2026-03-02   | 2026-03-06    |           | 1   |
| T-002 | Build  | K. Obi | 10       | T-001         | 2026-03-09   |               | 4         | 2   |
| T-003 | Test   | S. Ito | 5        | T-002FS+2d    |              |               |           | 3   |
| T-004 | Train  | S. Ito | 3        | T-002SS+5d    |              |               |           | 4   |
| T-005 | Live   | S. Ito | 0        | T-003; T-004  |              |               |           | 5   |
| T-006 | After  | S. Ito |          |               |              |               |           | 6   |
| T-007 | Mend   | S. Ito | 2        | T-005         |              |               |           | 6.1 |
"""


def plan() -> Journey:
    return Journey(book_of(PLAN), TODAY, strict=True)


def asked(text: str) -> WhatIf:
    journey = plan()
    return what_if(journey.book, text, journey.now)


def values(book: Book) -> dict[tuple[str, str, str], Any]:
    """Everything that stands in the rows of a book."""
    return {
        (name, row.name, column.name): getattr(row, column.name)
        for name, rows in book.rows.items()
        for row in rows
        for column in row.columns
        if column.kind != "check" and column.name not in ASKED
    }


ASKED = ("finish_if", "days_if", "finish_after", "days_after", "overall_after", "colours_after")
"""What is itself the answer to a what-if: a copy asks none."""


def raising(_: str, step: Any, __: Any) -> Any:
    return step()


PAGES = sorted((ROOT / "tests" / "cases").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_copy_computes_to_what_its_book_says(page: Any) -> None:
    for part in parts(page):
        if BLOCK.search(part):
            journey = Journey(book_of(part), TODAY, strict=True)
            copy, _ = blank_copy(journey.book)
            compute(copy, journey.now, raising, ("number_new_rows", "read_history"))
            complete(copy, journey.now, raising)
            assert values(copy) == values(journey.book)
            assert copy.judgements == journey.book.judgements


def test_nothing_supposed_changes_nothing() -> None:
    answer = what_if(DEMO.book, "", DEMO.now)
    assert (answer.days, answer.tasks, answer.colours, answer.appeared, answer.disappeared) == (0, (), (), (), ())


def test_the_book_is_not_touched() -> None:
    before, judged = values(DEMO.book), dict(DEMO.book.judgements)
    what_if(DEMO.book, 'T-079 +3d; drop T-100; new "Again" 3d after T-079 before T-088; R-004 1x1', DEMO.now)
    assert values(DEMO.book) == before
    assert DEMO.book.judgements == judged


def test_a_book_that_was_only_read_will_do() -> None:
    from pmxl.reading import read

    book = read(raw_book())
    answer = what_if(book, "T-093 not before 2026-06-08")
    assert answer.finish == (date(2026, 5, 29), date(2026, 6, 12))
    assert not book.judgements


# ---------------------------------------------------------------- the same as typing it


def with_cell(raw: RawBook, row: int, title: str, value: object) -> RawBook:
    """A raw book with one more cell of Schedule filled in."""
    sheet = raw.sheets["Schedule"]
    column = next(number for number, found in sheet.cells[1].items() if found == title)
    cells = {**sheet.cells, row: {**sheet.cells[row], column: value}}
    return RawBook({**raw.sheets, "Schedule": RawSheet("Schedule", cells)})


def subjects(found: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {(f.rule, f.record or str(f.place), f.column) for f in found if f.rule not in UNANSWERED}


OPEN = [task for task in DEMO.book.of(SCHEDULE) if task.is_open and not task.is_summary and task.duration]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(OPEN), st.integers(0, 30), st.dates(date(2026, 3, 1), date(2026, 8, 1)))
def test_an_edit_does_what_typing_it_would_do(task: Any, days: int, day: date) -> None:
    typed = with_cell(with_cell(raw_book(), task.number, "Not before", day), task.number, "Remaining", float(days))
    by_hand = Journey(typed, TODAY, strict=True)
    answer = what_if(DEMO.book, [Set(task.id, "not_before", day), Set(task.id, "Remaining", float(days))], DEMO.now)
    assert values(answer.book) == values(by_hand.book)
    assert {n: j.colour for n, j in answer.book.judgements.items()} == {
        n: j.colour for n, j in by_hand.book.judgements.items()
    }
    known, now = subjects(DEMO.findings()), subjects(by_hand.findings())
    assert subjects(answer.appeared) == now - known
    assert subjects(answer.disappeared) == known - now


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OPEN), st.integers(0, 20)), max_size=4))
def test_more_work_never_brings_the_finish_forward(more: list[tuple[Any, int]]) -> None:
    answer = what_if(DEMO.book, [Days(task.id, days) for task, days in more], DEMO.now, findings=False)
    assert not answer.faults
    assert answer.days is not None
    assert answer.days >= 0


@pytest.mark.parametrize(
    "text",
    [
        "", "T-079 +30d", "drop T-088", "R-004 1x1", "CR-008 Status = Approved", 'new "X" 90d',
        "D-011 Direction = We give", "drop D-011", "I-004 Severity = Critical",
    ],
)  # fmt: skip
def test_without_findings_the_dates_and_colours_are_the_same(text: str) -> None:
    whole, quick = (what_if(DEMO.book, text, DEMO.now, findings=asked) for asked in (True, False))
    assert quick[:5] == whole[:5]
    assert told(quick.book) == told(whole.book)
    anew = what_if(DEMO.book, text, DEMO.now, findings=False).book
    compute(anew, DEMO.now, raising, ("number_new_rows", "read_history"))
    assert told(quick.book) == told(anew)


def told(book: Book) -> list[tuple[str, str]]:
    return [(judgement.colour, judgement.because) for judgement in book.judgements.values()]


# ---------------------------------------------------------------- what the words do


@pytest.mark.parametrize(
    ("text", "record", "finish"),
    [
        ("", "T-005", date(2026, 3, 27)),
        ("T-003 +3d", "T-005", date(2026, 4, 1)),
        ("T-003 -2d", "T-005", date(2026, 3, 25)),
        ("T-003 +1w", "T-005", date(2026, 4, 3)),
        ("T-003 7d", "T-005", date(2026, 3, 31)),
        ("t-003 takes 7 days", "T-005", date(2026, 3, 31)),
        ("T-002 +1d", "T-005", date(2026, 3, 30)),
        ("T-002 6d left", "T-005", date(2026, 3, 31)),
        ("T-002 12d", "T-005", date(2026, 3, 31)),
        ("T-004 not before 2026-04-01", "T-005", date(2026, 4, 3)),
        ("T-004 not before 1 April 2026", "T-005", date(2026, 4, 3)),
        ("T-004 after T-003", "T-005", date(2026, 4, 1)),
        ("T-003 not after T-002; T-003 after T-001", "T-005", date(2026, 3, 19)),
        ("drop T-003", "T-005", date(2026, 3, 20)),
        ("drop T-002", "T-003", date(2026, 3, 19)),
        ('new "Rehearse" 4d after T-003 before T-005', "T-005", date(2026, 4, 2)),
        ("new “Rehearse” 4d not before 2026-03-30", "T-008", date(2026, 4, 2)),
        ("T-003 Duration = 6", "T-005", date(2026, 3, 30)),
    ],
)
def test_the_words_do_what_they_say(text: str, record: str, finish: date) -> None:
    answer = asked(text)
    assert not answer.faults
    found = {task.id: task for task in answer.book.of(SCHEDULE)}
    assert found[record].finish == finish


def test_words_become_values() -> None:
    book = DEMO.book
    text = "T-079 +3d; T-080 5d left\nT-085 by 2026-04-30; T-088 after T-087FS+1d; T-088 not after T-099; drop T-100"
    assert read_effect(text, book) == Reading(
        (
            Days("T-079", 3), Days("T-080", 5, "left"), Set("T-085", "deadline", date(2026, 4, 30)),
            Wait("T-088", "T-087FS+1d"), Free("T-088", ("T-099",)), Drop("T-100"),
        ), (), tuple(text.replace("\n", "; ").split("; ")),
    )  # fmt: skip
    assert read_effect("T-085 −2d", book).edits == read_effect("T-085 -2d", book).edits  # As Word makes of it.
    assert read_effect('new "A; b" 2d after T-079 before T-080, T-085 for CR-008; R-004 2x4', book).edits == (
        Add(
            "Schedule", {"task": "A; b", "duration": 2, "predecessors": "T-079", "scope_item": ("CR-008",)},
            ("T-080", "T-085"),
        ),
        Set("R-004", "residual_likelihood", 2), Set("R-004", "residual_impact", 4),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("T-0411 +2d", 'no row bears the ID "T-0411" (did you mean T-041?)'),
        ("T-079 +2y", '"+2y" has the unit "y"'),
        ("T-079 not before 03/04/2026", '"03/04/2026" has two readings'),
        ("T-079 not before Easter", '"Easter" is no date'),
        ("T-079 after T-777", '"T-777" names no task to wait for'),
        ("T-079 soon", '"T-079 soon" says nothing that can be done to T-079'),
        ("a week more", '"a week more" cannot be read'),
        ("T-003 +2d", "T-003 is finished"),
        ("T-072 +2d", "T-072 is a summary, and its days are those of the rows below it"),
        ("T-087 +2d", "T-087 is a milestone and takes no days"),
        ("T-082 -9d", "T-082 has only 3 working days"),
        ("drop T-072", "T-072 is a summary"),
        ("drop T-003", "T-003 is finished"),
        ("drop T-100; T-100 +1d", "T-100 is not there (any more)"),
        ("T-088 not after T-002", "T-088 does not wait for T-002"),
        ("R-004 +3d", "R-004 is no task"),
        ("T-079 2x2", 'Schedule has no typed column "residual_likelihood"'),
        ("T-079 Ownr = K. Obi", 'Schedule has no typed column "Ownr" (did you mean Owner?)'),
        ("R-004 Status = Opne", '"Opne" cannot stand in Status (did you mean Open?)'),
        ('new "X" 3d then T-001', '"new "X" 3d then T-001" cannot be read from "then T-001" on'),
        ('new "X" 3d before R-004', "R-004 is no task"),
    ],
)
def test_what_cannot_be_done_is_told_and_not_guessed(text: str, says: str) -> None:
    answer = what_if(DEMO.book, text, DEMO.now, findings=False)
    assert [fault.says for fault in answer.faults] == [says]
    assert all(fault.text and fault.do for fault in answer.faults)


WORDS = [
    "T-079",
    "T-004",
    "+3d",
    "drop",
    "new",
    '"X"',
    "5d",
    "after",
    "before",
    "not before",
    "2026-04-10",
    "=",
    ";",
    "R-004",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)))
def test_no_text_breaks_it(text: str) -> None:
    journey = plan()
    what_if(journey.book, text, journey.now, findings=False)
    copy = what_if(journey.book, text, journey.now, findings=False).book
    compute(copy, journey.now, raising, ("number_new_rows", "read_history"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAGES), st.sampled_from(["+3d", "not before 2026-05-04", "after T-002", "2x2"]), st.data())
def test_no_book_breaks_it(page: Any, words: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([part for part in parts(page) if BLOCK.search(part)] or [""]))
    journey = Journey(book_of(part), TODAY, strict=True)
    record = data.draw(st.sampled_from([*journey.book.by_id] or ["T-001"]))
    for text in (f"{record} {words}", f"drop {record}"):
        copy = what_if(journey.book, text, journey.now).book
        compute(copy, journey.now, raising, ("number_new_rows", "read_history"))


# ---------------------------------------------------------------- a yes, and what a row touches


def test_a_yes_to_a_change_approves_it_and_hangs_new_work_on_it() -> None:
    change = change_of(DEMO.book, "cr-008")
    answer = if_yes(DEMO.book, DEMO.now, change, findings=True)
    new = next(task for task in answer.book.of(SCHEDULE) if task.task == "Rebuild 9 Finance macros")
    assert new.scope_item == ("CR-008",)
    assert new.silent is False
    assert answer.book.by_id["CR-008"].is_open
    assert not any(finding.rule == "silent-scope" for finding in answer.appeared)


def test_several_yeses_are_one_plan() -> None:
    options = {option.id: option for option in DEMO.book.of(OPTIONS)}
    both = if_yes(DEMO.book, DEMO.now, options["OPT-002"], options["OPT-006"])
    alone = if_yes(DEMO.book, DEMO.now, options["OPT-002"])
    assert both.finish == alone.finish == (date(2026, 5, 29), date(2026, 5, 19))
    assert moved(both) == moved(alone) | {"T-011", "T-021", "T-022"}


def moved(answer: WhatIf) -> set[str]:
    return {move.id for move in answer.tasks if move.finish.differs}


def test_a_trace_counts_the_float_between() -> None:
    journey = plan()
    found = trace(journey.book, "t-002", journey.now)
    assert found is not None
    assert [(step.task.id, step.through, step.links, step.float_between) for step in found.waiting] == [
        ("T-003", "T-002", 1, 0),
        ("T-005", "T-003", 2, 0),
        ("T-007", "T-005", 3, 0),
    ]
    training = trace(journey.book, "T-004", journey.now)
    assert training is not None
    assert (training.waiting[0].task.id, training.waiting[0].float_between) == ("T-005", 7)
    assert found.done_before == 1
    assert [step.task.id for step in found.milestones] == ["T-005"]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(OPEN), st.integers(1, 12))
def test_the_float_between_is_what_a_task_can_slip_before_the_other_moves(task: Any, days: int) -> None:
    found = trace(DEMO.book, task.id, DEMO.now)
    assert found is not None
    others = moved(what_if(DEMO.book, [Days(task.id, days)], DEMO.now, findings=False)) - {task.id} - SUMMARIES
    tight = {step.task.id for step in found.waiting if step.float_between < days}
    assert others <= tight


SUMMARIES = {task.id for task in DEMO.book.of(SCHEDULE) if task.is_summary}


def test_a_trace_begins_at_any_row_and_names_who_names_it() -> None:
    for record in ("S-009", "CR-002", "R-014", "DEC-008", "D-006", "T-033"):
        found = trace(DEMO.book, record, DEMO.now)
        assert found is not None
        assert found.row.id == record
    found = trace(DEMO.book, "CR-002", DEMO.now)
    assert found is not None
    assert [task.id for task in found.tasks] == ["T-049", "T-048"]
    assert ("S-009", True) in {(mention.row.id, mention.outward) for mention in found.mentions}
    assert trace(DEMO.book, "T-777", DEMO.now) is None


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    return path


def test_the_command_answers_and_writes_nothing(said: Said, workbook: Path) -> None:
    before = workbook.read_bytes()
    code, out, err = said("what-if", workbook, "--option", "OPT-002")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Finish 29 May → 19 May: 7 working days earlier (4.8% of the baseline)."
    assert "  T-088  Wave 4: move 130 of Finance, Sales, Board: start 5 May → 23 Apr, finish 8 May → 28 Apr" in out
    code, out, err = said("what-if", workbook, "T-079 +3d", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["days"], answer["faults"]) == (0, 0, [])
    assert {"before": "2026-03-18", "after": "2026-03-23"} in [task["finish"] for task in answer["tasks"]]
    assert workbook.read_bytes() == before


def test_a_supposed_yes_finds_no_fault_in_the_page_or_in_words_that_nobody_could_have_written(
    said: Said, workbook: Path
) -> None:
    said("refresh", workbook)
    rules = {
        line["rule"]
        for line in json.loads(said("what-if", workbook, "--option", "OPT-002", "--format", "json")[1])["appeared"]
    }
    assert not rules & {"brief-differs-from-registers", "decision-taken-without-words"}


def test_the_command_does_nothing_where_it_was_not_understood(said: Said, workbook: Path) -> None:
    assert said("what-if", workbook)[0] == 2
    assert said("what-if", workbook, "T-0079 +3d")[::2] == (
        2,
        'pmxl: no row bears the ID "T-0079" (did you mean T-079?); name a row that is there\n',
    )
    assert said("what-if", workbook, "--change", "CR-002")[2].startswith("pmxl: CR-002 is in the plan already")
    assert said("what-if", workbook, "--option", "OPT-999")[0] == 2
    assert said("what-if", workbook, "T-003 +2d")[::2] == (
        3,
        "left out: T-003 +2d: T-003 is finished; name work that is still to do\n",
    )
    assert said("trace", workbook, "T-48")[::2] == (2, 'pmxl: no row bears the ID "T-48"; did you mean T-048?\n')


def test_the_command_follows_a_row(said: Said, workbook: Path) -> None:
    code, out, _ = said("trace", workbook, "T-048")
    assert code == 0
    assert "17 tasks wait for it" in out
    assert "milestone T-049  Caspian delivers 24 rugged tablets, 18 Mar: 2 days of float between, 2 to the end" in out
    code, out, _ = said("trace", workbook, "T-048", "--format", "json")
    assert json.loads(out)["waits_for"][0]["id"] == "T-047"
