"""What comes in from, and goes out to, another program: plain values, with what could not be taken along."""

from __future__ import annotations

from typing import Any

from pmxl.records import NamedTuple


class Exported(NamedTuple):
    """A text for another program, and one line for each thing that it cannot say."""

    text: str
    told: list[str]


class Imported(NamedTuple):
    """What another program knows. `rows` is register -> rows, each column name -> value; `settings` is by key."""

    rows: dict[str, list[dict[str, Any]]]
    settings: dict[str, Any]
    told: list[str]
    """One line for each thing that the workbook has no place for."""
