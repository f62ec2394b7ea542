"""From text to pmxl.xlam: our macros, the ribbon, the installed xlwings' macros, and settings that nobody can guess."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pmxl import __version__
from pmxl.excel.addin.bridge import Bridge
from pmxl.excel.addin.modules import SHEET, WORKBOOK, Module, document, standard
from pmxl.excel.addin.package import SHEET_CODE_NAME, package
from pmxl.excel.addin.project import vba_project
from pmxl.excel.addin.wrappers import wrappers
from pmxl.generate.ribbon_xml import ribbon_xml
from pmxl.records import NamedTuple
from pmxl.workbook.errors import Refused

FUNCTIONS, AS_EXCEL_CALLS_THEM = "pmxl.excel.functions", "pmxl.excel.udfs"
"""Where the custom functions are, and where Python finds them under their names in Excel."""

OWN = ("RibbonPmxl", "PmxlCommands")
"""The modules in `macros/`, in the order in which the project shows them."""

ALWAYS_THE_SAME = f"pmxl_{0:016x}"
"""The project's name in a build that must give the same bytes each time, for tests and for comparing."""

FITTING = {"windows": r"(?:[A-Za-z]:|%\w+%|\\\\)[^\"<>|*?\x00-\x1f]+", "macos": r"(?:/|\$HOME/)[\w@+=:,./-]*"}
"""Paths of interpreters that xlwings' macros can start; on macOS they put it into a shell line without quotes."""


class Wish(NamedTuple):
    """What an add-in is built for: which Python on which system, and how long that lives."""

    interpreter: str
    system: str
    server: bool = False
    """True where clicks ask a running `pmxl serve`."""
    stay: bool = False
    """True where Excel starts Python at the first click and keeps it for the others."""


def random_name() -> str:
    """A name for the project. xlwings takes settings, the interpreter's path among them, from a sheet or file of that
    name in or beside any workbook; what nobody can guess, nobody can put into a workbook that they send.
    """
    return f"pmxl_{secrets.token_hex(8)}"


def addin_bytes(wish: Wish, bridge: Bridge, project: str) -> bytes:
    """The add-in. Raises Refused where the interpreter's path or xlwings' macros are not as they must be."""
    refuse_unfit(wish)
    functions = _functions() if wish.system == "windows" else None  # Excel on macOS has no way to call them.
    modules = [*bridge.modules(project), *([functions] if functions else [])]
    return assembled(project, settings_of(wish, bridge.version), modules)


def assembled(project: str, settings: dict[str, str], bridge: Sequence[Module]) -> bytes:
    """The add-in of our own modules and those that bring `RunPython`."""
    documents = [document("ThisWorkbook", WORKBOOK), document(SHEET_CODE_NAME, SHEET)]
    modules = [*documents, *map(own_module, OWN), *bridge]
    return package(project, settings, vba_project("Pmxl", modules), ribbon_xml())


def settings_of(wish: Wish, bridge_version: str) -> dict[str, str]:
    """The rows of the add-in's own sheet: what xlwings' macros ask for, and which versions these are."""
    return {
        "INTERPRETER_WIN" if wish.system == "windows" else "INTERPRETER_MAC": wish.interpreter,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",  # else a module beside a workbook would be run as if it were Python's
        "USE UDF SERVER": str(wish.server or wish.stay),
        "DEBUG UDFS": str(wish.server),  # to xlwings, asking one that somebody started is debugging
        "PMXL VERSION": __version__,
        "XLWINGS VERSION": bridge_version,
    }


def refuse_unfit(wish: Wish) -> None:
    """Raises Refused for an interpreter that xlwings' macros could not start."""
    if not re.fullmatch(FITTING[wish.system], wish.interpreter):
        raise Refused(
            f'Excel could not start the Python "{wish.interpreter}"',
            "put the environment in a folder whose path has no blanks or special characters"
            if wish.system == "macos"
            else "give its whole path, such as C:\\Python\\python.exe",
        )


def _functions() -> Module | None:
    """The custom functions' module."""
    spec = find_spec(FUNCTIONS)
    if spec is None or spec.origin is None:
        return None
    return wrappers(Path(spec.origin).read_text(encoding="utf-8"), AS_EXCEL_CALLS_THEM)


def own_module(name: str) -> Module:
    """One of our modules."""
    return standard((_macros() / f"{name}.bas").read_text(encoding="utf-8"))


def _macros() -> Path:
    """Where our modules are: inside the package where it was installed, beside it in a checkout."""
    inside = Path(__file__).parents[2] / "macros"
    return inside if inside.is_dir() else inside.parents[1] / "macros"
