"""The sheets Findings and Snapshots: whose turn it is, and what every report said."""

from __future__ import annotations

from datetime import date

import pytest
from brief_books import TODAY, book, cells, journey

from pmxl import demo
from pmxl.facts.differences import differences
from pmxl.facts.work import work
from pmxl.generate.counts import counts_of
from pmxl.generate.findings_page import findings_page
from pmxl.generate.looks import LOOKS, NUMBER_FORMATS
from pmxl.generate.pages import snapshots, snapshots_page
from pmxl.journey import Journey
from pmxl.model import Finding, Place, RawBook, RawSheet, ReplaceSheet
from pmxl.registers.risks import RISKS
from pmxl.registers.schedule import SCHEDULE
from pmxl.reports import page
from pmxl.reports.changed import changed

SETTINGS = [{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}]


def finding(number: int, sheet: str = "Risks") -> Finding:
    return Finding("some-rule", "error" if number % 2 else "warning", Place(sheet, number, "B"), "it is so", "mend it")


def other(number: int) -> Finding:
    """Findings of which none says what another says."""
    return finding(number)._replace(rule=f"rule-{number}")


def shown(sheet: ReplaceSheet) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in sheet.rows]


def test_nothing_found_reads_well() -> None:
    found = journey()
    said = shown(findings_page(found.book, found.now, []))
    assert said[1] == ["As of Fri 13 Mar 2026: Every check passed."]
    assert said[-1] == ["Nothing to look at."]


def test_few_findings_are_shown_once_and_many_begin_with_the_ten_worst() -> None:
    found = journey()
    few = shown(findings_page(found.book, found.now, [other(i) for i in range(6, 16)]))
    many = shown(findings_page(found.book, found.now, [other(i) for i in range(6, 30)]))
    assert ["The 10 worst"] not in few
    assert len([row for row in few if row[0] in ("Error", "Warning")]) == 10
    assert many[3] == ["The 10 worst"]
    assert len([row for row in many if row[0] in ("Error", "Warning")]) == 10 + 24


def test_findings_stand_under_the_owner_of_their_row() -> None:
    found = journey()
    risk = found.book.of(RISKS)[0]
    said = shown(findings_page(found.book, found.now, [finding(risk.number), finding(9999)]))
    assert [f"{risk.owner} (1)"] in said
    assert [f"{found.book.settings.manager} (1)"] in said
    row = next(line for line in said if line[0] in ("Error", "Warning"))
    assert row[2:5] == ["It is so.", "Mend it.", "some-rule"]


def test_what_is_wrong_with_a_response_belongs_to_the_response_owner_where_one_is_named() -> None:
    late = {"Expected": date(2026, 3, 2), "Response due": date(2026, 3, 9)}
    risk = {"Risk": "It may rain", "Owner": "Ana Ruiz", "Status": "Open", **late}
    raw = book(Risks=[{"ID": "R-001", "Response owner": "Kim Obi", **risk}, {"ID": "R-002", **risk}])
    found = Journey(raw, TODAY)
    said = shown(findings_page(found.book, found.now, found.findings()))
    owners = {(row[4], str(row[1])[-1]): row[5] for row in said if row[0] in ("Error", "Warning")}
    first, second = (str(risk.number) for risk in found.book.of(RISKS))
    assert owners["risk-response-late", first] == "Kim Obi"
    assert owners["risk-response-late", second] == "Ana Ruiz"
    assert owners["risk-expected-and-still-open", first] == "Ana Ruiz"


# ---------------------------------------------------------------- snapshots


def test_the_log_keeps_what_later_reports_said() -> None:
    """Who looks back with an earlier as-of date must not lose the reports after it."""
    raw = book(
        Risks=[{"ID": "R-001", "Risk": "It may rain", "Owner": "Ana Ruiz", "Status": "Open"}],
        Snapshots=[
            {"As of": date(2026, 3, 20), "Record": "report", "Field": "report", "Value": "2026-03-20"},
            {"As of": date(2026, 3, 20), "Record": "R-001", "Field": "status", "Value": "Watching"},
        ],
    )
    found = Journey(raw, TODAY, strict=True)
    assert [date(2026, 3, 20), "R-001", "status", "Watching"] in shown(snapshots_page(found.book, found.now))


