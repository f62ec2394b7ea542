"""Where results go, and what becomes of a file that is there already.

A report is written over, as by any other command. What a workbook of that name held is kept beside it, unless it still
is what pmxl itself left there: of each workbook that `-o` makes, its place and a fingerprint are kept among the user's
own state. So a job may run every night, and nobody's typing is lost.
"""

from __future__ import annotations

import contextlib
import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmxl.cli.errors import Usage
from pmxl.cli.paths import SUFFIXES
from pmxl.cli.terminal import say

if TYPE_CHECKING:
    from pmxl.model import Edit
    from pmxl.workbook import Workbook

MOST = 500_000
"""Bytes of the list of outputs, some five thousand of them, before its older half is put aside, then forgotten."""


def save_as_told(
    book: Workbook, edits: Sequence[Edit], options: Namespace, *, backup: bool = False, on_record: bool = False
) -> tuple[str, ...]:
    """Save into the workbook itself or where `-o` says; gives the parts that changed. Raises Refused.

    What is *on record* may stand in this file alone, so a later result does not take its place either.
    """
    from pmxl.workbook import save
    from pmxl.workbook.saving import same_file

    path = options.output
    if path is None or same_file(path, book.path):
        return save(book, edits, path, backup=backup)
    keep = backup or not is_ours(path)
    told = keep and os.path.exists(path) and os.path.getsize(path) > 0
    changed = save(book, edits, path, backup=keep)
    if told:
        say(f'{path} was there already; what it held is kept beside it, marked "(before pmxl)".')
    if not on_record:
        remember(path)
    return changed


def refuse_report(path: str | None) -> None:
    """Raises Usage where a report would be written over what looks like a workbook, or where there is a folder."""
    if path is not None and os.path.splitext(path)[1].lower() in (*SUFFIXES, ".xls", ".xlsb", ".xltx", ".xltm"):
        raise Usage(f'a report must not be written over a workbook ("{path}"); give it another name')
    _refuse_folder(path)


def refuse_copy(origin: str, path: str | None) -> None:
    """Raises Usage where a workbook would get the ending of another kind of file, which Excel then will not open."""
    wanted = os.path.splitext(origin)[1].lower()
    if path is not None and os.path.splitext(path)[1].lower() != wanted:
        raise Usage(f'"{path}" must end with "{wanted}", as "{origin}" does; give it that ending')
    _refuse_folder(path)


def _refuse_folder(path: str | None) -> None:
    if path is not None and os.path.isdir(path):
        raise Usage(f'"{path}" is a folder and no place for a file; give the name of a file')


def is_ours(path: str) -> bool:
    """True for a workbook that still is what the last `-o` of this user left there."""
    place, known = _place(path), ""
    for line in _outputs():
        if line.startswith(place):
            known = line.split()[1]
    try:
        return bool(known) and known == _fingerprint(path)
    except OSError:
        return False


def remember(path: str) -> None:
    """Keep in mind that the workbook is pmxl's own. Where nothing can be kept, work goes on without."""
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
