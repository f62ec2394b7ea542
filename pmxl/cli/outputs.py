"""Where results go. A file that is there already stays, unless it still is what pmxl itself left there.

Of each file that `-o` makes, its place and a fingerprint are kept among the user's own state: who runs the same command
every night gets the new result in place of the old one, and nobody else's file, nor what somebody made of it since, is
written over. Where that state cannot be kept, or was kept elsewhere, only `--replace` replaces.
"""

from __future__ import annotations

import contextlib
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmxl.cli.errors import Usage
from pmxl.cli.paths import SUFFIXES

if TYPE_CHECKING:
    from pmxl.model import Edit
    from pmxl.workbook import Workbook

ANOTHER = "write to another file and leave this one as it is"
MOST = 500_000
"""Bytes of the list of outputs, some five thousand of them, before its older half is put aside, then forgotten."""


def add_output(parser: ArgumentParser, what: str, metavar: str = "OUT") -> None:
    """Declare `-o` and `--replace`."""
    parser.add_argument("-o", "--output", metavar=metavar, help=what)
    parser.add_argument(
        "--replace", action="store_true", help="with -o: replace a file even where it is not pmxl's own"
    )


def save_as_told(book: Workbook, edits: Sequence[Edit], options: Namespace, *, backup: bool = False) -> tuple[str, ...]:
    """Save into the workbook itself or where `-o` says; gives the parts that changed. Raises Refused."""
    from pmxl.workbook import save

    changed = save(book, edits, options.output, backup=backup)
    if options.output and not _is_one(options.output, book.path):
        remember(options.output)
    return changed


def refuse_report(options: Namespace) -> None:
    """Raises Usage where a report would be written over what looks like a workbook, or over what is not pmxl's."""
    path = options.output
    if path is not None and os.path.splitext(path)[1].lower() in (*SUFFIXES, ".xls", ".xlsb", ".xltx", ".xltm"):
        raise Usage(f'a report must not be written over a workbook ("{path}"); give it another name')
    refuse_taken(path, replace=options.replace)


def refuse_copy(options: Namespace) -> None:
    """Raises Usage where a workbook would be written over what is not pmxl's.

    And where it would get the ending of another kind of file, which Excel then will not open.
    """
    path, wanted = options.output, os.path.splitext(options.path)[1].lower()
    if path is not None and os.path.splitext(path)[1].lower() != wanted:
        raise Usage(f'"{path}" must end with "{wanted}", as "{options.path}" does; give it that ending')
    refuse_taken(path, replace=options.replace, origin=options.path)


def refuse_taken(path: str | None, *, replace: bool, origin: str = "") -> None:
    """Raises Usage where a result would be written over what pmxl did not leave there.

    The workbook that the result comes from, the *origin*, is saved as it is without `-o`.
    """
    if path is None or not os.path.exists(path) or (origin and _is_one(path, origin)):
        return
    if not os.path.isfile(path):
        kind = "a folder" if os.path.isdir(path) else "a device or a pipe"
        raise Usage(f'"{path}" is {kind} and no place for a file; give the name of a file')
    if not (replace or is_ours(path)):
        raise Usage(
            f'"{path}" is there already and pmxl does not know it as its own; choose another name, or say --replace'
        )


def is_ours(path: str) -> bool:
    """True for a file that still is what the last `-o` of this user left there."""
    place, known = _place(path), ""
    for line in _outputs():
        if line.startswith(place):
            known = line.split()[1]
    try:
        return bool(known) and known == _fingerprint(path)
    except OSError:
        return False


def remember(path: str) -> None:
    """Keep in mind that the file is pmxl's own. Where nothing can be kept, work goes on without."""
    with contextlib.suppress(OSError):
        current, former = _lists()
        if os.path.exists(current) and os.path.getsize(current) > MOST // 2:
            os.replace(current, former)
        with open(current, "a", encoding="ascii") as file:
            file.write(f"{_place(path)} {_fingerprint(path)}\n")


def _outputs() -> Iterator[str]:
    """The whole lines of the list, the oldest first."""
    with contextlib.suppress(OSError):
        for path in reversed(_lists()):
            with contextlib.suppress(FileNotFoundError), open(path, encoding="ascii", errors="replace") as file:
                yield from (line for line in file if len(line.split()) == 2)


def _lists() -> tuple[str, str]:
    """The list that is written to, and the one before. Raises OSError where there is no place for them."""
    from pmxl.excel.memory import state_folder

    current = os.path.join(state_folder(), "outputs.txt")
    return current, f"{current}.old"


def _place(path: str) -> str:
    from hashlib import sha256

    real = os.path.normcase(os.path.realpath(path))
    return sha256(os.fsencode(real)).hexdigest()[:32]


def _fingerprint(path: str) -> str:
    """The fingerprint of a file. Raises OSError where it cannot be read."""
    from hashlib import file_digest

    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_one(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
