"""Every brief stays on its page and says what it does not know, whatever the workbook lacks or has too much of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from brief_books import TODAY, book, journey

from pmxl import demo
from pmxl.journey import Journey
from pmxl.model import RawBook
from pmxl.reports import page
from pmxl.sections.brief import brief_of
from pmxl.sections.variants import VARIANTS


def without(*sheets: str) -> RawBook:
    raw = demo.raw_book()
    return RawBook({name: raw.sheets[name] for name in raw.sheets if name not in sheets})


def tasks(count: int) -> list[dict[str, object]]:
    return [
        {"ID": f"T-{i:04d}", "Task": "Move one more", "Owner": f"Person {i % 40}", "Duration": 1 + i % 5,
         "Not before": TODAY + timedelta(days=i % 30), "Key milestone": "Yes" if i % 9 == 0 else "No"}
        for i in range(1, count + 1)
    ]  # fmt: skip


COST = [
    {"ID": "C-001", "Cost line": "Refund", "Budget": -5000, "Forecast": 100, "Actual": 10},
    {"ID": "C-002", "Cost line": "Nothing", "Budget": 0, "Forecast": 700, "Actual": 10},
]
FAR = [
    {"ID": "T-001", "Task": "Long ago", "Duration": 5, "Not before": date(1999, 1, 4), "Key milestone": "Yes"},
    {"ID": "T-002", "Task": "Far ahead", "Duration": 5, "Not before": date(2090, 1, 2), "Key milestone": "Yes",
     "Baseline finish": date(1999, 1, 8)},
]  # fmt: skip
BOOKS = {
    "nothing": book(),
    "no snapshot": without("Snapshots"),
    "one snapshot": book(Snapshots=[{"As of": TODAY, "Record": "report", "Field": "report", "Value": "2026-03-13"}]),
    "no registers but two": without(*[name for name in demo.raw_book().sheets if name not in ("Settings", "Actions")]),
    "2,000 tasks": book(Schedule=tasks(2000)),
    "200 letters": book(Schedule=[{"ID": "T-001", "Task": "w" * 200, "Duration": 3, "Key milestone": "Yes"}]),
    "negative and zero budgets": book(Cost=COST),
    "dates far apart": book(Schedule=FAR),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("raw", BOOKS.values(), ids=BOOKS)
def test_it_stays_on_its_page_in_every_form(raw: RawBook, variant: str) -> None:
    found = Journey(raw, TODAY, strict=True)
    made = brief_of(found.book, found.now, variant)
    assert made.fits
    assert bytes(page("pdf", found.book, found.now, variant)).startswith(b"%PDF")  # type: ignore[arg-type]
    for form in ("md", "html"):
        said = str(page(form, found.book, found.now, variant))
        assert "as of " in said
        assert "nan" not in said.split()


def test_what_is_not_known_is_said() -> None:
    found = Journey(BOOKS["no registers but two"], TODAY, strict=True)
    said = str(page("md", found.book, found.now))
    assert "First brief: nothing to compare with yet." in said
    assert "Data confidence High" in said


def test_a_sheet_of_a_variant_is_written_anew_with_the_brief() -> None:
    raw = demo.raw_book()
    raw.sheets["Team brief"] = raw.sheets["Actions"]
    edits = Journey(raw, TODAY, strict=True).plan().edits
    assert {"Brief", "Team brief"} <= {edit.sheet for edit in edits}
    assert "Business brief" not in {edit.sheet for edit in edits}
    assert "Team brief" not in {edit.sheet for edit in journey().plan().edits}
