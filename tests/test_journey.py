"""One part that fails never stops the journey; the order of the journey holds."""

from __future__ import annotations

from datetime import date

import pytest

import pmxl.colours
from pmxl import demo
from pmxl.journey import Journey
from pmxl.model import Judgement, RawBook, RawSheet, ReplaceSheet
from pmxl.rules import RULES

TODAY = date(2026, 3, 13)


def broken(*_: object) -> Judgement:
    raise ZeroDivisionError("of my own making")


def test_a_broken_colour_is_a_finding_and_everything_else_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pmxl.colours.DIMENSIONS, "Scope", broken)
    plan = Journey(demo.raw_book(), TODAY).plan()
    (failed,) = [finding for finding in plan.findings if finding.rule == "rule-failed"]
    assert '"Scope" failed with ZeroDivisionError: of my own making' in failed.says
    assert "Schedule" in plan.book.judgements
    assert {edit.sheet for edit in plan.edits if isinstance(edit, ReplaceSheet)} >= {"Brief", "Findings"}


def test_a_broken_page_is_a_finding_and_the_others_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmxl.generate.pages.brief_page", broken)
    plan = Journey(demo.raw_book(), TODAY).plan()
    assert next(f.says for f in plan.findings if f.rule == "rule-failed").startswith(
        'the check "executive brief" failed'
    )
    assert {edit.sheet for edit in plan.edits if isinstance(edit, ReplaceSheet)} >= {"Findings"}


def test_tests_are_told_of_what_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pmxl.colours.DIMENSIONS, "Scope", broken)
    with pytest.raises(ZeroDivisionError):
        Journey(demo.raw_book(), TODAY, strict=True)


def test_what_only_people_read_changes_no_finding() -> None:
    read = Journey(demo.raw_book(), TODAY, strict=True)
    assert read.book.plan is not None
    assert read.findings() == Journey(demo.raw_book(), TODAY, strict=True).findings()


def test_a_rule_that_fails_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RULES[0], "run", broken)
    journey = Journey(demo.raw_book(), TODAY)
    journey.findings()
    assert [found.rule for found in journey.plan().findings].count("rule-failed") == 1


def test_findings_come_errors_first_and_only_from_rules_of_the_profile() -> None:
    findings = Journey(demo.raw_book(), TODAY, strict=True).findings()
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    light = {rule.name for rule in RULES if rule.profile == "light"}
    assert {finding.rule for finding in findings} <= light


@pytest.mark.parametrize("pages", [(), ("Brief", "Findings", "Snapshots")], ids=["at first", "after a refresh"])
def test_a_workbook_of_charts_alone_is_told_of_without_a_sheet(pages: tuple[str, ...]) -> None:
    raw = RawBook({name: RawSheet(name, {}) for name in pages})
    (found,) = Journey(raw, TODAY, strict=True).findings()
    assert (found.says, str(found.place)) == ("None of its sheets is a list that pmxl knows", "workbook")
    assert found.place.link == ""
