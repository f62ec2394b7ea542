"""The brief as one HTML file: readable on a telephone, one A4 or Letter page on paper, no script, nothing fetched."""

from __future__ import annotations

import html
from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.sections.brief import brief_of
from pmxl.sections.parts import UNITS, Cell, Line, Section

INK, MUTED, NAVY, LINE, BAND = "#1B2733", "#5B6875", "#1F3864", "#D0D7DE", "#EAEEF3"
GROUNDS = {
    "GREEN": ("green", "#2E7D4F", "#FFFFFF"),
    "AMBER": ("amber", "#F2B134", INK),
    "RED": ("red", "#B3261E", "#FFFFFF"),
    "NOT DUE": ("not-due", "#D9DEE3", INK),
    "?": ("unknown", "#FFFFFF", MUTED),
}
"""Word of a status colour -> its class, its ground and the ink on it, as the workbook has them."""

STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #FFFFFF; color: {INK}; font: 15px/1.4 Arial, "Liberation Sans", Helvetica, sans-serif;
  -webkit-text-size-adjust: 100%; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
main {{ max-width: 60rem; margin: 0 auto; padding: 1.25rem; }}
header {{ display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }}
h1 {{ margin: 0; font-size: 1.75em; color: {NAVY}; }}
header p, h2 small, th, footer, .caption, .muted {{ color: {MUTED}; }}
header p {{ margin: 0; }}
.number {{ font-size: 1.25em; font-weight: bold; color: {NAVY}; align-self: end; }}
.statement {{ margin: .75em 0; padding: .6em .9em; background: {BAND}; font-weight: bold; font-size: 1.1em;
  border-left: 1em solid; }}
.tiles, .cards {{ display: grid; gap: .3em; margin: 0; padding: 0; list-style: none; }}
.tiles {{ grid-template-columns: repeat(auto-fit, minmax(6.5em, 1fr)); text-align: center; margin-bottom: .5em; }}
.tiles b {{ display: block; padding: .35em .2em; line-height: 1.35; }}
.tiles strong {{ display: block; font-size: 1.2em; }}
.caption {{ display: block; font-size: .88em; }}
.cards {{ grid-template-columns: repeat(auto-fit, minmax(10em, 1fr)); padding-top: .3em; }}
.cards b {{ display: block; }}
h2 {{ display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0 1em; margin: 1em 0 0;
  font-size: 1.12em; color: {NAVY}; border-bottom: 2px solid {NAVY}; }}
