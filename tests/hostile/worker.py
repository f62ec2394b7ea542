"""Opens, reads, checks, changes and reopens every hostile file, and prints one line of JSON for each.

It runs in a process of its own with a limit on memory, so that a file that takes too much shows as a failure here.
"""

from __future__ import annotations

import json
import tempfile
import time
import traceback
from datetime import date
from pathlib import Path

from catalogue import CATALOGUE, Entry

from pmxl.cli.check import check
from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save

PAGE = ReplaceSheet("pmxl page", (10,), (PageRow((PageCell("=text"),)),))


def limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def outcome(path: Path, entry: Entry) -> dict[str, object]:
    said: dict[str, object] = {"name": entry.name}
    started = time.process_time()
    try:
        book = open_workbook(path)
        sheets = {name: {r: dict(c) for r, c in sheet.cells.items()} for name, sheet in book.raw.sheets.items()}
        [list(sheet.formulas.values()) for sheet in book.raw.sheets.values()]
        said["read"] = repr(next(iter(sheets.values()), {}))[:200]
        said["as_expected"] = entry.cells is None or next(iter(sheets.values())) == entry.cells
        said["oddities"] = book.oddities
    except Refused as refused:
        said["refused"], said["where"] = f"{refused.reason}; {refused.cure}", refused.where
    except BaseException:
        said["traceback"] = traceback.format_exc(limit=-4)
    said["seconds"] = time.process_time() - started
    started = time.process_time()
    checked = check(str(path), date(2026, 4, 27))
    said["finds"] = checked.refused or [finding.rule for finding in checked.findings]
    said["check_seconds"] = time.process_time() - started
    if "read" in said:
        said |= change(path)
    return said


def change(path: Path) -> dict[str, object]:
    out = path.with_name("out-" + path.name)
    started = time.process_time()
    try:
        book = open_workbook(path)
        edits = [SetCells(name, "C", {2: "set"}) for name in list(book.raw.sheets)[:1]]
        save(book, [*edits, PAGE], out)
        again = open_workbook(out)
        for edit in edits:
            assert again.raw.sheets[edit.sheet].cells[2][3] == "set"
        assert again.raw.sheets["pmxl page"].cells == {1: {1: "=text"}}
        return {"changed": True, "change_seconds": time.process_time() - started}
    except Refused as refused:
        return {"change_refused": str(refused), "change_seconds": time.process_time() - started}
    except BaseException:
        return {"traceback": traceback.format_exc(limit=-4)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for entry in CATALOGUE:
            path = Path(folder) / (entry.name + entry.suffix)
            path.write_bytes(entry.build())
        limit_memory(1024)
        for entry in CATALOGUE:
            print(json.dumps(outcome(Path(folder) / (entry.name + entry.suffix), entry)), flush=True)
