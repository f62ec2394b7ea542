"""What is issued stays what it was: its page, its number, and what later reports are held against."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from brief_books import HOSTILE, crammed
from conftest import Said

from pmxl import demo
from pmxl.edits import setting_place
from pmxl.facts.differences import differences
from pmxl.facts.issued import issued, tampered
from pmxl.issuing import issue
from pmxl.journey import Journey
from pmxl.model import Book, Edit, SetCells
from pmxl.registers.risks import RISKS
from pmxl.workbook import open_workbook, save

FIRST, SECOND = date(2026, 3, 13), date(2026, 3, 20)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    demo.write(tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def computed(path: Path) -> Journey:
    return Journey(open_workbook(path).raw, FIRST, strict=True)


def change(path: Path, make: Callable[[Book], list[Edit]]) -> None:
    book = open_workbook(path)
    save(book, make(Journey(book.raw, FIRST, strict=True).book))


def as_of(day: date) -> Callable[[Book], list[Edit]]:
    def make(book: Book) -> list[Edit]:
        place = setting_place(book, "as_of")
        assert place
        return [SetCells(place.sheet, place.column, {place.row: day}, kind="day")]

    return make


def close_the_worst_risk(book: Book) -> list[Edit]:
    standing, risk = book.standings["Risks"], next(risk for risk in book.of(RISKS) if risk.id == "R-014")
    return [SetCells(standing.sheet, standing.letters["status"], {risk.number: "Closed"})]


def texts(path: Path, sheet: str) -> list[object]:
    return [cell.value for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row if cell.value]


def test_an_issued_page_stays_whatever_happens_later(plan: Path, said: Said) -> None:
    assert said("issue", plan)[0] == 0
    frozen = texts(plan, "Brief 5")
    assert frozen == texts(plan, "Brief")
    change(plan, close_the_worst_risk)
    change(plan, as_of(SECOND))
    assert said("refresh", plan)[0] == 0
    assert texts(plan, "Brief") != frozen
    assert texts(plan, "Brief 5") == frozen
    assert list(tampered(computed(plan).book)) == []


def test_a_brief_is_issued_once_for_a_day_unless_it_is_asked_for(plan: Path, said: Said) -> None:
    assert said("issue", plan)[0] == 0
    before = plan.read_bytes()
    code, _, err = said("issue", plan)
    assert (code, plan.read_bytes()) == (2, before)
    assert "brief 5 was issued for 13 March 2026" in err
    change(plan, close_the_worst_risk)
    assert said("issue", plan, "--again")[0] == 0
    book = computed(plan).book
    assert [report.brief for report in issued(book)] == [1, 2, 3, 4, 5]
    assert list(tampered(book)) == []


def test_numbers_follow_each_other_and_days_between_are_no_reports(plan: Path, said: Said) -> None:
    said("issue", plan)
    change(plan, as_of(date(2026, 3, 17)))
    said("refresh", plan)
    change(plan, as_of(SECOND))
    assert 'brief 6 issued as of 20 March 2026; the sheet "Brief 6"' in said("issue", plan)[1]
    change(plan, as_of(date(2026, 3, 27)))
    book = computed(plan).book
    assert book.history
    assert book.history.reports[-2:] == [FIRST, SECOND]
    assert [(report.brief, report.as_of) for report in issued(book)][-2:] == [(5, FIRST), (6, SECOND)]


def test_the_first_brief_that_is_issued_is_brief_one(tmp_path: Path, said: Said) -> None:
    """What was refreshed for before it has no number, so the page says since which day."""
    plan = tmp_path / "new.xlsx"
    said("new", plan)
    change(plan, as_of(FIRST))
    said("refresh", plan)
    change(plan, as_of(SECOND))
    assert 'brief 1 issued as of 20 March 2026; the sheet "Brief 1"' in said("issue", plan)[1]
    assert "Since 13 Mar" in texts(plan, "Brief 1")
    change(plan, as_of(date(2026, 3, 27)))
    assert "Since brief 1" in said("brief", plan, "--format", "md")[1]


def test_the_next_brief_that_is_issued_says_since_which_one(plan: Path, said: Said) -> None:
    before = said("brief", plan, "--format", "md")[1]
    said("issue", plan)
    assert "Since brief 4" in before
    assert said("brief", plan, "--format", "md")[1] == before


def test_what_is_recorded_is_what_the_brief_said(plan: Path, said: Said) -> None:
    said("issue", plan)
    report = issued(computed(plan).book)[-1]
    assert (report.computed, report.declared, report.finish, report.forecast) == (
        "RED",
        "RED",
        date(2026, 5, 29),
        465000,
    )
    assert "Cost GREEN" in (report.colours or "")
    assert report.silent_days == 10


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_page_is_read_back_as_it_was_sealed(text: str, plan: Path) -> None:
    found = Journey(crammed(text), FIRST, strict=True)
    made = issue(found.book, found.now)
    book = open_workbook(plan)
    # Into another workbook, whose own registers do not matter: what counts is page and line.
    save(book, made.edits)
    after = computed(plan).book
    assert len(issued(after)) == 1
    assert list(tampered(after)) == []


def test_what_changed_since_a_brief_in_every_form(plan: Path, said: Said) -> None:
    said("issue", plan)
    change(plan, close_the_worst_risk)
    change(plan, as_of(SECOND))
    code, out, _ = said("changes", plan)
    assert code == 0
    assert "Closed (1)\n  R-014" in out
    assert said("changes", plan, "--since", "5")[1] == out == said("changes", plan, "--since", "2026-03-13")[1]
    told = json.loads(said("changes", plan, "--format", "json")[1])
    assert (told["since"], told["as_of"]) == ("2026-03-13", "2026-03-20")
    assert {"R-014"} == {line["record"] for line in told["differences"] if line["kind"] == "closed"}
    assert "## Closed (1)" in said("changes", plan, "--format", "markdown")[1]
    code, _, err = said("changes", plan, "--since", "9")
    assert (code, "there are: 1, 2, 3, 4, 5" in err) == (2, True)


def test_the_demo_shows_every_kind_of_difference() -> None:
    raw = demo.raw_book()
    found = Journey(raw, FIRST, strict=True)
    assert found.book.history
    last = found.book.history.reports[-1]
    kinds = {difference.kind for difference in differences(found.book, last)}
    assert kinds == {"new", "closed", "became", "moved", "changed", "vanished"}


def test_what_is_listed_as_a_report_can_be_typed(plan: Path, said: Said) -> None:
    code, _, err = said("changes", plan, "--since", "7")
    assert (code, err) == (2, 'pmxl: there is no report "7" on record; there are: 1, 2, 3, 4\n')
    for number, day in enumerate(("2026-02-13", "2026-02-20", "2026-02-27", "2026-03-06"), 1):
        assert said("changes", plan, "--since", day) == said("changes", plan, "--since", str(number))
    said("issue", plan)
    for late in ("5", "2026-03-13", "2030-01-01"):
        code, _, err = said("changes", plan, "--since", late)
        assert (code, f'report "{late}" is not from before the as-of date, 13 March 2026; earlier' in err) == (2, True)


def test_a_workbook_without_any_report_says_so(tmp_path: Path, said: Said) -> None:
    said("new", tmp_path / "new.xlsx")
    for words in ((), ("--format", "markdown"), ("--format", "json")):
        code, out, err = said("changes", tmp_path / "new.xlsx", *words)
        assert (code, err) == (0, "")
        assert "No earlier report is on record" in out or json.loads(out)["since"] is None
    code, _, err = said("changes", tmp_path / "new.xlsx", "--since", "3")
    assert code == 2
    assert 'there is no report "3" on record' in err