@pytest.mark.parametrize("as_of", [date(2026, 3, 20), "garbage"])
def test_the_log_stays_as_it_is_where_it_could_only_be_spoilt(as_of: object) -> None:
    """A report for an earlier day, and a line whose date cannot be read, leave every line where it stands."""
    found = Journey(book(Snapshots=[{"As of": as_of, "Record": "R-001", "Field": "status"}]), TODAY, strict=True)
    assert snapshots(found.book, found.now) == []


def test_what_vanished_is_told_once() -> None:
    gone = {"As of": date(2026, 3, 6), "Record": "R-009", "Field": "status", "Value": "Open"}
    report = {"As of": date(2026, 3, 6), "Record": "report", "Field": "report", "Value": "2026-03-06"}
    first = Journey(book(Snapshots=[report, gone]), TODAY, strict=True)
    assert "R-009 vanished" in page("md", first.book, first.now)
    as_of = [{"Setting": "As-of date", "Value": date(2026, 3, 20), "Key": "as_of"}]
    second = Journey(book(Settings=as_of, Snapshots=log_of(first)), TODAY, strict=True)
    assert "vanished" not in page("md", second.book, second.now)
    assert "Since 13 Mar" in page("md", second.book, second.now)


def log_of(found: Journey) -> list[dict[str, object]]:
    """What the log holds after a refresh, as rows."""
    titles = ("As of", "Record", "Field", "Value")
    lines = [dict(zip(titles, row, strict=True)) for row in shown(snapshots_page(found.book, found.now))[5:]]
    return [{title: value for title, value in line.items() if value is not None} for line in lines]


def test_a_criterion_that_nobody_tested_yet_is_news_once() -> None:
    rows: list[dict[str, object]] = [{"ID": "RDY-001", "Criterion": "20 of 20 users work", "Owner": "Ana Ruiz"}]
    first = Journey(book(Readiness=rows), TODAY, strict=True)
    as_of = [{"Setting": "As-of date", "Value": date(2026, 3, 20), "Key": "as_of"}]
    second = Journey(book(Settings=as_of, Readiness=rows, Snapshots=log_of(first)), TODAY, strict=True)
    assert list(differences(second.book, TODAY)) == []


def test_a_task_that_is_done_is_told_once() -> None:
    task: dict[str, object] = {"ID": "T-001", "Task": "Design", "Owner": "Ana Ruiz", "Duration": 5}
    first = Journey(
        book(Settings=SETTINGS, Schedule=[{**task, "Remaining": 2, "Actual start": TODAY}]), TODAY, strict=True
    )
    later = date(2026, 3, 20)
    settings = [{"Setting": "As-of date", "Value": later, "Key": "as_of"}]
    done = {**task, "Actual start": TODAY, "Actual finish": later}
    second = Journey(book(Settings=settings, Schedule=[done], Snapshots=log_of(first)), TODAY, strict=True)
    found = [one for one in differences(second.book, TODAY) if one.kind != "moved"]
    assert [one.kind for one in found] == ["closed"]
    said = "".join(changed("text", second.book, second.now, TODAY, found))
    assert "Closed (1)\n  T-001 Design\n" in said


def test_two_refreshes_for_one_day_write_one_log() -> None:
    found = journey()
    once = shown(snapshots_page(found.book, found.now))
    rows = [dict(zip(("As of", "Record", "Field", "Value"), row, strict=True)) for row in once[5:]]
    raw = demo.raw_book()
    sheets = {
        **raw.sheets,
        "Snapshots": RawSheet(
            "Snapshots", dict(cells([{k: v for k, v in row.items() if v is not None} for row in rows]))
        ),
    }
    again = Journey(RawBook(sheets), TODAY, strict=True)
    assert shown(snapshots_page(again.book, again.now)) == once


def test_no_number_shows_a_point_that_leads_nowhere() -> None:
    """Excel shows 5 as "5." in a format that ends with optional digits, where LibreOffice shows "5"."""
    formats = [str(look.get("num_format", "")) for look in LOOKS.values()]
    assert not [one for one in [*formats, *NUMBER_FORMATS.values()] if ".#" in one]


def test_the_schedule_counts_work_and_no_headings() -> None:
    found = journey().book
    assert any(task.is_summary and task.is_open for task in found.of(SCHEDULE))
    assert counts_of(SCHEDULE, found.of(SCHEDULE)).open == sum(task.is_open for task in work(found))
