"""What a command says on the side, and what the terminal can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO


def say(text: str) -> None:
    """A hint or a piece of news. Results go to stdout, everything else here."""
    print(text, file=sys.stderr, flush=True)


def colourful(stream: TextIO) -> bool:
    """True where colours are wanted: NO_COLOR and FORCE_COLOR decide, else whether somebody is looking."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def width(stream: TextIO) -> int:
    """Characters on a line of the terminal; 0 where the stream is no terminal."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def put(pieces: Iterable[str], path: str | None, encoding: str = "utf-8") -> None:
    """Write a result to stdout as it comes, or whole to a file. Raises Refused where the file cannot be written."""
    if path is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    _write(path, "".join(pieces).encode(encoding, "backslashreplace"))


def put_page(page: str | bytes, path: str | None) -> None:
    """Write a page to stdout or to a file. Raises Refused where the file cannot be written."""
    if isinstance(page, str):
        put([page], path)
    elif path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(page)
    else:
        _write(path, page)


def _write(path: str, content: bytes) -> None:
    """Write a result to a file, to a pipe or to a device. Raises Refused."""
    from pmxl.workbook.errors import about
    from pmxl.workbook.lock import write_safely

    with about(path):
        if os.path.exists(path) and not os.path.isfile(path):
            # A pipe or /dev/null is written to; another file must not take its place.
            with open(path, "wb") as stream:
                stream.write(content)
        else:
            write_safely(path, content)