h2 small {{ font-weight: normal; font-size: .8em; }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; }}
th {{ font-weight: normal; font-size: .88em; text-align: left; padding: .15em .4em .15em 0; }}
td {{ vertical-align: top; padding: .15em .4em .15em 0; border-top: 1px solid {LINE}; overflow-wrap: break-word; }}
.strong {{ font-weight: bold; }}
.late, h2 small.late {{ font-weight: bold; color: {GROUNDS["RED"][1]}; }}
.chip {{ display: inline-block; padding: 0 .45em; font-weight: bold; }}
dl {{ display: grid; grid-template-columns: 11em 1fr; margin: .2em 0; }}
dt {{ font-weight: bold; color: {NAVY}; }}
dd {{ margin: 0; }}
footer {{ margin-top: .6em; font-size: .88em; }}
.empty {{ margin: .2em 0; color: {MUTED}; }}
@media (max-width: 40rem) {{
  main {{ padding: .75rem; }}
  thead {{ display: none; }}
  table, tbody, tr, td {{ display: block; }}
  tr {{ border-top: 1px solid {LINE}; padding: .4em 0; }}
  td {{ border: 0; padding: .05em 0; }}
  td:empty {{ display: none; }}
  td[data-lane]::before {{ content: attr(data-lane) ": "; color: {MUTED}; font-weight: normal; }}
  dl {{ display: block; }}
  dd {{ margin-bottom: .4em; }}
}}
@page {{ margin: 9mm 10mm; }}
@media print {{
  body {{ font-size: 9pt; line-height: 1.22; }}
  main {{ max-width: none; padding: 0; }}
  .statement {{ margin: .4em 0; font-size: 10pt; }}
  .tiles {{ grid-auto-flow: column; grid-auto-columns: 1fr; grid-template-columns: none; margin-bottom: .2em; }}
  .cards {{ grid-template-columns: repeat(4, 1fr); }}
  h2 {{ margin-top: .55em; font-size: 10pt; break-after: avoid; }}
  tr, dl, li {{ break-inside: avoid; }}
}}
"""


def page(book: Book, now: Context) -> str:
    """The whole brief as one file."""
    brief = brief_of(book, now)
    name = next((line.cells[0].text for line in brief.sections[0].lines), "Brief")
    grounds = "".join(
        f".{key} {{ background: {ground}; color: {ink}; }}\n.statement.{key} {{ background: {BAND}; color: {INK}; "
        f"border-color: {ground}; }}\n"
        for key, ground, ink in GROUNDS.values()
    )
    body = "".join(part for section in brief.sections for part in _section(section))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(name)}</title>\n<style>{STYLE}{grounds}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> Iterator[str]:
    if section.kind == "heading":
        yield from _heading(section)
        return
    if section.title:
        aside = section.aside
        small = f"<small{_class(aside)}>{_escaped(aside.text)}</small>" if aside.text else ""
        yield f"<h2><span>{_escaped(section.title)}</span>{small}</h2>\n"
    if section.empty and not section.lines:
        yield f'<p class="empty">{_escaped(section.empty)}</p>\n'
    elif section.lines:
        yield from _LINES[section.kind](section)
    for note in section.notes:
        yield f"<dl>{_pair(note)}</dl>\n"


def _heading(section: Section) -> Iterator[str]:
    (name, number), (people, week) = (line.cells for line in section.lines)
    yield f'<header>\n<h1>{_escaped(name.text)}</h1><p class="number">{_escaped(number.text)}</p>\n</header>\n'
    yield f"<header>\n<p>{_escaped(people.text)}</p><p>{_escaped(week.text)}</p>\n</header>\n"


def _statement(section: Section) -> Iterator[str]:
    (cell,) = section.lines[0].cells
    yield f'<p class="statement {_key(cell.tone)}">{_escaped(cell.text)}</p>\n'


def _tiles(section: Section) -> Iterator[str]:
    yield '<ul class="tiles">\n'
    for line in section.lines:
        name, word, caption = line.cells
        yield f'<li><b class="{_key(word.tone)}">{_escaped(name.text)}<strong>{_escaped(word.text)}</strong></b>'
        yield f'<span class="caption">{_escaped(caption.text)}</span></li>\n'
    yield "</ul>\n"


def _cards(section: Section) -> Iterator[str]:
    yield '<ul class="cards">\n'
    for line in section.lines:
        name, *rest = line.cells
        said = "".join(f"<span{_class(cell)}>{_escaped(cell.text)}</span>" for cell in rest)
        yield f"<li><b>{_escaped(name.text)}</b>{said}</li>\n"
    yield "</ul>\n"


def _table(section: Section) -> Iterator[str]:
    columns = "".join(f'<col style="width:{lane.units / UNITS:.1%}">' for lane in section.lanes)
    heads = "".join(f'<th scope="col">{_escaped(lane.title)}</th>' for lane in section.lanes)
    yield f"<table>\n<colgroup>{columns}</colgroup>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for line in section.lines:
        cells = (
            _cell(cell, lane.title if i else "")
            for i, (cell, lane) in enumerate(zip(line.cells, section.lanes, strict=True))
        )
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(cell: Cell, lane: str) -> str:
    label = f' data-lane="{_escaped(lane)}"' if lane else ""
    if cell.tone in GROUNDS:
        return f'<td{label}><span class="chip {_key(cell.tone)}">{_escaped(cell.text)}</span></td>'
    return f"<td{label}{_class(cell)}>{_escaped(cell.text)}</td>"


def _sentences(section: Section) -> Iterator[str]:
    yield f"<dl>{''.join(_pair(line) for line in section.lines)}</dl>\n"


def _pair(line: Line) -> str:
    label, said = line.cells
    chip = f'<span class="chip {_key(label.tone)}">{_escaped(label.tone[:1])}</span> ' if label.tone in GROUNDS else ""
    return f"<dt>{chip}{_escaped(label.text)}</dt><dd{_class(said)}>{_escaped(said.text)}</dd>\n"


def _footer(section: Section) -> Iterator[str]:
    yield f"<footer>{_escaped(section.lines[0].cells[0].text)}</footer>\n"


def _class(cell: Cell) -> str:
    return f' class="{cell.tone}"' if cell.tone in ("strong", "late", "muted") else ""


def _key(tone: str) -> str:
    return GROUNDS.get(tone, GROUNDS["?"])[0]


_LINES = {
    "statement": _statement,
    "tiles": _tiles,
    "cards": _cards,
    "table": _table,
    "sentences": _sentences,
    "footer": _footer,
}


def _escaped(text: str) -> str:
    """The text as HTML may hold it: without control characters, which no page may contain."""
    return html.escape("".join(c for c in text if (c >= " " and not "\x7f" <= c <= "\x9f") or c in "\n\t"))
