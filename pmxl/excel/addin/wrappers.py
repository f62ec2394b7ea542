"""Custom functions for cells on Windows: for each a few lines of VBA that hand it to Python.

xlwings can write such lines itself, but only into an open Excel whose user trusts access to the VBA project. Here they
are part of the add-in from the start. They are read from the source of the functions, which is never imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pmxl.excel.addin.modules import Module, standard

RESERVED = frozenset(
    """and as boolean byref byte byval call case const currency date declare dim do double each else elseif empty end
    enum erase error exit false for friend function get gosub goto if imp implements in integer is let like long loop
    me mod new next not nothing null object on option optional or paramarray preserve private property public redim
    rem resume return select set single static step stop string sub then to true type until variant wend while with
    withevents xor""".split()
)
"""Words that VBA keeps for itself; an argument of that name gets an underscore behind it, which no cell shows."""


def wrappers(source: str, home: str) -> Module | None:
    """The module for the public functions of a source, named in capitals; nothing where there is none.

    `home` is the module in which Python finds them under those names. Raises ValueError for one that VBA cannot call.
    """
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    functions = [node for node in nodes if not node.name.startswith("_")]
    if not functions:
        return None
    lines = ['Attribute VB_Name = "PmxlFunctions"', "Option Explicit"]
    for function in functions:
        lines += _lines(function, home)
    return standard("\n".join(lines) + "\n")


def _lines(function: ast.FunctionDef, home: str) -> Iterator[str]:
    name, given = function.name.upper(), [_vba_name(argument.arg) for argument in _arguments(function)]
    required = len(given) - len(function.args.defaults)
    shown = [*given[:required], *(f"Optional {argument}" for argument in given[required:])]
    yield f"\nPublic Function {name}({', '.join(shown)})"
    yield f'Attribute {name}.VB_Description = "{_description(function)}"'
    yield f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"'
    # A function is computed without a click, so the name of the workbook is looked at here as well.
    yield "    Dim Reason As String"
    yield '    Reason = PmxlCommands.RefusalOfOpenBook("functions")'
    yield "    On Error GoTo Failed"
    yield '    If Reason <> "" Then Err.Raise 1000, Description:=Reason'
    values = f"Array({', '.join(given)})"
    yield f'    {name} = XLPy.CallUDF("{home}", "{name}", {values}, ActiveWorkbook, Application.Caller)'
    yield "    Exit Function"
    yield "Failed:"
    yield f"    {name} = Err.Description"
    yield "End Function"


def _arguments(function: ast.FunctionDef) -> list[ast.arg]:
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        raise ValueError(f"{function.name} takes arguments that VBA cannot give")
    return [*arguments.posonlyargs, *arguments.args]


def _vba_name(name: str) -> str:
    return f"{name}_" if name in RESERVED else name


def _description(function: ast.FunctionDef) -> str:
    """The first line of the docstring, as Excel's function wizard shows it: up to 255 characters, no quotes."""
    return (ast.get_docstring(function) or "").partition("\n")[0].replace('"', "'")[:255]
