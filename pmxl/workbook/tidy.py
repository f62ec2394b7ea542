"""Cells that are written in a way that XML allows and few writers use, put into the way that a change needs.

Apostrophes around attributes, `s` before `r`, blanks in end tags, comments and CDATA between rows, rows and cells out
of order: what the cells hold and every attribute stay, only the spelling changes. It happens to a sheet only when a
cell of it is set.
"""

from __future__ import annotations

import re

from pmxl.workbook.addresses import COLUMN_NUMBERS
from pmxl.workbook.errors import Unusual
from pmxl.workbook.markup import escape, unescape

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[(?P<data>.*?)\]\]>|<\?.*?\?>"
    r"|</(?P<end>[^\s<>]+)\s*>|<(?P<name>[^\s<>/!?=\"']+)(?P<raw>(?:[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+)>|[^<]+",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELLS = re.compile(r"<((?:[\w.-]+:)?)sheetData(?:\s[^<>]*)?>(.*)</\1sheetData\s*>", re.DOTALL)
_SPELLED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


def tidied(text: str, sheet: str) -> str:
    """The text of a worksheet with its cells in the usual spelling. Raises Unusual where it has no or several places
    for cells.
    """
    plain = _SPELLED.sub(lambda match: "\0" * len(match[0]), text)
    match = _CELLS.search(plain)
    if match is None or match[2].count(f"<{match[1]}sheetData"):
        raise Unusual(f'its sheet "{sheet}" has no place for cells, or several', "open it in Excel and save it")
    p, inner = match[1], text[match.start(2) : match.end(2)]
    cells = _ordered("".join(_usual(token) for token in _TOKEN.finditer(inner)), p)
    return f"{text[: match.start()]}<{p}sheetData>{cells}</{p}sheetData>{text[match.end() :]}"


def _ordered(cells: str, p: str) -> str:
    """The rows by their numbers and their cells by their columns, where all of them say where they belong.

    Where anything stands between the rows, or one inside another, they stay as they are.
    """
    whole = re.compile(rf"<{p}row(?:\s[^<>]*)?(?:/>|(?<!/)>.*?</{p}row>)", re.DOTALL)
    rows = whole.findall(cells)
    if whole.sub("", cells).strip():
        return cells
    numbers = [int(m[1]) if (m := re.match(r"<\S+ r=\"([0-9]{1,7})\"", row)) else 0 for row in rows]
    if 0 not in numbers and len(set(numbers)) == len(numbers):
        ordered = [row for _, row in sorted(zip(numbers, rows, strict=True))]
        return "".join(_ordered_row(row, p) for row in ordered)
    return cells


def _ordered_row(row: str, p: str) -> str:
    head, *cells = re.split(rf"(?=<{p}c[\s/>])", row.removesuffix(f"</{p}row>"))
    places = [COLUMN_NUMBERS[m[1]] if (m := re.match(r"<\S+ r=\"([A-Z]{1,3})[0-9]", cell)) else 0 for cell in cells]
    if 0 in places or len(set(places)) != len(places) or places == sorted(places):
        return row
    return head + "".join(cell for _, cell in sorted(zip(places, cells, strict=True))) + f"</{p}row>"


def _usual(token: re.Match[str]) -> str:
    if token["end"]:
        return f"</{token['end']}>"
    if token["data"] is not None:
        return token["data"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not token["name"]:
        return "" if token[0][0] == "<" else token[0]
    found = [(m[1], m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(token["raw"])]
    # The address comes first and in capitals, as every common writer has it.
    found.sort(key=lambda one: one[0] != "r")
    written = "".join(f' {name}="{escape(_value(name, unescape(value)))}"' for name, value in found)
    return f"<{token['name']}{written}{'/' if token['raw'].rstrip().endswith('/') else ''}>"


def _value(name: str, value: str) -> str:
    return value.upper() if name == "r" else value
