"""Registers as pandas DataFrames, for analysts. Needs the extra `pmxl[frames]`; nothing else of pmxl imports this.

frames = pmxl.frames_of(pmxl.Journey(book.raw, date.today()).book)
frames["Risks"].groupby("Owner")["Score"].sum()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmxl.model import Book, Column

if TYPE_CHECKING:
    from pandas import DataFrame, Series

NUMBERS = ("number", "whole", "money", "percent")
"""The kinds of column that hold numbers."""


def frames_of(book: Book) -> dict[str, DataFrame]:
    """Register name -> its rows, one column for each declared one under its title, indexed by the row's number.

    Dates are `datetime64`, numbers `Float64` and text `string`, with NA for what is blank or could not be read; lists
    of references stay tuples. Raises ImportError, saying what to install, where pandas is missing.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("pandas is not installed; install pmxl with the extra frames: pmxl[frames]") from error
    frames = {}
    for rows in book.rows.values():
        if rows:
            register = rows[0].register
            index = pandas.Index([row.number for row in rows], name="Row")
            columns = {c.title: _series(c, [getattr(row, c.name) for row in rows], index) for c in register.columns}
            frames[register.name] = pandas.DataFrame(columns, index=index)
    return frames


def _series(column: Column, values: list[Any], index: Any) -> Series[Any]:
    import pandas

    if column.kind == "day":
        return pandas.Series(pandas.to_datetime(pandas.Series(values, index=index, dtype="object")), index=index)
    if column.kind in NUMBERS:
        return pandas.Series(values, index=index, dtype="Float64")
    if column.kind in ("refs", "links", "yes_no"):
        return pandas.Series(values, index=index, dtype="object")
    return pandas.Series(values, index=index, dtype="string")
