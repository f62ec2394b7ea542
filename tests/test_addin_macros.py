"""Our macros run: LibreOffice compiles them out of the built file, with a stand-in for Python's starter.

Excel itself is not here. LibreOffice compiles nothing of a project that has one module it does not understand, and
xlwings' is one; so each of our modules has a function that says it is there, and the stand-in keeps what it was told.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pmxl.excel.addin.build import ALWAYS_THE_SAME, OWN, Wish, assembled, settings_of
from pmxl.excel.addin.modules import standard
from pmxl.excel.ribbon import BUTTONS

PYTHON = "/usr/bin/python3"
"""The Python that Debian builds LibreOffice's bridge for."""

STAND_IN = """Attribute VB_Name = "xlwings"
Option Explicit
Private Told As String
Public Function RunPython(PythonCommand As String)
    Told = Told & PythonCommand & Chr(10)
End Function
Public Function WhatPythonWasTold() As String
    WhatPythonWasTold = Told
    Told = ""
End Function
"""

Asked = Callable[..., list[object]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Call macros of the add-in one after another: a list of answers."""
    can = shutil.which("soffice") and Path(PYTHON).exists()
    if not can or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("LibreOffice and its bridge to Python are not installed (libreoffice-calc, python3-uno)")
    path = tmp_path_factory.mktemp("vba") / "pmxl.xlam"
    settings = settings_of(Wish("C:\\python.exe", "windows"), "0.37.8")
    path.write_bytes(assembled(ALWAYS_THE_SAME, settings, [standard(STAND_IN)]))
    command = [PYTHON, str(Path(__file__).parent / "vba_in_calc.py"), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:

        def ask(*calls: list[str]) -> list[object]:
            return [answer(session, call) for call in calls]

        yield ask
        session.communicate(timeout=60)


def answer(session: subprocess.Popen[str], call: list[str]) -> object:
    assert session.stdin
    assert session.stdout
    session.stdin.write(json.dumps(call) + "\n")
    session.stdin.flush()
    return json.loads(session.stdout.readline())


def refusal(command: str, book: str = "C:\\plans\\plan.xlsx") -> list[str]:
    return ["PmxlCommands.Refusal", command, book]


def test_each_of_our_modules_is_compiled(asked: Asked) -> None:
    assert asked(*[[f"{name}.{name}IsHere"] for name in OWN]) == list(OWN)


def test_every_button_starts_its_command(asked: Asked) -> None:
    calls = [["PmxlCommands.RunCommand", button.tag] for button in BUTTONS]
    *_, told = asked(*calls, ["xlwings.WhatPythonWasTold"])
    assert str(told).splitlines() == [f"import pmxl.excel;pmxl.excel.run('{button.tag}')" for button in BUTTONS]


HOSTILE_TAGS = ["check');import os;os.system('calc", "Check", "check ", "", "chéck", "check\n", "check1", "check&calc"]


@pytest.mark.parametrize("tag", HOSTILE_TAGS)
def test_a_hostile_tag_is_refused(asked: Asked, tag: str) -> None:
    reason, _, told = asked(refusal(tag), ["PmxlCommands.RunCommand", tag], ["xlwings.WhatPythonWasTold"])
    assert "is no command of pmxl" in str(reason)
    assert told == ""


HOSTILE = {
    "C:\\in\\a^&calc&b.xlsx": "^",
    "C:\\in;C:\\evil\\plan.xlsx": ";",
    "/Users/jo/plan$(id).xlsx": "$",
    "/Users/jo/`id`.xlsx": "`",
    '/Users/jo/a";id;".xlsx': '"',
    "/Users/jo/a\\') or exec(chr(1))#.xlsx": "\\",
    "/Users/jo/a|b.xlsx": "|",
    "C:\\in\\%CMDCMDLINE%.xlsx": "%",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_whose_name_a_shell_would_run_is_refused(asked: Asked, name: str) -> None:
    (reason,) = asked(refusal("check", name))
    assert f"has the character {HOSTILE[name]}" in str(reason)


def test_ordinary_names_are_not(asked: Asked) -> None:
    names = [
        "C:\\Plans & budgets\\Müller's plan (50%), v1.2 #3 = final.xlsx",
        "\\\\server\\share\\plan.xlsx",
        "https://contoso.sharepoint.com/sites/pm/Shared%20Documents/plan%20b.xlsx",
        "/Users/jo/Documents/Plan & budget's.xlsx",
        "Book1",
    ]
    assert asked(*[refusal("check", name) for name in names]) == [""] * len(names)


def test_without_a_workbook_that_can_be_edited_python_is_not_started(asked: Asked) -> None:
    (reason,) = asked(refusal("check", ""))
    assert str(reason).startswith("No workbook is open")
