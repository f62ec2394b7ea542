"""How values, formulas and addresses are written as cells of a file."""

from __future__ import annotations

from pmxl.model import ErrorValue
from pmxl.workbook.errors import Refused
from pmxl.workbook.strings import escape_excel

UNKNOWN = object()
"""The value of a formula that only the application can calculate."""


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
