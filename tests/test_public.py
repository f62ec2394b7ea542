"""The public names, spelled out once more: a change here is a change for everybody who programs with pmxl."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from conftest import ROOT

import pmxl
from pmxl import demo

PUBLIC = """
    REGISTERS RULES Book Context Finding Journey Judgement Place Plan RawBook RawSheet RawTable Refused Register Row
    Trace WhatIf Workbook frames_of open_workbook read save trace what_if
""".split()


def test_these_names_are_public() -> None:
    assert sorted(pmxl.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(pmxl, name)
    assert name in dir(pmxl)
    assert not isinstance(value, ModuleType)
    if isinstance(value, type) or callable(value):
        assert value.__doc__


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no public name 'secret'"):
        pmxl.secret  # type: ignore[attr-defined]  # noqa: B018


def test_import_alone_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import pmxl; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__future__", "pmxl"]


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == pmxl.__version__
    assert f"## [{pmxl.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_example_of_the_package_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.write(tmp_path / "project.xlsx")
    monkeypatch.chdir(tmp_path)
    example = [line for line in (pmxl.__doc__ or "").splitlines() if line.startswith("    ")]
    ran: dict[str, object] = {}
    exec(dedent("\n".join(example)), ran)  # It is our own text.
    answer, touched = ran["answer"], ran["touched"]
    assert isinstance(answer, pmxl.WhatIf)
    assert {task.id for task in answer.tasks} >= {"T-039", "T-070"}
    assert isinstance(touched, pmxl.Trace)
    assert "Brief" in pmxl.open_workbook("project.xlsx").raw.sheets
