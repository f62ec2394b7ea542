"""What pmxl remembers of a workbook between two clicks: the last write, to undo it, and the cells that it marked.

Each click may be a new interpreter, so it is kept in a file of the user's own, one for each workbook.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmxl.excel.application import Book


def state_folder() -> str:
    """The folder of the user's own state, made where it is not there."""
    home = os.path.expanduser("~")
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or home
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = os.environ.get("XDG_STATE_HOME") or os.path.join(home, ".local", "state")
    folder = os.path.join(base, "pmxl")
    os.makedirs(folder, exist_ok=True)
    return folder


def recall(book: Book, what: str) -> Any:
    """What was remembered of a workbook; None where there is nothing, or nothing that can be read."""
    import json

    try:
        with open(_path(book), encoding="utf-8") as file:
            return json.load(file).get(what)
    except (OSError, ValueError, AttributeError):
        return None


def remember(book: Book, what: str, value: Any) -> None:
    """Keep a plain value for the next click; None forgets it. Where nothing can be kept, work goes on without."""
    import json

    with contextlib.suppress(OSError, TypeError, ValueError):
        kept = {name: found for name in ("write", "marks", "pages") if (found := recall(book, name)) is not None}
        kept[what] = value
        path = _path(book)
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump({name: found for name, found in kept.items() if found is not None}, file)
        os.replace(f"{path}.new", path)


def _path(book: Book) -> str:
    from hashlib import sha256

    from pmxl.excel.application import path_of  # The command line asks only for the folder.

    name = sha256(path_of(book).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return os.path.join(state_folder(), f"{name}.json")


def log(text: str) -> str:
    """Add details to the log, for whoever helps; gives the path of the log."""
    path = os.path.join(state_folder(), "pmxl.log")
    with contextlib.suppress(OSError):
        if os.path.exists(path) and os.path.getsize(path) > 500_000:
            os.replace(path, f"{path}.old")
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text.rstrip() + "\n\n")
    return path
