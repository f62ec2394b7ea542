"""What a command tells, and how the person gets to see it: a line in the status bar, or one message box."""

from __future__ import annotations

import atexit
import sys

from pmxl.excel.application import App, Book, say, words_of
from pmxl.records import NamedTuple

LONGEST = 1000
"""Letters of a message box; Excel cuts at 1,024."""


class Answer(NamedTuple):
    """What to tell. Without *box* a line in the status bar is enough, because the sheet itself shows the rest."""

    text: str
    box: bool = False
    alarm: bool = False
    """True where the command could not be done."""


def show(book: Book | None, answer: Answer) -> None:
    """Tell the person; where there is no Excel to tell it, stderr gets it."""
    app = book.app if book is not None else _any_app()
    if app is None:
        print(answer.text, file=sys.stderr)  # noqa: T201 - there is no other way to be heard
        return
    _let_it_stand()
    if answer.box or answer.alarm:
        say(app, None)  # xlwings' macro on macOS says "Running..." and waits for nobody.
        try:
            app.alert(_cut(answer.text), "pmxl", "ok", "critical" if answer.alarm else "info")
            return
        except Exception as error:  # An application without message boxes still has a status bar.
            _log(f"no message box: {error!r}")
    say(app, answer.text.replace("\n", "  ")[:250])


def _let_it_stand() -> None:
    """On macOS xlwings clears the status bar when Python ends, and with it what was told there."""
    macos = sys.modules.get("xlwings._xlmac")
    if macos is not None:
        atexit.unregister(macos.cleanup)


def _any_app() -> App | None:
    xlwings = sys.modules.get("xlwings")
    return getattr(getattr(xlwings, "apps", None), "active", None) if xlwings else None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit("\n", 1)[0] + "\n..."


def failed(error: Exception, tag: str) -> str:
    """One readable sentence for what went wrong; the details go to the log."""
    from pmxl.workbook.errors import Refused

    if isinstance(error, Refused) and error.__cause__ is None:
        return _sentence(error)
    from traceback import format_exception

    path = _log(f"{tag}\n{''.join(format_exception(error))}")
    if isinstance(error, Refused):
        return _sentence(error)
    then = "Press Undo again for the rest" if tag == "undo" else "Cells that were written got back what they held"
    return f"{_failure(error)}. {then}. Details for the makers: {path}"


def _failure(error: Exception) -> str:
    said = words_of(error)
    if said:
        return f'Excel did not do it and says "{said}"'
    whose = "pmxl itself failed" if getattr(error, "hresult", None) is None else "Excel did not do it"
    return f"{whose} ({type(error).__name__}: {error})"


def _sentence(error: Exception) -> str:
    return str(error)[:1].upper() + str(error)[1:] + "."


def _log(text: str) -> str:
    from pmxl.excel.memory import log

    return log(text)
