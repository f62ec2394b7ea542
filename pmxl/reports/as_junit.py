"""Findings as JUnit XML, one test suite for each workbook, as build servers show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pmxl.model import Finding
from pmxl.reports.checked import Checked, Look, fails


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """A test case for each finding: failed from the level that fails the run, else passed with the finding as output.

    A workbook without findings is one passed case, a workbook that was not read one case with an error.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pmxl">\n'
    for book in checked:
        yield _suite(book, look.fail_on)
    yield "</testsuites>\n"


def _suite(book: Checked, fail_on: str) -> str:
    name = _safe(book.path)
    if book.refused:
        cases = [f'<testcase classname="{name}" name="read"><error message="{_safe(book.refused)}"/></testcase>']
    else:
        cases = [_case(name, f, fail_on) for f in book.findings] or [f'<testcase classname="{name}" name="check"/>']
    failures = sum(fails(finding, fail_on) for finding in book.findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{int(bool(book.refused))}"'
    lines = "".join(f"    {case}\n" for case in cases)
    return f'  <testsuite name="{name}" {counts}>\n{lines}  </testsuite>\n'


def _case(book: str, finding: Finding, fail_on: str) -> str:
    says = _safe(f"{finding.level}: {finding.message}")
    what = (
        f'<failure type="{_safe(finding.rule)}" message="{says}"/>'
        if fails(finding, fail_on)
        else f"<system-out>{says}</system-out>"
    )
    return f'<testcase classname="{book}" name="{_safe(f"{finding.place} [{finding.rule}]")}">{what}</testcase>'


def _safe(text: str) -> str:
    """The text for XML 1.0, which knows no control characters: what it cannot hold is spelled out."""
    return escape("".join(c if c.isprintable() or c in "\n\t" else _spelled(c) for c in text), quote=True)


def _spelled(character: str) -> str:
    return " " if character.isspace() else character.encode("unicode_escape").decode()
