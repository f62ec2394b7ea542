"""Commands that show: findings, their cells, why a value is what it is."""

from __future__ import annotations

from datetime import date

from pmxl.excel import writing
from pmxl.excel.answers import Answer
from pmxl.excel.application import Book
from pmxl.excel.commands.going import go, show_sheet
from pmxl.excel.commands.journeys import here, row_at, travel
from pmxl.excel.marks import marked, renew_marks
from pmxl.generate.findings_page import findings_page
from pmxl.model import Book as Read
from pmxl.model import Finding, Place
from pmxl.reports.checked import tally


def check(book: Book | None, today: date) -> Answer:
    """Mark the cells that need a look, list the findings with links, and show the list.

    Nothing that is computed is written: that is what Refresh is for, and a check that only looks is the faster for it.
    """
    raw, journey = travel(book, today)
    findings, spots = journey.findings(), marked(book)  # Before the new list takes the place of the former one.
    told = writing.apply(book, raw, [findings_page(journey.judged, journey.now, findings)], "check")
    told += renew_marks(book, spots, findings)
    show_sheet(book, "Findings")
    return Answer(". ".join([(tally(findings) or "Every check passed").capitalize(), *told]) + ".")


def next_finding(book: Book | None, today: date) -> Answer:
    """Jump to the next cell with a finding, the worst first."""
    return _jump(book, today, 1)


def previous_finding(book: Book | None, today: date) -> Answer:
    """Jump to the cell with a finding before this one."""
    return _jump(book, today, -1)


def _jump(book: Book | None, today: date, step: int) -> Answer:
    _, journey = travel(book, today)
    every = journey.findings()
    findings = [finding for finding in every if finding.place.row]
    places = list(dict.fromkeys(finding.place for finding in findings))
    if not places:
        return Answer(
            f"{tally(every).capitalize()}, but in no cell; Check lists it." if every else "Every check passed."
        )
    spot = here(book)
    at = places.index(spot) + step if spot in places else 0 if step > 0 else -1
    place = places[at % len(places)]
    go(book, place)
    said = "; also: ".join(finding.message for finding in findings if finding.place == place)
    return Answer(f"{places.index(place) + 1} of {len(places)}: {place}: {said}.")


def explain(book: Book | None, today: date) -> Answer:
    """Explain the cell that is selected: what was found there, why it matters, where a computed date comes from."""
    from pmxl.rules import RULES

    _, journey = travel(book, today)
    spot = here(book)
    if not spot.row:
        return Answer("No cell is selected; select one, then press Explain again.", box=True)
    row = [f for f in journey.findings() if f.place.sheet == spot.sheet and f.place.row == spot.row]
    found = [f for f in row if f.place.column in (spot.column, "")] or row
    rules = {rule.name: rule for rule in RULES}
    told = [_told(finding, rules[finding.rule].why if finding.rule in rules else "") for finding in found[:4]]
    told += _reasons(journey.explained, spot)
    nothing = f"There is nothing to say about {spot}: every check of its row passed."
    return Answer("\n\n".join(told) or nothing, box=True)


def _told(finding: Finding, why: str) -> str:
    return f"{finding.level.capitalize()}: {finding.says}.\nWhy it matters: {why}\nWhat to do: {finding.do}."


def _reasons(read: Read, spot: Place) -> list[str]:
    """Why the dates of the task are what they are, where the cell is one of a task."""
    why = getattr(row := row_at(read, spot), "why", None)
    return [f"{row.name}: {why}"] if row is not None and why else []
