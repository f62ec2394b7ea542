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
    if value is None:
        return None
    if isinstance(value, date):
        return serial(value, date_1904=date_1904)
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if isinstance(value, ErrorValue) else _fitting(value)
    return float(value)


def formula_element(formula: str, prefix: str = "", *, tag: str = "f", attributes: str = "") -> str:
    """The element of a formula, given with or without its leading `=`; nothing for no formula."""
    if not formula:
        return ""
    return f"<{prefix}{tag}{attributes}>{_escape(formula.removeprefix('='))}</{prefix}{tag}>"


def cell(attributes: str, value: object, calculated: str = "", prefix: str = "") -> str:
    """The element of a cell: its place and style, what `written` made of its value, the element of its formula."""
    p = prefix
    kind, content = _content(value, p, calculated=bool(calculated))
    if not calculated and not content:
        return f"<{p}c{attributes}/>"
    return f"<{p}c{attributes}{kind}>{calculated}{content}</{p}c>"


def _content(value: object, p: str, *, calculated: bool) -> tuple[str, str]:
    """The type attribute and the value element."""
    if value is UNKNOWN:
        return "", ""
    if value is None:
        return (' t="str"', f"<{p}v></{p}v>") if calculated else ("", "")
    if isinstance(value, bool):
        return ' t="b"', f"<{p}v>{value:d}</{p}v>"
    if isinstance(value, float):
        return "", f"<{p}v>{number_text(value)}</{p}v>"
    text = str(value)
    if isinstance(value, ErrorValue):
        return ' t="e"', f"<{p}v>{_escape(text)}</{p}v>"
    shown = _escape(escape_excel(text))
    if calculated:
        return ' t="str"', f"<{p}v>{shown}</{p}v>"
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return ' t="inlineStr"', f"<{p}is><{p}t{space}>{shown}</{p}t></{p}is>"


def number_text(number: float) -> str:
    """A number as the file holds it: the shortest text that reads as the same number."""
    if number - number != 0:
        raise Refused(f"{number} cannot stand in a cell", "report this as an error of pmxl")
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fitting(text: str) -> str:
    """The text as a cell can hold it: one kind of line end, no half characters, not too long."""
    text = text.replace("\r\n", "\n")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise Refused(f'a text of {len(text):,} characters ("{text[:30]}...") does not fit a cell', "shorten it")
    return text
