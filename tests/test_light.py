"""What an import may pull in, and which folder may know which: pmxl must start fast and stay in order."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "pmxl"

HEAVY = set("pandas numpy openpyxl pydantic xlwings xlsxwriter matplotlib python_calamine lxml networkx".split())
"""Packages that nothing on the way of `pmxl check` may import."""

SLOW = set(
    """asyncio concurrent dataclasses decimal email http inspect json logging multiprocessing pathlib pickle platform
    pydoc random shutil socket sqlite3 ssl subprocess tempfile threading unittest urllib.request uuid xml.dom
    xml.etree.ElementTree""".split()
)
"""Modules of Python that cost more at every start than they give to `pmxl check`."""

FOR_ALL = {"nearest", "records"}
"""What every room may know, and what knows nothing."""

MAY_KNOW = {
    "records": set(),
    "nearest": set(),
    "model": set(),
    "schedule": set(),
    "registers": {"model"},
    "brought": {"model"},
    "standing": {"registers", "model", "brought"},
    "reading": {"registers", "model", "brought", "standing"},
    "facts": {"registers", "model", "schedule"},
    "colours": {"registers", "model", "schedule", "facts"},
    "rules": {"registers", "model", "schedule", "facts"},
    "sections": {"registers", "model", "facts", "colours", "supposing"},
    "tiles": {"registers", "model", "schedule", "facts", "colours", "sections", "trend", "generate.looks"},
    "edits": {"registers", "model", "facts", "generate", "tiles"},
    "baseline": {"registers", "model", "edits", "facts", "generate"},
    "repairs": {"registers", "model", "facts", "edits"},
    "issuing": {"registers", "model", "facts", "generate"},
    "chances": {"registers", "model", "schedule", "facts", "reports"},
    "trend": {"registers", "model", "facts"},
    "computing": {"model", "facts", "colours"},
    "supposing": {"registers", "model", "schedule", "facts", "rules", "computing"},
    "journey": {"model", "rules", "reading", "edits", "computing", "supposing", "workbook.errors"},
    "workbook": {"model", "generate.looks"},  # Pages name their looks; the looks know nothing.
    "reports": {"model", "sections", "registers", "facts", "generate.looks", "workbook.errors"},
    "frames": {"model"},
    "maps": {"registers", "model", "facts", "sections", "generate.looks"},
    "interchange": {"registers", "model", "schedule", "facts", "reading", "standing", "maps", "workbook.errors"},
}
"""The law of dependencies: which rooms a room may import from. Rooms that are not listed may use all but `cli`."""


def modules_after(*words: str) -> set[str]:
    """Every module that is loaded once `pmxl WORDS` has run."""
    code = "import sys; from pmxl.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-I", "-c", code, *words], capture_output=True, text=True, cwd=ROOT)
    return set(done.stderr.splitlines()[-1].split())


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports when it runs; imports for the type checker only do not count."""
    for node in _running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "pmxl":
            names = [f"pmxl.{alias.name}" for alias in node.names if alias.name != "__version__"]
            yield from names if node.module == "pmxl" else [node.module]
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("pmxl."))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            yield child
            yield from _running(child)


def in_house(module: str) -> str:
    """The module without the name of the package."""
    return module.removeprefix("pmxl.")


def room(path: Path) -> str:
    """The room of the house that a file stands in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_law_of_dependencies(path: Path) -> None:
    known = {module for module in map(in_house, imports(path)) if module.partition(".")[0] != room(path)}
    if room(path) not in ("cli", "__main__"):
        assert not [module for module in known if module.partition(".")[0] == "cli"]
    if room(path) in MAY_KNOW:
        assert not [m for m in known - FOR_ALL if not {m, m.partition(".")[0]} & MAY_KNOW[room(path)]]


def test_every_room_has_a_place_in_the_law() -> None:
    """A new room must be put in its place before it grows."""
    free = {"__init__", "__main__", "cli", "demo", "excel", "generate"}
    assert {room(path) for path in FILES} <= set(MAY_KNOW) | free


def test_check_imports_nothing_heavy(a_workbook: Path) -> None:
    for words in ([], ["--format", "csv"], ["--format", "sarif"]):
        loaded = modules_after("check", str(a_workbook), *words)
        assert "pmxl.rules" in loaded
        assert not loaded & HEAVY


def test_check_imports_nothing_slow(a_workbook: Path) -> None:
    assert not modules_after("check", str(a_workbook)) & SLOW


def test_saying_nothing_imports_nothing() -> None:
    for words in ([], ["--version"], ["--help"]):
        loaded = modules_after(*words)
        assert {module for module in loaded if module.startswith("pmxl")} == {"pmxl", "pmxl.cli"}
        assert not loaded & {"argparse", "typing", "re", "datetime"}


def test_only_the_command_line_looks_at_the_clock() -> None:
    looks = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("today", "now", "utcnow")
        and isinstance(node.ctx, ast.Load)
        if isinstance(node.value, ast.Name) and node.value.id in ("date", "datetime")
    }
    assert looks == {str(Path("cli", "calling.py")), str(Path("excel", "__init__.py"))}


def test_a_click_imports_xlwings_and_little_else() -> None:
    """What xlwings names and a click has no need of stays out, and is there for whoever asks for it later."""
    code = """
import sys
from pmxl.excel.application import LATER, OPTIONAL, import_xlwings
xlwings = import_xlwings()
print(*sys.modules)
import numpy, tempfile
assert xlwings.utils.tempfile.gettempdir() == tempfile.gettempdir()
assert not xlwings.main.inspect.isawaitable(xlwings)
assert all(type(sys.modules[name]).__name__ == "module" for name in LATER if name in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert not done.stderr
    assert not set(done.stdout.split()) & {*SLOW - {"pathlib"}, *HEAVY - {"xlwings"}}


def test_a_check_in_excel_imports_no_page_but_its_own() -> None:
    code = "import sys, pmxl.excel.commands.looking; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    loaded = {module for module in done.stdout.split() if module.startswith("pmxl")}
    pages = {module for module in loaded if module.startswith(("pmxl.generate.", "pmxl.sections.", "pmxl.tiles"))}
    assert pages == {"pmxl.generate.findings_page", "pmxl.generate.looks", "pmxl.sections.arial", "pmxl.sections.dates"}
    assert not loaded & {"pmxl.model.charts", "pmxl.schedule.sentences", "pmxl.supposing.tracing", "pmxl.workbook.book"}
    assert not set(done.stdout.split()) & SLOW
