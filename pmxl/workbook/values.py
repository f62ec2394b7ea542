"""Values as a cell holds them, in a file and in an open workbook."""

from __future__ import annotations

from datetime import date, datetime

from pmxl.model import ErrorValue, Value
from pmxl.workbook.errors import Refused
from pmxl.workbook.strings import MAX_TEXT

_EPOCH, _EPOCH_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()


def serial(day: date, *, date_1904: bool = False) -> float:
    """The number by which Excel knows a day, or a day and a time as a fraction of it."""
    epoch = _EPOCH_1904 if date_1904 else _EPOCH
    number = day.toordinal() - epoch
    if not date_1904 and number < 61:
        number -= 1  # Excel believes that 29 February 1900 existed.
    if isinstance(day, datetime):
        seconds = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
        return number + seconds / 86400
    return float(number)


def written(value: Value, *, date_1904: bool = False) -> object:
    """What a reader of the file will get for a value that is written: text, number, truth, error or None."""
    if value is None:
        return None
    if isinstance(value, date):
        return serial(value, date_1904=date_1904)
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if isinstance(value, ErrorValue) else _fitting(value)
    return float(value)


def _fitting(text: str) -> str:
    """The text as a cell can hold it: one kind of line end, no half characters, not too long."""
    text = text.replace("\r\n", "\n")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise Refused(f'a text of {len(text):,} characters ("{text[:30]}...") does not fit a cell', "shorten it")
    return text
