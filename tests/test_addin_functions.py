"""Custom functions for cells: the lines of VBA that hand them to Python, made from their source."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from olevba_reader import macros

from pmxl.excel.addin.bridge import needed_bridge
from pmxl.excel.addin.build import ALWAYS_THE_SAME, FUNCTIONS, Wish, addin_bytes
from pmxl.excel.addin.wrappers import wrappers

SOURCE = '''
from datetime import date

def add_days(date, days: float = 1, holidays=None) -> object:
    """The working day so many "days" later.

    More about it.
    """

def rag(colour):
    return colour

def _helper(x):
    return x
'''

WRITTEN = """Attribute VB_Name = "PmxlFunctions"
Option Explicit

Public Function ADD_DAYS(date_, Optional days, Optional holidays)
Attribute ADD_DAYS.VB_Description = "The working day so many 'days' later."
Attribute ADD_DAYS.VB_ProcData.VB_Invoke_Func = " \\n14"
    Dim Reason As String
    Reason = PmxlCommands.RefusalOfOpenBook("functions")
    On Error GoTo Failed
    If Reason <> "" Then Err.Raise 1000, Description:=Reason
    ADD_DAYS = XLPy.CallUDF("some.where", "ADD_DAYS", Array(date_, days, holidays), ActiveWorkbook, Application.Caller)
    Exit Function
Failed:
    ADD_DAYS = Err.Description
End Function
"""


def test_each_public_function_gets_its_lines() -> None:
    module = wrappers(SOURCE, "some.where")
    assert module
    assert module.source.startswith(WRITTEN)
    assert module.source.count("\nPublic Function") == 2
    assert "HELPER" not in module.source


def test_a_source_without_functions_gives_no_module() -> None:
    assert wrappers("def _helper(): ...", "some.where") is None


@pytest.mark.parametrize("arguments", ["*many", "**named", "a, *, b"])
def test_arguments_that_vba_cannot_give_are_refused(arguments: str) -> None:
    with pytest.raises(ValueError, match="sum takes arguments that VBA cannot give"):
        wrappers(f"def sum({arguments}): ...", "some.where")


def test_the_functions_of_pmxl_are_in_the_add_in_for_windows_only() -> None:
    if not find_spec(FUNCTIONS):
        pytest.skip("there are no custom functions yet")
    found = macros("a.xlam", addin_bytes(Wish("C:\\python.exe", "windows"), needed_bridge(), ALWAYS_THE_SAME))
    for name in ("WORKING_DAYS_BETWEEN", "ADD_WORKING_DAYS", "RAG", "RISK_LEVEL", "CRITICAL_PATH", "EXPLAIN_DATE"):
        assert f"Public Function {name}(" in found["PmxlFunctions"]
    found = macros("a.xlam", addin_bytes(Wish("/usr/bin/python3", "macos"), needed_bridge(), ALWAYS_THE_SAME))
    assert "PmxlFunctions" not in found
