"""The add-in where Excel starts it: put there, looked at, removed. Everything may be done twice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from compileall import compile_dir
from importlib.util import find_spec
from pathlib import Path

from pmxl.excel.addin.bridge import Bridge
from pmxl.excel.addin.package import read_settings
from pmxl.excel.machine import Machine
from pmxl.records import NamedTuple
from pmxl.workbook.errors import Refused, about
from pmxl.workbook.lock import write_safely

NAME = "pmxl.xlam"
CLICKED = ("pmxl", "xlwings", "xlsxwriter", "win32com", "appscript", "aem", "psutil")
"""The packages that a click loads, on Windows and on macOS."""


class Installed(NamedTuple):
    """An add-in that is there; without settings where it is not one that pmxl made."""

    path: Path
    settings: dict[str, str] | None

    @property
    def interpreter(self) -> str:
        """The Python that it starts; "" where it says none."""
        settings = self.settings or {}
        return settings.get("INTERPRETER_WIN") or settings.get("INTERPRETER_MAC") or ""


def folder_for(machine: Machine, given: str | None) -> Path:
    """Where the add-in belongs: a folder that was given, Excel's own, or the one that Excel itself names.

    Raises Refused where there is no Excel, or where what is written would not reach it.
    """
    if given:
        return Path(given)
    if machine.start_up_folder is None or machine.excel_folder is None:
        raise Refused(
            "there is no Excel for Linux, so no add-in can be put into it",
            "pmxl check, refresh and brief work on files here; "
            "pmxl addin build --interpreter PATH makes an add-in for another machine",
        )
    if machine.from_store:
        raise Refused(
            "this Python comes from Microsoft's Store, which keeps what it writes away from Excel",
            "install Python from python.org or with uv, and pmxl with that",
        )
    return machine.start_up_folder if machine.excel_folder.is_dir() else _asked_of_excel()


def _asked_of_excel() -> Path:
    """The start-up folder, as Excel says; it is started for that and closed again."""
    try:
        import xlwings

        running = xlwings.apps.active if xlwings.apps else None
        if running is not None:
            return Path(running.startup_path)
        with xlwings.App(visible=False) as app:
            return Path(app.startup_path)
    except Exception as error:  # xlwings and the system raise many kinds; all of them mean that Excel does not answer.
        reason = f"Excel was not found and did not answer ({type(error).__name__})"
        raise Refused(reason, "start Excel once, close it, and try again; or say where with --folder") from None


def install(content: bytes, folder: Path, machine: Machine, bridge: Bridge) -> Path:
    """Put the add-in into the folder, and on macOS the script that it needs; gives where it is now."""
    path = folder / NAME
    with about(str(path)):
        refuse_foreign(path)
        os.makedirs(folder, exist_ok=True)
        write_safely(str(path), content)
    if machine.script_folder is not None:
        os.makedirs(machine.script_folder, exist_ok=True)
        write_safely(str(machine.script_folder / bridge.script.name), bridge.script.read_bytes())
    return path


def refuse_foreign(path: Path) -> None:
    """Raises Refused where a file is in the place of the add-in that pmxl did not make."""
    if path.exists() and look(path).settings is None:
        raise Refused("it is there and was not made by pmxl", "move it away, then run the command again")


def compile_ahead(names: Iterable[str] = CLICKED) -> None:
    """Compile what a click imports, where it is not compiled yet: Python, as xlwings starts it, keeps no such code.

    Where nothing can be written, each click compiles anew, as it would have.
    """
    for name in names:
        found = find_spec(name)
        for folder in (found.submodule_search_locations or ()) if found else ():
            compile_dir(folder, quiet=2)


def look(path: Path) -> Installed:
    """The add-in at that place."""
    try:
        return Installed(path, read_settings(path.read_bytes()))
    except (OSError, ValueError):
        return Installed(path, None)


def remove(folder: Path) -> Path | None:
    """Remove the add-in; gives where it was, or nothing where there is none. Refuses where pmxl did not make it."""
    path = folder / NAME
    if not path.exists():
        return None
    with about(str(path)):
        if look(path).settings is None:
            raise Refused("it was not made by pmxl", "remove it by hand if you do not need it")
        try:
            path.unlink()
        except OSError as error:
            raise Refused(f"it cannot be removed ({error.strerror})", "close Excel and try again") from None
    return path
