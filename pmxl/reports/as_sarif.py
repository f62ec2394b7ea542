"""Findings as SARIF 2.1.0, the format of code-scanning services."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pmxl.model import Finding
from pmxl.model.raw import number_of
from pmxl.reports.checked import Checked, Look, cell, fingerprint

if TYPE_CHECKING:
    from pmxl.rules.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""Where the format's schema is published."""


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """One run. A workbook that was not read is a notification, and the run then did not succeed."""
    driver = {"name": "pmxl", "version": look.version, "rules": [_rule(rule) for rule in look.rules]}
    indices = {rule.name: i for i, rule in enumerate(look.rules)}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {{"driver": {_json(driver)}}},\n"results": ['
    comma, refused = "", []
    for book in checked:
        if book.refused:
            refused.append(_notification(book))
        for finding in book.findings:
            yield f"{comma}\n{_json(_result(finding, book, indices))}"
            comma = ","
    invocation = {"executionSuccessful": not refused, "toolExecutionNotifications": refused}
    yield f'],\n"columnKind": "utf16CodeUnits", "invocations": [{_json(invocation)}]}}]}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.do},
        "defaultConfiguration": {"level": rule.level},
        "properties": {"profile": rule.profile, "catalogue": rule.catalogue},
    }


def _result(finding: Finding, book: Checked, indices: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": finding.message},
        "locations": [_location(finding, book)],
        "partialFingerprints": {"pmxl/v1": fingerprint(finding)},
    }
    if finding.rule in indices:
        result["ruleIndex"] = indices[finding.rule]
    return result


def _location(finding: Finding, book: Checked) -> dict[str, Any]:
    """The cell twice: as row and column of the file, and by the address that people know."""
    # Services that show results refuse one without a line, so what stands on no row is shown at the first.
    region = {"startLine": finding.place.row or 1}
    if finding.place.column:
        region["startColumn"] = number_of(finding.place.column)
    name = {"name": cell(finding) or finding.place.sheet, "fullyQualifiedName": str(finding.place)}
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(book.path)}, "region": region},
        "logicalLocations": [name],
    }


def _notification(book: Checked) -> dict[str, Any]:
    where = {"physicalLocation": {"artifactLocation": {"uri": _uri(book.path)}}}
    return {"level": "error", "message": {"text": book.refused}, "locations": [where]}


def _uri(path: str) -> str:
    uri = quote(os.fsencode(path.replace(os.sep, "/")))
    return f"file://{'' if uri.startswith('/') else '/'}{uri}" if os.path.isabs(path) else uri
