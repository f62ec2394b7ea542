"""Findings as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pmxl.model import LEVELS, Finding
from pmxl.reports.checked import Checked, Look, cell, fingerprint


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """`{"pmxl": version, "workbooks": [{"workbook", "as_of", "refused", "counts", "findings"}, ...]}`."""
    yield f'{{"pmxl": {json.dumps(look.version)}, "workbooks": ['
    comma = ""
    for book in checked:
        yield f"{comma}\n{json.dumps(_book(book), ensure_ascii=False)}"
        comma = ","
    yield "\n]}\n"


def _book(book: Checked) -> dict[str, Any]:
    levels = [finding.level for finding in book.findings]
    return {
        "workbook": book.path,
        "as_of": book.as_of.isoformat() if book.as_of else None,
        "profile": book.profile or None,
        "refused": book.refused or None,
        "counts": {level: levels.count(level) for level in LEVELS},
        "findings": [_finding(finding) for finding in book.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "place": str(finding.place),
        "sheet": finding.place.sheet,
        "cell": cell(finding),
        "record": finding.record,
        "column": finding.column,
        "says": finding.says,
        "do": finding.do,
        "message": finding.message,
        "fingerprint": fingerprint(finding),
    }
