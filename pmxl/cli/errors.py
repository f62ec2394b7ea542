"""What is said, in one line, when a command cannot do what it was told to."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable


class Usage(Exception):
    """The command was not understood. The text says what, and what to do."""


def code_of(error: Exception) -> int:
    """The exit code that an error leads to."""
    from pmxl.cli import INCOMPLETE, USAGE

    return USAGE if isinstance(error, Usage) else INCOMPLETE


def say_why(error: Exception) -> None:
    """Print the one line for an error to stderr; its traceback too where PMXL_DEBUG is set."""
    from pmxl.reports.checked import one_line

    show_traceback(error)
    print(one_line(f"pmxl: {line_of(error)}"), file=sys.stderr)


def line_of(error: Exception, path: str = "") -> str:
    """One line for a person: a refusal and wrong usage speak for themselves, everything else is a fault of pmxl."""
    from pmxl.workbook.errors import Refused

    if isinstance(error, (Refused, Usage)):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the results cannot be written ({error.strerror}); free some space, or choose another place"
    where = f"{path}: " if path else ""
    return (
        f"{where}pmxl itself failed ({type(error).__name__}: {error}); "
        "run it again with PMXL_DEBUG=1 and report what it prints"
    )


def show_traceback(error: Exception) -> None:
    """Print where an error came from, for whoever asked for it by setting PMXL_DEBUG."""
    if os.environ.get("PMXL_DEBUG"):
        from traceback import print_exception

        print_exception(error)


def nearest(word: str, words: Iterable[str]) -> str:
    """`did you mean "check"?` where a word is almost right; "" where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), list(words), n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else ""
