"""A brief as a PDF of one page: the rows of the sheet, drawn where the sheet has them.

Typst sets the page (extra `pdf`). It needs no office suite, shapes and orders every script, and puts the letters that
it used into the file. The first font that a machine has is taken; Liberation Sans and Arimo are as wide as Arial.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pmxl.generate.looks import BASE, LOOKS
from pmxl.model import Book, Context, PageCell
from pmxl.sections.arial import Font, width
from pmxl.sections.boxes import PADDING, UNIT
from pmxl.sections.brief import brief_of
from pmxl.sections.paper import LINKS
from pmxl.sections.parts import UNITS
from pmxl.sections.variants import EXECUTIVE
from pmxl.workbook.errors import Refused

FONTS = ("Arial", "Liberation Sans", "Arimo", "Helvetica", "Nimbus Sans", "DejaVu Sans")
PAPERS = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
"""Width and height in points."""

TOP = 28.8
"""Points above the first row, as the sheet prints it."""

BORDERS = {1: 0.5, 2: 1.25, 5: 2.25}
"""A border of a look -> its width in points."""

SPLIT = "\u200b"
"""A place where a word may be broken that is too long for its line."""

TYPST = """
#let made = json(bytes(sys.inputs.page))
#set document(title: made.title, date: none)
#set page(width: made.width * 1pt, height: made.height * 1pt, margin: 0pt)
#set text(font: made.fonts, lang: "en", hyphenate: false, top-edge: 0.93em, bottom-edge: -0.22em)
#set par(leading: 0.08em, justify: false)
#let sides = (left: left, center: center, right: right, top: top, vcenter: horizon, bottom: bottom)
#for c in made.cells {
  if c.fill != "" { place(dx: c.x * 1pt, dy: c.y * 1pt, rect(width: c.w * 1pt, height: c.h * 1pt, fill: rgb(c.fill))) }
}
#for l in made.lines {
  place(line(start: (l.at(0) * 1pt, l.at(1) * 1pt), end: (l.at(2) * 1pt, l.at(3) * 1pt),
    stroke: l.at(4) * 1pt + rgb(l.at(5))))
}
#for c in made.cells {
  if c.text != "" {
    place(dx: c.x * 1pt, dy: c.y * 1pt, box(width: c.w * 1pt, height: c.h * 1pt, clip: true,
      inset: (left: c.indent * 1pt, right: 1.5pt, y: 1pt),
      align(sides.at(c.align) + sides.at(c.valign),
        text(size: c.size * 1pt, fill: rgb(c.ink), weight: if c.bold { "bold" } else { "regular" }, c.text))))
  }
}
"""


def page(book: Book, now: Context, variant: str = EXECUTIVE) -> bytes:
    """The file. Raises Refused where Typst is not installed."""
    try:
        import typst
    except ImportError:
        raise Refused("a PDF needs Typst, which is not installed", 'run: pip install "pmxl[pdf]"') from None
    made = json.dumps(drawing(book, now, variant), ensure_ascii=True)
    return bytes(typst.compile(TYPST.encode(), sys_inputs={"page": made}))


def drawing(book: Book, now: Context, variant: str = EXECUTIVE) -> dict[str, Any]:
    """Where everything stands on the page, in points from its upper left corner."""
    brief = brief_of(book, now, variant)
    wide, high = PAPERS.get(now.settings.paper, PAPERS["A4"])
    left, top = (wide - UNITS * UNIT) / 2, TOP
    cells: list[dict[str, object]] = []
    lines: list[tuple[object, ...]] = []
    heights = [row.height for row in brief.rows]
    for i, row in enumerate(brief.rows):
        x = left  # The PDF leads nowhere, so it does not say that an ID is a link.
        for cell in row.cells:
            box = x, top, cell.span * UNIT, sum(heights[i : i + cell.rows])
            look = {**BASE, **LOOKS.get(cell.style, {})}
            cells.append(_cell(cell._replace(value=None) if cell.value == LINKS else cell, look, *box))
            lines += _borders(look, *box)
            x += cell.span * UNIT
        top += row.height
    title = " ".join(cell.text for line in brief.sections[0].lines[:1] for cell in line.cells)
    return {
        "title": title, "width": wide, "height": high, "fonts": FONTS, "cells": cells, "lines": lines,
    }  # fmt: skip


def _cell(cell: PageCell, look: Mapping[str, Any], x: float, y: float, wide: float, high: float) -> dict[str, object]:
    font = Font(look["font_size"], bool(look.get("bold")))
    return {
        "x": x, "y": y, "w": wide, "h": high,
        "text": _breakable("" if cell.value is None else str(cell.value), wide - PADDING, font),
        "size": font.size, "bold": font.bold, "ink": look["font_color"], "fill": look.get("bg_color", ""),
        "align": look.get("align", "left"), "valign": look.get("valign", "top"),
        "indent": 1.5 + 7 * look.get("indent", 0),
    }  # fmt: skip


def _borders(look: Mapping[str, Any], x: float, y: float, wide: float, high: float) -> Iterator[tuple[object, ...]]:
    ends = {
        "top": (x, y, x + wide, y), "bottom": (x, y + high, x + wide, y + high),
        "left": (x, y, x, y + high), "right": (x + wide, y, x + wide, y + high),
    }  # fmt: skip
    for side, line in ends.items():
        if kind := look.get(side):
            ink = look.get(f"{side}_color") or look.get("border_color") or "#000000"
            yield (*line, BORDERS.get(kind, 0.5), ink)


def _breakable(text: str, room: float, font: Font) -> str:
    """The text without control characters, and with places to break words that are wider than their cell."""
    words = "".join(c if c.isprintable() else " " for c in text).split(" ")
    return " ".join(SPLIT.join(word) if width(word, font) > room else word for word in words)
