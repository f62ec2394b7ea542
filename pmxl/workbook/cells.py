"""How values, formulas and addresses are written as cells."""

from __future__ import annotations

from datetime import date, datetime

from pmxl.model import ErrorValue, Value
from pmxl.workbook.errors import Refused
from pmxl.workbook.strings import escape_excel

MAX_TEXT = 32_767
UNKNOWN = object()
"""The value of a formula that only the application can calculate."""
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
    if isinstance(value, date):
        return serial(value, date_1904=date_1904)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return value if isinstance(value, ErrorValue) else _fitting(value)
    return float(value)


def cell(name: str, attributes: str, value: object, formula: str = "", prefix: str = "") -> str:
    """The element of a cell. *attributes* are its place and style, *value* comes from `written`."""
    p = prefix
    calculated = f"<{p}f>{_escape(formula.removeprefix('='))}</{p}f>" if formula else ""
    kind, content = _content(value, p, calculated=bool(formula))
    if not calculated and not content:
        return f"<{p}{name}{attributes}/>"
    return f"<{p}{name}{attributes}{kind}>{calculated}{content}</{p}{name}>"


def _content(value: object, p: str, *, calculated: bool) -> tuple[str, str]:
    """The type attribute and the value element."""
    if value is UNKNOWN:
        return "", ""
    if value is None:
        return (' t="str"', f"<{p}v></{p}v>") if calculated else ("", "")
    if isinstance(value, bool):
        return ' t="b"', f"<{p}v>{value:d}</{p}v>"
    if isinstance(value, ErrorValue):
        return ' t="e"', f"<{p}v>{_escape(value)}</{p}v>"
    if isinstance(value, str):
        text = _escape(escape_excel(value))
        if calculated:
            return ' t="str"', f"<{p}v>{text}</{p}v>"
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return ' t="inlineStr"', f"<{p}is><{p}t{space}>{text}</{p}t></{p}is>"
    return "", f"<{p}v>{number_text(value)}</{p}v>"


def number_text(value: object) -> str:
    """A number as the file holds it: the shortest text that reads as the same number."""
    number = float(value)  # type: ignore[arg-type]
    if number - number != 0:
        raise Refused(f"{number} cannot stand in a cell", "report this as an error of pmxl")
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fitting(text: str) -> str:
    """The text as a cell can hold it: one kind of line end, no half characters, not too long."""
    text = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise Refused(f'a text of {len(text):,} characters ("{text[:30]}...") does not fit a cell', "shorten it")
    return text
