"""xlwings' part for Windows, imported anywhere, with the objects of this folder where it looks for Excel."""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from com.asked import Error, Seen
from com.books import Application, Workbook


def _import_part() -> Any:
    """The module of xlwings that drives Excel on Windows, with stand-ins for pywin32 and for Windows itself."""
    made: dict[str, dict[str, Any]] = {
        "pywintypes": {"TimeType": datetime, "com_error": Error, "error": Error, "IID": str},
        "win32api": {},
        "win32con": {},
        "win32gui": {"FindWindowEx": lambda *_: 1},
        "win32timezone": {"TimeZoneInfo": SimpleNamespace(utc=lambda: UTC)},
        "win32process": {"GetWindowThreadProcessId": lambda _hwnd: (1, 1)},
        "pythoncom": {"CoInitialize": lambda: None, "__file__": None, "ole_error": Error},
        "win32com": {},
        "win32com.client": {"CDispatch": Seen, "DispatchBaseClass": Seen, "Dispatch": None, "DispatchEx": None},
    }
    modules = {name: ModuleType(name) for name in made}
    for name, module in modules.items():
        vars(module).update(made[name])
    modules["win32com"].client = modules["win32com.client"]  # type: ignore[attr-defined]
    windows = ("GetForegroundWindow", "SetForegroundWindow", "SetWindowPos")
    library = SimpleNamespace(
        ole32=SimpleNamespace(CLSIDFromString=lambda *_: 0),
        oleacc=SimpleNamespace(AccessibleObjectFromWindow=lambda *_: 0),
        user32=SimpleNamespace(**dict.fromkeys(windows, lambda *_: 1)),
    )
    python = SimpleNamespace(PyCom_PyObjectFromIUnknown=SimpleNamespace())
    here = {"oledll": library, "windll": library, "PyDLL": lambda *_: python}
    with patch.dict(sys.modules, modules), patch.multiple(ctypes, create=True, **here):
        part = import_module("xlwings._xlwindows")
    atexit.unregister(part.cleanup)
    part.N_COM_ATTEMPTS = 1  # type: ignore[attr-defined]  # What is not there does not come by asking again.
    return part


@cache
def windows_part() -> Any:
    """xlwings' part for Windows. It is kept here alone, for by it others tell Windows from other systems."""
    part = _import_part()
    del sys.modules["xlwings"]._xlwindows  # type: ignore[attr-defined]
    return part


@cache
def _opened(path: str, _changed: int) -> Application:
    app = Application()
    app.books.append(Workbook(app, path))
    app.Selection = app.books[0].ActiveSheet.Range("A1")
    return app


@contextmanager
def excel(path: str) -> Iterator[Any]:
    """The workbook as xlwings has it on Windows, open in the Excel of this folder."""
    from pmxl.excel.application import import_xlwings

    xw = import_xlwings()
    part = windows_part()
    app = deepcopy(_opened(path, os.stat(path).st_mtime_ns))
    (book,) = app.books
    own = {
        "get_excel_hwnds": lambda: [app.Hwnd],
        "get_xl_app_from_hwnd": lambda _hwnd: part.COMRetryObjectWrapper(Seen(app)),
    }
    engine = xw.main.Engine(impl=part.engine)
    engines = {"active": engine, "engines": [engine], "engines_by_name": {engine.name: engine}}
    with patch.multiple(part, **own), patch.multiple(xw.engines, **engines):
        yield xw.Book(impl=part.Book(xl=part.COMRetryObjectWrapper(Seen(book))))
