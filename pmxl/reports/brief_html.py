"""A brief as one HTML file for a mail or a browser: tables and inline styles, no script, nothing fetched.

Mail programs drop what they do not know, so the page holds without its few rules for small screens and for paper.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from pmxl.generate.looks import AMBER, BAND, GREEN, INK, LINE, MUTED, NAVY, NOT_DUE, PAPER, RED
from pmxl.model import Book, Colour, Context
from pmxl.sections.brief import brief_of
from pmxl.sections.parts import UNITS, Cell, Line, Section
from pmxl.sections.variants import EXECUTIVE

GROUNDS = {
    "GREEN": (GREEN, PAPER),
    "AMBER": (AMBER, INK),
    "RED": (RED, PAPER),
    "NOT DUE": (NOT_DUE, INK),
    "?": (PAPER, MUTED),
}
"""Word of a status colour -> its ground and the ink on it, as the workbook has them."""

FONT = "font-family:Arial,'Liberation Sans',Helvetica,sans-serif"
SMALL = f"font-size:13px;color:{MUTED}"
TONES = {"strong": "font-weight:bold", "late": f"font-weight:bold;color:{RED}", "muted": f"color:{MUTED}"}

STYLE = """
@media (max-width: 600px) {
  .stack, .stack > tbody, .stack > tbody > tr, .stack > tbody > tr > td { display: block !important;
    width: auto !important; }
  .stack > tbody > tr > td { border: 0 !important; padding: 1px 0 !important; }
  .stack > tbody > tr { border-top: 1px solid LINE; padding: 6px 0; }
  .plain > tbody > tr { border-top: 0; padding: 0; }
  .plain > tbody > tr > td { text-align: left !important; }
  .heads, .stack > tbody > tr > td.blank { display: none !important; }
  .lane { display: inline !important; max-height: none !important; font-size: inherit !important; }
}
@page { size: PAPER; margin: 9mm 10mm; }
@media print {
  * { font-size: 8.5pt !important; line-height: 1.14 !important; }
  h1 { font-size: 16pt !important; }
  h2, .said { font-size: 10pt !important; }
  td, td div { padding-top: 1px !important; padding-bottom: 1px !important; }
  td.rule { padding-top: 5pt !important; }
  table, p { margin-top: 2px !important; margin-bottom: 0 !important; }
  tr { page-break-inside: avoid; }
}
""".replace("LINE", LINE)
"""What small screens and printers get besides; the page is whole without."""


def page(book: Book, now: Context, variant: str = EXECUTIVE) -> str:
    """The whole brief as one file."""
    brief = brief_of(book, now, variant)
    name = next((line.cells[0].text for line in brief.sections[0].lines), "Brief")
    paper = "letter" if now.settings.paper == "Letter" else "A4"
    body = "".join(part for section in brief.sections for part in _section(section))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(name)}</title>\n<style>{STYLE.replace('PAPER', paper)}</style>\n</head>\n"
        f'<body style="margin:0;padding:0;background:{PAPER};color:{INK};{FONT};font-size:15px;line-height:1.35;'
        '-webkit-print-color-adjust:exact;print-color-adjust:exact">\n'
        f'{_table("max-width:900px;margin:0 auto")}<tr><td style="padding:12px 14px;font-size:15px;color:{INK}">\n'
        f"{body}</td></tr></table>\n</body>\n</html>\n"
    )


def _table(style: str = "", kind: str = "") -> str:
    """The beginning of a table as wide as what it stands in; *kind* is its class."""
    named = f' class="{kind}"' if kind else ""
    return (
        f'<table{named} width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="width:100%;border-collapse:collapse;{style}">'
    )


def _td(text: str, style: str, more: str = "") -> str:
    return f'<td{more} style="vertical-align:top;{style}">{text}</td>'


def _section(section: Section) -> Iterator[str]:
    if section.kind == "heading":
        yield from _heading(section)
        return
    if section.title:
        yield _title(section)
    if section.empty and not section.lines:
        yield f'<p style="margin:3px 0;color:{MUTED}">{_escaped(section.empty)}</p>\n'
    elif section.lines:
        yield from _LINES[section.kind](section)
    if section.notes:
        yield from _pairs(section.notes)


def _title(section: Section) -> str:
    edge, rule = f"border-bottom:2px solid {NAVY};padding:14px 0 1px", ' class="rule"'
    aside = _td(
        _escaped(section.aside.text), f"{edge};text-align:right;vertical-align:bottom;{SMALL};{_tone(section.aside)}"
    )
    words = f'<h2 style="margin:0;font-size:17px;color:{NAVY}">{_escaped(section.title)}</h2>'
    return f"{_table()}<tr>{_td(words, edge, rule)}{aside if section.aside.text else ''}</tr></table>\n"


def _heading(section: Section) -> Iterator[str]:
    (name, number), (people, week) = (line.cells for line in section.lines)
    yield _table("", "stack plain") + "<tbody>"
    big = f'<h1 style="margin:0;font-size:25px;line-height:1.2;color:{NAVY}">{_escaped(name.text)}</h1>'
    right = "text-align:right"
    which = _td(_escaped(number.text), f"{right};font-size:18px;font-weight:bold;color:{NAVY}")
    yield f"<tr>{_td(big, '')}{which}</tr>\n"
    yield f"<tr>{_td(_escaped(people.text), f'color:{MUTED}')}{_td(_escaped(week.text), f'{right};color:{MUTED}')}</tr>"
    yield "</tbody></table>\n"


def _statement(section: Section) -> Iterator[str]:
    (cell,) = section.lines[0].cells
    ground, _ = _ground(cell.tone)
    said = _td(
        _escaped(cell.text), f"background:{BAND};font-weight:bold;font-size:16px;padding:9px 12px", ' class="said"'
    )
    bar = _td("&nbsp;", f"background:{ground};width:14px", ' width="14"')
    yield f"{_table('margin:8px 0')}<tr>{bar}{said}</tr></table>\n"


def _tiles(section: Section) -> Iterator[str]:
    """Overall across the page, the dimensions below it, four beside each other."""
    overall, *others = section.lines
    ground, ink = _ground(overall.cells[1].tone)
    name, word, caption = (_escaped(cell.text) for cell in overall.cells)
    words = f'{name} <span style="font-size:24px">{word}</span>'
    look = f"background:{ground};color:{ink};padding:6px 12px"
    yield f"{_table()}<tr>{_td(words, f'{look};font-weight:bold')}"
    yield f"{_td(caption, f'{look};text-align:right;vertical-align:bottom;font-size:13px')}</tr></table>\n"
    yield _table("table-layout:fixed;margin:0 0 6px")
    for first in range(0, len(others), 4):
        band = others[first : first + 4]
        blank = _td("", "") * (4 - len(band) if len(others) > 4 else 0)
        yield f"<tr>{''.join(_tile(line) for line in band)}{blank}</tr>\n"
    yield "</table>\n"


def _tile(line: Line) -> str:
    name, word, caption = line.cells
    ground, ink = _ground(word.tone)
    edge = f";border:1px solid {LINE}" if word.tone not in GROUNDS or word.tone == "?" else ""
    said = (
        f'<div style="background:{ground};color:{ink};padding:3px 2px{edge}">'
        f'<b style="font-size:12px">{_escaped(name.text)}</b><br><b>{_escaped(word.text)}</b></div>'
        f'<div style="font-size:12px;color:{MUTED}">{_escaped(caption.text)}</div>'
    )
    return _td(said, "text-align:center;padding:4px 2px 2px", ' width="25%"')


def _cards(section: Section) -> Iterator[str]:
    yield _table("table-layout:fixed", "stack") + "<tr>"
    for line in section.lines:
        name, *rest = line.cells
        said = "".join(f'<br><span style="{_tone(cell)}">{_escaped(cell.text)}</span>' for cell in rest)
        yield _td(f"<b>{_escaped(name.text)}</b>{said}", "padding:3px 6px 3px 0")
    yield "</tr></table>\n"


def _rows(section: Section) -> Iterator[str]:
    """A table with its heads; on a small screen each cell stands below the other with its head before it."""
    yield _table("table-layout:fixed", "stack")
    heads = "".join(
        f'<th scope="col" width="{lane.units / UNITS:.1%}" style="text-align:left;font-weight:normal;{SMALL};'
        f'padding:2px 6px 2px 0">{_escaped(lane.title)}</th>'
        for lane in section.lanes
    )
    yield f'<thead class="heads"><tr>{heads}</tr></thead>\n<tbody>\n'
    for line in section.lines:
        cells = (
            _cell(cell, lane.title if i else "")
            for i, (cell, lane) in enumerate(zip(line.cells, section.lanes, strict=True))
        )
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody></table>\n"


def _cell(cell: Cell, lane: str) -> str:
    """A cell with the head of its column, which only small screens show."""
    look = f"padding:3px 6px 3px 0;border-top:1px solid {LINE};overflow-wrap:break-word;word-wrap:break-word"
    head = ""
    if lane and cell.text:
        hidden = f"display:none;max-height:0;overflow:hidden;font-size:0;color:{MUTED};font-weight:normal"
        head = f'<span class="lane" aria-hidden="true" style="{hidden}">{_escaped(lane)}: </span>'
    if cell.tone in GROUNDS:
        return _td(f"{head}{_chip(cell.text, cell.tone)}", look)
    return _td(head + _escaped(cell.text), f"{look};{_tone(cell)}", "" if cell.text else ' class="blank"')


def _chip(text: str, tone: str) -> str:
    ground, ink = _ground(tone)
    edge = f";border:1px solid {LINE}" if tone == "?" else ""
    return (
        f'<span style="background:{ground};color:{ink};font-weight:bold;padding:1px 6px{edge}">{_escaped(text)}</span>'
    )


def _sentences(section: Section) -> Iterator[str]:
    yield from _pairs(section.lines)


def _pairs(lines: tuple[Line, ...]) -> Iterator[str]:
    yield _table("", "stack") + "<tbody>"
    for line in lines:
        label, said = line.cells
        chip = f"{_chip(Colour(label.tone).letter, label.tone)} " if label.tone in GROUNDS else ""
        name = _td(
            f"{chip}<b style='color:{NAVY}'>{_escaped(label.text)}</b>",
            "width:150px;padding:2px 6px 2px 0",
            ' width="150"',
        )
        yield f"<tr>{name}{_td(_escaped(said.text), f'padding:2px 0;{_tone(said)}')}</tr>\n"
    yield "</tbody></table>\n"


def _footer(section: Section) -> Iterator[str]:
    label, said = section.lines[0].cells
    yield f'<p style="margin:10px 0 0;{SMALL}"><b>{_escaped(label.text)}</b> {_escaped(said.text)}</p>\n'


def _ground(tone: str) -> tuple[str, str]:
    return GROUNDS.get(tone, GROUNDS["?"])


def _tone(cell: Cell) -> str:
    return TONES.get(cell.tone, "")


_LINES = {
    "statement": _statement,
    "tiles": _tiles,
    "cards": _cards,
    "table": _rows,
    "sentences": _sentences,
    "footer": _footer,
}


def _escaped(text: str) -> str:
    """The text as HTML may hold it: without control characters, which no page may contain."""
    return html.escape("".join(c for c in text if (c >= " " and not "\x7f" <= c <= "\x9f") or c in "\n\t"))
