"""What is said, in one line, when a command cannot do what it was told to."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable


class Usage(Exception):
    """The command was not understood. The text says what, and what to do."""


def complain(error: Exception) -> int:
    """Print the one line for an error to stderr, its traceback too where PMXL_DEBUG is set, and give the exit code."""
    from pmxl.cli import INCOMPLETE, UNHEARD, USAGE
    from pmxl.reports.checked import one_line

    if nobody_listens(error):
        return UNHEARD
    try:
        show_traceback(error)
        print(one_line(f"pmxl: {line_of(error)}"), file=sys.stderr)
    except OSError:
        return UNHEARD
    return USAGE if isinstance(error, Usage) else INCOMPLETE


def nobody_listens(error: Exception) -> bool:
    """True where whoever read the results has gone. Windows calls that a wrong argument, and of no file."""
    if os.name == "nt" and isinstance(error, OSError) and error.filename is None:
        return error.errno in (errno.EPIPE, errno.EINVAL)
    return isinstance(error, BrokenPipeError)


def line_of(error: Exception, path: str = "") -> str:
    """One line for a person: a refusal and wrong usage speak for themselves, everything else is a fault of pmxl."""
    from pmxl.workbook.errors import Refused

    if isinstance(error, (Refused, Usage)):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the results cannot be written ({error.strerror}); free some space, or choose another place"
    where = f"{path}: " if path else ""
    if isinstance(error, MemoryError):
        return f"{where}it is too large for the memory that there is; close other programs, or split the workbook"
    return (
        f"{where}pmxl itself failed ({type(error).__name__}: {error}); "
        "run it again with PMXL_DEBUG=1 and report what it prints"
    )


def show_traceback(error: Exception) -> None:
    """Print where an error came from, for whoever asked for it by setting PMXL_DEBUG, and let go of what failed.

    A traceback holds all that the failed steps had read, so that there may be no memory left to say a line.
    """
    if os.environ.get("PMXL_DEBUG"):
        from traceback import print_exception

        print_exception(error)
    error.__traceback__ = error.__context__ = error.__cause__ = None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`did you mean "check"?` where a word is almost right; "" where none is near."""
    from pmxl.nearest import nearest

    near = nearest(word, words, alike=0.5)
    return f'did you mean "{near}"?' if near else ""
