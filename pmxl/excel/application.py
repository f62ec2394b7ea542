"""The running application: found quickly, kept quiet while pmxl writes, and left as it was.

`Book`, `Sheet` and `Range` stand for xlwings' own. xlwings is imported only when a command runs, and never with the
packages that it looks for and pmxl does not use: with pandas installed they make `import xlwings` ten times slower.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, TypeAlias, TypeVar

from pmxl.workbook.errors import Refused

Book: TypeAlias = Any
Sheet: TypeAlias = Any
Range: TypeAlias = Any
App: TypeAlias = Any
T = TypeVar("T")

OPTIONAL = ("matplotlib", "numpy", "pandas", "PIL", "plotly", "polars", "xlwings.pro")
"""What xlwings imports where it is there, and pmxl has no use for: conversions, and the part that takes a licence."""
LATER = ("inspect", "json", "subprocess", "tempfile", "traceback", "uuid")
"""Modules of Python that xlwings names at its start and uses in few of its functions: half of its time to start."""

BUSY = (-2147418111, -2147417846, -2146777998)
"""What Excel answers while a cell is being edited or a dialog is open: call rejected, try later, not now."""
GIVEN_UP = "ExcelBusyError"
"""What xlwings raises on Windows once it has asked a busy Excel often enough."""
ATTEMPTS, PAUSE = 8, 0.25
"""How often, and after how many seconds, a busy Excel is asked again: two seconds in all."""

EDITING = Refused(
    "Excel is busy, as it is while a cell is being edited or a dialog is open",
    "press Enter or Esc in Excel, then try again",
)
VISIBLE = (True, -1)
"""How xlwings says that a sheet is seen; Excel on Windows has -1 for it, and 2 for one that only macros can show."""
STRUCTURE = "take the protection off (Review, Protect Workbook), then again"
NO_WORKBOOK = Refused(
    "no workbook that can be edited is in front in Excel",
    "open one (in Protected View choose Enable Editing), or let New make one",
)
UNHIDE = "show its window (View, Unhide), then again"


class Later(ModuleType):
    """Stands for a module of Python until somebody asks for something in it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_xlwings() -> Any:
    """Import xlwings without the packages that only its converters need, and without what it needs seldom.

    A name that is None in `sys.modules` answers an import with ImportError, which xlwings expects and lives with.
    Whatever was imported before stays, and afterwards each package can be imported again.
    """
    stand_ins = {} if "xlwings" in sys.modules else dict.fromkeys(OPTIONAL) | {name: Later(name) for name in LATER}
    stand_ins = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(stand_ins)  # type: ignore[arg-type]
    try:
        import xlwings
    except ImportError:
        raise Refused("xlwings is not installed", 'run: pip install "pmxl[excel]"') from None
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name, module) is module:
                sys.modules.pop(name, None)
    _give_up_some_time(xlwings)
    return xlwings


def _give_up_some_time(xlwings: Any) -> None:
    """On Windows xlwings asks a busy Excel again without end; a click must come back with a sentence."""
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None and not windows.N_COM_ATTEMPTS:
        windows.N_COM_ATTEMPTS = 50


def calling_book(words: Sequence[str] = ()) -> Book:
    """The workbook that a command is about: the one whose button was clicked, else the active one. Raises Refused.

    *words* is the command line that Excel wrote. xlwings reads `--wb=a=b.xlsx` as a workbook called "a", so the name
    is looked up here, in the application whose window was clicked.
    """
    xlwings = import_xlwings()
    given = dict(word.removeprefix("--").split("=", 1) for word in words if word.startswith("--") and "=" in word)
    if hasattr(xlwings.Book, "_mock_caller"):
        return xlwings.Book.caller()
    if "wb" in given:
        name = given["wb"].strip().casefold()
        apps = sorted(xlwings.apps, key=lambda app: str(app.hwnd) != given.get("hwnd"))
        found = [book for app in apps for book in app.books if book.name.casefold() == name]
        if found:
            return found[0]
        says = f'"{given["wb"]}" is not open in Excel, or in Protected View only'
        raise Refused(says, "open it and choose Enable Editing, or name one that is open")
    called = getattr(getattr(xlwings, "_xlwindows", None), "BOOK_CALLER", None)
    book = xlwings.Book.caller() if called else _active(xlwings)
    if book is None:
        raise NO_WORKBOOK
    return book


def _active(xlwings: Any) -> Book | None:
    app = xlwings.apps.active if xlwings.engines.active else None
    book = app.books.active if app is not None and len(app.books) else None
    # Where Protected View is in front, or every window is hidden, xlwings gives a workbook that stands for nothing.
    return book if book is not None and if_it_can(lambda: book.name, "") else None


