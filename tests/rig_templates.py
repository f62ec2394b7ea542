"""What the tests of templates share: every template as it is made now, and one workbook full of rows, good and bad."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pmxl import demo
from pmxl.generate.template import TEMPLATES, template_bytes
from pmxl.generate.workbook import write_workbook

TEMPLATE_NAMES = [template.name for template in TEMPLATES]
FILLED = "filled"
ERRORS = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NUM|NULL|N/IMPL)|Err:\d|###")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every template as it is made now, and one workbook full of rows, good and bad."""
    folder = tmp_path_factory.mktemp("templates")
    paths = {name: folder / f"{name}.xlsx" for name in [*TEMPLATE_NAMES, FILLED]}
    for template in TEMPLATES:
        paths[template.name].write_bytes(template_bytes(template))
    write_workbook(paths[FILLED], rows={**demo.rows(), **FAULTY}, settings=demo.settings(), profile="full")
    return paths


FAULTY: dict[str, list[dict[str, object]]] = {
    "Risks": [
        {"id": "R-001", "risk": "Proxy blocks calls", "owner": "Ines", "status": "Open", "likelihood": 5, "impact": 5},
        {"id": "R-002", "risk": "Nobody answers for this one", "status": "Open", "likelihood": 2, "impact": 2},
        {"risk": "This one has no ID yet", "owner": "Ines", "status": "Open"},
        {"id": "R-003", "risk": "Over", "owner": "Ines", "status": "Closed", "response_due": date(2026, 1, 5)},
        {"id": "R-007", "risk": "Late", "owner": "Ines", "status": "Open", "response_due": date(2026, 3, 2),
         "likelihood": 3, "impact": 4, "residual_likelihood": 1, "trigger": "seen", "response_status": "In motion"},
    ],
    "Issues": [
        {"id": "I-001", "issue": "Stuck", "owner": "Ines", "status": "Open", "severity": "Critical",
         "raised_on": date(2026, 1, 5), "target": date(2026, 2, 2)},
        {"id": "I-002", "issue": "=1+1 is text, and so is @this", "status": "Open"},
    ],
}  # fmt: skip
