"""How Excel and LibreOffice write the same formula, and what Excel makes of a text that a program puts into a cell."""

from __future__ import annotations

import re
from datetime import datetime

from pmxl.registers.cells import dates_in_text

ERRORS = {503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
"""LibreOffice's number of an error -> Excel's word."""

_PIECE = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<table>(?:[^\W\d][\w.]*)?\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])"
    r"|(?P<sheet>'(?:[^']|'')+'|[A-Za-z0-9_.]+)!"
    r"|(?P<comma>,)|(?P<brace>[{}])|(?P<semicolon>;)"
)
_BACK = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<table>(?:[^\W\d][\w.]*)?\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])"
    r"|\$?(?P<sheet>'(?:[^']|'')+'|[A-Za-z0-9_]+)\.(?=\$?[A-Z]{1,3}\$?\d)"
    r"|(?P<semicolon>;)|(?P<brace>[{}])|(?P<bar>\|)"
)


def to_office(formula: str) -> str:
    """Excel's text of a formula as LibreOffice takes it: other separators, other sheet marks."""
    inside = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal inside
        if found["table"]:
            return found[0].replace("],[", "];[")
        if found["sheet"]:
            return f"${found['sheet']}."
        if found["brace"]:
            inside += 1 if found[0] == "{" else -1
        if found["comma"]:
            return ";"
        return "|" if found["semicolon"] and inside else found[0]

    return _PIECE.sub(replaced, formula).replace("_xlfn.", "")


def to_excel(formula: str) -> str:
    """LibreOffice's text of a formula as Excel writes it."""
    inside = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal inside
        if found["table"]:
            return found[0].replace("];[", "],[")
        if found["sheet"]:
            return f"{found['sheet']}!"
        if found["brace"]:
            inside += 1 if found[0] == "{" else -1
        if found["semicolon"]:
            return ","
        return ";" if found["bar"] and inside else found[0]

    return re.sub(r"\b(TRUE|FALSE)\(\)", r"\1", _BACK.sub(replaced, formula))


_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?\s*%?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?", re.IGNORECASE)
_DAY = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})(?:[-/. ]\d{1,4})?|[a-z]{3,9}[- ]\d{1,4}", re.IGNORECASE)


def typed_anew(text: str) -> object:
    """What Excel makes of a text that is put into a cell whose format is not text: the text, or something else.

    Numbers, percentages, times, days and the words TRUE and FALSE are read as if somebody had typed them.
    """
    said = text.strip()
    if said.upper() in ("TRUE", "FALSE"):
        return said.upper() == "TRUE"
    if _NUMBER.fullmatch(said):
        number = float(re.sub(r"[$€£,%\s]", "", said))
        return number / 100 if said.endswith("%") else number
    if _TIME.fullmatch(said):
        return 0.5
    if _DAY.fullmatch(said):
        days = dates_in_text(said if re.search(r"\d{4}", said) else f"{said} 2026")
        return datetime(days[0].year, days[0].month, days[0].day) if days else text
    return text