def path_of(book: Book) -> str:
    """The path of a workbook; its web address where it is in the cloud only; its name where it was never saved.

    xlwings looks for the synchronised copy of a workbook in OneDrive or SharePoint, and fails where there is none.
    """
    try:
        return str(book.fullname)
    except Exception:
        return str(if_it_can(lambda: book.api.FullName, None) or book.name)


def patiently(ask: Callable[[], T]) -> T:
    """What Excel answers, asked again for two seconds while it is busy. Raises Refused where it stays so."""
    for attempt in range(ATTEMPTS):
        try:
            return ask()
        except Exception as error:
            if not is_busy(error):
                raise
            if attempt < ATTEMPTS - 1:
                time.sleep(PAUSE)
    raise EDITING


def is_busy(error: Exception) -> bool:
    """True for what Excel on Windows answers while it is busy; the number may lie one level deeper."""
    inner = getattr(error, "excepinfo", None) or (None,)
    return type(error).__name__ == GIVEN_UP or getattr(error, "hresult", None) in BUSY or inner[-1] in BUSY


def words_of(error: Exception) -> str:
    """What Excel itself says of an error, on Windows and on macOS; "" where the error is none of Excel's."""
    inner = getattr(error, "excepinfo", None) or ("", "", "")
    return str(inner[2] or getattr(error, "errormessage", "") or "").strip().rstrip(".")


def if_it_can(ask: Callable[[], Any], otherwise: Any) -> Any:
    """The answer of a member that not every application has; *otherwise* where this one has not."""
    try:
        return ask()
    except (AttributeError, NotImplementedError, TypeError):
        return otherwise


@contextlib.contextmanager
def calm(book: Book, saying: str = "") -> Iterator[None]:
    """Keep the application quiet while cells change, and leave it as it was, also when something fails.

    No screen updates, no events, no calculation between the writes, no questions; the selection comes back, and the
    status bar says what goes on.
    """
    app = book.app
    before = {name: value for name in QUIET if (value := patiently(lambda name=name: _state(app, name))) is not None}  # type: ignore[misc]
    filling = if_it_can(lambda: app.api.AutoCorrect.AutoFillFormulasInLists, None)
    front, selected, group = _told(lambda: book.sheets.active), _told(lambda: app.selection), _group(book)
    try:
        if len(group) > 1:  # As long as sheets are selected together, no table can be made or grow.
            front.select()
        for name in before:
            patiently(lambda name=name: setattr(app, name, QUIET[name]))  # type: ignore[misc]
        if filling:  # A formula in one cell of a table must not run down the whole column over what was typed there.
            app.api.AutoCorrect.AutoFillFormulasInLists = False
        if saying:
            say(app, saying)
        yield
    finally:
        if filling:
            _restore(app.api.AutoCorrect, "AutoFillFormulasInLists", filling)
        for name, value in reversed(before.items()):
            _restore(app, name, value)
        if saying:
            say(app, None)
        _select_again(book, front, selected, group)


QUIET = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
"""What is set while pmxl writes; calculation comes last, and back first, so that the screen shows calculated cells."""


def _state(app: App, name: str) -> Any:
    """How the application is set; None where it has no such setting."""
    return if_it_can(lambda: getattr(app, name), None)


def _restore(owner: Any, name: str, value: Any) -> None:
    """Set one thing as it was; where the application refuses, the others must come back all the same."""
    with contextlib.suppress(Exception):
        patiently(lambda: setattr(owner, name, value))


def selected_cells(app: App) -> Range | None:
    """The cells that are selected; None where it is a picture, a chart, or nothing at all."""
    return if_it_can(lambda: app.selection, None)


def _told(ask: Callable[[], Any]) -> Any:
    """What is in front or selected; None where the application cannot tell, whatever it says instead."""
    with contextlib.suppress(Exception):
        return ask()
    return None


def _group(book: Book) -> list[str]:
    """The names of the sheets that are selected together; none where the application cannot tell."""
    return [sheet.Name for sheet in if_it_can(lambda: book.api.Windows(1).SelectedSheets, ())]


def _select_again(book: Book, front: Sheet | None, selected: Range | None, group: list[str]) -> None:
    """Go back to where the person was; a sheet that is gone meanwhile is no reason to fail."""
    with contextlib.suppress(Exception):
        if len(group) > 1:
            book.api.Sheets(group).Select()
    with contextlib.suppress(Exception):
        if front is not None:
            front.activate()
        if selected is not None:
            selected.select()


def say(app: App, line: str | None) -> None:
    """Write a line into the status bar; None gives it back to the application."""
    with contextlib.suppress(Exception):
        app.status_bar = False if line is None else line
