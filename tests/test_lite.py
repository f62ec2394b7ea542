"""xlwings Lite runs Python in Pyodide: the core gives the same plan there, and every command has its script."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT

from pmxl import demo
from pmxl.excel import COMMANDS
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, SetCells
from pmxl.workbook import open_workbook

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pmxl" / "node_modules" / "pyodide"


def test_the_core_gives_the_same_plan_in_pyodide(tmp_path: Path) -> None:
    if not shutil.which("node") or not (CACHE / "pyodide.mjs").exists():
        pytest.skip("Node and npm's pyodide are not here; .ci/run installs it")
    demo.write(tmp_path / "demo.xlsx")
    raw = without_validations(open_workbook(tmp_path / "demo.xlsx").raw)
    archive = tmp_path / "pmxl.zip"
    with ZipFile(archive, "w") as made:  # What the wheel holds: the package's own files.
        for path in sorted((ROOT / "pmxl").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                made.write(path, path.relative_to(ROOT))
        made.writestr("cells.json", json.dumps(as_json(raw)))
    command = ["node", str(ROOT / "tests" / "pyodide_plan.mjs"), str(CACHE), str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    plan = Journey(raw, date(2026, 3, 13), strict=True).plan()
    cells = [edit for edit in plan.edits if isinstance(edit, SetCells)]
    assert found["platform"] == "emscripten"
    assert found["findings"] == [f"{finding.place}: {finding.message}" for finding in plan.findings]
    assert found["pages"] == {edit.sheet: len(edit.rows) for edit in plan.edits if not isinstance(edit, SetCells)}
    assert found["cells"] == {f"{e.sheet}!{e.column}{row}": str(v) for e in cells for row, v in e.values.items()}
    assert len(found["cells"]) > 500


def without_validations(raw: RawBook) -> RawBook:
    """The same cells as an open workbook gives them."""
    sheets = {name: RawSheet(name, sheet.cells, sheet.formulas, validations=None) for name, sheet in raw.sheets.items()}
    return RawBook(sheets, raw.tables)


def as_json(raw: RawBook) -> object:
    """The cells, formulas and tables of a workbook."""
    sheets = {name: (dict(sheet.cells), [*map(list, sheet.formulas.items())]) for name, sheet in raw.sheets.items()}
    return sheets, [list(table) for table in raw.tables]


def test_every_command_but_new_is_a_script_of_lite() -> None:
    tree = ast.parse((ROOT / "lite" / "main.py").read_text(encoding="utf-8"))
    scripts = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and [d.id for d in node.decorator_list if isinstance(d, ast.Name)] == ["script"]
    ]
    assert [node.name for node in scripts] == [tag for tag in COMMANDS if tag != "new"]
    for node in scripts:
        assert ast.get_docstring(node) == COMMANDS[node.name][1]
        assert ast.unparse(node.body[-1]) == f"_run('{node.name}', book)"
