"""What could not be taken along, gathered while a file is written or read, so that nothing is dropped in silence."""

from __future__ import annotations

SHOWN = 3
"""How many rows are named in one sentence."""


class Told:
    """Facts and the rows that they are true of. The same fact about many rows is one sentence."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[str, list[str]] = {}

    def say(self, fact: str, row: str = "") -> None:
        """Remember a fact, a sentence without a final stop, and the row that it is true of."""
        rows = self._rows.setdefault(fact, [])
        if row and row not in rows[-1:]:
            rows.append(row)

    def lines(self) -> list[str]:
        """One line for each fact: `notes have no column in the Schedule (T-003, T-007, T-012 and 9 more)`."""
        return [f"{fact}{_named(rows)}" for fact, rows in self._rows.items()]


def _named(rows: list[str]) -> str:
    more = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    return f" ({', '.join(rows[:SHOWN])}{more})" if rows else ""
