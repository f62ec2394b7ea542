"""xlwings Lite runs Python in Pyodide: the core gives the same plan there, and every command has its script."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT

from benchmarks.kept_book import KeptBook, keep
from pmxl import demo
from pmxl.excel import COMMANDS, answer_on
from pmxl.excel.answers import show
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, SetCells
from pmxl.workbook import open_workbook

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pmxl" / "node_modules" / "pyodide"


SCRIPTS = ("help", "explain", "next_finding", "what_if")
"""Scripts that ask and tell, and need no more of a workbook than its cells."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is handed out, built as pip builds it."""
    backend = pytest.importorskip("hatchling.build")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", f"from {backend.__name__} import build_wheel; build_wheel({str(folder)!r})"]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=120)
    return next(folder.glob("pmxl-*-py3-none-any.whl"))


def test_the_wheel_is_all_that_lite_is_told_to_install(wheel: Path) -> None:
    """What it needs besides must be for every system: browsers run no compiled packages of others."""
    assert (ROOT / "lite" / "requirements.txt").read_text(encoding="utf-8").split() == ["pmxl"]
    with ZipFile(wheel) as made:
        (metadata,) = (name for name in made.namelist() if name.endswith(".dist-info/METADATA"))
        lines = made.read(metadata).decode().splitlines()
    needs = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert [re.split(r"[<>=]", need)[0] for need in needs] == ["xlsxwriter"]


def test_in_pyodide_the_wheel_gives_the_same_plan_and_main_py_runs(wheel: Path, tmp_path: Path) -> None:
    if not shutil.which("node") or not (CACHE / "pyodide.mjs").exists():
        pytest.skip("Node and npm's pyodide are not here; .ci/run installs it")
    demo.write(tmp_path / "demo.xlsx")
    raw = without_validations(open_workbook(tmp_path / "demo.xlsx").raw)
    keep(str(tmp_path / "demo.xlsx"), str(tmp_path / "demo.cells"))
    archive = tmp_path / "pmxl.zip"
    with ZipFile(wheel) as built, ZipFile(archive, "w") as made:
        for name in built.namelist():
            made.writestr(name, built.read(name))
        for package in ("xlsxwriter", "xlwings"):  # The one is fetched with the wheel, the other is Lite's own.
            home = Path(str(import_module(package).__file__)).parent
            for path in sorted(home.rglob("*.py")):
                made.write(path, path.relative_to(home.parent))
        made.write(ROOT / "lite" / "main.py", "main.py")
        made.write(ROOT / "benchmarks" / "kept_book.py", "kept_book.py")
        made.write(tmp_path / "demo.cells", "demo.cells")
        made.writestr("cells.json", json.dumps(as_json(raw)))
    command = ["node", str(ROOT / "tests" / "pyodide_plan.mjs"), str(CACHE), str(archive), *SCRIPTS]
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
    book = KeptBook(str(tmp_path / "demo.cells"), "Schedule", 44)
    for tag in SCRIPTS:
        show(book, answer_on(tag, book, date.today()))
    assert found["said"] == book.app.said
    assert found["status"] == book.app.status_bar
    assert "T-099" in book.app.said[1]
    assert "Why it matters" in book.app.said[1]


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
