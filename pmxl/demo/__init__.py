"""The demo: a Microsoft 365 migration of 612 people in four waves, as it stands on Friday 13 March 2026.

Everything in it lies in the CSV files beside this module, one for each register, with the titles of the columns as
headers and dates as 2026-03-13. They open in any spreadsheet; only what a person types is in them. The company, its
people and its suppliers are invented.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from pmxl.model import Column, RawBook, RawSheet, Register, Value
from pmxl.registers import REGISTERS
from pmxl.registers.setting import Setting
from pmxl.registers.settings import SETTINGS, Settings

HERE = Path(__file__).parent


def settings() -> dict[str, Value]:
    """Setting key -> value, for every setting that the demo does not leave at its default."""
    lines = {line.title: line for line in Settings.lines}
    return {lines[row["Setting"]].key: _value(row["Value"], lines[row["Setting"]]) for row in _lines("Settings")}


def rows() -> dict[str, list[dict[str, Value]]]:
    """Register name -> its rows from top to bottom, each column title -> value; blank cells are absent."""
    return {r.name: list(_rows(r)) for r in REGISTERS if r is not SETTINGS and _path(r.name).exists()}


def write(target: str | Path | IO[bytes]) -> None:
    """Write the demo as a workbook to a path, replacing what is there, or into an open file."""
    from pmxl.generate.workbook import write_workbook

    write_workbook(target, profile="light", rows=rows(), settings=settings())


def raw_book() -> RawBook:
    """The same cells as the workbook's, without a file: for tests and benchmarks. Headers stand in row 1."""
    sheets = {name: _sheet(name, _titles(found), found) for name, found in rows().items()}
    titles = {line.key: line.title for line in Settings.lines}
    lines = [{"Setting": titles[key], "Value": value, "Key": key} for key, value in settings().items()]
    sheets[SETTINGS.name] = _sheet(SETTINGS.name, ["Setting", "Value", "Key"], lines)
    return RawBook(sheets)


def _path(name: str) -> Path:
    return HERE / f"{name}.csv"


def _lines(name: str) -> list[dict[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _rows(register: Register[Any]) -> Iterator[dict[str, Value]]:
    typed = {column.title: column for column in register.columns if column.typed}
    for line in _lines(register.name):
        yield {title: _value(said, typed[title]) for title, said in line.items() if said}


def _value(said: str, column: Column | Setting) -> Value:
    """What a cell of a CSV file becomes in a sheet: a date, a number or a text."""
    if column.kind == "day":
        return date.fromisoformat(said)
    if column.kind in ("whole", "number", "money", "percent"):
        return float(said)
    return said


def _titles(found: list[dict[str, Value]]) -> list[str]:
    return list(dict.fromkeys(title for row in found for title in row))


def _sheet(name: str, titles: list[str], found: list[dict[str, Value]]) -> RawSheet:
    cells: dict[int, dict[int, object]] = {1: dict(enumerate(titles, 1))}
    for number, row in enumerate(found, 2):
        cells[number] = {i: row[title] for i, title in enumerate(titles, 1) if title in row}
    return RawSheet(name, cells)
